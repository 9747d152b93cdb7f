from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from hexad_web.accounts.access import Actor
from hexad_web.scheduling import access, calls
from hexad_web.scheduling.models import GroupPlan, LinkTemplate, Meeting, Room


@dataclass(frozen=True, slots=True)
class PlacesPage:
    """``without_link``: meetings ahead that somebody joins online and that have no address."""

    rooms: Sequence[Room]
    template: str
    without_link: int


def places_page(actor: Actor, now: datetime) -> PlacesPage:
    return PlacesPage(
        rooms=list(access.rooms_of(actor)),
        template=link_template(actor),
        without_link=meetings_without_link(actor, now).count(),
    )


def link_template(actor: Actor) -> str:
    return own_template(actor.organisation.pk) or calls.default_template()


def own_template(organisation_id: int) -> str:
    """As the owner wrote it; empty where none is kept."""
    row = LinkTemplate.objects.filter(organisation_id=organisation_id).first()
    return row.template if row else ""


def plans_without_link(actor: Actor) -> QuerySet[GroupPlan]:
    """What is planned and not sent yet, for a group of which somebody joins online."""
    unsent = (GroupPlan.State.PLANNED, GroupPlan.State.ASKED)
    plans = GroupPlan.objects.filter(organisation=actor.organisation, state__in=unsent, link="")
    return plans.exclude(mode=Meeting.Mode.IN_PERSON)


def meetings_without_link(actor: Actor, now: datetime) -> QuerySet[Meeting]:
    ahead = access.meetings_of(actor).filter(state=Meeting.State.CONFIRMED, start__gt=now, link="")
    return ahead.exclude(mode=Meeting.Mode.IN_PERSON).order_by("start", "pk")
