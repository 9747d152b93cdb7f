"""What a quarter hour of a room is worth: the linear programme over schedules, and the choice among those found."""

from collections.abc import Iterator, Sequence
from itertools import product
from time import monotonic

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_matrix

from hexad.scheduling.sites import SMALL, Placed, Points, Site, Tenant, cost_of

ROUNDS = 200
MOST_NODES = 5_000
MOST_SOLVED = 20_000  # schedules of given times, at about a fifth of a millisecond
LONGEST = 1e6  # seconds
SMOOTH = 0.5  # share of the best prices so far in the next ones: they swing less


class Master:
    """The programme over the schedules that are known."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.columns = [(at, placed) for at, known in enumerate(site.columns) for placed in known]
        cells: dict[tuple[int, int], int] = {}
        rows, columns = [], []
        for number, (at, placed) in enumerate(self.columns):
            for room, first, last in site.tenants[at].used(placed):
                for slot in range(first, last):
                    rows.append(cells.setdefault((room, slot), len(cells)))
                    columns.append(number)
        self.cells = cells
        shape = (len(cells), len(self.columns))
        self.uses = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)
        self.seats = np.array([site.seats[row] for row, _ in cells], dtype=np.float64)
        owners = [at for at, _ in self.columns]
        self.owns = csr_matrix(
            (np.ones(len(owners)), (owners, range(len(owners)))), shape=(len(site.tenants), len(self.columns))
        )
        self.cost = np.array([placed.cost for _, placed in self.columns])

    def prices(self) -> tuple[Points, NDArray[np.float64], float]:
        """Prices ``(classes, slots)``, what each group pays in all ``(groups,)``, and the value."""
        ones = np.ones(len(self.site.tenants))
        found = linprog(self.cost, A_ub=self.uses, b_ub=self.seats, A_eq=self.owns, b_eq=ones, method="highs")
        prices = self.site.nothing_taken()
        for (room, slot), price in zip(self.cells, found.ineqlin.marginals, strict=True):
            prices[room, slot] = max(-price, 0.0)
        return prices, found.eqlin.marginals, float(found.fun)


def generate(site: Site, plan: Sequence[Placed], bound: float) -> tuple[Points, float]:
    """Add schedules until no group has a cheaper one at the prices; the prices of the best bound, and that bound."""
    for at, placed in enumerate(plan):
        site.columns[at][placed] = None
    best, best_prices = bound, site.nothing_taken()
    for _ in range(ROUNDS):
        exact, pays, value = Master(site).prices()
        if value <= best + SMALL or site.is_over():
            break
        helps = False
        for smooth in (SMOOTH, 0.0):
            prices = smooth * best_prices + (1 - smooth) * exact
            least, helps = _add_schedules(site, prices, exact, pays)
            if least > best + SMALL:
                best, best_prices = least, prices
            if helps:
                break
        if not helps:
            break
    return best_prices, best


def _add_schedules(site: Site, prices: Points, exact: Points, pays: NDArray[np.float64]) -> tuple[float, bool]:
    """What no plan goes below, by some prices, and whether a schedule was found that helps the programme."""
    total, helps = 0.0, False
    for at, tenant in enumerate(site.tenants):
        placed, least = tenant.place(prices)
        total += least
        at_exact = placed.cost + sum(exact[room, first:last].sum() for room, first, last in tenant.used(placed))
        if placed not in site.columns[at]:
            site.columns[at][placed] = None
            helps = helps or at_exact < pays[at] - SMALL
    return total - float((prices.sum(axis=1) * site.seats).sum()), helps


Entry = tuple[int, int, int]  # a session, its candidate (-1: it is not held), and the class of its room


def enrich(site: Site, prices: Points, over: float) -> bool:
    """Add schedules that a better plan may hold; whether these are all.

    At the prices of the bound, a plan that is better than the one at hand, which lies ``over`` the bound, holds no
    schedule that lies farther than that above its group's best. Of groups with one or two sessions in rooms all those
    schedules are added, of others the best with each time of each session.
    """
    budget = MOST_SOLVED
    is_complete = True
    for at, tenant in enumerate(site.tenants):
        search = _Forced(tenant, prices, over)
        if site.is_over():
            return False
        near = [search.near(session) for session in range(len(tenant.outlook.needs)) if search.seeks(session)]
        pairs = list(search.pairs(near)) if len(near) == 2 else []
        budget -= len(pairs)
        is_complete = is_complete and len(near) <= 2 and budget >= 0
        for pair in pairs if budget >= 0 else ():
            search.place(pair)
        for placed in search.found:
            site.columns[at][placed] = None
    return is_complete


class _Forced:
    """Schedules of one group with given times, as far as they may be part of a better plan."""

    def __init__(self, tenant: Tenant, prices: Points, over: float) -> None:
        self.tenant, self.by_room = tenant, tenant.fees_by_room(prices)
        self.fees, self.which = tenant.fees(prices)
        best, least = tenant.place_at(self.fees, self.which)
        self.most = least + over + SMALL
        self.found: dict[Placed, None] = {best: None}

    def _part(self, session: int) -> tuple[int, int]:
        first = self.tenant.outlook.first
        return int(first[session]), int(first[session + 1])

    def seeks(self, session: int) -> bool:
        """Whether a session needs a room."""
        begin, end = self._part(session)
        return bool(self.tenant.needs_room[begin:end].any())

    def near(self, session: int) -> list[Entry]:
        """Times and rooms of one session that may be part of a better plan."""
        begin, end = self._part(session)
        entries = [
            (session, begin + at, room)
            for room, fees in enumerate(self.by_room)
            for at in np.flatnonzero(np.isfinite(fees[begin:end])).tolist()
        ]
        return [entry for entry in [(session, -1, -1), *entries] if self.place((entry,))]

    def pairs(self, near: Sequence[Sequence[Entry]]) -> Iterator[tuple[Entry, Entry]]:
        """Times of two sessions that can go together."""
        day, needs = self.tenant.outlook.times.day, self.tenant.outlook.needs
        for one, other in product(*near):
            need, passed = needs[other[0]], int(day[other[1]] - day[one[1]])
            is_free = need.after != one[0] or min(one[1], other[1]) < 0
            if is_free or need.low <= passed <= need.high:
                yield one, other

    def place(self, entries: Sequence[Entry]) -> bool:
        """Keep the best schedule with these times, where it may be part of a better plan."""
        fees, which = self.fees.copy(), self.which.copy()
        for session, candidate, room in entries:
            begin, end = self._part(session)
            fees[begin:end] = np.inf
            if candidate >= 0:
                fees[candidate], which[candidate] = self.by_room[room][candidate], room
        placed, priced = self.tenant.place_at(fees, which)
        if priced > self.most:
            return False
        self.found[placed] = None
        return True


def choose(site: Site, plan: Sequence[Placed]) -> tuple[list[Placed], float]:
    """The best plan of schedules that are known, by branch and bound; ``plan`` where none is better in time.

    Beside it what no plan of these schedules goes below.
    """
    master = Master(site)
    seconds = max(site.ends - monotonic(), 0.1)
    ones = np.ones(len(site.tenants))
    found = milp(
        master.cost,
        integrality=np.ones(len(master.cost)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(master.uses, ub=master.seats),
            LinearConstraint(master.owns, lb=ones, ub=ones),
        ],
        options={"node_limit": MOST_NODES, "mip_rel_gap": 1e-9, "time_limit": min(seconds, LONGEST)},
    )
    site.is_over()
    least = -np.inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
    if found.x is None:
        return list(plan), least
    chosen: list[Placed] = list(plan)
    for (at, placed), taken in zip(master.columns, found.x, strict=True):
        if taken > 0.5:
            chosen[at] = placed
    return min(list(plan), chosen, key=cost_of), least
