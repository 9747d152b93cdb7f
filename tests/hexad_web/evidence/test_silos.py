"""Whose help managers use: asked of who joined, up to them, read between departments and only once enough answered."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.evidence import tasks
from hexad_web.evidence.actions import studying, tying
from hexad_web.evidence.models import Tie, TiesRound, TiesSheet
from hexad_web.evidence.queries import silos
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from hexad_web.practice.refusals import Refused
from hexad_web.privacy.actions import erasing, retention
from tests.hexad_web.formation.cast import finished_run, join

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor) -> list[Person]:
    """Sixty in six departments of ten."""
    return join(owner.organisation, 60)


@pytest.fixture
def asks(owner: Actor, people: list[Person], now: datetime) -> TiesRound:
    return tying.ask(actor=owner, now=now)


@pytest.fixture
def manager(people: list[Person], participant: Actor) -> Person:
    Person.objects.filter(user=participant.user).delete()
    person = people[0]
    person.user = participant.user
    person.save()
    return person


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: now)


def answer(asks: TiesRound, share: float, now: datetime, *, inside: float = 0.5, outside: float = 0.08) -> None:
    """So many of the asked answer, mostly naming their own department."""
    lot = np.random.default_rng(asks.number)
    sheets = list(asks.sheets.order_by("pk"))
    answering = sheets[: round(share * len(sheets))]
    rows = [
        Tie(organisation=asks.organisation, sheet=one, named_id=other.person_id)
        for one in answering
        for other in sheets
        if other is not one and lot.random() < (inside if one.unit == other.unit else outside)
    ]
    Tie.objects.bulk_create(rows)
    TiesSheet.objects.filter(pk__in=[one.pk for one in answering]).update(answered_at=now)


def conclude(asks: TiesRound, now: datetime) -> TiesRound:
    tasks.reconcile(now + timedelta(days=15))
    asks.refresh_from_db()
    return asks


def test_only_who_joined_is_asked_once_and_reminded_twice(owner: Actor, people: list[Person], now: datetime) -> None:
    Person.objects.filter(pk=people[0].pk).update(participation=Participation.DECLINED)
    Person.objects.filter(pk=people[1].pk).update(department="")
    asks = tying.ask(actor=owner, now=now)
    assert asks.sheets.count() == 58
    for day in range(14):
        tasks.reconcile(now + timedelta(days=day))
    asked = OutboxMessage.objects.filter(kind="evidence.ask")
    assert not asked.filter(recipient__in=[people[0].email, people[1].email]).exists()
    assert asked.filter(recipient=people[5].email).count() == 3, "asked, and reminded twice"


def test_who_answered_or_would_rather_not_hears_no_more(asks: TiesRound, people: list[Person], now: datetime) -> None:
    tasks.reconcile(now)
    tying.send(person=people[3], now=now)
    tying.decline(person=people[4], now=now)
    for day in range(14):
        tasks.reconcile(now + timedelta(days=day))
    asked = OutboxMessage.objects.filter(kind="evidence.ask")
    assert asked.filter(recipient=people[3].email).count() == 1
    assert asked.filter(recipient=people[4].email).count() == 1


def test_who_was_asked_already_costs_the_worker_no_mail(
    asks: TiesRound, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert tying.ask_due(now) == 60
    written: list[object] = []
    monkeypatch.setattr("hexad_web.evidence.mails.render_mail", lambda *args, **kwargs: written.append(args))
    assert tying.ask_due(now + timedelta(minutes=1)) == 0
    assert written == []


def test_two_departments_of_eight_are_needed(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 42)
    with pytest.raises(Refused, match="two departments have eight"):
        tying.ask(actor=owner, now=now)


def test_one_question_at_a_time_and_it_can_be_taken_back(owner: Actor, asks: TiesRound, now: datetime) -> None:
    with pytest.raises(Refused, match="still open"):
        tying.ask(actor=owner, now=now)
    tying.take_back(actor=owner, now=now)
    assert not TiesSheet.objects.exists()
    assert tying.ask(actor=owner, now=now).number == 1


def test_a_manager_finds_names_adds_takes_back_and_sends(
    participant_client: Client, manager: Person, asks: TiesRound, people: list[Person], now: datetime, clock: None
) -> None:
    url = reverse("evidence:ties")
    other = people[7]
    assert other.name in participant_client.get(url, {"q": other.name[:12]}).content.decode()
    assert other.name not in participant_client.get(url, {"q": other.name[0]}).content.decode(), "two letters at least"
    assert participant_client.post(url, {"act": "name", "person": str(other.pk)}).status_code == 302
    assert participant_client.post(url, {"act": "name", "person": str(other.pk)}).status_code == 302
    assert Tie.objects.count() == 1
    page = participant_client.get(url).content.decode()
    assert other.name in page
    assert "Kept." not in page
    participant_client.post(url, {"act": "unname", "person": str(other.pk)})
    assert not Tie.objects.exists()
    participant_client.post(url, {"act": "name", "person": str(other.pk)})
    participant_client.post(url, {"act": "send"})
    assert "Kept. You can change it until" in participant_client.get(url).content.decode()
    participant_client.post(url, {"act": "decline"})
    assert not Tie.objects.exists(), "rather not: what was written is gone"
    assert TiesSheet.objects.get(person=manager).answered_at is None


@pytest.mark.parametrize("wrong", ["", "0", "-1", "1e3", "9" * 30, "²", "own", "stranger"])
def test_nobody_outside_the_list_can_be_named(
    participant_client: Client, manager: Person, asks: TiesRound, owner: Actor, clock: None, wrong: str
) -> None:
    stranger = join(owner.organisation, 1)[0]
    number = {"own": str(manager.pk), "stranger": str(stranger.pk)}.get(wrong, wrong)
    answered = participant_client.post(reverse("evidence:ties"), {"act": "name", "person": number})
    assert answered.status_code == 409
    assert "Choose a person from the list." in answered.content.decode()
    assert not Tie.objects.exists()


def test_the_own_page_takes_the_same_few_queries_however_many_are_asked(
    participant_client: Client, manager: Person, asks: TiesRound, people: list[Person], now: datetime, clock: None
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            participant_client.get(reverse("evidence:ties"), {"q": "Exa"})
        return len(found)

    queries()
    few = queries()
    for other in people[1:20]:
        tying.name(person=manager, named_id=other.pk, now=now)
    assert queries() == few


def test_the_map_is_frozen_after_the_last_day_and_read_against_chance(
    owner_client: Client, sponsor_client: Client, asks: TiesRound, now: datetime
) -> None:
    answer(asks, 1.0, now)
    url = reverse("evidence:silos")
    assert "until then nothing is counted" in owner_client.get(url).content.decode()
    done = conclude(asks, now)
    assert done.result is not None
    assert done.result["gate"] == "shown"
    for client in (owner_client, sponsor_client):
        page = client.get(url).content.decode()
        assert "below chance" in page
        assert "60 of 60 answered" in page
        assert "with people dealt to the departments by lot it would be" in page
        assert page.count("far more") >= 6
    Tie.objects.all().delete()
    assert conclude(asks, now).result == done.result, "frozen"


@pytest.mark.parametrize(
    ("share", "gate", "words"), [(0.75, "bounds", "lies between"), (0.6, "hidden", "seven in ten")]
)
def test_below_the_gate_there_are_bounds_or_nothing(
    owner_client: Client, asks: TiesRound, now: datetime, share: float, gate: str, words: str
) -> None:
    answer(asks, share, now)
    done = conclude(asks, now)
    assert done.result is not None
    assert done.result["gate"] == gate
    page = owner_client.get(reverse("evidence:silos")).content.decode()
    assert words in page
    assert "heat-" not in page
    assert ("of 60 answered." in page) == (gate == "bounds")


def test_no_page_of_the_map_holds_a_name(
    owner_client: Client, asks: TiesRound, people: list[Person], now: datetime
) -> None:
    answer(asks, 1.0, now)
    conclude(asks, now)
    page = owner_client.get(reverse("evidence:silos")).content.decode()
    assert not [one.name for one in people if one.name in page]


def test_after_the_last_day_nothing_is_taken(asks: TiesRound, people: list[Person], now: datetime) -> None:
    late = now + timedelta(days=15)
    assert silos.open_sheet(people[0], late) is None
    with pytest.raises(Refused, match="Nothing is asked"):
        tying.send(person=people[0], now=late)


def test_before_and_after_are_a_description_and_the_drawn_waves_an_estimate(
    owner: Actor, owner_client: Client, people: list[Person], now: datetime
) -> None:
    run = finished_run(owner, now, size=6)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    first = tying.ask(actor=owner, now=now)
    answer(first, 1.0, now)
    conclude(first, now)
    day = (now + timedelta(days=30)).date()
    drawn = studying.draw(actor=owner, wanted=studying.Wanted("conflict", 2, day, 20), now=now)
    study = studying.freeze(actor=owner, seed=drawn.seed, now=now)
    later = now + timedelta(days=60)
    second = tying.ask(actor=owner, now=later)
    begun = set(study.groups.filter(wave=0).values_list("group", flat=True))
    of = dict(GroupMember.objects.values_list("person", "group"))
    answer(second, 1.0, later, outside=0.08)
    extra = [
        Tie(organisation=owner.organisation, sheet=sheet, named_id=other.person_id)
        for sheet in second.sheets.all()
        if of[sheet.person_id] in begun
        for other in list(second.sheets.exclude(unit=sheet.unit).order_by("pk"))[:4]
    ]
    Tie.objects.bulk_create(extra, ignore_conflicts=True)
    done = conclude(second, later)
    assert done.result is not None
    change = done.result["change"]
    assert change["interval"][0] > 0, "who began names more across"
    page = owner_client.get(reverse("evidence:silos")).content.decode()
    assert "The gap to chance was" in page
    assert "a description, not proof" in page
    assert "ties across departments for each manager" in page


def test_names_are_deleted_half_a_year_later_and_the_map_stays(asks: TiesRound, now: datetime) -> None:
    answer(asks, 1.0, now)
    done = conclude(asks, now)
    retention.forget_old(now=now + timedelta(days=180))
    assert Tie.objects.exists()
    retention.forget_old(now=now + timedelta(days=200))
    assert not Tie.objects.exists()
    assert not TiesSheet.objects.exists()
    done.refresh_from_db()
    assert done.result is not None


def test_who_is_erased_is_neither_naming_nor_named(asks: TiesRound, people: list[Person], now: datetime) -> None:
    answer(asks, 1.0, now)
    erasing.erase(person_id=people[2].pk, now=now)
    assert not Tie.objects.filter(named=people[2]).exists()
    assert not TiesSheet.objects.filter(person=people[2]).exists()
    done = conclude(asks, now)
    assert done.result is not None
    assert done.result["asked"] == 59
