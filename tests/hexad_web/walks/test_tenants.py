"""Nothing crosses from one organisation to another: not a row, not a word, not a key in a form."""

from collections.abc import Iterator
from functools import cache

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F, ForeignKey, Model
from django.http import HttpResponse
from django.test import Client

from hexad_web.accounts.models import Organisation, Role
from hexad_web.formation.models import Run
from hexad_web.scheduling.models import GroupPlan
from tests.hexad_web.walks.conftest import Worlds, undone, writes
from tests.hexad_web.walks.forms import keys_of, query_of
from tests.hexad_web.walks.routes import ALL_ROLES, CLOSED, Route
from tests.hexad_web.walks.world import World

pytestmark = pytest.mark.django_db
each_role = pytest.mark.parametrize("role", ALL_ROLES)
TENANTS = [model for model in apps.get_models() if any(field.name == "organisation" for field in model._meta.fields)]
PAGES_THAT_SHOW_ROWS = {
    "owner": 18,
    "participant": 7,
    "sponsor": 1,
    "administrator": 3,
}


def pages_of(role: Role) -> list[Route]:
    return [route for route in CLOSED if role in route.who]


def text_of(response: HttpResponse) -> str:
    return response.content.decode("utf-8", "replace") + response.headers.get("Location", "")


def words_of(world: World, response: HttpResponse) -> list[str]:
    return [mark for mark in world.marks if mark in text_of(response)]


@each_role
def test_a_row_of_another_organisation_does_not_exist(worlds: Worlds, role: Role) -> None:
    """The same role, next door, asks for our rows by their own keys."""
    browser, wrong = worlds.theirs_as(role), {}
    for route in pages_of(role):
        if route.has_keys:
            url = route.url(worlds.ours)
            with writes() as written:
                responses = [browser.get(url), browser.get(url, headers={"hx-request": "true"}), browser.post(url)]
            codes = {response.status_code for response in responses}
            if written or not {404} <= codes <= {404, 405}:
                wrong[route.name] = (codes, written)

    assert not wrong


@each_role
def test_a_page_says_no_word_of_another_organisation(worlds: Worlds, role: Role) -> None:
    browser, said = worlds.theirs_as(role), {}
    for route in pages_of(role):
        url = route.url(worlds.theirs)
        for response in (browser.get(url), browser.get(url, query_of(worlds.ours))):
            if words := words_of(worlds.ours, response):
                said[route.name] = words

    assert not said


@each_role
def test_the_own_words_are_there_to_be_seen(worlds: Worlds, role: Role) -> None:
    """Without this, the test above would pass on empty pages."""
    browser = worlds.theirs_as(role)
    showing = [
        route.name
        for route in pages_of(role)
        if len(words_of(worlds.theirs, browser.get(route.url(worlds.theirs)))) > 1
    ]

    assert len(showing) >= PAGES_THAT_SHOW_ROWS[role], showing


Statement = tuple[str, tuple[object, ...]]


def told(statement: Statement) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        return list(cursor.fetchall())


@cache
def statements_of(organisation: int) -> dict[str, Statement]:
    """Each page is followed by all of them: written once, they are asked often."""
    everything = {model._meta.label: model.objects.filter(organisation=organisation) for model in TENANTS}
    return {name: rows.order_by("pk").values_list().query.sql_with_params() for name, rows in everything.items()}


def rows_of(organisation: Organisation) -> dict[str, list[tuple[object, ...]]]:
    return {name: told(statement) for name, statement in statements_of(organisation.pk).items()}


@cache
def pointers() -> dict[str, Statement]:
    """Of every row that points at a row of another organisation."""
    found = {}
    for model in TENANTS:
        for field in model._meta.fields:
            if isinstance(field, ForeignKey) and is_tenant(field.related_model):
                pointing = model.objects.exclude(**{f"{field.name}__isnull": True})
                crossing = pointing.exclude(**{f"{field.name}__organisation": F("organisation")}).values_list("pk")
                found[f"{model._meta.label}.{field.name}"] = crossing.query.sql_with_params()
    return found


