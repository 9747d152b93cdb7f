"""A curious sponsor gathers every figure of three periods, with joiners and leavers, and solves for individuals.

The sponsor is taken to know everything but the answers: who sits in which department, who joined and left when, who
answered which question. Each figure that is shown is then one equation in unknown answers. The attack is linear
algebra: an answer that the equations determine, or a sum of fewer than eight people's answers, would be a leak.
"""

import csv
import io
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pytest
from benchmarks.lived import DEPARTMENTS, Lived
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from numpy.typing import NDArray
from pypdf import PdfReader

from hexad.evidence.silo_map import OTHERS
from hexad.report import read_snapshot
from hexad.report.snapshot import Snapshot, State
from hexad.report.words import HIDDEN
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.evidence.actions import tying
from hexad_web.evidence.models import Tie, TiesRound, TiesSheet
from hexad_web.evidence.queries import period_figures as evidence
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Participation, Person
from hexad_web.people.queries import coverage
from hexad_web.practice.queries import period_figures as practice
from hexad_web.practice.refusals import Refused
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.report.models import Period
from hexad_web.report.queries import board as boards
from hexad_web.report.queries.periods import span_until
from hexad_web.scheduling.models import Attendance
from tests.hexad_web.walks.routes import ROUTES

K = 8
# What can be solved for does not depend on the database: with services two are enough.
ORGANISATIONS = range(20 if connection.vendor == "sqlite" else 2)
BEGINS = date(2027, 1, 4)
ENDS = (date(2027, 4, 30), date(2027, 8, 31), date(2027, 12, 31))
CLOSED = timezone.datetime(2028, 1, 10, 8, tzinfo=timezone.get_fixed_timezone(0))
Unknown = tuple[int, str, int]  # person, question, period


@dataclass
class Attack:
    """Equations: which unknown answers a shown figure adds up."""

    equations: list[frozenset[Unknown]] = field(default_factory=list)

    def learn(self, unknowns: set[Unknown]) -> None:
        self.equations.append(frozenset(unknowns))

    def matrix(self) -> tuple[NDArray[np.float64], list[Unknown]]:
        columns = sorted(set().union(*self.equations))
        place = {unknown: number for number, unknown in enumerate(columns)}
        rows = np.zeros((len(self.equations), len(columns)))
        for number, equation in enumerate(self.equations):
            rows[number, [place[unknown] for unknown in equation]] = 1.0
        return rows, columns

    def solved(self) -> list[Unknown]:
        """Unknowns that the equations determine: unit vectors in the space of their rows."""
        rows, columns = self.matrix()
        _, sizes, space = np.linalg.svd(rows, full_matrices=False)
        basis = space[sizes > 1e-9]
        return [column for number, column in enumerate(columns) if np.sum(basis[:, number] ** 2) > 1 - 1e-9]

    def smallest_sum(self) -> int:
        """People in the smallest part that any sum or difference of figures keeps together."""
        rows, _ = self.matrix()
        _, sizes = np.unique(rows, axis=1, return_counts=True)
        return int(sizes.min())


@pytest.fixture
def periods(owner: Actor) -> list[Period]:
    """Three periods; in each, people come into running groups, some leave, and the programme goes on."""
    lived = Lived(owner.organisation, BEGINS, seed=7)
    groups = lived.groups(lived.people(150))
    closed = []
    for number, end in enumerate(ENDS):
        lived.cycle(groups, 21 + 120 * number, number + 1)
        closed.append(close(owner, number, end))
        lived.begins = BEGINS + timedelta(days=(end - BEGINS).days)
        for newcomer, group in zip(lived.people(1 + number, prefix=f"late{number}-"), groups, strict=False):
            GroupMember.objects.create(
                organisation=owner.organisation, group=group, run=group.run, person=newcomer, is_active=True
            )
        lived.begins = BEGINS
        leaver = Person.objects.filter(participation=Participation.JOINED).order_by("pk")[number]
        Person.objects.filter(pk=leaver.pk).update(participation=Participation.LEFT)
        GroupMember.objects.filter(person=leaver).delete()
        Attendance.objects.filter(person=leaver, meeting__start__gte=CLOSED).delete()
    return closed


def close(owner: Actor, number: int, end: date) -> Period:
    start = BEGINS if number == 0 else ENDS[number - 1] + timedelta(days=1)
    return close_period(actor=owner, wanted=Wanted(f"Period {number}", start, end, K), now=CLOSED)


def reachable(client: Client) -> Iterator[tuple[str, bytes]]:
    """Everything that a sponsor can open: every route of the role, every period."""
    for route in ROUTES:
        if route.roles is not None and Role.SPONSOR not in (route.roles or tuple(Role)):
            continue
        for period in Period.objects.all():
            try:
                path = reverse(route.name, kwargs=dict.fromkeys(route.parameters, period.pk))
            except NoReverseMatch:
                continue
            answer = client.get(path)
            if answer.status_code == 200:
                yield path, answer.content


