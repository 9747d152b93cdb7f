"""Agendas of any shape that can be used."""

from typing import Any

from hypothesis import strategies as st

from hexad.sessions.agenda import Agenda, agenda_of
from hexad.sessions.agenda_fitting import apportioned

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
EXTRAS: dict[str, dict[str, Any]] = {
    "write": {"pad": "note", "is_named": True},
    "panel": {"panel": "practice:plan_panel"},
    "round": {"questions_first": True},
}


@st.composite
def steps(draw: st.DrawFn, key: str) -> dict[str, Any]:
    kinds = draw(st.lists(st.sampled_from(["talk", "write", "round", "panel", "pages"]), min_size=1, max_size=4))
    minutes = draw(st.integers(len(kinds), 40))
    given_minutes = apportioned(minutes, [draw(st.integers(1, 9)) for _kind in kinds], [1] * len(kinds))
    left_open = draw(st.integers(-1, len(kinds) - 1))
    parts = [
        {"kind": kind, "minutes": 0 if number == left_open else given, **EXTRAS.get(kind, {})}
        for number, (kind, given) in enumerate(zip(kinds, given_minutes, strict=True))
    ]
    return {
        "key": key,
        "title": draw(WORDS),
        "minutes": minutes,
        "each": draw(st.integers(0, minutes // 6)),
        "is_protected": draw(st.booleans()),
        "prompt": draw(st.just("") | WORDS),
        "script": draw(st.just("") | WORDS),
        "parts": parts,
    }


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    rows = [draw(steps(f"step-{number}")) for number in range(draw(st.integers(1, 8)))]
    minutes = sum(row["minutes"] for row in rows)
    return {"id": "any", "version": 1, "title": draw(WORDS), "minutes": minutes, "steps": rows}


def agendas() -> st.SearchStrategy[Agenda]:
    return tables().map(agenda_of)
