"""Running the tasks of the configured queue in this process until it is told to stop."""

import logging
import secrets
import signal
import threading
from types import FrameType

from django.conf import settings
from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker

logger = logging.getLogger(__name__)
PAUSE_AFTER_FAILURE_SECONDS = 5.0


def run_queue() -> None:
    {"database": run_database_queue, "rq": run_redis_queue}.get(settings.TASK_QUEUE, wait_for_signal)()


def run_database_queue() -> None:
    worker = DatabaseWorker(
        queue_names=["*"],
        interval=0.5,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=secrets.token_hex(16),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    pause = threading.Event()
    while worker.running:
        try:
            worker.run()
        except Exception:
            # A database that restarts must not end the worker.
            logger.exception("the queue failed; trying again")
            connections.close_all()
            pause.wait(PAUSE_AFTER_FAILURE_SECONDS)


def run_redis_queue() -> None:
    import django_rq

    # SimpleWorker: the ticker's threads share this process, and forking beside threads can hang the child.
    worker = django_rq.get_worker("default", worker_class="rq.SimpleWorker", name=f"hexad-{secrets.token_hex(8)}")
    worker.work(with_scheduler=False)


def wait_for_signal() -> None:
    """No queue at all: the ticker alone does the work."""
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, tell)
    signal.signal(signal.SIGINT, tell)
    told.wait()
