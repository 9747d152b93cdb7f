"""The administrator's and the sponsor's home, and what a monitor is told."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from benchmarks.lived import Lived
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hexad_web.accounts.access import Actor
from hexad_web.availability.models import Problem, Source
from hexad_web.home import actions, queries
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Person
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.report.queries.periods import next_period
from tests.hexad_web.home.conftest import home_of
from tests.hexad_web.outbox.mails import queued
from tests.hexad_web.report.conftest import BEGINS, CLOSED_AT, LAST
from tests.hexad_web.walks.world import add_sources

pytestmark = pytest.mark.django_db
HEALTH = "/healthz"


def test_a_silent_worker_is_named_with_its_remedy(administrator_client: Client) -> None:
    page = home_of(administrator_client)

    assert "The background worker is silent. Start it with hexad-web worker, or restart hexad-web serve." in page


def test_a_worker_that_shows_itself_is_well(administrator_client: Client, now: datetime) -> None:
    actions.beat(now=now - timedelta(seconds=59))

    page = home_of(administrator_client)

    assert "The background worker answered just now." in page
    assert "is silent" not in page


def test_mails_and_calendars_that_fail_are_counted(
    administrator: Actor, administrator_client: Client, now: datetime, ben: Person
) -> None:
    for name in ("ben", "cho", "eva"):
        queued(administrator.organisation, name)
    OutboxMessage.objects.filter(recipient__startswith="ben").update(state=OutboxMessage.State.FAILED)
    OutboxMessage.objects.filter(recipient__startswith="cho").update(last_error="unreachable")
    add_sources(ben)
    Source.objects.filter(kind="feed").update(problem=Problem.DENIED)

    found = queries.administrator_home(administrator, now)

    assert (found.mail.waiting, found.mail.failed, found.mail.held_up.count) == (2, 1, 1)
    assert (found.feeds, found.feeds_failing) == (1, 1)
    assert "The mail server does not take 1 mail, since" in home_of(administrator_client)


def test_a_sign_in_mail_that_failed_counts_for_its_own_organisation(
    administrator: Actor, owner: Actor, stranger: Actor, now: datetime
) -> None:
    assert owner.user is not None
    queued(None, "somebody")
    OutboxMessage.objects.update(state=OutboxMessage.State.FAILED, recipient=owner.user.email)

    assert queries.administrator_home(administrator, now).mail.sign_in_failed == 1
    assert queries.administrator_home(stranger, now).mail.sign_in_failed == 0


def test_the_administrator_sees_no_content(administrator: Actor, administrator_client: Client, ben: Person) -> None:
    add_sources(ben)
    queued(administrator.organisation, "ben", subject="Explore: delegation")

    page = home_of(administrator_client)

    for word in ("delegation", "ben@northwind.example", "Ben Example", "calendar.northwind"):
        assert word not in page


def test_a_sponsor_is_told_that_there_is_no_report_yet(sponsor_client: Client) -> None:
    page = home_of(sponsor_client)

    assert "There is no report yet." in page
    assert "What groups talk about never appears here." in page


def test_a_monitor_hears_that_all_is_well_or_that_the_worker_is_silent(client: Client, now: datetime) -> None:
    assert client.get(HEALTH).json() == {"status": "ok", "worker": "silent"}
    actions.beat(now=now - timedelta(seconds=61))
    assert client.get(HEALTH).json()["worker"] == "silent"
    actions.beat(now=now - timedelta(seconds=60))

    response = client.get(HEALTH)

    assert (response.status_code, response.json()) == (200, {"status": "ok", "worker": "ok"})
    assert client.head(HEALTH).status_code == 200
    assert client.post(HEALTH).status_code == 405


def test_a_monitor_costs_one_query_and_no_session(client: Client) -> None:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(HEALTH)

    assert len(captured) == 1
    assert not response.cookies


def test_a_database_that_does_not_answer_is_reported_as_such(client: Client) -> None:
    def fail(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:  # noqa: ANN401  # Django's own signature
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(fail):
        response = client.get(HEALTH)

    assert (response.status_code, response.json()) == (503, {"status": "no database"})


def test_a_sponsor_reads_the_latest_report_and_obstacles_and_nothing_else(owner: Actor, sponsor_client: Client) -> None:
    lived = Lived(owner.organisation, BEGINS)
    groups = lived.groups(lived.people(120))
    lived.cycle(groups, 28)
    for last in (LAST - timedelta(days=30), LAST):
        start = next_period(owner, CLOSED_AT).start_date
        wanted = Wanted(name=f"Until {last}", start_date=start, last_date=last, threshold=8)
        close_period(actor=owner, wanted=wanted, now=CLOSED_AT)

    page = home_of(sponsor_client)

    assert f"Until {LAST}" in page
    assert f"Until {LAST - timedelta(days=30)}" not in page
    assert page.count("data-figure=") <= 9
    assert "There is no report yet." not in page
