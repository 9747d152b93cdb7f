from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404

from hexad.availability.intervals import Busy
from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry
from hexad_web.availability import actions
from hexad_web.availability.models import Hours, Kind, Problem, Source
from hexad_web.people.models import Participation, Person
from tests.hexad_web.availability.conftest import at, person_of, uploaded

SECRET = "https://calendar.example/private-tippytoe/basic.ics"
pytestmark = pytest.mark.usefixtures("ben")


def a_feed(actor: Actor, now: datetime, address: str = SECRET) -> Source:
    return actions.add_feed(actor=actor, address=address, name="Work", now=now)


def values(**changed: object) -> actions.HoursValues:
    plain: dict[str, object] = {
        "zone": "Europe/Berlin",
        "weekly": [[[540, 1020]]] * 5 + [[], []],
        "stretch": [[]] * 7,
        "in_person_days": [],
        "country": "DE",
        "region": "",
        "days_off": [],
        "days_worked": [],
    }
    return actions.HoursValues(**{**plain, **changed})  # type: ignore[arg-type]  # a test's shorthand


def test_an_address_is_kept_sealed_and_nowhere_in_the_open(participant: Actor, now: datetime) -> None:
    source = Source.objects.get(pk=a_feed(participant, now).pk)
    assert private_text.unseal(source.sealed_url or b"") == SECRET
    in_the_open = {name: value for name, value in vars(source).items() if name != "sealed_url"}
    assert "tippytoe" not in str(in_the_open)
    assert "calendar.example" not in str(in_the_open)
    assert b"tippytoe" not in bytes(source.sealed_url or b"")
    assert "example" not in str(list(AuditEntry.objects.values()))


def test_feeds_of_one_host_share_a_digest_and_others_do_not(participant: Actor, now: datetime) -> None:
    first = a_feed(participant, now)
    second = a_feed(participant, now, "https://CALENDAR.example/other.ics")
    third = a_feed(participant, now, "https://elsewhere.example/other.ics")
    assert first.host_digest == second.host_digest != third.host_digest


def test_ten_calendars_are_the_most(participant: Actor, now: datetime) -> None:
    for _each in range(10):
        a_feed(participant, now)
    with pytest.raises(ValidationError):
        a_feed(participant, now)
    assert Source.objects.count() == 10


def test_what_is_removed_comes_back_within_a_day(participant: Actor, now: datetime) -> None:
    source = a_feed(participant, now)
    actions.remove(actor=participant, source_id=source.pk, now=now)
    assert Source.objects.get().removed_at == now
    actions.restore(actor=participant, source_id=source.pk, now=now + timedelta(hours=1))
    back = Source.objects.get()
    assert back.removed_at is None
    assert back.next_try_at == now + timedelta(hours=1)


def test_removing_twice_keeps_the_first_moment(participant: Actor, now: datetime) -> None:
    source = a_feed(participant, now)
    for later in (0, 5):
        actions.remove(actor=participant, source_id=source.pk, now=now + timedelta(hours=later))
    assert Source.objects.get().removed_at == now


def test_nobody_touches_the_calendar_of_another(
    participant: Actor, owner: Actor, stranger: Actor, fen: Person, now: datetime
) -> None:
    theirs = uploaded(fen, read_at=now)
    for actor in (participant, owner, stranger):
        with pytest.raises(Http404):
            actions.remove(actor=actor, source_id=theirs.pk, now=now)
        with pytest.raises(Http404):
            actions.restore(actor=actor, source_id=theirs.pk, now=now)
        with pytest.raises(Http404):
            actions.ask_to_read(actor=actor, source_id=theirs.pk, now=now)
    assert Source.objects.get().removed_at is None


def test_who_left_the_programme_has_no_calendars_to_change(participant: Actor, ben: Person, now: datetime) -> None:
    Person.objects.filter(pk=ben.pk).update(participation=Participation.LEFT)
    with pytest.raises(Http404):
        a_feed(participant, now)


def test_reading_on_request_waits_a_minute(participant: Actor, now: datetime) -> None:
    source = a_feed(participant, now)
    Source.objects.update(tried_at=now, next_try_at=now + timedelta(hours=1))
    soon, later = now + timedelta(seconds=59), now + timedelta(seconds=60)
    assert not actions.ask_to_read(actor=participant, source_id=source.pk, now=soon)
    assert actions.ask_to_read(actor=participant, source_id=source.pk, now=later)
    assert Source.objects.get().next_try_at == later


def test_a_file_cannot_be_read_again_by_asking(participant: Actor, ben: Person, now: datetime) -> None:
    source = uploaded(ben, read_at=now - timedelta(days=2))
    assert not actions.ask_to_read(actor=participant, source_id=source.pk, now=now)


