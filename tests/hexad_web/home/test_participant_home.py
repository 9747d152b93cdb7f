"""The participant's home: what needs them, the next session, where the group stands."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.home import queries
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling.actions.polling import ask_group
from hexad_web.scheduling.models import Attendance, GroupPlan, Meeting
from hexad_web.sessions.actions.keeping import open_sessions
from hexad_web.sessions.models import Session
from tests.examples import BEN
from tests.hexad_web.conftest import client_of
from tests.hexad_web.home.conftest import home_of
from tests.hexad_web.scheduling import conftest as scheduling
from tests.hexad_web.scheduling.conftest import EXPLORE, REFLECT, option
from tests.hexad_web.walks.world import add_sources

formation_run, make_group, group = scheduling.formation_run, scheduling.make_group, scheduling.group
plan_run, make_plan, plan = scheduling.plan_run, scheduling.make_plan, scheduling.plan
confirm, explore = scheduling.confirm, scheduling.explore
pytestmark = pytest.mark.django_db


@pytest.fixture
def member(group: Group, participant: Actor) -> Person:
    """Ben of the group, signed in."""
    person = Person.objects.get(email=BEN.email)
    Person.objects.filter(pk=person.pk).update(user=participant.user)
    add_sources(person)
    return person


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_somebody_new_is_asked_for_a_calendar_and_told_what_comes(ben: Person, participant_client: Client) -> None:
    page = home_of(participant_client)

    assert "Add your calendar, so that your group meets when you can. Only busy times are kept." in page
    assert "2 minutes" in page
    assert participant_client.get(reverse("availability:calendars")).status_code == 200
    assert "You are not in a group yet. You get a mail as soon as you are." in page


def test_with_a_calendar_and_no_group_only_the_own_challenge_is_asked_for(
    ben: Person, participant_client: Client
) -> None:
    add_sources(ben)

    page = home_of(participant_client)

    assert "What is hard for you right now? Nobody reads it until you share." in page
    assert "Add your calendar" not in page


def test_a_calendar_whose_copy_is_old_is_named(ben: Person, participant: Actor, now: datetime) -> None:
    source = add_sources(ben)
    ben.sources.filter(pk=source.pk).update(read_at=now - timedelta(hours=27), name="Work")

    top = queries.participant_home(participant, now).top

    assert top is not None
    assert top.sentence == "Your calendar Work is an old copy. See why."


def test_a_calendar_that_was_removed_is_asked_for_again(ben: Person, participant: Actor, now: datetime) -> None:
    add_sources(ben)
    ben.sources.update(removed_at=now)

    top = queries.participant_home(participant, now).top

    assert top is not None
    assert top.action == "Add a calendar"


def test_whoever_declined_is_asked_for_nothing_and_can_still_join(ben: Person, participant_client: Client) -> None:
    Person.objects.update(participation=Participation.DECLINED)

    page = home_of(participant_client)

    assert "Add your calendar" not in page
    assert "You are not taking part. You can still join." in page
    assert participant_client.get(reverse("people:me")).status_code == 200


def test_a_group_without_dates_says_that_a_mail_comes(member: Person, participant: Actor) -> None:
    page = home_of(client_of(participant))

    assert "Your group has no date yet. You get a mail as soon as there is one." in page
    assert "Nothing needs you." in page


def test_an_invitation_wants_an_answer_and_the_button_leads_to_it(
    member: Person, participant: Actor, explore: Meeting
) -> None:
    client = client_of(participant)
    found = queries.participant_home(participant, timezone.now())

    assert found.top is not None
    assert found.top.sentence == "Explore: delegation, Thu 4 February, 14:00–15:30 (Berlin). Can you come?"
    assert client.get(reverse(found.top.route, args=[found.top.argument])).status_code == 200
    assert len(found.further) == 1


def test_once_answered_the_next_session_stands_there_in_the_own_zone(
    member: Person, participant: Actor, explore: Meeting
) -> None:
    Attendance.objects.update(answer=Attendance.Answer.ACCEPTED)

    page = home_of(client_of(participant))

    assert "Nothing needs you. Next: Thu 4 February, 14:00–15:30 (Berlin)." in page
    assert "Explore: delegation" in page
    assert ">Join<" not in page


@pytest.mark.parametrize(("minutes", "can_join"), [(11, False), (10, True), (-89, True)])
def test_the_way_in_opens_ten_minutes_before(
    member: Person,
    participant: Actor,
    explore: Meeting,
    monkeypatch: pytest.MonkeyPatch,
    minutes: int,
    can_join: bool,
) -> None:
    at(monkeypatch, EXPLORE - timedelta(minutes=minutes))

    page = home_of(client_of(participant))

    assert (f'href="{explore.link}"' in page) is can_join


def test_a_group_that_chooses_a_time_asks_first(
    member: Person, participant: Actor, owner: Actor, group: Group, make_plan: Callable[..., GroupPlan]
) -> None:
    later = timedelta(days=7)
    plan = make_plan(group, option(), option(1, EXPLORE + later, REFLECT + later))
    ask_group(actor=owner, plan_id=plan.pk, now=timezone.now())

    top = queries.participant_home(participant, timezone.now()).top

    assert top is not None
    assert top.sentence.startswith("Answer by ")
    assert client_of(participant).get(reverse(top.route, args=[top.argument])).status_code == 200


def test_the_stage_follows_the_meetings(member: Person, participant: Actor, explore: Meeting) -> None:
    moments = [EXPLORE, EXPLORE + timedelta(days=1), REFLECT + timedelta(days=1)]

    assert [queries.participant_home(participant, now).stage for now in moments] == ["explore", "practise", "adopt"]
    Meeting.objects.update(state=Meeting.State.CANCELLED)
    assert queries.participant_home(participant, EXPLORE - timedelta(days=1)).stage == "engage"


def test_nobody_else_in_the_group_is_compared_or_counted(member: Person, participant: Actor, explore: Meeting) -> None:
    page = home_of(client_of(participant))

    assert "Cho Example" not in page
    assert "of 6" not in page


def test_the_open_room_is_the_first_thing(
    member: Person, participant: Actor, explore: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_sessions(EXPLORE - timedelta(days=1))
    at(monkeypatch, EXPLORE - timedelta(minutes=10))

    top = queries.participant_home(participant, EXPLORE - timedelta(minutes=10)).top

    assert top is not None
    assert (top.sentence, top.route) == ("Explore: delegation: the room is open.", "sessions:room")


def test_who_missed_explore_is_led_to_what_the_group_tells(
    member: Person, participant: Actor, explore: Meeting
) -> None:
    open_sessions(EXPLORE - timedelta(days=1))
    Session.objects.filter(kind="explore").update(state="held", closed_at=EXPLORE + timedelta(minutes=90))

    things = queries.participant_home(participant, EXPLORE + timedelta(days=1))

    assert things.top is not None
    assert "sessions:catch_up" in [thing.route for thing in (things.top, *things.further)]
