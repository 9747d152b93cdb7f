"""Typesetting by typst: texts reach it as data, never as markup."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from importlib import resources
from pathlib import Path
from typing import Any

from hexad.paper.blocks import Columns, Document, Sheet
from hexad.problems import HexadError


class PaperError(HexadError):
    """The typesetter is not there, or refuses the document."""


class Paper(StrEnum):
    """A sheet's size."""

    A4 = "a4"
    LETTER = "us-letter"


def typeset(document: Document, *, paper: Paper = Paper.A4, at: datetime | None = None) -> bytes:
    """Set a document.

    Parameters
    ----------
    document
        What it says, in the reader's language.
    paper
        A4 or Letter.
    at
        Kept in the file as its date: the same document at the same moment is the same file.

    Returns
    -------
    bytes
        A tagged PDF that declares PDF/UA-1; the typesetter refuses what would break it.

    Raises
    ------
    PaperError
        Where the typesetter is not installed or refuses the document.

    Source
    ------
    ISO 14289-1 (PDF/UA).
    """
    template = resources.files("hexad.paper").joinpath("document.typ").read_bytes()
    sheets = [_sheet(sheet) for sheet in document.sheets]
    return set_pdf(template, {"document": {**asdict(document), "sheets": sheets, "paper": paper.value}}, at)


def set_pdf(template: bytes, inputs: dict[str, Any], at: datetime | None = None) -> bytes:
    """Compile a template with ``inputs``, each of which reaches it as JSON under its name. Raises PaperError."""
    try:
        import typst
    except ImportError as error:
        raise PaperError("The typesetter is not installed. Remedy: pip install 'hexad[report]'.") from error
    try:
        return bytes(
            typst.compile(
                template,
                format="pdf",
                font_paths=typst.Fonts(include_system_fonts=False, font_paths=_fonts()),
                sys_inputs={name: json.dumps(value, ensure_ascii=False) for name, value in inputs.items()},
                pdf_standards=["ua-1"],
                timestamp=int((at or datetime.fromtimestamp(0, UTC)).timestamp()),
            )
        )
    except (RuntimeError, typst.TypstError) as error:
        raise PaperError(f"It could not be set: {error}") from error


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {**asdict(sheet), "blocks": [_block(block) for block in sheet.blocks]}


def _block(block: Any) -> dict[str, Any]:  # noqa: ANN401  # one of blocks.py
    if isinstance(block, Columns):
        return {"kind": "columns", "columns": [[_block(one) for one in column] for column in block.columns]}
    return {"kind": type(block).__name__.lower(), **asdict(block)}


def _fonts() -> list[Path]:
    """Fonts that the build put beside the report; without them the typesetter's own are used."""
    folder = resources.files("hexad").joinpath("report", "fonts")
    return [folder] if isinstance(folder, Path) and folder.is_dir() else []
