"""Who reaches which row: a member the sessions of the own group, their own cards, others' once revealed."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.accounts.prepared import Prepared
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Person
from hexad_web.sessions import open_pads
from hexad_web.sessions.models import Card, OwnAgenda, Session

PARKING = open_pads.PARKING
# Not what was over before they came.
SINCE = Q(group__members__joined_at=None) | Q(ends_at__gt=F("group__members__joined_at"))


def sessions_of(actor: Actor) -> QuerySet[Session]:
    """Those of the groups in which this user sits now, and not what was over before they came."""
    if actor.user is None:
        return Session.objects.none()
    seat = Q(group__members__person__user=actor.user, group__members__is_active=True, group__state="published")
    rows = Session.objects.filter(SINCE & seat, organisation=actor.organisation)
    return rows.select_related("organisation", "group__private_space", "meeting__room").distinct()


Seated = tuple[int, int, int, int]


def seats_in(session_ids: Collection[int]) -> set[Seated]:
    """Session, organisation, user and person of everybody whom ``sessions_of`` lets into one of these."""
    return set(_seats(Q(pk__in=session_ids)))


def _seats(which: Q) -> QuerySet[Session, Seated]:
    seated = Q(group__members__person__user__isnull=False, group__members__is_active=True, group__state="published")
    people = ("group__members__person__user", "group__members__person")
    return Session.objects.filter(SINCE, seated, which).values_list("pk", "organisation", *people)


_seats_at = Prepared(lambda session_id: _seats(Q(pk=session_id)).order_by())


def seats_at(session_id: int) -> set[Seated]:
    """The same of one session."""
    return set(_seats_at(session_id))


def person_in(actor: Actor, session_id: int) -> int:
    """The key of this user as a member of the session's group: what a tap needs, in one reading."""
    mine = Q(group__members__person__user=actor.user, group__members__is_active=True, group__state="published")
    rows = Session.objects.filter(SINCE & mine, pk=session_id, organisation=actor.organisation)
    person: int | None = rows.order_by().values_list("group__members__person", flat=True).first()
    if actor.user is None or person is None:
        raise Http404
    return person


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
    """One's own, drafts too; others' that were sent, on pads (``step/pad``) that are revealed, or belong to no step."""
    person = member_of(actor, session)
    readable = Q(pk__in=[])
    for place in (*revealed, *open_pads.PLACES):
        step, _slash, pad = place.partition("/")
        readable |= Q(step=step, pad=pad)
    rows = Card.objects.filter(session=session).select_related("text__space", "person")
    return rows.filter(Q(person=person) | (readable & Q(is_draft=False)))


Place = tuple[str, str]  # a step and a pad of it
_first_card = Prepared(lambda session: Card.objects.filter(session=session).order_by().values_list("pk")[:1])


def cards_on(
    session: Session, people: Collection[int], places: Collection[Place], revealed: Collection[str]
) -> dict[Place, dict[int, list[Card]]]:
    """What ``cards_of`` gives each of these members of each of these pads, in the order of the cards."""
    if not _first_card(session.pk):
        return {place: {person: [] for person in people} for place in places}
    wanted = Q()
    for step, pad in places:
        wanted |= Q(step=step, pad=pad)
    rows = Card.objects.filter(wanted, session=session).select_related("text__space", "person")
    cards = list(rows.prefetch_related("merged__text__space").order_by("is_late", "shuffle"))
    return {
        (step, pad): {person: list(_readable(cards, (step, pad), person, revealed)) for person in people}
        for step, pad in places
    }


def _readable(cards: Iterable[Card], place: Place, person: int, revealed: Collection[str]) -> Iterator[Card]:
    step, pad = place
    is_open = f"{step}/{pad}" in revealed or open_pads.is_open(step, pad)
    for card in cards:
        if (card.step, card.pad) == place and (card.person_id == person or (is_open and not card.is_draft)):
            yield card


def card_of(actor: Actor, session: Session, card_id: int, revealed: Collection[str]) -> Card:
    return get_object_or_404(cards_of(actor, session, revealed), pk=card_id)


def agendas_of(actor: Actor) -> QuerySet[OwnAgenda]:
    return OwnAgenda.objects.filter(organisation=actor.organisation)


def agenda_of(actor: Actor, agenda_id: int) -> OwnAgenda:
    return get_object_or_404(agendas_of(actor), pk=agenda_id)
