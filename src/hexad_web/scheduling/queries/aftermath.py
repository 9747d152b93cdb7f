"""What became of a meeting, and what its reader can put right."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries.renewing import without_date

State = Meeting.State


@dataclass(frozen=True, slots=True)
class Aftermath:
    """``text``: what happened; then whether a new date can be had, and which correction can be made."""

    text: str = ""
    gets_new_date: bool = False
    can_be_held: bool = False
    can_be_missed: bool = False


NOTHING_AFTER = Aftermath()


def aftermaths(actor: Actor, meetings: Iterable[Meeting], now: datetime) -> dict[int, Aftermath]:
    """One for each meeting, by key: one statement for all."""
    rows = list(meetings)
    waiting = set(without_date(actor).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return {row.pk: _aftermath(row, row.pk in waiting, now) for row in rows}


def _aftermath(meeting: Meeting, is_waiting: bool, now: datetime) -> Aftermath:
    is_over = meeting.end <= now
    return Aftermath(
        text=_text(meeting, is_over),
        gets_new_date=is_waiting,
        can_be_held=is_over and meeting.state in (State.CONFIRMED, State.FELL_THROUGH),
        can_be_missed=is_over and meeting.state in (State.CONFIRMED, State.HELD),
    )


def _text(meeting: Meeting, is_over: bool) -> str:
    if meeting.state == State.CANCELLED:
        return _("This meeting is cancelled.")
    if meeting.state == State.FELL_THROUGH:
        return _("This session did not happen.")
    if meeting.state == State.HELD:
        return _("This session took place.")
    return _("This session is over. Did it take place?") if is_over else ""
