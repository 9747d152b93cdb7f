"""One manager with an account, Ana, and the mails that let her in."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation, Role, User
from tests.hexad_web.conftest import actor_of
from tests.hexad_web.scheduling.reading import mails, text_of

PASSWORD = "seven geese over Leeds"
ADDRESS = "ana@northwind.example"


def forget_tries(settings: Settings) -> None:
    """Counted tries live in the cache, which outlives a test and is shared with those that run beside it."""
    settings.CACHES = {"default": {**settings.CACHES["default"], "KEY_PREFIX": uuid4().hex}}


@pytest.fixture(autouse=True)
def no_tries_so_far(settings: Settings) -> None:
    forget_tries(settings)


@pytest.fixture(autouse=True)
def mails_go_to_the_outbox(settings: Settings) -> None:
    """As in the product; Django's test runner keeps mails in a list of its own."""
    settings.EMAIL_BACKEND = "hexad_web.outbox.backend.OutboxBackend"


@dataclass(frozen=True)
class SignInMail:
    to: str
    subject: str
    text: str

    @property
    def path(self) -> str:
        """The link without the address of the installation."""
        found = re.search(r"https?://[^/\s]+(/accounts/in/\S+)", self.text)
        assert found, self.text
        return found[1]

    @property
    def code(self) -> str:
        found = re.search(r"\b\d{3} \d{3}\b", self.text)
        assert found, self.text
        return found[0]


def newest_mail(kind: str = "sign-in") -> SignInMail:
    mail = mails(kind)[-1]
    return SignInMail(to=str(mail["To"]), subject=str(mail["Subject"]), text=text_of(mail))


@pytest.fixture
def ana(organisation: Organisation) -> Actor:
    actor = actor_of(organisation, Role.OWNER, "Ana")
    assert actor.user is not None
    actor.user.set_password(PASSWORD)
    actor.user.save()
    return actor


Ask = Callable[..., SignInMail]


@pytest.fixture
def ask(client: Client, ana: Actor) -> Ask:
    """Ana asks for a link in the browser ``client``; this is the mail that she gets."""

    def ask_for_link(**fields: str) -> SignInMail:
        response = client.post(reverse("accounts:login"), {"email": ADDRESS, **fields})
        assert response.status_code == 302, response.content
        return newest_mail()

    return ask_for_link


def who_is_in(client: Client) -> User | None:
    """The user whom this browser is signed in as."""
    key = client.session.get("_auth_user_id")
    return User.objects.get(pk=key) if key else None
