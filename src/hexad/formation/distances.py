"""The search over distances alone: people swap groups, and nothing else counts; see :mod:`hexad.formation.annealing`.

A visit takes the best of all partners of a person where it passes the threshold. There are two ways to find it. Small
groups: all partners at once, in passes that a processor does several places at a time. Large groups: most are passed
over at a glance, because for each pair of groups a table keeps the most that any member of one would win by standing in
the other, and where that and the visitor's own gain stay below the threshold, no member needs to be looked at.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexad.formation.compiled import compiled, leaf

TEMPERATURE, RATIO = 0, 1  # places in state.real
SCORE, BEST, WORSE, REST, EXCHANGE, ALIKE = 0, 1, 2, 3, 4, 5  # places in state.tally
NEVER = {4: -(1 << 30), 8: -(1 << 60)}  # by width of a whole number, so that sums stay inside
SPREAD = 0.5  # standard deviation of distances, as a share of their mean, from which they are called spread
# What an exchange costs, in visits that change nothing: it counts so in the budget, and cools so much. Long sweeps cool
# more than short ones, and the seconds go where they find most: into the cold.
COST = {"distances": 0, "glance": 6, "glance, alike": 13}
LARGE = 12  # people in a group, from whom on a glance pays
FAR = 1 << 60  # more than any distance
# Partners with the fewest points are looked at one by one, so that the table's glance need not reckon with them: this
# share of the people, found on drawn distances.
NEAREST_SHARE = {"distances": 0, "glance": 1 / 15, "glance, alike": 1 / 6}
Whole = NDArray[Any]  # int32 or int64
Ints = NDArray[np.int64]
Int = Any  # of any width, as compiled


class State(NamedTuple):
    """What a search changes; n people, G groups."""

    distance: Whole  # (n, n) points of a pair, symmetric, nought on the diagonal
    sizes: Ints  # (G,)
    group: NDArray[np.int32]  # (n,)
    place: NDArray[np.int32]  # (n,) position in the group
    members: NDArray[np.int32]  # (G, largest)
    sums: Whole  # (G, n) points of a person with all members of a group
    beside: Whole  # (n, G) the same, a person's side by side, where groups are large; or (0, 0)
    own: Whole  # (n,) points with the fellow members
    gains: Whole  # (n,)
    gains_too: Whole  # (n,)
    column: Whole  # (G,)
    never: Whole  # (1,)
    reach: Whole  # (G, G) [g, h]: the most that a member of h would win by standing in g as one more; or (0, 0)
    nearest: NDArray[np.int32]  # (n, few) those with whom each person has the fewest points, fewest first
    near: Whole  # (n, few) twice their points: side by side, where a row of distances is far from the processor
    floor: Whole  # (n,) with nobody else each person has fewer
    random: NDArray[np.uint64]  # (1,)
    real: NDArray[np.float64]  # (2,)
    tally: Ints  # (6,)
    best: NDArray[np.int32]  # (n,)


def kernel_for(distance: Ints, sizes: Ints) -> str:
    """Return the way of looking that suits these distances and groups, by the name that it has in the budget."""
    if not _is_large(sizes):
        return "distances"
    mean = float(distance.mean())
    return "glance" if float(distance.std()) >= SPREAD * abs(mean) else "glance, alike"


def _is_large(sizes: Ints) -> bool:
    return bool(sizes.mean() >= LARGE)


def fits_in_half(distance: Ints, sizes: Ints) -> bool:
    """Return whether all sums fit into 32 bits, which is twice as fast as 64."""
    return int(np.abs(distance).max(initial=0)) * 4 * (int(sizes.max()) + 1) < -NEVER[4] // 2


def new_state(distance: Ints, sizes: Ints, lot: np.random.Generator) -> State:
    """Deal people to groups by lot and fill every table."""
    people, groups = len(distance), len(sizes)
    kind = np.int32 if fits_in_half(distance, sizes) else np.int64
    group = lot.permutation(np.repeat(np.arange(groups, dtype=np.int32), sizes))
    kernel = kernel_for(distance, sizes)
    nearest, floor = _nearest(distance, NEAREST_SHARE[kernel])
    state = State(
        distance=np.ascontiguousarray(distance, kind),
        sizes=sizes,
        group=group,
        place=np.zeros(people, np.int32),
        members=np.full((groups, int(sizes.max())), -1, np.int32),
        sums=np.zeros((groups, people), kind),
        beside=np.zeros((people, groups) if _is_large(sizes) else (0, 0), kind),
        own=np.zeros(people, kind),
        gains=np.zeros(people, kind),
        gains_too=np.zeros(people, kind),
        column=np.zeros(groups, kind),
        never=np.array([NEVER[np.dtype(kind).itemsize]], kind),
        reach=np.zeros((groups, groups) if _is_large(sizes) else (0, 0), kind),
        nearest=nearest,
        near=(2 * np.take_along_axis(distance, nearest, axis=1)).astype(kind),
        floor=floor.astype(kind),
        random=lot.integers(1, 1 << 63, size=1, dtype=np.uint64),
        real=np.zeros(2),
        tally=np.array([0, 0, 0, 0, COST[kernel], kernel == "glance, alike"]),
        best=group.copy(),
    )
    settle(state, group)
    return state


def _nearest(distance: Ints, share: float) -> tuple[NDArray[np.int32], Ints]:
    """Return those with whom each person has the fewest points, fewest first, and what all others have at least."""
    people = len(distance)
    few = min(int(people * share) + 1, people - 1)
    apart = distance + np.diag(np.full(people, FAR))
    nearest = np.argpartition(apart, few, axis=1)[:, : few + 1]
    order = np.argsort(np.take_along_axis(apart, nearest, axis=1), axis=1, kind="stable")
    nearest = np.take_along_axis(nearest, order, axis=1)
    return nearest[:, :few].astype(np.int32), distance[np.arange(people), nearest[:, few]]


def settle(state: State, group: NDArray[np.int32]) -> None:
    """Put everybody where ``group`` says and compute all tables; the best so far stays, unless this is better."""
    order, first = np.argsort(group, kind="stable"), np.concatenate([[0], np.cumsum(state.sizes)[:-1]])
    state.group[:] = group
    state.place[order] = np.arange(len(group)) - np.repeat(first, state.sizes)
    state.members[group, state.place] = np.arange(len(group))
    state.sums[:] = np.add.reduceat(state.distance[order], first, axis=0)
    state.own[:] = state.sums[group, np.arange(len(group))]
    if state.reach.size:
        state.beside[:] = state.sums.T
        state.reach[:] = np.maximum.reduceat((state.sums - state.own)[:, order], first, axis=1)
    state.tally[SCORE] = int(state.own.sum(dtype=np.int64)) // 2
    if state.tally[SCORE] > state.tally[BEST] or not state.tally[BEST]:
        state.tally[BEST] = state.tally[SCORE]
        state.best[:] = group


def score_of(distance: Ints, group: NDArray[np.int32]) -> int:
    """Return the points of all pairs that share a group, counted from scratch."""
    order = np.argsort(group, kind="stable")
    edges = np.flatnonzero(np.diff(group[order], prepend=-1))
    parts = np.split(order, edges[1:])
    return sum(int(distance[np.ix_(one, one)].sum()) for one in parts) // 2


def typical_gain(state: State, lot: np.random.Generator, sample: int) -> float:
    """Return the median size of what a swap changes where people stand now: a few dear pairs do not count in it."""
    first, second = lot.integers(0, len(state.group), (2, sample))
    apart = state.group[first] != state.group[second]
    i, j = first[apart], second[apart]
    into = state.sums[state.group[j], i] + state.sums[state.group[i], j]
    gains = into - state.own[i] - state.own[j] - 2 * state.distance[i, j]
    return float(np.median(np.abs(gains))) if len(i) else 0.0


@leaf
def _gains(gains: Whole, column: Whole, group: NDArray[np.int32], sums: Whole, own: Whole, distance: Whole) -> Int:
    for j in range(np.uint64(gains.size)):
        gains[j] = column[group[j]]
    most = gains[0] + sums[0] - own[0] - 2 * distance[0]
    for j in range(np.uint64(gains.size)):
        gain = gains[j] + sums[j] - own[j] - 2 * distance[j]
        gains[j] = gain
        most = max(most, gain)
    return most


@leaf
def _partner_of_all(state: State, i: Int, least: Int, begin: Int) -> tuple[Int, Int]:
    """Return the best partner and the gain: the first from a drawn one on, so that equals take turns."""
    g, gains, column, sums, own = state.group[i], state.gains, state.column, state.sums, state.own[i]
    for h in range(column.size):
        column[h] = sums[h, i] - own
    column[g] = state.never[0]
    most = _gains(gains, column, state.group, sums[g], state.own, state.distance[i])
    if most >= least:
        for j in range(np.uint64(begin), np.uint64(gains.size)):
            if gains[j] == most:
                return np.int64(j), np.int64(most)
        for j in range(np.uint64(begin)):
            if gains[j] == most:
                return np.int64(j), np.int64(most)
    return np.int64(-1), np.int64(most)


@leaf
def _offers(offers: Whole, beside: Whole, reach: Whole, mine: Int) -> Int:
    most = beside[0] + reach[0] - mine
    for h in range(np.uint64(reach.size)):
        offers[h] = beside[h] + reach[h] - mine
        most = max(most, beside[h] + reach[h] - mine)
    return most


@leaf
def _partner_near(state: State, i: Int, g: Int, most: Int, peak: Int) -> tuple[Int, Int]:
    """Return the best partner and the gain among those with whom ``i`` has the fewest points, if more than ``most``.

    ``peak`` is the most that anybody brings before the points of the pair are taken off: whoever has more with ``i``
    than it leaves comes after those who have less, and need not be looked at.
    """
    beside, own, there, group, offers = state.beside[i], state.own, state.sums[g], state.group, state.column
    nearest, near, mine, partner = state.nearest[i], state.near[i], state.own[i], np.int64(-1)
    alike = state.tally[ALIKE] > 0  # then most groups offer enough, and asking each costs more than it saves
    for x in range(np.uint64(nearest.size)):
        if peak - near[x] <= most:
            break
        j = np.uint64(nearest[x])
        h: Int = np.uint64(group[j])
        if (alike or offers[h] - near[x] > most) and h != g:
            gain = beside[h] - mine + there[j] - own[j] - near[x]
            if gain > most:
                most, partner = gain, np.int64(j)
    return partner, most


@leaf
def _partner_at_a_glance(state: State, i: Int, least: Int, begin: Int) -> tuple[Int, Int]:
    """Return the best partner and the gain; groups are looked at from a drawn one on, so that equals take turns."""
    g: Int = np.uint64(state.group[i])  # of one kind with the others, or they are compared as floats
    beside, own, there, apart, reach = state.beside[i], state.own, state.sums[g], state.distance[i], state.reach[g]
    offers, mine, floor = state.column, own[i], 2 * state.floor[i]
    peak = _offers(offers, beside, reach, mine)
    partner, most = _partner_near(state, i, g, np.int64(least - 1), peak)
    if peak - floor <= most:
        return partner, most
    for turn in range(2):
        first, last = (begin, state.sizes.size) if turn == 0 else (0, begin)
        for h in range(np.uint64(first), np.uint64(last)):
            if offers[h] - floor > most and h != g:
                here, members = beside[h] - mine, state.members[h]
                for z in range(np.uint64(state.sizes[h])):
                    j = np.uint64(members[z])
                    gain = here + there[j] - own[j] - 2 * apart[j]
                    if gain > most:
                        most, partner = gain, np.int64(j)
    return partner, most


@leaf
def _reach_again(state: State, g: Int, h: Int) -> None:
    """Count again the most that members of any group would win in one of two groups, and their members elsewhere."""
    wins_g, wins_h, sums_g, sums_h, own = state.gains, state.gains_too, state.sums[g], state.sums[h], state.own
    for k in range(np.uint64(own.size)):
        wins_g[k], wins_h[k] = sums_g[k] - own[k], sums_h[k] - own[k]
    reach_g, reach_h = state.reach[g], state.reach[h]
    for other in range(np.uint64(state.sizes.size)):
        members = state.members[other]
        one: Int = np.uint64(members[0])  # without a sign an index is not asked whether it counts from the end
        most_g, most_h = wins_g[one], wins_h[one]
        for z in range(np.uint64(1), np.uint64(state.sizes[other])):
            one = np.uint64(members[z])
            most_g, most_h = max(most_g, wins_g[one]), max(most_h, wins_h[one])
        reach_g[other], reach_h[other] = most_g, most_h
    _reach_of_members(state, g)
    _reach_of_members(state, h)


@leaf
def _reach_of_members(state: State, g: Int) -> None:
    here, own, most_of = state.members[g], state.own, state.column
    for h in range(np.uint64(most_of.size)):
        most_of[h] = state.never[0]
    for z in range(np.uint64(state.sizes[g])):
        j = np.uint64(here[z])
        _keep_most(most_of, state.beside[j], own[j])
    for h in range(np.uint64(most_of.size)):
        state.reach[h, g] = most_of[h]


@leaf
def _keep_most(most_of: Whole, beside: Whole, own: Int) -> None:
    for h in range(np.uint64(most_of.size)):
        most_of[h] = max(most_of[h], beside[h] - own)


@leaf
def _exchange(state: State, i: Int, j: Int) -> None:
    group, place, members, own = state.group, state.place, state.members, state.own
    g, h, x, y = group[i], group[j], place[i], place[j]
    members[g, x], members[h, y] = j, i
    group[i], group[j] = h, g
    place[i], place[j] = y, x
    out, into, sums_g, sums_h = state.distance[i], state.distance[j], state.sums[g], state.sums[h]
    if state.reach.size:
        beside, first, second = state.beside, np.uint64(g), np.uint64(h)
        for k in range(np.uint64(group.size)):
            change = into[k] - out[k]
            beside[k, first] += change
            beside[k, second] -= change
    for k in range(np.uint64(group.size)):
        change = into[k] - out[k]
        sums_g[k] += change
        sums_h[k] -= change
    for z in range(state.sizes[g]):
        own[members[g, z]] = sums_g[members[g, z]]
    for z in range(state.sizes[h]):
        own[members[h, z]] = sums_h[members[h, z]]
    if state.reach.size:
        _reach_again(state, first, second)


@leaf
def _remember(state: State, score: Int) -> None:
    if score > state.tally[BEST]:
        state.tally[BEST] = score
        for i in range(state.group.size):
            state.best[i] = state.group[i]


@compiled
def advance(state: State, logs: NDArray[np.float64], sweeps: int) -> int:
    """Do sweeps and return how many; at temperature nought only improvements are taken, until there are none.

    Exchanges count besides, as parts of a sweep: the last sweep may end beyond the number.
    """
    real, word, score = state.real, state.random[0], state.tally[SCORE]
    n, glance = state.group.size, state.reach.size > 0
    turns = np.uint64(state.sizes.size if glance else n)
    done = 0
    while done < sweeps:
        warm, taken = real[TEMPERATURE], 0
        for i in range(n):
            word ^= word >> np.uint64(12)
            word ^= word << np.uint64(25)
            word ^= word >> np.uint64(27)
            drawn = word * np.uint64(2685821657736338717)
            least = np.int64(warm * logs[drawn >> np.uint64(52)]) if warm > 0.0 else np.int64(1)
            begin = np.int64(((drawn >> np.uint64(20)) & np.uint64(0xFFFFFFFF)) % turns)
            if glance:
                j, gain = _partner_at_a_glance(state, i, least, begin)
            else:
                j, gain = _partner_of_all(state, i, least, begin)
            if j < 0:
                continue
            score += gain
            taken += 1
            state.tally[WORSE] += 1 if gain < 0 else 0
            _exchange(state, i, j)
        state.random[0], state.tally[SCORE] = word, score
        _remember(state, score)
        work = n + state.tally[EXCHANGE] * taken
        real[TEMPERATURE] *= real[RATIO] ** (work / n)
        state.tally[REST] += work
        done += state.tally[REST] // n
        state.tally[REST] %= n
        if warm == 0.0 and taken == 0:
            break
    return done
