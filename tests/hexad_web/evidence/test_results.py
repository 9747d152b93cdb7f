"""A whole study in simulated time: asked, answered, concluded, read by owner and sponsor, never changed afterwards."""

import ast
import json
import math
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import hexad.evidence
from hexad.evidence.claim import Claim
from hexad.evidence.estimate import Estimate
from hexad.evidence.items import ITEMS
from hexad.report import read_snapshot
from hexad_web.accounts.access import Actor
from hexad_web.evidence import note_words, tasks
from hexad_web.evidence.actions import concluding, measuring, studying
from hexad_web.evidence.models import Observer, ObserverSheet, OwnSheet, Result, Study, Taking
from hexad_web.evidence.queries import courses, results
from hexad_web.evidence.queries import measuring as queries
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.report.queries.periods import next_period
from tests.hexad_web.formation.cast import finished_run, join

pytestmark = pytest.mark.django_db
MODULES = ("claim", "network", "panel", "reliability", "rollout", "sandwich", "silo_map", "two_arms")


@pytest.fixture
def study(owner: Actor, now: datetime) -> Study:
    """Twelve groups of six in two waves."""
    join(owner.organisation, 72)
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    first = (now + timedelta(days=30)).date()
    drawn = studying.draw(
        actor=owner, wanted=studying.Wanted(scale="conflict", waves=2, first_date=first, weeks=8), now=now
    )
    return studying.freeze(actor=owner, seed=drawn.seed, now=now)


def live(study: Study, now: datetime, *, effect: float) -> None:
    """Everybody takes part with three observers; all answer each round that compares, five steps of the scale."""
    lot = np.random.default_rng(3)
    keys = [item.key for item in ITEMS]
    wave = dict(study.groups.values_list("group", "wave"))
    seats = list(GroupMember.objects.filter(is_active=True).select_related("person").order_by("pk"))
    ours = {"organisation": study.organisation}
    Taking.objects.bulk_create(Taking(**ours, study=study, person=seat.person, agreed_at=now) for seat in seats)
    level = {seat.person_id: lot.normal(0, 0.5) for seat in seats}
    observers = Observer.objects.bulk_create(
        Observer(
            **ours,
            study=study,
            person=seat.person,
            email=f"o{place}.{seat.pk}@elsewhere.example",
            category="report",
            named_at=now,
        )
        for seat in seats
        for place in range(3)
    )
    group = {seat.person_id: seat.group_id for seat in seats}

    def answers(person: int, number: int) -> dict[str, int]:
        mood = 2 + level[person] + 0.1 * number + effect * (number > wave[group[person]]) + lot.normal(0, 0.4)
        return {key: int(np.clip(np.round(mood + lot.normal(0, 0.3)), 0, 4)) for key in keys}

    for number in range(3):
        ObserverSheet.objects.bulk_create(
            ObserverSheet(**ours, round=number, observer=one, answers=answers(one.person_id, number), answered_at=now)
            for one in observers
        )
        OwnSheet.objects.bulk_create(
            OwnSheet(
                **ours,
                study=study,
                round=number,
                person_id=seat.person_id,
                answers=answers(seat.person_id, number),
                answered_at=now,
            )
            for seat in seats
        )


def closed(study: Study, number: int) -> datetime:
    day = queries.rounds(study)[number].closes
    return datetime.fromisoformat(f"{day}T12:00:00+00:00")


def test_an_effect_becomes_a_claim_with_its_interval_for_owner_and_sponsor(
    owner_client: Client, sponsor_client: Client, study: Study, now: datetime
) -> None:
    live(study, now, effect=0.8)
    page = reverse("evidence:results")
    assert "No round has closed yet" in owner_client.get(page).content.decode()
    tasks.reconcile(closed(study, 0))
    text = sponsor_client.get(page).content.decode()
    assert "Not yet knowable." in text
    assert "There is one period" in text
    for number in (1, 2):
        tasks.reconcile(closed(study, number))
    found = Result.objects.get(round=2)
    low, high = found.claim["primary"]["interval"]
    assert low > 0
    assert 0.5 < found.claim["primary"]["estimate"] < 1.0, "five steps have a ceiling, which some reach"
    assert high < 1.5
    for client in (owner_client, sponsor_client):
        text = client.get(page).content.decode()
        assert "Observers see it more often: by" in text
        assert "description, not evidence" in text
        assert "From 12 groups and 72 managers who were observed." in text
        assert "With 12 groups this rollout can see effects above" in text
        assert "Groups that wait may hear from those that began" in text


