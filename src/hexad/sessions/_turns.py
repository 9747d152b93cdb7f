"""Rounds: everybody speaks before anybody speaks twice, in an order that discloses nothing."""

import hashlib
from collections.abc import Iterable, Sequence


def first_order(members: Iterable[str], seed: str) -> list[str]:
    """A session's order of turns: by lot, and not by name, age or rank. Each round begins with another member."""
    return sorted(members, key=lambda person: (hashlib.sha256(f"{seed} {person}".encode()).hexdigest(), person))


def order_of_round(order: Sequence[str], number: int) -> list[str]:
    """Who speaks in the ``number``-th round of a session, from 0: each begins with the next of the session's order."""
    start = number % len(order)
    return [*order[start:], *order[:start]]


class Round:
    """Turns in one part. ``number`` grows with every change of the turn, so that a second tap finds another number."""

    def __init__(self, order: Sequence[str]) -> None:
        self.order = list(order)
        self.number = 0
        self._at = 0

    @property
    def is_over(self) -> bool:
        return self._at >= len(self.order)

    @property
    def waiting(self) -> int:
        """How many have not finished: who speaks, and who follows."""
        return len(self.order) - self._at

    @property
    def speaker(self) -> str:
        return "" if self.is_over else self.order[self._at]

    @property
    def next_speaker(self) -> str:
        return self.order[self._at + 1] if self._at + 1 < len(self.order) else ""

    @property
    def spoken(self) -> list[str]:
        return self.order[: self._at]

    @property
    def can_take_back(self) -> str:
        return self.order[self._at - 1] if 0 < self._at < len(self.order) else ""

    def is_at(self, number: object) -> bool:
        return not self.is_over and str(number) == str(self.number)

    def go_on(self) -> None:
        self._at += 1
        self.number += 1

    def go_back(self) -> None:
        self._at -= 1
        self.number += 1

    def add(self, person: str) -> None:
        if person not in self.order:
            self.order.append(person)

    def drop(self, person: str) -> bool:
        """Without this person; whether it was their turn, which is now the next one's."""
        if person not in self.order:
            return False
        place = self.order.index(person)
        was_speaking = place == self._at
        self.order.remove(person)
        self._at -= place < self._at
        self.number += was_speaking
        return was_speaking
