"""Who reads obstacles: the sponsor all that are released; owner and participants those that were answered."""

from django.db.models import Exists, OuterRef, QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.report.models import Obstacle, Reply


def obstacles_of(actor: Actor) -> QuerySet[Obstacle]:
    """A withdrawn obstacle is gone at once, also before its row is tidied away."""
    rows = Obstacle.objects.filter(organisation=actor.organisation, release__state="released")
    if actor.role == Role.SPONSOR:
        return rows.select_related("release")
    answered = Reply.objects.filter(obstacle=OuterRef("pk"), replaced_at=None)
    return rows.filter(Exists(answered)).select_related("release")


def obstacle_of(actor: Actor, obstacle_id: int) -> Obstacle:
    return get_object_or_404(obstacles_of(actor), public_id=obstacle_id)
