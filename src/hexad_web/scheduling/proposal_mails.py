"""The mail that says that a meeting no longer suits everybody: one for each member, within the budget of messages."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.frontend import moments
from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.rendering import Mail, Section
from hexad_web.people.models import Person
from hexad_web.scheduling.mails import reader_of, title_of
from hexad_web.scheduling.models import Meeting, Proposal

URGENCY = 8


def mails_of(
    proposal: Proposal, meetings: Mapping[int, Meeting], members: Sequence[Person], zones: Mapping[int, str]
) -> list[Mail]:
    return [_mail(proposal, meetings, person, reader_of(person, zones)) for person in members]


def _mail(proposal: Proposal, meetings: Mapping[int, Meeting], person: Person, reader: Reader) -> Mail:
    with translation.override(reader.language), moments.clock_of_reader(reader.clock):
        words = _words(proposal, meetings, reader.zone)
        texts = render_mail("scheduling/mail/proposal", words, reader=reader)
        section = Section(
            title=str(words["title"]), text=str(words["lead"]), url=str(words["url"]), action=_("Look at it")
        )
        return Mail(
            to=person.email,
            subject=str(words["title"]),
            text=texts.text,
            html=texts.html,
            kind="proposal",
            key=f"proposal:{proposal.pk}:{person.pk}",
            urgency=URGENCY,
            section=section,
            expires_at=min((meeting.start for meeting in meetings.values()), default=None),
        )


def _words(proposal: Proposal, meetings: Mapping[int, Meeting], zone: str) -> dict[str, object]:
    return {
        "title": _("Another time for your group?"),
        "lead": lead_of(proposal),
        "moves": [line_of(meetings[move["meeting"]], move, zone) for move in proposal.moves],
        "stuck": [stuck_line(meetings[key], zone) for key in proposal.stuck if key in meetings],
        "url": settings.BASE_URL + reverse("scheduling:my_sessions"),
        "organisation": proposal.organisation,
    }


def lead_of(proposal: Proposal) -> str:
    """Why there is a proposal, and what it takes; never whose calendar it was."""
    if proposal.cause == Proposal.Cause.ASKED:
        return _("A member asked to move a meeting. It is within ten working days, so all have to agree.")
    if not proposal.moves:
        return _("A meeting no longer fits everybody's calendar, and no other time was found.")
    if proposal.is_near:
        return _("A meeting no longer fits everybody's calendar. It is within ten working days, so all have to agree.")
    return _("A meeting no longer fits everybody's calendar. Another time would.")


def line_of(meeting: Meeting, move: Mapping[str, object], zone: str) -> str:
    start, before = (datetime.fromisoformat(str(move[name])) for name in ("start", "before"))
    length = meeting.end - meeting.start
    return _("%(title)s: %(after)s instead of %(before)s") % {
        "title": title_of(meeting),
        "after": moments.span_text(start, start + length, zone),
        "before": moments.span_text(before, before + length, zone),
    }


def stuck_line(meeting: Meeting, zone: str) -> str:
    when = moments.span_text(meeting.start, meeting.end, zone)
    return _("%(title)s, %(when)s") % {"title": title_of(meeting), "when": when}
