"""Groups on disk: the JSON of ``hexad form``, or any object with ``groups: [{id, members: [email]}]``."""

import json
from collections import Counter
from pathlib import Path

from hexad.formation.errors import FormationError
from hexad.problems import shorten

FORM = "{groups: [{id, members: [email]}]}"
LARGEST = 2**28  # bytes
Group = tuple[str | int, tuple[str, ...]]  # id as written, addresses


def load_groups(path: Path) -> list[Group]:
    """Read groups, each with its id and its members' addresses in small letters.

    Raises
    ------
    FormationError
        Where the file is not of that form, two groups have one id, or a group has nobody or somebody twice.

    Source: our choice.
    """
    if path.stat().st_size > LARGEST:
        raise FormationError(f"{path} is larger than {LARGEST // 2**20} MB.")
    try:
        groups = [(_id(group["id"]), _addresses(group["members"])) for group in json.loads(path.read_bytes())["groups"]]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise FormationError(f"{path} is not of the form {FORM}.") from None
    times = Counter(str(id_) for id_, _ in groups)
    for id_, emails in groups:
        name = shorten(str(id_))
        if times[str(id_)] > 1:
            raise FormationError(f"Two groups are called {name}.")
        if not emails:
            raise FormationError(f"Group {name} has no members.")
        if len(set(emails)) < len(emails):
            twice = next(email for email in emails if emails.count(email) > 1)
            raise FormationError(f"Group {name} has {shorten(twice)} twice.")
    return groups


def _id(value: object) -> str | int:
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise TypeError
    return value


def _addresses(members: object) -> tuple[str, ...]:
    if not isinstance(members, list) or not all(isinstance(email, str) for email in members):
        raise TypeError
    return tuple(email.strip().lower() for email in members)