def crossings() -> Iterator[str]:
    yield from (f"{name}: {len(rows)}" for name, statement in pointers().items() if (rows := told(statement)))


def is_tenant(model: type[Model] | str) -> bool:
    return model in TENANTS


@each_role
def test_keys_of_another_organisation_in_a_form_reach_nothing(worlds: Worlds, role: Role) -> None:
    browser, before, forms = worlds.theirs_as(role), rows_of(worlds.ours.organisation), keys_of(worlds.ours)
    assert list(crossings()) == []
    for route in pages_of(role):
        with undone(browser), writes() as written:
            response = browser.post(route.url(worlds.theirs), forms)
            assert not words_of(worlds.ours, response), route
            if written:  # where nothing was, the rows are as they were
                assert rows_of(worlds.ours.organisation) == before, route
                assert list(crossings()) == [], route


def test_the_own_keys_in_the_same_forms_do_something(worlds: Worlds) -> None:
    """Without this, the test above would pass on forms that nobody could send."""
    browser, forms = worlds.theirs_as("owner"), keys_of(worlds.theirs)
    reached = set()
    for route in pages_of(Role.OWNER):
        with undone(browser), writes() as written:
            browser.post(route.url(worlds.theirs), forms)
        if written:
            reached.add(route.name)

    assert reached >= {
        "accounts:profile",
        "formation:move",
        "people:person_left",
        "outbox:retry",
        "scheduling:group_plan",
        "scheduling:place",
        "scheduling:remove_room",
    }


def test_a_row_that_crosses_would_be_seen(worlds: Worlds) -> None:
    with undone():
        GroupPlan.objects.filter(pk=worlds.theirs.ids["plan_id"]).update(room=worlds.ours.ids["room_id"])

        assert list(crossings()) == ["scheduling.GroupPlan.room: 1"]


def test_a_colleague_of_another_group_reaches_neither_group_nor_meeting_nor_calendar(worlds: Worlds) -> None:
    """In the same organisation and in the same role."""
    browser = worlds.browser(worlds.ours.colleague)
    private = [route for route in pages_of(Role.PARTICIPANT) if route.has_keys]
    with writes() as written:
        found = {
            route.name: {browser.get(url).status_code, browser.post(url).status_code}
            for route in private
            if (url := route.url(worlds.ours))
        }

    assert len(found) > 5
    assert {name: codes for name, codes in found.items() if not codes <= {404, 405}} == {}
    assert not written


def test_a_colleague_sees_the_own_group_and_nobody_of_another(worlds: Worlds) -> None:
    browser = worlds.browser(worlds.ours.colleague)
    run = Run.objects.get(pk=worlds.ours.ids["other_run_id"])
    others = run.groups.get(number=1).members.values_list("person__name", flat=True)
    pages = [text_of(browser.get(route.url(worlds.ours))) for route in pages_of(Role.PARTICIPANT) if not route.has_keys]

    assert len(others) == 4
    assert [name for name in others if any(name in page for page in pages)] == []


def test_a_user_of_two_organisations_acts_in_one_at_a_time(worlds: Worlds) -> None:
    """With a role next door as well, our rows are ours until the role is switched."""
    owner, browser = worlds.ours.actors["owner"], Client()
    assert owner.user is not None
    with undone():
        there = owner.user.memberships.create(organisation=worlds.theirs.organisation, role=Role.OWNER)
        browser.force_login(owner.user, backend="allauth.account.auth_backends.AuthenticationBackend")
        person = next(route for route in CLOSED if route.name == "people:person")

        assert browser.get(person.url(worlds.theirs)).status_code == 404
        browser.post("/accounts/switch/", {"membership": there.pk})
        assert browser.get(person.url(worlds.theirs)).status_code == 200
        assert browser.get(person.url(worlds.ours)).status_code == 404
