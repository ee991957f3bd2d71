"""Small multiples: one map for each group or period, or one trend for each group or place, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dash.development.base_component import Component

from components.figures.legend import Legend, class_choice, class_share, class_words, legend_of, legend_row, spoken
from components.figures.map import classes, small_map
from components.figures.style import Scale, nice_scale
from components.formatting import html, phrases
from components.formatting.group_mark import group_mark
from components.formatting.html import SafeHtml, to_html
from components.formatting.markup import DECORATIVE, aria, data_attributes, html_fragment, parse_bold
from components.formatting.numbers import capitalize_first, format_value, join_list
from components.page.notices import empty
from components.page.timeline import timeline
from components.views.multiples.lines import ordered
from components.views.multiples.panel_text import against_everyone, figure_parts, hidden_words, verdict_line
from components.views.multiples.strip_plot import MANY, strip
from components.views.multiples.table import behind
from components.views.multiples.text import each_words, order_words
from components.views.multiples.trends import group_trends, place_trends
from components.views.panels import no_groups
from data.language import gettext, ngettext
from data.query.related import absent_groups, multiples_by, multiples_choices
from data.query.rows import joined
from data.query.selection import Answer
from data.vocabulary import ALL, DIMENSIONS, GROUPS, LEVEL_WORDS, OVERALL, STATUS_WORDS


def multiples_view(answer: Answer, path: str) -> list[Component]:
    """The choice of what there is one of, the panels, their key, and the table behind them. `path` is the page."""
    each = multiples_by(answer.selection, answer.catalog)
    if not each:
        return [empty(_nothing())]
    draw = {"group": _maps, "period": _maps, "group_trend": group_trends, "place_trend": place_trends}[each]
    moved = timeline(answer) if each == "group" else []  # the others show every period at once
    return [
        html_fragment([_choice(answer, path, each), *draw(answer, path)]),
        *moved,
        html_fragment(behind(answer, each)),
    ]


def _nothing() -> str:
    """That the measure has one period here and no groups."""
    return gettext(
        "This measure has one period and no groups here, so there is nothing to set side by side. Choose a way to "
        "compare people, or another level of places."
    )


def _choice(answer: Answer, path: str, each: str) -> SafeHtml:
    """The choice of what there is one of; every link is the address it leads to."""
    links = [
        html.Li(
            html.A(
                each_words(answer, choice),
                href=path + answer.selection.with_words(each="" if choice == "group" else choice),
                className="each-choice",
                **data_attributes(key=f"each-{choice}"),
                **(aria(current="true") if choice == each else {}),
            )
        )
        for choice in multiples_choices(answer.selection, answer.catalog)
    ]
    parts: list[SafeHtml] = [html.Nav(html.Ul(links), className="each-choices", **aria(label=gettext("One of each")))]
    preference = answer.selection.multiples_by
    if preference != each and preference in ("group", "group_trend") and answer.selection.level != "state":
        dimension = DIMENSIONS[answer.selection.breakdown].label.lower()
        level = LEVEL_WORDS[answer.selection.level].plural
        without = (
            gettext("There are no groups to show for {places}.", places=level)
            if answer.selection.breakdown == OVERALL
            else gettext("There is not enough by {dimension} to show for {places}.", dimension=dimension, places=level)
        )
        parts.append(html.P(without, className="figure-note"))
    return html.Div(parts)


# Maps


def panels_of(answer: Answer) -> tuple[Answer, ...]:
    """The panels in their order, all with the same classes: as `classes_kind` says, or of all these maps."""
    each = multiples_by(answer.selection, answer.catalog)
    panels = ordered(answer) if each == "group" else answer.related
    if answer.selection.classes != "period":
        return panels
    spread = tuple(sorted(row.value for p in panels for row in p.places if row.status == "reported" and row.value != 0))
    return tuple(replace(p, class_values=spread, selection=replace(p.selection, classes="all")) for p in panels)


def maps_legend(panels: Sequence[Answer], answer: Answer) -> Legend:
    """The legend of all panels as if of one map, with the state's figure for everyone in the period.

    With one map for each period there are several such figures, and none is marked.
    """
    pooled = replace(panels[0], places=joined(p.places for p in panels))
    unmarked, map_classes, row = replace(legend_of(pooled), state=""), classes(pooled), answer.overall.only()
    if multiples_by(answer.selection, answer.catalog) != "group" or not answer.indicator.comparable:
        return unmarked
    if map_classes is None or not phrases.has_value(row):
        return unmarked
    text = gettext("State, {people} {value}", people=phrases.people(OVERALL, answer.indicator),
               value=format_value(row.value, answer.indicator))  # fmt: skip
    return replace(unmarked, state=text, state_share=class_share(map_classes, row.value))


def strip_scale(panels: Sequence[Answer]) -> Scale:
    """The axis of all strips: every reliable value of a place, and the state's figures with their intervals."""
    values: list[float] = []
    for panel in panels:
        reliable = panel.places.without(status="unreliable")
        values += (reliable if reliable.has("value") else panel.places).column("value")
        if panel.indicator.comparable:
            state = panel.state.where(status="reported")
            values += [v for column in ("value", "ci_low", "ci_high") for v in state.column(column)]
    return nice_scale(values, panels[0].indicator)


