"""A module of our own in a folder, to be broken in one place at a time."""

import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

SHIPPED = resources.files("hexad.challenges").joinpath("modules")
Edit = Callable[[str], str]


def copy_of(name: str, to: Path) -> Path:
    with resources.as_file(SHIPPED.joinpath(name)) as folder:
        return Path(shutil.copytree(folder, to / name))


def change(folder: Path, file: str, edit: Edit) -> None:
    path = folder / file
    before = path.read_text(encoding="utf-8")
    after = edit(before)
    assert after != before, f"nothing was changed in {file}"
    path.write_text(after, encoding="utf-8")


def replaced(old: str, new: str) -> Edit:
    return lambda text: text.replace(old, new, 1)


def added(more: str) -> Edit:
    return lambda text: text + more


def without(start: str, end: str) -> Edit:
    """Take out from the first ``start`` up to the ``end`` after it."""

    def edit(text: str) -> str:
        head, _, rest = text.partition(start)
        _, _, tail = rest.partition(end)
        return head + end + tail

    return edit
