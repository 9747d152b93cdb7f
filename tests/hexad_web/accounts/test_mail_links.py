"""Signing in by the link of a mail: once, for fifteen minutes, by pressing a button and never by opening."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts import actions, signing_in
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, SignInLink, User
from hexad_web.outbox.models import OutboxMessage
from tests.hexad_web.accounts.conftest import ADDRESS, Ask, newest_mail, who_is_in

pytestmark = pytest.mark.django_db


def test_the_mail_goes_to_the_address_with_a_link_and_a_code(ask: Ask) -> None:
    mail = ask()

    assert mail.to == ADDRESS
    assert mail.subject == "Your link to sign in to Hexad"
    assert "(Berlin)" in mail.text
    assert "You did not ask for this? Then do nothing" in mail.text
    assert mail.path
    assert mail.code


def test_the_database_holds_neither_link_nor_code(ask: Ask) -> None:
    mail = ask()
    row = SignInLink.objects.get()
    kept = f"{row.token_hash} {row.code_hash} {row.address_hash}"

    assert mail.path.rstrip("/").rpartition("/")[2] not in kept
    assert mail.code.replace(" ", "") not in kept
    assert ADDRESS not in kept


def test_opening_the_link_signs_nobody_in(ask: Ask) -> None:
    mail, scanner = ask(), Client()

    for _visit in range(3):
        assert "You sign in as Ana Example." in scanner.get(mail.path).content.decode()
    scanner.head(mail.path)

    assert who_is_in(scanner) is None
    assert SignInLink.objects.get().used_at is None
    assert not AuditEntry.objects.exists()


def test_the_button_signs_in_on_any_device_and_the_trail_says_so(ask: Ask, ana: Actor) -> None:
    mail, phone = ask(), Client()

    response = phone.post(mail.path)

    assert (response.status_code, response["Location"]) == (302, "/")
    assert who_is_in(phone) == ana.user
    entry = AuditEntry.objects.get()
    assert (entry.action, entry.details, entry.user) == ("accounts.sign_in", {"way": "link"}, ana.user)


def test_a_link_works_once(ask: Ask) -> None:
    mail, first, second = ask(), Client(), Client()
    first.post(mail.path)

    for response in (second.get(mail.path), second.post(mail.path)):
        assert response.status_code == 410
        assert "Link used or expired. Send a new one." in response.content.decode()
    assert who_is_in(second) is None


def test_of_two_clicks_at_once_one_gets_in(ana: Actor, now: datetime) -> None:
    assert ana.user is not None
    link = actions.make_sign_in_link(ana.user, now)
    seen_by_both = [signing_in.find_link(link.token, now=now) for _click in range(2)]

    users = [signing_in.use_link(one, now=now) for one in seen_by_both if one]

    assert users == [ana.user, None]


@pytest.mark.parametrize(
    ("later", "gets_in"), [(timedelta(minutes=14, seconds=59), True), (signing_in.LIFETIME, False)]
)
def test_a_link_lives_for_fifteen_minutes(ana: Actor, now: datetime, later: timedelta, gets_in: bool) -> None:
    assert ana.user is not None
    link = actions.make_sign_in_link(ana.user, now)

    assert (actions.use_sign_in_link(token=link.token, now=now + later) == ana.user) is gets_in


def test_a_link_of_somebody_who_was_shut_out_is_closed(ask: Ask) -> None:
    mail, browser = ask(), Client()
    User.objects.update(is_active=False)

    assert browser.get(mail.path).status_code == 410
    assert browser.post(mail.path).status_code == 410
    assert who_is_in(browser) is None


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "%F0%9F%A6%86", "." * 3000])
def test_a_made_up_link_opens_nothing(db: None, client: Client, token: str) -> None:
    for response in (client.get(f"/accounts/in/{token}/"), client.post(f"/accounts/in/{token}/")):
        assert response.status_code == 410


def test_a_mail_sent_again_brings_a_link_and_a_code_of_its_own(ask: Ask, client: Client, ana: Actor) -> None:
    first = ask()
    second = ask()

    assert first.path != second.path
    client.post(reverse("accounts:code"), {"code": second.code})
    assert who_is_in(client) == ana.user


def test_the_older_of_two_mails_still_lets_in_by_its_link(ask: Ask, ana: Actor) -> None:
    first, phone = ask(), Client()
    ask()

    phone.post(first.path)

    assert who_is_in(phone) == ana.user


def test_the_mail_is_written_as_its_reader_reads(ask: Ask, ana: Actor) -> None:
    User.objects.filter(pk=ana.user.pk).update(time_zone="America/New_York", clock="12")  # type: ignore[union-attr]

    assert "m. (New York)" in ask().text


def test_the_mail_speaks_its_readers_language(ask: Ask) -> None:
    User.objects.update(language="de")

    assert re.search(r"\b(Mo|Di|Mi|Do|Fr|Sa|So)\b,? ", ask().text)


def test_a_zone_that_no_longer_exists_locks_nobody_out(ask: Ask, client: Client, ana: Actor) -> None:
    User.objects.update(time_zone="Europe/Atlantis")

    mail = ask()

    assert "(UTC)" in mail.text
    client.post(mail.path)
    assert client.get("/").status_code == 200


def test_who_gets_in_by_a_link_arrives_where_they_wanted_to_go(ask: Ask) -> None:
    mail, phone = ask(next="/people/?q=ben"), Client()

    assert "next=%2Fpeople%2F%3Fq%3Dben" in mail.path
    shown = phone.get(mail.path).content.decode()

    assert 'name="next" value="/people/?q=ben"' in shown
    assert phone.post(mail.path, {"next": "/people/?q=ben"})["Location"] == "/people/?q=ben"


def test_the_mail_is_withdrawn_when_its_link_is_over(ask: Ask) -> None:
    ask()

    row = OutboxMessage.objects.get()

    assert row.expires_at == SignInLink.objects.get().expires_at
    assert row.secret
    assert row.urgent
    assert newest_mail().to == row.recipient
