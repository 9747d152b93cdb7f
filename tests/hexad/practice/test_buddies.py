from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hexad.practice.buddies import pair_buddies

groups = st.sets(st.text("abcdefgh", min_size=1, max_size=3), min_size=2, max_size=9).map(sorted)


@given(groups, st.integers(1, 30))
def test_everybody_has_one_buddy_and_is_one_persons_buddy(members: list[str], cycle: int) -> None:
    pairs = pair_buddies(members, cycle)
    assert [person for person, _buddy in pairs] == members
    assert sorted(buddy for _person, buddy in pairs) == members
    assert all(person != buddy for person, buddy in pairs)


@given(groups, st.integers(1, 30))
def test_only_three_people_of_an_odd_group_are_not_mutual(members: list[str], cycle: int) -> None:
    pairs = set(pair_buddies(members, cycle))
    one_way = [pair for pair in pairs if pair[::-1] not in pairs]
    assert len(one_way) == (3 if len(members) % 2 else 0)


@given(groups)
def test_in_an_even_group_everybody_meets_everybody_before_a_pair_comes_again(members: list[str]) -> None:
    if len(members) % 2 == 0:
        met = [frozenset(pair) for cycle in range(1, len(members)) for pair in set(pair_buddies(members, cycle))]
        assert sorted(map(sorted, met)) == sorted(2 * [list(pair) for pair in combinations(members, 2)])


@given(groups, st.randoms(use_true_random=False))
def test_the_order_of_members_changes_nothing(members: list[str], random: Random) -> None:
    shuffled = random.sample(members, len(members))
    assert pair_buddies(shuffled, 2) == pair_buddies(members, 2)


def test_one_person_alone_has_no_buddy() -> None:
    assert pair_buddies(["ben"], 1) == ()
    assert pair_buddies([], 1) == ()
