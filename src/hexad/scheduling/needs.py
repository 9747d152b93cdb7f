"""What is to be planned: people with their calendars, groups, rooms, and the rules of the programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Literal, get_args

from hexad.availability.busy_times import NOTHING, BusyTimes
from hexad.availability.horizon import Horizon
from hexad.availability.hours import WorkHours
from hexad.availability.intervals import Interval
from hexad.availability.windows import PRACTICE_DAYS
from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.ledger import CEILING, Seat
from hexad.scheduling.plans import Session
from hexad.scheduling.slots import LADDER, SESSION_SLOTS

Kind = Literal["engage", "explore", "reflect", "adopt-3", "adopt-6"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FOLLOW_UPS: Mapping[Kind, int] = MappingProxyType({"adopt-3": 91, "adopt-6": 182})  # days after reflect
FOLLOW_UP_TOLERANCE = 14  # days; our choice: a fortnight around three and six months
WISHED_DAYS = 3  # a follow-up within three days of its date is as wished
ENGAGE_DAYS = 14  # the get-together is in the first fortnight, and the cycles begin after it
FOLLOW_UP_SLOTS = 3  # 45 minutes: each says what is still in use
LENGTHS: Mapping[Kind, int] = MappingProxyType(
    {kind: FOLLOW_UP_SLOTS if kind in FOLLOW_UPS else SESSION_SLOTS for kind in KINDS}
)
CADENCE_WEEKS = 17  # three cycles of two sessions a year: nine hours
SLACK_WEEKS = 3
ALL_PRESENT = LADDER.index("absent")  # rungs on which everybody comes
NOBODY: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One person: hours, the exact busy times, and what the year has taken so far.

    Attributes
    ----------
    moves
        Days from which other hours hold, perhaps in another zone.
    weekly_hours
        Contracted; None: 40.
    seats
        Sessions outside of this plan, held or booked, that count towards the ceiling.
    """

    id: str
    hours: WorkHours
    busy: BusyTimes = NOTHING
    moves: tuple[tuple[date, WorkHours], ...] = ()
    weekly_hours: float | None = None
    seats: tuple[Seat, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupNeeds:
    """One group and what it needs.

    Attributes
    ----------
    members
        Two or more ids of people.
    site
        Where it meets face to face or mixed; empty: online, no room.
    seats
        How many of them sit in the room; 0: all.
    in_rooms
        Which of its sessions need a room of the site.
    not_before
        A wave of a rollout may hold a group back.
    first_cycle
        Number of its next cycle.
    reflected
        Days of reflect sessions that were held, by number of the cycle: their follow-ups are due.
    cycles
        How many it may begin, where that differs from the rules; None: as the rules say.
    had
        Kind and cycle of sessions that it had, or that stand elsewhere: neither get-together nor follow-up comes twice.
    equipment
        What a room needs to have for it.
    together
        Where this is a get-together of several groups: their ids; see :mod:`hexad.scheduling.together`.
    engage_slots
        How long its get-together is, where that differs from the rules.
    also
        Seats that each member takes beside its sessions: a get-together with others.
    """

    id: str
    members: tuple[str, ...]
    site: str = ""
    seats: int = 0
    in_rooms: tuple[Kind, ...] = ("engage", "explore", "reflect")
    not_before: date | None = None
    first_cycle: int = 1
    reflected: Mapping[int, date] = field(default_factory=dict)
    cycles: int | None = None
    had: frozenset[tuple[str, int]] = frozenset()
    equipment: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    engage_slots: int = 0
    also: tuple[Seat, ...] = ()

    def __post_init__(self) -> None:
        if len(self.members) < 2 or len(set(self.members)) < len(self.members):
            raise SchedulingError(f"Group {self.id[:40]} needs two different members or more.")
        if not 0 <= self.seats <= len(self.members):
            raise SchedulingError(f"Group {self.id[:40]} cannot fill {self.seats} seats.")

    @property
    def sitting(self) -> int:
        """How many seats a room needs."""
        return self.seats or len(self.members)

    @property
    def all_sit(self) -> bool:
        """Whether everybody has to be on site: then working elsewhere is not free."""
        return self.sitting == len(self.members)

    def fits_into(self, seats: int, equipment: tuple[str, ...]) -> bool:
        """Whether a room with so many seats and such equipment would do."""
        return seats >= self.sitting and set(self.equipment) <= set(equipment)

    def begins_with_engage(self, rules: "Rules") -> bool:
        """Whether a get-together is still wanted."""
        return rules.engage and self.first_cycle == 1 and ("engage", 0) not in self.had

    def length_of(self, kind: Kind, rules: "Rules") -> int:
        """Slots that a session of it takes."""
        return self.engage_slots if kind == "engage" and self.engage_slots else rules.lengths[kind]

    def most_cycles(self, rules: "Rules", last: int) -> int:
        """How many cycles may be begun in a horizon of ``last`` days."""
        own = rules.cycles if self.cycles is None else self.cycles
        return last if own is None else own


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A room of a site; ``busy`` are times at which it is taken by others."""

    site: str
    name: str
    seats: int
    busy: tuple[Interval, ...] = ()
    equipment: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Points of the cost; see docs/scheduling.md.

    Attributes
    ----------
    unscheduled, moved
        For each session without a time; for each standing session that gets another.
    week
        For each week beyond the wished one.
    mean
        What the mean burden of those who come counts, beside the largest, which counts once.
    """

    unscheduled: float = 1000.0
    moved: float = 100.0
    week: float = 0.25
    mean: float = 0.25

    def __post_init__(self) -> None:
        if min(self.unscheduled, self.moved, self.week, self.mean) < 0:
            raise SchedulingError("Weights are nought or more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """How a programme meets.

    Attributes
    ----------
    lengths
        Slots of 15 minutes, by kind of session.
    practice_days
        Fewest and most days from explore to reflect, by the calendar of most members.
    cadence_weeks
        From the wished week of one explore to the next.
    slack_weeks
        How far from its wished week an explore may lie.
    cycles
        At most so many; None: as many as the horizon holds.
    engage
        Whether the group begins with a get-together.
    follow_ups
        Which follow-ups are sessions of their own.
    rungs
        How far down the ladder: 1 free time alone, 4 everybody comes, 5 one may be absent.
    ceiling
        Share of each member's working year.
    """

    lengths: Mapping[Kind, int] = field(default_factory=lambda: LENGTHS)
    practice_days: tuple[int, int] = PRACTICE_DAYS
    cadence_weeks: int = CADENCE_WEEKS
    slack_weeks: int = SLACK_WEEKS
    cycles: int | None = None
    engage: bool = False
    follow_ups: tuple[Kind, ...] = ("adopt-3", "adopt-6")
    rungs: int = ALL_PRESENT
    ceiling: float = CEILING
    weights: Weights = field(default_factory=Weights)

    def __post_init__(self) -> None:
        if not 1 <= self.rungs <= len(LADDER):
            raise SchedulingError(f"The ladder has rungs 1 to {len(LADDER)}, not {self.rungs}.")
        if not 1 <= self.practice_days[0] <= self.practice_days[1]:
            raise SchedulingError("Practice takes a day or more, and the fewest days come first.")
        if min(self.cadence_weeks, self.slack_weeks + 1, *self.lengths.values()) < 1:
            raise SchedulingError("Lengths and the cadence are one or more, the slack is nought or more.")
        if set(self.follow_ups) - set(FOLLOW_UPS):
            raise SchedulingError(f"Follow-ups are {' and '.join(FOLLOW_UPS)}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """Everything that a plan is made from.

    Attributes
    ----------
    people
        Everybody whom a group names, by id.
    rooms
        A site without a room here has rooms without limit.
    ledger
        Points of inconvenience that people bear from earlier cycles, by id; nobody named: 0.
    standing
        Sessions of an earlier plan: each that gets another time costs ``moved``.
    fixed
        Those among ``standing`` that stay in any case, by :attr:`hexad.scheduling.plans.Session.key`.
    earliest
        No session gets a time before it; those that stand may stay where they are.
    """

    horizon: Horizon
    people: Mapping[str, Attendee]
    groups: tuple[GroupNeeds, ...]
    rooms: tuple[Room, ...] = ()
    ledger: Mapping[str, float] = field(default_factory=lambda: NOBODY)
    standing: tuple[Session, ...] = ()
    fixed: frozenset[tuple[str, str, int]] = frozenset()
    earliest: datetime | None = None
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        ids = [group.id for group in self.groups]
        if len(set(ids)) < len(ids):
            raise SchedulingError("Two groups have one id.")
        if unknown := next((one for group in self.groups for one in group.members if one not in self.people), None):
            raise SchedulingError(f"{unknown[:80]} is in a group, but not among the people.")
        if any(points < 0 for points in self.ledger.values()):
            raise SchedulingError("A ledger holds no points below nought.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One session that a group needs, and the days on which it may lie.

    Attributes
    ----------
    after
        Place of the session from whose day days are counted; None: from ``origin``.
    low, high
        Fewest and most days from there.
    wished
        The days in between that cost nothing.
    """

    kind: Kind
    cycle: int
    length: int
    in_room: bool
    low: int
    high: int
    wished: tuple[int, int]
    after: int | None = None

    def distance(self, days: int) -> int:
        """Days beyond the wished ones."""
        return max(self.wished[0] - days, days - self.wished[1], 0)


def needs_of(group: GroupNeeds, horizon: Horizon, origin: date, rules: Rules) -> list[Need]:
    """The sessions that a group needs in a horizon: follow-ups of what was held, a get-together, then whole cycles.

    Parameters
    ----------
    origin
        The local day with which the horizon begins.

    Source: domain of the method; a cycle is begun only where its reflect fits into the horizon, a follow-up is
    planned only where the whole fortnight around it does.
    """
    last = (horizon.end - horizon.start) // timedelta(days=1) - 1
    begins = max((group.not_before - origin).days, 0) if group.not_before else 0
    needs = list(_follow_ups_of_held(group, origin, last, rules))
    if group.begins_with_engage(rules) and begins + ENGAGE_DAYS <= last:
        needs.append(_need("engage", 0, group, rules, (begins, begins + ENGAGE_DAYS - 1, begins, begins + 6)))
        begins += ENGAGE_DAYS
    slack = 7 * rules.slack_weeks
    for number in range(group.most_cycles(rules, last)):
        wish = begins + 7 * rules.cadence_weeks * number
        if wish + 6 + rules.practice_days[1] > last:
            break
        earliest = max(wish - slack, begins)
        needs += _cycle(
            group, rules, group.first_cycle + number, (earliest, wish + 6 + slack, wish, wish + 6), last, len(needs)
        )
    return needs


Days = tuple[int, int, int, int]


def _cycle(group: GroupNeeds, rules: Rules, cycle: int, days: Days, last: int, place: int) -> list[Need]:
    low, high = rules.practice_days
    explore = _need("explore", cycle, group, rules, days)
    reflect = _need("reflect", cycle, group, rules, (low, high, low, high), after=place)
    latest = days[1] + high
    return [
        explore,
        reflect,
        *(
            _follow_up(kind, cycle, group, rules, FOLLOW_UPS[kind], after=place + 1)
            for kind in rules.follow_ups
            if latest + FOLLOW_UPS[kind] + FOLLOW_UP_TOLERANCE <= last
        ),
    ]


def _follow_ups_of_held(group: GroupNeeds, origin: date, last: int, rules: Rules) -> Sequence[Need]:
    due = [
        (kind, cycle, (day - origin).days + FOLLOW_UPS[kind])
        for cycle, day in sorted(group.reflected.items())
        for kind in rules.follow_ups
        if (kind, cycle) not in group.had
    ]
    return [
        _follow_up(kind, cycle, group, rules, at)
        for kind, cycle, at in due
        if FOLLOW_UP_TOLERANCE <= at <= last - FOLLOW_UP_TOLERANCE
    ]


def _follow_up(kind: Kind, cycle: int, group: GroupNeeds, rules: Rules, at: int, after: int | None = None) -> Need:
    days = (at - FOLLOW_UP_TOLERANCE, at + FOLLOW_UP_TOLERANCE, at - WISHED_DAYS, at + WISHED_DAYS)
    return _need(kind, cycle, group, rules, days, after)


def _need(kind: Kind, cycle: int, group: GroupNeeds, rules: Rules, days: Days, after: int | None = None) -> Need:
    in_room = bool(group.site) and kind in group.in_rooms
    return Need(
        kind=kind,
        cycle=cycle,
        length=group.length_of(kind, rules),
        in_room=in_room,
        low=days[0],
        high=days[1],
        wished=(days[2], days[3]),
        after=after,
    )
