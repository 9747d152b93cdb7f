"""One group's ranked times, for the owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.frontend import moments
from hexad_web.scheduling import access
from hexad_web.scheduling.models import GroupPlan, Poll, Room
from hexad_web.scheduling.queries.plan_page import PlanRow, TimeText, practice_text, reasons_of, row_of, time_text
from hexad_web.scheduling.queries.plans import Option, options_of


@dataclass(frozen=True, slots=True)
class OptionRow:
    position: int
    explore: TimeText
    reflect: TimeText
    practice: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """``state_of_poll``: whether the group has answered, never what anybody said."""

    plan: GroupPlan
    row: PlanRow
    options: Sequence[OptionRow]
    choices: list[tuple[int, str]]
    rooms: QuerySet[Room]
    initial: dict[str, Any]
    poll_options: Sequence[OptionRow] = ()
    state_of_poll: str = ""
    can_change: bool = False


def group_page(actor: Actor, plan_id: int) -> GroupPage:
    plan = access.plan_of(actor, plan_id)
    options = [_row(option, plan.zone) for option in options_of(plan)]
    poll = Poll.objects.filter(plan=plan).first()
    return GroupPage(
        plan=plan,
        row=row_of(plan),
        options=options,
        choices=[(option.position, _label(option)) for option in options],
        rooms=access.rooms_of(actor),
        initial={"option": plan.chosen, "room": plan.room_id, "link": plan.link},
        poll_options=[options[at] for at in poll.options] if poll else (),
        state_of_poll=state_of(poll) if poll else "",
        can_change=plan.state == GroupPlan.State.PLANNED,
    )


def _row(option: Option, zone: str) -> OptionRow:
    return OptionRow(
        option.position,
        time_text(option.explore, zone),
        time_text(option.reflect, zone),
        practice_text(option),
        reasons_of(option),
    )


def _label(option: OptionRow) -> str:
    """Three lines: eight of these stand below each other, and are compared by their dates."""
    return format_html(
        '<span><strong>{}</strong><br>{}<br><span class="text-muted">{}</span></span>',
        moments.unbroken(_("Explore %(when)s") % {"when": option.explore.text}),
        moments.unbroken(
            _("Reflect %(when)s. %(practice)s.") % {"when": option.reflect.text, "practice": option.practice}
        ),
        " ".join(option.reasons),
    )


def state_of(poll: Poll) -> str:
    if poll.state == Poll.State.OPEN:
        return _("The group is choosing. You can decide at any time.")
    if poll.state == Poll.State.UNDECIDED:
        return _("No time works for everybody who answered. Choose one.")
    return _("The time is settled.")
