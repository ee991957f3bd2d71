"""The page of the briefing: its head, its views in order, what is done with it, and the briefings that are ready."""

from __future__ import annotations

import json
from collections.abc import Iterator

from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import aria, breadcrumb, data_attributes
from components.page.paths import BRIEFING
from components.views.briefing.cards import view_card
from components.views.briefing.shown import ShownBriefing
from components.views.briefing.take_along import ADDRESS, take_along
from components.views.place.finder import NAMES, names_list
from data.analysis.overview.focus_areas import focus_areas
from data.catalog.models import Catalog
from data.language import gettext, language
from data.query.briefings.codec import PARAMETER, plain
from data.query.briefings.kept import LONGEST_TITLE
from data.query.url_parameters import in_language
from data.vocabulary import TOPICS


def page_title(shown: ShownBriefing) -> str:
    """Title of the page."""
    return shown.kept.title or gettext("Briefing")


def page_description() -> str:
    """What the page is, in a sentence."""
    return gettext("Views in an order of your own, with your headings and comments, to show or pass on.")


def briefing_parts(shown: ShownBriefing, catalog: Catalog) -> list[Content]:
    """The page, whole."""
    if not shown.views:
        return [*_head(shown), *_how(), _ready_list(catalog)]
    return [*_head(shown), _form(shown), _ready_list(catalog)]


def _head(shown: ShownBriefing) -> Iterator[SafeHtml]:
    kinds = {"ready": [gettext("Ready-made")]}.get(shown.kind, [])
    yield html.P(breadcrumb(gettext("Briefing"), *kinds), className="path")
    yield html.H1(page_title(shown), className="view-title", id="brief-title")
    yield html.P(page_description(), className="view-subtitle")
    if shown.problem:
        yield html.Div(html.P(shown.problem), className="notice", id="brief-problem")
    if shown.kind == "ready":
        yield html.P(
            gettext(
                "This briefing is made from the data: the widest gaps, the places farthest from the state, and what "
                "has changed. Change it as you like; it is then your own."
            ),
            className="view-reading",
        )
    # Shown by the script where another briefing is kept in the browser than the one in view.
    yield html.Div(
        [
            html.P(gettext("This is not the briefing that is kept in this browser.")),
            html.Div(
                [
                    html.Button(gettext("Keep this one instead"), type="button", className="action", id="brief-keep"),
                    html.A(gettext("Show mine"), href=in_language(BRIEFING), className="action", id="brief-mine"),
                ],
                className="brief-apart-actions",
            ),
        ],
        id="brief-apart",
        className="notice",
        hidden=True,
    )


def _how() -> Iterator[SafeHtml]:
    """What to do where there is nothing yet, and a file that was saved."""
    steps = [
        gettext("Open any view and choose “Add to briefing” beside it."),
        gettext("Come back here to put the views in order, and to write headings and comments."),
        gettext("Take the briefing along as slides or a document, or pass on its link."),
    ]
    yield html.Section(
        [
            html.H2(gettext("Nothing is in the briefing yet"), className="figure-title"),
            html.Ol([html.Li(step) for step in steps], className="brief-steps"),
            html.Div([_file_button()], className="brief-open-row"),
        ],
        className="brief-empty",
    )
    yield _sender("")


def _form(shown: ShownBriefing) -> SafeHtml:
    """The views with their fields, and what is done with all of them: one form, which works without scripts."""
    cards = [view_card(view, number, len(shown.views)) for number, view in enumerate(shown.views, 1)]
    words = {
        "moved": gettext("“{title}” is now view {number} of {all}.", title="{title}", number="{number}", all="{all}"),
        "removed": gettext("“{title}” was taken out.", title="{title}"),
        "back": gettext("“{title}” is back.", title="{title}"),
        "long": gettext("The briefing is too long for a link. Save it as a file, or shorten its comments."),
        "copied": gettext("Copied"),
        "failed": gettext("Press Ctrl+C to copy"),
        "kept": gettext("This briefing is now kept in this browser."),
        "number": gettext("View {number} of {all}", number="{number}", all="{all}"),
        "untitled": gettext("Briefing"),
        "making": gettext("Being made…"),
        "made": gettext("Made: {name}", name="{name}"),
        "unmade": gettext("This could not be made just now. Try again in a minute."),
    }
    kept = json.dumps(plain(shown.kept), ensure_ascii=False, separators=(",", ":"))
    list_of_views = html.Div(
        [
            # For those without scripts: the first button of a form is the one that Enter presses.
            html.Button(gettext("Keep the changes"), type="submit", className="action brief-update"),
            html.P(
                gettext("Drag a view by its number, or use the arrows beside it or Alt with the arrow keys."),
                className="figure-note brief-hint",
            ),
            html.Ol(cards, className="brief-list", id="brief-list", **aria(label=gettext("Views of the briefing"))),
        ],
        className="brief-main",
    )
    undo = html.Div(
        [
            html.Span(id="brief-undo-words"),
            html.Button(gettext("Put it back"), type="button", className="action", id="brief-undo-button"),
        ],
        id="brief-undo",
        className="brief-undo",
        hidden=True,
    )
    return html.Form(
        [
            html.Input(type="hidden", name=PARAMETER, value=kept, id="brief-views"),
            _sides(
                list_of_views, html.Div([_title_field(shown), *take_along(shown), _files()], className="brief-side")
            ),
            undo,
            html.P(id="brief-said", role="status", className="visually-hidden"),
        ],
        action=in_language(BRIEFING),
        method="post",
        id="brief-form",
        className="brief-form",
        **data_attributes(**words),
    ) + _sender("")


