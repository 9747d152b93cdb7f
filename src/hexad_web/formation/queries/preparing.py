"""From rows to the problem that the library solves."""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from hexad.availability.horizon import Horizon
from hexad.availability.masks import Mask
from hexad.availability.windows import blocks
from hexad.formation.context import Context
from hexad.formation.problem import FormationProblem, PastGroup, SizeRange, from_roster
from hexad.formation.rules import Mode, Rule, RuleSet, from_json
from hexad.people.roster import Person as RosterPerson
from hexad_web.accounts.models import Organisation
from hexad_web.availability.queries import masks_for
from hexad_web.challenges.queries.accepted import rivals_of, topics_by_person
from hexad_web.formation.inputs import read_problem, write_problem
from hexad_web.formation.models import Group, GroupMember, Policy, Run, RunInput
from hexad_web.formation.queries.lengths import length_of
from hexad_web.people.models import Participation, Person
from hexad_web.people.queries import coverage
from hexad_web.people.queries.listing import line_of

PROBLEMS_KEPT = 4  # per process; a problem of 3,000 people takes some 10 MB


def eligible(organisation: Organisation, *, with_invited: bool) -> QuerySet[Person]:
    """Who can be formed now: joined (or also invited, where the owner says so), and not in a published group."""
    allowed = [Participation.JOINED, Participation.INVITED] if with_invited else [Participation.JOINED]
    seated = GroupMember.objects.filter(organisation=organisation, is_active=True).values("person")
    return Person.objects.filter(organisation=organisation, participation__in=allowed).exclude(pk__in=seated)


def next_monday(now: datetime, zone: str) -> date:
    today = now.astimezone(ZoneInfo(zone)).date()
    return today + timedelta(days=7 - today.weekday())


def params_of(policy: Policy, *, now: datetime) -> dict[str, object]:
    """A frozen copy of a policy, with its open ends decided."""
    start = policy.horizon_start_date or next_monday(now, policy.organisation.time_zone)
    return {
        "sizes": [policy.smallest, policy.largest, policy.preferred],
        "rules": _rules(policy),
        "limit": policy.limit_seconds,
        "horizon": {"start": start.isoformat(), "weeks": policy.horizon_weeks},
        "zone": policy.organisation.time_zone,
        "with_invited": policy.with_invited,
    }


def _rules(policy: Policy) -> dict[str, object]:
    """As the policy says, for windows as long as the programme's sessions."""
    rules = from_json(policy.rules) if policy.rules else RuleSet()
    meet = rules.rule("meet")
    minutes = length_of(policy.organisation_id) // timedelta(minutes=1)
    if meet.number("minutes") == minutes:
        return rules.as_json()
    return rules.with_rule(replace(meet, options={**meet.options, "minutes": minutes})).as_json()


def horizon_of(run: Run) -> Horizon:
    start = date.fromisoformat(run.params["horizon"]["start"])
    return Horizon.between(start, start + timedelta(weeks=run.params["horizon"]["weeks"]), run.params["zone"])


def build_problem(run: Run) -> FormationProblem:
    """Read people and calendars as they are now. Reporting lines come from everybody, also from those not formed."""
    everybody = list(Person.objects.filter(organisation=run.organisation).order_by("pk"))
    chosen = set(run.people)
    horizon, rules = horizon_of(run), from_json(run.params["rules"])
    people = [person for person in everybody if person.pk in chosen]
    if run.params.get("rolling"):
        waiting = coverage.waiting_since(run.organisation)
        everybody.sort(key=lambda person: (waiting.get(person.pk, run.created_at), person.pk))
    meet = rules.rule("meet")
    counts = meet.mode is not Mode.OFF or run.kind == Run.Kind.TRADEOFF  # which weighs calendars whatever is set
    masks = _free_masks(people, horizon, meet) if counts else {}
    accepted = topics_by_person(run.organisation)
    plain = [_plain(person, accepted.get(person.pk)) for person in everybody]
    candidates = from_roster(plain, masks=masks, on=run.created_at.date())
    keys = {person.email for person in people}
    return FormationProblem(
        candidates=tuple(candidate for candidate in candidates if candidate.key in keys),
        sizes=SizeRange(*run.params["sizes"]),
        rules=rules,
        blocks=tuple(blocks(horizon)) if masks else (),
        rivals=_rivals(run.organisation, {person.pk: person.email for person in people}),
        history=_history(run, {person.pk: person.email for person in people}),
    )


def _history(run: Run, keys: Mapping[int, str]) -> tuple[PastGroup, ...]:
    """Every group that was published, as far as its members are formed again; groups being mended are no past."""
    seats = GroupMember.objects.filter(organisation=run.organisation_id, group__private_space__isnull=False)
    if run.kind == Run.Kind.MEND:
        seats = seats.exclude(group__state=Group.State.PUBLISHED)
    groups: dict[int, tuple[date, list[str]]] = {}
    for group, published, person in seats.values_list("group", "run__published_at", "person"):
        if published and person in keys:
            groups.setdefault(group, (published.date(), []))[1].append(keys[person])
    past = (PastGroup(on, tuple(sorted(people))) for on, people in groups.values() if len(people) > 1)
    return tuple(sorted(past, key=lambda one: (one.on, one.people)))


def _rivals(organisation: Organisation, keys: Mapping[int, str]) -> tuple[tuple[str, ...], ...]:
    """Pairs that one of the two keeps apart, in an order that does not say which."""
    pairs = [(keys[one], keys[other]) for one, other in rivals_of(organisation) if {one, other} <= keys.keys()]
    return tuple(sorted((min(pair), max(pair)) for pair in pairs))


def _free_masks(people: list[Person], horizon: Horizon, meet: Rule) -> Mapping[str, int]:
    masks = masks_for(people, horizon)
    return {person.email: _free(masks[person.pk], meet) for person in people}


def _free(mask: Mask, meet: Rule) -> int:
    """What counts as free under this rule: stretch hours and tentative entries if the owner allows them."""
    hours = mask.work | mask.stretch if meet.option("stretch") else mask.work
    taken = mask.busy if meet.option("tentative") else mask.busy | mask.soft
    return hours & ~taken


def _plain(person: Person, accepted: tuple[str, ...] | None) -> RosterPerson:
    """What somebody accepted in person goes before what a file says of them."""
    line = line_of(person)
    return replace(line, topics=accepted) if accepted else line


def pack(problem: FormationProblem) -> tuple[bytes, str]:
    """What is kept of a problem: its compressed text, and the hash by which equal inputs are known."""
    text = write_problem(problem).encode()
    return zlib.compress(text, 6), hashlib.sha256(text).hexdigest()


def text_of(run: Run) -> str:
    """The problem of this run as text; RunInput.DoesNotExist where it is no longer kept."""
    return zlib.decompress(bytes(RunInput.objects.get(run=run).data)).decode()


@lru_cache(maxsize=PROBLEMS_KEPT)
def _context(run_id: int, input_hash: str) -> Context:
    return Context(read_problem(text_of(Run(pk=run_id))))


def context_of(run: Run) -> Context | None:
    """What this run solved, ready to judge manual moves; None where its input is no longer kept."""
    if not RunInput.objects.filter(run=run).exists():
        return None
    return _context(run.pk, run.input_hash)
