"""Agendas: the steps of a session as data, scaled to those present, always summing to the session's length."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import timedelta
from enum import StrEnum
from importlib import resources
from itertools import accumulate, pairwise
from typing import Any

from hexad.problems import HexadError

AGENDAS = ("engage", "explore", "reflect")  # those that come with Hexad
SIX = 6  # the members for whom minutes are written
MOST_STEPS = 40
PROTECTED_SHARE = 0.5  # of what is left: a session that begins very late has some minutes before its last ones


class AgendaError(HexadError):
    """An agenda that cannot be used; the text names the step, the field and the remedy."""


class PartKind(StrEnum):
    """What the members do in a part of a step."""

    TALK = "talk"  # open conversation, or the facilitator's script
    WRITE = "write"  # everybody writes alone; revealed together
    ROUND = "round"  # one speaker after the other
    PANEL = "panel"  # a form that another stage owns, named by its URL name
    PAGES = "pages"  # work through the pages of the module


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a step.

    Attributes
    ----------
    minutes
        Length for six members; 0: what the step has left (at most one such part a step).
    pad
        ``WRITE``: key of the pad whose cards are written and revealed (``story``, ``cause``, ``takeaway``).
    is_named
        ``WRITE``: cards carry their author's name when revealed.
    sides
        ``WRITE``: a card says whether it lies inside or outside the group's control.
    panel
        ``PANEL``: URL name of the form, reversed with ``session_id``.
    """

    kind: PartKind
    minutes: int = 0
    pad: str = ""
    is_named: bool = False
    sides: bool = False
    panel: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an agenda.

    Attributes
    ----------
    minutes
        Length for six members. ``each``: how many of them belong to each member, so that fewer members take less.
    is_protected
        Begins at its time whatever runs over before it (the last ten minutes).
    title, prompt, script
        English source text, a gettext msgid: heading, what to do, what the facilitator may read aloud.
    """

    key: str
    title: str
    minutes: int
    each: int = 0
    is_protected: bool = False
    prompt: str = ""
    script: str = ""
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """A versioned row of steps. ``lobby`` names panels that are open before the start (the first self-rating)."""

    id: str
    version: int
    title: str
    minutes: int
    steps: tuple[Step, ...]
    lobby: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As a session keeps it for ever: whatever becomes of the file, this session goes on as it was planned."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Agenda":
        """What ``as_json`` wrote. Raises AgendaError for anything else."""
        return _agenda(stored, str(stored.get("id", "agenda")))


def load(agenda_id: str) -> Agenda:
    """One of the agendas that come with Hexad: ``explore``, ``reflect``, ``engage``."""
    if agenda_id not in AGENDAS:
        raise AgendaError(f"There is no agenda called {agenda_id[:40]!r}. There are: {', '.join(AGENDAS)}.")
    file = resources.files("hexad.sessions") / "agendas" / f"{agenda_id}.toml"
    return read_toml(file.read_text(encoding="utf-8"), agenda_id)


def read_toml(text: str, name: str = "agenda") -> Agenda:
    """Read and check an agenda. ``name`` is what messages call it. Raises AgendaError."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AgendaError(f"{name}: this is not TOML: {error}.") from error
    return _agenda(table, name)


def lengths(agenda: Agenda, total: timedelta, present: int) -> tuple[timedelta, ...]:
    """How long each step takes when ``present`` members share ``total``; the sum is ``total`` to the microsecond.

    Protected steps keep their minutes, or half of ``total`` where there is less. The others share the rest as their
    minutes do; a step with minutes for each member counts those who are there.

    Raises
    ------
    ValueError
        If ``total`` is not positive or ``present`` less than one.
    """
    if total <= timedelta(0) or present < 1:
        raise ValueError("A session has time and members.")
    kept = [step.minutes for step in agenda.steps if step.is_protected]
    rest = [_weight(step, present) for step in agenda.steps if not step.is_protected]
    for_kept = min(sum(kept) * timedelta(minutes=1), PROTECTED_SHARE * total) if rest else total
    protected, others = iter(_shared(for_kept, kept)), iter(_shared(total - for_kept, rest))
    return tuple(next(protected if step.is_protected else others) for step in agenda.steps)


def _shared(total: timedelta, weights: Sequence[int]) -> list[timedelta]:
    """In proportion to the weights; no microsecond is lost to rounding."""
    ends = [total * reached / sum(weights) for reached in accumulate(weights)]
    return [end - start for start, end in pairwise([timedelta(0), *ends])]


def _weight(step: Step, present: int) -> int:
    return step.minutes if step.is_protected else step.minutes + step.each * (present - SIX)


def part_lengths(step: Step, total: timedelta) -> tuple[timedelta, ...]:
    """How long each part of a step takes in ``total``: written minutes where they fit, less where they do not."""
    written = sum(part.minutes for part in step.parts)
    open_part = next((number for number, part in enumerate(step.parts) if not part.minutes), None)
    planned = max(step.minutes if open_part is not None else written, 1)
    scale = min(total / planned, timedelta(minutes=1)) if open_part is not None else total / planned
    found = [part.minutes * scale for part in step.parts]
    last = open_part if open_part is not None else len(found) - 1
    found[last] = total - sum((length for number, length in enumerate(found) if number != last), timedelta(0))
    return tuple(found)


