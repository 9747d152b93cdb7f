"""Invitations, moves, cancellations and the feed keep their meaning in a second, independent library."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import available_timezones

import pytest

from hexad_web.accounts.access import Actor
from hexad_web.people.models import Person
from hexad_web.scheduling.actions import changing
from hexad_web.scheduling.invitations import Published, write_feed, write_invitation
from hexad_web.scheduling.models import Meeting
from hexad_web.scheduling.queries.feeds import feed_calendar
from hexad_web.scheduling.zone_rules import zone_rules
from tests.examples import BEN, NOW
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, SIX
from tests.hexad_web.scheduling.reading import calendar_part, mails
from tests.hexad_web.scheduling.second_reader import read_by_ical_js
from tests.hexad_web.scheduling.test_invitations import ZONES, invitation

TEXTS = {
    "plain": "Explore: delegation",
    "marks": 'Explore: a; b, c: "d" \\ e \\n f',
    "long": "Wörter über Wörter, " * 40,
    "far": "探索委任 · استكشاف · 🙂🙂🙂 " * 12,
    "lines": "One\nTwo\n\nThree",
}


def sent(kind: str = "invitation", to: str = BEN.email) -> list[dict[str, Any]]:
    """What this person's program understands of the mails of one kind, with the METHOD of the mail's header."""
    letters = [mail for mail in mails(kind) if mail["To"] == to]
    read = read_by_ical_js([str(calendar_part(mail).get_content()).encode() for mail in letters])
    for mail, calendar in zip(letters, read, strict=True):
        assert calendar["method"] == calendar_part(mail).get_param("method")
        assert len(calendar["events"]) == 1
    return read


def at(event: dict[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(event["start"]), datetime.fromisoformat(event["end"])


def test_an_invitation_says_the_same_to_it(explore: Meeting) -> None:
    calendar = sent()[0]
    (event,) = calendar["events"]
    assert calendar["method"] == "REQUEST"
    assert (event["uid"], event["sequence"], event["status"]) == (explore.uid, 0, "CONFIRMED")
    assert at(event) == (EXPLORE, EXPLORE + NINETY)
    assert (event["zone"], calendar["zones"]) == ("Europe/Berlin", ["Europe/Berlin"])
    assert (event["summary"], event["class"], event["transp"]) == ("Explore: delegation", "PRIVATE", "OPAQUE")
    assert event["location"] == explore.link
    assert event["organizer"] == [{"value": "mailto:hexad@localhost", "cn": "Northwind Works"}]
    (attendee,) = event["attendees"]
    assert (attendee["value"], attendee["cn"]) == (f"mailto:{BEN.email}", BEN.name)
    assert (attendee["rsvp"], attendee["partstat"]) == ("TRUE", "NEEDS-ACTION")
    (conference,) = event["conference"]
    assert (conference["value"], conference["label"]) == (explore.link, "Online meeting")
    assert conference["feature"] == "AUDIO,VIDEO"
    assert not event["repeats"]
    assert all(person.name in event["description"] for person in SIX)


def test_one_meeting_keeps_its_uid_while_its_revision_rises_to_the_end(explore: Meeting, owner: Actor) -> None:
    known = {"meeting_id": explore.pk, "actor": owner, "now": NOW}
    changing.move_meeting(**known, start=EXPLORE + timedelta(days=1), consent=False)  # type: ignore[arg-type]
    changing.change_place(**known, room=None, link="https://meet.example/new?a=1;b=2,3")  # type: ignore[arg-type]
    changing.cancel_meeting(**known)  # type: ignore[arg-type]
    story = [one for one in [*sent(), *sent("cancellation")] if one["events"][0]["uid"] == explore.uid]
    events = [one["events"][0] for one in story]
    assert [one["method"] for one in story] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [event["sequence"] for event in events] == [0, 1, 2, 3]
    assert [event["status"] for event in events] == ["CONFIRMED", "CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [at(event)[0] for event in events] == [EXPLORE, *[EXPLORE + timedelta(days=1)] * 3]
    assert events[2]["conference"][0]["value"] == "https://meet.example/new?a=1;b=2,3"
    assert len({event["organizer"][0]["value"] for event in events}) == 1


@pytest.mark.parametrize("zone", ZONES)
def test_the_zones_rules_in_the_message_lead_to_the_same_instant_through_two_years(zone: str) -> None:
    starts = [datetime(2026, 1, 5, 13, 30, tzinfo=UTC) + timedelta(days=3 * day, hours=day % 24) for day in range(240)]
    written = [write_invitation(invitation(zone=zone, start=start, end=start + NINETY), now=NOW) for start in starts]
    read = [at(calendar["events"][0]) for calendar in read_by_ical_js(written)]
    assert read == [(start, start + NINETY) for start in starts]


def test_every_zone_of_the_world_keeps_its_hours_around_its_changes() -> None:
    """One calendar for each set of rules, with a time every other week; the library knows only what stands in it."""
    names = sorted(available_timezones() - {"localtime", "Factory"})
    zones = list({zone_rules(zone, 2027, 2027).replace(zone.encode(), b""): zone for zone in names}.values())
    starts = [datetime(2027, 1, 3, 1, 30, tzinfo=UTC) + timedelta(hours=343 * number) for number in range(25)]
    written = [write_feed([entry(zone, start) for start in starts], name="Zones") for zone in zones]
    wrong = {
        zone: [found for found, start in zip(map(at, calendar["events"]), starts, strict=True) if found[0] != start]
        for zone, calendar in zip(zones, read_by_ical_js(written), strict=True)
    }
    assert {zone: found for zone, found in wrong.items() if found} == {}
    assert len(zones) > 40


def entry(zone: str, start: datetime) -> Published:
    return Published(
        uid=f"{start:%j}@hexad.example",
        sequence=0,
        start=start,
        end=start + NINETY,
        zone=zone,
        summary="Explore",
        description="",
        changed_at=NOW,
        url="https://hexad.example/",
    )


def test_texts_arrive_as_they_were_written() -> None:
    written = [write_invitation(invitation(summary=text, description=text), now=NOW) for text in TEXTS.values()]
    for text, calendar in zip(TEXTS.values(), read_by_ical_js(written), strict=True):
        event = calendar["events"][0]
        assert event["description"] == text
        assert event["summary"] == " ".join(text.split())


def test_the_feed_says_the_same_to_it(explore: Meeting, make_group: Callable[..., object]) -> None:
    Meeting.objects.filter(kind="reflect").update(zone="America/New_York")
    (calendar,) = read_by_ical_js([feed_calendar(Person.objects.get(email=BEN.email), NOW)])
    meetings = list(Meeting.objects.order_by("start"))
    assert calendar["method"] == "PUBLISH"
    assert calendar["zones"] == ["America/New_York", "Europe/Berlin"]
    assert [at(event) for event in calendar["events"]] == [(meeting.start, meeting.end) for meeting in meetings]
    assert [event["uid"] for event in calendar["events"]] == [meeting.uid for meeting in meetings]
    assert [event["conference"][0]["value"] for event in calendar["events"]] == [meeting.link for meeting in meetings]
    assert {len(event["attendees"]) + len(event["organizer"]) for event in calendar["events"]} == {0}
