"""The rail of choices: what, where, who, when. Every control says what the address says, and changing one changes it.

The value of every choice is the whole address of the view it leads to, settled here: what can be kept of the question
is kept, what cannot takes the nearest that has figures. The browser only follows it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

from dash.development.base_component import Component

from components.formatting import dash_html
from components.formatting import html as tags
from components.formatting.group_mark import group_mark_style
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, data_attributes, html_fragment
from components.formatting.phrases import people_at_start
from components.page.choice_links import ChoiceLinks
from components.page.notices import with_offers
from components.page.paths import REGIONS
from components.page.question_list import question_choice
from components.page.timeline import only_period
from data.catalog.availability import CatalogKey, available, dimensions_known, nearest_at
from data.language import format_integer, gettext
from data.query.choices.opening import coverage
from data.query.choices.versions import Need, other_version
from data.query.regions.region import OWN
from data.query.related import listed_periods
from data.query.search.hits import LEADS
from data.query.selection import Answer, to_query
from data.vocabulary import ALL, DIMENSIONS, GROUPS, LEVEL_WORDS, LEVELS, OVERALL, REGION, TOPICS, Level

Options = list[dict[str, object]]

_OFFERED: tuple[Level, ...] = ("county", "municipality")
"""Levels for which another indicator is offered where this one is not published."""


"""The path of the page of a region, which takes these words of an address."""
_REGION_WORDS = ("members", "name", "with_members", "with_name", "lang")
_NO_REGION = dict.fromkeys(("level", "kind", "members", "name", "with", "with_members", "with_name"), "")
"""The words of an address without its regions."""


def filter_panel(answer: Answer, path: str, rejected: Sequence[str] = ()) -> list[Component]:
    """The four sections of choices for a question.

    `path` is the page that links lead to; `rejected` is what is said of a place that was typed and is not shown.
    """
    links = ChoiceLinks(answer.selection, answer.catalog)
    return [
        sheet_head(),
        section(gettext("What"), [*_topic(answer, links), question_choice(answer, links, path)]),
        section(
            gettext("Where"), [*_level(answer, links), *_offered(answer, links, path), *_place(answer, path, rejected)]
        ),
        section(gettext("Who"), _who(answer, links)),
        section(gettext("When"), _period(answer)),
        sheet_foot(_result(answer)),
    ]


def sheet_head() -> Component:
    """Seen on a phone only, where the rail is a sheet over the page."""
    close = dash_html.Button(
        "✕", className="sheet-close", **aria(label=gettext("Close")), **data_attributes(close_choices="")
    )
    return dash_html.Div([dash_html.Span(gettext("Change what you see")), close], className="rail-sheet")


def sheet_foot(text: str) -> Component:
    """The sheet's one main button, which says what closing it shows."""
    return dash_html.Div(
        dash_html.Button(text, className="action primary", **data_attributes(close_choices="")),
        className="rail-sheet foot",
    )


def _result(answer: Answer) -> str:
    with_figure, number = len(answer.places.with_value()), len(answer.places)
    if answer.selection.level == "state":
        return gettext("Show the state")
    places = LEVEL_WORDS[answer.selection.level].counted(number, format_integer(number))
    return gettext("Show {number} of {places}", number=format_integer(with_figure), places=places)


def section(title: str, children: list[Component]) -> Component:
    """A titled part of the rail."""
    return dash_html.Section([dash_html.H2(title, className="rail-title"), *children], className="rail-section")


def label(text: str, control: str) -> Component:
    """The label of a control."""
    return dash_html.Label(text, htmlFor=control, className="rail-label")


def select(word: str, text: str, options: Options, value: str) -> list[Component]:
    """A native list for one choice; each option's value is the address it leads to."""
    control = f"choose-{word}"
    return [label(text, control), dash_html.Select(id=control, options=options, value=value)]


def _topic(answer: Answer, links: ChoiceLinks) -> list[Component]:
    first = {**_leads(CatalogKey.of(answer.catalog)), answer.indicator.topic: answer.indicator.id}
    options: Options = [{"label": TOPICS[t], "value": links.to_indicator(first[t])} for t in TOPICS if t in first]
    return select("topic", gettext("Topic"), options, answer.selection.query())


@lru_cache(maxsize=8)
def _leads(key: CatalogKey) -> Mapping[str, str]:
    """The indicator that each topic opens with."""
    have = key.catalog.indicators
    first = {topic: lead for topic, lead in LEADS.items() if lead in have}
    for indicator in have.values():
        first.setdefault(indicator.topic, indicator.id)
    return first


def _for_level(level: Level) -> str:
    return {
        "municipality": gettext("For cities and towns"),
        "county": gettext("For counties"),
        "eohhs_region": gettext("For regions"),
    }.get(level, gettext("For the state"))


