"""The server of the room: who reaches it, taps that count once, presence, and what each phone is told."""

from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad_web.formation.models import Group, GroupMember
from hexad_web.sessions import access
from hexad_web.sessions.actions import presence
from hexad_web.sessions.models import Agreement, Presence, RoomEvent, Session
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.refusals import Refused
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE
from tests.hexad_web.sessions.conftest import Live

Url = Callable[[str], str]


@pytest.fixture
def url(session: Session) -> Url:
    return lambda name: reverse(f"sessions:{name}", args=[session.pk])


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: EXPLORE)


def place_of(live: Live, place: int) -> presence.Place:
    return live.session.pk, int(live.key(place)), "phone"


def phone(live: Live, place: int) -> Client:
    return cast.client(cast.person(live.session.group, place))


def test_a_member_of_another_group_reaches_nothing_of_the_room(
    live: Live, make_group: Callable[..., Group], url: Url, during: None
) -> None:
    stranger = cast.client(cast.person(make_group(2, topic="meetings")))
    for name in ("room", "screen", "stage", "agreement", "stream", "catch_up"):
        assert stranger.get(url(name)).status_code == 404, name
    for name in ("act", "write"):
        assert stranger.post(url(name), {"kind": "start", "key": "1"}).status_code == 404, name
    assert not RoomEvent.objects.exists()


def test_whoever_left_the_group_is_let_in_no_more(live: Live) -> None:
    actor = live.actor(0)
    assert access.member_of(actor, live.session).pk == int(live.key(0))
    GroupMember.objects.filter(person=int(live.key(0))).update(is_active=False)
    with pytest.raises(Http404):
        access.session_of(actor, live.session.pk)


def test_the_same_tap_sent_again_counts_once(live: Live) -> None:
    live.start(0, 1)
    live.tap(0, "next", key="once", step=0, part=0)
    live.tap(0, "next", key="once", step=0, part=0)
    assert RoomEvent.objects.filter(kind="next").count() == 1
    assert live.state.step == 1


def test_nobodys_key_stands_in_for_somebody_elses(live: Live) -> None:
    live.start(0, 1)
    for place in (0, 1):
        live.tap(place, "done", key="same", step=0, part=0)
    assert len(live.state.done) == 2


def test_two_who_tap_next_at_once_take_one_step(live: Live) -> None:
    live.start(0, 1)
    live.tap(0, "next", step=0, part=0)
    live.tap(0, "next", step=0, part=0)
    live.tap(1, "next", step=0, part=0)
    assert (live.state.step, live.state.part) == (1, 0)


def test_events_are_numbered_without_a_gap_and_never_dated_backwards(live: Live) -> None:
    live.start(0, 1, 2)
    live.now -= timedelta(minutes=5)  # another server, whose clock is behind
    live.tap(1, "done", step=0, part=0)
    rows = list(RoomEvent.objects.order_by("number"))
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert all(one.at < other.at for one, other in pairwise(rows))


def test_too_early_a_start_is_refused_with_the_reason_and_leaves_nothing(live: Live) -> None:
    live.now = EXPLORE - timedelta(minutes=30)
    with pytest.raises(Refused, match="ten minutes before"):
        live.tap(0, "start")
    assert not RoomEvent.objects.exists()


def test_a_start_is_kept_with_the_session(live: Live) -> None:
    live.start(0, 1)
    session = Session.objects.get()
    assert session.state == "running"
    assert session.started_at is not None
    assert abs(session.started_at - EXPLORE) < timedelta(seconds=1)


def test_after_the_end_a_tap_is_refused_with_a_sentence(live: Live, url: Url, monkeypatch: pytest.MonkeyPatch) -> None:
    live.start(0, 1)
    monkeypatch.setattr(timezone, "now", lambda: live.session.ends_at)
    answer = phone(live, 1).post(url("act"), {"kind": "done", "key": "late", "step": 0, "part": 0})
    assert (answer.status_code, answer.content.decode()) == (409, "The session has ended.")


