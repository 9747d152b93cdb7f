"""Fixtures for tests that drive a browser or start the product; those in tests/hexad never load this."""

from pathlib import Path

import pytest

from tests.browser import axe_clean, browser, page_at, save_screenshot, sign_in
from tests.migrated import migrated

__all__ = ["axe_clean", "browser", "migrated", "page_at", "save_screenshot", "sign_in"]


LONG = ("test_random_organisations.py", "test_budget.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: begun last, one would run alone at the end while the other cores wait."""
    items.sort(key=lambda item: place_of(item.path))


def place_of(file: Path) -> int:
    is_of = ("journeys" in file.parts, "walks" in file.parts, file.name in LONG, "browser" in file.name)
    return is_of.index(True) if any(is_of) else len(is_of)
