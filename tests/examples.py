"""The cast of the tests: Northwind Works, eleven managers on two sites, with two reporting lines."""

from datetime import UTC, date, datetime

from hexad.people.roster import Person

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


def person(name: str, department: str, boss: str = "", **fields: object) -> Person:
    """A manager of Northwind Works; ``name`` is the first name, which makes the address."""
    defaults: dict[str, object] = {
        "level": "manager",
        "site": "Berlin",
        "time_zone": "Europe/Berlin",
        "country": "DE",
        "start_date": date(2019, 3, 1),
        "languages": ("en", "de"),
        "weekly_hours": 40.0,
    }
    return Person(
        email=f"{name.lower()}@northwind.example",
        name=f"{name} Example",
        department=department,
        boss_email=f"{boss.lower()}@northwind.example" if boss else "",
        **{**defaults, **fields},  # type: ignore[arg-type]  # a test's shorthand
    )


ADA = person("Ada", "Board", level="executive")
BEN = person("Ben", "Sales", "Ada")
CHO = person("Cho", "Finance", "Ada")
DEV = person("Dev", "Production", "Ada", site="Leeds", time_zone="Europe/London", country="GB")
EVA = person("Eva", "People", "Ada")
FEN = person("Fen", "Research", "Ada", site="Leeds", time_zone="Europe/London", country="GB")
GUS = person("Gus", "Logistics", "Ada")
HAL = person("Hal", "Sales", "Ben", start_date=date(2024, 9, 1))
IDA = person("Ida", "Finance", "Cho", languages=("de",))
JON = person("Jon", "Production", "Dev", site="Leeds", time_zone="Europe/London", country="GB")
KIM = person("Kim", "Research", "Fen", weekly_hours=20.0)

NORTHWIND = (ADA, BEN, CHO, DEV, EVA, FEN, GUS, HAL, IDA, JON, KIM)
