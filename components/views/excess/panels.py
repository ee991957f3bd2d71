"""The page as it is read: the finding, a table of each topic, how the list is worked out, and the list as a file."""

from __future__ import annotations

from collections.abc import Iterator

from dash.development.base_component import Component

from components.documents.export_menu import export_menu
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import breadcrumb, data_attributes, html_fragment, parse_bold, parse_periods
from components.page.briefing.add_button import add_button, kept_view
from components.page.paths import METHODS
from components.views.excess.spine import Spine, spine_mark, spine_of
from components.views.excess.view import ExcessView
from components.views.excess.words import (
    excess_interval,
    excess_words,
    figures_words,
    key_words,
    method_words,
    nothing_words,
    page_subtitle,
    page_title,
    ratio_words,
    topic_caption,
    whose,
)
from data.analysis.excess import Excess
from data.analysis.excess_selection import county_of, explore_selection, listed
from data.language import format_integer, gettext, ngettext
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from data.vocabulary import TOPICS, Period


def excess_head(view: ExcessView) -> Component:
    """Where we are, the finding, what is ranked, and the list to take along."""
    topic = view.selection.topic
    crumbs = breadcrumb(*([TOPICS[topic]] if topic else []), gettext("Where it is worst"))
    kept = kept_view("worst", view.selection.words(), page_title(view), (), view.catalog.version)
    return html_fragment(
        [
            html.P(crumbs, className="path"),
            html.H1(parse_periods(page_title(view)), className="view-title"),
            html.P(page_subtitle(view), className="view-subtitle"),
            html.P(key_words(), className="figure-note worst-key"),
            html.Div(
                [export_menu("worst", view.selection.words()) if view.lines else None, add_button(kept)],
                className="worst-actions page-actions",
            ),
        ]
    )


def excess_panels(view: ExcessView) -> list[Component]:
    """A table of every topic that has a line, or why there is none; what else there is of a place; and the method."""
    spine = spine_of(view.lines)
    parts = [_topic(topic, lines, view, spine) for topic, lines in view.topics.items()]
    if not parts:
        parts = [html.P(nothing_words(), className="empty")]
    return [html_fragment([*parts, *_around(view), _method(view)], className="worst")]


def _topic(topic: str, lines: tuple[Excess, ...], view: ExcessView, spine: Spine) -> SafeHtml:
    shown = view.shown(lines)
    caption = topic_caption(lines, view)
    heads = [gettext("What and whom"), gettext("A year, beyond the state’s rate"), gettext("Against the state")]
    keys = [f"worst-{key}" for key in ("what", "excess", "ratio")]
    rows = [_line(excess, view, spine) for excess in shown]
    content = table(caption, heads, rows, name=f"worst-{topic}", keys=keys, classes="figures-table worst-table")
    parts = [html.H2(TOPICS[topic], className="figure-title"), scrolled(content, TOPICS[topic])]
    if len(shown) < len(lines):
        link = gettext("All {number} of {topic}", number=format_integer(len(lines)), topic=TOPICS[topic])
        parts.append(html.P(html.A(link, href=view.selection.query(topic=topic)), className="worst-more"))
    return html.Section(parts, className="worst-topic")


def _line(excess: Excess, view: ExcessView, spine: Spine) -> SafeHtml:
    """A line: what and of whom, how many with the interval, and how it stands to the state."""
    indicator = view.indicator(excess)
    address = EXPLORE + explore_selection(excess, view.catalog).query()
    head = [
        html.A(indicator.title, href=address, className="worst-what"),
        html.Span(whose(excess, view), className="worst-whom"),
        html.Span(Period.parse(excess.row.period).long_label, className="worst-when"),
    ]
    ends = excess_interval(excess.burden)
    size: list[html.Content] = [*parse_bold(excess_words(excess, indicator))]
    if ends:
        size.append(html.Span(f"({ends})", className="worst-ends"))
    against = [
        spine_mark(excess, spine),
        html.Span(ratio_words(excess), className="worst-times"),
        html.Span(figures_words(excess, indicator), className="worst-figures"),
    ]
    cells = [
        html.Td(size, **data_attributes(sort=f"{excess.burden.value:.3f}")),
        html.Td(
            against,
            className="worst-against",
            style={"--state": f"{spine.x(1.0) - 1:g}px"},
            **data_attributes(sort=f"{_times_worse(excess, view):.4f}"),
        ),
    ]
    return row(head, cells, indicator.title)


def _times_worse(excess: Excess, view: ExcessView) -> float:
    """How many times less favorable than the state, by which lines are sorted."""
    ratio = excess.row.ratio
    return 1 / ratio if view.indicator(excess).polarity == "higher_is_better" and ratio > 0 else ratio


def _around(view: ExcessView) -> Iterator[SafeHtml]:
    """Of a city or town: the way to its county's lines."""
    county = county_of(view.place, view.catalog) if view.selection.place else None
    if county is None:
        return
    from_county = listed(view.scan, type(view.selection)(place=county.slug), view.catalog)
    if from_county:
        words = ngettext(
            "{number} line of {place}, which it is part of",
            "{number} lines of {place}, which it is part of",
            len(from_county),
            place=county.name,
        )
        yield html.P(html.A(words, href=view.selection.query(place=county.slug)), className="worst-more")


def _method(view: ExcessView) -> SafeHtml:
    summary = html.Summary(gettext("How this is worked out"), **data_attributes(key="worst-method"))
    said = [html.P(parse_bold(text)) for text in method_words(view)]
    link = html.P(html.A(gettext("Methods, with the formulas"), href=in_language(METHODS)))
    return html.Details([summary, *said, link], className="all-measures worst-method")
