"""Erasure: a week to take it back, then all of one's own is gone, the group stays, frozen figures stay."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.core import serializers
from django.db import transaction

from hexad_web.accounts.models import AuditEntry, PrivateText, User
from hexad_web.evidence.models import Response
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person
from hexad_web.privacy.actions import erasing, ledger
from hexad_web.privacy.catalogue import OWN
from hexad_web.privacy.models import Erasure
from hexad_web.report.models import Period
from hexad_web.sessions.models import Card, Release
from tests.examples import NOW
from tests.hexad_web.conftest import client_of
from tests.hexad_web.walks.world import World

WEEK = timedelta(days=7)


@pytest.fixture
def person(world: World) -> Person:
    return Person.objects.get(user=world.actors["participant"].user)


def dump() -> str:
    rows = [row for model in apps.get_models() if model._meta.managed for row in model._default_manager.all()]
    return serializers.serialize("json", rows)


def test_the_first_tap_names_what_is_lost_and_the_second_notes_the_wish(world: World) -> None:
    client = client_of(world.actors["participant"])
    first = client.post("/privacy/erase/").content.decode()
    assert "Lost for good after 7 days" in first
    assert "Erase anyway" in first
    assert not Erasure.objects.exists()
    assert client.post("/privacy/erase/", {"sure": "1"}).status_code == 302
    page = client.get("/privacy/").content.decode()
    assert "You and your data are erased on" in page
    assert "Take it back" in page


def test_for_a_week_it_is_taken_back_with_one_tap(world: World, person: Person) -> None:
    client = client_of(world.actors["participant"])
    client.post("/privacy/erase/", {"sure": "1"})
    assert erasing.erase_due(now=NOW + WEEK - timedelta(seconds=1)) == 0
    client.post("/privacy/keep/")
    assert erasing.erase_due(now=NOW + 2 * WEEK) == 0
    person.refresh_from_db()
    assert person.name != erasing.NAME


def test_a_second_wish_changes_nothing(world: World) -> None:
    for day in range(2):
        erasing.ask(actor=world.actors["participant"], now=NOW + timedelta(days=day))
    assert Erasure.objects.get().due_at == NOW + WEEK


def test_everything_of_ones_own_is_gone(world: World, person: Person) -> None:
    user = world.actors["participant"].user
    assert user is not None
    email, name = person.email, person.name
    erasing.ask(actor=world.actors["participant"], now=NOW)
    assert erasing.erase_due(now=NOW + WEEK) == 1
    for own in OWN:
        if not own.stays and not own.by.startswith("user"):
            assert not apps.get_model(own.model)._default_manager.filter(**{own.by: person.pk}).exists(), own.model
    assert not PrivateText.objects.filter(author=user).exists()
    assert not Card.objects.filter(person=person).exists()
    assert not User.objects.filter(pk=user.pk).exists()
    left = dump()
    assert email not in left
    assert name not in left
    assert user.email not in left


def test_the_group_keeps_its_seat_without_a_name(world: World, person: Person) -> None:
    seats = GroupMember.objects.filter(person=person).count()
    erasing.erase(person_id=person.pk, now=NOW)
    assert GroupMember.objects.filter(person=person).count() == seats > 0
    person.refresh_from_db()
    assert (person.name, person.participation, person.user) == ("Former member", "left", None)


def test_every_page_of_the_organisation_still_opens(world: World, person: Person) -> None:
    erasing.erase(person_id=person.pk, now=NOW)
    client = client_of(world.actors["owner"])
    for path in ("/", "/people/", "/formation/groups/", "/scheduling/plan/", f"/people/{person.pk}/"):
        assert client.get(path).status_code == 200, path
    colleague = client_of(world.colleague)
    for path in ("/", "/formation/mine/", "/practice/"):
        assert colleague.get(path).status_code in (200, 404), path


def test_a_closed_period_stays_as_it_was(world: World, person: Person) -> None:
    period = Period.objects.create(
        organisation=person.organisation,
        name="Before",
        start_date=NOW.date() - timedelta(days=90),
        end_date=NOW.date(),
        snapshot='{"format": "hexad-snapshot/1"}',
        digest="d",
        closed_at=NOW,
    )
    erasing.erase(person_id=person.pk, now=NOW)
    period.refresh_from_db()
    assert period.snapshot == '{"format": "hexad-snapshot/1"}'


def test_what_was_not_read_outside_the_group_leaves_it_no_more(world: World, person: Person) -> None:
    proposed = Release.objects.filter(proposed_by=person)
    assert proposed.exists()
    keys = list(proposed.values_list("pk", flat=True))
    erasing.erase(person_id=person.pk, now=NOW)
    for release in Release.objects.filter(pk__in=keys):
        assert (release.state, release.text, release.draft_id, release.proposed_by_id) == ("withdrawn", "", None, None)


def test_somebody_with_another_role_keeps_the_login_for_it(world: World, person: Person) -> None:
    from hexad_web.accounts.models import Membership

    user = world.actors["participant"].user
    Membership.objects.create(organisation=person.organisation, user=user, role="sponsor")
    erasing.erase(person_id=person.pk, now=NOW)
    assert list(Membership.objects.filter(user=user).values_list("role", flat=True)) == ["sponsor"]


def test_the_ledger_outlives_a_rollback_of_time(world: World, person: Person, own_ledger: Path) -> None:
    """What a restored backup brings back is erased again, once, and the trail says so."""
    with transaction.atomic():
        before = transaction.savepoint()
        erasing.erase(person_id=person.pk, now=NOW)
        transaction.savepoint_rollback(before)  # the database of yesterday is back
    person.refresh_from_db()
    assert person.name != erasing.NAME
    assert [line.person for line in ledger.lines()] == [person.pk]
    assert erasing.replay(now=NOW + WEEK) == 1
    assert erasing.replay(now=NOW + WEEK) == 0
    person.refresh_from_db()
    assert person.name == erasing.NAME
    assert own_ledger.read_text().count("\n") == 1
    assert AuditEntry.objects.filter(action="privacy.erase").count() == 1


def test_a_line_that_a_crash_cut_off_is_passed_over(own_ledger: Path) -> None:
    line = ledger.Line(1, 2, NOW.isoformat())
    own_ledger.write_text('{"organisation": 1, "per\n')
    ledger.note(line)
    assert list(ledger.lines()) == [line]
    assert json.loads(own_ledger.read_text().splitlines()[1]) == {"organisation": 1, "person": 2, "at": line.at}


def test_nobody_is_erased_whom_the_ledger_does_not_name(world: World) -> None:
    assert erasing.replay(now=NOW) == 0
    assert erasing.erase(person_id=10**9, now=NOW) is False


def test_no_answer_of_the_person_is_left_to_count(world: World, person: Person) -> None:
    erasing.erase(person_id=person.pk, now=NOW)
    assert not Response.objects.filter(person=person).exists()
