"""The letters of other scripts in the PDF: their fonts come with the front end, so the library alone cannot tell."""

import io

from pypdf import PdfReader

from hexad.report import compose, typeset
from hexad.report.snapshot import Cut, Figure, State
from tests.hexad.report.invented import snapshot


def test_names_that_are_read_from_the_right_have_their_letters() -> None:
    names = ("مبيعات الشمال", "שלום ושות", "Łódź Żółć", "Продажи", "Πωλήσεις")
    cuts = tuple(Cut(figure="joined", part=name, value=Figure(state=State.HIDDEN)) for name in names)
    pdf = typeset(compose(snapshot(cuts=cuts, organisation=names[0])))
    fonts = {str(font) for page in PdfReader(io.BytesIO(pdf)).pages for font in _fonts_of(page)}
    for script in ("Arabic", "Hebrew", "LatinExtended", "Cyrillic", "Greek"):
        assert any(script in font for font in fonts)


def _fonts_of(page: object) -> list[str]:
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    return [font.get_object()["/BaseFont"] for font in fonts.values()]
