"""The inner loops of the search, compiled by numba; import this module only where a search runs.

People are indices ``0 .. n-1``, groups ``0 .. G-1``. Everything is a whole number (thousandths of a point), so
that sums are exact in any order; the temperature is the one float. Points of pairs stand in a matrix, with a
group-major table of sums.

A rule about something in common (level, topic, language, a window in each block) is a *segment* of a person's
bitmap: the members keep it when the AND of their segments is not zero. For each person ``state.rest`` holds
that AND over the fellow members, and ``state.near`` the bits at which at most one of them is missing, so that
one candidate costs one AND.

The module is longer than others on purpose: the loops share their layout, and one file shows it at a glance.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexad.formation.compiled import LOGS, compiled, inner, leaf
from hexad.formation.fitting import Bytes, less_breaches, popcount, refresh

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Span = tuple[np.uint64, np.uint64]  # first and after the last; unsigned: no index is checked for counting from the end

WINDOW, SHARE, WISHED_WINDOW, QUORUM, SOLO = 0, 1, 2, 3, 4  # kinds of segments
CLIMB, ANNEAL, DESCEND = 0, 1, 2  # modes of advance
TEMPERATURE, TARGET, RATIO, LOOSE, LOOSE_RATIO, BASE, PRESSURE = 0, 1, 2, 3, 4, 5, 6  # places in state.real
PASSED, TAKEN, SCORE, BEST = 0, 1, 2, 3  # places in state.count
DEEPEST = math.log(0.5 / LOGS)
ENOUGH = 4  # swaps after which a visit ends
ALWAYS = 1 << 60


class Data(NamedTuple):
    """What does not change in a search; n people, G groups, W words of bitmap, K segments."""

    distance: Ints  # (n, n) points of a pair, symmetric, nought on the diagonal
    bits: Words  # (n, W)
    segments: Words  # (K + 1,) first word of each segment
    segment_kind: Ints
    segment_cost: Ints
    segment_hard: Ints  # 1: the cost grows and shrinks with the pressure; 0: it is a wish, in points
    people_at: Words  # (64 W, n / 64) for each bit the people who have it
    weights: Bytes  # (K,) for ``fitting``, of hard segments that all members share: cost in units of the cheapest
    cheapest: NDArray[np.float64]  # (1,) what a breach of these costs at least; nought where there are none
    wished: NDArray[np.float64]  # (1,) the most that a swap can win of the wished segments of a group
    sizes: Ints  # (G,)
    logs: NDArray[np.float64]  # logarithms of uniform numbers, by table: the same on every machine


class State(NamedTuple):
    """What a search changes, in place."""

    group: NDArray[np.int32]  # (n,)
    place: NDArray[np.int32]  # (n,) position in the group
    members: NDArray[np.int32]  # (G, largest)
    sums: Ints  # (G, n) points of a person with all members of a group
    own: Ints  # (n,) points with the fellow members
    rest: Words  # (n, W)
    near: Words  # (n, W)
    lost: Bytes  # (n, n or more) what a group lacks with another in a person's place, see ``fitting``; where not stale
    stale: Bytes  # (n,)
    some: Words  # (n / 64,)
    energy: NDArray[np.float64]  # (G,) what broken segments cost under the present pressure
    hope: NDArray[np.float64]  # (G,) how much of it a swap can win
    gains: Ints  # (n,)
    column: Ints  # (G,)
    scratch: Words  # (4, largest + 1, W)
    random: Words  # (1,)
    real: NDArray[np.float64]  # (7,)
    count: Ints  # (4,)
    best: NDArray[np.int32]  # (n,)


@leaf
def _draw(state: State) -> int:
    """Advance xorshift64* and return a place in the table of logarithms."""
    word = state.random[0]
    word ^= word >> np.uint64(12)
    word ^= word << np.uint64(25)
    word ^= word >> np.uint64(27)
    state.random[0] = word
    return (word * np.uint64(2685821657736338717)) >> np.uint64(52)


@inner
def _rank(state: State, below: int) -> int:
    """Draw a whole number in ``0 .. below-1``."""
    high = _draw(state)
    return int((high * 4096 + _draw(state)) % below)


@leaf
def _dense_gains(gains: Ints, others: Ints, sums: Ints, own: Ints, distance: Ints, span: Span) -> None:
    for j in range(span[0], span[1]):
        gains[j] = others[j] + sums[j] - own[j] - 2 * distance[j]


@leaf
def _points_in_groups(gains: Ints, column: Ints, group: NDArray[np.int32], span: Span) -> None:
    for j in range(span[0], span[1]):
        gains[j] = column[group[j]]


@leaf
def _column_of(column: Ints, sums: Ints, i: int, own: int) -> None:
    for h in range(column.size):
        column[h] = sums[h, i] - own


@inner
def _fill(data: Data, state: State, i: int, first: int, last: int) -> None:
    """Write into ``state.gains`` what swapping a person with each other one would bring."""
    span = (np.uint64(first), np.uint64(last))
    _column_of(state.column, state.sums, i, state.own[i])
    _points_in_groups(state.gains, state.column, state.group, span)
    _dense_gains(state.gains, state.gains, state.sums[state.group[i]], state.own, data.distance[i], span)


@inner
def _missing(data: Data, state: State, k: int, i: int, j: int) -> int:
    """How many of i's group, i replaced by j, lack the bit of the segment that most of them have."""
    g = state.group[i]
    size, most = data.sizes[g], 0
    for w in range(data.segments[k], data.segments[k + 1]):
        left = data.bits[j, w]
        for x in range(size):
            if state.members[g, x] != i:
                left |= data.bits[state.members[g, x], w]
        while left != 0:
            bit = left & (~left + np.uint64(1))
            left ^= bit
            have = 1 if data.bits[j, w] & bit else 0
            for x in range(size):
                if state.members[g, x] != i and data.bits[state.members[g, x], w] & bit:
                    have += 1
            most = max(most, have)
    return int(size - most)


