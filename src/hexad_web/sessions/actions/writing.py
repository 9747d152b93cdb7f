"""Cards: kept while they are written, read by others after the reveal. A card written offline arrives once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.sessions.agenda import Part, PartKind
from hexad.sessions.state import EventKind
from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import PrivateText
from hexad_web.people.models import Person
from hexad_web.sessions import access
from hexad_web.sessions.actions.recording import record
from hexad_web.sessions.models import Card, Session
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.refusals import Refused

LONGEST = 1000  # characters
MOST = 30  # cards of one person on one pad
KEPT_FOR = timedelta(hours=24)  # after the end: unfinished notes, and what a phone without a line still has


@dataclass(frozen=True, slots=True)
class Written:
    """What the phone sends. ``is_sent``: ready to be read by others, once the pad is revealed."""

    key: str
    step: str
    pad: str
    text: str
    side: str = ""
    is_sent: bool = False


@transaction.atomic
def write_card(*, actor: Actor, session_id: int, written: Written, now: datetime) -> Card | None:
    """Keep a card as it is on the phone; None where it was emptied. Refused where others read it already."""
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    _refuse_over(session, now)
    part = _part_of(session, written)
    Session.objects.select_for_update().get(pk=session.pk)  # two sendings of one card, and a reveal, one by one
    is_revealed = f"{written.step}/{written.pad}" in rooms.state_of(session, now).revealed
    mine = Card.objects.filter(session=session, person=person)
    before = mine.filter(key=written.key).select_related("text__space").first()
    if before is not None and not before.is_draft and is_revealed:
        return _unchanged(actor, before, written)
    if not written.text.strip():
        _empty(before)
        return None
    if before is None and mine.filter(step=written.step, pad=written.pad).count() >= MOST:
        raise Refused(_("These are enough cards. Change one of them instead."))
    return _keep(actor, person, session, part, written, before, is_revealed=is_revealed, now=now)


def _refuse_over(session: Session, now: datetime) -> None:
    if now >= (session.closed_at or session.ends_at) + KEPT_FOR or session.state == Session.State.CANCELLED:
        raise Refused(_("The session ended long ago. Nothing can be added any more."))


def _part_of(session: Session, written: Written) -> Part:
    for step in rooms.agenda_of(session).steps:
        for part in step.parts:
            if step.key == written.step and part.kind is PartKind.WRITE and part.pad == written.pad:
                return part
    raise Refused(_("There is no such pad in this session."))


def _unchanged(actor: Actor, card: Card, written: Written) -> Card:
    """The same card once more is no news; other words for it are another card."""
    if private_text.read(actor=actor, private=card.text) != written.text:
        raise Refused(_("Your group has read this card. Write another one."))
    return card


def _empty(before: Card | None) -> None:
    if before is not None:
        before.text.delete()  # the card goes with its words


def _keep(
    actor: Actor,
    person: Person,
    session: Session,
    part: Part,
    written: Written,
    before: Card | None,
    *,
    is_revealed: bool,
    now: datetime,
) -> Card:
    is_sent = written.is_sent or (before is not None and not before.is_draft)
    text = _text(actor, session, written, before, only_author=not is_sent, now=now)
    fields = {
        "step": written.step,
        "pad": written.pad,
        "text": text,
        "side": written.side if part.sides else "",
        "is_named": part.is_named,
        "is_draft": not is_sent,
        "is_late": is_sent and is_revealed,
        "written_at": now,
    }
    card, _new = Card.objects.update_or_create(
        session=session,
        person=person,
        key=written.key,
        defaults=fields,
        create_defaults={**fields, "organisation": session.organisation},
    )
    if before is not None and before.text_id != text.pk:
        before.text.delete()
    if is_sent and is_revealed:
        tell_cards_changed(session, person, now)
    return card


def _text(
    actor: Actor, session: Session, written: Written, before: Card | None, *, only_author: bool, now: datetime
) -> PrivateText:
    is_kept = before is not None and before.text.only_author == only_author
    if before is not None and is_kept and private_text.read(actor=actor, private=before.text) == written.text:
        return before.text
    space = session.group.private_space
    if space is None:  # the database refuses a published group without one
        raise Refused(_("This group has been closed. Nothing can be added any more."))
    return private_text.write(actor=actor, space=space, text=written.text, now=now, only_author=only_author)


def tell_cards_changed(session: Session, person: Person, now: datetime) -> None:
    key = f"cards-{uuid4().hex}"
    record(session_id=session.pk, kind=EventKind.CARDS, key=key, person_id=person.pk, now=now)
