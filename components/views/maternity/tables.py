"""Tables: people and births far from a unit by year, mothers and babies there, every unit, every city and town."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.tables import figure_cell
from components.formatting import html
from components.formatting.html import Content, SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import data_attributes
from components.formatting.numbers import capitalize_first, format_value, interval, is_number
from components.formatting.phrases import has_value, verdict_kind, verdict_words
from components.views.maternity.document_tables import FARTHEST, towns_data
from components.views.maternity.lanes import in_order, statement_line
from components.views.maternity.view import MaternityView, births_year
from components.views.maternity.words import (
    births_words,
    far_births_words,
    people_words,
    range_words,
    share_words,
    status_words,
    unit_words,
)
from data.analysis.maternity.access import COMMUNITY_TYPE, FAR_MILES, FarAway
from data.catalog.models import Place
from data.language import format_integer, gettext
from data.query.selection import EXPLORE, Answer
from data.vocabulary import LEVEL_WORDS, STATUS_WORDS, Level, Period

LEVELS: tuple[Level, ...] = ("eohhs_region", "county")


def people_table(view: MaternityView) -> SafeHtml:
    """People and births far from a unit, by region, county and community type: of every year, one of them shown."""
    caption = gettext("Residents and births far from a maternity unit")
    parts = [
        html.Caption(html.Span(caption, className="visually-hidden")),
        html.Thead(html.Tr([html.Th(head, scope="col") for head in _people_heads()])),
    ]
    for year in view.access.years:
        parts.append(_people_of(view, year))
    content = html.Table(parts, className="figures-table maternity-people")
    return scrolled(content, caption)


def _people_heads() -> list[str]:
    near, far = FAR_MILES
    return [
        gettext("Place"),
        gettext("Residents"),
        gettext("Farther than {miles} miles", miles=near),
        gettext("Farther than {miles} miles", miles=far),
        gettext("Births"),
        gettext("Births farther than {miles} miles", miles=near),
        gettext("Births farther than {miles} miles", miles=far),
    ]


def _people_of(view: MaternityView, year: int) -> SafeHtml:
    catalog = view.catalog
    groups: list[tuple[str, Sequence[Place]]] = [
        ("", (catalog.state,)),
        *((capitalize_first(LEVEL_WORDS[level].plural), catalog.places_of(level)) for level in LEVELS),
    ]
    if COMMUNITY_TYPE in catalog.area_kinds:
        groups.append((catalog.area_kinds[COMMUNITY_TYPE].title, catalog.places_of("area", COMMUNITY_TYPE)))
    rows: list[SafeHtml] = []
    for title, places in groups:
        lines = [(place, far) for place in places if (far := view.far(place, year)) is not None]
        if title and lines:
            rows.append(html.Tr(html.Th(title, scope="colgroup", colSpan=str(len(_people_heads()))),
                                className="maternity-group"))  # fmt: skip
        rows += [_people_row(view, place, far) for place, far in lines]
    return html.Tbody(rows, hidden=year != view.year, **data_attributes(year=str(year)))


def _people_row(view: MaternityView, place: Place, far: FarAway) -> SafeHtml:
    heads = _people_heads()
    name: Content = html.A(place.name, href=view.address(place=place.slug)) if place.level != "state" else place.name
    cells: list[Sequence[Content]] = [
        [format_integer(far.residents), html.Span(str(far.residents_year), className="maternity-small")],
        *(_far_cell(far, miles) for miles in FAR_MILES),
    ]
    births = view.births_of(place.geo_id, far.year)
    if births is not None:
        year = html.Span(str(births_year(births)), className="maternity-small")
        cells += [
            [births_words(view, place, far.year), year],
            *([far_births_words(view, place, far, miles)] for miles in FAR_MILES),
        ]
    none = [gettext("none")]
    written = [
        html.Td(
            list(cell), className="number is-none" if list(cell) == none else "number", **data_attributes(head=head)
        )
        for cell, head in zip(cells, heads[1:], strict=False)
    ]
    if births is None:
        absent = gettext("not published")
        written.append(html.Td(absent, className="maternity-absent", colSpan="3", **data_attributes(head=heads[4])))
    return row(name, written)


def _far_cell(far: FarAway, miles: int) -> list[Content]:
    if far.nobody(miles):
        return [gettext("none")]
    share = share_words(far.far[miles], far.residents)
    return [html.Strong(people_words(far.far[miles])), html.Span(share, className="maternity-small")]


def mothers_table(view: MaternityView, counties: Sequence[Place]) -> SafeHtml:
    """Explore's figures on mothers and babies of some counties, each a link to its view."""
    catalog = view.catalog
    heads = [gettext("County"), *(catalog.questions[question].name for question in view.questions)]
    caption = gettext("Mothers and babies in these counties, beside the state")
    rows = [
        row(county.name, [_mothers_cell(view.answers.get((county.geo_id, question)), head)
                          for question, head in zip(view.questions, heads[1:], strict=True)])
        for county in counties
    ]  # fmt: skip
    content = table(html.Span(caption, className="visually-hidden"), heads, rows,
                    classes="figures-table maternity-mothers")  # fmt: skip
    return scrolled(content, caption)


