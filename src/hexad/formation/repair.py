"""Late joiners and leavers: groups that go on, mended with the fewest moves.

Nobody who sits well is moved for points. Joiners take free places first; where none suits, one member moves on to make
room; a group that became too small takes somebody from a larger one, or is dissolved where that moves fewer people.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from hexad.formation.catalogue import Mode
from hexad.formation.context import Context
from hexad.formation.explain import score
from hexad.formation.problem import FormationProblem
from hexad.formation.results import FormedGroup

Groups = Mapping[str, Sequence[str]]
MOST_TRIED = 20_000  # groupings of a few people judged for one joiner or one small group, so that time stays bounded


@dataclass(frozen=True, slots=True)
class Moved:
    """Somebody who changes places: ``home`` empty for a joiner."""

    person: str
    home: str
    to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """Groups after the repair.

    Attributes
    ----------
    groups
        Members by id; a dissolved group is not among them.
    moved
        Members who change groups: as few as were found.
    joined
        Joiners and their groups.
    left
        Members who are no candidates any more.
    waiting
        Joiners, and members of dissolved groups, for whom no place keeps the rules.
    """

    groups: Mapping[str, tuple[str, ...]]
    moved: tuple[Moved, ...] = ()
    joined: tuple[Moved, ...] = ()
    left: tuple[str, ...] = ()
    dissolved: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()


def repair(
    problem: FormationProblem, groups: Groups, *, on_progress: Callable[[int, int], bool] | None = None
) -> Repair:
    """Place joiners and mend groups that leavers made too small.

    Parameters
    ----------
    problem
        Everybody who takes part now. Who is in no group joins; who is in a group and no candidate has left.
    groups
        Members by id, as they are.
    on_progress
        Called after each joiner and each small group with how many are done and how many there are; returning False
        ends with what there is: joiners not yet looked at wait.

    Returns
    -------
    Repair
        No rule that must hold is broken that was not broken before, and the same input gives the same answer.

    Source: our choice; ejection chains of length one (Glover 1996), the cheapest first.

    Examples
    --------
    >>> from hexad.formation.problem import Candidate, SizeRange
    >>> people = tuple(Candidate(key=key) for key in "abcdefg")
    >>> found = repair(FormationProblem(candidates=people, sizes=SizeRange(3, 4, 4)), {"g1": "abc", "g2": "defx"})
    >>> found.left, [(one.person, one.to) for one in found.joined], found.moved
    (('x',), [('g', 'g1')], ())
    """
    desk = _Desk(Context(problem), groups)
    joiners, low = desk.joiners, problem.sizes.low
    small = [id_ for id_, keys in desk.members.items() if len(keys) < low]
    total = len(joiners) + len(small)
    for done, person in enumerate(joiners, start=1):
        desk.seat(person)
        if on_progress and not on_progress(done, total):
            desk.waiting.extend(joiners[done:])
            return desk.answer()
    small = sorted(
        (id_ for id_ in small if len(desk.members[id_]) < low), key=lambda id_: (len(desk.members[id_]), id_)
    )
    for done, id_ in enumerate(small, start=total - len(small) + 1):
        if id_ in desk.members and len(desk.members[id_]) < low:
            desk.mend(id_)
        if on_progress and not on_progress(done, total):
            break
    return desk.answer()


@dataclass(frozen=True, slots=True, order=True)
class _Worth:
    """How good a group is: hard rules broken, fewer first; then points."""

    kept: int  # minus what is broken
    points: float


@dataclass
class _Desk:
    """The groups while they are mended."""

    context: Context
    before: Groups
    members: dict[str, set[str]] = field(init=False)
    moved: dict[str, Moved] = field(default_factory=dict)
    dissolved: list[str] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    judged: dict[frozenset[str], _Worth] = field(default_factory=dict)

    def __post_init__(self) -> None:
        known = self.context.known
        self.members = {id_: {key for key in keys if key in known} for id_, keys in self.before.items()}

    @property
    def home(self) -> dict[str, str]:
        return {key: id_ for id_, keys in self.before.items() for key in keys}

    @property
    def joiners(self) -> list[str]:
        home = self.home
        return sorted(key for key in self.context.known if key not in home)

    def worth(self, people: Iterable[str]) -> _Worth:
        """Judge a group once, its size left aside."""
        key = frozenset(people)
        found = self.judged.get(key)
        if found is None:
            (group,) = score(self.context, {"": sorted(key)}).groups
            found = self.judged[key] = _Worth(-broken_in(group), group.score)
        return found

    def change(self, id_: str, *, out: str = "", into: str = "") -> _Worth | None:
        """What a group gains by losing one and taking one in, or None where a rule that holds would break."""
        now = self.members[id_]
        before, after = self.worth(now), self.worth((now - {out}) | ({into} - {""}))
        if after.kept < before.kept:
            return None
        return _Worth(after.kept - before.kept, after.points - before.points)

    def seat(self, person: str) -> bool:
        """Give a person a free place; failing that, the place of a member who moves on to one."""
        high = self.context.problem.sizes.high
        free = [(gain, id_) for id_ in self._with_room(high) if (gain := self.change(id_, into=person))]
        if free:
            low = self.context.problem.sizes.low
            self._put(person, max(free, key=lambda one: (len(self.members[one[1]]) < low, one[0]))[1])
            return True
        chain = max(self._chains(person, high), default=None, key=lambda one: (one[0], one[1:]))
        if chain is None:
            self.waiting.append(person)
            return False
        _worth, member, id_, to = chain
        self._put(member, to)
        self._put(person, id_)
        return True

    def _with_room(self, high: int) -> list[str]:
        return [id_ for id_ in sorted(self.members) if 0 < len(self.members[id_]) < high]

    def _chains(self, person: str, high: int) -> Iterator[tuple[_Worth, str, str, str]]:
        """Yield a member who could move on, from where and to where."""
        tried = 0
        for id_ in sorted(self.members):
            for member in sorted(self.members[id_]):
                first = self.change(id_, out=member, into=person)
                tried += 1
                if first is None or member in self.moved:
                    continue
                for to in self._with_room(high):
                    second = self.change(to, into=member) if to != id_ else None
                    tried += 1
                    if second is not None:
                        yield _Worth(first.kept + second.kept, first.points + second.points), member, id_, to
                if tried > MOST_TRIED:
                    return

    def mend(self, id_: str) -> None:
        """Fill a group up from larger ones, or dissolve it, whichever moves fewer."""
        low = self.context.problem.sizes.low
        missing = low - len(self.members[id_])
        if missing <= len(self.members[id_]) and self._fill(id_, missing):
            return
        self._dissolve(id_)

    def _fill(self, id_: str, missing: int) -> bool:
        before = {key: set(keys) for key, keys in self.members.items()}, dict(self.moved)
        for _ in range(missing):
            donor = max(self._donors(id_), default=None, key=lambda one: (one[0], one[1:]))
            if donor is None:
                self.members, self.moved = before
                return False
            self._put(donor[1], id_)
        return True

    def _donors(self, id_: str) -> Iterator[tuple[_Worth, str, str]]:
        low = self.context.problem.sizes.low
        for other in sorted(self.members):
            if other != id_ and len(self.members[other]) > low:
                for member in sorted(self.members[other] - self.moved.keys()):
                    first, second = self.change(other, out=member), self.change(id_, into=member)
                    if first is not None and second is not None:
                        worth = _Worth(first.kept + second.kept, first.points + second.points)
                        yield worth, member, other

    def _dissolve(self, id_: str) -> None:
        people = sorted(self.members.pop(id_))
        self.dissolved.append(id_)
        for person in people:
            self.moved.pop(person, None)
        for person in people:
            self.seat(person)

    def _put(self, person: str, id_: str) -> None:
        for keys in self.members.values():
            keys.discard(person)
        self.members[id_].add(person)
        home = self.home.get(person, "")
        self.moved.pop(person, None)
        if home != id_:
            self.moved[person] = Moved(person, home, id_)

    def answer(self) -> Repair:
        known = self.context.known
        return Repair(
            groups={id_: tuple(sorted(keys)) for id_, keys in self.members.items() if keys},
            moved=tuple(move for _, move in sorted(self.moved.items()) if move.home),
            joined=tuple(move for _, move in sorted(self.moved.items()) if not move.home),
            left=tuple(sorted(key for keys in self.before.values() for key in keys if key not in known)),
            dissolved=tuple(self.dissolved),
            waiting=tuple(self.waiting),
        )


def broken_in(group: FormedGroup) -> int:
    """Return how many rules that must hold do not, those that gave way included; the size is left aside."""
    return sum(
        state.mode == Mode.MUST and state.state in ("broken", "relaxed")
        for state in group.by_rule
        if state.key != "size"
    )
