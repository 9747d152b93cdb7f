"""The mails of a study: two minutes, a link, who will see what. No name of another observer, no answer."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.accounts.models import Organisation
from hexad_web.evidence import access
from hexad_web.evidence.queries.asked import items_of
from hexad_web.evidence.queries.measuring import Asked
from hexad_web.evidence.queries.silos import AskedAgain
from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.rendering import Mail, Section

URGENCY = 4


def ask_observer(asked: Asked) -> Mail:
    assert asked.observer is not None  # noqa: S101  # the caller's branch
    with translation.override(settings.LANGUAGE_CODE):
        name, count = " ".join(asked.person.name.split()), len(items_of(asked.study))
        link = reverse("evidence:observe", args=[access.observer_token(asked.observer.pk)])
        words = {
            "subject": _("Two minutes: %(n)d questions about working with %(name)s") % {"n": count, "name": name},
            "title": _("%(n)d questions about working with %(name)s") % {"n": count, "name": name},
            "lead": _(
                "%(name)s named you. Your answers are read as means of three and more, and as totals of the programme;"
                " nobody reads yours. You can decline for good."
            )
            % {"name": name},
            "url": settings.BASE_URL + link,
            "action": _("Answer"),
        }
        return _mail(asked.observer.email, words, asked.organisation, Reader(), key=asked.key, until=asked.closes)


def ask_manager(asked: Asked) -> Mail:
    user = asked.person.user
    reader = Reader(language=user.language if user else "", clock=user.clock if user else "")
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        count = len(items_of(asked.study))
        words = {
            "subject": _("Two minutes: %(n)d questions about your own work") % {"n": count},
            "title": _("%(n)d questions about your own work") % {"n": count},
            "lead": _("Only you read your answers; the programme reads totals."),
            "url": settings.BASE_URL + reverse("evidence:own_sheet"),
            "action": _("Answer"),
        }
        return _mail(asked.person.email, words, asked.organisation, reader, key=asked.key, until=asked.closes)


def ask_ties(asked: AskedAgain) -> Mail:
    sheet = asked.sheet
    user = sheet.person.user
    reader = Reader(language=user.language if user else "", clock=user.clock if user else "")
    with translation.override(reader.language or settings.LANGUAGE_CODE):
        words = {
            "subject": _("Two minutes: whose help did you use?"),
            "title": _("Whose advice or help did you use in the last four weeks?"),
            "lead": _("Only you read whom you name. The programme reads ties between departments, of eight and more."),
            "url": settings.BASE_URL + reverse("evidence:ties"),
            "action": _("Answer"),
        }
        return _mail(sheet.person.email, words, sheet.organisation, reader, key=asked.key, until=sheet.round.closes)


def _mail(
    to: str, words: Mapping[str, str], organisation: Organisation, reader: Reader, *, key: str, until: date
) -> Mail:
    texts = render_mail("evidence/mail/ask", {**words, "organisation": organisation}, reader=reader)
    return Mail(
        to=to,
        subject=words["subject"],
        text=texts.text,
        html=texts.html,
        kind="evidence.ask",
        key=key,
        urgency=URGENCY,
        section=Section(title=words["title"], text=words["lead"], url=words["url"], action=words["action"]),
        expires_at=datetime.combine(until, time(), UTC),
    )
