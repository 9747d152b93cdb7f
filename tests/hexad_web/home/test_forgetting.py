"""Once an hour the worker throws away what nobody needs any more, and nothing that somebody needs."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult

from hexad_web.accounts import actions as accounts
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, SignInLink
from hexad_web.home import actions, tasks
from hexad_web.outbox.models import OutboxMessage, WorkerBeat
from tests.hexad_web.outbox.mails import queued

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_trail_is_kept_for_twelve_months(owner: Actor, now: datetime) -> None:
    audit.record(actor=owner, action="people.import", now=now)

    actions.forget_old(now=now + 365 * DAY)
    assert AuditEntry.objects.exists()
    actions.forget_old(now=now + 367 * DAY)

    assert not AuditEntry.objects.exists()


def test_links_are_kept_for_a_day_after_they_end(owner: Actor, now: datetime) -> None:
    """Until then wrong codes of the day have to be counted."""
    assert owner.user is not None
    link = accounts.make_sign_in_link(owner.user, now)

    actions.forget_old(now=link.row.expires_at + DAY)
    assert SignInLink.objects.exists()
    actions.forget_old(now=link.row.expires_at + DAY + HOUR)

    assert not SignInLink.objects.exists()


def test_sessions_end_and_are_gone(now: datetime) -> None:
    for days in (-1, 1):
        session = SessionStore()
        session.set_expiry(now + days * DAY)
        session["kept"] = days
        session.save()
        Session.objects.filter(pk=session.session_key).update(expire_date=now + days * DAY)

    actions.forget_old(now=now)

    assert [session.get_decoded()["kept"] for session in Session.objects.all()] == [1]


def test_a_mail_to_nobody_is_gone_after_a_day_and_a_real_one_stays(owner: Actor, now: datetime) -> None:
    for email in ("zoe@nowhere.example", owner.user.email):  # type: ignore[union-attr]
        queued(None, email.partition("@")[0])
    OutboxMessage.objects.filter(recipient__startswith="zoe").update(recipient="nobody@hexad.invalid")

    actions.forget_old(now=now + DAY)
    assert OutboxMessage.objects.count() == 2
    actions.forget_old(now=now + DAY + HOUR)

    assert [mail.recipient for mail in OutboxMessage.objects.all()] == ["olga@northwind.example"]


def task(now: datetime, *, finished: bool) -> DBTaskResult:
    row = DBTaskResult.objects.create(
        task_path="x", args_kwargs={}, backend_name="default", run_after=now, finished_at=now if finished else None
    )
    DBTaskResult.objects.filter(pk=row.pk).update(enqueued_at=now)
    return row


def test_finished_tasks_go_after_a_day_and_lost_ones_after_a_week(now: datetime) -> None:
    finished, lost = task(now, finished=True), task(now, finished=False)

    left = []
    for later in (DAY, DAY + HOUR, 7 * DAY, 7 * DAY + HOUR):
        actions.forget_old(now=now + later)
        left.append(set(DBTaskResult.objects.values_list("pk", flat=True)))

    assert left == [{finished.pk, lost.pk}, {lost.pk}, {lost.pk}, set()]


def test_the_worker_shows_itself_each_time_and_throws_away_once_an_hour(now: datetime) -> None:
    moments = [now, now + timedelta(seconds=5), now + timedelta(minutes=59), now + HOUR, now + 9 * HOUR]

    new_hours = [actions.beat(now=moment) for moment in moments]

    assert new_hours == [True, False, False, True, True]
    assert WorkerBeat.objects.get().at == moments[-1]


def test_a_tick_of_the_clock_does_both(owner: Actor, now: datetime) -> None:
    audit.record(actor=owner, action="people.import", now=now - 400 * DAY)

    tasks.reconcile(now)

    assert WorkerBeat.objects.get().at == now
    assert not AuditEntry.objects.exists()
