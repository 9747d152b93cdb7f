"""What holds for every room, whatever happens in it and in whatever order it is told."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.sessions.agenda import Agenda
from hexad.sessions.room import RoomFold, state_at
from hexad.sessions.state import Event, EventKind, Phase, RoomState
from tests.hexad.sessions.cast import END, ENGAGE, EXPLORE, REFLECT, START

PEOPLE = ("ana", "ben", "cho", "dev", "eva", "fay")
AGENDAS = (EXPLORE, REFLECT, ENGAGE)


@st.composite
def logs(draw: st.DrawFn) -> tuple[Agenda, tuple[str, ...], list[Event]]:
    """A plausible hour and a half: people come, tap on what is on their screens, sometimes late, sometimes twice."""
    agenda = draw(st.sampled_from(AGENDAS))
    members = PEOPLE[: draw(st.integers(1, 6))]
    lot = random.Random(draw(st.integers(0, 2**32)))  # events of a test
    events: list[Event] = []
    now = START + timedelta(minutes=lot.uniform(-12, 5))
    for number in range(draw(st.integers(0, 90))):
        now += timedelta(seconds=lot.choice((0, 1, 5, 20, 60, 200)) * lot.random())
        events += taps(agenda, members, events, now, number, lot)
    return agenda, members, events


def taps(
    agenda: Agenda, members: tuple[str, ...], events: list[Event], now: datetime, number: int, lot: random.Random
) -> list[Event]:
    state = at(agenda, members, events, now)
    person = lot.choice(members)
    kind = lot.choice(
        [*EventKind, *[EventKind.HERE] * 4, *[EventKind.START] * 4, *[EventKind.PASS] * 6, EventKind.DONE]
    )
    if kind in (EventKind.END, EventKind.LEFT) and lot.random() < 0.8:
        kind = EventKind.DONE
    if kind in (EventKind.NEXT, EventKind.START, EventKind.REVEAL):
        person = state.facilitator
    values = {
        "device": lot.choice(("phone", "laptop")),
        "step": state.step,
        "part": state.part,
        "turn": state.turn,
        "other": lot.choice(members),
        "page": lot.choice(("page-1", "page-2")),
    }
    one = Event(key=f"{number:04}", kind=kind, at=now, person=person, values=values)
    again = Event(key=f"{number:04}b", kind=kind, at=now, person=person, values=values)
    return [one, again] if lot.random() < 0.2 else [one]


def at(agenda: Agenda, members: tuple[str, ...], events: list[Event], now: datetime) -> RoomState:
    return state_at(agenda, events, now, starts_at=START, ends_at=END, members=members, rota=members, seed="a seed")


def followed(agenda: Agenda, members: Sequence[str]) -> RoomFold:
    return RoomFold(agenda, starts_at=START, ends_at=END, members=members, rota=members, seed="a seed")


def moments(events: list[Event]) -> list[datetime]:
    """Each event's time, a little after it, and every quarter of an hour to after the end."""
    quarters = [START + timedelta(minutes=15 * quarter) for quarter in range(-1, 8)]
    return sorted({*quarters, *(event.at for event in events), *(event.at + timedelta(seconds=11) for event in events)})


many = settings(max_examples=60, deadline=None)


@many
@given(logs())
def test_the_state_never_runs_backwards(log: tuple[Agenda, tuple[str, ...], list[Event]]) -> None:
    agenda, members, events = log
    before = at(agenda, members, events, START - timedelta(hours=1))
    for now in moments(events):
        state = at(agenda, members, events, now)
        assert state.version >= before.version
        assert (state.step, state.part) >= (before.step, before.part)
        assert state.revealed[: len(before.revealed)] == before.revealed
        assert state.notices[: len(before.notices)] == before.notices
        assert list(Phase).index(state.phase) >= list(Phase).index(before.phase)
        assert state.ends_at == END
        if state.version == before.version:
            assert state == before
        before = state


@settings(max_examples=25, deadline=None)
@given(logs())
def test_replay_equals_live_at_every_second(log: tuple[Agenda, tuple[str, ...], list[Event]]) -> None:
    """A server that follows the room, event by event and second by second, shows what a replay shows."""
    agenda, members, events = log
    live = followed(agenda, members)
    waiting = sorted(events, key=lambda one: (one.at, one.key))
    for second in range(-720, 95 * 60):
        now = START + timedelta(seconds=second)
        live.add(event for event in waiting if event.at <= now)
        waiting = [event for event in waiting if event.at > now]
        shown = live.state(now)
        if second % 97 == 0 or second == 90 * 60:
            replayed = at(agenda, members, events, now)
            assert (shown, shown.record) == (replayed, replayed.record)


