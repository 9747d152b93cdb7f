from datetime import datetime

from hexad_web.evidence.actions.measuring import ask_due


def reconcile(now: datetime) -> None:
    """Ask what a study asks, at the latest five seconds after its round opened; remind twice."""
    ask_due(now)
