from datetime import datetime

from hexad_web.home import actions
from hexad_web.privacy.actions import retention


def reconcile(now: datetime) -> None:
    """Show that the worker lives; once an hour throw away what nobody needs any more."""
    if actions.beat(now=now):
        actions.forget_old(now=now)
        retention.forget_old(now=now)
