"""Explanations: the score of any grouping by rule and group, why somebody is there, and what one move would do."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from hexad.availability.windows import has_cycle
from hexad.formation.catalogue import Mode
from hexad.formation.context import POINT, Context, thousandths, values_of
from hexad.formation.errors import FormationError
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.reasons import Reason
from hexad.formation.results import Effect, Formation, FormedGroup, Relaxed, RuleState, State
from hexad.formation.rules import judge, shared_starts, topic_of
from hexad.formation.ruleset import Rule
from hexad.problems import Problem

Groups = Mapping[str, Sequence[str]]
WHY = ("topic", "meet", "department", "site", "tenure", "line")
Assessed = tuple[FormedGroup, int]


def score(problem: FormationProblem | Context, groups: Groups) -> Formation:
    """Judge any grouping by rule and group.

    Parameters
    ----------
    problem
        People, sizes, rules and calendars; as a :class:`Context`, where many questions are asked about one problem.
    groups
        Keys of the members by the group's id; need not be complete. Who is placed twice or unknown is a problem.

    Returns
    -------
    Formation
        Without bound and gap; ``by_rule`` of each group is a column of the matrix rules x groups.

    Source: the rules of :mod:`hexad.formation.rules`, one function each.
    """
    context, seen = _context(problem), dict[Hashable, RuleState]()
    assessed = [_assess(id_, _members(keys, context), context, seen) for id_, keys in groups.items()]
    formed = tuple(group for group, _ in assessed)
    return Formation(
        groups=formed,
        objective=sum(points for _, points in assessed) / POINT,
        can_meet=_share(formed),
        relaxed=tuple(_relaxed(formed)),
        problems=tuple(_misplaced(groups, context)),
    )


def _context(problem: FormationProblem | Context) -> Context:
    return problem if isinstance(problem, Context) else Context(problem)


def _members(keys: Iterable[str], context: Context) -> tuple[Candidate, ...]:
    return tuple(context.known[key] for key in sorted(set(keys)) if key in context.known)


def _assess(id_: str, members: tuple[Candidate, ...], context: Context, seen: dict[Hashable, RuleState]) -> Assessed:
    """``seen``: states that many groups share are kept once."""
    states, points = _states(members, context)
    states = [seen.setdefault(_sameness(state), state) for state in states]
    can_meet = _can_meet(states)
    starts = shared_starts(members, context) if can_meet is not None and members else 0
    cycle = has_cycle(starts) if can_meet is not None and context.is_long_enough_for_a_cycle else None
    group = FormedGroup(
        id=id_,
        members=tuple(one.key for one in members),
        topic=topic_of(members),
        why=(*_why(states), *(() if cycle is not False else (Reason("cycle.none"),))),
        score=points / POINT,
        by_rule=tuple(states),
        can_meet=can_meet,
        has_cycle=cycle,
        next_window=(starts & -starts).bit_length() - 1 if starts else None,
    )
    return group, points


def _states(members: tuple[Candidate, ...], context: Context) -> tuple[list[RuleState], int]:
    """Ask every rule that is on; the points are in thousandths."""
    asked = [_state(members, rule, context) for rule in (context.on if members else ())]
    return [_size_state(members, context), *(state for state, _ in asked)], sum(gained for _, gained in asked)


def _can_meet(states: Iterable[RuleState]) -> bool | None:
    meets = next((state for state in states if state.key == "meet"), None)
    return None if meets is None else meets.reason.code != "meet.broken"


def _state(members: Sequence[Candidate], rule: Rule, context: Context) -> tuple[RuleState, int]:
    verdict = judge(members, rule, context)
    if rule.mode is Mode.MUST:
        gives_way: State = "relaxed" if rule.key in context.gives_way else "broken"
        state = gives_way if verdict.breaches else "kept"
        return RuleState(rule.key, str(rule.mode), state, 0.0, 0.0, verdict.reason), 0
    weight = thousandths(rule)
    gained, most = weight * verdict.gain // POINT, weight * verdict.most // POINT
    state = "kept" if gained >= most else "relaxed"
    return RuleState(rule.key, str(rule.mode), state, gained / POINT, most / POINT, verdict.reason), gained


def _sameness(state: RuleState) -> Hashable:
    return state.key, state.state, state.points, state.most, state.reason.code, tuple(state.reason.values.items())


def _size_state(members: Sequence[Candidate], context: Context) -> RuleState:
    sizes = context.problem.sizes
    fits = sizes.low <= len(members) <= sizes.high
    values = {"members": len(members), "low": sizes.low, "high": sizes.high}
    reason = Reason("size.kept" if fits else "size.broken", values)
    return RuleState("size", str(Mode.MUST), "kept" if fits else "broken", 0.0, 0.0, reason)


def _why(states: Sequence[RuleState]) -> tuple[Reason, ...]:
    by_key = {state.key: state for state in states}
    kept = [by_key[key].reason for key in WHY if key in by_key and by_key[key].state != "broken"]
    broken = [state.reason for state in states if state.state == "broken"]
    amiss = [state.reason for state in states if state.state == "relaxed" and state.mode == Mode.MUST]
    return _once([*kept, *amiss, *broken])


def _once(reasons: Sequence[Reason]) -> tuple[Reason, ...]:
    seen: dict[str, Reason] = {}
    for reason in reasons:
        seen.setdefault(reason.code, reason)
    return tuple(seen.values())


def _share(groups: Sequence[FormedGroup]) -> float | None:
    known = [group.can_meet for group in groups if group.can_meet is not None]
    return sum(known) / len(known) if known else None


def _relaxed(groups: Sequence[FormedGroup]) -> Iterable[Relaxed]:
    for group in groups:
        for state in group.by_rule:
            if state.mode == Mode.MUST and state.state == "relaxed":
                yield Relaxed(state.key, group.id, state.reason)


def _misplaced(groups: Groups, context: Context) -> Iterable[Problem]:
    placed = Counter(key for keys in groups.values() for key in keys)
    for key, times in sorted(placed.items()):
        if key not in context.known:
            yield Problem(field="members", found=key, remedy="Take out this person, who is no candidate.")
        elif times > 1:
            yield Problem(field="members", found=context.known[key].label, remedy="Place this person once only.")


def why_here(problem: FormationProblem | Context, groups: Groups, *, person: str) -> tuple[Reason, ...]:
    """Say what a person brings to the own group and shares with it.

    Returns
    -------
    tuple of Reason; empty for somebody without a group.

    >>> people = [Candidate(key=key, department=key) for key in "ab"]
    >>> why_here(FormationProblem(candidates=tuple(people)), {"g1": ["a", "b"]}, person="a")[0].text
    'a is the only one here from a.'
    """
    context = _context(problem)
    group = next((_members(keys, context) for keys in groups.values() if person in keys), ())
    me = context.known.get(person)
    if me is None or not group:
        return ()
    found = []
    for rule in context.on:
        if rule.key in ("department", "site") and (mine := values_of(me, rule)):
            (value,) = mine
            others = sum(values_of(one, rule) == mine for one in group) - 1
            code = "person.shares" if others else "person.brings"
            found.append(Reason(code, {"name": me.label, "value": value, "others": others}))
    return tuple(found) or (Reason("person.fits", {"name": me.label}),)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a move may change in one group: points in thousandths, hard rules that are broken, whether it can meet."""

    points: int
    broken: Mapping[str, Reason]
    can_meet: bool


