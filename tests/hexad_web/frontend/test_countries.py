"""Countries are named in the reader's language, and are those whose holidays are known."""

from django.utils import translation
from holidays.registry import COUNTRIES

from hexad_web.frontend.countries import NAMES, countries, name_of


def test_every_country_whose_holidays_are_known_has_a_name() -> None:
    assert set(NAMES) == {entry[1] for entry in COUNTRIES.values()}


def test_names_and_their_order_are_the_readers() -> None:
    with translation.override("de"):
        names = [name for _code, name in countries()]
        assert name_of("DE") == "Deutschland"
    assert names.index("Oman") < names.index("Österreich") < names.index("Pakistan")
    assert name_of("DE") == "Germany"


def test_a_code_that_is_no_country_has_no_name() -> None:
    assert name_of("ZZ") == ""
