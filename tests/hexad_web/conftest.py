"""An organisation with one user per role, a second organisation, and signed-in clients."""

import secrets
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.middleware import csrf
from django.template import Template
from django.test import Client
from django.utils import translation
from django.utils.crypto import get_random_string
from hypothesis import settings

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role, User
from tests.examples import NOW

AS_IN_USE = Template._render
CONSONANTS = "bcdfghjklmnpqrstvwxz"
settings.register_profile("product", deadline=None)  # timings are no assertions: a slow machine fails no property
settings.load_profile("product")


@pytest.fixture(scope="session", autouse=True)
def pages_are_rendered_as_in_use(django_test_environment: None) -> None:
    """Django's own environment for tests copies the context of each component into ``response.context``: more work than
    rendering the page. Tests read pages."""
    Template._render = AS_IN_USE


@pytest.fixture(scope="session", autouse=True)
def tokens_spell_no_word() -> Iterator[None]:
    """Once in a few hundred pages a token among sixty letters spells "Ada", which a test says is not there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csrf, "CSRF_ALLOWED_CHARS", CONSONANTS)
        patch.setattr(secrets, "token_urlsafe", lambda nbytes=32: get_random_string(-(-nbytes * 4 // 3), CONSONANTS))
        yield


@pytest.fixture(autouse=True)
def no_language_of_an_earlier_test() -> Iterator[None]:
    """A request leaves its language active in its thread."""
    yield
    translation.deactivate()


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def organisation(db: None) -> Organisation:
    return Organisation.objects.create(name="Northwind Works", slug="northwind", time_zone="Europe/Berlin")


@pytest.fixture
def stranger_organisation(db: None) -> Organisation:
    return Organisation.objects.create(name="Contoso", slug="contoso")


def actor_of(organisation: Organisation, role: Role, name: str) -> Actor:
    address = f"{name.lower()}@{organisation.slug}.example"
    user = User.objects.create_user(address, name=f"{name} Example", time_zone="Europe/Berlin")
    Membership.objects.create(organisation=organisation, user=user, role=role)
    return Actor(organisation=organisation, role=role, user=user)


@pytest.fixture
def owner(organisation: Organisation) -> Actor:
    return actor_of(organisation, Role.OWNER, "Olga")


@pytest.fixture
def participant(organisation: Organisation) -> Actor:
    return actor_of(organisation, Role.PARTICIPANT, "Ben")


@pytest.fixture
def sponsor(organisation: Organisation) -> Actor:
    return actor_of(organisation, Role.SPONSOR, "Sid")


@pytest.fixture
def administrator(organisation: Organisation) -> Actor:
    return actor_of(organisation, Role.ADMINISTRATOR, "Abe")


@pytest.fixture
def stranger(stranger_organisation: Organisation) -> Actor:
    return actor_of(stranger_organisation, Role.OWNER, "Olga")


def client_of(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def owner_client(owner: Actor) -> Client:
    return client_of(owner)


@pytest.fixture
def participant_client(participant: Actor) -> Client:
    return client_of(participant)


@pytest.fixture
def sponsor_client(sponsor: Actor) -> Client:
    return client_of(sponsor)


@pytest.fixture
def administrator_client(administrator: Actor) -> Client:
    return client_of(administrator)


@pytest.fixture
def stranger_client(stranger: Actor) -> Client:
    return client_of(stranger)
