"""Reading a folder: everything that is wrong with it at once, and what stands in it otherwise."""

from dataclasses import replace
from pathlib import Path

import pytest

from hexad.challenges.module import DOCUMENTS, Module, ModuleError, load_modules, read_module
from hexad.challenges.reading import WORDS_A_MINUTE, count_words
from tests.hexad.challenges.folders import Edit, added, change, copy_of, replaced

DELEGATION = next(module for module in load_modules() if module.id == "delegation")
VERSION = f"version = {DELEGATION.version}"


def test_twenty_five_modules_come_with_hexad_in_order_of_their_ids() -> None:
    ids = [one.id for one in load_modules()]
    assert len(ids) == 25
    assert ids == sorted(ids)
    assert "delegation" in ids


def test_a_module_has_its_documents_in_reading_order() -> None:
    module = DELEGATION

    assert tuple(one.key for one in module.documents) == DOCUMENTS
    assert module.pages[0].title == "Hand over a result, not a list of steps"
    assert not module.pages[0].body.startswith("#")


def test_a_copy_in_another_place_reads_the_same(tmp_path: Path) -> None:
    assert read_module(copy_of("delegation", tmp_path)) == DELEGATION


def test_a_module_is_in_english_unless_it_says_otherwise(tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "module.toml", replaced(VERSION, f'{VERSION}\nlanguage = "de"'))

    assert (DELEGATION.language, read_module(folder).language) == ("en", "de")


BROKEN: list[tuple[str, Edit, str]] = [
    ("module.toml", replaced(VERSION, "version = 0"), "module.toml: version"),
    ("module.toml", replaced(VERSION, "version = true"), "module.toml: version"),
    ("module.toml", replaced('title = "Delegation"', ""), "module.toml: title"),
    ("module.toml", replaced(VERSION, f"{VERSION}\ncolour = 3"), "module.toml: colour"),
    ("module.toml", replaced("statements = [", "statements = [3,"), "module.toml: statements"),
    ("module.toml", replaced('difficulty = "easy"', 'difficulty = "trivial"'), "module.toml: strategies[2].difficulty"),
    ("module.toml", replaced('strength = "mixed"', 'strength = "proven"'), "module.toml: sources[1].strength"),
    ("module.toml", replaced("day = 2", 'day = "2"'), "module.toml: tips[1].day"),
    ("module.toml", replaced("practice_days = 24", ""), "module.toml: timing.practice_days"),
    ("module.toml", lambda _text: "not = [toml", "module.toml"),
    ("page-1.md", lambda text: text.removeprefix("# "), "page-1.md: title"),
    ("card.md", lambda text: text.splitlines()[0], "card.md: text"),
]


@pytest.mark.parametrize(("file", "edit", "place"), BROKEN, ids=[f"{row[2]}-{at}" for at, row in enumerate(BROKEN)])
def test_what_cannot_be_read_is_named(tmp_path: Path, file: str, edit: Edit, place: str) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, file, edit)

    with pytest.raises(ModuleError) as raised:
        read_module(folder)

    assert [problem.field for problem in raised.value.problems] == [place]
    assert all(problem.remedy for problem in raised.value.problems)


def test_every_missing_file_is_named_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()

    with pytest.raises(ModuleError, match="empty is not a module") as raised:
        read_module(folder)

    assert {one.field for one in raised.value.problems} >= {f"{key}.md" for key in DOCUMENTS}


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    (folder / "card.md").write_bytes(b"\xff\xfe\x00\xd8")

    with pytest.raises(ModuleError) as raised:
        read_module(folder)

    assert raised.value.problems[0].field == "card.md"


def test_a_million_characters_in_a_value_do_not_reach_a_message(tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "module.toml", replaced('difficulty = "easy"', f'difficulty = "{"x" * 1_000_000}"'))
    change(folder, "page-1.md", added("\n"))

    with pytest.raises(ModuleError) as raised:
        read_module(folder)

    assert len(raised.value.problems[0].found) <= 80


@pytest.mark.parametrize("module", load_modules(), ids=[module.id for module in load_modules()])
def test_the_minutes_to_read_follow_from_the_words(module: Module) -> None:
    """Those of its documents are most of them: what a module says of itself is neither less nor far more."""
    documents = sum(count_words(one.body) for one in module.documents)
    assert documents < module.read_minutes * WORDS_A_MINUTE < 2.5 * documents


def test_a_longer_worksheet_takes_longer_to_read() -> None:
    module = load_modules()[0]
    longer = replace(module, worksheet=replace(module.worksheet, body=module.worksheet.body + " word" * WORDS_A_MINUTE))
    assert longer.read_minutes == module.read_minutes + 1
