"""Cards: kept while they are written, read by others after the reveal. A card written offline arrives once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from hexad.sessions.agenda import Part, PartKind
from hexad.sessions.state import EventKind
from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import PrivateText
from hexad_web.sessions import access, open_pads
from hexad_web.sessions.actions.recording import record
from hexad_web.sessions.models import Card, Session
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.refusals import Refused

PARKED = Part(kind=PartKind.WRITE, pad=access.PARKING, sides=True)
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
    person_id = access.person_in(actor, session_id)
    session = _lock(session_id)
    refuse_over(session, now)
    part = _part_of(session, written)
    mine = Card.objects.filter(session=session, person=person_id)
    before = mine.filter(key=written.key).select_related("text__space").first()
    if before is not None and _is_the_same(actor, before, part, written):
        return before
    is_revealed = is_read(session, written.step, written.pad, now)
    if before is not None and not before.is_draft and is_revealed:
        return _unchanged(actor, before, written)
    if not written.text.strip():
        _empty(before)
        return None
    if before is None and mine.filter(step=written.step, pad=written.pad).count() >= MOST:
        raise Refused(_("These are enough cards. Change one of them instead."))
    return _keep(actor, person_id, session, part, written, before, is_revealed=is_revealed, now=now)


def _lock(session_id: int) -> Session:
    """The session with what a card needs of it; two sendings of one card, and a reveal, come one by one."""
    rows = Session.objects.select_for_update(of=("self",)).select_related("group__private_space")
    return rows.get(pk=session_id)


def refuse_over(session: Session, now: datetime) -> None:
    ends = (session.closed_at or session.ends_at) + KEPT_FOR
    if now >= max(ends, session.paper_until or ends) or session.state == Session.State.CANCELLED:
        raise Refused(_("The session ended long ago. Nothing can be added any more."))


def is_read(session: Session, step: str, pad: str, now: datetime) -> bool:
    """Whether the group reads what is sent to this pad."""
    return open_pads.is_open(step, pad) or f"{step}/{pad}" in rooms.state_of(session, now).revealed


def _part_of(session: Session, written: Written) -> Part:
    if (written.step, written.pad) == ("", access.PARKING):
        return PARKED
    if open_pads.is_open(written.step, written.pad):
        return Part(kind=PartKind.WRITE, pad=written.pad)
    for step in rooms.agenda_of(session).steps:
        for part in step.parts:
            if step.key == written.step and part.kind is PartKind.WRITE and part.pad == written.pad:
                return part
    raise Refused(_("There is no such pad in this session."))


def _unchanged(actor: Actor, card: Card, written: Written) -> Card:
    """The same words once more are no news; others are another card."""
    if private_text.read(actor=actor, private=card.text) != written.text:
        raise Refused(_("Your group has read this card. Write another one."))
    return card


def _is_the_same(actor: Actor, card: Card, part: Part, written: Written) -> bool:
    """A card that is sent once more, because its answer was lost, is no news."""
    was_sent, has_side = not card.is_draft, card.side == (written.side if part.sides else "")
    is_as_before = (card.step, card.pad, was_sent) == (written.step, written.pad, was_sent or written.is_sent)
    return is_as_before and has_side and private_text.read(actor=actor, private=card.text) == written.text


def _empty(before: Card | None) -> None:
    if before is not None:
        before.text.delete()  # the card goes with its words


def _keep(
    actor: Actor,
    person_id: int,
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
        "is_late": is_sent and is_revealed and not _has_no_late(session, written),
        "written_at": now,
    }
    if before is None:
        whose = {"organisation_id": session.organisation_id, "session": session, "person_id": person_id}
        card = Card.objects.create(key=written.key, **whose, **fields)
    else:
        card = _changed(before, fields)
    if is_sent and is_revealed:
        tell_cards_changed(session, person_id, now)
    return card


def _changed(card: Card, fields: dict[str, Any]) -> Card:
    """The words that stood on it before are gone."""
    earlier = card.text
    for name, value in fields.items():
        setattr(card, name, value)
    card.save(update_fields=list(fields))
    if earlier.pk != card.text_id:
        earlier.delete()
    return card


def _has_no_late(session: Session, written: Written) -> bool:
    """On a pad of no step there is no before and after; what was written on paper was written in time."""
    return session.paper_until is not None or open_pads.is_open(written.step, written.pad)


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


def tell_cards_changed(session: Session, person_id: int, now: datetime) -> None:
    key = f"cards-{uuid4().hex}"
    record(session_id=session.pk, kind=EventKind.CARDS, key=key, person_id=person_id, now=now)
