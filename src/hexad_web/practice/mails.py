"""The mails of the practice weeks. They name the question and a link; no plan, no report, no answer."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hexad_web.accounts.models import Organisation
from hexad_web.frontend import moments
from hexad_web.frontend.mail import Reader, render_mail
from hexad_web.outbox.rendering import Mail, Section
from hexad_web.people.models import Person
from hexad_web.practice import access
from hexad_web.practice.models import BuddyCheck, FollowUp
from hexad_web.practice.queries.modules import TopicModule, tips_of
from hexad_web.sessions.models import Session

# Who goes first where a reader's week has room for one: a question that is asked only now, then a person's, then a tip.
FOLLOW_UP, BUDDY, TIP = 7, 6, 3
TIP_KEEPS, BUDDY_KEEPS, FOLLOW_UP_KEEPS = timedelta(days=8), timedelta(days=10), timedelta(days=21)


class Letter(NamedTuple):
    """One mail and the same as a section of another."""

    kind: str
    key: str
    urgency: int
    expires_at: datetime
    words: Mapping[str, str]  # subject, title, lead, url, action; more for the template
    language: str = ""  # of the lead, where it is a module's


def tip(session: Session, person: Person, day: int, module: TopicModule, now: datetime) -> Mail:
    with _reading(person):
        topic = " ".join(session.group.topic.split())
        words = {
            "subject": _("Practise: %(topic)s") % {"topic": topic} if topic else _("For your practice weeks"),
            "title": _("One thing to try"),
            "lead": tips_of(module)[day],
            "url": settings.BASE_URL + reverse("practice:mine"),
            "action": _("Log what I tried"),
        }
        key = f"tip:{session.pk}:{person.pk}:{day}"
        letter = Letter("practice.tip", key, TIP, now + TIP_KEEPS, words, module.language)
        return _mail(letter, person, session.organisation)


def buddy(check: BuddyCheck, now: datetime) -> Mail:
    pair = check.pair
    with _reading(pair.person):
        words = {
            "subject": _("%(name)s asks: did you do what you planned?") % {"name": _one_line(pair.buddy.name)},
            "title": _("%(name)s asks") % {"name": _one_line(pair.buddy.name)},
            "lead": _("Did you do what you planned? Only your buddy reads the answer."),
            "url": settings.BASE_URL + reverse("practice:buddy", args=[access.check_token(check.pk)]),
            "action": _("Answer"),
        }
        letter = Letter("practice.buddy", f"buddy:{check.pk}", BUDDY, now + BUDDY_KEEPS, words)
        return _mail(letter, pair.person, check.organisation, answers=_answers(words["url"], BuddyCheck.Answer.choices))


def follow_up(asked: FollowUp, now: datetime) -> Mail:
    with _reading(asked.person):
        since = moments.day_text(asked.session.starts_at.date())
        words = {
            "subject": _("Do you still do what you planned?"),
            "title": _("Do you still do what you planned?"),
            "lead": _("Your group met on %(day)s. One question; the programme reads totals only.") % {"day": since},
            "url": settings.BASE_URL + reverse("practice:follow_up", args=[access.follow_up_token(asked.pk)]),
            "action": _("Answer"),
        }
        letter = Letter("practice.follow_up", f"follow-up:{asked.pk}", FOLLOW_UP, now + FOLLOW_UP_KEEPS, words)
        return _mail(letter, asked.person, asked.organisation, answers=_answers(words["url"], FollowUp.Answer.choices))


def _answers(url: str, choices: Sequence[tuple[str, object]]) -> list[tuple[str, str]]:
    """A link an answer: the page preselects it, and one button writes it."""
    return [(f"{url}?answer={value}", str(label)) for value, label in choices if value]


def _mail(
    letter: Letter, person: Person, organisation: Organisation, answers: list[tuple[str, str]] | None = None
) -> Mail:
    words = letter.words
    context = {**words, "language": letter.language, "answers": answers or [], "organisation": organisation}
    texts = render_mail("practice/mail/nudge", context, reader=reader_of(person))
    return Mail(
        to=person.email,
        subject=words["subject"],
        text=texts.text,
        html=texts.html,
        kind=letter.kind,
        key=letter.key,
        urgency=letter.urgency,
        section=Section(
            title=words["title"],
            text=words["lead"],
            url=words["url"],
            action=words["action"],
            language=letter.language,
        ),
        expires_at=letter.expires_at,
    )


def reader_of(person: Person) -> Reader:
    """Nothing in these mails is a time, so the person's own zone does for the dates."""
    user = person.user
    return Reader(language=user.language if user else "", clock=user.clock if user else "")


def _reading(person: Person) -> translation.override:
    return translation.override(reader_of(person).language or translation.get_language())


def _one_line(text: str) -> str:
    return " ".join(text.split())
