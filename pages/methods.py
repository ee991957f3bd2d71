"""Methods: how every number is made, from the one document that the tests hold against the code."""

from __future__ import annotations

import re

from dash import html, register_page

from components.formatting import html as markup
from components.formatting.html import SafeHtml
from components.formatting.markdown import markdown_html
from components.formatting.markup import aria, data_attributes, html_fragment
from components.page import paths
from components.page.shell import NAME
from data.language import gettext
from data.markdown import METHODS, translated_document
from pages.responses.addresses import read_parameters

_HEAD = re.compile(r"^## (.+)$", re.MULTILINE)

register_page(
    __name__,
    path=paths.METHODS,
    name="Methods",
    title=lambda: f"{gettext('Methods')} · {NAME}",
    navigation=True,
    order=9,
    reading=True,
)


def layout(**words: str | list[str]) -> html.Div:
    """Page of docs/methods.md in the reader's language."""
    read_parameters(words)
    return html_fragment(
        _document(translated_document(METHODS)),
        className="page methods",
        **data_attributes(
            formula=gettext("Formula"),
            description=gettext(
                "How each figure on this site is computed, with its formula, its source and its limits."
            ),
        ),
    )


def _document(text: str) -> list[SafeHtml]:
    """The document's beginning, links to its sections, and these, each with an address of its own."""
    starts = [match.start() for match in _HEAD.finditer(text)]
    parts = [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    heads = _HEAD.findall(text)
    links = [markup.Li(markup.A(head, href=f"#{_slug(head)}")) for head in heads]
    return [
        markdown_html(text[: starts[0]]),
        markup.Nav(markup.Ul(links), className="contents", **aria(label=gettext("Contents"))),
        *(markup.Section(markdown_html(part), id=_slug(head)) for head, part in zip(heads, parts, strict=True)),
    ]


def _slug(head: str) -> str:
    return re.sub(r"\W+", "-", head.lower()).strip("-")
