"""Phones of a room without a server: their seats, what they are told, and their requests as a server passes them on."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from hexad_web.sessions import short_way
from hexad_web.sessions.queries import live
from hexad_web.sessions.queries.known import Known
from hexad_web.sessions.queries.live import Seen
from hexad_web.sessions.seats import KNOWN, SEAT, Reader, Seat
from tests.hexad_web.practice import cast
from tests.hexad_web.sessions.conftest import Live

TOKEN = "t" * 32


def seat_of(room: Live, place: int, *, screen: bool = False, language: str = "en", login: str = "") -> Seat:
    person = cast.person(room.session.group, place)
    return Seat(
        actor=room.actor(place),
        session_id=room.session.pk,
        person=person,
        reader=Reader(person.pk, language, screen),
        device=f"phone-{place}",
        tab="tab",
        login=login,
        resumes=False,
        takes_over=False,
    )


def told(room: Live, *seats: Seat) -> Seen:
    log = live.RoomLog(room.session.pk)
    log.read_on(room.now)
    return log.look([seat.reader for seat in seats], room.now)


def login_of(browser: Client) -> str:
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


def tap(
    room: Live,
    login: str,
    seat: Seat | None = None,
    token: str = TOKEN,
    known: Known | None = None,
    **fields: object,
) -> HttpResponseBase:
    """A tap as the page's script sends it, with a token in cookie and header."""
    body = urlencode({"kind": "done", "key": "one", **fields}).encode()
    headers = {
        "host": "localhost",
        "content-type": "application/x-www-form-urlencoded",
        "content-length": str(len(body)),
        "x-requested-with": "fetch",
        "cookie": f"{settings.SESSION_COOKIE_NAME}={login}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "x-csrftoken": token,
    }
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": f"/sessions/{room.session.pk}/act/",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        SEAT: seat,
        KNOWN: known,
    }
    assert short_way.is_for(scope)
    assert short_way.tap_of(scope) == (login, room.session.pk)
    return short_way.answer(scope, body)
