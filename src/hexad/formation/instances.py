"""Instances of the maximally diverse grouping problem, as the literature writes them (MDGPLIB).

``n m ss|ds lower upper ...`` on the first line, then one line ``i j distance`` for each pair, people counted from 0.
"""

import gzip
import math
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from hexad.formation.errors import FormationError
from hexad.problems import shorten

LARGEST = 4000  # people; distances of more take more memory than a search over them is worth
LARGEST_FILE = 2**28  # bytes, unpacked
MOST_DIGITS = 6  # behind the point
LARGEST_DISTANCE = 10**9
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Instance:
    """Distances as whole numbers of ``unit``, and the bounds of each group's size.

    Attributes
    ----------
    distance
        (n, n), symmetric, nought on the diagonal.
    lower, upper
        Sizes of each group, inclusive.
    digits
        Decimal places of the distances in the file; ``distance`` counts units of ``10 ** -digits``.
    missing
        Pairs without a line; they count nought.
    """

    distance: Ints
    lower: tuple[int, ...]
    upper: tuple[int, ...]
    digits: int
    missing: int

    @property
    def sizes(self) -> tuple[int, ...]:
        """Return the sizes that leave most pairs inside groups: fixed before the search."""
        return sizes_within(len(self.distance), self.lower, self.upper)


def sizes_within(people: int, lower: Sequence[int], upper: Sequence[int]) -> tuple[int, ...]:
    """Fix sizes inside their bounds so that as many pairs as possible share a group.

    Raises
    ------
    FormationError
        Where no sizes inside the bounds add up.

    Source: dynamic programming over the groups; that the sizes are fixed at all is our choice: sizes that vary during a
    search made it worse with more time.

    >>> sizes_within(20, [4, 4, 6], [8, 10, 10])
    (4, 10, 6)
    """
    if not sum(lower) <= people <= sum(upper):
        raise FormationError(f"Groups of {sum(lower)} to {sum(upper)} people in all cannot hold {people}.")
    squares = np.full(people + 1, -1, np.int64)  # the most with so many people in the groups so far; -1: impossible
    squares[0] = 0
    chosen = []
    for low, high in zip(lower, upper, strict=True):
        best, size_at = np.full_like(squares, -1), np.zeros_like(squares)
        for size in range(low, min(high, people) + 1):
            before = squares[: people + 1 - size]
            with_it = np.where(before >= 0, before + size * size, -1)
            better = with_it > best[size:]
            best[size:][better], size_at[size:][better] = with_it[better], size
        squares = best
        chosen.append(size_at)
    sizes, left = [], people
    for size_at in reversed(chosen):
        sizes.append(int(size_at[left]))
        left -= sizes[-1]
    return tuple(reversed(sizes))


def read_instance(path: Path) -> Instance:
    """Read an instance, packed by gzip or not.

    Raises
    ------
    FormationError
        With the line that cannot be read, and what it should be.

    Source: the format of MDGPLIB.
    """
    lines = _text(path).splitlines()
    if not lines:
        raise FormationError(f"{path} is empty.")
    people, lower, upper = _head(lines[0])
    pairs, digits = [], 0
    for number, line in enumerate(lines[1:], start=2):
        if words := line.split():
            pairs.append(_pair(words, number, people))
            digits = max(digits, _places(words[2]))
    if digits > MOST_DIGITS:
        raise FormationError(f"Distances have {digits} decimal places; give {MOST_DIGITS} at most.")
    table = np.array(pairs, np.float64).reshape(-1, 3)
    i, j = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
    values = np.rint(table[:, 2] * 10**digits).astype(np.int64)
    distance = np.zeros((people, people), np.int64)
    seen = np.zeros((people, people), np.bool_)
    seen[np.minimum(i, j), np.maximum(i, j)] = True
    if int(seen.sum()) < len(pairs):
        raise FormationError("A pair stands on two lines: keep one line for each pair.")
    distance[i, j] = distance[j, i] = values
    return Instance(distance, lower, upper, digits, people * (people - 1) // 2 - len(pairs))


def _text(path: Path) -> str:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(LARGEST_FILE + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise FormationError(f"{path} is not packed by gzip, or is cut short.") from error
    if len(raw) > LARGEST_FILE:
        raise FormationError(f"{path} is larger than {LARGEST_FILE // 2**20} MB.")
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError as error:
        raise FormationError(f"{path} is no instance: it holds other signs than digits.") from error


def _head(line: str) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    words = line.split()
    wanted = "Line 1 is `n m ss|ds`, then a lower and an upper size for each of the m groups"
    if len(words) < 3 or words[2] not in ("ss", "ds") or not all(map(_is_count, words[:2] + words[3:])):
        raise FormationError(f"{wanted}, not {shorten(line)!r}.")
    people, groups, bounds = int(words[0]), int(words[1]), [int(word) for word in words[3:]]
    if not 2 <= people <= LARGEST or not 1 <= groups <= people or len(bounds) != 2 * groups:
        raise FormationError(f"{wanted}, with 2 to {LARGEST} people; it has {people}, {groups} groups, {len(bounds)}.")
    lower, upper = tuple(bounds[::2]), tuple(bounds[1::2])
    if any(not 1 <= low <= high for low, high in zip(lower, upper, strict=True)):
        raise FormationError("A lower size on line 1 is nought, or larger than its upper one.")
    return people, lower, upper


def _is_count(word: str) -> bool:
    return word.isascii() and word.isdigit() and len(word) < 9


def _pair(words: list[str], number: int, people: int) -> tuple[int, int, float]:
    if len(words) == 3 and _is_count(words[0]) and _is_count(words[1]):
        i, j = int(words[0]), int(words[1])
        try:
            distance = float(words[2])
        except ValueError:
            distance = math.nan
        if max(i, j) < people and i != j and abs(distance) <= LARGEST_DISTANCE:  # false for NaN
            return i, j, distance
    said = shorten(" ".join(words))
    raise FormationError(f"Line {number} is `i j distance` of two people from 0 to {people - 1}, not {said!r}.")


def _places(word: str) -> int:
    try:
        exponent = Decimal(word).normalize().as_tuple().exponent
    except InvalidOperation:
        return 0
    return max(0, -exponent) if isinstance(exponent, int) else 0