def test_the_board_reads_the_planned_estimate_of_the_frozen_result(
    owner: Actor, sponsor_client: Client, study: Study, now: datetime
) -> None:
    live(study, now, effect=0.8)
    at = closed(study, 2)
    tasks.reconcile(at)
    day = at.date()
    start = next_period(owner, at).start_date
    wanted = Wanted(name="First half", start_date=start, last_date=day - timedelta(days=1), threshold=8)
    period = close_period(actor=owner, wanted=wanted, now=at)
    primary = Result.objects.get(round=2).claim["primary"]
    shown = read_snapshot(period.snapshot)
    assert shown["effect"].value == pytest.approx(primary["estimate"], abs=1e-4)
    assert shown["effect_low"].value == pytest.approx(primary["interval"][0], abs=1e-4)
    text = " ".join(sponsor_client.get(reverse("report:board", args=[period.pk])).content.decode().split())
    assert "see it more often where groups began" in text
    assert "Nobody who started later was compared" not in text


@pytest.mark.parametrize(
    ("interval", "words"),
    [
        ((-0.2, 0.3), "No effect can be shown: between -0.20 and 0.30 steps of the scale, nought among them."),
        ((0.1, 0.5), "Observers see it more often: by 0.20 steps of the scale (0.10 to 0.50)."),
        ((-0.5, -0.1), "Observers see it less often"),
    ],
)
def test_the_headline_says_what_the_interval_allows(
    owner_client: Client, study: Study, now: datetime, interval: tuple[float, float], words: str
) -> None:
    """Whatever the managers say of themselves: that is a description, and stands apart."""
    found = Estimate(estimate=0.2, interval=interval, df=9.0, p=0.2, n_groups=12, n_people=72, method="Planned")
    stored = concluding.as_stored(Claim(primary=found, description=(2.0, 3.0)))
    Result.objects.create(organisation=study.organisation, study=study, round=2, claim=stored, made_at=now)
    text = owner_client.get(reverse("evidence:results")).content.decode()
    assert words in text
    assert "Managers rated themselves 2.00 before and 3.00 in the last round" in text


def test_a_result_is_frozen_and_made_once(study: Study, now: datetime) -> None:
    live(study, now, effect=0.8)
    tasks.reconcile(closed(study, 2))
    before = dict(Result.objects.values_list("round", "claim"))
    assert set(before) == {0, 1, 2}
    ObserverSheet.objects.all().delete()
    Person.objects.all().update(participation="left")
    tasks.reconcile(closed(study, 4))
    after = dict(Result.objects.values_list("round", "claim"))
    assert {number: after[number] for number in before} == before
    assert after[4]["course"] == {"observed": None, "own": None}, "three and six months later nobody answered"


def test_each_round_stands_for_itself_with_its_gaps_also_half_a_year_later(
    sponsor_client: Client, study: Study, now: datetime
) -> None:
    live(study, now, effect=0.8)
    later = ObserverSheet.objects.filter(round=2)
    ObserverSheet.objects.bulk_create(
        ObserverSheet(
            organisation=one.organisation,
            round=4,
            observer_id=one.observer_id,
            answers=dict.fromkeys(one.answers, place % 5),
            answered_at=now,
        )
        for place, one in enumerate(later[: 3 * 36])
    )
    tasks.reconcile(closed(study, 4))
    course = courses.course_of(study)
    assert course is not None
    assert [(row.share, bool(row.observed), bool(row.own)) for row in course.rows] == [
        (100, True, True),
        (100, True, True),
        (100, True, True),
        (None, False, False),
        (50, True, False),
    ]
    text = sponsor_client.get(reverse("evidence:results")).content.decode()
    assert "Round by round" in text
    assert "Observers see it more often" in text, "the comparison stays the headline"
    assert "Not shown. It could be traced to people." in text


