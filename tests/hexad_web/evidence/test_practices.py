"""Outside a study: two questions to those around a manager, after each practice; read by the manager first."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.evidence import access, tasks
from hexad_web.evidence.actions import measuring
from hexad_web.evidence.models import Asking, Observer, ObserverSheet
from hexad_web.evidence.queries import measuring as queries
from hexad_web.evidence.queries import period_figures
from hexad_web.formation.models import GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.practice.refusals import Refused
from hexad_web.privacy.actions.retention import forget_old
from hexad_web.sessions.models import Session
from tests.hexad_web.practice.conftest import SetClock

pytestmark = pytest.mark.django_db
ANSWERS = {"different": "3", "effective": "2"}


@pytest.fixture
def ended(reflecting: Session) -> Session:
    """The practice is over: reflect was held."""
    Session.objects.filter(pk=reflecting.pk).update(state=Session.State.HELD)
    reflecting.refresh_from_db()
    return reflecting


@pytest.fixture
def manager(ended: Session) -> Person:
    return GroupMember.objects.filter(group=ended.group, is_active=True).order_by("pk")[0].person


@pytest.fixture
def at(ended: Session) -> datetime:
    return ended.ends_at + timedelta(hours=1)


def named(manager: Person, count: int, now: datetime) -> list[Observer]:
    measuring.take_part(study=None, person=manager, now=now)
    return [
        measuring.name_observer(study=None, person=manager, email=f"o{one}@elsewhere.example", category="peer", now=now)
        for one in range(count)
    ]


def test_nobody_is_asked_without_the_managers_yes(manager: Person, at: datetime) -> None:
    tasks.reconcile(at)
    assert not Asking.objects.exists()


def test_after_reflect_those_named_are_asked_once_and_reminded_twice(manager: Person, at: datetime) -> None:
    first, second = named(manager, 2, at)
    tasks.reconcile(at)
    asked = OutboxMessage.objects.filter(kind="evidence.ask")
    assert set(asked.values_list("recipient", flat=True)) == {first.email, second.email}, "the manager has a rating"
    assert all("2 questions about working with" in subject for subject in asked.values_list("subject", flat=True))
    measuring.observe(observer=first, answers=ANSWERS, now=at)
    for day in range(20):
        tasks.reconcile(at + timedelta(days=day))
    assert asked.filter(recipient=first.email).count() == 1
    assert asked.filter(recipient=second.email).count() == 3
    assert Asking.objects.count() == 1


def test_the_link_asks_two_questions_and_takes_words(
    client: Client, manager: Person, at: datetime, set_clock: SetClock
) -> None:
    (observer,) = named(manager, 1, at)
    set_clock(at)
    url = reverse("evidence:observe", args=[access.observer_token(observer.pk)])
    assert "Nothing is asked just now." in client.get(url).content.decode()
    tasks.reconcile(at)
    page = client.get(url).content.decode()
    assert "have you seen this manager act differently?" in page
    assert "Is this manager more effective than four weeks ago?" in page
    assert "In the last four weeks:" not in page
    assert client.post(url, {"different": "1"}).status_code == 422
    assert client.post(url, {**ANSWERS, "comment": "Listens now."})["Location"] == url
    assert client.post(url, {"different": "none", "effective": "4"})["Location"] == url
    assert ObserverSheet.objects.get().answers == {"different": None, "effective": 4}


def test_the_manager_reads_means_once_it_is_over(manager: Person, at: datetime) -> None:
    observers = named(manager, 3, at)
    tasks.reconcile(at)
    for observer in observers:
        measuring.observe(observer=observer, answers=ANSWERS, comment="Listens now.", now=at)
    read = queries.my_observers(manager.organisation, manager, at)
    assert read.feedback == []
    read = queries.my_observers(manager.organisation, manager, at + timedelta(days=15))
    assert not read.is_of_study
    peers = read.feedback[1]
    assert peers.means == [("Seen to act differently", 3.0), ("More effective", 2.0)]
    assert peers.comments == ("Listens now.",) * 3
    assert [one.title for one in read.feedback] == ["Those who report to you", "Those beside you", "Your bosses"]


def test_who_stops_or_declines_is_not_asked(manager: Person, at: datetime) -> None:
    first, second = named(manager, 2, at)
    measuring.decline(observer=first, now=at)
    tasks.reconcile(at)
    assert set(OutboxMessage.objects.filter(kind="evidence.ask").values_list("recipient", flat=True)) == {second.email}
    measuring.stop(study=None, person=manager, now=at)
    with pytest.raises(Refused, match="Nothing is asked"):
        measuring.observe(observer=second, answers=ANSWERS, now=at)
    before = OutboxMessage.objects.count()
    tasks.reconcile(at + timedelta(days=6))
    assert OutboxMessage.objects.count() == before


def test_asking_around_many_takes_as_many_queries_as_around_few(manager: Person, at: datetime) -> None:
    named(manager, 1, at)
    tasks.reconcile(at)
    with CaptureQueriesContext(connection) as few:
        tasks.reconcile(at)
    for seat in GroupMember.objects.filter(group__members__person=manager, is_active=True).exclude(person=manager):
        named(seat.person, 4, at)
    tasks.reconcile(at)
    assert Asking.objects.count() > 2
    with CaptureQueriesContext(connection) as many:
        tasks.reconcile(at)
    assert len(few) == len(many)


def test_a_period_counts_managers_whose_time_of_asking_ended_in_it(manager: Person, at: datetime) -> None:
    for observer, value in zip(named(manager, 2, at), ("1", "3"), strict=True):
        tasks.reconcile(at)
        measuring.observe(observer=observer, answers={"different": value, "effective": "none"}, now=at)
    start, end = at - timedelta(days=30), at + timedelta(days=30)
    found = period_figures.seen_in(manager.organisation, start, end)
    assert found == {"seen_different": {manager.pk: 2.0}, "seen_effective": {}}
    assert period_figures.seen_in(manager.organisation, start, at) == {"seen_different": {}, "seen_effective": {}}


def test_sheets_are_deleted_half_a_year_later_and_addresses_once_the_manager_stopped(
    manager: Person, at: datetime
) -> None:
    (observer,) = named(manager, 1, at)
    tasks.reconcile(at)
    measuring.observe(observer=observer, answers=ANSWERS, now=at)
    forget_old(now=at + timedelta(days=190))
    assert ObserverSheet.objects.exists()
    forget_old(now=at + timedelta(days=200))
    assert not ObserverSheet.objects.exists()
    assert Observer.objects.exists()
    measuring.stop(study=None, person=manager, now=at)
    forget_old(now=at + timedelta(days=200))
    assert not Observer.objects.exists()


def test_the_page_leads_from_yes_to_names(
    client: Client, participant: Actor, manager: Person, at: datetime, set_clock: SetClock
) -> None:
    set_clock(at)
    Person.objects.filter(user=participant.user).update(user=None)
    Person.objects.filter(pk=manager.pk).update(user=participant.user)
    assert participant.user is not None
    client.force_login(participant.user)
    page = reverse("evidence:observers")
    assert "After each practice, people who work with you answer two questions." in client.get(page).content.decode()
    client.post(page, {"act": "join"})
    client.post(page, {"act": "add", "email": "peer@elsewhere.example", "category": "peer"})
    assert "peer@elsewhere.example" in client.get(page).content.decode()
    assert client.get(reverse("evidence:own_sheet"))["Location"] == page, "managers rate themselves in sessions"
