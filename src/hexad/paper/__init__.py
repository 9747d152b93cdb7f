"""Paper: plain documents to print, with headings, lists, tables and lines to write on, as accessible PDFs.

A document is data: what it says arrives translated, in blocks of a few kinds. ``typeset`` sets it by typst as a tagged
PDF that declares PDF/UA-1. The session's record and its print pack are such documents; the board's report has a layout
of its own and shares only ``set_pdf``.
"""

from hexad.paper.blocks import Columns, Document, Foreign, Heading, Items, Lines, Quiet, Sheet, Table, Words
from hexad.paper.setting import Paper, PaperError, set_pdf, typeset

__all__ = [
    "Columns",
    "Document",
    "Foreign",
    "Heading",
    "Items",
    "Lines",
    "Paper",
    "PaperError",
    "Quiet",
    "Sheet",
    "Table",
    "Words",
    "set_pdf",
    "typeset",
]
