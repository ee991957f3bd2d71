"""The rail of choices: what, where, who, when. Every control says what the address says, and changing one changes it.

The value of every choice is the whole address of the view it leads to, settled here: what can be kept of the question
is kept, what cannot takes the nearest that has figures. The browser only follows it.
"""

from __future__ import annotations

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from components.markup import DECORATIVE, aria, data, fragment
from components.palette import mark
from data.selection import Answer, parse
from data.vocabulary import ALL, DIMENSIONS, GROUPS, LEVEL_WORDS, LEVELS, OVERALL, TOPICS, Period

Options = list[dict[str, object]]

LEADS = {
    "maternal_infant": "low_birthweight",
    "overdose": "drug_overdose_deaths",
    "cardiometabolic": "heart_disease_mortality",
    "context": "life_expectancy",
}
"""The indicator a topic opens on: one with figures for most counties and groups."""


def rail(answer: Answer, path: str) -> list[Component]:
    """The four sections of choices for a question. `path` is the page that links lead to."""
    return [
        sheet_head(),
        section("What", [*_topic(answer), *_indicator(answer)]),
        section("Where", [*_level(answer), *_place(answer, path)]),
        section("Who", _who(answer)),
        section("When", _period(answer)),
        sheet_foot(_result(answer)),
    ]


def sheet_head() -> html.Div:
    """Seen on a phone only, where the rail is a sheet over the page."""
    close = html.Button("✕", className="sheet-close", **aria(label="Close"), **data(close_choices=""))
    return html.Div([html.Span("Change what you see"), close], className="rail-sheet")


def sheet_foot(text: str) -> html.Div:
    """The sheet's one main button, which says what closing it shows."""
    return html.Div(
        html.Button(text, className="action primary", **data(close_choices="")), className="rail-sheet foot"
    )


def _result(answer: Answer) -> str:
    shown, number = int(answer.places["value"].notna().sum()), len(answer.places)
    level = LEVEL_WORDS[answer.selection.level]
    return "Show the state" if answer.selection.level == "state" else f"Show {shown} of {number} {level.plural}"


def _to(answer: Answer, **words: str) -> str:
    """The address of the question with some words changed, and the others settled anew where they no longer fit."""
    return parse({**answer.selection.parameters(), **words}, answer.catalog)[0].query()


def section(title: str, children: list[Component]) -> html.Section:
    """A titled part of the rail."""
    return html.Section([html.H2(title, className="rail-title"), *children], className="rail-section")


def label(text: str, control: str) -> html.Label:
    """The label of a control."""
    return html.Label(text, htmlFor=control, className="rail-label")


def select(word: str, text: str, options: Options, value: str) -> list[Component]:
    """A native list for one word of the address; each option's value is the address it leads to."""
    control = f"choose-{word}"
    return [label(text, control), dbc.Select(id=control, options=options, value=value)]


def _topic(answer: Answer) -> list[Component]:
    have = answer.catalog.indicators
    first = {topic: lead for topic, lead in LEADS.items() if lead in have}
    for indicator in have.values():
        first.setdefault(indicator.topic, indicator.id)
    first[answer.indicator.topic] = answer.indicator.id
    options: Options = [{"label": TOPICS[t], "value": _to(answer, indicator=first[t])} for t in TOPICS if t in first]
    return select("topic", "Topic", options, answer.selection.query())


def _indicator(answer: Answer) -> list[Component]:
    options: Options = [
        {"label": i.title, "value": _to(answer, indicator=i.id)}
        for i in answer.catalog.indicators.values()
        if i.topic == answer.indicator.topic
    ]
    return select("indicator", "Indicator", options, answer.selection.query())


def _level(answer: Answer) -> list[Component]:
    have = answer.catalog.levels(answer.indicator.id)
    options: Options = []
    for level in LEVELS:
        if level == "area":
            continue
        number, name = len(answer.catalog.places_of(level)), LEVEL_WORDS[level].label
        if level in have:
            said = name if level == "state" else f"{name} ({number})"
            options.append({"label": said, "value": _to(answer, level=level, kind="")})
        elif number:
            options.append({"label": f"{name}: not published", "value": level, "disabled": True})
    if "area" in have:
        options += [
            {
                "label": f"{kind.title} ({len(answer.catalog.places_of('area', kind.id))})",
                "value": _to(answer, level="area", kind=kind.id),
            }
            for kind in answer.catalog.area_kinds.values()
        ]
    return select("level", "Map by", options, answer.selection.query())


def _place(answer: Answer, path: str) -> list[Component]:
    selection = answer.selection
    names = [] if selection.level == "state" else answer.catalog.places_of(selection.level, selection.kind)
    parts: list[Component] = [
        label("Find a place", "choose-place"),
        dbc.Input(
            id="choose-place",
            type="search",
            list="place-names",
            placeholder="County, city or town",
            autocomplete="off",
            value="",
        ),
        fragment(html.Datalist([html.Option(value=place.name) for place in names], id="place-names")),
    ]
    if answer.chosen:
        parts.append(
            html.A(
                [answer.place.name, html.Span("✕", className="chip-x", **DECORATIVE)],
                href=path + answer.selection.with_words(place=""),
                className="chip",
                **aria(label=f"{answer.place.name}: go back to all of Massachusetts"),
            )
        )
    return parts


