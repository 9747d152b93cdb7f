"""The panels inside a session: half a plan is kept, a plan needs a date, and nobody reads another's."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.models import Organisation, PrivateText
from hexad_web.formation.models import Group
from hexad_web.practice.models import BuddyPair, Plan, Report
from hexad_web.practice.queries import mine
from hexad_web.sessions.models import Session
from tests.hexad_web.conftest import actor_of, client_of
from tests.hexad_web.practice import cast
from tests.hexad_web.practice.conftest import SetClock
from tests.hexad_web.scheduling.conftest import REFLECT

HTMX = {"HX-Request": "true"}
FULL = {
    "situation": "ZEBRA comes late",
    "behaviour": "ask what is in the way",
    "occasion_date": "2027-02-10",
    "strategy": "one-ask",
}
PANELS = ("practice:plan_panel", "practice:report_panel", "practice:report_preview")


def url(name: str, session: Session) -> str:
    return reverse(f"practice:{name}", args=[session.pk])


def text_of(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


@pytest.fixture
def ben(running: Session) -> Client:
    return cast.client(cast.person(running.group))


def own_plan() -> Plan:
    return Plan.objects.select_related("situation__space", "behaviour__space", "technique__space", "session").get()


def test_a_plan_is_kept_and_tells_the_room(ben: Client, running: Session) -> None:
    response = ben.post(url("plan_panel", running), FULL, headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Trigger"] == "panelDone"
    assert "<html" not in response.content.decode()
    assert own_plan().is_complete
    assert own_plan().strategy == "one-ask"
    words = mine.words_of(own_plan(), cast.actor(cast.person(running.group)))
    assert (words.situation, words.behaviour) == ("ZEBRA comes late", "ask what is in the way")


def test_without_scripts_it_is_a_page_with_a_form(ben: Client, running: Session) -> None:
    page = url("plan_panel", running)
    assert "<html" in text_of(ben.get(page))
    assert ben.post(page, FULL).url == page  # type: ignore[attr-defined]
    assert "ZEBRA comes late" in text_of(ben.get(page))


def test_a_plan_without_a_date_is_kept_and_not_done(ben: Client, running: Session) -> None:
    response = ben.post(url("plan_panel", running), {**FULL, "occasion_date": ""}, headers=HTMX)
    assert response.status_code == 422
    assert "HX-Trigger" not in response
    assert "A plan needs a date." in text_of(response)
    assert not own_plan().is_complete
    assert "ZEBRA comes late" in text_of(ben.get(url("plan_panel", running)))


@pytest.mark.parametrize("day", ["2027-02-03", "2027-03-05", "2028-02-10", "not a day"])
def test_a_date_outside_the_practice_weeks_is_refused(ben: Client, running: Session, day: str) -> None:
    response = ben.post(url("plan_panel", running), {**FULL, "occasion_date": day})
    assert response.status_code == 422
    assert not Plan.objects.exclude(occasion_date=None).exists()


def test_the_practice_weeks_end_the_day_before_reflect(ben: Client, running: Session) -> None:
    cast.add_session(running.group, "reflect", "planned", starts_at=REFLECT - timedelta(days=14))
    assert ben.post(url("plan_panel", running), {**FULL, "occasion_date": "2027-02-18"}).status_code == 422
    assert ben.post(url("plan_panel", running), {**FULL, "occasion_date": "2027-02-17"}).status_code == 302


def test_a_date_five_working_days_ahead_is_suggested(ben: Client, running: Session) -> None:
    assert 'value="2027-02-11"' in text_of(ben.get(url("plan_panel", running)))


def test_what_is_typed_is_saved_by_itself(ben: Client, running: Session) -> None:
    response = ben.post(url("plan_panel", running), {"situation": "ZEBRA", "autosave": "1"}, headers=HTMX)
    assert text_of(response) == "Saved 15:10"
    assert "HX-Trigger" not in response
    assert "ZEBRA" in text_of(ben.get(url("plan_panel", running)))


def test_saving_again_leaves_no_old_text_behind(ben: Client, running: Session) -> None:
    for words in ("first", "second", "second"):
        ben.post(url("plan_panel", running), {**FULL, "situation": words})
    assert PrivateText.objects.count() == 2
    ben.post(url("plan_panel", running), {**FULL, "situation": ""})
    assert PrivateText.objects.count() == 1


def test_the_modules_plans_stand_beside_the_form_as_examples(ben: Client, running: Session) -> None:
    page = text_of(ben.get(url("plan_panel", running)))
    assert "When somebody brings a problem, I ask what they tried. First: tomorrow." in page


def test_a_strategy_of_another_module_is_refused(ben: Client, running: Session) -> None:
    assert ben.post(url("plan_panel", running), {**FULL, "strategy": "unknown"}).status_code == 422


def test_another_member_sees_an_empty_form(ben: Client, running: Session) -> None:
    ben.post(url("plan_panel", running), FULL)
    other = cast.client(cast.person(running.group, 1))
    assert "ZEBRA" not in text_of(other.get(url("plan_panel", running)))
    other.post(url("plan_panel", running), {**FULL, "situation": "mine"})
    assert "ZEBRA" in text_of(ben.get(url("plan_panel", running)))


@pytest.mark.parametrize("name", PANELS)
def test_another_groups_session_does_not_exist(running: Session, make_group: object, name: str) -> None:
    other: Group = make_group(2)  # type: ignore[operator]
    stranger = cast.client(cast.person(other))
    assert stranger.get(reverse(name, args=[running.pk])).status_code == 404
    assert stranger.post(reverse(name, args=[running.pk]), FULL).status_code in (404, 405)


@pytest.mark.parametrize("name", PANELS)
def test_neither_owner_nor_sponsor_nor_another_organisation_comes_in(
    running: Session, organisation: Organisation, stranger_organisation: Organisation, name: str
) -> None:
    page = reverse(name, args=[running.pk])
    for role in ("owner", "sponsor", "administrator"):
        assert client_of(actor_of(organisation, role, f"{role}x")).get(page).status_code == 403  # type: ignore[arg-type]
    outsider = client_of(actor_of(stranger_organisation, "participant", "Nia"))  # type: ignore[arg-type]
    assert outsider.get(page).status_code == 404
    assert Client().get(page).status_code == 302


def test_the_buddy_is_named_once_there_is_one(ben: Client, running: Session) -> None:
    first, second = cast.person(running.group), cast.person(running.group, 1)
    BuddyPair.objects.create(
        organisation=running.organisation, group=running.group, cycle=1, person=first, buddy=second
    )
    assert f"Your buddy: <bdi>{second.name}</bdi>" in text_of(ben.get(url("plan_panel", running)))


def test_a_session_that_did_not_happen_has_no_plans(ben: Client, running: Session) -> None:
    Session.objects.update(state="missed")
    response = ben.post(url("plan_panel", running), FULL)
    assert response.status_code == 422
    assert "did not take place" in text_of(response)


def test_looking_writes_nothing(ben: Client, running: Session) -> None:
    for name in ("plan_panel", "report_panel", "report_preview"):
        ben.get(url(name, running))
    assert not Plan.objects.exists()


# Reflect


@pytest.fixture
def planned(reflecting: Session, explored: Session, set_clock: SetClock) -> Plan:
    made = cast.plan(explored)
    set_clock(REFLECT + timedelta(minutes=70))
    return made


@pytest.fixture
def ben_reflects(planned: Plan) -> Client:
    return cast.client(planned.person)


def test_in_reflect_a_plan_is_kept_without_new_words(ben_reflects: Client, reflecting: Session, planned: Plan) -> None:
    page = url("plan_panel", reflecting)
    assert "a report comes late" in text_of(ben_reflects.get(page))
    response = ben_reflects.post(page, {"decision": "kept"}, headers=HTMX)
    assert response["HX-Trigger"] == "panelDone"
    assert Plan.objects.get().decision == "kept"
    assert mine.plan_of(planned.person, reflecting.group, 1) == planned


def test_an_adapted_plan_needs_its_words_and_a_date(ben_reflects: Client, reflecting: Session, planned: Plan) -> None:
    page = url("plan_panel", reflecting)
    assert ben_reflects.post(page, {"decision": "adapted"}).status_code == 422
    assert Plan.objects.get(session=planned.session).decision == ""
    new = {"decision": "adapted", "situation": "new", "behaviour": "new", "occasion_date": "2027-03-10"}
    assert ben_reflects.post(page, new).status_code == 302
    assert Plan.objects.get(session=planned.session).decision == "adapted"
    current = mine.plan_of(planned.person, reflecting.group, 1)
    assert current is not None
    assert current.session == reflecting


def test_a_dropped_plan_may_be_followed_by_a_new_one(ben_reflects: Client, reflecting: Session, planned: Plan) -> None:
    page = url("plan_panel", reflecting)
    assert ben_reflects.post(page, {"decision": "dropped"}).status_code == 302
    assert Plan.objects.count() == 1
    new = {"decision": "dropped", "situation": "new", "behaviour": "new", "occasion_date": "2027-03-10"}
    assert ben_reflects.post(page, new).status_code == 302
    assert Plan.objects.count() == 2
    assert ben_reflects.post(page, {"decision": "kept"}).status_code == 302
    assert Plan.objects.get().decision == "kept"


OLD_WORDS = {"situation": "a report comes late", "behaviour": "ask what is in the way", "occasion_date": "2027-03-10"}


def test_dropping_a_plan_with_its_old_words_in_the_form_makes_no_new_one(
    ben_reflects: Client, reflecting: Session, planned: Plan
) -> None:
    assert ben_reflects.post(url("plan_panel", reflecting), {"decision": "dropped", **OLD_WORDS}).status_code == 302
    assert [one.decision for one in Plan.objects.all()] == ["dropped"]


def test_new_words_are_not_lost_by_keeping_the_plan(ben_reflects: Client, reflecting: Session, planned: Plan) -> None:
    page, new = url("plan_panel", reflecting), {**OLD_WORDS, "behaviour": "ask twice"}
    response = ben_reflects.post(page, {"decision": "kept", **new})
    assert response.status_code == 422
    assert "You changed the words." in text_of(response)
    assert "ask twice" in text_of(response)
    ben_reflects.post(page, {"decision": "adapted", **new})
    assert ben_reflects.post(page, {"decision": "kept", **new}).status_code == 302
    assert Plan.objects.count() == 1
    assert PrivateText.objects.count() == 2


def test_after_reflect_the_decision_stands(
    ben_reflects: Client, reflecting: Session, planned: Plan, set_clock: SetClock
) -> None:
    set_clock(REFLECT + timedelta(minutes=90))
    response = ben_reflects.post(url("plan_panel", reflecting), {"decision": "kept"})
    assert response.status_code == 422
    assert "This session is over." in text_of(response)


def test_a_decided_plan_of_explore_is_not_changed_any_more(
    ben_reflects: Client, reflecting: Session, explored: Session
) -> None:
    ben_reflects.post(url("plan_panel", reflecting), {"decision": "kept"})
    assert ben_reflects.post(url("plan_panel", explored), FULL).status_code == 422


def test_the_report_of_reflect_is_one_and_changed_in_place(ben_reflects: Client, reflecting: Session) -> None:
    page = url("report_panel", reflecting)
    for outcome in ("tried", "kept"):
        response = ben_reflects.post(page, {"outcome": outcome, "text": "ZEBRA asked"}, headers=HTMX)
        assert response["HX-Trigger"] == "panelDone"
    assert [row.outcome for row in Report.objects.all()] == ["kept"]
    assert "ZEBRA asked" in text_of(ben_reflects.get(page))


def test_a_report_says_what_became_of_the_plan(ben_reflects: Client, reflecting: Session) -> None:
    assert ben_reflects.post(url("report_panel", reflecting), {"text": "ZEBRA"}).status_code == 422
    assert not Report.objects.exists()


def test_a_report_that_cannot_be_saved_yet_says_why_and_leaves_the_form_alone(
    ben_reflects: Client, reflecting: Session
) -> None:
    page = url("report_panel", reflecting)
    line = text_of(ben_reflects.post(page, {"text": "ZEBRA", "autosave": "1"}, headers=HTMX))
    assert line == "Not saved yet. Say what became of your plan."
    line = text_of(ben_reflects.post(page, {"outcome": "kept", "text": "ZEBRA", "autosave": "1"}, headers=HTMX))
    assert line.startswith("Saved ")


def test_whoever_has_no_plan_tells_what_they_saw(reflecting: Session, set_clock: SetClock) -> None:
    set_clock(REFLECT + timedelta(minutes=10))
    other = cast.client(cast.person(reflecting.group, 2))
    assert "You have no plan from Explore." in text_of(other.get(url("report_panel", reflecting)))
    assert other.post(url("report_panel", reflecting), {"outcome": "kept"}).status_code == 422


def test_the_preview_shows_the_report_and_the_date_and_takes_nothing(ben: Client, running: Session) -> None:
    cast.add_session(running.group, "reflect", "planned")
    page = text_of(ben.get(url("report_preview", running)))
    assert "Thu 4 March" in page
    assert "Dropped" in page
    assert ben.post(url("report_preview", running)).status_code == 405
