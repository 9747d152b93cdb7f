"""The frozen snapshot of a closed period: all that a report needs, nothing below a threshold."""

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType, NoneType, UnionType
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

from hexad.problems import HexadError, shorten

FORMAT = "hexad-snapshot/1"
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
LARGEST = 5_000_000  # bytes
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")
Json: TypeAlias = Any  # whatever json.loads gives
Wanted: TypeAlias = Any  # a type of this module, read at run time
MOST_ROWS = 2_000  # of any list in it
LONGEST_TEXT = 20_000  # characters


class ReportError(HexadError):
    """A snapshot that no report can be made of; the text says where and what to do."""


class State(StrEnum):
    """Whether a figure is there."""

    SHOWN = "shown"
    HIDDEN = "hidden"  # could be traced to people; which rule said so is nobody's business
    NONE = "none"  # nothing was asked or due yet


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number as management may see it.

    Attributes
    ----------
    state
        Where it is not ``shown``, there is neither a value nor a base.
    value
        Hours, people, sessions, an amount of the snapshot's currency, a share from 0 to 1, or a mean.
    base
        How many people stand behind it; None where no people are counted.
    """

    state: State = State.SHOWN
    value: float | None = None
    base: int | None = None

    def __post_init__(self) -> None:
        if self.state is not State.SHOWN and (self.value is not None or self.base is not None):
            raise ReportError("A figure that is not shown has a value or a base: it must have neither.")
        if self.state is State.SHOWN and self.value is None:
            raise ReportError("A figure is shown and has no value.")
        if self.value is not None:
            object.__setattr__(self, "value", float(self.value))  # what was counted reads like what was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One figure of one part of the organisation; a part that is not shown keeps its row."""

    figure: str
    part: str
    value: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleUse:
    """How many sessions worked with a module; ``language``: of its title, as a tag, empty where nobody said."""

    title: str
    sessions: Figure
    language: str = ""

    def __post_init__(self) -> None:
        if self.language and not LANGUAGE.match(self.language):
            raise ReportError(f"The language of a module is {shorten(self.language)!r}: write it like en or pt-BR.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """An obstacle that a group released, and what the sponsor answered; ``choice`` empty: not answered."""

    text: str
    month: str  # YYYY-MM
    choice: str = ""
    reply: str = ""
    by_date: date | None = None

    def __post_init__(self) -> None:
        if self.choice not in ("", "done", "will_do", "cannot", "need_more"):
            raise ReportError(f"An answer to an obstacle is {shorten(self.choice)!r}, which is none there is.")
        if not MONTH.match(self.month):
            raise ReportError(f"The month of an obstacle is {shorten(self.month)!r}: write it like 2026-03.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A story that its author released."""

    text: str
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One figure that the cost rests on; without a source it is the organisation's own."""

    label: str
    value: float
    unit: str
    source: str = ""
    year: int | None = None
    is_money: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Half-open, ``[start_date, end_date)``."""

    name: str
    start_date: date
    end_date: date

    def __post_init__(self) -> None:
        if self.end_date <= self.start_date:
            raise ReportError("The period ends before it begins.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A closed period.

    Attributes
    ----------
    figures
        By key, as ``docs/report.md`` lists them; a key that is missing reads as *nothing asked yet*.
    scale
        Least and greatest answer of the self-rating.
    unknown
        Keys of what nobody knows yet.
    """

    organisation: str
    period: Period
    closed_at: datetime
    version: str
    currency: str
    threshold: int
    scale: tuple[int, int]
    figures: Mapping[str, Figure] = field(default_factory=lambda: MappingProxyType({}))
    cuts: tuple[Cut, ...] = ()
    modules: tuple[ModuleUse, ...] = ()
    obstacles: tuple[Obstacle, ...] = ()
    stories: tuple[Story, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    unknown: tuple[str, ...] = ()

    def __getitem__(self, key: str) -> Figure:
        """Return a figure by its key."""
        return self.figures.get(key, Figure(state=State.NONE))

    def as_json(self) -> str:
        """Write the file of the contract: the same snapshot is the same text."""
        values = asdict_plain(self)
        return json.dumps({"format": FORMAT, **values}, ensure_ascii=False, indent=1, sort_keys=True, default=_plain)


def asdict_plain(snapshot: Snapshot) -> dict[str, Any]:
    """Return the snapshot as JSON's types."""
    values = {one.name: getattr(snapshot, one.name) for one in fields(snapshot)}
    values["figures"] = {key: asdict(figure) for key, figure in snapshot.figures.items()}
    for name in ("cuts", "modules", "obstacles", "stories", "assumptions"):
        values[name] = [asdict(one) for one in values[name]]
    values["period"] = asdict(snapshot.period)
    return values


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))


