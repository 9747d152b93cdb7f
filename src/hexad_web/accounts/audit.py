"""The audit trail: who did what, without content."""

from datetime import datetime

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Membership, User


def record(*, actor: Actor, action: str, target: str = "", now: datetime, **details: str | int | bool | None) -> None:
    """Write one entry inside the caller's transaction. ``details``: counts and identifiers, never people's text."""
    AuditEntry.objects.create(
        organisation=actor.organisation,
        user=actor.user,
        role=actor.role,
        action=action,
        target=target,
        details=details,
        at=now,
    )


def record_sign_in(*, user: User, way: str, now: datetime) -> None:
    """A login belongs to no tenant: each organisation in which the person has a role sees it once."""
    organisations = set(Membership.objects.filter(user=user).values_list("organisation", flat=True))
    AuditEntry.objects.bulk_create(
        AuditEntry(organisation_id=pk, user=user, action="accounts.sign_in", details={"way": way}, at=now)
        for pk in sorted(organisations)
    )