def _level(answer: Answer, links: ChoiceLinks) -> list[Component]:
    selection, have = answer.selection, answer.catalog.levels(answer.indicator.id)
    options: Options = []
    for level in LEVELS:
        if level == "area":
            continue
        number, name = len(answer.catalog.places_of(level)), LEVEL_WORDS[level].label
        if level in have:
            option_label = name if level == "state" else f"{name} ({number})"
            options.append({"label": option_label, "value": links.to(level=level, kind="")})
        elif other := _other(answer, level=level):
            words = {"level": level, "kind": "", "place": "", "asked": selection.asked or selection.place}
            if not _has_people(answer, other, level):
                words |= {"by": "", "group": "", "reference": ""}
            options.append({"label": _in_version(name, other, answer), "value": links.to_version(**words)})
        elif number and level != "state":
            options.append({"label": gettext("{way}: not published", way=name), "value": level, "disabled": True})
    if REGION in have:
        own = answer.catalog.by_slug[OWN].name
        options.append({"label": gettext("Your region: {name}", name=own), "value": links.to(level=REGION, kind="")})
    if "area" in have:
        options += [
            {
                "label": f"{kind.title} ({len(answer.catalog.places_of('area', kind.id))})",
                "value": links.to(level="area", kind=kind.id),
            }
            for kind in answer.catalog.area_kinds.values()
        ]
    return select("level", gettext("Map by"), options, answer.selection.query())


def _offered(answer: Answer, links: ChoiceLinks, path: str) -> list[Component]:
    """Where an indicator is not published at a level, the one most like it that is."""
    have = answer.catalog.levels(answer.indicator.id)
    nearest: list[Component] = []
    for level in _OFFERED:
        lacks = level not in have and not _other(answer, level=level)
        near = nearest_at(answer.catalog, answer.indicator.id, level) if lacks else ""
        if near:
            link_text = f"{_for_level(level)}: {answer.catalog.indicators[near].title}"
            href = path + links.to(indicator=near, level=level)
            nearest.append(dash_html.P(dash_html.A(link_text, href=href), className="rail-nearest"))
    return [html_fragment(nearest)] if nearest else []


def _place(answer: Answer, path: str, rejected: Sequence[str]) -> list[Component]:
    selection = answer.selection
    parts: list[Component] = [
        label(gettext("Find a place"), "choose-place"),
        html_fragment([_place_field(bool(rejected)), *_rejected(rejected)]),
        html_fragment(_place_names(CatalogKey.of(answer.catalog), selection.level, selection.kind)),
    ]
    if answer.chosen:
        none = _NO_REGION if selection.level == REGION else {"place": ""}
        parts.append(
            dash_html.A(
                [answer.place.name, dash_html.Span("✕", className="chip-x", **DECORATIVE)],
                href=path + answer.selection.with_words(**none),
                className="chip",
                **aria(label=gettext("{place}: go back to all of Massachusetts", place=answer.place.name)),
            )
        )
    if selection.level == REGION:
        words = {key: word for key, word in selection.parameters().items() if key in _REGION_WORDS}
        link = dash_html.A(gettext("All figures of this region, and its members"), href=REGIONS + to_query(words))
        parts.append(dash_html.P(link, className="rail-nearest"))
    return parts


@lru_cache(maxsize=128)
def _place_names(key: CatalogKey, level: Level, kind: str) -> SafeHtml:
    """The names that the field of a place proposes."""
    names = [] if level == "state" else key.catalog.places_of(level, kind)
    return tags.Datalist([tags.Option(value=place.name) for place in names], id="place-names")


def _place_field(rejected: bool) -> SafeHtml:
    """The field of a place, written here: Dash's own takes no word on what is wrong with what was typed."""
    error = ' aria-describedby="place-error" aria-invalid="true"' if rejected else ""
    return SafeHtml(
        f'<input class="form-control" id="choose-place" type="search" list="place-names" autocomplete="off"{error} '
        f'placeholder="{escape(gettext("County, city or town"))}">'
    )


def _rejected(sentences: Sequence[str]) -> list[Component]:
    """Error message under the field of a place that was typed and is not shown, with links to the offers."""
    if not sentences:
        return []
    parts = [part for problem in sentences for part in (*with_offers(problem), " ")][:-1]
    return [dash_html.P(parts, id="place-error", className="field-error")]


def _who(answer: Answer, links: ChoiceLinks) -> list[Component]:
    selection = answer.selection
    options = [option for d in DIMENSIONS for option in _way(d, answer, links)]
    parts = select("by", gettext("Compare by"), options, selection.query())
    return parts if selection.breakdown == OVERALL else [*parts, *_groups(answer, links), *_reference(answer)]


