"""Which groups have to be planned together: those that share rooms of a site, or somebody."""

from collections import Counter
from dataclasses import dataclass

from hexad.scheduling.needs import GroupNeeds, Request


@dataclass(frozen=True, slots=True)
class Part:
    """Groups that are planned together, by id; ``shared`` are people in more than one of them."""

    groups: tuple[GroupNeeds, ...]
    sites: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def parts_of(request: Request, limited: set[str]) -> list[Part]:
    """Cut a request into parts that have nothing to do with each other.

    Parameters
    ----------
    limited
        Sites whose rooms are counted.

    Source: our choice; union-find over sites and people who are in several groups.
    """
    groups = sorted(request.groups, key=in_turn)
    counts = Counter(person for group in groups for person in group.members)
    several = {person for person, count in counts.items() if count > 1}
    root = list(range(len(groups)))

    def find(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    seen: dict[tuple[str, str], int] = {}
    for at, group in enumerate(groups):
        ties = [("person", person) for person in group.members if person in several]
        if _site(group, limited):
            ties.append(("site", group.site))
        for tie in ties:
            root[find(at)] = find(seen.setdefault(tie, at))
    parts: dict[int, list[GroupNeeds]] = {}
    for at, group in enumerate(groups):
        parts.setdefault(find(at), []).append(group)
    return [_part(part, several, limited) for part in sorted(parts.values(), key=lambda part: in_turn(part[0]))]


def in_turn(group: GroupNeeds) -> tuple[int, str]:
    """Sort groups as their numbers go: 9 comes before 10, whatever stood in front of both."""
    return len(group.id), group.id


def _site(group: GroupNeeds, limited: set[str]) -> str:
    return group.site if group.in_rooms and group.site in limited else ""


def _part(groups: list[GroupNeeds], several: set[str], limited: set[str]) -> Part:
    sites = sorted({_site(group, limited) for group in groups} - {""})
    shared = sorted({person for group in groups for person in group.members} & several)
    return Part(tuple(groups), tuple(sites), tuple(shared))
