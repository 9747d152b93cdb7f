"""Answers that come by mail from people's own calendars: read, checked, and kept where the link's answers are kept.

A mail is set aside before it is looked at and deleted once its answer is kept, so that one which ends the worker is
never read twice, and what was not understood waits for a person.
"""

import logging
from datetime import datetime, timedelta
from time import monotonic
from typing import Literal

from django.conf import settings
from django.db import DatabaseError, transaction

from hexad.scheduling.replies import Reply, UnreadableReplyError, is_outdated, read_reply
from hexad_web.accounts import audit
from hexad_web.accounts.access import Actor
from hexad_web.scheduling import mailbox
from hexad_web.scheduling.actions.answering import answer_meeting
from hexad_web.scheduling.letters import AutomaticLetter, Letter, UnreadableLetter, read_letter
from hexad_web.scheduling.models import Attendance
from hexad_web.scheduling.refusals import Refused
from hexad_web.scheduling.reply_mailbox import ReplyMailbox
from hexad_web.scheduling.results import has_passed

logger = logging.getLogger(__name__)
NAME = "replies"
EVERY = timedelta(minutes=1)
LAST_RETRY = timedelta(hours=1)
LEASE = timedelta(minutes=5)
MOST_MAILS = 100  # of one turn
MOST_SECONDS = 60.0  # of one turn; the mail in hand is finished

Outcome = Literal["kept", "outdated", "set aside", "automatic"]


def read_replies(now: datetime) -> int:
    """Read what has come since the last turn, if it is time for the next. Returns how many answers were kept."""
    account = mailbox.account_of(settings.IMAP_URL)
    if account is None or not _is_our_turn(now):
        return 0
    try:
        with mailbox.opened(account) as opened:
            opened.open(account.folder)
            kept = _read_all(opened, now)
            _note(now, problem="", set_aside=opened.flagged())
    except mailbox.MailboxError as error:
        # Its kind alone: what a server says may hold the address.
        logger.warning("the mailbox of replies could not be read: %s", error)
        _note(now, problem=str(error))
        return 0
    return kept


def _is_our_turn(now: datetime) -> bool:
    """The condition in the UPDATE decides between workers; one that dies gives its turn back when the lease ends."""
    ReplyMailbox.objects.get_or_create(name=NAME, defaults={"next_try_at": now})
    due = ReplyMailbox.objects.filter(name=NAME, next_try_at__lte=now)
    return due.update(next_try_at=now + LEASE) == 1


def _note(now: datetime, *, problem: str, set_aside: int | None = None) -> None:
    row = ReplyMailbox.objects.get(name=NAME)
    row.problem = problem
    row.failures = min(row.failures + 1, 100) if problem else 0
    row.next_try_at = now + min(EVERY * 2 ** min(row.failures, 10), LAST_RETRY)
    if not problem:
        row.read_at, row.set_aside = now, set_aside or 0
    row.save()


def _read_all(opened: mailbox.Mailbox, now: datetime) -> int:
    kept, until = 0, monotonic() + MOST_SECONDS
    for uid in opened.unread(MOST_MAILS):
        if monotonic() > until:
            break
        kept += _read_one(opened, uid, now) == "kept"
    return kept


def _read_one(opened: mailbox.Mailbox, uid: str, now: datetime) -> Outcome:
    content = opened.content(uid)
    opened.set_aside(uid)
    try:
        outcome = take_letter(content or b"", now)
    except DatabaseError:
        opened.give_back(uid)
        raise
    if outcome == "automatic":
        opened.leave(uid)
    elif outcome != "set aside":
        opened.delete(uid)
    return outcome


def take_letter(content: bytes, now: datetime) -> Outcome:
    """What becomes of one mail, whatever it holds."""
    try:
        letter = read_letter(content)
        reply = read_reply(letter.calendar)
    except AutomaticLetter:
        return "automatic"
    except (UnreadableLetter, UnreadableReplyError) as error:
        logger.info("a mail among the replies is no answer: %s", error)
        return "set aside"
    return take_reply(letter, reply, now)


@transaction.atomic
def take_reply(letter: Letter, reply: Reply, now: datetime) -> Outcome:
    """Keep an answer that is the invited person's own and not older than what is known."""
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("meeting", "person", "organisation")
    invited = rows.filter(meeting__uid=reply.uid, person__email__iexact=reply.attendee).first()
    if invited is None:
        return "set aside"
    actor, target = Actor.worker(invited.organisation), f"Meeting {invited.meeting_id}"
    if not is_genuine(letter, reply, invited):
        audit.record(actor=actor, action="scheduling.doubt_reply", target=target, now=now)
        return "set aside"
    meeting, said_at = invited.meeting, min(reply.stamp, now)
    if is_outdated(reply, sequence=meeting.sequence, start=meeting.start, answered_at=invited.answered_at):
        return "outdated"
    proposed = reply.proposed if reply.proposed and reply.proposed > now else None
    if (invited.answer, invited.answered_at, invited.proposed_start) == (reply.answer, said_at, proposed):
        return "outdated"  # the same mail once more
    try:
        answer_meeting(attendance=invited, answer=reply.answer, now=now, said_at=said_at, proposed_start=proposed)
    except Refused:
        return "outdated"
    audit.record(actor=actor, action="scheduling.reply", target=target, now=now)
    return "kept"


def is_genuine(letter: Letter, reply: Reply, invited: Attendance) -> bool:
    """The person's own address in From and in the answer, and one proof that the address is no mere claim.

    The proof: the mail is addressed to what only this person's invitation said, or the receiving server found
    that it comes from the domain of its sender.
    """
    if not letter.sender == reply.attendee == invited.person.email.lower():
        return False
    if invited.reply_address and invited.reply_address in {*letter.recipients, reply.organizer}:
        return True
    domain = letter.sender.rpartition("@")[2]
    return bool(settings.IMAP_AUTHSERV) and has_passed(letter.results, server=settings.IMAP_AUTHSERV, domain=domain)
