"""Making a plan, and deciding in reflect what becomes of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.practice.plans import PlanProblem, problems_of
from hexad_web.practice.access import Seat
from hexad_web.practice.actions.texts import Pen
from hexad_web.practice.models import Plan
from hexad_web.practice.queries import mine, modules
from hexad_web.practice.refusals import Refused
from hexad_web.sessions.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed, complete or not."""

    situation: str = ""
    behaviour: str = ""
    occasion_date: date | None = None
    strategy: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Without the line ends and blanks that forms add."""
        return tuple(" ".join(text.split()) for text in (self.situation, self.behaviour))


@transaction.atomic
def save_plan(*, seat: Seat, draft: Draft, now: datetime) -> list[PlanProblem]:
    """Keep what was typed; returns what it still lacks. Half a plan is kept, so that nothing typed is lost."""
    refuse_if_settled(seat)
    weeks = mine.weeks_of(seat.session, mine.zone_of(seat.person))
    problems = problems_of(draft.situation, draft.behaviour, draft.occasion_date, weeks)
    has_date = not {PlanProblem.DATE_TOO_EARLY, PlanProblem.DATE_TOO_LATE} & set(problems)
    plan = _row(seat, now)
    plan.occasion_date = draft.occasion_date if has_date else None
    plan.strategy = draft.strategy if draft.strategy in {one.key for one in modules.strategies_of(seat.session)} else ""
    plan.changed_at = now
    plan.save(update_fields=["occasion_date", "strategy", "changed_at"])
    pen = Pen(seat.actor, seat.session.group, now)
    pen.put(plan, "situation", draft.situation)
    pen.put(plan, "behaviour", draft.behaviour)
    return list(problems)


def refuse_if_settled(seat: Seat) -> None:
    """A plan can be changed until reflect has decided about it."""
    if seat.session.state in (Session.State.CANCELLED, Session.State.MISSED):
        raise Refused(_("This session did not take place. Make your plan in the next one."))
    plan = mine.plan_in(seat)
    if plan is not None and plan.decision:
        raise Refused(_("You decided about this plan in Reflect. Change what you go on with there."))


def _row(seat: Seat, now: datetime) -> Plan:
    of_session = {"person": seat.person, "session": seat.session}
    made = {"organisation": seat.session.organisation, "made_at": now, "changed_at": now}
    Plan.objects.bulk_create([Plan(**of_session, **made)], ignore_conflicts=True)  # two devices may save at once
    # The row is locked: each of two devices replaces whole texts, never half of one.
    locked = Plan.objects.select_for_update(of=("self",)).select_related("situation__space", "behaviour__space")
    return locked.get(**of_session)


@transaction.atomic
def choose_technique(*, seat: Seat, strategy: str, words: str, now: datetime) -> None:
    """The fifth question: a strategy of the module, or own words that the group may read."""
    if strategy and strategy not in {one.key for one in modules.strategies_of(seat.session)}:
        raise Refused(_("Choose one of the strategies, or write your own words."))
    if not strategy and not words.strip():
        raise Refused(_("Choose one of the strategies, or write your own words."))
    plan = _row(seat, now)
    plan.strategy, plan.changed_at = strategy, now
    plan.save(update_fields=["strategy", "changed_at"])
    Pen(seat.actor, seat.session.group, now).put(plan, "technique", "" if strategy else words, only_author=False)


@transaction.atomic
def decide(*, seat: Seat, decision: str, draft: Draft, now: datetime) -> list[PlanProblem]:
    """Keep, adapt or drop the plan of explore, and say what to go on with. Changeable until the session ends."""
    refuse_if_over(seat.session, now)
    old = mine.explore_plan(seat)
    if old is None:
        return save_plan(seat=seat, draft=draft, now=now)
    problems = _go_on_with(seat, old, decision, draft, now)
    if problems:
        return problems
    Plan.objects.filter(pk=old.pk).update(decision=decision, decided_at=now)
    return []


def _go_on_with(seat: Seat, old: Plan, decision: str, draft: Draft, now: datetime) -> list[PlanProblem]:
    """An adapted plan needs its words; after dropping one, a new plan is welcome and not asked for."""
    has_new_words = any(draft.words) and draft.words != _words(seat, old)
    fresh = mine.plan_in(seat)
    if decision == Plan.Decision.KEPT and has_new_words and draft.words != _words(seat, fresh):
        raise Refused(_("You changed the words. Choose “Adapt it”, or leave them as they were."))
    if decision == Plan.Decision.ADAPTED or (decision == Plan.Decision.DROPPED and has_new_words):
        return save_plan(seat=seat, draft=draft, now=now)
    if fresh is not None:
        Pen(seat.actor, seat.session.group, now).wipe(fresh, "situation", "behaviour", "technique")
        fresh.delete()
    return []


def _words(seat: Seat, plan: Plan | None) -> tuple[str, ...]:
    known = mine.words_of(plan, seat.actor)
    return Draft(situation=known.situation, behaviour=known.behaviour).words


def refuse_if_over(session: Session, now: datetime) -> None:
    if not session.takes_answers(now):
        raise Refused(_("This session is over. Its answers are closed."))
