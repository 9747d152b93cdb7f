"""Of twenty random organisations, nobody can be solved for, whatever a sponsor gathers over three periods."""

import random
from collections import defaultdict
from datetime import date, timedelta

import numpy as np
import pytest
from benchmarks.lived import DEPARTMENTS, Lived
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hexad.evidence.items import ITEMS
from hexad.evidence.panel import Observed
from hexad.evidence.sheets import observed_means
from hexad.evidence.silo_map import OTHERS
from hexad_web.accounts.access import Actor
from hexad_web.evidence.actions import concluding, tying
from hexad_web.evidence.models import (
    Asking,
    Observer,
    ObserverSheet,
    OwnSheet,
    Result,
    Study,
    StudyGroup,
    Tie,
    TiesRound,
    TiesSheet,
)
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people.models import Participation, Person
from hexad_web.practice.refusals import Refused
from hexad_web.sessions.models import Session
from tests.hexad_web.report.attack import Attack, Unknown
from tests.hexad_web.report.test_curious_sponsor import BEGINS, CLOSED, ENDS, K, attack_on, close, snapshots

# What can be solved for does not depend on the database: with services two are enough.
ORGANISATIONS = range(20 if connection.vendor == "sqlite" else 2)
UNITS = (*DEPARTMENTS, "Sales / North", "Sales / North / Inside", "Finance / Tax")


@pytest.mark.parametrize("seed", ORGANISATIONS)
def test_of_twenty_random_organisations_nobody_can_be_solved_for(
    owner: Actor, sponsor_client: Client, seed: int
) -> None:
    """Any number of people in units of any size, some within others; up to nine come and go in each period.

    Ties are asked, those around managers answer two questions, and a study goes on over all periods with its rounds,
    its estimates and, at the end, what is said of the same people again.
    """
    lot = random.Random(seed)
    lived = Lived(owner.organisation, BEGINS, seed=seed)
    joined = lived.people(lot.randint(60, 130))
    scatter(joined, lot)
    groups = lived.groups(joined)
    periods, maps = [], []
    for number, end in enumerate(ENDS):
        lived.cycle(groups, 21 + 120 * number, number + 1)
        maps.append(asked_for_ties(owner, lot, end - timedelta(days=40)))
        asked_after_practice(owner, lot, end - timedelta(days=20))
        periods.append(close(owner, number, end))
        lived.begins = BEGINS + timedelta(days=(end - BEGINS).days)
        newcomers = lived.people(lot.randint(0, 9), prefix=f"late{number}-")
        scatter(newcomers, lot)
        for newcomer in newcomers:
            group = lot.choice(groups)
            GroupMember.objects.create(
                organisation=owner.organisation, group=group, run=group.run, person=newcomer, is_active=True
            )
        lived.begins = BEGINS
        leavers = lot.sample(list(Person.objects.filter(participation=Participation.JOINED)), lot.randint(0, 9))
        Person.objects.filter(pk__in=[one.pk for one in leavers]).update(participation=Participation.LEFT)
        GroupMember.objects.filter(person__in=leavers).delete()
    study = studied(owner, groups, lot)
    attack = attack_on(owner, periods, snapshots(sponsor_client))
    for number, asks in enumerate(maps):
        learn_ties(attack, asks, number)
    cells = learn_study(attack, study)
    page = sponsor_client.get(reverse("evidence:silos")).content.decode()
    assert attack.equations, "there is something to attack"
    assert "Manager" not in page.partition("<main")[2].replace("Managers", "")
    assert attack.solved() == []
    assert attack.smallest_sum() >= K
    assert attack.determined(cells) == [], "no group's answers, either"


def scatter(people: list[Person], lot: random.Random) -> None:
    """Departments from tiny to large, some within others."""
    weights = [lot.random() ** 2 + 0.02 for _ in UNITS]
    for one in people:
        one.department = lot.choices(UNITS, weights)[0]
    Person.objects.bulk_update(people, ["department"])


def asked_after_practice(owner: Actor, lot: random.Random, day: date) -> None:
    """Some managers have one to three around them asked, and most of these answer."""
    at = timezone.datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_fixed_timezone(0))
    ours = {"organisation": owner.organisation}
    session = Session.objects.filter(organisation=owner.organisation).order_by("-starts_at")[0]
    people = list(Person.objects.filter(participation=Participation.JOINED))
    for manager in lot.sample(people, lot.randint(4, min(40, len(people)))):
        asking = Asking.objects.create(
            **ours, person=manager, session=session, opens=day, closes=day + timedelta(days=14)
        )
        for place in range(lot.randint(1, 3)):
            observer = Observer.objects.create(
                **ours, person=manager, email=f"{place}.{asking.pk}@elsewhere.example", category="peer", named_at=at
            )
            answers = {"different": lot.choice([None, 0, 1, 2, 3, 4]), "effective": lot.randint(0, 4)}
            ObserverSheet.objects.create(**ours, observer=observer, asking=asking, answers=answers, answered_at=at)


def asked_for_ties(owner: Actor, lot: random.Random, day: date) -> TiesRound | None:
    """Ask, let most answer, and freeze what may be shown."""
    at = timezone.datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_fixed_timezone(0))
    try:
        asks = tying.ask(actor=owner, now=at)
    except Refused:
        return None
    sheets = list(asks.sheets.all())
    answering = lot.sample(sheets, round(len(sheets) * lot.uniform(0.65, 1)))
    Tie.objects.bulk_create(
        Tie(organisation=owner.organisation, sheet=one, named_id=other.person_id)
        for one in answering
        for other in sheets
        if other is not one and lot.random() < (0.4 if one.unit == other.unit else 0.1)
    )
    TiesSheet.objects.filter(pk__in=[one.pk for one in answering]).update(answered_at=at)
    tying.conclude(at + timedelta(days=15))
    asks.refresh_from_db()
    return asks


