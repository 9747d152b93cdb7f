"""Which module fits a statement, and why; which statements are one topic."""

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hexad.challenges.clustering import FLOOR, _terms
from hexad.challenges.matching import GOOD_ENOUGH, Cluster, Match, cluster, match_modules, rank_modules
from hexad.challenges.module import Module, load_modules
from hexad.challenges.nearness import Embed, Vectors
from hexad.challenges.words import telling

IDS = [module.id for module in load_modules()]
SAID = [
    ("I check everything before it leaves, I cannot let go.", "delegation"),
    ("I cannot trust others with important tasks.", "delegation"),
    ("My team waits for me to decide everything.", "delegation"),
    ("I was promoted and still fix all the bugs myself.", "from-expert-to-manager"),
    ("My new boss expects a manager, and I am still the specialist.", "from-expert-to-manager"),
    ("My team members argue about who does what.", "conflict-before-it-begins"),
    ("I need to tell a colleague that his jokes are not funny.", "conflict-before-it-begins"),
    ("Konflikt im Team", "conflict-before-it-begins"),
]


@pytest.mark.parametrize(("text", "module"), SAID)
def test_what_managers_say_leads_to_the_module_that_helps(text: str, module: str) -> None:
    found = match_modules(text)

    assert module in {one.id for one in found if one.score >= GOOD_ENOUGH}, "among the three that are named"


@pytest.mark.parametrize("module", load_modules(), ids=IDS)
def test_a_modules_title_and_its_own_examples_score_one(module: Module) -> None:
    for text in (module.title, *module.statements):
        best = match_modules(text)[0]
        assert (best.id, best.score, best.statement) == (module.id, 1, text)


@pytest.mark.parametrize("text", ["The printer hums.", "Zebras graze on the savanna.", "and the", "?"])
def test_what_fits_nothing_has_no_match_and_every_module_says_so(text: str) -> None:
    assert match_modules(text) == ()
    assert [one.score for one in rank_modules(text)] == [0.0] * len(IDS)
    assert {one.why for one in rank_modules(text)} == {"It shares no telling word with this module."}


def test_a_word_that_only_happens_to_stand_in_an_example_proves_little() -> None:
    """“Audit” stands in one example of Onboarding, which is about something else."""
    found = match_modules("The audit swallows the coffee.", top=len(IDS))

    assert "onboarding" in {one.id for one in found}
    assert all(one.score < GOOD_ENOUGH for one in found if one.words == ("audit",))


def test_a_word_that_every_module_has_proves_nothing() -> None:
    found = match_modules("work", top=len(IDS))

    assert len(found) > len(IDS) / 2
    assert all(one.score < GOOD_ENOUGH for one in found)
    assert all("too little" in one.why for one in found)


def test_the_reason_names_the_words_as_they_were_written_and_the_closest_example() -> None:
    best = match_modules("I got PROMOTED on Friday.")[0]

    assert "promoted" in best.words
    assert "“promoted”" in best.why
    assert "I was promoted on a Friday" in best.why


def test_no_more_are_named_than_wanted() -> None:
    assert len(match_modules("work", top=1)) == 1
    assert match_modules("work", top=0) == ()


def test_without_modules_nothing_matches() -> None:
    assert match_modules("I cannot let go.", modules=()) == ()
    assert [one.module for one in cluster(["I cannot let go."], modules=())] == [""]


@given(st.text(max_size=300))
def test_any_text_has_scores_from_zero_to_one_best_first(text: str) -> None:
    found = rank_modules(text)

    assert {one.id for one in found} == set(IDS)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 for one in found)


STATEMENTS = [
    "The audit is late again.",
    "Nobody in my unit wants the audit.",
    "My shift lead left without a word.",
    "Two shift leads share one desk.",
    "I sign every parking permit.",
    "The audit eats my week.",
]


def test_similar_statements_are_one_topic_and_a_lone_one_stays_alone() -> None:
    found = [one.members for one in cluster(STATEMENTS)]

    assert found[0] == (0, 1, 5)
    assert (2, 3) in found
    assert (4,) in found


def test_a_topic_says_which_words_it_shares() -> None:
    first = cluster(STATEMENTS)[0]

    assert "audit" in first.terms
    assert first.why == "3 statements share words such as “audit”."


