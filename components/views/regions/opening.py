"""The page before anything is chosen: what it is for, the map and the list, and sets to start from."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.views.regions.starts import example_words, starts
from data.catalog.models import Catalog
from data.language import gettext


def opening(catalog: Catalog, form: SafeHtml) -> list[SafeHtml]:
    """The page; `form` is the chooser."""
    return [
        html.Div(
            [
                html.H1(page_title(), className="view-title"),
                html.P(page_purpose(), className="view-subtitle"),
                *example_words(catalog),
            ],
            className="region-head",
        ),
        form,
        starts(catalog),
    ]


def page_title() -> str:
    """What the page is for, as its title."""
    return gettext("Make a region of cities and towns")


def page_purpose() -> str:
    """What it is for, in two sentences."""
    return gettext(
        "Towns that share public health staff, or write a health plan together, need their numbers together. "
        "Choose the cities and towns, and see what is published for each of them added up, beside the state."
    )
