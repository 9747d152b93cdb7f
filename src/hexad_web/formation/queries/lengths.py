"""How long sessions take in a programme."""

from datetime import timedelta

from hexad_web.formation.models import SessionLength


def length_of(organisation_id: int) -> timedelta:
    """Of explore and of reflect, as the owner chose."""
    minutes = SessionLength.objects.filter(organisation_id=organisation_id).values_list("minutes", flat=True).first()
    return timedelta(minutes=minutes or SessionLength.USUAL)
