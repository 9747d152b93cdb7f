import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad.availability.intervals import Busy
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.availability import actions
from hexad_web.availability.models import Hours, Kind, Problem, Source
from hexad_web.people.models import Person
from tests.hexad_web.availability.conftest import at, person_of, uploaded
from tests.hexad_web.said import as_read

SECRET = "https://calendar.example/private-tippytoe/basic.ics"
PAGE = "/availability/calendars/"


def text_of(client: Client, url: str = PAGE) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def a_feed(actor: Actor, **columns: object) -> Source:
    source = actions.add_feed(actor=actor, address=SECRET, name="Work", now=timezone.now())
    Source.objects.filter(pk=source.pk).update(**columns)
    source.refresh_from_db()
    return source


def test_the_page_says_what_is_kept_and_how_fresh_it_is(
    participant_client: Client, participant: Actor, ben: Person
) -> None:
    read_at = timezone.now() - timedelta(minutes=6)
    a_feed(participant, read_at=read_at, next_try_at=read_at + timedelta(hours=1))
    page = text_of(participant_client)
    assert "We keep busy times, not titles." in page
    assert "Read 6" in page
    assert "Read now" in page


def test_the_address_is_never_shown_again(participant_client: Client, participant: Actor, ben: Person) -> None:
    source = a_feed(participant, problem=Problem.REFUSED, read_at=timezone.now() - timedelta(days=3))
    for url in (PAGE, f"{PAGE}{source.pk}/", f"{PAGE}add/", "/availability/hours/"):
        page = text_of(participant_client, url)
        assert "tippytoe" not in page
        assert "calendar.example" not in page


@pytest.mark.parametrize("problem", list(Problem.values))
def test_every_problem_has_a_sentence_and_keeps_the_last_good_copy(
    participant_client: Client, participant: Actor, ben: Person, problem: str
) -> None:
    now = timezone.now()
    a_feed(participant, problem=problem, read_at=now - timedelta(days=3), next_try_at=now + timedelta(hours=1))
    page = text_of(participant_client)
    assert "note-warning" in page
    assert "The last good copy still counts." in page


def test_a_feed_is_added_sealed_and_read_in_the_background(participant_client: Client, ben: Person) -> None:
    answer = participant_client.post(
        f"{PAGE}add/feed/", {"address": "webcal://calendar.example/private-tippytoe/b.ics"}
    )
    assert answer.headers["Location"] == PAGE
    source = Source.objects.get()
    assert (source.person, source.kind, source.name) == (ben, Kind.FEED, "My calendar")
    assert "Being read" in text_of(participant_client)


