"""What a group does with revealed cards: says what lies within its control, and puts equal ones together."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.sessions import access, open_pads
from hexad_web.sessions.actions import writing
from hexad_web.sessions.actions.acting import refuse_closed
from hexad_web.sessions.actions.writing import tell_cards_changed
from hexad_web.sessions.models import Card
from hexad_web.sessions.queries import rooms
from hexad_web.sessions.refusals import Refused


@transaction.atomic
def sort_card(*, actor: Actor, session_id: int, card_id: int, side: str, now: datetime) -> Card:
    """Any member; the last word counts, and anybody can change it again."""
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    refuse_closed(session, now)
    if side not in Card.Side.values:
        raise Refused(_("Choose one of the two columns."))
    card = access.card_of(actor, session, card_id, rooms.state_of(session, now).revealed)
    if Card.objects.filter(pk=card.pk).exclude(side=side).update(side=side):
        tell_cards_changed(session, person.pk, now)
    return card


@transaction.atomic
def merge_card(*, actor: Actor, session_id: int, card_id: int, into_id: int | None, now: datetime) -> Card:
    """By whoever facilitates; both texts stay, one below the other. None takes it out again."""
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    refuse_closed(session, now)
    state = rooms.state_of(session, now)
    if state.facilitator != str(person.pk):
        raise Refused(_("Whoever facilitates puts cards together."))
    card = access.card_of(actor, session, card_id, state.revealed)
    into = access.card_of(actor, session, into_id, state.revealed) if into_id is not None else None
    if into is not None and (
        into.pk == card.pk or into.merged_into_id or (into.step, into.pad) != (card.step, card.pad)
    ):
        raise Refused(_("Choose another card of the same pad."))
    Card.objects.filter(merged_into=card).update(merged_into=into)
    Card.objects.filter(pk=card.pk).update(merged_into=into)
    tell_cards_changed(session, person.pk, now)
    return card


@transaction.atomic
def take_off(*, actor: Actor, session_id: int, card_id: int, now: datetime) -> None:
    """Remove a note from a pad that belongs to no step: by whoever wrote it, or by whoever facilitates."""
    session = access.session_of(actor, session_id)
    person = access.member_of(actor, session)
    writing.refuse_over(session, now)
    card = access.card_of(actor, session, card_id, ())
    if not open_pads.is_open(card.step, card.pad):
        raise Refused(_("This cannot be done here."))
    if card.person_id != person.pk and rooms.state_of(session, now).facilitator != str(person.pk):
        raise Refused(_("Whoever wrote it removes it, or whoever facilitates."))
    card.text.delete()  # the card goes with its words
    tell_cards_changed(session, person.pk, now)
