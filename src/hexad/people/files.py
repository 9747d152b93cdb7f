"""A file on disk to a roster, for command lines: refused by its size before a byte is read."""

from pathlib import Path

from hexad.people.reading import read_roster
from hexad.people.roster import PeopleError, Roster
from hexad.people.table import DEFAULT, Limits, too_large


def load_roster(path: Path, *, limits: Limits = DEFAULT) -> Roster:
    """Read ``people.csv`` from disk.

    Raises
    ------
    PeopleError
        Where the file gives no answer at all: too large, empty, not text, no column for addresses or names.
    OSError
        Where it cannot be opened.

    Notes
    -----
    Source: our choice.
    """
    if path.stat().st_size > limits.size:
        raise too_large(limits)
    roster = read_roster(path.read_bytes(), limits=limits)
    if roster.unreadable:
        raise PeopleError(roster.unreadable.remedy)
    return roster
