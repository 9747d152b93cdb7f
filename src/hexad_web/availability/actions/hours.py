from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.availability import access, queries
from hexad_web.availability.actions.sources import mark_zone_changed
from hexad_web.availability.models import Hours

Week = list[list[list[int]]]


@dataclass(frozen=True, slots=True)
class HoursValues:
    """The columns of Hours, as the form checked them."""

    zone: str
    weekly: Week
    stretch: Week
    in_person_days: list[int]
    country: str
    region: str
    days_off: list[str]
    days_worked: list[str]
    holidays_of_site: bool = True


@transaction.atomic
def set_hours(*, actor: Actor, values: HoursValues, now: datetime) -> Hours:
    """Raises ValidationError where nobody knows the holidays of such a region."""
    person = access.person_of(actor)
    if values.region and not queries.knows_region(values.country, values.region, now.year):
        raise ValidationError({"region": _("No holidays are known for this region. Leave it empty or write its code.")})
    zone_before = queries.zone_of_person(person)
    hours, _created = Hours.objects.update_or_create(
        person=person, defaults={"organisation": person.organisation, **asdict(values)}
    )
    if values.zone != zone_before:
        mark_zone_changed(person, now)
    audit.record(actor=actor, action="availability.hours_set", target=f"Hours {hours.pk}", now=now)
    return hours
