"""Methods: how every number is made, from the one document that the tests hold against the code."""

from __future__ import annotations

from dash import dcc, html, register_page

from components.formatting.markup import data_attributes
from components.page.notices import in_english
from components.page.shell import NAME
from data.settings import ROOT
from pages.addresses import read_parameters

PATH = "/methods"
DOCUMENT = ROOT / "docs" / "methods.md"

register_page(__name__, path=PATH, name="Methods", title=f"Methods · {NAME}", navigation=True, order=9)


def layout(**words: str | list[str]) -> html.Div:
    """Page of docs/methods.md, formulas set as formulas; assets/methods.js names those that are scrolled.

    It is in English, which other readers are told.
    """
    read_parameters(words)
    text = DOCUMENT.read_text(encoding="utf-8")
    document = html.Div(dcc.Markdown(text, mathjax=True, link_target="_self"), lang="en")
    return html.Div([*in_english(), document], className="page methods", **data_attributes(formula="Formula"))
