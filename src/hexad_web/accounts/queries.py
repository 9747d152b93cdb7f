from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Case, QuerySet, When
from django.utils.translation import gettext as _

from hexad_web.accounts import audit_words
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import AuditEntry, Membership, Role

PAGE_LENGTH = 50
PARTICIPANTS_LAST = Case(When(role=Role.PARTICIPANT, then=1), default=0)


def members(actor: Actor) -> QuerySet[Membership]:
    """Who has which role, participants last: they come with the list of people."""
    return (
        Membership.objects.filter(organisation=actor.organisation)
        .select_related("user")
        .order_by(PARTICIPANTS_LAST, "role", "user__name", "user__email", "pk")
    )


def members_page(actor: Actor, number: str) -> Page[Membership]:
    return Paginator(members(actor), PAGE_LENGTH).get_page(number)


@dataclass(frozen=True, slots=True)
class AuditLine:
    at: datetime
    who: str
    role: str
    what: str
    target: str
    details: str


def audit_page(actor: Actor, number: str) -> tuple[Page[AuditEntry], list[AuditLine]]:
    entries = AuditEntry.objects.filter(organisation=actor.organisation).select_related("user").order_by("-at", "-id")
    page = Paginator(entries, PAGE_LENGTH).get_page(number)
    return page, [_line(entry) for entry in page]


def _line(entry: AuditEntry) -> AuditLine:
    return AuditLine(
        at=entry.at,
        who=str(entry.user) if entry.user else _("Hexad itself") if entry.role == "worker" else _("deleted account"),
        role=entry.role,
        what=audit_words.what_was_done(entry.action),
        target=audit_words.about(entry.target),
        details=audit_words.counts(entry.details),
    )
