"""What keeps an agenda from being used: every problem at once, at its step, part and field, with the remedy."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeGuard

from hexad.problems import HexadError, shorten

SIX = 6  # the members for whom minutes are written
MOST_STEPS = 40
MOST_PARTS = 10
A_DAY = 24 * 60  # minutes
SHOWN = 40  # characters of what was found

# English sources; a product translates them by their code.
TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "steps": "Give 1 to %(most)s steps.",
        "sum": "The steps take %(found)s minutes, the session has %(minutes)s.",
        "twice": "Two steps are called '%(found)s'. Give each its own key.",
        "parts": "Give each step 1 to %(most)s parts, such as a talk.",
        "each": "%(each)s minutes for each of %(members)s are more than %(minutes)s.",
        "open": "Only one part may be without minutes: it takes what the step has left.",
        "too_much": "The parts take %(found)s minutes, the step has %(minutes)s.",
        "too_little": "The parts take %(found)s of %(minutes)s minutes. Leave one without minutes.",
        "kind": "'%(found)s' is none of %(known)s.",
        "pad": "A part of kind write has a pad, and no other has one.",
        "panel": "A part of kind panel names a form, and no other does.",
        "questions": "Only a part of kind %(known)s begins with questions.",
        "table": "This has to be a table.",
        "unknown": "'%(found)s' is not known here. Known: %(known)s.",
        "text": "Give a text.",
        "long": "Write at most %(most)s characters.",
        "number": "Give a whole number from %(least)s to %(most)s.",
        "flag": "Give true or false.",
    }
)


class AgendaError(HexadError):
    """An agenda that cannot be used; the text names the step, the field and the remedy."""


class PartKind(StrEnum):
    """What the members do in a part of a step."""

    TALK = "talk"  # open conversation, or the facilitator's script
    WRITE = "write"  # everybody writes alone; revealed together
    ROUND = "round"  # one speaker after the other
    PANEL = "panel"  # a form that another stage owns, named by its URL name
    PAGES = "pages"  # work through the pages of the module


OPEN = (PartKind.TALK, PartKind.PAGES)  # whoever wants to speaks
SPOKEN = (PartKind.ROUND, *OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaProblem:
    """One thing to mend.

    Attributes
    ----------
    step, part
        Numbers from 1; 0 where the whole agenda, or the whole step, is meant.
    field
        As a stored agenda calls it.
    code, values
        Of the sentence in ``TEMPLATES``.
    """

    code: str
    step: int = 0
    part: int = 0
    values: Mapping[str, str | int] = field(default_factory=dict)
    field: str = ""  # last: in this class its name hides the function

    @property
    def text(self) -> str:
        """Where, what and how, in English."""
        return f"{self.place}{self.sentence}"

    @property
    def sentence(self) -> str:
        """What and how."""
        return TEMPLATES[self.code] % dict(self.values)

    @property
    def place(self) -> str:
        """``step 2, part 1: kind: ``, as much of it as there is."""
        places = [f"{name} {number}" for name, number in (("step", self.step), ("part", self.part)) if number]
        return "".join(f"{one}: " for one in (", ".join(places), self.field) if one)


AGENDA_KEYS = frozenset({"id", "version", "title", "minutes", "steps", "lobby"})
STEP_KEYS = frozenset({"key", "title", "minutes", "each", "is_protected", "prompt", "script", "parts"})
PART_KEYS = frozenset({"kind", "minutes", "pad", "is_named", "sides", "panel", "questions_first"})
# The file's word first, then the field's; a stored agenda uses the field's.
STEP_NAMES = {"protected": "is_protected"}
PART_NAMES = {"named": "is_named"}
LONGEST = {"id": 80, "key": 40, "title": 80, "prompt": 300, "script": 600, "pad": 40, "panel": 80}


def renamed(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """With the field's words for the file's."""
    return {names.get(key, key): value for key, value in row.items()}


def problems_of(table: Mapping[str, Any]) -> tuple[AgendaProblem, ...]:
    """Everything that is wrong with an agenda as it was read from a file, a form or a store; empty if it can be used.

    Parameters
    ----------
    table
        ``id``, ``version``, ``title``, ``minutes``, ``steps`` and ``lobby``, as ``Agenda.as_json`` writes them.

    Returns
    -------
    tuple of AgendaProblem
        In the order of the steps; what concerns the whole agenda first.
    """
    return tuple(_of_agenda(table))


def _of_agenda(table: Mapping[str, Any]) -> Iterator[AgendaProblem]:
    yield from _unknown(table, AGENDA_KEYS)
    yield from _text(table, "id", is_needed=True)
    yield from _number(table, "version", least=1)
    yield from _text(table, "title", is_needed=True)
    yield from _number(table, "minutes", least=1)
    yield from _lobby(table.get("lobby", ()))
    rows = table.get("steps")
    if not _is_list(rows) or not 0 < len(rows) <= MOST_STEPS:
        yield AgendaProblem(code="steps", field="steps", values={"most": MOST_STEPS})
        return
    yield from _of_sum(table, rows)
    for number, row in enumerate(rows, 1):
        yield from _of_step(row, number)
    yield from _keys_twice(rows)


def _lobby(lobby: Any) -> Iterator[AgendaProblem]:  # noqa: ANN401  # whatever the file holds
    if not _is_list(lobby) or not all(isinstance(panel, str) for panel in lobby):
        yield AgendaProblem(code="text", field="lobby")


def _of_sum(table: Mapping[str, Any], rows: Sequence[Any]) -> Iterator[AgendaProblem]:
    """Only where all the numbers are numbers: else the sum would be a second word on the same mistake."""
    given = [row.get("minutes") if isinstance(row, Mapping) else None for row in rows]
    minutes = table.get("minutes")
    numbers = [one for one in given if is_number(one, 1)]
    if is_number(minutes, 1) and len(numbers) == len(given) and sum(numbers) != minutes:
        yield AgendaProblem(code="sum", field="minutes", values={"found": sum(numbers), "minutes": minutes})


def _keys_twice(rows: Sequence[Any]) -> Iterator[AgendaProblem]:
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        key = row.get("key") if isinstance(row, Mapping) else None
        if isinstance(key, str) and key in seen:
            yield AgendaProblem(code="twice", field="key", step=number, values={"found": shorten(key, SHOWN)})
        seen |= {key} if isinstance(key, str) else set()


def _of_step(row: Any, number: int) -> Iterator[AgendaProblem]:  # noqa: ANN401  # whatever the file holds
    if not isinstance(row, Mapping):
        yield AgendaProblem(code="table", step=number)
        return
    row = renamed(row, STEP_NAMES)
    for problem in _of_step_fields(row):
        yield AgendaProblem(code=problem.code, field=problem.field, step=number, values=problem.values)
    parts = row.get("parts")
    if not _is_list(parts) or not 0 < len(parts) <= MOST_PARTS:
        yield AgendaProblem(code="parts", field="parts", step=number, values={"most": MOST_PARTS})
        return
    for place, part in enumerate(parts, 1):
        for problem in _of_part(part):
            yield AgendaProblem(code=problem.code, field=problem.field, step=number, part=place, values=problem.values)
    if (wrong := _part_minutes(row, parts)) is not None:
        yield AgendaProblem(code=wrong.code, field="parts", step=number, values=wrong.values)


def _of_step_fields(row: Mapping[str, Any]) -> Iterator[AgendaProblem]:
    yield from _unknown(row, STEP_KEYS)
    yield from _text(row, "key", is_needed=True)
    yield from _text(row, "title", is_needed=True)
    yield from _number(row, "minutes", least=1)
    yield from _number(row, "each", least=0, default=0)
    yield from _flag(row, "is_protected")
    yield from _text(row, "prompt")
    yield from _text(row, "script")
    minutes, each = row.get("minutes"), row.get("each", 0)
    if is_number(minutes, 1) and is_number(each, 0) and each * SIX > minutes:
        values: dict[str, str | int] = {"each": each, "members": SIX, "minutes": minutes}
        yield AgendaProblem(code="each", field="each", values=values)


def _part_minutes(row: Mapping[str, Any], parts: Sequence[Any]) -> AgendaProblem | None:
    given = [part.get("minutes", 0) if isinstance(part, Mapping) else None for part in parts]
    numbers = [one for one in given if is_number(one, 0)]
    minutes = row.get("minutes")
    if not is_number(minutes, 1) or len(numbers) < len(given):
        return None
    found, left_open = sum(numbers), numbers.count(0)
    values: dict[str, str | int] = {"found": found, "minutes": minutes}
    if left_open > 1:
        return AgendaProblem(code="open")
    if found > minutes or (left_open and found == minutes):
        return AgendaProblem(code="too_much", values=values)
    if not left_open and found != minutes:
        return AgendaProblem(code="too_little", values=values)
    return None


def _of_part(row: Any) -> Iterator[AgendaProblem]:  # noqa: ANN401  # whatever the file holds
    if not isinstance(row, Mapping):
        yield AgendaProblem(code="table")
        return
    row = renamed(row, PART_NAMES)
    yield from _unknown(row, PART_KEYS)
    yield from _number(row, "minutes", least=0, default=0)
    for name in ("pad", "panel"):
        yield from _text(row, name)
    for name in ("is_named", "sides", "questions_first"):
        yield from _flag(row, name)
    kind = row.get("kind")
    if not isinstance(kind, str) or kind not in set(PartKind):
        values = {"found": shorten(str(kind), SHOWN), "known": ", ".join(PartKind)}
        yield AgendaProblem(code="kind", field="kind", values=values)
        return
    for name, owner in (("pad", PartKind.WRITE), ("panel", PartKind.PANEL)):
        if (kind == owner) != bool(row.get(name)):
            yield AgendaProblem(code=name, field=name)
    if row.get("questions_first") is True and kind not in SPOKEN:
        yield AgendaProblem(code="questions", field="questions_first", values={"known": ", ".join(SPOKEN)})


def _is_list(value: Any) -> TypeGuard[Sequence[Any]]:  # noqa: ANN401  # whatever the file holds
    return isinstance(value, Sequence) and not isinstance(value, str)


def is_number(value: Any, least: int) -> TypeGuard[int]:  # noqa: ANN401  # whatever the file holds
    """Whether these are minutes: a whole number from ``least`` to a day."""
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= A_DAY


def _unknown(row: Mapping[str, Any], known: Collection[str]) -> Iterator[AgendaProblem]:
    for key in row:
        if key not in known:
            values = {"found": shorten(str(key), SHOWN), "known": ", ".join(sorted(known))}
            yield AgendaProblem(code="unknown", values=values)


def _text(row: Mapping[str, Any], name: str, *, is_needed: bool = False) -> Iterator[AgendaProblem]:
    value = row.get(name, None if is_needed else "")
    if not isinstance(value, str) or (is_needed and not value.strip()):
        yield AgendaProblem(code="text", field=name)
    elif len(value) > LONGEST[name]:
        yield AgendaProblem(code="long", field=name, values={"most": LONGEST[name]})


def _number(row: Mapping[str, Any], name: str, *, least: int, default: int | None = None) -> Iterator[AgendaProblem]:
    if not is_number(row.get(name, default), least):
        yield AgendaProblem(code="number", field=name, values={"least": least, "most": A_DAY})


def _flag(row: Mapping[str, Any], name: str) -> Iterator[AgendaProblem]:
    if not isinstance(row.get(name, False), bool):
        yield AgendaProblem(code="flag", field=name)
