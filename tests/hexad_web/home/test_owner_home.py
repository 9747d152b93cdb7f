"""The owner's home: what needs them, three things at most, each with its minutes and a button that leads there."""

from datetime import datetime, timedelta

import pytest
from benchmarks.lived import Lived
from django.test import Client
from django.urls import reverse

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Organisation
from hexad_web.formation.actions.publishing import Draft, publish
from hexad_web.formation.models import Run
from hexad_web.home import queries
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.scheduling.models import Meeting
from tests.hexad_web.formation.cast import finished_run, join, queued_run
from tests.hexad_web.home.conftest import home_of
from tests.hexad_web.outbox.mails import queued
from tests.hexad_web.report.conftest import BEGINS, CLOSED_AT, LAST
from tests.hexad_web.scheduling import conftest as scheduling
from tests.hexad_web.walks.world import add_sources

# The published group and its plan are the ones that scheduling tests with.
formation_run, make_group, group = scheduling.formation_run, scheduling.make_group, scheduling.group
plan_run, make_plan, plan = scheduling.plan_run, scheduling.make_plan, scheduling.plan
confirm, explore = scheduling.confirm, scheduling.explore
pytestmark = pytest.mark.django_db


def sentences(actor: Actor, now: datetime) -> list[str]:
    found = queries.owner_home(actor, now)
    return [thing.sentence for thing in (*found.things, *found.later)]


def test_where_nobody_is_yet_the_first_thing_is_a_file(owner_client: Client) -> None:
    page = home_of(owner_client)

    assert "Nobody is here yet. A file of managers brings them in." in page
    assert "10 minutes" in page
    assert f'href="{reverse("people:import_new")}"' in page
    assert "Nothing needs you." not in page


@pytest.mark.parametrize(("count", "words"), [(1, "1 person has not been asked yet."), (7, "7 people have not")])
def test_people_who_were_not_asked_are_to_be_invited(owner: Actor, now: datetime, count: int, words: str) -> None:
    join(owner.organisation, count, participation=Participation.NOT_INVITED)

    assert sentences(owner, now)[0].startswith(words)


def test_people_who_joined_are_to_be_grouped(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 12)

    assert "12 people joined. Groups can be formed." in sentences(owner, now)


def test_a_search_is_to_be_watched_then_looked_at(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 12)
    run = queued_run(owner, now)
    assert "A search for groups is running." in sentences(owner, now)
    Run.objects.filter(pk=run.pk).update(state=Run.State.IMPOSSIBLE)
    assert "12 people joined. Groups can be formed." in sentences(owner, now)

    finished_run(owner, now)

    assert "3 groups wait to be published." in sentences(owner, now)


def test_published_groups_want_dates_and_people_want_calendars(owner: Actor, now: datetime) -> None:
    join(owner.organisation, 12)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)

    found = sentences(owner, now)

    assert "3 groups have no dates yet." in found
    assert "12 people who joined have no calendar here yet." in found
    assert not any("published" in sentence or "formed" in sentence for sentence in found)


def test_groups_that_became_small_and_people_without_one_are_to_be_mended(owner: Actor, now: datetime) -> None:
    people = join(owner.organisation, 12)
    run = finished_run(owner, now)
    publish(actor=owner, draft=Draft(run.pk, run.revision), now=now)
    join(owner.organisation, 1)
    assert "1 person waits for a group." in sentences(owner, now)

    Person.objects.filter(pk=people[0].pk).update(participation=Participation.LEFT)

    found = sentences(owner, now)
    assert "1 group became too small." in found
    assert "1 person waits for a group." not in found, "one page answers both"


def test_a_mail_that_failed_wants_a_look_until_it_was_seen(owner: Actor, now: datetime) -> None:
    queued(owner.organisation, "ben")
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED)
    assert "1 mail needs a look." in sentences(owner, now)

    OutboxMessage.objects.update(seen_at=now)

    assert "1 mail needs a look." not in sentences(owner, now)


def test_at_most_three_things_stand_first_and_the_others_wait_below(owner: Actor, owner_client: Client) -> None:
    join(owner.organisation, 3, participation=Participation.NOT_INVITED)
    join(owner.organisation, 12)
    queued(owner.organisation, "ben")
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED)

    page = home_of(owner_client)

    first, _summary, later = page.partition("<summary>Later</summary>")
    assert first.count("minutes</span>") == 3
    assert "1 mail needs a look." in later
    assert page.index("have not been asked") < page.index("joined. Groups can be formed.")


def test_every_button_leads_to_a_page(owner: Actor, owner_client: Client, now: datetime) -> None:
    join(owner.organisation, 3, participation=Participation.NOT_INVITED)
    join(owner.organisation, 12)
    finished_run(owner, now)
    queued(owner.organisation, "ben")
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED)
    found = queries.owner_home(owner, now)
    things = [*found.things, *found.later]

    assert len(things) == 4
    for thing in things:
        url = reverse(thing.route, args=[] if thing.argument is None else [thing.argument])
        assert owner_client.get(url).status_code == 200, thing
        assert 0 < thing.minutes <= 15


def test_where_all_is_done_nothing_needs_the_owner(
    owner_client: Client, explore: Meeting, organisation: Organisation
) -> None:
    for person in Person.objects.all():
        add_sources(person)

    page = home_of(owner_client)

    assert "Nothing needs you." in page
    assert "Groups have their dates, and mails have gone out." in page


def test_the_figures_count_whom_and_what_there_is(owner: Actor, explore: Meeting, now: datetime) -> None:
    join(owner.organisation, 2, participation=Participation.LEFT)
    join(owner.organisation, 3, participation=Participation.DECLINED)

    found = queries.owner_home(owner, now)

    assert (found.people, found.joined, found.groups, found.meetings) == (9, 6, 1, 2)
    assert queries.owner_home(owner, explore.end).meetings == 1


def test_another_organisations_things_are_not_ours(stranger: Actor, explore: Meeting, now: datetime) -> None:
    found = queries.owner_home(stranger, now)

    assert (found.people, found.groups, found.meetings) == (0, 0, 0)
    assert [thing.action for thing in found.things] == ["Import people"]


def test_a_quarter_without_a_report_is_a_thing_to_do(owner: Actor) -> None:
    lived = Lived(owner.organisation, BEGINS)
    lived.cycle(lived.groups(lived.people(20)), 28)

    assert not any("without a report" in text for text in sentences(owner, CLOSED_AT - timedelta(days=150)))
    assert "25 weeks without a report to the board." in sentences(owner, CLOSED_AT)

    wanted = Wanted(name="First half", start_date=BEGINS, last_date=LAST, threshold=8)
    close_period(actor=owner, wanted=wanted, now=CLOSED_AT)
    assert not any("without a report" in text for text in sentences(owner, CLOSED_AT))
    assert queries.owner_home(owner, CLOSED_AT).board is not None
