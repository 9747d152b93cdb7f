"""The owner's assumptions. They hold no person's wage and no group: the sponsor may look at them too."""

from hexad_web.accounts.access import Actor
from hexad_web.economics.models import Assumptions


def assumptions_of(actor: Actor) -> Assumptions | None:
    return Assumptions.objects.filter(organisation=actor.organisation).first()