def read_snapshot(text: str | bytes) -> Snapshot:
    """Read a snapshot's JSON.

    Parameters
    ----------
    text
        At most 5 MB.

    Raises
    ------
    ReportError
        For anything that is no snapshot: it names the place and what is wanted there.

    Examples
    --------
    >>> read_snapshot("[]")
    Traceback (most recent call last):
    ...
    hexad.report.snapshot.ReportError: This is no snapshot: close a period and download its JSON.
    """
    if len(text) > LARGEST:
        raise ReportError(f"This is larger than {LARGEST:,} bytes: no snapshot is.")
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ReportError("This is no JSON. Close a period and download its snapshot.") from error
    if not isinstance(values, dict) or "format" not in values:
        raise ReportError("This is no snapshot: close a period and download its JSON.")
    if values.pop("format") != FORMAT:
        raise ReportError(f"This snapshot has another format than {FORMAT}: use the version of Hexad that wrote it.")
    found: Snapshot = _read(Snapshot, values, "the snapshot")
    return found


def _read(wanted: Wanted, value: Json, place: str) -> Json:
    """Read JSON's value as a type of this module."""
    if hasattr(wanted, "__dataclass_fields__"):
        return _read_object(wanted, value, place)
    origin: Wanted = get_origin(wanted)
    inner = get_args(wanted)
    if origin is tuple:
        return _read_list(inner, value, place)
    if origin is not None and issubclass(origin, Mapping):
        _check(isinstance(value, dict) and len(value) <= MOST_ROWS, place, "an object")
        return {key: _read(inner[1], one, f"{place}, {shorten(key)!r}") for key, one in value.items()}
    if origin is UnionType:
        return None if value is None else _read(next(one for one in inner if one is not NoneType), value, place)
    return _read_plain(wanted, value, place)


def _read_object(wanted: Wanted, value: Json, place: str) -> Json:
    _check(isinstance(value, dict), place, "an object")
    hints = get_type_hints(wanted)
    for key in value:
        _check(key in hints, f"{place}, {shorten(key)!r}", "nothing: there is no such key")
    read = {key: _read(hints[key], one, f"{place}, {key}") for key, one in value.items()}
    try:
        return wanted(**read)
    except TypeError as error:
        raise ReportError(f"In {place} something is missing: {shorten(str(error).split(':')[-1].strip())}.") from error
    except ReportError as error:
        raise ReportError(f"In {place}: {error}") from error


def _read_list(inner: tuple[Wanted, ...], value: Json, place: str) -> tuple[Json, ...]:
    _check(isinstance(value, list) and len(value) <= MOST_ROWS, place, f"a list of {MOST_ROWS:,} rows at most")
    if inner[-1] is not ...:
        _check(len(value) == len(inner), place, f"{len(inner)} values")
    return tuple(_read(inner[0], one, f"{place}, row {number}") for number, one in enumerate(value, 1))


def _read_plain(wanted: Wanted, value: Json, place: str) -> Json:
    if wanted is bool:
        _check(isinstance(value, bool), place, "true or false")
        return value
    if wanted in (int, float):
        _check(isinstance(value, int | float) and not isinstance(value, bool), place, "a number")
        _check(math.isfinite(value) and (wanted is float or value == int(value)), place, "a whole number")
        return wanted(value)
    _check(isinstance(value, str) and len(value) <= LONGEST_TEXT, place, "a text")
    if wanted is str:
        return value
    try:
        return wanted.fromisoformat(value) if issubclass(wanted, date) else wanted(value)
    except ValueError as error:
        raise ReportError(f"In {place} stands {shorten(value)!r}, which cannot be read.") from error


def _check(holds: bool, place: str, wanted: str) -> None:
    if not holds:
        raise ReportError(f"In {place} stands something else than {wanted}.")
