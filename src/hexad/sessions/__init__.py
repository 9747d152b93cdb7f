"""Sessions: what happens in the room.

An :class:`Agenda` is data (``agendas/*.toml``): steps with minutes, each a row of parts (talk, write, round, panel,
pages). ``state_at(agenda, events, now)`` folds the append-only events of one session into a :class:`RoomState`: which
step, who speaks, who facilitates, what is revealed, when it ends. Nothing else keeps time: reload, second screen, late
joiner and replay are the same call; :class:`RoomFold` follows a room and answers the same, one step an event.
``airtime`` and ``rescue`` read the same state: who has spoken for how long, and what whoever facilitates should be
told. Text never comes here: events and states carry identities only.
"""

from hexad.sessions.agenda import Agenda, Part, Step
from hexad.sessions.room import RoomFold, state_at
from hexad.sessions.state import Event, RoomState

__all__ = ["Agenda", "Event", "Part", "RoomFold", "RoomState", "Step", "state_at"]
