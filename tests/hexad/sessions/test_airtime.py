"""Airtime: what is counted is what was tapped or whose turn it was, and nothing is lost or made up."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.sessions.agenda import Agenda
from hexad.sessions.airtime import airtime_of, balance_of, corrected_gini
from hexad.sessions.state import Event, EventKind, RoomState
from tests.hexad.sessions.cast import END, REFLECT, Script, room, started
from tests.hexad.sessions.test_room_properties import at, logs, moments

MINUTE = timedelta(minutes=1)
Log = tuple[Agenda, tuple[str, ...], list[Event]]


def talking(step: str = "causes", part: int = 1) -> Script:
    script = started()
    script.until(step, part)
    return script


def say(script: Script, *said: tuple[str, float]) -> None:
    """One after the other, for so many minutes each."""
    for person, minutes in said:
        script.seen(EventKind.SPEAK, "ana", who=person)
        script.wait(minutes)


def minutes(script: Script, *, part: bool = True) -> dict[str, float]:
    state = script.state
    found = airtime_of(state, script.now, place=(state.step, state.part) if part else None)
    return {person: length / MINUTE for person, length in found.items()}


def balance(script: Script) -> float | None:
    return balance_of(script.state, script.now)


def test_anybody_may_tap_for_another_and_the_one_before_has_ended() -> None:
    script = talking()
    say(script, ("ben", 2), ("cho", 1), ("ben", 0.5))
    assert minutes(script) == {"ana": 0, "ben": 2.5, "cho": 1, "dev": 0}
    assert script.state.voice == "ben"


def test_nobody_speaks_once_that_is_tapped() -> None:
    script = talking()
    say(script, ("ben", 1))
    script.seen(EventKind.HUSH, "dev")
    script.wait(3)
    assert script.state.voice == ""
    assert minutes(script)["ben"] == 1


def test_a_tap_lasts_five_minutes_because_it_may_be_forgotten() -> None:
    script = talking("options", 0)
    say(script, ("ben", 9))
    assert minutes(script)["ben"] == 5
    assert script.state.voice == ""


def test_whoever_goes_on_taps_again() -> None:
    script = talking("options", 0)
    say(script, ("ben", 4), ("ben", 4))
    assert minutes(script)["ben"] == 8


def test_in_a_round_it_is_whoever_has_the_turn() -> None:
    script = started()
    script.until("stories", 1)
    first = script.state.speaker
    script.wait(2)
    script.pass_turn()
    script.wait(1)
    assert minutes(script)[first] == 2
    assert minutes(script)[script.state.speaker] == 1


def test_nobodys_time_runs_while_the_others_ask() -> None:
    script = started(agenda=REFLECT)
    script.until("reports", 1)
    speaker = script.state.speaker
    script.wait(2)
    script.seen(EventKind.ONWARD, speaker, turn=script.state.turn, asking="telling")
    script.wait(3)
    assert minutes(script)[speaker] == 2
    assert script.state.voice == ""


@pytest.mark.parametrize("person", ["nobody", "eva"])
def test_only_members_who_came_can_be_tapped(person: str) -> None:
    script = talking()
    script.seen(EventKind.SPEAK, "ana", who=person)
    assert script.state.voice == ""


def test_a_tap_that_was_on_its_way_when_the_part_ended_means_nothing() -> None:
    script = talking()
    before = script.state
    script.next()
    script.act(EventKind.SPEAK, "ana", step=before.step, part=before.part, who="ben")
    assert script.state.voice == ""


def test_whoever_comes_late_is_not_held_against_the_balance() -> None:
    script = Script()
    script.here("ana", "ben", "cho")
    script.start()
    script.until("options", 0)
    say(script, ("ana", 3), ("ben", 3), ("cho", 3))
    script.here("dev")
    say(script, ("ana", 1), ("ben", 1), ("cho", 1))
    assert balance(script) == pytest.approx(1, abs=0.01)
    script.wait(1)
    say(script, ("dev", 1), ("ana", 3), ("ben", 3), ("cho", 3))
    alone = airtime_of(script.state, script.now)["dev"]
    assert alone < 2 * MINUTE
    assert 0.7 < (balance(script) or 0) < 1


def test_too_little_talk_has_no_balance() -> None:
    script = Script()
    assert balance(script) is None
    script = talking("options", 0)
    assert balance(script) is None


def test_one_voice_alone_has_no_balance_left() -> None:
    script = talking("options", 0)
    say(script, ("ben", 4), ("ben", 4))
    assert balance(script) == pytest.approx(0, abs=0.01)


# -- the corrected Gini coefficient

some = st.lists(st.floats(0, 1e6), min_size=2, max_size=8).filter(lambda values: sum(values) > 1e-3)


@given(some, st.randoms(use_true_random=False))
def test_inequality_lies_between_none_and_all_in_any_order(values: list[float], lot: object) -> None:
    shuffled = list(values)
    lot.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis' own Random
    assert corrected_gini(shuffled) == pytest.approx(corrected_gini(values), abs=1e-9)
    assert -1e-9 <= corrected_gini(values) <= 1 + 1e-9


@given(some, st.floats(0.01, 100))
def test_inequality_is_the_same_in_minutes_and_in_seconds(values: list[float], factor: float) -> None:
    assert corrected_gini([value * factor for value in values]) == pytest.approx(corrected_gini(values), abs=1e-6)


@given(st.integers(2, 9))
def test_one_who_has_everything_is_as_unequal_among_four_as_among_six(count: int) -> None:
    assert corrected_gini([1.0] + [0.0] * (count - 1)) == pytest.approx(1)


@given(some)
def test_it_is_the_mean_difference_over_twice_the_mean(values: list[float]) -> None:
    """Counted the long way: every pair, without those of one with itself, which is what the correction does."""
    count = len(values)
    pairs = [abs(one - other) for one in values for other in values]
    long_way = sum(pairs) / (count * (count - 1)) / (2 * sum(values) / count)
    assert corrected_gini(values) == pytest.approx(long_way, abs=1e-9)


@pytest.mark.parametrize("values", [[], [3.0], [0.0, 0.0], [1.0, -1.0]])
def test_what_has_no_inequality_is_refused(values: Sequence[float]) -> None:
    with pytest.raises(ValueError, match="two values or more"):
        corrected_gini(values)


# -- for every room

few = settings(max_examples=30, deadline=None)


def overlaps(state: RoomState) -> bool:
    return any(one.ends_at > other.starts_at for one, other in zip(state.talk, state.talk[1:], strict=False))


@few
@given(logs())
def test_airtime_sums_to_the_time_in_which_somebody_spoke_and_only_grows(log: Log) -> None:
    agenda, members, events = log
    before: dict[str, timedelta] = {}
    for now in moments(events):
        state = at(agenda, members, events, now)
        times = airtime_of(state, now)
        running = now - state.voice_since if state.voice_since else timedelta(0)
        assert sum(times.values(), timedelta(0)) == running + sum(
            (one.ends_at - one.starts_at for one in state.talk), timedelta(0)
        )
        assert sum(times.values(), timedelta(0)) <= max(timedelta(0), now - (state.started_at or now))
        assert not overlaps(state)
        assert all(times.get(person, timedelta(0)) >= length for person, length in before.items() if person in times)
        assert min(times.values(), default=timedelta(0)) >= timedelta(0)
        balance = balance_of(state, now)
        assert balance is None or -1e-9 <= balance <= 1 + 1e-9
        before = times


@few
@given(logs(), st.randoms(use_true_random=False))
def test_other_names_change_nothing_but_the_names(log: Log, lot: object) -> None:
    """Of the taps of open parts; in rounds the order is drawn by names."""
    _agenda, members, events = log
    names = {person: f"{place}-{person}" for place, person in enumerate(reversed(members))}
    said = [event for event in events if event.kind is EventKind.SPEAK][:20]
    plain = talk_of(members, [str(one.values["other"]) for one in said])
    renamed = talk_of([names[one] for one in members], [names[str(one.values["other"])] for one in said])
    assert {names[person]: length for person, length in plain.items()} == renamed


def talk_of(members: Sequence[str], said: Sequence[str]) -> dict[str, timedelta]:
    script = started(members=tuple(members))
    script.until("options", 0)
    for place, person in enumerate(said):
        script.seen(EventKind.SPEAK, members[0], who=person)
        script.wait(seconds=7 * (place % 3 + 1))
    state = script.state
    return airtime_of(state, script.now, place=(state.step, state.part))


def test_airtime_stops_with_the_session() -> None:
    script = talking("options", 0)
    say(script, ("ben", 1))
    script.act(EventKind.END, "ana")
    script.wait(5)
    state: RoomState = room(script.events, END)
    later: datetime = END + timedelta(days=1)
    assert airtime_of(state, later) == airtime_of(script.state, script.now)
