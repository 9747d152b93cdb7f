"""``hexad busy``: reads a calendar feed into busy times."""

import argparse
from datetime import date, datetime
from pathlib import Path

from hexad.answers import Answer
from hexad.availability.calendars import read_ics, read_occurrences
from hexad.availability.horizon import instant_of
from hexad.availability.problems import AvailabilityError


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of ``hexad busy``."""
    parser.add_argument("feed", type=Path, help="an iCalendar file")
    parser.add_argument("--zone", required=True, help="the owner's zone, such as Europe/Berlin")
    parser.add_argument(
        "--owner",
        default="",
        help="the owner's address: invitations that it declined are free (the file's name where that is an address)",
    )
    parser.add_argument("--from", dest="start", required=True, help="a date or an ISO instant")
    parser.add_argument("--to", dest="end", required=True, help="a date or an ISO instant, not included")
    parser.add_argument(
        "--raw", action="store_true", help="every occurrence, cancelled and free ones too, nothing merged"
    )


def run(arguments: argparse.Namespace) -> Answer:
    """Read the feed; unusable entries stand in ``problems``."""
    window = (moment(arguments.start, arguments.zone), moment(arguments.end, arguments.zone))
    if window[0] >= window[1]:
        raise AvailabilityError("--from has to lie before --to.")
    given = {"owner_zone": arguments.zone, "owner_email": arguments.owner or owner_of(arguments.feed), "window": window}
    data = arguments.feed.read_bytes()
    if arguments.raw:
        occurrences, problems = read_occurrences(data, **given)
        busy = [one.as_json() for one in occurrences if window[0] <= one.start < window[1]]
    else:
        reading = read_ics(data, **given)
        busy, problems = [one.as_json() for one in reading.busy], list(reading.problems)
    for problem in problems:
        if problem.field == "file" and problem.severity == "error":
            raise AvailabilityError(f"{arguments.feed} cannot be read. {problem.remedy}")
    return Answer(
        data={"busy": busy, "problems": [problem.as_json() for problem in problems]},
        header=("start", "end", "kind"),
        table=[(one["start"], one["end"], one["kind"]) for one in busy],
        summary="" if busy else "Nothing is busy in this time.",
        problems=problems,
    )


def owner_of(feed: Path) -> str:
    """The address in a name such as ``ana@firm.example.ics``, the form of the contract; else empty."""
    return feed.stem if "@" in feed.stem else ""


def moment(text: str, zone: str) -> datetime:
    """A date (its midnight in ``zone``) or an ISO instant as an instant.

    Raises
    ------
    AvailabilityError
        Where it is neither.
    """
    try:
        value: date | datetime = date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise AvailabilityError(f"{text!r} is no date such as 2026-12-07 and no instant.") from None
    try:
        return instant_of(value, zone)
    except OverflowError:
        raise AvailabilityError(f"{text!r} lies too far away.") from None
