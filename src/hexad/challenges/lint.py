"""Whether a module is good enough to be put into a manager's hand: limits, structure, links, plain words.

``module`` asks whether a folder can be read. This asks whether it keeps what ``docs/modules.md`` promises its reader.
An error breaks a limit; a warning is for a human eye. The rules on English words run where the module is in English.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hexad.challenges.module import SETTINGS, Document, Module, Reading, read_parts
from hexad.challenges.reading import LINK, count_words, reading_ease, sentences
from hexad.challenges.words import stem, telling, words_of
from hexad.problems import Problem, Severity, shorten

PURPOSE_SENTENCES = 2
STATEMENTS = (6, 10)
STATEMENT_WORDS = 30
PAGE_WORDS, CARD_WORDS, CASE_WORDS, STRATEGY_WORDS, TIP_WORDS = 350, 90, 150, 60, 40
PROMPTS = 6
STRATEGIES = (3, 5)
PLANS = 2
TIP_DAYS = (2, 9, 16, 35)
QUESTIONS = 5
SOURCES = (2, 6)
READ_MINUTES = 10
PRACTICE_DAYS = (21, 28)
EASY_ENOUGH = 60.0  # plain English, as in a newspaper for everybody
LONGEST_SENTENCE = 35
LONGEST_NAME, LONGEST_TITLE = 60, 80  # characters
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
SECTION = re.compile(r"^##\s+(?P<title>.+)$", re.MULTILINE)
PROMPT = re.compile(r"^\d+[.)]\s+\S", re.MULTILINE)
TAG = re.compile(r"</?[a-zA-Z][^>]{0,500}>|<!--")
WHEN_NOT = "when not to"
VAGUE = frozenset({"soon", "sometime", "someday", "later", "eventually"})
PROOF = re.compile(
    r"\b(?:studies|research|science|scientists|experts) (?:show|prove|say|agree|tell)s?\b", re.IGNORECASE
)
JARGON = frozenset({
    "actionable", "alignment", "bandwidth", "deliverable", "deliverables", "empower", "empowerment", "holistic",
    "impactful", "kpi", "kpis", "learnings", "leverage", "mindset", "paradigm", "proactive", "stakeholder",
    "stakeholders", "synergies", "synergy",
})  # fmt: skip
CONTESTS = frozenset({
    "ammunition", "attack", "attacks", "battle", "battlefield", "conquer", "defend", "enemies", "enemy", "frontline",
    "kickoff", "knockout", "offside", "playbook", "quarterback", "scoreboard", "sprint", "touchdown", "troops", "war",
    "warfare", "weapon", "weapons",
})  # fmt: skip


@dataclass(slots=True)
class _Found:
    """What the rules have to say about one module."""

    problems: list[Problem] = field(default_factory=list)

    def note(self, place: str, found: object, remedy: str, severity: Severity = "error") -> None:
        self.problems.append(Problem(field=place, found=shorten(str(found)), remedy=remedy, severity=severity))

    def most(self, place: str, count: int, most: int, what: str) -> None:
        if count > most:
            self.note(place, _counted(count, what), f"Cut it to {most} {what}.")

    def between(self, place: str, count: int, limits: tuple[int, int], what: str) -> None:
        least, most = limits
        if not least <= count <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            self.note(place, _counted(count, what), f"Make it {wanted} {what}.")


def _counted(count: int, what: str) -> str:
    """``what`` in the plural; one of them is said in the singular."""
    first, _space, rest = what.partition(" ")
    one = first.removesuffix("ies") + "y" if first.endswith("ies") else first.removesuffix("s")
    return f"{count} {what}" if count != 1 else f"1 {one} {rest}".rstrip()


Rule = Callable[[Module, _Found], None]


def lint(module: Module, folder: str = "") -> tuple[Problem, ...]:
    """Say what keeps a module from being good enough.

    Parameters
    ----------
    module
        As read from its folder.
    folder
        The folder's name, which is the module's id; not compared where it is empty.

    Returns
    -------
    tuple of Problem
        Errors first, each in the order of reading; empty where there is nothing to say.

    Source: our choice, because a manager reads it on a phone in ten minutes.

    >>> from hexad.challenges.module import load_modules
    >>> {lint(module, module.id) for module in load_modules()}
    {()}
    """
    found = _Found()
    if folder and folder != module.id:
        found.note(_at("id"), module.id, f"Give the module the name of its folder: {folder}.")
    for rule in RULES if module.language.partition("-")[0] == "en" else RULES_OF_ALL_LANGUAGES:
        rule(module, found)
    return tuple(sorted(found.problems, key=lambda one: one.severity))


def examine(parts: Mapping[str, Any]) -> Reading:
    """Read a module that is being written, and say all that is wrong with it: what is missing, and what breaks a rule.

    Parameters
    ----------
    parts
        As ``module.read_parts`` takes them.

    Returns
    -------
    Reading
        Errors first. Where a place is named by a rule, that its value is missing is not said once more.

    Source: our choice.

    >>> examine({"title": "Delegation"}).problems[0].remedy
    'Use small letters, digits and single hyphens, 60 at most.'
    """
    read = read_parts(parts)
    found = lint(read.module)
    known = {one.field for one in found if one.severity == "error"}
    missing = tuple(one for one in read.problems if one.field not in known)
    return replace(read, problems=tuple(sorted((*found, *missing), key=lambda one: one.severity)))


def _at(key: str) -> str:
    return f"{SETTINGS}: {key}"


def _file(document: Document) -> str:
    return f"{document.key}.md"


def _names(module: Module, found: _Found) -> None:
    keys = [strategy.key for strategy in module.strategies]
    for place, name in [("id", module.id), *((f"strategies[{at}].key", key) for at, key in enumerate(keys, start=1))]:
        if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
            remedy = f"Use small letters, digits and single hyphens, {LONGEST_NAME} at most."
            found.note(_at(place), name, remedy)
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        found.note(_at("strategies"), key, "Give each strategy a key of its own.")


def _title(module: Module, found: _Found) -> None:
    found.most(_at("title"), len(module.title), LONGEST_TITLE, "characters")


def _language(module: Module, found: _Found) -> None:
    if not LANGUAGE.fullmatch(module.language):
        found.note(_at("language"), module.language, "Write the language's code, such as en, de or pt-BR.")


def _purpose(module: Module, found: _Found) -> None:
    # A colon does not end a sentence here.
    count = len(re.findall(r"[.!?](?=\s|$)", module.purpose)) or 1
    found.most(_at("purpose"), count, PURPOSE_SENTENCES, "sentences")


def _statements(module: Module, found: _Found) -> None:
    found.between(_at("statements"), len(module.statements), STATEMENTS, "statements")
    title = set(telling(module.title))
    for number, text in enumerate(module.statements, start=1):
        place = _at(f"statements[{number}]")
        found.most(place, count_words(text), STATEMENT_WORDS, "words")
        own = [word for word in words_of(text) if stem(word) in title]
        if own:
            found.note(place, own[0], "Say it without the words of the title: people do not know the title yet.")
    if len({text.casefold() for text in module.statements}) < len(module.statements):
        found.note(_at("statements"), "the same twice", "Write each statement once.")


def _lengths(module: Module, found: _Found) -> None:
    for page in module.pages:
        found.most(_file(page), count_words(page.body), PAGE_WORDS, "words")
    found.most(_file(module.card), count_words(module.card.body), CARD_WORDS, "words")
    for case in module.cases:
        found.most(_file(case), count_words(case.body), CASE_WORDS, "words")


def _structure(module: Module, found: _Found) -> None:
    for page in module.pages:
        if len(SECTION.findall(page.body)) < 2:  # the two that the remedy names
            found.note(_file(page), page.title, "Add two ## sections: how it goes wrong, and when not to do it.")
    found.between(_file(module.worksheet), len(PROMPT.findall(module.worksheet.body)), (PROMPTS, PROMPTS), "prompts")
    for case in module.cases:
        if not case.body.endswith("?"):
            found.note(_file(case), case.body[-40:], "End the case with a question, not with a moral.")


def _strategies(module: Module, found: _Found) -> None:
    found.between(_at("strategies"), len(module.strategies), STRATEGIES, "strategies")
    for number, one in enumerate(module.strategies, start=1):
        place = f"strategies[{number}]"
        found.most(_at(f"{place}.text"), count_words(one.text), STRATEGY_WORDS, "words")
        found.between(_at(f"{place}.if_then"), len(one.if_then), (PLANS, PLANS), "examples")


def _tips(module: Module, found: _Found) -> None:
    days = tuple(tip.day for tip in module.tips)
    if days != TIP_DAYS:
        wanted = ", ".join(map(str, TIP_DAYS))
        found.note(_at("tips"), ", ".join(map(str, days)), f"Write a tip for each of the days {wanted}, in this order.")
    for number, tip in enumerate(module.tips, start=1):
        found.most(_at(f"tips[{number}].text"), count_words(tip.text), TIP_WORDS, "words")


def _questions(module: Module, found: _Found) -> None:
    found.between(_at("reflect_questions"), len(module.reflect_questions), (QUESTIONS, QUESTIONS), "questions")
    for number, text in enumerate(module.reflect_questions, start=1):
        if "?" not in text:
            found.note(_at(f"reflect_questions[{number}]"), text, "Ask a question about what happened.")


def _sources(module: Module, found: _Found) -> None:
    found.between(_at("sources"), len(module.sources), SOURCES, "sources")


def _timing(module: Module, found: _Found) -> None:
    found.between(_at("timing.practice_days"), module.timing.practice_days, PRACTICE_DAYS, "days")
    # Every other text has a limit of its own: it is the worksheet that makes a module long.
    found.most(_file(module.worksheet), module.read_minutes, READ_MINUTES, "minutes of reading")


def _links(module: Module, found: _Found) -> None:
    files = {_file(one) for one in module.documents}
    for one in module.documents:
        for link in LINK.finditer(one.body):
            if link[0].startswith("!"):
                found.note(_file(one), link[0], "Take the picture out: a module is read as text.")
            elif not link["target"].startswith("https://") and link["target"] not in files:
                found.note(_file(one), link["target"], "Link to https:// or to a file of this module.")
        if tag := TAG.search(one.body):
            found.note(_file(one), tag[0], "Write Markdown: HTML is shown as it stands.")


def _sections_in_english(module: Module, found: _Found) -> None:
    for page in module.pages:
        titles = [title.strip().casefold() for title in SECTION.findall(page.body)]
        if not any(title.startswith(WHEN_NOT) for title in titles):
            found.note(_file(page), page.title, "Add a section ## When not to.")


def _reading_level(module: Module, found: _Found) -> None:
    for place, text in _texts(module):
        ease = reading_ease(text)
        if count_words(text) >= CARD_WORDS // 2 and ease < EASY_ENOUGH:
            found.note(place, f"reading ease {ease:.0f}", f"Use shorter words and sentences, up to {EASY_ENOUGH:.0f}.")
        for sentence in sentences(text):
            if count_words(sentence) > LONGEST_SENTENCE:
                found.note(place, sentence, f"Split it: {LONGEST_SENTENCE} words are much for a phone.", "warning")


def _plain_words(module: Module, found: _Found) -> None:
    for place, text in _texts(module):
        words = set(words_of(text))
        for kind, listed in (("jargon", JARGON), ("a picture from war or sport", CONTESTS)):
            for word in sorted(words & listed):
                found.note(place, word, f"This is {kind}: use a word of every day.", "warning")
        if claim := PROOF.search(text):
            found.note(place, claim[0], "Name the work under sources and say how strong it is.", "warning")


def _occasions(module: Module, found: _Found) -> None:
    for at, strategy in enumerate(module.strategies, start=1):
        for number, plan in enumerate(strategy.if_then, start=1):
            if VAGUE & set(words_of(plan.occasion)):
                place = _at(f"strategies[{at}].if_then[{number}].occasion")
                found.note(place, plan.occasion, "Name an occasion within five working days.")


def _texts(module: Module) -> Iterator[tuple[str, str]]:
    """Every text that a participant reads, with its place; the sources are titles of works."""
    yield from ((_file(one), one.body) for one in module.documents)
    yield _at("purpose"), module.purpose
    for at, one in enumerate(module.strategies, start=1):
        yield _at(f"strategies[{at}].text"), f"{one.title}. {one.text} {one.first_step} {one.knows}"
    yield from ((_at(f"tips[{at}].text"), tip.text) for at, tip in enumerate(module.tips, start=1))


RULES_OF_ALL_LANGUAGES: Sequence[Rule] = (
    _names, _title, _language, _purpose, _statements, _lengths, _structure, _strategies, _tips, _questions, _sources,
    _timing, _links,
)  # fmt: skip
RULES: Sequence[Rule] = (
    *RULES_OF_ALL_LANGUAGES, _sections_in_english, _reading_level, _plain_words, _occasions,
)  # fmt: skip
