"""Whatever the library can say about a row, the product can say in the reader's language."""

from hexad.people import remedies
from hexad_web.people.remedy_words import REMEDIES


def test_every_remedy_of_the_library_is_collected_for_translation() -> None:
    sentences = {value for name, value in vars(remedies).items() if name.isupper() and isinstance(value, str)}

    assert set(REMEDIES) == sentences | set(remedies.DATE_TWO_WAYS.values())
