from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hexad.availability.horizon import Horizon
from hexad.availability.intervals import Busy
from hexad_web.accounts.models import Organisation
from hexad_web.availability import mask_cache, queries, stored
from hexad_web.availability.models import Hours, Kind, Problem, Source
from hexad_web.availability.queries import engine
from hexad_web.people.models import Person
from tests.hexad_web.availability.conftest import WEEK, at, person_of, uploaded


def slots(horizon: Horizon, bitmap: int) -> list[str]:
    """First slot of each run, as UTC text."""
    edges = bitmap & ~(bitmap << 1)
    return [f"{horizon.time_of(slot):%a %H:%M}" for slot in range(horizon.slots) if edges >> slot & 1]


def hours_row(person: Person, **fields: object) -> Hours:
    return Hours.objects.create(organisation=person.organisation, person=person, **{"zone": "Europe/Berlin", **fields})


def test_a_person_without_a_calendar_counts_as_work_hours_only(ben: Person, now: datetime) -> None:
    mask = queries.masks_for([ben], WEEK)[ben.pk]
    assert slots(WEEK, mask.work) == [f"{day} 08:00" for day in ("Mon", "Tue", "Wed", "Thu", "Fri")]
    assert (mask.busy, mask.soft) == (0, 0)
    assert queries.freshness([ben], now).without_calendar == {ben.pk}


def test_busy_times_of_all_sources_of_a_person_block(ben: Person, now: datetime) -> None:
    uploaded(ben, Busy("", at(7, 9), at(7, 10)), read_at=now)
    uploaded(ben, Busy("", at(8, 9, 5), at(8, 9, 20)), Busy("", at(9, 9), at(9, 10), "tentative"), read_at=now)
    mask = queries.masks_for([ben], WEEK)[ben.pk]
    assert slots(WEEK, mask.busy) == ["Mon 09:00", "Tue 09:00"]
    assert mask.busy.bit_count() == 4 + 2
    assert slots(WEEK, mask.soft) == ["Wed 09:00"]


def test_a_painted_week_repeats_at_the_wall_times_of_its_person(ben: Person, now: datetime) -> None:
    Source.objects.create(
        organisation=ben.organisation,
        person=ben,
        kind=Kind.GRID,
        name="My week",
        pattern=[[0, 540, 600, "busy"], [1, 540, 600, "not"]],
        busy_hash="painted",
        created_at=now,
        read_at=now,
    )
    autumn = Horizon.between(date(2026, 10, 19), date(2026, 11, 2))
    mask = queries.masks_for([ben], autumn)[ben.pk]
    assert slots(autumn, mask.busy) == ["Mon 07:00", "Mon 08:00"]  # before and after the clocks go back
    assert slots(autumn, mask.soft) == ["Tue 07:00", "Tue 08:00"]


def test_time_beyond_what_was_read_is_never_free(ben: Person, now: datetime) -> None:
    uploaded(ben, read_at=now, covers_until=at(9, 0))
    mask = queries.masks_for([ben], WEEK)[ben.pk]
    assert mask.busy == WEEK.bits(WEEK.slot_of(at(9, 0)), WEEK.slots)


def test_a_removed_source_does_not_count(ben: Person, now: datetime) -> None:
    uploaded(ben, Busy("", at(7, 9), at(7, 10)), read_at=now, removed_at=now)
    assert queries.masks_for([ben], WEEK)[ben.pk].busy == 0
    assert queries.freshness([ben], now).without_calendar == {ben.pk}


def test_a_changed_calendar_changes_the_mask_at_once(ben: Person, now: datetime) -> None:
    source = uploaded(ben, Busy("", at(7, 9), at(7, 10)), read_at=now)
    before = queries.masks_for([ben], WEEK)[ben.pk]
    source.busy = stored.pack([Busy("", at(8, 9), at(8, 10))])
    source.busy_hash = stored.digest(source.busy)
    source.save()
    assert slots(WEEK, before.busy) == ["Mon 09:00"]
    assert slots(WEEK, queries.masks_for([ben], WEEK)[ben.pk].busy) == ["Tue 09:00"]


def test_changed_hours_change_the_mask_at_once(ben: Person) -> None:
    queries.masks_for([ben], WEEK)
    hours_row(ben, weekly=[[[600, 660]], [], [], [], [], [], []], stretch=[[]] * 7)
    mask = queries.masks_for([ben], WEEK)[ben.pk]
    assert slots(WEEK, mask.work) == ["Mon 09:00"]
    assert mask.work.bit_count() == 4
    assert mask.stretch == 0


