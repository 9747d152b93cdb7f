"""Obstacles as rows of their own, read and answered by the sponsor."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from hexad_web.accounts.access import Actor
from hexad_web.report import access
from hexad_web.report.models import Obstacle, Reply
from hexad_web.sessions.actions.releasing import mark_read
from hexad_web.sessions.models import Release

SHOWN_AT = time(6)


@dataclass(frozen=True, slots=True)
class Words:
    choice: str
    text: str = ""
    by_date: date | None = None


@transaction.atomic
def read(*, actor: Actor, obstacle_id: int, now: datetime) -> None:
    """From now on no author can withdraw it."""
    mark_read(release=access.obstacle_of(actor, obstacle_id).release, now=now)


@transaction.atomic
def reply(*, actor: Actor, obstacle_id: int, words: Words, now: datetime) -> Reply:
    """One live reply: a second one takes its place. The same words again change nothing."""
    found = access.obstacle_of(actor, obstacle_id)
    obstacle = Obstacle.objects.select_for_update().get(pk=found.pk)
    mark_read(release=found.release, now=now)
    before = obstacle.replies.filter(replaced_at=None).first()
    if before is not None and (before.choice, before.text, before.by_date) == (words.choice, words.text, words.by_date):
        return before
    obstacle.replies.filter(replaced_at=None).update(replaced_at=now)
    return Reply.objects.create(
        organisation=obstacle.organisation,
        obstacle=obstacle,
        choice=words.choice,
        text=words.text,
        by_date=words.by_date,
        given_by=actor.user,
        given_at=now,
    )


def follow_releases(*, now: datetime) -> None:
    """A row for each released obstacle, once its Monday has come; none for one that was withdrawn."""
    released = Release.objects.filter(kind=Release.Kind.OBSTACLE, state=Release.State.RELEASED, obstacle=None)
    waiting = released.values_list("pk", "organisation_id", "organisation__time_zone", "released_at")
    Obstacle.objects.bulk_create(
        (
            Obstacle(organisation_id=organisation, release_id=pk, week_date=shown_from(at or now, zone).date())
            for pk, organisation, zone, at in waiting
            if shown_from(at or now, zone) <= now
        ),
        ignore_conflicts=True,
    )
    Obstacle.objects.exclude(release__state=Release.State.RELEASED).delete()


def shown_from(released_at: datetime, zone: str) -> datetime:
    """The next Monday at six by the organisation's clock: all of a week together, so that no hour tells whose."""
    local = released_at.astimezone(ZoneInfo(zone))
    monday = local.date() + timedelta(days=7 - local.weekday())
    return datetime.combine(monday, SHOWN_AT, tzinfo=local.tzinfo)
