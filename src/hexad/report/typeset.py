"""A report as an accessible PDF (PDF/UA-1), set by typst."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hexad.report.sheets import Report
from hexad.report.snapshot import ReportError


class Paper(StrEnum):
    """A sheet's size."""

    A4 = "a4"
    LETTER = "us-letter"


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
    try:
        import typst
    except ImportError as error:
        raise ReportError("The typesetter is not installed. Remedy: pip install 'hexad[report]'.") from error
    package = resources.files("hexad.report")
    moment = at or datetime.fromtimestamp(0, UTC)
    try:
        return bytes(
            typst.compile(
                package.joinpath("report.typ").read_bytes(),
                format="pdf",
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=_fonts(package)),
                sys_inputs={"report": json.dumps(_data(report, paper, moment), ensure_ascii=False)},
                pdf_standards=["ua-1"],
                timestamp=int(moment.timestamp()),
            )
        )
    except (RuntimeError, typst.TypstError) as error:
        raise ReportError(f"The report could not be set: {error}") from error


def _data(report: Report, paper: Paper, at: datetime) -> dict[str, Any]:
    numbers = len(report.numbers)
    return asdict(report) | {"paper": paper.value, "numbers": numbers, "year": at.year}


def _fonts(package: Traversable) -> list[Path]:
    """Fonts that the build put here; without them the typesetter's own are used."""
    folder = package.joinpath("fonts")
    return [folder] if isinstance(folder, Path) and folder.is_dir() else []
