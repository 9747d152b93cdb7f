"""The estimators of a rollout in waves: the primary model, its exposure-time sibling, and randomisation inference."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from hexad.evidence.estimate import Estimate, EvidenceError, Note
from hexad.evidence.panel import Panel, caveats_of, check_comparable
from hexad.evidence.sandwich import Fit, dummies, fit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LEVEL = 0.975
PERMUTATIONS = 2000
NIL = 1e-9
WEAK_DF = 4.0
FEW_ORDERS = 200  # below which the lot's interval covers more than it says (quality.evidence: .97 with eight groups)
THIN = 3  # groups behind the effect of one exposure time, below which it is said to rest on few


def fixed_effects(panel: Panel) -> Estimate:
    """Estimate one constant effect: two-way fixed effects on means, CR2 variance, Bell-McCaffrey degrees of freedom.

    Parameters
    ----------
    panel
        Means by group and period.

    Raises
    ------
    EvidenceError
        Where nothing can be compared.

    Source: Bell and McCaffrey (2002); Pustejovsky and Tipton (2018). Where an effect grows with time this model
    returns too little of it (Kenny and others 2022): see :func:`exposure_time`.
    """
    check_comparable(panel)
    model = fit(np.column_stack([panel.treated, dummies(panel.period)]), panel.mean, panel.group)
    _refuse_unidentified(model, 0)
    weights = np.zeros(len(model.coefficients))
    weights[0] = 1.0
    return _estimate(
        panel, model, weights, "Two-way fixed effects on means of groups and periods, CR2 with Bell-McCaffrey df"
    )


def exposure_time(panel: Panel) -> Estimate:
    """Estimate the effect by periods since the start; the estimate is their mean over all exposure times.

    Source: Kenny, Voldal, Xia and Heagerty (2022), indicators of exposure time; the mean is their TATE.
    """
    check_comparable(panel)
    exposure = panel.exposure
    times = np.arange(1, int(exposure.max()) + 1)
    indicators = (exposure[:, None] == times[None, :]).astype(np.float64)
    model = fit(np.column_stack([indicators, dummies(panel.period)]), panel.mean, panel.group)
    by_exposure = {}
    thin = []
    for at, periods in enumerate(times):
        _refuse_unidentified(model, at)
        weights = np.zeros(len(model.coefficients))
        weights[at] = 1.0
        one = _estimate(panel, model, weights, "")
        by_exposure[int(periods)] = (one.estimate, *one.interval)
        if len(np.unique(panel.group[exposure == periods])) < THIN:
            thin.append(int(periods))
    weights = np.zeros(len(model.coefficients))
    weights[: len(times)] = 1.0 / len(times)
    found = _estimate(panel, model, weights, "Effect by exposure time, averaged over all; CR2 with Bell-McCaffrey df")
    text = "The effect after so many periods rests on fewer than %(groups)s groups: %(periods)s."
    rests = [Note(text, {"groups": THIN, "periods": ", ".join(map(str, thin))})] if thin else []
    return Estimate(
        estimate=found.estimate,
        interval=found.interval,
        df=found.df,
        p=found.p,
        n_groups=found.n_groups,
        n_people=found.n_people,
        method=found.method,
        caveats=(*found.caveats, *rests),
        by_exposure=by_exposure,
    )


def randomisation_inference(
    panel: Panel, *, seed: int, orders: Sequence[Sequence[int]] = (), permutations: int = PERMUTATIONS
) -> Estimate:
    """Estimate the constant effect, with p and interval from the orders that the lot could have given.

    Parameters
    ----------
    orders
        Starts by group, each an order that could have been drawn, the one that was among them; without any, the
        starts are dealt anew among all groups.
    permutations
        How many orders are dealt.

    Source: Fisher (1935); the interval inverts the test for constant effects (Rosenbaum 2002).
    """
    check_comparable(panel)
    drawn = _orders(panel, orders, seed, permutations)
    periods, starts = panel.period, np.array(panel.starts)
    ours = (periods >= starts[panel.group]).astype(np.float64)
    if not np.array_equal(ours, panel.treated):
        raise EvidenceError("A group stopped after it began: randomisation inference needs starts that last.")
    control = dummies(periods)
    under = (periods[None, :] >= drawn[:, panel.group]).astype(np.float64)
    residual = _residuals(np.vstack([ours, under]), control, panel.group)
    size = (residual**2).sum(axis=1)
    if size[0] <= NIL:
        raise EvidenceError("All groups began at the same time: there is nothing to compare with.")
    compares = size > NIL
    residual, size = residual[compares], size[compares]
    effects, shares = residual @ panel.mean / size, residual @ ours / size
    low, high, p = invert(effects, shares)
    caveats = list(caveats_of(panel))
    others = len({order.tobytes() for order in under[compares[1:]]} - {ours.tobytes()})
    if others < 1 / (1 - LEVEL):
        text = "Only %(orders)s other orders were possible: no small p can be reached."
        caveats.append(Note(text, {"orders": others}))
    elif others < FEW_ORDERS:
        text = "Only %(orders)s other orders were possible: the interval by the lot is a cautious one."
        caveats.append(Note(text, {"orders": others}))
    return Estimate(
        estimate=float(effects[0]),
        interval=(low, high),
        df=None,
        p=p,
        n_groups=len(panel.groups),
        n_people=panel.people,
        method=f"Randomisation inference, {len(effects) - 1:,} orders; interval by inverting the test",
        caveats=tuple(caveats),
    )


def _orders(panel: Panel, orders: Sequence[Sequence[int]], seed: int, permutations: int) -> Ints:
    """Return the other orders: the real one stands before them, once."""
    lot, starts = np.random.default_rng(seed), np.array(panel.starts)
    if len(orders):
        possible = np.array(orders, np.int64)
        same = possible == starts if possible.shape[1:] == starts.shape else np.zeros((1, 1), bool)
        real = np.flatnonzero(same.all(axis=1))
        if not real.size:
            raise EvidenceError("The order in which groups began is not among those that the lot could have drawn.")
        return np.delete(possible, real[0], axis=0)
    return np.array([lot.permutation(starts) for _ in range(permutations)], np.int64)


def _residuals(treated: Floats, control: Floats, group: Ints) -> Floats:
    """Take out of (P, N) treatments what groups and periods explain."""
    counts = np.bincount(group).astype(np.float64)

    def within(rows: Floats) -> Floats:
        means = np.zeros((len(rows), len(counts)))
        for number in range(len(counts)):
            means[:, number] = rows[:, group == number].sum(axis=1) / max(counts[number], 1.0)
        return rows - means[:, group]

    inside, periods = within(treated), within(control.T).T
    solved = np.linalg.pinv(periods) @ inside.T
    left: Floats = inside - (periods @ solved).T
    return left


def invert(effects: Floats, shares: Floats) -> tuple[float, float, float]:
    """Return both ends of the 95 % interval, and p.

    Parameters
    ----------
    effects
        (P,) effect in each order, the real one first.
    shares
        (P,) how much of a constant effect of the real order each other order sees.

    Source: test inversion for constant effects (Rosenbaum 2002).
    """
    return _end(effects, shares, -1.0), _end(effects, shares, 1.0), _p(effects, shares, 0.0)


def _p(effects: Floats, shares: Floats, effect: float) -> float:
    """Return how many orders are as far from what a constant effect would give as the real one, itself counted."""
    distance = np.abs(effects - effect * shares)
    return float((distance >= distance[0] - NIL * max(1.0, float(distance.max()))).mean())


def _end(effects: Floats, shares: Floats, way: float) -> float:
    """Return one end of the interval: the effect farthest that way which the test does not refuse."""
    alpha, centre = 2 * (1 - LEVEL), float(effects[0])
    step = max(float(np.ptp(effects)), NIL)
    inside, outside = 0.0, step
    while _p(effects, shares, centre + way * outside) > alpha:
        inside, outside = outside, 2 * outside
        if outside > 1e6 * step:
            return way * float("inf")
    for _ in range(60):
        middle = (inside + outside) / 2
        if _p(effects, shares, centre + way * middle) > alpha:
            inside = middle
        else:
            outside = middle
    return centre + way * inside


def _refuse_unidentified(model: Fit, column: int) -> None:
    """A column of which nothing is left once groups and periods are known has no effect of its own."""
    design = np.vstack([rows for rows, _left, _adjust in model.parts])
    others = np.delete(design, column, axis=1)
    own = design[:, column]
    left = own - others @ (np.linalg.pinv(others) @ own)
    if float(left @ left) <= NIL * max(1.0, float(own @ own)):
        raise EvidenceError(
            "All groups began at the same time, so that the effect and the passing of time are one: start in waves."
        )


def _estimate(panel: Panel, model: Fit, weights: Floats, method: str) -> Estimate:
    from scipy.special import stdtr, stdtrit

    effect, error, df = model.contrast(weights)
    if error <= NIL * max(1.0, float(np.abs(panel.mean).max())):
        raise EvidenceError("Nothing varies beyond groups and periods: no error can be estimated.")
    reach = float(stdtrit(df, LEVEL)) * error
    caveats = caveats_of(panel)
    if df < WEAK_DF:
        text = "The interval rests on %(df)s degrees of freedom: read it as a rough one."
        caveats = (*caveats, Note(text, {"df": round(df, 1)}))
    return Estimate(
        estimate=effect,
        interval=(effect - reach, effect + reach),
        df=df,
        p=float(2 * stdtr(df, -abs(effect) / error)),
        n_groups=len(panel.groups),
        n_people=panel.people,
        method=method,
        caveats=caveats,
    )