def _mothers_cell(answer: Answer | None, head: str) -> SafeHtml:
    named = data_attributes(head=head)
    figure = None if answer is None else answer.places.only(slug=answer.selection.place)
    if answer is None or figure is None:
        return html.Td(gettext("not published"), className="maternity-small", **named)
    address = EXPLORE + answer.selection.query()
    if not has_value(figure):
        return html.Td(html.A(STATUS_WORDS[figure.status], href=address), **named)
    parts: list[Content] = [html.A(format_value(figure.value, answer.indicator), href=address)]
    ends = interval(figure.ci_low, figure.ci_high, answer.indicator) if is_number(figure.ci_low) else ""
    beside = [part for part in (ends, Period.parse(figure.period).label) if part]
    parts.append(html.Span(" · ".join(beside), className="maternity-small"))
    verdict = verdict_words(figure, answer.indicator)
    if verdict:
        parts.append(
            html.Span(verdict, className=f"maternity-verdict is-{verdict_kind(figure.verdict, answer.indicator)}")
        )
    return html.Td(parts, **named)


def units_table(view: MaternityView) -> SafeHtml:
    """Every unit: what is known of it at the end of the newest year, and each statement with source and date."""
    heads = [gettext("Unit"), gettext("End of {year}", year=view.access.newest), gettext("What the sources say")]
    caption = gettext("Every hospital’s maternity unit and birth center, with the sources")
    rows = []
    for unit in view.access.units:
        told = [html.Li(statement_line(s, titled=True)) for s in in_order(unit.statements)]
        for shared in unit.shared:
            said = gettext("of one of several hospitals under its number; which is not said")
            told.append(html.Li([*statement_line(shared, titled=True), html.Span(f" ({said})")]))
        status = html.Td(status_words(unit.status(view.access.newest)))
        rows.append(row(unit_words(unit, view), [status, html.Td(html.Ul(told, className="maternity-told"))]))
    content = table(html.Span(caption, className="visually-hidden"), heads, rows,
                    classes="figures-table maternity-units")  # fmt: skip
    return scrolled(content, caption)


def towns_table(view: MaternityView) -> SafeHtml:
    """Every city and town: its distance at the end of the first and of the newest year."""
    content = towns_data(view)
    places = view.catalog.places
    _, first, last, unit = content.columns
    rows = []
    for line in content.rows:
        link = html.A(line.place, href=view.address(place=places[line.geo_id].slug))
        cells = [figure_cell(line, first), figure_cell(line, last), html.Td(line.cells[unit.id].words)]
        rows.append(row(link, cells))
    written = table(html.Span(content.caption, className="visually-hidden"),
                    [column.head for column in content.columns], rows,
                    classes="figures-table maternity-towns")  # fmt: skip
    return scrolled(written, content.caption)


def farthest_list(view: MaternityView, year: int, number: int = FARTHEST) -> SafeHtml:
    """The cities and towns that were farthest at the end of a year."""
    items = []
    for geo_id, distance in view.access.farthest(year)[:number]:
        town = view.catalog.places[geo_id]
        link = html.A(town.name, href=view.address(place=town.slug))
        items.append(
            html.Li(
                [
                    link,
                    html.Span(range_words(distance), className="maternity-miles"),
                    html.Span(unit_words(distance.unit, view), className="maternity-small"),
                ]
            )
        )
    return html.Ol(items, className="maternity-farthest")
