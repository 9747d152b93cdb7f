"""Sessions of an hour, and meetings that stand before and after a cycle."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group, SessionLength
from hexad_web.scheduling.actions import changing, lengths, planning, renewing
from hexad_web.scheduling.actions.planning import Wish
from hexad_web.scheduling.models import GroupPlan, Meeting
from hexad_web.scheduling.queries import moving, plans
from hexad_web.scheduling.queries.lengths import length_of, slots_in
from hexad_web.scheduling.queries.renewing import without_date
from hexad_web.scheduling.refusals import Refused
from hexad_web.scheduling.sentences import sentence, stored
from tests.examples import NOW
from tests.hexad_web.scheduling.conftest import EXPLORE

WISH = Wish(first_date=date(2027, 1, 11), weeks=10)
HOUR = timedelta(hours=1)


def add_meeting(like: Meeting, kind: str, start: timedelta, state: str = "confirmed") -> Meeting:
    return Meeting.objects.create(
        organisation=like.organisation,
        group=like.group,
        cycle=like.cycle,
        kind=kind,
        state=state,
        start=EXPLORE + start,
        end=EXPLORE + start + HOUR,
        zone=like.zone,
        mode=like.mode,
        uid=f"{kind}@example",
        created_at=NOW,
        changed_at=NOW,
    )


def plan_one(owner: Actor) -> plans.Option:
    run = planning.start_planning(actor=owner, wish=WISH, now=NOW)
    planning.work_off(clock=lambda: NOW)
    return plans.chosen(GroupPlan.objects.get(run=run))


def test_what_is_planned_follows_the_length_that_the_owner_chose(owner: Actor, group: Group) -> None:
    lengths.set_length(actor=owner, minutes=60, now=NOW)
    option = plan_one(owner)
    assert {when.end - when.start for when in (option.explore, option.reflect)} == {HOUR}


def test_without_a_choice_it_is_ninety_minutes(owner: Actor) -> None:
    assert length_of(owner.organisation.pk) == timedelta(minutes=SessionLength.USUAL)
    lengths.set_length(actor=owner, minutes=60, now=NOW)
    lengths.set_length(actor=owner, minutes=90, now=NOW)
    assert SessionLength.objects.get().minutes == 90


@pytest.mark.parametrize("minutes", [0, 75, -60, 10**9])
def test_another_length_is_refused(owner: Actor, minutes: int) -> None:
    with pytest.raises(Refused):
        lengths.set_length(actor=owner, minutes=minutes, now=NOW)
    assert not SessionLength.objects.exists()


def test_a_length_takes_whole_slots() -> None:
    assert [slots_in(timedelta(minutes=minutes)) for minutes in (45, 60, 61, 90)] == [3, 4, 5, 6]


def test_a_session_that_gets_a_new_date_keeps_its_length(owner: Actor, explore: Meeting) -> None:
    lengths.set_length(actor=owner, minutes=60, now=NOW)
    Meeting.objects.filter(pk=explore.pk).update(state="fell_through")
    fresh = renewing.new_date(actor=owner, meeting_id=explore.pk, now=explore.end + HOUR)
    assert fresh.end - fresh.start == timedelta(minutes=90)


def test_a_reason_stored_without_minutes_says_ninety() -> None:
    assert sentence(stored("none.hours")) == "Their working hours never have 90 minutes in common."
    assert sentence(stored("none.window", minutes=60)) == "No shared 60 minutes in these weeks."


def test_a_get_together_before_the_cycle_is_no_cycle(owner: Actor, explore: Meeting) -> None:
    Meeting.objects.filter(group=explore.group).update(state="cancelled")
    add_meeting(explore, "engage", -7 * timedelta(days=1))
    assert list(plans.groups_to_plan(owner, NOW)) == [explore.group]
    assert plans.cycles_so_far([explore.group]) == {}


@pytest.mark.parametrize("kind", ["engage", "follow-3", "follow-6"])
def test_what_stands_outside_the_cycle_moves_without_regard_to_it(owner: Actor, explore: Meeting, kind: str) -> None:
    other = add_meeting(explore, kind, timedelta(days=-20))
    moved = changing.move_meeting(
        actor=owner, meeting_id=other.pk, start=EXPLORE + timedelta(days=60), consent=True, now=NOW
    )
    assert moved.start == EXPLORE + timedelta(days=60)
    assert all(one.start != moved.start for one in moving.suggestions(moved, NOW))


def test_a_follow_up_that_fell_through_is_not_taken_for_a_step_of_the_cycle(owner: Actor, explore: Meeting) -> None:
    Meeting.objects.filter(pk=explore.pk).update(state="held")
    other = add_meeting(explore, "follow-3", timedelta(days=90), state="fell_through")
    assert not without_date(owner).filter(pk=other.pk).exists()
    with pytest.raises(Refused):
        renewing.new_date(actor=owner, meeting_id=other.pk, now=NOW)


def test_a_group_has_two_follow_ups_in_a_cycle(explore: Meeting, make_group: Callable[..., Group]) -> None:
    add_meeting(explore, "follow-3", timedelta(days=90))
    add_meeting(explore, "follow-6", timedelta(days=180))
    assert Meeting.objects.filter(group=explore.group).count() == 4
