"""A module's texts as blocks for paper: the same Markdown as on the page, without its links."""

import itertools
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from hexad.challenges.module import Document
from hexad.paper import Heading, Items, Table, Words
from hexad.paper.blocks import Block

CELLS = {"th_open", "td_open"}


def blocks_of(document: Document) -> tuple[Block, ...]:
    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image").parse(document.body)
    return tuple(_Blocks(tokens))


class _Blocks:
    """One walk over the tokens; lists in lists become one list."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens

    def __iter__(self) -> Iterator[Block]:
        at = 0
        while at < len(self.tokens):
            kind = self.tokens[at].type
            end = self._end(at)
            inside = self.tokens[at : end + 1]
            if kind == "heading_open":
                yield Heading(" ".join(_texts(inside)))
            elif kind in ("bullet_list_open", "ordered_list_open"):
                yield Items(tuple(_items(inside)), is_numbered=kind == "ordered_list_open")
            elif kind == "table_open":
                yield _table(inside)
            else:
                yield from (Words(text) for text in _texts(inside))
            at = end + 1

    def _end(self, start: int) -> int:
        """Where the block that opens at ``start`` closes."""
        depth = 0
        for at in range(start, len(self.tokens)):
            depth += self.tokens[at].nesting
            if depth <= 0:
                return at
        return len(self.tokens) - 1


def _texts(tokens: Sequence[Token]) -> list[str]:
    return [_plain(token) for token in tokens if token.type in ("inline", "fence", "code_block")]


def _plain(token: Token) -> str:
    if not token.children:
        return token.content.strip()
    words = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(words.get(child.type, child.content) for child in token.children)


def _items(tokens: Sequence[Token]) -> Iterator[str]:
    """Each entry with its paragraphs, one below the other."""
    entry: list[str] = []
    for token in tokens:
        if token.type == "list_item_open" and entry:
            yield "\n".join(entry)
            entry = []
        elif token.type == "inline":
            entry.append(_plain(token))
    if entry:
        yield "\n".join(entry)


def _table(tokens: Sequence[Token]) -> Table:
    rows: list[list[str]] = []
    for before, token in itertools.pairwise(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif before.type in CELLS and token.type == "inline":
            rows[-1].append(_plain(token))
    return Table(tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))
