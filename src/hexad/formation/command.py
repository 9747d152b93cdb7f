"""``hexad form``: forms groups that can meet."""

import argparse
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

from hexad.answers import Answer
from hexad.availability.files import read_folder
from hexad.availability.horizon import Horizon
from hexad.availability.windows import blocks
from hexad.formation.catalogue import Mode
from hexad.formation.errors import FormationError
from hexad.formation.explain import score
from hexad.formation.groups_file import load_groups
from hexad.formation.history import load_history
from hexad.formation.problem import FormationProblem, SizeRange, free_slots, from_roster
from hexad.formation.repair import repair
from hexad.formation.results import Formation
from hexad.formation.rolling import start_now
from hexad.formation.ruleset import DEFAULT, RuleSet, read_rules
from hexad.formation.solve import DEFAULT_LIMIT, form_groups
from hexad.formation.tradeoff import tradeoff
from hexad.people.files import load_roster
from hexad.people.roster import Person
from hexad.problems import Problem

LARGEST_RULES = 2**20  # bytes; the lists of people of a large organisation fit many times


@dataclass
class Stopwatch:
    """Wall seconds of each stage, in the order in which they ran."""

    seconds: dict[str, float] = field(default_factory=dict)
    since: float = field(default_factory=time.perf_counter)

    def note(self, stage: str) -> None:
        """Book the time since the last note to a stage."""
        now = time.perf_counter()
        self.seconds[stage], self.since = round(now - self.since, 3), now


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``hexad form``."""
    parser.add_argument("people", type=Path, help="people.csv")
    parser.add_argument("--size", default="4:6", help="smallest and largest group, such as 4:6 (largest preferred)")
    parser.add_argument("--rules", type=Path, help="rules.toml; without it every rule keeps its default")
    parser.add_argument("--history", type=Path, help="history.csv with earlier groups, whose pairs meet again last")
    parser.add_argument(
        "--repair", type=Path, help="groups that go on: joiners get places, with the fewest moves, and none is searched"
    )
    parser.add_argument(
        "--rolling", action="store_true", help="only groups that can start now, who stands first in the file first"
    )
    parser.add_argument(
        "--tradeoff", action="store_true", help="what being able to meet costs in diversity: seven searches, no groups"
    )
    parser.add_argument("--calendars", type=Path, help="directory with <email>.ics")
    parser.add_argument("--horizon", help="from and to, such as 2026-12-07:2027-05-24: blocks of four weeks")
    parser.add_argument("--seed", type=int, default=1, help="same input, rules and seed, same groups (1)")
    parser.add_argument(
        "--limit", type=float, default=DEFAULT_LIMIT, help=f"seconds of search on two cores ({DEFAULT_LIMIT:g})"
    )
    parser.add_argument("--sweeps", type=int, help="sweeps of each search, in place of the limit: repeats a run")
    parser.add_argument("--timing", action="store_true", help="add the seconds of each stage")


def run(arguments: argparse.Namespace) -> Answer:
    """Read the files, search and lay the groups out; raises ``FormationError`` where there is no answer."""
    watch = Stopwatch()
    problem, doubts = read_problem(arguments)
    watch.note("reading")
    if arguments.repair:
        return _repaired(problem, arguments.repair, doubts)
    if arguments.tradeoff:
        return _tradeoff(problem, arguments, doubts)
    if arguments.rolling:
        found = start_now(problem)
    else:
        from hexad.formation.run import compile_kernels  # loads numba, which takes a second

        compile_kernels()
        watch.note("compiling")
        found = form_groups(problem, seed=arguments.seed, limit=arguments.limit, sweeps=arguments.sweeps)
    watch.note("forming")
    problems = [*doubts, *found.problems]
    data = {**found.as_json(), "problems": [one.as_json() for one in problems]}
    if arguments.timing:
        data["timings"] = {**watch.seconds, "search": round(found.seconds, 3)}
    return Answer(
        data=data,
        header=("group", "members", "topic", "can meet", "who"),
        table=[_row(found, number) for number in range(len(found.groups))],
        summary="\n".join(_summary(found)),
        problems=problems,
    )


def _repaired(problem: FormationProblem, path: Path, doubts: Sequence[Problem]) -> Answer:
    """Mend the groups of a file instead of searching for new ones."""
    mended = repair(problem, {str(id_): members for id_, members in load_groups(path)})
    found = score(problem, mended.groups)
    data = {
        **found.as_json(),
        "moved": [asdict(move) for move in mended.moved],
        "joined": [{"person": move.person, "to": move.to} for move in mended.joined],
        "left": list(mended.left),
        "dissolved": list(mended.dissolved),
        "waiting": list(mended.waiting),
        "problems": [one.as_json() for one in doubts],
    }
    names = (("moved", mended.moved), ("joined", mended.joined))
    said = [f"{one.person} {word} to {one.to}" for word, moves in names for one in moves]
    said += [f"{person} left" for person in mended.left] + [f"{id_} is dissolved" for id_ in mended.dissolved]
    said += [f"{person} waits: no place keeps the rules" for person in mended.waiting]
    return Answer(
        data=data,
        header=("group", "members", "topic", "can meet", "who"),
        table=[_row(found, number) for number in range(len(found.groups))],
        summary="\n".join(said) or "Nothing to mend.",
        problems=doubts,
    )


def _tradeoff(problem: FormationProblem, arguments: argparse.Namespace, doubts: Sequence[Problem]) -> Answer:
    found = tradeoff(problem, seed=arguments.seed, limit=arguments.limit, sweeps=arguments.sweeps)
    points = [
        {**asdict(point), "price": price} for point, price in zip(found.points, (None, *found.price), strict=True)
    ]
    return Answer(
        data={"tradeoff": points, "seed": arguments.seed, "problems": [one.as_json() for one in doubts]},
        header=("weight", "can meet", "points", "points for one more group that meets"),
        table=[
            (f"{point.weight:g}", f"{point.can_meet:.0%}", f"{point.points:g}", "" if price is None else f"{price:.2f}")
            for point, price in zip(found.points, (None, *found.price), strict=True)
        ],
        problems=doubts,
    )


def read_problem(arguments: argparse.Namespace) -> tuple[FormationProblem, list[Problem]]:
    """Turn files and arguments into a problem, with what was unusable in them."""
    if (arguments.calendars is None) != (arguments.horizon is None):
        raise FormationError("--calendars and --horizon go together: give both or neither.")
    sizes = read_sizes(arguments.size)
    horizon = read_horizon(arguments.horizon) if arguments.horizon else None
    rules = _load_rules(arguments.rules) if arguments.rules else DEFAULT
    roster = load_roster(arguments.people)
    doubts = [*roster.problems, *_strangers(rules, roster.people)]
    history, unusable = load_history(arguments.history) if arguments.history else ((), [])
    doubts += unusable
    masks: Mapping[str, int] = {}
    if horizon and rules.has("meet", Mode.OFF):
        remedy = "Turn the rule on to form groups that can meet; the calendars were not read."
        doubts.append(Problem(field="meet", found="off", remedy=remedy, severity="warning"))
    elif horizon:
        found, problems = read_folder(roster.people, arguments.calendars, horizon)
        masks = {email: free_slots(mask, rules) for email, mask in found.items()}
        doubts += problems
    problem = FormationProblem(
        candidates=from_roster(roster.people, masks=masks),
        sizes=sizes,
        rules=rules,
        blocks=tuple(blocks(horizon)) if horizon and masks else (),
        history=history,
    )
    return problem, doubts


def read_sizes(text: str) -> SizeRange:
    """Two numbers around a colon, or one, as sizes; the largest is preferred.

    Raises
    ------
    FormationError
        Where they are not, or make no sense.

    Source: our choice; six of four to six is what the method prefers.

    >>> read_sizes("4:6"), read_sizes("5")
    (SizeRange(low=4, high=6, preferred=6), SizeRange(low=5, high=5, preferred=5))
    """
    low, _, high = text.partition(":")
    if not (low.isascii() and low.isdigit() and (high or low).isascii() and (high or low).isdigit()):
        raise FormationError(f"--size is two numbers around a colon, such as 4:6, not {text[:40]!r}.")
    return SizeRange(int(low[:9]), int((high or low)[:9]), int((high or low)[:9]))


def read_horizon(text: str) -> Horizon:
    """Two dates around a colon as a horizon, from the first midnight in UTC up to the second.

    Raises
    ------
    FormationError
        Where they are not.

    Source: our choice.
    """
    start, _, end = text.partition(":")
    try:
        return Horizon.between(date.fromisoformat(start), date.fromisoformat(end))
    except ValueError:
        example = "2026-12-07:2027-05-24"
        raise FormationError(f"--horizon is two dates around a colon, such as {example}, not {text[:40]!r}.") from None


def _load_rules(path: Path) -> RuleSet:
    if path.stat().st_size > LARGEST_RULES:
        raise FormationError(f"{path} is larger than 1 MB: these are no rules.")
    try:
        return read_rules(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise FormationError(f"{path} is not UTF-8: save the rules as plain text.") from None


def _strangers(rules: RuleSet, people: Sequence[Person]) -> Iterator[Problem]:
    """Warn of addresses in the rules that the file does not have: a typing error would go unseen."""
    known = {person.email for person in people}
    for table in ("apart", "together", "locked"):
        for email in dict.fromkeys(email for group in getattr(rules, table) for email in group):
            if email not in known:
                remedy = "Correct this address in the rules, or add the person to the file; it was left out."
                yield Problem(field=table, found=email, remedy=remedy, severity="warning")


def _row(found: Formation, number: int) -> tuple[str, ...]:
    group = found.groups[number]
    meets = "" if group.can_meet is None else "yes" if group.can_meet else "no"
    return (group.id, str(len(group.members)), group.topic, meets, ", ".join(group.members))


def _summary(found: Formation) -> Iterator[str]:
    yield from (f"{group.id}: {group.sentence}" for group in found.groups)
    yield ""
    yield from (one.reason.text for one in found.waiting)
    yield from (f"Gave way in {one.group}: {one.rule}. {one.reason.text}" for one in found.relaxed)
    bound = "no useful bound" if found.bound is None else f"at most {found.bound:g} possible"
    gap = "" if found.gap is None else f", gap {found.gap:.2%}"
    yield f"{found.objective:g} points, {bound}{gap}"
    if found.can_meet is not None:
        yield f"{found.can_meet:.0%} of the groups can meet in every block of four weeks"
    yield f"seed {found.seed}, {found.sweeps} sweeps, stopped: {found.stopped}"
