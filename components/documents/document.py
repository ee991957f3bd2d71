"""View document: the parts of a `ViewDocument`, which every format of export is made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from components.documents.dataset import Dataset
from components.documents.drawings.ranking import Listing
from components.documents.drawings.svg import STEP
from components.documents.native_chart import NativeChart
from components.figures.legend import Legend
from components.figures.style import Figure
from components.figures.tables import Table
from data.catalog.models import Source
from data.errors import InputError
from data.query.briefings.kept import VIEW_PAGES
from data.query.selection import Answer

PAGES = VIEW_PAGES
"""The pages whose views are documents, as addresses of files name them."""

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
    """An entry of a figure's key: whether its marks are filled or open, and what that says.

    A mark of its own has a `colour`, and a `path` that fits a box from −7 to 7 in both directions.
    """

    filled: bool
    words: str
    colour: str = ""
    path: str = ""


@dataclass(frozen=True)
class DocumentFigure:
    """One figure of the view.

    `drawn` is a chart's figure dictionary, a list of places, a legend alone, or the SVG of a map. `share` is how much
    of the page's width it takes (0–1). `text` is its text alternative; `below` is said under it, `**…**` in bold.
    `chart` is the same as data, of a figure that an office program can draw itself.
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
    chart: NativeChart | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """What a measure of a view is: its name, how it is defined, and its unit, in words."""

    name: str
    definition: str
    unit: str


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
    """A view, whole. In `reading` and `notes`, `**…**` marks what is bold; dates are of the export and of the build.

    `page` is the page it is of (`PAGES`) and `words` those of its address, from which it is asked for again. `dataset`
    has the rows for machines, `tables` those for readers.
    """

    page: str
    words: Mapping[str, str]
    title: str
    subtitle: str
    reading: tuple[str, ...]
    path: tuple[str, ...]
    filters: tuple[Filter, ...]
    notices: tuple[str, ...]
    figures: tuple[DocumentFigure, ...]
    tables: tuple[Table, ...]
    dataset: Dataset
    passages: tuple[Passage, ...]
    definitions: tuple[Definition, ...]
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
