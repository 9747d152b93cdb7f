"""Reading a folder: everything that is wrong with it at once, and what stands in it otherwise."""

from pathlib import Path

import pytest

from hexad.challenges.module import DOCUMENTS, ModuleError, load_modules, read_module
from tests.hexad.challenges.folders import Edit, added, change, copy_of, replaced


def test_three_modules_come_with_hexad_in_order_of_their_ids() -> None:
    assert [one.id for one in load_modules()] == ["conflict-before-it-begins", "delegation", "from-expert-to-manager"]


def test_a_module_has_its_documents_in_reading_order() -> None:
    module = load_modules()[1]

    assert tuple(one.key for one in module.documents) == DOCUMENTS
    assert module.pages[0].title == "Hand over a result, not a list of steps"
    assert not module.pages[0].body.startswith("#")


def test_a_copy_in_another_place_reads_the_same(tmp_path: Path) -> None:
    assert read_module(copy_of("delegation", tmp_path)) == load_modules()[1]


def test_a_module_is_in_english_unless_it_says_otherwise(tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "module.toml", replaced("version = 1", 'version = 1\nlanguage = "de"'))

    assert (load_modules()[1].language, read_module(folder).language) == ("en", "de")


BROKEN: list[tuple[str, Edit, str]] = [
    ("module.toml", replaced("version = 1", "version = 0"), "module.toml: version"),
    ("module.toml", replaced("version = 1", "version = true"), "module.toml: version"),
    ("module.toml", replaced('title = "Delegation"', ""), "module.toml: title"),
    ("module.toml", replaced("version = 1", "version = 1\ncolour = 3"), "module.toml: colour"),
    ("module.toml", replaced("statements = [", "statements = [3,"), "module.toml: statements"),
    ("module.toml", replaced('difficulty = "easy"', 'difficulty = "trivial"'), "module.toml: strategies[2].difficulty"),
    ("module.toml", replaced('strength = "mixed"', 'strength = "proven"'), "module.toml: sources[1].strength"),
    ("module.toml", replaced("day = 2", 'day = "2"'), "module.toml: tips[1].day"),
    ("module.toml", replaced("read_minutes = 10", ""), "module.toml: timing.read_minutes"),
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
