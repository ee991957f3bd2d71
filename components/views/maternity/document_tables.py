"""The tables of the page of maternity access as data, for its documents and, where they can, for the page."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.tables import Cell, Column, Table, TableRow
from components.formatting.numbers import format_value, interval, is_number
from components.formatting.phrases import has_value, verdict_words
from components.views.maternity.lanes import in_order, publisher_of
from components.views.maternity.view import MaternityView, births_year
from components.views.maternity.words import (
    births_words,
    far_births_words,
    people_words,
    range_words,
    share_words,
    statement_words,
    status_words,
    unit_words,
)
from data.analysis.maternity.access import FAR_MILES, FarAway, grouped_places
from data.analysis.maternity.distances import Distance
from data.catalog.models import Place
from data.language import format_integer, gettext
from data.query.rows import is_missing
from data.query.selection import Answer
from data.vocabulary import STATUS_WORDS, Period

FARTHEST = 8
"""Cities and towns that are named as the farthest."""


def people_data(view: MaternityView) -> Table:
    """Residents and births far from a unit at the end of the year in view."""
    beyond = {miles: gettext("Farther than {miles} miles", miles=miles) for miles in FAR_MILES}
    births = {miles: gettext("Births farther than {miles} miles", miles=miles) for miles in FAR_MILES}
    columns = (
        Column("place", gettext("Place"), "text"),
        Column("residents", gettext("Residents"), "number"),
        *(Column(f"beyond_{miles}", head, "number") for miles, head in beyond.items()),
        Column("births", gettext("Births"), "number"),
        *(Column(f"births_{miles}", head, "text") for miles, head in births.items()),
    )
    rows = [
        TableRow(_people(view, place, far), place.name, place.geo_id, place.level, period=str(view.year),
                 chosen=view.place is not None and place.geo_id == view.place.geo_id)
        for place in grouped_places(view.catalog)
        if (far := view.far(place, view.year)) is not None
    ]  # fmt: skip
    return Table("people", "", gettext("Residents and births far from a maternity unit"), columns, tuple(rows))


def _people(view: MaternityView, place: Place, far: FarAway) -> dict[str, Cell]:
    born = view.births_of(place.geo_id, far.year)
    known = born is not None and not is_missing(born.value)
    words = births_words(view, place, far.year)
    if born is not None and known:
        words = f"{words} ({births_year(born)})"
    cells = {
        "place": Cell(place.name, place.name),
        "residents": Cell(f"{format_integer(far.residents)} ({far.residents_year})", float(far.residents)),
        "births": Cell(words, float(round(born.value)) if born is not None and known else None),
    }
    for miles in FAR_MILES:
        people, share = far.far[miles], share_words(far.far[miles], far.residents)
        said = gettext("none") if far.nobody(miles) else f"{people_words(people)} ({share})"
        cells[f"beyond_{miles}"] = Cell(said, float(people.low) if people.certain else None)
        cells[f"births_{miles}"] = Cell(far_births_words(view, place, far, miles), None)
    return cells


def mothers_data(view: MaternityView, counties: Sequence[Place]) -> Table:
    """Explore's figures on mothers and babies of some counties, beside the state."""
    columns = (
        Column("place", gettext("County"), "text"),
        *(Column(question, view.catalog.questions[question].name, "number", "", 1) for question in view.questions),
    )
    rows = []
    for county in counties:
        cells = {question: mothers_cell(view.answers.get((county.geo_id, question))) for question in view.questions}
        name = {"place": Cell(county.name, county.name)}
        rows.append(TableRow({**name, **cells}, county.name, county.geo_id, county.level))
    caption = gettext("Mothers and babies in these counties, beside the state")
    return Table("mothers", "", caption, columns, tuple(rows))