def answers_of(owner: Actor, period: Period) -> dict[str, dict[int, object]]:
    """Who answered what: the truth that the sponsor is after, and, without the answers, what the sponsor knows."""
    span = span_until(owner, period.name, period.start_date, period.last_date)
    organisation = owner.organisation
    rated = evidence.ratings_in(organisation, span.start, span.end)
    found: dict[str, dict[int, object]] = {
        "before": {row[0]: row[1] for row in rated},
        "after": {row[0]: row[2] for row in rated},
        "joined": dict(coverage.standings(organisation, span.start, span.end)),
        "kept": dict(practice.decisions_in(organisation, span.start, span.end)),
        "kept_3": dict(practice.follow_ups_in(organisation, 3, span.start, span.end)),
    }
    for question, values in evidence.questions_in(organisation, span.start, span.end).items():
        found[question] = dict(values)
    return found


def snapshots(client: Client) -> list[Snapshot]:
    """As the sponsor downloads them."""
    keys = Period.objects.order_by("start_date").values_list("pk", flat=True)
    return [read_snapshot(client.get(f"/report/{key}/snapshot.json").content) for key in keys]


def attack_on(owner: Actor, periods: list[Period], found: list[Snapshot]) -> Attack:
    """Every figure of a report as an equation in answers."""
    attack = Attack()
    departments = coverage.departments(owner.organisation)
    for number, (period, snapshot) in enumerate(zip(periods, found, strict=True)):
        for question, answers in answers_of(owner, period).items():
            figure = snapshot[question]
            if figure.state is State.SHOWN:
                attack.learn({(person, question, number) for person in answers})
            for cut in snapshot.cuts:
                if cut.figure == question and cut.value.state is State.SHOWN:
                    inside = [person for person in answers if departments.get(person) == cut.part]
                    assert cut.value.base == len(inside)
                    attack.learn({(person, question, number) for person in inside})
    return attack


def test_no_answer_and_no_sum_of_few_answers_can_be_solved_for(
    owner: Actor, sponsor_client: Client, periods: list[Period]
) -> None:
    attack = attack_on(owner, periods, snapshots(sponsor_client))
    assert len(attack.equations) > 20  # there is something to attack
    assert attack.solved() == []
    assert attack.smallest_sum() >= K


@pytest.mark.parametrize("seed", ORGANISATIONS)
def test_of_twenty_random_organisations_nobody_can_be_solved_for(
    owner: Actor, sponsor_client: Client, seed: int
) -> None:
    """Any number of people in departments of any size; up to nine come and go in each period; ties are asked, too."""
    lot = random.Random(seed)
    lived = Lived(owner.organisation, BEGINS, seed=seed)
    joined = lived.people(lot.randint(60, 130))
    scatter(joined, lot)
    groups = lived.groups(joined)
    periods, maps = [], []
    for number, end in enumerate(ENDS):
        lived.cycle(groups, 21 + 120 * number, number + 1)
        maps.append(asked_for_ties(owner, lot, end - timedelta(days=40)))
        periods.append(close(owner, number, end))
        lived.begins = BEGINS + timedelta(days=(end - BEGINS).days)
        newcomers = lived.people(lot.randint(0, 9), prefix=f"late{number}-")
        scatter(newcomers, lot)
        for newcomer in newcomers:
            group = lot.choice(groups)
            GroupMember.objects.create(
                organisation=owner.organisation, group=group, run=group.run, person=newcomer, is_active=True
            )
        lived.begins = BEGINS
        leavers = lot.sample(list(Person.objects.filter(participation=Participation.JOINED)), lot.randint(0, 9))
        Person.objects.filter(pk__in=[one.pk for one in leavers]).update(participation=Participation.LEFT)
        GroupMember.objects.filter(person__in=leavers).delete()
    attack = attack_on(owner, periods, snapshots(sponsor_client))
    for number, asks in enumerate(maps):
        learn_ties(attack, asks, number)
    page = sponsor_client.get(reverse("evidence:silos")).content.decode()
    assert attack.equations, "there is something to attack"
    assert "Manager" not in page.partition("<main")[2].replace("Managers", "")
    assert attack.solved() == []
    assert attack.smallest_sum() >= K


def scatter(people: list[Person], lot: random.Random) -> None:
    """Departments from tiny to large."""
    weights = [lot.random() ** 2 + 0.02 for _ in DEPARTMENTS]
    for one in people:
        one.department = lot.choices(DEPARTMENTS, weights)[0]
    Person.objects.bulk_update(people, ["department"])


def asked_for_ties(owner: Actor, lot: random.Random, day: date) -> TiesRound | None:
    """Ask, let most answer, and freeze what may be shown."""
    at = timezone.datetime(day.year, day.month, day.day, 9, tzinfo=timezone.get_fixed_timezone(0))
    try:
        asks = tying.ask(actor=owner, now=at)
    except Refused:
        return None
    sheets = list(asks.sheets.all())
    answering = lot.sample(sheets, round(len(sheets) * lot.uniform(0.65, 1)))
    Tie.objects.bulk_create(
        Tie(organisation=owner.organisation, sheet=one, named_id=other.person_id)
        for one in answering
        for other in sheets
        if other is not one and lot.random() < (0.4 if one.unit == other.unit else 0.1)
    )
    TiesSheet.objects.filter(pk__in=[one.pk for one in answering]).update(answered_at=at)
    tying.conclude(at + timedelta(days=15))
    asks.refresh_from_db()
    return asks


