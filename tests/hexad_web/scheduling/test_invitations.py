from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from hexad_web.scheduling.invitations import Invitation, Mailbox, write_invitation

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
START = datetime(2027, 6, 3, 12, 0, tzinfo=UTC)
ZONES = (
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "Australia/Sydney",
    "Asia/Kathmandu",
    "Africa/Casablanca",
)


def invitation(**changes: object) -> Invitation:
    fields: dict[str, object] = {
        "method": "REQUEST",
        "uid": "meeting-1@hexad.example",
        "sequence": 0,
        "start": START,
        "end": START + timedelta(minutes=90),
        "zone": "Europe/Berlin",
        "summary": "Explore: delegation",
        "description": "Members: Ben, Cho, Dev",
        "organizer": Mailbox(name="Northwind Works", email="hexad@northwind.example"),
        "attendee": Mailbox(name="Ben Example", email="ben@northwind.example"),
        **changes,
    }
    return Invitation(**fields)  # type: ignore[arg-type]  # a test's shorthand


def written(**changes: object) -> str:
    """The text with its folded lines joined."""
    return write_invitation(invitation(**changes), now=NOW).decode().replace("\r\n ", "")


def event(**changes: object) -> object:
    return Calendar.from_ical(write_invitation(invitation(**changes), now=NOW)).events[0]


def test_a_request_carries_what_a_calendar_needs() -> None:
    text = written()
    for line in (
        "METHOD:REQUEST",
        "UID:meeting-1@hexad.example",
        "SEQUENCE:0",
        "DTSTAMP:20261201T090000Z",
        "DTSTART;TZID=Europe/Berlin:20270603T140000",
        "DTEND;TZID=Europe/Berlin:20270603T153000",
        "SUMMARY:Explore: delegation",
        "STATUS:CONFIRMED",
        "CLASS:PRIVATE",
    ):
        assert f"{line}\r\n" in text


def test_the_reader_is_the_only_attendee_and_is_asked_to_answer() -> None:
    calendar = Calendar.from_ical(write_invitation(invitation(), now=NOW))
    attendees = calendar.events[0].attendees
    assert [str(a) for a in attendees] == ["mailto:ben@northwind.example"]
    assert attendees[0].params["RSVP"] == "TRUE"
    assert attendees[0].params["PARTSTAT"] == "NEEDS-ACTION"
    assert str(calendar.events[0].organizer) == "mailto:hexad@northwind.example"


def test_a_cancellation_keeps_the_uid_and_says_cancelled_twice() -> None:
    text = written(method="CANCEL", sequence=3)
    assert "METHOD:CANCEL\r\n" in text
    assert "STATUS:CANCELLED\r\n" in text
    assert "SEQUENCE:3\r\n" in text
    assert "UID:meeting-1@hexad.example\r\n" in text


def test_a_link_becomes_a_conference_and_the_location_where_there_is_no_room() -> None:
    text = written(link="https://meet.example/g1?a=1,2;b")
    assert "CONFERENCE;" in text
    assert "https://meet.example/g1?a=1,2;b" in text
    assert "LOCATION:https://meet.example" in text
    assert "LOCATION:Spree\\, Berlin\r\n" in written(link="https://meet.example/g1", location="Spree, Berlin")


def test_without_a_link_there_is_no_conference() -> None:
    assert "CONFERENCE" not in written(location="Spree, Berlin")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("month", range(1, 13))
def test_the_zone_rules_in_the_message_give_the_same_instant_to_another_reader(zone: str, month: int) -> None:
    start = datetime(2026, month, 28, 13, 0, tzinfo=UTC)
    data = write_invitation(invitation(zone=zone, start=start, end=start + timedelta(minutes=90)), now=NOW)
    calendar = Calendar.from_ical(data)
    wall = calendar.events[0].start.replace(tzinfo=None)
    rules = tzical(_file_of(data)).get(zone)
    assert rules is not None
    assert wall.replace(tzinfo=rules).astimezone(UTC) == start


def _file_of(data: bytes) -> object:
    import io

    text = data.decode().replace("\r\n ", "")
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE") + len("END:VTIMEZONE\r\n")]
    return io.StringIO(zone.replace("\r\n", "\n"))


def test_a_meeting_in_utc_needs_no_zone_rules() -> None:
    text = written(zone="UTC")
    assert "DTSTART:20270603T120000Z\r\n" in text
    assert "VTIMEZONE" not in text


def test_the_repeated_hour_is_written_in_utc_because_its_wall_time_means_two_instants() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)  # 02:30 in Berlin, for the second time
    text = written(start=second, end=second + timedelta(minutes=90))
    assert "DTSTART:20261025T013000Z\r\n" in text


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    data = write_invitation(invitation(description="Wörter " * 60), now=NOW)
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


@pytest.mark.parametrize(
    "name",
    [
        'Ben "the pen" Example',
        "Ben\r\nATTENDEE:mailto:eve@evil.example",
        "Ben; Cho, Dev: Eva",
        "\x00\x1b[31mBen",
        "Bén 🙂",
    ],
)
def test_a_strange_name_cannot_add_a_line(name: str) -> None:
    found = event(attendee=Mailbox(name=name, email="ben@northwind.example"), summary=name)
    assert len(found.attendees) == 1  # type: ignore[attr-defined]
    assert "Ben" in found.attendees[0].params["CN"] or "Bén" in found.attendees[0].params["CN"]  # type: ignore[attr-defined]
    assert "\n" not in str(found.summary)  # type: ignore[attr-defined]


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        invitation(start=datetime(2027, 6, 3, 12, 0))  # noqa: DTZ001  # the point of the test


def test_a_meeting_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValueError, match="after it starts"):
        invitation(end=START)


@settings(max_examples=60)
@given(
    zone=st.sampled_from(ZONES),
    start=st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001  # made UTC below
    sequence=st.integers(0, 500),
    text=st.text(max_size=200),
)
def test_what_was_written_is_read_back(zone: str, start: datetime, sequence: int, text: str) -> None:
    at = start.replace(tzinfo=UTC, microsecond=0, second=0)
    until = at + timedelta(minutes=90)
    found = event(zone=zone, start=at, end=until, sequence=sequence, summary=text, description=text)
    assert found.start.astimezone(UTC) == at  # type: ignore[attr-defined]
    assert found.end.astimezone(UTC) == until  # type: ignore[attr-defined]
    assert found.sequence == sequence  # type: ignore[attr-defined]
    assert found.start.tzinfo in (UTC, ZoneInfo(zone), ZoneInfo("UTC"))  # type: ignore[attr-defined]
