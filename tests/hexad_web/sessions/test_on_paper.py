"""A session without screens: printed before, told and typed in afterwards, in the same rows as any other."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from hexad.sessions.agenda import load
from hexad_web.challenges.queries import modules
from hexad_web.evidence.models import Response
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.practice.models import Plan
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.sessions import tasks
from hexad_web.sessions.actions import on_paper, writing
from hexad_web.sessions.actions.on_paper import TYPED_FOR, Held
from hexad_web.sessions.models import Card, Release, RoomEvent, Session
from hexad_web.sessions.queries import releases, rooms
from hexad_web.sessions.refusals import Refused
from tests.hexad_web.practice import cast
from tests.hexad_web.scheduling.conftest import REFLECT
from tests.hexad_web.sessions.conftest import Live

DAY = timedelta(days=1)


@pytest.fixture
def over(live: Live, monkeypatch: pytest.MonkeyPatch) -> Live:
    """The session's time has passed, and nobody opened the room."""
    monkeypatch.setattr(timezone, "now", lambda: live.now)
    live.now = live.session.ends_at + timedelta(hours=1)
    return live


def tell(live: Live, *places: int, facilitator: int = 0, by: int = 0) -> Session:
    held = Held([int(live.key(place)) for place in places], int(live.key(facilitator)))
    return on_paper.held_on_paper(actor=live.actor(by), session_id=live.session.pk, held=held, now=live.now)


def fresh(live: Live) -> Session:
    return Session.objects.select_related("meeting").get(pk=live.session.pk)


def browser(live: Live, place: int = 0) -> Client:
    return cast.client(cast.person(live.session.group, place))


def url(live: Live, name: str) -> str:
    return reverse(f"sessions:{name}", args=[live.session.pk])


# -- telling


@pytest.mark.parametrize("worker_came_first", [False, True])
def test_told_by_a_member_it_counts_as_held_in_session_and_calendar(over: Live, *, worker_came_first: bool) -> None:
    if worker_came_first:
        tasks.reconcile(over.now)
        assert fresh(over).meeting.state == Meeting.State.FELL_THROUGH
    tell(over, 0, 1, 2, facilitator=2, by=1)
    session = fresh(over)
    assert (session.state, session.meeting.state) == (Session.State.HELD, Meeting.State.HELD)
    assert (session.started_at, session.closed_at) == (session.starts_at, session.ends_at)
    state = rooms.state_of(session, over.now)
    assert set(state.joined) == {over.key(0), over.key(1), over.key(2)}
    assert state.facilitator == session.rota[0] == over.key(2)
    tasks.reconcile(over.now + DAY)
    assert fresh(over).state == Session.State.HELD


def test_somebody_who_only_looked_into_the_room_does_not_count(over: Live) -> None:
    over.come(3)
    over.go(3)
    tell(over, 0, 1)
    assert over.key(3) not in rooms.state_of(fresh(over), over.now).joined


@pytest.mark.parametrize(
    ("places", "facilitator", "says"), [((0,), 0, "two members"), ((0, 1), 2, "facilitated was there")]
)
def test_two_were_there_at_least_and_one_of_them_facilitated(
    over: Live, places: tuple[int, ...], facilitator: int, says: str
) -> None:
    with pytest.raises(Refused, match=says):
        tell(over, *places, facilitator=facilitator)
    assert fresh(over).state == Session.State.PLANNED
    assert not RoomEvent.objects.exists()


def test_nobody_of_another_group_is_counted_or_tells(over: Live, make_group: Callable[..., Group]) -> None:
    stranger = cast.person(make_group(2, topic="meetings"))
    held = Held([int(over.key(0)), stranger.pk], int(over.key(0)))
    with pytest.raises(Refused):
        on_paper.held_on_paper(actor=over.actor(0), session_id=over.session.pk, held=held, now=over.now)
    with pytest.raises(Http404):
        on_paper.held_on_paper(actor=cast.actor(stranger), session_id=over.session.pk, held=held, now=over.now)


def test_a_session_that_the_room_knows_is_not_told_anew(live: Live) -> None:
    live.start(0, 1)
    live.now = live.session.ends_at + DAY
    with pytest.raises(Refused, match="cannot be typed in"):
        tell(live, 0, 1)


def test_not_before_it_began_nor_three_weeks_later_nor_twice(live: Live) -> None:
    for now in (live.session.starts_at, live.session.ends_at + timedelta(days=21)):
        live.now = now
        with pytest.raises(Refused):
            tell(live, 0, 1)
    live.now = live.session.ends_at
    tell(live, 0, 1)
    with pytest.raises(Refused):
        tell(live, 0, 1)


