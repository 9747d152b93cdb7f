"""Which module fits a statement, and why; which statements are one topic."""

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexad.challenges.matching import GOOD_ENOUGH, cluster, match_modules, rank_modules
from hexad.challenges.module import Module, load_modules

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
    best = match_modules(text)[0]

    assert best.id == module
    assert best.score >= GOOD_ENOUGH


@pytest.mark.parametrize("module", load_modules(), ids=IDS)
def test_a_modules_title_and_its_own_examples_score_one(module: Module) -> None:
    for text in (module.title, *module.statements):
        best = match_modules(text)[0]
        assert (best.id, best.score, best.statement) == (module.id, 1, text)


@pytest.mark.parametrize(
    "text", ["The printer is out of toner.", "I have to reduce costs by ten percent.", "and the", "?"]
)
def test_what_fits_nothing_has_no_match_and_every_module_says_so(text: str) -> None:
    assert match_modules(text) == ()
    assert [one.score for one in rank_modules(text)] == [0.0] * len(IDS)
    assert {one.why for one in rank_modules(text)} == {"It shares no telling word with this module."}


def test_a_word_that_every_module_has_proves_nothing() -> None:
    found = match_modules("work")

    assert {one.id for one in found} == set(IDS)
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
    fits = cluster(["It is quicker if I do it myself.", "It is quicker to do it myself than to explain."])[0]
    own = cluster(STATEMENTS)[0]

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
