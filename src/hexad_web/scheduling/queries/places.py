from collections.abc import Sequence
from dataclasses import dataclass

from hexad_web.accounts.access import Actor
from hexad_web.scheduling import access
from hexad_web.scheduling.models import LinkTemplate, Room


@dataclass(frozen=True, slots=True)
class PlacesPage:
    rooms: Sequence[Room]
    template: str


def places_page(actor: Actor) -> PlacesPage:
    return PlacesPage(rooms=list(access.rooms_of(actor)), template=link_template(actor))


def link_template(actor: Actor) -> str:
    row = LinkTemplate.objects.filter(organisation=actor.organisation).first()
    return row.template if row else ""
