"""Earlier groups, gives and wants, standing alone, one site, digital habits: each kept and broken, and searched."""

from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from hexad.cli import main
from hexad.formation.catalogue import Mode
from hexad.formation.context import Context
from hexad.formation.errors import FormationError, Impossible
from hexad.formation.history import read_history
from hexad.formation.problem import Candidate, FormationProblem, PastGroup, SizeRange
from hexad.formation.results import Formation
from hexad.formation.rules import Rule, judge, read_rules
from hexad.formation.ruleset import DEFAULT, RuleSet
from hexad.formation.solve import form_groups


def only(*rules: Rule) -> RuleSet:
    """Leave every other wish out."""
    found = DEFAULT
    for key in ("department", "site", "tenure", "function", "gives", "repeats", "ranking"):
        found = found.with_rule(replace(found.rule(key), mode=Mode.OFF))
    for rule in rules:
        found = found.with_rule(rule)
    return found


def crowd(count: int, **fields: object) -> tuple[Candidate, ...]:
    return tuple(Candidate(key=f"p{number:02}", **fields) for number in range(count))  # type: ignore[arg-type]


def formed(problem: FormationProblem) -> Formation:
    return form_groups(problem, seed=1, sweeps=200)


ROUNDS = (
    PastGroup(date(2025, 9, 1), ("p00", "p01", "p02")),
    PastGroup(date(2026, 9, 1), ("p00", "p03", "p04")),
    PastGroup(date(2016, 9, 1), ("p05", "p06")),
)


def test_who_met_lately_counts_fully_half_after_a_year_and_not_at_all_after_ten() -> None:
    context = Context(FormationProblem(candidates=crowd(8), history=ROUNDS))
    assert context.met["p00"] == {"p01": 5, "p02": 5, "p03": 10, "p04": 10}
    assert "p05" not in context.met or not context.met["p05"]
    rule = context.problem.rules.rule("repeats")
    people = context.known
    again = judge([people[key] for key in ("p00", "p01", "p03")], rule, context)
    assert (again.breaches, again.gain) == (2, -1500)
    assert judge([people[key] for key in ("p01", "p03", "p05")], rule, context).breaches == 0


