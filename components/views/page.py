"""The parts of the Explore page: the finding at its head, the panels of a view, and what the browser keeps of it."""

from __future__ import annotations

from dash.development.base_component import Component

from components.documents.export_menu import export_menu
from components.formatting import dash_html, html, phrases
from components.formatting.html import SafeHtml
from components.formatting.markup import (
    DECORATIVE,
    aria,
    breadcrumb,
    data_attributes,
    html_fragment,
    parse_bold,
    parse_periods,
)
from components.formatting.numbers import format_value
from components.page.briefing.add_button import add_button, kept_view
from components.page.controls import filter_panel
from components.page.head_lines import asked_line, beside_line, currency_chip, no_map_reason, sister_line
from components.page.notes_section import notes_section
from components.page.notices import notices
from components.page.printing import print_foot, print_head
from components.page.share import share_menu
from components.page.shell import NAME
from components.views.announcements import announcement
from components.views.registry import view_of
from data.code_release import content_version
from data.language import gettext
from data.query.choices.opening import NoMap, no_map
from data.query.link_stamp import make_stamp
from data.query.selection import Answer
from data.vocabulary import STATUS_WORDS, TOPICS, VERDICT_LABELS, VIEW_LABELS, VIEWS

OUTPUTS = {
    "rail": ("explore-rail", "children"),
    "notices": ("explore-notices", "children"),
    "head": ("explore-head", "children"),
    "panels": ("explore-panels", "children"),
    "live": ("explore-live", "children"),
    "dock": ("explore-dock", "children"),
    "view": ("explore-view", "data"),
}
"""Everything on the page that depends on the address: by name, the id and the property of its element.

The page says the names in their order (`data-outputs`), and the browser goes by them: see `assets/states.js`.
"""


def parts(answer: Answer, problems: tuple[str, ...], path: str) -> dict[str, object]:
    """Components of each of `OUTPUTS` for an answer.

    `problems` are the notices of its query string, `path` is the page that links lead to.
    """
    return {
        "rail": filter_panel(answer, path),
        "notices": notices(problems),
        "head": head(answer, path),
        "panels": panels(answer, path),
        "live": announcement(answer),
        "dock": mobile_bar(answer),
        "view": view_data(answer),
    }


def view_data(answer: Answer) -> dict[str, str]:
    """State of a view for the browser: document title, query string, content version (data and code) and language."""
    return {
        "title": f"{view_of(answer).title(answer)} · {NAME}",
        "query": answer.selection.query(),
        "version": content_version(answer.catalog.version),
        "language": answer.selection.language,
    }


def head(answer: Answer, path: str) -> Component:
    """Head of a view: breadcrumb, title, subtitle, reading, and the tabs of views."""
    view, question = view_of(answer), answer.catalog.question_of[answer.indicator.id]
    several = len(question.versions) > 1
    names = [question.name, *([question.version(answer.indicator.id).name] if several else [])]
    return html_fragment(
        [
            print_head(answer),
            html.P(breadcrumb(TOPICS[question.topic], *names), className="path"),
            html.H1(parse_periods(view.title(answer)), className="view-title"),
            *currency_chip(answer, path),
            html.P(parse_periods(view.subtitle(answer)), className="view-subtitle"),
            *asked_line(answer, path),
            html.P(parse_bold(" ".join(view.reading(answer))), className="view-reading"),
            *sister_line(answer, path),
            *beside_line(answer, path),
            html.Div([_tabs(answer, path), _actions(answer)], className="view-bar"),
        ]
    )


def _tabs(answer: Answer, path: str) -> SafeHtml:
    links = []
    without_map = no_map(answer.catalog, answer.selection)
    for view in VIEWS:
        if view == "map" != answer.selection.view and without_map in ("state", "few"):
            links.append(html.Li(_no_map_tab(without_map)))
            continue
        current = aria(current="page") if view == answer.selection.view else {}
        links.append(
            html.Li(
                html.A(
                    VIEW_LABELS[view],
                    href=path + answer.selection.with_words(view=view),
                    className="view-tab",
                    **data_attributes(key=view),
                    **current,
                )
            )
        )
    return html.Nav(html.Ul(links), className="view-tabs", **aria(label=gettext("Views")))


def _no_map_tab(reason: NoMap) -> SafeHtml:
    """The tab of the map where there is none to draw: no link, and why."""
    short, sentence = no_map_reason(reason)
    why = html.Span([" ", short], className="view-tab-why", **DECORATIVE)
    heard = html.Span(f" {sentence}", className="visually-hidden")
    return html.Span([VIEW_LABELS["map"], why, heard], className="view-tab off", title=sentence)


def _actions(answer: Answer) -> SafeHtml:
    view = view_of(answer)
    words = answer.selection.parameters()
    stamp = make_stamp(answer)
    kept = kept_view("explore", words, view.title(answer), view.reading(answer), stamp)
    parts = [share_menu(answer, view.embed_height, stamp), export_menu("explore", words), add_button(kept)]
    return html.Div(parts, className="view-actions")


def panels(answer: Answer, path: str) -> list[Component]:
    """Panels of a view, and the notes under it. Links lead to the page `path`."""
    view = view_of(answer)
    body = dash_html.Div(view.panels(answer, path), className=f"panels {view.id}-view")
    return [body, html_fragment([notes_section(answer), print_foot()])]


def main_figure(answer: Answer, path: str) -> Component:
    """Main figure of a view alone, without controls and notes; see `pages/embed.py`."""
    figure = view_of(answer).figure(answer)
    # Not `or`: a component is false where its content is sent as HTML.
    return panels(answer, path)[0] if figure is None else figure


def mobile_bar(answer: Answer) -> list[Component]:
    """On a phone, within reach of the thumb: who and when, or the chosen place's figure, and the way to the choices."""
    first, second = _dock_words(answer)
    return [
        dash_html.Div([dash_html.Strong(first), dash_html.Div(second)], className="dock-words"),
        dash_html.Button(
            gettext("Change"),
            id="open-choices",
            className="action primary",
            **aria(label=gettext("Change what you see"), controls="explore-rail", haspopup="dialog", expanded="false"),
        ),
    ]


def _dock_words(answer: Answer) -> tuple[str, str]:
    """Two lines: the words that tell this view from the next come first, the measure may be cut behind them.

    A county is tapped on the map, and its number is in view wherever the page was scrolled to.
    """
    selection = answer.selection
    shown = f"{phrases.people_at_start(selection.group, answer.indicator)} · {selection.period.label}"
    row = answer.places.only(slug=selection.place) if answer.chosen else None
    if row is None:
        return shown, f"{answer.indicator.title} · {answer.place.name}" if answer.chosen else answer.indicator.title
    figure = format_value(row.value, answer.indicator) if phrases.has_value(row) else STATUS_WORDS[row.status]
    verdict = f" · {VERDICT_LABELS[row.verdict]}" if row.verdict else ""
    return f"{row.name} {figure}{verdict}", shown
