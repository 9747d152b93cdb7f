"""A set of rules as data: read from TOML, kept as JSON, checked when built."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from hexad.formation.catalogue import CATALOGUE, RELAX, Mode, Option, OptionValue, kind_of
from hexad.formation.errors import FormationError
from hexad.problems import Problem, shorten

HEAVIEST = 100.0
KEY = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
PEOPLE_TABLES = ("apart", "together")
ORDERS = ("relax",)
NO_OPTIONS: Mapping[str, OptionValue] = MappingProxyType({})
People = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule as the owner set it.

    Attributes
    ----------
    key
        A key of the catalogue, or the name of a further column.
    mode
        Must, wish or off.
    weight
        What one breach costs as a wish, in points, 0 to 100 in steps of .1; unused as a must.
    options
        Only the settings that differ from the catalogue's defaults.
    """

    key: str
    mode: Mode
    weight: float = 1.0
    options: Mapping[str, OptionValue] = field(default_factory=lambda: NO_OPTIONS)

    def __post_init__(self) -> None:
        if not KEY.match(self.key):
            raise FormationError(f"Write the rule {shorten(self.key)!r} in small letters, digits and underscores.")
        if not 0 <= self.weight <= HEAVIEST:
            raise FormationError(f"Give {self.key} a weight between 0 and {HEAVIEST:.0f}.")
        for name, value in self.options.items():
            _check_option(self.key, name, value)

    @property
    def title(self) -> str:
        """Return the rule's title; a further column is titled by its own name."""
        return kind_of(self.key).title if self.key in CATALOGUE else self.key.replace("_", " ").capitalize()

    @property
    def sentence(self) -> str:
        """Return what the rule asks for, as a sentence."""
        return kind_of(self.key).sentence

    @property
    def private(self) -> bool:
        """Return whether a conflict of this rule names nobody."""
        return kind_of(self.key).private

    def option(self, name: str) -> OptionValue:
        """Return a setting, or the catalogue's default."""
        return self.options.get(name, kind_of(self.key).options[name].default)

    def number(self, name: str) -> int:
        """Return a setting that is a whole number."""
        value = self.option(name)
        return int(value) if isinstance(value, int | float) else 0


def _check_option(key: str, name: str, value: OptionValue) -> None:
    option = kind_of(key).options.get(name)
    if option is None:
        known = ", ".join(["hard", "weight", "off", *kind_of(key).options])
        raise FormationError(f"The rule {key} has no setting {shorten(name)!r}; it has {known}.")
    if not _fits(option, value):
        raise FormationError(f"Give {key}.{name} a value like {_plain(option.default)}, not {shorten(repr(value))}.")


def _fits(option: Option, value: OptionValue) -> bool:
    if isinstance(option.default, str):
        return value in ("different", "same")
    if isinstance(option.default, tuple):
        return isinstance(value, tuple) and _fits_list(option.default, value)
    if isinstance(option.default, bool):
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 1440


def _fits_list(default: Sequence[float | str], value: Sequence[float | str]) -> bool:
    if isinstance(default[0], str):
        return bool(value) and all(isinstance(name, str) for name in value)
    numbers = [number for number in value if not isinstance(number, str)]
    return len(numbers) == len(value) and numbers == sorted(numbers) and min(numbers, default=0) >= 0


def _plain(value: OptionValue) -> str:
    return repr(list(value)) if isinstance(value, tuple) else repr(value)


