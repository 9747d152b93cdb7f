"""Calendars of an account: looked up with an app password, then chosen, each a source of its own."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

import httpx
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from hexad_web.accounts import audit, private_text
from hexad_web.accounts.access import Actor
from hexad_web.availability import access, caldav, sentences
from hexad_web.availability.actions.sources import check_room, host_digest, new_source
from hexad_web.availability.models import Kind, Source
from hexad_web.availability.waking import wake_on_commit
from hexad_web.people.models import Person

TIME_TO_CHOOSE = timedelta(hours=1)


def search_account(*, actor: Actor, account: caldav.Account, now: datetime) -> str:
    """The account's calendars, sealed for whoever asked until they have chosen; the database keeps nothing yet.

    Raises ValidationError with what to do where there are none.
    """
    person = access.person_of(actor)
    searched = caldav.search(account, allowed_hosts=settings.FEED_ALLOWED_HOSTS)
    if searched.problem:
        raise ValidationError(str(sentences.search_sentence(searched.problem)), code=searched.problem)
    waiting = {"person": person.pk, "at": now.isoformat(), "calendars": [asdict(one) for one in searched.calendars]}
    return private_text.seal(json.dumps(waiting)).decode()


def calendars_waiting(*, actor: Actor, sealed: str, now: datetime) -> list[caldav.Calendar]:
    """The calendars of ``search_account`` for the person who asked, within the hour; nothing otherwise."""
    try:
        waiting = json.loads(private_text.unseal(sealed.encode()))
    except InvalidToken:
        return []
    is_over = now - datetime.fromisoformat(waiting["at"]) > TIME_TO_CHOOSE
    if is_over or waiting["person"] != access.person_of(actor).pk:
        return []
    return [caldav.Calendar(**one) for one in waiting["calendars"]]


@transaction.atomic
def add_calendars(*, actor: Actor, calendars: Sequence[caldav.Calendar], now: datetime) -> list[Source]:
    """Keep each address sealed and have it read at once; a calendar that is there already gets the new password."""
    person = access.person_of(actor)
    known = _known(person)
    check_room(person, sum(_bare(one.url) not in known for one in calendars))
    return [_add(actor, known.get(_bare(one.url)) or _new(person, one, now), one, now) for one in calendars]


def _new(person: Person, calendar: caldav.Calendar, now: datetime) -> Source:
    return new_source(person, Kind.CALDAV, calendar.name, now)


def _add(actor: Actor, source: Source, calendar: caldav.Calendar, now: datetime) -> Source:
    source.sealed_url = private_text.seal(calendar.url)
    source.host_digest = host_digest(calendar.url)
    source.next_try_at = now
    source.save()
    audit.record(actor=actor, action="availability.account_connected", target=f"Source {source.pk}", now=now)
    wake_on_commit()
    return source


def _known(person: Person) -> dict[str, Source]:
    """The person's calendars of accounts by their addresses without name and password."""
    found = {}
    for source in Source.objects.filter(person=person, kind=Kind.CALDAV, removed_at=None):
        try:
            found[_bare(private_text.unseal(source.sealed_url or b""))] = source
        except InvalidToken:
            continue  # sealed under a key that is gone
    return found


def _bare(address: str) -> str:
    return str(httpx.URL(address).copy_with(userinfo=b""))
