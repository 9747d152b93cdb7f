from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pytest
from django.utils import timezone

from hexad_web.formation.models import Group
from hexad_web.practice.queries import modules
from hexad_web.sessions.models import Session
from tests.hexad_web.practice.cast import DURING, add_session
from tests.hexad_web.scheduling.conftest import formation_run, group, make_group

__all__ = ["formation_run", "group", "make_group"]

SetClock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """Pages read this time, whenever the tests run; at first the last part of explore."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    at(DURING)
    return at


@dataclass(frozen=True)
class Tip:
    day: int
    text: str


@dataclass(frozen=True)
class Example:
    situation: str
    behaviour: str
    occasion: str


@dataclass(frozen=True)
class Strategy:
    key: str
    title: str
    if_then: tuple[Example, ...] = (Example("somebody brings a problem", "I ask what they tried", "tomorrow"),)


@dataclass(frozen=True)
class FakeModule:
    """What practice takes from a module, with words that are found again on a page."""

    id: str = "delegation"
    title: str = "Delegation"
    language: str = "en"
    strategies: tuple[Strategy, ...] = (Strategy("one-ask", "Ask one question first"), Strategy("wait", "Wait a day"))
    tips: tuple[Tip, ...] = (Tip(2, "Tip of day two"), Tip(9, "Tip of day nine"), Tip(16, "Tip of day sixteen"))


@pytest.fixture(autouse=True)
def module(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(modules, "module_of", lambda _session: FakeModule())


@pytest.fixture
def running(group: Group) -> Session:
    return add_session(group, state="running")


@pytest.fixture
def explored(group: Group) -> Session:
    return add_session(group, state="held")


@pytest.fixture
def reflecting(explored: Session) -> Session:
    return add_session(explored.group, "reflect", "running")