def _who(answer: Answer) -> list[Component]:
    catalog, selection = answer.catalog, answer.selection
    have = catalog.dimensions(selection.indicator, selection.level)
    options: Options = [
        {
            "label": "Nothing: everyone together" if d == OVERALL else DIMENSIONS[d].label,
            "value": selection.query() if d == selection.by else _to(answer, by=d, group=""),
        }
        for d in DIMENSIONS
        if d in have or d == OVERALL == selection.by
    ]
    parts = select("by", "Compare by", options, selection.query())
    return parts if selection.by == OVERALL else [*parts, *_groups(answer), *_reference(answer)]


def _reference(answer: Answer) -> list[Component]:
    selection = answer.selection
    strata = answer.catalog.strata(selection.indicator, selection.by, selection.level)
    options: Options = [{"label": "Everyone", "value": _to(answer, reference="")}]
    options += [{"label": GROUPS[g].label, "value": _to(answer, reference=g)} for g in strata]
    return select("reference", "Compare groups with", options, answer.selection.query())


def _groups(answer: Answer) -> list[Component]:
    selection, level = answer.selection, LEVEL_WORDS[answer.selection.level]
    everyone = [OVERALL] if OVERALL in answer.catalog.dimensions(selection.indicator, selection.level) else []
    strata = [*everyone, *answer.catalog.strata(selection.indicator, selection.by, selection.level)]
    options: Options = [
        {"label": _group_label(g, answer), "value": _to(answer, group=ALL if g == OVERALL else g)} for g in strata
    ]
    head = html.Div(
        [
            html.Span("Group", id="group-label"),
            html.Span("" if selection.level == "state" else f"{level.plural} shown"),
        ],
        className="group-head",
    )
    radios = dbc.RadioItems(
        id="choose-group",
        options=options,
        value=selection.query(),
        name="group",
        className="groups",
        label_checked_class_name="chosen",
    )
    return [head, html.Div(radios, role="radiogroup", **aria(labelledby="group-label"))]


def _group_label(group: str, answer: Answer) -> html.Span:
    """A group with the number of places that have a figure, or the period it leads to where it has none for this."""
    selection = answer.selection
    counts = {
        c.period: str(c.shown)
        for c in answer.catalog.covered(selection.indicator)
        if (c.level, c.stratum) == (selection.level, group)
    }
    shown = counts.get(selection.period)
    if shown is None:
        word = ALL if group == OVERALL else group
        led = parse({**selection.parameters(), "group": word}, answer.catalog)[0]
        shown = f"in {led.period.label}"
    everyone = f"All {answer.indicator.words.people.split(' ')[0]}"
    return html.Span(
        [
            group_mark(group),
            html.Span(everyone if group == OVERALL else GROUPS[group].label, className="group-name"),
            html.Span("" if answer.selection.level == "state" else shown, className="group-shown"),
        ],
        className="group-option",
    )


def group_mark(group: str) -> html.Span:
    """The group's marker as a small picture, for lists and keys."""
    style = mark(group)
    shape = f"<path d='{style.path}' fill='{style.colour}'/>"
    picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='-7 -7 14 14'>{shape}</svg>"
    encoded = picture.replace("#", "%23").replace("<", "%3C").replace(">", "%3E")
    style_sheet = {"backgroundImage": f'url("data:image/svg+xml,{encoded}")'}
    return html.Span(className="group-mark", style=style_sheet, **DECORATIVE)


def _period(answer: Answer) -> list[Component]:
    selection = answer.selection
    have = sorted(
        answer.catalog.periods(selection.indicator, selection.level, selection.dimension, selection.group),
        key=lambda p: (p.midpoint, p.length_years),
    )
    return period_slider(have, selection.period, [_to(answer, period=p.slug) for p in have])


def period_slider(have: list[Period], chosen: Period, queries: list[str]) -> list[Component]:
    """A slider over periods, each leading to its address; the one period in words where there is no choice."""
    if len(have) == 1:
        return [html.P([html.Strong(have[0].long_label), ": the only period published"], className="rail-text")]
    now = html.Output(chosen.label, htmlFor="choose-period", className="period-now", id="period-now")
    slider = dbc.Input(
        id="choose-period",
        type="range",
        min=0,
        max=len(have) - 1,
        step=1,
        value=have.index(chosen),
        className="form-range",
    )
    words = data(queries=" ".join(queries), labels="|".join(p.label for p in have))
    return [
        html.Div([label("Period", "choose-period"), now], className="group-head"),
        html.Div(slider, className="period-slider", id="period-slider", **words),
        _ends(have),
    ]


def _ends(have: list[Period]) -> html.Div:
    ends = [html.Span(have[0].label), html.Span(have[-1].label)]
    return html.Div(ends, className="period-ends", **DECORATIVE)
