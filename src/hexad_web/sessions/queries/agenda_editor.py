"""The page on which an owner writes an agenda: every field, every problem at its field, and the sum."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext as _

from hexad.sessions.agenda import Agenda
from hexad.sessions.agenda_file import as_toml
from hexad.sessions.agenda_problems import (
    AGENDA_KEYS,
    PART_KEYS,
    STEP_KEYS,
    AgendaProblem,
    is_number,
)
from hexad.sessions.agenda_problems import problems_of as library_problems
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import SessionLength
from hexad_web.frontend.controls import anchor_of
from hexad_web.sessions import access
from hexad_web.sessions.agenda_editing import MOST_PARTS, MOST_STEPS, Table
from hexad_web.sessions.agenda_forms import LOBBY, PANELS, HeadForm, PartForm, StepForm
from hexad_web.sessions.agenda_problem_words import say
from hexad_web.sessions.models import OwnAgenda
from hexad_web.sessions.queries import agendas

KNOWN_PANELS = {name for name, _words in PANELS}
WORDS = ("title", "prompt", "script")
EditorForm = TypeVar("EditorForm", HeadForm, StepForm, PartForm)


@dataclass(frozen=True, slots=True)
class PartBox:
    number: int
    form: PartForm


@dataclass(frozen=True, slots=True)
class StepBox:
    """``number`` counts from 1, as people do; ``at`` from 0, as buttons do."""

    at: int
    key: str
    title: str
    minutes: str
    form: StepForm
    parts: Sequence[PartBox]
    is_open: bool

    @property
    def number(self) -> int:
        return self.at + 1

    @property
    def has_problems(self) -> bool:
        return bool(self.form.errors) or any(part.form.errors for part in self.parts)


@dataclass(frozen=True, slots=True)
class Mend:
    """One line of the summary; ``anchor``: the field to go to."""

    place: str
    sentence: str
    anchor: str


@dataclass(frozen=True, slots=True)
class EditorPage:
    agenda: OwnAgenda
    title: str
    head: HeadForm
    steps: Sequence[StepBox]
    problems: Sequence[Mend]
    found: int
    minutes: str
    fits: Sequence[int]
    state: str
    may_publish: bool

    @property
    def can_grow(self) -> bool:
        return len(self.steps) < MOST_STEPS


def problems_of(table: Mapping[str, Any]) -> list[AgendaProblem]:
    """The library's, and what a session of this product could not show."""
    found = list(library_problems(table))
    if any(panel not in LOBBY for panel in table.get("lobby", ())):
        found.append(AgendaProblem(code="form", field="lobby"))
    for number, step in enumerate(table.get("steps", ()), 1):
        for place, part in enumerate(step.get("parts", ()), 1):
            if part.get("panel") and part["panel"] not in KNOWN_PANELS:
                found.append(AgendaProblem(code="form", field="panel", step=number, part=place))
    return found


def can_be_shown(table: Mapping[str, Any]) -> bool:
    """Whether the editor has a place for all of it, so that it can be mended there."""
    steps = table.get("steps")
    if not isinstance(steps, list) or not 0 < len(steps) <= MOST_STEPS:
        return False
    return all(isinstance(step, Mapping) and _parts_can_be_shown(step.get("parts", [])) for step in steps)


def _parts_can_be_shown(parts: object) -> bool:
    return isinstance(parts, list) and len(parts) <= MOST_PARTS and all(isinstance(part, Mapping) for part in parts)


def cleaned(table: Mapping[str, Any]) -> Table:
    """Of a file what the editor can show; each step has a key of its own."""
    known = _known(table, AGENDA_KEYS - {"steps"})
    seen: set[str] = set()
    steps = []
    for step in table.get("steps", ()):
        key = str(plain(step.get("key", "")))[:40]
        key = f"step-{secrets.token_hex(4)}" if not key.strip() or key in seen else key
        seen.add(key)
        parts = [_known(part, PART_KEYS) for part in step.get("parts", ())]
        steps.append({**_known(step, STEP_KEYS - {"parts"}), "key": key, "parts": parts})
    lobby = known.get("lobby")
    return {**known, "lobby": [one for one in lobby if one in LOBBY] if isinstance(lobby, list) else [], "steps": steps}


def _known(row: Mapping[str, Any], names: frozenset[str]) -> Table:
    return {name: plain(value) for name, value in row.items() if name in names}


def plain(value: object) -> object:
    """As every database keeps it: files hold dates, too, and characters that are none."""
    if isinstance(value, list):
        return [str(one).replace("\0", "") for one in value]
    return value if isinstance(value, bool | int) else str(value).replace("\0", "")


def unchanged_words_kept(typed: Mapping[str, Any], before: Mapping[str, Any]) -> Table:
    """A text of ours that was shown translated and left alone stays the text that every reader gets translated."""
    steps = {step.get("key"): step for step in before.get("steps", ())}
    kept = [_with_words(step, steps.get(step.get("key"), {}), WORDS) for step in typed.get("steps", ())]
    return {**_with_words(typed, before, ("title",)), "steps": kept}


