"""Two runs side by side: who moved, which rules won and lost, and what was set differently."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from hexad_web.accounts.access import Actor
from hexad_web.formation import access
from hexad_web.formation.models import GroupMember, Run
from hexad_web.formation.queries.policy import Difference, differences, title_of

MOVES_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Moved:
    name: str
    first: int | None
    second: int | None


@dataclass(frozen=True, slots=True)
class Bar:
    """One measure of both runs on one axis; the lengths are shares of it, in percent."""

    title: str
    first: str
    second: str
    first_length: float
    second_length: float
    change: str


@dataclass(frozen=True, slots=True)
class Comparison:
    first: Run
    second: Run
    same_groups: bool
    moved: list[Moved]
    moved_count: int
    bars: list[Bar]
    policy: list[Difference]


def compare(first: Run, second: Run) -> Comparison:
    one, other = _seats(first), _seats(second)
    moved = _moved(one, other)
    names = _names(first, second, [person for person, _a, _b in moved[:MOVES_SHOWN]])
    return Comparison(
        first=first,
        second=second,
        same_groups=not moved,
        moved=sorted(
            (Moved(names.get(person, ""), a, b) for person, a, b in moved[:MOVES_SHOWN]), key=lambda one: one.name
        ),
        moved_count=len(moved),
        bars=_bars(first, second),
        policy=differences(first.params | {"seed": first.seed}, second.params | {"seed": second.seed}),
    )


def _seats(run: Run) -> dict[int, int]:
    return dict(GroupMember.objects.filter(run=run).values_list("person", "group__number"))


def _names(first: Run, second: Run, people: list[int]) -> dict[int, str]:
    seats = GroupMember.objects.filter(run__in=[first.pk, second.pk], person__in=people)
    return dict(seats.values_list("person", "person__name"))


def _moved(one: dict[int, int], other: dict[int, int]) -> list[tuple[int, int | None, int | None]]:
    """Groups have no identity across runs: each is paired with the one that shares most of its members."""
    partner = _pairs(one, other)
    people = sorted({*one, *other})
    return [
        (person, one.get(person), other.get(person))
        for person in people
        if person not in one or person not in other or partner.get(one[person]) != other[person]
    ]


def _pairs(one: dict[int, int], other: dict[int, int]) -> dict[int, int]:
    shared = Counter((one[person], other[person]) for person in one.keys() & other.keys())
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for (a, b), _count in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if a not in partner and b not in taken:
            partner[a] = b
            taken.add(b)
    return partner


def _bars(first: Run, second: Run) -> list[Bar]:
    bars = [_bar(_("Score"), first.score, second.score, decimals=1)]
    if first.can_meet is not None and second.can_meet is not None:
        bars.append(_bar(_("Groups that can meet, %"), 100 * first.can_meet, 100 * second.can_meet))
    one, other = _kept(first), _kept(second)
    keys = dict.fromkeys([*one, *other])
    return bars + [_bar(_kept_title(key), one.get(key), other.get(key)) for key in keys]


def _kept_title(key: str) -> str:
    return _("%(rule)s: kept, %%") % {"rule": title_of(key)}


def _kept(run: Run) -> dict[str, float]:
    """Share of the groups in which each rule is kept, in percent; counted when the groups were written."""
    tally = run.result.get("tally", {})
    return {key: 100 * states.get("kept", 0) / sum(states.values()) for key, states in tally.items() if states}


def _bar(title: str, first: float | None, second: float | None, decimals: int = 0) -> Bar:
    longest = max(abs(first or 0.0), abs(second or 0.0)) or 1.0
    return Bar(
        title=title,
        first=_("off") if first is None else _number(first, decimals),
        second=_("off") if second is None else _number(second, decimals),
        first_length=round(100 * max(first or 0.0, 0.0) / longest, 1),
        second_length=round(100 * max(second or 0.0, 0.0) / longest, 1),
        change=_change(first, second, decimals),
    )


def _change(first: float | None, second: float | None, decimals: int) -> str:
    if first is None or second is None or _number(first, decimals) == _number(second, decimals):
        return "="
    sign = "+" if second > first else "−"
    return sign + _number(abs(second - first), decimals)


def _number(value: float, decimals: int) -> str:
    """Rounded here: ``number_format`` cuts off."""
    return str(number_format(f"{value:.{decimals}f}"))


def comparable(run: Run) -> list[dict[str, Any]]:
    """Other runs with groups that this one can be compared to."""
    runs = Run.objects.filter(organisation=run.organisation_id, state__in=Run.WITH_GROUPS).exclude(pk=run.pk)
    return [dict(row) for row in runs.values("pk", "created_at", "seed", "score")[:20]]


def all_comparable(actor: Actor) -> list[Run]:
    heavy = ("people", "progress", "result", "params", "reasons")
    return list(access.runs_of(actor).filter(state__in=Run.WITH_GROUPS).defer(*heavy)[:50])
