"""A long file is read by the worker, with a true count, also when a worker dies over it."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.people import tasks
from hexad_web.people.actions import reading
from hexad_web.people.actions.uploading import discard
from hexad_web.people.models import Import
from tests.hexad_web.people.conftest import TakeIn

pytestmark = pytest.mark.django_db
State = Import.State


def long_file(rows: int = 6_000) -> bytes:
    return b"email,name\n" + b"".join(b"p%d@x.de,Person %d\n" % (number, number) for number in range(rows))


def test_a_long_file_waits_for_the_worker(look_at: TakeIn) -> None:
    import_ = look_at(long_file())

    assert (import_.state, import_.rows_done, import_.preview) == (State.READING, 0, {})


def test_the_worker_reads_it(look_at: TakeIn) -> None:
    import_ = look_at(long_file())

    tasks.read_one(import_.pk)

    import_.refresh_from_db()
    assert (import_.state, import_.counts["new"], import_.lease_until) == (State.READY, 6_000, None)


def test_the_count_is_true_while_it_is_read(look_at: TakeIn, monkeypatch: pytest.MonkeyPatch) -> None:
    import_ = look_at(long_file())
    seen: list[tuple[int, int]] = []
    note = reading.note_progress

    def watch(claimed: Import, done: int, total: int) -> None:
        note(claimed, done, total)
        row = Import.objects.get(pk=import_.pk)
        seen.append((row.rows_done, row.rows_total))

    monkeypatch.setattr(reading, "note_progress", watch)
    tasks.read_one(import_.pk)

    assert (5_000, 6_000) in seen
    assert seen[-1] == (6_000, 6_000)
    assert seen == sorted(seen)


def test_an_import_that_a_worker_holds_is_left_alone(look_at: TakeIn) -> None:
    import_ = look_at(long_file())
    assert reading.claim(import_id=import_.pk, now=timezone.now()) is not None

    tasks.read_one(import_.pk)

    assert Import.objects.get().state == State.READING
    assert reading.imports_to_read(now=timezone.now()) == []


def test_an_import_whose_worker_died_is_read_by_the_next(look_at: TakeIn) -> None:
    import_ = look_at(long_file())
    reading.claim(import_id=import_.pk, now=timezone.now() - timedelta(minutes=5))

    tasks.reconcile(timezone.now())

    assert Import.objects.get().state == State.READY


def test_an_import_put_away_while_it_is_read_stays_away(
    look_at: TakeIn, owner: Actor, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_ = look_at(long_file())
    note = reading.note_progress

    def put_away(claimed: Import, done: int, total: int) -> None:
        discard(actor=owner, import_id=claimed.pk, now=now)
        note(claimed, done, total)

    monkeypatch.setattr(reading, "note_progress", put_away)
    tasks.read_one(import_.pk)

    import_.refresh_from_db()
    assert (import_.state, import_.preview) == (State.DISCARDED, {})


def test_reconciling_twice_does_nothing_more(look_at: TakeIn) -> None:
    look_at(long_file())
    tasks.reconcile(timezone.now())
    before = Import.objects.values().get()

    tasks.reconcile(timezone.now())

    assert Import.objects.values().get() == before
