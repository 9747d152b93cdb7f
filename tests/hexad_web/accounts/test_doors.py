"""Coming in and going out: where one lands, in which session, and that no foreign page can push anybody through."""

from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import SignInLink
from tests.hexad_web.accounts.conftest import ADDRESS, PASSWORD, Ask, forget_tries, newest_mail, who_is_in
from tests.hexad_web.conftest import client_of

pytestmark = pytest.mark.django_db
COOKIE = "sessionid"
DOORS = ("link", "code", "password")
ELSEWHERE = (
    "https://evil.example/",
    "//evil.example/",
    "///evil.example/",
    r"/\evil.example/",
    r"\\evil.example",
    "https:evil.example",
    "http:///evil.example",
    "\thttps://evil.example",
    "javascript:alert(1)",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "/" + "x" * 3000,
)


def come_in(client: Client, door: str, next_url: str = "") -> HttpResponse:
    """Ana signs in through this door; the next address is whatever she was sent here with."""
    if door == "password":
        sent = {"p-email": ADDRESS, "p-password": PASSWORD, "next": next_url}
        return client.post(reverse("accounts:password"), sent)
    client.post(reverse("accounts:login"), {"email": ADDRESS, "next": next_url})
    mail = newest_mail()
    if door == "code":
        return client.post(reverse("accounts:code"), {"code": mail.code, "next": next_url})
    query = urlencode({"next": next_url})
    return client.post(mail.path.partition("?")[0], {"next": next_url}, QUERY_STRING=query)


@pytest.mark.parametrize("door", DOORS)
def test_no_door_leads_out_of_the_house(ana: Actor, settings: Settings, door: str) -> None:
    for next_url in ELSEWHERE:
        forget_tries(settings)  # three mails a minute are not what is asked here
        response = come_in(Client(), door, next_url)
        assert (response.status_code, response["Location"]) == (302, "/"), next_url


@pytest.mark.parametrize("door", DOORS)
def test_every_door_leads_where_one_wanted_to_go(client: Client, ana: Actor, door: str) -> None:
    assert come_in(client, door, "/formation/groups/?page=2")["Location"] == "/formation/groups/?page=2"


def test_a_page_that_needs_a_role_sends_to_the_door_and_back(client: Client, ana: Actor) -> None:
    door = client.get("/people/?q=ben")["Location"]
    shown = client.get(door).content.decode()

    assert 'name="next" value="/people/?q=ben"' in shown


def test_a_foreign_address_does_not_even_enter_the_form_or_the_mail(client: Client, ask: Ask) -> None:
    shown = client.get("/accounts/login/", {"next": "https://evil.example/"}).content.decode()

    assert "evil.example" not in shown
    assert "evil.example" not in ask(next="https://evil.example/").text


@pytest.mark.parametrize("door", DOORS)
def test_a_session_from_before_signing_in_opens_nothing_afterwards(client: Client, ana: Actor, door: str) -> None:
    """Somebody who planted a session in Ana's browser must not be in it with her."""
    client.post(reverse("accounts:login"), {"email": ADDRESS})
    planted = client.cookies[COOKIE].value

    come_in(client, door)

    assert who_is_in(client) == ana.user
    assert client.cookies[COOKIE].value != planted
    thief = Client()
    thief.cookies[COOKIE] = planted
    assert thief.get("/").status_code == 302


def test_signing_in_as_somebody_else_leaves_nothing_of_the_first(administrator: Actor, ana: Actor) -> None:
    client = client_of(administrator)
    session = client.session
    session["kept"] = "by the first"
    session.save()

    come_in(client, "link")

    assert who_is_in(client) == ana.user
    assert "kept" not in client.session


@pytest.mark.parametrize("name", ["login", "code", "password", "logout", "switch", "profile", "set_password"])
def test_a_form_on_a_foreign_page_is_refused(ana: Actor, name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ana.user, backend="allauth.account.auth_backends.AuthenticationBackend")  # type: ignore[arg-type]

    response = client.post(reverse(f"accounts:{name}"), {"email": ADDRESS})

    assert response.status_code == 403
    assert "This page was open too long" in response.content.decode()
    assert who_is_in(client) == ana.user


def test_a_foreign_page_signs_nobody_in_by_a_link_it_holds(ask: Ask) -> None:
    mail, browser = ask(), Client(enforce_csrf_checks=True)

    assert browser.post(mail.path).status_code == 403
    assert who_is_in(browser) is None
    assert SignInLink.objects.get().used_at is None


def test_signing_out_ends_the_session_for_good(ana: Actor) -> None:
    client = client_of(ana)
    cookie = client.cookies[COOKIE].value

    response = client.post(reverse("accounts:logout"), follow=True)

    assert "You are signed out." in response.content.decode()
    assert client.get("/").status_code == 302
    copy = Client()
    copy.cookies[COOKIE] = cookie
    assert copy.get("/").status_code == 302


def test_a_link_to_signing_out_does_nothing(ana: Actor) -> None:
    client = client_of(ana)

    assert client.get(reverse("accounts:logout")).status_code == 405
    assert who_is_in(client) == ana.user


@pytest.mark.parametrize("name", ["login", "code"])
def test_pages_at_the_door_are_not_kept_by_the_browser(ask: Ask, client: Client, name: str) -> None:
    ask()

    assert "no-store" in client.get(reverse(f"accounts:{name}"))["Cache-Control"]


def test_the_link_tells_no_other_site_that_it_was_followed(ask: Ask, client: Client) -> None:
    response = client.get(ask().path)

    assert response["Referrer-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert "form-action 'self'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]