@leaf
def _common(rest: Words, bits: Words, i: int, j: int, first: int, last: int) -> int:
    """Return a word that is not zero if i's fellows and j share a bit between two words."""
    # A signed index would be checked for counting from the end, at every word.
    at, by, common = np.uint64(i), np.uint64(j), np.uint64(0)
    for w in range(first, last):
        common |= rest[at, w] & bits[by, w]
    return common  # type: ignore[return-value]


@leaf
def _nearly(rest: Words, near: Words, bits: Words, i: int, j: int, span: tuple[int, int]) -> int:
    """Count the bits at which at most one of i's group, i replaced by j, is missing."""
    at, by, total = np.uint64(i), np.uint64(j), np.uint64(0)
    for w in range(span[0], span[1]):
        total += popcount(rest[at, w] | (near[at, w] & bits[by, w]))
    return int(total)


@inner
def _has_solo(data: Data, state: State, k: int, i: int, j: int) -> bool:
    """Whether one of i's group, i replaced by j, stands alone where all the others agree; bit 0 is for unknown."""
    g, once_in_all, values, unknown = state.group[i], 0, 0, False
    size = data.sizes[g]
    for w in range(data.segments[k], data.segments[k + 1]):
        once = twice = np.uint64(0)
        for x in range(size):
            other = state.members[g, x]
            bits = data.bits[j if other == i else other, w]
            twice |= once & bits
            once |= bits
        if w == data.segments[k] and once & np.uint64(1):
            unknown = True
        once_in_all += np.int64(popcount(once & ~twice))
        values += np.int64(popcount(once))
    return size > 2 and not unknown and values == 2 and once_in_all == 1