def _way(dimension: str, answer: Answer, links: ChoiceLinks) -> Options:
    """A way to compare people: here, at the level that has it, or named as not published."""
    catalog, selection = answer.catalog, answer.selection
    name = gettext("Nothing: everyone together") if dimension == OVERALL else DIMENSIONS[dimension].label
    if (
        dimension in catalog.dimensions(selection.indicator, selection.level)
        or dimension == OVERALL == selection.breakdown
    ):
        kept = dimension == selection.breakdown
        return [{"label": name, "value": selection.query() if kept else links.to(by=dimension, group="")}]
    others = [at.level for at in available(catalog, selection.indicator) if dimension in at.dimensions]
    if others:
        option_label = {"state": gettext("{way}: for the state", way=name)}.get(
            others[0], gettext("{way}: by {level}", way=name, level=LEVEL_WORDS[others[0]].singular)
        )
        return [{"label": option_label, "value": links.to(level=others[0], place="", by=dimension, group="")}]
    if other := _other(answer, by=dimension):
        words = {"by": dimension, "group": "", "reference": "", "level": ""}
        words |= {"place": "", "asked": selection.asked or selection.place}
        return [{"label": _in_version(name, other, answer), "value": links.to_version(**words)}]
    if dimension in dimensions_known(catalog) and not DIMENSIONS[dimension].rare:
        return [{"label": gettext("{way}: not published", way=name), "value": dimension, "disabled": True}]
    return []


def _other(answer: Answer, **need: str) -> str:
    """Another version of the question that has a level or a way to compare people; empty where none does."""
    return other_version(answer.catalog, answer.indicator.id, Need(**need))


def _has_people(answer: Answer, version: str, level: str) -> bool:
    """Whether a version has, at a level, the way to compare people and the group in view."""
    selection = answer.selection
    return Need(level, selection.breakdown, "" if selection.group == OVERALL else selection.group).met(
        answer.catalog, version
    )


def _in_version(name: str, other: str, answer: Answer) -> str:
    version = answer.catalog.question_of[other].version(other).name
    return gettext("{choice}: version “{version}”", choice=name, version=version)


def _reference(answer: Answer) -> list[Component]:
    selection = answer.selection
    strata = answer.catalog.strata(selection.indicator, selection.breakdown, selection.level)
    to = selection.links("reference")
    options: Options = [{"label": gettext("Everyone"), "value": to("")}]
    options += [{"label": GROUPS[g].label, "value": to(g)} for g in strata]
    return select("reference", gettext("Compare groups with"), options, answer.selection.query())


def _groups(answer: Answer, links: ChoiceLinks) -> list[Component]:
    selection, level = answer.selection, LEVEL_WORDS[answer.selection.level]
    everyone = [OVERALL] if OVERALL in answer.catalog.dimensions(selection.indicator, selection.level) else []
    strata = [*everyone, *answer.catalog.strata(selection.indicator, selection.breakdown, selection.level)]
    options: Options = [
        {"label": _group_label(g, answer, links), "value": links.to(group=ALL if g == OVERALL else g)} for g in strata
    ]
    head = dash_html.Div(
        [
            dash_html.Span(gettext("Group"), id="group-label"),
            dash_html.Span("" if selection.level == "state" else gettext("{places} shown", places=level.plural)),
        ],
        className="group-head",
    )
    radios = dash_html.RadioItems(
        id="choose-group",
        options=options,
        value=selection.query(),
        name="group",
        className="groups",
        label_checked_class_name="chosen",
    )
    return [head, dash_html.Div(radios, role="radiogroup", **aria(labelledby="group-label"))]


def _group_label(group: str, answer: Answer, links: ChoiceLinks) -> Component:
    """A group with the number of places that have a figure, or the period it leads to where it has none for this."""
    everyone = people_at_start(OVERALL, answer.indicator)
    return dash_html.Span(
        [
            dash_html.Span(className="group-mark", style=group_mark_style(group), **DECORATIVE),
            dash_html.Span(everyone if group == OVERALL else GROUPS[group].label, className="group-name"),
            dash_html.Span(_places_with_figure(group, answer, links), className="group-shown"),
        ],
        className="group-option",
    )


def _places_with_figure(group: str, answer: Answer, links: ChoiceLinks) -> str | list[Component]:
    """The number of places with a figure, whose word is heard and, above the list, seen; or the period it leads to."""
    selection, catalog = answer.selection, answer.catalog
    if selection.level == "state":
        return ""
    covered = coverage(catalog, selection.indicator, selection.level, group, selection.period)
    if covered is None:
        return gettext("in {period}", period=links.period(group).label)
    number = len(answer.places)
    places = LEVEL_WORDS[selection.level].counted(number, format_integer(number))
    heard = gettext("{number} of {places}", number=format_integer(covered.shown), places=places)
    return [
        dash_html.Span(str(covered.shown), **DECORATIVE),
        dash_html.Span(f", {heard}", className="visually-hidden"),
    ]


def _period(answer: Answer) -> list[Component]:
    """The periods as a plain list: the timeline that plays them stands under the figure."""
    selection = answer.selection
    have = listed_periods(selection, answer.catalog)
    if len(have) == 1:
        return [only_period(have[0])]
    to = selection.links("period")  # the group has figures in each of them, so nothing else changes
    options: Options = [{"label": p.label, "value": to(p.slug)} for p in have]
    return select("when", gettext("Period"), options, selection.query())
