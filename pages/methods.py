"""Methods: how every number is made, from the one document that the tests hold against the code."""

from __future__ import annotations

from dash import dcc, html, register_page

from components.formatting.markup import data_attributes
from components.page.shell import NAME
from data.language import gettext
from data.markdown import METHODS, translated_document
from pages.addresses import read_parameters

PATH = "/methods"

register_page(
    __name__, path=PATH, name="Methods", title=lambda: f"{gettext('Methods')} · {NAME}", navigation=True, order=9
)


def layout(**words: str | list[str]) -> html.Div:
    """Page of docs/methods.md in the reader's language; assets/methods.js names the formulas that are scrolled."""
    read_parameters(words)
    document = dcc.Markdown(translated_document(METHODS), mathjax=True, link_target="_self")
    return html.Div(document, className="page methods", **data_attributes(formula=gettext("Formula"), languages=""))
