"""Who leaves stays in the list, without access; the mark can be taken back."""

from datetime import datetime

import pytest

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Role, User
from hexad_web.people.actions.leaving import mark_left, take_back
from hexad_web.people.models import Participation, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def kim(northwind: dict[str, Person]) -> Person:
    """Kim has joined and can sign in."""
    kim = northwind["Kim"]
    kim.user = User.objects.create_user(kim.email)
    kim.participation = Participation.JOINED
    kim.save()
    Membership.objects.create(organisation=kim.organisation, user=kim.user, role=Role.PARTICIPANT)
    return kim


def test_a_leaver_is_kept_and_loses_access(kim: Person, owner: Actor, now: datetime) -> None:
    assert mark_left(actor=owner, person_ids=[kim.pk], now=now) == 1

    kim.refresh_from_db()
    assert (kim.participation, kim.participation_before, kim.left_at) == (Participation.LEFT, "joined", now)
    assert not Membership.objects.filter(user=kim.user).exists()


def test_marking_twice_keeps_what_was_before(kim: Person, owner: Actor, now: datetime) -> None:
    mark_left(actor=owner, person_ids=[kim.pk], now=now)

    assert mark_left(actor=owner, person_ids=[kim.pk], now=now) == 0
    kim.refresh_from_db()
    assert kim.participation_before == Participation.JOINED


def test_taking_the_mark_back_restores_answer_and_access(kim: Person, owner: Actor, now: datetime) -> None:
    mark_left(actor=owner, person_ids=[kim.pk], now=now)

    assert take_back(actor=owner, person_ids=[kim.pk], now=now) == 1

    kim.refresh_from_db()
    assert (kim.participation, kim.left_at) == (Participation.JOINED, None)
    assert Membership.objects.filter(user=kim.user, role=Role.PARTICIPANT).exists()


def test_another_organisation_cannot_mark_anybody(kim: Person, stranger: Actor, now: datetime) -> None:
    assert mark_left(actor=stranger, person_ids=[kim.pk], now=now) == 0

    kim.refresh_from_db()
    assert kim.participation == Participation.JOINED


def test_another_role_of_the_leaver_stays(kim: Person, owner: Actor, now: datetime) -> None:
    assert kim.user is not None
    Membership.objects.create(organisation=kim.organisation, user=kim.user, role=Role.OWNER)

    mark_left(actor=owner, person_ids=[kim.pk], now=now)

    assert list(Membership.objects.filter(user=kim.user).values_list("role", flat=True)) == [Role.OWNER]
