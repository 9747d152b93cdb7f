"""``hexad slots``: finds common times for groups."""

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hexad.answers import Answer
from hexad.availability.command import moment
from hexad.availability.files import DEFAULT_ZONE, read_folder
from hexad.availability.horizon import Horizon
from hexad.availability.intervals import instant
from hexad.availability.problems import AvailabilityError
from hexad.formation.groups_file import FORM, load_groups
from hexad.people.files import load_roster
from hexad.people.roster import Person
from hexad.problems import shorten
from hexad.scheduling.cycles import blockers_of
from hexad.scheduling.errors import SchedulingError
from hexad.scheduling.slots import Member, Slot, rank

MOST_SLOTS = 20
Group = tuple[str | int, tuple[str, ...]]


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``hexad slots``."""
    parser.add_argument("people", type=Path, help="people.csv")
    parser.add_argument("--calendars", type=Path, required=True, help="directory with <email>.ics")
    parser.add_argument("--groups", type=Path, required=True, help=f"the JSON of hexad form, or {FORM}")
    parser.add_argument("--horizon", required=True, help="from and to, such as 2026-12-07:2027-05-24")
    parser.add_argument("--top", type=int, default=MOST_SLOTS, help=f"how many times a group at most ({MOST_SLOTS})")


def run(arguments: argparse.Namespace) -> Answer:
    """Rank the windows of each group."""
    if arguments.top < 1:
        raise SchedulingError(f"--top is one or more, not {arguments.top}.")
    horizon = read_horizon(arguments.horizon)
    roster = load_roster(arguments.people)
    people = {person.email: person for person in roster.people}
    groups = read_groups(arguments.groups, people)
    wanted = [people[email] for email in dict.fromkeys(email for _, members in groups for email in members)]
    masks, problems = read_folder(wanted, arguments.calendars, horizon)
    members = {one.email: Member(masks[one.email], one.time_zone or DEFAULT_ZONE) for one in wanted}
    answers = [
        _answer(name, emails, [members[email] for email in emails], horizon, arguments.top) for name, emails in groups
    ]
    problems = [*roster.problems, *problems]
    data = {"groups": answers, "problems": [problem.as_json() for problem in problems]}
    table = [row for answer in answers for row in _rows(answer)]
    return Answer(data=data, header=("group", "start", "end", "cost", "why"), table=table, problems=problems)


def read_horizon(text: str) -> Horizon:
    """Two dates (midnight in UTC) or ISO instants around a colon, as a horizon.

    Raises
    ------
    SchedulingError
        Where they are not.

    Source: our choice.

    >>> read_horizon("2026-12-07:2026-12-14").slots, read_horizon("2026-12-07T08:00Z:2026-12-07T09:30:00Z").slots
    (672, 6)
    """
    for at in (at for at, sign in enumerate(text) if sign == ":"):  # an instant has colons of its own
        try:
            first, last = moment(text[:at], DEFAULT_ZONE), moment(text[at + 1 :], DEFAULT_ZONE)
        except AvailabilityError:
            continue
        return Horizon.between(first, last)
    example = "2026-12-07:2027-05-24"
    raise SchedulingError(f"--horizon is two dates around a colon, such as {example}, not {shorten(text)!r}.")


def read_groups(path: Path, people: Mapping[str, Person]) -> list[Group]:
    """The groups of a file, each with its id and the addresses of known members.

    Raises
    ------
    FormationError
        Where the file is not of that form.
    SchedulingError
        Where a member is not in the file of people.

    Source: our choice.
    """
    groups = load_groups(path)
    for name, emails in groups:
        unknown = [email for email in emails if email not in people]
        if unknown:
            raise SchedulingError(
                f"Group {shorten(str(name))}: {shorten(unknown[0])} is not among the people of the file."
            )
    return groups


def _answer(name: object, emails: Sequence[str], members: list[Member], horizon: Horizon, top: int) -> dict[str, Any]:
    slots = rank(members, horizon)[:top]
    return {
        "id": name,
        "slots": [_as_json(slot, emails) for slot in slots],
        "blockers": [] if slots else [reason.text for reason in blockers_of(members)],
    }


def _as_json(slot: Slot, emails: Sequence[str]) -> dict[str, Any]:
    return {
        "start": instant(slot.start),
        "end": instant(slot.end),
        "absent": [emails[position] for position in slot.absent],
        "cost": slot.cost,
        "reasons": [reason.text for reason in slot.reasons],
    }


def _rows(answer: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """The three best times of a group, or why there is none."""
    name = str(answer["id"])
    if not answer["slots"]:
        return [(name, "", "", "", " ".join(answer["blockers"]))]
    return [
        (name, slot["start"], slot["end"], f"{slot['cost']:g}", " ".join(slot["reasons"]))
        for slot in answer["slots"][:3]
    ]
