"""Candidates for the tests of formation: alike in everything that a test does not name."""

from hexad.formation.context import Context
from hexad.formation.problem import Candidate, FormationProblem
from hexad.formation.rules import Verdict, judge
from hexad.formation.ruleset import DEFAULT, Rule, RuleSet


def candidate(key: str, **fields: object) -> Candidate:
    return Candidate(key=key, name=key.capitalize(), **fields)  # type: ignore[arg-type]  # a test's shorthand


def group(*fields: dict[str, object]) -> tuple[Candidate, ...]:
    """One candidate for each dictionary: ann, ben, cho, dev, eva, fen."""
    names = ("ann", "ben", "cho", "dev", "eva", "fen")
    return tuple(candidate(name, **own) for name, own in zip(names, fields, strict=False))


def verdict(members: tuple[Candidate, ...], rule: Rule, rules: RuleSet = DEFAULT, **fields: object) -> Verdict:
    """What one rule says of a group."""
    problem = FormationProblem(candidates=members, rules=rules.with_rule(rule), **fields)  # type: ignore[arg-type]
    return judge(members, rule, Context(problem))