def test_people_meet_new_faces_where_they_can() -> None:
    people = crowd(12)
    past = tuple(
        PastGroup(date(2026, 3, 2), tuple(f"p{number:02}" for number in range(at, at + 4))) for at in (0, 4, 8)
    )
    rules = only(Rule(key="repeats", mode=Mode.WISH, weight=3.0))
    found = formed(FormationProblem(candidates=people, sizes=SizeRange(3, 3, 3), history=past, rules=rules))
    for group in found.groups:
        assert len({int(key[1:]) // 4 for key in group.members}) == 3
    assert found.objective == 0.0


def test_no_repeats_at_all_is_refused_where_it_cannot_be() -> None:
    past = (PastGroup(date(2026, 3, 2), tuple(one.key for one in crowd(6))),)
    rules = only(Rule(key="repeats", mode=Mode.MUST))
    with pytest.raises(Impossible):
        formed(FormationProblem(candidates=crowd(6), sizes=SizeRange(3, 3, 3), history=past, rules=rules))


def test_gives_and_wants_count_each_want_that_somebody_meets() -> None:
    giver = Candidate(key="g", attributes={"gives": "feedback; delegation"})
    wanter = Candidate(key="w", attributes={"wants": ("feedback", "conflict")})
    both = Candidate(key="b", attributes={"gives": "feedback", "wants": "feedback; delegation"})
    context = Context(FormationProblem(candidates=(giver, wanter, both)))
    rule = context.problem.rules.rule("gives")
    assert judge((giver, wanter), rule, context).gain == 1000
    assert judge((giver, both), rule, context).gain == 1000, "who gives feedback wants none"
    assert judge((giver, wanter, both), rule, context).gain == 3000


@pytest.mark.parametrize("counted", [False, True])
def test_those_who_want_sit_with_those_who_give(monkeypatch: pytest.MonkeyPatch, counted: bool) -> None:
    if counted:
        monkeypatch.setattr("hexad.formation.searches.DENSE", 0)
        monkeypatch.setattr("hexad.formation.searches.LANES", 1)
    people = tuple(
        Candidate(key=f"p{number:02}", attributes={("gives", "wants")[number % 2]: f"topic{number // 2 % 6}"})
        for number in range(24)
    )
    rules = only(Rule(key="gives", mode=Mode.WISH, weight=1.0))
    found = formed(FormationProblem(candidates=people, sizes=SizeRange(4, 4, 4), rules=rules))
    assert found.objective == found.bound == 24.0


def test_one_alone_among_people_who_agree_is_seen_and_avoided() -> None:
    rule = Rule(key="alone", mode=Mode.WISH, weight=2.0, options={"columns": ("site",)})
    people = tuple(Candidate(key=f"p{number:02}", site="Leeds" if number < 4 else "Berlin") for number in range(12))
    context = Context(FormationProblem(candidates=people, rules=only(rule)))
    assert judge(people[3:7], rule, context).breaches == 1
    assert judge(people[2:6], rule, context).breaches == 0
    assert judge((*people[3:6], Candidate(key="x")), rule, context).breaches == 0, "an unknown site is no kind"
    found = formed(replace(context.problem, sizes=SizeRange(4, 4, 4)))
    assert found.objective == 0.0
    for group in found.groups:
        leeds = sum(key < "p04" for key in group.members)
        assert leeds not in (1, 3)


def test_nobody_alone_as_a_must_is_kept_or_refused() -> None:
    rule = Rule(key="alone", mode=Mode.MUST, options={"columns": ("site",)})
    people = tuple(Candidate(key=f"p{number:02}", site="Leeds" if number < 1 else "Berlin") for number in range(8))
    with pytest.raises(Impossible, match="Nobody the only one"):
        formed(FormationProblem(candidates=people, sizes=SizeRange(4, 4, 4), rules=only(rule)))
    pair = tuple(replace(one, site="Leeds") if one.key == "p01" else one for one in people)
    found = formed(FormationProblem(candidates=pair, sizes=SizeRange(4, 4, 4), rules=only(rule)))
    assert any({"p00", "p01"} <= set(group.members) for group in found.groups)


def test_face_to_face_keeps_people_of_one_site_in_a_group() -> None:
    people = tuple(Candidate(key=f"p{number:02}", site=("Berlin", "Leeds", "Riga")[number % 3]) for number in range(12))
    rules = only(Rule(key="face", mode=Mode.WISH, weight=2.0))
    found = formed(FormationProblem(candidates=people, sizes=SizeRange(4, 4, 4), rules=rules))
    assert found.objective == 0.0
    assert all(len({int(key[1:]) % 3 for key in group.members}) == 1 for group in found.groups)


def test_similar_digital_habits_sit_together_when_wished() -> None:
    people = tuple(Candidate(key=f"p{number:02}", attributes={"online": str(4 * (number % 2))}) for number in range(8))
    rules = only(replace(DEFAULT.rule("online"), mode=Mode.WISH))
    found = formed(FormationProblem(candidates=people, sizes=SizeRange(4, 4, 4), rules=rules))
    assert all(len({int(key[1:]) % 2 for key in group.members}) == 1 for group in found.groups)


def test_a_rules_file_names_the_columns_in_which_nobody_stands_alone() -> None:
    rule = read_rules('[alone]\nweight = 1.5\ncolumns = ["generation"]').rule("alone")
    assert (rule.mode, rule.option("columns")) == (Mode.WISH, ("generation",))
    for wrong in ("[]", "[1]", '"site"'):
        with pytest.raises(FormationError, match=r"alone\.columns"):
            read_rules(f"[alone]\ncolumns = {wrong}")


def test_a_history_is_read_by_its_headings_and_doubtful_rows_are_told() -> None:
    text = (
        "Email;Group;round_date\n"
        "ada@x.org;a;2026-03-02\nben@x.org;a;2026-03-02\ncyd@x.org;b;2026-03-02\n"
        "dan@x.org;a;soon\nnobody;a;2026-03-02\neve@x.org;;2026-03-02\n"
    )
    groups, problems = read_history(text.encode())
    assert groups == (PastGroup(date(2026, 3, 2), ("ada@x.org", "ben@x.org")),)
    assert [(one.row, one.field) for one in problems] == [(5, "round_date"), (6, "email"), (7, "group")]
    with pytest.raises(FormationError, match="no column group"):
        read_history(b"round_date,email\n2026-03-02,ada@x.org\n")


def test_the_command_takes_a_history(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = ["email,name", *(f"p{number:02}@x.org,P{number}" for number in range(12))]
    (tmp_path / "people.csv").write_text("\n".join(people), encoding="utf-8")
    rows = [f"2026-03-02,{number // 4},p{number:02}@x.org" for number in range(12)]
    (tmp_path / "history.csv").write_text("\n".join(["round_date,group,email", *rows]), encoding="utf-8")
    words = ["--size", "3", "--history", str(tmp_path / "history.csv"), "--sweeps", "100", "--json"]
    assert main(["form", str(tmp_path / "people.csv"), *words]) == 0
    import json

    for group in json.loads(capsys.readouterr().out)["groups"]:
        assert all(int(a[1:3]) // 4 != int(b[1:3]) // 4 for a, b in combinations(group["members"], 2))
