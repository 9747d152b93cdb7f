"""Which groups could begin in one get-together, and which of them share one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hexad.scheduling.together import sets_of
from hexad_web.formation.models import Group
from hexad_web.people.models import Person
from hexad_web.scheduling.models import GroupPlan, Meeting
from hexad_web.scheduling.queries import plans, requests
from hexad_web.scheduling.queries.feasible import FEWEST
from hexad_web.scheduling.queries.members import members_of
from hexad_web.scheduling.queries.requests import Party, Wanted


@dataclass(frozen=True, slots=True)
class Kind:
    """What groups have in common that get together: where, at which level, and from when on."""

    site: str
    level: str
    not_before: str


def sets_wanted(wanted: Iterable[Wanted], parties: Mapping[int, Party]) -> list[list[Wanted]]:
    """Of groups that never met, those of one site and level, two to four at once."""
    return sets_of(
        (one, kind_of(one.group, parties[one.group.pk]))
        for one in wanted
        if one.cycle == 1 and one.cycles and ("engage", 0) not in one.had
    )


def kind_of(group: Group, party: Party) -> Kind:
    return Kind(party.mode.site, level_of(party.people), str(group.not_before or ""))


def level_of(people: Sequence[Person]) -> str:
    """Of most members; formation keeps a group at one level."""
    counts = Counter(person.level for person in people)
    return min(counts, key=lambda level: (-counts[level], level))


def lines_for(groups: Iterable[Group], cycles: Mapping[int, int]) -> list[str]:
    """What the switch would bring together, a line for each get-together."""
    fresh = [group for group in groups if not cycles.get(group.pk)]
    if len(fresh) < 2:
        return []
    had = Meeting.objects.filter(group__in=fresh, kind=Meeting.Kind.ENGAGE, state__in=Meeting.LIVE)
    met = set(had.values_list("group", flat=True))
    members = {pk: each for pk, each in members_of(fresh).items() if len(each) >= FEWEST and pk not in met}
    wanted = [Wanted(group=group) for group in fresh if group.pk in members]
    parties = requests.parties_of(wanted, members, [person for each in members.values() for person in each])
    return [_line(each, parties) for each in sets_wanted(wanted, parties)]


def _line(wanted: Sequence[Wanted], parties: Mapping[int, Party]) -> str:
    kind = kind_of(wanted[0].group, parties[wanted[0].group.pk])
    where = ", ".join(filter(None, (kind.site or _("Online"), kind.level)))
    return _("%(where)s: %(groups)s") % {"where": where, "groups": ", ".join(str(one.group) for one in wanted)}


def shared_before(plan: GroupPlan, rows: Iterable[GroupPlan]) -> list[plans.Beside]:
    """Get-togethers that a plan has in common with others, which stay: they keep it when this one is planned anew."""
    others = {one.together for row in rows if row.pk != plan.pk for one in plans.beside(row)}
    return [one for one in plans.beside(plan) if one.together and one.together in others]


def others_of(meeting: Meeting) -> QuerySet[Meeting]:
    """The meetings of other groups in the same get-together; none where a group is by itself."""
    same = Meeting.objects.filter(organisation=meeting.organisation_id, together=meeting.together)
    rows = same.filter(state__in=Meeting.LIVE).exclude(pk=meeting.pk).select_related("group", "room")
    return rows.order_by("group__number") if meeting.together else rows.none()