@pytest.mark.parametrize("address", ["", "calendar.example/tippytoe.ics", "file:///tippytoe", "ftp://tippytoe/a.ics"])
def test_a_wrong_address_is_refused_without_repeating_it(participant_client: Client, ben: Person, address: str) -> None:
    answer = participant_client.post(f"{PAGE}add/feed/", {"address": address, "name": "Family"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in page
    assert "tippytoe" not in page
    assert 'value="Family"' in page
    assert not Source.objects.exists()


def test_asking_for_a_reading_shows_at_once_that_it_is_under_way(
    participant_client: Client, participant: Actor, ben: Person
) -> None:
    now = timezone.now()
    read_at = now - timedelta(minutes=6)
    source = a_feed(participant, read_at=read_at, tried_at=read_at, next_try_at=now + timedelta(hours=1))
    row = participant_client.post(f"{PAGE}{source.pk}/read/", headers={"HX-Request": "true"}).content.decode()
    assert "Being read" in row
    assert f'hx-get="{PAGE}{source.pk}/"' in row
    Source.objects.update(next_try_at=now + timedelta(hours=1), read_at=now)
    row = text_of(participant_client, f"{PAGE}{source.pk}/")
    assert "Being read" not in row
    assert "hx-get" not in row


def test_the_written_form_paints_a_stroke(participant_client: Client, ben: Person) -> None:
    stroke = {"weekday": "2", "start": "09:00", "end": "00:00", "brush": "not"}
    assert participant_client.post(f"{PAGE}week/stroke/", stroke).status_code == 302
    assert Source.objects.get().pattern == [[2, 540, 1440, "not"]]
    assert "09:00–24:00" in text_of(participant_client)


@pytest.mark.parametrize(
    "wrong",
    [{"start": "18:00"}, {"start": "nine"}, {"end": ""}, {"weekday": "7"}, {"brush": "red"}, {"start": "25:00"}],
)
def test_a_stroke_that_cannot_be_is_explained(participant_client: Client, ben: Person, wrong: dict[str, str]) -> None:
    stroke = {"weekday": "2", "start": "09:00", "end": "17:00", "brush": "busy", **wrong}
    answer = participant_client.post(f"{PAGE}week/stroke/", stroke)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Source.objects.exists()


def test_the_grid_sends_its_base_and_its_strokes(participant_client: Client, ben: Person) -> None:
    sent = {"base": '[[0, 540, 600, "busy"]]', "strokes": '[[0, 540, 570, "free"], [1, 600, 660, "not"]]'}
    answer = participant_client.post(f"{PAGE}week/", sent, headers={"HX-Request": "true"})
    assert re.search(r"Saved \d", answer.content.decode())
    assert Source.objects.get().pattern == [[0, 570, 600, "busy"], [1, 600, 660, "not"]]


@pytest.mark.parametrize(
    "strokes",
    [
        "nonsense",
        '{"a": 1}',
        '[[7, 0, 60, "busy"]]',
        '[[0, 60, 0, "busy"]]',
        '[[0, 0, 9999, "busy"]]',
        '[[0, 0, 60, "<b>"]]',
        '[[true, 0, 60, "busy"]]',
        "[[0, 0, 60]]",
        '[{"0": 1}]',
        "[" + ",".join(['[0,0,15,"busy"]'] * 2001) + "]",
    ],
)
def test_a_week_that_cannot_be_changes_nothing(participant_client: Client, ben: Person, strokes: str) -> None:
    participant_client.post(f"{PAGE}week/stroke/", {"weekday": "0", "start": "09:00", "end": "10:00", "brush": "busy"})
    participant_client.post(f"{PAGE}week/", {"base": "[]", "strokes": strokes}, headers={"HX-Request": "true"})
    participant_client.post(f"{PAGE}week/", {"strokes": "[]"}, headers={"HX-Request": "true"})
    assert Source.objects.get().pattern == [[0, 540, 600, "busy"]]


def test_painting_can_be_taken_back_after_a_reload(participant_client: Client, ben: Person) -> None:
    participant_client.post(f"{PAGE}week/stroke/", {"weekday": "0", "start": "09:00", "end": "10:00", "brush": "busy"})
    assert "Undo last change" in text_of(participant_client)
    participant_client.post(f"{PAGE}week/copy/")
    assert len(Source.objects.get().pattern) == 5
    participant_client.post(f"{PAGE}week/undo/")
    assert Source.objects.get().pattern == [[0, 540, 600, "busy"]]


def test_a_removed_calendar_offers_undo_until_it_is_back(
    participant_client: Client, participant: Actor, ben: Person
) -> None:
    source = a_feed(participant)
    participant_client.post(f"{PAGE}{source.pk}/remove/")
    assert "Removed: Work" in text_of(participant_client)
    participant_client.post(f"{PAGE}{source.pk}/restore/")
    assert "Removed: Work" not in text_of(participant_client)


def hours_post(**changed: object) -> dict[str, object]:
    days = {f"work_{day}": "9-17" for day in range(5)} | {"work_5": "", "work_6": ""}
    return {"zone": "Asia/Kathmandu", "country": "DE", "region": "be", "days_off": "2026-12-24\n", **days, **changed}


def test_hours_are_kept_as_written(participant_client: Client, ben: Person) -> None:
    sent = hours_post(work_4="9-12:30", stretch_0="7-9", in_person_days=["1", "3"])
    assert participant_client.post("/availability/hours/", sent).status_code == 302
    hours = Hours.objects.get(person=ben)
    assert (hours.zone, hours.country, hours.region) == ("Asia/Kathmandu", "DE", "BE")
    assert (hours.weekly[4], hours.weekly[5], hours.stretch[0]) == ([[540, 750]], [], [[420, 540]])
    assert (hours.in_person_days, hours.days_off) == ([1, 3], ["2026-12-24"])
    page = text_of(participant_client)
    assert "Kathmandu" in page
    assert "Monday–Thursday 09:00–17:00" in as_read(page)
    assert "Tuesday, Thursday" in page


@pytest.mark.parametrize(
    "wrong", [{"zone": "Mars/Base"}, {"work_0": "nine"}, {"region": "ZZ"}, {"days_off": "24.12."}, {"country": "XX"}]
)
def test_hours_that_cannot_be_are_explained_and_not_kept(
    participant_client: Client, ben: Person, wrong: dict[str, str]
) -> None:
    answer = participant_client.post("/availability/hours/", hours_post(**wrong))
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not Hours.objects.exists()


def test_without_saved_hours_the_form_shows_what_counts(participant_client: Client, ben: Person) -> None:
    page = text_of(participant_client, "/availability/hours/")
    assert 'value="09:00–17:00"' in page
    assert '<option value="Europe/Berlin" selected>' in page
    assert '<option value="DE" selected>' in page
    assert "Fri 25 December 2026" in page


def test_the_owner_sees_how_many_and_never_who_or_what(
    owner_client: Client, organisation: Organisation, ben: Person, fen: Person
) -> None:
    now = timezone.now()
    uploaded(ben, Busy("", at(7, 9), at(7, 10)), read_at=now - timedelta(days=40), name="Divorce lawyer")
    person_of(organisation, "Gus")
    page = text_of(owner_client, "/availability/")
    assert re.findall(r"<dd[^>]*>\s*(?:<[^>]+>)*\s*(\d+)", page) == ["3", "0", "1", "2"]
    for private in ("Ben", "Fen", "Gus", "Divorce", "northwind.example/", "10:00"):
        assert private not in page.partition("<main")[2]


def test_the_administrator_sees_kinds_of_failure_only(
    administrator_client: Client, participant: Actor, ben: Person
) -> None:
    a_feed(participant, problem=Problem.REFUSED, failures=3)
    page = text_of(administrator_client, "/availability/health/").partition("<main")[2]
    assert "refused address" in page
    for private in ("Ben", "Work", "tippytoe", "calendar.example", "northwind.example"):
        assert private not in page


PAGES = ["", "calendars/", "calendars/add/", "hours/", "health/"]
WHO_MAY = {
    "owner": {""},
    "participant": {"calendars/", "calendars/add/", "hours/"},
    "administrator": {"health/"},
    "sponsor": set[str](),
}


@pytest.mark.parametrize("role", list(WHO_MAY))
def test_each_role_has_its_pages_and_no_others(role: str, request: pytest.FixtureRequest, ben: Person) -> None:
    client: Client = request.getfixturevalue(f"{role}_client")
    for path in PAGES:
        expected = 200 if path in WHO_MAY[role] else 403
        assert client.get(f"/availability/{path}").status_code == expected, path


def test_somebody_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    for path in PAGES:
        assert client.get(f"/availability/{path}").headers["Location"].startswith(reverse("accounts:login"))


def test_another_participant_and_a_stranger_get_404(
    participant_client: Client, stranger_client: Client, stranger: Actor, fen: Person, ben: Person
) -> None:
    theirs = uploaded(fen, read_at=timezone.now())
    for action in ("", "read/", "remove/", "restore/"):
        call = participant_client.get if action == "" else participant_client.post
        assert call(f"{PAGE}{theirs.pk}/{action}").status_code == 404
    assert stranger_client.get(f"{PAGE}{theirs.pk}/").status_code == 403
    theirs.refresh_from_db()
    assert theirs.removed_at is None


def test_a_participant_whom_the_programme_does_not_know_gets_404(participant_client: Client) -> None:
    assert participant_client.get(PAGE).status_code == 404


def test_looking_never_writes(participant_client: Client, participant: Actor, ben: Person) -> None:
    source = a_feed(participant)
    for action in ("read", "remove", "restore"):
        assert participant_client.get(f"{PAGE}{source.pk}/{action}/").status_code == 405
    for path in ("add/feed/", "add/file/", "week/", "week/stroke/", "week/undo/", "week/copy/"):
        assert participant_client.get(f"{PAGE}{path}").status_code == 405
    source.refresh_from_db()
    assert source.removed_at is None


def own_queries(client: Client, url: str) -> int:
    """How many queries the page itself asks; signing in and the frame are others' business."""
    with CaptureQueriesContext(connection) as captured:
        text_of(client, url)
    return sum(f'FROM "{app}_' in query["sql"] for query in captured for app in ("availability", "people"))


def test_the_page_takes_four_queries_for_one_calendar_and_for_nine(
    participant_client: Client, participant: Actor, ben: Person
) -> None:
    for wanted in (1, 9):
        while Source.objects.count() < wanted:
            a_feed(participant)
        assert own_queries(participant_client, PAGE) == 4


def test_the_overview_takes_two_queries_for_any_number_of_people(
    owner_client: Client, organisation: Organisation
) -> None:
    for wanted in (1, 40):
        while Person.objects.count() < wanted:
            uploaded(person_of(organisation, f"P{Person.objects.count()}"), read_at=timezone.now())
        assert own_queries(owner_client, "/availability/") == 2
