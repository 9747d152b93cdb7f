"""Feeds read in the background from a real server, past the guard, by the real child."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from hexad_web.accounts.access import Actor
from hexad_web.availability import actions, feeds, fetching, syncing, tasks, waking
from hexad_web.availability.models import Problem, Source
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Participation, Person
from tests.hexad_web.availability.calendar_server import ICS, CalendarServer
from tests.hexad_web.availability.conftest import person_of, uploaded

QUICK = fetching.Limits()
IMPATIENT = fetching.Limits(seconds=2.0, step_seconds=1.0)
pytestmark = pytest.mark.usefixtures("ben")


@pytest.fixture(autouse=True)
def allowed_by_name(settings: Settings) -> None:
    settings.FEED_ALLOWED_HOSTS = ["localhost"]


def add(actor: Actor, address: str) -> Source:
    return actions.add_feed(actor=actor, address=address, name="Work", now=timezone.now())


def again(source: Source, limits: fetching.Limits = QUICK) -> Source:
    """Make it due, let the worker have its turn, and look at the row."""
    Source.objects.filter(pk=source.pk).update(next_try_at=timezone.now())
    feeds.read_due(limits=limits)
    return Source.objects.get(pk=source.pk)


def test_a_new_feed_is_read_and_only_its_busy_times_are_kept(participant: Actor, calendars: CalendarServer) -> None:
    source = again(add(participant, calendars.url("/good.ics?token=tippytoe")))
    assert source.busy == [[29943900, 29943990, "busy"]]
    assert (source.problem, source.failures, source.etag) == ("", 0, '"v1"')
    assert source.read_at is not None
    assert source.lease_until is None
    kept = str({name: value for name, value in vars(source).items() if name != "sealed_url"})
    for private in ("Secret", "Zebulon", "dentist", "tippytoe", "localhost"):
        assert private not in kept


def test_an_unchanged_feed_is_asked_for_by_etag_and_counts_as_fresh(
    participant: Actor, calendars: CalendarServer
) -> None:
    first = again(add(participant, calendars.url()))
    second = again(first)
    assert calendars.asked[-1].headers["if-none-match"] == '"v1"'
    assert second.read_at > first.read_at  # type: ignore[operator]  # both were read
    assert second.busy == first.busy


def test_a_changed_feed_replaces_its_busy_times(participant: Actor, calendars: CalendarServer) -> None:
    source = again(add(participant, calendars.url()))
    calendars.content, calendars.etag = ICS.replace(b"20261207", b"20261208"), '"v2"'
    changed = again(source)
    assert changed.busy == [[29943900 + 1440, 29943990 + 1440, "busy"]]
    assert changed.busy_hash != source.busy_hash


def test_a_copy_that_no_longer_reaches_far_is_read_anew_though_unchanged(
    participant: Actor, calendars: CalendarServer
) -> None:
    source = again(add(participant, calendars.url()))
    Source.objects.update(covers_until=timezone.now() + timedelta(days=300))
    renewed = again(source)
    assert "if-none-match" not in calendars.asked[-1].headers
    assert renewed.covers_until == source.covers_until


def test_a_person_entered_anew_in_another_zone_is_read_anew_though_unchanged(
    participant: Actor, ben: Person, calendars: CalendarServer
) -> None:
    calendars.content = ICS.replace(b";TZID=Europe/Berlin", b"")
    source = again(add(participant, calendars.url()))
    Person.objects.filter(pk=ben.pk).update(time_zone="Asia/Tokyo")
    assert source.busy[0][0] - again(source).busy[0][0] == 8 * 60


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/404", Problem.NOT_FOUND),
        ("/500", Problem.SERVER),
        ("/slow", Problem.TIMEOUT),
        ("/truncated", Problem.TRUNCATED),
        ("/huge", Problem.TOO_LARGE),
        ("/to/http://127.0.0.1/inside", Problem.REFUSED),
    ],
)
def test_a_failure_keeps_the_last_good_copy_and_says_why(
    participant: Actor, calendars: CalendarServer, path: str, problem: Problem
) -> None:
    source = again(add(participant, calendars.url()))
    broken = add(participant, calendars.url(path))
    Source.objects.filter(pk=source.pk).update(sealed_url=broken.sealed_url)
    broken.delete()
    failed = again(source, IMPATIENT if path == "/slow" else QUICK)
    assert failed.problem == problem
    assert (failed.busy, failed.read_at, failed.failures) == (source.busy, source.read_at, 1)


@pytest.mark.parametrize(
    "content",
    [b"<html>Sign in</html>", b"", ICS[:-30], bytes(100)],
    ids=["page", "empty", "cut off", "zero bytes"],
)
def test_a_feed_that_is_no_calendar_keeps_the_last_good_copy(
    participant: Actor, calendars: CalendarServer, content: bytes
) -> None:
    source = again(add(participant, calendars.url()))
    calendars.content, calendars.etag = content, '"v2"'
    failed = again(source)
    assert failed.problem in {Problem.NOT_A_CALENDAR, Problem.TRUNCATED}
    assert (failed.busy, failed.etag) == (source.busy, '"v1"')


def test_a_feed_that_recovers_is_fine_again(participant: Actor, calendars: CalendarServer) -> None:
    source = again(add(participant, calendars.url()))
    calendars.content, calendars.etag = b"<html>", '"v2"'
    assert again(source).failures == 1
    calendars.content, calendars.etag = ICS, '"v3"'
    recovered = again(source)
    assert (recovered.problem, recovered.failures) == ("", 0)


def test_this_machine_is_refused_without_its_name_in_the_settings(
    participant: Actor, calendars: CalendarServer, settings: Settings
) -> None:
    settings.FEED_ALLOWED_HOSTS = []
    source = again(add(participant, calendars.url()))
    assert source.problem == Problem.REFUSED
    assert calendars.asked == []


def test_each_failure_in_a_row_waits_longer_up_to_six_hours(participant: Actor, calendars: CalendarServer) -> None:
    source = add(participant, calendars.url("/404"))
    pauses = []
    for failures in (0, 1, 2, 6, 900):
        Source.objects.update(failures=failures)
        failed = again(source)
        assert failed.next_try_at is not None
        assert failed.tried_at is not None
        pauses.append(round((failed.next_try_at - failed.tried_at) / timedelta(minutes=1)))
    assert pauses == [5, 10, 20, 320, 360]


def test_a_server_that_asks_for_patience_gets_it_for_all_its_calendars(
    participant: Actor, calendars: CalendarServer
) -> None:
    calendars.patience = "7200"
    asking, waiting = add(participant, calendars.url("/503")), add(participant, calendars.url())
    elsewhere = add(participant, "https://other.example/a.ics")
    Source.objects.exclude(pk=asking.pk).update(next_try_at=timezone.now() + timedelta(minutes=1))
    failed = again(asking)
    waiting.refresh_from_db()
    elsewhere.refresh_from_db()
    for source in (failed, waiting):
        assert source.next_try_at is not None
        assert failed.tried_at is not None
        assert source.next_try_at - failed.tried_at == timedelta(hours=2)
    assert elsewhere.next_try_at is not None
    assert elsewhere.next_try_at < failed.tried_at + timedelta(minutes=2)
    assert len(calendars.asked) == 1


def test_a_slow_calendar_keeps_its_own_place_and_nobody_else_s(
    participant: Actor, calendars: CalendarServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More calendars than are read at once, one of which answers only when all the others have been read."""
    slow = add(participant, calendars.url("/slow"))
    others = [add(participant, calendars.url()) for _ in range(5)]
    finish = syncing.finish

    def finish_and_look(claim: syncing.Claim, outcome: syncing.Outcome, at: datetime) -> bool:
        written = finish(claim, outcome, at)
        if Source.objects.exclude(pk=slow.pk).filter(read_at=None).count() == 0:
            calendars.release.set()
        return written

    monkeypatch.setattr(syncing, "finish", finish_and_look)
    assert feeds.read_due(limits=fetching.Limits(step_seconds=20.0)) == len(others) + 1
    slow.refresh_from_db()
    assert slow.problem == ""


