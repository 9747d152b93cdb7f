"""A challenge from the first word to sharing, keeping, withdrawing and deleting it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import private_text
from hexad_web.accounts.access import Actor
from hexad_web.accounts.private_text import PrivateText
from hexad_web.challenges import access
from hexad_web.challenges.actions.locking import lock_person, mark_changed
from hexad_web.challenges.models import Challenge, PersonSpace
from hexad_web.challenges.refusals import Refused
from hexad_web.people.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What one page of the intake asked for; None: it was not asked there."""

    statement: str | None = None
    gives: str | None = None
    wants: str | None = None
    online: int | None = None

    @property
    def texts(self) -> dict[str, str]:
        given = {"statement": self.statement, "gives": self.gives, "wants": self.wants}
        return {name: text.strip() for name, text in given.items() if text is not None}


@transaction.atomic
def save_answers(*, actor: Actor, answers: Answers, now: datetime) -> Challenge:
    """Keep what was typed, for the author alone; what is shared already stays as it was until it is shared again."""
    challenge = _challenge_of(actor, lock_person(actor), now)
    for name, text in answers.texts.items():
        _put(actor, challenge, name, text, now)
    if answers.online is not None:
        challenge.online = answers.online
    challenge.changed_at = now
    challenge.save()
    return challenge


@transaction.atomic
def share(*, actor: Actor, now: datetime) -> None:
    """Let others read the statement without its author's name."""
    challenge = _challenge_of(actor, lock_person(actor), now)
    text = _read(actor, challenge.statement)
    if not text:
        raise Refused(_("Write what is hard for you first. Then you can share it."))
    if text != _read(actor, challenge.shared):
        _take_out(challenge)
        challenge.shared = _write(actor, challenge.person, text, now, only_author=False)
        mark_changed(actor.organisation, now)
    challenge.state = Challenge.State.SHARED
    challenge.save()


@transaction.atomic
def keep_private(*, actor: Actor, now: datetime) -> None:
    """Also withdraws what was shared: its copy is deleted, and no topic holds it any more."""
    challenge = _challenge_of(actor, lock_person(actor), now)
    if challenge.shared is not None:
        _take_out(challenge)
        mark_changed(actor.organisation, now)
    challenge.state = Challenge.State.KEPT
    challenge.save()


@transaction.atomic
def forget(*, actor: Actor, now: datetime) -> None:
    """Delete every word of it for good: the key of the person's texts goes, and each text with it."""
    person = lock_person(actor)
    challenge = Challenge.objects.filter(person=person).first()
    space = access.space_of(person)
    if space is not None:
        space.space.delete()
    if challenge is not None:
        challenge.delete()
        mark_changed(actor.organisation, now)


def _challenge_of(actor: Actor, person: Person, now: datetime) -> Challenge:
    known = access.own_challenge(actor)
    return known or Challenge(organisation=actor.organisation, person=person, made_at=now, changed_at=now)


def _put(actor: Actor, challenge: Challenge, name: str, text: str, now: datetime) -> None:
    """Point the row at a new text, or at none where it is empty; the old one is deleted for good."""
    before: PrivateText | None = getattr(challenge, name)
    if text == _read(actor, before):
        return
    setattr(challenge, name, _write(actor, challenge.person, text, now) if text else None)
    if before is not None:
        PrivateText.objects.filter(pk=before.pk).delete()


def _take_out(challenge: Challenge) -> None:
    copy, challenge.shared, challenge.topic = challenge.shared, None, None
    if copy is not None:
        copy.delete()


def _read(actor: Actor, text: PrivateText | None) -> str:
    return private_text.read(actor=actor, private=text) if text is not None else ""


def _write(actor: Actor, person: Person, text: str, now: datetime, *, only_author: bool = True) -> PrivateText:
    space = access.space_of(person)
    if space is None:
        key = private_text.open_space(actor.organisation)
        space = PersonSpace.objects.create(organisation=actor.organisation, person=person, space=key)
    return private_text.write(actor=actor, space=space.space, text=text, now=now, only_author=only_author)
