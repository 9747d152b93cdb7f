"""Whatever people and agendas are called, a picture is what would be drawn for this room alone."""

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any
from typing import cast as typed

import pytest
from django.utils import timezone, translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexad.sessions.state import Phase
from hexad_web.frontend.moments import clock_of_reader
from hexad_web.sessions import pictures, stencils
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries.page_parts import Seat
from hexad_web.sessions.queries.pages import Reading
from hexad_web.sessions.queries.stage_page import RoomPage
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.seated import seat_of, told

Drawn = tuple[RoomPage, str]
PIECES = (
    *("\ue000", "\ue001", "\ue002", "\\ue002", "\\u", "\\", '"', "'", "<", ">", "&", "&amp;", "</script>", "<!--"),
    *(
        "{{",
        "}}",
        "{% csrf_token %}",
        "%",
        "%(name)s",
        "2147000000",
        "0",
        "1",
        "7.",
        "\n",
        "\u2028",
        "\u202e",
        "Ü",
        "😀",
    ),
)
hostile = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join)
TEXTS = ("title", "prompt", "script", "purpose", "module_language")
ROLES = ("is_facilitator", "my_turn", "can_take_back", "can_return", "may_start", "is_done")
READERS = (("en", "Europe/Berlin", "24"), ("en", "Asia/Tokyo", "24"), ("en", "Europe/Berlin", "12"), ("de", "UTC", ""))


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    stencils.kept.cache_clear()


def pages_now(live: Live) -> Iterator[Drawn]:
    """What whoever facilitates, another member, and the shared screen see; as one reads it, and as all do."""
    seats = [seat_of(live, 0), seat_of(live, 1), seat_of(live, 1, screen=True)]
    seen = told(live, *seats)
    for people in ([seats[1].person.pk], sorted({seat.person.pk for seat in seats})):
        reading = Reading(seen.session, seen.state, live.now, people)
        for seat in seats if len(people) > 1 else seats[1:2]:
            template = pictures.template_of(is_screen=seat.is_screen)
            yield reading.page_for(seat.actor, seat.person, screen=seat.is_screen), template


def go_on(live: Live) -> None:
    """A part further; where that is one in turns, its first turn is passed."""
    live.next()
    if live.state.speaker:
        live.wait(seconds=1)
        live.seen(0, "pass", turn=live.state.turn)


@pytest.fixture
def walked(live: Live) -> list[Drawn]:
    """Every part of an explore session in which nobody writes."""
    live.start(0, 1, 2)
    found: list[Drawn] = []
    parts = sum(len(step["parts"]) or 1 for step in live.session.agenda["steps"])
    for _part in range(parts - 1):
        found += pages_now(live)
        go_on(live)
    found += pages_now(live)
    assert live.state.phase is Phase.RUNNING
    assert len({page.stage.step_key for page, _template in found}) == len(live.session.agenda["steps"])
    return found


def called(page: RoomPage, names: Mapping[str, str], words: str, session_key: int) -> RoomPage:
    """The same room where people, the agenda and the session are called otherwise."""

    def seats(rows: object) -> list[Seat]:
        return [replace(one, name=names[one.name], short=names[one.name][:2]) for one in typed("list[Seat]", rows)]

    stage = page.stage
    talk = stage.talk and replace(
        stage.talk,
        voices=[replace(one, name=names[one.name], short=names[one.name][:2]) for one in stage.talk.voices],
        speaks=names.get(stage.talk.speaks, ""),
    )
    people = ("speaker", "next_speaker", "facilitator")
    said: dict[str, Any] = {key: names.get(getattr(stage, key), "") for key in people}
    said |= {key: words for key in TEXTS if getattr(stage, key)}
    session = typed("Session", stencils.Room(session_key))
    changed = replace(
        stage,
        session=session,
        seats=seats(stage.seats),
        order=seats(stage.order),
        agenda=[replace(row, title=words) for row in stage.agenda],
        lost=[words for _one in stage.lost],
        pad=stage.pad and replace(stage.pad, key=words),
        talk=talk,
        **said,
    )
    return replace(page, session=session, stage=changed)


def test_whatever_people_and_agendas_are_called_and_whoever_looks(walked: list[Drawn]) -> None:
    known = sorted({seat.name for page, _template in walked for seat in page.stage.seats})
    assert any(stencils.fits(page.stage) for page, _template in walked)

    @given(
        st.sampled_from(walked),
        st.lists(hostile, min_size=len(known), max_size=len(known)),
        hostile,
        st.integers(1, 2**31 - 1),
        st.fixed_dictionaries({role: st.booleans() for role in ROLES}),
    )
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def same(drawn: Drawn, names: list[str], words: str, session_key: int, roles: dict[str, bool]) -> None:
        page, template = drawn
        room = called(page, dict(zip(known, names, strict=True)), words, session_key)
        room = replace(room, stage=replace(room.stage, **typed("dict[str, Any]", roles)))
        text = stencils.drawn(room, template)
        assert json.loads(text) == stencils.html_of(room, template)
        assert "\n" not in text  # a line of a stream

    same()


def test_every_part_is_filled_in_as_it_would_be_drawn_for_every_reader(walked: list[Drawn]) -> None:
    """In several threads, each with another reader, by what is kept of all readers, parts and roles."""

    def differing(reader: tuple[str, str, str]) -> list[Drawn]:
        language, zone, clock = reader
        with translation.override(language), timezone.override(zone), clock_of_reader(clock):
            return [one for one in walked if json.loads(stencils.drawn(*one)) != stencils.html_of(*one)]

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(differing, READERS * 2)) == [[]] * len(READERS) * 2
    assert stencils.kept.cache_info().hits


def test_what_is_kept_names_nobody(walked: list[Drawn], live: Live) -> None:
    for page, _template in walked:
        stage = page.stage
        kept = repr(stencils.blanked(page, stencils.Gaps(page.session.pk)))
        own = {*(one.name for one in stage.seats), stage.park_key, stage.stage, stage.next_date or stage.note_key}
        assert not [text for text in own if text in kept]
        assert live.session.group.topic not in kept
