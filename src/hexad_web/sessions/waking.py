"""Telling those who watch a room that something happened. Losing this call costs two seconds, never an event."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from hexad_web.sessions import relay
from hexad_web.sessions.relay import News


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A row as it was just written, so that whoever watches here need not read it again."""

    number: int
    key: str
    kind: str
    at: datetime
    person_id: int | None
    values: Mapping[str, str | int | bool]


Listener = Callable[[int, NewEvent | None], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call ``listener`` with the session's key and its new event, in the thread that committed a change."""
    _listeners.append(listener)


def forget(listener: Listener) -> None:
    if listener in _listeners:
        _listeners.remove(listener)


def room_changed(session_id: int, event: NewEvent | None = None) -> None:
    """Tell this process and the others, once the change is committed. Without an event: something else about it."""
    transaction.on_commit(lambda: _tell(session_id, event))


def _tell(session_id: int, event: NewEvent | None) -> None:
    for listener in _listeners:
        listener(session_id, event)
    relay.tell(News(session_id))
