"""What moving a person would do: every group of a page, each with its effect in words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from hexad.formation.context import Context
from hexad.formation.explain import Trials
from hexad.formation.results import Effect
from hexad_web.formation.models import Edit, Group, GroupMember, Run
from hexad_web.formation.queries import preparing
from hexad_web.formation.queries.wording import say

GROUPS_A_PAGE = 20
Members = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to move: into a group, perhaps in exchange for one of its members."""

    group: Group
    swap: GroupMember | None
    change: float
    can_meet_change: int
    broken: tuple[str, ...]  # rules that must hold and would not
    mended: tuple[str, ...]
    breaks_must: bool

    @property
    def value(self) -> str:
        return f"{self.group.pk}:{self.swap.pk if self.swap else ''}"


@dataclass(frozen=True, slots=True)
class Board:
    """Some groups of a run as the library wants them."""

    context: Context
    members: Members
    trials: Trials

    def effect(self, person: str, group: Group, swap: GroupMember | None = None) -> Effect:
        email = swap.person.email if swap else None
        return self.trials.what_if(person=person, to_group=str(group.number), swap_with=email)


def board_of(run: Run, groups: Iterable[int]) -> Board | None:
    """Those groups, by primary key; None where the input of the run is no longer kept, so that nothing can be judged.

    Only groups that are looked at are read: a run may have sixteen thousand.
    """
    context = preparing.context_of(run)
    if context is None:
        return None
    members = members_of(run, groups)
    return Board(context, members, Trials(context, members))


def members_of(run: Run, groups: Iterable[int]) -> Members:
    members: Members = defaultdict(list)
    seats = GroupMember.objects.filter(run=run, group__in=list(groups))
    rows = seats.values_list("group__number", "person__email").order_by("person_id")
    for number, email in rows:
        members[str(number)].append(email)
    return dict(members)


def choices(run: Run, seat: GroupMember, page: int, only: int = 0) -> tuple[Page[Group], list[Choice]]:
    """The groups of one page (or ``only`` one) with what each means: a move where there is room, else an exchange."""
    groups = Group.objects.filter(run=run).exclude(pk=seat.group_id).order_by("number")
    if only:
        groups = groups.filter(pk=only)
    shown = Paginator(groups, GROUPS_A_PAGE).get_page(page)
    board = board_of(run, [seat.group_id, *(group.pk for group in shown)])
    if board is None:
        return shown, []
    seats = _seats(list(shown))
    largest = run.params["sizes"][1]
    return shown, [_best(board, seat, group, seats[group.pk], largest) for group in shown]


def choice_into(run: Run, seat: GroupMember, group: Group) -> Choice | None:
    """What dropping a person on a group means."""
    board = board_of(run, [seat.group_id, group.pk])
    if board is None or group.pk == seat.group_id:
        return None
    return _best(board, seat, group, _seats([group])[group.pk], run.params["sizes"][1])


def _seats(groups: Sequence[Group]) -> dict[int, list[GroupMember]]:
    seats: dict[int, list[GroupMember]] = {group.pk: [] for group in groups}
    for seat in GroupMember.objects.filter(group__in=groups).select_related("person").order_by("person__name"):
        seats[seat.group_id].append(seat)
    return seats


def _best(board: Board, seat: GroupMember, group: Group, others: list[GroupMember], largest: int) -> Choice:
    ways: list[GroupMember | None] = [None] if len(others) < largest else [*others]
    effects = [(board.effect(seat.person.email, group, swap), swap) for swap in ways]
    effect, swap = min(effects, key=_rank)
    return Choice(
        group=group,
        swap=swap,
        change=effect.objective_change,
        can_meet_change=effect.can_meet_change,
        broken=tuple(_say_in(reason, group.number) for reason in broken_by(effect)),
        mended=tuple(say(reason.as_json()) for reason in effect.mended),
        breaks_must=bool(effect.broken),
    )


def broken_by(effect: Effect) -> list[dict[str, Any]]:
    """As an edit keeps them: each with the number of its group."""
    return [
        {**reason.as_json(), "group": int(id_)} for reason, id_ in zip(effect.broken, effect.broken_in, strict=True)
    ]


def _say_in(reason: Mapping[str, Any], to_group: int) -> str:
    """Of the group that somebody comes to nothing more is said; an exchange may break a rule in the other one, too."""
    number = reason.get("group", to_group)
    if number == to_group:
        return say(reason)
    return _("In group %(number)s: %(sentence)s") % {"number": number, "sentence": say(reason)}


def _rank(way: tuple[Effect, GroupMember | None]) -> tuple[bool, int, float]:
    """What keeps the rules that must hold comes first, then what lets more groups meet, then what wins points."""
    effect, _swap = way
    return bool(effect.broken), -effect.can_meet_change, -effect.objective_change


def last_edit(run: Run) -> Edit | None:
    """The manual move that Undo would take back, with ``sentences``: what it broke, in words."""
    edits = Edit.objects.filter(run=run, undone_at=None).select_related("person", "other", "from_group", "to_group")
    edit = edits.order_by("-pk").first()
    if edit is not None:
        edit.sentences = [_say_in(reason, edit.to_group.number) for reason in edit.broken]
    return edit
