"""What a journey does beside the running product, in its database: one process, which answers each call with a line.

Starting Python and Django anew for each call would take two seconds, and a journey calls some thirty times.
"""

import importlib
import json
import subprocess
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self


class Beside:
    """``beside(function, *arguments)`` runs a function of a module of the tests there; all are JSON, its answer too."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.communicate(timeout=60)  # its input ends, and so does it

    def __call__(self, function: Callable[..., object], *arguments: object) -> Any:  # noqa: ANN401  # whatever it answers
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([function.__module__, function.__name__, arguments]) + "\n")
        process.stdin.flush()
        answer = process.stdout.readline()
        assert answer, f"{function.__name__} failed beside the product"
        return json.loads(answer)

    def _start(self) -> "subprocess.Popen[str]":
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self._process


def main() -> None:
    import django

    django.setup()
    for line in sys.stdin:
        module, name, arguments = json.loads(line)
        answer = getattr(importlib.import_module(module), name)(*arguments)
        sys.stdout.write(json.dumps(answer, default=str) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
