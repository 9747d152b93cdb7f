"""Which search suits a part, and the pieces that a large part is searched in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from hexad.formation.annealing import OverCounts, OverDistances
from hexad.formation.arrays import Penalties, common_data, has_segments, segments_of, table_of
from hexad.formation.budget import DENSE, LANES, Load, width_for
from hexad.formation.context import Context, values_of
from hexad.formation.distances import kernel_for
from hexad.formation.fitting import WORD
from hexad.formation.kernels import QUORUM, WINDOW, WISHED_WINDOW, Data
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate
from hexad.formation.search import Search

Groups = NDArray[np.int32]
SCARCE = 1.0  # starts in a block that a group by lot has in common: below, most partners are ruled out at a glance
WINDOWS = (WINDOW, WISHED_WINDOW, QUORUM)  # kinds of segments that are calendars, long and so slow


class Searching(Protocol):
    """What a run asks of a search."""

    sweeps: int
    done: int
    finished: bool

    def step(self, sweeps: int) -> None:
        """Do up to so many sweeps."""

    def hurry(self, share: float) -> None:
        """Do so many times the sweeps that are left, and cool as far in them."""

    def finish(self, until: float) -> None:
        """End well from where it stands, as far as there is time until then by ``time.perf_counter``."""

    @property
    def score(self) -> int:
        """The best score so far, penalties included, in thousandths of a point."""

    @property
    def best(self) -> Groups:
        """Each person's group in the best grouping so far."""

    @property
    def meeting(self) -> NDArray[np.bool_]:
        """Which groups can meet in it."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A part ready to be searched: what decides the speed, and how to start with sweeps and a seed."""

    load: Load
    start: Callable[[int, int], Searching]


def prepare(part: Part, context: Context) -> Prepared:
    """Turn a part into arrays once, for all its searches."""
    segments, table = segments_of(part, context), table_of(part, context)
    people, sizes = len(part.people), np.array(part.sizes, np.int64)
    if segments:
        data, base = common_data(part, context, table.distance(), segments), Penalties.of(context).base
        load = Load(people, kernel_of(data))
        return Prepared(load, lambda sweeps, seed: Search.start(data, penalty=base, sweeps=sweeps, seed=seed))
    if people <= DENSE:
        distance = table.distance()
        load = Load(people, kernel_for(distance, sizes))
        return Prepared(load, lambda sweeps, seed: OverDistances.start(distance, sizes, sweeps=sweeps, seed=seed))
    load = Load(people, "counts")
    width = width_for(people)
    return Prepared(load, lambda sweeps, seed: OverCounts.start(table, sizes, sweeps=sweeps, seed=seed, width=width))


def kernel_of(data: Data) -> str:
    """Return what decides the speed of a search for something in common, by the name that it has in the budget."""
    windows = np.isin(data.segment_kind, WINDOWS)
    if not windows.any():
        return "common"
    has = np.unpackbits(data.bits.view(np.uint8), axis=1, bitorder="little").mean(axis=0) ** float(data.sizes.mean())
    starts = [has[WORD * data.segments[k] : WORD * data.segments[k + 1]].sum() for k in np.flatnonzero(windows)]
    return "scarce windows" if data.weights[windows].all() and np.mean(starts) < SCARCE else "windows"


def pieces_of(part: Part, context: Context) -> list[Part]:
    """Cut a large part into pieces of the same composition, so large that little is lost by searching them alone.

    People with something in common to find, beyond what a matrix holds, are cut into pieces that it does; others beyond
    it are halved, so that two cores share the work. Who is to be together stays in one piece.
    """
    people = len(part.people)
    if people <= DENSE:
        return [part]
    wanted = -(-people // DENSE) if has_segments(part, context) else LANES
    wanted = min(max(wanted, LANES), len(part.sizes))
    sizes = [part.sizes[at::wanted] for at in range(wanted)]
    rooms = [sum(of) for of in sizes]
    pieces: list[list[Candidate]] = [[] for _ in range(wanted)]
    for team in _teams(part, context):
        fits = [at for at in range(wanted) if rooms[at] - len(pieces[at]) >= len(team)]
        pieces[max(fits or range(wanted), key=lambda at: 1 - len(pieces[at]) / rooms[at])] += team
    if any(len(piece) != room for piece, room in zip(pieces, rooms, strict=True)):
        return [part]  # a team that fits no remaining room
    order = {one.key: at for at, one in enumerate(part.people)}
    return [
        Part(tuple(sorted(piece, key=lambda one: order[one.key])), of) for piece, of in zip(pieces, sizes, strict=True)
    ]


def _teams(part: Part, context: Context) -> list[list[Candidate]]:
    """Return who is to be together, the largest first, then everybody else, sorted by what they wish to differ in."""
    together, here = context.pairs["together"].of, {one.key: one for one in part.people}
    seen, teams = set[str](), []
    for one in part.people:
        if one.key in together and one.key not in seen:
            team, todo = set[str](), [one.key]
            while todo:
                key = todo.pop()
                if key not in team and key in here:
                    team.add(key)
                    todo.extend(together.get(key, ()))
            seen |= team
            teams.append([here[key] for key in sorted(team)])
    rules = [rule for rule in context.on if rule.key not in context.pairs and rule.key not in ("line", "meet")]
    alone = [one for one in part.people if one.key not in seen]
    alone.sort(key=lambda one: "\0".join("\1".join(sorted(values_of(one, rule))) for rule in rules))
    return [*sorted(teams, key=len, reverse=True), *([one] for one in alone)]
