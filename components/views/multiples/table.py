"""The figures behind small multiples as one table: a row for each place or period, a column for each panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from threading import Lock
from typing import Any

from cachetools import LRUCache

from components.figures.tables import ABSENT
from components.formatting import html, phrases
from components.formatting.html import SafeHtml
from components.formatting.html_table import FIRST, row, scrolled, table
from components.formatting.markup import data_attributes
from components.formatting.numbers import capitalize_first, format_value, interval, is_number
from components.views.multiples.lines import ordered
from data.catalog.availability import CatalogKey
from data.language import gettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, REGION, STATUS_WORDS, Period

Head = tuple[str, str]
"""A row's or a column's key, and what a reader sees of it."""


def behind(answer: Answer, each: str) -> list[SafeHtml]:
    """The table, to be opened; nothing where there is no panel."""
    heads, rows, cell = _maps(answer, each) if each in ("group", "period") else _trends(answer, each)
    if not heads or not rows:
        return []
    title = (
        gettext("Figures behind these maps") if each in ("group", "period") else gettext("Figures behind these trends")
    )
    first = gettext("Period") if each == "group_trend" else gettext("Place")
    return [
        html.Details(
            [
                html.Summary(title, **data_attributes(key="multiples-figures")),
                _table(title, first, heads, rows, cell, answer),
            ],
            className="multiples-figures",
        )
    ]


MOST_KEPT = 2 * 2**20
"""Letters of the tables that are kept; one of twenty groups over twenty years has 30,000."""
_kept: LRUCache[tuple[CatalogKey, str, str, str], str] = LRUCache(MOST_KEPT, getsizeof=len)
_keeping = Lock()


def behind_groups(answer: Answer) -> list[SafeHtml]:
    """The same of every group over time, kept: whichever group and period is in view, it is one table."""
    place, key = answer.place, CatalogKey.of(answer.catalog)
    if answer.selection.level == REGION:
        return behind(answer, "group_trend")
    of_table = (key, answer.indicator.id, place.geo_id, answer.selection.breakdown)
    with _keeping:
        kept = _kept.get(of_table)
    if kept is None:
        kept = "".join(behind(answer, "group_trend"))
        with _keeping:
            _kept[of_table] = kept
    return [SafeHtml(kept)] if kept else []


Made = tuple[list[Head], list[Head], Callable[[str, str], Any]]


def _maps(answer: Answer, each: str) -> Made:
    """The state first, then places by name; a column for each map, in the order of the maps."""
    panels = ordered(answer) if each == "group" else answer.related
    heads: list[Head] = [
        (str(i), GROUPS[p.selection.group].label if each == "group" else p.selection.period.long_label)
        for i, p in enumerate(panels)
    ]
    cells = {
        (str(row.geo_id), str(i)): row
        for i, p in enumerate(panels)
        for row in [*p.state, *p.places]
    }  # fmt: skip
    names = {geo_id: answer.catalog.places[geo_id].name for geo_id, _ in cells}
    state = answer.catalog.state.geo_id
    rows = sorted(names.items(), key=lambda pair: (pair[0] != state, pair[1]))
    return heads, rows, lambda row, column: cells.get((row, column))


def _trends(answer: Answer, each: str) -> Made:
    assert answer.series is not None
    periods = sorted({Period.parse(slug) for slug in answer.series.column("period")}, key=lambda p: p.in_time)
    times: list[Head] = [(p.slug, p.long_label) for p in periods]
    if each == "group_trend":
        by_group = {(str(row.period), str(row.stratum)): row for row in answer.series}
        have = {group for _, group in by_group}
        heads: list[Head] = [(g, GROUPS[g].label) for g in GROUPS if g in have and g != OVERALL]
        heads += [(OVERALL, phrases.people_at_start(OVERALL, answer.indicator))] if OVERALL in have else []
        return heads, times[::-1], lambda row, column: by_group.get((row, column))
    by_place = {(str(row.geo_id), str(row.period)): row for row in answer.series}
    state = answer.catalog.state.geo_id
    names = {geo_id: answer.catalog.places[geo_id].name for geo_id, _ in by_place}
    rows = sorted(names.items(), key=lambda pair: (pair[0] != state, pair[1]))
    return times, rows, lambda row, column: by_place.get((row, column))


def _table(
    title: str, first: str, heads: Sequence[Head], rows: Sequence[Head], cell: Callable[[str, str], Any], answer: Answer
) -> SafeHtml:
    columns = [first, *(name for _, name in heads)]
    chosen = answer.place.geo_id if answer.chosen else ""
    state = answer.catalog.state.geo_id
    body = [
        row(
            name,
            [_cell(cell(key, column), answer) for column, _ in heads],
            _period_sort(key) or name,
            className="chosen" if key == chosen else "",
            **(FIRST if key == state else {}),
        )
        for key, name in rows
    ]
    unit = f"{title}. {capitalize_first(answer.indicator.unit)}."
    keys = [f"multiples-{i}" for i in range(len(columns))]
    multiples_table = table(unit, columns, body, name="multiples", keys=keys, className="figure-note")
    return scrolled(multiples_table, title)


def _period_sort(key: str) -> str:
    try:
        return f"{Period.parse(key).midpoint:.3f}"
    except ValueError:
        return ""


def _cell(row: Row, answer: Answer) -> SafeHtml:
    """A figure with its interval, or the status in words; a dash where there is no such row."""
    if row is None:
        return html.Td(ABSENT, **data_attributes(sort=""))
    if not phrases.has_value(row):
        return html.Td(STATUS_WORDS[row.status], **data_attributes(sort=""))
    star = "†" if row.status == "unreliable" else ""
    bounds = f" ({interval(row.ci_low, row.ci_high, answer.indicator)})" if is_number(row.ci_low) else ""
    # In one piece: a table of twenty groups over twenty years has four hundred.
    value = escape(f"{format_value(row.value, answer.indicator, stored=True)}{star}{bounds}")
    return SafeHtml(f'<td class="number" data-sort="{float(row.value)!r}">{value}</td>')