def test_a_topic_takes_its_modules_title_where_that_fits_and_its_words_otherwise() -> None:
    three = [one for one in load_modules() if one.id in ("conflict-before-it-begins", "delegation", "feedback")]
    fits = cluster(["It is quicker if I do it myself.", "It is quicker to do it myself than to explain."], three)[0]
    own = cluster(STATEMENTS, three)[0]

    assert (fits.title, fits.module) == ("Delegation", "delegation")
    assert (own.title, own.module) == ("Audit", "")


def test_nothing_is_no_topic() -> None:
    assert cluster([]) == ()


sentences = st.lists(
    st.sampled_from([*STATEMENTS, "", "and the", "???", "Audit audit desk.", "Parking and audit."]), max_size=12
)


@given(sentences, st.randoms(use_true_random=False))
def test_every_statement_is_in_one_topic_whatever_the_order_of_the_list(texts: list[str], chance: Random) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)
    shuffled = [texts[at] for at in order]

    def as_texts(some: list[str]) -> list[tuple[list[str], tuple[str, ...], str]]:
        return [(sorted(some[at] for at in one.members), one.terms, one.title) for one in cluster(some)]

    assert as_texts(texts) == as_texts(shuffled)
    assert sorted(at for one in cluster(texts) for at in one.members) == list(range(len(texts)))


@given(sentences)
def test_a_further_statement_changes_only_topics_that_it_resembles(texts: list[str]) -> None:
    before = {frozenset(one.members) for one in cluster(texts)}
    after = {frozenset(one.members) for one in cluster([*texts, "Quarterly budgets confuse apprentices."])}

    assert after == {*before, frozenset({len(texts)})}


def test_thousands_of_long_statements_that_share_words_take_seconds() -> None:
    words = [f"{a}{b}{c}{d}" for a in "bcdfgklm" for b in "aeiou" for c in "bdgklm" for d in "aeiou"]
    texts = [" ".join(words[(at * 7 + step * step) % len(words)] for step in range(200))[:1000] for at in range(2000)]
    began = time.process_time()

    found = cluster(texts)

    assert sum(len(one.members) for one in found) == len(texts)
    assert time.process_time() - began < 20


# -- by meaning, with vectors that are given


def by_letters(texts: Sequence[str]) -> Vectors:
    """Vectors of length one that hang on the text alone: its letters, counted."""
    counts = np.array([[1 + text.casefold().count(one) for one in "abcdefghijklmnopqrstuvwxyz"] for text in texts])
    return (counts / np.linalg.norm(counts, axis=1, keepdims=True)).astype(np.float32)


def spread(texts: Sequence[str]) -> Vectors:
    """Vectors by lot from the text, so that some cosines are below zero."""
    rows = np.array([np.random.default_rng(list(text.casefold().encode())).normal(size=16) for text in texts])
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("module", load_modules(), ids=IDS)
def test_by_meaning_too_an_example_word_for_word_is_first_with_one(module: Module) -> None:
    for text in (module.title, *module.statements):
        first, second = rank_modules(text, embed=by_letters)[:2]
        assert (first.id, first.score, first.statement) == (module.id, 1, text)
        assert second.score < 1


@pytest.mark.parametrize("embed", [by_letters, spread])
@given(text=st.text(max_size=120))
def test_by_meaning_any_text_has_scores_from_zero_to_one_and_a_closest_example(embed: Embed, text: str) -> None:
    found = rank_modules(text, embed=embed)
    examples = {one.id: (one.title, *one.statements) for one in load_modules()}

    assert {one.id for one in found} == set(IDS)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 1 for one in found)
    assert all(one.statement in examples[one.id] for one in found)
    assert all(one.why.startswith(f"Closest: “{one.statement}”") for one in found)


def test_the_reason_by_meaning_names_shared_words_where_there_are_any() -> None:
    shares, strange = (
        rank_modules("I got PROMOTED on Friday.", embed=by_letters)[0],
        rank_modules("Mmmh", embed=by_letters)[0],
    )

    assert "It shares the word" in shares.why
    assert "“PROMOTED”" in shares.why.upper()
    assert strange.words == ()
    assert "in other words" in strange.why or "too far away" in strange.why


