"""What a room shows at a moment: its events, folded in order, with the clock running between them.

The end of every step is fixed when the session starts, and never moves after: a step that ends early leaves its time to
the next, and a round that runs over takes time from the next. Protected steps begin on time, and so does the end.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from hexad.sessions._events import LiveRoom
from hexad.sessions._shown import shown
from hexad.sessions.agenda import Agenda
from hexad.sessions.state import Event, RoomState


def state_at(
    agenda: Agenda,
    events: Iterable[Event],
    now: datetime,
    *,
    starts_at: datetime,
    ends_at: datetime,
    members: Sequence[str],
    rota: Sequence[str],
    seed: str,
) -> RoomState:
    """Fold the events up to ``now`` into what the room shows.

    Parameters
    ----------
    agenda
        As it was frozen for this session.
    events
        In any order: they count by their time, then by their key. Two of the same key are one. What does not fit the
        state of its time is ignored.
    now
        The server's clock; later events are not seen.
    starts_at, ends_at
        The session's times; it closes at ``ends_at`` whatever happens.
    members, rota
        Identities; who of the rota is not a member is left out, and members who are not in it follow.
    seed
        Settles the order of turns of this session, and with it who speaks first.

    Returns
    -------
    RoomState
        A pure function of the arguments: the same for every reader, process and replay.

    Raises
    ------
    ValueError
        If there is no member, or the session ends before it starts.
    """
    if not members or ends_at <= starts_at:
        raise ValueError("A session has members and an end after its start.")
    room = LiveRoom(agenda, starts_at, ends_at, members, rota, seed)
    for event in _in_order(events, now):
        room.run_until(event.at)
        room.take(event)
    room.run_until(now)
    return shown(room)


def _in_order(events: Iterable[Event], now: datetime) -> Iterator[Event]:
    seen: set[str] = set()
    for event in sorted((one for one in events if one.at <= now), key=lambda one: (one.at, one.key)):
        if event.key not in seen:
            seen.add(event.key)
            yield event
