"""What holds for every template of every app: words go through gettext, nothing is inline, icons exist."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from hexad_web.frontend.icons import DRAWINGS

PRODUCT = Path(__file__).parents[3] / "src/hexad_web"
TEMPLATES = sorted(path for path in PRODUCT.rglob("templates/**/*") if path.suffix in {".html", ".txt"})
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]

TRANSLATED = re.compile(r"{%\s*blocktrans(?:late)?\b.*?%}.*?{%\s*endblocktrans(?:late)?\s*%}", re.DOTALL)
REMARKS = re.compile(r"{#.*?#}|{%\s*comment\b.*?%}.*?{%\s*endcomment\s*%}", re.DOTALL)
LAYOUT = re.compile(
    r"{%\s*block (?:width|body_class)\s*%}.*?{%\s*endblock(?: \w+)?\s*%}", re.DOTALL
)  # the name of a class
CHOSEN_ELEMENT = re.compile(r"(</?){{.*?}}")
TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
WORD = re.compile(r"[^\W\d_]{2,}")
SAMPLES = re.compile(r"frontend/_design_")  # the design system page shows names and languages as they are
OWN_NAMES = {"Hexad"}
# Attributes that people read or hear, plain ones and those of our components.
SPOKEN = {
    *("title", "alt", "placeholder", "aria-label", "aria-description", "label", "caption", "data-label"),
    *("text", "hint", "note", "action", "next", "sentence", "value"),
}
# ``action`` is an address on a form and words on c-empty; ``value`` is words on c-fact only.
ADDRESSES = {("form", "action"), ("c-undo", "action")}
NO_WORDS = {"script", "style", "code", "kbd", "bdi"}


def is_spoken(tag: str, name: str) -> bool:
    if name == "value":
        return tag == "c-fact"
    return name in SPOKEN and (tag, name) not in ADDRESSES


class Reader(HTMLParser):
    """Collects what a person would read or hear, once template tags are out of the way."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.words: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.open.append(tag)
        self.words += [value for name, value in attrs if value and is_spoken(tag, name)]
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or re.match(r"on[a-z]+$", name)]
        if tag == "script" and "src" not in given:
            self.inline.append("<script>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not NO_WORDS & set(self.open):
            self.words.append(data)


def read(source: str) -> Reader:
    reader = Reader()
    for hidden in (REMARKS, TRANSLATED, LAYOUT):
        source = hidden.sub(" ", source)
    reader.feed(TAGS.sub(" ", CHOSEN_ELEMENT.sub(r"\1div", source)))
    reader.close()
    return reader


def untranslated(source: str) -> list[str]:
    texts = (" ".join(text.split()) for text in read(source).words)
    return [text for text in texts if set(WORD.findall(text)) - OWN_NAMES]


def name_of(path: Path) -> str:
    return str(path.relative_to(PRODUCT))


def test_the_check_finds_words_in_text_and_in_attributes() -> None:
    assert untranslated("<p>Hello {{ name }}</p>") == ["Hello"]
    assert untranslated('<c-card title="People">{% translate "People" %}</c-card>') == ["People"]
    assert untranslated('<a aria-label="{% if x %}Close{% endif %}">×</a>') == ["Close"]
    assert (
        untranslated("{% blocktranslate count n=n %}{{ n }} person{% plural %}{{ n }} people{% endblocktranslate %}")
        == []
    )
    assert untranslated('<form action="/people/"><input name="email" value="x y"></form>') == []
    assert read('<p style="color:red" onclick="go()">x</p><script>1</script>').inline == [
        "<p style>",
        "<p onclick>",
        "<script>",
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_every_visible_word_can_be_translated(path: Path) -> None:
    if SAMPLES.search(name_of(path)):
        assert path.name.startswith("_design_")
    else:
        assert untranslated(path.read_text()) == []


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_no_page_has_inline_styles_or_scripts(path: Path) -> None:
    if "/mail/" not in name_of(path):  # mail readers know no style sheets of ours
        assert read(path.read_text()).inline == []
        assert "<style" not in path.read_text()


@pytest.mark.parametrize("path", [path for path in PAGES if "/mail/" in name_of(path)], ids=name_of)
def test_no_mail_loads_anything(path: Path) -> None:
    source = path.read_text()
    assert not re.search(r"<img|<link|<script|url\(|@import|@font-face", source)
    assert path.with_suffix(".txt").exists(), "each mail has a plain text twin"


def test_every_icon_that_a_template_names_was_built() -> None:
    built = set(json.loads(DRAWINGS.read_text())["drawings"])
    mention = re.compile(r"""<c-icon[^>]*\bname="([a-z0-9-]+)"|\bicon="([a-z0-9-]+)"|{%\s*icon\s+"([a-z0-9-]+)\"""")
    sources = [*PAGES, *PRODUCT.rglob("*.py")]
    named = {name for path in sources for found in mention.findall(path.read_text()) for name in found if name}
    assert named - built == set(), "no such icon at lucide.dev, or the front end was not built since"
