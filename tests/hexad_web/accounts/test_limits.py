"""How often somebody may try, and that a forged header buys no further tries."""

import pytest
from allauth.core import ratelimit
from django.test import Client, RequestFactory
from pytest_django import Settings

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import SignInLink
from tests.hexad_web.accounts.conftest import ADDRESS, PASSWORD, who_is_in
from tests.hexad_web.accounts.test_passwords import BY_PASSWORD, NEW, SET
from tests.hexad_web.conftest import client_of

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"
OFTEN = "That was often."


def ask(email: str = ADDRESS, **headers: str) -> bool:
    """Whether a link was asked for; each time from a browser of its own."""
    response = Client().post(LOGIN, {"email": email}, headers=headers)
    if response.status_code != 302:
        assert response.status_code == 422
        assert OFTEN in response.content.decode()
    return response.status_code == 302


def test_an_address_gets_three_mails_a_minute(ana: Actor) -> None:
    assert [ask() for _time in range(4)] == [True, True, True, False]
    assert ask("ben@northwind.example")
    assert SignInLink.objects.count() == 4


def test_an_address_that_nobody_has_is_limited_as_well(db: None) -> None:
    assert [ask("zoe@nowhere.example") for _time in range(4)] == [True, True, True, False]


def test_capitals_make_no_other_address(ana: Actor) -> None:
    spellings = (ADDRESS, ADDRESS.upper(), "Ana@northwind.example", "aNA@northwind.example")

    assert [ask(address) for address in spellings] == [True, True, True, False]


def test_one_network_asks_for_twenty_addresses_a_minute(db: None) -> None:
    assert all(ask(f"person{number}@northwind.example") for number in range(20))
    assert not ask("another@northwind.example")


def test_a_forged_network_buys_no_further_tries(db: None) -> None:
    for number in range(20):
        ask(f"person{number}@northwind.example", x_forwarded_for=f"203.0.113.{number}")

    assert not ask("another@northwind.example", x_forwarded_for="203.0.113.99", x_real_ip="203.0.113.99")


def test_a_forged_header_makes_no_connection_secure(db: None, client: Client) -> None:
    response = client.get(LOGIN, headers={"x-forwarded-proto": "https", "x-forwarded-ssl": "on"})

    assert not response.wsgi_request.is_secure()


def wrong_password(client: Client | None = None, **headers: str) -> str:
    sent = {"p-email": ADDRESS, "p-password": "wrong"}
    return (client or Client()).post(BY_PASSWORD, sent, headers=headers).content.decode()


def test_after_five_wrong_passwords_even_the_right_one_waits_but_a_link_is_sent(ana: Actor, client: Client) -> None:
    for _try in range(5):
        assert "do not belong together" in wrong_password()

    response = client.post(BY_PASSWORD, {"p-email": ADDRESS, "p-password": PASSWORD})

    assert f"{OFTEN} Wait five minutes, or ask for a link." in response.content.decode()
    assert who_is_in(client) is None
    assert ask()


def test_another_host_header_buys_no_further_tries(ana: Actor, settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1"]
    hosts = ("localhost", "localhost:1", "localhost:2", "127.0.0.1", "127.0.0.1:9")
    for host in hosts:
        assert "do not belong together" in wrong_password(host=host)

    assert OFTEN in wrong_password(host="localhost:3")


def test_the_right_password_is_not_counted(ana: Actor) -> None:
    right = {"p-email": ADDRESS, "p-password": PASSWORD}

    assert [Client().post(BY_PASSWORD, right).status_code for _time in range(7)] == [302] * 7


def test_tries_at_many_addresses_do_not_push_out_what_was_counted(ana: Actor) -> None:
    """The embedded cache forgets at random once it is full."""
    for _time in range(3):
        ask()
    for number in range(2_000):
        request = RequestFactory().post(LOGIN, REMOTE_ADDR=f"2001:db8:{number:x}::1")
        ratelimit.consume(request, action="request_login_code", key=f"person{number}@northwind.example")

    assert not ask()


def test_changing_the_password_again_and_again_is_slowed_down(ana: Actor) -> None:
    client = client_of(ana)
    wrong = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    for _try in range(5):
        assert OFTEN not in client.post(SET, wrong).content.decode()

    assert OFTEN in client.post(SET, wrong).content.decode()
