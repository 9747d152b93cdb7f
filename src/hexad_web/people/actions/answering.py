"""A person's own answer: join or decline, from the mail or signed in, changeable as long as the person is there."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.accounts.actions import ensure_user
from hexad_web.accounts.models import Membership, Role, User
from hexad_web.people import access
from hexad_web.people.models import Consent, Invitation, Participation, Person

# Which text people agreed to: raise it when the wording of join.html changes in substance.
WORDING = "2026-1"
STANDING = {Consent.Answer.JOIN: Participation.JOINED, Consent.Answer.DECLINE: Participation.DECLINED}


@dataclass(frozen=True, slots=True)
class Answered:
    """``signs_in``: this very answer may sign the person in."""

    person: Person
    answer: str
    signs_in: User | None = None


@transaction.atomic
def answer_by_link(*, token: str, answer: str, now: datetime) -> Answered:
    """Write the answer of whoever holds the link."""
    invitation = access.invitation_of(token)
    if invitation is None:
        raise ValidationError(_("This link is no longer valid. Ask for a new invitation."))
    person = _answer(invitation.person, answer, invitation, now)
    joined = answer == Consent.Answer.JOIN
    signs_in = person.user if joined and _may_sign_in(invitation, person.user, now) else None
    if signs_in:
        audit.record_sign_in(user=signs_in, way="invitation", now=now)
    return Answered(person, answer, signs_in)


@transaction.atomic
def change_answer(*, actor: Actor, answer: str, now: datetime) -> Answered:
    """A signed-in participant changes the own answer."""
    return Answered(_answer(access.own_person(actor), answer, None, now), answer)


def _answer(person: Person, answer: str, invitation: Invitation | None, now: datetime) -> Person:
    person = Person.objects.select_for_update(of=("self",)).select_related("organisation", "user").get(pk=person.pk)
    standing = STANDING[Consent.Answer(answer)]
    if person.participation == standing:
        return person
    if standing == Participation.JOINED:
        _give_login(person)
    Consent.objects.create(
        organisation=person.organisation,
        person=person,
        invitation=invitation,
        answer=answer,
        wording=WORDING,
        at=now,
    )
    person.participation, person.answered_at = standing, now
    person.save(update_fields=["participation", "answered_at", "user"])
    actor = Actor(organisation=person.organisation, role=Role.PARTICIPANT, user=person.user)
    audit.record(actor=actor, action=f"people.{answer}", target=f"Person {person.pk}", now=now)
    return person


def _give_login(person: Person) -> None:
    """The link came to this address, so whoever follows it is whom the mailbox belongs to."""
    if person.user is None:
        person.user = ensure_user(email=person.email, name=person.name, time_zone=person.zone)
    Membership.objects.get_or_create(organisation=person.organisation, user=person.user, role=Role.PARTICIPANT)


def _may_sign_in(invitation: Invitation, user: User | None, now: datetime) -> bool:
    """Once per fresh link; never into a login that has a password or can do more than take part."""
    if user is None or not user.is_active or user.is_staff or user.has_usable_password():
        return False
    if Membership.objects.filter(user=user).exclude(role=Role.PARTICIPANT).exists():
        return False
    if Membership.objects.filter(user=user).exclude(organisation=invitation.organisation).exists():
        return False
    fresh = Invitation.objects.filter(pk=invitation.pk, signed_in_at=None, invited_at__gt=now - Invitation.SIGNS_IN_FOR)
    return bool(fresh.update(signed_in_at=now))
