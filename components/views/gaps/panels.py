"""The parts of the Gaps page: the finding, the groups, the pairs of measures, and the gap over time."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components.figures.alt_text import groups_text
from components.figures.graph import graph
from components.figures.groups import groups_figure
from components.formatting.markup import breadcrumb, html_fragment, parse_bold, sentence
from components.page.controls import Options, section, select, sheet_foot, sheet_head
from components.page.notes import notes_section
from components.page.notices import empty
from components.page.timeline import period_slider
from components.views.gaps.figures import HEIGHT as GAP_HEIGHT
from components.views.gaps.figures import gap_figure
from components.views.gaps.tables import groups_details, measured_text, measures_details, over_time_details
from components.views.gaps.text import (
    MEASURE_TEXT,
    counted_groups,
    format_measure,
    gap_change_words,
    gap_reading,
    gap_title,
    interval_of,
    reason_not_computed,
)
from data.analysis.gaps import Gap
from data.catalog.models import Indicator
from data.query.selection import Answer
from data.query.url import parse_query
from data.statistics.inequality import ABSOLUTE, Declined, Measure
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL, TOPICS

FIRST_PAIRS = (("d", "r"), ("mdbw", "idisw"), ("par", "paf"))
"""The pairs shown first: the widest gap, the average person's distance, what the best figure would change."""
FIRST_ORDERED = (("d", "r"), ("sii_linear", "rii_linear"), ("aci", "rci"))


def gaps_head(answer: Answer, gap: Gap | None) -> html.Div:
    """Where we are, the finding, what is measured, the reading."""
    indicator, place, period = answer.indicator, answer.place.name, answer.selection.period
    by = DIMENSIONS[answer.selection.breakdown].label.lower()
    measured = f" {counted_groups(gap).capitalize()} have a figure." if gap else ""
    reading = gap_reading(gap, indicator) if gap else []
    return html_fragment(
        [
            html.P(breadcrumb(TOPICS[indicator.topic], "Gaps"), className="path"),
            html.H1(gap_title(gap, indicator, place, period.label), className="view-title"),
            html.P(
                f"{indicator.title}, {indicator.unit}, by {by}. {place}, {period.long_label}.{measured}",
                className="view-subtitle",
            ),
            html.P(parse_bold(" ".join(reading)), className="view-reading"),
        ]
    )


def gaps_announcement(answer: Answer, gap: Gap | None, reference: str) -> str:
    """Text of the live region: the finding, and each choice that the finding may be the same without.

    `reference` is the group the address names, empty for the best.
    """
    period = answer.selection.period
    compared = ""
    if gap is not None and gap.reference:
        group = GROUPS[gap.reference].label
        compared = f" Compared with {group}." if reference else f" Compared with the best reliable group, {group}."
    by = DIMENSIONS[answer.selection.breakdown].label.lower()
    title = gap_title(gap, answer.indicator, answer.place.name, period.label)
    of = f"{answer.indicator.title}, by {by}, {answer.place.name}, {period.long_label}."
    return f"Updated: {title}. {of}{compared}"


def gaps_panels(answer: Answer, gap: Gap | None, series: list[Gap]) -> list[Component]:
    """Groups, measures and time, or why there are none."""
    if gap is None:
        level = LEVEL_WORDS[answer.place.level].singular
        text = (
            f"Fewer than two groups have a figure for {answer.place.name} in {answer.selection.period.long_label}, so "
            f"there is no gap to measure. Choose another period, another {level} or the state."
        )
        if not answer.indicator.comparable:
            text = "Numbers of events are not compared: a larger group has more of them. Choose a rate or a share."
        return [empty(text), html_fragment(notes_section(answer))]
    drawn = groups_figure(replace(answer, selection=replace(answer.selection, group=OVERALL)))
    groups = html.Section(
        [
            html.H2(f"Groups in {answer.place.name}", className="figure-title"),
            graph("groups", drawn, groups_text(answer, intervals=True), drawn["layout"]["height"]),
            groups_details(answer),
        ],
        className="panel",
    )
    left = html.Div(
        [groups, *_over_time(answer.indicator, series, answer.selection.breakdown)], className="panel-stack"
    )
    return [
        html.Div(
            [left, html_fragment(_pairs(gap, answer.indicator), className="panel")], className="panel-row gap-row"
        ),
        html_fragment(measures_details(gap, answer.indicator)),
        html_fragment(notes_section(answer)),
    ]


def _pairs(gap: Gap, indicator: Indicator) -> html.Section:
    ordered = not isinstance(gap.results["sii_linear"], Declined)
    return html.Section(
        [
            html.H2("How wide the gap is", className="figure-title"),
            html.P("An absolute and a relative measure, always together: they can disagree.", className="figure-note"),
            *(
                html.Div([_measure(gap, a, indicator), _measure(gap, r, indicator)], className="measure-pair")
                for a, r in (FIRST_ORDERED if ordered else FIRST_PAIRS)
            ),
        ]
    )


