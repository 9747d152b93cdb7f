"""Questions before advice, notes that are set aside, and what of it nobody else sees."""

import pytest

from hexad.sessions.state import Asking, EventKind
from tests.hexad.sessions.cast import REFLECT, Script, started


def reporting() -> Script:
    script = started(agenda=REFLECT)
    script.until("reports", 1)
    return script


def onward(script: Script, person: str = "", asking: str = "") -> None:
    state = script.state
    script.seen(EventKind.ONWARD, person or state.speaker, turn=state.turn, asking=asking or str(state.asking))


def asked(script: Script, *people: str, on: int = 1) -> None:
    for person in people:
        script.seen(EventKind.ASKED, person, turn=script.state.turn, on=on)


def others(script: Script) -> list[str]:
    return [person for person in script.members if person != script.state.speaker]


def test_a_report_is_told_then_asked_about_then_answered_with_ideas() -> None:
    script = reporting()
    found = [script.state.asking]
    for _tap in range(3):
        onward(script)
        found.append(script.state.asking)
    assert found == [Asking.TELLING, Asking.QUESTIONS, Asking.IDEAS, Asking.IDEAS]


def test_each_turn_begins_with_telling_and_nobody_has_asked() -> None:
    script = reporting()
    onward(script)
    asked(script, *others(script)[:2])
    assert len(script.state.asked) == 2
    script.pass_turn()
    assert (script.state.asking, script.state.asked) == (Asking.TELLING, ())


def test_only_whoever_has_told_or_facilitates_goes_onward() -> None:
    script = reporting()
    neither = next(one for one in others(script) if one != script.state.facilitator)
    onward(script, neither)
    assert script.state.asking is Asking.TELLING
    onward(script, script.state.facilitator)
    assert script.state.asking is Asking.QUESTIONS


def test_two_taps_at_once_skip_no_questions() -> None:
    script = reporting()
    onward(script, asking="telling")
    onward(script, script.state.facilitator, asking="telling")
    assert script.state.asking is Asking.QUESTIONS


def test_asking_can_be_taken_back_and_the_speaker_asks_nobody() -> None:
    script = reporting()
    onward(script)
    one = others(script)[0]
    asked(script, one, one, script.state.speaker)
    assert script.state.asked == (one,)
    asked(script, one, on=0)
    assert script.state.asked == ()


def test_whoever_facilitates_switches_it_for_the_part_and_off_again() -> None:
    script = started()
    script.until("stories", 1)
    script.seen(EventKind.QUESTIONS_FIRST, "ben", on=1)
    assert script.state.asking is Asking.NONE
    script.seen(EventKind.QUESTIONS_FIRST, "ana", on=1)
    assert script.state.asking is Asking.TELLING
    script.seen(EventKind.QUESTIONS_FIRST, "ana", on=0)
    assert script.state.asking is Asking.NONE
    script.seen(EventKind.QUESTIONS_FIRST, "ana", on=1)
    script.until("causes", 1)
    assert script.state.asking is Asking.NONE


def test_in_an_open_part_it_begins_with_questions() -> None:
    script = started()
    script.until("causes", 1)
    script.seen(EventKind.QUESTIONS_FIRST, "ana", on=1)
    assert script.state.asking is Asking.QUESTIONS


def test_nobody_writes_with_questions_first() -> None:
    script = started()
    script.until("stories", 0)
    script.seen(EventKind.QUESTIONS_FIRST, "ana", on=1)
    assert script.state.asking is Asking.NONE


def test_a_tap_on_advice_changes_no_screen() -> None:
    script = reporting()
    onward(script)
    one, two = others(script)[:2]
    script.seen(EventKind.ADVICE, one, turn=script.state.turn)
    before = script.state
    script.seen(EventKind.ADVICE, two, turn=before.turn)
    assert script.state == before
    assert script.state.version == before.version
    assert len(script.state.record.early) == 1


def test_one_person_warns_once_a_turn_and_the_first_of_a_part_may_have_slipped() -> None:
    script = reporting()
    onward(script)
    one, two, three = others(script)[:3]
    for person in (one, one, two, two, three):
        script.seen(EventKind.ADVICE, person, turn=script.state.turn)
    assert len(script.state.record.early) == 2


@pytest.mark.parametrize(
    ("told", "have_asked", "seconds", "is_early"),
    [(120, 0, 20, True), (120, 2, 20, False), (120, 0, 60, False), (40, 0, 20, False)],
)
def test_ideas_are_early_when_they_come_soon_and_few_have_asked(
    told: int, have_asked: int, seconds: int, is_early: bool
) -> None:
    script = reporting()
    script.wait(seconds=told)
    onward(script)
    asked(script, *others(script)[:have_asked])
    script.wait(seconds=seconds)
    onward(script)
    assert bool(script.state.record.early) is is_early


def test_a_parked_note_is_taken_up_until_the_part_ends_and_put_back() -> None:
    script = started()
    script.until("causes", 1)
    script.act(EventKind.TAKE_UP, "ben", card="7")
    assert (script.state.topic, script.state.taken_up) == ("7", ("7",))
    script.next()
    assert (script.state.topic, script.state.taken_up) == ("", ("7",))
    script.act(EventKind.PUT_BACK, "cho", card="7")
    assert script.state.taken_up == ()
