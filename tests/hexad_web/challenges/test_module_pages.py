"""The modules as participants and the owner read them: everything is there, safely, and for the right topic."""

import re
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from hexad.challenges.module import Document, Module, load_modules
from hexad_web.accounts.models import Organisation
from hexad_web.challenges.models import Topic
from hexad_web.challenges.queries import modules
from tests.examples import NOW

pytestmark = pytest.mark.django_db
DELEGATION = next(module for module in load_modules() if module.id == "delegation")


def page_of(client: Client, name: str = "delegation") -> str:
    response = client.get(reverse("challenges:module", args=[name]))
    assert response.status_code == 200
    return response.content.decode()


def html_of(markdown: str) -> str:
    return modules.html_of(Document(key="page-1", title="Title", body=markdown))


@pytest.mark.parametrize("role", ["participant", "owner"])
def test_participants_and_the_owner_find_every_module(request: pytest.FixtureRequest, role: str) -> None:
    client: Client = request.getfixturevalue(f"{role}_client")
    page = client.get(reverse("challenges:modules")).content.decode()

    for module in load_modules():
        assert reverse("challenges:module", args=[module.id]) in page
        assert module.title in page
    assert f"version {DELEGATION.version}" in page


@pytest.mark.parametrize("module", load_modules(), ids=[module.id for module in load_modules()])
def test_a_modules_page_holds_all_of_it_and_leads_to_each_part(participant_client: Client, module: Module) -> None:
    page = page_of(participant_client, module.id)
    shown = {*re.findall(r'id="([^"]+)"', page)}

    assert {*re.findall(r'href="#([^"]+)"', page)} - shown == set()
    assert {"page-1", "page-2", "card", "worksheet", "case-1", "case-2", "strategies", "reflect", "sources"} <= shown
    assert {one.key for one in module.strategies} <= shown


def test_a_page_tells_version_minutes_strength_and_examples(participant_client: Client) -> None:
    page = page_of(participant_client)

    assert f"8 minutes to read · version {DELEGATION.version}" in page
    assert "Evidence: strong" in page
    assert "When I plan the shifts for next week, I sit down with one colleague" in page
    assert "First: Thursday, before the plan is due." in page


def test_a_module_that_is_not_there_is_not_found(participant_client: Client) -> None:
    for name in ("nothing", "..", "delegation.md"):
        assert participant_client.get(f"/challenges/modules/{name}/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_module_is_only_read(participant_client: Client, method: str) -> None:
    response = getattr(participant_client, method)(reverse("challenges:module", args=["delegation"]))
    assert response.status_code == 405


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick='x'>b</b>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:msgbox)",
        "[x](http://example.org)",
        "[x](/accounts/members/)",
        "![x](https://tracker.example/x.png)",
        '[x](https://example.org "on\\"mouseover=alert(1)")',
        "```html\n<script>alert(1)</script>\n```",
        "<!-- -->\n<iframe src=//evil.example>",
        "&lt;script&gt;",
    ],
)
def test_no_tag_or_script_of_an_author_reaches_a_browser(markdown: str) -> None:
    html = html_of(markdown)
    tags = {*re.findall(r"<\s*/?\s*([a-zA-Z!]+)", html)}

    assert tags <= {"p", "a", "pre", "code"}
    assert all(url.startswith("https://") for url in re.findall(r'href="([^"]*)"', html))
    assert not re.search(r"<[^>]*\son\w+\s*=", html)


def test_headings_stand_below_the_title_and_links_lead_to_the_texts_of_the_page() -> None:
    html = html_of("## When not to\n\nSee [the card](card.md) and [the law](https://example.org).")

    assert "<h3>When not to</h3>" in html
    assert 'href="#card"' in html
    assert '<a href="https://example.org" rel="noopener noreferrer">' in html


def add_topic(organisation: Organisation, title: str, module: str = "") -> Topic:
    return Topic.objects.create(organisation=organisation, title=title, module=module, made_at=NOW)


def found_for(organisation: Organisation, title: str) -> str:
    found = modules.module_for_topic(organisation, title)
    return found.id if found else ""


def test_a_topic_named_as_a_module_has_that_module(organisation: Organisation) -> None:
    add_topic(organisation, "Delegation", "conflict-before-it-begins")

    assert found_for(organisation, " DELEGATION ") == "delegation"


def test_a_topic_has_the_module_that_fits_its_statements_whatever_its_title(organisation: Organisation) -> None:
    add_topic(organisation, "Weekend rotas", "delegation")

    assert found_for(organisation, "Weekend rotas") == "delegation"


def test_anstranger_organisations_topic_says_nothing_here(
    organisation: Organisation, stranger_organisation: Organisation
) -> None:
    add_topic(stranger_organisation, "Zebra crossings", "delegation")

    assert found_for(organisation, "Zebra crossings") == ""


def test_a_title_that_says_enough_is_matched_by_its_words(organisation: Organisation) -> None:
    assert found_for(organisation, "I cannot trust others with tasks") == "delegation"


@pytest.mark.parametrize("title", ["", "Budgets", "Topic 7", "work", "x" * 5000])
def test_a_topic_that_fits_nothing_has_no_module(organisation: Organisation, title: str) -> None:
    assert found_for(organisation, title) == ""


def test_a_module_that_is_gone_is_as_if_there_was_none(organisation: Organisation) -> None:
    add_topic(organisation, "Budgets", "a-module-of-last-year")

    assert found_for(organisation, "Budgets") == ""


def test_pages_come_in_reading_order_for_a_room() -> None:
    assert [page["key"] for page in modules.pages_of(DELEGATION)] == [
        "page-1", "page-2", "card", "worksheet", "case-1", "case-2",
    ]  # fmt: skip


def test_a_changed_text_is_drawn_anew_although_texts_are_kept() -> None:
    first = DELEGATION.pages[0]

    assert modules.html_of(first) == modules.html_of(first)
    assert "changed" in modules.html_of(replace(first, body="changed"))
