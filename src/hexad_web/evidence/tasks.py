from datetime import datetime

from hexad_web.evidence.actions import tying
from hexad_web.evidence.actions.concluding import conclude
from hexad_web.evidence.actions.measuring import ask_due, open_askings


def reconcile(now: datetime) -> None:
    """Ask what a study asks, remind twice, freeze what a closed round says: each at the latest in five seconds."""
    open_askings(now)
    ask_due(now)
    conclude(now)
    tying.ask_due(now)
    tying.conclude(now)
