"""The owner's pages of modules: written, checked beside each field, published, compared, moved as files."""

import ast
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import hexad.challenges
from hexad.challenges.module import Module, load_modules
from hexad.challenges.packing import files_of, pack, unpack
from hexad.problems import Problem
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import User
from hexad_web.challenges.actions import publishing_modules
from hexad_web.challenges.models import ModuleVersion, OwnModule
from hexad_web.challenges.module_parts import PARTS
from hexad_web.challenges.queries import shelf
from hexad_web.challenges.queries.wording_modules import notes_of, where
from hexad_web.challenges.remedy_words import FOUND, REMEDIES
from tests.examples import NOW
from tests.hexad_web.challenges.own import (
    DELEGATION,
    OURS,
    PURPOSE,
    content,
    fields_of,
    own_module,
    page_of,
    publish,
    send,
    write,
)
from tests.hexad_web.conftest import client_of
from tests.hexad_web.said import unmarked

pytestmark = pytest.mark.django_db


def slot_of(page: str, field: str) -> str:
    """What stands beside a field."""
    found = re.search(rf'<div id="{field}_notes"[^>]*>(.*?)</div>', page, re.DOTALL)
    assert found, field
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def draft_of(key: str = "delegation") -> dict[str, object]:
    found: dict[str, object] = OwnModule.objects.get(key=key).draft
    return found


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_sent_as_it_came_changes_nothing(owner_client: Client, part: str) -> None:
    for module in load_modules()[:4]:
        send(owner_client, module.id, part, {})

    assert not OwnModule.objects.exists()


def test_what_is_typed_is_kept_as_a_draft_and_said(owner_client: Client) -> None:
    answer = send(owner_client, "delegation", "purpose", {"purpose": PURPOSE})

    assert "Saved" in answer
    assert draft_of() == {**content(), "purpose": PURPOSE}


BESIDE = [
    ("purpose", "purpose", "id_purpose", "One. Two. Three.", "Cut it to 2 sentences. Found: 3 sentences"),
    ("purpose", "purpose", "id_purpose", "Win the battle.", "a picture from war or sport"),
    ("purpose", "language", "id_language", "german!", "Write the language's code"),
    ("purpose", "timing-practice_days", "id_timing-practice_days", "1", "Make it 21 to 28 days. Found: 1 day"),
    ("statements", "statements", "id_statements", "I delegate.\nTwo.", "Statement 1: Say it without the words"),
    ("pages", "page-2-body", "id_page-2-body", "Text", "Add two ## sections"),
    ("pages", "page-1-title", "id_page-1-title", "", "Write a text here."),
    ("card", "card-body", "id_card-body", "word " * 91, "Cut it to 90 words. Found: 91 words"),
    ("cases", "case-1-body", "id_case-1-body", "All is well.", "End the case with a question"),
    ("strategies", "strategies-2-text", "id_strategies-2-text", "word " * 61, "Cut it to 60 words"),
    (
        "strategies",
        "strategies-1-if_then-2-occasion",
        "id_strategies-1-if_then-2-occasion",
        "soon",
        "five working days",
    ),
    ("tips", "tips-3-text", "id_tips-3-text", "word " * 41, "Cut it to 40 words"),
    ("tips", "tips-3-day", "all", "17", "Write a tip for each of the days 2, 9, 16, 35"),
    ("questions", "reflect_questions", "id_reflect_questions", "Tell us.", "Ask a question about what happened."),
    ("sources", "sources-1-text", "all", "", ""),
]


@pytest.mark.parametrize(
    ("part", "field", "slot", "value", "said"), BESIDE, ids=[f"{row[1]}:{row[4]}" for row in BESIDE]
)
def test_the_check_speaks_beside_the_field_while_one_types(
    owner_client: Client, part: str, field: str, slot: str, value: str, said: str
) -> None:
    live = send(owner_client, "delegation", part, {field: value})
    page = page_of(owner_client, "module_part", "delegation", part)

    assert said in slot_of(live, slot)
    assert said in slot_of(page, slot)


def test_a_message_is_taken_away_once_its_cause_is(owner_client: Client) -> None:
    send(owner_client, "delegation", "purpose", {"purpose": "One. Two. Three."})

    assert slot_of(send(owner_client, "delegation", "purpose", {"purpose": PURPOSE}), "id_purpose") == ""


