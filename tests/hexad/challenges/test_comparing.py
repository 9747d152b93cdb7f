"""Two versions of a module, word by word."""

from dataclasses import replace

from hypothesis import given, settings

from hexad.challenges.comparing import Change, compare
from hexad.challenges.module import Document, Module, load_modules
from tests.hexad.challenges.written import modules

DELEGATION = next(module for module in load_modules() if module.id == "delegation")


def text_of(change: Change, *kinds: str) -> str:
    return "".join(piece.text for piece in change.pieces if piece.kind in kinds)


def test_versions_of_one_text_differ_in_nothing() -> None:
    assert compare(DELEGATION, replace(DELEGATION, version=2)) == ()


def test_only_the_words_that_changed_are_new_and_gone() -> None:
    after = replace(DELEGATION, purpose=DELEGATION.purpose.replace("four weeks", "three weeks"))
    (change,) = compare(DELEGATION, after)

    assert change.place == "module.toml: purpose"
    assert [(piece.kind, piece.text) for piece in change.pieces if piece.kind != "same"] == [
        ("gone", "four "),
        ("new", "three "),
    ]


def test_a_strategy_is_known_by_its_key_and_not_by_its_place() -> None:
    first, *others = DELEGATION.strategies
    moved = replace(DELEGATION, strategies=(*others, first))
    renamed = replace(DELEGATION, strategies=(replace(first, title="Another title"), *others))

    assert compare(DELEGATION, moved) == ()
    assert [one.place for one in compare(DELEGATION, renamed)] == ["module.toml: strategies[1].title"]


def test_a_strategy_that_is_gone_is_told_after_those_that_stay() -> None:
    changes = compare(DELEGATION, replace(DELEGATION, strategies=DELEGATION.strategies[1:]))

    assert {one.place.partition(".toml: ")[2][:13] for one in changes} == {"strategies[4]"}
    assert {piece.kind for one in changes for piece in one.pieces} == {"gone"}


def test_texts_without_end_are_told_apart_as_wholes() -> None:
    long = replace(DELEGATION, card=Document(key="card", title="T", body="a b " * 5000))
    longer = replace(long, card=replace(long.card, body="b a " * 5000))

    assert [piece.kind for one in compare(long, longer) for piece in one.pieces] == ["gone", "new"]
    assert compare(long, long) == ()


@given(before=modules, after=modules)
@settings(max_examples=20, deadline=None)
def test_the_pieces_are_the_two_texts(before: Module, after: Module) -> None:
    for change in compare(before, after):
        if change.place == "card.md":
            assert text_of(change, "same", "gone").strip() == f"{before.card.title}\n\n{before.card.body}".strip()
            assert text_of(change, "same", "new").split() == f"{after.card.title}\n\n{after.card.body}".split()
