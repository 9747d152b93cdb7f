"""A module as a .zip: what goes out comes back the same; whatever else comes in is refused with a remedy."""

import io
import struct
import time
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.challenges import packing
from hexad.challenges.lint import examine, lint
from hexad.challenges.module import Module, ModuleError, load_modules, read_parts
from hexad.challenges.packing import FILES, files_of, pack, parts_of, unpack
from hexad.problems import Problem
from tests.hexad.challenges.written import modules

DELEGATION = next(module for module in load_modules() if module.id == "delegation")
PLAIN = {f"delegation/{name}": text.encode() for name, text in files_of(DELEGATION).items()}


def archive_of(files: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def problems_of(data: bytes) -> tuple[Problem, ...]:
    with pytest.raises(ModuleError) as refused:
        unpack(data)
    return refused.value.problems


def remedies_of(data: bytes) -> dict[str, str]:
    return {one.field: one.remedy for one in problems_of(data)}


@given(module=modules)
@settings(max_examples=30, deadline=None)
def test_what_is_packed_comes_back_as_the_identical_module(module: Module) -> None:
    assert unpack(pack(module)) == module


@given(module=modules)
@settings(max_examples=30, deadline=None)
def test_what_an_editor_keeps_comes_back_as_the_identical_module(module: Module) -> None:
    read = read_parts(parts_of(module))

    assert read.module == module
    assert read.problems == ()


@pytest.mark.parametrize("module", load_modules(), ids=[module.id for module in load_modules()])
def test_every_module_that_ships_comes_back_the_same_and_as_good(module: Module) -> None:
    back = unpack(pack(module))

    assert back == module
    assert lint(back, module.id) == ()


def test_the_same_module_is_the_same_bytes() -> None:
    assert pack(DELEGATION) == pack(replace(DELEGATION))


def test_files_may_lie_in_a_folder_or_in_none_and_beside_what_systems_add() -> None:
    flat = {name.removeprefix("delegation/"): data for name, data in PLAIN.items()}
    clutter = {"__MACOSX/delegation/._card.md": b"x", "delegation/.DS_Store": b"x", "delegation/": b""}

    assert unpack(archive_of(flat)) == DELEGATION
    assert unpack(archive_of({**clutter, **PLAIN})) == DELEGATION


def test_a_file_with_a_byte_order_mark_and_lines_of_windows_is_read() -> None:
    windows = {name: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") for name, data in PLAIN.items()}

    assert unpack(archive_of(windows)) == DELEGATION


@pytest.mark.parametrize("data", [b"", b"PK", b"not an archive", b"PK\x05\x06" + b"\0" * 10, b"\x1f\x8b" + b"\0" * 99])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    assert remedies_of(data) == {"archive": "Choose a .zip file."}


def test_a_large_file_is_refused_unread() -> None:
    assert "smaller" in remedies_of(b"x" * (packing.LARGEST_ARCHIVE + 1))["archive"]


@pytest.mark.parametrize(
    "name",
    [
        "../card.md",
        "/card.md",
        "delegation/../card.md",
        "delegation\\card.md",
        "./card.md",
        "a//card.md",
        "C:\\card.md",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    rest = {key: data for key, data in PLAIN.items() if key != "delegation/card.md"}

    assert remedies_of(archive_of({**rest, name: b"# T\n\nx"}))[name] in {
        "Give this file a plain name.",
        f"Take this out: a module is one folder with {', '.join(FILES)}.",
    }


@pytest.mark.parametrize("name", ["delegation/extra.md", "delegation/inner/card.md", "run.exe", "delegation/more.zip"])
def test_a_file_that_is_no_part_of_a_module_is_refused(name: str) -> None:
    assert remedies_of(archive_of({**PLAIN, name: b"x"})) == {
        name: f"Take this out: a module is one folder with {', '.join(FILES)}."
    }


def test_two_folders_and_a_file_twice_are_refused() -> None:
    found = remedies_of(archive_of({**PLAIN, "other/card.md": b"# T\n\nx"}))

    assert found == {
        "other/card.md": "Keep one file of this name.",
        "archive": "Put the files of one module into one folder.",
    }


def test_a_bomb_is_not_unpacked() -> None:
    bomb = archive_of({**PLAIN, "delegation/page-1.md": b"# T\n\n" + b"a" * 40_000_000})
    assert len(bomb) < packing.LARGEST_ARCHIVE
    tracemalloc.start()
    found = remedies_of(bomb)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == {"delegation/page-1.md": "Cut this file: it is too long for a module."}
    assert peak < 5_000_000


@pytest.mark.parametrize("mark", ["[", "<a", "\n"])
def test_a_text_without_end_is_not_looked_at_any_further(mark: str) -> None:
    """Also where its marks would keep the linter busy for minutes."""
    text = f"# T\n\nx{mark * (90_000 // len(mark))}x"

    assert remedies_of(archive_of({**PLAIN, "delegation/page-1.md": text})) == {
        "page-1.md": "Cut it to 10000 characters."
    }


@pytest.mark.parametrize("mark", ["[", "<a", "\n"])
def test_the_longest_text_that_is_read_is_checked_in_a_moment(mark: str) -> None:
    parts = parts_of(DELEGATION)
    parts["documents"]["page-1"]["body"] = f"x{mark * (9_900 // len(mark))}x"
    began = time.process_time()
    examine(parts)

    assert time.process_time() - began < 3


def test_a_size_that_is_a_lie_is_found_out() -> None:
    honest = archive_of({**PLAIN, "delegation/page-1.md": b"a" * 150_000})
    lie = honest.replace(struct.pack("<L", 150_000), struct.pack("<L", 10))

    assert "delegation/page-1.md" in remedies_of(lie)


def test_many_files_are_not_read_one_by_one() -> None:
    many = archive_of({**PLAIN, **{f"delegation/{number}.md": b"x" for number in range(3000)}})

    assert remedies_of(many) == {"archive": f"Leave only the {len(FILES)} files of the module in it."}


def link(info: zipfile.ZipInfo) -> None:
    info.external_attr = 0o120777 << 16


def secret(info: zipfile.ZipInfo) -> None:
    info.flag_bits |= 1


def lzma(info: zipfile.ZipInfo) -> None:
    info.compress_type = zipfile.ZIP_LZMA


@pytest.mark.parametrize(("mark", "remedy"), [(link, "not a link"), (lzma, "deflate")])
def test_links_and_unusual_packing_are_refused(mark: Callable[[zipfile.ZipInfo], None], remedy: str) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, data in PLAIN.items():
            info = zipfile.ZipInfo(name)
            if name.endswith("card.md"):
                mark(info)
            archive.writestr(info, data)

    assert remedy in remedies_of(held.getvalue())["delegation/card.md"]


def test_a_password_is_refused() -> None:
    data = bytearray(archive_of(PLAIN))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1  # the flag in the directory

    assert "password" in remedies_of(bytes(data))["delegation/module.toml"]


def test_every_problem_is_told_at_once_and_a_refused_file_is_not_missing() -> None:
    files = {key: data for key, data in PLAIN.items() if not key.endswith(("case-2.md", "card.md"))}
    broken = PLAIN["delegation/module.toml"].replace(b'title = "Delegation"', b'title = ""')
    found = remedies_of(archive_of({**files, "delegation/module.toml": broken, "delegation/x/card.md": b"x"}))

    assert set(found) == {"delegation/x/card.md", "case-2.md", "module.toml: title"}


@given(
    cuts=st.lists(st.tuples(st.integers(0, 20_000), st.binary(min_size=1, max_size=4)), min_size=1, max_size=4),
    end=st.integers(1, 20_000),
)
@settings(max_examples=80, deadline=None)
def test_damaged_archives_are_refused_in_words_or_read_as_they_were(cuts: list[tuple[int, bytes]], end: int) -> None:
    data = bytearray(pack(DELEGATION))
    for at, new in cuts:
        data[at % len(data) : at % len(data) + len(new)] = new
    with suppress(ModuleError):
        unpack(bytes(data[: max(end, len(data) // 2)]))
