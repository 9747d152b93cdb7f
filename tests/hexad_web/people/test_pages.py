"""The owner's pages: what they show, what they refuse, and how many queries they need."""

from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import Any, Protocol

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.people.actions.confirming import confirm
from hexad_web.people.actions.leaving import mark_left
from hexad_web.people.actions.uploading import take_file
from hexad_web.people.models import Import, Participation, Person
from tests.examples import ADA, BEN, NORTHWIND
from tests.hexad_web.people.conftest import TakeIn, file_of
from tests.hexad_web.people.test_reading import long_file

pytestmark = pytest.mark.django_db


class Shown(Protocol):
    """What a test looks at in a response."""

    @property
    def content(self) -> bytes: ...

    @property
    def status_code(self) -> int: ...


def upload(client: Client, data: bytes) -> Shown:
    file = SimpleUploadedFile("people.csv", data, "text/csv")
    return client.post(reverse("people:import_new"), {"file": file}, follow=True)


def words_of(response: Shown) -> str:
    return " ".join(response.content.decode().split())


def test_an_empty_list_offers_one_button(owner_client: Client) -> None:
    page = words_of(owner_client.get(reverse("people:list")))

    assert "Nobody is here yet" in page
    assert reverse("people:import_new") in page


def test_a_file_goes_in_by_upload_and_one_confirmation(owner_client: Client) -> None:
    preview = upload(owner_client, file_of())
    assert "Import 11 people" in words_of(preview)

    done = owner_client.post(reverse("people:import_confirm", args=[Import.objects.get().pk]), follow=True)

    assert "11 in. Same file again changes nothing." in words_of(done)
    assert Person.objects.count() == len(NORTHWIND)


def test_pasted_cells_of_a_spreadsheet_go_in_as_well(owner_client: Client) -> None:
    owner_client.post(reverse("people:import_new"), {"text": "Name\tE-Mail\r\nÄnne\ta@x.de\r\n"})

    import_ = Import.objects.get()
    assert (import_.counts["new"], import_.file_name) == (1, "Pasted rows")


def test_nothing_chosen_is_said_at_the_field(owner_client: Client) -> None:
    response = owner_client.post(reverse("people:import_new"), {"text": "  "})

    assert response.status_code == 422
    assert "Choose a file, or paste rows." in words_of(response)


@pytest.mark.parametrize(("data", "words"), [(b"PK\x03\x04", "workbook"), (b"\n\n", "empty")])
def test_an_unreadable_file_says_what_to_do_beside_a_new_choice(data: bytes, words: str, owner_client: Client) -> None:
    page = words_of(upload(owner_client, data))

    assert words in page
    assert 'type="file"' in page


