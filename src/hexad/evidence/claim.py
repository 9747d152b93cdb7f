"""What may be claimed of a study: an estimate with its interval, or plainly that there is none, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hexad.evidence.disclosure import SCORES
from hexad.evidence.estimate import Estimate, EvidenceError, Note
from hexad.evidence.panel import Observed, panel_of
from hexad.evidence.reliability import Reliability, reliability
from hexad.evidence.rollout import exposure_time, fixed_effects, randomisation_inference
from hexad.evidence.sheets import Sheet, observed_means, table_of
from hexad.evidence.two_arms import Attrition, attrition

FAR_APART = 1.5  # times the constant effect, from which the effect by exposure is said to be another


@dataclass(frozen=True, slots=True, kw_only=True)
class Studied:
    """Everything that a claim is made of; what is frozen comes from the plan.

    Attributes
    ----------
    items
        Keys of the scale's items.
    group
        Manager to group.
    wave
        Group to wave.
    rounds
        Numbers of the rounds that compare and are over.
    threshold
        Least managers behind anything that is said.
    """

    sheets: Sequence[Sheet]
    items: tuple[str, ...]
    group: Mapping[str, str]
    wave: Mapping[str, int]
    rounds: tuple[int, ...]
    threshold: int = SCORES
    seed: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is said.

    Attributes
    ----------
    primary
        The estimate that was planned; None: ``why`` says what stands against it.
    by_lot, by_exposure
        Beside it: p and interval from the orders that could have been drawn, and the effect by exposure time.
    scale
        How well the items measure; no estimate is shown of a scale that does not.
    left
        Who stopped answering, by arm.
    notes
        What has to be read with it.
    description
        Mean own score before and in the last round, of those who answered both: a description, never evidence.
    """

    primary: Estimate | None = None
    by_lot: Estimate | None = None
    by_exposure: Estimate | None = None
    scale: Reliability | None = None
    left: Attrition | None = None
    why: Note | None = None
    notes: tuple[Note, ...] = ()
    description: tuple[float, float] | None = None

    @property
    def is_evidence(self) -> bool:
        """Whether there is an effect other than nought."""
        return self.primary is not None and not self.primary.spans_zero

    def as_json(self) -> dict[str, Any]:
        """Return what a page keeps of it."""
        estimates = {"primary": self.primary, "by_lot": self.by_lot, "by_exposure": self.by_exposure}
        return {
            **{name: one.as_json() if one else None for name, one in estimates.items()},
            "why": str(self.why) if self.why else None,
            "notes": [str(note) for note in self.notes],
            "description": list(self.description) if self.description else None,
        }


def claim_of(studied: Studied) -> Claim:
    """Say what may be claimed.

    Nothing is claimed with fewer managers than the threshold, of a scale whose items do not measure one thing, or
    where the model cannot be estimated; the claim then says which.

    Source: our rules; estimators as in :mod:`hexad.evidence.rollout`.
    """
    description = _described(studied)
    scale, refused = _scale(studied)
    rows = observed_means(studied.sheets, studied.items, group=studied.group, wave=studied.wave, rounds=studied.rounds)
    people = len({row.person for row in rows})
    if people < studied.threshold:
        return Claim(why=Note("Too few managers were observed to say anything."), description=description)
    if refused is not None or (scale is not None and not scale.may_be_scored):
        why = refused or Note("The questions do not measure one thing well enough to claim anything of them.")
        return Claim(why=why, scale=scale, notes=scale.caveats if scale else (), description=description)
    try:
        panel = panel_of(rows)
        primary, by_lot = fixed_effects(panel), randomisation_inference(panel, seed=studied.seed)
    except EvidenceError as error:
        return Claim(why=error.note, scale=scale, description=description)
    try:
        by_exposure: Estimate | None = exposure_time(panel)
    except EvidenceError:
        by_exposure = None
    left = _left(studied, rows)
    return Claim(
        primary=primary,
        by_lot=by_lot,
        by_exposure=by_exposure,
        scale=scale,
        left=left,
        notes=tuple(_notes(primary, by_exposure, left)),
        description=description,
    )


def _scale(studied: Studied) -> tuple[Reliability | None, Note | None]:
    table, managers = table_of(studied.sheets, studied.items)
    try:
        return reliability(table, managers), None
    except EvidenceError as error:
        return None, error.note


def _notes(primary: Estimate, by_exposure: Estimate | None, left: Attrition | None) -> Iterable[Note]:
    yield from primary.caveats
    yield Note("Groups that wait may hear from those that began; then the effect is larger than the estimate.")
    if by_exposure is not None and abs(by_exposure.estimate) > FAR_APART * abs(primary.estimate):
        yield Note("The effect seems to grow with time; the constant model then says too little of it.")
    if left is not None:
        yield left.note


def _left(studied: Studied, rows: Sequence[Observed]) -> Attrition | None:
    """Compare, of those observed at the start, who is still observed in the last round: early waves against late."""
    first, last = min(studied.rounds, default=0), max(studied.rounds, default=0)
    start = {row.person: row.group for row in rows if row.period == first}
    still = {row.person for row in rows if row.period == last}
    waves = sorted(set(studied.wave.values()))
    early = set(waves[: (len(waves) + 1) // 2])
    arms: tuple[list[str], list[str]] = ([], [])
    for person, group in start.items():
        arms[0 if studied.wave[group] in early else 1].append(person)
    if first == last or not arms[0] or not arms[1]:
        return None
    lost = tuple(sum(person not in still for person in arm) for arm in arms)
    return attrition((lost[0], lost[1]), (len(arms[0]), len(arms[1])), arms=("early", "late"))


def _described(studied: Studied) -> tuple[float, float] | None:
    rows = observed_means(
        studied.sheets, studied.items, group=studied.group, wave=studied.wave, rounds=studied.rounds, own=True
    )
    first, last = min(studied.rounds, default=0), max(studied.rounds, default=0)
    scores = {(row.person, row.period): row.outcome for row in rows}
    both = [person for person, period in scores if period == first and (person, last) in scores]
    if first == last or len(both) < studied.threshold:
        return None
    before, after = ([scores[person, period] for person in both] for period in (first, last))
    return round(sum(before) / len(both), 2), round(sum(after) / len(both), 2)