def test_messages_find_the_rows_of_the_page_also_where_one_was_left_empty(owner_client: Client) -> None:
    empty = {f"strategies-2-{key}": "" for key in ("title", "text", "first_step", "knows")}
    plans = {f"strategies-2-if_then-{at}-{key}": "" for at in (1, 2) for key in ("situation", "behaviour", "occasion")}
    live = send(owner_client, "delegation", "strategies", {**empty, **plans, "strategies-3-text": "word " * 61})

    assert "60 words" in slot_of(live, "id_strategies-3-text")
    assert slot_of(live, "id_strategies-2-text") == ""


def test_a_strategy_keeps_its_key_and_a_new_one_gets_one_of_its_own(owner_client: Client) -> None:
    titles = {"strategies-1-title": "Another title", "strategies-5-title": "Say the limit"}
    send(owner_client, "delegation", "strategies", titles)
    keys = [one["key"] for one in draft_of()["strategies"]]  # type: ignore[attr-defined]

    assert keys == [*(one.key for one in DELEGATION.strategies), "say-the-limit-2"]


def test_two_parts_written_at_once_both_stay(owner_client: Client) -> None:
    send(owner_client, "delegation", "purpose", {"purpose": PURPOSE})
    send(owner_client, "delegation", "card", {"card-title": "Before you let go"})
    draft = draft_of()

    assert (draft["purpose"], draft["documents"]["card"]["title"]) == (PURPOSE, "Before you let go")  # type: ignore[index]


@pytest.mark.parametrize("value", ["x" * 301, "a\0b"])
def test_what_cannot_be_kept_is_said_and_nothing_is_lost(owner_client: Client, value: str) -> None:
    answer = owner_client.post(
        reverse("challenges:module_part", args=["delegation", "purpose"]), {"title": value, "autosave": "1"}
    )

    assert answer.status_code == 200
    assert "Saved" not in answer.content.decode()
    assert not OwnModule.objects.exists()


def test_a_module_is_written_from_nothing_and_published(owner_client: Client, participant_client: Client) -> None:
    made = owner_client.post(reverse("challenges:own_modules"), {"title": "Weekend rotas"})
    assert made["Location"] == reverse("challenges:own_module", args=["weekend-rotas"])
    refused = owner_client.post(made["Location"], {"act": "publish"})
    assert refused.status_code == 422
    for part in PARTS:
        values = {name: value for name, value in fields_of(owner_client, "delegation", part).items() if name != "title"}
        send(owner_client, "weekend-rotas", part, values, live=False)
    send(owner_client, "weekend-rotas", "strategies", {})
    page = page_of(owner_client, "own_module", "weekend-rotas")
    assert "What the check says" not in page
    assert owner_client.post(made["Location"], {"act": "publish"}).status_code == 302

    assert "Weekend rotas" in page_of(participant_client, "module", "weekend-rotas")
    assert shelf.shelf_of(OwnModule.objects.get().organisation).find("weekend-rotas") is not None


def test_saving_goes_on_to_the_next_part_or_back_to_all(owner_client: Client) -> None:
    url = reverse("challenges:module_part", args=["delegation", "purpose"])
    data = fields_of(owner_client, "delegation", "purpose")

    onward = owner_client.post(url, {**data, "go": "on"})["Location"]
    back = owner_client.post(url, {**data, "go": "back"})["Location"]
    assert onward == reverse("challenges:module_part", args=["delegation", "statements"])
    assert back == reverse("challenges:own_module", args=["delegation"])


HOSTILE = '"><script>alert(1)</script>{{ 7|add:7 }}'


def test_hostile_words_are_words_on_every_page(owner: Actor, owner_client: Client) -> None:
    documents = content()["documents"] | {
        "card": {"title": HOSTILE, "body": f"<img src=x onerror=alert(1)>\n\n{HOSTILE}"}
    }
    strategies = [{**content()["strategies"][0], "key": HOSTILE, "title": HOSTILE}]
    write(owner, title=HOSTILE, purpose=HOSTILE, language=HOSTILE, documents=documents, strategies=strategies)
    pages = [
        page_of(owner_client, "own_modules"),
        page_of(owner_client, "own_module", "delegation"),
        page_of(owner_client, "module_preview", "delegation"),
        *(page_of(owner_client, "module_part", "delegation", part) for part in PARTS),
    ]

    assert not [page for page in pages if "<script>alert" in page or "<img src=x" in page or ">14" in page]


