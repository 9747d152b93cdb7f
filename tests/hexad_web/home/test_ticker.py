"""The clock of the product: each app has its own thread, so that none waits for another or dies of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from operator import itemgetter
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import hexad_web
from hexad_web.accounts.models import Organisation
from hexad_web.home.ticker import APPS, UNHURRIED, Reconcile, Ticker, jobs, pause_after, reconciles
from tests.examples import NOW

PATIENCE = 30.0
WRITES = ("SAVEPOINT", "INSERT", "UPDATE", "DELETE")


class Counting:
    """A job that tells when it was called so many times."""

    def __init__(self, wanted: int, fault: Exception | None = None) -> None:
        self.wanted, self.fault = wanted, fault
        self.moments: list[datetime] = []
        self.reached = threading.Event()

    def __call__(self, now: datetime) -> None:
        self.moments.append(now)
        if len(self.moments) >= self.wanted:
            self.reached.set()
        if self.fault:
            raise self.fault


@contextmanager
def ticking(**jobs: Reconcile) -> Iterator[Ticker]:
    ticker = Ticker(jobs, period=0.001)
    ticker.start()
    try:
        yield ticker
    finally:
        ticker.stop(patience=PATIENCE)


@pytest.mark.parametrize("name", sorted(set(jobs()) - {"home"}))  # which writes down that the worker lives
def test_whoever_finds_nothing_to_do_leaves_the_database_to_others(name: str, organisation: Organisation) -> None:
    """SQLite has one lock for all who write: it is taken for what was found, never in order to look."""
    job = jobs()[name]
    job(NOW)
    with CaptureQueriesContext(connection) as captured:
        job(NOW)
    assert [sql for sql in map(itemgetter("sql"), captured) if sql.startswith(WRITES)] == []


def test_one_apps_failure_holds_up_neither_the_others_nor_its_own_next_turn(caplog: pytest.LogCaptureFixture) -> None:
    failing, well = Counting(3, RuntimeError("no mail server")), Counting(3)

    with ticking(outbox=failing, people=well):
        assert failing.reached.wait(PATIENCE)
        assert well.reached.wait(PATIENCE)

    assert "reconcile of outbox failed" in caplog.text
    assert "no mail server" in caplog.text


def test_one_slow_app_holds_up_no_other() -> None:
    released, others = threading.Event(), Counting(5)

    def slow(now: datetime) -> None:
        released.wait(PATIENCE)

    with ticking(availability=slow, outbox=others):
        assert others.reached.wait(PATIENCE)
        released.set()


def test_an_app_is_never_run_twice_at_once() -> None:
    at_once, most, turns = [0], [0], Counting(20)

    def job(now: datetime) -> None:
        at_once[0] += 1
        most[0] = max(most[0], at_once[0])
        turns(now)
        at_once[0] -= 1

    with ticking(people=job):
        assert turns.reached.wait(PATIENCE)

    assert most[0] == 1


def test_stopping_lets_an_app_finish_what_it_has_in_hand() -> None:
    begun, released, finished = threading.Event(), threading.Event(), threading.Event()

    def job(now: datetime) -> None:
        begun.set()
        released.wait(PATIENCE)
        finished.set()

    ticker = Ticker({"outbox": job}, period=0.001)
    ticker.start()
    assert begun.wait(PATIENCE)
    stopper = threading.Thread(target=ticker.stop)
    stopper.start()
    assert ticker.stopping.wait(PATIENCE)
    released.set()
    stopper.join(PATIENCE)

    assert finished.is_set()
    assert not any(thread.is_alive() for thread in ticker.threads)


def test_nothing_runs_after_the_stop() -> None:
    job = Counting(2)
    with ticking(home=job):
        assert job.reached.wait(PATIENCE)
    turns = len(job.moments)

    assert not any(thread.name == "reconcile-home" for thread in threading.enumerate())
    assert len(job.moments) == turns


def test_stopping_before_the_start_is_no_fault() -> None:
    Ticker({"people": Counting(1)}).stop()


def test_each_turn_is_told_an_aware_moment() -> None:
    job = Counting(1)
    with ticking(people=job):
        assert job.reached.wait(PATIENCE)

    assert job.moments[0].tzinfo is not None


def test_every_app_that_has_something_to_bring_in_order_has_its_turn() -> None:
    folders = Path(hexad_web.__file__).parent.glob("*/tasks.py")
    with_reconcile = {path.parent.name for path in folders if "def reconcile(" in path.read_text()}

    assert set(APPS) == with_reconcile
    assert all(callable(job) for job in reconciles().values())


def test_what_waits_for_a_mail_server_has_a_thread_of_its_own() -> None:
    assert set(jobs()) == {*APPS, "replies"}
    assert jobs()["replies"] is not jobs()["scheduling"]


def test_a_long_look_at_who_practises_takes_a_twentieth_of_a_core_and_a_short_one_its_usual_turn() -> None:
    assert pause_after("practice", 2.0, 5.0) == 38.0
    assert pause_after("practice", 0.01, 5.0) == 5.0
    assert all(pause_after(app, 2.0, 5.0) == 5.0 for app in set(jobs()) - set(UNHURRIED))
