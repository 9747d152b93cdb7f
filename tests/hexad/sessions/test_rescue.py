"""Rescue hints: each rule kept and broken, when there is none at all, and what invented sessions hear."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings

from hexad.sessions._rules import PART_PASSED, SILENT_FOR
from hexad.sessions._talk import ASKS_FOR, STILL_QUIET_AFTER
from hexad.sessions.agenda import load
from hexad.sessions.rescue import SENTENCES, Hint, Hints, Rule, hints_of
from hexad.sessions.simulated import STEADY, hints_heard, play
from hexad.sessions.state import EventKind
from tests.hexad.sessions.cast import END, FOUR, REFLECT, START, Script, started
from tests.hexad.sessions.test_airtime import Log, say
from tests.hexad.sessions.test_questions_first import asked, onward, others, reporting
from tests.hexad.sessions.test_room_properties import at, followed, logs, moments

MINUTE = timedelta(minutes=1)
ASKED, SILENT = STILL_QUIET_AFTER / MINUTE, SILENT_FOR / MINUTE


def hints(script: Script) -> Hints:
    return hints_of(script.agenda, script.state, script.now)


def shown(script: Script) -> Hint | None:
    return hints(script).shown


def rule(script: Script) -> Rule | None:
    found = shown(script)
    return found.rule if found else None


def answer(script: Script, *, used: bool, person: str = "") -> None:
    found = shown(script)
    assert found is not None
    script.act(EventKind.HINT, person or script.state.facilitator, hint=found.key, used=int(used))


def open_late(step: str = "options", part: int = 0, members: tuple[str, ...] = FOUR) -> Script:
    """An open part after the first minutes."""
    script = started(members=members)
    script.wait(6)
    script.until(step, part)
    return script


# -- one voice dominates

MONOLOGUE = (("ben", 1.5), ("cho", 0.3), ("ben", 1.5), ("dev", 0.3)) * 2 + (("ben", 1.5),)


def test_one_voice_dominates_with_the_minutes_that_were_tapped() -> None:
    script = open_late()
    say(script, *MONOLOGUE)
    found = shown(script)
    assert found is not None
    assert (found.rule, found.person, dict(found.values)) == (Rule.DOMINATES, "ben", {"own": 8, "all": 9})


@pytest.mark.parametrize(
    "said",
    [
        (("ben", 1.5), ("cho", 1.2), ("ben", 1.5), ("dev", 1.2), ("ben", 1.5), ("ana", 1), ("ben", 1.5)),  # a share
        (("ben", 4.5), ("cho", 0.3), ("ben", 4)),  # two long answers
        (*MONOLOGUE, ("cho", 0.1)),  # another has the word: it mends itself
        (("ben", 1.5), ("cho", 0.5), ("dev", 0.5)) * 6 + MONOLOGUE[:1],  # another follows another
        (("ben", 1.1), ("cho", 1.6)) * 6 + MONOLOGUE[:1],  # comes back each time, but has less than half of it
        MONOLOGUE[:7],  # too little
    ],
)
def test_a_talkative_member_alone_is_no_dominance(said: tuple[tuple[str, float], ...]) -> None:
    script = open_late()
    say(script, *said)
    assert shown(script) is None


def test_of_few_one_comes_back_soon_by_chance() -> None:
    few, many = open_late(), open_late(members=(*FOUR, "eva", "fay"))
    for script in (few, many):
        say(script, *MONOLOGUE[:7])
    assert (rule(few), rule(many)) == (None, Rule.DOMINATES)


def test_what_one_voice_began_in_an_earlier_part_counts_until_it_was_told() -> None:
    told, untold = open_late("causes", 1), open_late("causes", 1)
    for script in (told, untold):
        say(script, *MONOLOGUE)
    answer(told, used=True)
    for script in (told, untold):
        script.until("options")
        say(script, *MONOLOGUE[:5])
    assert shown(told) is None
    assert rule(untold) is Rule.DOMINATES


def test_where_most_talk_was_not_tapped_nothing_is_concluded() -> None:
    script = open_late()
    script.wait(13)
    say(script, *MONOLOGUE)
    assert shown(script) is None


# -- advice before questions


def early_ideas(script: Script) -> None:
    script.wait(1)
    onward(script)
    script.wait(seconds=10)
    onward(script)
    script.wait(1)
    script.pass_turn()


def test_ideas_twice_before_questions_are_noticed() -> None:
    script = reporting()
    script.wait(6)
    early_ideas(script)
    assert shown(script) is None
    early_ideas(script)
    assert rule(script) is Rule.ADVICE


def test_one_tap_on_advice_may_be_a_slip() -> None:
    script = reporting()
    script.wait(6)
    onward(script)
    script.seen(EventKind.ADVICE, others(script)[0], turn=script.state.turn)
    script.wait(2)
    script.pass_turn()
    early_ideas(script)
    assert shown(script) is None
    onward(script)
    script.seen(EventKind.ADVICE, others(script)[0], turn=script.state.turn)
    assert rule(script) is Rule.ADVICE


def test_where_half_have_asked_advice_comes_in_its_time() -> None:
    script = reporting()
    script.wait(6)
    for _turn in range(3):
        onward(script)
        asked(script, *others(script)[:2])
        script.wait(seconds=10)
        onward(script)
        script.pass_turn()
    assert shown(script) is None


# -- overrun


def test_a_round_that_will_be_far_over_is_noticed_while_some_wait() -> None:
    script = started()
    script.until("stories", 1)
    script.wait(18)
    script.pass_turn()
    assert shown(script) is None
    script.wait(4)
    found = shown(script)
    assert found is not None
    assert found.rule is Rule.OVERRUN
    assert found.values["waiting"] == 2


def test_a_turn_that_is_a_little_over_is_not() -> None:
    script = started()
    script.until("stories", 1)
    for _turn in range(4):
        script.wait(5)
        assert shown(script) is None
        script.pass_turn()


# -- not heard

ROUND_THE_TABLE = (("ana", 0.4), ("ben", 0.4), ("cho", 0.4)) * 10


def most_of_the_part(script: Script) -> datetime:
    state = script.state
    assert state.part_started_at is not None
    assert state.part_ends_at is not None
    return state.part_started_at + PART_PASSED * (state.part_ends_at - state.part_started_at)


def test_somebody_who_never_had_the_word_is_noticed_after_most_of_the_part() -> None:
    script = open_late()
    say(script, *ROUND_THE_TABLE)
    assert shown(script) is None
    script.now = most_of_the_part(script)
    found = shown(script)
    assert found is not None
    assert (found.rule, found.person, found.at) == (Rule.UNHEARD, "dev", script.now)


def test_whoever_has_the_word_or_has_left_the_room_is_not_called_unheard() -> None:
    script = open_late()
    say(script, *ROUND_THE_TABLE)
    script.now = most_of_the_part(script)
    assert rule(script) is Rule.UNHEARD
    say(script, ("dev", 0.1))
    assert shown(script) is None
    script = open_late()
    script.gone("dev")
    say(script, *ROUND_THE_TABLE)
    script.now = most_of_the_part(script)
    assert shown(script) is None


# -- silence


def test_silence_is_what_two_confirm_once_phones_ask() -> None:
    script = silent(open_late())
    script.wait(ASKED)
    assert script.state.asks_quiet
    for person in ("ana", "dev"):
        assert hints(script) == Hints()
        script.seen(EventKind.HUSH, person, on=1)
    assert script.state.still_quiet == ("ana", "dev")
    assert hints(script) == Hints(None, script.now + (SILENT - ASKED) * MINUTE)
    script.wait(SILENT - ASKED)
    found = shown(script)
    assert found is not None
    assert (found.rule, dict(found.values)) == (Rule.SILENCE, {"minutes": int(SILENT)})
    script.seen(EventKind.DONE, "dev")
    assert shown(script) is None


def test_while_one_alone_says_so_it_may_be_talk_that_nobody_taps() -> None:
    script = silent(open_late())
    script.wait(ASKED)
    for _tap in range(2):
        script.seen(EventKind.HUSH, "dev", on=1)
    script.wait(ASKS_FOR / MINUTE - 0.1)
    assert hints(script) == Hints()
    script.seen(EventKind.HUSH, "ana", on=1)
    assert rule(script) is Rule.SILENCE
    script.wait(1)
    assert rule(script) is Rule.SILENCE


def test_phones_do_not_ask_for_ever() -> None:
    script = silent(open_late())
    script.wait(ASKED)
    script.seen(EventKind.HUSH, "dev", on=1)
    assert script.state.next_change_at == script.now + ASKS_FOR
    script.wait(ASKS_FOR / MINUTE)
    assert (script.state.asks_quiet, script.state.still_quiet) == (False, ())
    script.seen(EventKind.HUSH, "ana", on=1)
    script.wait(ASKED)
    assert (shown(script), script.state.asks_quiet) == (None, False)


def test_a_yes_can_be_taken_back_and_given_again() -> None:
    script = silent(open_late())
    confirm(script)
    for on, expected in ((0, None), (0, None), (1, Rule.SILENCE)):
        script.seen(EventKind.HUSH, "dev", on=on)
        assert rule(script) is expected


def test_whoever_is_tapped_ends_the_question() -> None:
    script = silent(open_late())
    confirm(script)
    say(script, ("dev", 0.5))
    assert (shown(script), script.state.asks_quiet, script.state.still_quiet) == (None, False, ())
    for on in (1, 0):
        script.seen(EventKind.HUSH, "ana", on=on)  # too late
        assert script.state.voice == "dev"


def test_taps_on_nobody_before_phones_ask_confirm_nothing() -> None:
    """Several phones may have sent it for one pause."""
    script = silent(open_late())
    script.wait(seconds=2)
    for person in ("ana", "dev"):
        script.seen(EventKind.HUSH, person)
    script.wait(SILENT)
    assert shown(script) is None


def test_phones_ask_again_once_something_was_sent_and_it_is_quiet_again() -> None:
    script = silent(open_late())
    script.wait(ASKED)
    script.seen(EventKind.DONE, "ana")
    assert not script.state.asks_quiet
    script.wait(ASKED)
    assert script.state.asks_quiet
    script.next()
    script.wait(ASKED + 1)
    assert not script.state.asks_quiet


def test_a_group_that_does_not_tap_is_not_silent() -> None:
    script = open_late()
    script.wait(9)
    assert hints(script) == Hints()


# -- when there is none at all


def silent(script: Script) -> Script:
    say(script, ("ana", 0.2), ("ben", 0.2), ("cho", 0.2))
    script.seen(EventKind.HUSH, "cho")
    return script


def confirm(script: Script) -> None:
    """It stays quiet, and two say so who are asked."""
    script.wait(ASKED)
    for person in ("ana", "dev"):
        script.seen(EventKind.HUSH, person, on=1)
    script.wait(SILENT - ASKED)


def test_there_is_none_in_the_first_minutes() -> None:
    script = reporting()
    early_ideas(script)
    early_ideas(script)
    assert script.now < START + 6 * MINUTE
    assert shown(script) is None
    assert hints(script).next_at == START + 6 * MINUTE


def test_there_is_none_in_the_last_minutes() -> None:
    script = open_late("takeaways", 3)
    script.now = END - 5 * MINUTE
    silent(script)
    script.now = END - 1.5 * MINUTE
    assert hints(script) == Hints()


@pytest.mark.parametrize("used", [True, False])
def test_a_hint_that_was_answered_does_not_come_back_in_this_part(used: bool) -> None:
    script = silent(open_late())
    confirm(script)
    before = script.state
    answer(script, used=used)
    assert script.state == before
    assert hints(script) == Hints()
    script.wait(8)
    assert shown(script) is None


def test_a_room_that_is_followed_knows_at_once_what_was_answered() -> None:
    """An answer changes no screen, so that the room's version says nothing of it."""
    script = silent(open_late())
    confirm(script)
    live = followed(script.agenda, script.members)
    live.add(script.events)
    assert hints_of(script.agenda, live.state(script.now), script.now).shown is not None
    answer(script, used=False)
    live.add(script.events)
    assert hints_of(script.agenda, live.state(script.now), script.now) == Hints()


