"""Figures and passages of exports that several views have: the map and the list of places."""

from __future__ import annotations

from dataclasses import replace

from components.documents.document import DocumentFigure, Passage, width_of
from components.documents.drawings.legend import legend_words
from components.documents.drawings.ranking import listing_of
from components.figures.alt_text import map_text
from components.figures.legend import legend_of
from components.figures.map import map_svg
from components.figures.missing_data import missing_data_text
from components.figures.ranking import ranked_places
from components.figures.tables import Table, data_tables
from components.formatting import phrases
from data.language import gettext
from data.query.selection import Answer

LISTED = 0.45
"""Share of the page's width that a list of places takes beside a figure, which keeps the larger one."""


def tables_by_subject(answer: Answer) -> tuple[dict[str, list[Table]], bool, bool]:
    """The tables by what they are about, whether there are groups, and whether places are listed."""
    tables: dict[str, list[Table]] = {"places": [], "groups": [], "trend": []}
    for table in data_tables(answer):
        tables[table.subject].append(table)
    tables["places"] = [_in_order(table, answer) for table in tables["places"]]
    return tables, bool(tables["groups"]), answer.selection.level != "state"


def _in_order(table: Table, answer: Answer) -> Table:
    """The table of places in the order of the list beside a figure; the state's row, which it does not list, last."""
    place = {str(row.geo_id): i for i, (row, _) in enumerate(ranked_places(answer))}
    rows = sorted(table.rows, key=lambda row: place.get(row.geo_id, len(place)) if row.level != "state" else len(place))
    return replace(table, rows=tuple(rows))


def passages(answer: Answer, shares: tuple[str, list[str]] | None = None) -> tuple[Passage, ...]:
    """Passages of an export of the map or the groups: shares of events, where given, and missing data."""
    entries: list[Passage] = []
    if shares is not None:
        entries.append(Passage(shares[0], tuple(shares[1])))
    unknown = missing_data_text(answer)
    if unknown:
        entries.append(Passage(gettext("What is not known"), tuple(unknown)))
    return tuple(entries)


def map_figure(answer: Answer, share: float) -> DocumentFigure:
    """The map with its legend and the chosen place in words."""
    below = []
    legend = None if answer.selection.level == "state" else legend_of(answer)
    if legend is not None:
        below.append(legend_words(answer))
    row = answer.places.only(slug=answer.selection.place) if answer.chosen else None
    if row is not None:
        name, *lines = phrases.tooltip_lines(row, answer)
        below.append(f"**{name}**: {'. '.join(lines)}.")
    return DocumentFigure(
        "map", "", map_svg(answer, width=width_of(share)), map_text(answer), share, legend=legend, below=tuple(below)
    )  # fmt: skip


def places_figure(answer: Answer, share: float, below: tuple[str, ...] = ()) -> DocumentFigure:
    """The list of places, with sentences under it."""
    listing = listing_of(answer)
    return DocumentFigure("places", listing.title, listing, "", share, below=below)
