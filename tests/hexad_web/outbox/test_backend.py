from datetime import timedelta

import pytest
from django.core.mail import EmailMessage, send_mail
from pytest_django import Settings

from hexad_web.outbox.models import OutboxMessage
from tests.examples import NOW


@pytest.fixture(autouse=True)
def outbox_backend(settings: Settings, db: None) -> None:
    settings.EMAIL_BACKEND = "hexad_web.outbox.backend.OutboxBackend"


def test_a_mail_of_django_becomes_a_row_for_each_recipient() -> None:
    send_mail("Hello", "Text", None, ["ben@northwind.example", "cho@northwind.example"])
    rows = OutboxMessage.objects.order_by("recipient")
    assert [(row.recipient, row.organisation, row.state) for row in rows] == [
        ("ben@northwind.example", None, "queued"),
        ("cho@northwind.example", None, "queued"),
    ]
    assert all(row.secret and row.urgent and b"Text" in bytes(row.payload) for row in rows)


def test_kind_and_expiry_are_read_and_never_leave() -> None:
    expires = NOW + timedelta(minutes=15)
    headers = {"X-Hexad-Kind": "sign-in", "X-Hexad-Expires": expires.isoformat()}
    EmailMessage("Hello", "Text", to=["ben@northwind.example"], headers=headers).send()
    row = OutboxMessage.objects.get()
    assert (row.kind, row.expires_at) == ("sign-in", expires)
    assert b"X-Hexad" not in bytes(row.payload)


def test_a_mail_to_nobody_is_withdrawn_before_anybody_sees_it() -> None:
    send_mail("Hello", "123 456", None, ["nobody@hexad.invalid"])
    row = OutboxMessage.objects.get()
    assert row.state == "cancelled"
    assert bytes(row.payload) == b""
