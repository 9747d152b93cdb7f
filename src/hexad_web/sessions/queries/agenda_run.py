"""An agenda played in a minute with six invented members, and how its minutes scale."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hexad.sessions.agenda import Agenda, PartKind, Step, lengths
from hexad.sessions.rehearsal import Rehearsal, rehearse
from hexad.sessions.state import Phase, RoomState
from hexad_web.sessions.queries.agendas import said

CAST = ("Ada", "Ben", "Chiara", "Deniz", "Eva", "Farid")
ME = CAST[0]  # whose phone is shown: she facilitates
SEED = "a run in a minute"
LATE = timedelta(minutes=10)
MINUTE = timedelta(minutes=1)
RUNS_FOR = 60  # seconds of the reader's time
DOING = {
    PartKind.TALK: gettext_lazy("Talk"),
    PartKind.WRITE: gettext_lazy("Everybody writes"),
    PartKind.ROUND: gettext_lazy("Round"),
    PartKind.PANEL: gettext_lazy("A form"),
    PartKind.PAGES: gettext_lazy("Pages of the module"),
}


@dataclass(frozen=True, slots=True)
class Moment:
    """One row of the course, for whoever reads instead of watching."""

    clock: str
    title: str
    what: str


@dataclass(frozen=True, slots=True)
class Scaled:
    """One step under each of the cases."""

    title: str
    minutes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Bar:
    """One case as a strip, in percent of the longest."""

    label: str
    pieces: Sequence[tuple[float, float, bool]]  # from, width, whether it is protected


@dataclass(frozen=True, slots=True)
class RunPage:
    title: str
    minutes: int
    timeline: Mapping[str, Any]
    course: Sequence[Moment]
    cases: Sequence[str]
    scaled: Sequence[Scaled]
    bars: Sequence[Bar]


def run_page(agenda: Agenda) -> RunPage:
    played = rehearse(agenda, CAST, SEED)
    frames = list(_frames(played))
    cases = list(_cases(agenda))
    return RunPage(
        title=said(agenda.title),
        minutes=agenda.minutes,
        timeline={"length": agenda.minutes * 60, "runs_for": RUNS_FOR, "frames": frames},
        course=[Moment(_clock(frame["at"]), frame["title"], frame["what"]) for frame in frames],
        cases=[label for label, _lengths in cases],
        scaled=list(_scaled(agenda, [found for _label, found in cases])),
        bars=[_bar(agenda, label, found) for label, found in cases],
    )


def _frames(played: Rehearsal) -> Iterator[dict[str, Any]]:
    for at, state in played.course():
        yield _frame(played, at, state)


def _frame(played: Rehearsal, at: datetime, state: RoomState) -> dict[str, Any]:
    """What both screens show from ``at`` on; times in seconds since the start."""
    if state.phase is not Phase.RUNNING:
        title = _("Ended")
        return {"at": _since(played, at), "number": "", "title": title, "prompt": "", "what": title, **NOTHING}
    step = played.agenda.steps[state.step]
    ends = state.turn_ends_at if state.speaker else state.part_ends_at
    return {
        "at": _since(played, at),
        "number": _("%(number)d of %(total)d") % {"number": state.step + 1, "total": len(played.agenda.steps)},
        "title": said(step.title),
        "prompt": said(step.prompt),
        "what": _what(step, state),
        "phone": _on_phone(step, state),
        "script": said(step.script) if state.part == 0 else "",
        "speaker": state.speaker,
        "next": _("Next: %(name)s") % {"name": state.next_speaker} if state.next_speaker else "",
        "step_ends": _since(played, state.step_ends_at or at),
        "ends": _since(played, ends or at),
        "order": [_in_order(name, state) for name in state.order],
    }


NOTHING: Mapping[str, Any] = {
    "phone": "",
    "script": "",
    "speaker": "",
    "next": "",
    "step_ends": 0,
    "ends": 0,
    "order": [],
}


def _since(played: Rehearsal, at: datetime) -> float:
    return round((at - played.starts_at).total_seconds(), 1)


def _in_order(name: str, state: RoomState) -> dict[str, str]:
    standing = "now" if name == state.speaker else "over" if name in state.spoken else ""
    return {"name": name, "standing": standing}


def _what(step: Step, state: RoomState) -> str:
    if state.speaker:
        return _("%(name)s speaks") % {"name": state.speaker}
    return str(DOING[step.parts[state.part].kind])


def _on_phone(step: Step, state: RoomState) -> str:
    """The one thing that this part asks of the member whose phone it is."""
    if state.speaker == ME:
        return _("Your turn.")
    if state.speaker:
        return _("%(name)s's turn.") % {"name": state.speaker}
    return str(DOING[step.parts[state.part].kind])


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02d}"


def _cases(agenda: Agenda) -> Iterator[tuple[str, tuple[timedelta, ...]]]:
    total = agenda.minutes * MINUTE
    for present in (6, 5, 4, 3):
        yield _("%(number)d present") % {"number": present}, lengths(agenda, total, present)
    if total > LATE:
        label = _("%(minutes)d minutes late") % {"minutes": LATE // MINUTE}
        yield label, lengths(agenda, total - LATE, 6)


def _scaled(agenda: Agenda, cases: Sequence[tuple[timedelta, ...]]) -> Iterator[Scaled]:
    for number, step in enumerate(agenda.steps):
        yield Scaled(said(step.title), [_minutes(found[number]) for found in cases])
    yield Scaled(_("Together"), [_minutes(sum(found, timedelta(0))) for found in cases])


def _minutes(length: timedelta) -> str:
    value = round(length / MINUTE, 1)
    return number_format(value, 0 if value == int(value) else 1)


def _bar(agenda: Agenda, label: str, found: Sequence[timedelta]) -> Bar:
    longest = agenda.minutes * MINUTE
    reached, pieces = longest - sum(found, timedelta(0)), []
    for step, length in zip(agenda.steps, found, strict=True):
        pieces.append((round(100 * (reached / longest), 2), round(100 * (length / longest), 2), step.is_protected))
        reached += length
    return Bar(label, pieces)
