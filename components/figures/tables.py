"""The numbers behind a view as tables: the same rows and words as its figures, with statuses in words, sortable.

A table is made once, as `Table`; the page writes it as HTML and every document in its own form.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from components.figures.ranking import LONG
from components.figures.trend.lines import all_rows
from components.formatting import html, html_table
from components.formatting.html import SafeHtml
from components.formatting.html_table import FIRST, scrolled
from components.formatting.markup import aria, data_attributes
from components.formatting.numbers import capitalize_first, count, format_value, interval, is_number
from components.formatting.phrases import has_value, people_at_start, status_in_words
from components.formatting.skip_links import passable
from data.language import gettext
from data.query.rows import Row, Rows, joined
from data.query.selection import Answer
from data.vocabulary import GROUPS, LEVEL_WORDS, OVERALL, VERDICT_LABELS, Period

ABSENT = "–"
"""Placeholder where there is no figure."""

Kind = Literal["text", "period", "number", "interval"]
Subject = str
"""What the rows of a table are: `places`, `groups` or periods (`trend`) of Explore; other pages name their own."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, the head a reader sees, how its cells are read, the unit and decimals of numbers."""

    id: str
    head: str
    kind: Kind
    unit: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """Cell of a table: words for a reader, a value for a machine; None where there is no figure, or it is hidden.

    `decimals` are those of a number whose column holds numbers of several kinds; None where they are the column's.
    """

    words: str
    value: float | tuple[float, float] | str | None
    decimals: int | None = None

    @property
    def sort(self) -> str:
        """Sort key for the browser; empty for what stays at the end."""
        if self.value is None:
            return ""
        if isinstance(self.value, tuple):
            return repr(self.value[0])
        return self.value if isinstance(self.value, str) else repr(self.value)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row: its cells by column, and the ids of what it is about, where it is about a place, a group or a period.

    It never carries what a reader may not see.
    """

    cells: Mapping[str, Cell]
    place: str = ""
    geo_id: str = ""
    level: str = ""
    group: str = ""
    group_label: str = ""
    period: str = ""
    source: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a view, of one indicator or (empty) of several: rows of one subject under a caption."""

    subject: Subject
    indicator: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[TableRow, ...]


def data_tables(answer: Answer) -> list[Table]:
    """Places, groups and periods, each as a table with a caption, in the order of the page."""
    level, period = LEVEL_WORDS[answer.selection.level], answer.selection.period.long_label
    who = people_at_start(answer.selection.group, answer.indicator)
    # The state's own row is compared with everyone, which is not what this table's column says.
    state = Rows(row._replace(verdict="") for row in answer.state)
    places = state if answer.selection.level == "state" else joined([state, answer.places])
    caption = gettext("{places}. {people}, {period}", places=capitalize_first(level.plural), people=who, period=period)
    places_tables = [_table("places", caption, places, answer, gettext("Compared with the state"))]
    return [*places_tables, *groups_tables(answer), *trend_tables(all_rows(answer), answer)]


def groups_tables(answer: Answer) -> list[Table]:
    """The groups of the place and of the state; none where everyone is the only group."""
    if not answer.groups.without(stratum=OVERALL):
        return []
    written = []
    for name, place_rows in answer.groups.by("name").items():
        caption = gettext("Groups in {place}, {period}", place=name, period=answer.selection.period.long_label)
        written.append(_table("groups", caption, place_rows, answer, _against_group(answer)))
    return written


def trend_tables(frame: Rows, answer: Answer) -> list[Table]:
    """The periods of each place and group of a frame, latest first."""
    written = []
    for (place, stratum), series in frame.by("name", "stratum").items():
        group_label = people_at_start(stratum, answer.indicator)
        caption = gettext("Over time. {people}, {place}", people=group_label, place=place)
        written.append(_table("trend", caption, Rows(reversed(series)), answer, ""))
    return written


def tables(answer: Answer, path: str) -> list[SafeHtml]:
    """The tables of a view as the page shows them; a place is chosen in them as it is in the list.

    Each has a name by which the browser knows it again when the view is drawn anew, to sort it as it was sorted.
    """
    parts: list[SafeHtml] = []
    numbers = Counter[str]()
    for table in data_tables(answer):
        links = _links(table, answer, path)
        written = _written(table, links, f"{table.subject}-{numbers[table.subject]}")
        numbers[table.subject] += 1
        parts.append(passable(written, table.caption, table.subject) if len(links) > LONG else written)
    return parts


def _links(table: Table, answer: Answer, path: str) -> dict[str, SafeHtml]:
    """The names of a table's places as links that choose them, by id; choosing the chosen place lets it go."""
    if table.subject != "places":
        return {}
    links = {}
    for row in table.rows:
        if row.level == "state":
            continue
        slug = answer.catalog.places[row.geo_id].slug
        href = path + answer.selection.with_words(place="" if row.chosen else slug)
        current = aria(current="true") if row.chosen else {}
        links[row.geo_id] = html.A(
            row.place, href=href, className="table-place", **current, **data_attributes(key=slug)
        )
    return links


