"""Delivery to a real mail server in this process: what it answers decides what becomes of a row."""

from datetime import datetime, timedelta

from pytest_django import Settings

from hexad_web.accounts.models import Organisation
from hexad_web.outbox import claims
from hexad_web.outbox.delivery import deliver_due
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.tasks import reconcile
from tests.examples import NOW
from tests.hexad_web.outbox.conftest import StartSink
from tests.hexad_web.outbox.mails import queued, states
from tests.mail_sink import free_port

MINUTE = timedelta(minutes=1)


def deliver(at: datetime = NOW) -> int:
    return deliver_due(clock=lambda: at)


def row_of(name: str) -> OutboxMessage:
    return OutboxMessage.objects.get(key=name)


def test_everything_due_is_sent_over_one_connection(organisation: Organisation, start_sink: StartSink) -> None:
    sink = start_sink()
    queued(organisation, *(f"person{n}" for n in range(20)))
    assert deliver() == 20
    assert sink.connections == 1
    assert len(set(sink.recipients)) == 20
    assert deliver() == 0


def test_the_bytes_that_were_stored_are_the_bytes_that_arrive(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink()
    (row,) = queued(organisation, "ben", text="Grüße. \n.\nA line that is only a dot stays.\n")
    deliver()
    (message,) = sink.messages
    assert message["Message-ID"] == row.message_id
    assert message.get_content().splitlines() == ["Grüße. ", ".", "A line that is only a dot stays."]


def test_urgent_mail_goes_first(organisation: Organisation, start_sink: StartSink) -> None:
    sink = start_sink()
    queued(organisation, "ben", "cho")
    queued(organisation, "dev", urgent=True)
    deliver()
    assert sink.recipients[0] == "dev@northwind.example"


def test_an_address_that_is_refused_fails_for_good_and_stops_nobody_else(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink(refuse={"cho@northwind.example": "550 no such user"})
    queued(organisation, "ben", "cho", "dev")
    assert deliver() == 2
    assert states() == {"ben": "sent", "cho": "failed", "dev": "sent"}
    assert row_of("cho").last_error == "refused 550"
    assert sorted(sink.recipients) == ["ben@northwind.example", "dev@northwind.example"]


def test_the_servers_own_words_are_not_kept(organisation: Organisation, start_sink: StartSink) -> None:
    start_sink(refuse={"ben@northwind.example": "550 Ben left us because of what he said"})
    queued(organisation, "ben")
    deliver()
    assert "Ben" not in row_of("ben").last_error


def test_an_address_that_is_refused_for_now_is_tried_again_with_growing_pauses(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink(refuse={"ben@northwind.example": "451 mailbox busy"})
    queued(organisation, "ben")
    pauses, at = [], NOW
    for _attempt in range(4):
        deliver(at)
        pauses.append(row_of("ben").next_try_at - at)
        assert deliver(at) == 0
        at = row_of("ben").next_try_at
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1] <= timedelta(hours=1)
    sink.refuse.clear()
    assert deliver(at) == 1
    assert row_of("ben").state == "sent"


def test_after_three_days_a_mail_that_never_got_through_has_failed(
    organisation: Organisation, start_sink: StartSink
) -> None:
    start_sink(refuse={"ben@northwind.example": "451 mailbox busy"})
    queued(organisation, "ben")
    deliver(NOW + timedelta(days=3, minutes=1))
    assert states() == {"ben": "failed"}


def test_a_server_that_cannot_be_reached_costs_nobody_an_attempt(
    organisation: Organisation, settings: Settings
) -> None:
    settings.OUTBOX_EMAIL_BACKEND = "hexad_web.outbox.smtp.SmtpBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    queued(organisation, "ben", "cho")
    assert deliver() == 0
    assert states() == {"ben": "queued", "cho": "queued"}
    assert row_of("ben").attempts == 0
    assert row_of("ben").last_error == "unreachable"
    assert not row_of("ben").uncertain


def test_a_server_that_refuses_us_is_no_fault_of_the_recipients(
    organisation: Organisation, start_sink: StartSink
) -> None:
    start_sink(refuse_sender="550 you may not relay")
    queued(organisation, "ben")
    deliver()
    assert states() == {"ben": "queued"}
    assert row_of("ben").last_error == "sender 550"


def test_a_connection_lost_after_the_mail_was_handed_over_is_tried_again_and_marked(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink(hang_up_at=2)
    queued(organisation, "ben", "cho", "dev")
    assert deliver() == 2
    assert states() == {"ben": "sent", "cho": "queued", "dev": "sent"}
    assert row_of("cho").uncertain
    assert deliver(NOW + 5 * MINUTE) == 1
    assert row_of("cho").state == "sent"
    assert row_of("cho").uncertain
    assert len({message["Message-ID"] for message in sink.messages}) == 3


def test_an_address_that_no_server_can_be_told_fails_at_once(organisation: Organisation, start_sink: StartSink) -> None:
    start_sink()
    queued(organisation, "ben")
    OutboxMessage.objects.update(recipient="ben@northwind.example, cho@northwind.example")
    deliver()
    assert row_of("ben").state == "failed"
    assert row_of("ben").last_error == "address"


def test_a_secret_is_wiped_when_it_is_delivered_or_refused(organisation: Organisation, start_sink: StartSink) -> None:
    start_sink(refuse={"cho@northwind.example": "550 no such user"})
    queued(organisation, "ben", "cho", secret=True)
    queued(organisation, "dev")
    deliver()
    assert {row.key: bool(row.payload) for row in OutboxMessage.objects.all()} == {
        "ben": False,
        "cho": False,
        "dev": True,
    }


def test_a_sign_in_mail_that_comes_too_late_is_withdrawn_with_its_secret(
    organisation: Organisation, start_sink: StartSink
) -> None:
    sink = start_sink()
    queued(organisation, "ben", secret=True, expires_at=NOW + 15 * MINUTE)
    assert deliver(NOW + 16 * MINUTE) == 0
    assert states() == {"ben": "cancelled"}
    assert bytes(row_of("ben").payload) == b""
    assert not sink.messages


def test_the_text_of_a_mail_is_wiped_a_month_after_it_went_out(
    organisation: Organisation, start_sink: StartSink
) -> None:
    start_sink()
    queued(organisation, "ben", "cho")
    deliver()
    OutboxMessage.objects.filter(key="cho").update(queued_at=NOW + timedelta(days=1))
    reconcile(NOW + timedelta(days=30, hours=1))
    assert bytes(row_of("ben").payload) == b""
    assert bytes(row_of("cho").payload) != b""


def test_two_workers_never_hold_the_same_mail(organisation: Organisation) -> None:
    queued(organisation, "ben", "cho", "dev")
    first = claims.claim(NOW, limit=2)
    second = claims.claim(NOW, limit=2)
    assert [[row.key for row in batch] for batch in (first, second)] == [["ben", "cho"], ["dev"]]


def test_a_claim_that_was_lost_is_not_sent(organisation: Organisation) -> None:
    queued(organisation, "ben")
    (slow,) = claims.claim(NOW)
    claims.sweep(NOW + claims.LEASE + MINUTE)
    (quick,) = claims.claim(NOW + claims.LEASE + MINUTE)
    assert claims.mark_sending(quick, NOW)
    assert not claims.mark_sending(slow, NOW)
    claims.mark_failed(slow, "address")
    assert row_of("ben").state == "sending"


def test_a_claim_of_a_living_worker_stays_until_its_lease_ends(organisation: Organisation) -> None:
    queued(organisation, "ben", "cho")
    held, sending = claims.claim(NOW)
    claims.mark_sending(sending, NOW)
    assert claims.sweep(NOW + MINUTE) == 0
    assert claims.sweep(NOW + claims.LEASE + MINUTE) == 2
    assert not row_of(held.key).uncertain
    assert row_of(sending.key).uncertain


def test_a_mail_withdrawn_between_claim_and_sending_is_not_sent(organisation: Organisation) -> None:
    queued(organisation, "ben")
    (row,) = claims.claim(NOW)
    OutboxMessage.objects.update(state=OutboxMessage.State.CANCELLED)
    assert not claims.mark_sending(row, NOW)
