"""A whole organisation in which the participant has written something everywhere."""

from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from tests.examples import NOW
from tests.hexad_web.walks.world import World, build_world


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture(autouse=True)
def own_ledger(settings: LazySettings, tmp_path: Path) -> Path:
    """No test reads the ledger of another."""
    settings.DATA_DIR = tmp_path
    return tmp_path / "erasures.jsonl"


@pytest.fixture
def world(db: None) -> World:
    return build_world("Acme", "acme")