def test_after_an_answer_there_is_calm() -> None:
    script = silent(open_late())
    confirm(script)
    answer(script, used=True)
    answered_at = script.now
    say(script, *MONOLOGUE, ("cho", 0.3), ("ben", 1.5))
    found = hints(script)
    assert found.shown is not None
    assert found.shown.at >= answered_at + 4 * MINUTE


def test_a_rule_that_was_dismissed_twice_is_silent_for_the_session() -> None:
    script = open_late("causes", 1)
    for step, part in (("causes", 1), ("options", 0), ("takeaways", 3)):
        script.until(step, part)
        silent(script)
        confirm(script)
        if step == "takeaways":
            assert shown(script) is None
        else:
            answer(script, used=False)


def test_only_whoever_facilitates_can_answer() -> None:
    script = silent(open_late())
    confirm(script)
    answer(script, used=False, person="ben")
    assert rule(script) is Rule.SILENCE


def test_of_two_the_one_that_has_held_longest_is_shown() -> None:
    script = open_late()
    say(script, *ROUND_THE_TABLE)
    script.now = most_of_the_part(script)
    say(script, ("cho", 0.1))
    assert rule(script) is Rule.UNHEARD
    script.seen(EventKind.HUSH, "cho")
    confirm(script)
    assert rule(script) is Rule.UNHEARD


