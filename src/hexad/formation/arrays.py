"""From candidates to arrays of whole numbers, the form in which the kernels see a problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hexad.formation.catalogue import Mode, kind_of
from hexad.formation.compiled import logarithms
from hexad.formation.context import (
    POINT,
    RANKED,
    STEPS,
    Context,
    alone_value,
    columns_of,
    is_numeric,
    ranked,
    thousandths,
    values_of,
)
from hexad.formation.fitting import people_at
from hexad.formation.kernels import ALWAYS, QUORUM, SHARE, SOLO, WINDOW, WISHED_WINDOW, Data, Ints, Words
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate
from hexad.formation.ruleset import Rule

FEW_VALUES = 64  # of an attribute, up to which they are counted by group
STEP_UP = 16  # how much heavier a hard rule weighs than the one that gives way before it
HIGHEST = 5  # steps up, so that sums stay far inside 64 bits
MOST_LOST = 255  # in a byte
ROWS = 4096  # people whose calendars are unpacked at a time
COMMON = ("level", "topic", "ranking", "language", "face", "alone", "meet")
Segment = tuple[Words, int, int]
Column = tuple[list[str], int]  # values of everybody, points of two that agree


@dataclass(frozen=True, slots=True)
class Penalties:
    """What breaking a rule costs in the search, in thousandths of a point.

    A hard rule costs more than any swap can bring; each step up in the order of relaxation weighs 16 times as much.
    """

    base: int
    relax: tuple[str, ...]

    @classmethod
    def of(cls, context: Context) -> "Penalties":
        """Work out the base from the wishes: no single swap brings more."""
        wishes = sum(thousandths(rule) for rule in context.on if rule.mode is Mode.WISH)
        fellows = context.problem.sizes.high - 1
        return cls(max(POINT, 2 * fellows * wishes), context.problem.rules.relax)

    def cost(self, rule: Rule) -> int:
        """Return the cost of one breach."""
        if rule.mode is Mode.WISH:
            return thousandths(rule)
        step = self.relax.index(rule.key) if rule.key in self.relax else len(self.relax)
        return int(self.base * STEP_UP ** min(step, HIGHEST))


@dataclass(frozen=True, slots=True)
class Table:
    """What is wished and asked of pairs, in a size that grows with the people; n people.

    Attributes
    ----------
    codes, value_weights
        (n, A) values, numbered through all attributes, and the points of two members with the same one.
    classes, class_weights
        (n, C) values of attributes that have many, 0 for none, and the points of two members of one class.
    numbers, number_weights
        (n, B) and the points of a squared difference of one.
    pair_start, pair_with, pair_points, pair_hope
        Sparse pairs of each person, and the points that they can bring at best.
    """

    codes: NDArray[np.int32]
    value_weights: Ints
    classes: NDArray[np.int32]
    class_weights: Ints
    numbers: Ints
    number_weights: Ints
    pair_start: Ints
    pair_with: NDArray[np.int32]
    pair_points: Ints
    pair_hope: Ints

    def distance(self) -> Ints:
        """Put everything into one (n, n) matrix of points."""
        people = self.codes.shape[0]
        distance = np.zeros((people, people), np.int64)
        for column in self.codes.T:
            distance += np.where(column[:, None] == column[None, :], self.value_weights[column][:, None], 0)
        for weight, column in zip(self.class_weights, self.classes.T, strict=True):
            distance += np.where((column[:, None] == column[None, :]) & (column > 0)[:, None], weight, 0)
        for weight, column in zip(self.number_weights, self.numbers.T, strict=True):
            distance += weight * (column[:, None] - column[None, :]) ** 2
        owner = np.repeat(np.arange(people), np.diff(self.pair_start))
        np.add.at(distance, (owner, self.pair_with), self.pair_points)
        np.fill_diagonal(distance, 0)
        return distance


def table_of(part: Part, context: Context) -> Table:
    """Turn a part into arrays; the order of people is the part's."""
    people, penalties = part.people, Penalties.of(context)
    counted, many = _columns(people, context, penalties)
    codes, value_weights = _number_values(counted, len(people))
    numbers, number_weights = _numbers(people, context)
    start, other, points, hope = _sparse(_pairs(people, context, penalties), len(people))
    return Table(
        codes=codes,
        value_weights=value_weights,
        classes=np.array([_ranks(column) for column, _ in many], np.int32).reshape(len(many), -1).T.copy()
        if many
        else np.zeros((len(people), 0), np.int32),
        class_weights=np.array([weight for _, weight in many], np.int64),
        numbers=numbers,
        number_weights=number_weights,
        pair_start=start,
        pair_with=other,
        pair_points=points,
        pair_hope=hope,
    )


