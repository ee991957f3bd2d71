"""Markdown as HTML, formulas as MathML: browsers set both without a script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from components.formatting.html import Div, SafeHtml


@lru_cache(maxsize=64)
def markdown_html(text: str) -> SafeHtml:
    """A Markdown text of our own as HTML; `$…$` and `$$…$$` are formulas, HTML in it is text."""
    parser = _parser()
    tokens = parser.parse(text)
    _name_cells(tokens)
    written: str = parser.renderer.render(tokens, parser.options, {})
    return SafeHtml(written)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    return parser.use(dollarmath_plugin, renderer=_formula, allow_labels=False)


def _formula(text: str, options: dict[str, Any]) -> str:
    # The sign is an operator, which the library takes for a name.
    formula = convert(text, display="block" if options["display_mode"] else "inline")
    formula = formula.replace("<mi>&#x000B1;</mi>", "<mo>&#x000B1;</mo>")
    if not options["display_mode"]:
        return str(formula)
    # assets/methods.js makes it a stop of the Tab key where it is wider than its place.
    return str(Div(SafeHtml(formula), className="formula"))


def _name_cells(tokens: Sequence[Token]) -> None:
    """Give every cell of a table the head of its column: on a phone a row stands as a block."""
    heads: list[str] = []
    column = 0
    for token, following in pairwise(tokens):
        if token.type == "table_open":
            heads = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
            heads.append("".join(child.content for child in following.children or ()))
        elif token.type == "td_open":
            token.attrSet("data-head", heads[column] if column < len(heads) else "")
            column += 1
