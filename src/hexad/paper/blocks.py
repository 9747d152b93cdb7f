"""What a document on paper consists of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Foreign:
    """Words of another language than the sheet's. ``language``: as in BCP 47."""

    text: str
    language: str


Said = str | Foreign | tuple[str | Foreign, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a part of a sheet."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; line ends stay."""

    text: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """A paragraph that explains, smaller."""

    text: Said


@dataclass(frozen=True, slots=True)
class Items:
    """A list; numbered where the order matters."""

    items: tuple[Said, ...]
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A header and rows of as many cells; ``widths`` are shares of the line, equal where there are none."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """``count`` lines to write on, below what they are for."""

    label: str
    count: int


Block = Heading | Words | Quiet | Items | Table | Lines


@dataclass(frozen=True, slots=True)
class Columns:
    """Blocks side by side, read one column after the other."""

    columns: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What begins on a page of its own. ``is_one_page``: set smaller where it would not fit.

    ``language``: as in BCP 47; the document's where there is none.
    """

    title: str
    blocks: tuple[Block | Columns, ...]
    below: str = ""  # a line under the title
    is_one_page: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Sheets, in one language unless they say otherwise.

    Attributes
    ----------
    footer
        Stands on every page, before the page's number.
    page
        How a page is numbered, with ``{page}`` and ``{pages}``.
    """

    title: str
    author: str
    sheets: tuple[Sheet, ...]
    footer: str = ""
    page: str = "{page} / {pages}"
    language: str = "en"
    is_from_right: bool = False
