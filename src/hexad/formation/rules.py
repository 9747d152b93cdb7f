"""The rules, one function each: what a rule says of one group.

Each takes the group, the rule as set and the context, and returns a :class:`Verdict`. The search has its own, compiled
form of the same rules (``arrays`` and ``kernels``); the tests hold the two against each other.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from hexad.availability.windows import at_least
from hexad.formation.catalogue import CATALOGUE, Mode
from hexad.formation.context import (
    POINT,
    RANKED,
    STEPS,
    Context,
    alone_value,
    columns_of,
    in_line,
    is_numeric,
    ranked,
    values_of,
)
from hexad.formation.problem import Candidate
from hexad.formation.reasons import TEMPLATES, Reason, Value
from hexad.formation.ruleset import DEFAULT, Rule, RuleSet, default_rule, from_json, read_rules

__all__ = [
    "CATALOGUE",
    "DEFAULT",
    "Mode",
    "Rule",
    "RuleSet",
    "Verdict",
    "default_rule",
    "from_json",
    "judge",
    "read_rules",
]

Group = Sequence[Candidate]
HUNDRED = STEPS * STEPS


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a rule says of a group.

    Attributes
    ----------
    breaches
        How often it is broken: pairs, missing members or blocks without a window; 0 is kept.
    gain
        Thousandths of a point for each unit of weight, as a wish.
    most
        The gain of a perfect group of this size.
    """

    breaches: int
    gain: int
    most: int
    reason: Reason


def judge(group: Group, rule: Rule, context: Context) -> Verdict:
    """Return what one rule says of one group."""
    return FUNCTIONS.get(rule.key, keep_spread)(group, rule, context)


def keep_level(group: Group, rule: Rule, _context: Context) -> Verdict:
    """Members carry the same level; who has none fits any."""
    return _common(group, rule)


def keep_topic(group: Group, rule: Rule, _context: Context) -> Verdict:
    """Members accept one challenge, the one that the group is for; who names none accepts any."""
    return _common(group, rule, topic_of(group))


def keep_ranking(group: Group, _rule: Rule, _context: Context) -> Verdict:
    """Members have one first choice; failing that, one topic among their first two. Who ranks nothing suits any."""
    firsts, among_two = (_ranking(group, places) for places in RANKED)
    if not firsts:
        return Verdict(0, 0, 0, Reason("common.open"))
    (value, first), (_other, second) = most_shared(firsts), most_shared(among_two)
    rank = len(firsts)
    missing = (rank - first) + (rank - second)
    said: dict[str, Value] = {"value": value, "first": first, "second": second, "members": rank}
    return Verdict(missing, -missing * POINT, 0, Reason(f"ranking.{'broken' if missing else 'kept'}", said))


def _ranking(group: Group, places: int) -> list[frozenset[str]]:
    return [topics for one in group if (topics := ranked(one, places))]


def keep_language(group: Group, rule: Rule, _context: Context) -> Verdict:
    """Members speak one language; who names none speaks any."""
    return _common(group, rule)


def keep_out_of_line(group: Group, rule: Rule, _context: Context) -> Verdict:
    """Nobody is above another within some steps, and no two report to one boss."""
    steps = rule.number("steps")
    return _pairs(group, rule, lambda first, second: in_line(first, second, steps))


def keep_apart(group: Group, rule: Rule, context: Context) -> Verdict:
    """Nobody meets somebody whom the owner keeps apart from them."""
    return _pairs(group, rule, context.pairs["apart"].hold)


def keep_rivals_apart(group: Group, rule: Rule, context: Context) -> Verdict:
    """Nobody meets somebody from whom a private constraint keeps them apart; the reason names nobody."""
    return _pairs(group, rule, context.pairs["rivals"].hold)


def keep_together(group: Group, rule: Rule, context: Context) -> Verdict:
    """Nobody is parted from somebody with whom the owner puts them; gains count pairs that are together."""
    here = {one.key for one in group}
    parted = [
        (one, sorted(context.pairs["together"].of.get(one.key, frozenset()) - here))
        for one in group
        if context.pairs["together"].of.get(one.key, frozenset()) - here
    ]
    pairs = sum(context.pairs["together"].hold(first, second) for first, second in combinations(group, 2))
    gain = pairs * POINT
    if not parted:
        return Verdict(0, gain, gain, Reason("together.kept"))
    first, others = parted[0]
    values = {"first": first.label, "second": context.known[others[0]].label}
    breaches = sum(len(missing) for _, missing in parted)
    return Verdict(breaches, gain, gain + breaches * POINT, Reason("together.broken", values))


def keep_meeting(group: Group, rule: Rule, context: Context) -> Verdict:
    """Members share a free window in every block; one may be missing where the rule says so."""
    starts = shared_starts(group, context)
    without = [inside for inside in context.windows if not starts & inside]
    values = {"blocks": len(context.windows), "missing": len(without)}
    code = f"{rule.key}.broken" if without else "meet.quorum" if context.may_miss else "meet.kept"
    return Verdict(len(without), -len(without) * POINT, 0, Reason(code, values))


def shared_starts(group: Group, context: Context) -> int:
    """Return the starts of windows that suit all members, or all but as many as may miss."""
    starts = [context.starts_of(one) for one in group]
    return at_least(max(1, len(group) - context.may_miss), starts) & context.anywhere


