"""Supervising a search: claim, start the child, write its progress each second, keep its answer."""

import json
import logging
from datetime import datetime
from typing import Any

from django.utils import timezone

from hexad_web.formation.actions import announcing, claiming, running
from hexad_web.formation.models import Run
from hexad_web.formation.process import Event, Search
from hexad_web.formation.queries import mending
from hexad_web.formation.reason_words import no_groups
from hexad_web.formation.waking import form

logger = logging.getLogger(__name__)
BEAT_SECONDS = 1.0


def reconcile(now: datetime) -> None:
    """Free what dead workers held, wake a worker for what waits, and do here what nobody took."""
    claiming.sweep(now=now)
    claiming.give_up_on_repeated_failures(now=now)
    running.forget_old_inputs(now=now)
    running.free_seats_of_leavers(now=now)
    while announcing.announce_some(now=now):
        pass
    for run_id in claiming.runs_to_wake(now=now):
        form.enqueue(run_id)
    neglected = claiming.neglected_run(now=now)
    if neglected is not None:
        form_run(neglected)


def form_run(run_id: int) -> None:
    """Take one run from queued to its end; a run that another worker holds is left alone."""
    run = claiming.claim(run_id=run_id, now=timezone.now())
    if run is None:
        return
    try:
        with Search(_request(run)) as search:
            ending = Supervisor(run, search).watch()
    except BaseException:
        claiming.release(run=run)  # the worker is shut down, or the database went away: the run begins again
        raise
    _keep(run, ending)


def _request(run: Run) -> str:
    """``sweeps`` repeats an earlier search to its end, whatever the speed of the machine."""
    effort = {"sweeps": run.params["sweeps"]} if run.params.get("sweeps") else {"limit": run.params["limit"]}
    request = {"kind": run.kind, "seed": run.seed, "effort": effort, "rolling": bool(run.params.get("rolling"))}
    groups = mending.by_address(run) if run.kind == Run.Kind.MEND else {}
    return json.dumps({**request, "problem": running.prepare(run=run), "groups": groups})


def _keep(run: Run, ending: Event | None) -> None:
    now = timezone.now()
    if ending is None:
        claiming.release(run=run)
    elif ending["event"] == "result":
        running.keep_result(run=run, formation=ending["formation"], now=now)
    elif ending["event"] == "answer":
        answer = ending["answer"]
        kept = mending.by_person(run, answer) if run.kind == Run.Kind.MEND else answer
        running.keep_answer(run=run, answer=kept, now=now)
    elif ending["event"] == "none":
        running.fail(run=run, state=Run.State.FAILED, reasons=[no_groups("run.none_yet")], now=now)
    else:
        running.fail(run=run, state=Run.State.IMPOSSIBLE, reasons=ending["reasons"], now=now)


class Supervisor:
    """Reads the child's events and brings them to the row, about once a second."""

    def __init__(self, run: Run, search: Search) -> None:
        self.run, self.search = run, search
        self.points: list[claiming.Point] = []
        self.sweeps = (0, 0)
        self.told_to_stop = False

    def watch(self) -> Event | None:
        """The last event; None when the child died without one, or the claim was lost."""
        while True:
            for event in self.search.heard(BEAT_SECONDS):
                if event is None or event["event"] != "progress":
                    self._write()  # the way of a search that took less than a beat is kept too
                    return event
                self._note(event)
            if not self._beat():
                return None

    def _note(self, event: dict[str, Any]) -> None:
        self.sweeps = tuple(event["sweeps"])
        if "point" not in event:
            return
        point = tuple(event["point"])
        if len(self.points) > 1 and self.points[-2][1:] == self.points[-1][1:] == point[1:]:
            self.points.pop()  # on a level stretch the first and the last point say everything
        self.points.append(point)

    def _beat(self) -> bool:
        if not self.told_to_stop and claiming.stop_was_requested(self.run):
            self.search.stop()
            self.told_to_stop = True
        return self._write()

    def _write(self) -> bool:
        """Bring the progress to the row; False: the claim was lost."""
        return claiming.note_progress(run=self.run, points=self.points, sweeps=self.sweeps, now=timezone.now())
