"""A whole study without its pages: when it asks, what a manager reads, and what may be claimed."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from hexad.evidence.claim import Claim, Course, Studied, claim_of, course_of
from hexad.evidence.design import GroupFacts, draw_waves, orders_of
from hexad.evidence.estimate import EvidenceError
from hexad.evidence.rounds import OPEN_DAYS, had_begun, rounds_of, turn_of
from hexad.evidence.sheets import Category, Sheet, observed_means, own_feedback

ITEMS = ("restates", "decision", "quieter", "closes")


def test_a_round_ends_when_the_next_wave_begins_and_two_come_later() -> None:
    rounds = rounds_of(date(2027, 2, 1), weeks=8, waves=3)
    assert [one.closes for one in rounds[:4]] == [date(2027, 2, 1) + timedelta(weeks=8 * wave) for wave in range(4)]
    assert [one.compares for one in rounds] == [True] * 4 + [False] * 2
    assert all((one.closes - one.opens).days == OPEN_DAYS for one in rounds)
    assert (rounds[4].closes - rounds[3].closes).days == pytest.approx(91, abs=15)
    assert rounds[0].is_open(date(2027, 1, 31))
    assert not rounds[0].is_open(date(2027, 2, 1))


def test_a_wave_has_begun_in_the_rounds_after_its_first_day() -> None:
    assert [[had_begun(wave, number) for number in range(3)] for wave in (0, 1)] == [
        [False, True, True],
        [False, False, True],
    ]


def test_two_reminders_and_never_a_third() -> None:
    asked = date(2027, 1, 18)
    days = [day for day in range(30) if turn_of(asked, asked + timedelta(days=day)) >= 1]
    assert days[0] == 5
    assert turn_of(asked, asked + timedelta(days=10)) == 2
    assert turn_of(asked, asked + timedelta(days=300)) == 2, "never a third"


@pytest.mark.parametrize(("weeks", "waves"), [(1, 2), (8, 1)])
def test_a_study_that_cannot_compare_is_refused(weeks: int, waves: int) -> None:
    with pytest.raises(EvidenceError):
        rounds_of(date(2027, 2, 1), weeks=weeks, waves=waves)


def sheet(
    rater: str, *values: int | None, category: Category = Category.REPORT, number: int = 0, comment: str = ""
) -> Sheet:
    answers = dict(zip(ITEMS, values, strict=True))
    return Sheet(round=number, manager="ann", rater=rater, category=category, values=answers, comment=comment)


def test_a_manager_reads_a_category_from_three_raters_on_and_never_how_many() -> None:
    two = [sheet("a", 1, 2, 3, 4), sheet("b", 3, 2, 1, 4), sheet("m", 4, 4, 4, 4, category=Category.SELF)]
    found = {one.category: one.means for one in own_feedback(two, ITEMS, number=0)}
    assert found[Category.REPORT] == {}
    assert found[Category.SELF]["restates"] == 4
    three = [*two, sheet("c", 2, 2, None, 4)]
    found = {one.category: one.means for one in own_feedback(three, ITEMS, number=0)}
    assert found[Category.REPORT] == {"restates": 2.0, "decision": 2.0, "closes": 4.0}, "two observed the third item"
    assert found[Category.PEER] == {}


def test_one_boss_is_never_read_alone() -> None:
    found = own_feedback([sheet("boss", 0, 0, 0, 0, category=Category.BOSS)], ITEMS, number=0)
    assert all(not one.means for one in found)


def test_a_sheet_counts_where_half_of_the_items_were_observed() -> None:
    assert sheet("a", 4, 2, None, None).score(ITEMS) == 3
    assert sheet("a", 4, None, None, None).score(ITEMS) is None


def studied(effect: float, seed: int = 1, *, groups: int = 16, raters: int = 3, loose: bool = False) -> Studied:
    """Groups of six in two waves; three reports observe each manager in three rounds."""
    lot = np.random.default_rng(seed)
    wave = {f"g{one:02}": one % 2 for one in range(groups)}
    group = {f"{name}m{one}": name for name in wave for one in range(6)}
    sheets = []
    for manager, name in group.items():
        level = lot.normal(0, 0.5)
        for number in range(3):
            mood = level + 0.1 * number + effect * had_begun(wave[name], number)
            for rater in range(raters + 1):
                category = Category.SELF if rater == raters else Category.REPORT
                seen = 0.0 if loose else lot.normal(0, 0.5)
                noise = lot.normal(0, 1.5 if loose else 0.4, len(ITEMS))
                values = np.clip(np.round(2 + (0 if loose else mood + seen) + noise), 0, 4)
                answers = {key: int(value) for key, value in zip(ITEMS, values, strict=True)}
                sheets.append(
                    Sheet(round=number, manager=manager, rater=f"{manager}r{rater}", category=category, values=answers)
                )
    return Studied(sheets=sheets, items=ITEMS, group=group, wave=wave, rounds=(0, 1, 2))


def test_an_effect_that_is_there_is_claimed_with_its_interval_and_what_to_read_with_it() -> None:
    found = claim_of(studied(0.6))
    assert found.is_evidence
    assert found.primary is not None
    assert found.by_lot is not None
    assert found.primary.interval[0] < 0.6 < found.primary.interval[1]
    assert found.by_lot.p < 0.05
    assert found.scale is not None
    assert found.scale.may_be_scored
    assert any("the interval may miss it" in str(note) for note in found.notes)
    assert found.description is not None
    assert found.description[1] > found.description[0]


def test_where_there_is_none_nothing_is_claimed_although_everybody_improved() -> None:
    """A trend that all share makes a naive before and after look like success."""
    found = [claim_of(studied(0.0, seed)) for seed in range(20)]
    assert sum(one.is_evidence for one in found) <= 4
    assert all(one.description is not None and one.description[1] > one.description[0] for one in found)


def refusals() -> list[tuple[Studied, str]]:
    whole = studied(0.5)
    few = replace(whole, sheets=[one for one in whole.sheets if one.manager.startswith("g00")])
    alike = replace(whole, sheets=[replace(one, values=dict.fromkeys(ITEMS, 3)) for one in whole.sheets])
    early = replace(whole, rounds=(0,))
    return [
        (few, "Too few managers"),
        (alike, "Everybody answered the same"),
        (early, "one period"),
        (studied(0.5, loose=True), "do not measure one thing"),
        (replace(whole, sheets=[]), "Too few managers"),
    ]


@pytest.mark.parametrize("place", range(5))
def test_where_nothing_can_be_said_the_claim_says_why(place: int) -> None:
    given, words = refusals()[place]
    found = claim_of(given)
    assert found.primary is None
    assert not found.is_evidence
    assert found.why is not None
    assert words in str(found.why)


def test_those_who_stop_answering_in_one_arm_are_said() -> None:
    whole = studied(0.5)
    late = {name for name, wave in whole.wave.items() if wave == 1}
    kept = [
        one for one in whole.sheets if one.round < 2 or whole.group[one.manager] not in late or one.manager[-1] < "3"
    ]
    found = claim_of(replace(whole, sheets=kept))
    assert found.left is not None
    assert found.left.lost == {"early": 0, "late": 24}
    assert any("stopped answering" in str(note) for note in found.notes)


def test_a_group_counts_by_its_wave_and_a_stranger_not_at_all() -> None:
    rows = observed_means(
        [sheet("a", 4, 4, 4, 4, number=1), replace(sheet("b", 1, 1, 1, 1), manager="zoe")],
        ITEMS,
        group={"ann": "g1"},
        wave={"g1": 0},
        rounds=(0, 1),
    )
    assert [(row.group, row.period, row.treated, row.outcome) for row in rows] == [("g1", 1, True, 4.0)]


def test_an_empty_claim_says_nothing_in_json_either() -> None:
    assert Claim().as_json()["primary"] is None


def test_a_lot_among_balanced_orders_is_tested_against_exactly_these() -> None:
    data = studied(0.6, groups=12)
    facts = {name: GroupFacts(key=name, size=6, traits={"site": (name[-1],)}) for name in data.wave}
    drawn = draw_waves(list(facts.values()), (6, 6), seed=5)
    mine = replace(data, wave=drawn.wave, orders=orders_of(facts, drawn.wave, seed=5))
    assert len(mine.orders) == 1000
    found = claim_of(mine)
    assert found.by_lot is not None
    different = len({tuple(sorted(order.items())) for order in mine.orders})
    assert f"{different - 1:,} orders" in found.by_lot.method


def test_orders_that_do_not_hold_the_drawn_one_are_no_orders() -> None:
    facts = {f"g{one}": GroupFacts(key=f"g{one}", size=6) for one in range(6)}
    drawn = draw_waves(list(facts.values()), (3, 3), seed=5)
    other = {key: 1 - wave for key, wave in drawn.wave.items()}
    assert orders_of(facts, other, seed=5) == []
    assert orders_of({}, drawn.wave, seed=5) == []


def test_who_answered_is_said_by_round_in_steps_and_never_of_few() -> None:
    data = studied(0.0, groups=4)
    few = [sheet for sheet in data.sheets if sheet.round < 2 or sheet.manager in list(data.group)[:7]]
    some = [sheet for sheet in few if sheet.round != 1 or sheet.manager in list(data.group)[:17]]
    assert claim_of(replace(data, sheets=some)).observed == {0: 1.0, 1: 0.7, 2: None}


def test_own_scores_are_not_said_again_of_nearly_the_same_people() -> None:
    """48 answered first, 45 of them again: the three who left could be told from the two means."""
    data = studied(0.0, groups=8)
    gone = set(list(data.group)[:3])
    left = [one for one in data.sheets if one.round < 2 or one.manager not in gone]
    first = claim_of(replace(data, rounds=(0,)))
    assert first.course.own is not None
    assert first.said == {0: (frozenset(data.group),)}
    assert claim_of(replace(data, sheets=left)).description is not None, "nothing was said before"
    found = claim_of(replace(data, sheets=left, said_before=first.said))
    assert found.description is None
    assert found.course.own is not None, "answers of the last round are said once"
    assert claim_of(replace(data, said_before=first.said)).description is not None, "the same people again"


def test_a_later_round_is_described_and_claims_nothing() -> None:
    data = studied(0.5, groups=8)
    found = course_of(replace(data, rounds=(2,)))
    assert found.primary is None
    assert found.course.observed is not None
    assert found.course.own is not None
    assert course_of(replace(data, rounds=(3,))).course == Course()


def test_each_scale_that_was_asked_is_judged() -> None:
    data = replace(studied(0.0, groups=4), scales={"whole": ITEMS, "half": ITEMS[:2], "unasked": ("x", "y")})
    found = claim_of(data).scales
    assert set(found) == {"whole", "half"}
    assert found["whole"].alpha > 0.6


def test_comments_are_read_from_three_raters_on_in_no_order() -> None:
    words = ["Asks first.", "", "Lets me decide.", "Late at times."]
    sheets = [sheet(f"r{at}", 3, 3, 3, 3, category=Category.PEER, comment=text) for at, text in enumerate(words)]
    peers = {one.category: one for one in own_feedback(sheets, ITEMS, number=0)}[Category.PEER]
    assert sorted(peers.comments) == ["Asks first.", "Late at times.", "Lets me decide."]
    again = {one.category: one for one in own_feedback(sheets[::-1], ITEMS, number=0)}[Category.PEER]
    assert again.comments == peers.comments, "when it was written changes nothing"
    two = own_feedback(sheets[:2], ITEMS, number=0)
    assert not any(one.comments for one in two)
