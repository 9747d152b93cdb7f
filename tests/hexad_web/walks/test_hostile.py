"""Whatever comes in a form, an address or a mail's link: an answer in words, never a fault of ours."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hexad_web.accounts.models import Role
from tests.hexad_web.walks.conftest import Worlds, undone, writes
from tests.hexad_web.walks.forms import Fields, keys_of, query_of
from tests.hexad_web.walks.routes import ALL_ROLES, OPEN, PUBLIC, ROUTES

pytestmark = pytest.mark.django_db
HOSTILE = {
    "nothing": "",
    "a NUL": "a\0b",
    "more digits than Python reads": "9" * 5000,
    "a long text": "x" * 20_000,
}
NO_KEYS = {
    "a digit that is none": "²:²",
    "more digits than Python reads": "9" * 5000,
    "more digits than Python reads, for a group": f"{'9' * 5000}:{'9' * 5000}",
    "more than a database counts": "9" * 30,
    "more than a database counts, for a group": f"{'9' * 30}:{'9' * 30}",
}
KEYS = ("choice", "edit", "end", "group", "membership", "option", "person", "revision", "room", "start", "weekday")
TOKENS = ("accounts:sign_in", "people:join", "scheduling:answer", "scheduling:choose")


def faults_of(worlds: Worlds, **sent: Fields) -> dict[str, int | str]:
    """Send it to every page in a role that it lets in: the answers that are faults, or a door where none should be."""
    found = {}
    for route in ROUTES:
        client, url = worlds.ours_as(route.who[0]), route.url(worlds.ours)
        for method, fields in sent.items():
            answer = answer_of(client, method, url, fields)
            if isinstance(answer, str) or answer >= 500 or (answer == 403 and route.name not in PUBLIC):
                found[f"{method} {route}"] = answer
    return found


def answer_of(client: Client, method: str, url: str, fields: Fields) -> int | str:
    """The status; or the fault that nobody caught; or where a page sent somebody who is in to the door."""
    try:
        with undone(client):
            response = getattr(client, method)(url, fields)
    except Exception as fault:  # noqa: BLE001  # whatever it is, it goes into the list of the test
        return repr(fault)[:200]
    leads_to = str(response.headers.get("Location", ""))
    return leads_to if "?next=" in leads_to else int(response.status_code)


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_value_of_all_fields_is_a_fault(worlds: Worlds, value: str) -> None:
    form = dict.fromkeys(keys_of(worlds.ours), value)
    query = dict.fromkeys(query_of(worlds.ours), value)

    assert faults_of(worlds, post=form, get=query) == {}


@pytest.mark.parametrize("value", NO_KEYS.values(), ids=NO_KEYS.keys())
def test_no_value_in_place_of_a_key_is_a_fault(worlds: Worlds, value: str) -> None:
    """The other fields are as usual, so that a form is not refused before its keys are looked at."""
    assert faults_of(worlds, post=keys_of(worlds.ours) | dict.fromkeys(KEYS, value)) == {}


def test_bytes_that_are_no_text_are_no_fault(worlds: Worlds) -> None:
    sent = "&".join(f"{name}=%ED%A0%80%FF%00" for name in keys_of(worlds.ours))
    faults = {}
    for route in ROUTES:
        client, url = worlds.ours_as(route.who[0]), route.url(worlds.ours)
        with undone(client):
            written = client.post(url, sent, content_type="application/x-www-form-urlencoded").status_code
        with undone(client):
            read = client.get(url, QUERY_STRING=sent).status_code
        if max(written, read) >= 500:
            faults[route.name] = (written, read)

    assert not faults


@given(token=st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=80))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_made_up_token_opens_nothing(worlds: Worlds, token: str) -> None:
    browser = Client()
    with writes() as written:
        for name in TOKENS:
            url = reverse(name, args=[token])
            assert {browser.get(url).status_code, browser.post(url, {"answer": "join"}).status_code} <= {404, 410}
    assert not written


def test_a_token_of_one_page_opens_no_other(worlds: Worlds) -> None:
    browser = Client()
    with writes() as written:
        for name in TOKENS:
            others = [token for other, token in worlds.ours.tokens.items() if other != name]
            answers = {browser.get(reverse(name, args=[token])).status_code for token in others}
            assert answers <= {404, 410}, name
    assert not written


@pytest.mark.parametrize("name", TOKENS)
def test_a_token_that_was_changed_opens_nothing(worlds: Worlds, name: str) -> None:
    """Also the number of somebody else's row before a signature that was made for one's own."""
    token = worlds.ours.tokens[name]
    other = worlds.theirs.tokens[name]
    key, dot, signature = token.partition(".")
    changed = [token[:-1], token + "x", token[:-1] + ("a" if token[-1] != "a" else "b"), f" {token}", token.swapcase()]
    changed += [other.partition(".")[0] + dot + signature, f"{key}{dot}"] if dot else []

    for one in changed:
        assert Client().get(reverse(name, args=[one])).status_code in {404, 410}, one


@pytest.mark.parametrize("role", ALL_ROLES)
def test_pages_of_tokens_open_without_signing_in_and_in_any_role(worlds: Worlds, role: Role) -> None:
    for browser in (Client(), worlds.ours_as(role), worlds.theirs_as(role)):
        for route in OPEN:
            if route.name in TOKENS:
                assert browser.get(route.url(worlds.ours)).status_code == 200, route
