"""Who came into a running group sees what happens from then on, not what was said before."""

from datetime import timedelta

import pytest

from hexad.sessions.state import Phase
from hexad_web.formation.models import Group, GroupMember
from hexad_web.sessions import access
from hexad_web.sessions.actions import keeping, releasing
from hexad_web.sessions.actions.releasing import Proposal
from hexad_web.sessions.models import RoomEvent, Session
from hexad_web.sessions.queries import releases, rooms
from hexad_web.sessions.tasks import reconcile
from tests.examples import NOW
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE, formation_run, group, make_group
from tests.hexad_web.sessions.conftest import Live

__all__ = ["formation_run", "group", "make_group"]
pytestmark = pytest.mark.django_db


def came(group: Group, place: int, days_after_explore: int) -> None:
    seat = GroupMember.objects.get(group=group, person=cast.person(group, place))
    GroupMember.objects.filter(pk=seat.pk).update(joined_at=EXPLORE + timedelta(days=days_after_explore))


def test_a_session_that_was_over_before_is_not_theirs(group: Group) -> None:
    explore, reflect = cast.add_session(group, "explore"), cast.add_session(group, "reflect", "planned")
    came(group, 1, days_after_explore=3)
    newcomer, old = (cast.actor(cast.person(group, place)) for place in (1, 0))
    assert set(access.sessions_of(newcomer)) == {reflect}
    assert set(access.sessions_of(old)) == {explore, reflect}


def test_who_came_before_the_first_session_sees_it(group: Group) -> None:
    explore = cast.add_session(group, "explore")
    came(group, 1, days_after_explore=-1)
    assert set(access.sessions_of(cast.actor(cast.person(group, 1)))) == {explore}


def test_a_proposal_of_before_is_read_by_those_who_were_there(group: Group) -> None:
    proposer = cast.actor(cast.person(group))
    release = releasing.propose(actor=proposer, proposal=Proposal("story", "ZEBRA"), now=NOW)
    seat = GroupMember.objects.get(group=group, person=cast.person(group, 1))
    GroupMember.objects.filter(pk=seat.pk).update(joined_at=NOW + timedelta(days=1))
    newcomer, old = (cast.actor(cast.person(group, place)) for place in (1, 2))
    assert release not in releases.releases_of(newcomer)
    assert not releases.releases_page(newcomer).rows
    assert release in releases.releases_of(old)


# -- who came once the room was open, so that the rota does not know them, and left before its end

COMER = 5


@pytest.fixture
def late(live: Live) -> Live:
    """The first of six sits in the lobby; the sixth came into the group after that."""
    live.come(0)
    Session.objects.update(rota=[live.key(place) for place in range(COMER)])
    came(live.session.group, COMER, days_after_explore=0)
    return live


def leave(live: Live) -> None:
    live.wait(minutes=1)
    GroupMember.objects.filter(person=int(live.key(COMER))).update(is_active=False, left_at=live.now)


def started_by_who_came(live: Live) -> Live:
    live.come(COMER)
    live.wait(minutes=3)
    live.tap(COMER, "start")
    return live


def test_a_session_goes_on_that_somebody_started_who_has_left_the_group(late: Live) -> None:
    began = started_by_who_came(late).now
    leave(late)
    state = late.state
    assert (state.phase, state.started_at, state.facilitator) == (Phase.RUNNING, began, late.key(COMER))
    late.wait(seconds=5)
    keeping.follow_members(late.now)
    state = late.state
    assert (state.phase, state.started_at, state.facilitator) == (Phase.RUNNING, began, late.key(0))
    assert late.key(COMER) not in (*state.rota, *state.here, *state.order)


def test_a_session_was_held_that_somebody_started_who_has_left_the_group(late: Live) -> None:
    began = started_by_who_came(late).now
    late.come(1)
    leave(late)
    for later in (late.now, late.session.ends_at):
        reconcile(later)
    session = Session.objects.get()
    assert (session.state, session.started_at) == (Session.State.HELD, began)


def test_the_room_is_told_by_name_who_came_and_left(late: Live) -> None:
    started_by_who_came(late)
    leave(late)
    for _again in range(2):
        keeping.follow_members(late.now)
    assert RoomEvent.objects.filter(kind="left").count() == 1
    name = cast.person(late.session.group, COMER).name
    told = rooms.shared_json(Session.objects.get(), late.state)["notices"]
    assert f"{name} has left the group." in [notice["text"] for notice in told]


def test_who_left_the_group_without_a_step_into_the_room_is_nobody_there(late: Live) -> None:
    leave(late)
    keeping.follow_members(late.now)
    assert late.key(COMER) not in late.state.rota
    assert not RoomEvent.objects.filter(kind="left").exists()


def test_what_somebody_does_who_has_left_makes_them_no_member(late: Live) -> None:
    """A line asks once a minute who is in its group: what it lets through meanwhile counts for nothing."""
    late.wait(minutes=3)
    leave(late)
    late.wait(seconds=5)
    late.come(COMER)
    assert (late.state.here, late.key(COMER) in late.state.rota) == ((late.key(0),), False)
