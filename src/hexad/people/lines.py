"""Reporting lines: who is above whom, and where a line bites its own tail."""

from collections.abc import Iterable, Mapping

from hexad.people.roster import Person


def chain_above(email: str, bosses: Mapping[str, str], steps: int) -> tuple[str, ...]:
    """Name the boss, the boss's boss and so on.

    Parameters
    ----------
    bosses
        Address of each person to the address of the boss.
    steps
        How far to climb, at least 0.

    Returns
    -------
    tuple of str
        Nearest first. A circle ends the climb before anybody comes twice.

    Notes
    -----
    Source: our choice.

    >>> chain_above("c", {"c": "b", "b": "a", "a": "c"}, 5)
    ('b', 'a')
    """
    chain: list[str] = []
    above = bosses.get(email, "")
    while above and above != email and above not in chain and len(chain) < steps:
        chain.append(above)
        above = bosses.get(above, "")
    return tuple(chain)


def find_circles(people: Iterable[Person]) -> tuple[tuple[Person, ...], ...]:
    """Find every circle of reporting lines, a person who is the own boss included.

    Returns
    -------
    tuple of tuple of Person
        Each circle once, in the order "reports to", beginning with the smallest address; sorted by that address.

    Notes
    -----
    Each person has one boss, so a walk that colours the people it passes finds all circles in linear time.
    Source: our choice (the textbook walk over a functional graph).
    """
    by_email = {person.email: person for person in people}
    walk_of: dict[str, int] = {}
    circles = []
    for number, start in enumerate(by_email):
        email = start
        while email in by_email and email not in walk_of:
            walk_of[email] = number
            email = by_email[email].boss_email
        if walk_of.get(email) == number:
            circles.append(_circle_through(by_email[email], by_email))
    return tuple(sorted(circles, key=lambda circle: circle[0].email))


def _circle_through(start: Person, by_email: Mapping[str, Person]) -> tuple[Person, ...]:
    circle = [start]
    while (boss := by_email[circle[-1].boss_email]) is not start:
        circle.append(boss)
    first = circle.index(min(circle, key=lambda person: person.email))
    return tuple(circle[first:] + circle[:first])
