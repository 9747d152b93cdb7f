"""The room's pages: the part of the moment for each, and nothing on the shared screen that is not everybody's."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hexad_web.scheduling.models import Attendance
from hexad_web.sessions.actions import keeping, writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Card, Session
from hexad_web.sessions.queries import rooms
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import REFLECT
from tests.hexad_web.sessions.conftest import Live


@pytest.fixture
def sees(live: Live, monkeypatch: pytest.MonkeyPatch) -> "Sees":
    monkeypatch.setattr(timezone, "now", lambda: live.now)
    return Sees(live)


class Sees:
    def __init__(self, live: Live) -> None:
        self.live = live

    def phone(self, place: int, name: str = "room") -> str:
        browser: Client = cast.client(cast.person(self.live.session.group, place))
        answer = browser.get(reverse(f"sessions:{name}", args=[self.live.session.pk]))
        assert answer.status_code == 200
        return " ".join(answer.content.decode().split())

    def screen(self) -> str:
        return self.phone(0, "screen")


def write(
    live: Live, place: int, text: str, *, is_sent: bool = True, step: str = "stories", pad: str = "story"
) -> None:
    written = Written(f"card-{place}-{pad}", step, pad, text, is_sent=is_sent)
    writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=written, now=live.now)


def test_the_lobby_shows_the_agreement_who_facilitates_and_who_is_here(live: Live, sees: Sees) -> None:
    live.come(0, 1)
    page = sees.phone(1)
    name = cast.person(live.session.group, 0).name
    assert "What is said here stays here." in page
    assert f"{name} facilitates." in page
    assert "Accept the agreement" in page
    assert ">Start<" not in page.replace("</svg>", "<")
    assert reverse("evidence:self_rating", args=[live.session.pk]) in page


def test_only_whoever_facilitates_reads_the_script_and_the_strip(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    assert "You facilitate. Only you see this." in sees.phone(0)
    assert "You facilitate. Only you see this." not in sees.phone(1)
    assert "You facilitate. Only you see this." not in sees.screen()


def test_before_the_reveal_others_words_are_on_no_page(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.next()
    write(live, 1, "Bens own story")
    assert "Bens own story" in sees.phone(1)
    assert "Bens own story" not in sees.phone(0)
    assert "Bens own story" not in sees.screen()


def test_revealed_cards_stay_on_phones_and_screen_through_the_step(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    for _part in range(3):
        live.next()
    write(live, 0, "No time to explain", step="causes", pad="cause")
    live.seen(0, "reveal")
    assert all("No time to explain" in page for page in (sees.phone(0), sees.phone(1), sees.screen()))


def test_an_unfinished_note_is_on_no_screen_also_after_the_reveal(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.next()
    write(live, 0, "half a sen", is_sent=False)
    live.wait(seconds=1)
    live.seen(0, "reveal")
    assert "half a sen" in sees.phone(0)
    assert ">Add</button>" in sees.phone(0)
    assert "half a sen" not in sees.phone(1)
    assert "half a sen" not in sees.screen()


def test_whoever_facilitates_is_told_how_many_write_before_revealing_anyway(live: Live, sees: Sees) -> None:
    live.start(0, 1, 2)
    live.next()
    assert "3 people are writing." in sees.phone(0)
    live.seen(1, "done")
    live.seen(2, "done")
    page = sees.phone(0)
    assert "1 person is writing." in page
    assert page.index("1 person is writing.") < page.index("Reveal anyway")
    assert "1 person is writing." not in sees.phone(1) + sees.screen()


def test_cards_lie_in_an_order_of_their_own_and_not_as_they_were_sent(live: Live, sees: Sees) -> None:
    live.start(0, 1, 2)
    live.next()
    sent = ["first sent", "second sent", "third sent"]
    for place, text in enumerate(sent):
        write(live, place, text)
        live.wait(seconds=1)
    for card, number in zip(Card.objects.order_by("pk"), (2, 3, 1), strict=True):
        Card.objects.filter(pk=card.pk).update(shuffle=UUID(int=number))
    live.seen(0, "reveal")
    for page in (sees.phone(1), sees.phone(2)):
        shown = page[page.index("room-cards") :]
        assert sorted(sent, key=shown.index) == ["third sent", "first sent", "second sent"]
    assert Card._meta.get_field("shuffle").default is uuid4


def test_before_writing_a_pad_without_names_says_that_others_may_guess(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.next()
    sentence = "No names shown. In a group this size, others may guess."
    assert sentence not in sees.phone(0)
    live.next()
    live.next()
    assert sentence in sees.phone(0)


def test_on_ones_turn_there_is_one_wide_button_and_for_others_a_way_to_pass(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.next()
    live.seen(0, "reveal")
    speaker = next(place for place in (0, 1) if live.key(place) == live.state.speaker)
    assert "Pass turn" in sees.phone(speaker)
    assert ">Your turn</p>" in bar_of(sees.phone(speaker))
    assert ">Your turn</p>" not in bar_of(sees.phone(1 - speaker))
    assert f"Pass for {cast.person(live.session.group, speaker).name}" in sees.phone(1 - speaker)


def bar_of(page: str) -> str:
    """The bar under the thumb, without its drawings."""
    return re.sub(r"<svg.*?</svg>", "", page[page.index('class="room-bar"') :])


def test_anybody_passes_for_a_silent_speaker_visibly_and_the_speaker_takes_it_back(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.next()
    live.seen(0, "reveal")
    speaker = next(place for place in (0, 1) if live.key(place) == live.state.speaker)
    names = [cast.person(live.session.group, place).name for place in (speaker, 1 - speaker)]
    live.wait(seconds=1)
    live.seen(1 - speaker, "pass", turn=live.state.turn)
    told = rooms.state_json(live.session, live.state, None, live.now)["notices"]
    assert told[-1]["text"] == f"{names[1]} passed for {names[0]}."
    assert "Take my turn back" in bar_of(sees.phone(speaker))
    assert "Take my turn back" not in bar_of(sees.phone(1 - speaker))


def test_no_rank_stands_in_the_room(live: Live, sees: Sees) -> None:
    live.start(0, 1, 2)
    pages = [sees.phone(0), sees.screen()]
    for place in range(3):
        person = cast.person(live.session.group, place)
        words = [word for word in (person.department, person.level, person.site) if word]
        assert not [word for page in pages for word in words if f">{word}<" in page]


def test_the_last_ten_minutes_are_questions_takeaways_and_what_comes_next(live: Live, sees: Sees) -> None:
    reflect = cast.add_session(live.session.group, "reflect", "planned", REFLECT)
    Session.objects.filter(pk=reflect.pk).update(rota=[live.key(3)])
    start, name = live.now, cast.person(live.session.group, 3).name
    plan = reverse("practice:plan_panel", args=[live.session.pk])
    live.start(0, 1)
    live.now = start + timedelta(minutes=80)
    assert reverse("evidence:five_questions", args=[live.session.pk]) in sees.phone(1)
    assert "5 questions, about 2 minutes" in sees.screen()
    live.now = start + timedelta(minutes=87, seconds=59)
    assert plan not in sees.phone(1)
    live.now = start + timedelta(minutes=88)
    for page in (sees.phone(0), sees.phone(1)):
        assert f'hx-get="{plan}"' in page
        assert "Thu 4 March, 14:00" in page
        assert f"Facilitates next</dt><dd>{name}" in re.sub(r">\s+<", "><", page)
    live.now = start + timedelta(minutes=90)
    assert "Your unfinished notes stay for 24 hours, for you only." in sees.phone(1)


def test_at_the_end_everybody_reads_the_next_date_and_who_facilitates_it(live: Live, sees: Sees) -> None:
    reflect = cast.add_session(live.session.group, "reflect", "planned", REFLECT)
    Session.objects.filter(pk=reflect.pk).update(rota=[live.key(3)])
    live.start(0, 1)
    live.now = live.session.ends_at
    page = sees.phone(1)
    assert "The session has ended." in page
    assert cast.person(live.session.group, 3).name in page


def test_whoever_missed_it_finds_the_way_to_catch_up_where_the_others_find_their_notes(live: Live, sees: Sees) -> None:
    missed = cast.person(live.session.group, 5)
    Attendance.objects.get_or_create(
        organisation=live.session.organisation, meeting=live.session.meeting, person=missed
    )
    live.start(0, 1)
    live.now = live.session.ends_at + timedelta(minutes=1)
    keeping.close_sessions(live.now)
    way, notes = reverse("sessions:catch_up", args=[live.session.pk]), "Your unfinished notes"
    absent, present = sees.phone(5), sees.phone(1)
    assert (way in absent, notes in absent) == (True, False)
    assert (way in present, notes in present) == (False, True)


def test_whoever_was_replaced_may_facilitate_again(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.go(0)
    live.wait(seconds=11)
    live.come(0)
    assert "Facilitate again" in sees.phone(0)
    live.tap(0, "return")
    assert "You facilitate. Only you see this." in sees.phone(0)


def test_who_comes_late_reads_in_a_minute_what_has_been(live: Live, sees: Sees) -> None:
    live.start(0, 1)
    live.next()
    write(live, 0, "Adas story")
    live.wait(seconds=1)
    live.seen(0, "reveal")
    live.next()
    live.come(2)
    late, there = sees.phone(2), sees.phone(1)
    assert "You came later: one minute to catch up" in late
    assert "Adas story" in late
    assert "You came later" not in there
    assert "You came later" not in sees.screen()
