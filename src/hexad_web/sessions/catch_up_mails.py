"""The one mail to a member who missed a session: it names the page, and nothing of what was said."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.actions import queue_mails
from hexad_web.outbox.rendering import Mail
from hexad_web.people.models import Person
from hexad_web.sessions.models import Session

KEEPS = timedelta(days=14)


def write_to_absent(session: Session, people: Sequence[Person], now: datetime) -> None:
    """A key a person and session: written once, whatever is tried again."""
    mails = [_mail(session, person, now) for person in people if person.email]
    queue_mails(organisation=session.organisation, mails=mails, now=now)


def _mail(session: Session, person: Person, now: datetime) -> Mail:
    user = person.user
    reader = Reader(language=user.language if user else "", clock=user.clock if user else "")
    with translation.override(reader.language or translation.get_language()):
        words = {
            "subject": _("Catch up with your group"),
            "title": _("Catch up with your group"),
            "lead": _("Your group met without you. Add your story and make a plan; it takes 15 minutes."),
            "url": settings.BASE_URL + reverse("sessions:catch_up", args=[session.pk]),
            "action": _("Catch up"),
        }
        context = {**words, "organisation": session.organisation}
        texts = render_mail("sessions/mail/catch_up", context, reader=reader)
    return Mail(
        to=person.email,
        subject=words["subject"],
        text=texts.text,
        html=texts.html,
        kind="catch-up",
        key=f"catch-up:{session.pk}:{person.pk}",
        expires_at=now + KEEPS,
    )
