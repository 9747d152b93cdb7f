"""Fixtures for tests that drive a browser or start the product; those in tests/hexad never load this."""

import pytest

from tests.browser import axe_clean, browser, page_at, save_screenshot, sign_in
from tests.migrated import migrated

__all__ = ["axe_clean", "browser", "migrated", "page_at", "save_screenshot", "sign_in"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: begun last, one would run alone at the end while the other cores wait."""
    items.sort(key=lambda item: ("journeys" not in item.path.parts, "browser" not in item.path.name))