def common_data(part: Part, context: Context, distance: Ints, segments: Sequence[Segment]) -> Data:
    """Turn a part into what the search for something in common needs."""
    penalties = Penalties.of(context)
    words, edges, kinds, costs = _packed_segments(segments)
    hard = costs >= penalties.base
    asked = hard & np.isin(kinds, (WINDOW, SHARE))
    cheapest = costs[asked].min(initial=penalties.base * STEP_UP**HIGHEST)
    return Data(
        distance=distance,
        bits=words,
        segments=edges,
        segment_kind=kinds,
        segment_cost=costs,
        segment_hard=hard.astype(np.int64),
        people_at=people_at(words),
        weights=np.where(asked, np.minimum(costs // cheapest, MOST_LOST // len(costs)), 0).astype(np.uint8),
        cheapest=np.array([cheapest if asked.any() else 0], np.float64),
        wished=np.array([costs[~hard].sum() if (asked == hard).all() else ALWAYS], np.float64),
        sizes=np.array(part.sizes, np.int64),
        logs=logarithms(),
    )


def _columns(people: Sequence[Candidate], context: Context, penalties: Penalties) -> tuple[list[Column], list[Column]]:
    """Read the attributes, those with few values and those with many."""
    columns: list[Column] = []
    for rule in context.on:
        if rule.key == "line":
            columns.append(([one.bosses[0] if one.bosses else "" for one in people], -penalties.cost(rule)))
        elif not _is_common(rule) and kind_of(rule.key).kind == "attribute" and not is_numeric(rule):
            agree = rule.option("prefer") == "same"
            values = [next(iter(values_of(one, rule)), "") for one in people]
            columns.append((values, (1 if agree else -1) * penalties.cost(rule)))
    few = [column for column in columns if len(set(column[0])) <= FEW_VALUES]
    return few, [column for column in columns if len(set(column[0])) > FEW_VALUES]


def _ranks(column: Sequence[str]) -> list[int]:
    order = {value: at for at, value in enumerate(sorted(set(column) - {""}), start=1)}
    return [order.get(value, 0) for value in column]


def _number_values(columns: Sequence[Column], people: int) -> tuple[NDArray[np.int32], Ints]:
    """Number the values of all columns in one row; an unknown value weighs nothing, so it agrees with nobody."""
    codes = np.zeros((people, len(columns)), np.int32)
    value_weights: list[int] = []
    for a, (column, weight) in enumerate(columns):
        order = {value: len(value_weights) + at for at, value in enumerate(sorted(set(column)))}
        codes[:, a] = [order[value] for value in column]
        value_weights += [0 if value == "" else weight for value in order]
    return codes, np.array(value_weights, np.int64)


def _numbers(people: Sequence[Candidate], context: Context) -> tuple[Ints, Ints]:
    rules = [rule for rule in context.on if is_numeric(rule)]
    columns = [[context.step_of(one, rule.key) for one in people] for rule in rules]
    signs = [-1 if rule.option("prefer") == "same" else 1 for rule in rules]
    weights = [sign * thousandths(rule) // STEPS**2 for sign, rule in zip(signs, rules, strict=True)]
    for rule in context.on:
        if rule.key == "gives":
            exchanged = list(_exchanged(people, context))
            columns += exchanged
            weights += [sign * thousandths(rule) // 4 for _ in exchanged[::2] for sign in (-1, 1)]
    return np.array(columns, np.int64).reshape(len(columns), len(people)).T.copy(), np.array(weights, np.int64)


def _exchanged(people: Sequence[Candidate], context: Context) -> Iterator[list[int]]:
    """Yield two numbers for each topic, of which the squared differences say who gives what another wants.

    With g and w nought or one, never both one: 4 (g w' + w g') is the squared difference of g - w less that of g + w.
    """
    nothing: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    offers = [context.offers.get(one.key, nothing) for one in people]
    for topic in context.exchanged:
        yield [(topic in gives) + (topic in wants) for gives, wants in offers]
        yield [(topic in gives) - (topic in wants) for gives, wants in offers]


def _pairs(people: Sequence[Candidate], context: Context, penalties: Penalties) -> Iterator[tuple[int, int, int]]:
    """Yield pairs with their points, each once, fellow reports left out: they are an attribute."""
    index = {one.key: at for at, one in enumerate(people)}
    for rule in context.on:
        if rule.key == "line":
            found = _line_pairs(people, index, rule.number("steps"))
        elif rule.key == "repeats":
            yield from _past_pairs(index, context, penalties.cost(rule))
            continue
        elif rule.key in context.pairs:
            of = context.pairs[rule.key].of
            found = ((i, index[key]) for one, i in index.items() for key in sorted(of.get(one, ())) if key in index)
        else:
            continue
        points = penalties.cost(rule) * (1 if rule.key == "together" else -1)
        yield from ((i, j, points) for i, j in sorted({(min(pair), max(pair)) for pair in found}))


def _past_pairs(index: dict[str, int], context: Context, cost: int) -> Iterator[tuple[int, int, int]]:
    for one, i in index.items():
        for other, tenths in sorted(context.met.get(one, {}).items()):
            if i < index.get(other, -1):
                yield i, index[other], -cost * tenths // 10


def _line_pairs(people: Sequence[Candidate], index: dict[str, int], steps: int) -> Iterator[tuple[int, int]]:
    for i, one in enumerate(people):
        for boss in one.bosses[:steps]:
            j = index.get(boss, i)
            fellows = one.bosses[:1] == people[j].bosses[:1]
            if j != i and not fellows:
                yield i, j


def _sparse(pairs: Iterator[tuple[int, int, int]], people: int) -> tuple[Ints, NDArray[np.int32], Ints, Ints]:
    table = np.array(list(pairs), np.int64).reshape(-1, 3)
    if len(table) == 0:
        return np.zeros(people + 1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(people, np.int64)
    both = np.concatenate([table, table[:, [1, 0, 2]]])
    both = both[np.lexsort((both[:, 1], both[:, 0]))]
    start = np.searchsorted(both[:, 0], np.arange(people + 1))
    hope = np.zeros(people, np.int64)
    np.add.at(hope, both[:, 0], np.maximum(both[:, 2], 0))
    return start.astype(np.int64), both[:, 1].astype(np.int32), np.ascontiguousarray(both[:, 2]), hope


def _is_common(rule: Rule) -> bool:
    return rule.key in COMMON


def segments_of(part: Part, context: Context) -> list[Segment]:
    """Return what members need in common, the dearest first, so that a bad swap is dropped early."""
    found: list[Segment] = []
    penalties = Penalties.of(context)
    for rule in context.on:
        if rule.key == "meet":
            found += [(words, *_window_kind(rule, context, penalties)) for words in _windows(part, context)]
        elif rule.key == "alone":
            found += [(words, SOLO, penalties.cost(rule)) for words in _kinds(part.people, rule)]
        elif _is_common(rule):
            words_of_all = [_shared(have) for have in _having(part.people, rule)]
            found += [(words, SHARE, penalties.cost(rule)) for words in words_of_all if words is not None]
    return sorted(found, key=lambda segment: -segment[2])


def has_segments(part: Part, context: Context) -> bool:
    """Return whether members need anything in common that not all people of a part have."""
    rules = [rule for rule in context.on if _is_common(rule)]
    return any(rule.key in ("meet", "alone") or any(map(_can_differ, _having(part.people, rule))) for rule in rules)


def _packed_segments(found: Sequence[Segment]) -> tuple[Words, Words, Ints, Ints]:
    columns = [segment[0] for segment in found]
    edges = np.cumsum([0, *(column.shape[1] for column in columns)])
    bits = np.ascontiguousarray(np.concatenate(columns, axis=1))
    return bits, edges, np.array([s[1] for s in found], np.int64), np.array([s[2] for s in found], np.int64)


def _window_kind(rule: Rule, context: Context, penalties: Penalties) -> tuple[int, int]:
    if context.may_miss:
        return QUORUM, penalties.cost(rule)
    return WINDOW if rule.mode is Mode.MUST else WISHED_WINDOW, penalties.cost(rule)


def _having(people: Sequence[Candidate], rule: Rule) -> Iterator[list[frozenset[str]]]:
    """What each person could share with the others: once for a rule, and for a ranking once for each place in it."""
    if rule.key == "ranking":
        yield from ([ranked(one, places) for one in people] for places in RANKED)
    else:
        yield [values_of(one, rule) for one in people]


def _can_differ(have: Sequence[frozenset[str]]) -> bool:
    known = [values for values in have if values]
    return bool(known) and not frozenset.intersection(*known)


def _kinds(people: Sequence[Candidate], rule: Rule) -> Iterator[Words]:
    """Yield, for each column in which nobody should stand alone, one bit a value; the first one is for unknown."""
    for column in columns_of(rule):
        mine = [alone_value(one, column) for one in people]
        values = ["", *sorted(set(mine) - {""})]
        if len(values) > 2:
            yield _pack(np.array([[value == one for value in values] for one in mine], bool))


def _shared(have: Sequence[frozenset[str]]) -> Words | None:
    """Give each value a bit; None where one value suits all, so that the rule cannot be broken."""
    if not _can_differ(have):
        return None
    known = [values for values in have if values]
    values = sorted(frozenset.union(*known))
    table = np.array([[value in mine or not mine for value in values] for mine in have], bool)
    return _pack(table)


def _windows(part: Part, context: Context) -> Iterator[Words]:
    """Yield each block's starts, without those at which too few are free to make a group."""
    fewest = min(part.sizes) - context.may_miss
    starts = [context.starts_of(one) for one in part.people]
    for first, last in context.problem.blocks:
        width = last - first
        chunks = [_unpack(starts[at : at + ROWS], first, width) for at in range(0, len(starts), ROWS)]
        useful = sum((chunk.sum(axis=0, dtype=np.int64) for chunk in chunks), np.zeros(width, np.int64)) >= fewest
        yield np.concatenate([_pack(chunk[:, useful]) for chunk in chunks])


def _unpack(bitmaps: Sequence[int], first: int, width: int) -> NDArray[np.bool_]:
    keep, size = (1 << width) - 1, -(-width // 8)
    raw = b"".join(((bitmap >> first) & keep).to_bytes(size, "little") for bitmap in bitmaps)
    rows = np.frombuffer(raw, np.uint8).reshape(len(bitmaps), size)
    return np.unpackbits(rows, axis=1, count=width, bitorder="little").astype(bool)


def _pack(table: NDArray[np.bool_]) -> Words:
    """Pack a table of truths into words of 64 bits, at least one word a row."""
    rows, width = table.shape
    words = max(1, -(-width // 64))
    padded = np.zeros((rows, words * 64), bool)
    padded[:, :width] = table
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64)
