"""Statements of others that are like what somebody is writing: the person is not alone, and may take their words."""

from hexad.challenges.matching import cluster
from hexad_web.accounts.access import Actor
from hexad_web.challenges import access
from hexad_web.challenges.models import Challenge
from hexad_web.challenges.queries.shelf import modules_of
from hexad_web.people import access as people_access

SHOWN, FEWEST_LETTERS = 3, 15
LOOKED_AT = 300  # the latest ones: every text is decrypted for each look


def similar(actor: Actor, text: str) -> list[str]:
    """At most three shared statements that are grouped with this text, without their authors."""
    if len(text.strip()) < FEWEST_LETTERS:
        return []
    own = people_access.own_person(actor)
    latest = access.shared_of(actor).exclude(person=own).order_by("-changed_at").values("pk")[:LOOKED_AT]
    others = access.statements(actor, Challenge.objects.filter(pk__in=list(latest.values_list("pk", flat=True))))
    parts = cluster([text, *(one.text for one in others)], modules_of(actor.organisation))
    members = next((part.members for part in parts if 0 in part.members), ())
    return [others[place - 1].text for place in members if place > 0][:SHOWN]
