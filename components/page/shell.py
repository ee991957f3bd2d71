"""The frame around every page: skip link, header with navigation, main, footer. The server sends it whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import dash
from dash import html

from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, data_attributes
from components.formatting.tree import written
from components.page.briefing.header_link import briefing_link
from components.page.paths import ABOUT, BRIEFING, DATA, MATERNITY_ACCESS, METHODS, READ_API, WORST
from components.page.search.box import search_box, shortcut_switch
from data.catalog.models import Catalog
from data.dates import day_of
from data.language import LANGUAGES, day, gettext, language, translated
from data.query.selection import to_query
from data.query.url_parameters import in_language, read_query
from data.vocabulary import SITE_NAME

NAME = SITE_NAME
PUBLISHER = "Executive Office of Health and Human Services"

CARRIED = ("question", "indicator", "level", "kind", "place", "by", "group", "reference", "period", "lang")
"""Words of a view that go along to another page of views: each takes of it what it knows. See `assets/pages.js`."""


@dataclass(frozen=True)
class Here:
    """Where a reader is: the page in view as it is registered, its path, and the query string of its address."""

    page: Mapping[str, Any]
    path: str
    query: str


def header(here: Here) -> SafeHtml:
    """What stands above the page: the way past it, the name of the site, search, pages and languages."""
    publisher = html.Span(PUBLISHER, className="publisher", lang="en")
    return written(
        [
            html.A(gettext("Skip to the content"), href="#main", className="skip-link"),
            html.Header(
                html.Div([publisher, _brand(), search_box(), _menu_button(), _menu(here)], className="bar"),
                className="site-header",
            ),
        ]
    )


def synthetic_banner(catalog: Catalog | None) -> SafeHtml:
    """What stands at the head of every page, frames too, over a database of made-up figures: nothing over another."""
    if catalog is None or not any(source.synthetic for source in catalog.sources.values()):
        return written([])
    words = gettext("Synthetic figures: they are made up to try the site with, and say nothing about anybody.")
    return written([html.Aside(html.P(html.Strong(words)), className="synthetic")])


def footer(catalog: Catalog | None, address: str) -> SafeHtml:
    """What stands below the page: who publishes it, the data it is made of, and the pages about the site.

    Without a catalogue (no data is there) nothing is said of data; `address` is the page's own, for paper.
    """
    edition = [html.P(_edition(catalog))] if catalog else []
    about = html.Div(
        [
            html.P(html.Strong(PUBLISHER, lang="en")),
            html.P(gettext("Figures are those of the publishers named under each view.")),
            *edition,
            shortcut_switch(),
        ]
    )
    links = html.Nav(
        html.Ul([html.Li(html.A(label, href=to)) for label, to in _footer_links()], className="footer-links"),
        **aria(label=gettext("About this site")),
    )
    printed = [f"{NAME}. ", f"{_edition(catalog)} " if catalog else "", address]
    return written(
        [
            html.Footer(html.Div([about, links], className="bar"), className="site-footer"),
            html.P(printed, className="print-only shell-print"),
        ]
    )


def _edition(catalog: Catalog) -> str:
    built = day(day_of(catalog.built))
    return gettext("Data version {version}, built {day}.", version=catalog.version, day=built)


def _footer_links() -> list[tuple[str, str]]:
    """Labels and addresses of the pages that the header does not lead to."""
    listed = [
        (gettext("How every number is made"), METHODS, ""),
        (gettext("Where it is worst"), WORST, ""),
        (gettext("Maternity access"), MATERNITY_ACCESS, ""),
        (gettext("Sources and licenses"), DATA, "#sources"),
        (gettext("Read API"), READ_API, ""),
        (gettext("About"), ABOUT, ""),
        (gettext("Accessibility"), ABOUT, "#accessibility"),
        (gettext("Contact"), ABOUT, "#contact"),
    ]
    return [(label, in_language(path) + part) for label, path, part in listed]


def _menu_button() -> html.Button:
    """On a phone, the button of the pages and languages, which stand in the header elsewhere; see assets/pages.js."""
    bars = [html.Span(className="menu-bar"), html.Span(className="menu-bar"), html.Span(className="menu-bar")]
    return html.Button(
        [html.Span(bars, className="menu-bars", **DECORATIVE), html.Span(gettext("Menu"), className="visually-hidden")],
        type="button",
        id="menu-open",
        className="menu-open",
        **aria(expanded="false", controls="site-menu"),
    )


def _menu(here: Here) -> html.Div:
    briefing = briefing_link(current=here.path == BRIEFING)
    line = html.Div([briefing, _languages(here)], className="site-line")
    return html.Div([_navigation(here), line], id="site-menu", className="site-menu")


def _languages(here: Here) -> html.Nav:
    """Links to the same page in every language."""
    links = [
        html.Li(
            html.A(
                name,
                href=_in(code, here),
                lang=code,
                hrefLang=code,
                className="language",
                **data_attributes(lang=code),
                **(aria(current="true") if code == language() else {}),
            )
        )
        for code, name in LANGUAGES.items()
    ]
    return html.Nav(html.Ul(links), className="languages", **aria(label=gettext("Languages")))


def _brand() -> html.A:
    return html.A(
        [
            html.Span(
                ["Mass", html.Span("achusetts", className="brand-long"), html.Span(".", className="brand-short"), " "],
                className="brand-place",
            ),
            html.Strong("Health Equity Dashboard"),
        ],
        href=in_language("/"),
        className="brand",
    )


def _navigation(here: Here) -> html.Nav:
    """The pages, the one in view marked; a page of one thing (a place) marks the page of them all."""
    pages = [page for page in dash.page_registry.values() if page.get("navigation")]
    links = [html.Li(_link(page, here)) for page in pages]
    return html.Nav(html.Ul(links), className="site-nav", **aria(label=gettext("Pages")))


def _link(page: Mapping[str, Any], here: Here) -> html.A:
    current: dict[str, Any] = {}
    if page["path"] == here.path:
        current = aria(current="page")
    elif page["path"] == here.page.get("section"):
        current = aria(current="true")
    return html.A(
        translated(page["name"]),
        href=_carrying(page, here),
        id=f"to-{page['name'].lower().replace(' ', '-')}",
        className=f"nav-link site-nav-link{' active' if current else ''}",
        **({} if page.get("reading") else data_attributes(carries="")),
        **current,
    )


def _carrying(page: Mapping[str, Any], here: Here) -> str:
    """The address of a page; between pages of views the words of the one in view go along."""
    carried = () if page.get("reading") or here.page.get("reading") else CARRIED
    words = read_query(here.query)
    kept = {word: words[word] for word in carried if words.get(word)}
    path: str = page["path"]
    return path + to_query(kept) if kept else in_language(path)


def _in(code: str, here: Here) -> str:
    """The address in view in another language."""
    words = [pair for pair in parse_qsl(here.query, keep_blank_values=True) if pair[0].lower() != "lang"]
    words += [] if code == "en" else [("lang", code)]
    # As it is written in an address: a browser reads a backslash as a slash, and two slashes as another site.
    path = quote("/" + here.path.lstrip("/"))
    return f"{path}?{urlencode(words)}" if words else path
