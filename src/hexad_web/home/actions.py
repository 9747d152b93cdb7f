from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks_db.models import DBTaskResult

from hexad_web.accounts.models import AuditEntry, SignInLink
from hexad_web.accounts.signing_in import NOBODY
from hexad_web.outbox.models import OutboxMessage, WorkerBeat

HOUR = timedelta(hours=1)
TASKS_KEPT = timedelta(days=1)
LOST_TASKS_KEPT = timedelta(days=7)
LINKS_KEPT = timedelta(days=1)
AUDIT_KEPT = timedelta(days=366)


def beat(*, now: datetime) -> bool:
    """Returns whether a new hour has begun since the last beat."""
    last = WorkerBeat.objects.filter(name="worker").first()
    WorkerBeat.objects.update_or_create(name="worker", defaults={"at": now})
    return last is None or now - last.at > HOUR or last.at.hour != now.hour


def forget_old(*, now: datetime) -> None:
    """Finished tasks, used links, mails to nobody, ended sessions, audit entries past their twelve months."""
    finished = Q(finished_at__lt=now - TASKS_KEPT) | Q(enqueued_at__lt=now - LOST_TASKS_KEPT)
    DBTaskResult.objects.filter(finished).delete()
    SignInLink.objects.filter(expires_at__lt=now - LINKS_KEPT).delete()
    OutboxMessage.objects.filter(recipient=NOBODY, queued_at__lt=now - LINKS_KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    AuditEntry.objects.filter(at__lt=now - AUDIT_KEPT).delete()
