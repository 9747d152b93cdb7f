"""Obstacles and answers, as the sponsor and as everybody else reads them: words and a month, never a group."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Prefetch
from django.utils import formats

from hexad_web.accounts.access import Actor
from hexad_web.report import access
from hexad_web.report.models import Obstacle, Reply

A_PAGE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleRow:
    id: int
    text: str  # empty in the sponsor's list until first read
    month: str
    open_days: int
    is_read: bool
    reply: Reply | None


def with_replies(actor: Actor) -> list[Obstacle]:
    live = Reply.objects.filter(replaced_at=None)
    return list(access.obstacles_of(actor).prefetch_related(Prefetch("replies", queryset=live, to_attr="live")))


def obstacles(actor: Actor, page: int, now: datetime) -> Page[ObstacleRow]:
    """The sponsor's: open ones first, the longest open at the top; opening the list reads none of them."""
    rows = [_row(one, one.live, now) for one in with_replies(actor)]  # type: ignore[attr-defined]  # the prefetch
    rows.sort(key=lambda row: (row.reply is not None, -row.open_days))
    return Paginator(rows, A_PAGE).get_page(page)


def answers(actor: Actor, page: int, now: datetime) -> Page[ObstacleRow]:
    """What was answered, for all groups and the owner; the latest reply first."""
    rows = [row for one in with_replies(actor) if (row := _row(one, one.live, now)).reply]  # type: ignore[attr-defined]
    rows.sort(key=lambda row: row.reply.given_at if row.reply else now, reverse=True)
    return Paginator(rows, A_PAGE).get_page(page)


def obstacle(actor: Actor, obstacle_id: int, now: datetime) -> ObstacleRow:
    found = access.obstacle_of(actor, obstacle_id)
    return _row(found, list(found.replies.filter(replaced_at=None)), now)


def _row(one: Obstacle, live: Sequence[Reply], now: datetime) -> ObstacleRow:
    return ObstacleRow(
        id=one.public_id,
        text=one.release.text,
        month=month_of(one.week_date),
        open_days=max((now.date() - one.week_date).days, 0),
        is_read=one.release.first_read_at is not None,
        reply=live[0] if live else None,
    )


def month_of(day: date) -> str:
    return formats.date_format(day, "F Y")


def open_count(actor: Actor) -> int:
    """Those that wait for an answer of the sponsor."""
    live = Reply.objects.filter(obstacle=OuterRef("pk"), replaced_at=None)
    return access.obstacles_of(actor).exclude(Exists(live)).count()
