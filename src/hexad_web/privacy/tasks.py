from datetime import datetime

from hexad_web.privacy.actions import erasing


def reconcile(now: datetime) -> None:
    """Erase whoever asked for it a week ago."""
    erasing.erase_due(now=now)
