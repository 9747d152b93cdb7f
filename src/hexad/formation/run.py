"""A run: the searches of all parts, advanced side by side on two threads (the compiled loops let go of the lock)."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from itertools import zip_longest

import numpy as np

from hexad.formation.annealing import OverCounts, OverDistances
from hexad.formation.arrays import table_of
from hexad.formation.bound import upper_bound
from hexad.formation.budget import CUT, LANES, OVERTIME, SEEDS_APART, Effort, Haste, sweeps_for
from hexad.formation.changing import look_for_changes
from hexad.formation.context import Context
from hexad.formation.measures import Watch
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.results import Progress, Stopped
from hexad.formation.searches import Searching, pieces_of, prepare

OnProgress = Callable[[Progress], bool]
STEP_SECONDS = 0.1
SPARING = 50  # a look at where the searches stand is followed by so many times its own time of searching


@dataclass
class Run:
    """All searches of a run, advanced step by step in two lanes."""

    parts: tuple[Part, ...]
    watch: Watch
    searches: list[list[Searching]]
    sweeps: int
    bound: float | None
    limit: float
    begun: float = 0.0
    stopped: Stopped = "sweeps"
    pace: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    hurried: bool = False
    seen: tuple[float, float | None] | None = None
    looks_again: float = 0.0

    @classmethod
    def over(cls, parts: tuple[Part, ...], context: Context, *, seed: int, effort: Effort) -> "Run":
        """Build the arrays and set up every search; this is not counted as search time."""
        compile_kernels()
        pieces = tuple(piece for part in parts for piece in pieces_of(part, context))
        prepared = [prepare(piece, context) for piece in pieces]
        sweeps = effort.sweeps or sweeps_for(effort.limit, [one.load for one in prepared])
        searches = []
        for number, one in enumerate(prepared):
            seeds = [abs(seed * SEEDS_APART + 1000 * number + again) for again in range(one.load.restarts)]
            searches.append([one.start(sweeps, each) for each in seeds])
        allowed = float("inf") if effort.sweeps else effort.limit
        return cls(pieces, Watch.over(pieces, context), searches, sweeps, upper_bound(parts, context), allowed)

    def go(self, on_progress: OnProgress | None) -> None:
        """Search until the sweeps are done, the clock cuts off or the reader stops; then descend, best ones first."""
        self.begun, haste = time.perf_counter(), Haste(self.limit)
        with ThreadPoolExecutor(LANES) as lanes:
            while waiting := self._next():
                list(lanes.map(self._step, waiting))
                if self._should_stop(on_progress):
                    break
                self._hurry(haste)
            until = self.begun + self.limit * OVERTIME
            list(lanes.map(lambda search: search.finish(until), self._best_first()))
        self.seconds = time.perf_counter() - self.begun
        if self.hurried and self.stopped == "sweeps":
            self.stopped = "wall"

    def _best_first(self) -> list[Searching]:
        """Of every part the best search, then of every part the next best, as far as they are not finished."""
        ranked = [sorted(restarts, key=lambda search: -search.score) for restarts in self.searches]
        return [search for rank in zip_longest(*ranked) for search in rank if search and not search.finished]

    def _next(self) -> list[Searching]:
        """Every part is searched evenly before any is searched again, so that a cut leaves none unbegun."""
        open_ = ([search for search in one if search and not search.finished] for one in zip_longest(*self.searches))
        evenly = [search for one in open_ for search in sorted(one, key=lambda search: search.done)]
        return evenly[:LANES]

    def _step(self, search: Searching) -> None:
        """Do about a tenth of a second of sweeps; how many never changes what is found."""
        sweeps, before = self.pace.get(id(search), 1), time.perf_counter()
        search.step(sweeps)
        seconds = max(time.perf_counter() - before, 1e-6)
        self.pace[id(search)] = max(1, min(2 * sweeps, int(sweeps * STEP_SECONDS / seconds)))

    def _should_stop(self, on_progress: OnProgress | None) -> bool:
        seconds = time.perf_counter() - self.begun
        if seconds > self.limit * CUT:
            self.stopped = "wall"
        elif on_progress and not on_progress(self._progress()):
            self.stopped = "asked"
        return self.stopped != "sweeps"

    def _hurry(self, haste: Haste) -> None:
        share = haste.share(time.perf_counter() - self.begun, *self._done_of_all())
        if share != 1.0:
            self.hurried = True
            for search in (search for restarts in self.searches for search in restarts if not search.finished):
                search.hurry(share)

    def _done_of_all(self) -> tuple[int, int]:
        every = [search for restarts in self.searches for search in restarts]
        done = sum(search.sweeps if search.finished else search.done for search in every)
        return done, sum(search.sweeps for search in every)

    def _progress(self) -> Progress:
        done, total = self._done_of_all()
        points, can_meet = self._look()
        seconds = time.perf_counter() - self.begun
        return Progress(seconds=seconds, done=done, total=total, best=points, bound=self.bound, can_meet=can_meet)

    def _look(self) -> tuple[float, float | None]:
        """Points and groups that meet in the best so far; between two looks the last one stands, to search on."""
        now = time.perf_counter()
        if self.seen is None or now >= self.looks_again:
            best = [max(restarts, key=lambda search: search.score) for restarts in self.searches]
            self.seen = self.watch.points(best), self.watch.can_meet(best)
            looked = time.perf_counter()
            self.looks_again = looked + SPARING * (looked - now)
        return self.seen

    def groups(self) -> list[list[str]]:
        """Return the members of the best grouping of every part."""
        found = []
        for part, restarts in zip(self.parts, self.searches, strict=True):
            best = max(restarts, key=lambda search: search.score)
            members: dict[int, list[str]] = {}
            for one, group in zip(part.people, best.best, strict=True):
                members.setdefault(int(group), []).append(one.key)
            found += [sorted(keys) for keys in members.values()]
        return found


@cache
def compile_kernels() -> None:
    """Compile the loops, or load them from disk, before any clock runs: small searches pass all of them."""
    shy = tuple(Candidate(key=key, department=key, free=(1 << 40) - 1) for key in "abcd")
    for blocks in ((), ((0, 40),)):
        context = Context(FormationProblem(candidates=shy, blocks=blocks))
        search = prepare(Part(shy, (2, 2)), context).start(8, 0)
        while not search.finished:
            search.step(1)
    for apart in (1, 1 << 40):  # whole numbers of both widths
        distance = apart * (1 - np.eye(4, dtype=np.int64))
        OverDistances.start(distance, np.array([2, 2]), sweeps=2, seed=0).step(2)
    OverCounts.start(table_of(Part(shy, (2, 2)), context), np.array([2, 2]), sweeps=8, seed=0, width=4).step(8)
    word, spans = np.ones((1, 1), np.uint64), np.array([(0, 1)])
    look_for_changes((word, word, word), word, spans, 0, np.zeros(1, np.uint8))
