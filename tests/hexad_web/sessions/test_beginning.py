"""A start in a room that this process watches: as it is known there, and by its events where that is not all."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hexad.sessions.state import Phase
from hexad_web.formation.models import Group, GroupMember
from hexad_web.sessions.models import RoomEvent, Session
from hexad_web.sessions.queries import frozen_agendas, rooms
from hexad_web.sessions.queries import live as live_queries
from hexad_web.sessions.queries.known import Known
from hexad_web.sessions.seats import Seat
from tests.hexad_web.challenges.own import OURS
from tests.hexad_web.practice import cast
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.seated import login_of, seat_of, tap


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


@pytest.fixture
def logins(live: Live) -> list[str]:
    live.come(0, 1)
    return [login_of(cast.client(cast.person(live.session.group, place))) for place in range(2)]


def known_of(room: Live) -> Known:
    log = live_queries.RoomLog(room.session.pk)
    log.read_on(room.now)
    log.look([], room.now)
    assert log.known is not None
    return log.known


def seat(room: Live, logins: list[str], place: int) -> Seat:
    return seat_of(room, place, login=logins[place])


def row(room: Live) -> Session:
    return Session.objects.get(pk=room.session.pk)


def start(room: Live, logins: list[str], known: Known | None, place: int = 0) -> int:
    return tap(room, logins[place], seat(room, logins, place), known=known, kind="start", key="s").status_code


@pytest.mark.parametrize("is_watched", [False, True])
def test_the_row_says_that_it_began_and_keeps_the_module(live: Live, logins: list[str], *, is_watched: bool) -> None:
    known = known_of(live) if is_watched else None
    live.wait(seconds=1)
    assert start(live, logins, known) == 204
    begun = row(live)
    assert (begun.state, begun.started_at) == (Session.State.RUNNING, live.now)
    assert (begun.module, begun.module_version) == ("delegation", OURS)
    assert (live.state.phase, live.state.started_at) == (Phase.RUNNING, begun.started_at)


def test_what_is_known_spares_reading_all_events(live: Live, logins: list[str]) -> None:
    def reads_events(known: Known | None, place: int) -> bool:
        with CaptureQueriesContext(connection) as asked:
            start(live, logins, known, place)
        return any(f'FROM "{RoomEvent._meta.db_table}"' in one["sql"] and '"number" >' in one["sql"] for one in asked)

    known = known_of(live)
    live.wait(seconds=1)
    assert reads_events(None, 1)
    assert not reads_events(known, 0)
    assert row(live).started_at == live.now


def test_a_member_who_may_not_start_yet_is_refused(live: Live, logins: list[str]) -> None:
    known = known_of(live)
    live.wait(seconds=1)
    assert start(live, logins, known, place=1) == 409
    assert row(live).started_at is None
    assert row(live).events_count == known.count


def test_time_that_has_passed_since_counts(live: Live, logins: list[str]) -> None:
    """Three minutes late anybody may start, also where the room was looked at before."""
    known = known_of(live)
    live.wait(minutes=3, seconds=1)
    assert start(live, logins, known, place=1) == 204
    assert row(live).started_at == live.now
    assert live.state.facilitator == live.key(1)


def test_what_was_recorded_since_counts(live: Live, logins: list[str]) -> None:
    known = known_of(live)
    live.wait(seconds=1)
    live.tap(0, "swap", other=live.key(1))
    live.wait(seconds=1)
    assert start(live, logins, known, place=0) == 409
    assert start(live, logins, known, place=1) == 204
    assert row(live).started_at == live.now


def test_a_session_that_was_moved_meanwhile_goes_by_its_new_times(live: Live, logins: list[str]) -> None:
    known = known_of(live)
    later = timedelta(hours=1)
    Session.objects.update(starts_at=live.session.starts_at + later, ends_at=live.session.ends_at + later)
    assert start(live, logins, replace(known, at=live.now)) == 409
    assert row(live).started_at is None


@pytest.fixture
def newcomer(live: Live, logins: list[str]) -> GroupMember:
    """Somebody of the group who is not on the rota: it was settled before they came."""
    logins += [login_of(cast.client(cast.person(live.session.group, place))) for place in range(2, 6)]
    Session.objects.update(rota=[live.key(place) for place in range(5)])
    return GroupMember.objects.get(person=int(live.key(5)))


def test_who_left_the_group_a_moment_ago_begins_nothing(live: Live, logins: list[str], newcomer: GroupMember) -> None:
    """A room asks who is in its group once a minute, and so does a line."""
    live.wait(minutes=3)
    known = known_of(live)
    GroupMember.objects.filter(pk=newcomer.pk).update(is_active=False)
    live.wait(seconds=1)
    assert start(live, logins, known, place=5) == 409
    assert (row(live).started_at, live.state.phase) == (None, Phase.LOBBY)


def test_who_came_into_the_group_a_moment_ago_facilitates(live: Live, logins: list[str], newcomer: GroupMember) -> None:
    GroupMember.objects.filter(pk=newcomer.pk).update(is_active=False)
    log = live_queries.RoomLog(live.session.pk)
    log.read_on(live.now)
    GroupMember.objects.filter(pk=newcomer.pk).update(is_active=True)
    live.tap(5, "swap", other=live.key(0))
    log.read_on(live.now)
    log.look([], live.now)
    live.wait(seconds=1)
    assert start(live, logins, log.known, place=0) == 409
    assert (row(live).started_at, live.state.phase) == (None, Phase.LOBBY)
    assert start(live, logins, log.known, place=5) == 204
    assert (row(live).started_at, live.state.facilitator) == (live.now, live.key(5))


def test_of_two_who_start_at_once_by_the_same_knowledge_one_begins(live: Live, logins: list[str]) -> None:
    live.wait(minutes=3)
    known = known_of(live)
    live.wait(seconds=1)
    began = live.now
    assert start(live, logins, known, place=1) == 204
    live.wait(seconds=1)
    assert start(live, logins, known, place=0) == 204
    assert row(live).started_at == began
    assert live.state.facilitator == live.key(1)
    starts = RoomEvent.objects.filter(kind="start").order_by("number")
    assert [(event.number, event.person_id) for event in starts] == [
        (known.count + 1, int(live.key(1))),
        (known.count + 2, int(live.key(0))),
    ]


@pytest.mark.django_db(transaction=True)
def test_two_who_start_in_the_same_moment_wait_for_each_other(live: Live, logins: list[str]) -> None:
    live.wait(minutes=3)
    known, seats = known_of(live), [seat(live, logins, place) for place in range(2)]
    live.wait(seconds=1)
    together = Barrier(2)

    def press(place: int) -> int:
        together.wait(timeout=30)
        try:
            return tap(live, logins[place], seats[place], known=known, kind="start", key="s").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(press, range(2)))
    if connection.vendor != "sqlite":  # in memory it does not wait for the other; a file does
        assert codes == [204, 204]
    begun, state = row(live), live.state
    assert (begun.started_at, state.started_at) == (live.now, live.now)
    starts = RoomEvent.objects.filter(kind="start").order_by("number").values_list("number", "person_id")
    assert [number for number, _person in starts] == [known.count + 1 + place for place in range(codes.count(204))]
    assert state.facilitator == str(starts[0][1])
    assert begun.events_count == known.count + codes.count(204)


def test_a_start_that_is_sent_twice_is_one(live: Live, logins: list[str]) -> None:
    known = known_of(live)
    live.wait(seconds=1)
    assert [start(live, logins, known) for _twice in range(2)] == [204, 204]
    assert row(live).events_count == known.count + 1


def test_rooms_that_go_by_the_same_agenda_share_it(live: Live, group: Group) -> None:
    other = cast.add_session(group, "reflect", state="planned")
    Session.objects.filter(pk=other.pk).update(agenda=live.session.agenda)
    one, same = (Session.objects.get(pk=pk) for pk in (live.session.pk, other.pk))
    assert rooms.agenda_of(one) is rooms.agenda_of(same)

    changed = {**live.session.agenda, "title": "Another one under the same number"}
    Session.objects.filter(pk=other.pk).update(agenda=changed)
    assert frozen_agendas.share(Session.objects.get(pk=other.pk)).title == changed["title"]
    assert frozen_agendas.share(Session.objects.get(pk=one.pk)).title == live.session.agenda["title"]
