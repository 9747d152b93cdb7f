"""Accepting the group agreement: once for each wording, shown at each start."""

from datetime import datetime

from django.db import transaction

from hexad.sessions.state import EventKind
from hexad_web.accounts.access import Actor
from hexad_web.sessions import access, agreement_words
from hexad_web.sessions.actions.recording import record
from hexad_web.sessions.models import Agreement


@transaction.atomic
def agree(*, actor: Actor, session_id: int, now: datetime) -> None:
    """A second tap changes nothing. Also after the session: it holds for the group."""
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    Agreement.objects.get_or_create(
        organisation=session.organisation,
        group=session.group,
        person=person,
        wording=agreement_words.WORDING,
        defaults={"accepted_at": now},
    )
    record(
        session_id=session.pk,
        kind=EventKind.AGREE,
        key=f"agree-{person.pk}",
        person_id=person.pk,
        now=now,
    )
