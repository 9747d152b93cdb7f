"""What the panels of practice show."""

from dataclasses import dataclass, field
from datetime import datetime

from hexad_web.accounts import private_text
from hexad_web.practice.access import Seat
from hexad_web.practice.models import BuddyPair, Outcome, Report
from hexad_web.practice.queries import mine, modules
from hexad_web.practice.queries.mine import PlanWords
from hexad_web.practice.queries.modules import TopicModule
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPanel:
    """``practised``: in reflect, the plan about which is decided."""

    session: Session
    initial: dict[str, object]
    strategies: list[tuple[str, str]]
    is_complete: bool
    module: TopicModule | None = None
    has_decision: bool = False
    practised: PlanWords | None = None
    buddy: str = ""

    @property
    def language(self) -> str:
        """Of the strategies."""
        return self.module.language if self.module else ""


def plan_panel(seat: Seat, now: datetime) -> PlanPanel:
    module = modules.module_of(seat.session)
    strategies = modules.titles_of(module)
    if seat.session.kind == Meeting.Kind.REFLECT and (old := mine.explore_plan(seat)):
        practised = mine.words_of(old, seat.actor, dict(strategies))
        return PlanPanel(
            session=seat.session,
            initial={**_initial(seat, practised, now), "decision": old.decision},
            strategies=strategies,
            is_complete=bool(old.decision),
            module=module,
            has_decision=True,
            practised=practised,
            buddy=_buddy(seat),
        )
    own = mine.words_of(mine.plan_in(seat), seat.actor)
    initial = _initial(seat, own, now)
    return PlanPanel(
        session=seat.session,
        initial=initial,
        strategies=strategies,
        is_complete=own.is_complete,
        module=module,
        buddy=_buddy(seat),
    )


def _initial(seat: Seat, before: PlanWords, now: datetime) -> dict[str, object]:
    """What was typed here, else the plan that was practised; and a first occasion to suggest."""
    plan = mine.plan_in(seat)
    own = mine.words_of(plan, seat.actor) if plan else before
    date = plan.occasion_date if plan else None
    return {
        "situation": own.situation,
        "behaviour": own.behaviour,
        "occasion_date": date or mine.suggested_date(seat.session, mine.zone_of(seat.person), now),
        "strategy": plan.strategy if plan else "",
    }


def _buddy(seat: Seat) -> str:
    pairs = BuddyPair.objects.filter(group=seat.session.group, cycle=seat.session.cycle, person=seat.person)
    return next((pair.buddy.name for pair in pairs.select_related("buddy")), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPanel:
    initial: dict[str, object] = field(default_factory=dict)
    plan: PlanWords | None = None
    is_told: bool = False


def report_panel(seat: Seat, now: datetime) -> ReportPanel:
    """The report of this session; before it is told, what was logged last."""
    plan = mine.explore_plan(seat)
    if plan is None:
        return ReportPanel()
    told = Report.objects.filter(plan=plan).select_related("text__space").order_by("-made_at", "-pk")
    row = told.filter(session=seat.session).first() or told.first()
    text = private_text.read(actor=seat.actor, private=row.text) if row and row.text else ""
    initial: dict[str, object] = {"outcome": row.outcome if row else "", "text": text}
    is_told = row is not None and row.session_id == seat.session.pk
    return ReportPanel(initial=initial, plan=mine.words_of(plan, seat.actor), is_told=is_told)


@dataclass(frozen=True, slots=True)
class PreviewPanel:
    outcomes: list[str]
    reflect_at: datetime | None


def preview_panel(seat: Seat, now: datetime) -> PreviewPanel:
    reflect = mine.reflect_of(seat.session)
    return PreviewPanel([str(label) for label in Outcome.labels], reflect.starts_at if reflect else None)
