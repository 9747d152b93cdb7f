"""People who joined, runs and results for the tests of formation."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from hexad.formation.explain import score
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.formation.actions import claiming, running
from hexad_web.formation.models import Group, GroupMember, Policy, Run
from hexad_web.formation.queries import preparing
from hexad_web.people.models import Participation, Person

FIRST_NAMES = ("Ana", "Ben", "Cho", "Dev", "Eva", "Fen", "Gus", "Hal", "Ida", "Jon", "Kim", "Lea")
DEPARTMENTS = ("Sales", "Finance", "Production", "People", "Research", "Logistics")


def join(organisation: Organisation, count: int, **fields: object) -> list[Person]:
    """So many managers of one level who joined, in six departments on two sites."""
    start = Person.objects.filter(organisation=organisation).count()
    people = [
        Person(
            organisation=organisation,
            email=f"person{number}@northwind.example",
            name=f"{FIRST_NAMES[number % len(FIRST_NAMES)]} Example{number}",
            **{**_usual(number), **fields},
        )
        for number in range(start, start + count)
    ]
    return Person.objects.bulk_create(people)


def _usual(number: int) -> dict[str, object]:
    return {
        "level": "manager",
        "department": DEPARTMENTS[number % len(DEPARTMENTS)],
        "site": "Berlin" if number % 2 else "Leeds",
        "languages": ["en"],
        "participation": Participation.JOINED,
    }


def policy_for(organisation: Organisation, **fields: object) -> Policy:
    return Policy.objects.create(organisation=organisation, **{"limit_seconds": 1, **fields})


def queued_run(actor: Actor, now: datetime, **fields: object) -> Run:
    policy = Policy.objects.filter(organisation=actor.organisation).first()
    return running.start_run(actor=actor, policy=policy or policy_for(actor.organisation, **fields), now=now)


def to_the_end(run: Run, sweeps: int = 3) -> Run:
    """Search so many sweeps, however slow the machine is."""
    Run.objects.filter(pk=run.pk).update(params={**run.params, "sweeps": sweeps})
    return run


def state_of(rule: str, state: str = "kept", mode: str = "must", **reason: object) -> dict[str, Any]:
    said = {"code": "common.open", "values": {}, "text": "Nothing is known that stands against it.", **reason}
    return {"rule": rule, "mode": mode, "state": state, "points": 2.0, "most": 3.0, "reason": said}


def answer_of(people: Sequence[Person], size: int = 4, **fields: object) -> dict[str, Any]:
    """What the library answers when it groups these people in their order."""
    chunks = [people[first : first + size] for first in range(0, len(people), size)]
    groups = [_group(number, chunk) for number, chunk in enumerate(chunks, start=1)]
    defaults: dict[str, Any] = {
        "groups": groups,
        "objective": 40.0,
        "bound": 41.0,
        "gap": 1 / 41,
        "can_meet": 1.0,
        "relaxed": [],
        "waiting": [],
        "problems": [],
        "seed": 1,
        "sweeps": 10,
        "stopped": "sweeps",
    }
    return {**defaults, **fields}


def _group(number: int, members: Sequence[Person]) -> dict[str, Any]:
    return {
        "id": f"g{number}",
        "members": [person.email for person in members],
        "topic": "Delegation",
        "why": "",
        "score": 10.0,
        "can_meet": True,
        "has_cycle": True,
        "next_window": 40,
        "by_rule": [state_of("level"), state_of("department", mode="wish")],
        "reasons": [{"code": "level.kept", "values": {"value": "manager"}, "text": "All carry the level manager."}],
    }


def _without_bound(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key not in {"bound", "gap", "stopped"}}


def finished_run(
    actor: Actor, now: datetime, *, size: int = 4, answer: Mapping[str, Any] | None = None, judged: bool = False
) -> Run:
    """A run with a real input and groups in the order of the people; ``judged``: as the library judges them."""
    run = claiming.claim(run_id=queued_run(actor, now).pk, now=now)
    assert run is not None
    running.prepare(run=run)
    people = list(Person.objects.filter(pk__in=run.people).order_by("pk"))
    if judged:
        context = preparing.context_of(run)
        assert context is not None
        groups = {group["id"]: group["members"] for group in answer_of(people, size)["groups"]}
        answer = {**answer_of(people, size, bound=200.0), **_without_bound(score(context, groups).as_json())}
    assert running.keep_result(run=run, formation=answer or answer_of(people, size), now=now)
    run.refresh_from_db()
    return run


def members(run: Run) -> dict[int, list[int]]:
    """Group number to the keys of its members."""
    seats: dict[int, list[int]] = {}
    for number, person in GroupMember.objects.filter(run=run).order_by("person").values_list("group__number", "person"):
        seats.setdefault(number, []).append(person)
    return seats


def group(run: Run, number: int) -> Group:
    return Group.objects.get(run=run, number=number)


def seat(person: Person, run: Run) -> GroupMember:
    return GroupMember.objects.select_related("group").get(run=run, person=person)
