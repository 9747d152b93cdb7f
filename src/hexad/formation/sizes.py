"""Sizes of the groups, fixed before the search: as many of the preferred size as possible."""

from hexad.formation.problem import SizeRange


def split(people: int, sizes: SizeRange) -> tuple[int, ...] | None:
    """Split a number of people into legal sizes.

    Parameters
    ----------
    people
        How many are to be placed, at least 0.
    sizes
        Smallest, largest and preferred size.

    Returns
    -------
    tuple of int, largest first, with as many of the preferred size as possible; None where no legal sizes add up.

    Source: our choice; sizes that vary during a search made it worse with more time.

    >>> split(109, SizeRange(4, 6, 6))[-4:]
    (6, 5, 4, 4)
    >>> split(7, SizeRange(4, 6, 6)) is None
    True
    """
    for preferred in range(people // sizes.preferred, -1, -1):
        rest = _even(people - preferred * sizes.preferred, sizes)
        if rest is not None:
            return tuple(sorted((*(sizes.preferred,) * preferred, *rest), reverse=True))
    return None


def _even(people: int, sizes: SizeRange) -> tuple[int, ...] | None:
    """Split into the fewest groups of nearly the same size."""
    groups = -(-people // sizes.high)
    if groups * sizes.low > people:
        return None
    if groups == 0:
        return ()
    small, larger = divmod(people, groups)
    return (small + 1,) * larger + (small,) * (groups - larger)


def largest_placeable(people: int, sizes: SizeRange) -> int:
    """Return the largest number, at most ``people``, that legal sizes add up to."""
    while split(people, sizes) is None:
        people -= 1
    return people