def test_where_the_group_has_a_new_date_already_that_one_counts(over: Live) -> None:
    tasks.reconcile(over.now)
    new = cast.add_session(over.session.group, state="planned", starts_at=REFLECT - DAY)
    with pytest.raises(Refused, match="new date"):
        tell(over, 0, 1)
    assert new.meeting.state == Meeting.State.CONFIRMED
    assert fresh(over).state == Session.State.MISSED


# -- typing in


def send(live: Live, place: int, text: str, step: str = "stories", pad: str = "story", side: str = "") -> None:
    fields = {"key": f"{place}{pad}", "step": step, "pad": pad, "send": "1", "side": side, "text": text}
    answer = browser(live, place).post(url(live, "write"), {**fields, "next": url(live, "paper")})
    assert answer.status_code == 303


def test_cards_arrive_in_the_rows_of_the_room_in_time_and_read_by_the_group(over: Live) -> None:
    tell(over, 0, 1, 2)
    send(over, 0, "Adas story")
    send(over, 0, "No time", step="causes", pad="cause", side="outside")
    send(over, 0, "We say no once a week", step="group", pad="decision")
    assert set(Card.objects.values_list("pad", "is_draft", "is_late")) == {
        ("story", False, False),
        ("cause", False, False),
        ("decision", False, False),
    }
    page = browser(over, 1).get(url(over, "paper")).content.decode()
    for words in ("Adas story", "No time", "outside our control", "We say no once a week"):
        assert words in page


def test_plan_rating_and_questions_are_open_for_the_week_and_closed_after_it(over: Live) -> None:
    assert fresh(over).takes_answers(over.now) is False
    tell(over, 0, 1)
    client, session = browser(over), over.session
    page = client.get(url(over, "paper")).content.decode()
    panels = [
        reverse(name, args=[session.pk])
        for name in ("practice:plan_panel", "evidence:self_rating", "evidence:five_questions")
    ]
    assert all(panel in page for panel in panels)
    client.post(panels[1], {"value": "4"})
    client.post(panels[2], {"key": "comfort", "value": "5"})
    day = (session.starts_at + 5 * DAY).date()
    plan = {"situation": "a report comes late", "behaviour": "ask what is in the way", "occasion_date": day}
    client.post(panels[0], plan)
    assert Response.objects.count() == 2
    assert Plan.objects.get().is_complete

    over.now += TYPED_FOR
    assert client.post(panels[2], {"key": "comfort", "value": "1"}).status_code == 422
    assert "The week is over." in client.get(url(over, "paper")).content.decode()
    send(over, 0, "Too late", step="group", pad="decision")
    assert not Card.objects.exists()


def test_whoever_was_not_there_catches_up_once_everything_was_typed_in(over: Live) -> None:
    tell(over, 0, 1)
    send(over, 0, "Adas story")
    assert over.actor(2).user in [person.user for person in releases.absent_from(fresh(over))]
    tasks.reconcile(over.now + DAY)
    assert not Release.objects.exists()
    tasks.reconcile(over.now + TYPED_FOR)
    brief = Release.objects.get()
    assert [source.card.pad for source in brief.sources.all()] == ["story"]
    assert [consent.person_id for consent in brief.consents.all()] == [int(over.key(0))]


def test_the_page_asks_who_was_there_then_offers_every_pad(over: Live) -> None:
    client = browser(over)
    before = client.get(url(over, "paper")).content.decode()
    assert "Who was there?" in before
    assert "One more card" not in before
    refused = client.post(url(over, "paper"), {"there": [over.key(0)], "facilitator": over.key(0)})
    assert refused.status_code == 422
    assert "two members at least" in refused.content.decode()
    done = client.post(url(over, "paper"), {"there": [over.key(0), over.key(1)], "facilitator": over.key(0)})
    assert done.status_code == 302
    page = client.get(url(over, "paper")).content.decode()
    assert page.count("One more card") == 4  # stories, causes, takeaways, decisions
    assert "Who was there?" not in page


def test_there_is_no_page_for_a_session_ahead_or_held_in_the_room(live: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: live.now)
    live.now = live.session.starts_at - DAY
    assert browser(live).get(url(live, "paper")).status_code == 404
    live.now = live.session.starts_at
    live.start(0, 1)
    live.now = live.session.ends_at
    assert browser(live).get(url(live, "paper")).status_code == 404


