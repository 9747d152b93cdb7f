"""Who came into a running group sees what happens from then on, not what was said before."""

from datetime import timedelta

import pytest

from hexad_web.formation.models import Group, GroupMember
from hexad_web.sessions import access
from hexad_web.sessions.actions import releasing
from hexad_web.sessions.actions.releasing import Proposal
from hexad_web.sessions.queries import releases
from tests.examples import NOW
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE, formation_run, group, make_group

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
