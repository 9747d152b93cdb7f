"""What became of the mails, for whoever runs the programme: state and recipient, never the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership
from hexad_web.outbox import access
from hexad_web.outbox.models import OutboxMessage

State = OutboxMessage.State
PAGE_LENGTH = 50
ON_ITS_WAY = Q(state__in=[State.HELD, State.JOINED, State.QUEUED, State.CLAIMED, State.SENDING])
TROUBLED = (Q(state=State.FAILED) | Q(uncertain=True)) & Q(seen_at=None)
HELD_UP = Q(state=State.QUEUED) & ~Q(last_error="")

KINDS = {
    "invitation": gettext_lazy("Invitations"),
    "cancellation": gettext_lazy("Cancellations"),
    "poll": gettext_lazy("Choosing a time"),
    "proposal": gettext_lazy("Another time for a meeting"),
    "formation.group": gettext_lazy("Your group is formed"),
    "sign-in": gettext_lazy("Sign-in links"),
    "account": gettext_lazy("Accounts and roles"),
    "practice.tip": gettext_lazy("Tips for the practice weeks"),
    "practice.buddy": gettext_lazy("Questions of buddies"),
    "practice.follow_up": gettext_lazy("Asked after three and six months"),
}


@dataclass(frozen=True, slots=True)
class KindCount:
    kind: str
    waiting: int
    sent: int
    failed: int
    uncertain: int


@dataclass(frozen=True, slots=True)
class Trouble:
    """One mail that needs a look: what happened in words, and what to do about it."""

    id: int
    recipient: str
    subject: str
    at: datetime
    what: str
    remedy: str
    can_try_again: bool


@dataclass(frozen=True, slots=True)
class HeldUp:
    """Mails that wait because the mail server does not take them."""

    count: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class OutboxPage:
    kinds: list[KindCount]
    held_up: HeldUp
    page: Page[OutboxMessage]
    troubles: list[Trouble]


def outbox_page(actor: Actor, number: str) -> OutboxPage:
    mails = access.messages_of(actor)
    # The rendered mail stays in the database: nobody reads it here.
    rows = mails.filter(TROUBLED).defer("payload").order_by("-queued_at", "pk")
    page = Paginator(rows, PAGE_LENGTH).get_page(number)
    return OutboxPage(
        kinds=list(_kinds(mails)), held_up=held_up(mails), page=page, troubles=[_trouble(row, actor) for row in page]
    )


def _kinds(mails: QuerySet[OutboxMessage]) -> Iterator[KindCount]:
    counts = mails.values("kind").annotate(
        waiting=Count("pk", filter=ON_ITS_WAY),
        sent=Count("pk", filter=Q(state=State.SENT)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        twice=Count("pk", filter=Q(uncertain=True)),
    )
    for row in counts.order_by("kind"):
        name = str(KINDS.get(row["kind"], row["kind"]))
        yield KindCount(name, row["waiting"], row["sent"], row["failed"], row["twice"])


def held_up(mails: QuerySet[OutboxMessage]) -> HeldUp:
    return HeldUp(**mails.filter(HELD_UP).aggregate(count=Count("pk"), since=Min("queued_at")))


def trouble_count(actor: Actor) -> int:
    return access.messages_of(actor).filter(TROUBLED).count()


def _trouble(row: OutboxMessage, actor: Actor) -> Trouble:
    failed = row.state == State.FAILED
    what, remedy = _failure(row.last_error) if failed else _twice()
    can_try_again = failed and not row.secret
    # A subject tells a group's topic and time, which are no business of whoever runs the installation.
    subject = row.subject if actor.is_owner else str(KINDS.get(row.kind, row.kind))
    return Trouble(row.pk, row.recipient, subject, row.queued_at, what, remedy, can_try_again)


def _twice() -> tuple[str, str]:
    return _("Possibly sent twice, after an interruption."), _("It is the same mail. Nothing has to be done.")


def _failure(error: str) -> tuple[str, str]:
    """``error`` as delivery wrote it: a kind and the server's code."""
    kind, _space, code = error.partition(" ")
    if kind == "refused":
        text = _("The mail server refused this address (%(code)s).") % {"code": code}
        return text, _("Check the address in the list of people, then try again.")
    if kind == "address":
        return _("No mail can be sent to this address."), _("Correct the address in the list of people.")
    return _("The mail server could not be reached for three days."), _("Ask your administrator, then try again.")


@dataclass(frozen=True, slots=True)
class MailHealth:
    """For administrators: the organisation's mails, and sign-in mails to its own people."""

    waiting: int
    held_up: HeldUp
    failed: int
    sign_in_failed: int


def mail_health(actor: Actor) -> MailHealth:
    mails = access.messages_of(actor)
    counts = mails.aggregate(waiting=Count("pk", filter=ON_ITS_WAY), failed=Count("pk", filter=Q(state=State.FAILED)))
    own = Membership.objects.filter(organisation=actor.organisation).values("user__email")
    sign_in = OutboxMessage.objects.filter(organisation=None, recipient__in=own, state=State.FAILED)
    return MailHealth(
        waiting=counts["waiting"],
        held_up=held_up(mails),
        failed=counts["failed"],
        sign_in_failed=sign_in.count(),
    )
