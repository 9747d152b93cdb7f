"""The life of a run while it waits and searches. Every step is one conditional UPDATE, so two workers never share one.

A worker claims a run with a lease and renews it each second. When the worker dies, the run is swept back to queued
and begins again: same input, same seed, same groups.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from hexad_web.formation.models import Run
from hexad_web.formation.reason_words import no_groups
from hexad_web.outbox import presence

State = Run.State
LEASE = timedelta(seconds=30)
MOST_ATTEMPTS = 3
PATIENCE = timedelta(seconds=15)
Point = tuple[float, float, float | None]


def claim(*, run_id: int, now: datetime) -> Run | None:
    """Take a queued run; None where another worker has it, or it needs none any more."""
    holder = f"{presence.own_name()}.{secrets.token_hex(4)}"
    taken = Run.objects.filter(pk=run_id, state=State.QUEUED).update(
        state=State.RUNNING,
        claimed_by=holder,
        leased_until=now + LEASE,
        attempts=F("attempts") + 1,
        started_at=now,
        progress=[],
        sweeps_done=0,
        sweeps_total=0,
    )
    return Run.objects.select_related("organisation").get(pk=run_id) if taken else None


def held(run: Run) -> QuerySet[Run]:
    return Run.objects.filter(pk=run.pk, state=State.RUNNING, claimed_by=run.claimed_by)


def note_progress(*, run: Run, points: Sequence[Point], sweeps: tuple[int, int], now: datetime) -> bool:
    """Write what the search reported and renew the lease; False: the claim was lost meanwhile."""
    return bool(
        held(run).update(progress=list(points), sweeps_done=sweeps[0], sweeps_total=sweeps[1], leased_until=now + LEASE)
    )


def stop_was_requested(run: Run) -> bool:
    return held(run).filter(stop_requested=True).exists()


def release(*, run: Run) -> None:
    """Give a run back, as when the worker is shut down; it begins again elsewhere."""
    held(run).update(state=State.QUEUED, claimed_by="", leased_until=None, woken_at=None)


def sweep(*, now: datetime) -> int:
    """Put back the runs of workers that died or hang; returns how many."""
    running = Run.objects.filter(state=State.RUNNING)
    holders = set(running.values_list("claimed_by", flat=True))
    gone = [holder for holder in holders if presence.is_gone(holder.partition(".")[0])]
    lost = running.filter(Q(leased_until__lt=now) | Q(claimed_by__in=gone))
    return lost.update(state=State.QUEUED, claimed_by="", leased_until=None, woken_at=None) if lost.exists() else 0


def give_up_on_repeated_failures(*, now: datetime) -> int:
    """A run that took its worker down three times would take down the next one too."""
    hopeless = Run.objects.filter(state=State.QUEUED, attempts__gte=MOST_ATTEMPTS)
    if not hopeless.exists():
        return 0
    return hopeless.update(state=State.FAILED, reasons=[no_groups("run.ended")], finished_at=now)


def runs_to_wake(*, now: datetime) -> list[int]:
    """Queued runs for which no worker was woken yet; marked, so that the queue does not fill with repeats."""
    chosen = list(
        Run.objects.filter(state=State.QUEUED, woken_at=None).order_by("created_at").values_list("pk", flat=True)
    )
    if chosen:
        Run.objects.filter(pk__in=chosen).update(woken_at=now)
    return chosen


def neglected_run(*, now: datetime) -> int | None:
    """A run that nobody took although a worker was woken: the queue is down, or busy with another one."""
    waiting = Run.objects.filter(state=State.QUEUED, woken_at__lt=now - PATIENCE)
    return waiting.order_by("created_at").values_list("pk", flat=True).first()