def test_a_tap_is_answered_with_nothing_and_a_plain_form_goes_back_to_its_page(
    live: Live, url: Url, during: None
) -> None:
    live.come(0)
    browser = phone(live, 0)
    fields = {"kind": "start", "key": "a"}
    assert browser.post(url("act"), fields, headers={"x-requested-with": "fetch"}).status_code == 204
    plain = browser.post(url("act"), {"kind": "done", "step": 0, "part": 0, "next": url("room")})
    assert (plain.status_code, plain["Location"]) == (303, url("room"))


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "a\0b"])
def test_a_plain_form_never_leads_away(live: Live, url: Url, during: None, elsewhere: str) -> None:
    answer = phone(live, 0).post(url("act"), {"kind": "agree", "next": elsewhere})
    assert answer["Location"] == url("room")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "left"},
        {"kind": "here"},
        {"kind": "cards"},
        {"kind": "x" * 500},
        {"kind": "next", "key": "k" * 500},
        {"kind": "next", "key": "k", "step": "1" * 50},
        {"kind": "next", "key": "k", "step": "one"},
        {"kind": "page", "key": "k", "page": "p" * 5000},
    ],
)
def test_what_no_page_of_ours_sends_is_refused_and_records_nothing(
    live: Live, url: Url, during: None, fields: dict[str, str]
) -> None:
    answer = phone(live, 0).post(url("act"), fields)
    assert answer.status_code in (409, 422)
    assert not RoomEvent.objects.exists()


def test_the_agreement_is_accepted_once_for_the_group_and_told_to_the_room(live: Live) -> None:
    live.tap(0, "agree")
    live.tap(0, "agree")
    assert Agreement.objects.count() == 1
    assert live.state.agreed == (live.key(0),)


def test_a_device_that_comes_back_before_anybody_noticed_is_no_news(live: Live) -> None:
    live.come(0)
    live.come(0)
    assert RoomEvent.objects.filter(kind="here").count() == 1
    live.go(0)
    live.go(0)
    assert RoomEvent.objects.filter(kind="gone").count() == 1


def test_connections_that_nobody_renews_are_swept_and_those_that_are_stay(live: Live) -> None:
    live.come(0, server="one")
    live.come(1, server="two")
    live.wait(seconds=8)
    presence.renew("one", [place_of(live, 0)], (), live.now, live.now)
    live.wait(seconds=8)
    assert presence.sweep_lost(live.now) == 1
    assert live.state.here == (live.key(0),)


def test_whoever_was_swept_although_the_line_is_open_is_here_again(live: Live) -> None:
    """A server that stood still for a while finds its places swept by another."""
    live.come(0, server="one")
    live.wait(minutes=5)
    presence.sweep_lost(live.now)
    assert live.state.here == ()
    assert presence.renew("one", [place_of(live, 0)], (), live.now, live.now) == {place_of(live, 0)}
    live.come(0, server="one")
    assert live.state.here == (live.key(0),)
    assert Presence.objects.count() == 1


def test_whoever_comes_while_a_server_renews_is_not_let_go(live: Live) -> None:
    """The server looks whom it keeps; before that is written down, one is being told to the room, and one comes."""
    live.come(0, server="one")
    live.wait(seconds=4)
    live.come(1, server="one")
    looked_at = live.now
    live.wait(seconds=1)
    live.come(2, server="one")
    live.wait(seconds=1)
    assert not presence.renew("one", [place_of(live, 0)], [place_of(live, 1)], looked_at, live.now)
    for _renewal in range(4):
        live.wait(seconds=4)
        assert not presence.renew("one", [place_of(live, place) for place in range(3)], (), live.now, live.now)
    assert presence.sweep_lost(live.now) == 0
    assert live.state.here == tuple(sorted(live.key(place) for place in range(3)))


def test_a_server_that_is_busy_does_not_sweep_those_whom_it_keeps(live: Live) -> None:
    """Between its look and the moment at which it is written down a storm of taps may lie."""
    live.come(0, server="one")
    looked_at = live.now
    live.wait(seconds=1)
    live.come(1, server="one")
    live.wait(seconds=30)
    assert not presence.renew("one", [place_of(live, 0)], (), looked_at, live.now)
    assert presence.sweep_lost(looked_at) == 0
    assert len(live.state.here) == 2


def test_the_worker_takes_a_busy_server_for_no_lost_one(live: Live) -> None:
    live.come(0, server="one")
    live.wait(seconds=60)
    assert presence.sweep_left_over(live.now) == 0
    live.wait(seconds=90)
    assert presence.sweep_left_over(live.now) == 1


