"""Answers by mail: a real IMAP server, mails in the shapes of three calendars, and what must not come through."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from socket import socket
from time import thread_time
from urllib.parse import urlparse

import pytest
from django.core.checks import run_checks
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.scheduling import access, mailbox
from hexad_web.scheduling.actions import changing, replying
from hexad_web.scheduling.actions.answering import answer_meeting
from hexad_web.scheduling.letters import UnreadableLetter, read_letter
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.scheduling.reply_addresses import new_reply_address
from hexad_web.scheduling.reply_mailbox import ReplyMailbox
from tests.certificates import write_certificate
from tests.examples import BEN, CHO, NOW
from tests.hexad_web.said import as_read
from tests.hexad_web.scheduling import reply_mails
from tests.hexad_web.scheduling.conftest import EXPLORE
from tests.hexad_web.scheduling.reading import event_of, mails
from tests.hexad_web.scheduling.reply_mails import STAMPED, Said, google, outlook, said_of
from tests.imap_server import ImapServer, running_imap_server

SHAPES = pytest.mark.parametrize("shape", reply_mails.ALL.values(), ids=reply_mails.ALL)
LATER = STAMPED + timedelta(hours=1)
MINUTE = timedelta(minutes=1)
Shape = Callable[[Said], bytes]


@pytest.fixture(scope="module")
def running() -> Iterator[ImapServer]:
    with running_imap_server() as server:
        yield server


@pytest.fixture
def imap(running: ImapServer, settings: Settings) -> ImapServer:
    """Set up before anybody is invited, so that each invitation has its own address for answers."""
    running.empty()
    settings.IMAP_URL = running.url
    settings.REPLY_ADDRESS = "replies+{token}@northwind.example"
    return running


@pytest.fixture
def bens(imap: ImapServer, explore: Meeting) -> Attendance:
    return attendance_of(explore, BEN.email)


def attendance_of(meeting: Meeting, email: str) -> Attendance:
    return meeting.attendances.select_related("meeting", "person").get(person__email=email)


def answer_of(attendance: Attendance) -> str:
    return Attendance.objects.get(pk=attendance.pk).answer


def read(*arrived: bytes, imap: ImapServer, now: datetime = LATER) -> int:
    imap.deliver(*arrived)
    ReplyMailbox.objects.update(next_try_at=now)
    return replying.read_replies(now)


@SHAPES
@pytest.mark.parametrize(
    ("partstat", "answer"), [("ACCEPTED", "accepted"), ("TENTATIVE", "tentative"), ("DECLINED", "declined")]
)
def test_what_a_calendar_answers_is_kept_and_the_mail_is_gone(
    imap: ImapServer, bens: Attendance, shape: Shape, partstat: str, answer: str
) -> None:
    assert read(shape(said_of(bens, partstat=partstat)), imap=imap) == 1
    kept = Attendance.objects.get(pk=bens.pk)
    assert (kept.answer, kept.answered_at) == (answer, STAMPED)
    assert imap.flags() == []
    entry = AuditEntry.objects.get(action="scheduling.reply")
    assert (entry.user, entry.role, entry.target, entry.details) == (None, "worker", f"Meeting {bens.meeting_id}", {})


def test_each_invitation_says_where_to_answer_and_an_update_says_the_same(
    imap: ImapServer, explore: Meeting, owner: Actor
) -> None:
    changing.move_meeting(actor=owner, meeting_id=explore.pk, start=EXPLORE + timedelta(days=1), consent=False, now=NOW)
    changing.cancel_meeting(actor=owner, meeting_id=explore.pk, now=NOW)
    said: dict[str, set[str]] = {}
    for mail in [*mails(), *mails("cancellation")]:
        event = event_of(mail)
        if event["UID"] == explore.uid:
            organizer = str(event["ORGANIZER"]).removeprefix("mailto:")
            assert mail["Reply-To"] == organizer
            said.setdefault(mail["To"], set()).add(organizer)
    assert len(said) == 6
    assert all(len(addresses) == 1 for addresses in said.values())
    assert len(set.union(*said.values())) == 6


def test_without_a_mailbox_calendars_answer_the_sender_as_before(explore: Meeting) -> None:
    assert {str(event_of(mail)["ORGANIZER"]) for mail in mails()} == {"mailto:hexad@localhost"}
    assert {mail["Reply-To"] for mail in mails()} == {None}
    assert replying.read_replies(NOW) == 0


def test_the_same_mail_twice_changes_nothing_the_second_time(imap: ImapServer, bens: Attendance) -> None:
    mail = google(said_of(bens))
    assert read(mail, mail, imap=imap) == 1
    assert read(mail, imap=imap) == 0
    assert imap.flags() == []
    assert AuditEntry.objects.filter(action="scheduling.reply").count() == 1


@SHAPES
def test_an_older_answer_that_comes_late_does_not_overrule_a_newer(
    imap: ImapServer, bens: Attendance, shape: Shape
) -> None:
    newer = said_of(bens, partstat="DECLINED", stamp=STAMPED + MINUTE)
    assert read(shape(newer), shape(said_of(bens)), imap=imap) == 1
    assert answer_of(bens) == "declined"


def test_an_answer_by_the_link_and_one_by_mail_are_one_answer_and_the_later_counts(
    imap: ImapServer, bens: Attendance
) -> None:
    answer_meeting(attendance=bens, answer="declined", now=STAMPED + MINUTE)
    assert read(google(said_of(bens)), imap=imap) == 0
    assert answer_of(bens) == "declined"
    assert read(google(said_of(bens, stamp=STAMPED + 2 * MINUTE)), imap=imap) == 1
    assert answer_of(bens) == "accepted"


def test_a_calendar_whose_clock_runs_ahead_cannot_close_the_link(imap: ImapServer, bens: Attendance) -> None:
    read(google(said_of(bens, stamp=LATER + timedelta(days=300))), imap=imap)
    assert Attendance.objects.get(pk=bens.pk).answered_at == LATER
    assert read(google(said_of(bens, partstat="DECLINED", stamp=LATER + MINUTE)), imap=imap, now=LATER + MINUTE) == 1


@SHAPES
def test_an_answer_to_the_time_before_a_move_is_none_to_the_new_one(
    imap: ImapServer, bens: Attendance, owner: Actor, shape: Shape
) -> None:
    before = said_of(bens)
    start = EXPLORE + timedelta(days=1)
    changing.move_meeting(actor=owner, meeting_id=bens.meeting_id, start=start, consent=False, now=NOW)
    assert read(shape(before), imap=imap) == 0
    assert (answer_of(bens), imap.flags()) == ("", [])
    fresh = attendance_of(Meeting.objects.get(pk=bens.meeting_id), BEN.email)
    assert read(shape(said_of(fresh)), imap=imap) == 1


@SHAPES
def test_an_answer_to_the_revision_before_a_new_place_still_holds(
    imap: ImapServer, bens: Attendance, owner: Actor, shape: Shape
) -> None:
    before = said_of(bens)
    changing.change_place(actor=owner, meeting_id=bens.meeting_id, room=None, link="https://meet.example/new", now=NOW)
    assert read(shape(before), imap=imap) == 1
    assert answer_of(bens) == "accepted"


@pytest.mark.parametrize("state", ["cancelled", "begun", "left"])
def test_where_nothing_is_to_answer_the_mail_changes_nothing(imap: ImapServer, bens: Attendance, state: str) -> None:
    now = EXPLORE if state == "begun" else LATER
    if state == "cancelled":
        Meeting.objects.update(state="cancelled")
    if state == "left":
        Attendance.objects.filter(pk=bens.pk).update(removed_at=NOW)
    assert read(google(said_of(bens)), imap=imap, now=now) == 0
    assert (answer_of(bens), imap.flags()) == ("", [])


# -- another time


@pytest.mark.parametrize(
    ("partstat", "answer"), [("DECLINED", "declined"), ("TENTATIVE", "tentative"), ("NEEDS-ACTION", "declined")]
)
def test_a_counter_is_a_no_with_another_time(
    imap: ImapServer, bens: Attendance, owner_client: Client, partstat: str, answer: str
) -> None:
    other = EXPLORE + timedelta(days=1)
    said = said_of(bens, method="COUNTER", partstat=partstat, start=other, end=other + timedelta(hours=1))
    assert read(google(said), imap=imap) == 1
    kept = Attendance.objects.get(pk=bens.pk)
    assert (kept.answer, kept.proposed_start) == (answer, other)
    page = owner_client.get(reverse("scheduling:move", args=[bens.meeting_id])).content.decode()
    assert "Members propose" in page
    assert "?day=2027-02-05&amp;time=14%3A00" in page
    assert "Ben" not in page.partition("Members propose")[2].partition("</ul>")[0]


def test_members_read_the_proposal_with_the_answer_in_their_own_zone(
    imap: ImapServer, bens: Attendance, client: Client
) -> None:
    other = EXPLORE + timedelta(days=1)
    original = f"X-MS-OLK-ORIGINALSTART:{reply_mails.utc(EXPLORE)}\n"
    read(outlook(said_of(bens, method="COUNTER", partstat="DECLINED", start=other, more=original)), imap=imap)
    chos = attendance_of(bens.meeting, CHO.email)
    address = reverse("scheduling:answer", args=[access.answer_token(chos.pk)])
    assert "proposes" not in client.get(address).content.decode()
    client.post(address, {"answer": "accept"})
    assert "proposes Fri 5 February, 14:00–15:30 (Berlin)" in as_read(client.get(address).content.decode())


def test_a_plain_answer_takes_the_proposal_back(imap: ImapServer, bens: Attendance) -> None:
    other = EXPLORE + timedelta(days=1)
    read(google(said_of(bens, method="COUNTER", start=other)), imap=imap)
    read(google(said_of(bens, stamp=STAMPED + MINUTE)), imap=imap)
    kept = Attendance.objects.get(pk=bens.pk)
    assert (kept.answer, kept.proposed_start) == ("accepted", None)


# -- forgery


def forged(bens: Attendance) -> dict[str, Said]:
    chos = attendance_of(bens.meeting, CHO.email)
    said = said_of(bens)
    return {
        "from somebody else": replace(said, sender="Eve <eve@evil.example>"),
        "for somebody else": replace(said, attendee=CHO.email),
        "with a name that looks like an address": replace(said, sender=f'"{BEN.email}" <eve@evil.example>'),
        "with two senders": replace(said, sender=f"<{BEN.email}>, <eve@evil.example>"),
        "with two From": replace(said, headers="From: eve@evil.example\n"),
        "to the address in every mail": replace(said, to="replies@northwind.example"),
        "to a guessed address": replace(said, to="replies+aaaaaaaaaaaaaaaaaaaaaaaa@northwind.example"),
        "to another member's address": replace(said, to=chos.reply_address),
        "of a meeting that is not there": replace(said, uid="nothing@northwind.example"),
        "from a stranger for himself": replace(said, sender="eve@evil.example", attendee="eve@evil.example"),
        "of one of a series": replace(said, more="RECURRENCE-ID:20270204T130000Z\n"),
        "that delegates": replace(said, partstat="DELEGATED"),
        "that is an invitation": replace(said, method="REQUEST"),
        "with two attendees": replace(said, more="ATTENDEE;PARTSTAT=ACCEPTED:mailto:cho@northwind.example\n"),
    }


@pytest.mark.parametrize("shape", [google, outlook], ids=["google", "outlook"])
def test_what_is_not_the_persons_own_answer_is_set_aside_and_read_once(
    imap: ImapServer, bens: Attendance, shape: Shape
) -> None:
    sent = [shape(said) for said in forged(bens).values()]
    assert read(*sent, imap=imap) == 0
    assert not Attendance.objects.exclude(answer="").exists()
    assert imap.flags() == [{r"\Seen", r"\Flagged"}] * len(sent)
    assert AuditEntry.objects.filter(action="scheduling.doubt_reply", target=f"Meeting {bens.meeting_id}").exists()
    assert read(imap=imap) == 0
    assert ReplyMailbox.objects.get().set_aside == len(sent)


PASS = "mx.northwind.example; spf=pass smtp.mailfrom=x; dmarc=pass (p=reject) header.from=northwind.example"


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        ([PASS], True),
        (["MX.northwind.example 1; dmarc=PASS header.from=Northwind.Example"], True),
        (["mx.northwind.example; dkim=pass header.d=northwind.example", PASS], True),
        ([], False),
        (["mx.evil.example; dmarc=pass header.from=northwind.example"], False),
        (["mx.northwind.example; dmarc=fail header.from=northwind.example", PASS], False),
        (["mx.northwind.example; dmarc=none header.from=northwind.example", PASS], False),
        (["mx.northwind.example; dmarc=pass header.from=evil.example"], False),
        (['mx.northwind.example; spf=pass smtp.mailfrom="x; dmarc=pass header.from=northwind.example"'], False),
        (["mx.northwind.example; spf=pass (; dmarc=pass header.from=northwind.example)"], False),
        (['mx.northwind.example; spf=pass "; dmarc=pass header.from=northwind.example'], False),
        (["mx.northwind.example; dkim=pass header.d=northwind.example; spf=pass"], False),
        ([PASS + " " + "x" * 3000], False),
    ],
)
def test_a_named_receiving_server_vouches_for_the_sender(
    imap: ImapServer, bens: Attendance, settings: Settings, headers: list[str], kept: bool
) -> None:
    settings.IMAP_AUTHSERV = "mx.northwind.example"
    lines = "".join(f"Authentication-Results: {text}\n" for text in headers)
    said = said_of(bens, to="hexad@northwind.example", headers=lines)
    assert read(google(said), imap=imap) == kept
    assert (answer_of(bens) == "accepted") == kept


def test_results_of_a_server_that_nobody_named_say_nothing(imap: ImapServer, bens: Attendance) -> None:
    said = said_of(bens, to="hexad@northwind.example", headers=f"Authentication-Results: {PASS}\n")
    assert read(google(said), imap=imap) == 0


# -- hostile mails, and a server that fails


def nested(depth: int) -> bytes:
    heads = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (number, number) for number in range(depth)
    )
    return b"From: ben@northwind.example\r\n" + heads + b"\r\n" * 200_000


HOSTILE = {
    "nothing": b"\r\n",
    "no mail at all": bytes(range(128, 256)) * 50,
    "five megabytes": b"From: ben@northwind.example\r\n\r\n" + b"x" * 5_000_000,
    "hundred levels": nested(100),
    "twenty levels": nested(9),
    "mails in mails": b"Content-Type: message/rfc822\r\n\r\n" * 10_000,
    "a header without end": b"From: " + b"<" * 400_000 + b"\r\n\r\n",
    "commas": b"From: a@b.example\r\nTo: " + b"a@b.example," * 30_000 + b"\r\n\r\n",
    "an odd charset": (
        b"From: ben@northwind.example\r\nContent-Type: text/calendar; charset=punycode\r\n\r\n" + b"a-" * 200_000
    ),
    "a calendar of one line": b"From: ben@northwind.example\r\nContent-Type: text/calendar\r\n\r\nBEGIN:"
    + b"V" * 400_000,
    "ten thousand events": (
        b"From: ben@northwind.example\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n"
        + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 2_500
    ),
    "a zone every second": (
        b"From: ben@northwind.example\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n"
        b"BEGIN:VTIMEZONE\r\nTZID:X\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\nRRULE:FREQ=SECONDLY\r\n"
        b"TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT\r\nUID:1\r\n"
        b"DTSTAMP:20270101T000000Z\r\nDTSTART;TZID=X:20270101T000000\r\n"
        b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ben@northwind.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ),
}


def test_hostile_mails_take_little_time_are_read_once_and_keep_no_good_one_from_being_read(
    imap: ImapServer, bens: Attendance
) -> None:
    began = thread_time()
    assert read(*HOSTILE.values(), google(said_of(bens)), imap=imap) == 1
    took = thread_time() - began
    assert imap.flags() == [{r"\Seen", r"\Flagged"}] * len(HOSTILE)
    assert answer_of(bens) == "accepted"
    assert took < 5, f"{took:.1f} s of the processor for {len(HOSTILE)} hostile mails"


def test_one_turn_reads_so_many_mails_and_the_next_goes_on(
    imap: ImapServer, bens: Attendance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replying, "MOST_MAILS", 2)
    sent = [google(said_of(bens, stamp=STAMPED + number * MINUTE)) for number in range(3)]
    assert read(*sent, imap=imap, now=LATER) == 2
    assert read(imap=imap, now=LATER + MINUTE) == 1


def test_a_holiday_reply_waits_for_nobody_and_a_bounce_does(imap: ImapServer, bens: Attendance) -> None:
    holiday = b"From: ben@northwind.example\r\nAuto-Submitted: auto-replied\r\nSubject: Away\r\n\r\nI am away.\r\n"
    report = (
        b"Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; boundary=x\r\n\r\n--x\r\n\r\nNo.\r\n--x--\r\n"
    )
    assert read(holiday, b"From: <mailer@northwind.example>\r\n" + report, imap=imap) == 0
    assert imap.flags() == [{r"\Seen"}, {r"\Seen", r"\Flagged"}]


def test_what_somebody_else_has_read_or_deleted_is_left_alone(imap: ImapServer, bens: Attendance) -> None:
    imap.deliver(google(said_of(bens)))
    with imap.mailbox() as connection:
        connection.store("1", "+FLAGS", r"(\Seen)")
    assert read(imap=imap) == 0
    assert imap.flags() == [{r"\Seen"}]


def test_a_mailbox_is_read_once_a_minute_and_later_each_time_it_fails(
    imap: ImapServer, bens: Attendance, settings: Settings
) -> None:
    assert replying.read_replies(NOW) == 0
    imap.deliver(google(said_of(bens)))
    assert replying.read_replies(NOW + MINUTE / 2) == 0
    assert replying.read_replies(NOW + MINUTE) == 1
    settings.IMAP_URL = imap.url.replace("INBOX", "Nowhere")
    tries = []
    for minute in range(2, 20):
        before = ReplyMailbox.objects.get().failures
        replying.read_replies(NOW + minute * MINUTE)
        tries += [minute] if ReplyMailbox.objects.get().failures > before else []
    assert tries == [2, 4, 8, 16]


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (lambda imap: imap.url.replace("INBOX", "Nowhere"), "no such folder"),
        (lambda imap: imap.url.replace("word", "wrong"), "refuses the sign-in"),
        (lambda imap: "imap://replies@127.0.0.1:1/INBOX", "No connection"),
        (lambda imap: f"imaps://replies@127.0.0.1:{imap.port}/INBOX", "No connection"),
        (lambda imap: imap.url + "?tls=1", "answers oddly"),
    ],
)
def test_the_administrator_reads_what_is_wrong_with_the_mailbox_and_no_secret_is_logged(
    imap: ImapServer,
    settings: Settings,
    administrator_client: Client,
    caplog: pytest.LogCaptureFixture,
    url: Callable[[ImapServer], str],
    said: str,
) -> None:
    settings.IMAP_URL = url(imap)
    replying.read_replies(NOW)
    assert said in administrator_client.get("/").content.decode()
    assert "word" not in caplog.text
    assert "127.0.0.1" not in caplog.text


def test_a_server_that_says_nothing_holds_nobody_up(
    imap: ImapServer, settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailbox, "SECONDS", 0.2)
    with socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        settings.IMAP_URL = f"imap://replies@127.0.0.1:{silent.getsockname()[1]}/INBOX"
        assert replying.read_replies(NOW) == 0
    assert ReplyMailbox.objects.get().problem == "unreachable"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_certificate(tmp_path_factory.mktemp("tls") / "localhost.pem", "localhost")


@pytest.fixture(scope="module")
def secure(certificate: Path) -> Iterator[ImapServer]:
    with running_imap_server(certificate) as server:
        yield server


@pytest.mark.parametrize("way", ["imaps", "starttls"])
def test_over_tls_the_certificate_is_checked_before_the_password_is_sent(
    secure: ImapServer, certificate: Path, settings: Settings, db: None, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    parts = urlparse(secure.url)
    user = f"{parts.username}:{parts.password}"
    address = f"imaps://{user}@{{}}:{secure.tls_port}" if way == "imaps" else f"imap://{user}@{{}}:{secure.port}?tls=1"
    settings.IMAP_URL = address.format("localhost")
    replying.read_replies(NOW)
    assert ReplyMailbox.objects.get().problem == "unreachable"
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    replying.read_replies(NOW + timedelta(hours=2))
    assert (ReplyMailbox.objects.get().problem, ReplyMailbox.objects.get().read_at) == ("", NOW + timedelta(hours=2))
    settings.IMAP_URL = address.format("127.0.0.1")  # not the name in the certificate
    replying.read_replies(NOW + timedelta(hours=4))
    assert ReplyMailbox.objects.get().problem == "unreachable"


def test_the_administrator_reads_when_replies_were_read_and_how_many_wait(
    imap: ImapServer, bens: Attendance, administrator_client: Client
) -> None:
    read(google(said_of(bens)), b"From: cho@northwind.example\r\n\r\nI am ill.\r\n", imap=imap, now=NOW)
    page = administrator_client.get("/").content.decode()
    assert "Replies to invitations read" in page
    assert "1 mail in the mailbox of replies" in page


def test_a_database_that_fails_leaves_the_mail_as_it_was(
    imap: ImapServer, bens: Attendance, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object) -> str:
        raise DatabaseError

    imap.deliver(google(said_of(bens)))
    monkeypatch.setattr(replying, "take_letter", fails)
    with pytest.raises(DatabaseError):
        replying.read_replies(NOW)
    assert imap.flags() == [set()]
    monkeypatch.undo()
    assert read(imap=imap, now=NOW + 10 * MINUTE) == 1


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [b"From: ", b"a@b.example", b"Content-Type: ", b"text/calendar", b"multipart/mixed; boundary=x"]
            ),
            st.sampled_from(
                [b"\r\n", b"\r\n\r\n", b"--x", b"; charset=", b"Content-Transfer-Encoding: base64", b"=?utf-8?q?"]
            ),
            st.binary(max_size=8),
        ),
        max_size=30,
    ).map(b"".join)
)
def test_whatever_comes_is_a_mail_or_is_said_to_be_none(data: bytes) -> None:
    try:
        letter = read_letter(data)
    except UnreadableLetter:
        return
    assert "@" in letter.sender


# -- setting it up


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({}, ""),
        ({"IMAP_URL": "imaps://a:b@mail.example/INBOX", "REPLY_ADDRESS": "r+{token}@x.example"}, ""),
        ({"IMAP_URL": "imap://a:b@mail.example?tls=1", "IMAP_AUTHSERV": "mx.x.example"}, ""),
        ({"IMAP_URL": "imap://a:b@localhost:1430", "REPLY_ADDRESS": "{token}@replies.x.example"}, ""),
        ({"IMAP_URL": "imap://a:b@mail.example", "IMAP_AUTHSERV": "mx.x.example"}, "password in the clear"),
        ({"IMAP_URL": "imaps://a:b@mail.example"}, "nothing tells whether a reply is genuine"),
        ({"IMAP_URL": "https://mail.example", "IMAP_AUTHSERV": "mx.x.example"}, "no address of a mailbox"),
        ({"IMAP_URL": "imaps://a:b@mail.example:port", "IMAP_AUTHSERV": "mx.x.example"}, "no address of a mailbox"),
        ({"REPLY_ADDRESS": "replies@x.example"}, "no address with one {token}"),
        ({"REPLY_ADDRESS": "r@{token}.example"}, "no address with one {token}"),
        ({"REPLY_ADDRESS": "r{0}+{token}@x.example"}, "no address with one {token}"),
        ({"REPLY_ADDRESS": "a" * 60 + "{token}@x.example"}, "no address with one {token}"),
    ],
)
def test_a_set_up_that_cannot_work_or_cannot_be_trusted_keeps_the_product_from_starting(
    settings: Settings, values: dict[str, str], said: str
) -> None:
    for name in ("IMAP_URL", "REPLY_ADDRESS", "IMAP_AUTHSERV"):
        setattr(settings, name, values.get(name, ""))
    errors = [error for error in run_checks() if error.id == "hexad.E002"]
    assert [said in str(error.msg) for error in errors] == [True] * bool(said)
    assert all(error.hint for error in errors)


def test_a_reply_address_fits_into_a_mail_address_and_is_never_the_same(settings: Settings) -> None:
    settings.IMAP_URL, settings.REPLY_ADDRESS = "imaps://a:b@x.example", "a" * 40 + "{token}@x.example"
    made = {new_reply_address() for _ in range(100)}
    assert len(made) == 100
    assert {len(address.partition("@")[0]) for address in made} == {64}
    assert made == {address.lower() for address in made}
