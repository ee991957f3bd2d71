"""The parts of the page of gaps: the finding, the groups, the pair now and over time, the measures over all groups."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dash import html
from dash.development.base_component import Component

from components.documents.drawings.graph import graph
from components.documents.export_menu import export_menu
from components.figures.alt_text import groups_text
from components.figures.groups import groups_figure
from components.formatting import html as markup
from components.formatting.group_mark import group_mark
from components.formatting.html import Content, SafeHtml
from components.formatting.markup import DECORATIVE, breadcrumb, html_fragment, parse_bold, parse_periods, sentence
from components.formatting.numbers import capitalize_first
from components.formatting.phrases import amount
from components.page.briefing.add_button import add_button, kept_view
from components.page.notes_section import notes_section
from components.page.notices import empty
from components.views.gaps.figures import HEIGHT, pair_figure, ratio_figure, side_mark
from components.views.gaps.rail import gap_query, gap_words
from components.views.gaps.tables import (
    all_groups_details,
    groups_details,
    over_time_details,
    pair_text,
    ratio_over_time_text,
)
from components.views.gaps.text import change_words, gap_reading, gap_subtitle, own_words, sister_words
from components.views.gaps.titles import gap_title
from components.views.gaps.words import difference_words, names, ratio_text
from data.analysis.gap_pairs import Pair
from data.analysis.gap_views import GapView, grouped_levels
from data.analysis.gaps import all_groups
from data.language import gettext, language
from data.query.briefings.kept import KeptView
from data.query.link_stamp import make_stamp
from data.query.selection import Answer, to_query
from data.vocabulary import GROUPS, OVERALL, TOPICS


def gaps_head(view: GapView) -> html.Div:
    """Where we are, the finding, what is measured, the reading, and the way to a published ratio."""
    parts: list[Content] = [
        html.P(breadcrumb(TOPICS[view.answer.indicator.topic], gettext("Gaps")), className="path"),
        markup.H1(parse_periods(gap_title(view)), className="view-title"),
        markup.P(parse_periods(gap_subtitle(view)), className="view-subtitle"),
        html.P(parse_bold(" ".join(gap_reading(view))), className="view-reading"),
    ]
    said = sister_words(view)
    if said and view.sister is not None:
        href = f"/gaps{gap_query(view, indicator=view.sister[0].id, period='', reference='')}"
        parts.append(
            html.P([f"{said} ", markup.A(gettext("Show the published ratio"), href=href)], className="figure-note")
        )
    parts.append(
        html.P(markup.A(gettext("Where it is worst, over all questions"), href=_worst(view)), className="figure-note")
    )
    has_figures = view.groups is not None and bool(view.groups.with_figure)
    menu = export_menu("gaps", gap_words(view)) if has_figures else None
    parts.append(markup.Div([menu, add_button(_kept(view))], className="page-actions"))
    return html_fragment(parts)


def _kept(view: GapView) -> KeptView:
    said = [*gap_reading(view), *([told] if (told := sister_words(view)) else [])]
    return kept_view("gaps", gap_words(view), gap_title(view), said, make_stamp(view.answer))


def _worst(view: GapView) -> str:
    """The address of where it is worst of the place in view."""
    words = {"place": view.answer.selection.place, "lang": "" if language() == "en" else language()}
    given = {key: word for key, word in words.items() if word}
    return f"/worst{to_query(given) if given else ''}"


def gaps_panels(view: GapView) -> list[Component]:
    """Groups, the pair, time and measures, or why there are none."""
    notes = html_fragment(notes_section(view.answer))
    groups = view.groups
    if groups is None or not groups.with_figure:
        return [empty(nothing_words(view)), *_versions(view), notes]
    answer = groups_answer(view)
    drawn = groups_figure(answer)
    title = gettext("Groups in {place}", place=answer.place.name)
    shown = html.Section(
        [
            html.H2(title, className="figure-title"),
            graph("groups", drawn, groups_text(answer, intervals=True), drawn["layout"]["height"], title),
            groups_details(answer),
        ],
        className="panel",
    )
    parts: list[Component] = [shown]
    if view.pair is not None and view.answer.indicator.measure != "ratio":
        parts.append(html_fragment(_pair(view.pair, view), className="panel"))
    found = all_groups(groups, view.answer.selection.breakdown, view.reference or "")
    return [
        html.Div(parts, className="panel-row gap-row" if len(parts) > 1 else "panel-row gap-row single"),
        *_over_time(view),
        html_fragment(all_groups_details(found, view.answer.indicator)),
        notes,
    ]


def groups_answer(view: GapView) -> Answer:
    """The answer that the groups are drawn from, its group the one in view."""
    return replace(view.answer, selection=replace(view.answer.selection, group=view.group or OVERALL))


def nothing_words(view: GapView) -> str:
    """Why there are no groups to compare."""
    indicator, place = view.answer.indicator, view.answer.place.name
    if not indicator.comparable:
        return gettext("Numbers of events are not compared: a larger group has more of them. Choose a rate or a share.")
    if view.groups is None:
        return gettext("This indicator is published for everyone together, not by group.")
    period = view.answer.selection.period.long_label
    return gettext(
        "No group has a figure for {place} in {period}. Choose another period or place.", place=place, period=period
    )


def _versions(view: GapView) -> list[Component]:
    """Other indicators that answer the same question and are published by group, each a link."""
    catalog, in_view = view.answer.catalog, view.answer.indicator.id
    question = catalog.question_of.get(in_view)
    links = []
    for other in question.indicators if question else ():
        indicator = catalog.indicators[other]
        if other != in_view and indicator.comparable and grouped_levels(catalog, other):
            href = f"/gaps{gap_query(view, indicator=other, by='', period='', level='')}"
            links.append(html.Li(html.A(indicator.title, href=href)))
    return [html.P(gettext("By group there is:"), className="figure-note"), html.Ul(links)] if links else []


@dataclass(frozen=True, slots=True)
class Card:
    """A measure of a pair: its name, its value and interval in words, what it means, and what it does not say."""

    name: str
    value: str
    interval: str
    means: str
    limitation: str


@dataclass(frozen=True, slots=True)
class PairWords:
    """The pair in words: who is compared, both figures, and a card each for the difference and the ratio."""

    title: str
    figures: str
    cards: tuple[Card, ...]


def pair_words(pair: Pair, view: GapView) -> PairWords:
    """Both figures, difference and ratio, each with what it means."""
    indicator = view.answer.indicator
    one, other = names(view)
    difference, interval = difference_words(pair, indicator)
    factor, ends = ratio_text(pair)
    none = gettext("no interval")
    cards = (
        Card(
            gettext("Difference"), difference,
            capitalize_first(interval) or none,
            gettext("The figure of {people} less that of {others}.", people=one, others=other),
            gettext("It says nothing of the other groups, nor of how many people each has."),
        ),
        Card(
            gettext("Ratio"), factor or "–",
            capitalize_first(gettext("95% interval: {interval}", interval=ends)) if ends else none,
            gettext("The figure of {people} divided by that of {others}.", people=one, others=other),
            gettext("It can grow while both figures fall."),
        ),
    )  # fmt: skip
    title = gettext("{people} and {others}", people=capitalize_first(one), others=other)
    figures = gettext(
        "{value} against {other}",
        value=amount(pair.group.estimate.value, indicator),
        other=amount(pair.reference.estimate.value, indicator),
    )
    return PairWords(title, figures, cards)


def _pair(pair: Pair, view: GapView) -> SafeHtml:
    words = pair_words(pair, view)
    return markup.Section(
        [
            markup.H2(words.title, className="figure-title"),
            markup.P(words.figures, className="figure-note"),
            markup.Div([_card(card) for card in words.cards], className="measure-pair"),
        ]
    )


def _card(card: Card) -> SafeHtml:
    return markup.Div(
        [
            markup.H3(card.name, className="measure-name"),
            markup.P(card.value, className="measure-value"),
            markup.P(card.interval, className="figure-note"),
            markup.P(card.means, className="measure-words"),
            markup.P(card.limitation, className="measure-words"),
        ],
        className="measure",
    )


def _over_time(view: GapView) -> list[Component]:
    if view.group is None:
        return []
    indicator = view.answer.indicator
    number = len(view.series) if view.pair is not None else len(view.own)
    if number < 2:
        return [html.Div(html.P(one_period_words(), className="figure-note"), className="panel-row single")]
    title = gettext("Over time")
    said = change_words(view) or [own_words(view)]
    notes = [sentence(words, "figure-note") for words in said if words]
    figure = graph("d", pair_figure(view), pair_text(title, view), HEIGHT, title)
    panels: list[Component] = [
        html.Section([html.H2(title, className="figure-title"), *notes, _legend(view), figure], className="panel")
    ]
    ratios = [pair for pair in view.series if pair.ratio_value is not None]
    if view.pair is not None and len(ratios) > 1:
        name = gettext("The ratio over time")
        drawn = graph("r", ratio_figure(ratios, indicator), ratio_over_time_text(name, ratios), HEIGHT, name)
        panels.append(html.Section([html.H2(name, className="figure-title"), drawn], className="panel"))
    several = "" if len(panels) > 1 else " single"
    return [html.Div([*panels, over_time_details(view)], className=f"panel-row time-row{several}")]


def one_period_words() -> str:
    """That nothing can be said of a change."""
    return gettext("There is one period only: whether the gap has changed cannot be said.")


def _legend(view: GapView) -> Component:
    """Whose marks are whose, each name in words beside a patch of its mark."""
    if view.pair is None or view.group is None or view.reference is None:
        return html.P("", className="figure-note", hidden=True)
    items = []
    for stratum, name in zip((view.group, view.reference), names(view), strict=True):
        items.append(markup.Span([_patch(stratum), capitalize_first(name)], className="key"))
    return html_fragment(markup.P(items, className="figure-note figure-key"))


def _patch(stratum: str) -> SafeHtml:
    """The mark of a side of the pair, as the chart draws it."""
    if stratum in GROUPS and stratum != OVERALL:
        return group_mark(stratum)
    return markup.Span("■", style={"color": side_mark(stratum)[0]}, **DECORATIVE)
