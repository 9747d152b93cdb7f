"""A search with its parts timed apart: setting up, searching, and judging what was found."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from time import perf_counter

from hexad.formation.explain import score
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.results import Formation, Progress
from hexad.formation.solve import form_groups

Groups = list[list[Candidate]]


@dataclass(frozen=True, slots=True)
class Searched:
    """What was found, and the seconds before, of and after the search; the descent at its end belongs to it."""

    formation: Formation
    before: float
    search: float
    after: float


def search(problem: FormationProblem, *, seed: int, limit: float | None = None, sweeps: int | None = None) -> Searched:
    """Search and time the parts: the first progress tells when it began, judging again how long judging took."""
    heard: list[float] = []

    def hear(progress: Progress) -> bool:
        heard.append(perf_counter() - progress.seconds)
        return True

    began = perf_counter()
    formation = form_groups(problem, seed=seed, limit=limit, sweeps=sweeps, on_progress=hear)
    ended = perf_counter()
    score(problem, {group.id: group.members for group in formation.groups})
    after = perf_counter() - ended
    before = heard[0] - began if heard else 0.0  # none is heard where the clock cuts off the very first step
    return Searched(formation, before, ended - began - before - after, after)


def warm_up() -> float:
    """Let numba compile, or load what it compiled earlier; return the seconds of that."""
    people = [Candidate(key=f"{number:02}", department=str(number % 4), free=(1 << 40) - 1) for number in range(24)]
    problem = FormationProblem(candidates=tuple(people), blocks=((0, 40),))
    began = perf_counter()
    form_groups(problem, seed=1, sweeps=2)
    first = perf_counter() - began
    began = perf_counter()
    form_groups(problem, seed=1, sweeps=2)
    return first - (perf_counter() - began)


def by_lot(people: list[Candidate], size: int, random: Random) -> Groups:
    """Deal people to groups of one size by lot; who is left over is in no group."""
    return list(chunks(random.sample(people, len(people)), size))


def chunks(people: list[Candidate], size: int) -> Iterator[list[Candidate]]:
    """Cut a list into groups of one size, in its order."""
    return (people[at : at + size] for at in range(0, len(people) - size + 1, size))


def keys_of(groups: Groups) -> dict[str, list[str]]:
    """Return groups in the form that ``hexad.formation.explain`` judges."""
    return {f"g{number}": [one.key for one in group] for number, group in enumerate(groups, start=1)}
