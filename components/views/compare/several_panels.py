"""More than two places on the page: which they are, their lines, and every figure as a table."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.documents.document import PAGES
from components.documents.drawings.graph import graph
from components.documents.export_menu import view_file_address
from components.figures.descriptions import measured
from components.figures.tables import Table, TableRow, trend_tables
from components.formatting import html as text_html
from components.formatting import html_table
from components.formatting.html import SafeHtml
from components.formatting.html_table import scrolled
from components.formatting.markup import aria, data_attributes, html_fragment, sentence
from components.page.controls import Options, select
from components.page.notices import empty
from components.views.compare.several import (
    rows_of,
    several_figure,
    several_note,
    several_text,
    several_words,
)
from data.language import gettext
from data.query.choices.beside import MOST_BESIDE, joined_word
from data.query.selection import Answer, to_query
from data.vocabulary import Period


def several_panel(answer: Answer) -> list[Component]:
    """The view of several places: one more, or one fewer, their lines over time, and their figures."""
    places = answer.related
    parts: list[Component] = []
    if len(places) <= MOST_BESIDE:
        parts.append(html.Div(place_adder(places), className="choice"))
    chosen = html.Div(
        parts,
        className="choices",
        role="group",
        **aria(label=gettext("What to compare with")),
    )
    return [
        *([chosen] if parts else []),
        html_fragment(_fewer(places)),
        html.Div(html.Section(_over_time(places), className="panel"), className="panel-row single"),
        html_fragment([_files(answer), _table(places)]),
    ]


def _files(answer: Answer) -> SafeHtml:
    """The two files that people put several places together for, without a way through the menu of all formats."""
    words = to_query(answer.selection.parameters())
    names = (("pptx", gettext("Slides (PowerPoint)")), ("xlsx", gettext("Workbook (Excel)")))
    links = [
        text_html.Li(
            text_html.A(
                name,
                href=view_file_address(PAGES[0], kind) + words,
                className="action",
                download="",
                **data_attributes(key=f"take-{kind}"),
            )
        )
        for kind, name in names
    ]
    return text_html.Ul(links, className="places-shown", **aria(label=gettext("Export")))


def place_adder(places: Sequence[Answer]) -> list[Component]:
    """A choice of one more place of the first one's kind; each option is an address."""
    first = min(places, key=lambda answer: not answer.chosen)
    told = {answer.place.slug for answer in places}
    options: Options = [{"label": gettext("Choose a place"), "value": _address(places)}]
    options += [
        {"label": place.name, "value": _address(places, place.slug)}
        for place in first.catalog.places_of(first.place.level, first.place.kind)
        if place.slug not in told
    ]
    return select("place-more", gettext("Set one more place beside them"), options, _address(places))


def _address(places: Sequence[Answer], *more: str) -> str:
    """The address of the first place with the others, and some more, beside it."""
    # The state is where no place is named: it is one that stands beside others.
    first, *others = sorted(places, key=lambda answer: not answer.chosen)
    words = {"view": "compare", "with": joined_word([*(answer.place.slug for answer in others), *more])}
    return first.selection.with_words(**words)


def _fewer(places: Sequence[Answer]) -> SafeHtml:
    """A link for each place, that leaves it out."""
    links = []
    for number, left_out in enumerate(places):
        others = [*places[:number], *places[number + 1 :]]
        key = f"without-{left_out.place.slug}"
        name = gettext("Leave out {place}", place=left_out.place.name)
        links.append(
            text_html.Li(text_html.A(name, href=_address(others), className="action", **data_attributes(key=key)))
        )
    return text_html.Ul(links, className="places-shown")


def _over_time(places: Sequence[Answer]) -> list[Component]:
    title = gettext("Over time")
    parts: list[Component] = [
        html.H2(title, className="figure-title"),
        html.P(several_note(places), className="figure-note"),
    ]
    drawn = several_figure(places)
    if not drawn["data"]:
        return [*parts, empty(gettext("None of these places has a figure in any period."))]
    height = drawn["layout"]["height"]
    parts.append(graph("compared-trend", drawn, several_text(places), height, kind="trend"))
    return [*parts, *(sentence(text, "figure-note trend-words") for text in several_words(places))]


def _table(places: Sequence[Answer]) -> SafeHtml:
    """Every period, latest first, with a column for each place: the words of the tables of documents."""
    by_place = [_rows(trend_tables(rows_of(answer), answer)) for answer in places]
    periods = sorted({period for rows in by_place for period in rows}, key=_in_order)
    caption = measured(places[0].indicator.title, places[0].indicator.unit)
    lines = [
        html_table.row(Period.parse(period).long_label, [_cell(rows.get(period)) for rows in by_place])
        for period in reversed(periods)
    ]
    note = text_html.Span(gettext("In brackets: 95% intervals."), className="caption-note")
    heads = [gettext("Period"), *(answer.place.name for answer in places)]
    head = text_html.Span([caption, text_html.Br(), note], className="caption")
    return scrolled(html_table.table(head, heads, lines), caption)


def _in_order(slug: str) -> tuple[bool, tuple[float, float]]:
    """Years taken together before single ones, as the table begins at its end."""
    period = Period.parse(slug)
    return period.length_years <= 1, period.in_time


def _rows(tables: Sequence[Table]) -> dict[str, TableRow]:
    return {row.period: row for table in tables for row in table.rows}


def _cell(row: TableRow | None) -> SafeHtml:
    """A figure and under it its interval; without a figure its status in words."""
    if row is None:
        return text_html.Td("–")
    if row.cells["value"].value is None:
        return text_html.Td(row.cells["status"].words)
    interval = row.cells["interval"]
    below = [text_html.Span(f"({interval.words})", className="cell-interval")] if interval.value is not None else []
    return text_html.Td([row.cells["value"].words, *below], className="number")
