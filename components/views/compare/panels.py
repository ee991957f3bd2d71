"""Compare: two places, or two indicators, side by side, each with its interval; what differs is tested and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from components.documents.drawings.graph import graph
from components.figures.descriptions import unit_words
from components.figures.style import Scale
from components.figures.trend.chart import drawn_breaks
from components.figures.trend.text import break_words, direction_words
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, html_fragment, sentence
from components.formatting.numbers import capitalize_first
from components.formatting.phrases import has_value
from components.page.controls import Options, select
from components.page.notices import empty
from components.views.compare.dot_plot import DotColumn, DotRow, dot_list, scale_of
from components.views.compare.figures import (
    compared_groups_figure,
    compared_groups_text,
    compared_lines,
    compared_trend_figure,
    compared_trend_text,
)
from components.views.compare.several_panels import place_adder, several_panel
from components.views.compare.several_text import compares_several
from components.views.compare.tables import compared_groups_table, compared_indicators_table
from components.views.compare.text import (
    compare_reading,
    compare_subtitle,
    compare_title,
    compares_indicators,
    pair,
)
from data.analysis.place_comparison import compare_groups, peers
from data.catalog.models import Indicator, Place
from data.language import gettext, ngettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, LEVEL_WORDS, LEVELS, OVERALL, REGION, TOPICS

TREND_HEIGHT = 300

__all__ = ["compare_panel", "compare_reading", "compare_subtitle", "compare_title", "compare_view"]


def compare_view(answer: Answer, other: Answer | None, path: str) -> list[Component]:
    """Compare view of two answers: choices, figures and a table.

    `answer` and `other` are those of the two `compared_selections`; `path` is the page that links lead to. The finding
    (`compare_title`) and what was tested (`compare_reading`) stand at the view's head.
    """
    choices = _choices(answer, other)
    if other is None:
        return [choices, empty(gettext("There is one place only. Choose an indicator to set beside this one."))]
    if compares_indicators(answer, other):
        return [choices, html_fragment(_indicators(answer, other, path))]
    panels: list[Component] = [choices, html.Div(_figures(answer, other), className="panel-row")]
    return [*panels, html_fragment([compared_groups_table(answer, other), *_peers(answer, other, path)])]


def compare_panel(answer: Answer, path: str) -> list[Component]:
    """The comparison of an answer whose view it is."""
    if compares_several(answer):
        return several_panel(answer)
    return compare_view(*pair(answer), path)


# Choices


def _choices(answer: Answer, other: Answer | None) -> html.Div:
    """Choices of a comparison: places of the level and those around, other indicators. Each option is an address."""
    beside = "" if other is None else (other.indicator.id if compares_indicators(answer, other) else _slug(other))
    place = "" if other is not None and compares_indicators(answer, other) else beside
    indicator = beside if place != beside else ""
    parts = []
    if answer.chosen:
        parts.append(html.Div(_place_choice(answer, place, beside), className="choice"))
    if place and REGION not in (answer.place.level, None if other is None else other.place.level):
        parts.append(html.Div(place_adder([answer, *([other] if other is not None else [])]), className="choice"))
    parts.append(html.Div(_indicator_choice(answer, indicator, beside), className="choice"))
    return html.Div(parts, className="choices", role="group", **aria(label=gettext("What to compare with")))


def _slug(answer: Answer) -> str:
    return "" if answer.place.level == "state" else answer.place.slug


def _address(answer: Answer, other: str) -> str:
    # The first place is named too: the two the reader sees stay when one of them is exchanged.
    words = {"view": "compare", "with": other}
    if not other:  # an address with another region in it is beside that one
        words |= {"with_members": "", "with_name": ""}
    return answer.selection.with_words(**words)


def _place_choice(answer: Answer, place: str, beside: str) -> list[Component]:
    catalog, view_place = answer.catalog, answer.place
    near = peers(view_place, catalog)
    options: Options = [{"label": catalog.state.name, "value": _address(answer, "")}]
    options += [
        {"label": gettext("{place} (close in size)", place=p.name), "value": _address(answer, p.slug)} for p in near
    ]
    around = [p for p in _containing(view_place, answer) if p not in near]
    options += [
        {"label": gettext("{place} (around it)", place=p.name), "value": _address(answer, p.slug)} for p in around
    ]
    seen = {view_place, *near, *around}
    others = [p for p in catalog.places_of(view_place.level, view_place.kind) if p not in seen]
    if place and place not in {p.slug for p in (*near, *around, *others)}:
        others.insert(0, catalog.by_slug[place])
    options += [{"label": p.name, "value": _address(answer, p.slug)} for p in others]
    label = gettext("Compare {place} with", place=view_place.name)
    if beside != place:
        options.insert(0, {"label": gettext("No other place"), "value": _address(answer, beside)})
    return select("with-place", label, options, _address(answer, beside))


def _containing(view_place: Place, answer: Answer) -> list[Place]:
    """The places of other levels that the place lies in and the indicator has figures for."""
    levels = [lv for lv in answer.catalog.levels(answer.indicator.id) if lv not in ("state", view_place.level)]
    members = set(view_place.members)
    return [p for lv in LEVELS if lv in levels for p in answer.catalog.places_of(lv) if members < set(p.members)]


def _indicator_choice(answer: Answer, indicator: str, beside: str) -> list[Component]:
    catalog, level = answer.catalog, answer.selection.level
    topics = [answer.indicator.topic, *(t for t in TOPICS if t != answer.indicator.topic)]
    none = "" if indicator else beside
    options: Options = [{"label": gettext("No other indicator"), "value": _address(answer, none)}]
    options += [
        {"label": f"{TOPICS[topic]}: {i.title}", "value": _address(answer, i.id)}
        for topic in topics
        for i in catalog.indicators.values()
        if i.topic == topic and i.id != answer.indicator.id and level in catalog.levels(i.id)
    ]
    label = (
        gettext("Or set another indicator beside it") if answer.chosen else gettext("Set another indicator beside it")
    )
    return select("with-indicator", label, options, _address(answer, beside))


# Two places


def _figures(one: Answer, other: Answer) -> list[Component]:
    comparisons = compare_groups(one, other)
    keys = [
        html.Span([html.Span(className=f"key-dot {kind}", **DECORATIVE), answer.place.name], className="key")
        for kind, answer in (("filled", one), ("open", other))
    ]
    groups: Component = empty(gettext("Neither place has a figure for this period."))
    if comparisons:
        drawn = compared_groups_figure(comparisons, one)
        groups = graph(
            "compared-groups",
            drawn,
            compared_groups_text(comparisons, one, other),
            drawn["layout"]["height"],
            kind="compared",
        )
    return [
        html.Section(
            [
                html.H2(
                    gettext("Group by group, {period}", period=one.selection.period.label), className="figure-title"
                ),
                html.P([*keys, html.Span(gettext("Line = 95% interval"))], className="figure-note figure-key"),
                groups,
            ],
            className="panel",
        ),
        html.Section(_over_time(one, other), className="panel"),
    ]


def _over_time(one: Answer, other: Answer) -> list[Component]:
    whose = capitalize_first(unit_words(one.indicator, one.selection.group))
    parts: list[Component] = [
        html.H2(gettext("Over time"), className="figure-title"),
        html.P(
            gettext("{unit}. Filled: {one}; open: {other}.", unit=whose, one=one.place.name, other=other.place.name),
            className="figure-note",
        ),
    ]
    both, lines, turned = compared_lines(one, other)
    if not lines:
        if one.selection.group == OVERALL:
            return [*parts, empty(gettext("Neither place has a figure in any period."))]
        return [*parts, empty(gettext("Neither place has a figure for this group in any period."))]
    drawn = compared_trend_figure(one, other, TREND_HEIGHT)
    parts.append(graph("compared-trend", drawn, compared_trend_text(one, other), TREND_HEIGHT, kind="compared"))
    sentences = [*direction_words(turned, both), *break_words(drawn_breaks(lines, one.indicator), noted=True)]
    return [*parts, *(sentence(text, "figure-note trend-words") for text in sentences)]


def _peers(one: Answer, other: Answer, path: str) -> list[Component]:
    """The first place among those closest in size, and the state's figure as a line."""
    near = peers(one.place, one.catalog)
    rows = {row.geo_id: row for row in one.places}
    compared = [rows[p.geo_id] for p in dict.fromkeys((one.place, *near, other.place)) if p.geo_id in rows]
    if not near or not any(has_value(row) for row in compared):
        return []
    ordered = sorted(compared, key=lambda r: (not has_value(r), -r.value if has_value(r) else 0, r.name))
    lane = _lane(one, compared, _head(one))
    entries = [
        DotRow(row.name, (row,), row.slug, "" if row.slug == one.place.slug else path + _address(one, row.slug),
              chosen=row.geo_id == one.place.geo_id)
        for row in ordered
    ]  # fmt: skip
    level = LEVEL_WORDS[one.place.level]
    title = gettext("{place} among the {places} closest in size", place=one.place.name, places=level.plural)
    notes = [gettext("Closest in number of residents, as a ratio. Choose one to compare it.")]
    if lane.marked is not None:
        notes.append(gettext("The upright line is the figure of {state}.", state=one.catalog.state.name))
    return [
        html.Section(
            [
                html.H2(title, className="figure-title"),
                html.P(" ".join(notes), className="figure-note"),
                dot_list(entries, [lane], title),
            ],
            className="panel peers",
        )
    ]


