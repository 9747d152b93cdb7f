"""The child that searches: one problem on standard input, one JSON event a line on standard output.

No Django here, so that it starts quickly and cannot touch the database. See ``process.py`` for the protocol.
"""

import json
import os
import sys
import threading
from dataclasses import asdict
from typing import IO, Any

from hexad.formation.errors import Conflict, FormationError, Impossible
from hexad.formation.problem import FormationProblem
from hexad.formation.repair import Repair, repair
from hexad.formation.results import Formation, Progress
from hexad.formation.rolling import start_now
from hexad.formation.solve import form_groups
from hexad.formation.tradeoff import WEIGHTS, Point, Tradeoff, tradeoff
from hexad_web.formation.inputs import read_problem
from hexad_web.formation.process import PREPARE

QUIET_SECONDS = 0.2  # between two reports
KINDER = 5  # to the pages that the same machine serves


class Reporter:
    """Writes events, and hears whether the parent wants the best so far."""

    def __init__(self, source: IO[str], target: IO[str]) -> None:
        self._source, self._target = source, target
        self._stop = threading.Event()
        self._told = -QUIET_SECONDS
        self._sweeps = (0, 0)

    def say(self, event: str, **values: object) -> None:
        self._target.write(json.dumps({"event": event, **values}) + "\n")
        self._target.flush()

    def listen(self) -> None:
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self) -> None:
        for line in self._source:
            if line.strip() == "stop":
                self._stop.set()
        os._exit(1)  # the parent is gone; nobody waits for the answer

    def progress(self, at: Progress) -> bool:
        self._sweeps = (at.done, at.total)
        if at.seconds - self._told >= QUIET_SECONDS:
            self._told = at.seconds
            point = (round(at.seconds, 2), at.best, at.bound)
            self.say("progress", point=point, sweeps=self._sweeps)
        return not self._stop.is_set()

    def ended(self, found: Formation) -> None:
        """The curve ends at the score of the groups that the owner gets."""
        self.say("progress", point=(round(found.seconds, 2), found.objective, found.bound), sweeps=self._sweeps)

    def step(self, done: int, total: int) -> bool:
        self.say("progress", sweeps=(done, total))
        return not self._stop.is_set()


def search(line: str, reporter: Reporter) -> None:
    request = json.loads(line)
    try:
        problem = read_problem(request["problem"])
        reporter.listen()
        if request["kind"] == "mend":
            reporter.say("answer", answer=mended(repair(problem, request["groups"], on_progress=reporter.step)))
        elif request["kind"] == "tradeoff":
            reporter.say("answer", answer=weighed(problem, request, reporter))
        else:
            form(problem, request, reporter)
    except Impossible as certificate:
        reporter.say("impossible", reasons=[as_stored(one) for one in certificate.conflicts])
    except FormationError as error:
        reporter.say("impossible", reasons=[{"sentence": str(error), "rules": []}])


def form(problem: FormationProblem, request: dict[str, Any], reporter: Reporter) -> None:
    if request["rolling"]:
        found = start_now(problem)
    else:
        found = form_groups(problem, seed=request["seed"], on_progress=reporter.progress, **request["effort"])
        reporter.ended(found)
    if found.groups:
        reporter.say("result", formation=found.as_json())
    else:
        reporter.say("none")


def mended(found: Repair) -> dict[str, object]:
    return {
        "moved": [asdict(move) for move in found.moved],
        "joined": [asdict(move) for move in found.joined],
        "dissolved": list(found.dissolved),
        "waiting": list(found.waiting),
    }


def weighed(problem: FormationProblem, request: dict[str, Any], reporter: Reporter) -> dict[str, object]:
    seen: list[Point] = []

    def on_point(point: Point) -> bool:
        seen.append(point)
        return reporter.step(len(seen), len(WEIGHTS))

    found: Tradeoff = tradeoff(problem, seed=request["seed"], on_point=on_point, **request["effort"])
    return {"points": [asdict(point) for point in found.points], "prices": list(found.price)}


def as_stored(conflict: Conflict) -> dict[str, object]:
    """The parts are said in the reader's language; the sentence stands for an edition that knows them no more."""
    parts = [reason.as_json() for reason in conflict.reasons]
    return {"parts": parts, "sentence": conflict.sentence, "rules": list(conflict.rules)}


def main() -> None:
    os.nice(KINDER)
    if PREPARE in sys.argv:
        from hexad.formation.run import compile_kernels

        compile_kernels()  # the result stays on disk
        return
    events = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # whatever a library prints must not look like an event
    search(sys.stdin.readline(), Reporter(sys.stdin, events))


if __name__ == "__main__":
    main()
