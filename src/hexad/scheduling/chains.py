"""The best times for all sessions of one group at once, exactly; the inner loops, compiled by numba.

The cost of a group is additive but for one part: the burden of whoever bears most, over all sessions together with
what they carry from before. For any weights of the members that sum to one, the weighted burden lies below the largest
and is additive, so that a walk backwards through the sessions gives a bound (and a plan, whose true cost is an upper
bound). Weights move towards whoever bears most, as in fictitious play, until both meet. Where they do not, labels
decide: partial plans with the burden of each, of which only those are kept that no other makes superfluous.

Sessions follow one another in ``after``: each counts its days from the session before, from the same session as the
one before, or from the horizon's first day. That day is the *key* of what is left: ``days`` means that it is not held,
``days + 1`` that it does not matter.

Source: Lagrangian bounds and label setting, as for shortest paths with resources (Irnich and Desaulniers, 2005);
largest-of-sums in place of resources is ours.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hexad.scheduling.compiled import compiled, inner

Points = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

TINY = 1e-9
WEIGHTINGS = 10
MOST_LABELS = 60_000


class Chain(NamedTuple):
    """One group's sessions and candidates; S sessions, C candidates in order of session and day, D distinct members."""

    first: Ints  # (S + 1,) candidates of session s are first[s] .. first[s + 1] - 1
    day: Ints  # (C,)
    burden: Points  # (C, D)
    add: Points  # (C,) further points; inf: not to be had
    after: Ints  # (S,) place of the session from which days are counted; -1: the first day
    span: Ints  # (S, 4) fewest and most days, first and last wished day
    carried: Points  # (D,) what each bears from before, the largest being 0
    drop: Points  # (S,) points for a session that is not held
    must: Flags  # (S,) whether it has to be held where the session that it counts from is
    a_day: float  # points for each day beyond the wished ones
    days: int  # of the horizon


class Labels(NamedTuple):
    """Partial plans."""

    key: Ints
    parent: Ints
    taken: Ints  # candidate of the last session
    link: Ints  # another label with the same key
    points: Points
    total: Points  # (labels, D) what each bears
    alive: Flags


class Best(NamedTuple):
    """Points of the best choice, what none goes below, and the candidate of each session; -1: not held."""

    cost: float
    bound: float
    choice: Ints


def best_of(chain: Chain) -> Best:
    """Choose one candidate a session, or none, at the least cost."""
    cost, bound, choice = _solve(chain, _useful(chain.first, chain.day, chain.burden, chain.add))
    return Best(float(cost), float(bound), choice)


@compiled
def _useful(first: Ints, day: Ints, burden: Points, add: Points) -> Flags:
    """Candidates that no other of the same session and day makes superfluous."""
    useful = np.isfinite(add)
    for s in range(first.shape[0] - 1):
        for c in range(first[s], first[s + 1]):
            o = c - 1
            while useful[c] and o >= first[s] and day[o] == day[c]:
                if useful[o]:
                    if add[o] + _most_over(burden, o, burden, c) <= add[c] + TINY:
                        useful[c] = False
                    elif add[c] + _most_over(burden, c, burden, o) <= add[o] + TINY:
                        useful[o] = False
                o -= 1
    return useful


@inner
def _most_over(these: Points, one: int, those: Points, other: int) -> float:
    most = -np.inf
    for d in range(these.shape[1]):
        most = max(most, these[one, d] - those[other, d])
    return most


@inner
def _next_key(after: Ints, days: int, s: int, key: int, day: int) -> int:
    """The key of what is left after session ``s``."""
    if s + 1 == after.shape[0] or after[s + 1] < 0:
        return days + 1
    return day if after[s + 1] == s else key


@inner
def _distance(span: Ints, a_day: float, s: int, passed: int) -> float:
    """Points for the distance from the wished days, or inf where the day is not allowed."""
    if passed < span[s, 0] or passed > span[s, 1]:
        return np.inf
    return a_day * float(max(span[s, 2] - passed, passed - span[s, 3], 0))


