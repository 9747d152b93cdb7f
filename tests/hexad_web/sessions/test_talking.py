"""Who speaks, what is parked and what is whispered: each reaches those it is for, and nobody else."""

import json
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse

import hexad_web
from hexad.sessions.rescue import SENTENCES
from hexad_web.privacy.catalogue import OWN
from hexad_web.sessions.actions import sorting, writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.hint_words import HINTS
from hexad_web.sessions.models import Card, RoomEvent, Session
from hexad_web.sessions.refusals import Refused
from hexad_web.sessions.seats import Reader, Seat
from tests.hexad_web.practice import cast
from tests.hexad_web.sessions import seated
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.test_room_pages import Sees, sees

__all__ = ["sees"]
STRIP = "You could say:"


def seat(live: Live, place: int, *, is_screen: bool = False) -> Seat:
    person = cast.person(live.session.group, place)
    return Seat(
        actor=live.actor(place),
        session_id=live.session.pk,
        person=person,
        reader=Reader(person.pk, "en", is_screen),
        device="phone",
        tab="tab",
        login="",
        resumes=False,
        takes_over=False,
    )


def meaning(live: Live, place: int, *, is_screen: bool = False) -> dict[str, object]:
    """What the stream tells this phone, without the clock."""
    one = seat(live, place, is_screen=is_screen)
    data = seated.told(live, one).told[one.reader].message.decode().partition("data: ")[2]
    found: dict[str, object] = json.loads(data)
    del found["now"]
    return found


def fell_quiet(live: Live, part: tuple[int, int] = (3, 0)) -> None:
    """An open part, the options by default, in which somebody tapped this moment that nobody speaks."""
    live.start(0, 1, 2, 3)
    live.wait(minutes=6)
    while (live.state.step, live.state.part) < part:
        live.next()
    for place in (0, 1, 2):
        live.seen(place, "speak")
        live.wait(seconds=20)
    live.seen(2, "hush")


def silent_room(live: Live) -> None:
    """For five and a half minutes, as two have confirmed who were asked."""
    fell_quiet(live)
    live.wait(minutes=3)
    for place in (1, 3):
        live.seen(place, "hush", on=1)
    live.wait(minutes=2, seconds=35)


def hint_of(live: Live, place: int) -> str:
    return str(meaning(live, place).get("hint", "no such field"))


def dismiss(live: Live, place: int, key: str) -> None:
    live.tap(place, "hint", hint=key, used=0)


def test_a_hint_reaches_whoever_facilitates_and_nobody_else(live: Live, sees: Sees) -> None:
    silent_room(live)
    assert STRIP in sees.phone(0)
    assert "Nobody has tapped or added anything for 5 minutes." in sees.phone(0, "stage")
    assert hint_of(live, 0).startswith("silence/")
    others = [sees.phone(1), sees.phone(1, "stage"), sees.phone(2), sees.screen()]
    assert not [page for page in others if STRIP in page or "silence" in page]
    assert [hint_of(live, place) for place in (1, 2, 3)] == ["no such field"] * 3
    assert "hint" not in meaning(live, 0, is_screen=True)


def test_an_answer_leaves_every_other_screen_as_it_was(live: Live, sees: Sees) -> None:
    silent_room(live)
    before = [meaning(live, place) for place in (1, 2, 3)], meaning(live, 0, is_screen=True)
    dismiss(live, 0, hint_of(live, 0))
    assert ([meaning(live, place) for place in (1, 2, 3)], meaning(live, 0, is_screen=True)) == before
    assert hint_of(live, 0) == ""
    assert STRIP not in sees.phone(0)


def test_somebody_else_dismisses_nothing(live: Live) -> None:
    silent_room(live)
    key = hint_of(live, 0)
    dismiss(live, 1, key)
    assert hint_of(live, 0) == key


def test_a_hint_follows_whoever_facilitates(live: Live, sees: Sees) -> None:
    silent_room(live)
    live.seen(0, "swap", other=live.key(1))
    assert STRIP in sees.phone(1)
    assert STRIP not in sees.phone(0)
    assert hint_of(live, 0) == "no such field"


