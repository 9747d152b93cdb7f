"""The mail that asks a member to choose among up to three times."""

from collections.abc import Mapping, Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.frontend import moments
from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.rendering import Mail
from hexad_web.scheduling import access
from hexad_web.scheduling.invitations import one_line
from hexad_web.scheduling.mails import reader_of
from hexad_web.scheduling.models import Choice, Poll
from hexad_web.scheduling.queries.plans import options_of


def mails_of(poll: Poll, choices: Sequence[Choice], zones: Mapping[int, str]) -> list[Mail]:
    return [_mail(poll, choice, reader_of(choice.person, zones)) for choice in choices]


def _mail(poll: Poll, choice: Choice, reader: Reader) -> Mail:
    with translation.override(reader.language), moments.clock_of_reader(reader.clock):
        words = _words(poll, choice, reader.zone)
        texts = render_mail("scheduling/mail/choose", words, reader=reader)
        return Mail(
            to=choice.person.email,
            subject=str(words["subject"]),
            text=texts.text,
            html=texts.html,
            kind="poll",
            key=f"poll:{poll.pk}:{choice.person_id}",
            expires_at=poll.closes_at,
        )


def _words(poll: Poll, choice: Choice, zone: str) -> dict[str, object]:
    options = options_of(poll.plan)
    topic = one_line(poll.plan.group.topic)
    until = moments.day_text(moments.local(poll.closes_at, zone)[0])
    return {
        "subject": _("Choose a time: %(topic)s") % {"topic": topic} if topic else _("Choose a time for your group"),
        "title": _("Choose a time"),
        "cards": [
            {
                "explore": moments.span_text(options[at].explore.start, options[at].explore.end, zone),
                "reflect": moments.span_text(options[at].reflect.start, options[at].reflect.end, zone),
            }
            for at in poll.options
        ],
        "until": until,
        "url": settings.BASE_URL + reverse("scheduling:choose", args=[access.choose_token(choice.pk)]),
        "organisation": poll.organisation,
    }
