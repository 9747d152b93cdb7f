"""Agendas as sessions keep them: five hundred rooms that go by the same one share it, instead of reading it each."""

from typing import Any

from hexad.sessions.agenda import Agenda
from hexad_web.sessions.models import Session

KEPT = 64
Stored = dict[str, Any]
_kept: dict[tuple[object, ...], tuple[Stored, Agenda]] = {}


def share(session: Session) -> Agenda:
    """The session's agenda. What it was read from is the same for all who have the same: nobody changes it in place."""
    stored = session.agenda
    place = (session.organisation_id, stored.get("id"), stored.get("version"))
    known = _kept.get(place)
    if known is None or known[0] != stored:
        if len(_kept) >= KEPT:
            _kept.clear()  # in one step: several threads read here
        known = _kept[place] = (stored, Agenda.from_json(stored))
    session.agenda = known[0]
    return known[1]
