"""Documents of the site in the reader's language: each block of a Markdown text is a message of its own.

A block is a heading, a paragraph, an item of a list or a row of a table, whose cells are a message each.
What is set apart as code or between dollar signs, and a line or cell without a word, is the same in every language and
is no message.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from data.language import translated
from data.settings import ROOT

METHODS = ROOT / "docs" / "methods.md"
"""The document that the page of methods shows, and that the tests hold against the code."""
DOCUMENTS = (METHODS,)
"""What a reader is shown as a page."""

_MARKER = re.compile(r"^(#+ |- |\d+\. | {4,})?(.*)$", re.DOTALL)
_RULE_OF_TABLE = re.compile(r"^\|[\s|:-]+\|$")
_CELLS = re.compile(r"(?<!\\)\|")
_ITEM = re.compile(r"^(?:#+ |- |\d+\. |\| ?)")
_LINK_WITHIN = re.compile(r"\[([^]]+)\]\((?:#[\w-]+|[\w-]+\.md)\)")
"""Links of the document as a file, to a heading of it or another document: a page has neither, and keeps the words."""
_CODE = re.compile(r"`[^`]*`")
_WORD = re.compile(r"\b[A-Za-z]{3,}\b")


@dataclass(frozen=True)
class Block:
    """Lines of a document that belong together, and the texts in them; without texts they are kept as they are."""

    lines: tuple[str, ...]
    texts: tuple[str, ...] = ()

    @property
    def messages(self) -> tuple[str, ...]:
        """The texts that have a word to translate."""
        return tuple(text for text in self.texts if _WORD.search(_CODE.sub("", text)))

    def translated(self) -> str:
        """The block in the request's language, on one line where it has texts."""
        if not self.texts:
            return "\n".join(self.lines)
        said = [translated(text) if text in self.messages else text for text in self.texts]
        if self.lines[0].startswith("|"):
            return f"| {' | '.join(said)} |"
        marker = _MARKER.match(self.lines[0])
        return f"{(marker and marker[1]) or ''}{said[0]}"


def translated_document(path: Path) -> str:
    """A Markdown document in the request's language. Raises OSError where there is none."""
    return "\n".join(block.translated() for block in blocks(path.read_text(encoding="utf-8"))) + "\n"


def document_messages() -> Iterator[str]:
    """Every message of the documents, in English: spaces and line ends within one are single spaces."""
    for path in DOCUMENTS:
        for block in blocks(path.read_text(encoding="utf-8")):
            yield from block.messages


def blocks(text: str) -> Iterator[Block]:
    """The blocks of a Markdown text in order, the empty lines between them too."""
    paragraph: list[str] = []
    formula = False
    for line in _LINK_WITHIN.sub(r"\1", text).splitlines():
        apart = formula or line == "$$" or not line.strip()
        if paragraph and (apart or _ITEM.match(line)):
            yield _of_words(paragraph)
            paragraph = []
        if apart:
            formula ^= line == "$$"
            yield Block((line,))
        elif _RULE_OF_TABLE.match(line):
            yield Block((line,))
        elif line.startswith("    ") and not paragraph:
            yield _of_words([line])
        elif line.startswith("|"):
            yield Block((line,), tuple(cell.strip() for cell in _CELLS.split(line)[1:-1]))
        else:
            paragraph.append(line)
    if paragraph:
        yield _of_words(paragraph)


def _of_words(lines: list[str]) -> Block:
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    joined = lines[0].rstrip() if indent else " ".join(" ".join(lines).split())
    found = _MARKER.match(joined)
    return Block(tuple(lines), (found[2] if found else joined,))
