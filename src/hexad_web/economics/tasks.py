from datetime import datetime


def reconcile(now: datetime) -> None:
    """Nothing waits here."""