def test_the_closed_room_leads_there_and_does_not_say_that_a_session_ended(over: Live) -> None:
    page = browser(over).get(url(over, "room")).content.decode()
    assert url(over, "paper") in page
    assert "Nobody began this session." in page
    assert ">The session has ended.<" not in page
    assert "Your unfinished notes" not in page


def test_who_was_there_stands_in_the_order_of_names(over: Live) -> None:
    """Not of their numbers in the system."""
    everybody = [over.key(place) for place in range(6)]
    for name, key in zip(("Zoe", "Yuki", "Xenia", "Wim", "Vera", "Udo"), everybody, strict=True):
        Person.objects.filter(pk=key).update(name=name)
    client = browser(over)
    client.post(url(over, "paper"), {"there": everybody, "facilitator": over.key(0)})
    assert "Udo, Vera, Wim, Xenia, Yuki, Zoe" in client.get(url(over, "paper")).content.decode()


def test_nobody_outside_the_group_reaches_pack_or_page(
    over: Live, make_group: Callable[..., Group], owner_client: Client, sponsor_client: Client
) -> None:
    stranger = cast.client(cast.person(make_group(2, topic="meetings")))
    for name in ("paper", "print_pack"):
        assert stranger.get(url(over, name)).status_code == 404
        assert {one.get(url(over, name)).status_code for one in (owner_client, sponsor_client)} == {403}
    assert stranger.post(url(over, "paper"), {"there": [over.key(0)]}).status_code == 404


# -- the print pack


def printed(live: Live, paper: str = "a4", place: int = 0) -> list[str]:
    answer = browser(live, place).get(url(live, "print_pack"), {"paper": paper})
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    pages = PdfReader(io.BytesIO(answer.content)).pages
    return [" ".join(page.extract_text().split()) for page in pages]


def test_it_holds_agenda_script_turns_and_sheets_for_who_is_expected(live: Live) -> None:
    Attendance.objects.filter(person=int(live.key(5))).update(answer=Attendance.Answer.DECLINED)
    pages = printed(live)
    names = [cast.person(live.session.group, place).name for place in range(6)]
    assert pages[0].startswith("Explore: delegation Thu 4 February, 14:00–15:30 (Berlin)")
    assert "14:03" in pages[0]
    assert "Minutes for 5 members." in pages[0]
    assert f"{names[0]}. If they cannot come" in pages[0]
    assert "answer the five questions on your own phone, not on paper" in pages[0]
    assert sum(page.startswith("My sheet") for page in pages) == 5
    script = next(page for page in pages if page.startswith("For whoever facilitates"))
    assert "Welcome. In 90 minutes" in script
    turns = script.split("Turns: ")[1].split(". Drawn")[0].split(", ")
    assert sorted(turns) == sorted(names)


def test_the_modules_pages_and_card_are_in_it(live: Live) -> None:
    module = modules.module_for_topic(live.session.organisation, "delegation")
    assert module is not None
    titles = [document.title for document in module.documents]
    pages = printed(live, "letter")
    assert len(titles) == 6
    assert all(any(page.startswith(title) for page in pages) for title in titles)


def test_it_holds_nobodys_words_and_says_who_reads_the_sheets(live: Live) -> None:
    live.start(0, 1)
    story = writing.Written("s", "stories", "story", "Adas secret story", is_sent=True)
    writing.write_card(actor=live.actor(0), session_id=live.session.pk, written=story, now=live.now)
    pages = printed(live)
    assert not any("Adas secret story" in page for page in pages)
    assert all("Only you." in page for page in pages if page.startswith("My sheet"))


@pytest.mark.parametrize("kind", ["reflect", "engage"])
def test_reflect_and_engage_can_be_printed_too(live: Live, kind: str) -> None:
    Session.objects.filter(pk=live.session.pk).update(kind=kind, agenda=load(kind).as_json())
    assert any(page.startswith("My sheet") for page in printed(live))


def test_there_are_two_papers(live: Live) -> None:
    assert browser(live).get(url(live, "print_pack"), {"paper": "a3"}).status_code == 404


def test_the_page_asks_the_database_as_often_for_many_cards_as_for_few(over: Live) -> None:
    tell(over, 0, 1)
    client = browser(over)
    send(over, 0, "one")
    with CaptureQueriesContext(connection) as few:
        client.get(url(over, "paper"))
    for place in range(2, 6):
        send(over, place, "more")
        send(over, place, "more", step="causes", pad="cause", side="inside")
    with CaptureQueriesContext(connection) as many:
        client.get(url(over, "paper"))
    assert len(many) == len(few) <= 30
