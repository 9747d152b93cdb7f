"""Taking the values of a module out of the tables that somebody wrote, and naming all that is wrong with them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hexad.problems import Problem, shorten

LONGEST_TEXT = 10_000  # characters; the linter looks at a text more than once
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(slots=True)
class TableReader:
    """Takes values out of tables and remembers what is wrong with them, so that one reading names every problem."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, place: str, found: object, remedy: str, row: int = 0) -> None:
        self.problems.append(Problem(row=row, field=place, found=shorten(str(found)), remedy=remedy))

    def text(self, table: Mapping[str, Any], key: str, place: str) -> str:
        value = table.get(key)
        if isinstance(value, str) and value.strip():
            return self.clean(" ".join(value.split()), place + key)
        self.note(place + key, value or "", "Write a text here.")
        return ""

    def clean(self, text: str, place: str) -> str:
        """No reader has a use for control characters, nor for a text that is ten times as long as a page."""
        if len(text) > LONGEST_TEXT:
            self.note(place, f"{len(text)} characters", f"Cut it to {LONGEST_TEXT} characters.")
            return ""
        if found := CONTROL.search(text):
            self.note(place, repr(found[0]), "Take the control character out.")
        return text

    def number(self, table: Mapping[str, Any], key: str, place: str) -> int:
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.note(place + key, "" if value is None else value, "Write a whole number from 1.")
        return 0

    def one_of(self, table: Mapping[str, Any], key: str, place: str, words: tuple[str, ...]) -> Any:  # noqa: ANN401  # one of the words
        value = table.get(key)
        if value not in words:
            self.note(place + key, value or "", f"Choose one of: {', '.join(words)}.")
        return value

    def texts(self, table: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        value = table.get(key)
        if isinstance(value, list) and value and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(self.clean(" ".join(one.split()), place + key) for one in value)
        self.note(place + key, value or "", "Write a list of texts, none of them empty.")
        return ()

    def tables(self, table: Mapping[str, Any], key: str, place: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Each table of a list with its place, counted from 1 as people count."""
        value = table.get(key)
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            return [(f"{place}{key}[{number}].", one) for number, one in enumerate(value, start=1)]
        self.note(place + key, value or "", f"Write at least one [[{key}]] table.")
        return []

    def known(self, table: Mapping[str, Any], place: str, keys: Sequence[str]) -> None:
        for key in sorted(set(table) - set(keys)):
            self.note(place + key, key, f"Take the key out, or spell it as one of: {', '.join(keys)}.")
