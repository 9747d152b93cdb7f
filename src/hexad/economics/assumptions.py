"""The figures that a cost comparison rests on, and a scenario that replaces some of them."""

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any

from hexad.problems import HexadError, shorten

DEFAULT_CURRENCY = "USD"
CURRENCY = re.compile(r"[A-Z]{3}\Z")
AMOUNT = re.compile(r"\s*([A-Za-z]{3})?\s*(-?[0-9][0-9_]*(?:\.[0-9]+)?)\s*([A-Za-z]{3})?\s*\Z")
DEAREST_RATE = 1_000_000.0
WEAKEST_RATE = 100_000.0  # of a currency whose rate nobody gave: only what is absurd is refused
NOTHING: Mapping[str, float] = MappingProxyType({})
SETTINGS = ("currency", "usd_rate")


class EconomicsError(HexadError):
    """A figure that nothing can be computed with; ``field`` names the assumption."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.field = field


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One figure with where it comes from.

    Attributes
    ----------
    value
        The default; money in US dollars.
    low, high
        What is usual; both None where the figure is the organisation's own choice and no uncertainty.
    least, most
        What is accepted.
    unit, year, source
        What one is, of which year, and who says so.
    money, whole
        Whether it is an amount in the scenario's currency; whether it counts things that cannot be halved.
    """

    key: str
    label: str
    value: float
    least: float
    most: float
    unit: str
    year: int
    source: str
    low: float | None = None
    high: float | None = None
    money: bool = False
    whole: bool = False


@cache
def load_assumptions() -> Mapping[str, Assumption]:
    """Return every assumption by its key, in the order of ``defaults.toml``.

    Examples
    --------
    >>> load_assumptions()["cohort"].value
    18
    """
    text = resources.files("hexad.economics").joinpath("defaults.toml").read_text(encoding="utf-8")
    return MappingProxyType({key: Assumption(key=key, **table) for key, table in tomllib.loads(text).items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What an organisation assumes: defaults where it says nothing.

    Attributes
    ----------
    values
        Figures by key, money in ``currency``.
    currency
        ISO 4217 code.
    usd_rate
        What one US dollar costs in ``currency``: default amounts are converted by it.

    Raises
    ------
    EconomicsError
        For an unknown key, a figure out of its range, or default amounts that would be mixed with another currency.
    """

    values: Mapping[str, float] = field(default_factory=lambda: NOTHING)
    currency: str = DEFAULT_CURRENCY
    usd_rate: float | None = None

    def __post_init__(self) -> None:
        if not CURRENCY.match(self.currency):
            raise EconomicsError(
                f"Write the currency as three capitals, like EUR, not {shorten(self.currency)!r}.", "currency"
            )
        if self.usd_rate is not None and not 0 < self.usd_rate < DEAREST_RATE:
            raise EconomicsError(f"usd_rate says what one US dollar costs in {self.currency}: above 0.", "usd_rate")
        for key, value in self.values.items():
            _check(key, value, self.bounds(key))
        if self.currency != DEFAULT_CURRENCY and self.usd_rate is None:
            self._refuse_mixed()

    def _refuse_mixed(self) -> None:
        mixed = [key for key, one in load_assumptions().items() if one.money and one.value and key not in self.values]
        if mixed:
            raise EconomicsError(
                f"Two currencies would be mixed: {', '.join(mixed)} are still in US dollars. "
                f"Give them in {self.currency}, or set usd_rate to what one US dollar costs in {self.currency}.",
                "currency",
            )

    def __getitem__(self, key: str) -> float:
        if key in self.values:
            return self.values[key]
        return self.in_currency(key, load_assumptions()[key].value)

    def in_currency(self, key: str, value: float) -> float:
        """Convert a figure of ``defaults.toml`` where it is an amount."""
        return value * (self.usd_rate or 1.0) if load_assumptions()[key].money else value

    def bounds(self, key: str) -> tuple[float, float]:
        """Return the least and the most that is accepted; an amount may be as much more as a dollar costs.

        Raises
        ------
        EconomicsError
            For an unknown key.
        """
        one = _known(key)
        if not one.money or self.currency == DEFAULT_CURRENCY:
            return one.least, one.most
        return one.least, one.most * max(self.usd_rate or WEAKEST_RATE, 1.0)

    def with_values(self, **values: float) -> "Scenario":
        """Return a copy with some figures replaced."""
        return Scenario(values={**self.values, **values}, currency=self.currency, usd_rate=self.usd_rate)


def _known(key: str) -> Assumption:
    one = load_assumptions().get(key)
    if one is None:
        known = ", ".join([*load_assumptions(), *SETTINGS])
        raise EconomicsError(f"There is no assumption {shorten(key)!r}. Known are: {known}.", key)
    return one


def _check(key: str, value: float, bounds: tuple[float, float]) -> None:
    one, (least, most) = _known(key), bounds
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise EconomicsError(f"Give {key} as a number, like {one.value:g}.", key)
    if not least <= value <= most:
        raise EconomicsError(f"{key} ({one.unit}) must be {least:,g} to {most:,g}, not {value:g}.", key)


def read_scenario(text: str = "", settings: Mapping[str, str] = MappingProxyType({})) -> Scenario:
    """Read a scenario of TOML text, replaced in part by ``key=value`` settings.

    Parameters
    ----------
    text
        One ``key = value`` a line; keys of ``defaults.toml``, ``currency`` and ``usd_rate``. An amount may be written
        with its currency (``"80 EUR"``).
    settings
        The same as text, from a command line.

    Raises
    ------
    EconomicsError
        Naming the key and the remedy.

    Examples
    --------
    >>> read_scenario("wage = 90", {"cohort": "20"})["cohort"]
    20.0
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise EconomicsError(f"The scenario is not TOML: {error}. Write one `key = value` a line.") from error
    given: dict[str, Any] = {**tables, **settings}
    currency = str(given.pop("currency", DEFAULT_CURRENCY)).strip()
    rate = given.pop("usd_rate", None)
    scenario = Scenario(
        values={key: _number(key, value, currency) for key, value in given.items()},
        currency=currency,
        usd_rate=None if rate is None else _number("usd_rate", rate, currency),
    )
    _refuse_halves(scenario)
    return scenario


def _refuse_halves(scenario: Scenario) -> None:
    """Only what is given must be whole: a break-even may lie between two numbers of people."""
    for key, value in scenario.values.items():
        one = load_assumptions()[key]
        if one.whole and value != int(value):
            raise EconomicsError(f"{key} counts {one.unit}: give a whole number, not {value:g}.", key)


def _number(key: str, value: object, currency: str) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    found = AMOUNT.match(value) if isinstance(value, str) else None
    if found is None:
        raise EconomicsError(f"Give {key} as a number, not {shorten(repr(value))}.", key)
    for code in (found[1], found[3]):
        if code and code.upper() != currency:
            raise EconomicsError(
                f"{key} is in {code.upper()}, the scenario in {currency}: give every amount in one currency.", key
            )
    return float(found[2])
