"""What is kept of one room's picture for others: nothing that is the room's own."""

import re
from collections.abc import Callable

import pytest

from hexad_web.accounts.models import User
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.sessions import pictures, stencils
from hexad_web.sessions.actions import writing
from hexad_web.sessions.actions.writing import Written
from hexad_web.sessions.queries.pages import Reading
from hexad_web.sessions.queries.stage_page import RoomPage
from tests.hexad_web.practice import cast
from tests.hexad_web.sessions.conftest import Live
from tests.hexad_web.sessions.seated import seat_of, told

KEYS = re.compile(r"\b[0-9a-f]{32}[pn]?\b")  # of empty cards: other ones at each reading


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    stencils.kept.cache_clear()


def page_of(live: Live, place: int = 0) -> RoomPage:
    seat = seat_of(live, place)
    seen = told(live, seat)
    reading = Reading(seen.session, seen.state, live.now, [seat.person.pk])
    return reading.page_for(seat.actor, seat.person, screen=False)


def draw(live: Live) -> str:
    """Whoever facilitates, another one, the shared screen, and two who read German in two zones."""
    seats = [seat_of(live, 0), seat_of(live, 1), seat_of(live, 1, screen=True)]
    seats += [seat_of(live, place, language="de") for place in (1, 2)]
    return b"".join(pictures.draw(told(live, *seats), seats, live.now).values()).decode()


@pytest.fixture
def second(make_group: Callable[..., Group], live: Live) -> Live:
    """Another group, in a session of its own."""
    group = make_group(2)
    for place, one in enumerate(group.members.order_by("pk")):
        Person.objects.filter(pk=one.person_id).update(name=f"{'ABCDEF'[place]}. Somebody Else")
    session = cast.add_session(group, state="planned")
    session.agenda, session.rota = live.session.agenda, [str(cast.person(group, place).pk) for place in range(6)]
    session.save()
    return Live(session)


def test_a_second_room_in_the_same_step_is_filled_in_and_not_drawn(live: Live, second: Live) -> None:
    live.start(0, 1, 2)
    second.start(0, 1, 2)
    first_html = draw(live)
    drawn = stencils.kept.cache_info().misses
    second_html = draw(second)
    assert drawn == stencils.kept.cache_info().misses == 5
    name = cast.person(live.session.group, 0).name
    assert name in first_html
    assert name not in second_html
    assert "Somebody Else" in second_html
    assert f"/sessions/{second.session.pk}/act/" in second_html
    assert f"/sessions/{live.session.pk}/" not in second_html


def test_what_a_room_is_shown_does_not_depend_on_who_else_was_drawn(live: Live, second: Live) -> None:
    """Readers of two languages and two zones, in every part."""
    Person.objects.filter(pk=int(second.key(1))).update(name="\\ue002 & <b>")
    User.objects.filter(people=int(second.key(2))).update(time_zone="Asia/Tokyo")
    live.start(0, 1, 2)
    second.start(0, 1, 2)
    for _part in range(sum(len(step["parts"]) or 1 for step in live.session.agenda["steps"])):
        draw(live)
        after_the_other = draw(second)
        stencils.kept.cache_clear()
        assert KEYS.sub("", draw(second)) == KEYS.sub("", after_the_other)
        live.next()
        second.next()


def test_where_somebody_wrote_something_there_is_no_stencil(live: Live) -> None:
    live.start(0, 1, 2)
    live.next()
    assert stencils.fits(page_of(live).stage)
    written = Written("card", "stories", "story", "What Ben did", is_sent=True)
    writing.write_card(actor=live.actor(0), session_id=live.session.pk, written=written, now=live.now)
    assert not stencils.fits(page_of(live).stage)
    assert stencils.fits(page_of(live, 1).stage)  # who reads nothing of it yet
    live.wait(seconds=1)
    live.seen(0, "reveal")
    assert not stencils.fits(page_of(live, 1).stage)


def test_in_the_lobby_there_is_no_stencil(live: Live) -> None:
    live.come(0, 1)
    assert not stencils.fits(page_of(live).stage)


def test_a_name_is_text_wherever_it_stands(live: Live) -> None:
    Person.objects.update(name='O\'Neil & "Ü" <b>\ue0003\ue001</b> 2147000000')
    live.start(0, 1)
    html = draw(live)
    assert "<b>" not in html
    assert "O&#x27;Neil &amp; &quot;\\u00dc&quot; &lt;b&gt;\\ue0003\\ue001&lt;/b&gt; 2147000000" in html
