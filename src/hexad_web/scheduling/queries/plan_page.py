"""Everything on the page "Plan all groups", in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group, GroupMember
from hexad_web.frontend import moments
from hexad_web.scheduling import calls, mails, times
from hexad_web.scheduling.models import GroupPlan, Meeting, PlanRun, Poll
from hexad_web.scheduling.queries import plans, together
from hexad_web.scheduling.queries.ledger import CeilingPage, ceiling_page
from hexad_web.scheduling.queries.members import GONE, members_of, zones_for
from hexad_web.scheduling.queries.plans import Option, When
from hexad_web.scheduling.queries.proposals import ProposalRow, open_proposals
from hexad_web.scheduling.queries.remedies import Remedy, causes_of, remedies_of
from hexad_web.scheduling.sentences import sentence, sentences
from hexad_web.scheduling.times import LocalTime

State = GroupPlan.State


@dataclass(frozen=True, slots=True)
class TimeText:
    """A time for its reader, and what the clock of the host site shows where that differs."""

    start: datetime
    end: datetime
    text: str
    host: str = ""


@dataclass(frozen=True, slots=True)
class PlanRow:
    plan: GroupPlan
    title: str
    explore: TimeText | None = None
    reflect: TimeText | None = None
    practice: str = ""
    place: str = ""
    link: str = ""
    mode: str = ""
    mode_reason: str = ""
    reasons: tuple[str, ...] = ()
    causes: tuple[str, ...] = ()
    poll: Poll | None = None
    beside: Sequence["BesideRow"] = ()
    elsewhere: Sequence[tuple[str, Sequence[LocalTime]]] = ()  # by the name of the meeting
    remedies: Sequence[Remedy] = ()


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A session before or after the cycle; without a time, ``why``. ``others``: which groups come too."""

    kind: str
    when: TimeText | None = None
    others: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPage:
    """``waiting``: published groups with no meeting ahead and no part in this run."""

    run: PlanRun | None
    waiting: int
    done: int = 0
    total: int = 0
    progress: str = ""
    summary: str = ""
    planned: Sequence[PlanRow] = ()
    asked: Sequence[PlanRow] = ()
    impossible: Sequence[PlanRow] = ()
    without_link: int = 0
    sent: int = 0
    people: int = 0
    seen: str = ""
    ahead: Sequence["AheadRow"] = ()
    ceiling: CeilingPage | None = None
    follow_ups: int = 0
    proposals: Sequence[ProposalRow] = ()
    next_cycles: int = 0  # groups with a cycle ahead that could have another after it
    together: Sequence[str] = ()  # which groups could share a get-together

    @property
    def is_running(self) -> bool:
        return self.total > 0


@dataclass(frozen=True, slots=True)
class AheadRow:
    meeting: Meeting
    title: str
    when: TimeText
    where: str


@dataclass(frozen=True, slots=True)
class _Sorted:
    by_state: Mapping[str, list[GroupPlan]] = field(default_factory=dict)

    def of(self, *states: str) -> list[GroupPlan]:
        return [plan for state in states for plan in self.by_state.get(state, ())]


def plan_page(actor: Actor, now: datetime) -> PlanPage:
    run = plans.latest_run(actor)
    waiting = list(plans.groups_to_plan(actor, now))
    ceiling = ceiling_page(actor, waiting, now)
    due = len(plans.follow_ups_due(actor, now))
    proposals = open_proposals(actor, timezone.get_current_timezone_name())
    ahead = [_ahead(meeting) for meeting in meetings_ahead(actor, now)]
    page = PlanPage(run=None, waiting=len(waiting), ahead=ahead)
    if run is not None:
        page = _page_of_run(actor, run, {group.pk for group in waiting}, ahead)
    sets = [] if page.is_running else together.lines_for(waiting, plans.cycles_so_far(waiting))
    going_on = plans.groups_with_room_for_a_cycle(actor, now).count()
    return replace(page, ceiling=ceiling, follow_ups=due, proposals=proposals, together=sets, next_cycles=going_on)


def _page_of_run(actor: Actor, run: PlanRun, groups: set[int], ahead: list[AheadRow]) -> PlanPage:
    rows = list(plans.plans_of(run))
    sharing = _sharing(rows)
    found = _by_state(rows)
    open_plans = found.of(*plans.OPEN)
    planned, impossible = found.of(State.PLANNED), found.of(State.IMPOSSIBLE, State.FAILED)
    open_count, is_looking = len(open_plans), run.done > len(open_plans)
    text = (
        _("Further times for %(done)d of %(total)d groups") if is_looking else _("%(done)d of %(total)d groups planned")
    )
    return PlanPage(
        run=run,
        waiting=len(groups - {plan.group_id for plan in planned}),
        done=run.done,
        total=2 * open_count,
        progress=text % {"done": run.done - open_count if is_looking else run.done, "total": open_count},
        summary=summary_of(len(planned), len(impossible)),
        planned=[_with_others(row, sharing) for row in _with_others_times(planned)],
        asked=[row_of(plan) for plan in plans.asked(actor)],
        impossible=[row_of(plan) for plan in impossible],
        without_link=sum(is_without_link(plan) for plan in planned),
        sent=len(found.of(State.CONFIRMED)),
        people=_count_people(planned),
        seen=plans.fingerprint(planned),
        ahead=ahead,
    )


def is_without_link(plan: GroupPlan) -> bool:
    return plan.mode != Meeting.Mode.IN_PERSON and not plan.link and not calls.default_template()


def _by_state(rows: Iterable[GroupPlan]) -> _Sorted:
    found: dict[str, list[GroupPlan]] = {}
    for plan in rows:
        found.setdefault(plan.state, []).append(plan)
    return _Sorted(found)


