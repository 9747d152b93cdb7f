"""The audit trail: who did what to which row; never a word of what people wrote."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hexad_web.accounts import actions, audit
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Membership, Organisation, Role
from tests.hexad_web.conftest import actor_of

pytestmark = pytest.mark.django_db
AUDIT = "/accounts/audit/"


def note(actor: Actor, now: datetime, action: str = "people.import", **details: int) -> None:
    audit.record(actor=actor, action=action, target="Import 7", now=now, **details)


def test_an_entry_says_who_in_which_role_did_what_and_how_much(
    administrator_client: Client, owner: Actor, now: datetime
) -> None:
    note(owner, now, people=117, problems=2)

    page = administrator_client.get(AUDIT).content.decode()

    for words in ("Olga Example", "Imported people", "Import 7", "people 117, problems 2", "10:00 (Berlin)"):
        assert words in page


def test_the_newest_entry_stands_first_and_old_ones_on_further_pages(
    administrator_client: Client, owner: Actor, now: datetime
) -> None:
    for minute in range(51):
        note(owner, now + timedelta(minutes=minute), f"people.step-{minute}")

    first = administrator_client.get(AUDIT).content.decode()
    second = administrator_client.get(AUDIT, {"page": 2}).content.decode()

    assert first.index("people: step-50") < first.index("people: step-1<")
    assert "people: step-0<" not in first
    assert "people: step-0<" in second


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "\0"])
def test_any_page_number_shows_a_page(administrator_client: Client, page: str) -> None:
    assert administrator_client.get(AUDIT, {"page": page}).status_code == 200


def test_another_organisations_trail_does_not_exist(
    administrator_client: Client, stranger: Actor, now: datetime
) -> None:
    note(stranger, now, "people.their-own")

    page = administrator_client.get(AUDIT).content.decode()

    assert "their-own" not in page
    assert "Nothing yet." in page


def test_a_sign_in_is_seen_by_each_organisation_of_the_person_and_no_other(
    owner: Actor, stranger_organisation: Organisation, now: datetime
) -> None:
    third = Organisation.objects.create(name="Third", slug="third")
    Membership.objects.create(organisation=stranger_organisation, user=owner.user, role=Role.SPONSOR)
    Membership.objects.create(organisation=owner.organisation, user=owner.user, role=Role.SPONSOR)
    assert owner.user is not None

    audit.record_sign_in(user=owner.user, way="code", now=now)

    seen = AuditEntry.objects.values_list("organisation", flat=True)
    assert sorted(seen) == sorted([owner.organisation.pk, stranger_organisation.pk])
    assert third.pk not in seen


def test_hexads_own_work_and_deleted_accounts_are_named_as_such(
    administrator_client: Client, administrator: Actor, now: datetime
) -> None:
    gone = actor_of(administrator.organisation, Role.OWNER, "Gus")
    note(gone, now)
    assert gone.user is not None
    gone.user.delete()
    note(Actor.worker(administrator.organisation), now)

    page = administrator_client.get(AUDIT).content.decode()

    assert "deleted account" in page
    assert "Hexad itself" in page


def test_nothing_that_people_typed_is_in_the_trail(administrator: Actor, administrator_client: Client) -> None:
    typed = "Wuthering"
    administrator_client.post(
        reverse("accounts:profile"), {"name": typed, "language": "", "time_zone": "UTC", "clock": ""}
    )
    administrator_client.post(reverse("accounts:organisation"), {"name": typed, "time_zone": "UTC"})
    administrator_client.post(
        reverse("accounts:members"), {"email": f"{typed}@x.example", "name": typed, "role": "owner"}
    )

    assert AuditEntry.objects.count() == 3
    assert typed.lower() not in str(list(AuditEntry.objects.values())).lower()


def test_what_is_undone_leaves_no_entry(administrator: Actor, now: datetime) -> None:
    with transaction.atomic():
        actions.save_organisation(actor=administrator, name="Other", time_zone="UTC", now=now)
        transaction.set_rollback(True)

    assert not AuditEntry.objects.exists()


def test_an_entry_without_an_action_is_refused_by_the_database(owner: Actor, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        note(owner, now, "")
