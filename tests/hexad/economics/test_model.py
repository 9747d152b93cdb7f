"""The published worked figures, to the digit, and what must hold for any figures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.economics.assumptions import EconomicsError, Scenario, load_assumptions, read_scenario
from hexad.economics.model import Comparison, compare, on_site, practice_room
from hexad.economics.sensitivity import break_even, saving, spread, tornado


def percents(found: Comparison) -> tuple[float, float]:
    assert found.saving_with_time is not None
    assert found.saving_cash is not None
    return round(found.saving_with_time * 100, 2), round(found.saving_cash * 100, 2)


def test_the_default_costs_617_43_against_3025_39_a_head() -> None:
    found = compare(Scenario())
    assert round(found.groups.total, 2) == 617.43
    assert round(found.training.total, 2) == 3025.39
    assert round(found.training.cash, 2) == 1353.11
    assert percents(found) == (79.59, 95.57)


@pytest.mark.parametrize(
    ("values", "expected"),
    [({"practice_hours": 1}, (68.54, 95.57)), ({"external_rate": 250}, (67.66, 64.77))],
)
def test_worked_cases(values: dict[str, float], expected: tuple[float, float]) -> None:
    assert percents(compare(Scenario(values=values))) == expected


def test_two_days_on_site() -> None:
    assert percents(compare(on_site(Scenario()))) == (70.30, 91.90)


def test_hours_alone_and_a_learning_hour() -> None:
    found = compare(Scenario())
    assert found.saving_hours == 0.625
    assert 1 - found.groups.learning_hours / found.training.hours == pytest.approx(0.70)
    assert round(found.groups.per_learning_hour, 2) == 102.90
    assert round(found.training.per_learning_hour, 2) == 189.09
    assert round((found.saving_per_learning_hour or 0) * 100, 2) == 45.58


def test_eighty_per_cent_needs_an_offsite_of_1414_85_in_cash() -> None:
    found = compare(Scenario())
    assert round(found.cash_for_80_percent, 2) == 1414.85
    trip = 250 + found.cash_for_80_percent - found.training.cash
    assert compare(Scenario(values={"trip": trip})).saving_with_time == pytest.approx(0.8)


def test_the_tornado_is_the_published_one_widest_first() -> None:
    bars = {bar.key: (round(bar.at_low * 100, 1), round(bar.at_high * 100, 1)) for bar in tornado(Scenario())}
    assert bars == {
        "practice_hours": (79.6, 57.5),
        "external_rate": (79.6, 64.9),
        "sessions": (79.6, 70.4),
        "wage": (83.3, 77.1),
        "preparation_hours": (80.5, 75.9),
        "cohort": (82.4, 77.8),
        "travel_hours": (77.1, 81.6),
        "trip": (77.8, 82.2),
        "trainer_day": (78.0, 82.2),
    }
    assert [bar.width for bar in tornado(Scenario())] == sorted(
        (bar.width for bar in tornado(Scenario())), reverse=True
    )


@pytest.mark.parametrize(
    ("values", "share", "prepared"),
    [
        ({"sessions": 6}, 0.433, 0.481),
        ({"sessions": 4}, 0.288, 0.321),
        ({"sessions": 12}, 0.865, 0.962),
        ({"sessions": 6, "practice_hours": 1}, 0.721, 0.769),
    ],
)
def test_share_of_work_time(values: dict[str, float], share: float, prepared: float) -> None:
    found = compare(Scenario(values=values))
    assert round(found.time_share * 100, 3) == share
    assert round(found.time_share_with_preparation * 100, 3) == prepared


def test_room_for_practice_under_one_per_cent() -> None:
    assert round(practice_room(Scenario(), sessions_a_year=6, cycles_a_year=3) * 60) == 3 * 60 + 56
    assert round(practice_room(Scenario(), sessions_a_year=12, cycles_a_year=6) * 60) == 28


def test_the_range_holds_the_likely_value_and_every_bar() -> None:
    wide = spread(Scenario())
    assert wide.low < wide.likely < wide.high < 1
    assert all(wide.low <= min(bar.at_low, bar.at_high) for bar in tornado(Scenario()))


def test_at_break_even_groups_cost_what_the_training_costs() -> None:
    hours = break_even(Scenario(), "practice_hours")
    assert hours is not None
    found = compare(Scenario(values={"practice_hours": hours}))
    assert found.groups.total == pytest.approx(found.training.total)


def test_where_no_value_turns_the_answer_there_is_no_break_even() -> None:
    assert break_even(Scenario(), "wage") is None


def scenarios() -> st.SearchStrategy[Scenario]:
    figures = {key: st.floats(max(one.least, 0.01), one.most) for key, one in load_assumptions().items()}
    return st.fixed_dictionaries(figures).map(lambda values: Scenario(values=values))


@given(scenarios())
def test_a_saving_never_exceeds_everything_and_shares_are_of_the_same_costs(scenario: Scenario) -> None:
    found = compare(scenario)
    assert saving(scenario) <= 1
    assert found.groups.total == pytest.approx((1 - saving(scenario)) * found.training.total)
    assert found.time_share <= found.time_share_with_preparation


@given(scenarios(), st.sampled_from(["wage", "platform", "practice_hours", "preparation_hours", "materials"]))
def test_what_makes_groups_dearer_never_makes_them_cheaper(scenario: Scenario, key: str) -> None:
    more = scenario.with_values(**{key: load_assumptions()[key].most})
    assert compare(more).groups.total >= compare(scenario).groups.total * (1 - 1e-12)


@given(scenarios(), st.floats(0.01, 100))
def test_another_currency_changes_amounts_and_no_share(scenario: Scenario, rate: float) -> None:
    here = compare(Scenario())
    there = compare(Scenario(currency="EUR", usd_rate=rate))
    assert there.saving_with_time == pytest.approx(here.saving_with_time)
    assert there.groups.total == pytest.approx(here.groups.total * rate)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("wage = -5", "wage (an hour) must be 0 to 10,000, not -5."),
        ("sessions = 0", "sessions (sessions) must be 1 to 100, not 0."),
        ("sessions = 2.5", "give a whole number, not 2.5"),
        ("wage = nan", "Give wage as a number"),
        ("wage = true", "Give wage as a number, not True."),
        ("wages = 5", "There is no assumption 'wages'. Known are: wage,"),
        ("wage = '80 EUR'", "wage is in EUR, the scenario in USD: give every amount in one currency."),
        ("currency = 'EUR'", "Two currencies would be mixed: wage, trainer_day"),
        ("currency = 'euro'", "Write the currency as three capitals"),
        ("currency = 'EUR'\nusd_rate = 0", "usd_rate says what one US dollar costs in EUR"),
        ("wage =", "The scenario is not TOML"),
        ("[wage]\nvalue = 3", "Give wage as a number, not {'value': 3}"),
    ],
)
def test_a_bad_figure_is_named_with_its_remedy(text: str, says: str) -> None:
    with pytest.raises(EconomicsError) as caught:
        read_scenario(text)
    assert says in str(caught.value)


def test_an_amount_may_name_its_currency() -> None:
    scenario = read_scenario("currency = 'EUR'\nusd_rate = 0.9\nwage = '80 EUR'")
    assert scenario["wage"] == 80
    assert scenario["hotel"] == pytest.approx(99)
    assert scenario["cohort"] == 18


def test_every_assumption_says_where_it_comes_from() -> None:
    for one in load_assumptions().values():
        assert one.least <= one.value <= one.most
        assert one.source
        assert one.unit
        assert 2020 <= one.year <= 2026
        if one.low is not None and one.high is not None:
            assert one.low <= one.value <= one.high
