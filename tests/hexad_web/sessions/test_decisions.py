"""What the group decided: noted by anybody, read by all at once, by nobody else."""

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad_web.accounts import private_text
from hexad_web.accounts.models import PrivateText
from hexad_web.formation.models import GroupMember
from hexad_web.sessions import access
from hexad_web.sessions.actions import sorting, writing
from hexad_web.sessions.actions.writing import KEPT_FOR, Written
from hexad_web.sessions.models import Card
from hexad_web.sessions.refusals import Refused
from tests.hexad_web.practice import cast
from tests.hexad_web.sessions.conftest import Live

WORDS = "We close each meeting with one name and one date."


def note(live: Live, place: int = 0, text: str = WORDS, key: str = "one") -> Card | None:
    written = Written(key=key, step="group", pad="decision", text=text, is_sent=True)
    return writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=written, now=live.now)


def readable(live: Live, place: int) -> list[str]:
    actor = live.actor(place)
    cards = access.cards_of(actor, live.session, live.state.revealed).filter(pad="decision")
    return [private_text.read(actor=actor, private=card.text) for card in cards]


def remove(live: Live, place: int, card: Card) -> None:
    sorting.take_off(actor=live.actor(place), session_id=live.session.pk, card_id=card.pk, now=live.now)


def test_all_members_read_it_at_once_and_it_is_never_late(live: Live) -> None:
    live.start(0, 1)
    before = live.state.version
    card = note(live)
    assert card is not None
    assert not card.is_late
    assert not card.is_named
    assert readable(live, 1) == readable(live, 5) == [WORDS]
    assert live.state.version > before  # the other phones hear of it


def test_the_same_note_sent_twice_is_one(live: Live) -> None:
    live.start(0, 1)
    for _again in range(2):
        note(live)
    assert Card.objects.filter(pad="decision").count() == 1


def test_a_note_that_was_not_sent_is_its_authors(live: Live) -> None:
    written = Written(key="half", step="group", pad="decision", text="half", is_sent=False)
    writing.write_card(actor=live.actor(0), session_id=live.session.pk, written=written, now=live.now)
    assert readable(live, 0) == ["half"]
    assert readable(live, 1) == []


def test_whoever_wrote_it_or_facilitates_removes_it_with_its_words(live: Live) -> None:
    live.start(0, 1, 2)
    one, other = note(live, 1), note(live, 1, key="two")
    assert one is not None
    assert other is not None
    with pytest.raises(Refused, match="Whoever wrote it"):
        remove(live, 2, one)
    remove(live, 1, one)
    remove(live, 0, other)
    assert not Card.objects.exists()
    assert not PrivateText.objects.exists()


def test_only_notes_of_no_step_are_removed_so(live: Live) -> None:
    live.start(0, 1)
    written = Written(key="s", step="stories", pad="story", text="mine", is_sent=True)
    card = writing.write_card(actor=live.actor(0), session_id=live.session.pk, written=written, now=live.now)
    assert card is not None
    with pytest.raises(Refused):
        remove(live, 0, card)


def test_whoever_left_reads_and_removes_nothing(live: Live) -> None:
    card = note(live, 1)
    assert card is not None
    GroupMember.objects.filter(person=int(live.key(1))).update(is_active=False)
    with pytest.raises(Http404):
        remove(live, 1, card)
    with pytest.raises(Http404):
        readable(live, 1)


def test_a_day_after_the_end_the_pad_is_closed(live: Live) -> None:
    live.now = live.session.ends_at + KEPT_FOR
    with pytest.raises(Refused):
        note(live)


def test_phones_show_it_in_more_and_in_the_last_step_and_the_screen_at_the_end(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)
    live.start(0, 1)
    note(live, 1)

    def page(place: int, name: str = "room") -> str:
        browser = cast.client(cast.person(live.session.group, place))
        return browser.get(reverse(f"sessions:{name}", args=[live.session.pk])).content.decode()

    assert page(0).count(WORDS) == page(1).count(WORDS) > 0
    assert WORDS not in page(0, "screen")
    live.now = live.session.ends_at
    assert "What we decided" in page(0)


def test_ten_notes_ask_the_database_as_often_as_one(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)
    live.start(0, 1)
    browser = cast.client(cast.person(live.session.group, 0))
    url = reverse("sessions:stage", args=[live.session.pk])
    note(live)
    with CaptureQueriesContext(connection) as few:
        browser.get(url)
    for number in range(10):
        note(live, key=f"n{number}")
    with CaptureQueriesContext(connection) as many:
        browser.get(url)
    assert len(many) == len(few)
