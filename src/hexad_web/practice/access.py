"""Who reaches which row: a member their own, a buddy the answer that is meant for them, a token its own question."""

from dataclasses import dataclass

from django.core import signing
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.people import access as people_access
from hexad_web.people.models import Person
from hexad_web.practice.models import BuddyCheck, FollowUp, JournalEntry, Plan
from hexad_web.sessions import access as sessions_access
from hexad_web.sessions.models import Session

# "." keeps the address in one piece in mail programs, which a ":" does not.
CHECKS = signing.Signer(salt="hexad.practice.buddy", sep=".")
FOLLOW_UPS = signing.Signer(salt="hexad.practice.follow_up", sep=".")
TEXTS = ("situation__space", "behaviour__space", "technique__space")


@dataclass(frozen=True, slots=True)
class Seat:
    """One member in one session of their group."""

    actor: Actor
    session: Session
    person: Person


def seat_in(actor: Actor, session_id: int) -> Seat:
    session = sessions_access.session_of(actor, session_id)
    return Seat(actor, session, sessions_access.member_of(actor, session))


def plans_of(person: Person) -> QuerySet[Plan]:
    """One person's own plans; nobody else's are ever read."""
    return Plan.objects.filter(person=person).select_related("session", *TEXTS)


def shared_plans(seat: Seat) -> QuerySet[Plan]:
    """Of everybody in this session: which technique they practise, which the group may read. Never what a plan says."""
    plans = Plan.objects.filter(session=seat.session, organisation=seat.actor.organisation)
    return plans.only("strategy", "technique", "person").select_related("technique__space", "person")


def journal_of(actor: Actor) -> QuerySet[JournalEntry]:
    own = JournalEntry.objects.filter(organisation=actor.organisation, person=people_access.own_person(actor))
    return own.select_related("text__space")


def entry_of(actor: Actor, entry_id: int) -> JournalEntry:
    return get_object_or_404(journal_of(actor), pk=entry_id)


def checks_for(buddy: Person) -> QuerySet[BuddyCheck]:
    """The answers that this buddy may read: those of the people they look after."""
    return BuddyCheck.objects.filter(pair__buddy=buddy).select_related("pair__person", "text__space")


def check_for(actor: Actor, check_id: int) -> BuddyCheck:
    return get_object_or_404(checks_for(people_access.own_person(actor)), pk=check_id)


def check_token(check_id: int) -> str:
    return CHECKS.sign(str(check_id))


def follow_up_token(follow_up_id: int) -> str:
    return FOLLOW_UPS.sign(str(follow_up_id))


def check_of_token(token: str) -> BuddyCheck:
    rows = BuddyCheck.objects.select_related(
        "organisation", "session__group", "pair__person__user", "pair__buddy", "text__space"
    )
    return get_object_or_404(rows, pk=_key(CHECKS, token))


def follow_up_of_token(token: str) -> FollowUp:
    rows = FollowUp.objects.select_related("organisation", "session__group", "person__user")
    return get_object_or_404(rows, pk=_key(FOLLOW_UPS, token))


def _key(signer: signing.Signer, token: str) -> int | None:
    try:
        return int(signer.unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def writer_of(person: Person) -> Actor:
    """Whoever holds a mail's link writes as the person it was sent to."""
    return Actor(organisation=person.organisation, role=Role.PARTICIPANT, user=person.user)
