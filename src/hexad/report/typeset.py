"""A report as an accessible PDF (PDF/UA-1), set by typst."""

from dataclasses import asdict
from datetime import UTC, datetime
from importlib import resources
from typing import Any

from hexad.paper import Paper, PaperError, set_pdf
from hexad.report.sheets import Report
from hexad.report.snapshot import ReportError


def typeset(report: Report, *, paper: Paper = Paper.A4, at: datetime | None = None) -> bytes:
    """Set a report.

    Parameters
    ----------
    report
        As composed; its texts reach the typesetter as data, never as markup.
    paper
        A4 or Letter.
    at
        Kept in the file as its date: the same report at the same moment is the same file.

    Returns
    -------
    bytes
        A tagged PDF that declares PDF/UA-1; the typesetter refuses what would break it.

    Raises
    ------
    ReportError
        Where the typesetter is not installed or refuses the report.

    Source
    ------
    ISO 14289-1 (PDF/UA).
    """
    template = resources.files("hexad.report").joinpath("report.typ").read_bytes()
    moment = at or datetime.fromtimestamp(0, UTC)
    try:
        return set_pdf(template, {"report": _data(report, paper, moment)}, moment)
    except PaperError as error:
        raise ReportError(str(error)) from error


def _data(report: Report, paper: Paper, at: datetime) -> dict[str, Any]:
    numbers = len(report.numbers)
    return asdict(report) | {"paper": paper.value, "numbers": numbers, "year": at.year}
