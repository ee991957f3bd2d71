"""The document of methods is read in every language, block by block, its formulas and names of functions the same."""

from __future__ import annotations

import re

import pytest

from data.language import LANGUAGES, use_language
from data.markdown import DOCUMENTS, METHODS, Block, blocks, document_messages, translated_document

OTHERS = [code for code in LANGUAGES if code != "en"]
SAMPLE = r"""# Heading of *one*

A paragraph of
two lines, with [a link](#elsewhere) and [a page](https://example.org/page).

    low  = v / 2y
    y₁ / y₂

$$
\frac{events}{people}
$$

- first item
  goes on
- second item

| measure | id | formula |
|---|---|---|
| distance \| size | `dist` | \|a − b\| |
"""


def test_a_block_is_a_heading_a_paragraph_an_item_a_line_of_code_or_a_row() -> None:
    """Of a made-up document. What is between dollar signs, the rule of a table and empty lines have no texts."""
    assert [block.texts for block in blocks(SAMPLE) if block.texts] == [
        ("Heading of *one*",),
        ("A paragraph of two lines, with a link and [a page](https://example.org/page).",),
        ("low  = v / 2y",),
        ("y₁ / y₂",),
        ("first item goes on",),
        ("second item",),
        ("measure", "id", "formula"),
        (r"distance \| size", "`dist`", r"\|a − b\|"),
    ]


def test_only_what_has_a_word_is_a_message() -> None:
    assert [message for block in blocks(SAMPLE) for message in block.messages][2:] == [
        "low  = v / 2y", "first item goes on", "second item", "measure", "formula", r"distance \| size",
    ]  # fmt: skip
    assert Block(("`rate`",), ("`rate`",)).messages == ()


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_in_english_a_document_is_what_its_file_says_but_for_links_within_it(path: object) -> None:
    assert path == METHODS
    file = re.sub(r"\[([^]]+)\]\((?!http)[^)]+\)", r"\1", METHODS.read_text(encoding="utf-8"))
    assert translated_document(METHODS).split() == file.split()
    assert len(list(document_messages())) > 100


@pytest.mark.parametrize("code", OTHERS)
def test_another_language_keeps_formulas_code_and_what_is_bold(code: str) -> None:
    english = list(blocks(METHODS.read_text(encoding="utf-8")))
    with use_language(code):
        said = [block.translated() for block in english]
    for block, words in zip(english, said, strict=True):
        # Lines of a formula between dollar signs hold no pairs of their own.
        before = " | ".join(block.texts) if block.texts else "\n".join(block.lines)
        for kept in (r"`[^`]+`", r"\$[^$]+\$", r"\*\*"):
            assert sorted(re.findall(kept, words)) == sorted(re.findall(kept, before)), before
        if not block.texts:
            assert words == before


@pytest.mark.parametrize("code", OTHERS)
def test_no_sentence_of_a_document_stays_in_english(code: str) -> None:
    """What is quoted (titles of articles, names of programs) stays; a sentence in English has these words."""
    with use_language(code):
        text = translated_document(METHODS)
    unquoted = re.sub(r"\*\*", "", text)
    unquoted = re.sub(r"\*[^*]+\*|`[^`]+`|Fiducial limits.*?distribution|National Center.*?Counts", "", unquoted)
    assert re.findall(r"\b(?:the|of|which|with|when|where|their|is|are)\b", unquoted) == []
