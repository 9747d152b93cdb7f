"""Menus by role: only what exists, the current place marked, its pages in a row."""

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.urls import path, resolve
from django.urls.resolvers import URLPattern, URLResolver
from django.views import View

from hexad_web.frontend.navigation import PLACES, entries, pages_here

pytestmark = pytest.mark.urls(__name__)


def part(name: str, *pages: str) -> URLResolver | URLPattern:
    routes = [path(f"{page}/", View.as_view(), name=page) for page in pages]
    return path(f"{name}/", (routes, name, name))  # type: ignore[call-overload]  # what include() gives


urlpatterns = [
    path("", ([path("", View.as_view(), name="home")], "home", "home")),  # type: ignore[call-overload]  # likewise
    part("people", "list", "me"),
    part("formation", "policy", "compare", "run"),
    part("availability", "calendars", "hours"),
]


def at(address: str) -> HttpRequest:
    request = RequestFactory().get(address)
    request.resolver_match = resolve(address)
    return request


def test_a_page_that_does_not_exist_is_in_no_menu() -> None:
    menu = entries(at("/"), "owner")
    assert [str(entry.label) for entry in menu] == ["Home", "People", "Groups"]
    assert [entry.url for entry in menu] == ["/", "/people/list/", "/formation/policy/"]


def test_the_place_stays_marked_on_all_its_pages() -> None:
    menu = entries(at("/formation/run/"), "owner")
    assert [str(entry.label) for entry in menu if entry.is_current] == ["Groups"]
    assert [(str(page.label), page.is_current) for page in pages_here(menu)] == [
        ("Form groups", False),
        ("Compare runs", False),
    ]


def test_a_place_with_one_page_has_no_row_of_pages() -> None:
    assert pages_here(entries(at("/people/list/"), "owner")) == ()


def test_a_participants_own_pages_stand_under_me() -> None:
    menu = entries(at("/availability/hours/"), "participant")
    assert [str(page.label) for page in pages_here(menu)] == ["My calendars", "My hours", "About me"]
    assert [str(page.label) for page in pages_here(menu) if page.is_current] == ["My hours"]


def test_a_page_without_route_marks_nothing() -> None:
    assert not any(entry.is_current for entry in entries(RequestFactory().get("/gone/"), "owner"))


def test_an_unknown_role_has_no_menu() -> None:
    assert entries(at("/"), "worker") == []


def test_a_participants_bar_on_the_phone_has_four_entries() -> None:
    assert [str(place.label) for place in PLACES["participant"]] == ["Home", "Group", "Practice", "Me"]


@pytest.mark.parametrize("role", PLACES)
def test_no_role_has_more_places_than_a_rail_shows(role: str) -> None:
    assert 1 <= len(PLACES[role]) <= 8


def test_a_participant_reaches_sessions_and_challenge_from_the_bar() -> None:
    routes = {str(place.label): [page.route for page in place.pages] for place in PLACES["participant"]}
    assert routes["Group"] == ["formation:my_group", "scheduling:my_sessions", "report:answers"]
    assert routes["Practice"] == [
        "practice:mine",
        "challenges:check",
        "evidence:observers",
        "evidence:ties",
        "challenges:modules",
    ]
