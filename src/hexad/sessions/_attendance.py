"""Who belongs to a session, who has a connection, and whose turn it is to facilitate."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

SILENT_AFTER = timedelta(seconds=10)  # without any connection for so long, somebody no longer counts as present


class Attendance:
    """Several devices of one person are one presence. Whoever drops out counts as present for ten seconds more."""

    def __init__(self, members: Sequence[str], rota: Sequence[str]) -> None:
        self.members = set(members)
        known = [person for person in dict.fromkeys(rota) if person in self.members]
        self.rota = [*known, *sorted(self.members - set(known))]
        self.joined: set[str] = set()
        self.late: set[str] = set()
        self.agreed: set[str] = set()
        self._devices: dict[str, set[str]] = {}
        self._gone_at: dict[str, datetime] = {}
        self._settled: datetime | None = None
        self._is_open = False

    @property
    def here(self) -> set[str]:
        return {person for person, devices in self._devices.items() if devices}

    def is_here(self, person: str) -> bool:
        return bool(self._devices.get(person))

    def arrive(self, person: str, device: str) -> bool:
        devices = self._devices.setdefault(person, set())
        if device in devices:
            return False
        devices.add(device)
        self._gone_at.pop(person, None)
        return True

    def depart(self, person: str, device: str, at: datetime) -> bool:
        devices = self._devices.get(person, set())
        if device not in devices:
            return False
        devices.discard(device)
        if not devices:
            self._gone_at[person] = at
        return True

    def open(self, at: datetime) -> None:
        """The session starts: whoever is there has joined, and silence counts from now."""
        self.joined = set(self.here)
        self._is_open = True
        for person in self.members - self.here:
            self._gone_at[person] = at

    def join_late(self, person: str) -> None:
        self.joined.add(person)
        self.late.add(person)

    def agree(self, person: str) -> bool:
        is_new = person not in self.agreed
        self.agreed.add(person)
        return is_new

    def lost_at(self, person: str) -> datetime | None:
        """When somebody without a connection stops to count as present; None while there is one."""
        gone = self._gone_at.get(person)
        return None if gone is None or self.is_here(person) else gone + SILENT_AFTER

    def is_lost(self, person: str, at: datetime) -> bool:
        lost = self.lost_at(person)
        return lost is not None and lost <= at

    def settle(self, at: datetime) -> None:
        """Absences that ended by now have been looked at."""
        self._settled = at

    def wavering(self) -> Iterator[str]:
        """Who has joined and has no connection, but may still count as present."""
        for person in sorted(self.joined & self.members):
            lost = self.lost_at(person)
            if lost is not None and (self._settled is None or lost > self._settled):
                yield person

    def present(self, at: datetime) -> set[str]:
        return {one for one in self.joined & self.members if self.is_here(one) or not self.is_lost(one, at)}

    def first(self) -> str:
        return self.rota[0]

    def next_on_rota(self, person: str) -> str:
        return next((one for one in self.rota if one != person), "")

    def successor(self, person: str) -> str:
        """The next on the rota who has a connection; empty if nobody else has."""
        at = self.rota.index(person) if person in self.rota else 0
        following = [*self.rota[at + 1 :], *self.rota[:at]]
        return next((one for one in following if one != person and self.is_here(one)), "")

    def swap(self, one: str, other: str) -> None:
        first, second = self.rota.index(one), self.rota.index(other)
        self.rota[first], self.rota[second] = other, one

    def to_front(self, person: str) -> None:
        self.rota.remove(person)
        self.rota.insert(0, person)

    def to_end(self, person: str) -> None:
        self.rota.remove(person)
        self.rota.append(person)

    def remove(self, person: str) -> None:
        self.members.discard(person)
        self.rota.remove(person)
        for group in (self.joined, self.late, self.agreed):
            group.discard(person)
        self._devices.pop(person, None)
        self._gone_at.pop(person, None)
