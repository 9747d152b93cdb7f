"""Report: what the board reads, page and PDF from one frozen snapshot.

``snapshot`` reads the file that the product writes when a period closes, with nothing in it that may not be shown;
``compose`` turns it into sentences and figures, each with where it comes from; ``typeset`` sets them as an accessible
PDF. Nothing is counted here: what a snapshot does not hold, no report can tell.
"""

from hexad.paper import Paper
from hexad.report.compose import compose
from hexad.report.sheets import Report
from hexad.report.snapshot import ReportError, Snapshot, read_snapshot
from hexad.report.typeset import typeset

__all__ = ["Paper", "Report", "ReportError", "Snapshot", "compose", "read_snapshot", "typeset"]
