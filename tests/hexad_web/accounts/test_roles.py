"""One user in several roles: each page belongs to one of them, and the switch says which."""

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role
from tests.hexad_web.accounts.conftest import who_is_in
from tests.hexad_web.conftest import client_of

pytestmark = pytest.mark.django_db
SWITCH = "/accounts/switch/"


@pytest.fixture
def second_role(ana: Actor) -> Membership:
    """Ana owns the programme and administers it as well."""
    return Membership.objects.create(organisation=ana.organisation, user=ana.user, role=Role.ADMINISTRATOR)


@pytest.fixture
def browser(ana: Actor, second_role: Membership) -> Client:
    return client_of(ana)


def test_a_page_shows_one_role_only(browser: Client, second_role: Membership) -> None:
    as_owner = browser.get("/").content.decode()
    browser.post(SWITCH, {"membership": second_role.pk})
    as_administrator = browser.get("/").content.decode()

    assert "What needs you" in as_owner
    assert reverse("accounts:audit") not in as_owner
    assert "<h1>Health</h1>" in as_administrator
    assert reverse("people:list") not in as_administrator


def test_a_page_of_the_other_role_is_closed_until_one_switches(browser: Client, second_role: Membership) -> None:
    assert browser.get(reverse("people:list")).status_code == 200
    assert browser.get(reverse("accounts:members")).status_code == 403

    browser.post(SWITCH, {"membership": second_role.pk})

    assert browser.get(reverse("people:list")).status_code == 403
    assert browser.get(reverse("accounts:members")).status_code == 200


def test_the_switch_names_every_role_and_marks_the_current_one(browser: Client, second_role: Membership) -> None:
    browser.post(SWITCH, {"membership": second_role.pk})
    page = browser.get("/").content.decode()

    assert "Acting as" in page
    assert f'<option value="{second_role.pk}" selected>Administrator</option>' in page
    assert ">Programme owner</option>" in page


def test_whoever_has_one_role_sees_no_switch(ana: Actor) -> None:
    assert "Acting as" not in client_of(ana).get("/").content.decode()


def test_nobody_switches_into_a_role_of_somebody_else(
    browser: Client, sponsor: Actor, stranger_organisation: Organisation
) -> None:
    foreign = Membership.objects.create(organisation=stranger_organisation, user=sponsor.user, role=Role.OWNER)
    colleagues = Membership.objects.get(user=sponsor.user, organisation=sponsor.organisation)

    for membership in (foreign.pk, colleagues.pk, "", "x", 10**30):
        assert browser.post(SWITCH, {"membership": membership}).status_code == 404
    assert "What needs you" in browser.get("/").content.decode()


def test_a_link_switches_no_role(browser: Client, second_role: Membership) -> None:
    assert browser.get(SWITCH, {"membership": second_role.pk}).status_code == 405


def test_roles_in_two_organisations_show_one_organisation_at_a_time(
    ana: Actor, stranger_organisation: Organisation
) -> None:
    there = Membership.objects.create(organisation=stranger_organisation, user=ana.user, role=Role.OWNER)
    browser = client_of(ana)

    assert "<bdi>Northwind Works</bdi>" in browser.get("/").content.decode()
    browser.post(SWITCH, {"membership": there.pk})
    page = browser.get("/").content.decode()

    assert "<bdi>Contoso</bdi>" in page
    assert "Programme owner · Northwind Works</option>" in page


def test_a_role_that_was_taken_away_is_gone_at_once(browser: Client, second_role: Membership) -> None:
    browser.post(SWITCH, {"membership": second_role.pk})
    second_role.delete()

    assert browser.get(reverse("accounts:members")).status_code == 403
    assert "What needs you" in browser.get("/").content.decode()


def test_whoever_has_no_role_left_is_told_so_and_can_sign_out(ana: Actor) -> None:
    browser = client_of(ana)
    Membership.objects.all().delete()

    response = browser.get("/")

    page = response.content.decode()
    assert response.status_code == 403
    assert "You have no role here" in page
    assert f'action="{reverse("accounts:logout")}"' in page
    browser.post(reverse("accounts:logout"))
    assert who_is_in(browser) is None