AGENDA_KEYS = {"id", "version", "title", "minutes", "steps", "lobby"}
# The file's word first, then the field's; a stored agenda uses the field's.
STEP_NAMES = {"protected": "is_protected"}
PART_NAMES = {"named": "is_named"}


def _agenda(table: Mapping[str, Any], name: str) -> Agenda:
    _refuse_unknown(table, AGENDA_KEYS, name)
    rows = table.get("steps")
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not 0 < len(rows) <= MOST_STEPS:
        raise AgendaError(f"{name}: steps: give 1 to {MOST_STEPS} tables [[steps]].")
    agenda = Agenda(
        id=_text(table, "id", name),
        version=_number(table, "version", name, least=1),
        title=_text(table, "title", name),
        minutes=_number(table, "minutes", name, least=1),
        steps=tuple(_step(row, f"{name}, step {number}") for number, row in enumerate(rows, 1)),
        lobby=tuple(str(panel) for panel in table.get("lobby", ())),
    )
    _check_sum(agenda, name)
    return agenda


def _check_sum(agenda: Agenda, name: str) -> None:
    found = sum(step.minutes for step in agenda.steps)
    if found != agenda.minutes:
        raise AgendaError(f"{name}: minutes: the steps take {found} minutes, the session has {agenda.minutes}.")
    keys = [step.key for step in agenda.steps]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise AgendaError(f"{name}: key: two steps are called {twice!r}. Give each its own key.")


def _step(row: Any, place: str) -> Step:  # noqa: ANN401  # whatever the file holds
    row = _table(row, place, STEP_NAMES)
    _refuse_unknown(row, {one.name for one in fields(Step)}, place)
    parts = row.get("parts")
    if not isinstance(parts, Sequence) or isinstance(parts, str) or not parts:
        raise AgendaError(f'{place}: parts: give at least one part, such as {{ kind = "talk" }}.')
    step = Step(
        key=_text(row, "key", place),
        title=_text(row, "title", place),
        minutes=_number(row, "minutes", place, least=1),
        each=_number(row, "each", place, least=0, default=0),
        is_protected=_flag(row, "is_protected", place),
        prompt=_text(row, "prompt", place, default=""),
        script=_text(row, "script", place, default=""),
        parts=tuple(_part(part, f"{place}, part {number}") for number, part in enumerate(parts, 1)),
    )
    _check_step(step, place)
    return step


def _check_step(step: Step, place: str) -> None:
    if step.each * SIX > step.minutes:
        raise AgendaError(f"{place}: each: {step.each} minutes for each of {SIX} are more than {step.minutes}.")
    is_open = [not part.minutes for part in step.parts]
    written = sum(part.minutes for part in step.parts)
    if sum(is_open) > 1:
        raise AgendaError(f"{place}: parts: only one part may be without minutes; it takes what the step has left.")
    if written > step.minutes or (any(is_open) and written == step.minutes):
        raise AgendaError(f"{place}: parts: they take {written} minutes, the step has {step.minutes}.")
    if not any(is_open) and written != step.minutes:
        raise AgendaError(f"{place}: parts: they take {written} of {step.minutes} minutes. Leave one without minutes.")


def _part(row: Any, place: str) -> Part:  # noqa: ANN401  # whatever the file holds
    row = _table(row, place, PART_NAMES)
    _refuse_unknown(row, {one.name for one in fields(Part)}, place)
    kind = row.get("kind")
    if kind not in set(PartKind):
        raise AgendaError(f"{place}: kind: {str(kind)[:40]!r} is none of {', '.join(PartKind)}.")
    part = Part(
        kind=PartKind(kind),
        minutes=_number(row, "minutes", place, least=0, default=0),
        pad=_text(row, "pad", place, default=""),
        is_named=_flag(row, "is_named", place),
        sides=_flag(row, "sides", place),
        panel=_text(row, "panel", place, default=""),
    )
    if (part.kind is PartKind.WRITE) != bool(part.pad):
        raise AgendaError(f"{place}: pad: a part of kind write has a pad, and no other has one.")
    if (part.kind is PartKind.PANEL) != bool(part.panel):
        raise AgendaError(f"{place}: panel: a part of kind panel names one, and no other does.")
    return part


def _table(row: Any, place: str, names: Mapping[str, str]) -> dict[str, Any]:  # noqa: ANN401  # whatever the file holds
    if not isinstance(row, Mapping):
        raise AgendaError(f"{place}: this has to be a table.")
    return {names.get(key, key): value for key, value in row.items()}


def _refuse_unknown(row: Mapping[str, Any], known: set[str], place: str) -> None:
    for key in row:
        if key not in known:
            raise AgendaError(f"{place}: {str(key)[:40]!r} is not known here. Known: {', '.join(sorted(known))}.")


def _text(row: Mapping[str, Any], key: str, place: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if not isinstance(value, str) or (default is None and not value.strip()):
        raise AgendaError(f"{place}: {key}: give a text.")
    return value


def _number(row: Mapping[str, Any], key: str, place: str, *, least: int, default: int | None = None) -> int:
    value = row.get(key, default)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= 24 * 60:
        raise AgendaError(f"{place}: {key}: give a whole number from {least} to {24 * 60}.")
    return value


def _flag(row: Mapping[str, Any], key: str, place: str) -> bool:
    value = row.get(key, False)
    if not isinstance(value, bool):
        raise AgendaError(f"{place}: {key}: give true or false.")
    return value
