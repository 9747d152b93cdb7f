"""A real encoder of eight numbers and two layers with weights by lot, as an archive like the one that is installed."""

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hexad.challenges.meaning import ARCHIVE, PACKAGE

Weights = dict[str, NDArray[np.float32]]
WIDTH, INNER, HEADS, LAYERS, PLACES = 8, 16, 2, 2, 32
LETTERS = [chr(number) for number in range(ord("a"), ord("z") + 1)]
PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "team", "late", "audit", ".", *LETTERS, *[f"##{one}" for one in LETTERS]]
CONFIG: dict[str, Any] = {
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
    "num_attention_heads": HEADS,
    "num_hidden_layers": LAYERS,
}


def weights() -> Weights:
    """Of every layer, under the names that such models have."""
    draw = np.random.default_rng(6)

    def matrix(*shape: int) -> NDArray[np.float32]:
        return draw.normal(0, 0.5, shape).astype(np.float32)

    found = {
        "embeddings.word_embeddings.weight": matrix(len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": matrix(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": matrix(2, WIDTH),
    }
    shapes = {
        "attention.output.dense": (WIDTH, WIDTH),
        "intermediate.dense": (INNER, WIDTH),
        "output.dense": (WIDTH, INNER),
    }
    shapes |= {f"attention.self.{name}": (WIDTH, WIDTH) for name in ("query", "key", "value")}
    levels = ["embeddings.LayerNorm"]
    for layer in range(LAYERS):
        at = f"encoder.layer.{layer}."
        levels += [f"{at}attention.output.LayerNorm", f"{at}output.LayerNorm"]
        found |= {f"{at}{name}.weight": matrix(*shape) for name, shape in shapes.items()}
        found |= {f"{at}{name}.bias": matrix(shape[0]) for name, shape in shapes.items()}
    found |= {f"{name}.weight": 1 + matrix(WIDTH) / 4 for name in levels}
    return found | {f"{name}.bias": matrix(WIDTH) for name in levels}


def safetensors(tensors: Weights) -> bytes:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, values in tensors.items():
        raw = values.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    head = json.dumps(header).encode()
    return len(head).to_bytes(8, "little") + head + data


def files() -> dict[str, bytes]:
    vocabulary = {"model": {"vocab": {piece: at for at, piece in enumerate(PIECES)}}}
    return {
        "config.json": json.dumps(CONFIG).encode(),
        "tokenizer.json": json.dumps(vocabulary).encode(),
        "model.safetensors": safetensors(weights()),
    }


def write_folder(folder: Path, **changed: bytes) -> Path:
    """The files of a model in a folder; ``config``, ``tokenizer`` and ``model`` replace one."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files().items():
        (folder / name).write_bytes(changed.get(name.partition(".")[0], content))
    return folder


def install(place: Path) -> Path:
    """A package as it lies in an environment, whose code must not run; returns its archive."""
    package = place / PACKAGE
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise RuntimeError('its code was run')")
    with zipfile.ZipFile(package / ARCHIVE, "w") as archive:
        for name, content in files().items():
            archive.writestr(name, content)
    return package / ARCHIVE
