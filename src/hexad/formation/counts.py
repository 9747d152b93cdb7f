"""The search over counts, for many people: no table grows with the square of their number.

Places are numbered group by group and never change their group; people change places. So a visit walks along memory:
the partners' values lie side by side, and so do the counts of their groups. What is said of pairs (a boss in common,
people to keep apart) is looked at last, only where a swap passes without it.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexad.formation.arrays import Table
from hexad.formation.compiled import compiled, leaf

TEMPERATURE, RATIO = 0, 1  # places in state.real
SCORE, BEST, WORSE = 0, 1, 2  # places in state.count
Ints = NDArray[np.int64]
Halves = NDArray[np.int32]
Int = Any  # of any width, as compiled


class State(NamedTuple):
    """What a search changes; n people and as many places, G groups, A attributes, B numbers, C classes."""

    codes: NDArray[np.int16]  # (n, A) by place; values numbered through all attributes
    numbers: Halves  # (n, B) by place
    classes: Halves  # (n, C) by place; 0: none
    person: Halves  # (n,) by place
    home: Halves  # (n,) group of a place
    place: Halves  # (n,) of a person
    first: Ints  # (G + 1,) places of each group
    counts: NDArray[np.int16]  # (G, values)
    sums: Ints  # (G, B)
    value_weights: Ints  # points of two members with the same value
    number_weights: Ints  # (B,) points of a squared difference of one
    class_weights: Ints  # (C,) points of two members of the same class
    pair_start: Ints  # (n + 1,) sparse pairs of each person
    pair_with: Halves
    pair_points: Ints
    pair_hope: Ints  # (n,) the points that a person's pairs can bring at best
    random: NDArray[np.uint64]  # (1,)
    real: NDArray[np.float64]  # (2,)
    tally: Ints  # (3,)
    best: Halves  # (n,) group of each person


def new_state(table: Table, sizes: Ints, lot: np.random.Generator) -> State:
    """Deal people to groups by lot and fill every table."""
    people, groups = len(table.codes), len(sizes)
    group = lot.permutation(np.repeat(np.arange(groups, dtype=np.int32), sizes))
    state = State(
        codes=np.zeros(table.codes.shape, np.int16),
        numbers=np.zeros(table.numbers.shape, np.int32),
        classes=np.zeros(table.classes.shape, np.int32),
        person=np.zeros(people, np.int32),
        home=np.repeat(np.arange(groups, dtype=np.int32), sizes),
        place=np.zeros(people, np.int32),
        first=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        counts=np.zeros((groups, table.value_weights.size), np.int16),
        sums=np.zeros((groups, table.numbers.shape[1]), np.int64),
        value_weights=table.value_weights,
        number_weights=table.number_weights,
        class_weights=table.class_weights,
        pair_start=table.pair_start,
        pair_with=table.pair_with,
        pair_points=table.pair_points,
        pair_hope=table.pair_hope,
        random=lot.integers(1, 1 << 63, size=1, dtype=np.uint64),
        real=np.zeros(2),
        tally=np.zeros(3, np.int64),
        best=group.copy(),
    )
    settle(state, table, group)
    state.tally[BEST] = state.tally[SCORE]
    return state


def settle(state: State, table: Table, group: Halves) -> None:
    """Put everybody where ``group`` says and compute all tables."""
    state.person[:] = np.argsort(group, kind="stable")
    state.place[state.person] = np.arange(len(group))
    state.codes[:], state.numbers[:] = table.codes[state.person], table.numbers[state.person]
    state.classes[:] = table.classes[state.person]
    state.counts.fill(0)
    for column in state.codes.T:
        np.add.at(state.counts, (state.home, column), 1)
    if state.numbers.shape[1]:
        state.sums[:] = np.add.reduceat(state.numbers.astype(np.int64), state.first[:-1], axis=0)
    state.tally[SCORE] = score_of(table, np.diff(state.first), group)


def score_of(table: Table, sizes: Ints, group: Halves) -> int:
    """Return the points of all pairs that share a group, counted from scratch."""
    groups, width, score = len(sizes), max(1, table.value_weights.size), 0
    for column in table.codes.T:
        pairs, values = _pairs_alike(group, column, groups, width)
        score += int((pairs * table.value_weights[values % width]).sum())
    for weight, column in zip(table.class_weights, table.classes.T, strict=True):
        known = column > 0
        pairs, _ = _pairs_alike(group[known], column[known], groups, int(column.max(initial=0)) + 1)
        score += int(weight) * int(pairs.sum())
    for weight, number in zip(table.number_weights, table.numbers.T, strict=True):
        sums, squares = np.zeros(groups, np.int64), np.zeros(groups, np.int64)
        np.add.at(sums, group, number)
        np.add.at(squares, group, number**2)
        score += int(weight) * int((sizes * squares - sums**2).sum())
    owner = np.repeat(np.arange(len(group)), np.diff(table.pair_start))
    return score + int(table.pair_points[group[owner] == group[table.pair_with]].sum()) // 2


def _pairs_alike(group: Halves, values: Halves, groups: int, width: int) -> tuple[Ints, Ints]:
    """Return how many pairs share a group and a value, for each such place, and the place."""
    places, alike = np.unique(group.astype(np.int64) * width + values, return_counts=True)
    return alike * (alike - 1) // 2, places


def typical_gain(state: State, lot: np.random.Generator, sample: int) -> float:
    """Return the median size of what a swap changes in values and numbers where people stand now."""
    first, second = lot.integers(0, len(state.home), (2, sample))
    sizes = [abs(one_gain(state, p, q)) for p, q in zip(first, second, strict=True) if state.home[p] != state.home[q]]
    return float(np.median(sizes)) if sizes else 0.0


@leaf
def _gain(state: State, p: Int, q: Int, g: Int, h: Int) -> Int:
    """Return what swapping the people at two places brings in values and numbers."""
    codes, counts, weights, total = state.codes, state.counts, state.value_weights, 0
    for a in range(np.uint64(codes.shape[1])):
        mine, other = np.uint64(codes[p, a]), np.uint64(codes[q, a])
        if mine != other:
            total += weights[mine] * (np.int64(counts[h, mine]) - counts[g, mine] + 1)
            total += weights[other] * (np.int64(counts[g, other]) - counts[h, other] + 1)
    for b in range(np.uint64(state.numbers.shape[1])):
        x, y = np.int64(state.numbers[p, b]), np.int64(state.numbers[q, b])
        between = y - x
        larger = (state.first[g + 1] - state.first[g]) - (state.first[h + 1] - state.first[h])
        spread = larger * (y * y - x * x) - 2 * between * (state.sums[g, b] - state.sums[h, b] + between)
        total += state.number_weights[b] * spread
    return total


@leaf
def _bound_to(state: State, p: Int, g: Int, without: Int) -> Int:
    """Return the points of pairs and classes of the person at a place with a group, one of its places left out."""
    total, i = 0, state.person[p]
    for c in range(state.classes.shape[1]):
        mine = state.classes[p, c]
        if mine != 0:
            for at in range(state.first[g], state.first[g + 1]):
                if at != p and at != without and state.classes[at, c] == mine:
                    total += state.class_weights[c]
    for at in range(state.pair_start[i], state.pair_start[i + 1]):
        other = state.place[state.pair_with[at]]
        if other != without and state.home[other] == g:
            total += state.pair_points[at]
    return total


@leaf
def _exchange(state: State, p: Int, q: Int, g: Int, h: Int) -> None:
    for a in range(state.codes.shape[1]):
        mine, other = state.codes[p, a], state.codes[q, a]
        state.counts[g, mine] -= 1
        state.counts[h, mine] += 1
        state.counts[h, other] -= 1
        state.counts[g, other] += 1
        state.codes[p, a], state.codes[q, a] = other, mine
    for b in range(state.numbers.shape[1]):
        x, y = state.numbers[p, b], state.numbers[q, b]
        state.sums[g, b] += y - x
        state.sums[h, b] -= y - x
        state.numbers[p, b], state.numbers[q, b] = y, x
    for c in range(state.classes.shape[1]):
        x, y = state.classes[p, c], state.classes[q, c]
        state.classes[p, c], state.classes[q, c] = y, x
    i, j = state.person[p], state.person[q]
    state.person[p], state.person[q] = j, i
    state.place[i], state.place[j] = q, p


@leaf
def _visit(state: State, p: Int, begin: Int, end: Int, least: Int, is_bound: Int) -> bool:
    """Take the first partner between two places whose swap passes the threshold."""
    g = state.home[p]
    own = _bound_to(state, p, g, -1) if is_bound else 0
    hope = state.pair_hope[state.person[p]] - own if is_bound else 0
    for q in range(begin, end):
        h = state.home[q]
        if h == g:
            continue
        gain = _gain(state, p, q, g, h)
        if gain + hope < least:
            continue
        if is_bound:
            gain += _bound_to(state, p, h, q) + _bound_to(state, q, g, p) - own - _bound_to(state, q, h, -1)
            if gain < least:
                continue
        state.tally[SCORE] += gain
        state.tally[WORSE] += 1 if gain < 0 else 0
        _exchange(state, p, q, g, h)
        return True
    return False


@compiled
def one_gain(state: State, p: Int, q: Int) -> Int:
    """Return what swapping the people at two places brings in values and numbers."""
    return _gain(state, p, q, state.home[p], state.home[q])


@compiled
def advance(state: State, logs: NDArray[np.float64], sweeps: int, width: int) -> int:
    """Do sweeps and return how many; at temperature nought only improvements are taken, until there are none.

    Each place is visited once a sweep and looks at ``width`` others in a row, from a drawn one on.
    """
    n, real, word = state.person.size, state.real, state.random[0]
    is_bound = state.classes.shape[1] > 0 or state.pair_with.size > 0
    for done in range(sweeps):
        warm, taken = real[TEMPERATURE], 0
        for p in range(n):
            word ^= word >> np.uint64(12)
            word ^= word << np.uint64(25)
            word ^= word >> np.uint64(27)
            drawn = word * np.uint64(2685821657736338717)
            least = np.int64(warm * logs[drawn >> np.uint64(52)]) if warm > 0.0 else np.int64(1)
            begin = np.int64(((drawn >> np.uint64(20)) & np.uint64(0xFFFFFFFF)) % np.uint64(n))
            end = min(begin + width, n)
            if _visit(state, p, begin, end, least, is_bound) or (
                width > n - begin and _visit(state, p, 0, min(width - (n - begin), begin), least, is_bound)
            ):
                taken += 1
        if state.tally[SCORE] > state.tally[BEST]:
            state.tally[BEST] = state.tally[SCORE]
            for p in range(n):
                state.best[state.person[p]] = state.home[p]
        state.random[0] = word
        real[TEMPERATURE] *= real[RATIO]
        if warm == 0.0 and taken == 0 and width >= n:
            return done + 1
    return sweeps