@many
@given(logs(), st.randoms(use_true_random=False))
def test_a_room_that_is_followed_shows_what_a_replay_shows_whatever_comes_late(
    log: tuple[Agenda, tuple[str, ...], list[Event]], lot: random.Random
) -> None:
    """Events arrive late, out of order and twice, and clocks of servers read a little apart."""
    agenda, members, events = log
    live, known = followed(agenda, members), list[Event]()
    arriving = sorted(events, key=lambda one: one.at + timedelta(seconds=lot.choice((0, 0, 0, 3, 90)) * lot.random()))
    while arriving:
        told = [arriving.pop(0) for _ in range(min(len(arriving), lot.randint(1, 4)))]
        told += [replace(lot.choice(told), at=told[0].at + timedelta(seconds=lot.uniform(-5, 5)))]
        known += told
        live.add(told)
        now = told[-1].at + timedelta(seconds=lot.choice((-20, 0, 0, 1, 30)))
        assert live.state(now) == at(agenda, members, known, now)
    for now in moments(events)[::9]:
        assert live.state(now) == at(agenda, members, known, now)


@many
@given(logs(), st.randoms(use_true_random=False))
def test_any_order_of_late_events_ends_in_one_state(
    log: tuple[Agenda, tuple[str, ...], list[Event]], lot: random.Random
) -> None:
    agenda, members, events = log
    shuffled = [*events, *events[::3]]  # some arrive twice
    lot.shuffle(shuffled)
    for now in (*moments(events)[::7], END):
        assert at(agenda, members, shuffled, now) == at(agenda, members, events, now)


@many
@given(logs())
def test_nothing_changes_before_it_is_said_to_and_something_does_then(
    log: tuple[Agenda, tuple[str, ...], list[Event]],
) -> None:
    agenda, members, events = log
    for now in moments(events)[::5]:
        so_far = [event for event in events if event.at <= now]
        state = at(agenda, members, so_far, now)
        due = state.next_change_at
        if due is None:
            assert at(agenda, members, so_far, END + timedelta(days=1)) == state
        else:
            assert due > now
            assert at(agenda, members, so_far, due - timedelta(microseconds=1)) == state
            assert at(agenda, members, so_far, due).version > state.version


@many
@given(logs())
def test_nobody_speaks_twice_before_everybody_has_spoken(log: tuple[Agenda, tuple[str, ...], list[Event]]) -> None:
    agenda, members, events = log
    for now in moments(events):
        state = at(agenda, members, events, now)
        assert len(set(state.order)) == len(state.order)
        if state.speaker:
            assert state.speaker not in state.spoken
            assert state.order[len(state.spoken)] == state.speaker
            assert set(state.order) <= set(state.joined)


@many
@given(logs())
def test_steps_fill_the_session_and_the_last_ten_minutes_begin_on_time(
    log: tuple[Agenda, tuple[str, ...], list[Event]],
) -> None:
    agenda, members, events = log
    state = at(agenda, members, events, END)
    assert state.phase is Phase.CLOSED
    if state.started_at is not None:
        table = state.timetable
        assert table[0].starts_at == state.started_at
        assert all(one.starts_at <= one.ends_at <= END for one in table)
        protected = next(number for number, step in enumerate(agenda.steps) if step.is_protected)
        latest = END - min(timedelta(minutes=agenda.steps[protected].minutes), (END - state.started_at) / 2)
        if state.step >= protected:
            assert table[protected].starts_at <= latest


@many
@given(logs())
def test_somebody_who_is_in_the_group_facilitates(log: tuple[Agenda, tuple[str, ...], list[Event]]) -> None:
    agenda, members, events = log
    for now in moments(events)[::4]:
        state = at(agenda, members, events, now)
        assert state.facilitator in state.rota
        assert len(set(state.rota)) == len(state.rota)


@given(logs(), st.sampled_from(PEOPLE), st.integers(0, 400))
@settings(max_examples=60, deadline=None)
def test_a_state_says_whether_a_start_will_begin_the_session(
    log: tuple[Agenda, tuple[str, ...], list[Event]], person: str, seconds: int
) -> None:
    agenda, members, events = log
    lobby = [event for event in events if event.at < START + timedelta(minutes=2)]
    now = max([START - timedelta(minutes=11), *(event.at for event in lobby)])
    before, later = at(agenda, members, lobby, now), now + timedelta(seconds=seconds, microseconds=1)
    start = Event(key="start", kind=EventKind.START, at=later, person=person)
    after = at(agenda, members, [*lobby, start], later)
    begins = before.phase is Phase.LOBBY and after.phase is Phase.RUNNING
    time_passes = before.next_change_at is None or before.next_change_at <= later
    assert before.begins_with(person, later) == (begins and not time_passes)
