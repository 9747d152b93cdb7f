from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.sessions import agenda as agendas
from hexad.sessions.agenda import Agenda, PartKind, load
from hexad.sessions.rehearsal import START, rehearse
from hexad.sessions.state import EventKind, Phase
from tests.hexad.sessions.making import agendas as any_agenda

SIX = ("ana", "ben", "cho", "dev", "eva", "fay")
MINUTE = timedelta(minutes=1)
some = settings(max_examples=15, deadline=None)


@some
@given(any_agenda(), st.integers(1, 6), st.text(max_size=5), st.floats(0, 0.9))
def test_any_agenda_goes_through_its_steps_in_order_and_ends_at_its_end(
    agenda: Agenda, present: int, seed: str, share: float
) -> None:
    played = rehearse(agenda, SIX[:present], seed, late=share * agenda.minutes * MINUTE)
    course = list(played.course())
    places = [(state.step, state.part) for _at, state in course if state.phase is Phase.RUNNING]
    assert places == sorted(places)
    assert places[0][0] == 0
    assert places[-1][0] == len(agenda.steps) - 1
    at, last = course[-1]
    assert (at, last.phase, last.closed_at) == (played.ends_at, Phase.CLOSED, START + agenda.minutes * MINUTE)


@some
@given(any_agenda(), st.integers(2, 6), st.text(max_size=5))
def test_everybody_speaks_in_each_round_that_has_half_a_minute_for_each(
    agenda: Agenda, present: int, seed: str
) -> None:
    course = list(rehearse(agenda, SIX[:present], seed).course())
    rounds: dict[tuple[int, int], set[str]] = {}
    for at, state in course:
        part = agenda.steps[state.step].parts[state.part] if state.phase is Phase.RUNNING else None
        if part is None or part.kind is not PartKind.ROUND or state.part_ends_at is None:
            continue
        place = (state.step, state.part)
        if place in rounds or state.part_ends_at - at >= present * timedelta(seconds=30):
            rounds.setdefault(place, set()).add(state.speaker)
    assert all(heard - {""} == set(SIX[:present]) for heard in rounds.values())


@some
@given(any_agenda(), st.text(max_size=5))
def test_the_same_seed_gives_the_same_events(agenda: Agenda, seed: str) -> None:
    assert rehearse(agenda, SIX, seed) == rehearse(agenda, SIX, seed)


@pytest.mark.parametrize("name", agendas.AGENDAS)
@pytest.mark.parametrize("present", [2, 3, 6])
def test_each_of_our_agendas_can_be_rehearsed_and_everybody_speaks(name: str, present: int) -> None:
    agenda = load(name)
    played = rehearse(agenda, SIX[:present], "seed")
    rounds = {
        (number, place)
        for number, step in enumerate(agenda.steps)
        for place, part in enumerate(step.parts)
        if part.kind is PartKind.ROUND
    }
    heard: dict[tuple[int, int], set[str]] = {place: set() for place in rounds}
    for _at, state in played.course():
        if (state.step, state.part) in heard:
            heard[state.step, state.part] |= {state.speaker} - {""}
    assert set(map(frozenset, heard.values())) == {frozenset(SIX[:present])}


def test_a_late_start_is_played_as_one() -> None:
    played = rehearse(load("explore"), SIX, "seed", late=10 * MINUTE)
    state = played.state_at(START + 11 * MINUTE)
    assert (state.started_at, state.ends_at) == (START + 10 * MINUTE, START + 90 * MINUTE)
    assert [event.kind for event in played.events[:7]] == [EventKind.HERE] * 6 + [EventKind.START]


@pytest.mark.parametrize(("members", "late"), [((), 0), (SIX, 90), (SIX, -1)])
def test_nobody_or_a_start_after_the_end_is_no_rehearsal(members: tuple[str, ...], late: int) -> None:
    with pytest.raises(ValueError, match="A rehearsal has members"):
        rehearse(load("explore"), members, "seed", late=late * MINUTE)
