"""What practice takes from the group's module: its strategies and its tips. Without a module there are none."""

from collections.abc import Sequence
from typing import Protocol

from hexad_web.sessions.models import Session
from hexad_web.sessions.queries import cycle_module


class Example(Protocol):
    """A plan as an example: when, what, and for the first time on which occasion."""

    @property
    def situation(self) -> str: ...
    @property
    def behaviour(self) -> str: ...
    @property
    def occasion(self) -> str: ...


class Named(Protocol):
    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def if_then(self) -> Sequence[Example]: ...


class Dated(Protocol):
    @property
    def day(self) -> int: ...
    @property
    def text(self) -> str: ...


class TopicModule(Protocol):
    """The part of ``hexad.challenges.module.Module`` that practice reads."""

    @property
    def id(self) -> str: ...
    @property
    def version(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def strategies(self) -> Sequence[Named]: ...
    @property
    def tips(self) -> Sequence[Dated]: ...


def module_of(session: Session) -> TopicModule | None:
    found: TopicModule | None = cycle_module.module_of(session)
    return found


def strategies_of(session: Session) -> Sequence[Named]:
    module = module_of(session)
    return module.strategies if module else ()


def titles_of(module: TopicModule | None) -> list[tuple[str, str]]:
    """Key and title of each strategy."""
    return [(one.key, one.title) for one in module.strategies] if module else []


def tips_of(module: TopicModule | None) -> dict[int, str]:
    """By day after explore."""
    return {tip.day: tip.text for tip in module.tips} if module else {}


Cycle = tuple[int, str, str, int]


def cycle_of(session: Session) -> Cycle:
    """What decides about the module of an explore session: groups that share all of it share the module."""
    return (session.organisation_id, session.group.topic, session.module, session.module_version)


def by_cycle(sessions: Sequence[Session]) -> dict[Cycle, TopicModule | None]:
    """Each module is looked up once, for however many groups."""
    one_each = {cycle_of(session): session for session in sessions}
    return {key: module_of(session) for key, session in one_each.items()}
