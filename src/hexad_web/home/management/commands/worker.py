import os
import signal
import sys
import threading
from argparse import ArgumentParser
from types import FrameType

from django.core.management.base import BaseCommand
from django.db import connections

from hexad_web.home.queue import run_queue
from hexad_web.home.ticker import Ticker, jobs
from hexad_web.outbox.delivery import stopping


def end_with_input() -> None:
    """Nothing is ever written to this pipe: reading returns when the other end is gone."""
    os.read(sys.stdin.fileno(), 1)
    os.kill(os.getpid(), signal.SIGTERM)


def end_calmly(number: int, frame: FrameType | None) -> None:
    sys.exit(0)


class Command(BaseCommand):
    help = "Run background work: tasks, deliveries and what is due by the clock"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--until-input-ends", action="store_true", help="end when whoever started this ends")

    def handle(self, **options: object) -> None:
        # The queue's own handlers come later; whoever ends us before that ends us calmly too.
        signal.signal(signal.SIGTERM, end_calmly)
        if options["until_input_ends"]:
            threading.Thread(target=end_with_input, name="parent-watcher", daemon=True).start()
        ticker = Ticker(jobs())
        try:
            ticker.start()
            run_queue()
        finally:
            stopping.set()
            # The queue may have been told to end inside a transaction; what waits for its lock has work in hand.
            connections.close_all()
            ticker.stop()
