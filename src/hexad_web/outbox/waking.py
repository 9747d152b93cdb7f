"""Telling a worker that there is something to send. Losing this call costs seconds, never a mail."""

from django.db import transaction
from django_tasks import task


@task()
def deliver_outbox() -> int:
    from hexad_web.outbox.delivery import deliver_due  # late: actions import this module, delivery stands on claims

    return deliver_due()


def _wake() -> None:
    deliver_outbox.enqueue()


def wake_on_commit() -> None:
    """Once per transaction, however many mails it queues; ``robust``: a queue that is down never breaks a request."""
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _wake for entry in waiting):
        transaction.on_commit(_wake, robust=True)
