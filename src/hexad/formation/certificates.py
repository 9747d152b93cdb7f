"""Certificates: people and rules of which one sees at once that they cannot go together."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from hexad.formation.catalogue import Mode
from hexad.formation.context import Context, in_line, values_of
from hexad.formation.errors import Conflict
from hexad.formation.parts import Part
from hexad.formation.problem import Candidate
from hexad.formation.reasons import Reason, Value
from hexad.formation.ruleset import Rule

PAIRED = ("line", "apart", "rivals")
NAMES_SHOWN = 6


def find_conflicts(people: Sequence[Candidate], context: Context) -> list[Conflict]:
    """Find conflicts that no grouping can avoid: too few people, people to be together who must not be."""
    sizes = context.problem.sizes
    if len(people) < sizes.low:
        few = Reason("conflict.few", {"people": len(people), "low": sizes.low, "more": sizes.low - len(people)})
        return [Conflict(("size",), tuple(one.key for one in people), (few,))]
    if not context.problem.rules.has("together", Mode.MUST):
        return []
    return [conflict for team in _teams(people, context) for conflict in _torn(team, context)]


def _teams(people: Sequence[Candidate], context: Context) -> Iterator[list[Candidate]]:
    """Yield everybody who is to be together, through others too."""
    together, seen = context.pairs["together"].of, set[str]()
    for one in people:
        if one.key in seen or one.key not in together:
            continue
        team, todo = set[str](), [one.key]
        while todo:
            key = todo.pop()
            if key not in team:
                team.add(key)
                todo.extend(together[key])
        seen |= team
        yield [context.known[key] for key in sorted(team)]


def _torn(team: list[Candidate], context: Context) -> Iterator[Conflict]:
    high = context.problem.sizes.high
    if len(team) > high:
        many = Reason("conflict.team", {"names": _names(team), "high": high})
        yield Conflict(("together", "size"), tuple(one.key for one in team), (many,))
    for first, second in combinations(team, 2):
        for rule in hard_rules(context):
            if clash(first, second, rule, context):
                yield pair_conflict(first, second, rule)


def hard_rules(context: Context) -> list[Rule]:
    """Return the rules that must be kept and may not give way."""
    return [rule for rule in context.on if rule.mode is Mode.MUST and rule.key not in context.gives_way]


def clash(first: Candidate, second: Candidate, rule: Rule, context: Context) -> bool:
    """Return whether two people can never share a group under a rule."""
    if rule.key == "line":
        return in_line(first, second, rule.number("steps"))
    if rule.key in ("apart", "rivals"):
        return context.pairs[rule.key].hold(first, second)
    if rule.key in ("level", "topic", "language"):
        mine, theirs = values_of(first, rule), values_of(second, rule)
        return bool(mine and theirs) and not mine & theirs
    return False


def pair_conflict(first: Candidate, second: Candidate, rule: Rule) -> Conflict:
    """Return a conflict about two people to be together, without their names where the rule is private."""
    if rule.private:
        return Conflict((rule.key,), (), (Reason("conflict.private_pair"),))
    torn = Reason("conflict.pair", {"names": _names([first, second]), "title": rule.title})
    return Conflict(("together", rule.key), (first.key, second.key), (torn,))


def find_cliques(parts: Sequence[Part], context: Context) -> list[Conflict]:
    """Find people who all conflict with each other and are more than there are groups to spread them over."""
    rules = [rule for rule in hard_rules(context) if rule.key in PAIRED]
    return [conflict for part in parts if rules for conflict in _crowded(part, rules, context)]


def _crowded(part: Part, rules: list[Rule], context: Context) -> Iterator[Conflict]:
    groups = len(part.sizes)
    for clique in _cliques(part, rules, context):
        if len(clique) <= groups:
            continue
        used = {rule.key for rule in rules if _plays_a_part(rule, clique, context)}
        counts: dict[str, Value] = {"people": len(clique), "groups": groups}
        if "rivals" in used:
            yield Conflict((*sorted(used - {"rivals"}),), (), (Reason("conflict.private_clique", counts),))
        else:
            crowd = Reason("conflict.clique", {**counts, "names": _names(clique)})
            yield Conflict((*sorted(used),), tuple(one.key for one in clique), (crowd,))
        return


def _plays_a_part(rule: Rule, clique: Sequence[Candidate], context: Context) -> bool:
    """Return whether a rule keeps two of these people apart, without looking at every pair where pairs are listed."""
    if rule.key in context.pairs:
        keys = {one.key for one in clique}
        return any(context.pairs[rule.key].of.get(key, frozenset()) & keys for key in keys)
    return any(clash(first, second, rule, context) for first, second in combinations(clique, 2))


def _cliques(part: Part, rules: list[Rule], context: Context) -> Iterator[list[Candidate]]:
    """Yield large cliques: each team with its bosses, grown by whoever conflicts with all of it."""
    teams: dict[str, list[Candidate]] = {}
    for one in part.people:
        teams.setdefault(one.bosses[0] if one.bosses else "", []).append(one)
    fellow = any(rule.key == "line" for rule in rules)
    seeds = [team for boss, team in sorted(teams.items()) if boss and fellow]
    seeds += [[one] for one in part.people if any(one.key in context.pairs[key].of for key in ("apart", "rivals"))]
    for seed in sorted(seeds, key=len, reverse=True)[:50]:
        yield _grown(seed, part, rules, context)


def _grown(seed: list[Candidate], part: Part, rules: list[Rule], context: Context) -> list[Candidate]:
    clique, seen = list(seed), {one.key for one in seed}
    for one in part.people:
        if one.key not in seen and all(any(clash(one, two, rule, context) for rule in rules) for two in clique):
            clique.append(one)
    return clique


def _names(people: Sequence[Candidate]) -> str:
    """Return six names at most and how many more there are, without a word that would need translating."""
    shown = ", ".join(one.label for one in people[:NAMES_SHOWN])
    return shown if len(people) <= NAMES_SHOWN else f"{shown} (+{len(people) - NAMES_SHOWN})"
