"""``rules.toml``: every key with its default, and every mistake told at once."""

import pytest

from hexad.formation.catalogue import CATALOGUE, Mode
from hexad.formation.errors import FormationError
from hexad.formation.ruleset import DEFAULT, PEOPLE_TABLES, RuleSet, default_rule, from_json, read_rules


def test_an_empty_file_leaves_every_rule_at_its_default() -> None:
    assert read_rules("") == DEFAULT
    assert [rule.key for rule in DEFAULT.rules] == list(CATALOGUE)
    assert DEFAULT.relax == ("meet", "topic")


@pytest.mark.parametrize("key", [key for key in CATALOGUE if key not in PEOPLE_TABLES])
def test_every_rule_can_be_a_must_a_wish_or_off(key: str) -> None:
    assert read_rules(f"[{key}]\nhard = true").rule(key).mode is Mode.MUST
    wish = read_rules(f"[{key}]\nweight = 2.5").rule(key)
    assert (wish.mode, wish.weight) == (Mode.WISH, 2.5)
    assert read_rules(f"[{key}]\noff = true").rule(key).mode is Mode.OFF
    assert read_rules(f"[{key}]\nweight = 0").rule(key).mode is Mode.OFF


def test_settings_people_and_the_order_of_giving_way_are_read() -> None:
    rules = read_rules(
        """
        relax = ["topic"]
        [line]
        steps = 3
        [meet]
        may_miss = 1
        tentative = true
        [tenure]
        bands = [1, 4]
        [union]
        weight = 2
        [[apart]]
        people = ["Ann@x.example", "ben@x.example"]
        [[together]]
        people = ["cho@x.example", "dev@x.example"]
        [locked]
        groups = [["a@x.example", "b@x.example", "c@x.example", "d@x.example"]]
        """
    )
    assert rules.relax == ("topic",)
    assert rules.rule("line").number("steps") == 3
    assert rules.rule("meet").option("tentative") is True
    assert rules.rule("tenure").option("bands") == (1.0, 4.0)
    assert rules.rule("union").mode is Mode.WISH
    assert rules.apart == (("ann@x.example", "ben@x.example"),)
    assert len(rules.locked[0]) == 4


def test_what_was_written_as_json_is_read_back_the_same() -> None:
    rules = read_rules('[line]\nsteps = 3\n[tenure]\nbands = [1, 4]\n[[apart]]\npeople = ["a", "b"]')
    assert from_json(rules.as_json()) == rules


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[line", "not valid TOML"),
        ("line = 3", "Write line as a table: [line]."),
        ("[line]\nstep = 3", "The rule line has no setting 'step'; it has hard, weight, off, steps."),
        ("[line]\nsteps = true", "Give line.steps a value like 2"),
        ("[line]\nsteps = -1", "Give line.steps a value like 2"),
        ('[meet]\ntentative = "yes"', "Give meet.tentative a value like False"),
        ('[site]\nprefer = "mixed"', "Give site.prefer a value like 'different'"),
        ("[tenure]\nbands = [5, 1]", "Give tenure.bands a value like [2.0, 5.0, 10.0]"),
        ("[site]\nweight = -1", "Give site a weight between 0 and 100."),
        ("[site]\nweight = nan", "Give site a weight between 0 and 100."),
        ("[site]\nweight = inf", "Give site a weight between 0 and 100."),
        ("[site]\nweight = [1]", "Give site a weight that is a number"),
        ("[site]\nhard = true\nweight = 1", "Set one of hard, weight and off for site."),
        ("[site]\nhard = true\noff = true", "Set one of hard, weight and off for site."),
        ('relax = "meet"', 'Write the order as relax = ["meet", "topic"].'),
        ('relax = ["sight"]', "names 'sight', which is no rule."),
        ('[[apart]]\npeople = ["a"]', "List at least two addresses in [[apart]] people."),
        ("[[together]]\npeople = [1, 2]", "List at least two addresses in [[together]] people."),
        ("[locked]\ngroups = 1", "List at least two addresses in [locked] groups."),
        ('["Not a key"]\nweight = 1', "in small letters, digits and underscores"),
    ],
)
def test_a_mistake_is_told_with_its_table_key_and_remedy(text: str, words: str) -> None:
    with pytest.raises(FormationError) as refusal:
        read_rules(text)
    assert words in str(refusal.value)


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(FormationError) as refusal:
        read_rules("[line]\nstep = 3\n[site]\nweight = -1\n[tenure]\nbands = [5, 1]")
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize("data", [{}, {"rules": 1}, {**DEFAULT.as_json(), "rules": [{"key": "line"}]}])
def test_json_that_is_something_else_is_refused(data: dict[str, object]) -> None:
    with pytest.raises(FormationError, match="These are no rules"):
        from_json(data)


def test_a_rule_that_is_set_takes_the_place_of_its_default() -> None:
    changed = RuleSet(rules=(default_rule("site"),)).with_rule(read_rules("[site]\nweight = 9").rule("site"))
    assert changed.rule("site").weight == 9
    assert len(changed.rules) == len(CATALOGUE)


@pytest.mark.parametrize(
    "text",
    ["[site]\nweight = true", '[site]\nweight = "3"', '[site]\nhard = "no"', '[site]\noff = "no"', "[site]\noff = 1"],
)
def test_a_switch_wants_true_or_false_and_a_weight_a_number(text: str) -> None:
    with pytest.raises(FormationError, match="site"):
        read_rules(text)
