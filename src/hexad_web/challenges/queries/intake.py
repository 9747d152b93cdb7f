"""What a person has written so far, for their own eyes."""

from dataclasses import dataclass

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import PrivateText
from hexad_web.challenges import access
from hexad_web.challenges.models import Challenge
from hexad_web.people.models import Person

FOUND_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Intake:
    """``is_changed``: shared, and then written on, which others do not see until it is shared again."""

    statement: str = ""
    gives: str = ""
    wants: str = ""
    online: int | None = None
    is_shared: bool = False
    is_changed: bool = False
    is_kept: bool = False

    @property
    def is_begun(self) -> bool:
        return bool(self.statement or self.gives or self.wants)


def intake(actor: Actor) -> Intake:
    row = access.own_challenge(actor)
    if row is None:
        return Intake()
    statement, shared = _text(actor, row.statement), _text(actor, row.shared)
    return Intake(
        statement=statement,
        gives=_text(actor, row.gives),
        wants=_text(actor, row.wants),
        online=row.online,
        is_shared=row.state == Challenge.State.SHARED,
        is_changed=row.state == Challenge.State.SHARED and statement != shared,
        is_kept=row.state == Challenge.State.KEPT,
    )


def _text(actor: Actor, private: PrivateText | None) -> str:
    return private_text.read(actor=actor, private=private) if private is not None else ""


def own_rival(actor: Actor) -> str:
    """The name, for the author's own page."""
    found = access.own_rival(actor)
    return found.other.name if found else ""


@dataclass(frozen=True, slots=True)
class Colleague:
    id: int
    name: str
    department: str


def find_colleagues(actor: Actor, name: str) -> list[Colleague]:
    """A few whose name contains what was typed; nothing for nothing, so that the page is no list of everybody."""
    if len(name.strip()) < 2:  # one letter finds half of a company
        return []
    found = access.colleagues_of(actor).filter(name__icontains=name.strip()).order_by("name", "pk")[:FOUND_SHOWN]
    return [_colleague(person) for person in found]


def _colleague(person: Person) -> Colleague:
    return Colleague(person.pk, person.name, person.department)
