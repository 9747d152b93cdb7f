"""What became of plans, by the module that they were made from: figures for the owner, and the list that they read."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Coalesce

from hexad.evidence.disclosure import Answers, Kind, Table, disclose
from hexad.practice.scrap import Outcome, went_to_scrap
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges.queries.shelf import shelf_of
from hexad_web.practice.models import Plan, Report, ScrapReview
from hexad_web.scheduling.models import Meeting
from hexad_web.sessions.models import Session

USED, SCRAP = "used", "scrap"
MANY = 0.5  # from this share on a module is to be revised
STEP = (
    0.05  # shares are said in steps, and the number of plans from below in fives: nobody's answer is in the last digit
)
Version = tuple[str, int]
Became = dict[int, str]  # by person
Closed = dict[tuple[int, int], datetime]  # when a group's cycle was over


def became_by_version(organisation: Organisation, until: datetime) -> dict[Version, Became]:
    """Everybody whose practice was over by then, once for a module's version: by their first cycle with it."""
    closed = _closed(organisation, until)
    explored = Session.objects.filter(organisation=organisation, kind=Meeting.Kind.EXPLORE).exclude(module="")
    plans = Plan.objects.filter(session__in=explored).exclude(occasion_date=None).select_related("session")
    over = [plan for plan in plans if _cycle(plan) in closed]
    told = _told(over)
    found: dict[Version, Became] = defaultdict(dict)
    for plan in sorted(over, key=lambda plan: (closed[_cycle(plan)], plan.pk)):
        reports = [outcome for outcome, at in told[plan.pk] if at <= closed[_cycle(plan)]]
        decision = Outcome(plan.decision) if plan.decision else None
        version = (plan.session.module, plan.session.module_version)
        found[version].setdefault(plan.person_id, SCRAP if went_to_scrap(reports, decision) else USED)
    return dict(found)


def _cycle(plan: Plan) -> tuple[int, int]:
    return (plan.session.group_id, plan.session.cycle)


def _closed(organisation: Organisation, until: datetime) -> Closed:
    """Answers given in reflect cannot be changed once it is over; one on paper is typed in for some days more."""
    held = Session.objects.filter(organisation=organisation, kind=Meeting.Kind.REFLECT, state=Session.State.HELD)
    rows = held.annotate(over_at=Coalesce("paper_until", "ends_at")).filter(over_at__lt=until)
    return {(group, cycle): at for group, cycle, at in rows.values_list("group", "cycle", "over_at")}


def _told(plans: Iterable[Plan]) -> Mapping[int, list[tuple[Outcome, datetime]]]:
    rows = Report.objects.filter(plan__in=[plan.pk for plan in plans]).order_by("made_at", "pk")
    found: dict[int, list[tuple[Outcome, datetime]]] = defaultdict(list)
    for plan, outcome, at in rows.values_list("plan", "outcome", "made_at"):
        found[plan].append((Outcome(outcome), at))
    return found


def figures_of(organisation: Organisation, until: datetime) -> list[dict[str, Any]]:
    """What may be shown of each module's version, held against what was shown of it before."""
    before = _people_shown(organisation)
    found = became_by_version(organisation, until)
    rows = (_figure(version, became, before[version]) for version, became in sorted(found.items()))
    return [row for row in rows if row is not None]


def _people_shown(organisation: Organisation) -> Mapping[Version, list[frozenset[int | str]]]:
    shown: dict[Version, list[frozenset[int | str]]] = defaultdict(list)
    for figures in ScrapReview.objects.filter(organisation=organisation).values_list("figures", flat=True):
        for row in figures:
            shown[row["module"], row["version"]].append(frozenset(row["people"]))
    return shown


def _figure(version: Version, became: Became, before: Iterable[frozenset[int | str]]) -> dict[str, Any] | None:
    module, number = version
    answers: Answers = {person: (one,) for person, one in became.items()}
    table = Table(key=f"{module} {number}", kind=Kind.CATEGORY, answers=answers, categories=(USED, SCRAP))
    shown = disclose(table, before=before)
    counts: Mapping[str, int] = shown[0].counts if shown else Counter()
    if not {USED, SCRAP} <= counts.keys():
        return None
    share = counts[SCRAP] / (counts[SCRAP] + counts[USED])
    plans = len(became) // 5 * 5
    people = sorted(became)
    return {"module": module, "version": number, "share": _in_steps(share), "plans": plans, "people": people}


def _in_steps(share: float) -> float:
    return round(round(share / STEP) * STEP, 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revised:
    """One module that groups have worked with. ``percent`` None: it may not be shown. ``version``: the figure's."""

    key: str
    title: str
    language: str
    percent: int | None = None
    plans: int = 0
    version: int = 0
    is_current: bool = True

    @property
    def is_much(self) -> bool:
        """Whether it should be looked at first."""
        return self.percent is not None and self.is_current and self.percent >= MANY * 100


def revision_list(actor: Actor) -> list[Revised]:
    """The modules of groups that have explored, those with most scrap first."""
    known = shelf_of(actor.organisation).known
    held = Session.objects.filter(organisation=actor.organisation, state=Session.State.HELD, kind=Meeting.Kind.EXPLORE)
    used = set(held.exclude(module="").values_list("module", flat=True).order_by())
    latest = _latest(actor.organisation)
    rows = [_revised(key, known[key].title, known[key], latest.get(key)) for key in used if key in known]
    return sorted(rows, key=lambda row: (row.percent is None, -(row.percent or 0), row.title))


def _latest(organisation: Organisation) -> dict[str, dict[str, Any]]:
    """By module, the figure of its latest version that has one."""
    found: dict[str, dict[str, Any]] = {}
    for figures in ScrapReview.objects.filter(organisation=organisation).values_list("figures", flat=True):
        for row in figures:
            known = found.get(row["module"])
            if known is None or row["version"] > known["version"]:
                found[row["module"]] = row
    return found


def _revised(key: str, title: str, module: Any, figure: Mapping[str, Any] | None) -> Revised:  # noqa: ANN401  # the library's
    if figure is None:
        return Revised(key=key, title=title, language=module.language)
    return Revised(
        key=key,
        title=title,
        language=module.language,
        percent=round(figure["share"] * 100),
        plans=figure["plans"],
        version=figure["version"],
        is_current=figure["version"] == module.version,
    )
