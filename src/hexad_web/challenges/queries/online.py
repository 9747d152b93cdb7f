"""How used people are to meeting online: it decides the mode of sessions, and whose word it was is said to nobody."""

from collections.abc import Collection

from hexad_web.challenges.models import Challenge
from hexad_web.people.models import Person


def online_of(people: Collection[Person]) -> dict[int, int]:
    """By person, 0 to 4, of those who said."""
    organisations = {person.organisation_id for person in people}
    said = Challenge.objects.filter(organisation__in=organisations, online__isnull=False)
    wanted = {person.pk for person in people}
    rows = said.values_list("person", "online")
    return {person: online for person, online in rows if person in wanted and online is not None}
