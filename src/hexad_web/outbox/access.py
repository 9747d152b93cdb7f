"""Owners and administrators see the mails of their organisation: state and recipient, never the text."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.outbox.models import OutboxMessage


def messages_of(actor: Actor) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(organisation=actor.organisation)


def message_of(actor: Actor, message_id: int) -> OutboxMessage:
    return get_object_or_404(messages_of(actor), pk=message_id)