def mothers_cell(answer: Answer | None) -> Cell:
    """A figure of a county with its interval, period and verdict; why there is none, where there is none."""
    figure = None if answer is None else answer.places.only(slug=answer.selection.place)
    if answer is None or figure is None:
        return Cell(gettext("not published"), None)
    if not has_value(figure):
        return Cell(STATUS_WORDS[figure.status], None)
    ends = interval(figure.ci_low, figure.ci_high, answer.indicator) if is_number(figure.ci_low) else ""
    told = [ends, Period.parse(figure.period).label, verdict_words(figure, answer.indicator)]
    words = [format_value(figure.value, answer.indicator), *(part for part in told if part)]
    return Cell(" · ".join(words), figure.value, answer.indicator.decimals)


def farthest_table(view: MaternityView) -> Table:
    """The cities and towns that were farthest at the end of the year in view."""
    columns = (
        Column("place", gettext("City or town"), "text"),
        Column("miles", gettext("Miles, end of {year}", year=view.year), "number", decimals=1),
        Column("unit", gettext("Nearest unit, end of {year}", year=view.year), "text"),
    )
    rows = []
    for geo_id, distance in view.access.farthest(view.year)[:FARTHEST]:
        town = view.catalog.places[geo_id]
        cells = {"place": Cell(town.name, town.name), "miles": _miles(distance), "unit": _unit(view, distance)}
        rows.append(TableRow(cells, town.name, geo_id, town.level, period=str(view.year)))
    caption = gettext("Farthest at the end of {year}", year=view.year)
    return Table("farthest", "", caption, columns, tuple(rows))


def towns_data(view: MaternityView) -> Table:
    """Every city and town: its distance at the end of the first and of the newest year."""
    first, last = view.access.years[0], view.access.newest
    columns = (
        Column("place", gettext("City or town"), "text"),
        Column("first", gettext("Miles, end of {year}", year=first), "number", decimals=1),
        Column("last", gettext("Miles, end of {year}", year=last), "number", decimals=1),
        Column("unit", gettext("Nearest unit, end of {year}", year=last), "text"),
    )
    rows = []
    for town in view.catalog.places_of("municipality"):
        before, now = view.distance(town.geo_id, first), view.distance(town.geo_id, last)
        if before is None or now is None:
            continue
        cells = {
            "place": Cell(town.name, town.name),
            "first": _miles(before),
            "last": _miles(now),
            "unit": _unit(view, now),
        }
        chosen = view.place is not None and town.geo_id == view.place.geo_id
        rows.append(TableRow(cells, town.name, town.geo_id, town.level, chosen=chosen))
    caption = gettext("Every city and town: miles to the nearest unit known to be open")
    return Table("towns", "", caption, columns, tuple(rows))


def _miles(distance: Distance) -> Cell:
    return Cell(range_words(distance), distance.miles if distance.certain else None)


def _unit(view: MaternityView, distance: Distance) -> Cell:
    return Cell(unit_words(distance.unit, view), distance.unit.name)


def units_data(view: MaternityView) -> Table:
    """Every statement on every unit, with its source."""
    last = view.access.newest
    columns = (
        Column("unit", gettext("Unit"), "text"),
        Column("status", gettext("End of {year}", year=last), "text"),
        Column("said", gettext("What the sources say"), "text"),
        Column("source", gettext("Source"), "text"),
    )
    rows = []
    for unit in view.access.units:
        place = view.catalog.places[unit.geo_id]
        status = unit.status(last)
        shared = gettext("of one of several hospitals under its number; which is not said")
        told = [(statement, "") for statement in in_order(unit.statements)]
        told += [(statement, f" ({shared})") for statement in unit.shared]
        for statement, more in told:
            cells = {
                "unit": Cell(unit_words(unit, view), unit.name),
                "status": Cell(status_words(status), status),
                "said": Cell(statement_words(statement) + more, statement.event),
                "source": Cell(f"{statement.title}, {publisher_of(statement)}", statement.address),
            }
            rows.append(TableRow(cells, place.name, place.geo_id, place.level))
    caption = gettext("Every hospital’s maternity unit and birth center, with the sources")
    return Table("units", "", caption, columns, tuple(rows))
