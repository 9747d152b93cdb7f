"""Who reaches which row: a member the sessions of the own group, their own cards, others' once revealed."""

from collections.abc import Collection

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person
from hexad_web.sessions.models import Card, Session


def sessions_of(actor: Actor) -> QuerySet[Session]:
    """Those of the groups in which this user sits now, and not what was over before they came."""
    if actor.user is None:
        return Session.objects.none()
    since = Q(group__members__joined_at=None) | Q(ends_at__gt=F("group__members__joined_at"))
    seat = Q(group__members__person__user=actor.user, group__members__is_active=True, group__state="published")
    rows = Session.objects.filter(since & seat, organisation=actor.organisation)
    return rows.select_related("organisation", "group__private_space", "meeting__room").distinct()


def session_of(actor: Actor, session_id: int) -> Session:
    return get_object_or_404(sessions_of(actor), pk=session_id)


def member_of(actor: Actor, session: Session) -> Person:
    """This user as a member of the session's group."""
    seats = GroupMember.objects.filter(group=session.group_id, is_active=True, person__user=actor.user)
    seat = seats.select_related("person").first() if actor.user is not None else None
    if seat is None or session.organisation_id != actor.organisation.pk:
        raise Http404
    return seat.person


def cards_of(actor: Actor, session: Session, revealed: Collection[str]) -> QuerySet[Card]:
    """One's own, drafts too; others' that were sent, on pads (``step/pad``) that are revealed."""
    person = member_of(actor, session)
    open_pads = Q(pk__in=[])
    for place in revealed:
        step, _slash, pad = place.partition("/")
        open_pads |= Q(step=step, pad=pad)
    rows = Card.objects.filter(session=session).select_related("text__space", "person")
    return rows.filter(Q(person=person) | (open_pads & Q(is_draft=False)))


def card_of(actor: Actor, session: Session, card_id: int, revealed: Collection[str]) -> Card:
    return get_object_or_404(cards_of(actor, session, revealed), pk=card_id)
