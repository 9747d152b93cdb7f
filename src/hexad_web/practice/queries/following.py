"""How long a follow-up can be answered."""

from datetime import datetime, timedelta

from hexad_web.practice.models import FollowUp

OPEN_FOR = timedelta(days=45)


def is_open(follow_up: FollowUp, now: datetime) -> bool:
    """Six weeks: later the answer would tell about another time than the one that was asked about."""
    return now < follow_up.asked_at + OPEN_FOR
