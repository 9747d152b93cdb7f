"""Sessions follow their meetings and close themselves; whoever missed one can catch up."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group, GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.sessions.actions import catching_up, releasing, writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Card, Presence, Release, RoomEvent, Session
from hexad_web.sessions.queries import catching_up as queries
from hexad_web.sessions.tasks import reconcile
from tests.examples import NOW
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, REFLECT
from tests.hexad_web.sessions.conftest import Live

LATER = EXPLORE + timedelta(hours=2)


@pytest.fixture
def meetings(session: Session) -> Meeting:
    """The meeting as booked; its session is not made yet."""
    meeting = session.meeting
    session.delete()
    return meeting


def test_each_booked_meeting_gets_one_session(meetings: Meeting) -> None:
    for _again in range(2):
        reconcile(NOW)
    session = Session.objects.get()
    assert (session.kind, session.starts_at, session.state) == ("explore", EXPLORE, "planned")
    assert session.agenda["id"] == "explore"
    assert len(session.rota) == 6
    assert len(session.seed) == 32


def test_whoever_the_invitation_names_facilitates(meetings: Meeting) -> None:
    meetings.facilitator = cast.person(meetings.group, 3)
    meetings.save()
    reconcile(NOW)
    assert Session.objects.get().rota[0] == str(meetings.facilitator.pk)


def test_two_sessions_of_one_day_without_a_named_facilitator_begin_with_two_people(group: Group) -> None:
    """Made in the same moment, before either is held."""
    for number in range(6):
        start = EXPLORE + timedelta(hours=2 * number)
        Meeting.objects.create(
            organisation=group.organisation,
            group=group,
            cycle=number + 1,
            kind="explore",
            start=start,
            end=start + NINETY,
            zone="Europe/Berlin",
            mode="virtual",
            uid=f"day-{number}",
            created_at=NOW,
            changed_at=NOW,
        )
    reconcile(NOW)
    firsts = [session.rota[0] for session in Session.objects.order_by("starts_at")]
    assert sorted(firsts) == sorted(str(seat.person_id) for seat in group.members.all())


def test_whoever_facilitated_in_an_earlier_group_waits(meetings: Meeting) -> None:
    """The ledger is the person's, not the group's."""
    people = [cast.person(meetings.group, place) for place in range(6)]
    other = Group.objects.create(run=meetings.group.run, organisation=meetings.organisation, number=99)
    for place, person in enumerate(people[:5]):
        earlier = Meeting.objects.get(pk=meetings.pk)
        earlier.pk, earlier.group, earlier.facilitator = None, other, person
        earlier.uid, earlier.cycle, earlier.state = f"earlier-{place}", place + 1, "held"
        earlier.save()
        Attendance.objects.create(organisation=meetings.organisation, meeting=earlier, person=person)
    reconcile(NOW)
    assert Session.objects.get(meeting=meetings).rota[0] == str(people[5].pk)


def test_a_meeting_that_moves_takes_its_session_along_until_it_has_begun(live: Live) -> None:
    later = EXPLORE + timedelta(days=1)
    Meeting.objects.update(start=later, end=later + timedelta(minutes=90))
    reconcile(NOW)
    assert Session.objects.get().starts_at == later
    Session.objects.update(started_at=later, state="running")
    Meeting.objects.update(start=EXPLORE, end=EXPLORE + timedelta(minutes=90))
    reconcile(NOW)
    assert Session.objects.get().starts_at == later


def test_a_cancelled_meeting_cancels_its_session(live: Live) -> None:
    Meeting.objects.update(state="cancelled")
    reconcile(NOW)
    assert Session.objects.get().state == "cancelled"


def test_who_joins_the_group_stands_on_the_rota_and_who_leaves_does_not(live: Live) -> None:
    GroupMember.objects.filter(person=int(live.key(0))).update(is_active=False)
    reconcile(NOW)
    assert live.key(0) not in Session.objects.get().rota
    assert not RoomEvent.objects.exists()


def test_a_session_of_two_counts_as_held_and_tells_the_meeting(live: Live) -> None:
    live.start(0, 1)
    reconcile(live.session.ends_at)
    session = Session.objects.select_related("meeting").get()
    assert (session.state, session.meeting.state, session.closed_at) == ("held", "held", live.session.ends_at)
    assert not Presence.objects.exists()


def test_one_person_alone_has_not_held_a_session(live: Live) -> None:
    live.start(0)
    reconcile(live.session.ends_at)
    assert (Session.objects.get().state, Meeting.objects.get().state) == ("missed", "fell_through")


def test_a_session_that_was_ended_early_closes_then(live: Live) -> None:
    live.start(0, 1)
    live.wait(minutes=40)
    live.tap(0, "end")
    reconcile(live.now + timedelta(seconds=5))
    assert Session.objects.get().closed_at == live.now


def test_what_members_say_afterwards_counts_for_the_session_too(live: Live) -> None:
    reconcile(live.session.ends_at)
    assert Session.objects.get().state == "missed"
    Meeting.objects.update(state="held")
    reconcile(live.session.ends_at + timedelta(hours=1))
    assert Session.objects.get().state == "held"


# -- catching up


@pytest.fixture
def missed(live: Live) -> Live:
    """Two were there and told a story each; the others were not."""
    live.start(0, 1)
    live.next()
    for place in (0, 1):
        written = Written("story", "stories", "story", f"Story of {place}", is_sent=True)
        writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=written, now=live.now)
    live.next()
    reconcile(live.session.ends_at)
    live.now = LATER
    return live


def brief(live: Live, place: int) -> queries.CatchUp:
    return queries.catch_up(live.actor(place), live.session.pk, live.now)


def test_the_absent_are_written_to_once_and_the_authors_are_asked(missed: Live) -> None:
    reconcile(LATER)
    mails = OutboxMessage.objects.filter(kind="catch-up")
    assert mails.count() == 4
    assert Release.objects.get(kind="brief").consents.count() == 2


def test_the_brief_waits_for_every_author_and_says_how_many_have_agreed(missed: Live) -> None:
    assert (brief(missed, 2).brief, brief(missed, 2).agreed, brief(missed, 2).pieces) == ("waiting", 0, [])
    release = Release.objects.get(kind="brief")
    releasing.answer(actor=missed.actor(0), release_id=release.pk, says_yes=True, now=LATER)
    assert (brief(missed, 2).brief, brief(missed, 2).agreed) == ("waiting", 1)
    releasing.answer(actor=missed.actor(1), release_id=release.pk, says_yes=True, now=LATER)
    told = brief(missed, 2)
    assert told.brief == "released"
    assert {piece.text for piece in told.pieces} == {"Story of 0", "Story of 1"}


def test_an_author_finds_the_question_among_what_leaves_the_group(missed: Live) -> None:
    page = cast.client(cast.person(missed.session.group, 0)).get(reverse("sessions:releases"))
    release = Release.objects.get(kind="brief")
    assert page.content.decode().count(reverse("sessions:release", args=[release.pk])) == 2
    absent = cast.client(cast.person(missed.session.group, 2)).get(reverse("sessions:releases"))
    assert absent.content.decode().count(reverse("sessions:release", args=[release.pk])) == 1


def test_one_no_keeps_the_brief_in_the_group(missed: Live) -> None:
    release = Release.objects.get(kind="brief")
    releasing.answer(actor=missed.actor(0), release_id=release.pk, says_yes=False, now=LATER)
    assert (brief(missed, 2).brief, brief(missed, 2).pieces) == ("kept", [])


def test_a_story_added_afterwards_is_marked_and_stored_once(missed: Live) -> None:
    actor: Actor = missed.actor(2)
    for _again in range(2):
        catching_up.add_story(actor=actor, session_id=missed.session.pk, text="Mine, later", key="one", now=LATER)
    card = Card.objects.get(key="one")
    assert (card.is_late, card.is_named, card.pad) == (True, True, "story")
    assert brief(missed, 2).stories == ["Mine, later"]


def test_who_was_there_has_nothing_to_catch_up_on(missed: Live) -> None:
    with pytest.raises(Http404):
        brief(missed, 0)


def test_the_page_leads_to_a_plan_and_tells_the_next_date(missed: Live) -> None:
    reflect = cast.add_session(missed.session.group, "reflect", "planned", REFLECT)
    browser: Client = cast.client(cast.person(missed.session.group, 2))
    page = browser.get(reverse("sessions:catch_up", args=[missed.session.pk])).content.decode()
    assert reverse("practice:plan_panel", args=[missed.session.pk]) in page
    assert brief(missed, 2).next_session == reflect