def summary_of(planned: int, impossible: int) -> str:
    if not impossible:
        return ngettext("%(n)d group planned", "%(n)d groups planned", planned) % {"n": planned}
    return _("%(planned)d planned, %(impossible)d cannot be") % {"planned": planned, "impossible": impossible}


def _count_people(planned: Sequence[GroupPlan]) -> int:
    seats = GroupMember.objects.filter(group__in=[plan.group_id for plan in planned], is_active=True)
    return seats.exclude(person__participation__in=GONE).count()


def _with_others_times(planned: Sequence[GroupPlan]) -> list[PlanRow]:
    """Each planned cycle on the clocks of its group: cities, nobody's name."""
    members = members_of(plan.group for plan in planned)
    zones = zones_for([person for each in members.values() for person in each])
    reader, found = timezone.get_current_timezone_name(), []
    for plan in planned:
        row, own = row_of(plan), {zones[person.pk] for person in members.get(plan.group_id, ())}
        steps = [("explore", row.explore), ("reflect", row.reflect)]
        lines = [
            (str(Meeting.Kind(kind).label), times.elsewhere(when.start, when.end, own, reader))
            for kind, when in steps
            if when is not None
        ]
        found.append(replace(row, elsewhere=[line for line in lines if line[1]]))
    return found


def row_of(plan: GroupPlan) -> PlanRow:
    poll = plan.poll if plan.state == State.ASKED else None
    causes = sentences([*causes_of(plan, Meeting.CYCLE), *plan.blockers])
    if not plan.options:
        return PlanRow(plan, title_of(plan), causes=causes, poll=poll, beside=_beside(plan), remedies=remedies_of(plan))
    option = plans.chosen(plan)
    return PlanRow(
        plan,
        title_of(plan),
        explore=time_text(option.explore, plan.zone),
        reflect=time_text(option.reflect, plan.zone),
        practice=practice_text(option),
        place=where_text(plan.mode, str(plan.room) if plan.room else plan.site, plan.link),
        link=plan.link,
        mode=str(Meeting.Mode(plan.mode).label) if plan.mode else "",
        mode_reason=sentence(plan.mode_reason),
        reasons=reasons_of(option),
        causes=causes,
        poll=poll,
        beside=_beside(plan),
        remedies=remedies_of(plan),
    )


Sharing = Mapping[str, Sequence[Group]]  # by key of a get-together


def _sharing(rows: Sequence[GroupPlan]) -> Sharing:
    found: dict[str, list[Group]] = {}
    for plan in rows:
        for one in plans.beside(plan):
            found.setdefault(one.together, []).append(plan.group)
    return found


def _with_others(row: PlanRow, sharing: Sharing) -> PlanRow:
    """With whom a group gets together."""
    held = plans.beside(row.plan)
    others = [
        [group for group in sharing[one.together] if group.pk != row.plan.group_id] if one.together else []
        for one in held
    ]
    lines = [replace(line, others=mails.with_text(each)) for line, each in zip(row.beside, others, strict=False)]
    return replace(row, beside=[*lines, *row.beside[len(held) :]])


def _beside(plan: GroupPlan) -> list[BesideRow]:
    kinds = Meeting.Kind
    held = [BesideRow(str(kinds(one.kind).label), time_text(one.when, plan.zone)) for one in plans.beside(plan)]
    lost = [one for one in plan.lost if one["kind"] not in Meeting.CYCLE]
    return [*held, *(BesideRow(str(kinds(one["kind"]).label), why=sentences(one["reasons"])) for one in lost)]


def reasons_of(option: Option) -> tuple[str, ...]:
    """Why these times; what holds for both meetings is said once."""
    explore, reflect = sentences(option.explore.reasons), sentences(option.reflect.reasons)
    both = [text for text in explore if text in reflect]
    first = [_("Explore: %(reason)s") % {"reason": text} for text in explore if text not in both]
    second = [_("Reflect: %(reason)s") % {"reason": text} for text in reflect if text not in both]
    return (*both, *first, *second)


def title_of(plan: GroupPlan) -> str:
    return group_title(str(plan.group), plan.group.topic)


def group_title(name: str, topic: str) -> str:
    return _("%(name)s: %(topic)s") % {"name": name, "topic": topic} if topic else name


def time_text(when: When, host: str) -> TimeText:
    reader = timezone.get_current_timezone_name()
    others = times.elsewhere(when.start, when.end, [host], reader)
    text = moments.span_text(when.start, when.end, reader)
    return TimeText(when.start, when.end, text, others[0].text if others else "")


def practice_text(option: Option) -> str:
    days = option.practice_days
    return ngettext("%(n)d day of practice between", "%(n)d days of practice between", days) % {"n": days}


def where_text(mode: str, place: str, link: str) -> str:
    if mode == Meeting.Mode.VIRTUAL:
        return _("Online") if link else _("Online, no link yet")
    return place or _("No room yet")


def meetings_ahead(actor: Actor, now: datetime) -> list[Meeting]:
    ahead = Meeting.objects.filter(organisation=actor.organisation, state="confirmed", end__gt=now)
    return list(ahead.select_related("group", "room").order_by("start", "group__number"))


def _ahead(meeting: Meeting) -> AheadRow:
    when = time_text(When(meeting.start, meeting.end), meeting.zone)
    name = group_title(str(meeting.group), meeting.group.topic)
    title = _("%(kind)s, %(group)s") % {"kind": meeting.get_kind_display(), "group": name}
    return AheadRow(meeting, title, when, where_text(meeting.mode, meeting.place, meeting.link))
