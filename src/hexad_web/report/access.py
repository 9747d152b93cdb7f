"""Who reads obstacles and reports: the sponsor all that are released; owner and participants those answered."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.report.models import Obstacle, Period, Reply
from hexad_web.sessions.models import Release


def obstacles_of(actor: Actor) -> QuerySet[Obstacle]:
    """A withdrawn obstacle is gone at once, also before its row is tidied away."""
    rows = released(actor)
    if actor.role == Role.SPONSOR:
        return rows.select_related("release")
    answered = Reply.objects.filter(obstacle=OuterRef("pk"), replaced_at=None)
    return rows.filter(Exists(answered)).select_related("release")


def released(actor: Actor) -> QuerySet[Obstacle]:
    return Obstacle.objects.filter(organisation=actor.organisation, release__state=Release.State.RELEASED)


def obstacle_of(actor: Actor, obstacle_id: int) -> Obstacle:
    return get_object_or_404(obstacles_of(actor), public_id=obstacle_id)


def obstacles_in(actor: Actor, start_date: date, end_date: date) -> list[tuple[Obstacle, Reply | None]]:
    """What a report of these days tells, with its answer; in an order that tells nothing more."""
    rows = released(actor).filter(week_date__gte=start_date, week_date__lt=end_date).select_related("release")
    live = Reply.objects.filter(obstacle__in=rows.values("pk"), replaced_at=None)
    answers = {reply.obstacle_id: reply for reply in live}
    return [(one, answers.get(one.pk)) for one in rows.order_by("week_date", "shuffle")]


def periods_of(actor: Actor) -> QuerySet[Period]:
    """Closed periods, the latest first."""
    return Period.objects.filter(organisation=actor.organisation)


def period_of(actor: Actor, period_id: int) -> Period:
    return get_object_or_404(periods_of(actor), pk=period_id)
