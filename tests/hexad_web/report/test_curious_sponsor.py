"""A curious sponsor gathers every figure of three periods, with joiners and leavers, and solves for individuals.

The sponsor is taken to know everything but the answers: who sits in which department, who joined and left when, who
answered which question. Each figure that is shown is then one equation in unknown answers. The attack is linear
algebra: an answer that the equations determine, or a sum of fewer than eight people's answers, would be a leak.
"""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from benchmarks.lived import Lived
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from pypdf import PdfReader

from hexad.challenges.module import load_modules
from hexad.report import read_snapshot
from hexad.report.snapshot import Snapshot, State
from hexad.report.words import HIDDEN
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Role
from hexad_web.evidence.queries import period_figures as evidence
from hexad_web.formation.models import GroupMember
from hexad_web.people.models import Participation, Person
from hexad_web.people.queries import coverage
from hexad_web.practice.queries import period_figures as practice
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.report.models import Period
from hexad_web.report.queries import board as boards
from hexad_web.report.queries.closing import units_of
from hexad_web.report.queries.periods import span_until
from hexad_web.scheduling.models import Attendance
from hexad_web.scheduling.queries.seats import seats_in
from hexad_web.sessions.queries.period_figures import modules_in
from tests.hexad_web.report.attack import Attack
from tests.hexad_web.walks.routes import ROUTES

K = 8
BEGINS = date(2027, 1, 4)
ENDS = (date(2027, 4, 30), date(2027, 8, 31), date(2027, 12, 31))
CLOSED = timezone.datetime(2028, 1, 10, 8, tzinfo=timezone.get_fixed_timezone(0))


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
    for key, seen in evidence.seen_in(organisation, span.start, span.end).items():
        found[key] = dict(seen)
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
                    inside = [person for person in answers if cut.part in units_of(departments.get(person, ""))]
                    assert cut.value.base == len(inside)
                    attack.learn({(person, question, number) for person in inside})
        learn_modules(attack, owner, period, snapshot)
    return attack


def learn_modules(attack: Attack, owner: Actor, period: Period, snapshot: Snapshot) -> None:
    """A count of a module's sessions tells something about everybody who sat in one of them."""
    span = span_until(owner, period.name, period.start_date, period.last_date)
    used = modules_in(owner.organisation, span.start, span.end)
    titles = {one.title: one.id for one in load_modules()}
    seats = seats_in(owner.organisation, span.start, span.end)
    for use in snapshot.modules:
        if use.sessions.state is State.SHOWN:
            name = titles[use.title]
            sat = {seat.person for seat in seats if seat.is_held and used.get(seat.meeting) == name}
            attack.learn({(person, f"module {name}", period.pk) for person in sat})


def test_no_answer_and_no_sum_of_few_answers_can_be_solved_for(
    owner: Actor, sponsor_client: Client, periods: list[Period]
) -> None:
    attack = attack_on(owner, periods, snapshots(sponsor_client))
    assert len(attack.equations) > 20  # there is something to attack
    assert any(unknown[1].startswith("module ") for equation in attack.equations for unknown in equation)
    assert attack.solved() == []
    assert attack.smallest_sum() >= K


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
