"""An agenda as a file that people can keep, send and change: TOML, as those in ``agendas/``."""

import json
from collections.abc import Iterator

from hexad.sessions.agenda import Agenda, Part, Step


def as_toml(agenda: Agenda) -> str:
    """Write an agenda as ``read_toml`` reads it.

    Examples
    --------
    >>> from hexad.sessions.agenda import load, read_toml
    >>> read_toml(as_toml(load("explore"))) == load("explore")
    True
    """
    head = [f"id = {_text(agenda.id)}", f"version = {agenda.version}", f"title = {_text(agenda.title)}"]
    head.append(f"minutes = {agenda.minutes}")
    if agenda.lobby:
        head.append(f"lobby = [{', '.join(_text(panel) for panel in agenda.lobby)}]")
    return "\n".join([*head, *(line for step in agenda.steps for line in _step(step))]) + "\n"


def _step(step: Step) -> Iterator[str]:
    yield ""
    yield "[[steps]]"
    yield f"key = {_text(step.key)}"
    yield f"title = {_text(step.title)}"
    yield f"minutes = {step.minutes}"
    if step.each:
        yield f"each = {step.each}"
    if step.is_protected:
        yield "protected = true"
    for name, text in (("prompt", step.prompt), ("script", step.script)):
        if text:
            yield f"{name} = {_text(text)}"
    yield from ("parts = [", *(f"  {_part(part)}," for part in step.parts), "]")


def _part(part: Part) -> str:
    words = [f"kind = {_text(part.kind)}"]
    words += [f"minutes = {part.minutes}"] if part.minutes else []
    words += [f"{name} = {_text(text)}" for name, text in (("pad", part.pad), ("panel", part.panel)) if text]
    flags = (("named", part.is_named), ("sides", part.sides), ("questions_first", part.questions_first))
    words += [f"{name} = true" for name, is_set in flags if is_set]
    return f"{{ {', '.join(words)} }}"


def _text(text: str) -> str:
    """A basic string: JSON writes the same, but for one character."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007F")
