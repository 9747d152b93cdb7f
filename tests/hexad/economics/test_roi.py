"""Return on investment: the worked numbers, and no claim where the effect may be nothing."""

import pytest

from hexad.economics.assumptions import EconomicsError
from hexad.economics.roi import Benefit, Return, return_on


def test_sixty_thousand_for_twenty() -> None:
    found = return_on(Benefit(value=60_000), 20_000)
    assert (found.bcr, found.roi_percent) == (3.0, 200.0)
    assert found.caveats == ("The programme's share is assumed, not estimated.",)


def test_the_published_case_with_every_cost_in() -> None:
    costs = 2.5e6 + 90 * 80 * 120 + 10 * 200_000 + 3.0e6
    found = return_on(Benefit(value=5.25e6 + 2.0e6 + 4.5e6), costs)
    assert costs == 8.364e6
    assert found.bcr == pytest.approx(1.4048302, abs=5e-8)
    assert found.roi_percent == pytest.approx(40.4830, abs=5e-5)


def test_credited_is_value_times_share_times_confidence() -> None:
    assert return_on(Benefit(value=100_000, share=0.5, confidence=0.8), 20_000).bcr == pytest.approx(2)


def test_an_effect_that_may_be_nothing_claims_nothing_but_its_break_even() -> None:
    found = return_on(Benefit(value=60_000, share=0.2, share_low=-0.1, share_high=0.5), 20_000)
    assert found.bcr is None
    assert found.interval is None
    assert found.break_even == 20_000


def test_the_interval_carries_the_effects_interval() -> None:
    found = return_on(Benefit(value=60_000, share=0.5, share_low=0.3, share_high=0.7), 20_000, seed=4)
    assert found.interval == pytest.approx((-10, 110), abs=3)  # .3 and .7 of 60,000 over 20,000
    assert (
        found.interval
        == return_on(Benefit(value=60_000, share=0.5, share_low=0.3, share_high=0.7), 20_000, seed=4).interval
    )


def test_several_benefits_add_up_and_what_may_be_nothing_is_not_credited() -> None:
    stated = Benefit(value=40_000, share=0.5, confidence=0.5)
    measured = Benefit(value=1_000, share=30, share_low=20, share_high=40)  # thirty units of 1,000 each
    nothing = Benefit(value=1_000, share=5, share_low=-5, share_high=15)
    found = return_on([stated, measured, nothing], 20_000, seed=1)
    assert found.bcr == pytest.approx((10_000 + 30_000) / 20_000)
    assert found.roi_percent == pytest.approx(100)
    assert found.interval == pytest.approx((50, 150), abs=5), "20 and 40 units, the stated one fixed"
    assert found.caveats == (
        "A benefit whose effect's interval spans zero is not credited.",
        "The programme's share is assumed, not estimated.",
    )
    assert return_on([nothing], 20_000).bcr is None
    assert return_on([], 20_000) == Return(bcr=None, roi_percent=None, interval=None, break_even=20_000)


@pytest.mark.parametrize(
    ("benefit", "costs", "says"),
    [
        ({"value": 1.0}, 0.0, "costs must be above 0"),
        ({"value": 1.0}, float("nan"), "costs must be above 0"),
        ({"value": float("inf")}, 1.0, "Give value as a number."),
        ({"value": 1.0, "share": 2.0}, 1.0, "at most 1"),
        ({"value": 1.0, "confidence": -0.1}, 1.0, "from 0 to 1"),
        ({"value": 1.0, "share_low": 0.1}, 1.0, "Give both ends"),
        ({"value": 1.0, "share": 0.9, "share_low": 0.1, "share_high": 0.5}, 1.0, "must lie between"),
    ],
)
def test_what_nothing_can_be_computed_with_is_named(benefit: dict[str, float], costs: float, says: str) -> None:
    with pytest.raises(EconomicsError, match=says):
        return_on(Benefit(**benefit), costs)
