"""``python -m benchmarks``: lists the benchmarks and runs them, each in a process of its own."""

import argparse
import ast
import importlib
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

from benchmarks.effort import Effort
from benchmarks.machine import describe
from benchmarks.product import product
from benchmarks.tables import Table

HERE = Path(__file__).parent
FOLDERS = ("quality", "speed")
ON_THE_PRODUCT = frozenset({"speed.pages", "speed.invitations", "speed.report", "speed.results"})


def names() -> list[str]:
    """Return the name of every benchmark: a module of ``quality`` or ``speed``."""
    files = (file for folder in FOLDERS for file in sorted((HERE / folder).glob("[a-z]*.py")))
    return [f"{file.parent.name}.{file.stem}" for file in files]


def title_of(name: str) -> str:
    """Return the first line of its module, which is not imported for that: some need a product."""
    folder, _, module = name.partition(".")
    source = (HERE / folder / f"{module}.py").read_text(encoding="utf-8")
    return (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]


def measure(name: str, effort: Effort) -> Table:
    """Run one benchmark, on a product of its own where it needs one."""
    with product() if name in ON_THE_PRODUCT else nullcontext():
        table: Table = importlib.import_module(f"benchmarks.{name}").run(effort)
        return table


def main(words: list[str] | None = None) -> int:
    """Return 0, or 1 where a benchmark did not come to its end."""
    arguments = _parser().parse_args(words)
    chosen = arguments.names or names()
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        sys.stderr.write(f"There is no benchmark {', '.join(unknown)}; there are {', '.join(names())}.\n")
        return 2
    if arguments.list:
        print("\n".join(f"{name:22} {title_of(name)}" for name in chosen))
        return 0
    if len(chosen) > 1:
        options = sys.argv[1:] if words is None else words
        return max([_in_a_process(name, [word for word in options if word not in chosen]) for name in chosen])
    effort = Effort(short=arguments.short, seeds=arguments.seeds, rows=arguments.rows)
    print(f"== {chosen[0]}{' (short: its figures mean nothing)' if effort.short else ''}\n{describe()}\n", flush=True)
    print(measure(chosen[0], effort), flush=True)
    return 0


def _in_a_process(name: str, options: list[str]) -> int:
    """What one benchmark compiled, cached or held must not be another one's head start."""
    return subprocess.run([sys.executable, "-m", "benchmarks", name, *options], check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Quality and speed, as ratios.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as quality.can_meet; all, when none is named")
    parser.add_argument("--list", action="store_true", help="only list them")
    parser.add_argument("--short", action="store_true", help="seconds instead of minutes; the figures mean nothing")
    parser.add_argument("--seeds", type=int, default=5, help="repetitions where there are any (5)")
    parser.add_argument("--rows", type=int, help="only the first rows of a table")
    return parser


if __name__ == "__main__":
    sys.exit(main())