def keep_new_faces(group: Group, _rule: Rule, context: Context) -> Verdict:
    """Nobody meets somebody from an earlier group; the fresher, the dearer."""
    met = [context.met.get(first.key, {}).get(second.key, 0) for first, second in combinations(group, 2)]
    again = sum(tenths > 0 for tenths in met)
    reason = Reason("repeats.broken", {"pairs": again}) if again else Reason("repeats.kept")
    return Verdict(again, -sum(met) * POINT // 10, 0, reason)


def keep_exchange(group: Group, _rule: Rule, context: Context) -> Verdict:
    """What members want, others can give; gains count wants met, once for each who can meet them."""
    met = sum(context.exchanges(first, second) for first, second in combinations(group, 2))
    pairs = len(group) * (len(group) - 1) // 2
    reason = Reason("gives.kept", {"wants": met}) if met else Reason("gives.none")
    return Verdict(0 if met else 1, met * POINT, max(met, pairs) * POINT, reason)


def keep_company(group: Group, rule: Rule, _context: Context) -> Verdict:
    """Nobody stands alone in a column in which all the others agree."""
    found = [column for column in columns_of(rule) if has_loner([alone_value(one, column) for one in group])]
    reason = Reason("alone.broken", {"columns": ", ".join(found)}) if found else Reason("alone.kept")
    return Verdict(len(found), -len(found) * POINT, 0, reason)


def has_loner(values: Sequence[str]) -> bool:
    """Return whether one of at least three stands alone where all the others agree; the unknown conflict with nothing.

    >>> has_loner(["Berlin", "Berlin", "Leeds"]), has_loner(["Berlin", "Leeds", "Riga"]), has_loner(["Berlin", "", ""])
    (True, False, False)
    """
    counts = Counter(values)
    return len(values) > 2 and len(counts) == 2 and "" not in counts and min(counts.values()) == 1


def keep_face_to_face(group: Group, rule: Rule, _context: Context) -> Verdict:
    """Members work at one site; whose site is unknown fits any."""
    return _common(group, rule)


def keep_spread(group: Group, rule: Rule, context: Context) -> Verdict:
    """Members differ in an attribute (or agree, where the rule prefers it)."""
    if is_numeric(rule):
        return _spread_number(group, rule, context)
    values = [next(iter(values_of(one, rule)), "") for one in group]
    counts = Counter(value for value in values if value)
    same, pairs = sum(n * (n - 1) // 2 for n in counts.values()), len(group) * (len(group) - 1) // 2
    agree = rule.option("prefer") == "same"
    good = same if agree else pairs - same
    return Verdict(pairs - good, good * POINT, pairs * POINT, _spread_reason(rule, len(counts), len(group)))


def _spread_reason(rule: Rule, values: int, members: int) -> Reason:
    if values == 0:
        return Reason("common.open")
    how = "alone" if values == 1 else "spread"
    code = f"{rule.key}.{how}" if f"{rule.key}.{how}" in TEMPLATES else f"attribute.{how}"
    return Reason(code, {"title": rule.title, "values": values, "members": members})


def _spread_number(group: Group, rule: Rule, context: Context) -> Verdict:
    steps = [context.step_of(one, rule.key) for one in group]
    squares = sum((first - second) ** 2 for first, second in combinations(steps, 2))
    pairs = len(group) * (len(group) - 1) // 2
    good = pairs * HUNDRED - squares if rule.option("prefer") == "same" else squares
    low, high, _ = context.scales[rule.key]
    width = (high - low) / STEPS
    values: dict[str, Value] = {
        "title": rule.title,
        "low": round(low + min(steps) * width, 1),
        "high": round(low + max(steps) * width, 1),
    }
    return Verdict(0, good * POINT // HUNDRED, pairs * POINT, Reason("number.spread", values))


def topic_of(group: Group) -> str:
    """Choose the challenge that most accept; among equals the one ranked best, then the first in the alphabet."""
    known = [frozenset(one.topics) for one in group if one.topics]
    if not known:
        return ""
    most = most_shared(known)[1]
    counts = Counter(topic for topics in known for topic in topics)
    ranks = {topic: sum(one.topics.index(topic) for one in group if topic in one.topics) for topic in counts}
    return min((topic for topic in counts if counts[topic] == most), key=lambda topic: (ranks[topic], topic))


def _common(group: Group, rule: Rule, named: str = "") -> Verdict:
    """``named``: of several values that as many have, the one to speak of."""
    known = [values for one in group if (values := values_of(one, rule))]
    if not known:
        return Verdict(0, 0, 0, Reason("common.open"))
    value, have = most_shared(known)
    missing = len(known) - have
    said: dict[str, Value] = {"value": named or value, "missing": missing, "members": len(group)}
    return Verdict(missing, -missing * POINT, 0, Reason(f"{rule.key}.{'broken' if missing else 'kept'}", said))


def most_shared(known: Sequence[frozenset[str]]) -> tuple[str, int]:
    """Return the value that most people have, and how many; the first in the alphabet among equals."""
    counts = Counter(value for values in known for value in values)
    return min(counts.items(), key=lambda item: (-item[1], item[0]))


def _pairs(group: Group, rule: Rule, conflict: Callable[[Candidate, Candidate], bool]) -> Verdict:
    found = [(first, second) for first, second in combinations(group, 2) if conflict(first, second)]
    if not found:
        return Verdict(0, 0, 0, Reason(f"{rule.key}.kept"))
    names = {} if rule.private else {"first": found[0][0].label, "second": found[0][1].label}
    return Verdict(len(found), -len(found) * POINT, 0, Reason(f"{rule.key}.broken", names))


Judge = Callable[[Group, Rule, Context], Verdict]
FUNCTIONS: Mapping[str, Judge] = {
    "level": keep_level,
    "line": keep_out_of_line,
    "apart": keep_apart,
    "rivals": keep_rivals_apart,
    "together": keep_together,
    "topic": keep_topic,
    "ranking": keep_ranking,
    "meet": keep_meeting,
    "language": keep_language,
    "repeats": keep_new_faces,
    "gives": keep_exchange,
    "alone": keep_company,
    "face": keep_face_to_face,
}
