"""``hexad plan``: times and rooms for the sessions of all groups."""

import argparse
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hexad.answers import Answer
from hexad.availability.command import moment
from hexad.availability.files import DEFAULT_ZONE, read_busy_folder
from hexad.availability.horizon import Horizon
from hexad.availability.hours import nine_to_five
from hexad.availability.intervals import instant
from hexad.formation.groups_file import FORM
from hexad.people.files import load_roster
from hexad.people.roster import Person
from hexad.problems import Problem
from hexad.scheduling.command import Group, read_groups
from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.modes import choose_mode
from hexad.scheduling.needs import ALL_PRESENT, Attendee, GroupNeeds, Request, Rules
from hexad.scheduling.planning import USUAL_LIMIT, plan
from hexad.scheduling.plans import Plan, Session, Unscheduled
from hexad.scheduling.rooms_file import load_rooms
from hexad.scheduling.together import begin_together, by_group, sets_of
from hexad.scheduling.verify import verify

WEEKS = 26
MOST_WEEKS = 104


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``hexad plan``."""
    parser.add_argument("people", type=Path, help="people.csv")
    parser.add_argument("--calendars", type=Path, required=True, help="directory with <email>.ics")
    parser.add_argument("--groups", type=Path, required=True, help=f"the JSON of hexad form, or {FORM}")
    parser.add_argument("--rooms", type=Path, help="rooms.csv; without it rooms are not limited")
    parser.add_argument("--from", dest="start", required=True, help="the first day, such as 2026-12-07")
    parser.add_argument("--weeks", type=int, default=WEEKS, help=f"how far to plan ({WEEKS})")
    parser.add_argument("--cycles", type=int, help="cycles a group at most; as many as fit without it")
    parser.add_argument("--engage", action="store_true", help="begin with a get-together of each group")
    parser.add_argument(
        "--together", action="store_true", help="groups of one site and level begin in one get-together (with --engage)"
    )
    parser.add_argument("--one-may-miss", action="store_true", help="where nothing else is left, one member is absent")
    parser.add_argument("--seed", type=int, default=1, help="same input and seed, same plan (1)")
    parser.add_argument("--limit", type=float, default=USUAL_LIMIT, help=f"seconds of search ({USUAL_LIMIT:g})")


def run(arguments: argparse.Namespace) -> Answer:
    """Read the files, plan, check the plan, and lay it out."""
    request, names, problems = read_request(arguments)
    found = plan(request, seed=arguments.seed, seconds=arguments.limit)
    if broken := sorted({one.code for one in verify(found, request).violations}):
        raise SchedulingError(f"The plan does not pass its own check ({', '.join(broken)}). Please report this.")
    found = replace(
        found,
        sessions=tuple(by_group(found.sessions, request)),
        unscheduled=tuple(by_group(found.unscheduled, request)),
    )
    return Answer(
        data={**as_json(found, names), "problems": [problem.as_json() for problem in problems]},
        header=("group", "session", "cycle", "start", "room", "why"),
        table=_rows(found),
        summary=_summary(found),
        problems=problems,
    )


def read_request(arguments: argparse.Namespace) -> tuple[Request, Mapping[str, str | int], list[Problem]]:
    """The files as a request, the ids of groups as they were written, and what is wrong.

    Raises
    ------
    SchedulingError
        Where there is nothing to plan for.

    Source: our choice.
    """
    horizon = _horizon(arguments)
    roster = load_roster(arguments.people)
    people = {person.email: person for person in roster.people}
    groups = read_groups(arguments.groups, people)
    wanted = [people[email] for email in dict.fromkeys(email for _, members in groups for email in members)]
    busy, problems = read_busy_folder(wanted, arguments.calendars, horizon)
    rooms, doubts = load_rooms(arguments.rooms, horizon) if arguments.rooms else ((), [])
    attendees = {
        one.email: Attendee(
            id=one.email,
            hours=nine_to_five(one.time_zone or DEFAULT_ZONE),
            busy=busy[one.email],
            weekly_hours=one.weekly_hours or None,
        )
        for one in wanted
    }
    request = Request(
        horizon=horizon,
        people=attendees,
        groups=tuple(_needs(group, people) for group in groups),
        rooms=rooms,
        rules=_rules(arguments),
    )
    if arguments.together:
        kinds = ((str(name), (_site_of(members, people), _level_of(members, people))) for name, members in groups)
        request = begin_together(request, sets_of(kinds))
    return request, {str(name): name for name, _ in groups}, [*roster.problems, *problems, *doubts]


def _site_of(members: Sequence[str], people: Mapping[str, Person]) -> str:
    return choose_mode([people[email].site for email in members]).site


def _level_of(members: Sequence[str], people: Mapping[str, Person]) -> str:
    """Of most; of equals the first by name."""
    levels = sorted(people[email].level for email in members)
    return max(dict.fromkeys(levels), key=levels.count)


def _horizon(arguments: argparse.Namespace) -> Horizon:
    if not 1 <= arguments.weeks <= MOST_WEEKS:
        raise SchedulingError(f"--weeks is 1 to {MOST_WEEKS}, not {arguments.weeks}.")
    if not 0 < arguments.limit < math.inf:
        raise SchedulingError(f"--limit is a number of seconds above 0, not {arguments.limit:g}.")
    first = moment(arguments.start, DEFAULT_ZONE)
    return Horizon.between(first, first + timedelta(weeks=arguments.weeks))


def _rules(arguments: argparse.Namespace) -> Rules:
    if arguments.cycles is not None and arguments.cycles < 0:
        raise SchedulingError(f"--cycles is nought or more, not {arguments.cycles}.")
    rungs = ALL_PRESENT + 1 if arguments.one_may_miss else ALL_PRESENT
    if arguments.together and not arguments.engage:
        raise SchedulingError("--together says how groups begin with --engage. Give both.")
    return Rules(cycles=arguments.cycles, engage=arguments.engage, rungs=rungs)


def _needs(group: Group, people: Mapping[str, Person]) -> GroupNeeds:
    """A group with the place where it meets: the site of all, or of most of them."""
    name, members = group
    sites = [people[email].site for email in members]
    mode = choose_mode(sites)
    return GroupNeeds(id=str(name), members=members, site=mode.site, seats=sites.count(mode.site) if mode.site else 0)


def as_json(found: Plan, names: Mapping[str, str | int]) -> dict[str, Any]:
    """The keys of the contract; points to four digits.

    Source: our choice.
    """
    return {
        "sessions": [_session(one, names) for one in found.sessions],
        "unscheduled": [_unscheduled(one, names) for one in found.unscheduled],
        "cost": round(found.cost.total, 4),
        "parts": {name: round(points, 4) for name, points in asdict(found.cost).items()},
        "bound": round(found.bound, 4),
        "gap": round(found.gap, 6) if math.isfinite(found.gap) else None,
        "seed": found.seed,
        "stopped": found.stopped,
    }


def _session(one: Session, names: Mapping[str, str | int]) -> dict[str, Any]:
    return {
        "group": names[one.group],
        "kind": one.kind,
        "cycle": one.cycle,
        "start": instant(one.start),
        "end": instant(one.end),
        "site": one.site,
        "room": one.room,
        "absent": list(one.absent),
        "cost": one.cost,
        "reasons": [reason.text for reason in one.reasons],
    }


def _unscheduled(one: Unscheduled, names: Mapping[str, str | int]) -> dict[str, Any]:
    return {
        "group": names[one.group],
        "kind": one.kind,
        "cycle": one.cycle,
        "reasons": [reason.text for reason in one.reasons],
        "gains": [reason.text for reason in one.gains],
    }


def _rows(found: Plan) -> list[tuple[str, ...]]:
    held: list[tuple[str, ...]] = [
        (one.group, one.kind, str(one.cycle), instant(one.start), one.room, " ".join(r.text for r in one.reasons))
        for one in sorted(found.sessions, key=lambda one: (one.group, one.start))
    ]
    lost: list[tuple[str, ...]] = [
        (one.group, one.kind, str(one.cycle), "", "", " ".join(reason.text for reason in (*one.reasons, *one.gains)))
        for one in found.unscheduled
    ]
    return held + lost


def _summary(found: Plan) -> str:
    gap = f"{found.gap:.1%}" if math.isfinite(found.gap) else "not known"
    counts: Sequence[str] = (
        f"{len(found.sessions)} sessions, {len(found.unscheduled)} without a time.",
        f"Cost {found.cost.total:.2f}, bound {found.bound:.2f}, gap {gap}.",
    )
    return " ".join(counts)
