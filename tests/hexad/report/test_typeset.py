"""The PDF: tagged, readable, on both papers, in any script, and with nothing that the snapshot does not show."""

import io
from pathlib import Path

import pytest
from pypdf import PdfReader

from hexad.cli import main
from hexad.report import Paper, compose, typeset
from hexad.report.compose import EFFECT
from hexad.report.snapshot import Figure, ModuleUse, Story
from hexad.report.speech import Speech
from tests.hexad.paper.test_typeset import languages
from tests.hexad.report.invented import FIRST_HALF, snapshot


def text_of(pdf: bytes) -> str:
    return " ".join("\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return typeset(compose(FIRST_HALF), at=FIRST_HALF.closed_at)


def test_it_is_tagged_titled_and_says_its_language(pdf: bytes) -> None:
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Peer learning groups: report to the board – Nordlicht Foods"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_the_board_page_is_one_page(pdf: bytes) -> None:
    pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]
    report = compose(FIRST_HALF)
    for section in report.sections:
        assert squeezed(section.title) in pages[0]
    for number in report.numbers:
        assert squeezed(number.value) in pages[0]


def test_with_an_effect_it_is_still_one_page() -> None:
    effect = {key: Figure(value=one, base=64) for key, one in zip(EFFECT, (0.31, 0.12, 0.5), strict=True)}
    report = compose(snapshot(figures=dict(FIRST_HALF.figures) | effect))
    page = squeezed(PdfReader(io.BytesIO(typeset(report))).pages[0].extract_text())
    assert all(squeezed(section.title) in page for section in report.sections)
    assert all(squeezed(number.value) in page for number in report.numbers)


def test_everything_behind_is_there_too(pdf: bytes) -> None:
    found = squeezed(text_of(pdf))
    for sheet in compose(FIRST_HALF).behind:
        for row in sheet.rows:
            assert all(squeezed(cell) in found for cell in row)


@pytest.mark.parametrize(("paper", "size"), [(Paper.A4, (595.28, 841.89)), (Paper.LETTER, (612.0, 792.0))])
def test_both_papers(paper: Paper, size: tuple[float, float]) -> None:
    page = PdfReader(io.BytesIO(typeset(compose(FIRST_HALF), paper=paper))).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(size, abs=0.5)


@pytest.mark.parametrize("paper", Paper)
def test_long_words_of_other_languages_leave_the_board_page_on_one_sheet(paper: Paper) -> None:
    longer = Speech(say=lambda text: f"{text} {'verschiebungsbestätigt'[: len(text) // 3]}", language="de")
    pages = PdfReader(io.BytesIO(typeset(compose(FIRST_HALF, longer), paper=paper))).pages
    assert "Behind the numbers" not in pages[0].extract_text()
    assert "Behind the numbers" in pages[1].extract_text()


def test_the_same_report_is_the_same_file(pdf: bytes) -> None:
    assert typeset(compose(FIRST_HALF), at=FIRST_HALF.closed_at) == pdf


@pytest.mark.parametrize(("tag", "said"), [("en", {"en"}), ("pt-br", {"pt-BR"}), ("de", set()), ("", set())])
def test_a_modules_title_says_its_own_language_where_that_is_another(tag: str, said: set[str]) -> None:
    uses = (ModuleUse(title="Delegation that sticks", sessions=Figure(value=12), language=tag),)
    report = compose(snapshot(modules=uses), Speech(language="de"))
    assert languages(typeset(report)) - {"de"} == said  # which the cells beside it say of themselves
    assert "Delegationthatsticks" in squeezed(text_of(typeset(report)))


def test_what_people_wrote_is_never_markup() -> None:
    written = '#panic("no") $x$ *bold* @ref <label> `code` \\ // /* "quoted" {braces}'
    found = text_of(typeset(compose(snapshot(organisation=written, stories=(Story(text=written),)))))
    assert squeezed(found).count(squeezed(written)) >= 2


def test_a_page_from_right_to_left() -> None:
    report = compose(FIRST_HALF, Speech(language="ar", is_from_right=True))
    assert PdfReader(io.BytesIO(typeset(report))).root_object["/Lang"] == "ar"


def test_a_period_without_anything_makes_a_report() -> None:
    empty = snapshot(figures={}, cuts=(), modules=(), obstacles=(), stories=(), assumptions=(), unknown=())
    assert "Nothing to count yet." in text_of(typeset(compose(empty)))


def test_the_command_writes_the_pdf(tmp_path: Path, capsys: pytest.CaptureFixture[str], pdf: bytes) -> None:
    source, target = tmp_path / "snapshot.json", tmp_path / "board.pdf"
    source.write_text(FIRST_HALF.as_json(), encoding="utf-8")
    assert main(["report", str(source), "--pdf", str(target), "--json"]) == 0
    assert target.read_bytes() == pdf
    assert '"held": "38"' in capsys.readouterr().out
    assert {path.name for path in tmp_path.iterdir()} == {"board.pdf", "snapshot.json"}


def test_a_file_that_is_no_snapshot_leaves_an_older_pdf_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "snapshot.json", tmp_path / "board.pdf"
    source.write_text('{"format": "hexad-snapshot/1"}', encoding="utf-8")
    target.write_bytes(b"older")
    assert main(["report", str(source), "--pdf", str(target)]) == 2
    assert "something is missing" in capsys.readouterr().err
    assert target.read_bytes() == b"older"
