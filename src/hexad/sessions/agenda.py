"""Agendas: the steps of a session as data, scaled to those present, always summing to the session's length."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from importlib import resources
from itertools import accumulate, pairwise
from typing import Any

from hexad.sessions.agenda_problems import (
    OPEN,
    PART_NAMES,
    SIX,
    SPOKEN,
    STEP_NAMES,
    AgendaError,
    PartKind,
    problems_of,
    renamed,
)

__all__ = [
    "AGENDAS",
    "OPEN",
    "SIX",
    "SPOKEN",
    "Agenda",
    "AgendaError",
    "Part",
    "PartKind",
    "Step",
    "agenda_of",
    "lengths",
    "load",
    "part_lengths",
    "read_table",
    "read_toml",
]

# Those that come with Hexad.
AGENDAS = ("engage", "engage-several", "explore", "explore-60", "follow-up", "reflect", "reflect-60")
PROTECTED_SHARE = 0.5  # of what is left: a session that begins very late has some minutes before its last ones


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
    questions_first
        ``ROUND``, ``TALK``, ``PAGES``: the others ask questions only, before any advice.
    """

    kind: PartKind
    minutes: int = 0
    pad: str = ""
    is_named: bool = False
    sides: bool = False
    panel: str = ""
    questions_first: bool = False


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
        return agenda_of(stored, str(stored.get("id", "agenda")))


def load(agenda_id: str) -> Agenda:
    """One of the agendas that come with Hexad, by its name in ``AGENDAS``."""
    if agenda_id not in AGENDAS:
        raise AgendaError(f"There is no agenda called {agenda_id[:40]!r}. There are: {', '.join(AGENDAS)}.")
    file = resources.files("hexad.sessions") / "agendas" / f"{agenda_id}.toml"
    return read_toml(file.read_text(encoding="utf-8"), agenda_id)


def read_toml(text: str, name: str = "agenda") -> Agenda:
    """Read and check an agenda. ``name`` is what messages call it. Raises AgendaError."""
    return agenda_of(read_table(text, name), name)


def read_table(text: str, name: str = "agenda") -> dict[str, Any]:
    """What stands in a file, in the words of a stored agenda; unchecked. Raises AgendaError where it is not TOML."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # no TOML; a number of thousands of digits; lists in lists in lists
        raise AgendaError(f"{name}: this is not TOML: {error}.") from error
    return {**table, "steps": [_renamed_step(row) for row in _rows(table.get("steps"))]} if "steps" in table else table


def _rows(value: Any) -> Sequence[Any]:  # noqa: ANN401  # whatever the file holds
    return value if isinstance(value, list) else ()


def _renamed_step(row: Any) -> Any:  # noqa: ANN401  # whatever the file holds
    if not isinstance(row, Mapping):
        return row
    parts = [renamed(part, PART_NAMES) if isinstance(part, Mapping) else part for part in _rows(row.get("parts"))]
    return {**renamed(row, STEP_NAMES), "parts": parts}


def agenda_of(table: Mapping[str, Any], name: str = "agenda") -> Agenda:
    """Build an agenda from its table. Raises AgendaError with the first problem; ``problems_of`` returns them all."""
    problems = problems_of(table)
    if problems:
        raise AgendaError(f"{name}: {problems[0].text}")
    return Agenda(
        id=table["id"],
        version=table["version"],
        title=table["title"],
        minutes=table["minutes"],
        steps=tuple(_step(renamed(row, STEP_NAMES)) for row in table["steps"]),
        lobby=tuple(table.get("lobby", ())),
    )


def _step(row: Mapping[str, Any]) -> Step:
    return Step(**{**row, "parts": tuple(_part(renamed(part, PART_NAMES)) for part in row["parts"])})


def _part(row: Mapping[str, Any]) -> Part:
    return Part(**{**row, "kind": PartKind(row["kind"])})


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
