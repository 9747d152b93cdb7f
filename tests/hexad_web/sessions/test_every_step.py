"""Every step of every agenda as it is seen on a phone, by whoever facilitates and on the shared screen.

``HEXAD_SCREENSHOTS=steps`` keeps a picture of each.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from hexad.sessions.agenda import Part, PartKind, load
from hexad_web.accounts.models import User
from hexad_web.formation.models import Group
from hexad_web.scheduling.models import Meeting, Room
from hexad_web.sessions.actions import writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.models import Session
from tests.browser import AxeClean, PageAt, SaveScreenshot, SignIn, sideways_overflow
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import EXPLORE
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.watched import LINE, Watched

if TYPE_CHECKING:
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BEAMER = {"width": 1280, "height": 720}
BEFORE = timedelta(days=28)
MEASURE = """() => {
    const box = (name) => document.querySelector(name)?.getBoundingClientRect();
    const [foot, place, button] = [".room-foot", ".room-action", ".room-action .btn"].map(box);
    const timer = box("[data-room-timer]");
    const cut = [...document.querySelectorAll(".room .btn, .room h1, .room h2, .room summary, .screen :is(p, li)")]
        .filter((one) => one.innerText.trim() && getComputedStyle(one).display !== "inline")
        .filter((one) => !one.closest(".sr-only, .sr-only *") && one.scrollWidth > one.clientWidth + 1);
    return {
        foot: foot?.height ?? 0,
        narrow: button ? place.width - button.width : 0,
        timer: timer ? [timer.top, timer.bottom] : [0, 0],
        height: innerHeight,
        words: document.querySelector("[data-room-stage]").innerText.trim().split(/\\s+/).length,
        cut: cut.map((one) => one.innerText),
        below: document.documentElement.scrollHeight - innerHeight,
    };
}"""
MOST_FOOT = 0.34  # of a phone: what whoever facilitates reads and writes needs the rest
FEWEST_WORDS = 10  # on the shared screen: a step, what to do, how long


@dataclass(frozen=True)
class Walk:
    """``reloads``: each moment as a page of its own, and axe on the phone; otherwise as a room that stays open."""

    agenda: str
    kind: Meeting.Kind
    mode: Meeting.Mode = Meeting.Mode.VIRTUAL
    language: str = "en"
    width: int = 390
    phone: str = "light"
    strip: str = "dark"
    reloads: bool = False


IN_PERSON, HYBRID = Meeting.Mode.IN_PERSON, Meeting.Mode.HYBRID
WALKS = (
    Walk("explore", Meeting.Kind.EXPLORE, width=360, phone="dark", strip="light", reloads=True),
    Walk("explore-60", Meeting.Kind.EXPLORE, HYBRID, "de", 360),
    Walk("reflect", Meeting.Kind.REFLECT, IN_PERSON),
    Walk("reflect-60", Meeting.Kind.REFLECT, HYBRID, "de", phone="dark", strip="light"),
    Walk("engage", Meeting.Kind.ENGAGE, IN_PERSON, width=360, phone="dark", strip="light"),
    Walk("engage-several", Meeting.Kind.ENGAGE, HYBRID),
    Walk("follow-up", Meeting.Kind.FOLLOW_3, language="de", width=360),
)


@pytest.fixture(params=WALKS, ids=[one.agenda for one in WALKS])
def walk(request: pytest.FixtureRequest) -> Walk:
    found: Walk = request.param
    return found


@pytest.fixture
def session(group: Group, walk: Walk) -> Session:
    agenda = load(walk.agenda)
    if walk.kind != Meeting.Kind.ENGAGE and walk.kind != Meeting.Kind.EXPLORE:
        explored = cast.add_session(group, "explore", starts_at=EXPLORE - BEFORE)
        for place in (0, 2):
            cast.plan(explored, place, explored.starts_at + timedelta(minutes=70))
    room = Room.objects.create(organisation=group.organisation, site="Berlin", name="Spree", capacity=8)
    made = cast.add_session(group, walk.kind, "planned", EXPLORE)
    made.agenda, made.ends_at = agenda.as_json(), EXPLORE + timedelta(minutes=agenda.minutes)
    made.rota = [str(cast.person(group, place).pk) for place in range(6)]
    made.save()
    Meeting.objects.filter(pk=made.meeting_id).update(
        mode=walk.mode,
        room=None if walk.mode == Meeting.Mode.VIRTUAL else room,
        link="" if walk.mode == IN_PERSON else "https://meet.example/spree",
    )
    return Session.objects.get(pk=made.pk)


@pytest.fixture(autouse=True)
def clock(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)


def moments(live: Live, agenda: str) -> Iterator[str]:
    """Each part of the agenda in turn, its cards before and after they lie open."""
    live.come(0, 1, 2, 3)
    yield "lobby"
    live.start(0, 1, 2, 3)
    for step in load(agenda).steps:
        for part in step.parts:
            yield f"{step.key}, {part.kind}"
            live.wait(minutes=1)
            if part.kind is PartKind.WRITE:
                write(live, step.key, part)
                live.seen(0, "reveal")
            else:
                live.next()
    live.now = live.session.ends_at
    yield "closed"


def write(live: Live, step: str, part: Part) -> None:
    cards = (("I explain the task and never what it is for.", "inside"), ("Rückdelegation", "outside"))
    for place, (text, side) in enumerate(cards, 1):
        key = f"{step}-{part.pad}-{place}"
        card = Written(key, step, part.pad, text, side if part.sides else "", is_sent=True)
        writing.write_card(actor=live.actor(place), session_id=live.session.pk, written=card, now=live.now)


def look(one: Watched, server: str, *, anew: bool) -> dict[str, Any]:
    if anew:
        one.load(server)
    else:
        one.hear()
    expect(one.page.locator("[data-room-keep] > p > a")).to_have_count(0)  # each panel has come
    found: dict[str, Any] = one.page.evaluate(MEASURE)
    return found


@pytest.fixture
def watched(
    live: Live, live_server: "LiveServer", page_at: PageAt, sign_in: SignIn, walk: Walk
) -> Iterator[dict[str, Watched]]:
    users = [live.actor(place).user for place in (0, 2)]
    User.objects.filter(pk__in=[user.pk for user in users if user]).update(language=walk.language)
    phone = {"width": walk.width, "height": 740}
    seats = {"strip": (0, walk.strip, phone), "phone": (2, walk.phone, phone), "screen": (2, walk.strip, BEAMER)}
    found = {}
    for name, (place, theme, size) in seats.items():
        page = page_at(size["width"], theme)
        page.set_viewport_size(size)  # type: ignore[arg-type]  # two numbers
        sign_in(page, live.actor(place))
        found[name] = Watched(page, live, place, is_screen=name == "screen")
        page.add_init_script(LINE)
    with translation.override(walk.language):
        yield found
    for one in found.values():
        one.page.goto("about:blank")


def test_every_step_fits_a_phone_and_says_something_on_the_shared_screen(
    live: Live,
    live_server: "LiveServer",
    walk: Walk,
    watched: dict[str, Watched],
    axe_clean: AxeClean,
    save_screenshot: SaveScreenshot,
) -> None:
    for number, moment in enumerate(moments(live, walk.agenda)):
        for name, one in watched.items():
            found, where = look(one, live_server.url, anew=walk.reloads or not number), f"{moment}, {name}"
            if os.environ.get("HEXAD_SCREENSHOTS") == "steps":
                save_screenshot(one.page, f"step-{walk.agenda}-{number:02}-{moment}-{name}")
            assert sideways_overflow(one.page) <= 0, where
            assert found["cut"] == [], where
            assert found["foot"] <= MOST_FOOT * found["height"], where
            assert found["narrow"] < 1, where
            assert found["timer"][0] >= 0, where
            assert found["timer"][1] <= found["height"], where
            assert found["words"] >= FEWEST_WORDS, where
            assert not one.is_screen or found["below"] <= 0, where  # nobody scrolls a shared screen
            if walk.reloads and name == "phone":
                axe_clean(one.page)
