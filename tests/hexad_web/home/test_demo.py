"""The invented organisation: loaded once, with people who decline, leave and forget, and a way in for each role."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from hexad_web.accounts.models import Membership, Organisation, SignInLink, User
from hexad_web.availability.models import Source
from hexad_web.challenges import tasks as challenges
from hexad_web.challenges.models import Topic
from hexad_web.home import demo
from hexad_web.people.models import Participation, Person
from tests.examples import NOW
from tests.hexad_web.home.conftest import home_of

pytestmark = pytest.mark.django_db
HOMES = {
    "Programme owner": "What needs you",
    "Participant": "What needs me",
    "Sponsor": "There is no report yet.",
    "Administrator": "Health",
}


@pytest.fixture(scope="module")
def aldermoor(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Organisation]:
    """Loading takes a second or two: the module shares it, and each test runs in a transaction inside this one."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(now=NOW, say=lambda text: None)
        yield Organisation.objects.get()
        transaction.set_rollback(True)


def test_the_demo_is_an_organisation_of_its_own(aldermoor: Organisation) -> None:
    assert (aldermoor.name, aldermoor.slug) == ("Aldermoor Works", demo.SLUG)
    assert Person.objects.count() == demo.MANAGERS
    assert set(Person.objects.values_list("organisation", flat=True)) == {aldermoor.pk}


def test_a_second_start_changes_nothing(aldermoor: Organisation) -> None:
    said: list[str] = []
    before = list(Person.objects.order_by("pk").values())

    demo.load(now=NOW + timedelta(days=1), say=said.append)

    assert not said
    assert Organisation.objects.count() == 1
    assert list(Person.objects.order_by("pk").values()) == before


def test_some_decline_some_leave_and_some_forget(aldermoor: Organisation) -> None:
    standing = Counter(Person.objects.values_list("participation", flat=True))

    assert set(standing) == {Participation.JOINED, Participation.DECLINED, Participation.INVITED, Participation.LEFT}
    assert standing[Participation.JOINED] >= 100
    silent = Person.objects.filter(participation=Participation.INVITED)
    assert set(silent.values_list("answered_at", flat=True)) == {None}
    leavers = Person.objects.filter(participation=Participation.LEFT)
    assert set(leavers.values_list("participation_before", "left_at")) == {(Participation.JOINED, NOW)}


def test_whoever_joined_has_a_login_without_a_password_and_nobody_else_has_one(aldermoor: Organisation) -> None:
    with_login = Person.objects.exclude(user=None)

    assert set(with_login.values_list("participation", flat=True)) == {Participation.JOINED}
    assert not Person.objects.filter(participation=Participation.JOINED, user=None).exists()
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert Membership.objects.filter(role="participant").count() == with_login.count()


def test_every_reporting_line_leads_to_the_top_without_a_circle(aldermoor: Organisation) -> None:
    boss_of = dict(Person.objects.values_list("pk", "boss"))

    assert Person.objects.exclude(boss_email="").filter(boss=None).count() == 0
    for person in boss_of:
        line = [person]
        while (boss := boss_of[line[-1]]) is not None:
            assert boss not in line
            line.append(boss)
    assert 0 < list(boss_of.values()).count(None) < len(boss_of) / 5


def test_four_sites_in_three_zones_with_levels_languages_and_hours(aldermoor: Organisation) -> None:
    people = Person.objects.all()

    assert len(set(people.values_list("site", flat=True))) == 4
    assert len(set(people.values_list("time_zone", flat=True))) == 3
    assert len(set(people.values_list("level", flat=True))) > 1
    assert len(set(people.values_list("weekly_hours", flat=True))) > 1
    assert all(person.languages and person.start_date and person.department for person in people)


def test_everybody_has_a_calendar_of_busy_times_and_nothing_else(aldermoor: Organisation) -> None:
    sources = list(Source.objects.all())

    assert {source.person_id for source in sources} == set(Person.objects.values_list("pk", flat=True))
    assert all(source.busy and source.busy_hash for source in sources)
    assert all(source.covers_from < NOW < source.covers_until for source in sources)  # type: ignore[operator]
    assert {len(row) for source in sources for row in source.busy} == {3}  # start, end and kind: no title


def test_each_role_gets_a_link_that_lets_in_to_its_home(aldermoor: Organisation) -> None:
    links = dict(demo.sign_in_links(now=NOW))

    assert set(links) == set(HOMES)
    for role, words in HOMES.items():
        browser = Client()
        SignInLink.objects.update(expires_at=NOW + timedelta(days=10_000))  # the cast's day may be long past
        browser.post(re.sub(r"^https?://[^/]+", "", links[role]))
        assert words in home_of(browser)


def test_each_start_makes_new_links_that_live_for_a_day(aldermoor: Organisation) -> None:
    first, second = dict(demo.sign_in_links(now=NOW)), dict(demo.sign_in_links(now=NOW))

    assert not set(first.values()) & set(second.values())
    assert set(SignInLink.objects.values_list("expires_at", flat=True)) == {NOW + timedelta(days=1)}


@pytest.mark.parametrize(
    ("days", "first"), [(0, "2026-12-14"), (5, "2026-12-14"), (6, "2026-12-21"), (12, "2026-12-21")]
)
def test_calendars_begin_on_the_second_monday_from_now(days: int, first: str) -> None:
    """NOW is a Tuesday."""
    assert demo.coming_monday(NOW + timedelta(days=days)).isoformat() == first


def test_what_people_share_becomes_topics_that_the_owner_can_read(aldermoor: Organisation) -> None:
    challenges.reconcile(NOW)

    titles = list(Topic.objects.values_list("title", flat=True))
    assert len(titles) == len(set(titles)) >= 3
    assert {"Delegation", "From expert to manager"} <= set(titles)
    assert Topic.objects.get(title="Delegation").challenges.count() >= 4