def test_whoever_is_just_going_is_not_here_again(live: Live) -> None:
    live.come(0, 1, server="one")
    live.go(1)
    assert not presence.renew("one", [place_of(live, 0)], [place_of(live, 1)], live.now, live.now)
    assert live.state.here == (live.key(0),)


def test_a_place_that_another_server_keeps_now_is_left_to_it(live: Live) -> None:
    """The news of it was lost on the way: the first server still believes that the phone is here."""
    live.come(0, server="one")
    live.come(0, server="two")
    live.wait(seconds=8)
    presence.renew("one", [place_of(live, 0)], (), live.now, live.now)
    assert Presence.objects.get().server == "two"
    live.wait(seconds=8)
    assert presence.sweep_lost(live.now) == 1


def test_a_place_that_its_server_has_forgotten_is_swept(live: Live) -> None:
    live.come(0, 1, server="one")
    for _renewal in range(5):
        live.wait(seconds=4)
        presence.renew("one", [place_of(live, 0)], (), live.now, live.now)
    assert presence.sweep_lost(live.now) == 1
    assert live.state.here == (live.key(0),)


def test_renewing_asks_once_however_many_are_here(live: Live) -> None:
    live.come(0, 1, 2, server="one")
    places = [place_of(live, place) for place in range(3)]
    with CaptureQueriesContext(connection) as asked:
        presence.renew("one", places, (), live.now, live.now)
    assert len(asked) == 1


def test_a_member_who_leaves_in_mid_session_is_taken_out_of_the_round(live: Live) -> None:
    from hexad_web.sessions.actions import keeping

    live.start(0, 1, 2)
    GroupMember.objects.filter(person=int(live.key(1))).update(is_active=False)
    for _twice in range(2):
        keeping.follow_members(live.now)
    assert live.key(1) not in live.state.rota
    assert RoomEvent.objects.filter(kind="left").count() == 1


def test_a_phone_is_told_names_and_no_rank(live: Live) -> None:
    live.start(0, 1)
    person = cast.person(live.session.group, 0)
    session = Session.objects.get()
    told = rooms.state_json(session, live.state, person, live.now)
    assert told["is_facilitator"]
    assert told["facilitator"] == {"id": live.key(0), "name": person.name}
    assert not any(word in str(told) for word in filter(None, (person.department, person.level, person.site)))


def test_the_shared_screen_is_nobodys(live: Live) -> None:
    live.start(0, 1)
    told = rooms.state_json(Session.objects.get(), live.state, None, live.now)
    flags = ("is_facilitator", "your_turn", "can_start", "can_take_back", "can_return")
    assert not any(told[flag] for flag in flags)


def test_the_clock_of_a_phone_is_never_asked(live: Live, url: Url, during: None) -> None:
    """A phone that believes it is an hour later sends its taps; they happen when the server has them."""
    live.come(0)
    phone(live, 0).post(url("act"), {"kind": "start", "key": "a", "at": "2027-02-04T15:00:00Z"})
    assert RoomEvent.objects.get(kind="start").at == RoomEvent.objects.get(kind="here").at + timedelta(microseconds=1)


def test_a_room_asks_as_often_with_many_events_as_with_few(live: Live, url: Url, during: None) -> None:
    live.start(0, 1)
    browser = phone(live, 0)
    browser.get(url("stage"))
    with CaptureQueriesContext(connection) as few:
        browser.get(url("stage"))
    for number in range(30):
        live.tap(1, "done" if number % 2 else "undone", step=0, part=0)
    with CaptureQueriesContext(connection) as many:
        browser.get(url("stage"))
    assert len(many) == len(few)


def test_the_line_without_such_a_server_is_one_message(live: Live, url: Url, during: None) -> None:
    answer = phone(live, 0).get(url("stream"))
    assert answer["Content-Type"] == "text/event-stream"
    assert answer.content.decode().startswith("id: ")
    assert "event: state" in answer.content.decode()


def test_a_stream_of_somebody_signed_out_is_told_not_to_ask_again(live: Live, url: Url) -> None:
    answer = Client().get(url("stream"), headers={"accept": "text/event-stream"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert Client().get(url("room")).status_code == 302
