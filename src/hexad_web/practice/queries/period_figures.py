"""What became of plans in a period, by person; figures of it are made in the report and go through disclosure."""

from datetime import datetime

from hexad_web.accounts.models import Organisation
from hexad_web.practice.models import FollowUp, Plan

Decided = tuple[int, str]  # person, what became of a plan
KEPT, DROPPED = "kept", "dropped"
GOES_ON = {"kept": KEPT, "adapted": KEPT, "dropped": DROPPED}


def decisions_in(organisation: Organisation, start: datetime, end: datetime) -> list[Decided]:
    """What was decided in reflect: whoever adapts goes on too."""
    plans = Plan.objects.filter(organisation=organisation, decided_at__gte=start, decided_at__lt=end)
    rows = plans.exclude(decision=Plan.Decision.NONE).values_list("person", "decision")
    return [(person, GOES_ON[decision]) for person, decision in rows]


def follow_ups_in(organisation: Organisation, months: int, start: datetime, end: datetime) -> list[Decided]:
    """What was answered after so many months."""
    rows = FollowUp.objects.filter(
        organisation=organisation, months=months, answered_at__gte=start, answered_at__lt=end
    ).exclude(answer=FollowUp.Answer.NONE)
    return [(person, GOES_ON[answer]) for person, answer in rows.values_list("person", "answer")]


def was_asked_in(organisation: Organisation, months: int, start: datetime, end: datetime) -> bool:
    """Whether anybody was asked at all, which hangs on the dates of sessions alone."""
    asked = FollowUp.objects.filter(organisation=organisation, months=months, asked_at__gte=start, asked_at__lt=end)
    return asked.exists()