def test_every_sentence_of_a_hint_can_be_collected() -> None:
    found = [hint for wrong in Rule for seed in (1, 2) for hint in hints_heard(play(REFLECT, seed, wrong=wrong))]
    assert {text for hint in found for text in (hint.observation, hint.suggestion, hint.why)} <= set(SENTENCES)


@settings(max_examples=40, deadline=None)
@given(logs())
def test_without_events_a_hint_comes_when_it_was_said_to_and_stays(log: Log) -> None:
    agenda, members, events = log
    for now in moments(events)[::3]:
        so_far = [event for event in events if event.at <= now]
        state = at(agenda, members, so_far, now)
        hints_now = hints_of(agenda, state, now)
        due = hints_now.next_at
        if due is None or (state.next_change_at and due > state.next_change_at):
            continue
        assert due > now
        before = hints_of(agenda, state, due - timedelta(microseconds=1)).shown
        after = hints_of(agenda, state, due).shown
        assert (before is None) is (hints_now.shown is None)
        assert (after is None) is not (hints_now.shown is None)


# -- invented sessions


def test_an_invented_session_is_the_same_from_the_same_seed() -> None:
    assert play(load("explore"), 3) == play(load("explore"), 3) != play(load("explore"), 4)


@pytest.mark.parametrize("agenda", ["explore", "reflect", "engage"])
def test_good_sessions_hear_nothing(agenda: str) -> None:
    """A few for each push; the benchmark counts thousands."""
    assert [hints_heard(play(load(agenda), seed)) for seed in range(5)] == [[]] * 5


@pytest.mark.parametrize(
    ("agenda", "wrong"), [("reflect", Rule.ADVICE), ("explore", Rule.OVERRUN), ("explore", Rule.UNHEARD)]
)
def test_what_goes_wrong_is_noticed(agenda: str, wrong: Rule) -> None:
    played = [one for seed in range(9) if (one := play(load(agenda), seed, wrong=wrong)).taps >= STEADY]
    heard = [wrong in {hint.rule for hint in hints_heard(one)} for one in played]
    assert sum(heard) >= len(heard) - 1 > 3
