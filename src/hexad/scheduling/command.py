"""``hexad slots``: finds common times for groups."""

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hexad.answers import Answer
from hexad.availability.calendars import read_ics
from hexad.availability.command import moment
from hexad.availability.horizon import Horizon
from hexad.availability.hours import EARLY_AND_LATE, NINE_TO_FIVE, WorkHours
from hexad.availability.intervals import Busy, instant
from hexad.availability.masks import mask_of
from hexad.people.reading import read_roster
from hexad.people.roster import Person
from hexad.problems import HexadError, Problem
from hexad.scheduling.cycles import plan_cycle
from hexad.scheduling.slots import Member, Slot, rank

MOST_SLOTS = 20
DEFAULT_ZONE = "UTC"


class SchedulingError(HexadError):
    """Input that no times can be found for."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``hexad slots``."""
    parser.add_argument("people", type=Path, help="people.csv")
    parser.add_argument("--calendars", type=Path, required=True, help="directory with <email>.ics")
    parser.add_argument("--groups", type=Path, required=True, help="JSON with groups: [{id, members: [email]}]")
    parser.add_argument("--horizon", required=True, help="from and to, such as 2026-12-07:2027-05-24")


def run(arguments: argparse.Namespace) -> Answer:
    """Rank the windows of each group."""
    horizon = read_horizon(arguments.horizon)
    roster = read_roster(arguments.people.read_bytes())
    people = {person.email: person for person in roster.people}
    problems = list(roster.problems)
    members: dict[str, Member] = {}
    groups = []
    for group in read_groups(arguments.groups, people):
        for email in group["members"]:
            if email not in members:
                members[email] = read_member(people[email], arguments.calendars, horizon, problems)
        groups.append(_answer(group, [members[email] for email in group["members"]], horizon))
    table = [(str(one["id"]), slot["start"], f"{slot['cost']:g}") for one in groups for slot in one["slots"][:3]]
    data = {"groups": groups, "problems": [problem.as_json() for problem in problems]}
    return Answer(data=data, header=("group", "start", "cost"), table=table, problems=problems)


def read_horizon(text: str) -> Horizon:
    """Two dates or instants around a colon, as a horizon.

    Raises
    ------
    SchedulingError
        Where they are not.
    """
    start, separator, end = text.partition(":") if text.count(":") == 1 else ("", "", "")
    if not separator:
        raise SchedulingError(f"--horizon is two dates around a colon, such as 2026-12-07:2027-05-24, not {text!r}.")
    return Horizon.between(moment(start, DEFAULT_ZONE), moment(end, DEFAULT_ZONE))


def read_groups(path: Path, people: Mapping[str, Person]) -> list[dict[str, Any]]:
    """The groups of a file, each with an id and known members.

    Raises
    ------
    SchedulingError
        Where the file is not of that form, or a member is not in the file of people.
    """
    try:
        groups: list[dict[str, Any]] = json.loads(path.read_text())["groups"]
        known = [{"id": group["id"], "members": [str(email).lower() for email in group["members"]]} for group in groups]
    except (ValueError, KeyError, TypeError):
        raise SchedulingError(f"{path} is not of the form {{groups: [{{id, members: [email]}}]}}.") from None
    for group in known:
        unknown = [email for email in group["members"] if email not in people]
        if unknown or not group["members"]:
            raise SchedulingError(f"Group {group['id']}: {unknown[0] if unknown else 'nobody'} is not in people.csv.")
    return known


def read_member(person: Person, calendars: Path, horizon: Horizon, problems: list[Problem]) -> Member:
    """One person's mask; without a calendar, working hours alone."""
    zone = person.time_zone or DEFAULT_ZONE
    path = calendars / f"{person.email}.ics"
    busy: tuple[Busy, ...] = ()
    if path.is_file():
        reading = read_ics(
            path.read_bytes(), owner_zone=zone, owner_email=person.email, window=(horizon.start, horizon.end)
        )
        busy = reading.busy
        problems += reading.problems
    else:
        remedy = f"Put {path.name} there; only the working hours of {person.email} were used."
        problems.append(Problem(field="calendar", found=path.name, remedy=remedy, severity="warning"))
    return Member(mask_of(WorkHours(zone, NINE_TO_FIVE, EARLY_AND_LATE), busy, horizon), zone)


def _answer(group: Mapping[str, Any], members: list[Member], horizon: Horizon) -> dict[str, Any]:
    slots = rank(members, horizon)[:MOST_SLOTS]
    blockers = () if slots else plan_cycle(members, horizon).blockers
    return {
        "id": group["id"],
        "slots": [_as_json(slot, group["members"]) for slot in slots],
        "blockers": [reason.text for reason in blockers],
    }


def _as_json(slot: Slot, emails: list[str]) -> dict[str, Any]:
    return {
        "start": instant(slot.start),
        "end": instant(slot.end),
        "absent": [emails[position] for position in slot.absent],
        "cost": slot.cost,
        "reasons": [reason.text for reason in slot.reasons],
    }
