"""Who looks after whom in the practice weeks: other pairs in every cycle."""

from collections.abc import Sequence


def pair_buddies(members: Sequence[str], cycle: int) -> tuple[tuple[str, str], ...]:
    """Pairs of a group for one cycle, each person with exactly one buddy.

    Parameters
    ----------
    members
        Keys of the group's members; their order does not matter.
    cycle
        1 for the first cycle. Everybody meets everybody before a pair comes again.

    Returns
    -------
    tuple of (person, buddy)
        Sorted by person. In an even group the relation is mutual; in an odd one three form a ring. Nobody is left
        over, and nobody is their own buddy. Empty for fewer than two members.

    **Source**: the circle method of round-robin tournaments; the ring of three is our choice, so that nobody sits out.

    Examples
    --------
    >>> pair_buddies(["ana", "ben", "cho", "dev"], 1)
    (('ana', 'dev'), ('ben', 'cho'), ('cho', 'ben'), ('dev', 'ana'))
    >>> pair_buddies(["ana", "ben", "cho"], 1)
    (('ana', 'ben'), ('ben', 'cho'), ('cho', 'ana'))
    """
    people = sorted(set(members))
    if len(people) < 2:
        return ()
    circles = _circles(people, cycle - 1)
    return tuple(sorted(link for circle in circles for link in zip(circle, (*circle[1:], circle[0]), strict=True)))


def _circles(people: list[str], turn: int) -> list[tuple[str, ...]]:
    """Pairs, and one ring of three in an odd group: whoever would sit out joins the first pair."""
    places: list[str | None] = [*people] if len(people) % 2 == 0 else [None, *people]
    first, others = places[0], places[1:]
    shift = turn % len(others)
    row = [first, *others[shift:], *others[:shift]]
    couples = [(row[at], row[-1 - at]) for at in range(len(row) // 2)]
    pairs = [(one, other) for one, other in couples if one is not None and other is not None]
    alone = [person for couple in couples if None in couple for person in couple if person is not None]
    return [(*pairs[0], *alone), *pairs[1:]] if pairs else []
