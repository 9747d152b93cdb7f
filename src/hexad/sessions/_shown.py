"""What a room shows: its fold as a state."""

from collections.abc import Iterator
from datetime import timedelta

from hexad.sessions._fold import Room
from hexad.sessions.agenda import Step
from hexad.sessions.state import Asking, Phase, RoomState, Times


def shown(room: Room) -> RoomState:
    people, turns, talk = room.people, room.round, room.talk
    is_running = room.phase is Phase.RUNNING
    return RoomState(
        phase=room.phase,
        version=room.version,
        starts_at=room.starts_at,
        ends_at=room.ends_at,
        started_at=room.started_at,
        closed_at=room.closed_at,
        step=room.step,
        part=room.part,
        step_ends_at=room.planned_ends[room.step] if is_running else None,
        part_ends_at=room.part_ends[room.part] if is_running else None,
        turn_ends_at=room.turn_ends_at,
        timetable=tuple(_timetable(room)),
        borrowed=room.borrowed,
        borrowed_from=_borrowed_from(room),
        rota=tuple(people.rota),
        facilitator=room.facilitator,
        replaced=room.replaced,
        may_start=room.may_start,
        anyone_may_start=room.anyone_may_start,
        here=tuple(sorted(people.here)),
        joined=tuple(sorted(people.joined)) if room.started_at else (),
        late=tuple(sorted(people.late)),
        agreed=tuple(sorted(people.agreed)),
        order=tuple(turns.order) if turns else (),
        turn=turns.number if turns else -1,
        speaker=turns.speaker if turns else "",
        next_speaker=turns.next_speaker if turns else "",
        spoken=tuple(turns.spoken) if turns else (),
        can_take_back=turns.can_take_back if turns else "",
        done=tuple(sorted(room.done)),
        revealed=tuple(room.revealed),
        cards=room.cards,
        page=room.page,
        part_started_at=talk.started_at if is_running else None,
        voice=talk.voice,
        voice_since=talk.voice_since,
        talk=tuple(talk.stretches),
        asks_quiet=talk.asks_quiet and is_running,
        still_quiet=tuple(sorted(talk.still_quiet)) if is_running else (),
        asking=talk.asking if is_running else Asking.NONE,
        asked=tuple(sorted(talk.asked)) if is_running else (),
        topic=talk.topic if is_running else "",
        taken_up=tuple(talk.taken_up),
        record=talk.record(),
        notices=tuple(room.notices),
        next_change_at=room.next_change(),
    )


def _borrowed_from(room: Room) -> str:
    return _payer(room).key if room.borrowed else ""


def _payer(room: Room) -> Step:
    """The step whose minutes are being used: the first later one that is not used up."""
    reached = room.planned_ends[room.step] + room.borrowed * timedelta(seconds=1)
    for number in range(room.step + 1, len(room.agenda.steps)):
        if room.planned_ends[number] >= reached or room.agenda.steps[number].is_protected:
            return room.agenda.steps[number]
    return room.agenda.steps[-1]


def _timetable(room: Room) -> Iterator[Times]:
    """As it happened for what is over, as it stands for what comes."""
    if not room.planned_ends:
        return
    reached = room.started_at or room.starts_at
    for number, step in enumerate(room.agenda.steps):
        start = room.entered.get(number, reached)
        end = room.left_at.get(number, room.planned_ends[number])
        if number == room.step and number not in room.left_at:
            end += room.borrowed * timedelta(seconds=1)
        reached = max(start, min(end, room.ends_at))
        yield Times(key=step.key, starts_at=start, ends_at=reached)
