from pathlib import Path

from hexad.formation.reference import reference

PAGE = Path(__file__).parents[3] / "docs" / "formation.md"


def test_the_page_lists_every_key_of_a_rules_file_as_the_catalogue_has_it() -> None:
    assert reference() in PAGE.read_text(encoding="utf-8"), "Write it anew: python -m hexad.formation.reference"
