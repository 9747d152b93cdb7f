"""Each benchmark runs to its end in its short version. Its figures mean nothing then, and no time is asserted."""

import asyncio
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest
from benchmarks import listening
from benchmarks.__main__ import main, measure, names
from benchmarks.effort import Effort
from benchmarks.listening import Member, Phone, Room, State
from benchmarks.serving import free_port
from benchmarks.speed.room import Load, Result, Six, Tap, tap_on
from benchmarks.tables import Table, figure, highest_of_most, median, share, times
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from hexad.formation.problem import Candidate

ROOT = Path(__file__).resolve().parent.parent
# What the README of the benchmarks promises to readers of each table.
PROMISED = {
    "quality.can_meet": {"by lot", "zone-sorted", "Hexad, median", "worst", "at most", "of calendars off"},
    "quality.can_meet_with_rules": {"Hexad, median", "worst", "share of that", "at most", "breaches"},
    "quality.matching": {"by", "statements", "first", "among three", "floor", "by lot"},
    "quality.mdgplib": {"instance", "by lot", "published average", "Hexad, median", "worst", "floor"},
    "quality.evidence": {"groups", "condition", "covered, CR2", "alarms, CR2", "long run covered", "holds"},
    "quality.fairness": {"zones", "min-max", "Hexad, fairness alone", "the same", "by the mean"},
    "quality.managers": {"by lot/bound", "dealt/bound", "Hexad/bound, median", "worst"},
    "quality.rescue": {
        "count",
        "heard",
        "share",
        "surely below",
        "promised",
        "holds",
        "heard another",
        "median minutes",
    },
    "quality.packages": {"anti-clustering/bound", "team-formation/bound", "Hexad/bound, median", "worst"},
    "quality.plan": {"room use", "cost/bound, median", "worst", "proved best", "sound"},
    "quality.solvers": {"managers", "CP-SAT/bound", "Hexad/bound, median", "worst"},
    "speed.calendars": {"kind", "of the peer", "the same instances"},
    "speed.evidence": {"what", "answers", "seconds", "of the limit", "of the whole"},
    "speed.formation": {"search s", "of the limit", "points/bound", "peak MB", "of MB before"},
    "speed.import_people": {"reader", "of the peer", "peak MB", "of the peer's MB"},
    "speed.invitations": {"what", "mails", "of the limit", "of smtplib's"},
    "speed.outbox": {"mails that wait", "mails a second", "of smtplib's", "p50 ms", "p95 ms", "max ms", "failed"},
    "speed.pages": {"page", "for", "median ms", "p95 ms", "of the bare view", "of 150 ms", "queries"},
    "speed.plan": {"groups", "seconds", "of the limit", "cost/bound", "sound"},
    "speed.repair": {"groups", "median ms", "of the limit", "moved sessions", "sound"},
    "speed.report": {"what", "managers", "seconds", "of the limit"},
    "speed.results": {"what", "groups", "median ms", "of the limit"},
    "speed.room": {"way", "phase", "p50 ms", "p95 ms", "p99 ms", "max ms", "p95 of the echo's", "lost", "doubled"},
    "speed.windows": {"way", "of interval lists", "the same"},
}
ON_DATA_OF_THEIR_OWN = {
    "quality.mdgplib",
    "quality.packages",
    "speed.pages",
    "speed.invitations",
    "speed.report",
    "speed.results",
    "speed.room",
}
IN_THE_LIBRARY = sorted(set(PROMISED) - ON_DATA_OF_THEIR_OWN)
SHORT = Effort(short=True)


def column(table: Table, name: str) -> list[str]:
    return [row[table.columns.index(name)] for row in table.rows]


def test_every_benchmark_promises_columns() -> None:
    assert names() == sorted(PROMISED)


@pytest.mark.parametrize("name", IN_THE_LIBRARY)
def test_a_short_version_fills_its_table(name: str) -> None:
    table = measure(name, SHORT)
    assert set(table.columns) >= PROMISED[name]
    assert table.rows
    # Shares, points and windows are counted a second time, without the code that is measured.
    # A share that lies outside what was promised, and outside what chance does to a short run, is BROKEN.
    assert not {"NO", "ANOTHER", "BROKEN"} & {cell for row in table.rows for cell in row}


