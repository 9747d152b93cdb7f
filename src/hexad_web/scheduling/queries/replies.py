"""How the mailbox of replies fares, for whoever runs the installation: times and counts, no address and no content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hexad_web.scheduling.reply_mailbox import MailboxProblem, ReplyMailbox

REMEDIES: Mapping[str, str | Promise] = {
    MailboxProblem.DENIED: _("The mailbox of replies refuses the sign-in. Check user and password in HEXAD_IMAP_URL."),
    MailboxProblem.FOLDER: _("The mailbox of replies has no such folder. Check the end of HEXAD_IMAP_URL."),
    MailboxProblem.UNREACHABLE: _("No connection to the mailbox of replies. It is tried again by itself."),
    MailboxProblem.PROTOCOL: _("The server of the mailbox of replies answers oddly. It is tried again by itself."),
}


@dataclass(frozen=True, slots=True)
class ReplyHealth:
    read_at: datetime | None
    problem: str
    set_aside: int


def reply_health() -> ReplyHealth | None:
    """None where no replies are read."""
    if not settings.IMAP_URL:
        return None
    row = ReplyMailbox.objects.first()
    if row is None:
        return ReplyHealth(None, "", 0)
    return ReplyHealth(row.read_at, str(REMEDIES.get(row.problem, "")), row.set_aside)