def test_the_room_wakes_when_a_hint_is_due_and_nobody_taps(live: Live) -> None:
    silent_room(live)
    hushed_at, *_answers, confirmed_at = RoomEvent.objects.filter(session=live.session, kind="hush").values_list(
        "at", flat=True
    )
    live.now = confirmed_at
    one, other = seat(live, 0), seat(live, 1)
    seen = seated.told(live, one, other)
    assert '"hint": ""' in seen.told[one.reader].message.decode()
    assert seen.again_at == hushed_at + timedelta(minutes=4, seconds=30)
    assert seated.told(live, other).again_at != seen.again_at


def test_who_speaks_is_on_every_phone_with_minutes_and_on_the_screen_without_names(live: Live, sees: Sees) -> None:
    silent_room(live)
    live.seen(1, "speak", who=live.key(2))
    live.wait(minutes=3)
    page, screen = sees.phone(3), sees.screen()
    name = cast.person(live.session.group, 2).name
    assert f'data-voice="{live.key(2)}"' in page
    assert "Your group only. Kept nowhere, and by taps only." in page
    assert "3 min" in page
    assert f"{name} speaks." in screen
    assert "data-voice=" not in screen
    assert "3 min<" not in screen
    told = meaning(live, 3)
    assert told["voice"] == {"id": live.key(2), "name": name}
    assert "airtime" not in json.dumps(meaning(live, 3)["here"])


def test_a_tap_on_a_speaker_fetches_no_page_anew(live: Live) -> None:
    silent_room(live)
    before = meaning(live, 3)["stage"]
    live.seen(1, "speak")
    assert meaning(live, 3)["stage"] == before


def asks(live: Live, sees: Sees, place: int) -> tuple[object, object, bool, bool]:
    """Whether this phone is told to ask if it is still quiet, and that its member says so; and the same of its page."""
    told, page = meaning(live, place), sees.phone(place)
    asked = page[page.index("data-room-quiet") :].partition("</div>")[0]
    is_asked, is_said = asked.startswith("data-room-quiet data-asks"), 'aria-pressed="true"' in asked
    return told["asks_quiet"], told["says_quiet"], is_asked, is_said


@pytest.mark.parametrize("place", [0, 3])
def test_phones_ask_whether_it_is_still_quiet_and_show_nobody_elses_answer(live: Live, sees: Sees, place: int) -> None:
    fell_quiet(live)
    assert asks(live, sees, place) == (False, False, False, False)
    live.wait(minutes=2, seconds=30)
    assert asks(live, sees, place) == (True, False, True, False)
    assert "data-room-quiet" not in sees.screen()
    live.seen(2, "hush", on=1)
    assert asks(live, sees, place) == (True, False, True, False)
    assert asks(live, sees, 2) == (True, True, True, True)
    live.seen(2, "hush", on=0)
    assert asks(live, sees, 2) == (True, False, True, False)
    live.seen(1, "speak")
    assert asks(live, sees, place) == (False, False, False, False)


def test_the_question_fetches_no_page_anew(live: Live) -> None:
    fell_quiet(live)
    before = [meaning(live, place)["picture"] for place in (0, 3)]
    live.wait(minutes=2, seconds=30)
    live.seen(3, "hush", on=1)
    assert [meaning(live, place)["picture"] for place in (0, 3)] == before


def reading(names: Iterable[str]) -> set[str]:
    """Modules of the product that name one of these modules of the library."""
    root = Path(hexad_web.__file__).parent
    return {
        str(path.relative_to(root))
        for path in root.rglob("*.py")
        if any(name in path.read_text(encoding="utf-8") for name in names)
    }


def test_airtime_and_hints_are_read_by_the_rooms_own_pages_alone() -> None:
    """No report, export, mail, task, log or programming interface can tell who spoke for how long."""
    assert reading(["hexad.sessions.airtime"]) == {"sessions/queries/talking.py"}
    assert reading(["hexad.sessions.rescue"]) == {"sessions/queries/hinting.py"}
    assert not [own for own in OWN if own.model == "learning.RoomEvent" and "values" in own.fields]
    assert not [field.name for field in Session._meta.get_fields() if "airtime" in field.name or "hint" in field.name]


def test_every_sentence_of_a_hint_is_collected() -> None:
    assert set(HINTS) == set(SENTENCES)


# -- questions first


