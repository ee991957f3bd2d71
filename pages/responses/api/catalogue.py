"""Resources of the catalogue: indicators, questions, places, sources and versions."""

from __future__ import annotations

from typing import Any

from flask import Response

from data.catalog.models import Catalog, Indicator, Place, Source
from data.code_release import content_version
from data.query.published.filters import entries
from data.vocabulary import TOPICS
from pages.responses.addresses import answers
from pages.responses.api import reading
from pages.responses.api.answering import answer, part, plain
from pages.responses.api.description import VERSION, described, document
from pages.responses.api.rows import IndicatorRow, List, PlaceRow, QuestionRow, SourceRow, VersionRow
from pages.responses.api.words import IndicatorWords, Language, PlaceWords, QuestionWords, SourceWords


@described(IndicatorWords, List[IndicatorRow])
def indicators() -> Response:
    """Indicators: what is measured, in which unit, where, by what and since when."""
    asked = reading.read(IndicatorWords)
    catalog = answers().catalog
    ids, levels, by = reading.indicators(asked, catalog), reading.levels(asked), reading.dimensions(asked)
    topics = reading.checked(asked, "topic", TOPICS)
    found = (
        row
        for row in (_indicator(indicator, catalog) for indicator in catalog.indicators.values())
        if (ids is None or row["indicator"] in ids)
        and (topics is None or row["topic"] in topics)
        and (levels is None or set(levels) & set(row["levels"]))
        and (by is None or set(by) & set(row["by"]))
    )
    return answer(asked, lambda: part(found, asked))


@described(QuestionWords, List[QuestionRow])
def questions() -> Response:
    """Questions in plain words, and the indicators that answer each."""
    asked = reading.read(QuestionWords)
    catalog = answers().catalog
    ids = reading.checked(asked, "question", catalog.questions, "/questions")
    topics = reading.checked(asked, "topic", TOPICS)
    found = (
        {
            "question": question.id, "name": question.name, "topic": question.topic, "counts": question.counts,
            "indicators": question.indicators,
        }
        for question in catalog.questions.values()
        if (ids is None or question.id in ids) and (topics is None or question.topic in topics)
    )  # fmt: skip
    return answer(asked, lambda: part(found, asked))


@described(PlaceWords, List[PlaceRow])
def places() -> Response:
    """Places: the state, its regions, counties, cities and towns, and areas, each with its members."""
    asked = reading.read(PlaceWords)
    catalog = answers().catalog
    levels, named, areas = reading.levels(asked), reading.places(asked, catalog), reading.of_kind(asked, catalog)
    found = (
        _place(place, catalog)
        for place in catalog.places.values()
        if (levels is None or place.level in levels)
        and (named is None or place in named)
        and (areas is None or place in areas)
    )
    return answer(asked, lambda: part(found, asked))


@described(SourceWords, List[SourceRow])
def sources() -> Response:
    """Sources: releases of publishers' tables, with how to cite each and the terms it may be used under."""
    asked = reading.read(SourceWords)
    catalog = answers().catalog
    ids = reading.checked(asked, "source", catalog.sources, "/sources")
    found = (_source(source) for source in catalog.sources.values() if ids is None or source.id in ids)
    return answer(asked, lambda: part(found, asked))


@described(Language, VersionRow)
def version() -> Response:
    """Versions of the API, the data and the code: whatever else is asked for changes with these alone."""
    asked = reading.read(Language)
    catalog = answers().catalog
    return plain(
        asked,
        lambda: {
            "api": VERSION,
            "data_version": catalog.version,
            "built": catalog.built,
            "content_version": content_version(catalog.version),
        },
    )


@described(Language, None)
def openapi() -> Response:
    """The description of the API (OpenAPI 3.1)."""
    return plain(reading.read(Language), document)


def _indicator(indicator: Indicator, catalog: Catalog) -> dict[str, Any]:
    entry = next((entry for entry in entries(catalog) if entry.indicator.id == indicator.id), None)
    question = catalog.question_of.get(indicator.id)
    return {
        "indicator": indicator.id,
        "title": indicator.title,
        "question": question.id if question else None,
        "topic": indicator.topic,
        "measure": indicator.measure,
        "per": indicator.per,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "polarity": indicator.polarity,
        "adjustment": indicator.adjustment,
        "definition": indicator.definition,
        "caveats": indicator.caveats,
        "levels": entry.levels if entry else (),
        "by": entry.dimensions if entry else (),
        "first": entry.first if entry else None,
        "last": entry.last if entry else None,
        "sources": tuple(dict.fromkeys(series.source for series in indicator.series)),
    }


def _place(place: Place, catalog: Catalog) -> dict[str, Any]:
    return {
        "geo_id": place.geo_id,
        "place": place.slug,
        "name": place.name,
        "level": place.level,
        "kind": place.kind or None,
        "members": place.members,
        "residents": catalog.residents.get(place.geo_id),
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "source": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "release": source.release,
        "period": source.period,
        "retrieved": source.retrieved,
        "address": source.address,
        "licence": source.licence,
        "redistribution": source.redistribution,
        "citation": source.citation,
        "next_update": source.next_update or None,
    }
