"""What the rules need to know beyond one group, worked out once for a problem."""

import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, permutations

from hexad.availability.windows import PRACTICE_DAYS, SLOTS_A_DAY, runs, start_bits
from hexad.formation.catalogue import CATALOGUE, Mode, kind_of
from hexad.formation.errors import FormationError
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.ruleset import Rule
from hexad.problems import Problem, shorten

STEPS = 10  # a number is read on a scale from 0 to 10
RANKED = (1, 2)  # the places of a ranking that count: the first choice counts twice, the second once
POINT = 1000  # thousandths, so that sums are exact
MINUTES_A_SLOT = 15
HALF_LIFE = 365.25  # days
NOTHING: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
Scale = tuple[float, float, int]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Who is paired with whom in one rule: key to keys."""

    of: Mapping[str, frozenset[str]]

    @classmethod
    def from_sets(cls, sets: Iterable[Sequence[str]], known: Mapping[str, Candidate]) -> "Pairs":
        """Pair everybody in a set with everybody else in it; people who are no candidates are left out."""
        pairs: dict[str, set[str]] = {}
        for people in sets:
            for first, second in combinations([key for key in people if key in known], 2):
                pairs.setdefault(first, set()).add(second)
                pairs.setdefault(second, set()).add(first)
        return cls({key: frozenset(others) for key, others in pairs.items()})

    def hold(self, first: Candidate, second: Candidate) -> bool:
        """Return whether two people are paired."""
        return second.key in self.of.get(first.key, frozenset())


@dataclass(frozen=True)
class Context:
    """A problem with the rules that are on, pairs, scales and calendars ready to be asked."""

    problem: FormationProblem
    starts: dict[str, int] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[str, Candidate]:
        """Candidates by key."""
        return self.problem.by_key()

    @cached_property
    def on(self) -> tuple[Rule, ...]:
        """Rules that are on and have something to look at."""
        return tuple(rule for rule in self.problem.rules.rules if rule.mode is not Mode.OFF and self._has_data(rule))

    @cached_property
    def pairs(self) -> dict[str, Pairs]:
        """The pairs of the rules about named people."""
        sets = {
            "apart": self.problem.all_apart,
            "rivals": self.problem.rivals,
            "together": self.problem.all_together,
        }
        return {key: Pairs.from_sets(people, self.known) for key, people in sets.items()}

    @cached_property
    def met(self) -> Mapping[str, Mapping[str, int]]:
        """How freshly two people have shared a group, key to key, in tenths: 10 in the last round, half a year before.

        Source: our choice; a half-life of a year, so that after three years nothing is left of it.
        """
        newest = max((past.on for past in self.problem.history), default=None)
        found: dict[str, dict[str, float]] = {}
        for past in self.problem.history:
            fresh = 0.5 ** ((newest - past.on).days / HALF_LIFE) if newest else 0.0
            for first, second in permutations([key for key in past.people if key in self.known], 2):
                of = found.setdefault(first, {})
                of[second] = of.get(second, 0.0) + fresh
        tenths = {one: {other: min(10, round(10 * fresh)) for other, fresh in of.items()} for one, of in found.items()}
        return {one: {other: many for other, many in of.items() if many} for one, of in tenths.items()}

    @cached_property
    def offers(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """What each person gives and wants, by key; who wants what they give themselves wants nothing there."""
        found = {}
        for one in self.problem.candidates:
            gives, wants = (frozenset(texts_of(one, column)) for column in ("gives", "wants"))
            if gives or wants:
                found[one.key] = (gives, wants - gives)
        return found

    @cached_property
    def exchanged(self) -> tuple[str, ...]:
        """What somebody gives and somebody wants, in order."""
        gives = frozenset[str]().union(*(gives for gives, _ in self.offers.values()))
        wants = frozenset[str]().union(*(wants for _, wants in self.offers.values()))
        return tuple(sorted(gives & wants))

    def exchanges(self, first: Candidate, second: Candidate) -> int:
        """How many wants of two people the other one meets."""
        (gives, wants), (their_gives, their_wants) = (self.offers.get(one.key, NOTHING) for one in (first, second))
        return len(gives & their_wants) + len(wants & their_gives)

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Lowest and highest value and the middle step of every numeric column."""
        return {rule.key: self._scale(rule.key) for rule in self.on if is_numeric(rule)}

    @cached_property
    def meet_slots(self) -> int:
        """Length of a window in slots."""
        return max(1, -(-self.problem.rules.rule("meet").number("minutes") // MINUTES_A_SLOT))

    @cached_property
    def windows(self) -> tuple[int, ...]:
        """For each block the bitmap of starts from which a window stays inside it."""
        return tuple(start_bits(self.problem.blocks, self.meet_slots))

    @cached_property
    def anywhere(self) -> int:
        """The starts of all blocks."""
        bitmap = 0
        for inside in self.windows:
            bitmap |= inside
        return bitmap

    @cached_property
    def is_long_enough_for_a_cycle(self) -> bool:
        """Whether the blocks reach far enough for an explore and its reflect session."""
        blocks = self.problem.blocks
        return bool(blocks) and blocks[-1][1] - blocks[0][0] > PRACTICE_DAYS[1] * SLOTS_A_DAY

    @cached_property
    def may_miss(self) -> int:
        """How many members a window can do without."""
        missing = self.problem.rules.rule("meet").number("may_miss")
        if missing > 1:
            raise FormationError("Set meet.may_miss to 0 or 1: a group without two members is another group.")
        return missing

    @cached_property
    def gives_way(self) -> frozenset[str]:
        """Hard rules that may be relaxed."""
        return frozenset(self.problem.rules.relax)

    def starts_of(self, candidate: Candidate) -> int:
        """Starts from which a person is free for a whole window."""
        if candidate.free is None:
            return self.anywhere
        found = self.starts.get(candidate.key)
        if found is None:
            found = self.starts[candidate.key] = runs(candidate.free, self.meet_slots) & self.anywhere
        return found

    def step_of(self, candidate: Candidate, key: str) -> int:
        """A numeric value on the scale from 0 to 10; who has none stands in the middle."""
        low, high, middle = self.scales[key]
        value = candidate.numbers.get(key)
        if value is None:
            value = number_in(candidate.attributes.get(key))
        if value is None:
            return middle
        return round(STEPS * (value - low) / (high - low)) if high > low else middle

    def missing_columns(self) -> tuple[Problem, ...]:
        """Warn of rules about columns that nobody has, and of what is no number in a column that is read as one."""
        further = [rule for rule in self.problem.rules.rules if rule.key not in CATALOGUE and rule.mode is not Mode.OFF]
        return (
            *(
                Problem(
                    field=rule.key,
                    remedy=f"Nobody has a column {rule.key}: correct its name in the rules or add it to the file.",
                    severity="warning",
                )
                for rule in further
                if not self._has_data(rule) and not any(self._no_numbers(rule))
            ),
            *(problem for rule in further for problem in self._no_numbers(rule)),
        )

    def _no_numbers(self, rule: Rule) -> Iterator[Problem]:
        if not is_numeric(rule):
            return
        for one in self.problem.candidates:
            text = one.attributes.get(rule.key)
            if text and rule.key not in one.numbers and number_in(text) is None:
                yield Problem(
                    row=one.row,
                    field=rule.key,
                    found=shorten(text if isinstance(text, str) else "; ".join(text)),
                    remedy="Write a number, such as 3.5. It counts as unknown.",
                    severity="warning",
                )

    def _has_data(self, rule: Rule) -> bool:
        if rule.key == "meet":
            return bool(self.problem.blocks) and any(one.free is not None for one in self.problem.candidates)
        if rule.key in ("apart", "rivals", "together"):
            return bool(self.pairs[rule.key].of)
        if rule.key == "repeats":
            return any(self.met.values())
        if rule.key == "gives":
            return bool(self.exchanged)
        if rule.key == "alone":
            return any(alone_value(one, column) for column in columns_of(rule) for one in self.problem.candidates)
        if rule.key == "line":
            return any(one.bosses for one in self.problem.candidates)
        if is_numeric(rule):
            return bool(self._numbers(rule.key))
        return any(values_of(one, rule) for one in self.problem.candidates)

    def _numbers(self, key: str) -> list[float]:
        found = [one.numbers.get(key, number_in(one.attributes.get(key))) for one in self.problem.candidates]
        return [value for value in found if value is not None]

    def _scale(self, key: str) -> Scale:
        values = self._numbers(key)
        low, high = min(values), max(values)
        middle = round(STEPS * (statistics.median(values) - low) / (high - low)) if high > low else 0
        return low, high, middle


def thousandths(rule: Rule) -> int:
    """Return a weight in thousandths of a point; weights come in tenths, so this is exact."""
    return round(rule.weight * 10) * (POINT // 10)


def number_in(text: str | tuple[str, ...] | None) -> float | None:
    """Read a number from a column of text; None where there is none."""
    try:
        value = float(str(text).replace(",", ".")) if text else None
    except ValueError:
        return None
    return value if value is not None and abs(value) < 1e15 else None  # NaN and infinity fail the comparison


def is_numeric(rule: Rule) -> bool:
    """Return whether a rule reads its column as a number."""
    return "numeric" in kind_of(rule.key).options and bool(rule.option("numeric"))


def columns_of(rule: Rule) -> tuple[str, ...]:
    """Return the columns that the rule `alone` looks at."""
    columns = rule.option("columns")
    return tuple(map(str, columns)) if isinstance(columns, tuple) else ()


def alone_value(candidate: Candidate, column: str) -> str:
    """Return a person's value in a column, or empty."""
    if column in ("level", "department", "site"):
        return str(getattr(candidate, column))
    return "; ".join(sorted(texts_of(candidate, column)))


def texts_of(candidate: Candidate, column: str) -> tuple[str, ...]:
    """Return the values of a further column; several may be separated by semicolons."""
    value = candidate.attributes.get(column, "")
    return tuple(part.strip() for part in value.split(";") if part.strip()) if isinstance(value, str) else value


def band_of(candidate: Candidate, rule: Rule) -> str:
    """Return the tenure band as text, or empty."""
    years, bands = candidate.numbers.get("tenure"), rule.option("bands")
    if years is None or not isinstance(bands, tuple):
        return ""
    return str(sum(years >= edge for edge in bands if isinstance(edge, float)))


def values_of(candidate: Candidate, rule: Rule) -> frozenset[str]:
    """Return what a person has under a rule: a value of an attribute, or levels, topics, languages; may be empty."""
    if rule.key in ("topic", "ranking"):
        return frozenset(candidate.topics)
    if rule.key == "language":
        return frozenset(candidate.languages)
    if rule.key == "tenure":
        value: str | tuple[str, ...] = band_of(candidate, rule)
    elif rule.key in ("level", "department", "site", "face"):
        value = candidate.site if rule.key == "face" else str(getattr(candidate, rule.key))
    else:
        value = candidate.attributes.get(rule.key, "")
    text = value if isinstance(value, str) else "; ".join(sorted(value))
    return frozenset({text}) if text else frozenset()


def ranked(candidate: Candidate, places: int) -> frozenset[str]:
    """Return the topics on the first places of a person's ranking; all where there are no more, none for none."""
    return frozenset(candidate.topics[:places])


def in_line(first: Candidate, second: Candidate, steps: int) -> bool:
    """Return whether one is above the other within some steps, or both report to the same boss."""
    if first.bosses[:1] and first.bosses[:1] == second.bosses[:1]:
        return True
    return second.key in first.bosses[:steps] or first.key in second.bosses[:steps]
