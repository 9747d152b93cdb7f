"""Fixtures of every test that drives a browser; the library's own tests run from tests/hexad and never load this."""

import pytest

from tests.browser import axe_clean, browser, page_at, save_screenshot, sign_in

__all__ = ["axe_clean", "browser", "page_at", "save_screenshot", "sign_in"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: begun last, one would run alone at the end while the other cores wait."""
    items.sort(key=lambda item: ("journeys" not in item.path.parts, "browser" not in item.path.name))
