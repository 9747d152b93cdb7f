"""The owner's pages of agendas: lists, the editor with every problem at its field, the run, files."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import translation

from hexad.sessions.agenda import AGENDAS, load, read_toml
from hexad.sessions.agenda_file import as_toml
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import SessionLength
from hexad_web.sessions.actions import agendas as actions
from hexad_web.sessions.models import AgendaChoice, AgendaVersion, OwnAgenda
from hexad_web.sessions.queries import agenda_editor
from tests.examples import NOW

LIST = "/sessions/agendas/"


@pytest.fixture
def own(owner: Actor) -> OwnAgenda:
    return actions.copy_ours(actor=owner, name="explore", now=NOW)


def page_of(own: OwnAgenda) -> str:
    return f"{LIST}{own.pk}/"


def form_of(owner: Actor, own: OwnAgenda, **changes: str) -> dict[str, str]:
    """What a browser would send, as the page stands."""
    page = agenda_editor.editor_page(owner, own.pk)
    forms = [page.head, *[form for step in page.steps for form in (step.form, *(part.form for part in step.parts))]]
    fields = {field.html_name: field.value() for form in forms for field in form}
    sent = {name: "on" if value is True else str(value) for name, value in fields.items() if value not in (False, None)}
    keys = {f"s{step.at}-key": step.key for step in page.steps}
    return {**sent, **keys, "act": "save", **changes}


def draft(own: OwnAgenda) -> dict[str, Any]:
    return dict(OwnAgenda.objects.get(pk=own.pk).draft)


def test_the_list_shows_ours_and_what_is_used(owner_client: Client, own: OwnAgenda) -> None:
    page = owner_client.get(LIST).content.decode()
    assert page.count("See it run") == len(AGENDAS)
    assert "Explore, 90 minutes" in page
    assert "Follow-up, 45 minutes" in page


def test_the_list_asks_as_often_for_many_agendas_as_for_one(
    owner: Actor,
    owner_client: Client,
    own: OwnAgenda,
    django_assert_max_num_queries: Any,  # noqa: ANN401  # pytest-django's
) -> None:
    for _time in range(6):
        made = actions.copy_ours(actor=owner, name="reflect", now=NOW)
        actions.publish(actor=owner, agenda_id=made.pk, now=NOW)
    with django_assert_max_num_queries(11):
        owner_client.get(LIST)


def test_the_editor_asks_as_often_for_many_steps_as_for_few(
    owner_client: Client,
    own: OwnAgenda,
    django_assert_max_num_queries: Any,  # noqa: ANN401  # pytest-django's
) -> None:
    with django_assert_max_num_queries(7):
        owner_client.get(page_of(own))


def test_saving_what_the_page_shows_changes_nothing(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    before = load("explore")
    owner_client.post(page_of(own), form_of(owner, own))
    version = actions.publish(actor=owner, agenda_id=own.pk, now=NOW)
    assert [step["minutes"] for step in version.content["steps"]] == [step.minutes for step in before.steps]
    kept = agenda_editor.draft_of(owner, own.pk)
    assert kept is not None
    assert (kept.steps, kept.lobby) == (before.steps, before.lobby)


def test_a_text_of_ours_that_is_left_alone_stays_ours_in_every_language(
    owner: Actor, owner_client: Client, own: OwnAgenda
) -> None:
    with translation.override("de"):
        sent = form_of(owner, own, **{"s1-title": "Unsere Geschichten"})
    assert sent["s0-prompt"] != load("explore").steps[0].prompt
    owner_client.post(page_of(own), sent, headers={"accept-language": "de"})
    steps = draft(own)["steps"]
    assert steps[0]["prompt"] == load("explore").steps[0].prompt
    assert steps[1]["title"] == "Unsere Geschichten"


def test_every_problem_stands_at_its_field_with_what_to_do(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    changes = {"s0-title": "", "s1-minutes": "many", "s2p0-pad": "", "s3-each": "9", "title": ""}
    assert owner_client.post(page_of(own), form_of(owner, own, **changes)).status_code == 302
    page = owner_client.get(page_of(own)).content.decode()
    assert "5 things to mend" in page
    for anchor in ("id_title", "id_s0-title", "id_s1-minutes", "id_s2p0-pad", "id_s3-each"):
        assert f'href="#{anchor}"' in page
        assert f'id="{anchor}_error"' in page
    assert 'value="many"' in page
    assert "9 minutes for each of 6 are more than the 25 of the step." in page


def test_the_sum_is_told_and_fit_mends_it(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    owner_client.post(page_of(own), form_of(owner, own, **{"s3-minutes": "30"}))
    page = owner_client.get(page_of(own)).content.decode()
    assert "The steps take 95 of 90 minutes." in page
    assert "Press Fit, or change a step." in page
    owner_client.post(page_of(own), form_of(owner, own, act="fit-90"))
    assert "The steps take 90 of 90 minutes." in owner_client.get(page_of(own)).content.decode()


def test_a_moved_step_is_shown_with_the_focus_on_its_button(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    answer = owner_client.post(page_of(own), form_of(owner, own, act="down-0"))
    assert answer["location"] == f"{page_of(own)}?at=welcome#welcome"
    assert owner_client.get(answer["location"]).content.decode().count("autofocus") == 1


def test_publishing_from_the_editor_keeps_what_was_typed(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    owner_client.post(page_of(own), form_of(owner, own, act="publish", title="Ours"))
    assert AgendaVersion.objects.get().content["title"] == "Ours"
    owner_client.post(page_of(own), form_of(owner, own, act="publish", title=""))
    assert AgendaVersion.objects.count() == 1
    assert "1 thing to mend" in owner_client.get(page_of(own)).content.decode()


def test_a_choice_is_saved_and_shown(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    actions.publish(actor=owner, agenda_id=own.pk, now=NOW)
    keys = {"engage": "engage-several", "explore": f"own-{own.pk}", "reflect": "reflect", "follow-up": "follow-up"}
    owner_client.post(f"{LIST}choose/", keys)
    assert dict(AgendaChoice.objects.values_list("kind", "name")) == {"engage": "engage-several", "explore": ""}
    assert f'value="own-{own.pk}" selected' in owner_client.get(LIST).content.decode()
    assert owner_client.post(f"{LIST}choose/", {**keys, "explore": "own-0"}).status_code == 422


def test_the_length_is_saved_and_another_one_is_refused(owner_client: Client) -> None:
    owner_client.post(f"{LIST}length/", {"minutes": "60"})
    assert SessionLength.objects.get().minutes == 60
    assert owner_client.post(f"{LIST}length/", {"minutes": "61"}).status_code == 422


@pytest.mark.parametrize("name", AGENDAS)
def test_each_of_ours_runs_in_a_minute(owner_client: Client, name: str) -> None:
    page = owner_client.get(f"{LIST}ours/{name}/").content.decode()
    assert "A run of " in page
    assert "10 minutes late" in page
    assert "Ada speaks" in page


def test_running_from_the_editor_keeps_what_was_typed(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    answer = owner_client.post(page_of(own), form_of(owner, own, act="run", title="Ours"))
    assert answer["location"] == f"{page_of(own)}run/"
    assert "A run of Ours" in owner_client.get(answer["location"]).content.decode()


def test_an_own_agenda_runs_once_nothing_has_to_be_mended(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    assert owner_client.get(f"{page_of(own)}run/").status_code == 200
    owner_client.post(page_of(own), form_of(owner, own, title=""))
    assert owner_client.get(f"{page_of(own)}run/")["location"] == page_of(own)


def test_a_file_goes_out_and_comes_in_again(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    answer = owner_client.get(f"{page_of(own)}file/")
    assert answer["content-disposition"] == 'attachment; filename="explore.toml"'
    assert read_toml(answer.content.decode()).steps == load("explore").steps
    sent = {"kind": "explore", "file": SimpleUploadedFile("explore.toml", answer.content)}
    made = OwnAgenda.objects.latest("pk") if owner_client.post(f"{LIST}import/", sent).status_code == 302 else own
    assert made != own
    assert agenda_editor.draft_of(owner, made.pk) == agenda_editor.draft_of(owner, own.pk)


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"title = ", b"title = 'no steps'", b"[[steps]]\n" * 16, b"steps = [1, 2]", b"x" * 300_000]
)
def test_a_file_that_is_no_agenda_is_told_in_a_sentence(owner_client: Client, data: bytes) -> None:
    sent = {"kind": "explore", "file": SimpleUploadedFile("a.toml", data)}
    assert owner_client.post(f"{LIST}import/", sent).status_code == 422
    assert not OwnAgenda.objects.exists()


def test_a_file_with_mistakes_opens_in_the_editor(owner: Actor, owner_client: Client) -> None:
    text = (
        as_toml(load("explore")).replace("minutes = 20", "minutes = 21").replace("practice:plan_panel", "sessions:act")
    )
    text = text.replace('pad = "cause"', 'pad = "reason"').replace('key = "causes"', 'key = "stories"\ncolour = 1')
    owner_client.post(f"{LIST}import/", {"kind": "explore", "file": SimpleUploadedFile("a.toml", text.encode())})
    made = OwnAgenda.objects.get()
    assert [problem.code for problem in agenda_editor.problems_of(made.draft)] == ["sum", "form"]
    page = owner_client.get(page_of(made)).content.decode()
    assert '<option value="reason" selected>reason</option>' in page
    assert "This form cannot be shown in a session. Choose another." in page


def test_whatever_a_file_holds_can_be_kept_and_shown(owner_client: Client) -> None:
    text = 'title = 2027-01-01\nminutes = inf\nlobby = [[1]]\n[[steps]]\ntitle = "a\\u0000b"\nminutes = 1e9\nkey = 7\n'
    data = f"{text}parts = [{{ kind = 00:00:00, minutes = [] }}]\n".encode()
    owner_client.post(f"{LIST}import/", {"kind": "explore", "file": SimpleUploadedFile("a.toml", data)})
    page = owner_client.get(page_of(OwnAgenda.objects.get())).content.decode()
    assert 'value="ab"' in page
    assert "Choose what happens in this part." in page


def test_a_retired_agenda_can_be_taken_back(owner_client: Client, own: OwnAgenda) -> None:
    owner_client.post(f"{page_of(own)}retire/")
    assert "1 retired agenda" in owner_client.get(LIST).content.decode()
    assert "Take it back to change it." in owner_client.get(page_of(own)).content.decode()
    owner_client.post(f"{page_of(own)}take-back/")
    assert "retired" not in owner_client.get(LIST).content.decode()


def test_what_is_typed_stays_text(owner: Actor, owner_client: Client, own: OwnAgenda) -> None:
    owner_client.post(page_of(own), form_of(owner, own, title="<script>alert(1)</script>"))
    page = owner_client.get(page_of(own)).content.decode()
    assert "<script>alert(1)" not in page
    assert "<script>alert(1)" not in owner_client.get(f"{page_of(own)}run/").content.decode()