def test_how_well_each_scale_measures_stands_beside_the_claim(
    owner: Actor, owner_client: Client, study: Study, now: datetime
) -> None:
    live(study, now, effect=0.8)
    tasks.reconcile(closed(study, 2))
    found = results.latest(owner)
    assert found is not None
    rows = results.view_of(found).scales
    assert [row.is_compared for row in rows] == [False, True, False]
    assert all(row.answers == 72 * 9 for row in rows)
    assert "How well the questions measure" in owner_client.get(reverse("evidence:results")).content.decode()


def test_a_study_without_answers_says_so(owner_client: Client, study: Study, now: datetime) -> None:
    tasks.reconcile(closed(study, 2))
    text = owner_client.get(reverse("evidence:results")).content.decode()
    assert "Not yet knowable." in text
    assert "Too few managers were observed to say anything." in text


def test_an_end_that_has_no_limit_can_be_kept_and_is_shown_as_such(study: Study) -> None:
    endless = Estimate(
        estimate=0.2, interval=(-math.inf, 0.5), df=None, p=0.4, n_groups=4, n_people=24, method="By lot"
    )
    stored = concluding.as_stored(Claim(primary=endless, by_lot=endless))
    json.dumps(stored, allow_nan=False)
    view = results.view_of(Result(study=study, claim=stored))
    assert (view.intervals[0].low, view.intervals[0].high) == ("-∞", "0.50")
    assert view.intervals[0].low_x < view.intervals[0].zero_x < view.intervals[0].high_x


def test_who_moved_counts_by_the_first_group(study: Study, now: datetime) -> None:
    live(study, now, effect=0.8)
    tasks.reconcile(closed(study, 1))
    seat = GroupMember.objects.order_by("pk")[0]
    other = GroupMember.objects.exclude(group=seat.group).order_by("pk")[0].group
    GroupMember.objects.filter(pk=seat.pk).update(is_active=False, left_at=now)
    GroupMember.objects.create(
        organisation=study.organisation, group=other, run=seat.run, person=seat.person, is_active=True, joined_at=now
    )
    Result.objects.all().delete()
    tasks.reconcile(closed(study, 1))
    moved = Result.objects.get(round=1).claim
    GroupMember.objects.filter(group=other, person=seat.person).delete()
    Result.objects.all().delete()
    tasks.reconcile(closed(study, 1))
    assert Result.objects.get(round=1).claim == moved


def test_nobody_is_named_and_no_group_is_told_apart(sponsor_client: Client, study: Study, now: datetime) -> None:
    live(study, now, effect=0.8)
    tasks.reconcile(closed(study, 2))
    text = sponsor_client.get(reverse("evidence:results")).content.decode()
    assert not [one for one in Person.objects.values_list("name", flat=True) if one in text]
    assert "elsewhere.example" not in text
    assert "Group 1" not in text


def test_the_page_takes_few_queries(owner: Actor, study: Study, now: datetime) -> None:
    live(study, now, effect=0.8)
    tasks.reconcile(closed(study, 2))
    with CaptureQueriesContext(connection) as seen:
        found = results.latest(owner)
        assert found is not None
        results.view_of(found)
    assert len(seen) == 2


def test_nothing_is_asked_after_the_last_round(study: Study, now: datetime) -> None:
    measuring.take_part(study=study, person=GroupMember.objects.order_by("pk")[0].person, now=now)
    assert queries.due(closed(study, 4)) == []


def test_every_note_of_the_library_is_collected_for_translation() -> None:
    folder = Path(hexad.evidence.__file__).parent
    found = set()
    for name in MODULES:
        for node in ast.walk(ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))):
            value = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                value = node.args[0] if node.func.id in ("Note", "EvidenceError") else None
            elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                value = node.value if node.targets[0].id == "text" else None
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                found.add(value.value)
    assert set(note_words.NOTES) == found
