"""Whether somebody is the only one of a kind in a group: alone in what all the others share."""

from collections import Counter
from collections.abc import Sequence

from hexad_web.people.models import Person

KINDS = ("site", "country")  # where being the only one isolates; departments are meant to differ
FEWEST = 3


def odd_ones_out(members: Sequence[Person]) -> list[tuple[Person, str]]:
    """Each person who stands alone against a group that otherwise agrees, with the kind in question."""
    return [(person, kind) for kind in KINDS for person in _alone(members, kind)]


def has_odd_one_out(members: Sequence[Person]) -> bool:
    return any(_alone(members, kind) for kind in KINDS)


def _alone(members: Sequence[Person], kind: str) -> list[Person]:
    counts = Counter(getattr(person, kind) for person in members)
    if len(members) < FEWEST or len(counts) != 2 or "" in counts:
        return []
    return [person for person in members if counts[getattr(person, kind)] == 1]
