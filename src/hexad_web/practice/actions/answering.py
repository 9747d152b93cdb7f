"""Answers to the buddy's question and to the follow-ups, given through a mail's link."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.practice import access
from hexad_web.practice.actions.texts import Pen
from hexad_web.practice.models import BuddyCheck, FollowUp
from hexad_web.practice.queries import following, mine
from hexad_web.practice.refusals import Refused


@transaction.atomic
def answer_check(*, check: BuddyCheck, answer: str, text: str, now: datetime) -> None:
    """For the buddy alone; changeable until reflect begins. A changed answer is new to the buddy."""
    if not mine.is_open(check, now):
        raise Refused(_("This question is closed. Tell your buddy in Reflect, or log it on My practice."))
    if answer not in BuddyCheck.Answer.values or not answer:
        raise Refused(_("Choose one of the answers."))
    BuddyCheck.objects.filter(pk=check.pk).update(answer=answer, answered_at=now, read_at=None)
    if text.strip():  # an empty line leaves what was written before, which the page does not show again
        Pen(access.writer_of(check.pair.person), check.session.group, now).put(check, "text", text, only_author=False)


@transaction.atomic
def mark_read(*, actor: Actor, check_id: int, now: datetime) -> None:
    check = access.check_for(actor, check_id)
    BuddyCheck.objects.filter(pk=check.pk, read_at=None).update(read_at=now)


@transaction.atomic
def answer_follow_up(*, follow_up: FollowUp, answer: str, now: datetime) -> None:
    if not following.is_open(follow_up, now):
        raise Refused(_("This question is closed. You are asked again after six months, or in your next group."))
    if answer not in FollowUp.Answer.values or not answer:
        raise Refused(_("Choose one of the answers."))
    FollowUp.objects.filter(pk=follow_up.pk).update(answer=answer, answered_at=now)
