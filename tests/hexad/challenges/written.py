"""Modules that can be read, good or not: for the ways in which one is written, packed and read again."""

from hypothesis import strategies as st

from hexad.challenges.module import CASES, PAGES, Document, IfThen, Module, Source, Strategy, Timing, Tip

# Marks that mean something to TOML, Markdown, JSON or a line's end, and letters of several kinds.
ALPHABET = st.one_of(
    st.sampled_from("\"'\\#[]{}=,\n\t \u2028\x85é😀\u202e`*_<>&%"),
    st.characters(exclude_categories=["Cs", "Cc"]),
)


def one_line(text: str) -> str:
    return " ".join(text.split())


lines = st.text(ALPHABET, min_size=1, max_size=30).map(one_line).filter(bool)
bodies = st.text(ALPHABET, min_size=1, max_size=80).map(str.strip).filter(bool)
if_thens = st.builds(IfThen, situation=lines, behaviour=lines, occasion=lines)
strategies = st.builds(
    Strategy,
    key=lines,
    title=lines,
    text=lines,
    first_step=lines,
    difficulty=st.sampled_from(["easy", "moderate", "demanding"]),
    knows=lines,
    if_then=st.lists(if_thens, min_size=1, max_size=2).map(tuple),
)
numbers = st.integers(1, 10**6)


def documents(key: str) -> st.SearchStrategy[Document]:
    return st.builds(Document, key=st.just(key), title=lines, body=bodies)


modules = st.builds(
    Module,
    id=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9})?", fullmatch=True),
    version=numbers,
    title=lines,
    purpose=lines,
    language=lines,
    statements=st.lists(lines, min_size=1, max_size=3).map(tuple),
    words=st.lists(lines, max_size=2).map(tuple),
    pages=st.tuples(*map(documents, PAGES)),
    card=documents("card"),
    worksheet=documents("worksheet"),
    cases=st.tuples(*map(documents, CASES)),
    strategies=st.lists(strategies, min_size=1, max_size=2).map(tuple),
    tips=st.lists(st.builds(Tip, day=numbers, text=lines), min_size=1, max_size=2).map(tuple),
    reflect_questions=st.lists(lines, min_size=1, max_size=2).map(tuple),
    sources=st.lists(
        st.builds(Source, text=lines, strength=st.sampled_from(["strong", "mixed", "practice wisdom"])),
        min_size=1,
        max_size=2,
    ).map(tuple),
    timing=st.builds(Timing, practice_days=numbers),
)