def _sides(main: SafeHtml, side: SafeHtml) -> SafeHtml:
    return html.Div([main, side], className="brief-columns")


def _title_field(shown: ShownBriefing) -> SafeHtml:
    return html.Div(
        [
            html.Label(gettext("Title of the briefing"), htmlFor="brief-title-field", className="brief-label"),
            html.Input(
                type="text", id="brief-title-field", name="title", value=shown.kept.title or None,
                maxlength=str(LONGEST_TITLE), className="form-control", placeholder=gettext("Briefing"),
                autocomplete="off",
            ),
        ],
        className="brief-part",
    )  # fmt: skip


def _files() -> SafeHtml:
    """The briefing as a file of its own, to go on with elsewhere."""
    return html.Section(
        [
            html.H2(gettext("Keep it as a file"), className="figure-title"),
            html.P(
                gettext("The file holds the list, not the figures: opened here, it shows the newest data."),
                className="figure-note",
            ),
            html.Div(
                [
                    html.Button(
                        gettext("Save"), type="submit", className="action", formaction=in_language(f"{ADDRESS}.json"),
                        id="brief-save",
                    ),
                    _file_button(),
                ],
                className="brief-buttons",
            ),
        ],
        className="brief-part",
    )  # fmt: skip


def _file_button() -> SafeHtml:
    """The button that opens a file; shown by the script, which reads it."""
    return html.Button(
        gettext("Open a file…"), type="button", className="action brief-open", hidden=True,
    )  # fmt: skip


def _sender(value: str) -> SafeHtml:
    """The form by which the script shows a briefing that is too long for a link."""
    fields = [
        html.Input(type="hidden", name=PARAMETER, value=value),
        html.Input(type="file", id="brief-file", accept=".json,application/json", hidden=True,
                   **aria(label=gettext("Open a file…"))),
    ]  # fmt: skip
    return html.Form(fields, action=in_language(BRIEFING), method="post", id="brief-sender", hidden=True)


def _ready_list(catalog: Catalog) -> SafeHtml:
    """The briefings of the focus areas, and the field that makes one of a place."""
    areas = [
        html.Li(html.A(TOPICS[area.topic], href=in_language(BRIEFING, topic=area.topic))) for area in focus_areas()
    ]
    spoken = [html.Input(type="hidden", name="lang", value=language())] if language() != "en" else []
    form = html.Form(
        [
            names_list(catalog),
            html.Label(gettext("City, town, county or region"), htmlFor="brief-place", className="rail-label"),
            html.Div(
                [
                    html.Input(type="text", name="place", id="brief-place", className="form-control", list=NAMES,
                               autocomplete="off", maxlength="60", required=True),
                    html.Button(gettext("Show"), type="submit", className="place-button"),
                ],
                className="place-field",
            ),
            *spoken,
        ],
        action=BRIEFING, method="get", className="place-form",
    )  # fmt: skip
    return html.Section(
        [
            html.H2(gettext("Ready-made briefings"), className="brief-ready-title"),
            html.Div(
                [
                    html.Div([html.H3(gettext("Focus areas"), className="figure-title"), html.Ul(areas)]),
                    html.Div([html.H3(gettext("Places"), className="figure-title"), form]),
                ],
                className="brief-ready-columns",
            ),
        ],
        className="brief-ready",
    )
