from datetime import datetime

from hexad_web.report.actions import replying


def reconcile(now: datetime) -> None:
    """Obstacles follow what groups release and withdraw."""
    replying.follow_releases(now=now)
