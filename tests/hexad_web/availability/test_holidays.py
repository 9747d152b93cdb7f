"""Holidays of a site: as its country has them, corrected by the owner, and what they mean for people and planning."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from hexad.availability.horizon import Horizon
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Organisation
from hexad_web.availability import actions, queries
from hexad_web.availability.models import Hours, SiteHolidays
from hexad_web.availability.queries import holidays
from hexad_web.people.models import Person
from tests.hexad_web.availability.conftest import person_of

PAGE = "/availability/holidays/"
SITE = f"{PAGE}site/?site=Berlin"
DAY = f"{PAGE}site/day/?site=Berlin"
SWITCH = f"{PAGE}site/day/switch/?site=Berlin"
# Of these days 8 March is a holiday in Berlin alone, 26 March (Good Friday 2027) all over Germany.
SPRING = Horizon.between(date(2027, 3, 1), date(2027, 4, 1))
WOMEN_S_DAY, GOOD_FRIDAY = date(2027, 3, 8), date(2027, 3, 26)


@pytest.fixture
def ada(organisation: Organisation) -> Person:
    return person_of(organisation, "Ada", site="Berlin")


def days_off(person: Person) -> set[date]:
    days = queries.hours_for([Person.objects.get(pk=person.pk)], SPRING)[person.pk].holidays
    return {day for day in days if SPRING.start.date() <= day < SPRING.end.date()}


def set_berlin(owner: Actor) -> SiteHolidays:
    return actions.set_country(actor=owner, site="Berlin", country="DE", region="BE", now=timezone.now())


def test_without_a_list_of_the_site_each_person_s_country_counts(ada: Person) -> None:
    assert days_off(ada) == {GOOD_FRIDAY, date(2027, 3, 29)}


def test_a_site_has_the_holidays_of_its_region(owner: Actor, ada: Person) -> None:
    set_berlin(owner)
    assert days_off(ada) == {WOMEN_S_DAY, GOOD_FRIDAY, date(2027, 3, 29)}


def test_the_owner_adds_renames_and_takes_out_days_and_takes_them_back(owner: Actor, ada: Person) -> None:
    set_berlin(owner)
    now, bridge = timezone.now(), date(2027, 3, 9)
    actions.add_day(actor=owner, site="Berlin", day=bridge, name="Bridge day", now=now)
    actions.add_day(actor=owner, site="Berlin", day=WOMEN_S_DAY, name="Day of the founders", now=now)
    row = actions.switch_day(actor=owner, site="Berlin", day=GOOD_FRIDAY, is_off=False, now=now)
    assert days_off(ada) == {WOMEN_S_DAY, bridge, date(2027, 3, 29)}
    named = {day.date: day.name for day in holidays.site_days(row, date(2027, 3, 1))}
    assert named[WOMEN_S_DAY] == "Day of the founders"
    assert named[GOOD_FRIDAY] == "Good Friday"
    actions.switch_day(actor=owner, site="Berlin", day=GOOD_FRIDAY, is_off=True, now=now)
    assert GOOD_FRIDAY in days_off(ada)
    assert AuditEntry.objects.filter(action="availability.site_holidays_set").count() == 5


def test_a_holiday_edited_late_changes_masks_at_once(owner: Actor, ada: Person) -> None:
    before = queries.masks_for([ada], SPRING)[ada.pk]
    actions.add_day(actor=owner, site="Berlin", day=date(2027, 3, 9), name="Bridge day", now=timezone.now())
    after = queries.masks_for([ada], SPRING)[ada.pk]
    assert (before.work & ~after.work).bit_count() == 8 * 4
    assert after.work & ~before.work == 0


def test_who_chose_other_holidays_keeps_them_and_own_days_come_on_top(owner: Actor, ada: Person) -> None:
    set_berlin(owner)
    own = {"organisation": ada.organisation, "person": ada, "zone": "Europe/Berlin", "country": "FR"}
    row = Hours.objects.create(**own, days_worked=[WOMEN_S_DAY.isoformat()], days_off=["2027-03-10"])
    assert days_off(ada) == {GOOD_FRIDAY, date(2027, 3, 29), date(2027, 3, 10)}
    Hours.objects.filter(pk=row.pk).update(holidays_of_site=False)
    assert days_off(ada) == {date(2027, 3, 29), date(2027, 3, 10)}  # France works on Good Friday
    Hours.objects.filter(pk=row.pk).update(country="")
    assert days_off(ada) == {date(2027, 3, 10)}


def test_a_site_of_the_same_name_elsewhere_is_another_one(
    owner: Actor, ada: Person, stranger_organisation: Organisation
) -> None:
    set_berlin(owner)
    other = person_of(stranger_organisation, "Otto", site="Berlin")
    assert WOMEN_S_DAY not in days_off(other)
    with pytest.raises(Http404):
        actions.set_country(actor=owner, site="Nowhere", country="DE", region="", now=timezone.now())


@pytest.mark.parametrize(("country", "region"), [("DE", "XX"), ("", "BE")])
def test_a_region_that_nobody_knows_is_refused(owner: Actor, ada: Person, country: str, region: str) -> None:
    with pytest.raises(ValidationError, match="No holidays are known"):
        actions.set_country(actor=owner, site="Berlin", country=country, region=region, now=timezone.now())
    assert not SiteHolidays.objects.exists()


def test_holidays_are_named_in_the_reader_s_language() -> None:
    with override("de"):
        assert holidays.named_public("DE", "", (2027,))[GOOD_FRIDAY] == "Karfreitag"
    with override("en"):
        assert holidays.named_public("DE", "", (2027,))[GOOD_FRIDAY] == "Good Friday"


def test_hours_of_many_people_cost_as_many_queries_as_those_of_one(owner: Actor, organisation: Organisation) -> None:
    people = [person_of(organisation, f"P{number}", site=f"S{number % 5}") for number in range(20)]
    for site in ("S0", "S1"):
        actions.set_country(actor=owner, site=site, country="DE", region="", now=timezone.now())
    counts = []
    for some in (people[:1], people):
        with CaptureQueriesContext(connection) as captured:
            queries.hours_for(some, SPRING)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_owner_s_pages_list_sites_and_change_their_days(owner_client: Client, ada: Person) -> None:
    page = owner_client.get(PAGE).content.decode()
    assert "Berlin" in page
    assert "Each person&#x27;s country" in page or "Each person's country" in page
    page = owner_client.get(SITE).content.decode()
    assert 'value="DE" selected' in page  # as most of its people were entered
    assert owner_client.post(SITE, {"country": "DE", "region": "be"}).status_code == 302
    assert (SiteHolidays.objects.get().country, SiteHolidays.objects.get().region) == ("DE", "BE")
    coming = timezone.localdate() + timedelta(days=30)
    owner_client.post(DAY, {"day": coming.isoformat(), "name": "Founders' day"})
    page = owner_client.get(SITE).content.decode()
    assert "Founders&#x27; day" in page
    assert "Added here" in page
    owner_client.post(SWITCH, {"day": coming.isoformat(), "is_off": "0"})
    page = owner_client.get(SITE).content.decode()
    assert "Work goes on" in page
    assert "Take back" in page


@pytest.mark.parametrize(
    ("url", "given"),
    [
        (SITE, {"country": "XX"}),
        (SITE, {"country": "DE", "region": "XX"}),
        (DAY, {"day": "soon", "name": "x"}),
        (DAY, {"day": "2027-03-09", "name": ""}),
        (DAY, {"day": "0001-03-09", "name": "x"}),
    ],
)
def test_what_cannot_be_is_explained(owner_client: Client, ada: Person, url: str, given: Mapping[str, str]) -> None:
    answer = owner_client.post(url, given)
    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not SiteHolidays.objects.exists()


def test_a_site_of_nobody_is_not_found(owner_client: Client, ada: Person) -> None:
    assert owner_client.get(f"{PAGE}site/").status_code == 302
    for url in (SITE, DAY, SWITCH):
        given = {"day": "2027-03-09", "name": "x", "is_off": "0"}
        assert owner_client.post(url.replace("Berlin", "Nowhere"), given).status_code == 404


def test_a_person_follows_the_site_or_not(
    participant_client: Client, participant: Actor, owner: Actor, ben: Person
) -> None:
    Person.objects.filter(pk=ben.pk).update(site="Berlin")
    hours = "/availability/hours/"
    assert "Holidays as my site has them" not in participant_client.get(hours).content.decode()
    set_berlin(owner)
    page = participant_client.get(hours).content.decode()
    assert "Holidays as my site has them" in page
    assert "Women&#x27;s Day" in page
    given = {"zone": "Europe/Berlin", "country": "GB"} | {f"work_{day}": "9:00-17:00" for day in range(5)}
    participant_client.post(hours, {**given, "holidays_of_site": "on"})
    assert Hours.objects.get().holidays_of_site
    assert "Berlin" in participant_client.get("/availability/calendars/").content.decode()
    participant_client.post(hours, given)
    assert not Hours.objects.get().holidays_of_site
    assert "United Kingdom" in participant_client.get("/availability/calendars/").content.decode()
