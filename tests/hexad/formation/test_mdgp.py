"""``hexad mdgp``: instances of the literature, their sizes, and what is refused."""

import gzip
import json
import random
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.cli import main
from hexad.formation.budget import searches_of
from hexad.formation.diverse import most_diverse
from hexad.formation.errors import FormationError
from hexad.formation.instances import read_instance, sizes_within

Printed = pytest.CaptureFixture[str]
HEAD = "6 2 ds 2 4 2 4"


def lines_of(people: int = 6, head: str = HEAD) -> list[str]:
    draw = random.Random(3)
    return [head, *(f"{i} {j} {draw.randint(0, 9999) / 1000:.3f}" for i, j in combinations(range(people), 2))]


def written(folder: Path, lines: list[str], name: str = "one.txt") -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="ascii")
    return path


def answer(capsys: Printed, *words: str) -> dict[str, object]:
    assert main(["mdgp", *words, "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.parametrize("sweeps", [7, 250, 900, 12_345])
def test_a_run_is_repeated_by_the_sweeps_that_it_returned(sweeps: int) -> None:
    distance = np.triu(np.random.default_rng(4).integers(1, 100, (24, 24)), 1)
    distance = distance + distance.T
    first = most_diverse(distance, (6,) * 4, seed=3, limit=1, sweeps=sweeps)
    again = most_diverse(distance, (6,) * 4, seed=3, limit=99, sweeps=first.sweeps)
    assert (again.sweeps, again.groups, again.objective) == (first.sweeps, first.groups, first.objective)


@given(sweeps=st.integers(1, 3_000_000), people=st.integers(4, 2_500))
def test_sweeps_are_split_the_same_way_again(sweeps: int, people: int) -> None:
    searches, each = searches_of(sweeps, people)
    assert searches_of(searches * each, people) == (searches, each)
    assert 0 <= sweeps - searches * each < searches


def test_the_answer_has_the_keys_that_others_rely_on_and_adds_up(tmp_path: Path, capsys: Printed) -> None:
    lines = lines_of()
    found = answer(capsys, str(written(tmp_path, lines)), "--sweeps", "50")
    assert set(found) >= {"groups", "objective", "sweeps", "stopped"}
    groups = found["groups"]
    assert sorted(one for group in groups for one in group) == list(range(6))  # type: ignore[attr-defined]
    distance = {tuple(map(int, line.split()[:2])): float(line.split()[2]) for line in lines[1:]}
    total = sum(distance[pair] for group in groups for pair in combinations(group, 2))  # type: ignore[attr-defined]
    assert found["objective"] == pytest.approx(total, abs=1e-9)


def test_a_packed_file_and_the_same_seed_give_the_same_bytes(tmp_path: Path, capsys: Printed) -> None:
    plain = written(tmp_path, lines_of())
    packed = tmp_path / "one.txt.gz"
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert answer(capsys, str(plain), "--sweeps", "9") == answer(capsys, str(packed), "--sweeps", "9")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "empty"),
        (["6 2 xs 2 4 2 4"], "Line 1"),
        (["6 2 ds 2 4"], "Line 1"),
        (["99999999 2 ds 2 4 2 4"], "Line 1"),
        (["6 2 ds 5 4 2 4"], "larger than its upper"),
        (["6 2 ss 2 2 2 2"], "cannot hold 6"),
        ([HEAD, "0 1"], "Line 2"),
        ([HEAD, "0 6 1.5"], "Line 2"),
        ([HEAD, "", "1 1 1.5"], "Line 3"),
        ([HEAD, "0 1 nan"], "Line 2"),
        ([HEAD, "0 1 inf"], "Line 2"),
        ([HEAD, "0 1 2", "1 0 2"], "two lines"),
        ([HEAD, "0 1 0.12345678"], "decimal places"),
    ],
)
def test_what_is_no_instance_is_refused_with_its_line(
    tmp_path: Path, capsys: Printed, lines: list[str], said: str
) -> None:
    path = written(tmp_path, lines) if lines else tmp_path / "empty.txt"
    path.touch()
    assert main(["mdgp", str(path)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("limit", ["0", "-1", "nan", "inf"])
def test_a_limit_that_is_no_time_is_refused(tmp_path: Path, capsys: Printed, limit: str) -> None:
    assert main(["mdgp", str(written(tmp_path, lines_of())), "--limit", limit]) == 2
    assert "more than no time" in capsys.readouterr().err


def test_a_broken_archive_and_other_bytes_are_refused(tmp_path: Path) -> None:
    cut = tmp_path / "cut.txt.gz"
    cut.write_bytes(gzip.compress(b"6 2 ds 2 4 2 4\n" * 100)[:40])
    with pytest.raises(FormationError, match="packed"):
        read_instance(cut)
    other = tmp_path / "other.txt"
    other.write_bytes(bytes(range(128, 255)))
    with pytest.raises(FormationError, match="no instance"):
        read_instance(other)


def test_pairs_without_a_line_count_nought_and_are_told(tmp_path: Path, capsys: Printed) -> None:
    found = answer(capsys, str(written(tmp_path, [HEAD, "0 1 2"])), "--sweeps", "9")
    assert found["objective"] == 2
    assert "14 pairs" in found["problems"][0]["remedy"]  # type: ignore[index]


@given(
    bounds=st.lists(st.tuples(st.integers(1, 4), st.integers(0, 4)), min_size=1, max_size=4), extra=st.integers(0, 20)
)
def test_sizes_stay_in_their_bounds_and_leave_as_many_pairs_as_there_can_be(
    bounds: list[tuple[int, int]], extra: int
) -> None:
    lower, upper = [low for low, _ in bounds], [low + more for low, more in bounds]
    people = min(sum(upper), sum(lower) + extra)
    sizes = sizes_within(people, lower, upper)
    assert sum(sizes) == people
    assert all(low <= size <= high for low, size, high in zip(lower, sizes, upper, strict=True))
    every = [()]
    for low, high in zip(lower, upper, strict=True):
        every = [(*before, size) for before in every for size in range(low, high + 1)]  # type: ignore[misc]
    assert sum(size * size for size in sizes) == max(
        sum(size * size for size in one) for one in every if sum(one) == people
    )


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 99), wide=st.booleans())
def test_small_instances_are_solved_to_the_end_whatever_the_width_of_their_numbers(seed: int, wide: bool) -> None:
    draw = np.random.default_rng(seed)
    apart = draw.integers(0, 10**9 if wide else 100, (6, 6))
    distance = np.triu(apart, 1) + np.triu(apart, 1).T
    found = most_diverse(distance, (3, 3), seed=seed, limit=1, sweeps=60)
    best = max(
        sum(int(distance[a, b]) for group in (order[:3], order[3:]) for a, b in combinations(group, 2))
        for order in permutations(range(6))
    )
    assert found.objective == best
