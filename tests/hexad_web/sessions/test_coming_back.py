"""A line cut for half a minute, a laptop that slept, a server that was restarted: nothing is lost, nothing doubled.

The clock is turned by hand; what needs sockets is in test_stream_served.py.
"""

import json
from typing import Any

import pytest
from django.utils import timezone

from hexad_web.sessions.actions import presence, writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Card, RoomEvent
from hexad_web.sessions.queries import live as live_queries
from hexad_web.sessions.queries import rooms
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.seated import seat_of, told


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


def fields(live: Live, place: int) -> dict[str, Any]:
    seat = seat_of(live, place)
    found: dict[str, Any] = json.loads(told(live, seat).told[seat.reader].message.decode().partition("data: ")[2])
    return found


def story(live: Live, place: int, key: str) -> None:
    written = Written(key, "stories", "story", f"story of {place}", is_sent=True)
    writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=written, now=live.now)


def test_after_a_cut_of_thirty_seconds_a_phone_shows_the_moment_and_sends_what_it_kept_once(live: Live) -> None:
    live.start(0, 1, 2)
    live.next()
    seen = live.state
    live.go(1)
    live.wait(seconds=30)
    for place in (0, 2):
        story(live, place, f"card-{place}")
        live.seen(place, "done")
    live.come(1)
    for _again in range(2):  # the first answer was lost as well
        story(live, 1, "card-1")
        live.tap(1, "done", key="kept", step=seen.step, part=seen.part)
    assert sorted(Card.objects.values_list("person", "key")) == [(int(live.key(p)), f"card-{p}") for p in range(3)]
    assert RoomEvent.objects.filter(kind="done").count() == 3
    mine, others = fields(live, 1), fields(live, 2)
    assert {name for name in mine if mine[name] != others[name]} <= {"picture", "your_turn", "your_place", "is_done"}
    assert mine["facilitator"]["id"] == live.key(0)


def test_a_laptop_that_slept_through_two_steps_moves_nothing_and_loses_no_card(live: Live) -> None:
    live.come(0, 1, server="one")
    live.come(2, server="two")
    live.tap(0, "start")
    live.next()
    seen = live.state
    live.wait(seconds=14)  # its server got no sign of it any more, and renews it no longer
    places = [(live.session.pk, int(live.key(place)), "phone") for place in (0, 1)]
    presence.renew("one", places, (), live.now, live.now)
    assert presence.sweep_lost(live.now) == 1
    for place in (0, 1):
        live.seen(place, "done")
    live.wait(minutes=20)
    live.next()
    before = live.state
    live.come(2, server="two")
    live.tap(2, "done", key="slept", step=seen.step, part=seen.part)
    live.tap(2, "done", key="slept", step=seen.step, part=seen.part)
    story(live, 2, "slept")
    after = live.state
    assert (after.step, after.part, after.done, after.turn) == (before.step, before.part, before.done, before.turn)
    assert set(after.here) == {live.key(place) for place in range(3)}
    assert Card.objects.get(key="slept").is_late
    assert RoomEvent.objects.filter(kind="done").count() == 3


def test_a_server_that_was_restarted_tells_what_the_one_before_told(live: Live) -> None:
    """The old one has followed the room event by event; the new one reads its rows."""
    seats = [seat_of(live, place) for place in range(3)]
    old = live_queries.RoomLog(live.session.pk)
    old.read_on(live.now)

    def happened() -> None:
        old.hear(rooms.rows_after(live.session, old.count))
        if old.needs_rows(live.now):
            old.read_on(live.now)
        before = old.look([seat.reader for seat in seats], live.now)
        now = told(live, *seats)
        assert {seat.reader: now.told[seat.reader].message for seat in seats} == {
            seat.reader: before.told[seat.reader].message for seat in seats
        }

    live.start(0, 1, 2)
    happened()
    for place in (0, 1):
        live.next()
        happened()
        story(live, place, f"card-{place}")
        live.wait(seconds=5)
        live.seen(place, "done")
        happened()
    live.go(0)
    live.wait(seconds=20)
    happened()
    live.now = live.session.ends_at
    happened()
