"""The learning modules as the product reads them: the one for a topic, and its texts as safe HTML."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markdown_it import MarkdownIt
from markdown_it.token import Token

from hexad.challenges.matching import GOOD_ENOUGH, match_modules
from hexad.challenges.module import DOCUMENTS, Difficulty, Document, Module, Strength
from hexad_web.accounts.models import Organisation
from hexad_web.accounts.prepared import Prepared
from hexad_web.challenges.models import Topic
from hexad_web.challenges.queries import shelf


def module_for_topic(organisation: Organisation, topic_title: str) -> Module | None:
    """The module of that name; else the one found for the topic's statements; else one whose words fit the title."""
    found = shelf.shelf_of(organisation)
    wanted = topic_title.strip().casefold()
    named = next((module for module in found.offered if module.title.casefold() == wanted), None)
    return named or found.find(_kept(organisation, topic_title)) or _by_words(topic_title, found.offered)


_of_topic = Prepared(
    lambda organisation, title: (
        Topic.objects.filter(organisation=organisation, title=title).exclude(module="").values_list("module")[:1]
    )
)


def _kept(organisation: Organisation, title: str) -> str:
    return next((module for (module,) in _of_topic(organisation.pk, title)), "")


def _by_words(title: str, modules: Sequence[Module]) -> Module | None:
    found = next(iter(match_modules(title, modules, top=1)), None)
    fits = found is not None and found.score >= GOOD_ENOUGH
    return next(one for one in modules if one.id == found.id) if found and fits else None


def all_modules(organisation: Organisation) -> list[Module]:
    """In the order of their titles."""
    return sorted(shelf.modules_of(organisation), key=lambda module: module.title)


def module_page(organisation: Organisation, module_id: str, number: str = "") -> dict[str, Any] | None:
    """One module with its texts as safe HTML; None where there is none. ``number``: as it was under that version."""
    if number.isdecimal() and len(number) < 9:
        module = shelf.version_of(organisation, module_id, int(number))
    else:
        module = shelf.shelf_of(organisation).find(module_id)
    return shown(module) if module is not None else None


def shown(module: Module) -> dict[str, Any]:
    """What the page of a module shows, also of one that is not published yet."""
    sources = [{"text": one.text, "strength": _strength(one.strength)} for one in module.sources]
    strategies = [{"strategy": one, "difficulty": _difficulty(one.difficulty)} for one in module.strategies]
    pages = [{**page, "kind": _kind(page["key"])} for page in pages_of(module)]
    return {"module": module, "pages": pages, "strategies": strategies, "sources": sources}


def _kind(key: str) -> str:
    kinds = {
        "page": _("To read"),
        "card": _("Card for the moment itself"),
        "worksheet": _("Worksheet"),
        "case": _("Case"),
    }
    return kinds[key.partition("-")[0]]


def _strength(strength: Strength) -> str:
    words = {"strong": _("Evidence: strong"), "mixed": _("Evidence: mixed"), "practice wisdom": _("Practice wisdom")}
    return words.get(strength, "")


def _difficulty(difficulty: Difficulty) -> str:
    words = {
        "easy": pgettext("strategy", "Easy"),
        "moderate": pgettext("strategy", "Takes some courage"),
        "demanding": pgettext("strategy", "Demanding"),
    }
    return words.get(difficulty, "")


def pages_of(module: Module) -> list[dict[str, str]]:
    """Every text of a module in reading order: key, title and safe HTML."""
    return [{"key": one.key, "title": one.title, "html": html_of(one)} for one in module.documents]


@lru_cache(maxsize=256)  # a room asks for them at each step, for everybody in it
def html_of(document: Document) -> SafeString:
    """CommonMark without HTML and pictures: whatever a module's author writes, no tag of theirs reaches a browser."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    markdown.validateLink = _may_be_linked  # type: ignore[method-assign]  # its documented way
    tokens = markdown.parse(document.body)
    for token in tokens:
        _fit(token)
    text: str = markdown.renderer.render(tokens, markdown.options, {})
    return mark_safe(text)  # noqa: S308  # the renderer escapes everything that it did not make itself


def _may_be_linked(url: str) -> bool:
    """Whatever else stands in brackets stays text."""
    return url.startswith("https://") or url.removesuffix(".md") in DOCUMENTS


def _fit(token: Token) -> None:
    """Headings go below the document's own title; a link to another file leads to that text on the page."""
    if token.type in {"heading_open", "heading_close"}:
        token.tag = f"h{min(int(token.tag[1:]) + 1, 6)}"
    for child in token.children or ():
        href = str(child.attrGet("href") or "") if child.type == "link_open" else ""
        if href.removesuffix(".md") in DOCUMENTS:
            child.attrSet("href", f"#{href.removesuffix('.md')}")
        elif href:
            child.attrSet("rel", "noopener noreferrer")
