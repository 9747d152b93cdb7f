"""The short way of a tap: as strict as the long one about who asks and about forged requests."""

import pytest
from django.contrib.sessions.models import Session as Login
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hexad_web.formation.models import GroupMember
from hexad_web.sessions import short_way
from hexad_web.sessions.models import RoomEvent
from hexad_web.sessions.seats import Seat, who_may_stay
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.seated import login_of, seat_of, tap


@pytest.fixture(autouse=True)
def during(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: EXPLORE)


@pytest.fixture
def login(live: Live) -> str:
    live.start(0, 1)
    return login_of(cast.client(cast.person(live.session.group, 1)))


@pytest.fixture
def seat(live: Live, login: str) -> Seat:
    return seat_of(live, 1, login=login)


def dones() -> int:
    return RoomEvent.objects.filter(kind="done").count()


def test_a_tap_counts_with_and_without_an_open_line(live: Live, login: str, seat: Seat) -> None:
    assert tap(live, login, key="a", step=0, part=0).status_code == 204
    assert tap(live, login, seat, key="b", step=0, part=0).status_code == 204
    assert tap(live, login, seat, key="b", step=0, part=0).status_code == 204
    assert dones() == 2


def test_a_forged_tap_is_refused_on_either_way(live: Live, login: str, seat: Seat) -> None:
    for known in (None, seat):
        assert tap(live, login, known, token="f" * 32).status_code == 403
    assert not dones()


def test_whoever_signed_out_is_asked_to_sign_in_though_the_line_is_still_open(
    live: Live, login: str, seat: Seat
) -> None:
    Login.objects.all().delete()
    assert tap(live, login, seat).status_code == 302
    assert not dones()


def test_a_stranger_and_whoever_left_the_group_are_refused(live: Live, login: str) -> None:
    GroupMember.objects.filter(person=int(live.key(1))).update(is_active=False)
    assert tap(live, login).status_code == 404
    assert not dones()


def test_an_open_line_spares_a_tap_the_questions_that_it_was_asked(live: Live, login: str, seat: Seat) -> None:
    with CaptureQueriesContext(connection) as all_asked:
        tap(live, login, key="a")
    with CaptureQueriesContext(connection) as few:
        tap(live, login, seat, key="b")
    assert len(few) + 3 <= len(all_asked)


def test_other_addresses_and_large_or_endless_bodies_go_the_long_way() -> None:
    def scope(path: str, method: str = "POST", **headers: str) -> dict[str, object]:
        pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        return {"type": "http", "method": method, "path": path, "headers": pairs}

    assert short_way.is_for(scope("/sessions/7/stream/", "GET"))
    assert short_way.is_for(scope("/sessions/7/cards/", content_length="900"))
    assert not short_way.is_for(scope("/sessions/7/"))
    assert not short_way.is_for(scope("/sessions/7/act/", "PUT"))
    assert not short_way.is_for(scope("/sessions/7/cards/", content_length="100000"))
    assert not short_way.is_for(scope("/sessions/7/cards/", transfer_encoding="chunked"))


def test_a_line_is_asked_again_whether_it_may_stay(live: Live, seat: Seat) -> None:
    """Three readings for any number of lines."""
    other = seat_of(live, 0, login=login_of(cast.client(cast.person(live.session.group, 0))))
    with CaptureQueriesContext(connection) as asked:
        assert who_may_stay([seat, other]) == {seat, other}
    assert len(asked) == 3
    GroupMember.objects.filter(person=int(live.key(0))).update(is_active=False)
    assert who_may_stay([seat, other]) == {seat}
    Login.objects.all().delete()
    assert who_may_stay([seat, other]) == set()
