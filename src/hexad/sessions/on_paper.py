"""A session without screens: when each step begins, and who speaks in which order, known before it starts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate

from hexad.sessions._turns import first_order, order_of_round
from hexad.sessions.agenda import Agenda, PartKind, Step, lengths

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step as it is printed.

    Attributes
    ----------
    starts_at, ends_at
        On whole minutes after the session's start.
    orders
        The order of turns of each of its rounds.
    """

    step: Step
    starts_at: datetime
    ends_at: datetime
    orders: tuple[tuple[str, ...], ...] = ()


def plan_on_paper(
    agenda: Agenda, members: Sequence[str], seed: str, span: tuple[datetime, datetime], present: int
) -> tuple[PlannedStep, ...]:
    """What the room would show if everything went by the clock.

    Parameters
    ----------
    agenda
        As it was frozen for this session.
    members
        Who may speak; whoever is not there is skipped on the day.
    seed
        Settles the order of turns, the same as in the room.
    span
        Start and end of the session.
    present
        For how many the minutes are shared out.

    Returns
    -------
    tuple[PlannedStep, ...]
        One for each step of the agenda, one after the other, from the start to the end.

    Raises
    ------
    ValueError
        If there are no members, or the session ends before it starts.
    """
    if not members:
        raise ValueError("A session has members.")
    start, end = span
    ends = [start + _whole(reached) for reached in accumulate(lengths(agenda, end - start, present))]
    ends[-1] = end
    order, rounds, found = first_order(members, seed), 0, []
    for step, step_start, step_end in zip(agenda.steps, [start, *ends], ends, strict=False):
        count = sum(part.kind is PartKind.ROUND for part in step.parts)
        orders = tuple(tuple(order_of_round(order, rounds + number)) for number in range(count))
        found.append(PlannedStep(step, step_start, step_end, orders))
        rounds += count
    return tuple(found)


def _whole(length: timedelta) -> timedelta:
    return round(length / MINUTE) * MINUTE
