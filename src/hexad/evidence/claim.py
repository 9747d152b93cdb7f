"""What may be claimed of a study: an estimate with its interval, or plainly that there is none, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hexad.evidence.disclosure import SCORES, Kind, Table, disclose
from hexad.evidence.estimate import Estimate, EvidenceError, Note
from hexad.evidence.panel import Observed, Panel, panel_of
from hexad.evidence.reliability import LEAST_ANSWERS, Reliability, reliability
from hexad.evidence.rollout import exposure_time, fixed_effects, randomisation_inference
from hexad.evidence.rounds import had_begun
from hexad.evidence.sheets import Sheet, observed_means, table_of
from hexad.evidence.two_arms import Attrition, attrition

SHARE_STEP = 0.05  # to which the share of managers who were observed is rounded, so that it counts nobody
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
    orders
        Every order of waves by group that the lot could have given; empty: any.
    scales
        Items of every scale that was asked, by name, to judge each by.
    said_before
        By round, of whom means of own scores were said earlier in this study.
    threshold
        Least managers behind anything that is said.
    """

    sheets: Sequence[Sheet]
    items: tuple[str, ...]
    group: Mapping[str, str]
    wave: Mapping[str, int]
    rounds: tuple[int, ...]
    orders: Sequence[Mapping[str, int]] = ()
    scales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said_before: Mapping[int, Sequence[frozenset[str]]] = field(default_factory=dict)
    threshold: int = SCORES
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Course:
    """Means of one round over managers; None: not shown."""

    observed: float | None = None
    own: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What is said.

    Attributes
    ----------
    primary
        The estimate that was planned; None: ``why`` says what stands against it.
    by_lot, by_exposure
        Beside it: p and interval from the orders that could have been drawn, and the effect by exposure time.
    scale, scales
        How well the items measure; no estimate is shown of a scale that does not. And of each scale that was asked.
    left
        Who stopped answering, by arm.
    notes
        What has to be read with it.
    description
        Mean own score before and in the last round, of those who answered both: a description, never evidence.
    course
        Of the last round alone: the mean of what observers saw, and of own scores.
    said
        By round, of whom means of own scores were said up to here; later ones are held against it. Shown to nobody.
    observed
        By round, the share of managers somebody answered about, to the nearest twentieth; None: not shown.
    """

    primary: Estimate | None = None
    by_lot: Estimate | None = None
    by_exposure: Estimate | None = None
    scale: Reliability | None = None
    left: Attrition | None = None
    why: Note | None = None
    notes: tuple[Note, ...] = ()
    description: tuple[float, float] | None = None
    course: Course = field(default_factory=Course)
    said: Mapping[int, tuple[frozenset[str], ...]] = field(default_factory=dict)
    scales: Mapping[str, Reliability] = field(default_factory=dict)
    observed: Mapping[int, float | None] = field(default_factory=dict)

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
    course, description, said = _described(studied)
    scale, refused = _scale(studied, studied.items)
    rows = observed_means(studied.sheets, studied.items, group=studied.group, wave=studied.wave, rounds=studied.rounds)
    base = Claim(
        scale=scale,
        scales=dict(_scales(studied)),
        description=description,
        course=course,
        said=said,
        observed=_observed(studied),
    )
    people = len({row.person for row in rows})
    if people < studied.threshold:
        return replace(base, why=Note("Too few managers were observed to say anything."))
    if refused is not None or (scale is not None and not scale.may_be_scored):
        why = refused or Note("The questions do not measure one thing well enough to claim anything of them.")
        return replace(base, why=why, notes=scale.caveats if scale else ())
    try:
        panel = panel_of(rows)
        primary = fixed_effects(panel)
        by_lot = randomisation_inference(panel, seed=studied.seed, orders=_starts(studied, panel))
    except EvidenceError as error:
        return replace(base, why=error.note)
    try:
        by_exposure: Estimate | None = exposure_time(panel)
    except EvidenceError:
        by_exposure = None
    left = _left(studied, rows)
    notes = (*_notes(primary, by_exposure, left), *(one for one in by_lot.caveats if one not in primary.caveats))
    return replace(base, primary=primary, by_lot=by_lot, by_exposure=by_exposure, left=left, notes=notes)


def _starts(studied: Studied, panel: Panel) -> list[tuple[int, ...]]:
    """Return the orders as periods in which each group of the panel begins; each once."""
    last = len(panel.periods)
    begins = {
        wave: next((at for at, number in enumerate(panel.periods) if had_begun(wave, number)), last)
        for wave in set(studied.wave.values())
    }
    found = {tuple(begins[order[group]] for group in panel.groups) for order in studied.orders}
    return sorted(found) if panel.starts in found else []


def _observed(studied: Studied) -> dict[int, float | None]:
    """By round; None where few were observed."""
    managers = sum(group in studied.wave for group in studied.group.values())
    seen = _scores(studied, own=False)
    found: dict[int, float | None] = {}
    for number in studied.rounds:
        people = len(seen.get(number, ()))
        share = round(round(people / max(1, managers) / SHARE_STEP) * SHARE_STEP, 2)
        found[number] = share if people >= studied.threshold else None
    return found


def _scales(studied: Studied) -> Iterable[tuple[str, Reliability]]:
    for name, items in studied.scales.items():
        found, _refused = _scale(studied, items)
        if found is not None and found.n >= LEAST_ANSWERS:
            yield name, found


def _scale(studied: Studied, items: Sequence[str]) -> tuple[Reliability | None, Note | None]:
    table, managers = table_of(studied.sheets, items)
    try:
        return reliability(table, managers), None
    except EvidenceError as error:
        return None, error.note


def _notes(primary: Estimate, by_exposure: Estimate | None, left: Attrition | None) -> Iterable[Note]:
    yield from primary.caveats
    yield Note(
        "Groups that wait may hear from those that began; then the effect is larger than the estimate, and the interval"
        " may miss it."
    )
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


Said = dict[int, tuple[frozenset[str], ...]]
Scores = dict[int, dict[str, float]]  # by round, then by manager


def course_of(studied: Studied) -> Claim:
    """Describe one round alone, which comes after the comparison: ``rounds`` holds its number."""
    course, _description, said = _described(studied)
    return Claim(course=course, said=said, observed=_observed(studied))


def _described(studied: Studied) -> tuple[Course, tuple[float, float] | None, Said]:
    """Means of the last round, and of those who answered first and last: the first answers are said again, then."""
    first, last = min(studied.rounds, default=0), max(studied.rounds, default=0)
    own, seen = _scores(studied, own=True), _scores(studied, own=False)
    said: Said = {number: tuple(studied.said_before.get(number, ())) for number in {first, last}}
    course = Course(_mean(seen.get(last, {}), studied), _mean(own.get(last, {}), studied, said[last]))
    if course.own is not None:
        said[last] = (*said[last], frozenset(own[last]))
    both = frozenset(own.get(first, {}).keys() & own.get(last, {}).keys())
    before = _mean({one: own[first][one] for one in both}, studied, said[first])
    after = _mean({one: own[last][one] for one in both}, studied, said[last])
    if first == last or before is None or after is None:
        return course, None, said
    return course, (before, after), {number: (*sets, both) for number, sets in said.items()}


def _mean(scores: Mapping[str, float], studied: Studied, before: Iterable[frozenset[str]] = ()) -> float | None:
    table = Table(key="scores", kind=Kind.SCORE, answers={person: (score,) for person, score in scores.items()})
    sets = (frozenset[int | str](people) for people in before)
    shown = disclose(table, threshold=studied.threshold, before=sets)
    return shown[0].mean if shown else None


def _scores(studied: Studied, *, own: bool) -> Scores:
    found: Scores = {}
    rows = observed_means(
        studied.sheets, studied.items, group=studied.group, wave=studied.wave, rounds=studied.rounds, own=own
    )
    for row in rows:
        found.setdefault(row.period, {})[row.person] = row.outcome
    return found
