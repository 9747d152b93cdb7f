"""The messages of the source, found as makemessages finds them, but without GNU gettext.

Templates go through Django's own ``templatize``, as in makemessages; Python is read as a syntax tree, which sees more
than xgettext does: a function under another name, and a message that is no literal.
"""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation.template import templatize

PRODUCT = Path(__file__).parents[3] / "src" / "hexad_web"
# Where in a call the context, the message and its plural stand.
PLACES = {
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "ngettext": ("msgid", "msgid_plural"),
    "ngettext_lazy": ("msgid", "msgid_plural"),
    "pgettext": ("msgctxt", "msgid"),
    "pgettext_lazy": ("msgctxt", "msgid"),
    "npgettext": ("msgctxt", "msgid", "msgid_plural"),
    "npgettext_lazy": ("msgctxt", "msgid", "msgid_plural"),
}
OPENING = re.compile(r"\b(n?p?gettext|_)\((?=u?['\"])")
LITERAL = re.compile(r"\s*(u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"))\s*,?")


@dataclass(slots=True)
class Found:
    """Keys are those of a catalogue: context, message and plural."""

    keys: set[str] = field(default_factory=set)
    no_literals: set[str] = field(default_factory=set)

    def add(self, name: str, texts: list[str]) -> None:
        parts = dict(zip(PLACES[name], texts, strict=False))
        context = f"{parts['msgctxt']}\x04" if "msgctxt" in parts else ""
        plural = f"\0{parts['msgid_plural']}" if "msgid_plural" in parts else ""
        self.keys.add(f"{context}{parts['msgid']}{plural}")


def messages_of(product: Path = PRODUCT) -> Found:
    found = Found()
    for path in sorted(product.rglob("*.py")):
        read_python(path.read_text(encoding="utf-8"), str(path.relative_to(product)), found)
    for path in sorted(product.rglob("templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            read_template(path.read_text(encoding="utf-8"), found)
    return found


def read_python(source: str, name: str, found: Found) -> None:
    tree = ast.parse(source)
    names = dict(imported_names(tree))
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        if not isinstance(call.func, ast.Name) or call.func.id not in names:
            continue
        function = names[call.func.id]
        given = call.args[: len(PLACES[function])]
        texts = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(texts) == len(PLACES[function]) and call.func.id in {"_", function}:
            found.add(function, texts)
        else:
            found.no_literals.add(name)


def imported_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            yield from ((one.asname or one.name, one.name) for one in node.names if one.name in PLACES)


def read_template(source: str, found: Found) -> None:
    text = templatize(source)
    for opening in OPENING.finditer(text):
        name = "gettext" if opening[1] == "_" else opening[1]
        at, texts = opening.end(), []
        while len(texts) < len(PLACES[name]) and (literal := LITERAL.match(text, at)):
            texts.append(ast.literal_eval(literal[1]))
            at = literal.end()
        found.add(name, texts)
