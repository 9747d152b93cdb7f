"""Bytes to text: UTF-8, UTF-16 and cp1252, as spreadsheets and personnel systems write them."""

import codecs

from hexad.people import refusals
from hexad.people.roster import PeopleError

BYTE_ORDER_MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
PICTURES_AND_PRINT = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b")
SAMPLE = 4096


def decode(data: bytes) -> tuple[str, str]:
    """Find the encoding of a text file.

    Returns
    -------
    tuple of str
        The text, and the name of the encoding that read it.

    Raises
    ------
    PeopleError
        Where the bytes are a workbook or a picture; the text says what to save instead.

    Notes
    -----
    Source: our choice. A byte order mark decides; then zero bytes in every second place mean UTF-16; then strict
    UTF-8, which other encodings almost never satisfy by accident; cp1252 reads the rest.
    """
    _refuse_foreign_formats(data)
    marked = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "")
    for encoding in filter(None, (marked, _unmarked_utf16(data), "utf-8")):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    return data.decode("cp1252", errors="replace"), "cp1252"


def _refuse_foreign_formats(data: bytes) -> None:
    if data.startswith(WORKBOOKS):
        raise PeopleError(refusals.WORKBOOK)
    if data.startswith(PICTURES_AND_PRINT):
        raise PeopleError(refusals.NO_TEXT)


def _unmarked_utf16(data: bytes) -> str:
    """Latin text in UTF-16 has a zero in every second byte; ordinary text has none."""
    sample = data[:SAMPLE]
    if len(sample) < 4:
        return ""
    half = len(sample) // 2
    even, odd = sample[0::2].count(0) / half, sample[1::2].count(0) / half
    if odd > 0.6 and even < 0.2:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.2 else ""
