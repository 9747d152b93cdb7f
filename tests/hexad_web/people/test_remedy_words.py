"""Whatever the library can say about a row, the product can say in the reader's language."""

from types import ModuleType

from hexad.people import refusals, remedies
from hexad_web.people.remedy_words import REFUSALS, REMEDIES


def sentences_of(module: ModuleType) -> set[str]:
    return {value for name, value in vars(module).items() if name.isupper() and isinstance(value, str)}


def test_every_remedy_of_the_library_is_collected_for_translation() -> None:
    assert set(REMEDIES) == sentences_of(remedies) | set(remedies.DATE_TWO_WAYS.values())


def test_every_refusal_of_a_file_is_collected_for_translation() -> None:
    assert set(REFUSALS) == sentences_of(refusals)
