"""A room that is watched: its events are read once, then each is folded as it comes; one state serves all who watch."""

import json
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import translation

from hexad.sessions.room import RoomFold
from hexad.sessions.state import RoomState
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import hinting, rooms
from hexad_web.sessions.queries.known import Known, plan_of
from hexad_web.sessions.seats import Reader, Seat
from hexad_web.sessions.waking import NewEvent

KNOWN_FOR_SECONDS = 60.0
OPENING = b"retry: 1000\n\n"  # milliseconds until a browser asks again when the line drops


class RoomGoneError(Exception):
    """There is no such session any more."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one reader is told. ``meaning`` leaves the clock out; ``picture`` names what the page shows of it."""

    meaning: object
    message: bytes
    picture: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What each reader is told of this state."""

    session: Session
    state: RoomState
    told: Mapping[Reader, Told]
    again_at: datetime | None  # when something changes although nobody does anything


class RoomLog:
    """One room in memory, as far as its events are known. Not for two threads at once."""

    def __init__(self, session_id: int) -> None:
        self.session_id = session_id
        self.count = 0  # of the events that are known
        self._session: Session | None = None  # as it was read last, with its members and agenda
        self.known: Known | None = None  # as it was looked at last
        self._fold: RoomFold | None = None
        self._plan: object = None  # what the fold was begun with
        self._last_at: datetime | None = None
        self._is_behind = True
        self._forget_at = 0.0

    def doubt(self) -> None:
        """Something changed that nobody told: the next look reads rows."""
        self._is_behind = True

    def hear(self, news: Iterable[NewEvent]) -> None:
        """Events as they were committed here; after one that does not follow the last one known, rows are read."""
        for event in sorted(news, key=lambda one: one.number):
            if event.number > self.count + 1 or self._fold is None:
                self._is_behind = True
            elif event.number == self.count + 1:
                self._add([event])

    def _add(self, rows: list[NewEvent]) -> None:
        if self._fold is not None and rows:
            self._fold.add(rooms.events_in(rows))
            self.count = rows[-1].number
            self._last_at = max([row.at for row in rows] + ([self._last_at] if self._last_at else []))

    def needs_rows(self, now: datetime) -> bool:
        """Whether a look has to read; without, it is quick enough for the loop that serves everybody."""
        if self._is_behind or self._session is None or time.monotonic() >= self._forget_at:
            return True
        return not rooms.needs_no_rows(self._session, self.state(now))

    def read_on(self, now: datetime) -> None:
        """Take over the session as it is now, and the events that are new."""
        session = (
            Session.objects.select_related("group", "organisation", "meeting__room").filter(pk=self.session_id).first()
        )
        if session is None:
            raise RoomGoneError(self.session_id)
        self._take_over(session)
        plan = plan_of(session), rooms.agenda_of(session)
        if self._fold is None or plan != self._plan:
            self._fold, self._plan, self.count = rooms.fold_of(session), plan, 0
        if session.events_count != self.count:
            self._add(rooms.rows_after(session, self.count))
        self._is_behind = False
        rooms.count_cards(session, self.state(now))

    def _take_over(self, session: Session) -> None:
        """Who is in the group and what the agenda is change so seldom that a room asks once a minute."""
        now, known = time.monotonic(), self._session
        if known is not None and now < self._forget_at and known.rota == session.rota:
            rooms.take_over(known, session)
        else:
            self._forget_at = now + KNOWN_FOR_SECONDS
        self._session = session

    def state(self, now: datetime) -> RoomState:
        """What has been recorded has happened, also where the clock here is a little behind."""
        if self._fold is None:
            raise RoomGoneError(self.session_id)  # never read
        return self._fold.state(max(now, self._last_at) if self._last_at else now)

    def look(self, readers: Iterable[Reader], now: datetime) -> Seen:
        """What was known when it was read last, at this moment."""
        state, session, wanted = self.state(now), self._session, list(readers)
        if session is None:
            raise RoomGoneError(self.session_id)
        self.known = Known(self.count, state, now, plan_of(session))
        told: dict[Reader, Told] = {}
        hint, due = "", state.next_change_at
        if any(str(reader.person_id) == state.facilitator and not reader.is_screen for reader in wanted):
            hint, again_at = hinting.hint_now(session, state, now)
            due = min((moment for moment in (due, again_at) if moment is not None), default=None)
        for language in {reader.language for reader in wanted}:
            with translation.override(language):
                shared = rooms.shared_json(session, state)
            text = json.dumps(shared)
            for reader in wanted:
                if reader.language == language:
                    told[reader] = _told(reader, state, shared, text, hint, now)
        return Seen(session, state, told, due)


def _told(reader: Reader, state: RoomState, shared: Mapping[str, Any], text: str, hint: str, now: datetime) -> Told:
    """The same text for all in a language, and a few words more for this one."""
    own = rooms.personal_json(state, "" if reader.is_screen else str(reader.person_id), shared, hint)
    more = json.dumps(own)
    data = f'{{"now": "{now.isoformat()}", {text[1:-1]}, {more[1:]}'
    message = f"id: {state.version}\nevent: state\ndata: {data}\n\n"
    return Told((text, more), message.encode(), own["picture"])


def counts_of(session_ids: Iterable[int]) -> dict[int, int]:
    """How many events each of these rooms has: one statement for all, to find what nobody told us."""
    return dict(Session.objects.filter(pk__in=list(session_ids)).values_list("pk", "events_count"))


def message_now(seat: Seat, now: datetime) -> bytes:
    """One message for whoever cannot be kept informed."""
    log = RoomLog(seat.session_id)
    log.read_on(now)
    return log.look([seat.reader], now).told[seat.reader].message
