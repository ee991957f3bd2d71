"""View document: the parts of a `ViewDocument`, which every format of export is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components.exports.ranking import Listing
from components.exports.svg import STEP
from components.figures.legend import Legend
from components.figures.style import Figure
from components.figures.tables import Table
from data.catalog.models import Source
from data.errors import InputError
from data.query.selection import Answer

WIDTH = 1000
"""Width of a picture's page in its own units, those of the site's style sheet: text is as large as on screen."""
MARGIN, GAP = 48, 40


def width_of(share: float) -> float:
    """The width of a figure that takes a share of the page, in units of the page."""
    return (share * (WIDTH - 2 * MARGIN + GAP) - GAP) // STEP * STEP


class NothingToExportError(InputError):
    """The view shows no figure and no table, so there is nothing to take along."""


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice that makes the view, in words: what is chosen, and what was."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class KeyMark:
    """An entry of a figure's key: whether its marks are filled or open, and what that says."""

    filled: bool
    words: str


@dataclass(frozen=True)
class DocumentFigure:
    """One figure of the view.

    `drawn` is a chart's figure dictionary, a list of places, a legend alone, or the SVG of a map. `share` is how much
    of the page's width it takes (0–1). `text` is its text alternative; `below` is said under it, `**…**` in bold.
    """

    name: str
    title: str
    drawn: Figure | Listing | Legend | str
    text: str
    share: float = 1.0
    note: str = ""
    key: tuple[KeyMark, ...] = ()
    legend: Legend | None = None
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceClass:
    """How the map shades a place: the number of its class from 1, the class's bounds in words, and its colour.

    A place that is in no class (zero, hidden, not available) has the number 0 and no bounds.
    """

    number: int
    bounds: str
    colour: str


Shaded = tuple[str, str, str, str]
"""Key of a shade of the choropleth: an indicator, the geo_id of a place, a group and a period."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of a view document beside its figures: a heading and sentences, `**…**` in bold."""

    title: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Contents:
    """Contents of a view for export: figures, the tables behind them, answers whose places are shaded, and passages."""

    figures: tuple[DocumentFigure, ...] = ()
    tables: tuple[Table, ...] = ()
    painted: tuple[Answer, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class ViewDocument:
    """A view, whole. In `reading` and `notes`, `**…**` marks what is bold; dates are of the export and of the build."""

    title: str
    subtitle: str
    reading: tuple[str, ...]
    path: tuple[str, ...]
    filters: tuple[Filter, ...]
    notices: tuple[str, ...]
    figures: tuple[DocumentFigure, ...]
    tables: tuple[Table, ...]
    passages: tuple[Passage, ...]
    shading: Mapping[Shaded, PlaceClass]
    notes: tuple[str, ...]
    source_notes: tuple[str, ...]
    sources: tuple[Source, ...]
    data_version: str
    built: str
    exported: date
    address: str
    file_stem: str
    language: str

    @property
    def licences(self) -> tuple[str, ...]:
        """The terms the figures may be used under, each once."""
        return tuple(dict.fromkeys(s.licence for s in self.sources))
