"""Which tip or question is due to whom: a pure function of what was held, and of the time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from hexad.practice.mornings import add_months, morning_of

TIP_DAYS = (2, 9, 16)
BUDDY_DAYS = (9,)  # with the second tip, so that one mail holds both
FOLLOW_UP_MONTHS = (3, 6)
OVERDUE = timedelta(days=5)
# A question that measures whether something was kept is worth asking late; a tip for last week is not.
FOLLOW_UP_OVERDUE = timedelta(days=28)


class NudgeKind(StrEnum):
    """What is sent: a module's tip, the buddy's question, or the question after three and six months."""

    TIP = "tip"
    BUDDY = "buddy"
    FOLLOW_UP = "follow_up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practising:
    """One person after one session.

    Attributes
    ----------
    person
        Key of the person.
    zone
        Whose clock says what a morning is.
    explored_at
        End of the explore session; None: only follow-ups are due.
    reflect_at
        Start of the reflect session, planned or held: tips and the buddy's question end there.
    reflected_at
        End of the reflect session that was held; follow-ups count from it.
    tip_days
        Days for which the module has a tip.
    has_buddy
        Whether somebody reads the answer to the buddy's question.
    """

    person: str
    zone: tzinfo
    explored_at: datetime | None = None
    reflect_at: datetime | None = None
    reflected_at: datetime | None = None
    tip_days: tuple[int, ...] = ()
    has_buddy: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DueNudge:
    """One nudge of one person. ``number``: the day after explore, or the months after reflect."""

    person: str
    kind: NudgeKind
    number: int
    due_at: datetime

    @property
    def overdue_at(self) -> datetime:
        """From when on it is dropped instead of sent."""
        return self.due_at + (FOLLOW_UP_OVERDUE if self.kind is NudgeKind.FOLLOW_UP else OVERDUE)


def all_nudges(one: Practising) -> tuple[DueNudge, ...]:
    """Everything that this person gets, in the order of time, whatever the day is.

    Days count on the person's own calendar; a weekend moves a nudge to Monday at nine.
    """
    found = [*_of_practice(one), *_of_adoption(one)]
    return tuple(sorted(found, key=lambda nudge: (nudge.due_at, nudge.kind, nudge.number)))


def _of_practice(one: Practising) -> Iterable[DueNudge]:
    if one.explored_at is None:
        return
    explored = one.explored_at.astimezone(one.zone).date()
    days = [(NudgeKind.TIP, day) for day in TIP_DAYS if day in one.tip_days]
    days += [(NudgeKind.BUDDY, day) for day in BUDDY_DAYS if one.has_buddy]
    for kind, day in days:
        due_at = morning_of(explored + timedelta(days=day), one.zone)
        if one.reflect_at is None or due_at < one.reflect_at:
            yield DueNudge(person=one.person, kind=kind, number=day, due_at=due_at)


def _of_adoption(one: Practising) -> Iterable[DueNudge]:
    if one.reflected_at is None:
        return
    reflected = one.reflected_at.astimezone(one.zone).date()
    for months in FOLLOW_UP_MONTHS:
        due_at = morning_of(add_months(reflected, months), one.zone)
        yield DueNudge(person=one.person, kind=NudgeKind.FOLLOW_UP, number=months, due_at=due_at)


def due_nudges(people: Iterable[Practising], now: datetime) -> tuple[DueNudge, ...]:
    """What is due now and not too old to be worth sending.

    A function of the time alone: what was sent is remembered by whoever sends, under person, kind and number. After
    an outage the last five days are caught up with; older tips and questions are dropped, so that nobody is flooded.
    Follow-ups are still asked up to four weeks late.

    Parameters
    ----------
    people
        Everybody after an explore or a reflect session.
    now
        Aware.

    Returns
    -------
    tuple of DueNudge
        By time, then person.

    **Source**: days 2, 9 and 16 and months 3 and 6 are the method's; nine in the morning and five days are our choice.

    Examples
    --------
    >>> from datetime import UTC
    >>> from zoneinfo import ZoneInfo
    >>> explored = datetime(2027, 2, 4, 14, 30, tzinfo=UTC)  # a Thursday
    >>> ana = Practising(person="ana", zone=ZoneInfo("Europe/Berlin"), explored_at=explored, tip_days=(2, 9, 16))
    >>> [(due.kind.value, due.number) for due in due_nudges([ana], datetime(2027, 2, 8, 8, 0, tzinfo=UTC))]
    [('tip', 2)]
    """
    found = [nudge for one in people for nudge in all_nudges(one) if nudge.due_at <= now < nudge.overdue_at]
    return tuple(sorted(found, key=lambda nudge: (nudge.due_at, nudge.person, nudge.kind, nudge.number)))
