"""The rollout as an experiment: drawn, looked at, frozen, obeyed by planning."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad.evidence import imported
from hexad.evidence.design import WHEN_PLANS_CHANGE, draw_waves, even_waves
from hexad.evidence.items import SCALES, STEPS, TWO
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.evidence import item_words
from hexad_web.evidence.actions import studying
from hexad_web.evidence.actions.studying import NotDrawn, Wanted
from hexad_web.evidence.models import Observer, ObserverSheet, OwnSheet, Study, StudyGroup, Taking
from hexad_web.evidence.queries import measuring, studies
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.people.models import Person
from hexad_web.privacy.actions import retention
from hexad_web.scheduling.models import Meeting
from tests.hexad_web.conftest import client_of
from tests.hexad_web.formation.cast import finished_run, join

pytestmark = pytest.mark.django_db
WANTED = Wanted(scale="conflict", waves=2, first_date=date(2027, 2, 1), weeks=8)


@pytest.fixture
def published(owner: Actor, now: datetime) -> Run:
    """Six groups of four on two sites."""
    join(owner.organisation, 24)
    run = finished_run(owner, now)
    return publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)


@pytest.fixture
def drawn(owner: Actor, published: Run, now: datetime) -> Study:
    return studying.draw(actor=owner, wanted=WANTED, now=now)


def test_every_sentence_of_the_library_is_collected_for_translation() -> None:
    assert set(item_words.ITEMS) == {text for scale in SCALES for text in scale.texts}
    assert set(item_words.TITLES) == {scale.title for scale in SCALES}
    assert item_words.STEPS == STEPS
    assert set(item_words.TWO) == {text for item in TWO for text in (item.own, item.other)}
    assert tuple(text for item in TWO for text in item.steps) == item_words.STEPS_OF_TWO
    remedies = (imported.GROUP, imported.DATE, imported.VALUE, imported.TWICE, imported.COLUMN, imported.EMPTY)
    assert remedies == item_words.REMEDIES
    assert item_words.RULES == WHEN_PLANS_CHANGE


def test_the_order_is_drawn_and_can_be_drawn_again_from_its_seed(owner: Actor, drawn: Study) -> None:
    waves = dict(drawn.groups.values_list("group", "wave"))
    assert sorted(waves.values()) == [0, 0, 0, 1, 1, 1]
    groups = list(Group.objects.filter(pk__in=waves))
    again = draw_waves(studies.facts_of(groups), even_waves(6, 2), seed=drawn.seed)
    assert {int(key): wave for key, wave in again.wave.items()} == waves


def test_another_draw_is_counted_and_stands_in_the_plan(owner: Actor, drawn: Study, now: datetime) -> None:
    second = studying.draw(actor=owner, wanted=replace(WANTED, waves=3), now=now)
    assert (second.pk, second.draws, second.waves) == (drawn.pk, 2, 3)
    assert StudyGroup.objects.count() == 6
    frozen = studying.freeze(actor=owner, seed=second.seed, now=now)
    assert json.loads(frozen.plan_text)["draws"] == 2


def test_freezing_tells_each_group_when_it_begins(owner: Actor, drawn: Study, now: datetime) -> None:
    frozen = studying.freeze(actor=owner, seed=drawn.seed, now=now)
    plan = json.loads(frozen.plan_text)
    assert plan["starts"] == ["2027-02-01", "2027-03-29"]
    for row in frozen.groups.select_related("group"):
        assert row.group.not_before == date(2027, 2, 1) + timedelta(weeks=8 * row.wave)
        assert plan["waves"][str(row.group_id)] == row.wave
    assert len(frozen.plan_hash) == 64
    assert AuditEntry.objects.get(action="evidence.freeze").details["plan"] == frozen.plan_hash


def test_what_is_frozen_never_changes(owner: Actor, drawn: Study, now: datetime) -> None:
    studying.freeze(actor=owner, seed=drawn.seed, now=now)
    with pytest.raises(NotDrawn, match="frozen"):
        studying.draw(actor=owner, wanted=WANTED, now=now)
    with pytest.raises(NotDrawn):
        studying.freeze(actor=owner, seed=drawn.seed, now=now)
    studying.discard(actor=owner, now=now)
    assert Study.objects.get().is_frozen


def test_only_the_plan_that_was_seen_is_frozen(owner: Actor, drawn: Study, now: datetime) -> None:
    studying.draw(actor=owner, wanted=WANTED, now=now)
    with pytest.raises(NotDrawn, match="Look again"):
        studying.freeze(actor=owner, seed=drawn.seed, now=now)
    assert not Group.objects.exclude(not_before=None).exists()


def test_a_group_that_met_meanwhile_stops_freezing(owner: Actor, drawn: Study, now: datetime) -> None:
    group = drawn.groups.all()[0].group
    start = now + timedelta(days=3)
    Meeting.objects.create(
        organisation=owner.organisation,
        group=group,
        kind="explore",
        start=start,
        end=start + timedelta(minutes=90),
        wall_start="2026-12-04T10:00",
        zone="Europe/Berlin",
        tzdata_version="2026a",
        mode="virtual",
        uid="a@b",
        created_at=now,
        changed_at=now,
    )
    with pytest.raises(NotDrawn, match="begun or closed"):
        studying.freeze(actor=owner, seed=drawn.seed, now=now)
    assert studies.offer_of(owner).groups == 5


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"first_date": date(2026, 11, 1)}, "lies ahead"), ({"waves": 7}, "do not fit")],
)
def test_what_cannot_be_drawn_is_said(
    owner: Actor, published: Run, now: datetime, changed: dict[str, object], words: str
) -> None:
    with pytest.raises(NotDrawn, match=words):
        studying.draw(actor=owner, wanted=replace(WANTED, **changed), now=now)  # type: ignore[arg-type]
    assert not Study.objects.exists()


def test_fewer_than_four_groups_make_no_comparison(owner_client: Client, owner: Actor, now: datetime) -> None:
    join(owner.organisation, 12)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    with pytest.raises(NotDrawn, match="four published groups"):
        studying.draw(actor=owner, wanted=WANTED, now=now)
    assert "Nothing to compare yet" in owner_client.get(reverse("evidence:study")).content.decode()


def test_the_page_says_what_can_be_seen_then_who_begins_then_what_is_settled(
    owner_client: Client, published: Run
) -> None:
    url = reverse("evidence:study")
    page = owner_client.get(url).content.decode()
    assert "6 groups have not begun." in page
    assert "2 waves, sees effects above" in page
    data = {"scale": "conflict", "waves": "2", "first_date": "2028-02-07", "weeks": "8"}
    assert owner_client.post(url, {**data, "weeks": "1"}).status_code == 422
    assert owner_client.post(url, data)["Location"] == url
    page = owner_client.get(url).content.decode()
    assert "With 6 groups this rollout can see effects above" in page
    assert "describes the issue without blame" in page
    assert owner_client.get(reverse("evidence:plan")).status_code == 404, "nothing is frozen yet"
    seed = str(Study.objects.get().seed)
    assert owner_client.post(reverse("evidence:freeze"), {"seed": "1"}).status_code == 409
    assert owner_client.post(reverse("evidence:freeze"), {"seed": seed})["Location"] == url
    page = owner_client.get(url).content.decode()
    assert "It no longer changes." in page
    assert "Draw again" not in page
    plan = json.loads(owner_client.get(reverse("evidence:plan")).content)
    assert plan["sha256"] == Study.objects.get().plan_hash


def test_a_plan_that_is_not_frozen_can_be_given_up(owner_client: Client, drawn: Study) -> None:
    owner_client.post(reverse("evidence:discard"))
    assert not Study.objects.exists()


def test_the_page_of_many_groups_takes_as_many_queries_as_that_of_few(
    owner: Actor, drawn: Study, now: datetime
) -> None:
    with CaptureQueriesContext(connection) as few:
        studies.view_of(drawn)
    join(owner.organisation, 40)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    assert Person.objects.count() == 64
    again = studying.draw(actor=owner, wanted=WANTED, now=now)
    with CaptureQueriesContext(connection) as many:
        studies.view_of(again)
    assert len(few) == len(many)


def test_once_a_study_is_over_another_can_be_drawn_and_the_old_plan_stays(
    owner: Actor, drawn: Study, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = studying.freeze(actor=owner, seed=drawn.seed, now=now)
    last = measuring.rounds(study)[-1].closes
    before, after = (
        now.replace(year=last.year, month=last.month, day=last.day) + timedelta(days=one) for one in (-1, 1)
    )
    join(owner.organisation, 24, level="director")
    run = finished_run(owner, after)
    publish(actor=owner, draft=Draft(run.pk, run.revision, leave_empty=True), now=after)
    wanted = replace(WANTED, first_date=(after + timedelta(days=30)).date())
    with pytest.raises(NotDrawn, match="no longer changes"):
        studying.draw(actor=owner, wanted=wanted, now=before)
    monkeypatch.setattr(timezone, "now", lambda: after)
    assert "This study is over." in client_of(owner).get(reverse("evidence:study")).content.decode()
    second = studying.draw(actor=owner, wanted=wanted, now=after)
    assert second.pk != study.pk
    study.refresh_from_db()
    assert study.is_frozen
    assert study.plan_hash


def test_half_a_year_after_the_last_round_sheets_and_addresses_go_and_the_plan_stays(
    owner: Actor, drawn: Study, now: datetime
) -> None:
    study = studying.freeze(actor=owner, seed=drawn.seed, now=now)
    person = Person.objects.filter(pk__in=GroupMember.objects.values("person"))[0]
    ours = {"organisation": owner.organisation, "study": study, "person": person}
    Taking.objects.create(**ours, agreed_at=now)
    observer = Observer.objects.create(**ours, email="a@b.example", category="peer", named_at=now)
    ObserverSheet.objects.create(organisation=owner.organisation, round=0, observer=observer, answered_at=now)
    OwnSheet.objects.create(**ours, round=0, answered_at=now)
    last = measuring.rounds(study)[-1].closes
    end = now.replace(year=last.year, month=last.month, day=last.day)
    retention.forget_old(now=end + timedelta(days=180))
    assert OwnSheet.objects.exists()
    retention.forget_old(now=end + timedelta(days=190))
    for model in (Taking, Observer, ObserverSheet, OwnSheet):
        assert not model.objects.exists()
    assert Study.objects.get().plan_hash
