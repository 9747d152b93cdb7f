"""A file is looked at, then taken in whole or not at all."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from hexad.people.remedies import BREAK_CIRCLE
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.availability.models import Hours
from hexad_web.people.actions.confirming import confirm, undo
from hexad_web.people.actions.leaving import mark_left
from hexad_web.people.actions.register import ListChangedError
from hexad_web.people.actions.uploading import discard, discard_old, match_columns, read_again, take_file
from hexad_web.people.models import Import, Participation, Person
from hexad_web.people.queries.previews import refusal
from tests.examples import ADA, BEN, CHO, HAL, NORTHWIND
from tests.hexad_web.people.conftest import TakeIn, file_of

pytestmark = pytest.mark.django_db
State = Import.State


def test_nothing_is_imported_until_it_is_confirmed(look_at: TakeIn) -> None:
    import_ = look_at(file_of())

    assert (import_.state, import_.counts["new"]) == (State.READY, len(NORTHWIND))
    assert not Person.objects.exists()


def test_confirming_brings_everybody_in_with_bosses_and_drops_the_file(northwind: dict[str, Person]) -> None:
    import_ = Import.objects.get()

    assert len(northwind) == len(NORTHWIND)
    assert northwind["Hal"].boss == northwind["Ben"]
    assert northwind["Ada"].boss is None
    assert northwind["Dev"].start_date == date(2019, 3, 1)
    assert northwind["Dev"].languages == ["en", "de"]
    assert northwind["Dev"].participation == Participation.NOT_INVITED
    assert (import_.state, import_.sealed, import_.preview) == (State.DONE, None, {})


def test_the_same_file_again_changes_nothing(northwind: dict[str, Person], take_in: TakeIn) -> None:
    before = list(Person.objects.order_by("pk").values())

    import_ = take_in(file_of())

    assert list(Person.objects.order_by("pk").values()) == before
    assert (import_.counts["new"], import_.counts["changed"], import_.counts["unchanged"]) == (0, 0, len(NORTHWIND))


def test_a_corrected_file_updates_the_people_it_names(northwind: dict[str, Person], take_in: TakeIn) -> None:
    take_in(file_of(replace(BEN, department="Service", boss_email=CHO.email)))

    ben = Person.objects.get(email=BEN.email)
    assert (ben.pk, ben.department, ben.boss) == (northwind["Ben"].pk, "Service", northwind["Cho"])
    assert Person.objects.count() == len(NORTHWIND)


def test_a_file_without_a_column_leaves_that_field_alone(northwind: dict[str, Person], take_in: TakeIn) -> None:
    import_ = take_in(b"email,name\n" + f"{BEN.email},Benjamin".encode())

    ben = Person.objects.get(email=BEN.email)
    assert (ben.name, ben.department, ben.boss) == ("Benjamin", "Sales", northwind["Ada"])
    assert import_.counts["changed"] == 1


def test_a_value_that_cannot_be_read_leaves_the_present_one_alone(
    northwind: dict[str, Person], take_in: TakeIn
) -> None:
    take_in(f"email,name,start_date,time_zone\n{BEN.email},{BEN.name},soon,\n".encode())

    ben = Person.objects.get(email=BEN.email)
    assert (ben.start_date, ben.time_zone) == (BEN.start_date, "")


def test_further_columns_of_two_files_stand_side_by_side(take_in: TakeIn) -> None:
    take_in(b"email,name,Cost centre\na@x.de,A,S1")
    take_in(b"email,name,Phone\na@x.de,A,+49 1")
    take_in(b"email,name,Cost centre\na@x.de,A,")

    assert Person.objects.get().attributes == {"Phone": "+49 1"}


def test_a_boss_who_comes_with_a_later_file_is_connected(take_in: TakeIn) -> None:
    take_in(file_of(HAL))
    assert Person.objects.get().boss is None

    take_in(file_of(BEN, ADA))

    assert Person.objects.get(email=HAL.email).boss == Person.objects.get(email=BEN.email)


@pytest.mark.parametrize("row", ["not an address,A", "a@x.de,", "a@x.de,A\na@X.de,B", 'a@x.de,"A'])
def test_a_blocked_file_cannot_be_imported_and_nothing_of_it_is(row: str, look_at: TakeIn, owner: Actor) -> None:
    import_ = look_at(f"email,name\ngood@x.de,Good\n{row}".encode())

    with pytest.raises(ValidationError, match="Nothing was imported"):
        confirm(actor=owner, import_id=import_.pk, now=import_.created_at)
    assert not Person.objects.exists()
    assert Import.objects.get().state == State.READY


def test_a_circle_through_people_outside_the_file_blocks(northwind: dict[str, Person], look_at: TakeIn) -> None:
    import_ = look_at(file_of(replace(ADA, boss_email=HAL.email)))

    (problem,) = [p for p in import_.preview["problems"] if p["severity"] == "error"]
    assert problem["remedy"] == BREAK_CIRCLE
    assert problem["found"] == "Ada Example (row 2) → Hal Example → Ben Example → Ada Example (row 2)"


def test_people_missing_from_a_file_stay_and_are_offered(northwind: dict[str, Person], take_in: TakeIn) -> None:
    import_ = take_in(file_of(*NORTHWIND[:-1]))

    assert Person.objects.count() == len(NORTHWIND)
    assert import_.missing == [northwind["Kim"].pk]


def test_leavers_stay_leavers_when_a_file_still_names_them(
    northwind: dict[str, Person], look_at: TakeIn, owner: Actor, now: datetime
) -> None:
    mark_left(actor=owner, person_ids=[northwind["Kim"].pk], now=now)

    import_ = look_at(file_of())
    confirm(actor=owner, import_id=import_.pk, now=now)

    assert (import_.counts["left"], import_.counts["unchanged"]) == (1, len(NORTHWIND))
    assert Person.objects.get(email="kim@northwind.example").participation == Participation.LEFT


def test_of_two_owners_importing_at_once_the_second_is_told(look_at: TakeIn, owner: Actor, now: datetime) -> None:
    other = Actor(organisation=owner.organisation, role=owner.role)
    first = look_at(file_of(ADA))
    second = take_file(actor=other, name="other.csv", data=file_of(ADA, BEN), now=now)

    confirm(actor=owner, import_id=first.pk, now=now)
    with pytest.raises(ListChangedError, match="changed meanwhile"):
        confirm(actor=other, import_id=second.pk, now=now)
    assert Person.objects.count() == 1

    read_again(actor=other, import_id=second.pk)
    second.refresh_from_db()
    assert (second.counts["new"], second.counts["unchanged"]) == (1, 1)
    confirm(actor=other, import_id=second.pk, now=now)
    assert Person.objects.count() == 2


def test_an_import_is_confirmed_once(northwind: dict[str, Person], owner: Actor, now: datetime) -> None:
    with pytest.raises(ValidationError, match="no longer open"):
        confirm(actor=owner, import_id=Import.objects.get().pk, now=now)


def test_undoing_restores_values_and_takes_new_people_out(take_in: TakeIn, owner: Actor, now: datetime) -> None:
    take_in(file_of(ADA, BEN))
    before = list(Person.objects.order_by("pk").values())
    import_ = take_in(file_of(ADA, replace(BEN, start_date=date(2020, 1, 1), department="Service"), CHO))

    undo(actor=owner, import_id=import_.pk, now=now)

    assert list(Person.objects.order_by("pk").values()) == before
    assert Import.objects.get(pk=import_.pk).state == State.UNDONE


def test_only_the_latest_import_can_be_undone(take_in: TakeIn, owner: Actor, now: datetime) -> None:
    first = take_in(file_of(ADA))
    take_in(file_of(BEN))

    with pytest.raises(ValidationError, match="latest"):
        undo(actor=owner, import_id=first.pk, now=now)


def test_an_import_whose_people_were_invited_cannot_be_undone(take_in: TakeIn, owner: Actor, now: datetime) -> None:
    import_ = take_in(file_of(ADA))
    Person.objects.update(participation=Participation.INVITED)

    with pytest.raises(ValidationError, match="already take part"):
        undo(actor=owner, import_id=import_.pk, now=now)
    assert Person.objects.exists()


def test_an_import_on_which_another_stage_was_built_cannot_be_undone(
    take_in: TakeIn, owner: Actor, now: datetime
) -> None:
    import_ = take_in(file_of(ADA))
    Hours.objects.create(organisation=owner.organisation, person=Person.objects.get())

    with pytest.raises(ValidationError, match="already take part"):
        undo(actor=owner, import_id=import_.pk, now=now)


def test_an_import_before_another_change_of_the_list_cannot_be_undone(
    northwind: dict[str, Person], owner: Actor, now: datetime
) -> None:
    mark_left(actor=owner, person_ids=[northwind["Kim"].pk], now=now)

    with pytest.raises(ValidationError, match="changed since"):
        undo(actor=owner, import_id=Import.objects.get().pk, now=now)


def test_columns_that_are_not_recognised_are_asked_for_and_matched(
    look_at: TakeIn, owner: Actor, now: datetime
) -> None:
    import_ = look_at(b"who,where\nAda,a@x.de\n")
    assert import_.preview["missing"] == ["email", "name"]

    matched = match_columns(actor=owner, import_id=import_.pk, columns={"name": 0, "email": 1}, now=now)

    assert matched.counts["new"] == 1
    confirm(actor=owner, import_id=import_.pk, now=now)
    assert Person.objects.get().email == "a@x.de"


@pytest.mark.parametrize(("data", "words"), [(b"", "empty"), (b"PK\x03\x04zip", "workbook"), (b"\0\0", "empty")])
def test_a_file_that_cannot_be_read_says_why(data: bytes, words: str, look_at: TakeIn) -> None:
    import_ = look_at(data)

    assert import_.state == State.UNREADABLE
    assert words in refusal(import_)


def test_a_file_above_the_limit_is_refused(look_at: TakeIn) -> None:
    with pytest.raises(ValidationError, match="20 MB"):
        look_at(b"x" * (20 * 2**20 + 1))
    assert not Import.objects.exists()


def test_choosing_another_file_puts_the_first_away(look_at: TakeIn) -> None:
    first = look_at(file_of(ADA))
    look_at(file_of(BEN))

    first.refresh_from_db()
    assert (first.state, first.sealed, first.preview) == (State.DISCARDED, None, {})


def test_a_file_put_away_or_forgotten_is_dropped(look_at: TakeIn, owner: Actor, now: datetime) -> None:
    discard(actor=owner, import_id=look_at(file_of(ADA)).pk, now=now)
    forgotten = look_at(file_of(BEN))
    discard_old(now=now + timedelta(days=6))
    assert Import.objects.get(pk=forgotten.pk).state == State.READY

    discard_old(now=now + timedelta(days=8))

    assert not Import.objects.exclude(sealed=None).exists()


def test_the_file_is_kept_encrypted(look_at: TakeIn) -> None:
    sealed = bytes(look_at(file_of()).sealed or b"")

    assert sealed
    assert b"northwind" not in sealed


def test_what_happened_is_in_the_audit_trail_without_content(northwind: dict[str, Person]) -> None:
    entry = AuditEntry.objects.get(action="people.import")

    assert entry.details == {"new": len(NORTHWIND), "changed": 0}
    assert "northwind" not in str(entry.details)


def test_an_import_of_another_organisation_does_not_exist(look_at: TakeIn, stranger: Actor, now: datetime) -> None:
    import_ = look_at(file_of(ADA))

    with pytest.raises(Http404):
        confirm(actor=stranger, import_id=import_.pk, now=now)


def test_the_same_address_may_be_in_two_organisations(
    northwind: dict[str, Person], stranger: Actor, now: datetime
) -> None:
    import_ = take_file(actor=stranger, name="theirs.csv", data=file_of(ADA), now=now)

    assert import_.counts["new"] == 1
    confirm(actor=stranger, import_id=import_.pk, now=now)
    assert Person.objects.filter(email=ADA.email).count() == 2


def test_a_formula_is_kept_as_typed(take_in: TakeIn) -> None:
    take_in(b"email,name,department\na@x.de,=1+1,@SUM(A1)")

    assert (Person.objects.get().name, Person.objects.get().department) == ("=1+1", "@SUM(A1)")
