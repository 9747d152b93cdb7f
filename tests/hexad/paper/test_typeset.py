"""Documents on paper: tagged, in every script, on both papers, and one sheet where one is promised."""

import io

import pytest
from pypdf import PdfReader

from hexad.paper import (
    Columns,
    Document,
    Foreign,
    Heading,
    Items,
    Lines,
    Paper,
    PaperError,
    Quiet,
    Sheet,
    Table,
    Words,
    typeset,
)
from hexad.paper.setting import set_pdf

EVERYTHING = Sheet(
    title="Explore: delegation",
    below="Thu 4 February, 14:00–15:30 (Berlin)",
    blocks=(
        Heading("Agenda"),
        Table(("Begins", "Step"), (("14:00", "Welcome"), ("14:03", "Stories"))),
        Items(("one", "two"), is_numbered=True),
        Items(("a point", "#strong[not markup]")),
        Columns(((Words("inside"), Lines("causes", 2)), (Words("outside"), Lines("", 2)))),
        Quiet("first line\nsecond line"),
    ),
)


def document(*sheets: Sheet, **fields: object) -> Document:
    return Document(title="Pack", author="Nordlicht Foods", sheets=sheets, **fields)  # type: ignore[arg-type]


def pages(pdf: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_it_is_tagged_titled_and_says_its_language() -> None:
    root = PdfReader(io.BytesIO(typeset(document(EVERYTHING, language="de")))).root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def languages(pdf: bytes) -> set[str]:
    """What parts of the document say of their language, in its structure."""
    found, waiting = set(), [PdfReader(io.BytesIO(pdf)).root_object["/StructTreeRoot"]]
    while waiting:
        one = waiting.pop().get_object()
        if isinstance(one, dict):
            found |= {str(one["/Lang"])} if "/Lang" in one else set()
            one = one.get("/K", [])
        waiting += [part for part in (one if isinstance(one, list) else [one]) if not isinstance(part, int)]
    return found


@pytest.mark.parametrize(("tag", "said"), [("en", "en"), ("en-GB", "en-GB"), ("pt-br", "pt-BR"), ("zh-Hant", "zh")])
def test_a_sheet_in_another_language_says_so(tag: str, said: str) -> None:
    module = Sheet(title="What to hand over", blocks=(Words("One task."),), language=tag)
    assert languages(typeset(document(EVERYTHING, module, language="de"))) == {said}
    assert languages(typeset(document(EVERYTHING, language="de"))) == set()


def test_words_of_another_language_within_a_sheet_say_so_too() -> None:
    facts = Quiet(("Baustein: ", Foreign("Ask before\nyou answer", "en"), ""))
    plans = Items((("Ada: ", Foreign("Hand over one task", "en")), "eigene Worte"))
    pdf = typeset(document(Sheet(title="Protokoll", blocks=(facts, plans)), language="de"))
    drawn = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert drawn is not None
    assert drawn.get_data().count(b"/Lang(en)") == 3  # as many lines
    (page,) = pages(pdf)
    assert "Ada: Hand over one task" in page
    assert "Baustein: Ask before you answer" in page


def test_every_block_is_there_and_no_text_is_markup() -> None:
    (page,) = pages(typeset(document(EVERYTHING, footer="For the members only")))
    for words in ("Explore: delegation", "14:03", "Stories", "1. one", "#strong[not markup]", "causes", "outside"):
        assert words in page
    assert "second line" in page
    assert "For the members only" in page
    assert page.endswith("1 / 1")


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595.28, 841.89)), (Paper.LETTER, (612.0, 792.0))])
def test_both_papers(paper: Paper, size: tuple[float, float]) -> None:
    page = PdfReader(io.BytesIO(typeset(document(EVERYTHING), paper=paper))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.5)


def test_each_sheet_begins_on_a_page_of_its_own() -> None:
    found = pages(typeset(document(EVERYTHING, Sheet(title="My sheet", blocks=(Lines("When …", 3),)))))
    assert len(found) == 2
    assert found[1].startswith("My sheet")


@pytest.mark.parametrize("paper", Paper)
def test_a_sheet_that_is_one_page_stays_one_page_when_much_was_written(paper: Paper) -> None:
    much = Items(tuple(f"{number}: " + "said in many words " * 8 for number in range(60)))
    loose = Sheet(title="Record", blocks=(much,))
    tight = Sheet(title="Record", blocks=(much,), is_one_page=True)
    assert len(pages(typeset(document(loose), paper=paper))) > 1
    (page,) = pages(typeset(document(tight), paper=paper))
    assert "59:" in page


def test_from_right_to_left_too() -> None:
    right = document(Sheet(title="الجلسة", blocks=(Words("قرارنا"),)), language="ar", is_from_right=True)
    assert len(pages(typeset(right))) == 1


def test_the_same_document_is_the_same_file() -> None:
    assert typeset(document(EVERYTHING)) == typeset(document(EVERYTHING))


def test_what_cannot_be_set_says_why() -> None:
    with pytest.raises(PaperError, match="could not be set"):
        set_pdf(b"#panic(sys.inputs.x)", {"x": "no"})