@inner
def _backwards(chain: Chain, useful: Flags, weights: Points, rest: Points) -> None:
    """Fill ``rest[s, key]``: least weighted points from session ``s`` on."""
    after, days = chain.after, chain.days
    rest[after.shape[0], :] = 0.0
    weighted = chain.add + chain.burden @ weights
    for s in range(after.shape[0] - 1, -1, -1):
        rest[s, :] = np.inf
        if after[s] < 0:
            _relax(chain, useful, weighted, s, days + 1, rest)
            continue
        rest[s, days] = chain.drop[s] + rest[s + 1, _next_key(after, days, s, days, days)]
        before, anchor = -1, after[s]
        for c in range(chain.first[anchor], chain.first[anchor + 1]):
            if useful[c] and chain.day[c] != before:
                before = chain.day[c]
                _relax(chain, useful, weighted, s, before, rest)


@inner
def _relax(chain: Chain, useful: Flags, weighted: Points, s: int, key: int, rest: Points) -> None:
    after, days, day, span = chain.after, chain.days, chain.day, chain.span
    origin = key if after[s] >= 0 else 0
    least = np.inf if chain.must[s] else chain.drop[s] + rest[s + 1, _next_key(after, days, s, key, days)]
    for c in range(chain.first[s], chain.first[s + 1]):
        if useful[c]:
            value = weighted[c] + _distance(span, chain.a_day, s, day[c] - origin)
            least = min(least, value + rest[s + 1, _next_key(after, days, s, key, day[c])])
    rest[s, key] = least


@inner
def _walk(chain: Chain, useful: Flags, weights: Points, rest: Points, choice: Ints) -> tuple[Points, float]:
    """The choice that the bound stands for; what each bears is returned, and the other points."""
    after, days = chain.after, chain.days
    total, other, key = np.zeros(weights.shape[0]), 0.0, days + 1
    weighted = chain.add + chain.burden @ weights
    for s in range(after.shape[0]):
        key = days + 1 if after[s] < 0 else key
        origin = key if after[s] >= 0 else 0
        chosen, closest = -1, rest[s, key] + TINY
        for c in range(chain.first[s], chain.first[s + 1] if origin < days else chain.first[s]):
            if useful[c]:
                value = weighted[c] + _distance(chain.span, chain.a_day, s, chain.day[c] - origin)
                value += rest[s + 1, _next_key(after, days, s, key, chain.day[c])]
                if value < closest:
                    chosen, closest = c, value
        choice[s] = chosen
        if chosen < 0:
            other += chain.drop[s]
        else:
            other += chain.add[chosen] + _distance(chain.span, chain.a_day, s, chain.day[chosen] - origin)
            total += chain.burden[chosen]
        key = _next_key(after, days, s, key, days if chosen < 0 else chain.day[chosen])
    return total, other


@compiled
def _solve(chain: Chain, useful: Flags) -> tuple[float, float, Ints]:
    sessions, members = chain.after.shape[0], chain.carried.shape[0]
    rest = np.empty((WEIGHTINGS, sessions + 1, chain.days + 2))
    weights = np.zeros((WEIGHTINGS + 1, members))
    weights[0] = 1.0 / members
    choice, best = np.full(sessions, -1, np.int64), np.full(sessions, -1, np.int64)
    upper, lower = np.inf, -np.inf
    for k in range(WEIGHTINGS):
        _backwards(chain, useful, weights[k], rest[k])
        lower = max(lower, (weights[k] * chain.carried).sum() + rest[k, 0, chain.days + 1])
        total, other = _walk(chain, useful, weights[k], rest[k], choice)
        most = np.argmax(chain.carried + total)
        cost = chain.carried[most] + total[most] + other
        if cost < upper - TINY:
            upper = cost
            best[:] = choice
        if upper - lower <= TINY:
            return upper, upper, best
        weights[k + 1] = weights[k] * (1 - 1.0 / (k + 2))
        weights[k + 1, most] += 1.0 / (k + 2)
    return _by_labels(chain, useful, weights, rest, upper, lower, best)


