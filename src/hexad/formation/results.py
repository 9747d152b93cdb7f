"""What formation returns: groups with reasons, score by rule and group, bound, gap, and what gave way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from hexad.formation.reasons import Reason
from hexad.problems import Problem

State = Literal["kept", "relaxed", "broken", "off"]
Stopped = Literal["sweeps", "wall", "asked", ""]


@dataclass(frozen=True, slots=True)
class RuleState:
    """One cell of the matrix rules x groups.

    Attributes
    ----------
    key, mode
        The rule and how strictly it is taken.
    state
        ``kept``; ``relaxed``: a hard rule gave way in the stated order, or a wish was met in part;
        ``broken``: a hard rule that may not give way is broken (only after a manual edit).
    points
        Share of the wish reached in points, or 0 for a hard rule.
    most
        Points that a group of this size could reach at best; 0 for a hard rule.
    reason
        Why, for a reader.
    """

    key: str
    mode: str
    state: State
    points: float
    most: float
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """Return the cell as plain data."""
        return {
            "rule": self.key,
            "mode": self.mode,
            "state": self.state,
            "points": self.points,
            "most": self.most,
            "reason": self.reason.as_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FormedGroup:
    """One group.

    Attributes
    ----------
    id
        ``g1``, ``g2``, ... in the order of the result.
    members
        Keys of the members, sorted.
    topic
        The challenge all members accept (most of them, when that rule gave way), or empty.
    why
        The reasons for this group; ``sentence`` joins their English texts.
    score
        Points of the wishes in this group.
    by_rule
        One state a rule that is on.
    can_meet
        Whether the members have a window in every block; None without calendars.
    has_cycle
        Whether an explore and a reflect session 21 to 28 days apart fit; None without calendars, or of less than that.
    next_window
        Slot of the horizon at which the first common window starts, or None.
    """

    id: str
    members: tuple[str, ...]
    topic: str = ""
    why: tuple[Reason, ...] = ()
    score: float = 0.0
    by_rule: tuple[RuleState, ...] = ()
    can_meet: bool | None = None
    has_cycle: bool | None = None
    next_window: int | None = None

    @property
    def sentence(self) -> str:
        """Return why these people, in one plain English paragraph."""
        return " ".join(reason.text for reason in self.why)

    def state(self, key: str) -> RuleState | None:
        """Return the state of one rule in this group."""
        return next((state for state in self.by_rule if state.key == key), None)

    def as_json(self) -> dict[str, Any]:
        """Return the group as the contract has it, with the matrix row beside."""
        return {
            "id": self.id,
            "members": list(self.members),
            "topic": self.topic,
            "why": self.sentence,
            "score": self.score,
            "can_meet": self.can_meet,
            "has_cycle": self.has_cycle,
            "next_window": self.next_window,
            "by_rule": [state.as_json() for state in self.by_rule],
            "reasons": [reason.as_json() for reason in self.why],
        }


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A hard rule that gave way in one group, and why; ``reason`` names nobody where the input is private."""

    rule: str
    group: str
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """Return the relaxation as plain data."""
        return {"rule": self.rule, "group": self.group, "why": self.reason.text, "reason": self.reason.as_json()}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody for whom no legal size left a place; drawn by lot among those it could have been."""

    key: str
    reason: Reason

    def as_json(self) -> dict[str, Any]:
        """Return the person and the reason as plain data."""
        return {"person": self.key, "why": self.reason.text, "reason": self.reason.as_json()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formation:
    """The answer of a run, or the evaluation of a manual edit.

    Attributes
    ----------
    objective
        Points of all wishes about attributes and pairs, exact to a thousandth.
    bound
        No grouping of these people into these sizes has more; None: no useful bound.
    gap
        ``(bound - objective) / bound``, or None.
    can_meet
        Share of groups with a common window in every block; None without calendars.
    stopped
        ``sweeps``: as planned; ``wall``: cut by the clock, which voids reproducibility;
        ``asked``: stopped by the reader; empty for an evaluation.
    seconds
        Wall seconds of the search; no part of the answer, which is the same on every machine.
    """

    groups: tuple[FormedGroup, ...]
    objective: float
    bound: float | None = None
    gap: float | None = None
    can_meet: float | None = None
    relaxed: tuple[Relaxed, ...] = ()
    waiting: tuple[Waiting, ...] = ()
    problems: tuple[Problem, ...] = ()
    seed: int = 0
    sweeps: int = 0
    stopped: Stopped = ""
    seconds: float = field(default=0.0, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the contract for ``hexad form``."""
        return {
            "groups": [group.as_json() for group in self.groups],
            "objective": self.objective,
            "bound": self.bound,
            "gap": self.gap,
            "can_meet": self.can_meet,
            "relaxed": [relaxed.as_json() for relaxed in self.relaxed],
            "waiting": [waiting.as_json() for waiting in self.waiting],
            "problems": [problem.as_json() for problem in self.problems],
            "seed": self.seed,
            "sweeps": self.sweeps,
            "stopped": self.stopped,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search is.

    Attributes
    ----------
    seconds
        Wall seconds of the search so far.
    done, total
        Sweeps done and planned, over all parts of the search.
    best, bound
        Best objective so far and its upper bound (None: no useful bound), in points.
    can_meet
        Share of groups that can meet in the best so far; None without calendars.
    """

    seconds: float
    done: int
    total: int
    best: float
    bound: float | None
    can_meet: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a move or a swap would do.

    Attributes
    ----------
    objective_change
        Points gained (positive) or lost.
    broken, mended
        What would newly be broken or no longer be, hard rules first.
    broken_in
        The id of the group in which each of ``broken`` would be.
    can_meet_change
        Groups that can meet, gained or lost; 0 without calendars.
    """

    objective_change: float
    broken: tuple[Reason, ...] = ()
    mended: tuple[Reason, ...] = ()
    broken_in: tuple[str, ...] = ()
    can_meet_change: int = 0
    sizes: Mapping[str, int] = field(default_factory=dict)

    @property
    def sentences(self) -> tuple[str, ...]:
        """Return the newly broken rules as English sentences."""
        return tuple(reason.text for reason in self.broken)
