"""A result: facts, cards of one page, and the matrix of rules by groups. The counting is the database's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from hexad_web.formation.models import Group, GroupMember, Run, RunInput
from hexad_web.formation.queries.moves import last_edit
from hexad_web.formation.queries.oddness import odd_ones_out
from hexad_web.formation.queries.policy import title_of
from hexad_web.formation.queries.runs import gap_in_words
from hexad_web.formation.queries.wording import say
from hexad_web.frontend.countries import name_of as country_name
from hexad_web.people.models import Participation, Person

CARDS_A_PAGE = 20
FILTERS: Mapping[str, Q] = {
    "all": Q(),
    "only-one": Q(has_only_one=True),
    "cannot-meet": Q(can_meet=False),
    "no-cycle": Q(has_cycle=False),
    "relaxed": Q(is_relaxed=True),
}
SIGNS = {"kept": "✓", "relaxed": "~", "broken": "✕", "off": "–"}


@dataclass(frozen=True, slots=True)
class Facts:
    groups: int
    people: int
    can_meet: int
    cannot_meet: int
    no_cycle: int
    relaxed_groups: int
    only_one: int
    relaxed_rules: tuple[str, ...]
    departed: int
    waiting: tuple[str, ...]
    gap_words: str
    can_edit: bool
    cut_off: bool  # the clock ended the search before its sweeps were done

    @property
    def judged(self) -> int:
        """Groups of which the calendars are known."""
        return self.can_meet + self.cannot_meet


@dataclass(frozen=True, slots=True)
class Cell:
    """One rule in one group: sign and word, never a colour alone."""

    key: str
    title: str
    state: str
    sign: str
    word: str
    mode: str
    reason: str
    points: float
    most: float


@dataclass(frozen=True, slots=True)
class Card:
    group: Group
    seats: list[GroupMember]
    why: str
    reasons: list[str]
    odd: list[str]
    cells: dict[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A rule across the groups of the page."""

    title: str
    cells: list[Cell | None]


def facts_of(run: Run) -> Facts:
    counted = Group.objects.filter(run=run).aggregate(
        groups=Count("pk"),
        can=Count("pk", filter=Q(can_meet=True)),
        cannot=Count("pk", filter=Q(can_meet=False)),
        no_cycle=Count("pk", filter=Q(has_cycle=False)),
        relaxed=Count("pk", filter=Q(is_relaxed=True)),
        only_one=Count("pk", filter=Q(has_only_one=True)),
    )
    seats = GroupMember.objects.filter(run=run).aggregate(
        people=Count("pk"), departed=Count("pk", filter=~Q(person__participation=Participation.JOINED))
    )
    relaxed = dict.fromkeys(one["rule"] for one in run.result.get("relaxed", []))
    return Facts(
        groups=counted["groups"],
        people=seats["people"],
        can_meet=counted["can"],
        cannot_meet=counted["cannot"],
        no_cycle=counted["no_cycle"],
        relaxed_groups=counted["relaxed"],
        only_one=counted["only_one"],
        relaxed_rules=tuple(title_of(key) for key in relaxed),
        departed=seats["departed"] if run.state != Run.State.PUBLISHED else 0,
        waiting=_waiting(run),
        gap_words=gap_in_words(run.gap),
        cut_off=run.result.get("stopped") == "wall",
        can_edit=run.state != Run.State.PUBLISHED and RunInput.objects.filter(run=run).exists(),
    )


def _waiting(run: Run) -> tuple[str, ...]:
    rows = run.result.get("waiting", [])[:CARDS_A_PAGE]
    if not rows:
        return ()
    people = Person.objects.filter(organisation=run.organisation_id, email__in=[row["person"] for row in rows])
    names = dict(people.values_list("email", "name"))
    return tuple(f"{names.get(row['person'], row['person'])}: {say(row['reason'])}" for row in rows)


def page_of_groups(run: Run, chosen: str, number: int) -> Page[Group]:
    groups = Group.objects.filter(FILTERS.get(chosen, Q()), run=run).order_by("number")
    return Paginator(with_seats(groups), CARDS_A_PAGE).get_page(number)


def with_seats(groups: QuerySet[Group]) -> QuerySet[Group]:
    seats = GroupMember.objects.select_related("person").order_by("person__name", "person__pk")
    return groups.prefetch_related(Prefetch("members", queryset=seats))


def cards_of(groups: Sequence[Group]) -> list[Card]:
    return [card_of(group) for group in groups]


def card_of(group: Group) -> Card:
    seats = list(group.members.all())
    reasons = [say(reason) for reason in group.reasons]
    odd = [_alone(person, kind) for person, kind in odd_ones_out([one.person for one in seats])]
    cells = {row["rule"]: _cell(row) for row in group.by_rule}
    return Card(group=group, seats=seats, why=reasons[0] if reasons else "", reasons=reasons, odd=odd, cells=cells)


def _alone(person: Person, kind: str) -> str:
    where = (country_name(person.country) if kind == "country" else "") or getattr(person, kind)
    return _("%(name)s is the only one from %(where)s.") % {"name": person.name, "where": where}


def _cell(row: Mapping[str, Any]) -> Cell:
    is_short = row["mode"] == "wish" and row["state"] == "relaxed"  # a wish gives nothing up: it is met in part
    words = {"kept": _("kept"), "relaxed": _("relaxed"), "broken": _("broken"), "off": _("off")}
    sign, word = SIGNS[row["state"]], words[row["state"]]
    if is_short:
        sign, word = ("◐", _("in part")) if row["points"] else ("○", _("not met"))
    return Cell(
        key=row["rule"],
        title=title_of(row["rule"]),
        state=row["state"],
        sign=sign,
        word=word,
        mode=row["mode"],
        reason=say(row["reason"]),
        points=row["points"],
        most=row["most"],
    )


def matrix_of(cards: Sequence[Card]) -> list[Row]:
    keys = dict.fromkeys(key for card in cards for key, cell in card.cells.items() if cell.state != "off")
    return [Row(title_of(key), [card.cells.get(key) for card in cards]) for key in keys]


def publishable(run: Run) -> bool:
    return run.state in {Run.State.DONE, Run.State.STOPPED}


def context_of(run: Run, chosen: str, number: int, now: datetime) -> dict[str, Any]:
    """Everything of the result page, in a fixed number of queries."""
    page = page_of_groups(run, chosen, number)
    cards = cards_of(list(page))
    facts, edit = facts_of(run), last_edit(run)
    seats = {seat.person_id: seat.pk for card in cards for seat in card.seats}
    return {
        "run": run,
        "facts": facts,
        "page": page,
        "cards": cards,
        "matrix": matrix_of(cards),
        "chosen": chosen if chosen in FILTERS else "all",
        "filters": _filters(facts),
        "edit": edit,
        "edit_seat": seats.get(edit.person_id) if edit else None,  # Undo stands where the change happened
        "publishable": publishable(run),
    }


def _filters(facts: Facts) -> list[tuple[str, str, int]]:
    return [
        ("all", _("All"), facts.groups),
        ("only-one", _("The only one"), facts.only_one),
        ("cannot-meet", _("Cannot meet"), facts.cannot_meet),
        ("no-cycle", _("No whole cycle"), facts.no_cycle),
        ("relaxed", _("Relaxed"), facts.relaxed_groups),
    ]


def page_number_of(run: Run, group: Group) -> int:
    """The page of the unfiltered result on which a group's card stands."""
    return Group.objects.filter(run=run, number__lt=group.number).count() // CARDS_A_PAGE + 1