def test_instances_are_held_against_what_is_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One instance in the format of the literature; a published best of all pairs, which no grouping reaches."""
    monkeypatch.delenv("HEXAD_MDGPLIB", raising=False)
    assert not measure("quality.mdgplib", SHORT).rows
    draw, people = Random(2), 24
    pairs = [(i, j, draw.randint(1, 999) / 10) for i in range(people) for j in range(i)]
    lines = [f"{people} 4 ss 6 6 6 6 6 6 6 6", *(f"{i} {j} {distance}" for i, j, distance in pairs)]
    (tmp_path / "RanReal_n120_ss_02.txt.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    most = sum(distance for *_, distance in pairs)
    published = {"RanReal_n120_ss_02": {"best": most, "avg": most, "worst": most, "n": 120}}
    (tmp_path / "published.json").write_text(json.dumps(published), encoding="utf-8")
    monkeypatch.setenv("HEXAD_MDGPLIB", str(tmp_path))
    table = measure("quality.mdgplib", SHORT)
    assert set(table.columns) >= PROMISED["quality.mdgplib"]
    assert float(column(table, "by lot")[0]) < float(column(table, "Hexad, median")[0]) < 1


def test_packages_are_asked_in_the_python_that_is_named_and_one_without_them_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("HEXAD_PEERS", raising=False)
    assert not measure("quality.packages", SHORT).rows
    monkeypatch.setenv("HEXAD_PEERS", sys.executable)
    with pytest.raises(RuntimeError, match="No module named"):
        measure("quality.packages", SHORT)


def test_groups_of_another_size_do_not_count() -> None:
    from benchmarks.quality.packages import SIZE, groups_of

    people = [Candidate(key=str(number)) for number in range(2 * SIZE)]
    by_turns = groups_of(people, [number % 2 for number in range(2 * SIZE)])
    assert [{int(one.key) % 2 for one in group} for group in by_turns] == [{0}, {1}]
    with pytest.raises(RuntimeError, match=r"Groups of other sizes than 6: \[1, 11\]"):
        groups_of(people, [0] * (2 * SIZE - 1) + [1])


@pytest.fixture(scope="module")
def demo_organisation(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Loaded, formed and planned once for both; what either does to it is rolled back."""
    from benchmarks.demo_organisation import planned

    with django_db_blocker.unblock(), transaction.atomic():
        planned(now=timezone.now())
        yield
        transaction.set_rollback(True)


def test_every_page_is_compared_with_the_bare_view(demo_organisation: None, db: None) -> None:
    from benchmarks.speed import pages

    table = pages.run(SHORT)
    assert set(table.columns) >= PROMISED["speed.pages"]
    assert column(table, "page")[-1] == "the bare view"
    assert column(table, "of the bare view")[-1] == "1.00x"
    assert {"people:list", "formation:result", "scheduling:plan", "home:home"} < set(column(table, "page"))
    assert {"owner", "participant", "sponsor", "administrator", "anybody"} == set(column(table, "for"))


def test_every_invitation_that_is_queued_is_delivered(demo_organisation: None, db: None) -> None:
    from benchmarks.speed import invitations

    table = invitations.run(SHORT)
    assert set(table.columns) >= PROMISED["speed.invitations"]
    queued, sent, delivered = column(table, "mails")
    assert queued == sent == delivered != "0"


def test_the_report_of_a_year_is_timed_beside_its_limits(db: None) -> None:
    from benchmarks.speed import report

    table = report.run(SHORT)
    assert set(table.columns) >= PROMISED["speed.report"]
    assert {"count through disclosure", "set the PDF", "answer a slider (script)"} < set(column(table, "what"))


def test_opening_a_large_result_and_moving_in_it_is_timed(db: None) -> None:
    from benchmarks.speed import results

    table = results.run(SHORT)
    assert set(table.columns) >= PROMISED["speed.results"]
    assert {"open the result", "what if, into one group", "move and take it back"} < set(column(table, "what"))


