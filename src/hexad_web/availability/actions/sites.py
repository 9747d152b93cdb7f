"""The days without work of a site, kept by the owner."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.availability import queries
from hexad_web.availability.models import SiteHolidays

MOST_DAYS = 300


@transaction.atomic
def set_country(*, actor: Actor, site: str, country: str, region: str, now: datetime) -> SiteHolidays:
    """Whose public holidays a site has; its own days stay. Raises ValidationError for a region nobody knows."""
    if region and not queries.knows_region(country, region, now.year):
        raise ValidationError({"region": _("No holidays are known for this region. Leave it empty or write its code.")})
    row = queries.site_holidays(actor, site)
    row.country, row.region = country, region
    return _saved(actor, row, now)


@transaction.atomic
def add_day(*, actor: Actor, site: str, day: date, name: str, now: datetime) -> SiteHolidays:
    """A day without work, or another name for one that is there."""
    row = queries.site_holidays(actor, site)
    if day.isoformat() not in row.days and len(row.days) >= MOST_DAYS:
        raise ValidationError(_("Three hundred days of its own are the most for a site."))
    row.days[day.isoformat()] = [name, True]
    return _saved(actor, row, now)


@transaction.atomic
def switch_day(*, actor: Actor, site: str, day: date, is_off: bool, now: datetime) -> SiteHolidays:
    """Work on a holiday, or take it back; what the day is called stays."""
    row = queries.site_holidays(actor, site)
    name = queries.name_of_day(row, day)
    row.days[day.isoformat()] = [name, is_off]
    return _saved(actor, row, now)


def _saved(actor: Actor, row: SiteHolidays, now: datetime) -> SiteHolidays:
    row.save()
    audit.record(actor=actor, action="availability.site_holidays_set", target=f"SiteHolidays {row.pk}", now=now)
    return row