def test_public_holidays_of_the_country_are_no_work(ben: Person, fen: Person) -> None:
    christmas = Horizon.between(date(2026, 12, 21), date(2026, 12, 28))
    masks = queries.masks_for([ben, fen], christmas)
    assert slots(christmas, masks[ben.pk].work) == [f"{day} 08:00" for day in ("Mon", "Tue", "Wed", "Thu")]
    assert slots(christmas, masks[fen.pk].work) == [f"{day} 09:00" for day in ("Mon", "Tue", "Wed", "Thu")]


def test_own_days_off_and_worked_holidays_win_over_public_ones(ben: Person) -> None:
    hours_row(ben, country="DE", days_off=["2026-12-21"], days_worked=["2026-12-25"])
    christmas = Horizon.between(date(2026, 12, 21), date(2026, 12, 28))
    mask = queries.masks_for([ben], christmas)[ben.pk]
    assert slots(christmas, mask.work) == ["Tue 08:00", "Wed 08:00", "Thu 08:00", "Fri 08:00"]


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd"])
def test_without_a_usable_zone_the_organisation_s_counts(organisation: Organisation, zone: str) -> None:
    odd = person_of(organisation, "Odd", time_zone=zone)
    assert queries.hours_for([odd], WEEK)[odd.pk].zone == "Europe/Berlin"


def test_an_unknown_country_has_no_holidays_and_breaks_nothing(organisation: Organisation) -> None:
    odd = person_of(organisation, "Odd", country="XX")
    assert queries.hours_for([odd], WEEK)[odd.pk].holidays == frozenset()


def test_days_at_the_site_are_known_only_where_somebody_said_so(ben: Person, fen: Person) -> None:
    hours_row(ben, in_person_days=[1, 3])
    hours_row(fen)
    assert queries.in_person_days([ben, fen]) == {ben.pk: frozenset({1, 3})}


def test_freshness_counts_old_copies_and_ignores_painted_weeks(ben: Person, fen: Person, now: datetime) -> None:
    uploaded(ben, read_at=now - timedelta(days=31))
    Source.objects.create(
        organisation=fen.organisation,
        person=fen,
        kind=Kind.GRID,
        name="w",
        created_at=now,
        read_at=now - timedelta(days=900),
    )
    found = queries.freshness([ben, fen], now)
    assert found.stale == {ben.pk}
    assert found.without_calendar == frozenset()
    assert found.oldest == now - timedelta(days=31)


def test_a_feed_that_was_never_read_is_not_a_calendar_yet(ben: Person, now: datetime) -> None:
    Source.objects.create(
        organisation=ben.organisation,
        person=ben,
        kind=Kind.FEED,
        name="f",
        created_at=now,
        sealed_url=b"x",
        problem=Problem.TIMEOUT,
    )
    found = queries.freshness([ben], now)
    assert found.without_calendar == {ben.pk}
    assert queries.masks_for([ben], WEEK)[ben.pk].busy == 0


@pytest.mark.parametrize("many", [2, 30, engine.MOST_NAMED + 1])
def test_the_number_of_queries_does_not_grow(organisation: Organisation, now: datetime, many: int) -> None:
    people = Person.objects.bulk_create(
        Person(organisation=organisation, email=f"p{n}@northwind.example", name=f"P {n}", time_zone="Europe/Berlin")
        for n in range(many)
    )
    for person in people[:20]:
        uploaded(person, Busy("", at(7, 9), at(7, 10)), read_at=now)
    with CaptureQueriesContext(connection) as cold:
        queries.masks_for(people, WEEK)
    with CaptureQueriesContext(connection) as warm:
        queries.masks_for(people, WEEK)
        queries.freshness(people, now)
    assert len(cold) == 3
    assert len(warm) == 2 + 1


def test_people_of_another_organisation_stay_out_of_a_large_answer(
    organisation: Organisation, stranger_organisation: Organisation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "MOST_NAMED", 1)
    ours = [person_of(organisation, name) for name in ("Ben", "Eva")]
    left_out = person_of(organisation, "Gus")
    theirs = person_of(stranger_organisation, "Zoe")
    for person in (*ours, left_out, theirs):
        uploaded(person, Busy("", at(7, 9), at(7, 10)), read_at=now)
    assert set(queries.masks_for(ours, WEEK)) == {person.pk for person in ours}
    assert set(queries.busy_for(ours, WEEK)) == {person.pk for person in ours}
    assert queries.freshness(ours, now).without_calendar == frozenset()


def test_nobody_asked_for_is_nobody_answered(db: None) -> None:
    assert queries.masks_for([], WEEK) == {}


def test_the_cache_forgets_the_oldest(ben: Person) -> None:
    cache = mask_cache.MaskCache(size=2)
    mask = queries.masks_for([ben], WEEK)[ben.pk]
    for key in ("a", "b"):
        cache.put(key, mask)
    cache.get("a")
    cache.put("c", mask)
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]