def test_a_preview_is_the_page_that_managers_will_read(
    owner: Actor, owner_client: Client, participant_client: Client
) -> None:
    write(owner, purpose=PURPOSE)
    preview = page_of(owner_client, "module_preview", "delegation")
    publish(owner)
    published = page_of(participant_client, "module", "delegation")

    def text(page: str) -> str:
        return page.partition("<h1")[2].partition("module-contents")[2].partition("Back to writing")[0][:9000]

    assert text(preview) == text(published)


def test_versions_are_compared_in_words_and_brought_back(owner: Actor, owner_client: Client) -> None:
    publish(owner, purpose=PURPOSE)
    publish(owner, purpose=PURPOSE.replace("four", "three"))
    page = page_of(owner_client, "module_versions", "delegation")
    url = reverse("challenges:module_versions", args=["delegation"])

    assert "<del>four </del><ins>three </ins>" in page
    assert "Olga Example" in page
    assert "No word." in page_of(owner_client, "module_versions", "delegation", a=OURS + 1, b=OURS + 1)
    assert owner_client.post(url, {"number": OURS + 1}).status_code == 302
    assert owner_client.post(url, {"number": OURS + 3}).status_code == 422
    assert owner_client.post(url, {"number": "99"}).status_code == 422
    assert ModuleVersion.objects.count() == 3


def uploaded(client: Client, data: bytes) -> tuple[int, str]:
    file = SimpleUploadedFile("module.zip", data, content_type="application/zip")
    response = client.post(reverse("challenges:import_module"), {"file": file})
    return response.status_code, response.content.decode()


def test_a_module_goes_to_another_organisation_and_is_the_same_there(
    owner: Actor, owner_client: Client, stranger: Actor, stranger_client: Client
) -> None:
    key = own_module(owner, purpose=PURPOSE)
    publish(owner, key, purpose=f"{PURPOSE} More.")
    exported = owner_client.get(reverse("challenges:export_module", args=[key]))
    status, _page = uploaded(stranger_client, exported.content)
    publishing_modules.publish(actor=stranger, key=key, now=NOW)
    here, there = (shelf.shelf_of(one.organisation).find(key) for one in (owner, stranger))

    assert exported["Content-Disposition"] == f'attachment; filename="{key}-v2.zip"'
    assert status == 302
    assert here == there == unpack(exported.content)


def test_ours_is_exported_too_and_is_here_already(owner_client: Client) -> None:
    data = owner_client.get(reverse("challenges:export_module", args=["delegation"])).content
    status, page = uploaded(owner_client, data)

    assert unpack(data) == DELEGATION
    assert status == 422
    assert "here already, word for word" in page


def test_an_import_does_not_write_over_a_draft(owner: Actor, owner_client: Client) -> None:
    write(owner, purpose=PURPOSE)
    status, page = uploaded(owner_client, pack(replace(DELEGATION, title="Other")))

    assert status == 422
    assert "is being edited" in page
    assert draft_of()["purpose"] == PURPOSE


def test_everything_that_is_wrong_with_a_file_is_told_and_nothing_is_kept(owner_client: Client) -> None:
    files = {f"delegation/{name}": text for name, text in files_of(DELEGATION).items() if name != "card.md"}
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in {**files, "../evil.md": "x"}.items():
            archive.writestr(name, text.replace('title = "Delegation"', ""))
    status, page = uploaded(owner_client, held.getvalue())

    assert status == 422
    for said in ("../evil.md", "plain name", "Add the file card.md.", "module.toml: title", "Write a text here."):
        assert said in page
    assert not OwnModule.objects.exists()


@pytest.mark.parametrize("data", [b"", b"not a zip", b"PK\x03\x04" + b"\0" * 50, b"x" * 1_000_001])
def test_what_is_no_module_is_refused_in_words(owner_client: Client, data: bytes) -> None:
    status, page = uploaded(owner_client, data)

    assert status == 422
    assert "There is a problem" in page


@pytest.mark.parametrize("role", ["participant", "sponsor", "administrator"])
def test_only_the_owner_writes(request: pytest.FixtureRequest, role: str) -> None:
    client: Client = request.getfixturevalue(f"{role}_client")
    for name, arguments in (
        ("own_modules", []),
        ("own_module", ["delegation"]),
        ("module_part", ["delegation", "card"]),
        ("module_preview", ["delegation"]),
        ("module_versions", ["delegation"]),
        ("export_module", ["delegation"]),
        ("import_module", []),
    ):
        url = reverse(f"challenges:{name}", args=arguments)
        assert {client.get(url).status_code, client.post(url).status_code} == {403}