def learn_ties(attack: Attack, asks: TiesRound | None, number: int) -> None:
    """A cell is a sum over those who answered in one department; the whole is one over everybody."""
    if asks is None or asks.result is None or asks.result["gate"] == "hidden":
        return
    answered = dict(asks.sheets.exclude(answered_at=None).values_list("person", "unit"))
    large = set(asks.result["units"]) - {OTHERS}
    for source, target, density, _ratio in asks.result["cells"]:
        if density is not None:
            inside = {person for person, unit in answered.items() if (unit if unit in large else OTHERS) == source}
            attack.learn({(person, f"ties to {target}", number) for person in inside})
    attack.learn({(person, "ties", number) for person in answered})


def studied(owner: Actor, groups: list[Group], lot: random.Random) -> Study:
    """Two waves and five rounds; managers answer or not, and are observed or not, as it comes."""
    ours = {"organisation": owner.organisation}
    study = Study.objects.create(
        **ours,
        state=Study.State.FROZEN,
        scale="conflict",
        first_date=BEGINS + timedelta(days=30),
        seed=1,
        created_at=CLOSED,
        frozen_at=CLOSED,
        plan_text="{}",
        plan_hash="0" * 64,
    )
    StudyGroup.objects.bulk_create(
        StudyGroup(**ours, study=study, group=group, wave=place % 2) for place, group in enumerate(groups)
    )
    seats = list(GroupMember.objects.filter(group__in=groups).order_by("person", "pk").values_list("person", flat=True))
    people = sorted(set(seats))
    at = {"answered_at": CLOSED}
    observers = Observer.objects.bulk_create(
        Observer(
            **ours,
            study=study,
            person_id=person,
            email=f"s{person}@elsewhere.example",
            category="peer",
            named_at=CLOSED,
        )
        for person in people
    )
    base = {person: lot.gauss(2, 0.8) for person in people}

    def answers(person: int) -> dict[str, int]:
        mood = base[person] + lot.gauss(0, 0.3)
        return {item.key: max(0, min(4, round(mood + lot.gauss(0, 0.4)))) for item in ITEMS}

    stays = set(people)
    for number in range(5):
        stays -= set(lot.sample(sorted(stays), lot.choice((0, 0, 1, 2, 5, 9))))
        OwnSheet.objects.bulk_create(
            OwnSheet(**ours, **at, study=study, round=number, person_id=person, answers=answers(person))
            for person in sorted(stays)
        )
        ObserverSheet.objects.bulk_create(
            ObserverSheet(**ours, **at, round=number, observer=one, answers=answers(one.person_id))
            for one in observers
            if lot.random() < 0.9
        )
    for result in range(1, 6):
        concluding.conclude(CLOSED + timedelta(days=300 * result))
    return study


def learn_study(attack: Attack, study: Study) -> list[set[Unknown]]:
    """What the evidence page says: means of rounds, of the same people again, and estimates over groups.

    Returns the answers of each group and round that stand in an estimate.
    """
    own, seen = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for number, person in OwnSheet.objects.filter(study=study).values_list("round", "person"):
        own[number].add(person)
    for number, person in ObserverSheet.objects.filter(observer__study=study).values_list("round", "observer__person"):
        seen[number].add(person)
    cells = {}
    for result in Result.objects.filter(study=study).order_by("round"):
        learn_means(attack, result, own, seen)
        if result.claim["primary"]:
            cells = learn_estimate(attack, study, result)
    return list(cells.values())


def learn_means(attack: Attack, result: Result, own: dict[int, set[int]], seen: dict[int, set[int]]) -> None:
    for key, people in (("own", own), ("observed", seen)):
        if result.claim["course"][key] is not None:
            attack.learn({(person, key, result.round) for person in people[result.round]})
    if result.claim["description"]:
        for number in (0, result.round):
            attack.learn({(person, "own", number) for person in own[0] & own[result.round]})


def learn_estimate(attack: Attack, study: Study, result: Result) -> dict[tuple[str, int], set[Unknown]]:
    """How much each answer counts in the estimate: what is left of having begun, once group and round are known."""
    data = concluding.studied_in(study, tuple(range(result.round + 1)))
    rows = observed_means(data.sheets, data.items, group=data.group, wave=data.wave, rounds=data.rounds)
    cells: dict[tuple[str, int], list[Observed]] = defaultdict(list)
    for row in rows:
        cells[row.group, row.period].append(row)
    groups, periods = ({name: at for at, name in enumerate(sorted({key[of] for key in cells}))} for of in (0, 1))
    design = np.zeros((len(cells), len(groups) + len(periods)))
    for at, (group, period) in enumerate(cells):
        design[at, groups[group]] = design[at, len(groups) + periods[period]] = 1.0
    treated = np.array([float(of[0].treated) for of in cells.values()])
    left = treated - design @ np.linalg.lstsq(design, treated, rcond=None)[0]
    weights = left / (left @ treated)
    said = weights @ np.array([np.mean([row.outcome for row in of]) for of in cells.values()])
    assert said == pytest.approx(result.claim["primary"]["estimate"]), "the estimate is this sum of answers"
    unknowns = {key: {(int(row.person), "observed", key[1]) for row in of} for key, of in cells.items()}
    attack.weighed.append(
        {one: weight / len(unknowns[key]) for key, weight in zip(cells, weights, strict=True) for one in unknowns[key]}
    )
    return unknowns
