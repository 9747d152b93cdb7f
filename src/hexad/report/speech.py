"""How numbers, dates and sentences are said in the reader's language."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date


def say_english(text: str) -> str:
    """Return the sentence as it stands."""
    return text


def day_in_english(day: date) -> str:
    """Write a date in words.

    Examples
    --------
    >>> day_in_english(date(2026, 6, 4))
    '4 June 2026'
    """
    return f"{day.day} {day:%B %Y}"


def month_in_english(day: date) -> str:
    """Write a month in words."""
    return f"{day:%B %Y}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """A language.

    Attributes
    ----------
    say
        Translates a sentence of this package; placeholders stay.
    day, month
        Write a day and its month.
    decimal, group
        Signs of a number.
    language, is_from_right
        ISO 639 code for screen readers, and whether it is written from the right.
    """

    say: Callable[[str], str] = say_english
    day: Callable[[date], str] = day_in_english
    month: Callable[[date], str] = month_in_english
    decimal: str = "."
    group: str = ","
    language: str = "en"
    is_from_right: bool = False

    def number(self, value: float, places: int = 0) -> str:
        """Write a number with its groups of three.

        Examples
        --------
        >>> Speech(decimal=",", group=".").number(-12345.678, 1)
        '\u221212.345,7'
        """
        signs = {",": self.group, ".": self.decimal, "-": "\u2212"}
        return "".join(signs.get(letter, letter) for letter in f"{value:,.{places}f}")

    def percent(self, share: float) -> str:
        """Write a share of one, without decimals: more would claim a precision that no estimate here has."""
        return f"{self.number(share * 100)}\u00a0%"

    def hours(self, hours: float) -> str:
        """Write hours; below ten, with a decimal."""
        return f"{self.number(hours, 0 if abs(hours) >= 10 or hours == int(hours) else 1)}\u00a0h"

    def money(self, amount: float, currency: str) -> str:
        """Write an amount, rounded to three digits: it is an estimate."""
        size = max(len(str(int(abs(amount)))) - 3, 0)
        return f"{self.number(round(amount, -size))}\u00a0{currency}"
