"""Sentences to vectors: a small transformer of BERT's kind, computed with numpy from weights on disk.

Written out here because nothing else is then needed beside the weights: no framework of gigabytes for a hundred
sentences. Each text is computed by itself, so that its vector does not depend on what stands beside it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from hexad.challenges.wordpiece import WordPiece
from hexad.problems import HexadError

Vectors = NDArray[np.float32]
SETTINGS, VOCABULARY, WEIGHTS = "config.json", "tokenizer.json", "model.safetensors"
LONGEST = 256  # pieces; about 180 words, as the model was trained
MOST_HEADER = 2**24  # bytes; that of a model of a hundred megabytes takes ten thousand
KINDS: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2"), "I64": np.dtype("<i8")}


class EncoderError(HexadError):
    """A folder that holds no encoder which can be read here."""


@dataclass(frozen=True, slots=True)
class Encoder:
    """What turns sentences into vectors. Immutable, so that threads may share it."""

    words: WordPiece
    weights: Mapping[str, Vectors]
    layers: int
    heads: int
    tiny: float  # what keeps a division by a spread of zero away

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Meaning as directions: texts that say something alike point alike.

        Returns
        -------
        array of float32
            ``(n, d)``, each row of length one: the product of two is their cosine, -1 to 1.

        Source: Devlin et al., "BERT" (2019); mean of the pieces as in Reimers and Gurevych, "Sentence-BERT" (2019).
        """
        width = self.weights["embeddings.word_embeddings.weight"].shape[1]
        found = np.zeros((len(texts), width), dtype=np.float32)
        for at, text in enumerate(texts):
            found[at] = self._vector(text)
        return found

    def _vector(self, text: str) -> Vectors:
        longest = min(LONGEST, len(self.weights["embeddings.position_embeddings.weight"]))
        state = self._begin(self.words.pieces(text, longest))
        for number in range(self.layers):
            state = self._layer(state, f"encoder.layer.{number}.")
        mean: Vectors = state.mean(axis=0)
        length = float(np.linalg.norm(mean))
        if length:
            mean /= np.float32(length)
        return mean

    def _begin(self, pieces: Sequence[int]) -> Vectors:
        """Each piece as a vector: what it is, where it stands, and that it is of the first text."""
        words, places, kinds = (
            self.weights[f"embeddings.{name}_embeddings.weight"] for name in ("word", "position", "token_type")
        )
        return self._levelled(words[list(pieces)] + places[: len(pieces)] + kinds[0], "embeddings.LayerNorm")

    def _layer(self, state: Vectors, at: str) -> Vectors:
        seen = self._dense(self._attend(state, f"{at}attention.self."), f"{at}attention.output.dense")
        state = self._levelled(state + seen, f"{at}attention.output.LayerNorm")
        thought = self._dense(_bend(self._dense(state, f"{at}intermediate.dense")), f"{at}output.dense")
        return self._levelled(state + thought, f"{at}output.LayerNorm")

    def _attend(self, state: Vectors, at: str) -> Vectors:
        """Each piece looks at all pieces, with several pairs of eyes."""
        asks, keys, values = (self._heads(self._dense(state, at + name)) for name in ("query", "key", "value"))
        scores = asks @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(asks.shape[2]))
        share = np.exp(scores - scores.max(axis=2, keepdims=True))
        share /= share.sum(axis=2, keepdims=True)
        seen: Vectors = (share @ values).transpose(1, 0, 2).reshape(state.shape)
        return seen

    def _heads(self, state: Vectors) -> Vectors:
        return state.reshape(len(state), self.heads, -1).transpose(1, 0, 2)

    def _dense(self, state: Vectors, name: str) -> Vectors:
        made: Vectors = state @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"]
        return made

    def _levelled(self, state: Vectors, name: str) -> Vectors:
        middle = state - state.mean(axis=1, keepdims=True)
        spread = np.sqrt((middle**2).mean(axis=1, keepdims=True) + np.float32(self.tiny))
        level: Vectors = middle / spread * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]
        return level


def _bend(state: Vectors) -> Vectors:
    """GELU: little of what is below zero passes (Hendrycks and Gimpel, 2016)."""
    from scipy.special import erf

    bent: Vectors = state * (np.float32(0.5) * (1 + erf(state / np.float32(np.sqrt(2)))))
    return bent


def read_encoder(folder: Traversable) -> Encoder:
    """Read an encoder from ``config.json``, ``tokenizer.json`` and ``model.safetensors``, in a folder or an archive.

    Raises
    ------
    EncoderError
        Where a file is missing, damaged, or of another kind of model.

    Source: the layout in which such models are commonly published.
    """
    try:
        settings: dict[str, Any] = json.loads(_read(folder, SETTINGS))
        numbers: dict[str, int] = json.loads(_read(folder, VOCABULARY))["model"]["vocab"]
        weights = dict(_tensors(_read(folder, WEIGHTS)))
        return _checked(settings, WordPiece(numbers), weights)
    except (OSError, ValueError, KeyError, TypeError, IndexError, BadZipFile) as error:
        raise EncoderError(f"{folder} holds no encoder that can be read ({error}).") from error


def _read(folder: Traversable, name: str) -> bytes:
    return folder.joinpath(name).read_bytes()


def _checked(settings: dict[str, Any], words: WordPiece, weights: Mapping[str, Vectors]) -> Encoder:
    """One sentence through it shows whether all parts are there and fit each other."""
    if settings.get("hidden_act", "gelu") != "gelu":
        raise ValueError(f"its activation is {settings['hidden_act']}, not gelu")
    encoder = Encoder(
        words=words,
        weights=weights,
        layers=int(settings["num_hidden_layers"]),
        heads=int(settings["num_attention_heads"]),
        tiny=float(settings.get("layer_norm_eps", 1e-12)),
    )
    if not np.isfinite(encoder.embed(["A sentence."])).all():
        raise ValueError("its weights are damaged")
    return encoder


def _tensors(data: bytes) -> Iterator[tuple[str, Vectors]]:
    """Names and arrays of a safetensors file: the length of a JSON header, the header, the data."""
    length = int.from_bytes(data[:8], "little")
    if not 0 < length <= min(MOST_HEADER, len(data) - 8):
        raise ValueError(f"{WEIGHTS} is cut off or of another format")
    header: dict[str, dict[str, Any]] = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    values = memoryview(data)[8 + length :]
    for name, about in header.items():
        begin, end = about["data_offsets"]
        found = np.frombuffer(values[begin:end], dtype=KINDS[about["dtype"]])
        yield name, found.reshape(about["shape"]).astype(np.float32)
