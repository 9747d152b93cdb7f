"""A session of the six of Northwind Works, and what they do in it."""

import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from hexad.sessions.agenda import load
from hexad.sessions.state import RoomState
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group
from hexad_web.sessions.actions import acting, presence
from hexad_web.sessions.actions.acting import Tap
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import rooms
from tests.browser import PageAt, SignIn
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE, formation_run, group, make_group

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

__all__ = ["formation_run", "group", "make_group"]
Open = Callable[..., Page]


class Live:
    """One running session; every act happens at ``now``, which only goes forward."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = EXPLORE
        self.taps = 0

    def actor(self, place: int) -> Actor:
        return cast.actor(cast.person(self.session.group, place))

    def key(self, place: int) -> str:
        return str(cast.person(self.session.group, place).pk)

    @property
    def state(self) -> RoomState:
        return rooms.state_of(Session.objects.get(pk=self.session.pk), self.now)

    def come(self, *places: int, device: str = "phone", server: str = "") -> None:
        for place in places:
            self._presence(partial(presence.arrive, server=server), place, device)

    def go(self, place: int, device: str = "phone") -> None:
        self._presence(presence.depart, place, device)

    def _presence(self, act: Callable[..., None], place: int, device: str) -> None:
        act(
            session_id=self.session.pk,
            organisation_id=self.session.organisation_id,
            person_id=int(self.key(place)),
            device=device,
            now=self.now,
        )

    def tap(self, place: int, kind: str, key: str = "", **values: str | int) -> None:
        self.taps += 1
        tap = Tap(kind, key or f"tap-{self.taps}", dict(values))
        acting.act(actor=self.actor(place), session_id=self.session.pk, tap=tap, now=self.now)

    def seen(self, place: int, kind: str, **values: str | int) -> None:
        state = self.state
        self.tap(place, kind, step=state.step, part=state.part, **values)

    def wait(self, **length: float) -> None:
        self.now += timedelta(**length)

    def start(self, *places: int) -> None:
        self.come(*places)
        self.tap(places[0], "start")

    def next(self) -> None:
        facilitator = next(place for place in range(6) if self.key(place) == self.state.facilitator)
        self.wait(seconds=1)
        self.seen(facilitator, "next")


@pytest.fixture
def session(group: Group) -> Session:
    made = cast.add_session(group, state="planned")
    made.agenda = load("explore").as_json()
    made.rota = [str(cast.person(group, place).pk) for place in range(6)]
    made.save()
    return made


@pytest.fixture
def live(session: Session) -> Live:
    return Live(session)


@pytest.fixture
def at() -> Callable[[float], datetime]:
    return lambda minutes: EXPLORE + timedelta(minutes=minutes)


@pytest.fixture
def open_page(live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn) -> Iterator[Open]:
    pages: list[Page] = []

    def open_as(name: str = "sessions:room", place: int = 0, width: int = 390) -> Page:
        page = page_at(width)
        pages.append(page)
        sign_in(page, live.actor(place))
        page.goto(live_server.url + reverse(name, args=[live.session.pk]))
        return page

    yield open_as
    for page in pages:
        page.context.close()
    # A room asks again and again: what is being answered has to be over before the tables are emptied.
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=20)
