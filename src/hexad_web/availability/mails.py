"""The one mail about calendars: one was not read for more than a day. It names the reason; no address, no content."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.availability import sentences
from hexad_web.availability.models import Source
from hexad_web.frontend import moments
from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.rendering import Mail, Section

URGENCY = 4
KEEPS = timedelta(days=14)


def unread(source: Source, problem: str, now: datetime) -> Mail:
    """For the calendar's owner; the same key as long as it is the same outage."""
    user = source.person.user
    reader = Reader(language=user.language if user else "", clock=user.clock if user else "")
    since = source.read_at or source.created_at
    with translation.override(reader.language or translation.get_language()):
        name, day = " ".join(source.name.split()), moments.day_text(since.date())
        words = {
            "subject": _("Your calendar %(name)s was last read on %(day)s") % {"name": name, "day": day},
            "title": _("Your calendar %(name)s was last read on %(day)s") % {"name": name, "day": day},
            "reason": str(sentences.sentence(problem, source.kind)),
            "url": settings.BASE_URL + reverse("availability:calendars"),
            "action": _("My calendars"),
        }
        if source.read_at is None:
            words["subject"] = words["title"] = _("Your calendar %(name)s could not be read yet") % {"name": name}
        context = {**words, "has_copy": source.read_at is not None}
        texts = render_mail("availability/mail/unread", context, reader=reader)
    return Mail(
        to=source.person.email,
        subject=words["subject"],
        text=texts.text,
        html=texts.html,
        kind="availability.unread",
        key=f"calendar:{source.pk}:{since:%Y%m%dT%H%M}",
        urgency=URGENCY,
        section=Section(title=words["title"], text=words["reason"], url=words["url"], action=words["action"]),
        expires_at=now + KEEPS,
    )