class Trials:
    """Moves that are tried on one grouping and not made; each group as it stands is judged once.

    Parameters
    ----------
    problem
        People, sizes, rules and calendars.
    groups
        Keys of the members by the group's id; those that are asked about are enough.
    """

    def __init__(self, problem: FormationProblem | Context, groups: Groups) -> None:
        self._context = _context(problem)
        self._groups = {id_: frozenset(keys) for id_, keys in groups.items()}
        self._home = {key: id_ for id_, keys in groups.items() for key in keys}
        self._now: dict[str, _Judged] = {}

    def what_if(self, *, person: str, to_group: str, swap_with: str | None = None) -> Effect:
        """Tell what moving a person, or swapping two, would do.

        Parameters
        ----------
        person
            Who moves; somebody without a group enters one.
        to_group
            Id of the group to move to.
        swap_with
            A member of that group who takes the person's place.

        Returns
        -------
        Effect
            ``broken`` lists hard rules that are kept now and would not be, ``mended`` the other way round.

        Raises
        ------
        FormationError
            Where a person or a group is unknown.

        Source: our choice; only the two groups concerned are judged, so it takes milliseconds at any size.
        """
        if person not in self._context.known or to_group not in self._groups:
            raise FormationError("Choose a person and a group of this formation.")
        home = self._home.get(person)
        if home == to_group:
            return Effect(objective_change=0.0)
        if swap_with is not None and (swap_with not in self._groups[to_group] or home is None):
            raise FormationError("Choose somebody of the other group to swap with.")
        leaving = frozenset(() if swap_with is None else (swap_with,))
        after = {to_group: self._groups[to_group] - leaving | {person}}
        if home is not None:
            after[home] = self._groups[home] - {person} | leaving
        return self._effect(after)

    def _effect(self, after: Mapping[str, frozenset[str]]) -> Effect:
        old = {id_: self._as_it_stands(id_) for id_ in after}
        new = {id_: self._judge(keys) for id_, keys in after.items()}
        broken = list(_newly(new, old))
        return Effect(
            objective_change=sum(new[id_].points - old[id_].points for id_ in after) / POINT,
            broken=tuple(reason for _id, reason in broken),
            broken_in=tuple(id_ for id_, _reason in broken),
            mended=tuple(reason for _id, reason in _newly(old, new)),
            can_meet_change=sum(new[id_].can_meet - old[id_].can_meet for id_ in after),
            sizes={id_: len(keys) for id_, keys in after.items()},
        )

    def _as_it_stands(self, id_: str) -> _Judged:
        if id_ not in self._now:
            self._now[id_] = self._judge(self._groups[id_])
        return self._now[id_]

    def _judge(self, keys: Iterable[str]) -> _Judged:
        members = _members(keys, self._context)
        states, points = _states(members, self._context)
        hard = (state for state in states if state.mode == Mode.MUST and state.state in ("broken", "relaxed"))
        return _Judged(points, {state.key: state.reason for state in hard if members}, bool(_can_meet(states)))


def _newly(judged: Mapping[str, _Judged], before: Mapping[str, _Judged]) -> Iterable[tuple[str, Reason]]:
    for id_, one in judged.items():
        yield from ((id_, reason) for key, reason in one.broken.items() if key not in before[id_].broken)


def what_if(
    problem: FormationProblem | Context, groups: Groups, *, person: str, to_group: str, swap_with: str | None = None
) -> Effect:
    """Tell what one move would do, as :meth:`Trials.what_if` does for many."""
    return Trials(problem, groups).what_if(person=person, to_group=to_group, swap_with=swap_with)
