"""Every entry that the product writes has words in the reader's language."""

import re
from pathlib import Path

from django.utils import translation

from hexad_web.accounts.audit_words import ACTIONS, TERMS, about, counts, what_was_done
from hexad_web.people.models import Consent

PRODUCT = Path(__file__).parents[3] / "src" / "hexad_web"
WRITERS = [*PRODUCT.glob("*/actions.py"), *PRODUCT.glob("*/actions/*.py"), PRODUCT / "accounts" / "audit.py"]
WRITTEN = re.compile(
    r'"((?:accounts|availability|challenges|economics|evidence|formation|outbox|people|practice|privacy|report|scheduling|sessions)\.[a-z_]+)"'
)
ABOUT = re.compile(r'target=f"(\w+) {')
KINDS_OF_MAIL = {"formation.group"}


def found(pattern: re.Pattern[str]) -> set[str]:
    return {word for path in WRITERS for word in pattern.findall(path.read_text(encoding="utf-8"))}


def test_every_action_that_is_written_down_has_words() -> None:
    answers = {f"people.{answer}" for answer in Consent.Answer.values}
    assert found(WRITTEN) - KINDS_OF_MAIL | answers == set(ACTIONS)


def test_every_kind_of_row_has_a_word() -> None:
    assert found(ABOUT) - set(TERMS) == set()


def test_an_entry_reads_in_german() -> None:
    with translation.override("de"):
        assert what_was_done("people.import") == "Personen importiert"
        assert about("GroupMember 7") == "Platz 7"
        assert counts({"people": 12, "given": "owner"}) == "vergeben Programmleitung, Personen 12"


def test_what_has_no_word_is_shown_as_it_was_written() -> None:
    assert what_was_done("people.of_old") == "people: of old"
    assert about("Relic 3") == "Relic 3"
