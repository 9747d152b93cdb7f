"""The report of 10,000 managers and a year: counting through disclosure, the page, the PDF, beside their limits.

A year of three cycles is written as rows. Then a period is closed as an owner does it, its page is asked for, and its
PDF is set. The peer of counting is the same rows read with the same queries and thrown away: what is above it is
disclosure and freezing. The slider's answer is timed apart, in a browser or in Node, by the page's own script.
"""

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.effort import Effort, say
from benchmarks.lived import Lived
from benchmarks.tables import Table, figure, times
from benchmarks.timing import timed
from hexad.economics import load_assumptions
from hexad_web.accounts.access import Actor
from hexad_web.accounts.models import Membership, Organisation, Role, User
from hexad_web.evidence.models import Response
from hexad_web.formation.models import Group, GroupMember
from hexad_web.people.models import Consent, Invitation, Person
from hexad_web.practice.models import FollowUp, Plan
from hexad_web.report.actions.closing import Wanted, close_period
from hexad_web.report.models import Period
from hexad_web.report.queries import board
from hexad_web.report.queries.closing import closing_of
from hexad_web.report.queries.periods import span_until
from hexad_web.scheduling.models import Attendance, Meeting
from hexad_web.sessions.models import Session

MANAGERS, SHORT_MANAGERS = 10_000, 120
BEGINS, LAST = date(2026, 1, 5), date(2026, 12, 31)
CLOSED_AT = datetime(2027, 1, 4, 8, tzinfo=UTC)
DATA_LIMIT, PDF_LIMIT, SLIDER_LIMIT = 2.0, 1.0, 0.050  # seconds
TURNS, MOVEMENTS = 3, 200
COUNTED = (Person, Invitation, Consent, Group, GroupMember, Meeting, Attendance, Session, Response, Plan, FollowUp)
COLUMNS = ("what", "managers", "rows", "seconds", "of the limit", "beside")
MODEL = Path(__file__).parents[2] / "src/hexad_web/frontend/src/cost-model.js"
ANSWER = """
import {{ readFileSync }} from "node:fs";
import * as m from "{model}";
const assumptions = JSON.parse(readFileSync(0, "utf8"));
const taken = [];
for (let turn = 0; turn < {movements}; turn += 1) {{
  const began = performance.now();
  const s = new m.Scenario(assumptions, {{ wage: 50 + turn / 10, practice_hours: turn / 200 }}, 1);
  m.compare(s); m.compare(m.onSite(s)); m.spread(s, m.tornado(s));
  for (const key of ["practice_hours", "external_rate", "sessions", "cohort"]) m.breakEven(s, key);
  taken.push(performance.now() - began);
}}
taken.sort((one, other) => one - other);
console.log(taken[{movements} / 2] / 1000);
"""


def run(effort: Effort) -> Table:
    """Fill, close, show, set; the quickest of three turns, as everywhere here."""
    managers = SHORT_MANAGERS if effort.short else MANAGERS
    say(f"writing a year of {managers:,} managers")
    owner, rows = lived(managers)
    span = span_until(owner, "2026", BEGINS, LAST)
    say("counting, closing, showing, setting")
    counting = best(lambda: closing_of(owner, span, threshold=8, now=CLOSED_AT))
    wanted = Wanted(name="2026", start_date=BEGINS, last_date=LAST, threshold=8)
    closing, period = timed(lambda: close_period(actor=owner, wanted=wanted, now=CLOSED_AT))
    showing = best(lambda: board.board(period))
    setting = best(lambda: board.pdf(period, "a4"))
    slider = answer_of_a_slider()
    table = Table(f"The report of a year, the quickest of {TURNS} turns", COLUMNS)
    table.add("count through disclosure", managers, rows, figure(counting), times(counting, DATA_LIMIT), "-")
    table.add(
        "close, with its rows", managers, rows, figure(closing), times(closing, DATA_LIMIT), times(closing, counting)
    )
    table.add("compose the page", managers, len(period.snapshot), figure(showing), times(showing, DATA_LIMIT), "-")
    table.add("set the PDF", managers, len(period.snapshot), figure(setting), times(setting, PDF_LIMIT), "-")
    table.add("answer a slider (script)", 1, len(load_assumptions()), figure(slider), times(slider, SLIDER_LIMIT), "-")
    table.note(f"slider: the median of {MOVEMENTS} movements, in which a machine that is busy elsewhere does not show.")
    table.note("rows: of the organisation for counting, characters of the snapshot for page and PDF.")
    table.note(f"{Period.objects.count()} period, {len(json.loads(period.snapshot)['figures'])} figures.")
    return table


def lived(managers: int) -> tuple[Actor, int]:
    """Three cycles in a year, with what people answered."""
    organisation = Organisation.objects.create(name="Large", slug="large", time_zone="Europe/Berlin")
    user = User.objects.create_user("owner@large.example", name="Owner")
    Membership.objects.create(organisation=organisation, user=user, role=Role.OWNER)
    year = Lived(organisation, BEGINS)
    groups = year.groups(year.people(managers))
    for cycle in range(3):
        year.cycle(groups, 28 + 110 * cycle, cycle + 1)
    return Actor(organisation=organisation, role=Role.OWNER, user=user), count_rows(organisation)


def count_rows(organisation: Organisation) -> int:
    """Rows of this organisation that a report may be made of."""
    return sum(model.objects.filter(organisation=organisation).count() for model in COUNTED)


def best(work: Callable[[], object]) -> float:
    return min(timed(work)[0] for _ in range(TURNS))


def answer_of_a_slider() -> float:
    """Seconds of the model's script for one movement in the middle of many; drawing is the browser's."""
    node = shutil.which("node") or str(Path(__file__).parents[2] / ".tools/node/bin/node")
    wanted = ("value", "low", "high", "least", "most", "money")
    assumptions = {key: {name: getattr(one, name) for name in wanted} for key, one in load_assumptions().items()}
    done = subprocess.run(
        [node, "--input-type=module", "-e", ANSWER.format(model=MODEL.as_uri(), movements=MOVEMENTS)],
        input=json.dumps(assumptions),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)