def test_a_new_zone_reads_feeds_anew_and_asks_for_files_again(participant: Actor, ben: Person, now: datetime) -> None:
    feed = a_feed(participant, now)
    file = uploaded(ben, Busy("", at(7, 9), at(7, 10)), read_at=now)
    Source.objects.filter(pk=feed.pk).update(
        etag='"v1"', content_hash="x", next_try_at=now + timedelta(hours=1), lease_token="t", lease_until=now
    )
    actions.set_hours(actor=participant, values=values(zone="Asia/Tokyo"), now=now)
    feed.refresh_from_db()
    file.refresh_from_db()
    assert (feed.etag, feed.content_hash, feed.next_try_at, feed.lease_token) == ("", "", now, "")
    assert (file.problem, file.is_stale(now), len(file.busy)) == (Problem.ZONE_CHANGED, True, 1)


def test_other_hours_in_the_same_zone_leave_calendars_alone(participant: Actor, ben: Person, now: datetime) -> None:
    file = uploaded(ben, read_at=now)
    actions.set_hours(actor=participant, values=values(weekly=[[]] * 7), now=now)
    actions.set_hours(actor=participant, values=values(in_person_days=[2]), now=now)
    file.refresh_from_db()
    assert file.problem == ""
    assert Hours.objects.get().in_person_days == [2]


def test_an_unknown_region_is_refused_and_nothing_is_kept(participant: Actor, now: datetime) -> None:
    with pytest.raises(ValidationError, match="region"):
        actions.set_hours(actor=participant, values=values(region="ZZ"), now=now)
    assert not Hours.objects.exists()
    actions.set_hours(actor=participant, values=values(region="BE"), now=now)
    assert Hours.objects.get().region == "BE"


def test_strokes_gather_in_one_week_and_are_taken_back_one_by_one(participant: Actor, now: datetime) -> None:
    actions.paint(actor=participant, stroke=actions.Stroke(0, 540, 600, "busy"), now=now)
    actions.paint(actor=participant, stroke=actions.Stroke(0, 570, 660, "not"), now=now)
    week = Source.objects.get()
    assert week.kind == Kind.GRID
    assert week.pattern == [[0, 540, 570, "busy"], [0, 570, 660, "not"]]
    hashes = {week.busy_hash}
    for left in ([[0, 540, 600, "busy"]], [], []):
        assert actions.undo_paint(actor=participant, now=now).pattern == left
        hashes.add(Source.objects.get().busy_hash)
    assert len(hashes) == 3


def test_monday_is_copied_to_the_weekdays_only(participant: Actor, now: datetime) -> None:
    for stroke in (
        actions.Stroke(0, 540, 600, "busy"),
        actions.Stroke(3, 0, 60, "not"),
        actions.Stroke(5, 600, 660, "not"),
    ):
        actions.paint(actor=participant, stroke=stroke, now=now)
    pattern = actions.copy_monday(actor=participant, now=now).pattern
    assert pattern == [*([day, 540, 600, "busy"] for day in range(5)), [5, 600, 660, "not"]]


def test_the_grid_and_the_written_form_make_the_same_week(participant: Actor, now: datetime) -> None:
    strokes = [actions.Stroke(0, 540, 600, "busy"), actions.Stroke(0, 570, 600, "free")]
    whole = actions.set_week(actor=participant, strokes=strokes, now=now).pattern
    actions.set_week(actor=participant, strokes=[], now=now)
    for stroke in strokes:
        actions.paint(actor=participant, stroke=stroke, now=now)
    assert Source.objects.get().pattern == whole == [[0, 540, 570, "busy"]]


def test_a_removed_week_does_not_come_back_beside_a_new_one(participant: Actor, now: datetime) -> None:
    old = actions.paint(actor=participant, stroke=actions.Stroke(0, 540, 600, "busy"), now=now)
    actions.remove(actor=participant, source_id=old.pk, now=now)
    actions.paint(actor=participant, stroke=actions.Stroke(1, 540, 600, "busy"), now=now)
    with pytest.raises(ValidationError):
        actions.restore(actor=participant, source_id=old.pk, now=now)
    assert Source.objects.filter(removed_at=None).count() == 1


def test_a_person_of_another_organisation_with_the_same_user_keeps_their_own(
    participant: Actor, stranger: Actor, now: datetime
) -> None:
    elsewhere = person_of(stranger.organisation, "Ben2", participant.user)
    there = Actor(organisation=stranger.organisation, role="participant", user=participant.user)
    source = a_feed(there, now)
    assert source.person_id == elsewhere.pk
    with pytest.raises(Http404):
        actions.remove(actor=participant, source_id=source.pk, now=now)
