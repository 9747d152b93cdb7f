"""Translations: compiled without gettext's tools, and true to the placeholders of what they translate."""

import gettext
import io
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import RequestFactory
from django.utils import translation
from scripts.compile_messages import LOCALE, Message, compiled, main, read_messages

from hexad_web.frontend import moments
from tests.hexad_web.frontend.extraction import Found, messages_of, read_python, read_template

CATALOGUES = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
OFFERED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
# The library's own sentences: collected where they are listed, said where they are needed.
SAY_THE_LIBRARY = {
    "challenges/queries/wording_modules.py",
    "economics/assumption_words.py",
    "formation/queries/policy.py",
    "formation/queries/wording.py",
    "people/queries/previews.py",
    "sessions/queries/agendas.py",
    "sessions/queries/hinting.py",
    "sessions/queries/on_paper.py",
    "sessions/queries/pack.py",
    "sessions/queries/pages.py",
    "sessions/queries/rooms.py",
    "evidence/actions/returning.py",
    "evidence/forms.py",
    "evidence/queries/asked.py",
    "evidence/queries/courses.py",
    "evidence/queries/measuring.py",
    "evidence/queries/results.py",
    "evidence/queries/studies.py",
}
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


@pytest.fixture(scope="module")
def in_source() -> Found:
    return messages_of()


def entries_of(code: str) -> list[Message]:
    return list(read_messages((LOCALE / code / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")))


@pytest.mark.parametrize("code", OFFERED)
def test_a_language_that_is_offered_has_a_word_for_everything(code: str) -> None:
    assert [message.texts["msgid"] for message in entries_of(code) if not message.is_translated] == []


@pytest.mark.parametrize("code", OFFERED)
def test_a_catalogue_has_every_message_of_the_source(code: str, in_source: Found) -> None:
    missing = in_source.keys - {message.key for message in entries_of(code)}
    assert missing == set(), "bring the catalogue up to date: docs/translating.md"


def test_every_message_is_a_literal_that_makemessages_can_collect(in_source: Found) -> None:
    assert in_source.no_literals == SAY_THE_LIBRARY


@pytest.mark.parametrize("code", OFFERED)
def test_a_translation_can_stand_in_an_attribute_wherever_its_message_can(code: str) -> None:
    """Texts of templates are not escaped: a quotation mark or a tag of its own would end the attribute."""
    added = {
        message.texts["msgid"]: translated
        for message in entries_of(code)
        for translated in message.translations
        if message.texts["msgid"] and {*'"<>&'} & {*translated} - {*message.texts["msgid"]}
    }
    assert added == {}


def test_messages_are_found_in_templates_and_in_python() -> None:
    found = Found()
    read_template(
        """{% translate 'Me' context "menu" %}{% blocktranslate trimmed count n=a with b=c %}
        {{ n }} of {{ b }}, 5 %{% plural %}{{ n }} of them{% endblocktranslate %}{{ _("It's")|upper }}""",
        found,
    )
    read_python(
        "from django.utils.translation import gettext as _, gettext_lazy as later, npgettext\n"
        "_('One ' 'two')\nnpgettext('row', 'a', 'b', 2)\nother('Nobody')\n",
        "clean.py",
        found,
    )
    read_python("from django.utils.translation import gettext_lazy as later\nlater('Aliased')", "alias.py", found)
    read_python("from django.utils.translation import gettext\ngettext(word)", "variable.py", found)
    assert found.keys == {
        "menu\x04Me",
        "%(n)s of %(b)s, 5 %%\0%(n)s of them",
        "It's",
        "One two",
        "row\x04a\0b",
    }
    assert found.no_literals == {"alias.py", "variable.py"}


def test_a_language_without_its_own_word_for_something_shows_english() -> None:
    request = RequestFactory().get("/", headers={"accept-language": "fr"})
    assert translation.get_language_from_request(request) == "en"
    with translation.override("fr"):
        assert moments.duration_text(180).startswith("3 ")
