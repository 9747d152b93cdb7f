"""Groups that go on: joiners and leavers, proposed first, carried out as a whole or not at all."""

from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.formation import access, tasks
from hexad_web.formation.actions import running
from hexad_web.formation.actions.mending import NotMended, carry_out
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import Group, GroupMember, Run
from hexad_web.formation.queries import mending
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from tests.hexad_web.formation.cast import finished_run, join, members, policy_for

State = Run.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def people(owner: Actor) -> list[Person]:
    policy_for(owner.organisation, smallest=3, preferred=4, largest=5)
    return join(owner.organisation, 12)


@pytest.fixture
def published(owner: Actor, people: list[Person], now: datetime) -> Run:
    """Three groups of four."""
    run = finished_run(owner, now)
    return publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)


def leave(now: datetime, *people: Person) -> None:
    Person.objects.filter(pk__in=[one.pk for one in people]).update(participation=Participation.LEFT)
    running.free_seats_of_leavers(now=now)


def worked_out(owner: Actor, now: datetime) -> Run:
    run = running.start_mending(actor=owner, policy=access.policy_of(owner), now=now)
    tasks.form_run(run.pk)
    run.refresh_from_db()
    return run


def text_of(mail: OutboxMessage) -> str:
    part = message_from_bytes(bytes(mail.payload), policy=default).get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def active(group: Group) -> set[int]:
    return set(group.members.filter(is_active=True).values_list("person", flat=True))


def test_a_joiner_gets_a_free_place_and_everybody_there_is_told(
    owner: Actor, published: Run, people: list[Person], now: datetime
) -> None:
    (joiner,) = join(owner.organisation, 1)
    run = worked_out(owner, now)
    assert (run.state, run.sweeps_done, run.sweeps_total) == (State.ANSWERED, 1, 1)
    assert GroupMember.objects.filter(person=joiner).count() == 0, "nothing changes before the owner has seen it"
    carry_out(actor=owner, run_id=run.pk, now=now)
    seat = GroupMember.objects.get(person=joiner)
    assert (seat.is_active, seat.joined_at) == (True, now)
    assert seat.group.size == Group.objects.get(pk=seat.group_id).size == 5
    told = OutboxMessage.objects.filter(key__startswith=f"formation.mending.{run.pk}.")
    assert {mail.recipient for mail in told} == {one.email for one in Person.objects.filter(pk__in=active(seat.group))}
    assert f"{joiner.name} joins your group." in text_of(told.exclude(recipient=joiner.email)[0])
    assert "dates for your sessions come by mail" in text_of(told.get(recipient=joiner.email))
    assert AuditEntry.objects.filter(action="formation.mend").count() == 1


def test_a_group_too_small_is_filled_or_closed_with_the_fewest_moves(
    owner: Actor, published: Run, people: list[Person], now: datetime
) -> None:
    groups = members(published)
    first = [person for person in people if person.pk in groups[1]]
    leave(now, *first[:2])
    run = worked_out(owner, now)
    assert len(run.result["moved"]) == 1
    carry_out(actor=owner, run_id=run.pk, now=now + timedelta(hours=1))
    sizes = {group.number: len(active(group)) for group in Group.objects.filter(run=published)}
    assert sizes[1] == 3
    assert sum(sizes.values()) == 10
    moved = run.result["moved"][0][0]
    old, new = GroupMember.objects.filter(person=moved).order_by("pk")
    assert (old.is_active, new.is_active) == (False, True)
    assert (old.left_at, new.joined_at) == (now + timedelta(hours=1),) * 2


def test_a_group_that_only_one_is_left_of_closes_and_the_last_member_moves(
    owner: Actor, published: Run, people: list[Person], now: datetime
) -> None:
    groups = members(published)
    first = [person for person in people if person.pk in groups[1]]
    leave(now, *first[:3])
    run = carry_out(actor=owner, run_id=worked_out(owner, now).pk, now=now)
    closed = Group.objects.get(run=published, number=1)
    assert (closed.state, active(closed)) == (Group.State.CLOSED, set())
    assert run.state == State.APPLIED
    assert GroupMember.objects.filter(person=first[3], is_active=True).count() == 1


def test_what_is_out_of_date_changes_nothing(owner: Actor, published: Run, people: list[Person], now: datetime) -> None:
    join(owner.organisation, 1)
    run = worked_out(owner, now)
    leave(now, people[0])
    with pytest.raises(NotMended, match="Look for places again"):
        carry_out(actor=owner, run_id=run.pk, now=now)
    run.refresh_from_db()
    assert run.state == State.ANSWERED
    assert not OutboxMessage.objects.filter(key__startswith="formation.mending").exists()


def test_it_is_carried_out_once(owner: Actor, published: Run, now: datetime) -> None:
    join(owner.organisation, 1)
    run = worked_out(owner, now)
    carry_out(actor=owner, run_id=run.pk, now=now)
    with pytest.raises(NotMended, match="already"):
        carry_out(actor=owner, run_id=run.pk, now=now)


def test_who_comes_back_gets_the_old_seat(owner: Actor, published: Run, people: list[Person], now: datetime) -> None:
    leave(now, people[0])
    Person.objects.filter(pk=people[0].pk).update(participation=Participation.JOINED)
    later = now + timedelta(days=1)
    Group.objects.filter(run=published).exclude(number=1).update(state=Group.State.CLOSED)
    GroupMember.objects.filter(run=published).exclude(group__number=1).update(is_active=False)
    Person.objects.exclude(pk__in=members(published)[1]).update(participation=Participation.LEFT)
    carry_out(actor=owner, run_id=worked_out(owner, later).pk, now=later)
    seat = GroupMember.objects.get(person=people[0])
    assert (seat.is_active, seat.joined_at, seat.left_at) == (True, later, None)


def test_the_pages_say_what_is_wrong_and_what_would_change(
    owner_client: Client, owner: Actor, published: Run, people: list[Person], now: datetime
) -> None:
    page = reverse("formation:mend")
    assert "Nothing to mend" in owner_client.get(page).content.decode()
    leave(now, *[person for person in people if person.pk in members(published)[1]][:2])
    (joiner,) = join(owner.organisation, 1)
    text = owner_client.get(page).content.decode()
    assert "fewer than 3 members" in text
    assert "Group 1" in text
    response = owner_client.post(page)
    run = Run.objects.get(kind=Run.Kind.MEND)
    assert response["Location"] == reverse("formation:run", args=[run.pk])
    tasks.form_run(run.pk)
    assert "See what was found" in owner_client.get(reverse("formation:run", args=[run.pk])).content.decode()
    found = reverse("formation:mending", args=[run.pk])
    text = owner_client.get(found).content.decode()
    assert joiner.name in text
    assert "Carry out" in text
    assert owner_client.post(found)["Location"] == reverse("formation:groups")
    assert "This was carried out." in owner_client.get(found).content.decode()
    assert owner_client.post(found).status_code == 409


def test_the_mending_of_many_takes_as_many_queries_as_that_of_few(owner: Actor, published: Run, now: datetime) -> None:
    counts = []
    for _ in range(2):
        join(owner.organisation, 1)
        run = worked_out(owner, now)
        with CaptureQueriesContext(connection) as seen:
            mending.proposal_of(Run.objects.get(pk=run.pk))
        counts.append(len(seen))
    assert counts[0] == counts[1]
