"""Rescue hints: what an attentive trainer would whisper to whoever facilitates, and nobody else reads.

Each rule says from when on it holds if nothing more happens; a hint goes when what it says is no longer so. There is
one at a time, the one that has held longest. The rules see taps, never words: what they observe is said as that.
Their limits are set so that hardly any good session hears one (``benchmarks/quality/rescue.py`` counts invented ones).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from hexad.sessions._rules import RULES, SENTENCES, Hint, Rule, Scene
from hexad.sessions.agenda import Agenda
from hexad.sessions.state import Phase, RoomState

__all__ = ["SENTENCES", "Hint", "Hints", "Rule", "hints_of"]

FIRST_MINUTES = timedelta(minutes=6)  # a welcome is one voice, and a group needs a moment to find its way
LAST_MINUTES = timedelta(minutes=2)  # nothing can be mended any more
CALM = timedelta(minutes=4)  # after an answer: whoever whispers twice in a row is a burden
MOST_DISMISSED = 2  # of one rule in a session; then it is wrong about this group and silent


@dataclass(frozen=True, slots=True)
class Hints:
    """What to show, if anything; ``next_at``: when that changes although nobody does anything."""

    shown: Hint | None = None
    next_at: datetime | None = None


def hints_of(agenda: Agenda, state: RoomState, now: datetime) -> Hints:
    """What whoever facilitates is told now, and when that changes by itself.

    Parameters
    ----------
    agenda, state
        The room as ``state_at`` shows it, at ``now`` or before with no event between.
    now
        The server's clock.

    Returns
    -------
    Hints
        A pure function of the arguments. Without further events, what holds goes on to hold until the part ends.

    Source
    ------
    Our choice. Groups whose members share the turns more evenly do better at many tasks (A. W. Woolley et al. 2010,
    Science 330, 686-688); the limits are tuned on invented sessions, because no recordings of such groups are open.
    """
    last = state.ends_at - LAST_MINUTES
    if state.phase is not Phase.RUNNING or now >= last:
        return Hints()
    held = min(_observed(Scene(agenda, state, now)), key=lambda hint: hint.at, default=None)
    if held is None or held.at >= last:
        return Hints()
    return Hints(held, last) if held.at <= now else Hints(None, held.at)


def _observed(scene: Scene) -> Iterator[Hint]:
    """What the rules say that was not answered yet, and none too soon. Of two at once the first rule's counts."""
    began = scene.state.started_at or scene.started_at
    soonest = max([began + FIRST_MINUTES, *(answer.at + CALM for answer in scene.state.record.answers)])
    for rule, observe in RULES.items():
        found = None if _is_silent(scene, rule) else observe(scene)
        if found is not None:
            yield replace(found, at=max(found.at, soonest))


def _is_silent(scene: Scene, rule: Rule) -> bool:
    """Answered in this part, or dismissed often enough."""
    answers = scene.state.record.answers
    dismissed = [answer for answer in answers if not answer.was_used and answer.key.startswith(f"{rule}/")]
    return len(dismissed) >= MOST_DISMISSED or scene.key(rule) in {answer.key for answer in answers}