@inner
def _by_labels(
    chain: Chain, useful: Flags, weights: Points, rest: Points, upper: float, lower: float, best: Ints
) -> tuple[float, float, Ints]:
    labels = Labels(
        np.empty(MOST_LABELS, np.int64),
        np.empty(MOST_LABELS, np.int64),
        np.empty(MOST_LABELS, np.int64),
        np.empty(MOST_LABELS, np.int64),
        np.empty(MOST_LABELS),
        np.empty((MOST_LABELS, chain.carried.shape[0])),
        np.ones(MOST_LABELS, np.bool_),
    )
    labels.key[0], labels.parent[0], labels.taken[0], labels.points[0] = chain.days + 1, -1, -1, 0.0
    labels.total[0] = chain.carried
    begin, end = 0, 1
    for s in range(chain.after.shape[0]):
        begin, end = end, _grow(chain, useful, weights, rest, labels, s, begin, end, upper)
        if end == MOST_LABELS:
            return upper, lower, best
    found = -1
    for label in range(begin, end):
        cost = labels.points[label] + labels.total[label].max()
        if labels.alive[label] and cost < upper - TINY:
            upper, found = cost, label
    if found >= 0:
        for s in range(chain.after.shape[0] - 1, -1, -1):
            best[s] = labels.taken[found]
            found = labels.parent[found]
    return upper, upper, best


@inner
def _grow(  # noqa: C901 -- a loop of numba: cut further, it would hand over its arrays at every step
    chain: Chain,
    useful: Flags,
    weights: Points,
    rest: Points,
    labels: Labels,
    s: int,
    begin: int,
    end: int,
    upper: float,
) -> int:
    """Give every label a time for session ``s``, or none; the place after the last new label."""
    after, days = chain.after, chain.days
    heads = np.full(days + 2, -1, np.int64)
    at = end
    for label in range(begin, end):
        if not labels.alive[label]:
            continue
        key = days + 1 if after[s] < 0 else labels.key[label]
        for c in range(chain.first[s] - 1, chain.first[s + 1] if key != days else chain.first[s]):
            held = c >= chain.first[s]
            if (held and not useful[c]) or (not held and chain.must[s] and key != days):
                continue
            gain, then = chain.drop[s], _next_key(after, days, s, key, days)
            if held:
                passed = chain.day[c] - (key if after[s] >= 0 else 0)
                gain = chain.add[c] + _distance(chain.span, chain.a_day, s, passed)
                then = _next_key(after, days, s, key, chain.day[c])
            labels.points[at] = labels.points[label] + gain
            for d in range(chain.carried.shape[0]):
                labels.total[at, d] = labels.total[label, d] + (chain.burden[c, d] if held else 0.0)
            if not _is_hopeful(labels, at, weights, rest, s + 1, then, upper) or _is_superfluous(
                labels, at, heads[then]
            ):
                continue
            labels.key[at], labels.parent[at], labels.link[at] = then, label, heads[then]
            labels.taken[at] = c if held else -1
            heads[then] = at
            at += 1
            if at == MOST_LABELS:
                return at
    return at


@inner
def _is_hopeful(labels: Labels, at: int, weights: Points, rest: Points, s: int, key: int, upper: float) -> bool:
    """Whether it could still become cheaper than the best so far; by every weighting."""
    for k in range(rest.shape[0]):
        bound = labels.points[at] + rest[k, s, key]
        for d in range(weights.shape[1]):
            bound += weights[k, d] * labels.total[at, d]
        if bound >= upper - TINY:
            return False
    return True


@inner
def _is_superfluous(labels: Labels, new: int, head: int) -> bool:
    """Whether another label with the same key is never worse; labels that the new one makes so die."""
    points, total = labels.points, labels.total
    other = head
    while other >= 0:
        if labels.alive[other]:
            if points[other] + _most_over(total, other, total, new) <= points[new] + TINY:
                return True
            if points[new] + _most_over(total, new, total, other) <= points[other] + TINY:
                labels.alive[other] = False
        other = labels.link[other]
    return False
