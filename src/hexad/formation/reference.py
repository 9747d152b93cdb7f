"""The reference of ``rules.toml`` in ``docs/formation.md``, written from the catalogue.

``python -m hexad.formation.reference`` prints it; a test holds the page against it.
"""

import sys
from collections.abc import Iterator

from hexad.formation.catalogue import ATTRIBUTE, CATALOGUE, RELAX, Mode, OptionValue, RuleKind
from hexad.formation.ruleset import PEOPLE_TABLES


def reference() -> str:
    """Return the reference as a Markdown table: every table and key of a rules file, with default and meaning."""
    rows = [row for kind in (*CATALOGUE.values(), ATTRIBUTE) for row in _rows(kind)]
    rows += [
        ("`[locked]`", "`groups`", "`[]`", "Groups that stay as they are, each a list of addresses."),
        ("", "`relax`", f"`{list(RELAX)!r}`".replace("'", '"'), "Musts that may give way, the first one first."),
    ]
    lines = [" | ".join(row) for row in (("table", "key", "default", "meaning"), ("---",) * 4, *rows)]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def _rows(kind: RuleKind) -> Iterator[tuple[str, str, str, str]]:
    if kind.key in PEOPLE_TABLES:
        yield (
            f"`[[{kind.key}]]`",
            "`people`",
            "none",
            f"{kind.sentence} A list of addresses; repeat the table for more.",
        )
        return
    default = {Mode.MUST: "`hard = true`", Mode.WISH: f"`weight = {kind.weight}`", Mode.OFF: "`off = true`"}[kind.mode]
    yield (f"`[{kind.key}]`", "`hard`, `weight`, `off`", default, kind.sentence)
    for name, option in kind.options.items():
        yield ("", f"`{name}`", f"`{_toml(option.default)}`", str(option.sentence))


def _toml(value: OptionValue) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return str(list(value)).replace("'", '"')
    return f'"{value}"' if isinstance(value, str) else str(value)


if __name__ == "__main__":
    sys.stdout.write(reference())
