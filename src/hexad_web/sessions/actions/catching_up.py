"""What a member who missed a session adds to it afterwards."""

from datetime import datetime

from django.db import transaction
from django.http import Http404

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.people import access as people_access
from hexad_web.sessions.actions import releasing
from hexad_web.sessions.models import Card, Release
from hexad_web.sessions.queries import catching_up


@transaction.atomic
def add_story(*, actor: Actor, session_id: int, text: str, key: str, now: datetime) -> Card:
    """Read by the group as "added later"; the same form sent twice is one story."""
    session = catching_up.missed_session(actor, session_id)
    person = people_access.own_person(actor)
    before = Card.objects.filter(session=session, person=person, key=key).first()
    if before is not None:
        return before
    if session.group.private_space is None:  # the database refuses a published group without one
        raise Http404
    return Card.objects.create(
        organisation=session.organisation,
        session=session,
        person=person,
        step=catching_up.story_step(session),
        pad=catching_up.STORY,
        key=key,
        text=private_text.write(actor=actor, space=session.group.private_space, text=text, now=now),
        is_named=True,
        is_draft=False,
        is_late=True,
        written_at=now,
    )


@transaction.atomic
def brief_was_read(*, actor: Actor, session_id: int, now: datetime) -> None:
    session = catching_up.missed_session(actor, session_id)
    for brief in Release.objects.filter(session=session, kind=Release.Kind.BRIEF):
        releasing.mark_read(release=brief, now=now)
