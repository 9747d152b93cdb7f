"""A file on its way in: read in the child, kept as busy times, refused with a remedy."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from hexad_web.accounts.access import Actor
from hexad_web.availability import actions, forms
from hexad_web.availability.models import Kind, Problem, Source
from hexad_web.people.models import Person
from tests.hexad_web.availability.calendar_server import ICS

ADD = "/availability/calendars/add/file/"
pytestmark = pytest.mark.usefixtures("ben")


def file(content: bytes, name: str = "private-title.ics") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/calendar")


def test_a_file_is_read_and_only_its_busy_times_are_kept(participant_client: Client) -> None:
    answer = participant_client.post(ADD, {"file": file(ICS), "name": "Work"}, follow=True)
    assert answer.redirect_chain == [("/availability/calendars/", 302)]
    source = Source.objects.get()
    assert (source.kind, source.name, source.busy) == (Kind.UPLOAD, "Work", [[29943900, 29943990, "busy"]])
    for private in ("Secret", "Zebulon", "dentist", "private-title"):
        assert private not in str(vars(source))
        assert private not in answer.content.decode()


def test_a_file_of_the_same_name_replaces_the_copy_before(participant: Actor) -> None:
    now = timezone.now()
    first = actions.add_upload(actor=participant, upload=actions.Upload(ICS, "Work"), now=now)
    moved = ICS.replace(b"20261207", b"20261208")
    later = now + timedelta(hours=1)
    second = actions.add_upload(actor=participant, upload=actions.Upload(moved, "Work"), now=later)
    other = actions.add_upload(actor=participant, upload=actions.Upload(ICS, "Family"), now=later)
    assert second.pk == first.pk != other.pk
    assert Source.objects.get(pk=first.pk).busy[0][0] == 29943900 + 1440
    assert Source.objects.get(pk=first.pk).read_at == later


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<html>Secret words</html>", "not a calendar"),
        (b"", "empty"),
        (ICS[:-30], "breaks off"),
        (bytes(500), "not a calendar"),
        (b"x" * (forms.MOST_BYTES + 1), "larger than 10 MB"),
    ],
    ids=["page", "empty", "cut off", "zero bytes", "large"],
)
def test_a_file_that_cannot_be_read_says_what_to_do_and_changes_nothing(
    participant: Actor, participant_client: Client, content: bytes, says: str
) -> None:
    actions.add_upload(actor=participant, upload=actions.Upload(ICS, "Work"), now=timezone.now())
    before = Source.objects.values().get()
    answer = participant_client.post(ADD, {"file": file(content), "name": "Work"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Secret words" not in page
    assert Source.objects.values().get() == before


def test_an_eleventh_calendar_is_refused(participant: Actor) -> None:
    now = timezone.now()
    for number in range(10):
        actions.add_feed(actor=participant, address=f"https://x.example/{number}", name="", now=now)
    with pytest.raises(ValidationError, match="Ten calendars"):
        actions.add_upload(actor=participant, upload=actions.Upload(ICS, "Work"), now=now)
    assert not Source.objects.filter(kind=Kind.UPLOAD).exists()


def test_uploading_again_ends_the_complaint_about_a_changed_zone(participant: Actor) -> None:
    now = timezone.now()
    actions.add_upload(actor=participant, upload=actions.Upload(ICS, "Work"), now=now)
    Source.objects.update(problem=Problem.ZONE_CHANGED)
    actions.add_upload(actor=participant, upload=actions.Upload(ICS, "Work"), now=now)
    assert Source.objects.get().problem == ""


def test_a_declined_invitation_leaves_its_time_free(participant: Actor, ben: Person) -> None:
    declined = b"ATTENDEE;PARTSTAT=DECLINED:mailto:" + ben.email.encode()
    content = ICS.replace(b"ATTENDEE:mailto:zebulon@secret.example", declined)
    source = actions.add_upload(actor=participant, upload=actions.Upload(content, "Work"), now=timezone.now())
    assert source.busy == []
