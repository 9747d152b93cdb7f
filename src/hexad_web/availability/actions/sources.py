"""Adding calendars, taking them away and back."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hexad_web.accounts import audit, private_text
from hexad_web.accounts.access import Actor
from hexad_web.availability import access, queries, reading, sentences, stored
from hexad_web.availability.models import FOLLOWED, Kind, Problem, Source
from hexad_web.availability.waking import wake_on_commit
from hexad_web.people.models import Person

MOST_SOURCES = 10
SHORTEST_PAUSE = timedelta(minutes=1)  # between two readings that somebody asked for


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came, and what its person calls it."""

    content: bytes = field(repr=False)
    name: str = ""


@transaction.atomic
def add_feed(*, actor: Actor, address: str, name: str, now: datetime) -> Source:
    """Keep the address sealed and have it read at once. ``address`` is one that ``fetching.address_of`` gave."""
    person = access.person_of(actor)
    check_room(person)
    source = new_source(person, Kind.FEED, name or _("My calendar"), now)
    source.sealed_url = private_text.seal(address)
    source.host_digest = host_digest(address)
    source.next_try_at = now
    source.save()
    audit.record(actor=actor, action="availability.feed_added", target=f"Source {source.pk}", now=now)
    wake_on_commit()
    return source


def host_digest(address: str) -> str:
    """The host without its name: equal for equal hosts, readable by nobody."""
    return stored.digest("feed host", urlsplit(address).hostname or "")


def add_upload(*, actor: Actor, upload: Upload, now: datetime) -> Source:
    """Read a file and keep its busy times; a file of the same name replaces the copy before it.

    Raises ValidationError with what to do where it cannot be read: then nothing has changed.
    """
    person = access.person_of(actor)
    asked = reading.Asked(upload.content, queries.zone_of_person(person), person.email, now)
    found = reading.read(asked)  # in a child process, before any lock is taken
    if found.problem:
        raise ValidationError(str(sentences.upload_sentence(found.problem)), code=found.problem)
    return _keep_upload(actor=actor, name=upload.name or _("My calendar"), found=found, now=now)


@transaction.atomic
def _keep_upload(*, actor: Actor, name: str, found: reading.Found, now: datetime) -> Source:
    person = access.person_of(actor)
    source = Source.objects.filter(person=person, kind=Kind.UPLOAD, name=name[:80], removed_at=None).first()
    if source is None:
        check_room(person)
        source = new_source(person, Kind.UPLOAD, name, now)
    for column, value in found.columns(now).items():
        setattr(source, column, value)
    source.read_at = source.tried_at = now
    source.problem = ""
    source.save()
    audit.record(actor=actor, action="availability.file_read", target=f"Source {source.pk}", now=now)
    return source


def new_source(person: Person, kind: Kind, name: str, now: datetime) -> Source:
    return Source(organisation=person.organisation, person=person, kind=kind.value, name=name[:80], created_at=now)


def check_room(person: Person, wanted: int = 1) -> None:
    if Source.objects.filter(person=person, removed_at=None).count() + wanted > MOST_SOURCES:
        raise ValidationError(_("Ten calendars are the most. Remove one first."), code="too-many")


@transaction.atomic
def remove(*, actor: Actor, source_id: int, now: datetime) -> Source:
    """Stop counting a source at once. It can come back for a day, then its row is deleted."""
    source = access.source_of(actor, source_id)
    if source.removed_at is None:
        source.removed_at = now
        source.save(update_fields=["removed_at"])
        audit.record(actor=actor, action="availability.source_removed", target=f"Source {source.pk}", now=now)
    return source


@transaction.atomic
def restore(*, actor: Actor, source_id: int, now: datetime) -> Source:
    source = access.source_of(actor, source_id)
    if source.removed_at is None:
        return source
    source.removed_at = None
    if source.is_followed:
        source.next_try_at = now
        wake_on_commit()
    try:
        with transaction.atomic():
            source.save(update_fields=["removed_at", "next_try_at"])
    except IntegrityError as error:  # another week was painted meanwhile
        raise ValidationError(_("You have painted another week. Remove it first."), code="painted") from error
    audit.record(actor=actor, action="availability.source_restored", target=f"Source {source.pk}", now=now)
    return source


@transaction.atomic
def ask_to_read(*, actor: Actor, source_id: int, now: datetime) -> bool:
    """Read a feed now; False where it was read within the last minute or is being read."""
    source = access.source_of(actor, source_id)
    just_tried = source.tried_at is not None and now - source.tried_at < SHORTEST_PAUSE
    if not source.is_followed or source.removed_at or just_tried or source.is_being_read(now):
        return False
    Source.objects.filter(pk=source.pk).update(next_try_at=now)
    wake_on_commit()
    return True


def mark_zone_changed(person: Person, now: datetime) -> None:
    """All-day and floating entries moved with the zone: feeds are read anew, files have to be uploaded again."""
    sources = Source.objects.filter(person=person)
    # Without its lease a reading that is under way, still in the old zone, is thrown away.
    afresh = {"etag": "", "last_modified": "", "content_hash": "", "lease_token": "", "lease_until": None}
    sources.filter(kind__in=FOLLOWED).update(next_try_at=now, **afresh)
    sources.filter(kind=Kind.UPLOAD).update(problem=Problem.ZONE_CHANGED)
    wake_on_commit()
