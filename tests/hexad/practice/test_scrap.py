from hypothesis import given
from hypothesis import strategies as st

from hexad.practice.scrap import Outcome, ScrapCount, count

reports = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(Outcome)), max_size=20)


def test_the_last_report_on_a_plan_counts() -> None:
    assert count([("a", Outcome.KEPT), ("a", Outcome.DROPPED)]) == ScrapCount(dropped=1)


def test_a_plan_that_nobody_reported_on_is_silent_and_not_in_use() -> None:
    found = count([("a", Outcome.ADAPTED)], ["a", "b"])
    assert (found.silent, found.used, found.plans) == (1, 1, 2)


@given(reports, st.lists(st.sampled_from("abcdefg")))
def test_every_plan_is_counted_once(made: list[tuple[str, Outcome]], plans: list[str]) -> None:
    assert count(made, plans).plans == len({plan for plan, _outcome in made} | set(plans))
