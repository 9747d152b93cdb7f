"""Each rule on a module: kept by those that ship, broken by one change, named with its place and what to do."""

from pathlib import Path

import pytest

from hexad.challenges.lint import lint
from hexad.challenges.module import Module, load_modules, read_module
from hexad.problems import Problem
from tests.hexad.challenges.folders import Edit, added, change, copy_of, replaced, without

MODULES = load_modules()


def problems_of(folder: Path) -> tuple[Problem, ...]:
    return lint(read_module(folder), folder.name)


@pytest.mark.parametrize("module", MODULES, ids=[module.id for module in MODULES])
def test_a_module_that_ships_keeps_every_rule(module: Module) -> None:
    assert lint(module, module.id) == ()


TOML = "module.toml"
LONG = " word." * 400
SAME = "It is quicker if I do it myself, so I do."
LEAVE = "When I am on leave, nothing moves."
HARD = "Organisational responsibility necessitates interdepartmental accountability mechanisms. " * 9
SETTINGS: list[tuple[str, Edit, str, str]] = [
    ("an id in capitals", replaced('id = "delegation"', 'id = "Delegation"'), "id", "small letters"),
    ("an id that is not the folder's", replaced('id = "delegation"', 'id = "letting-go"'), "id", "delegation"),
    ("a purpose of three sentences", replaced('purpose = "', 'purpose = "One more. '), "purpose", "2 sentences"),
    ("too few statements", without('  "I gave the job', '  "My inbox'), "statements", "6 to 10 statements"),
    ("the title in a statement", replaced("It is quicker", "Delegating is slow"), "statements[1]", "without the words"),
    ("a statement twice", replaced(LEAVE, SAME), "statements", "once"),
    ("a story for a statement", replaced(LEAVE, "I say" + " and so" * 15 + "."), "statements[4]", "30 words"),
    ("a long strategy", replaced('"Choose a task', f'"{LONG} Choose'), "strategies[1].text", "60 words"),
    ("two strategies of one key", replaced('"three-looks"', '"say-the-limit"'), "strategies", "key of its own"),
    ("a key with a space", replaced('"three-looks"', '"three looks"'), "strategies[3].key", "hyphens"),
    ("one example", without('  { situation = "I plan', "]\n"), "strategies[1].if_then", "2 examples"),
    ("an occasion some day", replaced('"next Monday"', '"soon"'), "strategies[1].if_then[1].occasion", "five working"),
    ("a tip on another day", replaced("day = 16", "day = 17"), "tips", "2, 9, 16, 35"),
    ("a long tip", replaced('"Who has heard', f'"{LONG} Who has'), "tips[1].text", "40 words"),
    ("four questions", without('  "What did you do with the time?', "]\n"), "reflect_questions", "5 questions"),
    ("no question", replaced("What did you do with the time?", "Say it all."), "reflect_questions[5]", "question"),
    ("one source", without("[[sources]]", '[[sources]]\ntext = "The three'), "sources", "2 to 6"),
    ("a practice of two months", replaced("days = 24", "days = 60"), "timing.practice_days", "21 to 28"),
]
DOCUMENTS: list[tuple[str, Edit, str, str]] = [
    ("a long page", added(LONG), "page-1.md", "350 words"),
    ("a long card", added(LONG), "card.md", "90 words"),
    ("a long case", added(LONG + "?"), "case-2.md", "150 words"),
    ("a moral", added("\nIn the end, trust is all.\n"), "case-1.md", "question"),
    ("a page that always holds", replaced("## When not to", "## At last"), "page-2.md", "When not to"),
    ("a page in one piece", lambda text: text.replace("## ", "**"), "page-2.md", "sections"),
    ("five prompts", without("6. What", "?"), "worksheet.md", "6 prompts"),
    ("an hour to read", added("\nAsk them now." * 600), "worksheet.md", "Cut it to 10 minutes of reading."),
    ("a link that anybody could change", added("\n[see](http://example.org)\n"), "page-1.md", "https"),
    ("a link to nothing", added("\n[see](page-3.md)\n"), "page-1.md", "file of this module"),
    ("a picture", added("\n![us](https://example.org/us.png)\n"), "page-1.md", "picture"),
    ("HTML", added("\n<b>now</b>\n"), "card.md", "Markdown"),
    ("a page for scholars", lambda _: f"# T\n\n{HARD}\n\n## A\n\n## When not to\n", "page-1.md", "shorter words"),
]
BROKEN = [
    *((name, TOML, edit, place, remedy) for name, edit, place, remedy in SETTINGS),
    *((name, place, edit, place, remedy) for name, edit, place, remedy in DOCUMENTS),
]


@pytest.mark.parametrize(
    ("file", "edit", "place", "remedy"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN]
)
def test_what_breaks_a_rule_is_named_with_its_place_and_a_remedy(
    tmp_path: Path, file: str, edit: Edit, place: str, remedy: str
) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, file, edit)

    found = [one for one in problems_of(folder) if one.field.removeprefix("module.toml: ") == place]

    assert remedy in " ".join(one.remedy for one in found)
    assert {one.severity for one in found} == {"error"}


DOUBTFUL: list[tuple[str, Edit, str]] = [
    ("jargon", added("\nUse leverage.\n"), "leverage"),
    ("war", added("\nPick your battle.\n"), "battle"),
    ("proof without a work", added("\nStudies show it.\n"), "Studies show"),
    ("a sentence without end", added("\nAnd" + " so on and on" * 10 + ".\n"), "And so on"),
]


@pytest.mark.parametrize(("edit", "found"), [row[1:] for row in DOUBTFUL], ids=[row[0] for row in DOUBTFUL])
def test_manners_are_warned_about_and_break_nothing(tmp_path: Path, edit: Edit, found: str) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "page-1.md", edit)

    problems = problems_of(folder)

    assert [(one.field, one.severity) for one in problems] == [("page-1.md", "warning")]
    assert problems[0].found.startswith(found)


def test_links_to_the_same_module_and_to_safe_addresses_are_fine(tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "page-1.md", added("\n[The card](card.md), [the law](https://example.org).\n"))

    assert problems_of(folder) == ()


def test_errors_come_before_warnings(tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "page-1.md", added("\nUse leverage.\n"))
    change(folder, "page-2.md", added("\n<b>now</b>\n"))

    assert [one.severity for one in problems_of(folder)] == ["error", "warning"]


def test_english_rules_are_left_out_for_another_language(tmp_path: Path) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, "module.toml", replaced('id = "delegation"', 'id = "delegation"\nlanguage = "de"'))
    change(folder, "page-1.md", replaced("## When not to", "## Wann nicht"))

    assert problems_of(folder) == ()


@pytest.mark.parametrize(
    ("file", "edit", "found"),
    [
        (TOML, without('  { situation = "I plan', "]\n"), "1 example"),
        ("worksheet.md", lambda text: text + "\n7. What else?\n", "7 prompts"),
    ],
)
def test_one_of_a_thing_is_said_in_the_singular(tmp_path: Path, file: str, edit: Edit, found: str) -> None:
    folder = copy_of("delegation", tmp_path)
    change(folder, file, edit)

    assert found in [one.found for one in problems_of(folder)]
