"""A clock that a journey can turn: Python loads this file at its start where PYTHONPATH names this folder.

The file that JOURNEY_CLOCK names holds the seconds by which ``timezone.now`` is ahead. The product knows nothing of it.
"""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

real_now = timezone.now
ahead = Path(os.environ["JOURNEY_CLOCK"])


def turned_now() -> datetime:
    return real_now() + timedelta(seconds=float(ahead.read_text()))


timezone.now = turned_now
