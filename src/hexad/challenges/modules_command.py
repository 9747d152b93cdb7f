"""``hexad modules check [FOLDER...]``: whether learning modules can be read, and keep to their limits."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from hexad.answers import Answer
from hexad.challenges.lint import lint
from hexad.challenges.module import SETTINGS, Module, ModuleError, read_module
from hexad.challenges.reading import count_words, reading_ease
from hexad.problems import HexadError, Problem


class FolderError(HexadError):
    """No module where one was looked for."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("action", choices=["check"], help="check: read each module and list what is wrong with it")
    parser.add_argument(
        "folders", nargs="*", type=Path, metavar="FOLDER",
        help="a module, or a folder of modules; without any, those that come with Hexad",
    )  # fmt: skip


def run(arguments: argparse.Namespace) -> Answer:
    """Check each; raises ``FolderError`` where there is none."""
    found = [_check(folder) for folder in _modules_in(arguments.folders)]
    problems = [replace(problem, field=f"{one.folder}/{problem.field}") for one in found for problem in one.problems]
    errors = sum(one.errors for one in found)
    return Answer(
        data={"modules": [one.as_json() for one in found], "errors": errors},
        header=("module", "version", "words", "reading ease", "errors", "warnings"),
        table=[one.as_row() for one in found],
        summary=f"{len(found)} modules, {errors} errors, {len(problems) - errors} warnings",
        problems=problems,
    )


@dataclass(frozen=True, slots=True)
class Checked:
    """One folder with what was found; ``module`` is None where it cannot be read."""

    folder: str
    module: Module | None
    problems: Sequence[Problem]

    @property
    def errors(self) -> int:
        """How many problems are errors."""
        return sum(problem.severity == "error" for problem in self.problems)

    @property
    def text(self) -> str:
        """All documents in one."""
        return "\n".join(one.body for one in self.module.documents) if self.module else ""

    def as_json(self) -> dict[str, Any]:
        """Return the keys of the answer."""
        module, text = self.module, self.text
        return {
            "folder": self.folder,
            "id": module.id if module else "",
            "title": module.title if module else "",
            "version": module.version if module else 0,
            "words": count_words(text),
            "reading_ease": reading_ease(text) if module else None,
            "problems": [problem.as_json() for problem in self.problems],
        }

    def as_row(self) -> list[str]:
        """Return a line of the table."""
        values = self.as_json()
        ease = "" if self.module is None else f"{values['reading_ease']:.0f}"
        counts = [str(self.errors), str(len(self.problems) - self.errors)]
        return [self.folder, str(values["version"] or ""), str(values["words"] or ""), ease, *counts]


def _check(folder: Traversable) -> Checked:
    try:
        module = read_module(folder)
    except ModuleError as error:
        return Checked(folder.name, None, error.problems)
    return Checked(folder.name, module, lint(module, folder.name))


def _modules_in(folders: Sequence[Path]) -> list[Traversable]:
    wanted: Sequence[Traversable] = folders or [resources.files("hexad.challenges").joinpath("modules")]
    return [one for folder in wanted for one in modules_under(folder)]


def modules_under(folder: Traversable) -> list[Traversable]:
    """The folder itself where it is a module, else the modules in it by name."""
    if not folder.is_dir():
        raise FolderError(f"{folder} is not a folder.")
    path: Traversable = folder.resolve() if isinstance(folder, Path) else folder  # "." has no name
    if path.joinpath(SETTINGS).is_file():
        return [path]
    inside = [one for one in path.iterdir() if one.is_dir() and one.joinpath(SETTINGS).is_file()]
    if not inside:
        raise FolderError(f"{folder} holds no module: a module is a folder with a file {SETTINGS}.")
    return sorted(inside, key=lambda one: one.name)