def _lane(answer: Answer, rows: Sequence[Row | None], head: str, scale: Scale | None = None) -> DotColumn:
    state = answer.state.only()
    marked = float(state.value) if has_value(state) and answer.indicator.comparable else None
    return DotColumn(head, answer.indicator, scale or scale_of(rows, answer.indicator, marked), marked)


# Two indicators


def _indicators(one: Answer, other: Answer, path: str) -> list[Component | SafeHtml]:
    """The same places in the same order, each indicator on its own scale; on one where the unit is the same."""
    entries = _entries(one, other, path)
    if not entries:
        return [empty(gettext("The two indicators have no place or group in common."))]
    columns = [[entry.rows[i] for entry in entries if entry.rows[i] is not None] for i in (0, 1)]
    lanes = [_lane(a, rows, _head(a)) for a, rows in zip((one, other), columns, strict=True)]
    note = gettext("Each indicator has its own scale.")
    if _same_unit(one.indicator, other.indicator):
        high, low = max(lane.scale.high for lane in lanes), min(lane.scale.low for lane in lanes)
        step = max(lane.scale.step for lane in lanes)
        lanes = [replace(lane, scale=Scale(low, high, step)) for lane in lanes]
        note = gettext("Both are on one scale.")
    if any(lane.marked is not None for lane in lanes):
        note += " " + gettext("The upright lines are the figures of {state}.", state=one.catalog.state.name)
    title = _list_title(one, other, len(entries))
    return [
        html.Section(
            [
                html.H2(title, className="figure-title"),
                html.P(note, className="figure-note"),
                dot_list(entries, lanes, title),
            ],
            className="panel",
        ),
        compared_indicators_table(entries, lanes, title),
        _about(other.indicator),
    ]


