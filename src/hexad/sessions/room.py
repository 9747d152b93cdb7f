"""What a room shows at a moment: its events, folded in order, with the clock running between them.

The end of every step is fixed when the session starts, and never moves after: a step that ends early leaves its time to
the next, and a round that runs over takes time from the next. Protected steps begin on time, and so does the end.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial

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
    fold = RoomFold(agenda, starts_at=starts_at, ends_at=ends_at, members=members, rota=rota, seed=seed)
    fold.add(events)
    return fold.state(now)


class RoomFold:
    """A room that is followed: each event is folded once, and ``state`` answers what ``state_at`` would.

    Meant for whoever watches a room for its ninety minutes. What comes in order costs one step; a late event, or a
    ``now`` before something that has happened, folds everything anew. Not for two threads at once.

    Parameters
    ----------
    agenda, starts_at, ends_at, members, rota, seed
        As ``state_at`` takes them.

    Raises
    ------
    ValueError
        If there is no member, or the session ends before it starts.
    """

    def __init__(
        self,
        agenda: Agenda,
        *,
        starts_at: datetime,
        ends_at: datetime,
        members: Sequence[str],
        rota: Sequence[str],
        seed: str,
    ) -> None:
        if not members or ends_at <= starts_at:
            raise ValueError("A session has members and an end after its start.")
        self._new = partial(LiveRoom, agenda, starts_at, ends_at, members, rota, seed)
        self._events: dict[str, Event] = {}  # by key; of two with one key the earlier
        self._begin()

    def _begin(self) -> None:
        self._room = self._new()
        self._waiting = sorted(self._events.values(), key=_place)  # not folded yet
        self._last: Event | None = None  # folded last
        self._shown: RoomState | None = None

    def add(self, events: Iterable[Event]) -> None:
        """Take more events, in any order; one whose key is known is the same once more."""
        is_replaced = False
        for event in events:
            known = self._events.get(event.key)
            if known is not None and _place(known) <= _place(event):
                continue
            self._events[event.key] = event
            is_replaced = is_replaced or known is not None
            insort(self._waiting, event, key=_place)
        if is_replaced:
            self._begin()

    def state(self, now: datetime) -> RoomState:
        """What the room shows at ``now``: equal to ``state_at`` of all events that were added."""
        if self._has_passed(now):
            self._begin()
        due = bisect_right(self._waiting, now, key=lambda event: event.at)
        if due:
            self._shown = None  # also where the record alone is another one, of which the version says nothing
        for event in self._waiting[:due]:
            self._room.run_until(event.at)
            self._room.take(event)
            self._last = event
        del self._waiting[:due]
        self._room.run_until(now)
        if self._shown is None or self._shown.version != self._room.version:
            self._shown = shown(self._room)
        return self._shown

    def _has_passed(self, now: datetime) -> bool:
        """Whether something was folded that comes after what has to be shown now."""
        event = self._waiting[0] if self._waiting and self._waiting[0].at <= now else None
        if self._last is not None and (now < self._last.at or (event and _place(event) < _place(self._last))):
            return True
        ticked, moment = self._room.ticked_at, event.at if event else now
        return ticked is not None and moment < ticked


def _place(event: Event) -> tuple[datetime, str]:
    return event.at, event.key
