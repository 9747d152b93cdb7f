"""Telling a worker that a calendar wants reading. A lost call costs seconds: the next turn of the clock finds it."""

from django.db import transaction
from django_tasks import task


@task()
def read_calendars() -> int:
    from hexad_web.availability.feeds import read_due  # late: it loads the HTTP client

    return read_due()


def _wake() -> None:
    read_calendars.enqueue()


def wake_on_commit() -> None:
    """Once per transaction; ``robust``: a queue that is down never breaks a request."""
    waiting = transaction.get_connection().run_on_commit
    if not any(entry[1] is _wake for entry in waiting):
        transaction.on_commit(_wake, robust=True)
