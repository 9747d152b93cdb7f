"""Meetings' mails over real SMTP, read by the library's own calendar reader as a second, independent one."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from pytest_django import Settings

from hexad.availability.calendars import read_ics
from hexad_web.accounts.access import Actor
from hexad_web.outbox.delivery import deliver_due
from hexad_web.outbox.models import OutboxMessage
from hexad_web.scheduling.actions import changing
from hexad_web.scheduling.models import GroupPlan, Meeting
from tests.examples import NOW
from tests.hexad_web.scheduling.conftest import EXPLORE, NINETY, SIX
from tests.hexad_web.scheduling.reading import calendar_part, event_of
from tests.mail_sink import MailSink, running_sink

YEAR = (datetime(2027, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))


@pytest.fixture
def sink(settings: Settings) -> Iterator[MailSink]:
    with running_sink() as (mailbox, port):
        settings.OUTBOX_EMAIL_BACKEND = "hexad_web.outbox.smtp.SmtpBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        yield mailbox


def arrived(sink: MailSink) -> list[EmailMessage]:
    deliver_due(clock=lambda: NOW)
    return sink.matching(lambda mail: True)


def test_each_person_receives_one_request_for_each_meeting(
    sink: MailSink, plan: GroupPlan, confirm: Callable[[], list[Meeting]]
) -> None:
    confirm()
    received = arrived(sink)
    assert Counter(mail["To"] for mail in received) == {person.email: 2 for person in SIX}
    assert {calendar_part(mail).get_param("method") for mail in received} == {"REQUEST"}
    assert {event_of(mail)["UID"] for mail in received} == set(Meeting.objects.values_list("uid", flat=True))
    assert not arrived(sink)[len(received) :]


def test_a_move_arrives_once_for_each_person_with_the_next_sequence(
    sink: MailSink, explore: Meeting, owner: Actor
) -> None:
    before = len(arrived(sink))
    start = EXPLORE + timedelta(days=1)
    changing.move_meeting(actor=owner, meeting_id=explore.pk, start=start, consent=False, now=NOW)
    moved = arrived(sink)[before:]
    assert sorted(mail["To"] for mail in moved) == sorted(person.email for person in SIX)
    assert {event_of(mail)["SEQUENCE"] for mail in moved} == {1}
    assert len({mail["Message-ID"] for mail in arrived(sink)}) == before + 6


def test_a_calendar_that_keeps_all_messages_shows_only_the_last_word(
    sink: MailSink, explore: Meeting, owner: Actor
) -> None:
    start = EXPLORE + timedelta(days=1)
    changing.move_meeting(actor=owner, meeting_id=explore.pk, start=start, consent=False, now=NOW)
    reflect = Meeting.objects.get(kind="reflect")
    changing.cancel_meeting(actor=owner, meeting_id=reflect.pk, now=NOW)
    events = [body(mail) for mail in arrived(sink) if mail["To"] == SIX[0].email]
    reading = read_ics(as_one_calendar(events), owner_zone="Europe/Berlin", owner_email=SIX[0].email, window=YEAR)
    assert [(busy.start, busy.end) for busy in reading.busy] == [(start, start + NINETY)]
    assert not [problem for problem in reading.problems if problem.severity == "error"]


def body(mail: EmailMessage) -> str:
    return str(calendar_part(mail).get_content()).replace("\r\n", "\n").strip()


def as_one_calendar(messages: list[str]) -> bytes:
    """What a calendar account holds after all messages: zone and event components in one file."""
    parts = [line for text in messages for line in text.split("\n")]
    kept = [
        line for line in parts if line not in ("BEGIN:VCALENDAR", "END:VCALENDAR") and not line.startswith("METHOD")
    ]
    inner = [line for line in kept if not line.startswith(("PRODID", "VERSION", "CALSCALE"))]
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//", *inner, "END:VCALENDAR", ""]).encode()


def test_the_owner_sees_what_is_on_its_way_in_the_outbox(sink: MailSink, explore: Meeting) -> None:
    assert OutboxMessage.objects.filter(state="queued").count() == 12
    arrived(sink)
    assert OutboxMessage.objects.filter(state="sent").count() == 12
