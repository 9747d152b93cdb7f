"""Observers: named with consent, asked by mail, read as means of three and more, never alone."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hexad.evidence.items import ITEMS
from hexad_web.accounts.access import Actor
from hexad_web.evidence import access, tasks
from hexad_web.evidence.actions import measuring, studying
from hexad_web.evidence.models import Decline, Observer, ObserverSheet, OwnSheet, Study, Taking
from hexad_web.evidence.queries import measuring as queries
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import GroupMember
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.practice.refusals import Refused
from tests.hexad_web.formation.cast import finished_run, join

pytestmark = pytest.mark.django_db
ANSWERS = {item.key: "3" for item in ITEMS} | {"blame": "2", "ways": "none", "checks": "4"}


@pytest.fixture
def study(owner: Actor, now: datetime) -> Study:
    """Conflict, two waves eight weeks apart; its first round opens in sixteen days."""
    join(owner.organisation, 24)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    first = (now + timedelta(days=30)).date()
    wanted = studying.Wanted(scale="conflict", waves=2, first_date=first, weeks=8)
    drawn = studying.draw(actor=owner, wanted=wanted, now=now)
    return studying.freeze(actor=owner, seed=drawn.seed, now=now)


@pytest.fixture
def open_at(study: Study, now: datetime) -> datetime:
    """The second day of the first round."""
    return now + timedelta(days=17)


@pytest.fixture
def manager(study: Study, participant: Actor) -> Person:
    """The participant, in a group of the study."""
    person = GroupMember.objects.filter(is_active=True).order_by("pk")[0].person
    Person.objects.filter(user=participant.user).exclude(pk=person.pk).update(user=None)
    person.user = participant.user
    person.save()
    return person


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, open_at: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: open_at)


def named(study: Study, manager: Person, count: int, now: datetime, category: str = "report") -> list[Observer]:
    measuring.take_part(study=study, person=manager, now=now)
    return [
        measuring.name_observer(
            study=study, person=manager, email=f"o{one}@elsewhere.example", category=category, now=now
        )
        for one in range(count)
    ]


def test_without_the_managers_yes_nobody_is_named_or_asked(study: Study, manager: Person, open_at: datetime) -> None:
    with pytest.raises(Refused, match="Agree first"):
        measuring.name_observer(study=study, person=manager, email="a@b.example", category="peer", now=open_at)
    tasks.reconcile(open_at)
    assert not OutboxMessage.objects.filter(kind="evidence.ask").exists()


def test_a_round_asks_everybody_once_reminds_twice_and_stops_when_answered(
    study: Study, manager: Person, open_at: datetime
) -> None:
    first, second = named(study, manager, 2, open_at)
    for hours in (0, 1, 30):
        tasks.reconcile(open_at + timedelta(hours=hours))
    asked = OutboxMessage.objects.filter(kind="evidence.ask")
    assert sorted(asked.values_list("recipient", flat=True)) == sorted([manager.email, first.email, second.email])
    measuring.observe(observer=first, answers=ANSWERS, now=open_at)
    measuring.answer_own(study=study, person=manager, answers=ANSWERS, now=open_at)
    for day in range(20):
        tasks.reconcile(open_at + timedelta(days=day))
    assert asked.filter(recipient=first.email).count() == 1
    assert asked.filter(recipient=manager.email).count() == 1
    assert asked.filter(recipient=second.email).count() == 3, "asked, and reminded twice"


def test_who_was_asked_already_costs_the_worker_no_mail(
    study: Study, manager: Person, open_at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    named(study, manager, 2, open_at)
    assert measuring.ask_due(open_at) == 3
    written: list[object] = []
    monkeypatch.setattr("hexad_web.evidence.mails.render_mail", lambda *args, **kwargs: written.append(args))
    assert measuring.ask_due(open_at + timedelta(minutes=1)) == 0
    assert written == []


def test_the_mail_says_who_reads_what_and_names_no_other_observer(
    study: Study, manager: Person, open_at: datetime
) -> None:
    first, second = named(study, manager, 2, open_at)
    tasks.reconcile(open_at)
    mail = OutboxMessage.objects.get(recipient=first.email)
    body = message_from_bytes(bytes(mail.payload), policy=default).get_body(("plain",))
    assert body is not None
    text = body.get_content()
    assert manager.name in text
    assert "means of three and more" in " ".join(text.split())
    assert reverse("evidence:observe", args=[access.observer_token(first.pk)]) in text
    assert second.email not in text


def test_who_declines_is_never_asked_again_and_the_manager_sees_no_difference(
    client: Client, study: Study, manager: Person, open_at: datetime, clock: None
) -> None:
    first, second = named(study, manager, 2, open_at)
    url = reverse("evidence:observe", args=[access.observer_token(first.pk)])
    assert client.post(url, {"act": "decline"})["Location"] == url
    assert "You are not asked again." in client.get(url).content.decode()
    tasks.reconcile(open_at)
    assert not OutboxMessage.objects.filter(recipient=first.email).exists()
    again = measuring.name_observer(study=study, person=manager, email=first.email, category="peer", now=open_at)
    assert again.pk == first.pk
    tasks.reconcile(open_at + timedelta(days=60))
    assert not OutboxMessage.objects.filter(recipient=first.email).exists()
    shown = queries.my_observers(study.organisation, manager, open_at).observers
    assert {one.email for one in shown} == {first.email, second.email}


def test_an_observer_answers_in_one_page_without_an_account(
    client: Client, study: Study, manager: Person, open_at: datetime, clock: None
) -> None:
    (observer,) = named(study, manager, 1, open_at)
    url = reverse("evidence:observe", args=[access.observer_token(observer.pk)])
    page = client.get(url).content.decode()
    assert f"Working with {manager.name}" in page
    assert "This manager describes the issue without blame." in page
    assert not ObserverSheet.objects.exists(), "opening a link writes nothing"
    assert client.post(url, {**ANSWERS, "ways": ""}).status_code == 422
    assert client.post(url, ANSWERS)["Location"] == url
    assert client.post(url, {**ANSWERS, "ways": "1"})["Location"] == url
    sheet = ObserverSheet.objects.get()
    assert sheet.answers == dict.fromkeys(sheet.answers, 3) | {"blame": 2, "ways": 1, "checks": 4}
    assert len(sheet.answers) == 12
    assert client.get(reverse("evidence:observe", args=["1.forged"])).status_code == 404


def test_outside_a_round_nothing_is_taken(client: Client, study: Study, manager: Person, now: datetime) -> None:
    (observer,) = named(study, manager, 1, now)
    with pytest.raises(Refused, match="Nothing is asked"):
        measuring.observe(observer=observer, answers=ANSWERS, now=now)
    with pytest.raises(Refused, match="Nothing is asked"):
        measuring.answer_own(study=study, person=manager, answers=ANSWERS, now=now)
    url = reverse("evidence:observe", args=[access.observer_token(observer.pk)])
    assert "Nothing is asked just now." in client.get(url).content.decode()


@pytest.mark.parametrize("answers", [{}, {**ANSWERS, "raises": "5"}, {**ANSWERS, "raises": "-1"}])
def test_half_a_sheet_is_no_sheet(study: Study, manager: Person, open_at: datetime, answers: dict[str, str]) -> None:
    (observer,) = named(study, manager, 1, open_at)
    with pytest.raises(Refused, match="Answer each question"):
        measuring.observe(observer=observer, answers=answers, now=open_at)


def test_feedback_is_read_after_the_round_and_from_three_on(study: Study, manager: Person, open_at: datetime) -> None:
    observers = named(study, manager, 3, open_at)
    for observer in observers[:2]:
        measuring.observe(observer=observer, answers=ANSWERS, now=open_at)
    after = open_at + timedelta(days=14)

    def means(at: datetime) -> list[int]:
        return [len(read.means) for read in queries.my_observers(study.organisation, manager, at).feedback]

    assert means(open_at) == [], "while a round is open nothing is read"
    assert means(after) == [0, 0, 0, 0]
    measuring.observe(observer=observers[2], answers=ANSWERS, now=open_at)
    measuring.answer_own(study=study, person=manager, answers=ANSWERS, now=open_at)
    assert means(after) == [11, 11, 0, 0], "nobody could observe one of them"


def test_comments_are_the_managers_alone_sealed_shuffled_and_from_three_on(
    client: Client, study: Study, manager: Person, open_at: datetime, clock: None, participant_client: Client
) -> None:
    observers = named(study, manager, 3, open_at)
    words = ["Asks before deciding.", "Could let others finish.", ""]
    for observer, comment in zip(observers, words, strict=True):
        url = reverse("evidence:observe", args=[access.observer_token(observer.pk)])
        assert client.post(url, {**ANSWERS, "comment": comment}).status_code == 302
    kept = [bytes(sheet.comment) for sheet in ObserverSheet.objects.order_by("pk")]
    assert not any(text.encode() in sealed for text in words if text for sealed in kept)
    assert kept[2] == b""
    after = open_at + timedelta(days=14)
    reports = queries.my_observers(study.organisation, manager, after).feedback[1]
    assert sorted(reports.comments) == sorted(filter(None, words))
    ObserverSheet.objects.filter(observer=observers[2]).delete()
    reports = queries.my_observers(study.organisation, manager, after).feedback[1]
    assert reports.comments == ()


def test_who_declined_is_not_asked_in_another_study_either(study: Study, manager: Person, open_at: datetime) -> None:
    (observer,) = named(study, manager, 1, open_at)
    measuring.decline(observer=observer, now=open_at)
    email = observer.email
    Observer.objects.all().delete()
    again = measuring.name_observer(study=study, person=manager, email=email.upper(), category="peer", now=open_at)
    assert again.declined_at is not None
    assert email not in str(list(Decline.objects.values_list()))


def test_another_category_for_the_same_address_moves_no_answer(
    study: Study, manager: Person, open_at: datetime
) -> None:
    """Else the means with and without one person would tell what that person answered."""
    observers = named(study, manager, 4, open_at)
    for observer in observers:
        measuring.observe(observer=observer, answers=ANSWERS, now=open_at)
    measuring.observe(observer=observers[0], answers={**ANSWERS, "checks": "0"}, now=open_at)
    after = open_at + timedelta(days=14)
    before = queries.my_observers(study.organisation, manager, after).feedback
    email = observers[0].email
    measuring.take_back(study=study, person=manager, observer_id=observers[0].pk, now=after)
    measuring.name_observer(study=study, person=manager, email=email, category="peer", now=after)
    assert queries.my_observers(study.organisation, manager, after).feedback == before


def test_who_stops_is_asked_about_no_more(study: Study, manager: Person, open_at: datetime) -> None:
    (observer,) = named(study, manager, 1, open_at)
    measuring.stop(study=study, person=manager, now=open_at)
    tasks.reconcile(open_at)
    assert not OutboxMessage.objects.filter(kind="evidence.ask").exists()
    with pytest.raises(Refused):
        measuring.observe(observer=observer, answers=ANSWERS, now=open_at)
    measuring.take_part(study=study, person=manager, now=open_at)
    assert Taking.objects.get().stopped_at is None


def test_who_is_taken_back_finds_nothing_behind_the_link(
    client: Client, study: Study, manager: Person, open_at: datetime
) -> None:
    (observer,) = named(study, manager, 1, open_at)
    measuring.take_back(study=study, person=manager, observer_id=observer.pk, now=open_at)
    assert client.get(reverse("evidence:observe", args=[access.observer_token(observer.pk)])).status_code == 404
    other = Person.objects.exclude(pk=manager.pk)[0]
    fresh = measuring.name_observer(study=study, person=manager, email="x@y.example", category="peer", now=open_at)
    measuring.take_back(study=study, person=other, observer_id=fresh.pk, now=open_at)
    assert Observer.objects.get(pk=fresh.pk).removed_at is None, "only the manager who named takes back"


def test_a_manager_neither_names_themselves_nor_half_the_company(
    study: Study, manager: Person, open_at: datetime
) -> None:
    named(study, manager, 15, open_at)
    with pytest.raises(Refused, match="Fifteen are enough"):
        measuring.name_observer(study=study, person=manager, email="z@y.example", category="peer", now=open_at)
    with pytest.raises(Refused, match="Name others"):
        measuring.name_observer(study=study, person=manager, email=manager.email, category="peer", now=open_at)


def test_the_page_leads_from_yes_to_names_to_the_own_answers(
    participant_client: Client, study: Study, manager: Person, clock: None
) -> None:
    url = reverse("evidence:observers")
    assert "Before anybody is asked" in participant_client.get(url).content.decode()
    participant_client.post(url, {"act": "join"})
    assert participant_client.post(url, {"act": "add", "email": "nobody", "category": "peer"}).status_code == 422
    participant_client.post(url, {"act": "add", "email": "Peer@Elsewhere.example", "category": "peer"})
    page = participant_client.get(url).content.decode()
    assert "peer@elsewhere.example" in page
    assert "It takes two minutes." in page
    sheet = reverse("evidence:own_sheet")
    assert "I describe the issue without blame." in participant_client.get(sheet).content.decode()
    assert participant_client.post(sheet, ANSWERS)["Location"] == url
    assert OwnSheet.objects.get().answers["ways"] is None
    assert "You have answered." in participant_client.get(url).content.decode()
    participant_client.post(url, {"act": "remove", "observer": str(Observer.objects.get().pk)})
    participant_client.post(url, {"act": "stop"})
    assert "Before anybody is asked" in participant_client.get(url).content.decode()


def test_without_a_group_the_page_says_so(participant_client: Client, participant: Actor) -> None:
    Person.objects.get_or_create(
        organisation=participant.organisation, user=participant.user, defaults={"email": "p@n.example", "name": "P"}
    )
    page = participant_client.get(reverse("evidence:observers")).content.decode()
    assert "You are not in a group yet" in page


def test_asking_many_takes_as_many_queries_as_asking_few(study: Study, manager: Person, open_at: datetime) -> None:
    named(study, manager, 2, open_at)
    with CaptureQueriesContext(connection) as few:
        queries.due(open_at)
    for other in Person.objects.exclude(pk=manager.pk)[:8]:
        named(study, other, 4, open_at)
    with CaptureQueriesContext(connection) as many:
        assert len(queries.due(open_at)) == 2 + 1 + 8 * 5
    assert len(few) == len(many)
