"""From candidates to arrays of whole numbers, the form in which the kernels see a problem."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hexad.formation.catalogue import Mode
from hexad.formation.context import POINT, RANKED, STEPS, Context, is_numeric, ranked, thousandths, values_of
from hexad.formation.kernels import LOGS, QUORUM, SHARE, WINDOW, WISHED_WINDOW, Data, Ints, Words
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate
from hexad.formation.ruleset import Rule

DENSE = 2500  # people up to whom an n x n matrix of distances pays; 50 MB there
STEP_UP = 16  # how much heavier a hard rule weighs than the one that gives way before it
HIGHEST = 5  # steps up, so that sums stay far inside 64 bits
ROWS = 4096  # people whose calendars are unpacked at a time
NOBODY = "\0"
Segment = tuple[Words, int, int]


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


def kernel_for(part: Part) -> str:
    """Return which kernel searches a part: ``dense`` distances, or ``counts`` where a matrix would be too large."""
    return "dense" if len(part.people) <= DENSE else "counts"


def build(part: Part, context: Context) -> Data:
    """Turn a part into arrays; the order of people is the part's."""
    people, penalties = part.people, Penalties.of(context)
    codes, value_weights = _codes(people, context, penalties)
    numbers, number_weights = _numbers(people, context)
    start, other, points, hope = _sparse(_pairs(people, context, penalties), len(people))
    words, segments, kinds, costs = _segments(part, context, penalties)
    data = Data(
        distance=np.zeros((0, 0), np.int64),
        codes=codes,
        value_weights=value_weights,
        numbers=numbers,
        number_weights=number_weights,
        pair_start=start,
        pair_with=other,
        pair_points=points,
        pair_hope=hope,
        bits=words,
        segments=segments,
        segment_kind=kinds,
        segment_cost=costs,
        segment_hard=(costs >= penalties.base).astype(np.int64),
        sizes=np.array(part.sizes, np.int64),
        logs=np.log((np.arange(LOGS) + 0.5) / LOGS),
    )
    return _dense(data) if kernel_for(part) == "dense" else data


def _codes(people: Sequence[Candidate], context: Context, penalties: Penalties) -> tuple[NDArray[np.int32], Ints]:
    columns, weights = [], []
    for rule in context.on:
        if rule.key == "line":
            columns.append([one.bosses[0] if one.bosses else "" for one in people])
            weights.append(-penalties.cost(rule))
        elif not _is_common(rule) and rule.key not in context.pairs and not is_numeric(rule):
            columns.append([next(iter(values_of(one, rule)), "") for one in people])
            agree = rule.option("prefer") == "same"
            weights.append((1 if agree else -1) * penalties.cost(rule))
    return _number_values(columns, weights, len(people))


def _number_values(columns: list[list[str]], weights: list[int], people: int) -> tuple[NDArray[np.int32], Ints]:
    """Number the values of all columns in one row; an unknown value weighs nothing, so it agrees with nobody."""
    codes = np.zeros((people, len(columns)), np.int32)
    value_weights: list[int] = []
    for a, (column, weight) in enumerate(zip(columns, weights, strict=True)):
        order = {value: len(value_weights) + at for at, value in enumerate(sorted(set(column)))}
        codes[:, a] = [order[value] for value in column]
        value_weights += [0 if value == "" else weight for value in order]
    return codes, np.array(value_weights, np.int64)


def _numbers(people: Sequence[Candidate], context: Context) -> tuple[Ints, Ints]:
    rules = [rule for rule in context.on if is_numeric(rule)]
    numbers = np.array([[context.step_of(one, rule.key) for rule in rules] for one in people], np.int64)
    signs = [-1 if rule.option("prefer") == "same" else 1 for rule in rules]
    weights = [sign * thousandths(rule) // STEPS**2 for sign, rule in zip(signs, rules, strict=True)]
    return numbers.reshape(len(people), len(rules)), np.array(weights, np.int64)


def _pairs(people: Sequence[Candidate], context: Context, penalties: Penalties) -> Iterator[tuple[int, int, int]]:
    """Yield pairs with their points, each once, fellow reports left out: they are an attribute."""
    index = {one.key: at for at, one in enumerate(people)}
    for rule in context.on:
        if rule.key == "line":
            found = _line_pairs(people, index, rule.number("steps"))
        elif rule.key in context.pairs:
            of = context.pairs[rule.key].of
            found = ((i, index[key]) for one, i in index.items() for key in sorted(of.get(one, ())) if key in index)
        else:
            continue
        points = penalties.cost(rule) * (1 if rule.key == "together" else -1)
        yield from ((i, j, points) for i, j in sorted({(min(pair), max(pair)) for pair in found}))


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


def _dense(data: Data) -> Data:
    """Put attributes, numbers and sparse pairs into one matrix of points; the counting arrays become empty."""
    people = data.codes.shape[0]
    distance = np.zeros((people, people), np.int64)
    for column in data.codes.T:
        distance += np.where(column[:, None] == column[None, :], data.value_weights[column], 0)
    for weight, column in zip(data.number_weights, data.numbers.T, strict=True):
        distance += weight * (column[:, None] - column[None, :]) ** 2
    owner = np.repeat(np.arange(people), np.diff(data.pair_start))
    np.add.at(distance, (owner, data.pair_with), data.pair_points)
    np.fill_diagonal(distance, 0)
    return data._replace(
        distance=distance,
        pair_start=np.zeros(people + 1, np.int64),
        pair_with=np.zeros(0, np.int32),
        pair_points=np.zeros(0, np.int64),
    )


def _is_common(rule: Rule) -> bool:
    return rule.key in ("level", "topic", "ranking", "language", "meet")


def _segments(part: Part, context: Context, penalties: Penalties) -> tuple[Words, Words, Ints, Ints]:
    found: list[Segment] = []
    for rule in context.on:
        if rule.key == "meet":
            found += [(words, *_window_kind(rule, context, penalties)) for words in _windows(part, context)]
        elif _is_common(rule):
            words_of_all = [_shared(have) for have in _having(part.people, rule)]
            found += [(words, SHARE, penalties.cost(rule)) for words in words_of_all if words is not None]
    found.sort(key=lambda segment: -segment[2])  # the dearest first, so that a bad swap is dropped early
    columns = [segment[0] for segment in found] or [np.zeros((len(part.people), 0), np.uint64)]
    edges = np.cumsum([0, *(column.shape[1] for column in columns)])[: len(found) + 1]
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


def _shared(have: Sequence[frozenset[str]]) -> Words | None:
    """Give each value a bit; None where one value suits all, so that the rule cannot be broken."""
    known = [values for values in have if values]
    if not known or frozenset.intersection(*known):
        return None
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
