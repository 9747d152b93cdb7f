"""Measuring in a process of its own: nothing is warm, and its memory is its own."""

import importlib
import json
import resource
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
STATUS = Path("/proc/self/status")
MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Measured:
    """What a function answered in its process, and the most memory that this process held, in MB."""

    answer: Any
    peak: float


def measure(function: str, environment: dict[str, str] | None = None, **arguments: object) -> Measured:
    """Call ``package.module:function`` with plain arguments in a new process."""
    command = [sys.executable, "-m", "benchmarks.children", function, json.dumps(arguments)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)
    if done.returncode:
        raise RuntimeError(f"{function} ended with {done.returncode}:\n{done.stderr}")
    found = json.loads(done.stdout.splitlines()[-1])
    return Measured(found["answer"], found["peak"])


def peak_memory() -> float:
    """Return the most memory that this process has held so far, in MB.

    Linux hands ``ru_maxrss`` on from the process that started this one, so there its own high-water mark is read.
    """
    if STATUS.exists():
        lines = STATUS.read_text(encoding="utf-8").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024 / MEGABYTE
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / MEGABYTE if sys.platform == "darwin" else held * 1024 / MEGABYTE


def main() -> None:
    """Answer one call, as :func:`measure` makes it."""
    module, _, name = sys.argv[1].partition(":")
    answer = getattr(importlib.import_module(module), name)(**json.loads(sys.argv[2]))
    print(json.dumps({"answer": answer, "peak": peak_memory()}))


if __name__ == "__main__":
    main()
