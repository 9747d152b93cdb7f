"""Erasing a person: raw data goes, the seat in others' groups stays without a name, frozen figures stay."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, User
from hexad_web.accounts.private_text import PrivateText
from hexad_web.outbox.models import OutboxMessage
from hexad_web.people.models import Import, Participation, Person
from hexad_web.privacy import access
from hexad_web.privacy.actions import ledger
from hexad_web.privacy.catalogue import OWN, rows
from hexad_web.privacy.models import Erasure
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.sessions.models import Release

WAITS = timedelta(days=7)
NAME = "Former member"
BLANK: dict[str, Any] = {
    "name": NAME,
    "user": None,
    "boss": None,
    "boss_email": "",
    "level": "",
    "department": "",
    "site": "",
    "time_zone": "",
    "country": "",
    "start_date": None,
    "languages": [],
    "weekly_hours": None,
    "topics": [],
    "attributes": {},
    "participation_before": "",
    "invited_at": None,
    "answered_at": None,
}


@transaction.atomic
def ask(*, actor: Actor, now: datetime) -> Erasure | None:
    """Note the wish; a second one changes nothing. None: there is nobody to erase."""
    people = access.own_people(actor)
    if not people:
        return None
    before = access.open_erasure(actor)
    if before is not None:
        return before
    wish = Erasure.objects.create(organisation=actor.organisation, person=people[-1], asked_at=now, due_at=now + WAITS)
    audit.record(actor=actor, action="privacy.ask_erasure", now=now)
    return wish


@transaction.atomic
def take_back(*, actor: Actor, now: datetime) -> bool:
    wish = access.open_erasure(actor)
    if wish is None:
        return False
    Erasure.objects.filter(pk=wish.pk, done_at=None).update(taken_back_at=now)
    audit.record(actor=actor, action="privacy.take_back_erasure", now=now)
    return True


def erase_due(*, now: datetime) -> int:
    """Carry out what is due, one person a transaction."""
    due = Erasure.objects.filter(done_at=None, taken_back_at=None, due_at__lte=now)
    return sum(_carry_out(pk, now) for pk in due.values_list("pk", flat=True))


@transaction.atomic
def _carry_out(erasure_id: int, now: datetime) -> bool:
    wish = Erasure.objects.select_for_update().get(pk=erasure_id)
    if wish.done_at is not None or wish.taken_back_at is not None:
        return False
    erase(person_id=wish.person_id, now=now)
    wish.done_at = now
    wish.save(update_fields=["done_at"])
    return True


@transaction.atomic
def erase(*, person_id: int, now: datetime, is_noted: bool = True) -> bool:
    """Delete all that is the person's own; again does nothing. False: nobody of that number is here."""
    person = Person.objects.select_related("organisation", "user").filter(pk=person_id).first()
    if person is None:
        return False
    user, email = person.user, person.email
    _take_back_releases(person, now)
    _forget_texts(person)
    for own in OWN:
        if not own.stays and not own.by.startswith("user"):
            rows(own.model).filter(**{own.by: person.pk}).delete()
    for label in ("challenges.PersonSpace", "formation.Edit", "evidence.Decline"):
        rows(label).filter(person=person).delete()
    rows("evidence.Tie").filter(named=person).delete()  # what others wrote, and it names this person
    Attendance.objects.filter(person=person).update(answer="", answered_at=None)
    Meeting.objects.filter(facilitator=person).update(facilitator=None)
    OutboxMessage.objects.filter(organisation=person.organisation, recipient=email).delete()
    _forget_in_files(person, email)
    blank = {**BLANK, "email": f"erased-{person.pk}@erased.invalid", "participation": Participation.LEFT}
    Person.objects.filter(pk=person.pk).update(**blank, left_at=person.left_at or now)
    _forget_login(user, person)
    if is_noted:
        ledger.note(ledger.Line(person.organisation_id, person.pk, now.isoformat()))
    audit.record(actor=Actor.worker(person.organisation), action="privacy.erase", now=now)
    return True


def replay(*, now: datetime) -> int:
    """After a restore: erase again whom the ledger names and the restored database still knows."""
    erased = 0
    for line in ledger.lines():
        known = Person.objects.filter(pk=line.person, organisation=line.organisation)
        if known.exclude(email=f"erased-{line.person}@erased.invalid").exists():
            erased += erase(person_id=line.person, now=now, is_noted=False)
    return erased


def _forget_texts(person: Person) -> None:
    """Texts in the group's space and in the own one; what hangs on them goes with them."""
    cards = rows("learning.Card").filter(person=person)
    mine = Q(author=person.user) if person.user_id else Q(pk__in=cards.values("text"))
    PrivateText.objects.filter(mine, organisation=person.organisation).delete()


def _take_back_releases(person: Person, now: datetime) -> None:
    """What was not read outside the group yet leaves it no more; what was read is no longer ours to take back."""
    concerned = Q(proposed_by=person) | Q(sources__card__person=person)
    waiting = Release.objects.filter(
        concerned, state__in=(Release.State.PROPOSED, Release.State.RELEASED), first_read_at=None
    ).distinct()
    for release in waiting:
        draft = release.draft
        Release.objects.filter(pk=release.pk).update(
            state=Release.State.WITHDRAWN, text="", draft=None, withdrawn_at=now
        )
        if draft is not None:
            draft.delete()
    Release.objects.filter(proposed_by=person).update(proposed_by=None)


def _forget_in_files(person: Person, email: str) -> None:
    """What an import keeps to be undone, and what a search of groups computed on."""
    for import_ in Import.objects.filter(organisation=person.organisation).exclude(before={}, missing=[], preview={}):
        if email in str(import_.before) + str(import_.missing) + str(import_.preview):
            Import.objects.filter(pk=import_.pk).update(before={}, missing=[], preview={})
    inputs = rows("formation.RunInput").filter(organisation=person.organisation)
    for pk, people in inputs.values_list("pk", "run__people"):
        if person.pk in people:
            inputs.filter(pk=pk).delete()


def _forget_login(user: User | None, person: Person) -> None:
    """The login goes where nothing else is left for it."""
    if user is None:
        return
    Membership.objects.filter(user=user, organisation=person.organisation, role="participant").delete()
    if not Membership.objects.filter(user=user).exists() and not Person.objects.filter(user=user).exists():
        user.delete()