def test_without_examples_a_title_stands_for_them() -> None:
    bare = replace(load_modules()[0], statements=(), words=())

    assert rank_modules("Something else", [bare], embed=by_letters)[0].statement == bare.title


def test_statements_in_other_words_are_one_topic_where_the_same_module_fits_them() -> None:
    module = next(one for one in load_modules() if one.id == "delegation")
    pairs = combinations(module.statements, 2)
    texts = next(list(pair) for pair in pairs if not set(telling(pair[0])) & set(telling(pair[1])))
    (found,) = cluster(texts)

    assert (found.members, found.terms, found.module) == ((0, 1), (), "delegation")
    assert found.why == "2 statements fit the module “Delegation”, each in other words."


def test_words_in_common_are_those_of_a_third_and_others_are_kept_apart() -> None:
    said = [
        telling(text) for text in ("audit crane", "audit parking", "parking permit", "desk", "kiosk", "audit zebra")
    ]

    assert _terms(said) == (("audit", "parking"), ("audit", "parking"))
    assert _terms([*said, telling("quay")]) == (("audit",), ("audit", "parking"))
    assert _terms(said[:1]) == (("audit", "crane"), ("audit", "crane"))
    assert _terms([telling("and the")]) == ((), ())


# -- what a further statement may change

VOCABULARY = ["audit", "shift", "desk", "parking", "permit", "crane", "promoted", "praise", "agenda", "the", "and"]
built = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=4).map(" ".join)
MODES: list[Embed | None] = [None, spread]


def alike(one: str, other: str, embed: Embed | None) -> bool:
    """Whether two texts share anything that counts, seen from outside: as a pair, in whole numbers."""
    words = telling(one), telling(other)
    shared = len(set(words[0]) & set(words[1])) / math.sqrt(max(len(words[0]), 1) * max(len(words[1]), 1))
    fits = [[found.score for found in fitting(text, embed)] for text in (one, other)]
    if all(any(row) for row in fits):
        (a, b) = (np.array(row) ** 3 for row in fits)
        shared = 0.5 * float(a @ b / np.linalg.norm(a) / np.linalg.norm(b)) + 0.25 * shared
    return one == other or shared > FLOOR - 0.005  # whole steps: a little doubt at the limit


def fitting(text: str, embed: Embed | None) -> list[Match]:
    found = sorted(rank_modules(text, embed=embed), key=lambda one: one.id)
    return [one if one.score >= GOOD_ENOUGH else replace(one, score=0.0) for one in found]


def reached_from(new: str, texts: Sequence[str], embed: Embed | None) -> set[int]:
    """Places of statements that resemble the new one, or resemble one that does, and so on."""
    reached, edge = set[int](), [new]
    while edge:
        one = edge.pop()
        more = {at for at, text in enumerate(texts) if at not in reached and alike(one, text, embed)}
        reached |= more
        edge += [texts[at] for at in more]
    return reached


@pytest.mark.parametrize("embed", MODES, ids=["words", "meaning"])
@settings(max_examples=25)
@given(texts=st.lists(built, max_size=8), new=built)
def test_a_further_statement_changes_no_topic_that_nothing_links_to_it(
    embed: Embed | None, texts: list[str], new: str
) -> None:
    before = {frozenset(one.members): one for one in cluster(texts, embed=embed)}
    after = {frozenset(one.members): one for one in cluster([*texts, new], embed=embed)}
    reached = reached_from(new, texts, embed)

    for members, topic in before.items():
        if reached.isdisjoint(members):
            assert after[members] == topic


@pytest.mark.parametrize("embed", MODES, ids=["words", "meaning"])
@settings(max_examples=25)
@given(texts=st.lists(built, max_size=10), chance=st.randoms(use_true_random=False))
def test_the_order_of_the_list_changes_nothing(embed: Embed | None, texts: list[str], chance: Random) -> None:
    order = list(range(len(texts)))
    chance.shuffle(order)
    straight, shuffled = cluster(texts, embed=embed), cluster([texts[at] for at in order], embed=embed)

    def named(found: Cluster, back: Sequence[int]) -> tuple[list[int], Cluster]:
        return sorted(back[at] for at in found.members), replace(found, members=())

    assert sorted((named(one, range(len(texts))) for one in straight), key=repr) == sorted(
        (named(one, order) for one in shuffled), key=repr
    )
