"""One person's sessions as a calendar: what stands in their own invitations, and nobody else's name."""

from datetime import datetime, timedelta

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.people.models import Person
from hexad_web.scheduling import mails
from hexad_web.scheduling.invitations import Published, write_feed
from hexad_web.scheduling.models import Attendance, Meeting

KEPT_FOR = timedelta(days=90)


def feed_calendar(person: Person, now: datetime) -> bytes:
    """What lies ahead and what was in the last three months, in the language of the login."""
    mine = Attendance.objects.filter(person=person, removed_at=None, meeting__state__in=Meeting.LIVE)
    rows = mine.filter(meeting__end__gt=now - KEPT_FOR).select_related("meeting__group")
    language = (person.user.language if person.user else "") or settings.LANGUAGE_CODE
    with translation.override(language):
        entries = [_entry(attendance) for attendance in rows.order_by("meeting__start", "pk")]
        return write_feed(entries, name=_("Sessions of %(organisation)s") % {"organisation": person.organisation.name})


def _entry(attendance: Attendance) -> Published:
    meeting = attendance.meeting
    url = settings.BASE_URL + reverse("scheduling:meeting", args=[meeting.pk])
    return Published(
        uid=meeting.uid,
        sequence=meeting.sequence,
        start=meeting.start,
        end=meeting.end,
        zone=meeting.zone,
        summary=mails.title_of(meeting),
        description=render_to_string("scheduling/feed.txt", {"meeting": meeting, "url": url}).strip(),
        location=meeting.place,
        link=meeting.link,
        changed_at=meeting.changed_at,
        url=url,
        is_settled=meeting.state != Meeting.State.PROPOSED and attendance.answer != Attendance.Answer.TENTATIVE,
        is_attended=attendance.answer != Attendance.Answer.DECLINED,
    )