def _maps(answer: Answer, path: str) -> list[SafeHtml]:
    panels = panels_of(answer)
    if not panels:
        return [to_html(empty(no_groups(answer)))]
    scale = strip_scale(panels)
    items = [html.Li(_panel(panel, answer, path, scale), className="multiple") for panel in panels]
    return [
        html.Div(
            [html.Ul(items, className="multiples-list", role="list"), _key(panels, answer)],
            className=f"multiples {answer.selection.level}",
        )
    ]


def _panel(panel: Answer, answer: Answer, path: str, scale: Scale) -> SafeHtml:
    selection = panel.selection
    by_group = multiples_by(answer.selection, answer.catalog) == "group"
    name = GROUPS[selection.group].label if by_group else selection.period.long_label
    group = ALL if selection.group == OVERALL else selection.group
    to = answer.selection.with_words(group=group, period=selection.period.slug, view="map")
    now = (selection.group, selection.period) == (answer.selection.group, answer.selection.period)
    title = html.H2(
        [group_mark(selection.group) if by_group else "",
         html.A(name, href=path + to, className="multiple-link",
                **data_attributes(key=f"panel-{group}-{selection.period.slug}"))],
        className="multiple-name",
    )  # fmt: skip
    return html.Article(
        [
            title,
            *_state_words(panel),
            *_chosen_words(panel),
            small_map(panel, f"map-{selection.group}-{selection.period.slug}"),
            strip(panel, scale),
            html.P(phrases.shown_words(panel), className="multiple-shown"),
        ],
        className="multiple-panel now" if now else "multiple-panel",
    )


def _state_words(panel: Answer) -> list[SafeHtml]:
    """The state's figure for the group, and what a test against everyone says of it."""
    row = panel.state.only()
    if row is None:
        return [html.P(gettext("No figure for the state"), className="multiple-verdict")]
    if not phrases.has_value(row):
        swatch = html.Span(className=f"legend-swatch {str(row.status).replace('_', '-')}", **DECORATIVE)
        status_text = html.Span(
            [swatch, gettext("State: {status}", status=STATUS_WORDS[row.status])], className="multiple-none"
        )
        return [
            html.P(status_text),
            html.P(
                capitalize_first(phrases.status_sentence(row, panel.indicator, panel.catalog)),
                className="multiple-verdict",
            ),
        ]
    return [html.P(figure_parts(row, panel)), *verdict_line(row.verdict, against_everyone(row, panel), panel)]


def _chosen_words(panel: Answer) -> list[SafeHtml]:
    """The chosen place's own figure."""
    row = panel.places.only(slug=panel.selection.place) if panel.chosen else None
    if row is None:
        return []
    if not phrases.has_value(row):
        text = gettext("{place}: {status}", place=row.name, status=STATUS_WORDS[row.status])
        return [html.P(text, className="multiple-place")]
    return [html.P([f"{row.name} ", *figure_parts(row, panel)], className="multiple-place")]


