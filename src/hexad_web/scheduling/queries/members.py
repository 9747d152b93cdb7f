"""Who belongs to a group now, how they are reached, and in which zone they read times."""

from collections import defaultdict
from collections.abc import Iterable

from hexad_web.availability.queries import current_zones as zones_for
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people.models import Person

__all__ = ["GONE", "by_name", "facilitator_of", "members_of", "people_of", "zones_for"]

GONE = ("declined", "left")


def members_of(groups: Iterable[Group]) -> dict[int, list[Person]]:
    """By group, alphabetically: the seats that are taken now, without those who left or declined."""
    seats = GroupMember.objects.filter(group__in=[g.pk for g in groups], is_active=True)
    found: dict[int, list[Person]] = defaultdict(list)
    for seat in seats.exclude(person__participation__in=GONE).select_related("person__user", "person__organisation"):
        found[seat.group_id].append(seat.person)
    return {group: sorted(people, key=by_name) for group, people in found.items()}


def people_of(groups: Iterable[int]) -> dict[int, set[int]]:
    """The keys of the same people, by the key of the group."""
    seats = GroupMember.objects.filter(group__in=groups, is_active=True).exclude(person__participation__in=GONE)
    found: dict[int, set[int]] = defaultdict(set)
    for group, person in seats.values_list("group", "person"):
        found[group].add(person)
    return dict(found)


def by_name(person: Person) -> tuple[str, int]:
    return (person.name.casefold(), person.pk)


def facilitator_of(members: list[Person], *, number: int, turn: int) -> Person | None:
    """By rota: the first by the group's number, so that it is not always the first of the alphabet; then the next."""
    return members[(number + turn) % len(members)] if members else None
