"""``rooms.csv``: ``site, room, capacity, equipment, busy_ics``."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from hexad.availability.files import DEFAULT_ZONE, read_file
from hexad.availability.horizon import Horizon
from hexad.availability.intervals import Busy
from hexad.people.decoding import decode
from hexad.problems import Problem, shorten
from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.needs import Room

COLUMNS = ("site", "room", "capacity")
LARGEST = 2**24  # bytes
MOST_SEATS = 10_000
BLOCKING = ("busy", "out-of-office", "unknown", "tentative", "movable")  # a room is held by whatever stands in it


def load_rooms(path: Path, horizon: Horizon) -> tuple[tuple[Room, ...], list[Problem]]:
    """Read rooms, each with the times at which its calendar has it taken.

    Parameters
    ----------
    path
        A calendar named in ``busy_ics`` lies in the same folder, or below it; whatever stands in it holds the room.

    Returns
    -------
    tuple
        Usable rooms in the order of the file, and problems. A calendar that cannot be read leaves its room no free
        time: the unread is never free.

    Raises
    ------
    SchedulingError
        Where the file is no such table.
    OSError
        Where it cannot be opened.

    Source: our choice.
    """
    if path.stat().st_size > LARGEST:
        raise SchedulingError(f"{path} is larger than {LARGEST // 2**20} MB.")
    text, _ = decode(path.read_bytes())
    table = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise SchedulingError(f"{path} has no column {missing[0]!r}; it needs {', '.join(COLUMNS)}.")
    rooms: dict[tuple[str, str], Room] = {}
    problems: list[Problem] = []
    try:
        for number, row in enumerate(table, start=2):
            for found in _room(row, number, path.parent, horizon):
                if isinstance(found, Problem):
                    problems.append(found)
                elif (found.site, found.name) in rooms:
                    problems.append(Problem(row=number, field="room", found=found.name, remedy="Name each room once."))
                else:
                    rooms[(found.site, found.name)] = found
    except csv.Error:
        raise SchedulingError(f"{path} is no table of rooms: {', '.join(COLUMNS)}.") from None
    return tuple(rooms.values()), problems


def _room(row: Mapping[str, str | None], number: int, folder: Path, horizon: Horizon) -> Iterator[Room | Problem]:
    """One row as a room, or what is wrong with it."""
    value = {name: (row.get(name) or "").strip() for name in (*COLUMNS, "equipment", "busy_ics")}
    for name in ("site", "room"):
        if not value[name]:
            yield Problem(row=number, field=name, remedy=f"Give every room a {name}.")
            return
    if not value["capacity"].isdecimal() or not 0 < int(value["capacity"][:9]) <= MOST_SEATS:
        found, remedy = shorten(value["capacity"]), "Write how many people the room seats, such as 6."
        yield Problem(row=number, field="capacity", found=found, remedy=remedy)
        return
    busy, problems = _busy(value["busy_ics"], folder, horizon)
    yield from problems
    yield Room(
        site=value["site"],
        name=value["room"],
        seats=int(value["capacity"]),
        busy=tuple(one.interval for one in busy if one.kind in BLOCKING),
        equipment=tuple(filter(None, (each.strip() for each in value["equipment"].split(";")))),
    )


def _busy(name: str, folder: Path, horizon: Horizon) -> tuple[Sequence[Busy], Sequence[Problem]]:
    if not name:
        return (), ()
    if ".." in PurePosixPath(name.replace("\\", "/")).parts or Path(name).is_absolute():
        raise SchedulingError(f"{shorten(name)!r} lies outside the folder of the rooms; put it beside them.")
    return read_file(folder / name, zone=DEFAULT_ZONE, owner="", horizon=horizon)