def _measure(gap: Gap, measure: str, indicator: Indicator) -> html.Div:
    words, result = MEASURE_TEXT[measure], gap.results[measure]
    if isinstance(result, Measure):
        lines: list[Component] = [
            html.P(format_measure(result.estimate, measure, indicator), className="measure-value"),
            html.P(interval_of(result, indicator), className="figure-note"),
        ]
    else:
        lines = [
            html.P("Not measured", className="measure-none"),
            html.P(reason_not_computed(result), className="figure-note"),
        ]
    kind = "absolute" if measure in ABSOLUTE else "relative"
    return html.Div(
        [
            html.H3([words.name, html.Span(f" {kind}", className="measure-kind")], className="measure-name"),
            *lines,
            html.P(words.means, className="measure-words"),
            html.P(words.limitation, className="measure-words"),
        ],
        className="measure",
    )


def _over_time(indicator: Indicator, series: list[Gap], dimension: str) -> list[Component]:
    panels: list[Component] = []
    for measure, title in (("d", "The difference over time"), ("r", "The ratio over time")):
        measured = [gap for gap in series if isinstance(gap.results[measure], Measure)]
        body: Component
        if measured:
            words = measured_text(title, measured, measure, indicator)
            body = graph(measure, gap_figure(measured, measure, indicator), words, GAP_HEIGHT)
        else:
            body = empty("No period has figures for enough groups.")
        changed = gap_change_words(measured, measure, indicator, dimension)
        parts = [html.H2(title, className="figure-title"), sentence(changed, "figure-note"), body]
        panels.append(html.Section(parts, className="panel"))
    return [*panels, over_time_details(series, indicator)]


def gaps_rail(answer: Answer, gap: Gap | None, reference: str) -> list[Component]:
    """The choices of the Gaps page. `reference` is the group the address names, empty for the best."""
    return [
        sheet_head(),
        section("What", [*_topic(answer), *_indicator(answer)]),
        section("Where", _place(answer)),
        section("Who", [*_by(answer), *_reference(answer, gap, reference)]),
        section("When", _period(answer, reference)),
        sheet_foot("Show the gap"),
    ]


def gap_query(answer: Answer, reference: str = "", **words: str) -> str:
    """The address of a gap; words that do not fit are settled anew by the page that reads them."""
    selection = parse_query({**answer.selection.parameters(), "group": None, **words}, answer.catalog)[0]
    kept = {k: w for k, w in selection.parameters().items() if k not in ("group", "view")}
    return "?" + urlencode(kept | ({"reference": reference} if reference else {}))


def _grouped(answer: Answer, topic: str) -> list[Indicator]:
    """Indicators of a topic that are published by group and can be compared, and the one in view."""
    catalog, in_view = answer.catalog, answer.indicator.id
    return [
        i
        for i in catalog.indicators.values()
        if i.topic == topic
        and (i.id == in_view or (i.comparable and any(c.dimension != OVERALL for c in catalog.covered(i.id))))
    ]


def _topic(answer: Answer) -> list[Component]:
    in_view = answer.indicator
    options: Options = [
        {
            "label": TOPICS[t],
            "value": gap_query(answer, indicator=in_view.id if t == in_view.topic else indicators[0].id),
        }
        for t in TOPICS
        if (indicators := _grouped(answer, t)) or t == in_view.topic
    ]
    return select("topic", "Topic", options, gap_query(answer, indicator=in_view.id))


def _indicator(answer: Answer) -> list[Component]:
    options: Options = [
        {"label": i.title, "value": gap_query(answer, indicator=i.id)} for i in _grouped(answer, answer.indicator.topic)
    ]
    return select("indicator", "Indicator", options, gap_query(answer, indicator=answer.indicator.id))


def _place(answer: Answer) -> list[Component]:
    catalog, selection = answer.catalog, answer.selection
    levels = [
        level
        for level in catalog.levels(selection.indicator)
        if selection.breakdown in catalog.dimensions(selection.indicator, level)
    ]
    options: Options = [
        {"label": place.name, "value": gap_query(answer, level=level, place="" if level == "state" else place.slug)}
        for level in levels
        for place in catalog.places_of(level)
    ]
    place = "" if answer.place.level == "state" else answer.place.slug
    return select("where", "Place", options, gap_query(answer, level=answer.place.level, place=place))


def _by(answer: Answer) -> list[Component]:
    have = answer.catalog.dimensions(answer.selection.indicator, answer.selection.level)
    options: Options = [{"label": DIMENSIONS[d].label, "value": gap_query(answer, by=d)} for d in have if d != OVERALL]
    return select("by", "Compare by", options, gap_query(answer, by=answer.selection.breakdown))


def _reference(answer: Answer, gap: Gap | None, reference: str) -> list[Component]:
    if gap is None:
        return []
    groups = [row.stratum for row in gap.rows if row.value == row.value]
    best = f" ({GROUPS[gap.reference].short})" if gap.reference and not reference else ""
    options: Options = [{"label": f"Best reliable group{best}", "value": gap_query(answer)}]
    options += [{"label": GROUPS[g].label, "value": gap_query(answer, g)} for g in groups]
    return select("reference", "Compare with", options, gap_query(answer, reference if reference in groups else ""))


def _period(answer: Answer, reference: str) -> list[Component]:
    selection = answer.selection
    have = sorted(
        answer.catalog.periods(selection.indicator, selection.level, selection.breakdown),
        key=lambda p: p.in_time,
    )
    return period_slider(have, selection.period, [gap_query(answer, reference, period=p.slug) for p in have])
