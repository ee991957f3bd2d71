"""Methods: how every number is made, from the one document that the tests hold against the code."""

from __future__ import annotations

from dash import dcc, html, register_page

from components.markup import data
from data.settings import ROOT

PATH = "/methods"
DOCUMENT = ROOT / "docs" / "methods.md"

register_page(
    __name__,
    path=PATH,
    name="Methods",
    title="Methods · Massachusetts Health Equity Dashboard",
    navigation=True,
    order=9,
)


def layout(**_query: str) -> html.Div:
    """The document as it stands in docs/, formulas set as formulas; assets/methods.js names those that are scrolled."""
    text = DOCUMENT.read_text(encoding="utf-8")
    document = dcc.Markdown(text, mathjax=True, link_target="_self")
    return html.Div(document, className="page methods", **data(formula="Formula"))
