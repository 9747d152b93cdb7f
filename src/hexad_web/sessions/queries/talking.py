"""Who has spoken for how long, for the group's own phones and screen. It is worked out from taps and kept nowhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hexad.sessions.agenda import OPEN, SPOKEN, Agenda, PartKind
from hexad.sessions.airtime import airtime_of, balance_of
from hexad.sessions.state import Asking, Phase, RoomState
from hexad_web.frontend.initials import distinct_initials

EVEN, UNEVEN = 0.75, 0.5  # of the balance: from here it is near even, and below far from it
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Voice:
    """One member: minutes that they have had the word, and the length of the bar beside the longest one's."""

    key: str
    name: str
    short: str
    is_me: bool
    time: str
    percent: int
    speaks: bool


@dataclass(frozen=True, slots=True)
class Talking:
    """An open part, or one that begins with questions. ``voices``: alphabetical, as the members stand in the room."""

    is_open: bool
    voices: Sequence[Voice]
    bars: Sequence[int]  # longest first and without names, for the shared screen
    balance: str
    speaks: str
    i_speak: bool
    asks_quiet: bool
    i_say_quiet: bool
    asking: str
    asked: int
    i_asked: bool
    others: int
    can_ask_first: bool
    may_go_onward: bool


def part_kind(agenda: Agenda, state: RoomState) -> PartKind | None:
    is_running = state.phase is Phase.RUNNING
    return agenda.steps[state.step].parts[state.part].kind if is_running else None


def is_open(agenda: Agenda, state: RoomState) -> bool:
    """Whether people tap who speaks: in open parts, but not while the first step is introduced."""
    return part_kind(agenda, state) in OPEN and state.step > 0


def talking(agenda: Agenda, state: RoomState, names: Mapping[str, str], me: str, now: datetime) -> Talking:
    voices = _voices(state, names, me, now) if is_open(agenda, state) else []
    return Talking(
        is_open=is_open(agenda, state),
        voices=voices,
        bars=sorted((voice.percent for voice in voices), reverse=True),
        balance=balance_text(state, now),
        speaks=names.get(state.voice, ""),
        i_speak=bool(me) and state.voice == me,
        asks_quiet=state.asks_quiet,
        i_say_quiet=me in state.still_quiet,
        asking=str(state.asking),
        asked=len(state.asked),
        i_asked=me in state.asked,
        others=len([key for key in state.here if key != state.speaker]),
        can_ask_first=part_kind(agenda, state) in SPOKEN and state.step > 0,
        may_go_onward=state.asking in (Asking.TELLING, Asking.QUESTIONS) and me in (state.speaker, state.facilitator),
    )


def _voices(state: RoomState, names: Mapping[str, str], me: str, now: datetime) -> list[Voice]:
    times = {key: length for key, length in airtime_of(state, now).items() if key in names}
    longest = max([MINUTE, *times.values()])
    short = distinct_initials(list(names.values()))
    found = [
        Voice(
            key=key,
            name=names[key],
            short=short[names[key]],
            is_me=key == me,
            time=_time(length),
            percent=round(100 * (length / longest)),
            speaks=key == state.voice,
        )
        for key, length in times.items()
    ]
    return sorted(found, key=lambda voice: (voice.name.casefold(), voice.key))


def _time(length: timedelta) -> str:
    minutes = round(length / MINUTE)
    if not length:
        return _("not yet")
    return _("%(minutes)d min") % {"minutes": minutes} if minutes else _("under 1 min")


def balance_text(state: RoomState, now: datetime) -> str:
    """The picture in a sentence; who is who stays with the bars."""
    balance = balance_of(state, now)
    if balance is None:
        return _("Too little has been tapped to say how time is shared.")
    if balance >= EVEN:
        return _("Speaking time is shared nearly evenly.")
    if balance >= UNEVEN:
        return _("Speaking time differs between you.")
    return _("A few of you have had most of the time.")


def talk_json(agenda: Agenda, state: RoomState, names: Mapping[str, str]) -> dict[str, Any]:
    """What phones paint between two taps: seconds up to the last change, and whose time runs since when."""
    fields: dict[str, Any] = {"asking": str(state.asking), "asked_count": len(state.asked)}
    if not is_open(agenda, state):
        return fields
    settled = state.voice_since or state.starts_at
    seconds = {key: round(length.total_seconds()) for key, length in airtime_of(state, settled).items()}
    return fields | {
        "voice": {"id": state.voice, "name": names.get(state.voice, "")} if state.voice else None,
        "voice_since": state.voice_since.isoformat() if state.voice_since else "",
        "airtime": seconds,
        "balance": balance_text(state, settled),
        "asks_quiet": state.asks_quiet,
    }
