"""Translations: compiled without gettext's tools, and true to the placeholders of what they translate."""

import gettext
import io
import re
from pathlib import Path

import pytest
from django.test import RequestFactory
from django.utils import translation
from scripts.compile_messages import LOCALE, Message, compiled, main, read_messages

from hexad_web.frontend import moments

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w*}|{{\s*\w+\s*}}")

SAMPLE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "People"
msgstr "Personen"

msgctxt "menu"
msgid "Me"
msgstr "Ich"

#, python-format
msgid "%(count)d group"
msgid_plural "%(count)d groups"
msgstr[0] "%(count)d Gruppe"
msgstr[1] "%(count)d Gruppen"

msgid ""
"A long text "
"in two parts"
msgstr ""
"Ein langer Text "
"in zwei Teilen"

#, fuzzy
msgid "Times"
msgstr "Preise"

msgid "Report"
msgstr ""

#~ msgid "Old"
#~ msgstr "Alt"
"""


@pytest.fixture
def german() -> gettext.GNUTranslations:
    return gettext.GNUTranslations(io.BytesIO(compiled(list(read_messages(SAMPLE)))))


def test_plain_long_and_contextual_messages_are_found(german: gettext.GNUTranslations) -> None:
    assert german.gettext("People") == "Personen"
    assert german.gettext("A long text in two parts") == "Ein langer Text in zwei Teilen"
    assert german.pgettext("menu", "Me") == "Ich"
    assert german.gettext("Me") == "Me"


def test_plurals_follow_the_rule_of_the_catalogue(german: gettext.GNUTranslations) -> None:
    found = [german.ngettext("%(count)d group", "%(count)d groups", count) % {"count": count} for count in (0, 1, 2)]
    assert found == ["0 Gruppen", "1 Gruppe", "2 Gruppen"]


def test_what_is_doubtful_empty_or_obsolete_stays_in_english(german: gettext.GNUTranslations) -> None:
    assert [german.gettext(word) for word in ("Times", "Report", "Old")] == ["Times", "Report", "Old"]


def test_a_fresh_header_is_kept_though_it_is_called_doubtful() -> None:
    fresh = "#, fuzzy" + SAMPLE.replace('"Ich"', '"Für mich"')
    german = gettext.GNUTranslations(io.BytesIO(compiled(list(read_messages(fresh)))))
    assert german.pgettext("menu", "Me") == "Für mich"


def test_every_catalogue_of_a_folder_is_compiled(tmp_path: Path) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(SAMPLE, encoding="utf-8")
    assert main(tmp_path) == 0
    assert (folder / "django.mo").stat().st_size > 0


def placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def strays(message: Message) -> set[str]:
    """Placeholders that a translation invents, or that none of its forms keeps."""
    known = placeholders(message.texts["msgid"]) | placeholders(message.texts.get("msgid_plural", ""))
    used = [placeholders(text) for text in message.translations]
    return set().union(*used) ^ known


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parent.parent.name)
def test_translations_keep_the_placeholders_of_their_messages(path: Path) -> None:
    translated = [message for message in read_messages(path.read_text(encoding="utf-8")) if message.is_translated]
    wrong = {message.texts["msgid"]: strays(message) for message in translated if message.texts["msgid"]}
    assert {text: stray for text, stray in wrong.items() if stray} == {}


def test_a_language_without_its_own_word_for_something_shows_english() -> None:
    request = RequestFactory().get("/", headers={"accept-language": "fr"})
    assert translation.get_language_from_request(request) == "en"
    with translation.override("fr"):
        assert moments.duration_text(180).startswith("3 ")
