import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text()


def table_after(heading: str) -> list[list[str]]:
    section = README.split(f"## {heading}", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


PATHS = [path for _, where in table_after("Where do I change ...?") for path in re.findall(r"`([^`]+/[^`]*)`", where)]
LINKS = re.findall(r"\]\(([^)#]+)\)", README)


@pytest.mark.parametrize("path", PATHS)
def test_every_path_of_the_map_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("link", LINKS)
def test_every_link_of_the_readme_leads_somewhere(link: str) -> None:
    assert (ROOT / link).exists()


def test_the_readme_answers_all_seven_challenges() -> None:
    assert len(table_after("Seven challenges, and what Hexad does about each")) == 7


def test_the_map_covers_every_capability_of_the_library() -> None:
    capabilities = {path.name for path in (ROOT / "src/hexad").iterdir() if (path / "__init__.py").exists()}
    named = {path.split("/")[2] for path in PATHS if path.startswith("src/hexad/") and path.count("/") >= 3}
    assert capabilities <= named | {"__pycache__"}


def test_the_readme_names_the_two_commands() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"make ([a-z-]+)", README))
    assert {"demo", "test"} <= named <= targets
