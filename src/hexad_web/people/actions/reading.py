"""Reading an uploaded file into its preview: at once where it is small, by the worker with a true count where not."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hexad.people.columns import match_columns, missing_fields
from hexad.people.roster import PeopleError
from hexad.people.table import Table, read_table
from hexad.problems import Problem, shorten
from hexad_web.people.actions.comparing import Comparison, Reading, compare, people_by_email, read_table_of
from hexad_web.people.keeping import open_file
from hexad_web.people.models import Import, Person, Register

READ_AT_ONCE = 5_000  # rows; more are read by the worker
LEASE = timedelta(seconds=60)
ROWS_IN_CONTEXT = 300
CHANGES_SHOWN = 100
SAMPLES = 3
Progress = Callable[[int, int], None]


class LostClaimError(Exception):
    """The import was discarded, or another worker has it: whatever this one read is thrown away."""


def version_of(import_: Import) -> int:
    register = Register.objects.filter(organisation_id=import_.organisation_id).first()
    return register.version if register else 0


def claim(*, import_id: int, now: datetime) -> Import | None:
    """Take one import for reading; None where it is not waiting or somebody has it."""
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    won = Import.objects.filter(free, pk=import_id, state=Import.State.READING).update(lease_until=now + LEASE)
    return Import.objects.select_related("organisation").get(pk=import_id) if won else None


def imports_to_read(*, now: datetime) -> list[int]:
    free = Q(lease_until=None) | Q(lease_until__lt=now)
    return list(Import.objects.filter(free, state=Import.State.READING).values_list("pk", flat=True))


def note_progress(import_: Import, done: int, total: int) -> None:
    """Every so many rows; renews the lease, or stops the reading where the claim is lost."""
    if done % READ_AT_ONCE and done != total:
        return
    mine = Import.objects.filter(pk=import_.pk, state=Import.State.READING)
    if not mine.update(rows_done=done, rows_total=total, lease_until=timezone.now() + LEASE):
        raise LostClaimError


@transaction.atomic
def keep_preview(import_: Import) -> None:
    """Only while it is still being read: a discarded import stays discarded."""
    columns = ["state", "preview", "counts", "based_on", "rows_done", "rows_total"]
    kept = {name: getattr(import_, name) for name in columns}
    if not Import.objects.filter(pk=import_.pk, state=Import.State.READING).update(**kept, lease_until=None):
        raise LostClaimError


def fill(import_: Import, on_progress: Progress | None = None) -> None:
    """Work out everything that the preview shows, in memory."""
    import_.based_on = version_of(import_)
    try:
        table = read_table(open_file(import_.sealed or b""))
    except PeopleError as error:
        import_.state, import_.counts = Import.State.UNREADABLE, {}
        import_.preview = {"refusal": {"sentence": error.sentence, "values": error.values}}
        return
    import_.state = Import.State.READY
    import_.rows_done = import_.rows_total = len(table.rows)
    columns = columns_of(import_, table)
    import_.preview = {**_outline(table), "matched": columns, "missing": list(missing_fields(columns))}
    import_.counts = {"rows": len(table.rows)}
    if not import_.preview["missing"]:
        known = people_by_email(import_.organisation)
        reading = read_table_of(table, columns, known, on_progress)
        _add_findings(import_, table, reading, compare(reading, known))


def columns_of(import_: Import, table: Table) -> dict[str, int]:
    chosen: Mapping[str, int] | None = import_.columns
    if chosen is None:
        return match_columns(table.columns)
    return {name: index for name, index in chosen.items() if index < len(table.columns)}


def _outline(table: Table) -> dict[str, Any]:
    samples = [
        [shorten(row[index], 40) for row in table.rows if row[index]][:SAMPLES] for index in range(len(table.columns))
    ]
    return {
        "headings": list(table.columns),
        "samples": samples,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
    }


def _add_findings(import_: Import, table: Table, reading: Reading, comparison: Comparison) -> None:
    import_.preview |= {
        "problems": [problem.as_json() for problem in reading.problems],
        "rows": _rows_in_context(table, reading.problems),
        "changes": [
            _change(person, name, value) for person, values in comparison.changed for name, value in values.items()
        ][:CHANGES_SHOWN],
    }
    import_.counts |= {
        "new": len(comparison.new),
        "changed": len(comparison.changed),
        "unchanged": comparison.unchanged,
        "left": comparison.left,
        "missing": len(comparison.missing),
        "errors": reading.errors,
        "warnings": len(reading.problems) - reading.errors,
    }


def _rows_in_context(table: Table, problems: Sequence[Problem]) -> dict[str, list[str]]:
    """The cells of the first rows with problems, blocking ones first, so that a page can show them without the file."""
    ordered = sorted(problems, key=lambda problem: problem.severity == "warning")
    wanted = list(dict.fromkeys(problem.row for problem in ordered if problem.row))[:ROWS_IN_CONTEXT]
    cells = dict(zip(table.numbers, table.rows, strict=True))
    return {str(row): [shorten(cell) for cell in cells[row]] for row in wanted if row in cells}


def _change(person: Person, name: str, value: object) -> dict[str, str]:
    return {
        "name": person.name,
        "field": name,
        "old": shorten(_in_words(getattr(person, name))),
        "new": shorten(_in_words(value)),
    }


def _in_words(value: object) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{heading}: {text}" for heading, text in sorted(value.items()))
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