def _about(indicator: Indicator) -> html.P:
    """How the second indicator is counted; of the first the notes tell."""
    sentences = [indicator.definition, *indicator.caveats]
    return html.P([html.Strong(f"{indicator.title}. "), " ".join(sentences)], className="figure-note about-other")


def _same_unit(one: Indicator, other: Indicator) -> bool:
    """Whether figures may stand on one scale: crude and age-adjusted ones may not, whatever their unit."""
    return all(getattr(one, name) == getattr(other, name) for name in ("measure", "per", "unit_short", "adjustment"))


def _head(answer: Answer) -> str:
    values = {"indicator": answer.indicator.title, "unit": answer.indicator.unit_short}
    return gettext("{indicator} ({unit}, {period})", period=answer.selection.period.label, **values)


def _list_title(one: Answer, other: Answer, number: int) -> str:
    if _by_places(one, other):
        level = LEVEL_WORDS[one.selection.level]
        values = {"places": level.plural, "place": level.singular, "indicator": one.indicator.title}
        return ngettext("{number} {place}", "{number} {places}, highest first by {indicator}", number, **values)
    values = {"place": one.place.name, "indicator": one.indicator.title}
    return ngettext("{place}", "Groups in {place}, highest first by {indicator}", number, **values)


def _by_places(one: Answer, other: Answer) -> bool:
    return one.selection.level != "state" and one.selection.level == other.selection.level


def _entries(one: Answer, other: Answer, path: str) -> list[DotRow]:
    """A line for every place of the level; where there is none in common, for every group of the place in view."""
    if _by_places(one, other):
        second = {row.geo_id: row for row in other.places}
        entries = [
            DotRow(one.catalog.places[row.geo_id].short_name, (row, second.get(row.geo_id)), row.slug,
                  path + one.selection.with_words(place="" if row.slug == one.selection.place else row.slug),
                  chosen=row.slug == one.selection.place)
            for row in one.places
        ]  # fmt: skip
    else:
        firsts, others = ({row.stratum: row for row in a.groups.where(level="state")} for a in (one, other))
        entries = [
            DotRow(GROUPS[g].label, (firsts[g], others.get(g)), g, chosen=g == one.selection.group != OVERALL)
            for g in GROUPS
            if g in firsts
        ]
    return sorted(entries, key=_order)


def _order(entry: DotRow) -> tuple[int, float, str]:
    """Reliable figures of the first indicator before unreliable ones, these before none; highest first."""
    row = entry.rows[0]
    if not has_value(row):
        return 2, 0.0, entry.name
    return int(row.status == "unreliable"), -float(row.value), entry.name