@leaf
def _segment_cost(data: Data, state: State, k: int, i: int, j: int) -> int:
    """What a segment without a common bit costs; the last part leads a search towards one."""
    cost, kind = data.segment_cost[k], data.segment_kind[k]
    if kind == SHARE:
        return int(cost * _missing(data, state, k, i, j))
    if kind == WISHED_WINDOW:
        return int(cost)
    near = _nearly(state.rest, state.near, data.bits, i, j, (data.segments[k], data.segments[k + 1]))
    if kind == QUORUM:
        return int(cost) if near == 0 else 0
    return int(cost + cost // (1 + near))


@leaf
def cost_with(data: Data, state: State, i: int, j: int, allowed: float, pressure: float) -> float:
    """What i's group costs with i replaced by j; stops counting above ``allowed``."""
    cost = 0.0
    for k in range(data.segment_kind.size):
        if data.segment_kind[k] == SOLO:
            if _has_solo(data, state, k, i, j):
                cost += (pressure if data.segment_hard[k] else 1.0) * data.segment_cost[k]
                if cost > allowed:
                    return cost
        elif _common(state.rest, data.bits, i, j, data.segments[k], data.segments[k + 1]) == 0:
            factor = pressure if data.segment_hard[k] else 1.0
            if data.segment_kind[k] != QUORUM and cost + factor * data.segment_cost[k] > allowed:
                return ALWAYS  # the least it can cost is too much already
            cost += factor * _segment_cost(data, state, k, i, j)
            if cost > allowed:
                return cost
    return cost


@inner
def _refresh_bits(data: Data, state: State, g: int) -> None:
    """Recompute ``rest`` and ``near`` of a group's members from prefixes and suffixes."""
    words, size, scratch = data.bits.shape[1], data.sizes[g], state.scratch
    for w in range(words):
        scratch[0, 0, w] = scratch[1, 0, w] = scratch[2, size, w] = scratch[3, size, w] = ~np.uint64(0)
    for x in range(size):
        bits = data.bits[state.members[g, x]]
        rest, near, rest_then, near_then = scratch[0, x], scratch[1, x], scratch[0, x + 1], scratch[1, x + 1]
        for w in range(words):
            near_then[w] = (near[w] & bits[w]) | rest[w]
            rest_then[w] = rest[w] & bits[w]
    for x in range(size - 1, -1, -1):
        bits = data.bits[state.members[g, x]]
        rest, near, rest_then, near_then = scratch[2, x + 1], scratch[3, x + 1], scratch[2, x], scratch[3, x]
        for w in range(words):
            near_then[w] = (near[w] & bits[w]) | rest[w]
            rest_then[w] = rest[w] & bits[w]
    for x in range(size):
        state.stale[state.members[g, x]] = 1
        rest, near = state.rest[state.members[g, x]], state.near[state.members[g, x]]
        before, nearly_before, after, nearly_after = scratch[0, x], scratch[1, x], scratch[2, x + 1], scratch[3, x + 1]
        for w in range(words):
            rest[w] = before[w] & after[w]
            near[w] = (before[w] & nearly_after[w]) | (nearly_before[w] & after[w])


@inner
def _refresh_own(data: Data, state: State, g: int) -> None:
    """Recompute a group's members' points with each other."""
    for x in range(data.sizes[g]):
        i = state.members[g, x]
        state.own[i] = state.sums[g, i]


def settle(data: Data, state: State) -> None:
    """Compute all tables from ``state.group``."""
    state.sums.fill(0)
    state.column.fill(0)
    _settle(data, state, np.zeros(data.sizes.size, np.int64))


@inner
def _add_distances(data: Data, state: State, g: int, i: int) -> None:
    for j in range(state.group.size):
        state.sums[g, j] += data.distance[i, j]


@inner
def _weigh(data: Data, state: State, pressure: float) -> float:
    """Write each group's cost under a pressure into ``state.energy`` and return the sum."""
    total = 0.0
    for g in range(data.sizes.size):
        i = state.members[g, 0]
        state.energy[g] = cost_with(data, state, i, i, ALWAYS, pressure)
        wished = cost_with(data, state, i, i, ALWAYS, 0.0) if state.energy[g] > data.wished[0] else 0.0
        state.hope[g] = state.energy[g] - wished + min(wished, data.wished[0])
        total += state.energy[g]
    return total


@inner
def _exact_score(data: Data, state: State) -> int:
    """Return points less full penalties; whole numbers below 2**53, so the sum of floats is exact."""
    score = 0
    for i in range(state.group.size):
        score += state.own[i]
    return int(score // 2 - int(_weigh(data, state, 1.0)))


@compiled
def _settle(data: Data, state: State, filled: Ints) -> None:
    for i in range(state.group.size):
        g = state.group[i]
        state.place[i] = filled[g]
        state.members[g, filled[g]] = i
        filled[g] += 1
        _add_distances(data, state, g, i)
    for g in range(data.sizes.size):
        _refresh_own(data, state, g)
        _refresh_bits(data, state, g)
    state.count[SCORE] = _exact_score(data, state)


@inner
def _swap(data: Data, state: State, i: int, j: int) -> None:
    g, h, x, y = state.group[i], state.group[j], state.place[i], state.place[j]
    state.members[g, x], state.members[h, y] = j, i
    state.group[i], state.group[j] = h, g
    state.place[i], state.place[j] = y, x
    out, into, sums_g, sums_h = data.distance[i], data.distance[j], state.sums[g], state.sums[h]
    for k in range(out.size):
        change = into[k] - out[k]
        sums_g[k] += change
        sums_h[k] -= change
    for group in (g, h):
        _refresh_own(data, state, group)
        _refresh_bits(data, state, group)


@inner
def _try_swap(data: Data, state: State, i: int, j: int, least: float) -> bool:
    """Swap two people if the score changes by at least ``least``; hard rules are looked at last."""
    g, h = state.group[i], state.group[j]
    allowed = state.gains[j] + state.energy[g] + state.energy[h] - least
    pressure, keeps, keep_too = state.real[PRESSURE], True, True  # whether a group is known to keep what it must
    if data.cheapest[0] > 0.0:
        known = state.stale[j] == 0
        mine, theirs = np.int64(state.lost[i, j]), np.int64(state.lost[j, i]) if known else 0
        if pressure * data.cheapest[0] * (mine + theirs) > allowed:
            return False
        keeps, keep_too = mine == 0, known and theirs == 0
    sure = data.weights.all()
    first = 0.0 if keeps and sure else cost_with(data, state, i, j, allowed, pressure)
    if first > allowed:
        return False
    second = 0.0 if keep_too and sure else cost_with(data, state, j, i, allowed - first, pressure)
    if first + second > allowed:
        return False
    _swap(data, state, i, j)
    state.energy[g], state.energy[h] = first, second
    all_asked = data.wished[0] < ALWAYS
    state.hope[g] = min(first, data.wished[0]) if keeps and all_asked else first
    state.hope[h] = min(second, data.wished[0]) if keep_too and all_asked else second
    state.count[TAKEN] += 1
    return True


@inner
def _visit(data: Data, state: State, i: int, first: int, last: int) -> int:
    """Scan partners in sequence, each with its own threshold (Metropolis, drawn before the rules are looked at).

    Return how many swaps were taken. A visit ends after a few: where many people are alike, most swaps change nothing,
    and taking all of them would cost the time in which others could be tried.
    """
    warm, taken = state.real[TEMPERATURE], 0
    deepest = warm * DEEPEST
    group, gains, hope = state.group, state.gains, state.hope  # taken out of the tuple once, not at every partner
    breach, mine = state.real[PRESSURE] * data.cheapest[0], state.lost[np.uint64(i)]
    lost, stale = state.lost, state.stale
    refresh(data, state, i)
    _fill(data, state, i, first, last)
    for j in range(first, last):
        g, h = group[i], group[j]
        if g == h:
            continue
        at_best = gains[j] + hope[g] + hope[h]
        if at_best >= deepest and breach > 0.0:
            at_best = less_breaches(at_best, breach, deepest, mine, lost, stale, i, j)
        if at_best < deepest:
            continue
        least = warm * data.logs[_draw(state)] if warm > 0.0 else 1.0
        if at_best < least:
            continue
        state.count[PASSED] += 1 if least <= gains[j] < 0 else 0
        if _try_swap(data, state, i, j, least):
            taken += 1
            if taken == ENOUGH:
                return taken
            refresh(data, state, i)
            _fill(data, state, i, j + 1, last)
    return taken


@inner
def _sweep(data: Data, state: State, width: int) -> None:
    """Visit every person once; each scans ``width`` partners from a drawn start. Remember the best."""
    n = state.group.size
    _weigh(data, state, state.real[PRESSURE])
    for i in range(n):
        start = _rank(state, n)
        last = min(start + width, n)
        taken = _visit(data, state, i, start, last)
        if width > n - start and taken < ENOUGH:
            _visit(data, state, i, 0, min(width - (n - start), start))
    state.count[SCORE] = _exact_score(data, state)
    if state.count[SCORE] > state.count[BEST]:
        state.count[BEST] = state.count[SCORE]
        for i in range(n):
            state.best[i] = state.group[i]


@inner
def _steer(state: State, passed: int) -> None:
    """Move the temperature so that the worsening swaps that pass it follow a falling target per person visited."""
    real = state.real
    if real[TARGET] > 0.0:
        factor = math.sqrt(real[TARGET] * state.group.size / (passed + 0.1))
        real[TEMPERATURE] *= min(1.2, max(0.85, factor))
        real[TARGET] *= real[RATIO]
    else:
        real[TEMPERATURE] *= real[RATIO]
    real[LOOSE] *= real[LOOSE_RATIO]
    real[PRESSURE] = min(1.0, real[TEMPERATURE] / (real[LOOSE] * real[BASE]))


@compiled
def advance(data: Data, state: State, sweeps: int, width: int, mode: int) -> int:
    """Do up to so many sweeps and return how many were done.

    ``CLIMB`` cools by a fixed factor, looking at hard rules above all, and ends when every segment is kept. ``ANNEAL``
    cools the wishes; the pressure of hard rules follows the temperature, so that groups stay mobile to the end.
    ``DESCEND`` takes improvements only and ends when there are none.
    """
    real = state.real
    for done in range(sweeps):
        passed, taken = state.count[PASSED], state.count[TAKEN]
        _sweep(data, state, width)
        if mode == CLIMB:
            if _weigh(data, state, 1.0) == 0.0:
                return done + 1
            real[TEMPERATURE] *= real[RATIO]
        elif mode == ANNEAL:
            _steer(state, state.count[PASSED] - passed)
        elif state.count[TAKEN] == taken and width >= state.group.size:
            return done + 1
    return sweeps


@compiled
def typical_gain(data: Data, state: State, people: int, most: int) -> float:
    """Return the mean size of what a swap changes, penalties left out, over the first ``people``."""
    total, seen, n = 0.0, 1, state.group.size
    for i in range(min(people, n)):
        _fill(data, state, i, 0, n)
        for j in range(n):
            size = abs(state.gains[j])
            if state.group[i] != state.group[j] and size < most:
                total += size
                seen += 1
    return total / seen