# The key of all maps


def _key(panels: Sequence[Answer], answer: Answer) -> SafeHtml:
    map_legend = maps_legend(panels, answer)
    parts: list[SafeHtml] = [html.H2(gettext("One scale for every map"), className="figure-title")]
    row = legend_row(map_legend, _values)
    if map_legend.classes:
        parts.append(html.P(_classes_words(map_legend, answer), className="figure-note"))
        parts += [html.Div(row, className="legend-row"), *class_choice(answer)]
    else:
        if not answer.indicator.comparable:
            parts.append(html.P(class_words(answer), className="figure-note"))
        parts += row
    parts.append(spoken(map_legend, _values))
    how = [html.H2(gettext("How to read a panel"), className="figure-title"), html.P(_how(panels, answer))]
    each = multiples_by(answer.selection, answer.catalog)
    hidden = hidden_words(answer, each)
    how += [html.P(parse_bold(hidden))] if hidden else []
    absent = absent_groups(answer.selection, answer.catalog) if each == "group" else ()
    if absent:
        names = join_list([GROUPS[g].label for g in absent])
        period = answer.selection.period.long_label
        how.append(html.P(gettext("No figures for {period}: {groups}.", period=period, groups=names)))
    return html.Section([*parts, html.Div(how, className="multiples-how")], className="multiples-key")


def _classes_words(map_legend: Legend, answer: Answer) -> str:
    unit = capitalize_first(answer.indicator.unit)
    if answer.selection.classes != "period":
        return f"{unit}. {class_words(answer)}"
    number = sum(one.places for one in map_legend.classes)
    return ngettext("{unit}. Classes of the {number} value on these maps.",
                    "{unit}. Classes of the {number} values on these maps.", number, unit=unit)  # fmt: skip


def _values(number: int) -> str:
    return ngettext("{number} value", "{number} values", number)


def _how(panels: Sequence[Answer], answer: Answer) -> str:
    """How to read a panel: its number, strip plot, reference line and outline, in their order."""
    level, rate = LEVEL_WORDS[answer.selection.level], answer.indicator.words.rate
    by_group = multiples_by(answer.selection, answer.catalog) == "group"
    banded = any(panel.state.has("ci_low") for panel in panels)
    known = [phrases.has_value(panel.state.only()) for panel in panels]
    sentences = []
    if not any(known):
        pass
    elif not answer.indicator.comparable:
        sentences.append(gettext("The number is the state’s."))
    elif not all(known):
        sentences.append(gettext("Where the state has a figure, it is the number and the mark below the map."))
    elif banded:
        sentences.append(gettext("The number is the state’s {rate} with its 95% interval.", rate=rate))
    else:
        sentences.append(gettext("The number is the state’s {rate}.", rate=rate))
    many = max(len(p.places.with_value()) for p in panels) > MANY
    if many:
        sentences.append(gettext("In the strip under the map, fine lines are {places}.", places=level.plural))
    else:
        sentences.append(gettext("In the strip under the map, circles are {places}.", places=level.plural))
    scale = strip_scale(panels)
    if any(row.value > scale.high for p in panels for row in p.places):
        sentences.append(gettext("What stands at the right edge is beyond the axis."))
    if answer.indicator.comparable:
        if all(known):
            sentences.append(gettext("The mark below them is the state’s figure."))
        if any(p.selection.group != OVERALL and phrases.has_value(p.overall.only()) for p in panels):
            people = phrases.people(OVERALL, answer.indicator)
            sentences.append(gettext("The black line is of {people} in the state.", people=people))
    if answer.chosen:
        sentences.append(gettext("{place} is outlined on every map.", place=answer.place.name))
    if by_group:
        sentences.append(order_words(answer))
    return " ".join(part for part in sentences if part)
