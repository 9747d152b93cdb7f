"""A room that is watched: its events are read once, then only what is new; one state serves all who watch."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import translation

from hexad.sessions.state import Event, RoomState
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.seats import Reader, Seat

KNOWN_FOR_SECONDS = 30.0
OPENING = b"retry: 1000\n\n"  # milliseconds until a browser asks again when the line drops


class RoomGoneError(Exception):
    """There is no such session any more."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What each reader is told, first what it means and then as a message; and when it changes by itself."""

    told: Mapping[Reader, tuple[str, bytes]]
    next_change_at: datetime | None


class RoomLog:
    """One room's events in memory. Not for two threads at once."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        self.count = 0  # of the events that were read
        self._events: list[Event] = []
        self._known: Session | None = None  # the session as it was read last, with its members and agenda
        self._forget_at = 0.0

    def look(self, seats: Iterable[Seat], now: datetime) -> Seen:
        session = self._read_on()
        state = rooms.state_after(session, self._events, now)
        told = {seat.reader: message_for(seat, session, state, now) for seat in seats}
        return Seen(told, state.next_change_at)

    def _read_on(self) -> Session:
        """The session as it is now; its events, as far as they are new, go to the others."""
        session = Session.objects.select_related("group", "organisation").filter(pk=self.session_id).first()
        if session is None:
            raise RoomGoneError(self.session_id)
        self._take_over(session)
        if session.events_count != self.count:
            self._events += rooms.events_of(session, after=self.count)
            self.count = len(self._events)
        return session

    def _take_over(self, session: Session) -> None:
        """Who is in the group and what the agenda is change so seldom that a room asks every half minute."""
        now = time.monotonic()
        if self._known is not None and now < self._forget_at and self._known.rota == session.rota:
            rooms.take_over(self._known, session)
        else:
            self._forget_at = now + KNOWN_FOR_SECONDS
        self._known = session


def counts_of(session_ids: Iterable[int]) -> dict[int, int]:
    """How many events each of these rooms has: one statement for all, to find what nobody told us."""
    return dict(Session.objects.filter(pk__in=list(session_ids)).values_list("pk", "events_count"))


def message_for(seat: Seat, session: Session, state: RoomState, now: datetime) -> tuple[str, bytes]:
    """The state as this reader sees it: what it means, which leaves the clock out, and the message."""
    with translation.override(seat.reader.language):
        fields = rooms.state_json(session, state, None if seat.reader.is_screen else seat.person, now)
    meaning = json.dumps({name: value for name, value in fields.items() if name != "now"})
    data = f'{{"now": {json.dumps(fields["now"])}, {meaning[1:]}'
    return meaning, f"id: {state.version}\nevent: state\ndata: {data}\n\n".encode()


def message_now(seat: Seat, now: datetime) -> bytes:
    """One message for whoever cannot be kept informed."""
    return RoomLog(seat.session_id).look([seat], now).told[seat.reader][1]
