"""The ledger of erasures, a file beside the database: it outlives a restored backup, and is replayed after it."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

NAME = "erasures.jsonl"


@dataclass(frozen=True, slots=True)
class Line:
    organisation: int
    person: int
    at: str


def path() -> Path:
    return Path(settings.DATA_DIR) / NAME


def note(line: Line) -> None:
    """Append, and see it on the disk: called inside the transaction that erases."""
    with path().open("a", encoding="utf-8") as file:
        file.write(json.dumps({"organisation": line.organisation, "person": line.person, "at": line.at}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def lines(file: Path | None = None) -> Iterator[Line]:
    """Every line that can be read: one that was cut off by a crash is followed by whole ones."""
    file = file or path()
    for text in file.read_text(encoding="utf-8").splitlines() if file.exists() else ():
        try:
            values = json.loads(text)
            yield Line(int(values["organisation"]), int(values["person"]), str(values["at"]))
        except (ValueError, KeyError, TypeError):
            continue
