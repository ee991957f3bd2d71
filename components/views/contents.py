"""What each view shows, in the order of the page: its figures, and the tables behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from components.exports.document import Contents, DocumentFigure, KeyMark, Passage, width_of
from components.exports.legend import legend_of
from components.exports.ranking import listing_of, ranked
from components.figures.alt_text import groups_text, map_text, trend_text
from components.figures.benchmarks import benchmark_words
from components.figures.event_shares import shares_words
from components.figures.groups import groups_figure
from components.figures.map import map_svg
from components.figures.missing_data import unknowns_text
from components.figures.tables import Table, data_tables
from components.figures.trend import trend_figure
from components.figures.trend_text import trend_words
from components.formatting import phrases
from components.formatting.numbers import starting
from components.formatting.rank_text import extremes
from components.views.compare.export import comparison
from components.views.multiples.export import multiples
from data.language import say
from data.query.selection import Answer
from data.vocabulary import View

TREND_HEIGHT, TALL = 300, 440
LISTED = 0.45
"""Share of the page that a list of places takes beside a figure."""


def contents(answer: Answer) -> Contents:
    """What an answer's view shows; without figures and tables where it shows none."""
    return _VIEWS[answer.selection.view](answer)


def _parts(answer: Answer) -> tuple[dict[str, list[Table]], bool, bool]:
    """The tables by what they are about, whether there are groups, and whether places are listed."""
    found: dict[str, list[Table]] = {"places": [], "groups": [], "trend": []}
    for table in data_tables(answer):
        found[table.subject].append(table)
    found["places"] = [_in_order(table, answer) for table in found["places"]]
    return found, bool(found["groups"]), answer.selection.level != "state"


def _in_order(table: Table, answer: Answer) -> Table:
    """The table of places in the order of the list beside a figure; the state's row, which it does not list, last."""
    place = {str(row.geo_id): i for i, (row, _) in enumerate(ranked(answer))}
    rows = sorted(table.rows, key=lambda row: place.get(row.geo_id, len(place)) if row.level != "state" else len(place))
    return replace(table, rows=tuple(rows))


def _map_view(answer: Answer) -> Contents:
    made, grouped, listed = _parts(answer)
    groups = [_groups(answer, 0.5)] if grouped else []
    if listed:
        below = [*groups, *_trend(answer, 0.5 if grouped else 1.0, TREND_HEIGHT, alone=not grouped)]
        figures = [_map(answer, 1 - LISTED), _listing(answer, LISTED), *below]
    else:
        figures = [
            _map(answer, 0.5 if grouped else 1.0),
            *groups,
            *_trend(answer, 1.0, TREND_HEIGHT, alone=not grouped),
        ]
    return Contents(
        tuple(figures), (*made["places"], *made["groups"], *made["trend"]), (answer,), passages(answer)
    )  # fmt: skip


def _trend_view(answer: Answer) -> Contents:
    made, _, listed = _parts(answer)
    trend = _trend(answer, 1 - LISTED if listed else 1.0, TALL, alone=True)
    figures = [*trend, *([_listing(answer, LISTED)] if listed else [])]
    return Contents(tuple(figures), (*made["trend"], *(made["places"] if listed else [])), (answer,))


def _groups_view(answer: Answer) -> Contents:
    made, grouped, listed = _parts(answer)
    if not grouped:
        return Contents()
    figures = [_groups(answer, 1 - LISTED if listed else 1.0), *([_listing(answer, LISTED)] if listed else [])]
    shown = (*made["groups"], *(made["places"] if listed else []))
    return Contents(tuple(figures), shown, (answer,), passages(answer))


def _table_view(answer: Answer) -> Contents:
    return Contents(tables=tuple(data_tables(answer)), painted=(answer,))


_VIEWS: dict[View, Callable[[Answer], Contents]] = {
    "map": _map_view,
    "trend": _trend_view,
    "groups": _groups_view,
    "table": _table_view,
    "multiples": multiples,
    "compare": comparison,
}


def passages(answer: Answer) -> tuple[Passage, ...]:
    """What the page says beside the figures of a map or of groups: shares of events, and what is not known."""
    found: list[Passage] = []
    shares = shares_words(answer) if answer.selection.view == "groups" else None
    if shares is not None:
        found.append(Passage(shares[0], tuple(shares[1])))
    unknown = unknowns_text(answer)
    if unknown:
        found.append(Passage(say("What is not known"), tuple(unknown)))
    return tuple(found)


def _map(answer: Answer, share: float) -> DocumentFigure:
    below = []
    legend = None if answer.selection.level == "state" else legend_of(answer)
    if legend is not None:
        below.append(legend.words)
    row = answer.places.only(slug=answer.selection.place) if answer.chosen else None
    if row is not None:
        name, *said = phrases.card(row, answer)
        below.append(f"**{name}**: {'. '.join(said)}.")
    return DocumentFigure(
        "map", "", map_svg(answer, width=width_of(share)), map_text(answer), share, legend=legend, below=tuple(below)
    )  # fmt: skip


def _listing(answer: Answer, share: float) -> DocumentFigure:
    listing = listing_of(answer)
    below = tuple(extremes(answer)) if answer.selection.view == "map" else ()
    return DocumentFigure("places", listing.title, listing, "", share, below=below)


def _groups(answer: Answer, share: float) -> DocumentFigure:
    state = answer.catalog.state.name
    key: tuple[KeyMark, ...] = ()
    if answer.chosen:
        title = say("Groups in {place} and the state", place=answer.place.name)
        key = (KeyMark(True, answer.place.name), KeyMark(False, state))
    else:
        title = say("Groups in the state")
    whiskers = say("Line = 95% interval") if answer.groups.has("ci_low") else ""
    return DocumentFigure(
        "groups", title, groups_figure(answer), groups_text(answer), share, note=whiskers, key=key,
        below=tuple(benchmark_words(answer)),
    )  # fmt: skip


def _trend(answer: Answer, share: float, height: int, *, alone: bool) -> list[DocumentFigure]:
    """The trend; nothing where no period has a figure to draw. Beside groups, the benchmarks stand under those."""
    drawn = trend_figure(answer, height)
    if not drawn["data"]:
        return []
    unit = starting(answer.indicator.unit)
    banded = answer.trend.has("ci_low")
    held_against = benchmark_words(answer) if alone else []
    made = DocumentFigure(
        "trend",
        say("Over time"),
        drawn,
        trend_text(answer),
        share,
        note=say("{unit}, band = 95% interval", unit=unit) if banded else unit,
        below=(*trend_words(answer), *held_against),
    )
    return [made]