def test_questions_only_stands_on_phones_and_screen_and_ideas_after_it(live: Live, sees: Sees) -> None:
    live.start(0, 1, 2)
    while live.state.step < 1 or live.state.part < 1:
        live.next()
    live.seen(0, "questions_first", on=1)
    speaker = next(place for place in (0, 1, 2) if live.key(place) == live.state.speaker)
    listener = next(place for place in (1, 2) if place != speaker)
    assert "Questions now" in sees.phone(speaker)
    live.seen(speaker, "onward", turn=live.state.turn, asking="telling")
    assert "Questions only now" in sees.phone(listener)
    assert "I have asked" in sees.phone(listener)
    assert "I have asked" not in sees.phone(speaker)
    live.seen(listener, "asked", turn=live.state.turn, on=1)
    assert "1 of 2 have asked" in sees.screen()
    before = meaning(live, speaker)
    live.seen(listener, "advice", turn=live.state.turn)
    assert meaning(live, speaker) == before
    live.seen(speaker, "onward", turn=live.state.turn, asking="questions")
    assert "One thing that each would try" in sees.screen()


# -- the parking lot


def park(live: Live, place: int, text: str, key: str = "note") -> Card:
    written = Written(key=key, step="", pad="parking", text=text, is_sent=True)
    card = writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=written, now=live.now)
    assert card is not None
    return card


def test_a_parked_note_is_read_by_all_at_once_and_carries_no_name(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    card = park(live, 1, "Who pays for travel? ZEBRA")
    assert b"ZEBRA" not in bytes(card.text.ciphertext)
    assert (card.is_late, card.is_named) == (False, False)
    page = sees.phone(0)
    lot = page[page.index('id="parking"') : page.index('id="park-text"')]
    assert "ZEBRA" in lot
    assert cast.person(live.session.group, 1).name not in lot
    assert "added later" not in lot
    assert "ZEBRA" not in sees.screen()


def test_a_note_that_is_taken_up_stands_on_every_screen_until_the_part_ends(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    card = park(live, 1, "Who pays for travel?")
    live.tap(0, "take_up", card=str(card.pk))
    words = "Taken up from the parking lot:"
    assert all(words in page for page in (sees.phone(0), sees.phone(1), sees.screen()))
    live.next()
    assert words not in sees.phone(1)
    assert "taken up" in sees.phone(1)


def test_no_card_of_another_pad_can_be_shown_by_taking_it_up(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.next()
    written = Written(key="story", step="stories", pad="story", text="Not yet revealed", is_sent=True)
    card = writing.write_card(actor=live.actor(1), session_id=live.session.pk, written=written, now=live.now)
    assert card is not None
    live.tap(0, "take_up", card=str(card.pk))
    assert "Not yet revealed" not in sees.phone(0)
    assert "Not yet revealed" not in sees.screen()


def test_what_is_outside_the_groups_control_can_be_proposed_from_one_list(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    outside, inside = park(live, 1, "Approvals take weeks", "one"), park(live, 1, "We interrupt", "two")
    sorting.sort_card(actor=live.actor(0), session_id=live.session.pk, card_id=outside.pk, side="outside", now=live.now)
    Session.objects.filter(pk=live.session.pk).update(state=Session.State.HELD)
    live.now = live.session.ends_at
    browser = cast.client(cast.person(live.session.group, 0))
    page = browser.get(reverse("sessions:releases")).content.decode()
    assert "Approvals take weeks" in page
    assert "We interrupt" not in page
    address = reverse("sessions:propose", args=["obstacle"])
    form = browser.get(f"{address}?card={outside.pk}").content.decode()
    assert "Approvals take weeks</textarea>" in form
    assert "We interrupt" not in browser.get(f"{address}?card={inside.pk}").content.decode()
    browser.post(address, {"cards": [outside.pk], "text": "Approvals take weeks", "ask": "1"})
    assert "Approvals take weeks" not in browser.get(reverse("sessions:releases")).content.decode()


def test_nothing_is_parked_once_the_session_is_long_over(live: Live) -> None:
    live.start(0, 1)
    live.now = live.session.ends_at
    live.wait(hours=25)
    with pytest.raises(Refused, match="ended long ago"):
        park(live, 0, "Too late")


@pytest.mark.parametrize("field", ["on", "used"])
def test_a_tap_that_no_page_of_ours_sends_is_refused(live: Live, sees: Sees, field: str) -> None:
    live.start(0, 1)
    browser = cast.client(cast.person(live.session.group, 0))
    answer = browser.post(reverse("sessions:act", args=[live.session.pk]), {"kind": "hint", field: "yes"})
    assert answer.status_code == 422
