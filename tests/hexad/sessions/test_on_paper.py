"""A session without screens: its plan on paper is the room's, and told afterwards it leaves the room's state."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.sessions.agenda import PartKind
from hexad.sessions.on_paper import plan_on_paper
from hexad.sessions.state import EventKind, Phase
from tests.hexad.sessions.cast import END, ENGAGE, EXPLORE, FOUR, REFLECT, START, Script, at, started

AGENDAS = (EXPLORE, REFLECT, ENGAGE)
MINUTE = timedelta(minutes=1)


@given(st.sampled_from(AGENDAS), st.integers(1, 6), st.integers(20, 180))
def test_steps_follow_each_other_in_whole_minutes_from_start_to_end(agenda: object, present: int, minutes: int) -> None:
    end = START + minutes * MINUTE
    plan = plan_on_paper(agenda, FOUR, "seed", (START, end), present)  # type: ignore[arg-type]
    assert (plan[0].starts_at, plan[-1].ends_at) == (START, end)
    for one, following in pairwise(plan):
        assert one.ends_at == following.starts_at
    assert all((one.ends_at - one.starts_at) % MINUTE == timedelta(0) for one in plan)


@given(st.text(min_size=1, max_size=8))
def test_the_order_of_turns_on_paper_is_that_of_the_room(seed: str) -> None:
    printed = [order for step in plan_on_paper(EXPLORE, FOUR, seed, (START, END), 4) for order in step.orders]
    script = Script(seed=seed)
    script.here(*FOUR)
    script.start()
    seen = []
    while script.state.phase is Phase.RUNNING:
        state = script.state
        if EXPLORE.steps[state.step].parts[state.part].kind is PartKind.ROUND and state.order not in seen[-1:]:
            seen.append(state.order)
        script.now += timedelta(seconds=1)
        if state.speaker:
            script.seen(EventKind.PASS, state.speaker, turn=state.turn)
        elif (state.step, state.part) == (6, 3):
            script.act(EventKind.END, state.facilitator)
        else:
            script.next()
    assert seen == printed


def test_nobody_has_no_plan() -> None:
    with pytest.raises(ValueError, match="members"):
        plan_on_paper(EXPLORE, (), "seed", (START, END), 1)


def on_paper(*people: str) -> Script:
    script = Script()
    script.here(*people)
    script.now = END - timedelta(microseconds=1)
    script.act(EventKind.PAPER, people[0])
    script.now = END
    return script


def test_told_afterwards_whoever_was_there_has_joined_and_every_pad_is_open() -> None:
    state = on_paper("cho", "ana").state
    assert (state.phase, state.started_at, state.joined) == (Phase.CLOSED, START, ("ana", "cho"))
    assert state.facilitator == "cho"
    assert set(state.revealed) == {"stories/story", "causes/cause", "takeaways/takeaway"}
    assert state.timetable[0].starts_at == START


def test_told_of_a_session_that_began_in_the_room_it_opens_what_was_not_reached() -> None:
    script = started()
    script.now = at(30)
    script.act(EventKind.PAPER, "ben")
    assert script.state.phase is Phase.CLOSED
    assert len(script.state.revealed) == len(set(script.state.revealed)) == 3


def test_once_closed_nothing_is_told_any_more() -> None:
    script = Script()
    script.here("ana", "ben")
    script.now = END
    script.act(EventKind.PAPER, "ana")
    assert script.state.started_at is None
