"""The board's page, its PDF and its tables: one frozen snapshot, composed in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import formats, translation
from django.utils.translation import gettext

from hexad.people.writing import write_rows
from hexad.report import Paper, Report, compose, read_snapshot, typeset
from hexad.report.sheets import Picture, Section
from hexad.report.speech import Speech
from hexad_web.accounts.access import Actor
from hexad_web.report import access
from hexad_web.report.models import Period

PAPERS = {"a4": Paper.A4, "letter": Paper.LETTER}
WIDTH, MARK = 400, 4  # of a picture


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture in the units of its drawing: where its spans and marks stand."""

    alt: str
    ends: tuple[str, str]
    points: tuple[tuple[str, float, str], ...]
    spans: list[tuple[float, float]]
    marks: list[tuple[float, str]]


@dataclass(frozen=True, slots=True)
class DrawnSection:
    section: Section
    drawn: Drawn | None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # the section's own parts
        return getattr(self.section, name)


@dataclass(frozen=True, slots=True)
class Board:
    period: Period
    report: Report

    @property
    def sections(self) -> list[DrawnSection]:
        return [DrawnSection(one, drawn(one.picture) if one.picture else None) for one in self.report.sections]


def board(period: Period) -> Board:
    return Board(period, compose(read_snapshot(period.snapshot), speech()))


def drawn(picture: Picture) -> Drawn:
    """Two points are a first and a second; of three, the middle one is the likely one."""
    places = [round(place * (WIDTH - MARK), 1) for _, place, _ in picture.points]
    kinds = ["first", "second"] if len(places) == 2 else ["end", "likely", "end"]
    span = (min(places) + MARK / 2, round(max(places) - min(places), 1))
    return Drawn(picture.alt, picture.ends, picture.points, [span], list(zip(places, kinds, strict=True)))


def latest_board(actor: Actor) -> Board | None:
    period = access.periods_of(actor).first()
    return board(period) if period else None


def speech() -> Speech:
    """The language of the request."""
    return Speech(
        say=gettext,
        day=_day,
        month=_month,
        decimal=formats.get_format("DECIMAL_SEPARATOR"),
        group=formats.get_format("THOUSAND_SEPARATOR"),
        language=translation.get_language() or "en",
        is_from_right=translation.get_language_bidi(),
    )


def _day(day: date) -> str:
    is_english = (translation.get_language() or "en").startswith("en")
    return formats.date_format(day, "j F Y" if is_english else "DATE_FORMAT")


def _month(day: date) -> str:
    return formats.date_format(day, "F Y")


def pdf(period: Period, paper: str) -> bytes:
    return typeset(board(period).report, paper=PAPERS[paper], at=period.closed_at)


def figures_csv(period: Period) -> str:
    """Every number and table of the report; what the page does not show is not here either, in the same words."""
    return write_rows(list(_rows(board(period).report)))


def _rows(report: Report) -> Iterator[tuple[str, ...]]:
    yield (report.organisation, report.period)
    for section in report.sections:
        for number in section.numbers:
            yield (section.title, number.label, number.value, number.how)
    for sheet in report.behind:
        yield ("",)
        yield (sheet.title,)
        yield sheet.header
        yield from sheet.rows
