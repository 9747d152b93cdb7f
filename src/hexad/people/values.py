"""Single values of a row: addresses, hours, countries, lists."""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

ADDRESS = re.compile(r"[^@\s,;:<>()\[\]\"\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_][\w-]{0,61}[^\W_]")
IN_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>")
HOURS = re.compile(r"(\d{1,3})(?:[.,](\d{1,4}))?\s*(?:h|hrs?|hours?|std\.?|stunden)?", re.IGNORECASE)
MOST_HOURS = 80.0
FORMULA = re.compile(r"'+[=+\-@\t\r\n＝＋－＠]")  # noqa: RUF001  # spreadsheets take the full-width signs as well


def _by_name(names: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({name: code for code, spellings in names.items() for name in spellings.split(", ")})


COUNTRIES = _by_name(
    {
        "AT": "austria, österreich",
        "AU": "australia, australien",
        "BE": "belgium, belgien",
        "BR": "brazil, brasilien",
        "CA": "canada, kanada",
        "CH": "switzerland, schweiz",
        "CN": "china",
        "CZ": "czech republic, czechia, tschechien",
        "DE": "germany, deutschland",
        "DK": "denmark, dänemark",
        "ES": "spain, spanien",
        "FI": "finland, finnland",
        "FR": "france, frankreich",
        "GB": "united kingdom, uk, great britain, england, vereinigtes königreich, großbritannien",
        "HU": "hungary, ungarn",
        "IE": "ireland, irland",
        "IN": "india, indien",
        "IT": "italy, italien",
        "JP": "japan",
        "MX": "mexico, mexiko",
        "NL": "netherlands, niederlande",
        "NO": "norway, norwegen",
        "PL": "poland, polen",
        "PT": "portugal",
        "RO": "romania, rumänien",
        "SE": "sweden, schweden",
        "TR": "turkey, türkei",
        "US": "united states, usa, united states of america",
    }
)
LANGUAGES = _by_name(
    {
        "ar": "arabic, arabisch",
        "cs": "czech, tschechisch",
        "da": "danish, dänisch",
        "de": "german, deutsch",
        "en": "english, englisch",
        "es": "spanish, spanisch, español",
        "fr": "french, französisch, français",
        "hi": "hindi",
        "hu": "hungarian, ungarisch",
        "it": "italian, italienisch, italiano",
        "ja": "japanese, japanisch",
        "nl": "dutch, niederländisch",
        "pl": "polish, polnisch, polski",
        "pt": "portuguese, portugiesisch",
        "ro": "romanian, rumänisch",
        "ru": "russian, russisch",
        "sv": "swedish, schwedisch",
        "tr": "turkish, türkisch",
        "uk": "ukrainian, ukrainisch",
        "zh": "chinese, chinesisch",
    }
)


def as_typed(cell: str) -> str:
    """Undo the apostrophe that keeps a spreadsheet from running a text as a formula (see ``writing``)."""
    return cell[1:] if FORMULA.match(cell) else cell


def read_email(text: str) -> str:
    """Read an address in lower case; empty where it is none.

    Accepts ``mailto:`` and ``Name <address>`` and drops invisible characters, which copying from mail programs leaves.

    Notes
    -----
    Source: RFC 5321 for the lengths; narrower than RFC 5322 on purpose (no quoted local parts, no comments).

    >>> read_email("Ada <Ada@Example.org>")
    'ada@example.org'
    """
    if len(text) > 1000:
        return ""
    visible = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cf", "Cc"}).strip()
    inner = IN_BRACKETS.fullmatch(visible)
    address = (inner[1].strip() if inner else visible).lower().removeprefix("mailto:")
    correct = len(address) <= 254 and ADDRESS.fullmatch(address) and ".." not in address and not address.startswith(".")
    return address if correct else ""


def read_hours(text: str) -> float | None:
    """Read contracted hours a week: ``40``, ``38,5``, ``37.5 h``; None outside (0, 80]."""
    match = HOURS.fullmatch(text.strip())
    hours = float(f"{match[1]}.{match[2] or 0}") if match else 0.0
    return hours if 0 < hours <= MOST_HOURS else None


def read_country(text: str) -> str:
    """Read a country as its two-letter code (ISO 3166-1); empty where it is not known."""
    if len(text) == 2 and text.isascii() and text.isalpha() and text.casefold() != "uk":
        return text.upper()
    return COUNTRIES.get(text.casefold(), "")


def read_languages(text: str) -> tuple[str, ...]:
    """Read languages as codes (ISO 639-1) where the name is known, otherwise in lower case as typed."""
    spoken = (word.strip().casefold() for word in re.split(r"[;,|/]", text))
    return tuple(dict.fromkeys(LANGUAGES.get(word, word) for word in spoken if word))


def read_topics(text: str) -> tuple[str, ...]:
    """Read topics in the order of the ranking, each once."""
    return tuple(dict.fromkeys(topic for part in re.split(r"[;|]", text) if (topic := " ".join(part.split()))))
