"""What the page of an import shows, from what was worked out when the file was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models.functions import Lower
from django.forms.boundfield import BoundField
from django.utils.formats import number_format
from django.utils.translation import gettext

from hexad.people.table import read_table
from hexad.people.writing import write_rows
from hexad_web.accounts.access import Actor
from hexad_web.people import access
from hexad_web.people.forms import FIELD_LABELS, MATCHED, ColumnsForm
from hexad_web.people.keeping import open_file
from hexad_web.people.models import Import, Participation, Person

ROWS_SHOWN = 20
MISSING_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Found:
    row: int
    field: str
    found: str
    has_context: bool


@dataclass(frozen=True, slots=True)
class ProblemGroup:
    """Problems that are mended in the same way."""

    remedy: str
    blocking: bool
    count: int
    shown: Sequence[Found] = field(default_factory=tuple)

    @property
    def hidden(self) -> int:
        return self.count - len(self.shown)


@dataclass(frozen=True, slots=True)
class Context:
    """One row of the file, cell by cell, with the problems of each."""

    row: int
    cells: Sequence[tuple[str, str, Sequence[str]]]
    rest: Sequence[str]


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """One select of the matching form with what the chosen column holds."""

    field: BoundField
    samples: str


def refusal(import_: Import) -> str:
    """Why nothing of the file could be read."""
    why = import_.preview.get("refusal")
    if not why:
        return ""
    values = {name: number_format(value, force_grouping=True) for name, value in why["values"].items()}
    return gettext(why["sentence"]) % values if values else gettext(why["sentence"])


def problem_groups(import_: Import) -> list[ProblemGroup]:
    """Blocking ones first, larger groups first."""
    problems = import_.preview.get("problems", [])
    in_context = import_.preview.get("rows", {})
    ordered = sorted(problems, key=_kind_of)
    groups = [_group(kind, list(members), in_context) for kind, members in groupby(ordered, key=_kind_of)]
    return sorted(groups, key=lambda group: (not group.blocking, -group.count))


def _kind_of(problem: Mapping[str, Any]) -> tuple[bool, str]:
    return problem["severity"] == "warning", problem["remedy"]


def _group(
    kind: tuple[bool, str], problems: Sequence[Mapping[str, Any]], in_context: Mapping[str, Any]
) -> ProblemGroup:
    is_warning, remedy = kind
    shown = [
        Found(problem["row"], label_of(problem["field"]), problem["found"], str(problem["row"]) in in_context)
        for problem in problems[:ROWS_SHOWN]
    ]
    return ProblemGroup(gettext(remedy), not is_warning, len(problems), shown)


def label_of(name: str) -> str:
    """A field in the reader's words; a further column by its heading."""
    return str(FIELD_LABELS.get(name, name))


def row_in_context(import_: Import, row: int | None) -> Context | None:
    """The row asked for, or the first that blocks."""
    rows = import_.preview.get("rows", {})
    wanted = str(row) if row is not None else next(iter(rows), "")
    if wanted not in rows:
        return None
    by_cell: dict[str, list[str]] = {}
    fields = {index: name for name, index in import_.preview["matched"].items()}
    for problem in import_.preview["problems"]:
        if str(problem["row"]) == wanted:
            by_cell.setdefault(problem["field"], []).append(gettext(problem["remedy"]))
    cells = [
        (heading, cell, [*by_cell.pop(fields.get(index, heading), [])])
        for index, (heading, cell) in enumerate(zip(import_.preview["headings"], rows[wanted], strict=True))
    ]
    return Context(int(wanted), cells, [remedy for remedies in by_cell.values() for remedy in remedies])


def columns_form(import_: Import, data: Mapping[str, Any] | None = None) -> ColumnsForm:
    matched = import_.preview.get("matched", {})
    initial = {name: str(index) for name, index in matched.items()}
    return ColumnsForm(data, headings=import_.preview.get("headings", []), initial=initial)


def column_matches(import_: Import, form: ColumnsForm) -> list[ColumnMatch]:
    matched, samples = import_.preview.get("matched", {}), import_.preview.get("samples", [])
    return [ColumnMatch(form[name], " · ".join(samples[matched[name]]) if name in matched else "") for name in MATCHED]


def kept_columns(import_: Import) -> list[str]:
    """Headings that no field uses: kept with each person as they are."""
    used = set(import_.preview.get("matched", {}).values())
    return [name for index, name in enumerate(import_.preview.get("headings", [])) if index not in used]


def changes(import_: Import) -> list[dict[str, str]]:
    return [{**change, "label": label_of(change["field"])} for change in import_.preview.get("changes", [])]


def preview_page(import_: Import, row: int | None, form: ColumnsForm | None = None) -> dict[str, Any]:
    counts, form = import_.counts, form or columns_form(import_)
    return {
        "counts": counts,
        "form": form,
        "matches": column_matches(import_, form),
        "kept": kept_columns(import_),
        "missing_fields": [label_of(name) for name in import_.preview.get("missing", [])],
        "groups": problem_groups(import_),
        "context": row_in_context(import_, row),
        "changes": changes(import_),
        "blocked": bool(import_.preview.get("missing") or counts.get("errors")),
        "incoming": counts.get("new", 0) + counts.get("changed", 0),
        "problem_count": counts.get("errors", 0) + counts.get("warnings", 0),
    }


def progress_page(import_: Import) -> dict[str, Any]:
    done, total = (number_format(n, force_grouping=True) for n in (import_.rows_done, import_.rows_total))
    return {"import": import_, "progress": gettext("Row %(done)s of %(total)s") % {"done": done, "total": total}}


def finished_page(actor: Actor, import_: Import) -> dict[str, Any]:
    missing = missing_people(actor, import_)
    return {
        "counts": import_.counts,
        "total": import_.counts.get("new", 0) + import_.counts.get("changed", 0) + import_.counts.get("unchanged", 0),
        "missing": [person for person in missing if person.participation != Participation.LEFT],
        "marked": sum(person.participation == Participation.LEFT for person in missing),
        "can_undo": import_.state == Import.State.DONE and bool(import_.before),
    }


def missing_people(actor: Actor, import_: Import) -> list[Person]:
    """Who was in the list and not in the file."""
    return list(access.people_of(actor).filter(pk__in=import_.missing[:MISSING_SHOWN]).order_by(Lower("name")))


def problem_rows_csv(import_: Import) -> str:
    """The rows with problems as they stand in the file, and behind them what is wrong and what to do."""
    problems = import_.preview.get("problems", [])
    if not problems or not import_.sealed:
        return write_rows([[gettext("Row"), gettext("What to do")]])
    table = read_table(open_file(import_.sealed))
    cells = dict(zip(table.numbers, table.rows, strict=True))
    empty = [""] * len(table.columns)
    rows = [
        [
            str(problem["row"]),
            *cells.get(problem["row"], empty),
            label_of(problem["field"]),
            problem["found"],
            gettext(problem["remedy"]),
        ]
        for problem in problems
    ]
    header = [gettext("Row"), *table.columns, gettext("Column"), gettext("Found"), gettext("What to do")]
    return write_rows([header, *rows])
