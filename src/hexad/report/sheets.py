"""What a report consists of: numbers, pictures, quotes and tables in words; page and PDF show all of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A figure in words.

    Attributes
    ----------
    value
        As it is read; the one wording where it is not shown.
    is_shown
        Whether ``value`` is a number.
    note
        What must be read with it.
    base, how
        How many people stand behind it, and where it comes from.
    """

    key: str
    label: str
    value: str
    is_shown: bool
    note: str = ""
    base: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Points on a line, with the sentence that says the same.

    Attributes
    ----------
    points
        Label, place from 0 to 1, value in words.
    ends
        What the line's two ends are called.
    """

    points: tuple[tuple[str, float, str], ...]
    ends: tuple[str, str]
    alt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Somebody's own words, with what stands below them."""

    text: str
    below: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of the first page; ``kind`` says what sort of statement it is."""

    key: str
    title: str
    kind: str
    kind_label: str
    numbers: tuple[Number, ...] = ()
    sentences: tuple[str, ...] = ()
    quotes: tuple[Quote, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table behind the first page. A cell that is not shown holds the one wording.

    Attributes
    ----------
    languages
        Of the first cell of each row, where it may be another one than the report's; empty where none is.
    """

    key: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    languages: tuple[str, ...] = ()

    @property
    def told_rows(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each row with the language of its first cell."""
        return tuple(zip(self.languages or ("",) * len(self.rows), self.rows, strict=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What page and PDF show; both show all of it and nothing else."""

    title: str
    organisation: str
    period: str
    closed: str
    sections: tuple[Section, ...]
    behind: tuple[Sheet, ...]
    quotes: tuple[tuple[str, tuple[Quote, ...]], ...]  # obstacles and stories in full, by title
    footer: str
    words: dict[str, str] = field(default_factory=dict)
    language: str = "en"
    is_from_right: bool = False

    @property
    def numbers(self) -> tuple[Number, ...]:
        """Those of the first page."""
        return tuple(number for section in self.sections for number in section.numbers)
