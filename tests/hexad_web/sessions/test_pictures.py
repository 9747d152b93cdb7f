"""Pictures: drawn once for all who see the same, each the same as the page that a phone would fetch."""

import json
import re
from collections.abc import Mapping

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad.sessions.agenda import load
from hexad_web.accounts.models import User
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person
from hexad_web.sessions import pictures
from hexad_web.sessions.actions import writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import live as live_queries
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.seats import Reader
from tests.hexad_web.practice import cast
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.seated import seat_of, told

# What differs between two readings: tokens, keys of empty cards, and marks that the script paints.
PASSING = re.compile(
    r'<input type="hidden" name="csrfmiddlewaretoken"[^>]*>|\b[0-9a-f]{32}[pn]?\b'
    r"|(?<=data-voice-me)( hidden)?(?=>)|(?<=<span)( hidden)?(?= data-room-other)"
)


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


def fetched(live: Live, place: int) -> str:
    browser: Client = cast.client(cast.person(live.session.group, place))
    return PASSING.sub("", browser.get(reverse("sessions:stage", args=[live.session.pk])).content.decode())


def drawn(live: Live, *places: int) -> Mapping[Reader, str]:
    seats = [seat_of(live, place) for place in places]
    found = pictures.draw(told(live, *seats), seats, live.now)
    data = {reader: json.loads(message.decode().partition("data: ")[2]) for reader, message in found.items()}
    return {reader: PASSING.sub("", one["html"]) for reader, one in data.items()}


def write(live: Live, place: int, text: str) -> None:
    written = Written(f"card-{place}", "stories", "story", text, is_sent=True)
    writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=written, now=live.now)


def to_talk(live: Live) -> None:
    """From the stories to the open talk about causes."""
    live.wait(seconds=1)
    live.seen(0, "reveal")
    for _part in range(2):
        live.next()
    live.wait(seconds=1)
    live.seen(0, "reveal")


def to_round(live: Live) -> None:
    live.wait(seconds=1)
    live.seen(0, "reveal")


def decide(live: Live) -> None:
    written = Written("decision", "group", "decision", "We meet at nine", is_sent=True)
    writing.write_card(actor=live.actor(2), session_id=live.session.pk, written=written, now=live.now)


def come_late(live: Live) -> None:
    live.wait(minutes=9)
    live.come(3)


def ask(live: Live) -> None:
    live.seen(0, "questions_first", on=1)
    to_round(live)
    live.wait(seconds=5)
    live.seen(0, "onward", asking="telling")
    live.seen(2, "asked", on=1)


def lose_whoever_facilitates(live: Live) -> None:
    live.go(0)
    live.wait(seconds=30)
    live.come(0)


def end(live: Live) -> None:
    live.now = live.session.ends_at


WHILE_WRITING = {
    "writing": lambda _live: None,
    "round": to_round,
    "talk": to_talk,
    "decided": decide,
    "late": come_late,
    "asked": ask,
    "replaced": lose_whoever_facilitates,
    "closed": end,
}


@pytest.mark.parametrize("moment", ["lobby", "welcome", *WHILE_WRITING])
def test_a_picture_is_the_page_that_each_would_fetch(live: Live, moment: str) -> None:
    Person.objects.filter(pk=int(live.key(1))).update(name='Bernhard "Ben" O\'Neil & <Söhne>')
    live.come(0, 1, 2)
    if moment != "lobby":
        live.tap(0, "start")
    if moment in WHILE_WRITING:
        live.next()
        write(live, 1, "Ben did it again himself")
        WHILE_WRITING[moment](live)
    places = (0, 1, 2, 3) if moment == "late" else (0, 1, 2)
    assert [fetched(live, place) for place in places] == list(drawn(live, *places).values())


def test_those_who_see_the_same_share_one_picture(live: Live) -> None:
    Person.objects.update(time_zone="Europe/Berlin")
    live.come(0, 1, 2, 3)
    assert len(set(drawn(live, 0, 1, 2, 3).values())) == 2
    live.tap(0, "start")
    assert len(set(drawn(live, 0, 1, 2, 3).values())) == 2  # whoever facilitates, and everybody else
    live.next()
    to_talk(live)
    assert len(set(drawn(live, 0, 1, 2, 3).values())) == 2