def _against_group(answer: Answer) -> str:
    reference = answer.selection.reference
    if not reference:
        return gettext("Compared with everyone there")
    return gettext("Compared with {group}", group=GROUPS[reference].label)


def _firsts() -> dict[str, Column]:
    return {
        "places": Column("place", gettext("Place"), "text"),
        "groups": Column("group", gettext("Group"), "text"),
        "trend": Column("period", gettext("Period"), "period"),
    }


def _table(subject: Subject, caption: str, frame: Rows, answer: Answer, against: str) -> Table:
    """`against` is the head of the comparison; empty where nothing is compared."""
    indicator = answer.indicator
    columns = [
        _firsts()[subject],
        Column(
            "value", gettext("Value ({unit})", unit=indicator.unit_short), "number", indicator.unit, indicator.decimals
        ),
        Column("interval", gettext("95% interval"), "interval", indicator.unit, indicator.decimals),
    ]
    if frame.has("numerator"):
        events = indicator.words.events
        columns.append(Column("numerator", capitalize_first(events), "number", events))
        columns.append(Column("denominator", gettext("Out of"), "number", indicator.words.people))
    if against and frame.without(verdict=""):
        columns.append(Column("verdict", against, "text"))
    columns.append(Column("status", gettext("Status"), "text"))
    rows = tuple(_row(row, columns, answer) for row in frame)
    return Table(subject, indicator.id, caption, tuple(columns), rows)


def _row(row: Row, columns: list[Column], answer: Answer) -> TableRow:
    cells = _cells(row, answer)
    return TableRow(
        cells={column.id: cells[column.id] for column in columns},
        place=str(row.name),
        geo_id=str(row.geo_id),
        level=str(row.level),
        group=str(row.stratum),
        group_label=GROUPS[row.stratum].label,
        period=str(row.period),
        source=str(row.source),
        chosen=columns[0].id == "place" and row.slug == answer.selection.place,
    )


def _cells(row: Row, answer: Answer) -> dict[str, Cell]:
    """Every cell a row can have. Of a row without a figure the people it is about may be known, never the events."""
    indicator = answer.indicator
    has_figure = has_value(row)
    has_interval = has_figure and is_number(row.ci_low)
    return {
        "place": Cell(str(row.name), str(row.name)),
        "group": Cell(GROUPS[row.stratum].label, str(row.stratum)),
        "period": Cell(Period.parse(row.period).long_label, str(row.period)),
        "value": Cell(format_value(row.value, indicator, stored=True), float(row.value))
        if has_figure
        else Cell(ABSENT, None),
        "interval": Cell(interval(row.ci_low, row.ci_high, indicator), (float(row.ci_low), float(row.ci_high)))
        if has_interval
        else Cell(ABSENT, None),
        "numerator": _counted(row.numerator if has_figure else math.nan),
        "denominator": _counted(row.denominator),
        "verdict": Cell(VERDICT_LABELS[row.verdict] or ABSENT, str(row.verdict) or None),
        "status": Cell(status_in_words(row, answer.indicator, answer.catalog), str(row.status)),
    }


def _counted(number: float) -> Cell:
    return Cell(count(number), float(number)) if is_number(number) else Cell(ABSENT, None)


def _written(table: Table, links: Mapping[str, SafeHtml], name: str) -> SafeHtml:
    content = html_table.table(
        table.caption,
        [column.head for column in table.columns],
        [_line(row, table, links) for row in table.rows],
        name=name,
        keys=[f"{name}-{column.id}" for column in table.columns],
    )
    return scrolled(content, table.caption)


def _line(row: TableRow, table: Table, links: Mapping[str, SafeHtml]) -> SafeHtml:
    first, *others = table.columns
    return html_table.row(
        links.get(row.geo_id, row.cells[first.id].words),
        [figure_cell(row, column, **data_attributes(sort=row.cells[column.id].sort)) for column in others],
        _first_sort(row, first),
        className="chosen" if row.chosen else "",
        **(FIRST if table.subject == "places" and row.level == "state" else {}),
    )


def figure_cell(row: TableRow, column: Column, **attributes: Any) -> SafeHtml:
    """The cell of a column beside the first: digits stand under digits."""
    kind = "number" if column.kind in ("number", "interval") else ""
    return html.Td(row.cells[column.id].words, className=kind, **attributes)


def _first_sort(row: TableRow, first: Column) -> str:
    return f"{Period.parse(row.period).midpoint:.3f}" if first.kind == "period" else row.cells[first.id].words
