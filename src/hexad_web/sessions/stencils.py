"""Pictures that differ between rooms in names, hours and keys alone: drawn once with gaps, then filled in for each.

What is kept for other rooms is drawn of nothing but the stand-in that names it: agenda and module, who is where in the
order, and gaps. No name and no text of a group is in it; where cards are shown there is no stencil.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from secrets import randbelow, token_hex
from typing import Any, cast

from django.template.loader import render_to_string

from hexad_web.frontend import moments
from hexad_web.sessions.models import Session
from hexad_web.sessions.queries.page_parts import Pad, Row, Seat
from hexad_web.sessions.queries.stage_page import RoomPage, StagePage
from hexad_web.sessions.queries.talking import Talking

KEPT = 256
# Drawn by lot in each process: whatever people or agendas are called, it is no gap.
MARK = token_hex(8)
SESSION = 2_000_000_000 + randbelow(147_000_000)  # stands for the session's key, where only a number may
BETWEEN = f"{MARK}|"
GAP = re.compile(f"{MARK}([0-9]+)\\.|({SESSION})")


@dataclass(frozen=True, slots=True)
class Room:
    """All of a session that such a picture may name."""

    pk: int = SESSION


@dataclass(frozen=True, slots=True)
class Moment:
    """All of a state that a template reads by itself."""

    phase: str
    step: int
    part: int
    turn: int


@dataclass(frozen=True, slots=True)
class Stencil:
    """Pieces of a JSON text, and which gap follows each; the last piece ends it."""

    pieces: Sequence[str]
    gaps: Sequence[int]

    def filled(self, texts: Sequence[str]) -> str:
        words = _written(escape(BETWEEN.join(texts))).split(BETWEEN)  # one call instead of forty
        filled = [part for piece, gap in zip(self.pieces, self.gaps, strict=False) for part in (piece, words[gap])]
        return f'"{"".join(filled)}{self.pieces[-1]}"'


class Gaps:
    """Texts of a room, each with its gap, in the order in which they are met."""

    def __init__(self, session_key: int) -> None:
        self.texts = [str(session_key)]
        self._gaps: dict[str | int, str] = {"": ""}

    def __call__(self, text: str | int) -> str:
        """A number and a text have a gap each, also where they read the same."""
        gap = self._gaps.get(text)
        if gap is None:
            gap = self._gaps[text] = f"{MARK}{len(self.texts)}."
            self.texts.append(str(text))
        return gap


def drawn(page: RoomPage, template: str) -> str:
    """The picture as JSON."""
    if not fits(page.stage):
        return json.dumps(html_of(page, template))
    gaps = Gaps(page.session.pk)
    return kept(blanked(page, gaps), template, moments.reader()).filled(gaps.texts)


def html_of(page: RoomPage, template: str) -> str:
    return render_to_string(template, {"page": page, "stage": page.stage})


@lru_cache(KEPT)
def kept(page: RoomPage, template: str, _reader: tuple[str, ...]) -> Stencil:
    html = html_of(page, template)
    places = list(GAP.finditer(html))
    ends = [0, *(place.end() for place in places)], [*(place.start() for place in places), len(html)]
    pieces = [_written(html[start:end]) for start, end in zip(*ends, strict=True)]
    return Stencil(pieces, [int(place[1] or 0) for place in places])


def _written(text: str) -> str:
    return json.dumps(text)[1:-1]


def fits(stage: StagePage) -> bool:
    """While the session runs and nothing is shown that somebody wrote."""
    pad = stage.pad
    written = (stage.decisions, stage.parked, stage.so_far, pad and (pad.mine or pad.cards), stage.hint, stage.pages)
    return stage.is_running and not any(written)


def blanked(page: RoomPage, gap: Gaps) -> RoomPage:
    """The same with a gap for whatever is this room's own; two that are equal look the same but for that."""
    return RoomPage(
        session=cast("Session", Room()),
        me="",
        title="",
        when="",
        starts="",
        ends="",
        place="",
        link="",
        mode=page.mode,
        others="",
        may_be_on_paper=False,
        call="",
        stage=_stage(page.stage, gap),
        state=cast("Mapping[str, object]", ()),
    )


def _stage(stage: StagePage, gap: Gaps) -> StagePage:
    state = stage.state
    return replace(
        stage,
        session=cast("Session", Room()),
        state=cast("Any", Moment(state.phase, state.step, state.part, state.turn)),
        stage=gap(stage.stage),
        seats=_seats(stage.seats, gap),
        order=_seats(stage.order, gap),
        agenda=tuple(_row(row, gap) for row in stage.agenda),
        me=gap(stage.me),
        speaker=gap(stage.speaker),
        next_speaker=gap(stage.next_speaker),
        facilitator=gap(stage.facilitator),
        next_facilitator=gap(stage.next_facilitator),
        lost=tuple(stage.lost),
        pad=_pad(stage.pad, gap) if stage.pad else None,
        panels=tuple(stage.panels),
        pages=(),
        next_date=gap(stage.next_date),
        alone_until=gap(stage.alone_until),
        so_far=(),
        talk=_talk(stage.talk, gap) if stage.talk else None,
        parked=(),
        park_key=gap(stage.park_key),
        decisions=(),
        note_key=gap(stage.note_key),
    )


def _row(row: Row, gap: Gaps) -> Row:
    minutes = cast("int", gap(row.minutes))  # they differ by the second at which a room began
    return Row(row.key, row.title, gap(row.starts), minutes, row.is_current, row.is_over)


def _seats(seats: Iterable[Seat], gap: Gaps) -> tuple[Seat, ...]:
    return tuple(
        Seat(gap(one.key), gap(one.name), gap(one.short), one.is_me, one.is_here, one.speaks, one.has_spoken)
        for one in seats
    )


def _pad(pad: Pad, gap: Gaps) -> Pad:
    return replace(pad, mine=(), cards=(), blank_key=gap(pad.blank_key))


def _talk(talk: Talking, gap: Gaps) -> Talking:
    voices = tuple(replace(one, key=gap(one.key), name=gap(one.name), short=gap(one.short)) for one in talk.voices)
    return replace(talk, voices=voices, bars=tuple(talk.bars), speaks=gap(talk.speaks))
