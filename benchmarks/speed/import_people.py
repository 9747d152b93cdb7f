"""Checking people.csv, beside csv.DictReader alone; time and memory, each in a process of its own.

The peer splits the lines into dictionaries and stops there. Hexad also recognises encoding, delimiter and columns,
reads dates, zones and languages, and finds every problem with its row, gaps and circles in reporting lines among them.
"""

import csv
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypedDict

from benchmarks.children import measure, peak_memory
from benchmarks.effort import Effort, say
from benchmarks.tables import Table, figure, times
from hexad.demo import invent
from hexad.demo.writing import people_csv
from hexad.people import load_roster

ROWS, SHORT_ROWS, SEED = 100_000, 1_000, 1
COLUMNS = ("reader", "rows", "seconds", "of the peer", "peak MB", "MB for the rows", "of the peer's MB", "problems")


class Reading(TypedDict):
    """What a process says of its reading; ``base``: the MB it held before it began."""

    rows: int
    problems: int
    seconds: float
    base: float


def run(effort: Effort) -> Table:
    """Write one file and read it with both."""
    rows = SHORT_ROWS if effort.short else ROWS
    with TemporaryDirectory(prefix="hexad-benchmark-") as folder:
        path = Path(folder) / "people.csv"
        path.write_bytes(people_csv(invent(rows, seed=SEED).people))
        say(f"reading {rows:,} rows, {figure(path.stat().st_size / 2**20)} MB")
        peer, own = (measure(f"{__name__}:{reader}", path=str(path)) for reader in ("with_csv", "with_hexad"))
    table = Table("Checking people.csv", COLUMNS)
    for name, one in (("csv.DictReader", peer), ("Hexad", own)):
        held, peers = one.peak - one.answer["base"], peer.peak - peer.answer["base"]
        table.add(
            name,
            one.answer["rows"],
            figure(one.answer["seconds"]),
            times(one.answer["seconds"], peer.answer["seconds"]),
            figure(one.peak),
            figure(held),
            times(held, peers),
            one.answer["problems"],
        )
    return table


def with_csv(path: str) -> Reading:
    """Read the file into dictionaries."""
    base, began = peak_memory(), perf_counter()
    with Path(path).open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return Reading(rows=len(rows), problems=0, seconds=perf_counter() - began, base=base)


def with_hexad(path: str) -> Reading:
    """Check the file as ``hexad people check`` does."""
    base, began = peak_memory(), perf_counter()
    roster = load_roster(Path(path))
    seconds = perf_counter() - began
    return Reading(rows=len(roster.people), problems=len(roster.problems), seconds=seconds, base=base)
