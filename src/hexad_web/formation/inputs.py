"""The problem of a run as text: kept with the run, given to the child, read again for every "what if"."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from hexad.formation.problem import Candidate, FormationProblem, PastGroup, SizeRange
from hexad.formation.ruleset import from_json


def write_problem(problem: FormationProblem) -> str:
    """One line of JSON with sorted keys: equal problems are equal texts, so their hashes are equal."""
    data = {
        "candidates": [_plain(candidate) for candidate in problem.candidates],
        "sizes": [problem.sizes.low, problem.sizes.high, problem.sizes.preferred],
        "rules": problem.rules.as_json(),
        "blocks": [list(block) for block in problem.blocks],
        "apart": [list(people) for people in problem.apart],
        "rivals": [list(people) for people in problem.rivals],
        "together": [list(people) for people in problem.together],
        "history": [[past.on.isoformat(), list(past.people)] for past in problem.history],
    }
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read_problem(text: str) -> FormationProblem:
    data = json.loads(text)
    return FormationProblem(
        candidates=tuple(_candidate(row) for row in data["candidates"]),
        sizes=SizeRange(*data["sizes"]),
        rules=from_json(data["rules"]),
        blocks=_tuples(data["blocks"]),
        apart=_tuples(data["apart"]),
        rivals=_tuples(data["rivals"]),
        together=_tuples(data["together"]),
        history=tuple(PastGroup(date.fromisoformat(on), tuple(people)) for on, people in data.get("history", ())),
    )


def _plain(candidate: Candidate) -> dict[str, Any]:
    return {
        "key": candidate.key,
        "name": candidate.name,
        "level": candidate.level,
        "department": candidate.department,
        "site": candidate.site,
        "bosses": list(candidate.bosses),
        "languages": list(candidate.languages),
        "topics": list(candidate.topics),
        "free": None if candidate.free is None else format(candidate.free, "x"),
        "attributes": dict(candidate.attributes),
        "numbers": dict(candidate.numbers),
    }


def _candidate(row: Mapping[str, Any]) -> Candidate:
    lists: dict[str, Any] = {name: tuple(row[name]) for name in ("bosses", "languages", "topics")}
    text = {name: row[name] for name in ("key", "name", "level", "department", "site")}
    attributes = {name: tuple(v) if isinstance(v, list) else v for name, v in row["attributes"].items()}
    free = None if row["free"] is None else int(row["free"], 16)
    return Candidate(**text, **lists, free=free, attributes=attributes, numbers=row["numbers"])


def _tuples(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)
