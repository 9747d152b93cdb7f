from collections import Counter
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks

from hexad_web.accounts.models import Organisation
from hexad_web.outbox.actions import PART, TURN, cancel_mails, queue_in_turns, queue_mail, queue_mails
from hexad_web.outbox.models import OutboxMessage
from hexad_web.outbox.rendering import Mail
from tests.examples import NOW
from tests.hexad_web.outbox.mails import ICS, mail_to, queued, states


def test_the_same_key_is_queued_once(organisation: Organisation) -> None:
    first = queue_mail(organisation=organisation, now=NOW, to="a@x.example", subject="A", text="a", kind="k", key="1")
    again = queue_mail(organisation=organisation, now=NOW, to="b@x.example", subject="B", text="b", kind="k", key="1")
    assert again.pk == first.pk
    assert again.recipient == "a@x.example"


def test_the_same_key_in_one_batch_is_one_mail(organisation: Organisation) -> None:
    rows = queued(organisation, "ben", "ben")
    assert rows[0].pk == rows[1].pk
    assert OutboxMessage.objects.count() == 1


def test_two_organisations_may_use_the_same_key(
    organisation: Organisation, stranger_organisation: Organisation
) -> None:
    queued(organisation, "ben")
    queued(stranger_organisation, "ben")
    queued(None, "ben")
    assert OutboxMessage.objects.count() == 3


def test_rows_come_back_in_the_order_of_the_mails(organisation: Organisation) -> None:
    queued(organisation, "cho")
    assert [row.key for row in queued(organisation, "ben", "cho", "dev")] == ["ben", "cho", "dev"]


def test_message_id_and_calendar_uid_are_fixed_when_the_mail_is_queued(organisation: Organisation) -> None:
    (row,) = queued(organisation, "ben", calendar=ICS)
    assert row.calendar_uid == "explore-7@hexad"
    assert f"Message-ID: {row.message_id}".encode() in bytes(row.payload)


def test_mails_of_the_worker_are_composed_and_written_by_turns(organisation: Organisation) -> None:
    """Composing takes longest: nobody has to wait for it, and whoever writes has a turn after each fifty."""
    outside, written = len(connection.savepoint_ids), []

    def composed() -> Iterator[Mail]:
        for number in range(2 * TURN + 1):
            assert len(connection.savepoint_ids) == outside
            written.append(OutboxMessage.objects.count())
            yield mail_to(f"person{number}")

    assert queue_in_turns(organisation=organisation, mails=composed(), now=NOW) == 2 * TURN + 1
    assert Counter(written) == {0: TURN, TURN: TURN, 2 * TURN: 1}


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_fails_leaves_neither_mail_nor_waking() -> None:
    organisation = Organisation.objects.create(name="Northwind Works", slug="northwind")

    class Changed(Exception):  # noqa: N818  # not an error: somebody changed their mind
        pass

    def change_of_mind() -> None:
        with transaction.atomic():
            queued(organisation, "ben")
            raise Changed

    with pytest.raises(Changed):
        change_of_mind()
    assert OutboxMessage.objects.count() == 0
    assert connection.run_on_commit == []


def test_workers_are_woken_once_however_many_mails_a_transaction_queues(
    organisation: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for name in ("ben", "cho", "dev"):
            queued(organisation, name)
    assert len(callbacks) == 1


def test_a_mail_that_was_there_already_wakes_nobody(
    organisation: Organisation, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    queued(organisation, "ben")
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        queued(organisation, "ben")
    assert not callbacks


def test_two_hundred_and_forty_invitations_are_queued_with_three_statements(
    organisation: Organisation,
) -> None:
    mails = [mail_to(f"person{n}", calendar=ICS, html="<p>Thu 4 June</p>") for n in range(240)]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        queue_mails(organisation=organisation, mails=mails, now=NOW)
    statements = [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]
    inserts = [sql for sql in statements if sql.startswith("INSERT")]
    assert len(statements) - len(inserts) == 2
    assert len(inserts) <= 7  # SQLite takes a limited number of parameters at once


def test_more_mails_than_one_statement_holds_are_queued_in_order(organisation: Organisation) -> None:
    names = [f"person{n}" for n in range(PART + 5)]
    assert [row.key for row in queued(organisation, *names)] == names


def test_what_waits_can_be_withdrawn_and_what_is_gone_cannot(organisation: Organisation) -> None:
    queued(organisation, "ben", "cho")
    OutboxMessage.objects.filter(key="cho").update(state=OutboxMessage.State.SENT)
    assert cancel_mails(organisation=organisation, keys=["ben", "cho"]) == 1
    assert states() == {"ben": "cancelled", "cho": "sent"}
    assert bytes(OutboxMessage.objects.get(key="ben").payload) == b""
