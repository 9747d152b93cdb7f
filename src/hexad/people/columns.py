"""Which column is which: names matched leniently, in English and German."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType

FIELDS = (
    "email",
    "name",
    "boss_email",
    "level",
    "department",
    "site",
    "time_zone",
    "country",
    "start_date",
    "languages",
    "weekly_hours",
    "topics",
)
# A name in two columns is common in personnel exports; together they stand for ``name``.
NAME_PARTS = ("given_name", "family_name")

SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "email": (
            "email, e-mail, mail, email address, work email, business email, user principal name, upn, "
            "e-mail-adresse, mailadresse, emailadresse, dienstliche e-mail, geschäftliche e-mail"
        ),
        "name": (
            "name, full name, display name, employee, employee name, person, participant, "
            "vollständiger name, mitarbeiter, mitarbeiterin, mitarbeitende, mitarbeitername, "
            "anzeigename"
        ),
        "given_name": "first name, given name, forename, vorname",
        "family_name": "last name, family name, surname, nachname, familienname, zuname",
        "boss_email": (
            "boss email, boss, manager, führungskraft, manager email, manager e-mail, line manager, "
            "line manager email, supervisor, supervisor email, reports to, reporting to, superior, superior email, "
            "boss mail, vorgesetzter, vorgesetzte, vorgesetzte e-mail, vorgesetzter e-mail, "
            "vorgesetzten e-mail, chef, chefin, chef e-mail, e-mail vorgesetzter, "
            "e-mail führungskraft, führungskraft e-mail, berichtet an"
        ),
        "level": (
            "level, grade, job level, band, management level, career level, ebene, stufe, "
            "hierarchieebene, führungsebene, karrierestufe, managementebene"
        ),
        "department": (
            "department, dept, division, business unit, unit, team, function, org unit, abteilung, "
            "bereich, geschäftsbereich, organisationseinheit, fachbereich, ressort"
        ),
        "site": (
            "site, location, office, work location, city, workplace, plant, standort, arbeitsort, ort, "
            "büro, werk, stadt, niederlassung, dienstort"
        ),
        "time_zone": "time zone, timezone, tz, zeitzone",
        "country": "country, country code, land, ländercode, länderkennzeichen",
        "start_date": (
            "start date, hire date, date of hire, joined, entry date, employed since, started, "
            "joining date, eintrittsdatum, eintritt, startdatum, einstellungsdatum, beginn, "
            "im haus seit"
        ),
        "languages": "languages, language, spoken languages, sprachen, sprache, sprachkenntnisse",
        "weekly_hours": (
            "weekly hours, hours per week, hours a week, hours, contracted hours, working hours, "
            "wochenstunden, stunden pro woche, arbeitszeit, wochenarbeitszeit, stunden je woche, "
            "std woche"
        ),
        "topics": "topics, topic, challenges, challenge, themen, thema, herausforderungen, herausforderung",
    }
)


def plain(name: str) -> str:
    """Fold a heading to lower-case letters and digits without accents, so that ``E-Mail *`` meets ``email``."""
    spelled = name.casefold().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    letters = unicodedata.normalize("NFKD", spelled)
    return re.sub(r"[\W_]+", "", "".join(letter for letter in letters if not unicodedata.combining(letter)))


_FIELD_OF = {plain(synonym): field for field, synonyms in SYNONYMS.items() for synonym in (field, *synonyms.split(","))}


def field_of(column: str) -> str:
    """Name the field that a heading means, or nothing."""
    return _FIELD_OF.get(plain(column), "")


def match_columns(columns: Sequence[str]) -> dict[str, int]:
    """Find the column of each field by its heading.

    Parameters
    ----------
    columns
        Headings as typed, in file order.

    Returns
    -------
    dict
        Field to column index. Of two columns that mean one field, an exact name wins, then the first. A name in two
        columns gives ``given_name`` and ``family_name``, unless there is a ``name``.

    Notes
    -----
    Source: our choice; the synonyms are headings seen in exports of personnel systems.

    >>> match_columns(["Vorname", "Nachname", "E-Mail", "Abteilung"])
    {'given_name': 0, 'family_name': 1, 'email': 2, 'department': 3}
    """
    found: dict[str, int] = {}
    for index, column in enumerate(columns):
        field = field_of(column)
        exact = plain(column) == plain(field)
        if field and (field not in found or (exact and plain(columns[found[field]]) != plain(field))):
            found[field] = index
    if "name" in found:
        return {field: index for field, index in found.items() if field not in NAME_PARTS}
    return found


def missing_fields(columns: Mapping[str, int]) -> tuple[str, ...]:
    """Name the required fields that no column serves."""
    has_name = "name" in columns or any(part in columns for part in NAME_PARTS)
    return tuple(field for field, there in (("email", "email" in columns), ("name", has_name)) if not there)
