"""Changes of an agenda that somebody is writing: a table of steps and parts, which need not be usable yet."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_STEPS = 15  # what one page can show and one form can carry
MOST_PARTS = 6
Table = dict[str, Any]
Steps = list[Table]


@dataclass(frozen=True, slots=True)
class Act:
    """A button: what it does, at which step, and at which part. Numbers from 0."""

    kind: str = "save"
    step: int = 0
    part: int = 0

    @classmethod
    def read(cls, text: str) -> "Act":
        """``up-2`` moves the third step up; what is not understood saves and changes nothing else."""
        kind, _dash, rest = text.partition("-")
        places = rest.split("-") if rest else []
        if len(places) > 2 or not all(place.isdecimal() and len(place) < 5 for place in places):
            return cls()
        return cls(kind, *map(int, places))


def changed(table: Mapping[str, Any], act: Act) -> tuple[Table, str]:
    """The table after a button was pressed, and the key of the step that the page then shows."""
    steps = [dict(step) for step in table.get("steps", ())]
    change = CHANGES.get(act.kind)
    key = change(steps, act) if change else _key_at(steps, act.step) if act.kind != "save" else ""
    return {**table, "steps": steps}, key


def _add(steps: Steps, act: Act) -> str:
    if len(steps) >= MOST_STEPS:
        return _key_at(steps, act.step)
    new: Table = {"key": f"step-{secrets.token_hex(4)}", "title": "", "minutes": 5, "parts": [{"kind": "talk"}]}
    steps.insert(min(act.step, len(steps)), new)
    return str(new["key"])


def _remove(steps: Steps, act: Act) -> str:
    if act.step < len(steps):
        del steps[act.step]
    return _key_at(steps, min(act.step, len(steps) - 1))


def _up(steps: Steps, act: Act) -> str:
    return _swap(steps, act.step, act.step - 1)


def _down(steps: Steps, act: Act) -> str:
    return _swap(steps, act.step, act.step + 1)


def _swap(steps: Steps, one: int, other: int) -> str:
    key = _key_at(steps, one)
    if 0 <= one < len(steps) and 0 <= other < len(steps):
        steps[one], steps[other] = steps[other], steps[one]
    return key


def _add_part(steps: Steps, act: Act) -> str:
    parts = _parts_at(steps, act.step)
    if parts is not None and len(parts) < MOST_PARTS:
        parts.append({"kind": "talk", "minutes": 2})
    return _key_at(steps, act.step)


def _remove_part(steps: Steps, act: Act) -> str:
    parts = _parts_at(steps, act.step)
    if parts is not None and act.part < len(parts) > 1:
        del parts[act.part]
    return _key_at(steps, act.step)


def _parts_at(steps: Steps, number: int) -> list[Table] | None:
    if number >= len(steps):
        return None
    parts = steps[number]["parts"] = list(steps[number].get("parts", ()))
    return parts


def _key_at(steps: Steps, number: int) -> str:
    return str(steps[number].get("key", "")) if 0 <= number < len(steps) else ""


CHANGES: Mapping[str, Callable[[Steps, Act], str]] = {
    "add": _add,
    "remove": _remove,
    "up": _up,
    "down": _down,
    "part": _add_part,
    "unpart": _remove_part,
}
