"""A person's own sessions as a calendar: made once, read by a program without a cookie, revoked at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Role, User
from hexad_web.people.models import Participation, Person
from hexad_web.scheduling import tasks
from hexad_web.scheduling.actions import changing, feeds
from hexad_web.scheduling.models import Attendance, Meeting, SessionFeed
from hexad_web.scheduling.queries.feeds import KEPT_FOR
from hexad_web.scheduling.views import feeds as views
from tests.examples import BEN, NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, login_of

PAGE = "/scheduling/mine/calendar/"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """Who asked how often."""
    cache.clear()


@pytest.fixture
def ben(explore: Meeting) -> Actor:
    person = Person.objects.get(email=BEN.email)
    return Actor(organisation=person.organisation, role=Role.PARTICIPANT, user=login_of(person))


@pytest.fixture
def bens(ben: Actor) -> Client:
    return client_of(ben)


@pytest.fixture
def address(ben: Actor) -> str:
    return reverse("scheduling:feed", args=[feeds.make_feed(actor=ben, now=NOW)])


def events(client: Client, address: str) -> list[Event]:
    return list(Calendar.from_ical(client.get(address).content).events)


def shown(page: str) -> str:
    found = re.search(r'value="(http[^"]+\.ics)"', page)
    return found[1] if found else ""


# -- what a calendar reads


def test_a_program_reads_ones_own_sessions_with_time_place_and_revision(client: Client, address: str) -> None:
    response = client.get(address)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    assert calendar["METHOD"] == "PUBLISH"
    assert str(calendar["X-WR-CALNAME"]) == str(calendar["NAME"]) == "Sessions of Northwind Works"
    explore, reflect = calendar.events
    meeting = Meeting.objects.get(kind="explore")
    assert (str(explore["UID"]), explore["SEQUENCE"], str(explore["SUMMARY"])) == (
        meeting.uid,
        0,
        "Explore: delegation",
    )
    assert (explore.start, explore.end) == (EXPLORE, EXPLORE + NINETY)
    assert explore.start.tzinfo == ZoneInfo("Europe/Berlin")
    assert str(explore["LOCATION"]) == meeting.link == str(explore["CONFERENCE"])
    assert str(explore["URL"]).endswith(f"/scheduling/meetings/{meeting.pk}/")
    assert explore["DTSTAMP"].dt == meeting.changed_at
    assert str(reflect["SUMMARY"]) == "Reflect: delegation"


def test_nobody_elses_name_address_or_answer_stands_in_it(client: Client, address: str) -> None:
    Attendance.objects.update(answer="declined", answered_at=NOW)
    text = client.get(address).content.decode()
    for person in Person.objects.all():
        assert person.name not in text
        assert person.email not in text
    assert "ATTENDEE" not in text
    assert "ORGANIZER" not in text


def test_it_follows_a_move_and_a_cancellation(client: Client, address: str, explore: Meeting, owner: Actor) -> None:
    later = EXPLORE + timedelta(days=1)
    changing.move_meeting(actor=owner, meeting_id=explore.pk, start=later, consent=False, now=NOW)
    moved = events(client, address)[0]
    assert (moved.start, moved["SEQUENCE"], str(moved["UID"])) == (later, 1, explore.uid)
    changing.cancel_meeting(actor=owner, meeting_id=explore.pk, now=NOW)
    assert [str(event["SUMMARY"]) for event in events(client, address)] == ["Reflect: delegation"]


@pytest.mark.parametrize(
    ("answer", "status", "transparency"),
    [
        ("", "CONFIRMED", "OPAQUE"),
        ("accepted", "CONFIRMED", "OPAQUE"),
        ("tentative", "TENTATIVE", "OPAQUE"),
        ("declined", "CONFIRMED", "TRANSPARENT"),
    ],
)
def test_ones_own_answer_shows_as_calendars_show_it(
    client: Client, address: str, ben: Actor, answer: str, status: str, transparency: str
) -> None:
    Attendance.objects.filter(person__user=ben.user).update(answer=answer)
    event = events(client, address)[0]
    assert (str(event["STATUS"]), str(event["TRANSP"])) == (status, transparency)


def test_what_is_long_past_or_no_longer_ones_own_is_left_out(
    client: Client, address: str, explore: Meeting, ben: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    Attendance.objects.filter(person__user=ben.user, meeting=explore).update(removed_at=NOW)
    assert len(events(client, address)) == 1
    monkeypatch.setattr(timezone, "now", lambda: EXPLORE + timedelta(days=28) + KEPT_FOR + timedelta(hours=2))
    assert events(client, address) == []


def test_it_speaks_the_persons_language(client: Client, address: str, ben: Actor) -> None:
    User.objects.filter(email=BEN.email).update(language="de")
    calendar = Calendar.from_ical(client.get(address, headers={"accept-language": "fr"}).content)
    assert str(calendar["NAME"]) == "Treffen von Northwind Works"


# -- how it is asked for


def test_an_unchanged_calendar_is_not_sent_again(client: Client, address: str, explore: Meeting, owner: Actor) -> None:
    first = client.get(address)
    again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    changing.change_place(actor=owner, meeting_id=explore.pk, room=None, link="https://meet.example/new", now=NOW)
    changed = client.get(address, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_no_cookie_is_needed_or_set(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    assert not response.cookies
    assert response["Cache-Control"] == "private, no-cache"
    assert client.head(address).status_code == 200
    assert client.post(address).status_code == 405


def test_many_sessions_ask_the_database_as_often_as_few(
    client: Client, address: str, explore: Meeting, ben: Actor
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few, person = count(), Person.objects.get(user=ben.user)
    for number in range(40):
        copy = Meeting.objects.get(pk=explore.pk)
        copy.pk, copy.uid, copy.cycle = None, f"copy-{number}", number + 2
        copy.save()
        Attendance.objects.create(organisation=person.organisation, meeting=copy, person=person)
    assert len(events(client, address)) == 42
    assert count() == few <= 2


@pytest.mark.parametrize("token", ["", "x", "x" * 300, "../../1", "%00"])
def test_a_guessed_address_finds_nothing(client: Client, address: str, token: str) -> None:
    assert client.get(f"/scheduling/feed/{token}.ics").status_code == 404


def test_guesses_and_a_program_gone_wild_are_told_to_wait(client: Client, address: str) -> None:
    for _ in range(views.MOST_OF_ONE_FEED):
        assert client.get(address).status_code == 200
    often = client.get(address)
    assert (often.status_code, often["Retry-After"]) == (429, "60")
    for _ in range(views.MOST_WRONG):
        assert client.get("/scheduling/feed/x.ics").status_code == 404
    assert client.get("/scheduling/feed/x.ics").status_code == 429


def test_whoever_left_takes_no_address_along(client: Client, address: str, ben: Actor) -> None:
    Person.objects.filter(user=ben.user).update(participation=Participation.LEFT)
    assert client.get(address).status_code == 404


# -- the page


def test_the_address_is_made_shown_once_and_kept_as_a_hash(bens: Client, client: Client) -> None:
    assert "No address yet" in bens.get(PAGE).content.decode()
    page = bens.post(f"{PAGE}make/", follow=True).content.decode()
    address = shown(page)
    assert f'href="webcal://{address.partition("://")[2]}"' in page
    path = "/scheduling/" + address.partition("/scheduling/")[2]
    assert client.get(path).status_code == 200
    again = bens.get(PAGE).content.decode()
    assert shown(again) == ""
    assert "Your address works" in again
    token = path.rpartition("/")[2].removesuffix(".ics")
    assert token not in str(SessionFeed.objects.values())
    assert not any(token in str(entry) for entry in AuditEntry.objects.values())


def test_a_new_address_ends_the_one_before_it(bens: Client, client: Client, address: str) -> None:
    fresh = shown(bens.post(f"{PAGE}make/", follow=True).content.decode())
    assert client.get(address).status_code == 404
    assert client.get("/scheduling/" + fresh.partition("/scheduling/")[2]).status_code == 200
    assert SessionFeed.objects.count() == 1


def test_a_revoked_address_finds_nothing_and_can_be_taken_back_for_a_day(
    bens: Client, client: Client, address: str
) -> None:
    page = bens.post(f"{PAGE}revoke/", follow=True).content.decode()
    assert "Revoked" in page
    assert client.get(address).status_code == 404
    bens.post(f"{PAGE}restore/")
    assert client.get(address).status_code == 200
    bens.post(f"{PAGE}revoke/")
    tasks.forget_revoked(NOW + timedelta(hours=23))
    assert SessionFeed.objects.exists()
    tasks.forget_revoked(NOW + timedelta(hours=24))
    assert not SessionFeed.objects.exists()
    actions = list(AuditEntry.objects.filter(action__endswith="_feed").values_list("action", flat=True))
    assert [action.removeprefix("scheduling.") for action in actions] == [
        "make_feed",
        "revoke_feed",
        "restore_feed",
        "revoke_feed",
    ]


def test_a_key_that_is_held_changes_nothing_twice(bens: Client, address: str) -> None:
    for action in ("revoke", "revoke", "restore", "restore"):
        bens.post(f"{PAGE}{action}/")
    assert AuditEntry.objects.filter(action__endswith="_feed").count() == 3


def test_my_sessions_lead_to_it(bens: Client) -> None:
    assert PAGE in bens.get("/scheduling/mine/").content.decode()


def test_a_participant_who_is_no_person_has_no_feed(
    participant_client: Client, make_group: Callable[..., object]
) -> None:
    assert participant_client.get(PAGE).status_code == 404
    assert participant_client.post(f"{PAGE}make/").status_code == 404
