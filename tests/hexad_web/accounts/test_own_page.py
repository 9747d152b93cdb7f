"""My account: name, language, zone and clock, and what they change."""

import pytest
from django.test import Client
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, User
from tests.examples import NOW
from tests.hexad_web.conftest import client_of

pytestmark = pytest.mark.django_db
PROFILE = "/accounts/profile/"


@pytest.fixture
def browser(ana: Actor) -> Client:
    return client_of(ana)


def save(browser: Client, **changes: str) -> int:
    sent = {"name": "Ana Example", "language": "", "time_zone": "Europe/Berlin", "clock": "", **changes}
    return browser.post(PROFILE, sent).status_code


def test_the_page_shows_what_is_set(browser: Client) -> None:
    page = browser.get(PROFILE).content.decode()

    assert 'value="Ana Example"' in page
    assert '<option value="Europe/Berlin" selected>Europe/Berlin</option>' in page
    assert "CST" not in page


def test_what_is_saved_is_kept_and_said_with_its_time(browser: Client, ana: Actor) -> None:
    assert save(browser, name="Ana-Lena Example", language="de", time_zone="Asia/Tokyo", clock="12") == 302

    user = User.objects.get(pk=ana.user.pk)  # type: ignore[union-attr]
    assert (user.name, user.language, user.time_zone, user.clock) == ("Ana-Lena Example", "de", "Asia/Tokyo", "12")


def test_a_time_stands_in_the_zone_and_clock_that_were_chosen(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)  # 9 in the morning in London

    save(browser, time_zone="Asia/Tokyo", clock="12")

    assert "Saved 6:00 p.m. (Tokyo)" in browser.get(PROFILE).content.decode()


def test_a_language_is_used_from_the_next_page_on(browser: Client) -> None:
    save(browser, language="de")

    assert '<html lang="de"' in browser.get("/").content.decode()
    assert browser.get("/")["Content-Language"] == "de"


def test_without_a_choice_the_browser_decides(browser: Client) -> None:
    assert '<html lang="de"' in browser.get("/", headers={"accept-language": "de-AT"}).content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"time_zone": "CST"},
        {"time_zone": "Europe/Atlantis"},
        {"language": "tlh"},
        {"clock": "13"},
        {"name": "Ana\0"},
    ],
)
def test_a_mistake_saves_nothing_and_keeps_what_was_typed(browser: Client, wrong: dict[str, str]) -> None:
    before = User.objects.values().get()

    response = browser.post(
        PROFILE, {"name": "Typed Name", "language": "de", "time_zone": "Asia/Tokyo", "clock": "24", **wrong}
    )

    assert response.status_code == 422
    assert "There is a problem" in response.content.decode()
    assert User.objects.values().get() == before


def test_nobody_gives_themselves_more_by_adding_fields(browser: Client, ana: Actor) -> None:
    save(browser, is_staff="on", is_superuser="on", email="other@northwind.example", is_active="")

    user = User.objects.get(pk=ana.user.pk)  # type: ignore[union-attr]
    assert (user.is_staff, user.is_superuser, user.is_active) == (False, False, True)
    assert user.email == "ana@northwind.example"


def test_the_trail_says_that_a_profile_changed_but_not_to_what(browser: Client, ana: Actor) -> None:
    save(browser, name="A Secret Name")

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.target) == ("accounts.save_profile", f"User {ana.user.pk}")  # type: ignore[union-attr]
    assert "Secret" not in str(AuditEntry.objects.values())
