"""``hexad match "TEXT"``: which learning modules help with what somebody finds hard."""

import argparse
import sys
from pathlib import Path

from hexad.answers import Answer
from hexad.challenges.matching import GOOD_ENOUGH, Match, rank_modules
from hexad.challenges.meaning import load_model
from hexad.challenges.module import Module, load_modules, read_module
from hexad.challenges.modules_command import modules_under
from hexad.problems import HexadError

DEFAULT_TOP, MOST = 3, 100
LONGEST = 20_000  # characters: several pages, where two sentences are wanted


class MatchError(HexadError):
    """A text, or a number of modules, that no answer can be given for."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("text", help="what somebody finds hard, in their own words; - reads standard input")
    parser.add_argument("--top", type=int, default=DEFAULT_TOP, help=f"how many modules at most ({DEFAULT_TOP})")
    parser.add_argument("--meaning", action="store_true", help="compare what is meant, with the optional model")
    parser.add_argument("--modules", type=Path, metavar="FOLDER", help="look in this folder of modules instead")


def run(arguments: argparse.Namespace) -> Answer:
    """Rank the modules; raises ``MatchError`` where there is nothing to rank by."""
    if not 1 <= arguments.top <= MOST:
        raise MatchError(f"--top must be 1 to {MOST}, not {arguments.top}.")
    text = _text(arguments.text)
    embed = load_model() if arguments.meaning else None
    found = rank_modules(text, _modules(arguments.modules), embed=embed)[: arguments.top]
    return Answer(
        data={"matches": [_json(one) for one in found], "note": _note(found)},
        header=("module", "score", "why"),
        table=[[one.title, f"{one.score:.2f}", one.why] for one in found],
        summary=_note(found),
    )


def _text(given: str) -> str:
    text = sys.stdin.read(LONGEST + 1) if given == "-" else given
    if not text.strip():
        raise MatchError("TEXT is empty: write what somebody finds hard, in a sentence or two.")
    if len(text) > LONGEST:
        raise MatchError(f"TEXT is longer than {LONGEST:,} characters: a sentence or two are enough.")
    return text


def _modules(folder: Path | None) -> tuple[Module, ...]:
    if folder is None:
        return load_modules()
    return tuple(read_module(one) for one in modules_under(folder))


def _json(found: Match) -> dict[str, str | float]:
    return {"id": found.id, "title": found.title, "score": found.score, "why": found.why}


def _note(found: tuple[Match, ...]) -> str:
    if found[0].score < GOOD_ENOUGH:
        return f"No module fits: a score below {GOOD_ENOUGH} is chance."
    return f"Scores are 0 to 1; from {GOOD_ENOUGH} on a module fits."
