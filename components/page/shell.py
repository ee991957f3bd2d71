"""The frame around every page: skip link, header with navigation, main, footer."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import dash
import dash_bootstrap_components as dbc
from dash import Dash, Input, Output, dcc, html

from components.formatting.html import to_html
from components.formatting.markup import DECORATIVE, aria, data_attributes
from components.page.notices import unanswered
from components.page.search import search_box, shortcut_switch
from data.language import LANGUAGES, gettext, language, translated
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from data.vocabulary import SITE_NAME

NAME = SITE_NAME

INDEX = """<!DOCTYPE html>
<html lang="{%lang%}">
  <head>
    {%metas%}
    <title>{%title%}</title>
    <link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
    <link rel="preload" href="/typeface.ttf" as="font" type="font/ttf" crossorigin>
    {%css%}
  </head>
  <body>
    <main id="waiting">{%waiting%}</main>
    <noscript><style>#waiting { display: none; }</style><main class="page">{%noscript%}</main></noscript>
    {%app_entry%}
    <div hidden>{%config%}{%scripts%}{%renderer%}</div>
  </body>
</html>
"""


class Site(Dash):
    """Dash, whose document is in the language of the request and says what it waits for until the page is drawn.

    Without scripts nothing is waited for: the document says what is missing.
    """

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        """The document every page begins as."""
        document: str = super().interpolate_index(*parts, **named)  # type: ignore[no-untyped-call]
        replacements = {"lang": language(), "waiting": to_html(_waiting()), "noscript": to_html(_without_scripts())}
        for name, text in replacements.items():
            document = document.replace(f"{{%{name}%}}", text)
        return document


def shell() -> html.Div:
    """The layout every page appears in. A function, so that navigation knows every registered page."""
    return html.Div(
        [
            html.A(gettext("Skip to the content"), href="#main", className="skip-link"),
            html.Header(
                html.Div([_brand(), search_box(), _menu_button(), _menu()], className="bar"),
                className="site-header",
            ),
            html.Div(id="failure", role="alert", **data_attributes(unanswered=unanswered())),
            html.Div(
                id="awaited",
                className="awaited",
                role="status",
                **data_attributes(words=gettext("Fetching the figures…")),
            ),
            html.Main(_container(), id="main", tabIndex="-1"),
            html.Footer(
                html.Div(
                    [
                        html.Span("Executive Office of Health and Human Services", lang="en"),
                        shortcut_switch(),
                        html.Span(
                            gettext("Figures are those of the publishers named under each view."),
                            className="site-footer-note",
                        ),
                    ],
                    className="bar",
                ),
                className="site-footer",
            ),
        ]
    )


def _waiting() -> html.H1:
    return html.H1(gettext("Loading…"), className="waiting")


def _without_scripts() -> list[html.H1 | html.P]:
    needs = gettext("This site draws its maps and tables in your browser and needs JavaScript to do so.")
    return [html.H1(NAME, lang="en"), html.P(needs)]


def _container() -> html.Div:
    """Container of Dash's page. Dash's own is one for all requests, and so cannot be in a reader's language."""
    container: html.Div = deepcopy(dash.page_container)
    container["_pages_content"].children = _waiting()
    return container


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


def _menu() -> html.Div:
    return html.Div([_navigation(), _languages()], id="site-menu", className="site-menu")


def _languages() -> html.Nav:
    """Language links, visible on translated pages; the browser keeps the rest of the query string."""
    links = [
        html.Li(
            html.A(
                name,
                href=f"?lang={code}",
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


def _brand() -> dcc.Link:
    return dcc.Link(
        [
            html.Span(
                ["Mass", html.Span("achusetts", className="brand-long"), html.Span(".", className="brand-short"), " "],
                className="brand-place",
            ),
            html.Strong("Health Equity Dashboard"),
        ],
        href=in_language(EXPLORE),
        className="brand",
    )


def _pages() -> list[dict[str, Any]]:
    return [page for page in dash.page_registry.values() if page.get("navigation")]


def _navigation() -> html.Nav:
    """Navigation in the request's language. The browser marks the page in view: `mark_page`."""
    links = [
        dbc.NavLink(translated(p["name"]), href=in_language(p["path"]), id=_link(p), class_name="site-nav-link")
        for p in _pages()
    ]
    return html.Nav(html.Ul([html.Li(link) for link in links]), className="site-nav", **aria(label=gettext("Pages")))


def _link(page: dict[str, Any]) -> str:
    return f"to-{page['name'].lower()}"


def mark_page(app: Dash) -> None:
    """Have an app mark the link of the page in view, whatever language the link keeps; assets/pages.js does."""
    paths = {_link(page): page["path"] for page in _pages()}
    app.clientside_callback(
        f"function (path) {{ return window.equity_pages.mark({paths}, path); }}",
        *(Output(_link(page), "active") for page in _pages()),
        Input("_pages_location", "pathname"),
    )
