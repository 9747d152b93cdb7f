"""``hexad report``: the board's report as a PDF, from the snapshot of a closed period."""

import argparse
import tempfile
from pathlib import Path

from hexad.answers import Answer
from hexad.paper import Paper
from hexad.report.compose import compose
from hexad.report.sheets import Report
from hexad.report.snapshot import LARGEST, read_snapshot
from hexad.report.typeset import typeset

PAPERS = {"a4": Paper.A4, "letter": Paper.LETTER}


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("snapshot", type=Path, metavar="SNAPSHOT.json", help="downloaded when a period was closed")
    parser.add_argument("--pdf", type=Path, metavar="OUT.pdf", help="write the report here")
    parser.add_argument("--paper", choices=sorted(PAPERS), default="a4", help="size of a sheet")


def run(arguments: argparse.Namespace) -> Answer:
    """Read, compose, and write the PDF where one is wanted; an older file stays where anything fails."""
    with arguments.snapshot.open("rb") as file:
        snapshot = read_snapshot(file.read(LARGEST + 1))
    report = compose(snapshot)
    if arguments.pdf is not None:
        _write(arguments.pdf, typeset(report, paper=PAPERS[arguments.paper], at=snapshot.closed_at))
    return Answer(
        data={"period": report.period, "numbers": _numbers(report), "pdf": str(arguments.pdf or "")},
        header=("figure", "value"),
        table=[(number.label, number.value) for number in report.numbers],
        summary="\n".join([report.period, *_sentences(report)]),
    )


def _numbers(report: Report) -> dict[str, str | None]:
    return {number.key: number.value if number.is_shown else None for number in report.numbers}


def _sentences(report: Report) -> list[str]:
    return [f"{section.title}: {sentence}" for section in report.sections for sentence in section.sentences]


def _write(path: Path, content: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        file.write(content)
    Path(file.name).replace(path)