def learn_ties(attack: Attack, asks: TiesRound | None, number: int) -> None:
    """A cell is a sum over those who answered in one department; the whole is one over everybody."""
    if asks is None or asks.result is None or asks.result["gate"] == "hidden":
        return
    answered = dict(asks.sheets.exclude(answered_at=None).values_list("person", "unit"))
    large = set(asks.result["units"]) - {OTHERS}
    for source, target, density, _ratio in asks.result["cells"]:
        if density is not None:
            inside = {person for person, unit in answered.items() if (unit if unit in large else OTHERS) == source}
            attack.learn({(person, f"ties to {target}", number) for person in inside})
    attack.learn({(person, "ties", number) for person in answered})


def test_no_difference_between_periods_is_about_a_joiner_or_a_leaver(
    sponsor_client: Client, periods: list[Period]
) -> None:
    """An answer is in one period's figures alone, so that nothing of one period can be taken off another's."""
    for snapshot in snapshots(sponsor_client):
        for key, figure in snapshot.figures.items():
            if figure.base is not None:
                assert figure.base >= K, key
        counts = {key: snapshot[key].value for key in ("joined", "declined", "unanswered")}
        shown = [value for value in counts.values() if value is not None]
        assert all(value >= K for value in shown)
        if snapshot["offered"].value is not None and shown:
            left = snapshot["offered"].value - sum(shown)
            assert left == 0 or left >= K


def test_a_single_joiner_in_a_period_is_in_no_figure_of_coverage(sponsor_client: Client, periods: list[Period]) -> None:
    first, second, third = snapshots(sponsor_client)
    assert first["offered"].state is State.SHOWN
    assert {second["offered"].state, third["offered"].state} == {State.HIDDEN}
    assert {cut.value.state for cut in second.cuts if cut.figure == "joined"} <= {State.HIDDEN}


def test_no_channel_shows_a_number_that_the_snapshots_do_not_hold(
    sponsor_client: Client, periods: list[Period]
) -> None:
    composed = [boards.board(period).report for period in periods]
    allowed = {cell for report in composed for sheet in report.behind for row in sheet.rows for cell in row}
    allowed |= {number.value for report in composed for number in report.numbers}
    seen = dict(reachable(sponsor_client))
    assert {path.rpartition("/")[2] for path in seen} >= {"", "report.pdf", "snapshot.json", "figures.csv"}
    for path, content in seen.items():
        if path.endswith(".csv"):
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
            values = {cell.lstrip("'") for row in rows for cell in row[1:2]}
            headings = {cell for report in composed for sheet in report.behind for cell in sheet.header}
            assert values <= allowed | headings | {report.period for report in composed} | {
                number.label for report in composed for number in report.numbers
            }
        if path.endswith(".pdf"):
            text = "".join("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).split())
            (report,) = [one for one in composed if "".join(one.period.split()) in text]
            cells = [cell for sheet in report.behind for row in sheet.rows for cell in row]
            kept_back = [*cells, *(number.value for number in report.numbers)].count(HIDDEN)
            assert text.count("".join(HIDDEN.split())) == kept_back > 0
        if path.endswith("/") and path.startswith("/report/") and re.fullmatch(r"/report/\d+/", path):
            cells = re.findall(r"<td>(.*?)</td>", content.decode())
            assert {cell.replace("&#x27;", "'").replace("&amp;", "&") for cell in cells} <= allowed


def test_nobody_is_named_anywhere_that_a_sponsor_reads(sponsor_client: Client, periods: list[Period]) -> None:
    for path, content in reachable(sponsor_client):
        if not path.endswith(".pdf"):
            assert b"Manager m" not in content, path
            assert b"@northwind.example" not in content.replace(b"sid@northwind.example", b""), path


def test_closing_again_and_again_isolates_nobody(owner: Actor) -> None:
    """An owner in league with the sponsor closes a day before and a day after one person's reflect session."""
    lived = Lived(owner.organisation, BEGINS, seed=3)
    groups = lived.groups(lived.people(120))
    lived.cycle(groups, 21)
    start = BEGINS
    shown = []
    for day in range(45, 60):
        end = BEGINS + timedelta(days=day)
        period = close_period(actor=owner, wanted=Wanted(f"Day {day}", start, end, K), now=CLOSED)
        shown.append(read_snapshot(period.snapshot))
        start = end + timedelta(days=1)
    for snapshot in shown:
        for key in ("before", "after", "kept", "held", "hours"):
            figure = snapshot[key]
            assert figure.base is None or figure.base >= K
