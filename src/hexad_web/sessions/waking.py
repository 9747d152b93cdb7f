"""Telling those who watch a room that something happened. Losing this call costs two seconds, never an event."""

from collections.abc import Callable

from django.db import transaction

from hexad_web.sessions import relay
from hexad_web.sessions.relay import News

Listener = Callable[[int], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Call ``listener`` with the session's key, in the thread that committed a change."""
    _listeners.append(listener)


def forget(listener: Listener) -> None:
    if listener in _listeners:
        _listeners.remove(listener)


def room_changed(session_id: int) -> None:
    """Tell this process and the others, once the change is committed."""
    transaction.on_commit(lambda: _tell(session_id))


def _tell(session_id: int) -> None:
    for listener in _listeners:
        listener(session_id)
    relay.tell(News(session_id))
