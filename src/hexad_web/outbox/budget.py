"""How many messages one person gets in a week. Sign-in and invitations are never held back.

The seam for the nudges of the practice weeks, which will share this budget; today every mail is due at once.
"""

from collections.abc import Sequence
from datetime import datetime

from hexad_web.accounts.models import Organisation
from hexad_web.outbox.rendering import Mail

EXEMPT = frozenset({"sign-in", "invitation", "cancellation"})


def due_at(*, organisation: Organisation | None, mails: Sequence[Mail], now: datetime) -> dict[str, datetime]:
    """When each mail, by key, may leave."""
    return {mail.key: now for mail in mails}
