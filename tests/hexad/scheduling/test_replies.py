"""Answers as calendars send them, read strictly; what is newer stands."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.scheduling.replies import UnreadableReplyError, is_outdated, read_reply

START = datetime(2027, 2, 4, 13, tzinfo=UTC)
STAMP = datetime(2027, 1, 7, 8, 30, tzinfo=UTC)
LINES = {
    "UID": "UID:one@hexad.example",
    "SEQUENCE": "SEQUENCE:2",
    "DTSTAMP": "DTSTAMP:20270107T083000Z",
    "DTSTART": "DTSTART:20270204T130000Z",
    "ATTENDEE": "ATTENDEE;PARTSTAT=ACCEPTED;CN=Ben:mailto:ben@northwind.example",
}


def written(method: str = "METHOD:REPLY", after: str = "", **lines: str) -> bytes:
    event = [
        line for line in {**LINES, **{key.replace("_", "-"): line for key, line in lines.items()}}.values() if line
    ]
    whole = ["BEGIN:VCALENDAR", method, "BEGIN:VEVENT", *event, "END:VEVENT", "END:VCALENDAR", after]
    return "\r\n".join(whole).encode()


def test_an_answer_is_read_with_what_it_is_about() -> None:
    reply = read_reply(written(ORGANIZER="ORGANIZER:MAILTO:Replies@northwind.example"))
    assert (reply.uid, reply.sequence, reply.stamp, reply.start) == ("one@hexad.example", 2, STAMP, START)
    assert (reply.attendee, reply.answer, reply.proposed) == ("ben@northwind.example", "accepted", None)
    assert reply.organizer == "replies@northwind.example"


@pytest.mark.parametrize(
    "line",
    [
        "DTSTART;TZID=Europe/Berlin:20270204T140000",
        "DTSTART;TZID=W. Europe Standard Time:20270204T140000",
        'DTSTART;TZID="/freeassociation.sourceforge.net/Europe/Berlin":20270204T140000',
        "dtstart;tzid=America/New_York:20270204T080000",
    ],
)
def test_the_time_that_was_answered_is_known_in_whatever_zone(line: str) -> None:
    assert read_reply(written(DTSTART=line)).start == START


@pytest.mark.parametrize(
    "line", ["", "DTSTART:20270204T140000", "DTSTART;VALUE=DATE:20270204", "DTSTART;TZID=X:20270204T140000"]
)
def test_a_time_in_no_zone_is_not_guessed(line: str) -> None:
    assert read_reply(written(DTSTART=line)).start is None


@pytest.mark.parametrize(
    "attendee",
    [
        "ATTENDEE;CN=\"Example; Ben: the 'pen'\";PARTSTAT=TENTATIVE:mailto:ben@northwind.example",
        "ATTENDEE;PARTSTAT=TENTATIVE;CN=Ben\r\n  Exa\r\n mple:mailto:ben@nor\r\n thwind.example",
        "attendee;partstat=tentative:MAILTO:BEN@northwind.example",
    ],
)
def test_quotes_folds_and_capitals_do_not_hide_who_it_is(attendee: str) -> None:
    reply = read_reply(written(ATTENDEE=attendee))
    assert (reply.attendee, reply.answer) == ("ben@northwind.example", "tentative")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        written("METHOD:REQUEST"),
        written("X-NO:METHOD"),
        written("METHOD:REPLY\r\nMETHOD:REPLY"),
        written(UID=""),
        written(DTSTAMP=""),
        written(DTSTAMP="DTSTAMP:20270107T083000"),
        written(DTSTAMP="DTSTAMP:yesterday"),
        written(SEQUENCE="SEQUENCE:many"),
        written(SEQUENCE="SEQUENCE:" + "9" * 400),
        written(ATTENDEE=""),
        written(ATTENDEE="ATTENDEE:mailto:ben@northwind.example"),
        written(ATTENDEE="ATTENDEE;PARTSTAT=DELEGATED:mailto:ben@northwind.example"),
        written(ATTENDEE=f"{LINES['ATTENDEE']}\r\n{LINES['ATTENDEE']}"),
        written(ATTENDEE=LINES["ATTENDEE"] + "n" * 5000),
        written(RECURRENCE_ID="RECURRENCE-ID:20270204T130000Z"),
        written(UID="END:VEVENT\r\nBEGIN:VEVENT\r\nUID:two@hexad.example"),
        written(UID="BEGIN:VALARM\r\nUID:two@hexad.example\r\nEND:VALARM"),
        written().replace(b"END:VEVENT\r\n", b""),
        written().replace(b"END:VCALENDAR", b""),
        written() * 500,
    ],
)
def test_what_is_no_answer_of_one_person_to_one_invitation_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(UnreadableReplyError):
        read_reply(data)


@pytest.mark.parametrize(
    ("partstat", "answer"),
    [("ACCEPTED", "declined"), ("DECLINED", "declined"), ("TENTATIVE", "tentative"), ("X", "declined")],
)
def test_another_time_is_a_no_unless_it_says_perhaps(partstat: str, answer: str) -> None:
    line = f"ATTENDEE;PARTSTAT={partstat}:mailto:ben@northwind.example"
    reply = read_reply(written("METHOD:COUNTER", ATTENDEE=line))
    assert (reply.answer, reply.start, reply.proposed) == (answer, None, START)


def test_a_counter_may_say_which_time_it_answers() -> None:
    reply = read_reply(written("METHOD:COUNTER", X_MS_OLK_ORIGINALSTART="X-MS-OLK-ORIGINALSTART:20270203T130000Z"))
    assert (reply.start, reply.proposed) == (START - timedelta(days=1), START)


@pytest.mark.parametrize(
    ("sequence", "start", "answered", "outdated"),
    [
        (2, START, None, False),
        (3, START, None, False),  # another room: the time is the same
        (3, START + timedelta(hours=1), None, True),  # moved
        (2, START, STAMP, False),  # the same second: the same mail, or the one after it
        (2, START, STAMP + timedelta(seconds=1), True),
        (2, START, STAMP - timedelta(seconds=1), False),
    ],
)
def test_what_is_newer_stands(sequence: int, start: datetime, answered: datetime | None, outdated: bool) -> None:
    assert is_outdated(read_reply(written()), sequence=sequence, start=start, answered_at=answered) is outdated


def test_a_counter_to_an_earlier_revision_that_does_not_say_what_it_answers_is_outdated() -> None:
    assert is_outdated(read_reply(written("METHOD:COUNTER")), sequence=3, start=START, answered_at=None)


PIECES = [
    *LINES.values(),
    "BEGIN:VEVENT",
    "END:VEVENT",
    "BEGIN:VCALENDAR",
    "METHOD:REPLY",
    "END:VCALENDAR",
    ":",
    ";",
    '"',
    "\n ",
    "=",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=5)), max_size=30).map("\r\n".join))
def test_whatever_comes_is_an_answer_or_is_said_to_be_none(text: str) -> None:
    try:
        reply = read_reply(text.encode("utf-8", "surrogatepass"))
    except UnreadableReplyError:
        return
    assert reply.uid
