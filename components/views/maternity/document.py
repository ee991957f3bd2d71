"""The page of maternity access for documents: the map of a year, what has closed, who lives far away, every source."""

from __future__ import annotations

from collections.abc import Iterator

from components.documents.document import Contents, DocumentFigure, Filter, Passage, ViewDocument, width_of
from components.documents.drawings.rows import Entry, Track, rows_svg
from components.formatting.markup import unmarked
from components.page.paths import MATERNITY_ACCESS
from components.views.maternity.document_tables import farthest_table, mothers_data, people_data, towns_data, units_data
from components.views.maternity.export import maternity_dataset
from components.views.maternity.lanes import changed_units, lane_key, lane_words, publisher_of, told_of, unit_lane
from components.views.maternity.panels import (
    SOURCES,
    closed_words,
    county_in,
    county_sentences,
    far_counties,
    method_words,
    mothers_words,
    people_words_of,
    unknown_words,
)
from components.views.maternity.standing_map import standing_map
from components.views.maternity.town_map import map_text
from components.views.maternity.view import MaternityView
from components.views.maternity.words import (
    page_reading,
    page_subtitle,
    page_title,
    place_sentences,
    statement_words,
    status_words,
    unit_words,
    year_sentences,
)
from components.views.page_document import Basis, Said, Visit, definitions_of, page_document, sources_of
from data.language import gettext
from data.query.selection import to_query

_MAP, _LANE = 0.62, 252
"""Share of the page's width that the map takes, and the width of a lane with the room at its ends."""


def maternity_document(view: MaternityView, visit: Visit) -> ViewDocument:
    """The view whole."""
    words = view.words()
    said = Said(
        title=page_title(view),
        subtitle=page_subtitle(view),
        reading=tuple(page_reading(view)),
        path=(gettext("Maternity access"),),
        filters=(
            Filter(gettext("Year"), str(view.year)),
            Filter(gettext("Place"), view.place.name if view.place else gettext("All of Massachusetts")),
        ),
        notices=view.notices,
        notes=tuple(note for note in (closed_words(), people_words_of(view, view.year), *method_words(view)) if note),
    )
    answers = [view.answers[key] for key in sorted(view.answers) if _is_told(key[0], view)]
    basis = Basis(
        page="maternity-access",
        words=words,
        address=MATERNITY_ACCESS + (to_query(words) if words else ""),
        file_stem="_".join(["maternity-access", str(view.year), *([view.place.slug] if view.place else [])]),
        dataset=maternity_dataset(view),
        definitions=definitions_of(answer.indicator for answer in answers),
        sources=sources_of((*SOURCES, *(row.source for a in answers for row in a.places)), view.catalog),
        catalog=view.catalog,
    )
    figures = (_map(view), _farthest(view), _lanes(view))
    counties = far_counties(view)
    mothers = (mothers_data(view, counties),) if counties and view.questions else ()
    tables = (people_data(view), farthest_table(view), *mothers, units_data(view), towns_data(view))
    contents = Contents(figures, tables, (), tuple(_passages(view)))
    return page_document(said, contents, basis, visit)


def _is_told(county: str, view: MaternityView) -> bool:
    """Whether a county's mothers and babies are told of."""
    counties = {found.geo_id for found in far_counties(view)}
    chosen = county_in(view, view.place) if view.place else None
    return county in counties or (chosen is not None and county == chosen.geo_id)


def _map(view: MaternityView) -> DocumentFigure:
    text = map_text(view, view.year)
    title = gettext("How far it is to the nearest open unit")
    drawn = standing_map(view, width_of(_MAP), text)
    return DocumentFigure("map", title, drawn, text, _MAP, note=gettext("End of {year}", year=view.year))


def _farthest(view: MaternityView) -> DocumentFigure:
    """The cities and towns that are farthest, and what the year was like."""
    table = farthest_table(view)
    wide = width_of(1 - _MAP)
    tracks = [Track(table.columns[0].head, wide - 96), Track(table.columns[1].head, 80, right=True)]
    rows = [
        [Entry(row.cells["place"].words, (row.cells["unit"].words,), bold=True), Entry(row.cells["miles"].words)]
        for row in table.rows
    ]
    text = f"{table.caption}: " + "; ".join(
        f"{row.cells['place'].words}, {row.cells['miles'].words}, {row.cells['unit'].words}" for row in table.rows
    )
    said = tuple(year_sentences(view, view.year))
    return DocumentFigure("farthest", table.caption, rows_svg(tracks, rows, (), text), text, 1 - _MAP, below=said)


def _lanes(view: MaternityView) -> DocumentFigure:
    """The timeline: of each unit that has ended, what is told of it, and its lane."""
    first, last = view.access.years[0], view.access.newest
    tracks = [
        Track(gettext("Unit"), 240),
        Track(gettext("What the sources say"), 380),
        Track(gettext("{low} to {high}", low=first, high=last), _LANE),
    ]
    title = gettext("What has closed or been suspended, in order of time")
    rows, said = [], []
    for unit in changed_units(view):
        told = [f"{statement_words(s)} ({publisher_of(s)})" for s in told_of(unit)]
        status = status_words(unit.status(last))
        kind = (gettext("birth center"),) if unit.kind == "birth_center" else ()
        rows.append(
            [
                Entry(unit_words(unit, view), (*kind, status), bold=True),
                Entry(below=tuple(told)),
                Entry(drawing=unit_lane(view, unit)),
            ]
        )
        said.append(f"{unit_words(unit, view)}: {lane_words(view, unit)}")
    text = f"{title}. {' '.join(said)}"
    return DocumentFigure("closed", gettext("What has closed"), rows_svg(tracks, rows, lane_key(), text), text)


def _passages(view: MaternityView) -> Iterator[Passage]:
    place = view.place
    if place is not None:
        yield Passage(place.name, tuple(place_sentences(view, place)))
        county = county_in(view, place)
        if county is not None:
            told = tuple(f"{name}: {sentence}" for name, sentence, _ in county_sentences(view, county))
            if told:
                yield Passage(gettext("Mothers and babies in {place}:", place=county.name).rstrip(":"), told)
    elif far_counties(view) and view.questions:
        yield Passage(gettext("Mothers and babies in these counties"), (mothers_words(view),))
    yield Passage(gettext("What is not known"), tuple(unmarked(sentence) for sentence in unknown_words(view)))
