"""A folder of calendars on disk to masks, for command lines: read on the cores that there are."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from hexad.availability.busy_times import BusyTimes
from hexad.availability.calendars import read_ics
from hexad.availability.content import LIMITS
from hexad.availability.horizon import Horizon
from hexad.availability.hours import nine_to_five
from hexad.availability.intervals import Busy
from hexad.availability.masks import Mask, mask_of
from hexad.people.roster import Person
from hexad.problems import Problem

DEFAULT_ZONE = "UTC"
FEW = 16  # calendars that are read sooner than another process has started
CHUNK = 8
Problems = tuple[Problem, ...]
Form = TypeVar("Form")


@dataclass(frozen=True, slots=True)
class _Task:
    """One calendar to read, in a form that another process understands."""

    path: Path | None
    email: str
    zone: str
    horizon: Horizon


def read_folder(people: Sequence[Person], folder: Path, horizon: Horizon) -> tuple[dict[str, Mask], list[Problem]]:
    """Read ``<email>.ics`` of everybody.

    Parameters
    ----------
    people
        Whose calendars; who has none there is free in all working hours, nine to five in the own zone.
    folder
        Only files that it lists are opened, whatever an address looks like.

    Returns
    -------
    tuple of dict and list
        Masks by address, and problems in the order of the people. A calendar that cannot be read at all leaves its
        owner no free time: the unread is never free.

    Raises
    ------
    OSError
        Where the folder cannot be opened.

    Notes
    -----
    Source: our choice.
    """
    return _each(people, folder, horizon, _mask)


def read_busy_folder(
    people: Sequence[Person], folder: Path, horizon: Horizon
) -> tuple[dict[str, BusyTimes], list[Problem]]:
    """The same, as exact busy times in place of masks.

    Raises
    ------
    OSError
        Where the folder cannot be opened.

    Notes
    -----
    Source: our choice.
    """
    return _each(people, folder, horizon, _busy_times)


def _each(
    people: Sequence[Person], folder: Path, horizon: Horizon, read: Callable[["_Task"], tuple[Form, Problems]]
) -> tuple[dict[str, Form], list[Problem]]:
    files = {path.name.lower(): path for path in sorted(folder.iterdir()) if path.suffix.lower() == ".ics"}
    tasks = [_Task(files.get(f"{one.email}.ics"), one.email, one.time_zone or DEFAULT_ZONE, horizon) for one in people]
    forms: dict[str, Form] = {}
    problems: list[Problem] = []
    for one, (form, found) in zip(people, _read_all(tasks, read), strict=True):
        forms[one.email] = form
        problems += [*_doubts(one, files), *found]
    return forms, problems


def _read_all(
    tasks: Sequence[_Task], read: Callable[[_Task], tuple[Form, Problems]]
) -> Iterator[tuple[Form, Problems]]:
    if len(tasks) <= FEW:
        yield from map(read, tasks)
        return
    with ProcessPoolExecutor(max_workers=_cores()) as pool:
        yield from pool.map(read, tasks, chunksize=CHUNK)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _mask(task: _Task) -> tuple[Mask, Problems]:
    busy, problems = _read(task)
    return mask_of(nine_to_five(task.zone), busy, task.horizon), problems


def _busy_times(task: _Task) -> tuple[BusyTimes, Problems]:
    busy, problems = _read(task)
    return BusyTimes.of(busy), problems


def _read(task: _Task) -> tuple[Sequence[Busy], Problems]:
    if task.path is None:
        return (), ()
    return read_file(task.path, zone=task.zone, owner=task.email, horizon=task.horizon)


def read_file(path: Path, *, zone: str, owner: str, horizon: Horizon) -> tuple[Sequence[Busy], Problems]:
    """One calendar on disk as busy times; what cannot be read at all is unknown from end to end.

    Notes
    -----
    Source: our choice.
    """
    window = (horizon.start, horizon.end)
    unknown = [Busy("", *window, "unknown")]
    try:
        with path.open("rb") as file:
            data = file.read(LIMITS.size + 1)  # one byte too many is refused; the rest need not be in memory
    except OSError as error:
        return unknown, (Problem(field=path.name, found=error.strerror or "", remedy="Make this file readable."),)
    reading = read_ics(data, owner_zone=zone, owner_email=owner, window=window)
    problems = tuple(replace(one, field=f"{path.name} {one.field}") for one in reading.problems)
    unread = not reading.busy and any(one.field == "file" and one.severity == "error" for one in reading.problems)
    return unknown if unread else reading.busy, problems


def _doubts(person: Person, files: dict[str, Path]) -> Iterator[Problem]:
    name = f"{person.email}.ics"
    if name not in files:
        remedy = f"Put {name} into the folder; until then all working hours count as free."
        yield Problem(row=person.row, field="calendar", found=name, remedy=remedy, severity="warning")
    if not person.time_zone:
        remedy = f"Give {person.email} a time zone, such as Europe/Berlin; {DEFAULT_ZONE} was taken."
        yield Problem(row=person.row, field="time_zone", remedy=remedy, severity="warning")