def test_before_the_reveal_others_words_are_in_no_picture(live: Live) -> None:
    live.start(0, 1)
    live.next()
    write(live, 1, "Bens own story")
    for reader, html in drawn(live, 0, 1).items():
        assert ("Bens own story" in html) == (str(reader.person_id) == live.key(1))


def test_each_reads_in_the_own_zone(live: Live) -> None:
    live.start(0, 1)
    User.objects.filter(people=int(live.key(1))).update(time_zone="Asia/Tokyo")
    shown = drawn(live, 0, 1)
    assert [fetched(live, place) for place in range(2)] == list(shown.values())
    one, other = (html[html.index("room-steps") :] for html in shown.values())
    assert one != other


def test_whoever_left_the_group_is_shown_nothing_more(live: Live) -> None:
    live.start(0, 1)
    GroupMember.objects.filter(person=int(live.key(1))).update(is_active=False)
    assert [str(reader.person_id) for reader in drawn(live, 0, 1)] == [live.key(0)]


def test_what_a_line_tells_is_what_the_page_has(live: Live) -> None:
    live.start(0, 1)
    live.next()
    seats = [seat_of(live, 0), seat_of(live, 1), seat_of(live, 1, screen=True)]
    seen = told(live, *seats)
    for seat in seats:
        data = json.loads(seen.told[seat.reader].message.decode().partition("data: ")[2])
        person = None if seat.is_screen else seat.person
        assert data == rooms.state_json(seen.session, seen.state, person, live.now)


def test_ready_or_not_is_no_new_picture_but_the_next_part_is(live: Live) -> None:
    live.start(0, 1, 2)
    seats = [seat_of(live, 0), seat_of(live, 1)]

    def names() -> list[str]:
        seen = told(live, *seats)
        return [seen.told[seat.reader].picture for seat in seats]

    before = names()
    live.seen(1, "done")
    assert names() == before
    live.next()
    assert all(one != other for one, other in zip(before, names(), strict=True))


def test_a_room_that_is_followed_reads_nothing_for_what_it_was_told(
    live: Live, django_assert_num_queries: object
) -> None:
    live.start(0, 1)
    log = live_queries.RoomLog(live.session.pk)
    log.read_on(live.now)
    live.seen(1, "done")
    rows = rooms.rows_after(log.look([], live.now).session, log.count)
    with django_assert_num_queries(0):  # type: ignore[operator]  # a fixture of pytest-django
        log.hear(rows)
        assert not log.needs_rows(live.now)
        state = log.look([seat_of_nobody()], live.now).state
    assert state.done == (live.key(1),)
    assert state == live.state


def seat_of_nobody() -> Reader:
    return Reader(0, "en", is_screen=True)


def test_a_gap_in_what_it_was_told_sends_it_to_the_rows(live: Live) -> None:
    live.start(0, 1)
    log = live_queries.RoomLog(live.session.pk)
    log.read_on(live.now)
    live.seen(1, "done")
    live.seen(0, "done")
    rows = rooms.rows_after(log.look([], live.now).session, log.count)
    log.hear(rows[1:])
    assert log.needs_rows(live.now)
    log.read_on(live.now)
    assert log.look([], live.now).state == live.state


def test_a_room_that_was_open_before_its_agenda_changed_goes_by_the_new_one(
    live: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shared screen may be put up hours before: nobody has come by that."""
    monkeypatch.setattr(live_queries, "KNOWN_FOR_SECONDS", 0)
    log = live_queries.RoomLog(live.session.pk)
    log.read_on(live.now)
    Session.objects.update(agenda=load("explore-60").as_json())
    live.start(0, 1)
    log.read_on(live.now)
    assert log.look([], live.now).state == live.state


def test_drawing_asks_three_things_however_many_look_and_whatever_is_kept(live: Live) -> None:
    live.start(0, 1, 2)
    seats = [seat_of(live, 0), seat_of(live, 1), seat_of(live, 2, language="de"), seat_of(live, 1, screen=True)]
    for most in (3, 2):  # who is in the group, whether there is a card, and while it opens the module
        asked = []
        for some in (seats[:1], seats, seats):
            seen = told(live, *some)
            with CaptureQueriesContext(connection) as queries:
                pictures.draw(seen, some, live.now)
            asked.append(len(queries))
        assert asked == [most] * 3
        live.next()
