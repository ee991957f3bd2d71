"""The whole overview as one fragment of HTML."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.views.excess.view import ExcessView
from components.views.overview.areas import area_section, in_brief
from components.views.overview.around import (
    changed_section,
    coverage_section,
    finder,
    missing_section,
    newest,
    trust_section,
    ways_on,
)
from components.views.overview.drawings import outlines
from data.analysis.excess_selection import ExcessSelection
from data.analysis.overview.overviews import Overview
from data.language import gettext


def page_title() -> str:
    """Title of the page."""
    return gettext("Where health is unequal in Massachusetts")


def page_description() -> str:
    """What the page is, in a sentence."""
    return gettext(
        "The focus areas of health equity in Massachusetts: how wide the gaps are, whether they are closing, and what "
        "they cost in lives."
    )


def overview_fragment(overview: Overview) -> SafeHtml:
    """The page."""
    catalog = overview.catalog
    lines = ExcessView.of(overview.scan, ExcessSelection(), catalog)
    maps = [told.places for area in overview.areas for told in area.questions if told.places is not None]
    head = html.Div(
        [
            html.Div(
                [
                    html.H1(page_title(), className="view-title"),
                    html.P(_subtitle(), className="view-subtitle"),
                ]
            ),
            finder(catalog),
        ],
        className="overview-head",
    )
    missing = missing_section(catalog)
    foot = [changed_section(catalog), trust_section(), *([missing] if missing else []), ways_on()]
    return SafeHtml("").join(
        [
            head,
            *newest(overview),
            outlines(maps),
            in_brief(overview, lines),
            *(area_section(area, lines) for area in overview.areas),
            coverage_section(catalog),
            html.Div(foot, className="overview-foot"),
        ]
    )


def _subtitle() -> str:
    return gettext(
        "Three focus areas and the conditions of life behind them: how wide the gap is, whether it is closing, and "
        "what it costs."
    )
