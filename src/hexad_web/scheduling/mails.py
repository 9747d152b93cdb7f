"""The mails of a meeting: one message for each person and change, in the reader's language, zone and clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parseaddr

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.formation.models import Group
from hexad_web.frontend import moments
from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person
from hexad_web.scheduling import access, times
from hexad_web.scheduling.invitations import Invitation, Mailbox, Method, one_line, write_invitation
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.scheduling.sentences import sentence

INVITED, MOVED, PLACE, CANCELLED, DROPPED = "invited", "moved", "place", "cancelled", "dropped"
RULES = "rules"
ENDING = {CANCELLED, DROPPED}


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a meeting; ``start`` and ``end`` are the time before a move."""

    kind: str = INVITED
    start: datetime | None = None
    end: datetime | None = None

    @property
    def method(self) -> Method:
        return "CANCEL" if self.kind in ENDING else "REQUEST"


@dataclass(frozen=True, slots=True)
class Party:
    """Everybody around one meeting: the invited, all members by name, and each one's zone."""

    meeting: Meeting
    attendances: Sequence[Attendance]
    members: Sequence[Person]
    zones: Mapping[int, str] = field(default_factory=dict)
    others: Sequence[Group] = ()  # that get together with this one


def mails_of(party: Party, change: Change, *, now: datetime) -> list[Mail]:
    return [_mail(party, attendance, change, now) for attendance in party.attendances]


def _mail(party: Party, attendance: Attendance, change: Change, now: datetime) -> Mail:
    reader = reader_of(attendance.person, party.zones)
    with translation.override(reader.language), moments.clock_of_reader(reader.clock):
        words = _words(party, attendance, change)
        texts = render_mail("scheduling/mail/meeting", words, reader=reader)
        return Mail(
            to=attendance.person.email,
            subject=str(words["subject"]),
            text=texts.text,
            html=texts.html,
            kind="cancellation" if change.kind in ENDING else "invitation",
            key=_key(party.meeting, attendance, change),
            calendar=write_invitation(_invitation(party, attendance, change, words), now=now),
            calendar_method=change.method,
            reply_to=attendance.reply_address,
            expires_at=party.meeting.end,
        )


def reader_of(person: Person, zones: Mapping[int, str]) -> Reader:
    """Language and clock of the login, if there is one; the zone of the person's working hours."""
    user = person.user
    language = (user.language if user else "") or settings.LANGUAGE_CODE
    return Reader(language=language, zone=zones.get(person.pk, "UTC"), clock=user.clock if user else "")


def _key(meeting: Meeting, attendance: Attendance, change: Change) -> str:
    """One message per person and change: the same change queued twice is one row."""
    return f"meeting:{meeting.uid}:{meeting.sequence}:{change.kind}:{attendance.person_id}"


def title_of(meeting: Meeting) -> str:
    topic = one_line(meeting.group.topic)
    kind = meeting.get_kind_display()
    return _("%(kind)s: %(topic)s") % {"kind": kind, "topic": topic} if topic else str(kind)


def with_text(groups: Iterable[Group]) -> str:
    """Who else comes; empty for a group by itself."""
    names = ", ".join(str(group) for group in groups)
    return _("Together with %(groups)s") % {"groups": names} if names else ""


def subject_of(meeting: Meeting, change: Change, zone: str) -> str:
    subject = f"{title_of(meeting)}, {moments.span_text(meeting.start, meeting.end, zone)}"
    if change.kind in ENDING:
        return _("Cancelled: %(subject)s") % {"subject": subject}
    if change.kind == MOVED:
        return _("Moved: %(subject)s") % {"subject": subject}
    if change.kind == PLACE:
        return _("New place: %(subject)s") % {"subject": subject}
    return subject


def lead_of(meeting: Meeting, change: Change, zone: str) -> str:
    """The first sentence: what changed."""
    when = moments.span_text(meeting.start, meeting.end, zone)
    if change.kind == MOVED and change.start and change.end:
        before = moments.span_text(change.start, change.end, zone)
        return _("Moved from %(before)s to %(after)s.") % {"before": before, "after": when}
    if change.kind == RULES:
        return _("The rules of a time zone changed. This meeting now is %(when)s on your clock.") % {"when": when}
    return {
        PLACE: _("The place has changed. The time stays the same."),
        CANCELLED: _("This meeting is cancelled. Your calendar removes it."),
        DROPPED: _("You are no longer expected at this meeting. Your calendar removes it."),
    }.get(change.kind, _("Your group meets. Please answer, so that the others can count on it."))


def organizer_of(attendance: Attendance) -> str:
    return attendance.reply_address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def place_of(meeting: Meeting) -> str:
    if meeting.mode == Meeting.Mode.VIRTUAL:
        return "" if meeting.link else _("The link follows")
    return meeting.place or _("The room follows")


def _words(party: Party, attendance: Attendance, change: Change) -> dict[str, object]:
    meeting, zone = party.meeting, party.zones.get(attendance.person_id, "UTC")
    answers = settings.BASE_URL + reverse("scheduling:answer", args=[access.answer_token(attendance.pk)])
    return {
        "meeting": meeting,
        "title": title_of(meeting),
        "subject": subject_of(meeting, change, zone),
        "lead": lead_of(meeting, change, zone),
        "when": moments.span_text(meeting.start, meeting.end, zone),
        "elsewhere": times.elsewhere(meeting.start, meeting.end, party.zones.values(), zone),
        "place": place_of(meeting),
        "mode_reason": sentence(meeting.mode_reason),
        "others": with_text(party.others),
        "names": [person.name for person in party.members],
        "facilitator": meeting.facilitator.name if meeting.facilitator else "",
        "is_ending": change.kind in ENDING,
        "accept_url": f"{answers}?answer=accept",
        "tentative_url": f"{answers}?answer=tentative",
        "decline_url": f"{answers}?answer=decline",
        "organisation": attendance.organisation,
    }


def _invitation(party: Party, attendance: Attendance, change: Change, words: Mapping[str, object]) -> Invitation:
    meeting = party.meeting
    return Invitation(
        method=change.method,
        uid=meeting.uid,
        sequence=meeting.sequence,
        start=meeting.start,
        end=meeting.end,
        zone=meeting.zone,
        summary=title_of(meeting),
        description=render_to_string("scheduling/mail/calendar.txt", dict(words)).strip(),
        location=meeting.place,
        link=meeting.link,
        organizer=Mailbox(name=attendance.organisation.name, email=organizer_of(attendance)),
        attendee=Mailbox(name=attendance.person.name, email=attendance.person.email),
    )
