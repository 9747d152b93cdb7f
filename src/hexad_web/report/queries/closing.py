"""The snapshot of a period: every figure about people goes through ``disclose`` here, once, and is frozen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from types import MappingProxyType
from zoneinfo import ZoneInfo

from hexad import __version__
from hexad.economics import Scenario, compare, load_assumptions
from hexad.economics.sensitivity import spread
from hexad.evidence.disclosure import COMMENTS, Answers, Kind, Shown, Table, by_person, disclose, middle_of
from hexad.report.snapshot import (
    Assumption,
    Cut,
    Figure,
    ModuleUse,
    Obstacle,
    Period,
    Snapshot,
    State,
    Story,
)
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.challenges.queries import shelf
from hexad_web.economics.queries.scenario import scenario_of
from hexad_web.evidence.queries import period_figures as evidence
from hexad_web.evidence.queries import results
from hexad_web.evidence.queries.returns import has_return
from hexad_web.people.queries import coverage
from hexad_web.practice.queries import period_figures as practice
from hexad_web.report import access, models
from hexad_web.scheduling.queries import seats
from hexad_web.scheduling.queries.seats import TakenSeat
from hexad_web.sessions.models import Release
from hexad_web.sessions.queries import period_figures as sessions

NOTHING = Figure(state=State.NONE)
HIDDEN = Figure(state=State.HIDDEN)
WORK_HOURS_STEP = 0.0005  # of a year's work time: about an hour
WEEKS_A_YEAR = 52
WITHIN = " / "  # between a unit and one that lies in it
QUESTIONS = ("sharing", "comfort", "responses", "material")
PARTS = ("joined", "before", "after")  # figures that are also shown by department
NO_UNITS: Mapping[str, int] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Half-open days of an organisation's own clock."""

    name: str
    start_date: date
    end_date: date
    zone: str

    @property
    def start(self) -> datetime:
        return datetime.combine(self.start_date, time(), ZoneInfo(self.zone))

    @property
    def end(self) -> datetime:
        return datetime.combine(self.end_date, time(), ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Closing:
    """A snapshot, and the releases that are read by it: from now on nobody can take them back."""

    snapshot: Snapshot
    releases: tuple[Release, ...]


def closing_of(actor: Actor, span: Span, *, threshold: int, now: datetime) -> Closing:
    return _Count(actor, span, threshold).closing(now)


class _Count:
    """One period of one organisation. What is counted twice is read once."""

    def __init__(self, actor: Actor, span: Span, threshold: int) -> None:
        self.actor = actor
        self.span = span
        self.threshold = threshold
        self.figures: dict[str, Figure] = {}
        self.by_part: dict[str, dict[str, Figure]] = {}

    @property
    def organisation(self) -> Organisation:
        return self.actor.organisation

    @cached_property
    def scenario(self) -> Scenario:
        return scenario_of(self.actor)

    @cached_property
    def departments(self) -> dict[int, str]:
        return coverage.departments(self.organisation)

    @cached_property
    def cuts(self) -> dict[str, frozenset[int | str]]:
        found: dict[str, set[int]] = defaultdict(set)
        for person, department in self.departments.items():
            for unit in units_of(department):
                found[unit].add(person)
        return {department: frozenset(people) for department, people in found.items()}

    def closing(self, now: datetime) -> Closing:
        stories = sessions.stories_in(self.organisation, self.span.start, self.span.end)
        obstacles = access.obstacles_in(self.actor, self.span.start_date, self.span.end_date)
        seats_taken = seats.seats_in(self.organisation, self.span.start, self.span.end)
        self.count_coverage()
        self.count_sessions(seats_taken)
        self.count_cost(seats_taken)
        self.count_time(seats_taken)
        self.count_ratings()
        self.count_effect()
        self.count_kept()
        told = self.count_stories(stories, seats_taken)
        self.figures["raised"] = Figure(value=len(obstacles))
        self.figures["answered"] = Figure(value=sum(reply is not None for _, reply in obstacles))
        snapshot = Snapshot(
            organisation=self.organisation.name,
            period=Period(name=self.span.name, start_date=self.span.start_date, end_date=self.span.end_date),
            closed_at=now,
            version=__version__,
            currency=self.scenario.currency,
            threshold=self.threshold,
            scale=evidence.SCALE,
            figures=self.figures,
            cuts=tuple(self.all_cuts()),
            modules=self.modules(seats_taken),
            obstacles=tuple(_obstacle(one, reply) for one, reply in obstacles),
            stories=tuple(Story(text=release.text) for release in told),
            assumptions=tuple(_assumptions(self.scenario)),
            unknown=tuple(self.unknown()),
        )
        return Closing(snapshot, (*told, *(one.release for one, _ in obstacles)))

    def disclosed(
        self,
        key: str,
        kind: Kind,
        answers: Answers,
        categories: tuple[str, ...] = (),
        units: Mapping[str, int] = NO_UNITS,
    ) -> list[Shown]:
        cuts = self.cuts if key in {"coverage", "before", "after"} else {}
        table = Table(key=key, kind=kind, answers=answers, categories=categories, cuts=cuts, units=units)
        return list(disclose(table, threshold=self.threshold))

    def count_coverage(self) -> None:
        found = coverage.standings(self.organisation, self.span.start, self.span.end)
        answers = _one_each(found)
        categories = (coverage.JOINED, coverage.DECLINED, coverage.UNANSWERED)
        shown = self.disclosed("coverage", Kind.CATEGORY, answers, categories)
        whole = shown[0] if shown else None
        nothing = HIDDEN if found else NOTHING
        for category in categories:
            self.figures[category] = _count(whole, category, nothing)
        self.figures["offered"] = Figure(value=whole.people, base=whole.people) if whole else nothing
        self.figures["joined_share"] = _share(whole, coverage.JOINED, nothing)
        self.by_part["joined"] = {one.cut: _count(one, coverage.JOINED, HIDDEN) for one in shown[1:]}

    def count_sessions(self, taken: list[TakenSeat]) -> None:
        held = [seat for seat in taken if seat.is_held]
        missed = [seat for seat in taken if not seat.is_held]
        self.figures["held"] = self.count_units("held", held, {seat.meeting for seat in held})
        self.figures["missed"] = self.count_units("missed", missed, {seat.meeting for seat in missed})
        self.figures["groups"] = self.count_units("groups", held, {seat.group for seat in held})
        kinds = {seat.meeting: seat.kind for seat in held}
        answers = _chosen((seat.person, seat.kind) for seat in held)
        shown = self.disclosed("kinds", Kind.CATEGORY, answers, ("explore", "reflect"), Counter(kinds.values()))
        for kind in ("explore", "reflect"):
            self.figures[kind] = _count(shown[0] if shown else None, kind, HIDDEN if held else NOTHING, base=False)

    def count_units(self, key: str, taken: list[TakenSeat], units: set[int]) -> Figure:
        """Count meetings or groups whose members are many enough."""
        answers = _chosen((seat.person, key) for seat in taken)
        shown = self.disclosed(key, Kind.CATEGORY, answers, (key,), {key: len(units)})
        return _count(shown[0] if shown else None, key, HIDDEN if taken else NOTHING, base=False)

    def count_cost(self, taken: list[TakenSeat]) -> None:
        """Hours times what a member's hour in a session costs; the comparison itself counts no people."""
        held = _hours(taken)
        shown = self.disclosed("hours", Kind.AMOUNT, _one_each(held))
        found, wide = compare(self.scenario), spread(self.scenario)
        for key in ("hours", "cost", "cost_cash"):
            self.figures[key] = HIDDEN if held else NOTHING
        if shown and shown[0].total is not None:
            hours = shown[0].total
            self.figures["hours"] = Figure(value=round(hours, 2), base=shown[0].people)
            each = hours / found.groups.learning_hours
            self.figures["cost"] = Figure(value=round(each * found.groups.total, 2), base=shown[0].people)
            self.figures["cost_cash"] = Figure(value=round(each * found.groups.cash, 2), base=shown[0].people)
        self.figures |= {
            "saving_with_time": _plain(found.saving_with_time),
            "saving_low": _plain(wide.low),
            "saving_high": _plain(wide.high),
            "saving_cash": _plain(found.saving_cash),
            "dose": Figure(value=round(found.groups.learning_hours / found.training.learning_hours, 4)),
        }

    def count_time(self, taken: list[TakenSeat]) -> None:
        """Each person's hours as a share of their work time of the period."""
        hours = _hours(taken)
        years = (self.span.end_date - self.span.start_date).days / 365.25
        weekly = coverage.weekly_hours(self.organisation)
        usual = self.scenario["work_hours"]
        shares = [
            spent / ((weekly[person] * WEEKS_A_YEAR if person in weekly else usual) * years)
            for person, spent in hours.items()
        ]
        middle = middle_of(shares, step=WORK_HOURS_STEP, threshold=self.threshold)
        ends = (middle.median, middle.low, middle.high) if middle else (None, None, None)
        for key, share in zip(("time_share", "time_low", "time_high"), ends, strict=True):
            if middle is None or share is None:
                self.figures[key] = HIDDEN if hours else NOTHING
            else:
                self.figures[key] = Figure(value=round(share, 4), base=middle.people)

    def count_ratings(self) -> None:
        rated = evidence.ratings_in(self.organisation, self.span.start, self.span.end)
        for key, place in (("before", 1), ("after", 2)):
            self.score(key, {row[0]: row[place] for row in rated})
        questions = evidence.questions_in(self.organisation, self.span.start, self.span.end)
        for key in QUESTIONS:
            self.score(key, questions.get(key, {}))
        for key, seen in evidence.seen_in(self.organisation, self.span.start, self.span.end).items():
            self.score(key, seen)

    def count_effect(self) -> None:
        """What the latest frozen result of a study claims; its own thresholds were applied when it was frozen."""
        found = results.primary_of(self.actor)
        if found is not None and found.people >= self.threshold:
            ends = {"effect": found.effect, "effect_low": found.low, "effect_high": found.high}
            self.figures |= {key: Figure(value=round(value, 4), base=found.people) for key, value in ends.items()}

    def score(self, key: str, values: Mapping[int, float]) -> None:
        shown = self.disclosed(key, Kind.SCORE, _one_each(values))
        self.figures[key] = _mean(shown[0]) if shown else HIDDEN if values else NOTHING
        self.by_part[key] = {one.cut: _mean(one) for one in shown[1:]}

    def count_kept(self) -> None:
        start, end = self.span.start, self.span.end
        self.kept("kept", practice.decisions_in(self.organisation, start, end), was_asked=False)
        for months in (3, 6):
            answers = practice.follow_ups_in(self.organisation, months, start, end)
            asked = practice.was_asked_in(self.organisation, months, start, end)
            self.kept(f"kept_{months}", answers, was_asked=asked)

    def kept(self, key: str, decided: list[practice.Decided], *, was_asked: bool) -> None:
        answers, plans = _chosen(decided), Counter(became for _, became in decided)
        shown = self.disclosed(key, Kind.CATEGORY, answers, (practice.KEPT, practice.DROPPED), plans)
        nothing = HIDDEN if decided or was_asked else NOTHING
        counts = shown[0].counts if shown else {}
        if not {practice.KEPT, practice.DROPPED} <= counts.keys():
            self.figures[key] = nothing
            return
        self.figures[key] = Figure(value=round(counts[practice.KEPT] / sum(counts.values()), 4), base=shown[0].people)

    def count_stories(self, stories: list[Release], taken: list[TakenSeat]) -> list[Release]:
        """Comments need ten who could have made them."""
        pool = {seat.person for seat in taken if seat.is_held}
        if not stories:
            self.figures["stories"] = NOTHING
            return []
        if len(pool) < max(COMMENTS, self.threshold):
            self.figures["stories"] = HIDDEN
            return []
        self.figures["stories"] = Figure(value=len(stories))
        return stories

    def modules(self, taken: list[TakenSeat]) -> tuple[ModuleUse, ...]:
        used = sessions.modules_in(self.organisation, self.span.start, self.span.end)
        answers = _chosen((seat.person, used[seat.meeting]) for seat in taken if seat.is_held and seat.meeting in used)
        names = tuple(sorted(set(used.values())))
        shown = self.disclosed("modules", Kind.CATEGORY, answers, names, Counter(used.values()))
        known = shelf.shelf_of(self.organisation).known
        told = {key: (module.title, module.language) for key, module in known.items()}
        whole = shown[0] if shown else None
        uses = ((*told.get(name, (name, "")), _count(whole, name, HIDDEN, base=False)) for name in names)
        return tuple(ModuleUse(title=title, language=language, sessions=count) for title, language, count in uses)

    def all_cuts(self) -> Iterable[Cut]:
        """A row for every department and figure; what is not shown keeps its place."""
        for part in sorted(self.cuts):
            for key in PARTS:
                if self.figures[key].state is State.SHOWN:
                    yield Cut(figure=key, part=part, value=self.by_part.get(key, {}).get(part, HIDDEN))

    def unknown(self) -> Iterable[str]:
        if "effect" not in self.figures:
            yield "no_comparison"
            if self.figures["seen_different"].state is State.NONE:
                yield "self_rated"
        if self.figures["after"].state is State.NONE:
            yield "no_ratings"
        for months in (3, 6):
            if self.figures[f"kept_{months}"].state is State.NONE:
                yield f"not_due_{months}"
        if not has_return(self.actor):
            yield "no_benefit"
        yield "absence"


def units_of(department: str) -> list[str]:
    """A department with every unit that it lies in, where its name is a path.

    >>> units_of("Sales / North"), units_of("Law")
    (['Sales', 'Sales / North'], ['Law'])
    """
    parts = [part.strip() for part in department.split(WITHIN)]
    return [WITHIN.join(parts[: place + 1]) for place in range(len(parts))]


def _hours(taken: Iterable[TakenSeat]) -> dict[int, float]:
    hours: dict[int, float] = defaultdict(float)
    for seat in taken:
        if seat.is_held:
            hours[seat.person] += seat.hours
    return hours


def _chosen(rows: Iterable[tuple[int, str]]) -> Answers:
    """Who stands in which category, each once."""
    return by_person(set(rows))


def _one_each(values: Mapping[int, float | str]) -> Answers:
    return {person: (value,) for person, value in values.items()}


def _count(shown: Shown | None, category: str, nothing: Figure, *, base: bool = True) -> Figure:
    if shown is None or category not in shown.counts:
        return nothing
    return Figure(value=shown.counts[category], base=shown.people if base else None)


def _share(shown: Shown | None, category: str, nothing: Figure) -> Figure:
    if shown is None or category not in shown.counts:
        return nothing
    return Figure(value=round(shown.counts[category] / shown.people, 4), base=shown.people)


def _mean(shown: Shown) -> Figure:
    return Figure(value=shown.mean, base=shown.people)


def _plain(value: float | None) -> Figure:
    return NOTHING if value is None else Figure(value=round(value, 4))


def _obstacle(one: models.Obstacle, reply: models.Reply | None) -> Obstacle:
    return Obstacle(
        text=one.release.text,
        month=f"{one.week_date:%Y-%m}",
        choice=reply.choice if reply else "",
        reply=reply.text if reply else "",
        by_date=reply.by_date if reply else None,
    )


def _assumptions(scenario: Scenario) -> Iterable[Assumption]:
    for key, one in load_assumptions().items():
        is_given = key in scenario.values
        yield Assumption(
            label=one.label,
            value=round(scenario[key], 2),
            unit=one.unit,
            source="" if is_given else one.source,
            year=None if is_given else one.year,
            is_money=one.money,
        )
