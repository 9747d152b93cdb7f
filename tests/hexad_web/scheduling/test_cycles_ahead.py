"""More than one cycle ahead: planned by the rhythm, looked at one after the other, none in the other's way."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.scheduling.actions import booking, holding, planning, rechecking, renewing
from hexad_web.scheduling.actions.planning import Wish
from hexad_web.scheduling.models import Meeting, PlanRun, Proposal
from hexad_web.scheduling.queries import plans
from hexad_web.scheduling.queries.plan_page import plan_page, row_of
from hexad_web.scheduling.refusals import Refused
from tests.examples import BEN, NOW
from tests.hexad_web.scheduling.test_planning import MONDAY, plan_all
from tests.hexad_web.scheduling.test_rechecking import busy_from

NEXT = Wish(first_date=MONDAY, weeks=26, next_cycles=True)


def book(owner: Actor, wish: Wish) -> None:
    (plan,) = plan_all(owner, wish)
    assert plan.state == "planned", row_of(plan).causes
    booking.confirm_plan(actor=owner, plan=plan, now=NOW)


@pytest.fixture
def two_ahead(owner: Actor, group: Group) -> list[Meeting]:
    """Explore and reflect of two cycles, booked in two runs."""
    book(owner, Wish(first_date=MONDAY, weeks=10))
    book(owner, NEXT)
    return list(Meeting.objects.order_by("start"))


def test_the_next_cycle_is_booked_by_the_rhythm_half_a_year_ahead(two_ahead: list[Meeting]) -> None:
    assert [(one.kind, one.cycle) for one in two_ahead] == [
        ("explore", 1),
        ("reflect", 1),
        ("explore", 2),
        ("reflect", 2),
    ]
    first, _, later, last = two_ahead
    assert later.start.date() - first.start.date() >= timedelta(weeks=17)
    assert 21 <= (last.start.date() - later.start.date()).days <= 28
    assert len({first.facilitator_id, later.facilitator_id}) == 2


def test_without_the_tick_a_group_with_a_cycle_ahead_is_not_planned(owner: Actor, two_ahead: list[Meeting]) -> None:
    with pytest.raises(Refused, match="has its meetings"):
        planning.start_planning(actor=owner, wish=Wish(first_date=MONDAY, weeks=26), now=NOW)


def test_three_cycles_ahead_are_the_most(owner: Actor, two_ahead: list[Meeting]) -> None:
    book(owner, Wish(first_date=date(2027, 5, 3), weeks=26, next_cycles=True))
    assert Meeting.objects.count() == 6
    with pytest.raises(Refused):
        planning.start_planning(actor=owner, wish=NEXT, now=NOW)
    assert plan_page(owner, NOW).next_cycles == 0


def test_too_few_weeks_are_said_with_the_day_on_which_the_next_cycle_begins(owner: Actor, group: Group) -> None:
    book(owner, Wish(first_date=MONDAY, weeks=10))
    (plan,) = plan_all(owner, Wish(first_date=MONDAY, weeks=10, next_cycles=True))
    assert plan.state == "impossible"
    assert row_of(plan).causes[0].startswith("Nothing is due in these weeks: its next cycle begins on")


def test_the_owner_finds_the_tick_where_a_group_has_a_cycle_ahead(
    owner_client: Client, owner: Actor, group: Group
) -> None:
    url = reverse("scheduling:plan")
    assert 'name="next_cycles"' not in owner_client.get(url).text
    book(owner, Wish(first_date=MONDAY, weeks=10))
    assert 'name="next_cycles"' in owner_client.get(url).text
    sent = {"first_date": MONDAY.isoformat(), "weeks": "26", "rungs": "4", "next_cycles": "on"}
    owner_client.post(url, sent)
    assert PlanRun.objects.latest("pk").next_cycles


def test_a_session_that_did_not_happen_gets_a_new_date_beside_a_later_cycle(
    owner: Actor, two_ahead: list[Meeting]
) -> None:
    first = two_ahead[0]
    after = first.end + timedelta(hours=1)
    holding.mark_missed(meeting=first, now=after)
    fresh = renewing.new_date(actor=owner, meeting_id=first.pk, now=after)
    assert fresh.start < two_ahead[2].start
    assert Meeting.objects.get(pk=two_ahead[2].pk).start == two_ahead[2].start


def test_each_cycle_is_looked_at_when_it_is_the_next(two_ahead: list[Meeting]) -> None:
    rechecking.recheck(NOW)
    later = two_ahead[2]
    busy_from(BEN.email, later.start, later.end + timedelta(minutes=15))
    rechecking.recheck(NOW)
    assert not Proposal.objects.exists()
    for one in two_ahead[:2]:
        holding.mark_held(meeting=one, now=two_ahead[1].end)
    rechecking.recheck(two_ahead[1].end + timedelta(minutes=1))
    (move,) = Proposal.objects.get().moves
    assert move["meeting"] == later.pk


def test_a_first_cycle_that_moves_keeps_clear_of_the_later_one(two_ahead: list[Meeting]) -> None:
    rechecking.recheck(NOW)
    first = two_ahead[0]
    busy_from(BEN.email, first.start, first.end + timedelta(minutes=15))
    rechecking.recheck(NOW)
    moves = Proposal.objects.get().moves
    assert first.pk in {move["meeting"] for move in moves}
    assert all(datetime.fromisoformat(move["start"]) < two_ahead[2].start for move in moves)
    assert len(list(plans.cycles_so_far([first.group]).values())) == 1
