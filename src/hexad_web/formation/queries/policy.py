"""The policy as a page shows it: each rule a sentence with its mode, its weight and its settings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext

from hexad.formation.catalogue import CATALOGUE, RELAX, kind_of
from hexad.formation.ruleset import KEY, Rule, RuleSet, default_rule, from_json
from hexad_web.accounts.access import Actor
from hexad_web.formation.models import GroupMember, Policy, Run
from hexad_web.formation.queries import preparing
from hexad_web.frontend.moments import full_date_text
from hexad_web.people.models import Participation, Person

HIDDEN = frozenset({"rivals"})  # private wishes always hold; nobody sets or sees them here
SAMPLE = 200  # people looked at for further columns


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule of the page. ``settings``: name to (label, value), only those that a form can show."""

    key: str
    title: str
    sentence: str
    mode: str
    weight: float
    gives_way: bool
    settings: dict[str, tuple[str, bool | int | str]]

    @property
    def initial(self) -> dict[str, Any]:
        values = {name: value for name, (_label, value) in self.settings.items()}
        return {"mode": self.mode, "weight": self.weight, "gives_way": self.gives_way, **values}


def rules_of(policy: Policy) -> RuleSet:
    return from_json(policy.rules) if policy.rules else RuleSet()


def rule_rows(policy: Policy) -> list[RuleRow]:
    rules = rules_of(policy)
    known = {rule.key: rule for rule in rules.rules if rule.key not in HIDDEN}
    offered = {key: known.get(key) or _off(key) for key in (*known, *further_columns(policy))}
    return [_row(rule, rules) for rule in offered.values()]


def _off(key: str) -> Rule:
    rule = default_rule(key)
    return Rule(key=key, mode=type(rule.mode)("off"), weight=rule.weight)


def further_columns(policy: Policy) -> list[str]:
    """Columns of the owner's file beyond the known ones, as far as a rule can be named after them."""
    rows = Person.objects.filter(organisation=policy.organisation_id).values_list("attributes", flat=True)[:SAMPLE]
    names = {name for attributes in rows for name in attributes}
    return sorted(name for name in names if re.match(KEY, name) and name not in CATALOGUE)


def _row(rule: Rule, rules: RuleSet) -> RuleRow:
    settings = {
        name: (gettext(option.sentence), value)
        for name, option in kind_of(rule.key).options.items()
        if isinstance(value := rule.option(name), bool | int | str)
    }
    return RuleRow(
        key=rule.key,
        title=gettext(rule.title),
        sentence=gettext(rule.sentence),
        mode=str(rule.mode),
        weight=rule.weight,
        gives_way=rule.key in rules.relax,
        settings=settings,
    )


def sets_as_text(sets: tuple[tuple[str, ...], ...]) -> str:
    return "\n".join(", ".join(people) for people in sets)


def titles() -> dict[str, str]:
    return {key: gettext(kind.title) for key, kind in CATALOGUE.items()}


def title_of(key: str) -> str:
    return gettext(default_rule(key).title) if KEY.match(key) else key


def relaxation_order(chosen: list[str]) -> tuple[str, ...]:
    """Rules that may give way, the least missed first: the library's own order, then the catalogue's."""
    order = [*RELAX, *(key for key in CATALOGUE if key not in RELAX)]
    return tuple(sorted(chosen, key=lambda key: order.index(key) if key in order else len(order)))


@dataclass(frozen=True, slots=True)
class Pool:
    """How many people a run would take now."""

    taken: int
    joined: int
    invited: int
    seated: int


def pool_of(actor: Actor, policy: Policy) -> Pool:
    people = Person.objects.filter(organisation=actor.organisation)
    counts = {
        state: people.filter(participation=state).count() for state in (Participation.JOINED, Participation.INVITED)
    }
    return Pool(
        taken=preparing.eligible(actor.organisation, with_invited=policy.with_invited).count(),
        joined=counts[Participation.JOINED],
        invited=counts[Participation.INVITED],
        seated=GroupMember.objects.filter(organisation=actor.organisation, is_active=True).count(),
    )


def addresses_of(actor: Actor) -> set[str]:
    return set(Person.objects.filter(organisation=actor.organisation).values_list("email", flat=True))


def recent_runs(actor: Actor, count: int = 10) -> list[Run]:
    heavy = ("people", "progress", "result", "params", "reasons")
    return list(Run.objects.filter(organisation=actor.organisation).defer(*heavy).select_related("created_by")[:count])


@dataclass(frozen=True, slots=True)
class Difference:
    """One line in which two frozen policies differ."""

    title: str
    first: str
    second: str


def differences(first: Mapping[str, Any], second: Mapping[str, Any]) -> list[Difference]:
    """What was set differently in two runs, by their frozen parameters."""
    pairs = [
        (gettext("Sizes"), _sizes(first), _sizes(second)),
        (gettext("Seed"), str(first.get("seed")), str(second.get("seed"))),
        (gettext("Seconds"), str(first["limit"]), str(second["limit"])),
        (gettext("Calendars from"), _first_day(first), _first_day(second)),
        (gettext("Weeks of calendars"), str(first["horizon"]["weeks"]), str(second["horizon"]["weeks"])),
        *_rule_pairs(from_json(first["rules"]), from_json(second["rules"])),
    ]
    return [Difference(title, one, other) for title, one, other in pairs if one != other]


def _first_day(params: Mapping[str, Any]) -> str:
    return full_date_text(date.fromisoformat(params["horizon"]["start"]))


def _sizes(params: Mapping[str, Any]) -> str:
    low, high, preferred = params["sizes"]
    return gettext("%(low)d to %(high)d, preferably %(preferred)d") % {"low": low, "high": high, "preferred": preferred}


def _rule_pairs(first: RuleSet, second: RuleSet) -> list[tuple[str, str, str]]:
    keys = dict.fromkeys([rule.key for rule in (*first.rules, *second.rules)])
    named = [(title_of(key), _setting(first, key), _setting(second, key)) for key in keys if key not in HIDDEN]
    sets = [
        (
            gettext("%(rule)s: who") % {"rule": title_of(name)},
            sets_as_text(getattr(first, name)),
            sets_as_text(getattr(second, name)),
        )
        for name in ("apart", "together")
    ]
    order = (gettext("May give way"), ", ".join(map(title_of, first.relax)), ", ".join(map(title_of, second.relax)))
    return [*named, *sets, order]


def _setting(rules: RuleSet, key: str) -> str:
    rule = next((rule for rule in rules.rules if rule.key == key), None)
    if rule is None:
        return gettext("Off")
    words = {"must": gettext("Must"), "wish": gettext("Wish, weight %(weight)s"), "off": gettext("Off")}
    text = words[str(rule.mode)]
    said = text % {"weight": number_format(f"{rule.weight:g}")} if str(rule.mode) == "wish" else text
    known = kind_of(key).options
    options = [f"{gettext(known[name].sentence)} {_in_words(value)}" for name, value in sorted(rule.options.items())]
    return " · ".join([said, *options])


def _in_words(value: object) -> str:
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, tuple | list):
        return ", ".join(_in_words(one) for one in value)
    if isinstance(value, int | float):
        return str(number_format(f"{value:g}"))
    return {"different": gettext("Different"), "same": gettext("The same")}.get(str(value), str(value))
