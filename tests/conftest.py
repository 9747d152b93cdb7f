"""Fixtures of every test that drives a browser; the library's own tests run from tests/hexad and never load this."""

from tests.browser import axe_clean, browser, page_at, save_screenshot, sign_in

__all__ = ["axe_clean", "browser", "page_at", "save_screenshot", "sign_in"]
