"""What changed between two versions of a module, word by word."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from hexad.challenges.module import SETTINGS, Module, Strategy

Kind = Literal["same", "gone", "new"]
TOKEN = re.compile(r"\S+\s*")
MOST_PAIRS = 1_000_000  # of words to be held against each other; a page has 350


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words in a row that are in both versions, only in the earlier one, or only in the later one."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One place that is not the same, named as the linter names it."""

    place: str
    pieces: tuple[Piece, ...]


def compare(before: Module, after: Module) -> tuple[Change, ...]:
    """List the places in which two versions differ, in the order of reading.

    Parameters
    ----------
    before, after
        Two versions of one module. A strategy is the same one where its key is.

    Returns
    -------
    tuple of Change
        Empty where only the number of the version differs.

    Source: Ratcliff and Metzener, "Pattern matching: the gestalt approach" (1988), on words instead of letters.

    >>> from dataclasses import replace
    >>> from hexad.challenges.module import load_modules
    >>> one = load_modules()[0]
    >>> [change.place for change in compare(one, replace(one, version=2, title="Another"))]
    ['module.toml: title']
    """
    places = {key: number for number, key in enumerate(_keys(after, before), start=1)}
    old, new = _texts(before, places), _texts(after, places)
    found = (Change(place=place, pieces=_pieces(old.get(place, ""), new.get(place, ""))) for place in {**new, **old})
    return tuple(change for change in found if any(piece.kind != "same" for piece in change.pieces))


def _keys(*modules: Module) -> Iterable[str]:
    return dict.fromkeys(one.key for module in modules for one in module.strategies)


def _texts(module: Module, places: Mapping[str, int]) -> dict[str, str]:
    plain = {"title": module.title, "purpose": module.purpose, "language": module.language}
    timing = {"timing.practice_days": str(module.timing.practice_days)}
    lists = {key: "\n".join(getattr(module, key)) for key in ("statements", "words", "reflect_questions")}
    tips = {f"tips[{at}].text": f"{one.day}: {one.text}" for at, one in enumerate(module.tips, start=1)}
    sources = {"sources": "\n".join(f"{one.text} ({one.strength})" for one in module.sources)}
    strategies = {
        f"strategies[{places[one.key]}].{key}": text
        for one in module.strategies
        for key, text in _strategy(one).items()
    }
    documents = {f"{one.key}.md": f"{one.title}\n\n{one.body}" for one in module.documents}
    settings = {**plain, **timing, **lists, **strategies, **tips, **sources}
    return {**{f"{SETTINGS}: {key}": text for key, text in settings.items()}, **documents}


def _strategy(one: Strategy) -> dict[str, str]:
    plans = "\n".join(f"{plan.situation} → {plan.behaviour} ({plan.occasion})" for plan in one.if_then)
    texts = {key: getattr(one, key) for key in ("title", "text", "first_step", "difficulty", "knows")}
    return {**texts, "if_then": plans}


def _pieces(before: str, after: str) -> tuple[Piece, ...]:
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    if len(old) * len(new) > MOST_PAIRS:  # two texts of thousands of words are told apart as wholes
        whole = (("gone", before), ("new", after)) if before != after else (("same", before),)
        return tuple(Piece(kind=kind, text=text) for kind, text in whole)  # type: ignore[arg-type]
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found.append(Piece(kind="same", text="".join(old[a:b])))
            continue
        for which, words in (("gone", old[a:b]), ("new", new[c:d])):
            if words:
                found.append(Piece(kind=which, text="".join(words)))  # type: ignore[arg-type]
    return tuple(found)
