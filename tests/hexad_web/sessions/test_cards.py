"""Cards: private while they are written, read by all after the reveal, once each, sorted and merged by the group."""

from typing import Any

import pytest
from django.http import Http404

from hexad_web.accounts import private_text
from hexad_web.sessions import access
from hexad_web.sessions.actions import keeping, sorting, writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Card, RoomEvent
from hexad_web.sessions.refusals import Refused
from tests.hexad_web.sessions.conftest import Live

STORIES = {"step": "stories", "pad": "story"}
CAUSES = {"step": "causes", "pad": "cause"}


@pytest.fixture
def telling(live: Live) -> Live:
    """Everybody is writing stories."""
    live.start(0, 1, 2)
    live.next()
    return live


def write(live: Live, place: int, text: str, key: str = "card", **fields: Any) -> Card | None:  # noqa: ANN401  # Written's
    written = Written(key=key, text=text, **{**STORIES, "is_sent": True, **fields})
    return writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=written, now=live.now)


def readable(live: Live, place: int) -> set[str]:
    actor = live.actor(place)
    cards = access.cards_of(actor, live.session, live.state.revealed)
    return {private_text.read(actor=actor, private=card.text) for card in cards}


def reveal(live: Live) -> None:
    live.wait(seconds=1)
    live.seen(0, "reveal")


def test_nobody_reads_anothers_card_before_the_reveal_and_all_do_after(telling: Live) -> None:
    write(telling, 0, "mine")
    write(telling, 1, "yours")
    assert readable(telling, 0) == {"mine"}
    reveal(telling)
    assert readable(telling, 0) == readable(telling, 2) == {"mine", "yours"}


def test_an_unfinished_card_stays_its_authors_also_after_the_reveal(telling: Live) -> None:
    write(telling, 0, "half a sen", is_sent=False)
    reveal(telling)
    assert readable(telling, 0) == {"half a sen"}
    assert readable(telling, 1) == set()


def test_before_it_is_sent_only_the_author_could_decrypt_it(telling: Live) -> None:
    card = write(telling, 0, "half", is_sent=False)
    assert card is not None
    with pytest.raises(PermissionError if False else Exception, match=""):  # Django's PermissionDenied
        private_text.read(actor=telling.actor(1), private=card.text)


def test_a_card_that_is_sent_twice_is_one_card(telling: Live) -> None:
    for _again in range(2):
        write(telling, 0, "once")
    assert Card.objects.count() == 1


def test_words_can_change_until_others_have_read_them(telling: Live) -> None:
    write(telling, 0, "first words")
    write(telling, 0, "better words")
    assert readable(telling, 0) == {"better words"}
    reveal(telling)
    with pytest.raises(Refused, match="has read this card"):
        write(telling, 0, "other words")
    assert write(telling, 0, "better words") is not None
    assert readable(telling, 1) == {"better words"}


def test_a_card_written_offline_arrives_once_marked_as_late(telling: Live) -> None:
    reveal(telling)
    for _again in range(2):
        card = write(telling, 1, "from the train")
    assert card is not None
    assert card.is_late
    assert Card.objects.count() == 1
    assert RoomEvent.objects.filter(kind="cards").count() == 1


def test_an_emptied_card_is_gone_with_its_words(telling: Live) -> None:
    write(telling, 0, "never mind", is_sent=False)
    assert write(telling, 0, "  ", is_sent=False) is None
    assert not Card.objects.exists()


def test_names_stand_on_stories_and_not_on_causes(telling: Live) -> None:
    story, cause = write(telling, 0, "story"), write(telling, 0, "cause", key="other", **CAUSES)
    assert story is not None
    assert cause is not None
    assert (story.is_named, cause.is_named) == (True, False)


def test_a_side_counts_only_where_the_pad_asks_for_it(telling: Live) -> None:
    story = write(telling, 0, "story", side="outside")
    cause = write(telling, 0, "cause", key="other", side="outside", **CAUSES)
    assert (story and story.side, cause and cause.side) == ("", "outside")


def test_there_is_an_end_of_cards_and_of_pads(telling: Live) -> None:
    for number in range(writing.MOST):
        write(telling, 0, "one more", key=f"card-{number}")
    with pytest.raises(Refused, match="enough cards"):
        write(telling, 0, "too many", key="last")
    with pytest.raises(Refused, match="no such pad"):
        write(telling, 0, "where", key="x", step="nowhere")


def test_a_card_of_another_group_cannot_be_sorted(telling: Live) -> None:
    card = write(telling, 0, "cause", **CAUSES)
    assert card is not None
    with pytest.raises(Http404):  # not revealed yet: for others it is not there
        sorting.sort_card(
            actor=telling.actor(1), session_id=telling.session.pk, card_id=card.pk, side="outside", now=telling.now
        )


@pytest.fixture
def sorting_causes(telling: Live) -> Live:
    telling.next()  # reveals the stories
    telling.next()  # and ends the round
    write(telling, 0, "no time", key="a", **CAUSES)
    write(telling, 1, "too little time", key="b", **CAUSES)
    reveal(telling)
    return telling


def test_any_member_sorts_a_card_and_can_sort_it_again(sorting_causes: Live) -> None:
    live, card = sorting_causes, Card.objects.get(key="a")
    for side in ("outside", "inside"):
        sorting.sort_card(actor=live.actor(2), session_id=live.session.pk, card_id=card.pk, side=side, now=live.now)
        assert Card.objects.get(pk=card.pk).side == side
    assert live.state.cards == 2


def test_whoever_facilitates_puts_cards_together_and_takes_them_apart(sorting_causes: Live) -> None:
    live, (one, other) = sorting_causes, Card.objects.order_by("key")

    def merge(place: int, into: int | None) -> None:
        sorting.merge_card(
            actor=live.actor(place), session_id=live.session.pk, card_id=one.pk, into_id=into, now=live.now
        )

    with pytest.raises(Refused, match="Whoever facilitates"):
        merge(1, other.pk)
    merge(0, other.pk)
    assert Card.objects.get(pk=one.pk).merged_into == other
    with pytest.raises(Refused, match="another card"):
        merge(0, one.pk)
    merge(0, None)
    assert Card.objects.get(pk=one.pk).merged_into is None


def test_unfinished_notes_are_thrown_away_a_day_after_the_end(telling: Live) -> None:
    write(telling, 0, "half", key="draft", is_sent=False)
    write(telling, 0, "whole", key="sent")
    telling.now = telling.session.ends_at
    keeping.close_sessions(telling.now)
    keeping.throw_away_drafts(telling.now + writing.KEPT_FOR)
    assert list(Card.objects.values_list("key", flat=True)) == ["sent"]
    telling.now += writing.KEPT_FOR
    with pytest.raises(Refused, match="long ago"):
        write(telling, 0, "too late", key="new")