@pytest.mark.parametrize("name", ["own_module", "module_preview", "module_versions", "export_module"])
def test_a_module_of_elsewhere_is_not_found_and_not_made(owner: Actor, stranger_client: Client, name: str) -> None:
    key = own_module(owner)
    url = reverse(f"challenges:{name}", args=[key])

    assert stranger_client.get(url).status_code == 404
    assert stranger_client.post(url, {"act": "retire", "number": "1"}).status_code in {404, 405}
    assert OwnModule.objects.count() == 1


def test_the_list_takes_the_same_queries_for_few_modules_and_for_many(owner: Actor, owner_client: Client) -> None:
    counts = []
    for number in range(4):
        own_module(owner, f"Rotas {number}")
        page_of(owner_client, "own_modules")
        with CaptureQueriesContext(connection) as seen:
            page_of(owner_client, "own_modules")
        counts.append(len(seen))

    assert len(set(counts)) == 1
    assert counts[0] <= 12


def sentences_in(tree: ast.AST) -> Iterator[str]:
    """Texts and templates, with what is filled in as ``{}``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_sentence_of_the_check_is_collected_for_translation() -> None:
    folder = Path(hexad.challenges.__file__).parent
    trees = [ast.parse((folder / f"{name}.py").read_text()) for name in ("module", "_tables", "lint", "packing")]
    docstrings = {
        ast.get_docstring(node, clean=False)
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
    }
    said = {
        text for tree in trees for text in sentences_in(tree) if re.match(r"[A-Z].*(\.|hand over)$", text)
    } - docstrings
    known = {re.sub(r"%\(\w+\)s", "{}", text) for text in REMEDIES}

    assert said - known == set()
    assert known - said == set()
    assert len(FOUND) == 2


def test_sentences_with_values_are_told_apart() -> None:
    (note,) = notes_of(
        [Problem(field="module.toml: strategies[2].if_then[1].occasion", found="7 words", remedy="Cut it to 6 words.")]
    )

    assert (note.where, note.found, note.remedy) == (
        "Strategy 2 · Example 1 · First occasion",
        "7 words",
        "Cut it to 6 words.",
    )
    assert where("page-1.md: title") == "Page 1 · Title"
    assert where("../evil") == "../evil"


def in_german(owner: Actor) -> Client:
    User.objects.filter(pk=owner.user.pk if owner.user else None).update(language="de")
    return client_of(owner)


def test_what_the_check_found_in_a_module_is_marked_with_its_language(owner: Actor) -> None:
    question = "Tell us what came of it."
    write(owner, reflect_questions=[question, *DELEGATION.reflect_questions[1:]], purpose="One. Two. Three.")
    client = in_german(owner)
    send(client, "delegation", "strategies", {"strategies-1-if_then-1-occasion": "Some day, perhaps later"})
    overview, part = (
        page_of(client, "own_module", "delegation"),
        page_of(client, "module_part", "delegation", "questions"),
    )
    live = send(client, "delegation", "questions", {"reflect_questions": question})

    for html in (overview, part, live):
        assert f'<bdi lang="en">{question}</bdi>' in html
    assert '<bdi lang="en">Some day, perhaps later</bdi>' in overview
    assert unmarked(overview, {question, "Some day"}) == []
    assert "Gefunden: 3 Sätze" in overview


def test_what_the_check_found_is_not_marked_in_a_page_of_its_language_or_where_that_is_none(owner: Actor) -> None:
    question = "Tell us what came of it."
    write(owner, reflect_questions=[question])
    assert f"Found: {question}" in page_of(client_of(owner), "own_module", "delegation")
    write(owner, language="none at all")
    page = page_of(in_german(owner), "own_module", "delegation")
    assert question in page
    assert f">{question}</bdi>" not in page


@pytest.mark.parametrize("module", load_modules()[:1], ids=lambda one: one.id)
def test_a_module_that_ships_has_no_message_in_the_editor(owner_client: Client, module: Module) -> None:
    assert "What the check says" not in page_of(owner_client, "own_module", module.id)
