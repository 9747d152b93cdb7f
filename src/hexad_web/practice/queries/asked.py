"""The pages behind the links of the buddy's question and of the follow-ups."""

from dataclasses import dataclass
from datetime import date, datetime

from hexad_web.practice.models import BuddyCheck, FollowUp
from hexad_web.practice.queries import following, mine


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPage:
    is_open: bool
    initial: dict[str, str]
    name: str = ""
    day: date | None = None


def check_page(check: BuddyCheck, now: datetime) -> AskedPage:
    """The line is not shown again: a mail's link may be forwarded."""
    return AskedPage(is_open=mine.is_open(check, now), initial={"answer": check.answer}, name=check.pair.buddy.name)


def follow_up_page(found: FollowUp, now: datetime) -> AskedPage:
    return AskedPage(
        is_open=following.is_open(found, now),
        initial={"answer": found.answer},
        day=found.session.starts_at.date(),
    )
