"""Sentences to vectors: the arithmetic held against a second, plain one; pieces of words; files that are no model."""

import json
import math
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.challenges.encoder import Encoder, EncoderError, read_encoder
from hexad.challenges.wordpiece import WordPiece
from tests.hexad.challenges import tiny_model
from tests.hexad.challenges.tiny_model import CONFIG, HEADS, LAYERS, PIECES, WIDTH, safetensors, weights, write_folder

WORDS = WordPiece({piece: at for at, piece in enumerate(PIECES)})


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return read_encoder(write_folder(tmp_path_factory.mktemp("model")))


# -- pieces


def shown(text: str) -> str:
    return " ".join(PIECES[number] for number in WORDS.pieces(text, 32)[1:-1])


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Team, late.", "team [UNK] late ."),
        ("  TEAM\tlate\n", "team late"),
        ("teams", "team ##s"),
        ("Tëam", "team"),
        ("a.b", "a . b"),
        ("te\x00am", "team"),
        ("7", "[UNK]"),
        ("x" * 101, "[UNK]"),
        ("", ""),
        ("晚a", "[UNK] a"),
    ],
)
def test_text_falls_into_the_longest_known_pieces(text: str, pieces: str) -> None:
    assert shown(text) == pieces


@given(st.text(max_size=200), st.integers(2, 20))
def test_any_text_has_a_start_and_an_end_and_no_more_pieces_than_asked(text: str, most: int) -> None:
    found = WORDS.pieces(text, most)
    assert (PIECES[found[0]], PIECES[found[-1]]) == ("[CLS]", "[SEP]")
    assert len(found) <= most


# -- vectors


Rows = list[list[float]]


class Plain:
    """The same once more, number by number, in double precision and without a line of the encoder."""

    def __init__(self) -> None:
        self.tensors: dict[str, Any] = {name: values.astype(float).tolist() for name, values in weights().items()}

    def dense(self, row: list[float], name: str) -> list[float]:
        both = zip(self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"], strict=True)
        return [sum(a * b for a, b in zip(row, one, strict=True)) + more for one, more in both]

    def level(self, row: list[float], name: str) -> list[float]:
        mean = sum(row) / len(row)
        spread = math.sqrt(sum((one - mean) ** 2 for one in row) / len(row) + CONFIG["layer_norm_eps"])
        three = zip(row, self.tensors[f"{name}.weight"], self.tensors[f"{name}.bias"], strict=True)
        return [(one - mean) / spread * scale + more for one, scale, more in three]

    def attend(self, rows: Rows, at: str) -> Rows:
        asks, keys, values = ([self.dense(row, f"{at}{name}") for row in rows] for name in ("query", "key", "value"))
        size = WIDTH // HEADS
        heads = [slice(head * size, (head + 1) * size) for head in range(HEADS)]
        return [list(chain(*(self.look(ask[one], keys, values, one) for one in heads))) for ask in asks]

    def look(self, ask: list[float], keys: Rows, values: Rows, part: slice) -> list[float]:
        scores = [math.exp(float(np.dot(ask, key[part])) / math.sqrt(len(ask))) for key in keys]
        shares = [score / sum(scores) for score in scores]
        return [float(np.dot(shares, column)) for column in zip(*(value[part] for value in values), strict=True)]

    def layer(self, rows: Rows, at: str) -> Rows:
        seen = [self.dense(row, f"{at}attention.output.dense") for row in self.attend(rows, f"{at}attention.self.")]
        rows = [self.level(add(*pair), f"{at}attention.output.LayerNorm") for pair in zip(rows, seen, strict=True)]
        inner = [[bend(one) for one in self.dense(row, f"{at}intermediate.dense")] for row in rows]
        outer = [self.dense(row, f"{at}output.dense") for row in inner]
        return [self.level(add(*pair), f"{at}output.LayerNorm") for pair in zip(rows, outer, strict=True)]

    def vector(self, text: str) -> list[float]:
        parts = [self.tensors[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")]
        begun = [add(parts[0][one], parts[1][at], parts[2][0]) for at, one in enumerate(WORDS.pieces(text, 32))]
        rows = [self.level(row, "embeddings.LayerNorm") for row in begun]
        for number in range(LAYERS):
            rows = self.layer(rows, f"encoder.layer.{number}.")
        mean = [sum(column) / len(rows) for column in zip(*rows, strict=True)]
        return [one / math.sqrt(sum(each**2 for each in mean)) for one in mean]


def add(*rows: list[float]) -> list[float]:
    return [sum(column) for column in zip(*rows, strict=True)]


def bend(one: float) -> float:
    return one / 2 * (1 + math.erf(one / math.sqrt(2)))


@pytest.mark.parametrize("text", ["", "team", "The audit is late.", "late audit team " * 20])
def test_the_arithmetic_is_the_plain_one(encoder: Encoder, text: str) -> None:
    assert encoder.embed([text])[0] == pytest.approx(Plain().vector(text), abs=1e-5)


@given(st.lists(st.text(max_size=40), max_size=5))
def test_each_row_has_length_one_and_hangs_on_its_text_alone(texts: list[str]) -> None:
    encoder = _shared()
    found = encoder.embed(texts)
    assert found.shape == (len(texts), WIDTH)
    assert found.dtype == np.float32
    assert np.linalg.norm(found, axis=1) == pytest.approx(np.ones(len(texts)), abs=1e-5)
    for at, text in enumerate(texts):
        assert (encoder.embed([text])[0] == found[at]).all()


def _shared() -> Encoder:
    return Encoder(words=WORDS, weights=weights(), layers=LAYERS, heads=HEADS, tiny=1e-12)


# -- files

GOOD = tiny_model.files()
BROKEN: dict[str, Callable[[], dict[str, bytes]]] = {
    "no settings": lambda: {"config": b"{"},
    "settings of nothing": lambda: {"config": b"{}"},
    "another activation": lambda: {"config": json.dumps({**CONFIG, "hidden_act": "relu"}).encode()},
    "more layers than weights": lambda: {"config": json.dumps({**CONFIG, "num_hidden_layers": 3}).encode()},
    "heads that do not divide": lambda: {"config": json.dumps({**CONFIG, "num_attention_heads": 3}).encode()},
    "no vocabulary": lambda: {"tokenizer": b"{}"},
    "no start piece": lambda: {"tokenizer": b'{"model": {"vocab": {"a": 0}}}'},
    "pieces without vectors": lambda: {
        "tokenizer": json.dumps({"model": {"vocab": {piece: at + 99 for at, piece in enumerate(PIECES)}}}).encode()
    },
    "empty weights": lambda: {"model": b""},
    "half the weights": lambda: {"model": GOOD["model.safetensors"][: len(GOOD["model.safetensors"]) // 2]},
    "another format": lambda: {"model": b"PK\x03\x04" + b"\xff" * 100},
    "weights of no kind": lambda: {"model": GOOD["model.safetensors"].replace(b'"F32"', b'"Q4" ', 1)},
    "weights that are no numbers": lambda: {
        "model": safetensors({name: np.full_like(values, np.nan) for name, values in weights().items()})
    },
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_is_no_model_is_refused_with_a_sentence(tmp_path: Path, broken: str) -> None:
    folder = write_folder(tmp_path, **BROKEN[broken]())
    with pytest.raises(EncoderError, match="holds no encoder that can be read"):
        read_encoder(folder)


def test_a_folder_without_a_file_is_refused(tmp_path: Path) -> None:
    (write_folder(tmp_path) / "config.json").unlink()
    with pytest.raises(EncoderError, match="holds no encoder"):
        read_encoder(tmp_path)
