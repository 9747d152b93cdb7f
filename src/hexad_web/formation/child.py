"""The child that searches: one problem on standard input, one JSON event a line on standard output.

No Django here, so that it starts quickly and cannot touch the database. See ``process.py`` for the protocol.
"""

import json
import os
import sys
import threading
from typing import IO

from hexad.formation.errors import Conflict, FormationError, Impossible
from hexad.formation.results import Progress
from hexad.formation.rolling import start_now
from hexad.formation.solve import form_groups
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
        if at.seconds - self._told >= QUIET_SECONDS:
            self._told = at.seconds
            point = (round(at.seconds, 2), at.best, at.bound)
            self.say("progress", point=point, sweeps=(at.done, at.total))
        return not self._stop.is_set()


def search(line: str, reporter: Reporter) -> None:
    request = json.loads(line)
    try:
        problem = read_problem(request["problem"])
        reporter.listen()
        if request["rolling"]:
            found = start_now(problem)
        else:
            found = form_groups(problem, seed=request["seed"], on_progress=reporter.progress, **request["effort"])
        if found.groups:
            reporter.say("result", formation=found.as_json())
        else:
            reporter.say("none")
    except Impossible as certificate:
        reporter.say("impossible", reasons=[as_stored(one) for one in certificate.conflicts])
    except FormationError as error:
        reporter.say("impossible", reasons=[{"sentence": str(error), "rules": []}])


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
