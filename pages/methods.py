"""Methods: how every number is made, from the one document that the tests hold against the code."""

from __future__ import annotations

import re

from dash import dcc, html, register_page

from components.formatting.markup import aria, data_attributes
from components.page.shell import NAME
from data.language import gettext
from data.markdown import METHODS, translated_document
from pages.responses.addresses import read_parameters

PATH = "/methods"

_HEAD = re.compile(r"^## (.+)$", re.MULTILINE)

register_page(
    __name__, path=PATH, name="Methods", title=lambda: f"{gettext('Methods')} · {NAME}", navigation=True, order=9
)


def layout(**words: str | list[str]) -> html.Div:
    """Page of docs/methods.md in the reader's language; assets/methods.js names the formulas that are scrolled."""
    read_parameters(words)
    return html.Div(
        _document(translated_document(METHODS)),
        className="page methods",
        **data_attributes(formula=gettext("Formula"), languages=""),
    )


def _document(text: str) -> list[html.Nav | html.Section | dcc.Markdown]:
    """The document's beginning, links to its sections, and these, each with an address of its own."""
    starts = [match.start() for match in _HEAD.finditer(text)]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    heads = _HEAD.findall(text)
    links = [html.Li(html.A(head, href=f"#{_slug(head)}")) for head in heads]
    return [
        _markdown(text[: starts[0]]),
        html.Nav(html.Ul(links), className="contents", **aria(label=gettext("Contents"))),
        *(html.Section(_markdown(part), id=_slug(head)) for head, part in zip(heads, parts, strict=True)),
    ]


def _markdown(text: str) -> dcc.Markdown:
    return dcc.Markdown(text, mathjax=True, link_target="_self")


def _slug(head: str) -> str:
    return re.sub(r"\W+", "-", head.lower()).strip("-")
