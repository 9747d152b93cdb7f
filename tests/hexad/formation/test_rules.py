"""Each rule kept and broken, and what its reason says."""

import pytest

from hexad.formation.catalogue import CATALOGUE, Mode
from hexad.formation.ruleset import DEFAULT, Rule, RuleSet
from tests.hexad.formation.cast import candidate, group, verdict

ALL_DAY = (1 << 32) - 1
ONE_BLOCK = {"blocks": ((0, 32),)}


def rule(key: str, **options: object) -> Rule:
    return Rule(key=key, mode=Mode.MUST, options=options)  # type: ignore[arg-type]  # a test's shorthand


@pytest.mark.parametrize(
    ("key", "kept", "broken"),
    [
        ("level", ({"level": "manager"}, {"level": "manager"}), ({"level": "manager"}, {"level": "director"})),
        ("topic", ({"topics": ("a", "b")}, {"topics": ("b", "c")}), ({"topics": ("a",)}, {"topics": ("c",)})),
        (
            "language",
            ({"languages": ("en", "de")}, {"languages": ("de",)}),
            ({"languages": ("en",)}, {"languages": ("de",)}),
        ),
        ("line", ({"bosses": ("x",)}, {"bosses": ("y",)}), ({"bosses": ("x",)}, {"bosses": ("x",)})),
    ],
)
def test_a_hard_rule_is_kept_and_broken(
    key: str, kept: tuple[dict[str, object], ...], broken: tuple[dict[str, object], ...]
) -> None:
    assert verdict(group(*kept), rule(key)).breaches == 0
    said = verdict(group(*broken), rule(key))
    assert said.breaches == 1
    assert said.reason.text


@pytest.mark.parametrize("key", ["level", "topic", "language"])
def test_whoever_names_nothing_fits_any_group(key: str) -> None:
    fields = {"level": {"level": "manager"}, "topic": {"topics": ("a",)}, "language": {"languages": ("en",)}}
    assert verdict(group(fields[key], {}), rule(key)).breaches == 0


def test_one_common_topic_of_all_is_needed_and_pairs_of_common_ones_are_not_enough() -> None:
    pairwise = group({"topics": ("a", "b")}, {"topics": ("b", "c")}, {"topics": ("c", "a")})
    assert verdict(pairwise, rule("topic")).breaches == 1


def test_a_ranking_is_kept_where_everybody_has_one_first_choice() -> None:
    kept = verdict(group({"topics": ("a", "b")}, {"topics": ("a", "c")}, {}), rule("ranking"))
    assert (kept.breaches, kept.reason.text) == (0, "a is everybody's first choice.")


def test_a_second_choice_costs_once_and_a_third_twice() -> None:
    second = verdict(group({"topics": ("a", "b")}, {"topics": ("a",)}, {"topics": ("b", "a")}), rule("ranking"))
    third = verdict(group({"topics": ("a", "b")}, {"topics": ("a",)}, {"topics": ("c", "d", "a")}), rule("ranking"))
    assert (second.breaches, third.breaches) == (1, 2)
    assert "unites 2 of 3" in second.reason.text


def test_whoever_ranks_nothing_stands_against_no_choice() -> None:
    assert verdict(group({}, {}), rule("ranking")).breaches == 0


def test_a_boss_counts_as_many_steps_up_as_the_rule_says() -> None:
    members = group({}, {"bosses": ("x", "y", "ann")})
    assert verdict(members, rule("line", steps=2)).breaches == 0
    assert verdict(members, rule("line", steps=3)).breaches == 1


def test_a_boss_in_the_group_is_named() -> None:
    said = verdict(group({}, {"bosses": ("ann",)}), rule("line"))
    assert "Ann" in said.reason.text
    assert "Ben" in said.reason.text


def test_people_kept_apart_are_named_and_rivals_never() -> None:
    members = group({}, {})
    apart = verdict(members, rule("apart"), apart=(("ann", "ben"),))
    rivals = verdict(members, rule("rivals"), rivals=(("ann", "ben"),))
    assert (apart.breaches, rivals.breaches) == (1, 1)
    assert "Ann" in apart.reason.text
    assert "a private constraint" in rivals.reason.text.lower()
    assert not {"ann", "ben"} & set(rivals.reason.text.lower().replace(".", "").split())
    assert not rivals.reason.values


