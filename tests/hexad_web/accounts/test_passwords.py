"""Signing in by password, and setting one."""

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, User
from tests.hexad_web.accounts.conftest import ADDRESS, PASSWORD, who_is_in
from tests.hexad_web.conftest import client_of

pytestmark = pytest.mark.django_db
BY_PASSWORD = "/accounts/login/password/"
SET = "/accounts/profile/password/"
NEW = "four swans under Malmö"


def sign_in_by_password(client: Client, email: str = ADDRESS, password: str = PASSWORD) -> int:
    return client.post(BY_PASSWORD, {"p-email": email, "p-password": password}).status_code


def test_the_right_password_signs_in_and_the_trail_says_so(client: Client, ana: Actor) -> None:
    assert sign_in_by_password(client) == 302

    assert who_is_in(client) == ana.user
    assert AuditEntry.objects.get().details == {"way": "password"}


def test_an_address_may_be_typed_in_capitals(client: Client, ana: Actor) -> None:
    assert sign_in_by_password(client, email="Ana@Northwind.Example") == 302


def test_a_wrong_password_shows_the_form_open_with_the_address_kept(client: Client, ana: Actor) -> None:
    response = client.post(BY_PASSWORD, {"p-email": ADDRESS, "p-password": "wrong"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "<title>Error: " in page
    assert f'value="{ADDRESS}"' in page
    assert 'value="wrong"' not in page


def test_a_password_is_only_sent_by_post(client: Client, ana: Actor) -> None:
    assert client.get(BY_PASSWORD, {"p-email": ADDRESS, "p-password": PASSWORD}).status_code == 405


def test_somebody_without_a_password_sets_one_and_stays_signed_in(sponsor: Actor, sponsor_client: Client) -> None:
    assert sponsor.user is not None
    sponsor.user.set_unusable_password()
    sponsor.user.save()
    sponsor_client.force_login(sponsor.user, backend="allauth.account.auth_backends.AuthenticationBackend")

    response = sponsor_client.post(SET, {"password1": NEW, "password2": NEW})

    assert response["Location"] == reverse("accounts:profile")
    assert sponsor_client.get("/").status_code == 200
    assert sign_in_by_password(Client(), sponsor.user.email, NEW) == 302
    assert "accounts.change_password" in AuditEntry.objects.values_list("action", flat=True)


def test_changing_a_password_needs_the_old_one(ana: Actor) -> None:
    client = client_of(ana)

    refused = client.post(SET, {"oldpassword": "wrong", "password1": NEW, "password2": NEW})
    assert refused.status_code == 422
    assert sign_in_by_password(Client()) == 302

    client.post(SET, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert sign_in_by_password(Client()) == 422
    assert sign_in_by_password(Client(), password=NEW) == 302


def test_a_new_password_ends_the_sessions_on_other_devices(ana: Actor) -> None:
    here, elsewhere = client_of(ana), client_of(ana)

    here.post(SET, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302


@pytest.mark.parametrize("weak", ["short", "password123", "1234567890", "ana@northwind.example"])
def test_a_password_that_is_quickly_guessed_is_refused(ana: Actor, weak: str) -> None:
    client = client_of(ana)

    response = client.post(SET, {"oldpassword": PASSWORD, "password1": weak, "password2": weak})

    assert response.status_code == 422
    assert User.objects.get(pk=ana.user.pk).check_password(PASSWORD)  # type: ignore[union-attr]


def test_passwords_are_kept_hashed_and_stand_in_no_trail(ana: Actor) -> None:
    client_of(ana).post(SET, {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert NEW not in str(list(User.objects.values())) + str(list(AuditEntry.objects.values()))
