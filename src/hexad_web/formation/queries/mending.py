"""Groups that go on: which became too small, who waits for a place, and what a mending would change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.formation import access
from hexad_web.formation.models import Group, GroupMember, Policy, Run
from hexad_web.formation.queries import preparing
from hexad_web.formation.queries.groups import with_members
from hexad_web.people.models import Participation, Person

NAMES_SHOWN = 50
GONE = (Participation.DECLINED, Participation.LEFT)


def taken_seats(organisation: Organisation) -> QuerySet[GroupMember]:
    """Seats of published groups whose people still take part."""
    seats = GroupMember.objects.filter(organisation=organisation, is_active=True, group__state=Group.State.PUBLISHED)
    return seats.exclude(person__participation__in=GONE)


def seated(organisation: Organisation) -> dict[int, list[int]]:
    """Group to its members now, both by primary key; a published group without members is among them."""
    groups: dict[int, list[int]] = defaultdict(list)
    published = Group.objects.filter(organisation=organisation, state=Group.State.PUBLISHED)
    for group in published.order_by("pk").values_list("pk", flat=True):
        groups[group] = []
    for group, person in taken_seats(organisation).order_by("group", "person").values_list("group", "person"):
        groups[group].append(person)
    return dict(groups)


def by_address(run: Run) -> dict[str, list[str]]:
    """The groups of a mending as the library knows people."""
    groups: Mapping[str, list[int]] = run.params["groups"]
    known = dict(Person.objects.filter(pk__in=run.people).values_list("pk", "email"))
    return {group: [known[person] for person in people if person in known] for group, people in groups.items()}


def by_person(run: Run, answer: Mapping[str, Any]) -> dict[str, Any]:
    """The library's answer with primary keys in place of addresses, which may change before it is carried out."""
    known = dict(Person.objects.filter(pk__in=run.people).values_list("email", "pk"))
    return {
        "moved": [[known[one["person"]], int(one["home"]), int(one["to"])] for one in answer["moved"]],
        "joined": [[known[one["person"]], int(one["to"])] for one in answer["joined"]],
        "dissolved": [int(group) for group in answer["dissolved"]],
        "waiting": [known[email] for email in answer["waiting"]],
    }


@dataclass(frozen=True, slots=True)
class Situation:
    """What stands before an owner who mends: groups that became small, joiners, and the mending under way."""

    smallest: int
    small: list[Group]
    waiting: int
    groups: int
    latest: Run | None

    @property
    def needs_mending(self) -> bool:
        return bool(self.groups and (self.small or self.waiting))


def small_groups(actor: Actor, smallest: int | Coalesce) -> QuerySet[Group]:
    published = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED)
    staying = Q(members__is_active=True) & ~Q(members__person__participation__in=GONE)
    return published.annotate(staying=Count("members", filter=staying)).filter(staying__lt=smallest)


def unmended(actor: Actor) -> tuple[int, int]:
    """How many groups became too small, and how many people who joined wait for a place; in two queries."""
    usual = Policy._meta.get_field("smallest").default  # noqa: SLF001  # Django's documented interface
    smallest = Coalesce(Policy.objects.filter(organisation=actor.organisation).values("smallest")[:1], usual)
    waiting = preparing.eligible(actor.organisation, with_invited=False).count()
    return small_groups(actor, smallest).count(), waiting


def situation(actor: Actor) -> Situation:
    policy = access.policy_of(actor)
    small = with_members(small_groups(actor, policy.smallest).order_by("number", "pk"))
    latest = Run.objects.filter(organisation=actor.organisation, kind=Run.Kind.MEND).first()
    open_ = latest if latest and latest.state in {*Run.WAITING, Run.State.ANSWERED} else None
    return Situation(
        smallest=policy.smallest,
        small=list(small[:NAMES_SHOWN]),
        waiting=_waiting(actor, policy),
        groups=Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED).count(),
        latest=open_,
    )


def _waiting(actor: Actor, policy: Policy) -> int:
    return preparing.eligible(actor.organisation, with_invited=policy.with_invited).count()


@dataclass(frozen=True, slots=True)
class Change:
    """One person's new place; ``home`` is None for a joiner, ``to`` for who goes on waiting."""

    person: Person
    home: Group | None
    to: Group | None


@dataclass(frozen=True, slots=True)
class Proposal:
    joined: list[Change]
    moved: list[Change]
    closed: list[Group]
    waiting: list[Person]
    is_current: bool  # nobody came, left or changed places since it was worked out

    @property
    def changes_anything(self) -> bool:
        return bool(self.joined or self.moved or self.closed)


def proposal_of(run: Run) -> Proposal:
    """What a mending found, in a fixed number of queries."""
    result: Mapping[str, Any] = run.result
    numbers = {group for _person, *groups in (*result["moved"], *result["joined"]) for group in groups}
    groups = Group.objects.filter(organisation=run.organisation_id).in_bulk([*numbers, *result["dissolved"]])
    keys = [person for person, *_groups in (*result["moved"], *result["joined"])]
    people = Person.objects.filter(organisation=run.organisation_id).in_bulk([*keys, *result["waiting"]])
    moved = [
        Change(people[one], groups.get(home), groups.get(to)) for one, home, to in result["moved"] if one in people
    ]
    joined = [Change(people[one], None, groups.get(to)) for one, to in result["joined"] if one in people]
    return Proposal(
        joined=_by_name(joined),
        moved=_by_name(moved),
        closed=[groups[one] for one in result["dissolved"] if one in groups],
        waiting=sorted((people[one] for one in result["waiting"] if one in people), key=lambda one: one.name),
        is_current=run.state == Run.State.ANSWERED and is_current(run),
    )


def _by_name(changes: Iterable[Change]) -> list[Change]:
    return sorted(changes, key=lambda change: (change.person.name.casefold(), change.person.pk))


def is_current(run: Run) -> bool:
    """Whether groups and joiners are still those that the mending was worked out for."""
    groups = {str(group): people for group, people in seated(run.organisation).items()}
    joining = [person for person, _to in run.result["joined"]]
    eligible = preparing.eligible(run.organisation, with_invited=run.params["with_invited"])
    return groups == run.params["groups"] and eligible.filter(pk__in=joining).count() == len(joining)
