from datetime import datetime

from hexad_web.outbox import claims
from hexad_web.outbox.delivery import deliver_due
from hexad_web.outbox.waking import deliver_outbox

__all__ = ["deliver_due", "deliver_outbox", "reconcile"]


def reconcile(now: datetime) -> None:
    """Send what is due, also when nobody was woken: at the latest five seconds after it was written."""
    claims.wipe_old(now)
    deliver_due()