def default_rule(key: str) -> Rule:
    """Return a rule as the catalogue has it."""
    kind = kind_of(key)
    return Rule(key=key, mode=kind.mode, weight=kind.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """Every rule, the order in which hard ones give way, and the people named in them.

    Attributes
    ----------
    rules
        One for each key of the catalogue, then further columns; missing ones take their default.
    relax
        Keys of hard rules that may give way, the first one first. A hard rule that is not listed never does.
    apart, together
        Sets of people, by key, pairwise apart or all in one group.
    locked
        Whole groups that stay as they are; the others are formed around them.
    """

    rules: tuple[Rule, ...] = ()
    relax: tuple[str, ...] = RELAX
    apart: tuple[People, ...] = ()
    together: tuple[People, ...] = ()
    locked: tuple[People, ...] = ()

    def __post_init__(self) -> None:
        given: dict[str, Rule | None] = {rule.key: rule for rule in self.rules}
        known = [given.pop(key, None) or default_rule(key) for key in CATALOGUE]
        object.__setattr__(
            self, "rules", (*known, *sorted((rule for rule in given.values() if rule), key=lambda rule: rule.key))
        )
        keys = {rule.key for rule in self.rules}
        for key in self.relax:
            if key not in keys:
                raise FormationError(f"The order `relax` names {shorten(key)!r}, which is no rule.")

    def rule(self, key: str) -> Rule:
        """Return the rule of this key; KeyError where there is none."""
        return next(rule for rule in self.rules if rule.key == key)

    def has(self, key: str, mode: Mode) -> bool:
        """Return whether the rule exists in this mode."""
        return any(rule.key == key and rule.mode is mode for rule in self.rules)

    def with_rule(self, rule: Rule) -> "RuleSet":
        """Return a copy in which this rule takes the place of the one with its key."""
        return replace(self, rules=(*(other for other in self.rules if other.key != rule.key), rule))

    def as_json(self) -> dict[str, Any]:
        """Return the set as plain lists and dictionaries; :func:`from_json` reads it back."""
        return {
            "rules": [
                {
                    "key": rule.key,
                    "mode": str(rule.mode),
                    "weight": rule.weight,
                    "options": {name: list(v) if isinstance(v, tuple) else v for name, v in rule.options.items()},
                }
                for rule in self.rules
            ],
            "relax": list(self.relax),
            "apart": [list(people) for people in self.apart],
            "together": [list(people) for people in self.together],
            "locked": [list(people) for people in self.locked],
        }


DEFAULT = RuleSet()


def from_json(data: Mapping[str, Any]) -> RuleSet:
    """Read what :meth:`RuleSet.as_json` wrote; :class:`FormationError` when it is something else."""
    try:
        rules = tuple(
            Rule(key=row["key"], mode=Mode(row["mode"]), weight=float(row["weight"]), options=_options(row["options"]))
            for row in data["rules"]
        )
        people = {name: tuple(tuple(map(str, keys)) for keys in data[name]) for name in ("apart", "together", "locked")}
        return RuleSet(rules=rules, relax=tuple(data["relax"]), **people)
    except (KeyError, TypeError, ValueError) as error:
        raise FormationError(f"These are no rules: {shorten(str(error))}.") from error


def _options(table: Mapping[str, Any]) -> dict[str, OptionValue]:
    return {name: _listed(value) if isinstance(value, list) else value for name, value in table.items()}


def _listed(values: Sequence[Any]) -> OptionValue:
    return tuple(values) if all(isinstance(value, str) for value in values) else tuple(map(float, values))


def read_rules(text: str) -> RuleSet:
    """Read a ``rules.toml``: one table a rule, lists of people, and the order in which hard rules give way.

    Parameters
    ----------
    text
        TOML, for example ``[department] weight = 3.0``, ``[level] hard = true``, ``[[apart]] people = [..]``,
        ``relax = ["meet", "topic"]``. What is not written keeps its default.

    Returns
    -------
    RuleSet

    Raises
    ------
    FormationError
        With every mistake in ``problems``, not only the first.

    Source: our format, see ``docs/formation.md``.

    >>> read_rules("[line]\\nsteps = 3").rule("line").number("steps")
    3
    """
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, UnicodeError) as error:
        raise FormationError(f"The rules are not valid TOML: {shorten(str(error), 160)}.") from error
    mistakes: list[str] = []
    people = {name: _people(tables.pop(name, []), name, mistakes) for name in PEOPLE_TABLES}
    locked = _locked(tables.pop("locked", {}), mistakes)
    relax = _relax(tables.pop("relax", list(RELAX)), mistakes)
    rules = [rule for key, table in tables.items() if (rule := _rule(key, table, mistakes))]
    if mistakes:
        raise FormationError(" ".join(mistakes), [Problem(field="rules", remedy=text) for text in mistakes])
    return RuleSet(rules=tuple(rules), relax=relax, locked=locked, **people)


def _rule(key: str, table: object, mistakes: list[str]) -> Rule | None:
    if not isinstance(table, dict):
        mistakes.append(f"Write {shorten(key)} as a table: [{shorten(key)}].")
        return None
    settings = dict(table)
    try:
        mode, weight = _mode(key, settings)
        return Rule(key=key, mode=mode, weight=weight, options=_options(settings))
    except FormationError as error:
        mistakes.append(str(error))
    except (TypeError, ValueError):
        mistakes.append(f"Give {shorten(key)} a number where it wants one.")
    return None


def _mode(key: str, settings: dict[str, Any]) -> tuple[Mode, float]:
    default = default_rule(key)
    _check_switches(key, settings)
    hard, off, weight = settings.pop("hard", None), settings.pop("off", False), settings.pop("weight", None)
    if hard and (weight is not None or off):
        raise FormationError(f"Set one of hard, weight and off for {key}.")
    number = default.weight if weight is None else round(float(weight), 1)
    if off or weight == 0:
        return Mode.OFF, default.weight
    if hard:
        return Mode.MUST, number
    soft = weight is not None or hard is False
    return (Mode.WISH if soft else default.mode), number


def _check_switches(key: str, settings: Mapping[str, Any]) -> None:
    for name in ("hard", "off"):
        if not isinstance(settings.get(name, False), bool):
            raise FormationError(f"Give {key}.{name} true or false, without quotes.")
    weight = settings.get("weight", 0)
    if isinstance(weight, bool) or not isinstance(weight, int | float):
        raise FormationError(f"Give {key} a weight that is a number, such as {key}.weight = 2.0.")


def _people(tables: object, name: str, mistakes: list[str]) -> tuple[People, ...]:
    rows = tables if isinstance(tables, list) else [tables]
    sets = [row.get("people") if isinstance(row, dict) else None for row in rows]
    return _sets_of_people(sets, f"[[{name}]] people", mistakes)


def _locked(table: object, mistakes: list[str]) -> tuple[People, ...]:
    groups = table.get("groups", []) if isinstance(table, dict) else [None]
    return _sets_of_people(groups if isinstance(groups, list) else [None], "[locked] groups", mistakes)


def _sets_of_people(sets: Sequence[object], name: str, mistakes: list[str]) -> tuple[People, ...]:
    found = []
    for row in sets:
        if isinstance(row, list) and len(set(map(str, row))) > 1 and all(isinstance(key, str) for key in row):
            found.append(tuple(dict.fromkeys(key.strip().lower() for key in row)))
        else:
            mistakes.append(f"List at least two addresses in {name}.")
    return tuple(found)


def _relax(order: object, mistakes: list[str]) -> tuple[str, ...]:
    if isinstance(order, list) and all(isinstance(key, str) for key in order):
        return tuple(dict.fromkeys(order))
    mistakes.append('Write the order as relax = ["meet", "topic"].')
    return ()
