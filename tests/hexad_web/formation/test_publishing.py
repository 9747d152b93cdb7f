"""Publishing freezes a draft and tells everybody, or does nothing and says why."""

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, PrivateSpace
from hexad_web.formation import tasks
from hexad_web.formation.actions import announcing, running
from hexad_web.formation.actions.publishing import Draft, Refused, publish
from hexad_web.formation.inputs import read_problem, write_problem
from hexad_web.formation.models import Group, GroupMember, Run, RunInput
from hexad_web.formation.queries import preparing
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from tests.hexad_web.formation.cast import finished_run, join, members, policy_for, queued_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor) -> list[Person]:
    return join(owner.organisation, 12)


@pytest.fixture
def run(owner: Actor, people: list[Person], now: datetime) -> Run:
    return finished_run(owner, now)


def draft_of(run: Run, *, leave_empty: bool = False, hold_back: bool = False) -> Draft:
    return Draft(run.pk, run.revision, leave_empty, hold_back)


def assert_nothing_done(run: Run) -> None:
    run.refresh_from_db()
    assert run.state == Run.State.DONE
    assert not GroupMember.objects.filter(run=run, is_active=True).exists()
    assert not Group.objects.filter(run=run).exclude(state=Group.State.DRAFT).exists()


def leave(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(participation=Participation.LEFT)


def test_publishing_freezes_the_groups_and_gives_each_a_private_space(owner: Actor, run: Run, now: datetime) -> None:
    publish(actor=owner, draft=draft_of(run), now=now)
    run.refresh_from_db()
    assert (run.state, run.published_at) == (Run.State.PUBLISHED, now)
    assert Group.objects.filter(run=run, state=Group.State.PUBLISHED).count() == 3
    assert PrivateSpace.objects.count() == 3
    assert len(set(Group.objects.values_list("private_space", flat=True))) == 3
    assert GroupMember.objects.filter(run=run, is_active=True).count() == 12


def test_every_member_gets_one_mail_with_the_group_in_alphabetical_order(
    owner: Actor, run: Run, people: list[Person], now: datetime
) -> None:
    publish(actor=owner, draft=draft_of(run), now=now)
    mails = OutboxMessage.objects.filter(kind="formation.group")
    assert sorted(mails.values_list("recipient", flat=True)) == sorted(person.email for person in people)
    mail = mails.get(recipient=people[2].email)
    text = bytes(mail.payload).decode()
    assert mail.subject == "Your group: Delegation"
    assert re.findall(r"- (\w+) Example", text) == ["Ana", "Ben", "Cho", "Dev"]
    assert "dates for your sessions come by mail" in text
    assert reverse("formation:group", args=[Group.objects.get(run=run, number=1).pk]) in text


def test_the_free_times_behind_a_run_are_dropped_when_it_is_published(owner: Actor, run: Run, now: datetime) -> None:
    publish(actor=owner, draft=draft_of(run), now=now)
    assert not RunInput.objects.filter(run=run).exists()


def test_publishing_is_audited_with_counts(owner: Actor, run: Run, now: datetime) -> None:
    publish(actor=owner, draft=draft_of(run), now=now)
    assert AuditEntry.objects.get(action="formation.publish").details == {"groups": 3, "people": 12}


def test_publishing_twice_is_refused(owner: Actor, run: Run, now: datetime) -> None:
    publish(actor=owner, draft=draft_of(run), now=now)
    with pytest.raises(Refused, match="published already"):
        publish(actor=owner, draft=draft_of(run), now=now)
    assert OutboxMessage.objects.filter(kind="formation.group").count() == 12


def test_groups_that_changed_since_they_were_looked_at_are_not_published(owner: Actor, run: Run, now: datetime) -> None:
    with pytest.raises(Refused, match="changed after you opened this page"):
        publish(actor=owner, draft=Draft(run.pk, run.revision + 1), now=now)
    assert_nothing_done(run)


def test_a_person_who_left_since_stops_publishing_and_is_named_with_the_group(
    owner_client: Client, run: Run, people: list[Person]
) -> None:
    leave(people[0])
    response = owner_client.post(reverse("formation:publish", args=[run.pk]), {"revision": str(run.revision)})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Nothing was published" in page
    assert "Ana Example0, Group 1: Left" in page
    assert "Form again" in page
    assert_nothing_done(run)
    assert not OutboxMessage.objects.filter(kind="formation.group").exists()


def test_a_seat_left_empty_publishes_the_others(owner: Actor, people: list[Person], now: datetime) -> None:
    policy_for(owner.organisation, smallest=3)
    run = finished_run(owner, now)
    leave(people[0])
    with pytest.raises(Refused) as refusal:
        publish(actor=owner, draft=draft_of(run), now=now)
    assert refusal.value.can_leave_empty
    publish(actor=owner, draft=draft_of(run, leave_empty=True), now=now)
    assert GroupMember.objects.filter(run=run, is_active=True).count() == 11
    assert Group.objects.get(run=run, number=1).size == 3
    assert not OutboxMessage.objects.filter(recipient=people[0].email).exists()


def test_a_group_that_would_be_too_small_is_never_published(
    owner: Actor, run: Run, people: list[Person], now: datetime
) -> None:
    leave(people[0])
    with pytest.raises(Refused, match="Too few would remain in Group 1") as refusal:
        publish(actor=owner, draft=draft_of(run, leave_empty=True), now=now)
    assert not refusal.value.can_leave_empty
    assert_nothing_done(run)


def test_a_group_whose_calendars_hold_no_cycle_is_not_published(owner: Actor, run: Run, now: datetime) -> None:
    Group.objects.filter(run=run, number=2).update(has_cycle=False)
    with pytest.raises(Refused, match="no two shared windows 21 to 28 days apart") as refusal:
        publish(actor=owner, draft=draft_of(run), now=now)
    assert (refusal.value.gone, refusal.value.can_hold_back) == (("Group 2",), True)
    assert_nothing_done(run)
    publish(actor=owner, draft=draft_of(run, hold_back=True), now=now)
    assert [group.number for group in Group.objects.filter(run=run, state=Group.State.PUBLISHED)] == [1, 3]
    assert preparing.eligible(owner.organisation, with_invited=False).count() == 4, "its members go on waiting"


def test_where_no_group_has_a_cycle_there_is_nothing_to_publish(owner: Actor, run: Run, now: datetime) -> None:
    Group.objects.filter(run=run).update(has_cycle=False)
    with pytest.raises(Refused) as refusal:
        publish(actor=owner, draft=draft_of(run, hold_back=True), now=now)
    assert not refusal.value.can_hold_back
    assert_nothing_done(run)


def test_the_refusal_offers_to_publish_the_other_groups(owner_client: Client, run: Run) -> None:
    Group.objects.filter(run=run, number=2).update(has_cycle=False)
    url, data = reverse("formation:publish", args=[run.pk]), {"revision": str(run.revision)}
    page = owner_client.post(url, data)
    assert page.status_code == 409
    assert "Publish the other groups" in page.content.decode()
    assert owner_client.post(url, {**data, "hold_back": "1"})["Location"] == reverse("formation:groups")


def test_somebody_invited_and_formed_has_to_join_before_publication(owner: Actor, now: datetime) -> None:
    policy_for(owner.organisation, with_invited=True)
    join(owner.organisation, 4, participation=Participation.INVITED)
    run = finished_run(owner, now)
    with pytest.raises(Refused, match="Too few would remain"):
        publish(actor=owner, draft=draft_of(run), now=now)


def test_the_second_of_two_owners_is_refused_where_people_overlap(
    owner: Actor, run: Run, people: list[Person], now: datetime
) -> None:
    second = finished_run(owner, now)
    publish(actor=owner, draft=draft_of(run), now=now)
    with pytest.raises(Refused, match=r"12 of these people are in a published group already\."):
        publish(actor=owner, draft=draft_of(second), now=now)
    assert_nothing_done(second)
    assert OutboxMessage.objects.filter(kind="formation.group").count() == 12


def test_people_with_a_group_are_left_out_of_the_next_run(owner: Actor, run: Run, now: datetime) -> None:
    publish(actor=owner, draft=draft_of(run), now=now)
    newcomers = join(owner.organisation, 5)
    assert queued_run(owner, now).people == [person.pk for person in newcomers]


def test_a_member_who_leaves_the_programme_frees_the_seat(
    owner: Actor, run: Run, people: list[Person], now: datetime
) -> None:
    publish(actor=owner, draft=draft_of(run), now=now)
    leave(people[0])
    assert running.free_seats_of_leavers(now=now) == 1
    seat = GroupMember.objects.get(run=run, person=people[0])
    assert not seat.is_active
    assert Group.objects.get(run=run, number=1).size == 3


def test_of_a_large_run_the_worker_announces_the_rest_and_each_mail_once(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 240)
    run = finished_run(owner, now)
    publish(actor=owner, draft=draft_of(run), now=now)
    assert OutboxMessage.objects.filter(kind="formation.group").count() == 40
    tasks.reconcile(now)
    assert announcing.announce_some(now=now) == 0
    Group.objects.update(announced_at=None)
    tasks.reconcile(now)
    assert OutboxMessage.objects.filter(kind="formation.group").count() == 240


def test_who_shared_a_group_before_is_history_for_the_next_run(owner: Actor, run: Run, now: datetime) -> None:
    """A published group whose members are free again: the search knows who has met, and only of this organisation."""
    publish(actor=owner, draft=draft_of(run), now=now)
    GroupMember.objects.filter(run=run).update(is_active=False)
    problem = preparing.build_problem(queued_run(owner, now))
    assert {past.people for past in problem.history} == {
        tuple(sorted(Person.objects.get(pk=pk).email for pk in people)) for people in members(run).values()
    }
    assert {past.on for past in problem.history} == {now.date()}
    assert read_problem(write_problem(problem)) == problem