def _with_words(row: Mapping[str, Any], before: Mapping[str, Any], names: Iterable[str]) -> Table:
    same = {name: before[name] for name in names if before.get(name) and row.get(name) == agendas.said(before[name])}
    return {**row, **same}


def draft_of(actor: Actor, agenda_id: int) -> Agenda | None:
    """The draft as an agenda; None while something has to be mended."""
    draft = access.agenda_of(actor, agenda_id).draft
    return None if problems_of(draft) else Agenda.from_json(draft)


def published_of(actor: Actor, agenda_id: int) -> Agenda | None:
    """What a file holds: the draft where it can be used, else the newest version."""
    last = access.agenda_of(actor, agenda_id).versions.last()
    return draft_of(actor, agenda_id) or (Agenda.from_json(last.content) if last else None)


def editor_page(actor: Actor, agenda_id: int, *, at: str = "") -> EditorPage:
    agenda = access.agenda_of(actor, agenda_id)
    draft, problems = agenda.draft, problems_of(agenda.draft)
    boxes = [_box(step, number, at) for number, step in enumerate(draft.get("steps", ()))]
    head = _head(draft)
    mends = [_mend(problem, head, boxes) for problem in problems]
    given = [step.get("minutes") for step in draft.get("steps", ())]
    return EditorPage(
        agenda=agenda,
        title=agendas.title_of(agenda),
        head=head,
        steps=[replace(box, is_open=True) if box.has_problems else box for box in boxes],
        problems=mends,
        found=sum(one for one in given if is_number(one, 1)),
        minutes=str(draft.get("minutes", "")),
        fits=_fits(agenda.kind, draft.get("minutes")),
        state=agendas.state_text(agenda),
        may_publish=_has_news(agenda),
    )


def _fits(kind: str, minutes: object) -> list[int]:
    usual = set(SessionLength.LENGTHS) if kind in agendas.OF_LENGTH else set()
    return sorted(usual | ({minutes} if is_number(minutes, 1) else set()))


def _has_news(agenda: OwnAgenda) -> bool:
    last = agenda.versions.last()
    return agenda.retired_at is None and (last is None or agendas.is_ahead(agenda.changed_at, last.published_at))


def _head(draft: Mapping[str, Any]) -> HeadForm:
    values = {
        "title": agendas.said(draft.get("title")),
        "minutes": draft.get("minutes", ""),
        "lobby": bool(draft.get("lobby")),
    }
    return _shown(HeadForm(values))


def _box(step: Mapping[str, Any], at: int, shown: str) -> StepBox:
    name = f"s{at}"
    words = {word: agendas.said(step.get(word)) for word in WORDS}
    numbers = {"minutes": step.get("minutes", ""), "each": step.get("each") or ""}
    values = {**words, **numbers, "is_protected": step.get("is_protected") is True}
    form = _shown(StepForm(_prefixed(name, values), prefix=name))
    parts = [PartBox(place, _part(part, f"{name}p{place}")) for place, part in enumerate(step.get("parts", ()))]
    key = str(step.get("key", ""))
    return StepBox(at, key, words["title"], str(numbers["minutes"]), form, parts, is_open=bool(key) and key == shown)


def _part(part: Mapping[str, Any], name: str) -> PartForm:
    values = {**part, "minutes": part.get("minutes") or ""}
    form = PartForm(_prefixed(name, values), prefix=name)
    pad = part.get("pad")
    widget = form.fields["pad"].widget
    if isinstance(widget, forms.Select) and isinstance(pad, str) and pad not in dict(widget.choices):
        widget.choices = [*widget.choices, (pad, pad)]  # of a file: kept as it is
    return _shown(form)


def _shown(form: EditorForm) -> EditorForm:
    """Bound, so that problems can stand at its fields; the library judges what is needed, the form only says so."""
    form.is_valid()
    for name in form.needed:
        form.fields[name].required = True
    return form


def _prefixed(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{name}-{field}": value for field, value in values.items() if value is not False}


def _mend(problem: AgendaProblem, head: HeadForm, boxes: Sequence[StepBox]) -> Mend:
    """Put a problem at its field; where there is none, at the step."""
    sentence = say(problem.code, problem.values)
    form: forms.Form = head
    places: list[str] = []
    if problem.step:
        box = boxes[problem.step - 1]
        form, places = box.form, [_("Step %(number)d") % {"number": problem.step}, box.title]
        if problem.part:
            form = box.parts[problem.part - 1].form
            places.append(_("part %(number)d") % {"number": problem.part})
    named = problem.field if problem.field in form.fields else None
    form.add_error(named, sentence)
    places += [str(form.fields[named].label)] if named else []
    return Mend(", ".join(filter(None, places)), sentence, _anchor(form, named, problem.step))


def _anchor(form: forms.Form, named: str | None, step: int) -> str:
    if named:
        return anchor_of(form[named])
    return f"step-{step}" if step else ""


def file_of(actor: Actor, agenda_id: int) -> tuple[str, str] | None:
    """Title and text of an own agenda as a file; None while the draft has to be mended and nothing is published."""
    agenda = published_of(actor, agenda_id)
    return (agenda.title, as_toml(agenda)) if agenda else None