def test_an_upload_of_two_hundred_megabytes_is_refused_before_it_is_read(owner: Actor) -> None:
    client = Client(enforce_csrf_checks=True)
    assert owner.user is not None
    client.force_login(owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    body = BytesIO()
    length: dict[str, Any] = {"CONTENT_LENGTH": str(200 * 2**20), "wsgi.input": body}

    response = client.generic(
        "POST",
        reverse("people:import_new"),
        content_type="multipart/form-data; boundary=x",
        **length,
    )

    assert response.status_code == 413
    assert "larger than 20 MB" in words_of(response)
    assert body.tell() == 0


def test_an_upload_that_hides_its_length_is_cut_off(owner_client: Client) -> None:
    response = upload(owner_client, b"x" * (20 * 2**20 + 1))

    assert response.status_code == 413
    assert not Import.objects.exists()


def test_a_paste_that_is_too_long_is_refused_with_the_same_words(owner_client: Client) -> None:
    response = owner_client.post(reverse("people:import_new"), {"text": "x" * (6 * 2**20)})

    assert response.status_code == 413
    assert "larger than 20 MB" in words_of(response)


def test_an_upload_needs_its_token(owner: Actor) -> None:
    client = Client(enforce_csrf_checks=True)
    assert owner.user is not None
    client.force_login(owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    assert client.post(reverse("people:import_new"), {"text": "email,name\na@x.de,A"}).status_code == 403
    assert not Import.objects.exists()


def test_the_preview_groups_problems_by_remedy_and_blocks(owner_client: Client) -> None:
    rows = "bad,A\nworse,B\nc@x.de,C\n"
    page = words_of(upload(owner_client, f"email,name\n{rows}".encode()))

    assert "2 problems block the import" in page
    assert page.count("Write one complete e-mail address") >= 1
    assert "Row 2, E-mail" in page
    assert "disabled" in page


def test_blocking_problems_stand_before_warnings(owner_client: Client) -> None:
    data = b"email,name,time_zone\n" + b"a%d@x.de,A,CST\n" * 1 % 1 + b"b@x.de,B,CST\nbad,C,\n"
    page = words_of(upload(owner_client, data))

    assert page.index("Write one complete e-mail address") < page.index("Write the time zone as region and city")


def test_a_row_is_shown_in_its_context(owner_client: Client) -> None:
    upload(owner_client, b"email,name,site\nbad,Ada,Berlin\nworse,Ben,Leeds\n")

    part = words_of(
        owner_client.get(reverse("people:import_preview", args=[Import.objects.get().pk]) + "?row=3&part=row")
    )

    assert "Leeds" in part
    assert "Berlin" not in part
    assert "<html" not in part


def test_columns_are_matched_by_hand_with_samples(owner_client: Client) -> None:
    page = words_of(upload(owner_client, b"who,where\nAda,a@x.de\n"))
    assert "No column found for: E-mail, Name" in page
    url = reverse("people:import_columns", args=[Import.objects.get().pk])

    twice = owner_client.post(url, {"email": "1", "name": "1"})
    assert twice.status_code == 422
    assert "Choose each column once." in words_of(twice)

    again = words_of(owner_client.post(url, {"email": "1", "name": "0"}, follow=True))
    assert "Import 1 person" in again
    assert "a@x.de" in again


def test_problem_rows_can_be_downloaded_harmless(owner_client: Client) -> None:
    upload(owner_client, b"email,name\n=1+1,Ada\n")

    response = owner_client.get(reverse("people:import_problem_rows", args=[Import.objects.get().pk]))

    text = response.content.decode("utf-8-sig")
    assert response["Content-Type"].startswith("text/csv")
    assert '"2","\'=1+1","Ada","E-mail","\'=1+1","Write one complete' in text


def test_a_second_owner_sees_the_new_counts_and_nothing_is_lost(
    owner_client: Client, look_at: TakeIn, owner: Actor, now: datetime
) -> None:
    other = Actor(organisation=owner.organisation, role=owner.role)
    mine = look_at(file_of(ADA, BEN))
    confirm(actor=other, import_id=take_file(actor=other, name="x.csv", data=file_of(ADA), now=now).pk, now=now)

    page = words_of(owner_client.post(reverse("people:import_confirm", args=[mine.pk]), follow=True))

    assert "The list of people changed meanwhile." in page
    assert "Import 1 person" in page


def test_a_long_file_shows_its_progress_and_then_its_preview(owner_client: Client, look_at: TakeIn) -> None:
    import_ = look_at(long_file())
    Import.objects.update(rows_done=5_000, rows_total=6_000)

    assert "Row 5,000 of 6,000" in words_of(owner_client.get(reverse("people:import_preview", args=[import_.pk])))
    assert "HX-Redirect" not in owner_client.get(reverse("people:import_progress", args=[import_.pk])).headers

    Import.objects.update(state=Import.State.UNREADABLE)
    assert "HX-Redirect" in owner_client.get(reverse("people:import_progress", args=[import_.pk])).headers


def test_missing_people_are_marked_by_choice_and_back(
    owner_client: Client, northwind: dict[str, Person], take_in: TakeIn
) -> None:
    import_ = take_in(file_of(*NORTHWIND[:-2]))
    url = reverse("people:import_missing", args=[import_.pk])

    page = owner_client.post(url, {"person": [northwind["Kim"].pk, northwind["Ada"].pk]}, follow=True)

    assert "1 person marked as left." in words_of(page)
    assert list(Person.objects.filter(participation=Participation.LEFT)) == [northwind["Kim"]]
    owner_client.post(url, {"act": "undo"})
    assert not Person.objects.filter(participation=Participation.LEFT).exists()


def test_the_list_filters_counts_and_hides_leavers(
    owner_client: Client, northwind: dict[str, Person], owner: Actor, now: datetime
) -> None:
    mark_left(actor=owner, person_ids=[northwind["Kim"].pk], now=now)

    everybody = words_of(owner_client.get(reverse("people:list")))
    assert "Kim Example" not in everybody
    assert "Invite 10 people" in everybody
    assert "Kim Example" in words_of(owner_client.get(reverse("people:list"), {"state": "left"}))
    sales = words_of(owner_client.get(reverse("people:list"), {"department": "Sales", "q": "HAL"}))
    assert "Hal Example" in sales
    assert "2 people" not in sales


def test_filters_may_hold_anything(owner_client: Client, northwind: dict[str, Person]) -> None:
    response = owner_client.get(reverse("people:list"), {"state": "x", "department": "?", "page": "-1", "q": "\0'"})

    assert response.status_code == 200


def test_the_list_needs_the_same_queries_for_one_person_and_for_fifty(owner_client: Client, take_in: TakeIn) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            owner_client.get(reverse("people:list"))
        return len(seen)

    take_in(file_of(ADA))
    few = queries()
    people = [replace(BEN, email=f"p{number}@x.de", boss_email=ADA.email) for number in range(60)]
    take_in(file_of(ADA, *people))

    assert queries() == few
    assert few <= 10


def test_a_persons_page_shows_the_line_in_a_constant_number_of_queries(
    owner_client: Client, northwind: dict[str, Person]
) -> None:
    def look_at_person(name: str) -> tuple[str, int]:
        with CaptureQueriesContext(connection) as seen:
            page = words_of(owner_client.get(reverse("people:person", args=[northwind[name].pk])))
        return page, len(seen)

    hal, queries = look_at_person("Hal")
    ada, as_many = look_at_person("Ada")

    assert hal.index("Ben Example") < hal.index("Ada Example")
    assert "Gus Example" in ada
    assert queries == as_many


def test_the_export_is_harmless_and_goes_in_again_unchanged(owner_client: Client, take_in: TakeIn) -> None:
    take_in(b"email,name,Note\na@x.de,=1+1,@x\nb@x.de,B,\n")

    data = owner_client.get(reverse("people:export")).content

    assert b'"\'=1+1"' in data
    assert take_in(data).counts["unchanged"] == 2


@pytest.mark.parametrize("name", ["list", "export", "import_new"])
def test_only_owners_open_the_list(
    name: str, participant_client: Client, sponsor_client: Client, administrator_client: Client
) -> None:
    for client in (participant_client, sponsor_client, administrator_client):
        assert client.get(reverse(f"people:{name}")).status_code == 403
    assert Client().get(reverse(f"people:{name}")).status_code == 302


def test_nothing_of_another_organisation_exists(stranger_client: Client, northwind: dict[str, Person]) -> None:
    import_id, person_id = Import.objects.get().pk, northwind["Kim"].pk

    for name in ("import_preview", "import_progress", "import_problem_rows"):
        assert stranger_client.get(reverse(f"people:{name}", args=[import_id])).status_code == 404
    for name in ("import_columns", "import_confirm", "import_undo", "import_discard", "import_missing"):
        assert stranger_client.post(reverse(f"people:{name}", args=[import_id])).status_code == 404
    for name in ("person_left", "person_back", "person_invite"):
        assert stranger_client.post(reverse(f"people:{name}", args=[person_id])).status_code == 404
    assert stranger_client.get(reverse("people:person", args=[person_id])).status_code == 404
    assert "Kim" not in words_of(stranger_client.get(reverse("people:list")))


def test_a_persons_page_names_country_and_languages(owner_client: Client, northwind: dict[str, Person]) -> None:
    """What nobody knows stays as the file has it."""
    Person.objects.filter(pk=northwind["Ada"].pk).update(country="DE", languages=["en", "de", "tlh"])
    page = words_of(owner_client.get(reverse("people:person", args=[northwind["Ada"].pk])))
    assert "<dd>Germany</dd>" in page
    assert "<dd>English, German, tlh</dd>" in page
