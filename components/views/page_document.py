"""The view document of a page that is not Explore: what it says, with what every document says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from components.documents.dataset import Dataset
from components.documents.document import Contents, Definition, Filter, ViewDocument
from data.catalog.models import Catalog, Indicator, Source
from data.dates import day_of
from data.language import language


@dataclass(frozen=True, slots=True)
class Visit:
    """Where and when a view is taken along: the site's own address (scheme and host), and the day."""

    origin: str
    day: date


@dataclass(frozen=True)
class Said:
    """What a page says around its figures. In `reading` and `notes`, `**…**` marks what is bold."""

    title: str
    subtitle: str
    reading: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    notices: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    source_notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Basis:
    """What a view rests on: the words of its address, the address after the host, and the data behind it."""

    page: str
    words: Mapping[str, str]
    address: str
    file_stem: str
    dataset: Dataset
    definitions: tuple[Definition, ...]
    sources: tuple[Source, ...]
    catalog: Catalog


def page_document(said: Said, contents: Contents, basis: Basis, visit: Visit) -> ViewDocument:
    """The document of a view, in the language of the request."""
    catalog = basis.catalog
    return ViewDocument(
        page=basis.page,
        words=basis.words,
        title=said.title,
        subtitle=said.subtitle,
        reading=said.reading,
        path=said.path,
        filters=said.filters,
        notices=said.notices,
        figures=contents.figures,
        tables=contents.tables,
        dataset=basis.dataset,
        passages=contents.passages,
        definitions=basis.definitions,
        notes=said.notes,
        source_notes=said.source_notes,
        sources=basis.sources,
        data_version=catalog.version,
        built=day_of(catalog.built).isoformat(),
        exported=visit.day,
        address=visit.origin.rstrip("/") + basis.address,
        file_stem=basis.file_stem,
        language=language(),
    )


def definitions_of(indicators: Iterable[Indicator]) -> tuple[Definition, ...]:
    """What measures are, each once."""
    measures = {indicator.id: indicator for indicator in indicators}.values()
    return tuple(Definition(found.title, found.definition, found.unit) for found in measures)


def sources_of(names: Iterable[str], catalog: Catalog) -> tuple[Source, ...]:
    """Sources by their names, each once."""
    return tuple(catalog.sources[name] for name in dict.fromkeys(names) if name in catalog.sources)