def test_no_message_of_a_room_is_lost_or_doubled() -> None:
    """Beside this process: the room's server and its clients need a database that all of them see."""
    command = [sys.executable, "-m", "benchmarks", "speed.room", "--short"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    lines = [line.split("  ") for line in done.stdout.splitlines()]
    head = next(line for line in lines if line[0] == "way")
    assert {cell.strip() for cell in head} >= PROMISED["speed.room"]
    rows = [
        [cell.strip() for cell in line if cell.strip()] for line in lines if line[0].startswith(("the echo", "Hexad"))
    ]
    assert {tuple(row[:2]) for row in rows} >= {
        (way, phase) for way in ("the echo", "Hexad, embedded") for phase in ("start", "taps")
    }
    assert [row for row in rows if row[-2:] != ["0", "0"]] == [], "lost or doubled, the last two columns"
    assert "KB a room of 6 open streams" in done.stdout
    assert " 0 pictures had to be fetched" in done.stdout
    assert "refused" not in done.stdout


class SlowRoom:
    """A room that needs a moment for each tap, and like the product ignores one that was made on what has passed."""

    def __init__(self, port: int) -> None:
        self.port, self.step, self.last = port, 0, ""
        self.lines: list[asyncio.StreamWriter] = []

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if head.startswith(b"GET"):
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            self.lines.append(writer)
            self.tell(writer)
            return
        length = int(head.partition(b"Content-Length: ")[2].split()[0])
        step, key = (await reader.readexactly(length)).decode().split("-")
        if int(step) == self.step:
            asyncio.get_running_loop().call_later(0.03, self.show, key)
        writer.write(b"HTTP/1.1 204 No Content\r\n\r\n")
        writer.close()

    def show(self, key: str) -> None:
        self.step, self.last = self.step + 1, key
        for line in self.lines:
            self.tell(line)

    def tell(self, line: asyncio.StreamWriter) -> None:
        state = json.dumps({"step": self.step, "last": self.last})
        line.write(f"id: {self.step}\nevent: state\ndata: {state}\n\n".encode())

    # what the benchmark asks of a way to measure

    def phone(self, room: Room, member: int) -> Phone:
        return Phone("127.0.0.1", self.port, self.address(room))

    def start(self, room: Room, state: State) -> Tap:
        return self.tap(room, state, 0)

    def tap(self, room: Room, state: State, turn: int) -> Tap:
        key = f"key{turn}"
        return Tap(turn % 6, f"{state['step']}-{key}".encode(), lambda heard: heard["last"] == key)

    def address(self, room: Room) -> str:
        return f"/{room.session_id}/"


def test_taps_that_come_quicker_than_a_room_shows_them_are_not_counted_as_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 5.0)

    async def tapped() -> Result:
        way, room = SlowRoom(free_port()), Room(1, [Member(1, {})] * 6)
        async with await asyncio.start_server(way.answer, "127.0.0.1", way.port):
            six = Six(room, [way.phone(room, member) for member in range(6)])
            for phone in six.phones:
                await phone.open()
            result = await tap_on(way, [six], Load(1, 100.0, 0.1))
            for phone in six.phones:
                await phone.close()
            return result

    with ThreadPoolExecutor(1) as beside:  # a browser of other tests keeps a loop in this thread
        result = beside.submit(asyncio.run, tapped()).result()
    assert (result.taps, result.lost, len(result.seconds)) == (10, 0, 50)
    assert max(result.seconds) > 0.03 * 5  # whoever had to wait is not let off


def test_a_benchmark_has_a_product_of_its_own_that_is_gone_afterwards() -> None:
    script = """
from benchmarks.product import product
with product():
    from django.conf import settings
    from hexad_web.accounts.models import Organisation
    print(settings.DATA_DIR, settings.DEBUG, Organisation.objects.count())
"""
    foreign = {**os.environ, "DATABASE_URL": "postgres://localhost/real", "HEXAD_DATA_DIR": "var", "HEXAD_DEBUG": "1"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, env=foreign, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    folder, debug, organisations = done.stdout.split()
    assert Path(folder).name.startswith("hexad-benchmark-")
    assert not Path(folder).exists()
    assert (debug, organisations) == ("False", "0")


def test_the_command_names_the_machine_and_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed.windows", "--short"]) == 0
    printed = capsys.readouterr().out
    assert all(word in printed for word in ("cores", "Python", "hexad", "numpy", "of interval lists"))


def test_the_command_lists_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--list"]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == names()
    assert all(line.endswith(".") for line in listed)


def test_a_name_that_does_not_exist_is_told_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quality.nothing"]) == 2
    assert "quality.can_meet" in capsys.readouterr().err


def test_a_row_that_does_not_fill_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="2 columns"):
        Table("Two", ("one", "two")).add("alone")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.00412, "0.00412"), (0.25, "0.250"), (7.0, "7.00"), (99.5, "99.5"), (1234.5, "1,234")],
)
def test_figures_have_three_digits_and_no_exponent(value: float, text: str) -> None:
    assert figure(value) == text


def test_ratios_and_shares_say_when_there_is_none() -> None:
    assert (times(3.0, 2.0), times(1.0, 0.0)) == ("1.50x", "-")
    assert (share(0.98), share(None)) == ("0.9800", "-")


def test_medians_and_high_values_were_measured() -> None:
    values = [float(value) for value in range(100, 0, -1)]
    assert (median(values), highest_of_most(values)) == (50.0, 95.0)
    assert highest_of_most([4.0]) == 4.0
