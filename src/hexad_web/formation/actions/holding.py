"""Groups that begin later: planning finds no time for them before that day."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import Group


@transaction.atomic
def hold_until(*, actor: Actor, first_dates: Mapping[int, date], now: datetime) -> int:
    """Set the first day of groups, by primary key; returns how many were set."""
    count = 0
    for day in sorted(set(first_dates.values())):
        keys = [group for group, first in first_dates.items() if first == day]
        ours = Group.objects.filter(organisation=actor.organisation, state=Group.State.PUBLISHED, pk__in=keys)
        count += ours.update(not_before=day)
    audit.record(actor=actor, action="formation.hold", now=now, groups=count)
    return count