def test_the_owner_of_a_calendar_that_was_not_read_for_more_than_a_day_is_told_once(
    participant: Actor, ben: Person, calendars: CalendarServer
) -> None:
    source = add(participant, calendars.url("/404?token=tippytoe"))
    mails = OutboxMessage.objects.filter(kind="availability.unread")
    again(source)
    assert not mails.exists()
    read_at = timezone.now() - timedelta(hours=27)
    Source.objects.update(read_at=read_at)
    again(source)
    again(source)
    mail = mails.get()
    assert mail.recipient == ben.email
    assert "Work" in mail.subject
    text = message_from_bytes(bytes(mail.payload), policy=default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "The calendar is no longer at this address." in text
    assert "The last good copy still counts" in text
    assert "tippytoe" not in text
    Source.objects.update(read_at=read_at + timedelta(minutes=1))  # it was read once between two outages
    again(source)
    assert mails.count() == 2


def test_four_feeds_of_one_host_at_a_time_and_others_beside_them(participant: Actor, calendars: CalendarServer) -> None:
    for number in range(6):
        add(participant, f"https://busy.example/{number}.ics")
    other = add(participant, "https://other.example/a.ics")
    claims = syncing.claim_due(timezone.now(), limit=8)
    assert len(claims) == 5
    assert other in [claim.source for claim in claims]
    assert syncing.claim_due(timezone.now(), limit=8) == []


def test_two_workers_at_once_keep_to_four_of_one_host_together(participant: Actor, calendars: CalendarServer) -> None:
    """The other one claims between the first one's look and its first claim."""
    for number in range(10):
        add(participant, f"https://busy.example/{number}.ics")
    now, others = timezone.now(), list[list[syncing.Claim]]()

    def between(execute: Callable[..., object], sql: str, *more: object) -> object:
        if sql.startswith("UPDATE") and not others:
            others.append([])
            others[0] = syncing.claim_due(now, limit=8)
        return execute(sql, *more)

    with connection.execute_wrapper(between):
        ours = syncing.claim_due(now, limit=8)
    assert len(ours) + len(others[0]) == syncing.MOST_AT_ONE_HOST
    assert Source.objects.filter(lease_until__gt=now).count() == syncing.MOST_AT_ONE_HOST


def test_a_claimed_feed_is_nobody_else_s_until_the_lease_ends(participant: Actor, calendars: CalendarServer) -> None:
    add(participant, calendars.url())
    now = timezone.now()
    (first,) = syncing.claim_due(now, limit=8)
    assert syncing.claim_due(now + syncing.LEASE - timedelta(seconds=1), limit=8) == []
    (second,) = syncing.claim_due(now + syncing.LEASE, limit=8)
    late = syncing.Outcome(fetching.Fetched(problem=Problem.SERVER.value))
    assert not syncing.finish(first, late, now)
    assert syncing.finish(second, late, now)


def test_hours_changed_in_mid_reading_throw_the_reading_away(participant: Actor, calendars: CalendarServer) -> None:
    source = add(participant, calendars.url())
    (claim,) = syncing.claim_due(timezone.now(), limit=8)
    outcome = feeds.read_one(claim, QUICK)
    values = {"weekly": [[]] * 7, "stretch": [[]] * 7, "in_person_days": [], "country": "", "region": ""}
    hours = actions.HoursValues(zone="Asia/Tokyo", days_off=[], days_worked=[], **values)
    actions.set_hours(actor=participant, values=hours, now=timezone.now())
    assert not syncing.finish(claim, outcome, timezone.now())
    assert again(source).read_at is not None


def test_removed_feeds_and_those_of_leavers_are_left_alone(
    participant: Actor, ben: Person, calendars: CalendarServer
) -> None:
    source = add(participant, calendars.url())
    actions.remove(actor=participant, source_id=source.pk, now=timezone.now())
    assert again(source).read_at is None
    Source.objects.update(removed_at=None)
    Person.objects.filter(pk=ben.pk).update(participation=Participation.LEFT)
    assert again(source).read_at is None
    assert calendars.asked == []


def test_what_was_removed_a_day_ago_is_deleted(participant: Actor, ben: Person) -> None:
    now = timezone.now()
    for hours in (23, 25):
        uploaded(ben, read_at=now, removed_at=now - timedelta(hours=hours))
    tasks.reconcile(now)
    assert Source.objects.count() == 1


def test_an_address_that_can_no_longer_be_opened_says_so_and_holds_up_nobody(
    participant: Actor, calendars: CalendarServer, caplog: pytest.LogCaptureFixture
) -> None:
    lost, fine = add(participant, calendars.url("/404")), add(participant, calendars.url())
    Source.objects.filter(pk=lost.pk).update(sealed_url=b"sealed with another key")
    again(lost)
    lost.refresh_from_db()
    fine.refresh_from_db()
    assert (lost.problem, fine.problem) == (Problem.SEALED, "")
    assert fine.read_at is not None


def test_nothing_about_an_address_or_content_is_logged(
    participant: Actor, calendars: CalendarServer, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for path in ("/good.ics?token=tippytoe", "/404?token=tippytoe", "/to/http://10.0.0.1/tippytoe"):
            again(add(participant, calendars.url(path)))
    for private in ("tippytoe", "Zebulon", "Secret", str(calendars.port)):
        assert private not in caplog.text


def test_claiming_takes_the_same_queries_for_each_feed_it_takes(participant: Actor, calendars: CalendarServer) -> None:
    counts = []
    for wanted in (1, 4):
        while Source.objects.count() < wanted:
            add(participant, calendars.url())
        Source.objects.update(lease_until=None, next_try_at=timezone.now())
        with CaptureQueriesContext(connection) as captured:
            assert len(syncing.claim_due(timezone.now(), limit=8)) == wanted
        counts.append(len(captured) - wanted)
    assert counts[0] == counts[1]


def test_adding_a_feed_wakes_the_worker_after_the_commit(
    participant: Actor, calendars: CalendarServer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as woken:
        add(participant, calendars.url())
        add(participant, calendars.url())
    assert woken == [waking._wake]


def test_a_feed_of_another_organisation_is_read_in_its_own_zone(
    stranger: Actor, participant: Actor, calendars: CalendarServer
) -> None:
    calendars.content = ICS.replace(b";TZID=Europe/Berlin", b"")
    person_of(stranger.organisation, "Kai", stranger.user, time_zone="Asia/Tokyo")
    mine, theirs = add(participant, calendars.url()), add(stranger, calendars.url())
    again(mine)
    theirs.refresh_from_db()
    mine.refresh_from_db()
    assert mine.busy[0][0] - theirs.busy[0][0] == 8 * 60
