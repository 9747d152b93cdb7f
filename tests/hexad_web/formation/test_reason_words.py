"""Whatever the library can say of groups, the product can say in the reader's language."""

from django.utils import translation

from hexad.formation.catalogue import ATTRIBUTE, CATALOGUE
from hexad.formation.reasons import TEMPLATES
from hexad_web.formation.queries.policy import title_of
from hexad_web.formation.queries.wording import say, say_why
from hexad_web.formation.reason_words import REASONS, RULES, no_groups

KINDS = (*CATALOGUE.values(), ATTRIBUTE)


def test_every_reason_of_the_library_is_collected_for_translation() -> None:
    assert set(REASONS) == set(TEMPLATES.values())


def test_every_rule_and_its_settings_are_collected_for_translation() -> None:
    settings = {option.sentence for kind in KINDS for option in kind.options.values()}
    assert set(RULES) == {kind.title for kind in KINDS} | {kind.sentence for kind in KINDS} | settings


def test_a_rule_within_a_reason_is_named_in_the_readers_language() -> None:
    conflict = {"code": "conflict.rule", "values": {"title": CATALOGUE["meet"].title}}
    with translation.override("de"):
        assert say(conflict) == "Keine Einteilung gefunden, die diese Regel einhält: „Treffen möglich“."


def test_a_language_is_said_by_its_name() -> None:
    spoken = {"code": "language.kept", "values": {"value": "en"}}
    assert say(spoken) == "All speak English."
    with translation.override("de"):
        assert say(spoken) == "Alle sprechen diese Sprache: Englisch."
    assert say({"code": "language.kept", "values": {"value": "Elvish"}}) == "All speak Elvish."


def test_the_size_of_a_group_has_a_title_in_german() -> None:
    with translation.override("de"):
        assert title_of("size") == "Gruppengröße"


def test_why_a_run_has_no_groups_is_said_in_the_readers_language() -> None:
    few = no_groups("run.few", count=3, smallest=4)
    assert say_why(few) == "Only 3 can be in a group; a group needs 4."
    with translation.override("de"):
        assert say_why(few) == "Nur 3 Personen können in eine Gruppe; eine Gruppe braucht 4."


def test_a_sentence_of_an_older_edition_stays_as_it_was_stored() -> None:
    assert say_why({"sentence": "Ana and Ben are to be kept apart.", "rules": ["apart"]}) == (
        "Ana and Ben are to be kept apart."
    )
