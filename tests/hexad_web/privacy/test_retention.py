"""Retention clocks: notes after ninety days, the practice log after a year, ratings half a year after they counted."""

from datetime import date, timedelta

import pytest
from benchmarks.lived import Lived

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import PrivateText
from hexad_web.evidence.models import Response
from hexad_web.practice.models import FollowUp, JournalEntry, Plan
from hexad_web.privacy.actions import retention
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.report.models import Period
from hexad_web.sessions.models import Card, Session
from tests.hexad_web.report.conftest import BEGINS, CLOSED_AT, LAST
from tests.hexad_web.walks.world import World

DAY = timedelta(days=1)


def test_notes_of_a_session_are_kept_for_ninety_days(world: World) -> None:
    session = Session.objects.filter(cards__isnull=False).distinct().get()
    text = Card.objects.get().text_id
    retention.forget_old(now=session.ends_at + 89 * DAY)
    assert Card.objects.filter(session=session).exists()
    retention.forget_old(now=session.ends_at + 91 * DAY)
    assert not Card.objects.filter(session=session).exists()
    assert not PrivateText.objects.filter(pk=text).exists()


def test_the_practice_log_is_kept_for_a_year(world: World) -> None:
    plan, note = Plan.objects.get(), JournalEntry.objects.get()
    late = max(plan.session.ends_at, note.changed_at)
    retention.forget_old(now=note.changed_at + 364 * DAY)
    assert JournalEntry.objects.exists()
    retention.forget_old(now=late + 364 * DAY)
    assert Plan.objects.exists()
    texts = [plan.situation_id, plan.behaviour_id, note.text_id]
    retention.forget_old(now=late + 367 * DAY)
    assert not Plan.objects.exists()
    assert not JournalEntry.objects.exists()
    assert not FollowUp.objects.exists()
    assert not PrivateText.objects.filter(pk__in=texts).exists()


@pytest.fixture
def lived(owner: Actor) -> Lived:
    lived = Lived(owner.organisation, BEGINS)
    lived.cycle(lived.groups(lived.people(40)), 28)
    return lived


def test_ratings_are_kept_until_half_a_year_after_they_were_counted(owner: Actor, lived: Lived) -> None:
    retention.forget_old(now=CLOSED_AT + 360 * DAY)
    assert Response.objects.exists()  # nobody counted them yet
    close_period(actor=owner, wanted=Wanted("First half", BEGINS, LAST, 8), now=CLOSED_AT)
    retention.forget_old(now=CLOSED_AT + 180 * DAY)
    assert Response.objects.exists()
    snapshot = Period.objects.get().snapshot
    retention.forget_old(now=CLOSED_AT + 184 * DAY)
    assert not Response.objects.exists()
    assert Period.objects.get().snapshot == snapshot


def test_a_cycle_that_reaches_into_the_next_period_keeps_both_ratings(owner: Actor, lived: Lived) -> None:
    """Its first rating lies in the closed period; it is counted with the second one, in the next."""
    before = Response.objects.count()
    ends = date(2027, 2, 20)  # between explore and reflect
    close_period(actor=owner, wanted=Wanted("Early", BEGINS, ends, 8), now=CLOSED_AT)
    retention.forget_old(now=CLOSED_AT + 184 * DAY)
    assert Response.objects.count() == before


def test_a_rating_that_no_period_ever_counts_is_gone_after_two_years(owner: Actor, lived: Lived) -> None:
    retention.forget_old(now=CLOSED_AT + 800 * DAY)
    assert not Response.objects.exists()
