"""The choices of the page of gaps: indicator, place, dimension, group, reference, period; each an address."""

from __future__ import annotations

from dash.development.base_component import Component

from components.formatting.numbers import capitalize_first
from components.formatting.phrases import people_at_start
from components.page.controls import Options, section, select, sheet_foot, sheet_head
from components.page.timeline import period_slider
from components.views.gaps.words import side_name
from data.analysis.gap_views import GapView, grouped_dimensions, grouped_levels
from data.catalog.models import Catalog, Indicator
from data.language import gettext
from data.query.selection import to_query
from data.vocabulary import ALL, DIMENSIONS, OVERALL, STATUS_WORDS, TOPICS, left_over

_ORDER = ("indicator", "level", "kind", "place", "by", "group", "reference", "period", "lang")
"""The words of an address of Gaps, in their order."""
_KEPT = frozenset(_ORDER) - {"group", "reference"}
"""Those of the selection that go on as they are; group and reference do only where a reader chose them."""


def gap_query(view: GapView, **words: str) -> str:
    """The address of the view with some words changed; an empty word is left out, and the page settles it anew."""
    return to_query(gap_words(view, **words))


def gap_words(view: GapView, **words: str) -> dict[str, str]:
    """The words of that address, in their order.

    What a reader chose goes on: group and reference, and the place that was asked for.
    """
    selection = view.answer.selection.parameters()
    kept = {key: word for key, word in selection.items() if key in _KEPT}
    if view.place_word and "place" not in words:
        kept["place"] = view.place_word
    found: dict[str, str] = {**kept, **view.chosen, **words}
    return {key: found[key] for key in _ORDER if found.get(key)}


def gaps_rail(view: GapView) -> list[Component]:
    """The four sections of choices."""
    return [
        sheet_head(),
        section(gettext("What"), [*_topic(view), *_indicator(view)]),
        section(gettext("Where"), _place(view)),
        section(gettext("Who"), [*_by(view), *_group(view), *_reference(view)]),
        section(gettext("When"), _period(view)),
        sheet_foot(gettext("Show the gap")),
    ]


def _of_indicator(view: GapView, indicator: str) -> str:
    """The address of another indicator: it has its own periods and dimensions, and opens with its best."""
    if indicator == view.answer.indicator.id:
        return gap_query(view)
    return gap_query(view, indicator=indicator, by="", period="", level="")


def _grouped(catalog: Catalog, topic: str, in_view: str) -> list[Indicator]:
    """Indicators of a topic that are published by group and can be compared, and the one in view."""
    return [
        i
        for i in catalog.indicators.values()
        if i.topic == topic and (i.id == in_view or (i.comparable and grouped_levels(catalog, i.id)))
    ]


def _topic(view: GapView) -> list[Component]:
    in_view, catalog = view.answer.indicator, view.answer.catalog
    options: Options = []
    for topic in TOPICS:
        indicators = _grouped(catalog, topic, in_view.id)
        if indicators:
            first = in_view if topic == in_view.topic else indicators[0]
            options.append({"label": TOPICS[topic], "value": _of_indicator(view, first.id)})
    return select("topic", gettext("Topic"), options, gap_query(view))


def _indicator(view: GapView) -> list[Component]:
    in_view = view.answer.indicator
    options: Options = [
        {"label": i.title, "value": _of_indicator(view, i.id)}
        for i in _grouped(view.answer.catalog, in_view.topic, in_view.id)
    ]
    return select("indicator", gettext("Indicator"), options, gap_query(view))


def _place(view: GapView) -> list[Component]:
    catalog, selection, shown = view.answer.catalog, view.answer.selection, view.answer.place
    options: Options = []
    for level in grouped_levels(catalog, selection.indicator):
        if selection.breakdown not in grouped_dimensions(catalog, selection.indicator, level):
            continue
        for place in catalog.places_of(level):
            slug = "" if level == "state" else place.slug
            query = (
                gap_query(view) if place.geo_id == shown.geo_id else gap_query(view, level=level, place=slug, kind="")
            )
            options.append({"label": place.name, "value": query})
    return select("where", gettext("Place"), options, gap_query(view)) if options else []


def _by(view: GapView) -> list[Component]:
    selection = view.answer.selection
    have = grouped_dimensions(view.answer.catalog, selection.indicator, selection.level)
    options: Options = [
        {
            "label": DIMENSIONS[d].label,
            "value": gap_query(view)
            if d == selection.breakdown
            else gap_query(view, by=d, group="", reference="", period=""),
        }
        for d in have
    ]
    return select("by", gettext("Compare by"), options, gap_query(view)) if options else []


def _group(view: GapView) -> list[Component]:
    if view.groups is None or view.group is None:
        return []
    indicator = view.answer.indicator
    options: Options = []
    for row in sorted(view.groups.rows, key=lambda r: left_over(r.stratum)):
        name = people_at_start(row.stratum, indicator)
        if row.has_value:
            label = name if row.status == "reported" else f"{name} ({STATUS_WORDS[row.status]})"
            query = gap_query(view) if row.stratum == view.group else gap_query(view, group=row.stratum)
            options.append({"label": label, "value": query})
        else:
            options.append({"label": f"{name} ({STATUS_WORDS[row.status]})", "value": row.stratum, "disabled": True})
    return select("group", gettext("Group"), options, gap_query(view))


def _reference(view: GapView) -> list[Component]:
    if view.groups is None or view.group is None or view.reference is None:
        return []
    default = view.groups.default_reference(view.group)
    options: Options = []
    for stratum in sorted(view.groups.references(view.group), key=left_over):
        word = "" if stratum == default else ALL if stratum == OVERALL else stratum
        name = capitalize_first(side_name(stratum, view.group, view.answer.indicator))
        row = view.groups.rows.only(stratum=stratum)
        if row is not None and row.status != "reported":
            name = f"{name} ({STATUS_WORDS[row.status]})"
        query = gap_query(view) if stratum == view.reference else gap_query(view, reference=word)
        options.append({"label": name, "value": query})
    return select("reference", gettext("Compared with"), options, gap_query(view))


def _period(view: GapView) -> list[Component]:
    selection = view.answer.selection
    have = sorted(
        view.answer.catalog.periods(selection.indicator, selection.level, selection.breakdown), key=lambda p: p.in_time
    )
    if selection.period not in have:
        return []
    return period_slider(have, selection.period, [gap_query(view, period=p.slug) for p in have])