def test_people_who_belong_together_are_missed() -> None:
    everybody = (*group({}, {}), candidate("zed"))
    rules = RuleSet(together=(("ann", "zed"),))
    assert verdict(everybody, rule("together"), rules).breaches == 0
    from hexad.formation.context import Context
    from hexad.formation.problem import FormationProblem
    from hexad.formation.rules import judge

    context = Context(FormationProblem(candidates=everybody, rules=rules))
    parted = judge(everybody[:2], rules.rule("together"), context)
    assert parted.breaches == 1
    assert "Zed" in parted.reason.text


def test_a_group_can_meet_where_all_are_free_for_the_whole_window() -> None:
    free = group({"free": 0b1111110000}, {"free": 0b0111111000}, {})
    assert verdict(free, rule("meet", minutes=75), **ONE_BLOCK).breaches == 0
    assert verdict(free, rule("meet", minutes=90), **ONE_BLOCK).breaches == 1


def test_every_block_needs_its_window() -> None:
    members = group({"free": 0b111111}, {"free": ALL_DAY})
    said = verdict(members, rule("meet"), blocks=((0, 16), (16, 32)))
    assert said.breaches == 1
    assert (said.reason.values["blocks"], said.reason.values["missing"]) == (2, 1)


def test_one_may_miss_where_the_rule_says_so() -> None:
    members = group({"free": 0}, {"free": ALL_DAY}, {"free": ALL_DAY})
    assert verdict(members, rule("meet"), **ONE_BLOCK).breaches == 1
    assert verdict(members, rule("meet", may_miss=1), **ONE_BLOCK).breaches == 0


def test_a_blocked_calendar_is_named_to_nobody() -> None:
    said = verdict(group({"free": 0}, {"free": ALL_DAY}), rule("meet"), **ONE_BLOCK)
    assert "Ann" not in said.reason.text


@pytest.mark.parametrize("key", ["department", "site"])
def test_members_from_different_places_bring_points_and_equal_ones_none(key: str) -> None:
    different = verdict(group({key: "a"}, {key: "b"}, {key: "c"}), rule(key))
    same = verdict(group({key: "a"}, {key: "a"}, {key: "a"}), rule(key))
    assert different.gain == different.most > 0
    assert same.gain == 0
    assert same.breaches == 3


def test_a_wish_can_be_to_agree() -> None:
    same = verdict(group({"site": "a"}, {"site": "a"}), rule("site", prefer="same"))
    assert same.gain == same.most
    assert same.breaches == 0


def test_tenure_counts_in_bands() -> None:
    def bands(*years: float) -> int:
        return verdict(group(*({"numbers": {"tenure": year}} for year in years)), rule("tenure")).breaches

    assert bands(1.0, 3.0, 7.0, 12.0) == 0
    assert bands(2.1, 4.9) == 1


def test_a_further_column_is_a_rule_too() -> None:
    columns: tuple[dict[str, object], ...] = ({"attributes": {"union": "a"}}, {"attributes": {"union": "b"}})
    assert verdict(group(*columns), rule("union")).breaches == 0
    assert verdict(group(columns[0], columns[0]), rule("union")).breaches == 1


def test_a_numeric_column_brings_more_the_further_its_values_lie_apart() -> None:
    def gain(*values: str) -> int:
        members = (
            *group(*({"attributes": {"grade": value}} for value in values)),
            candidate("low", attributes={"grade": "0"}),
            candidate("high", attributes={"grade": "100"}),
        )
        from hexad.formation.context import Context
        from hexad.formation.problem import FormationProblem
        from hexad.formation.rules import judge

        grade = Rule(key="grade", mode=Mode.WISH, options={"numeric": True})
        return judge(
            members[:2], grade, Context(FormationProblem(candidates=members, rules=DEFAULT.with_rule(grade)))
        ).gain

    assert 0 == gain("50", "50") < gain("40", "60") < gain("0", "100")


def test_only_rivals_are_private() -> None:
    assert [key for key, kind in CATALOGUE.items() if kind.private] == ["rivals"]
