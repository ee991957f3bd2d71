"""Maternity access for machines: people and towns by year, and every statement with its source; and as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain

from components.documents.dataset import Dataset, Field, Value
from components.documents.fields import beyond_fields, fields
from components.views.maternity.view import MaternityView, births_year
from components.views.maternity.words import far_births_words
from data.analysis.maternity.access import FAR_MILES, grouped_places
from data.query.rows import is_missing

Line = Mapping[str, Value]


def maternity_dataset(view: MaternityView) -> Dataset:
    """All years, whichever is in view."""
    return Dataset(_fields(), tuple(chain(_people(view), _towns(view), _units(view))))


def _fields() -> tuple[Field, ...]:
    beyond = [beyond_fields(miles) for miles in FAR_MILES]
    unit, status = fields("maternity_unit", "unit_status")
    return (
        *fields("table", "year", "place", "geo_id", "level", "residents", "residents_year"),
        *(field for low, high, _ in beyond for field in (low, high)),
        *fields("births", "births_year", "births_status"),
        *(births for *_, births in beyond),
        *fields("miles", "miles_low"),
        replace(unit, name="unit"),
        *fields("unit_place", "unit_perhaps"),
        replace(status, name="status"),
        *fields("event", "date_start", "date_end", "date_words", "unit_births", "said", "note", "source_title"),
        *fields("publisher", "source_address"),
    )


def _people(view: MaternityView) -> Iterator[Line]:
    for year in view.access.years:
        for place in grouped_places(view.catalog):
            far = view.far(place, year)
            if far is None:
                continue
            births = view.births_of(place.geo_id, year)
            known = births is not None and not is_missing(births.value)
            yield {
                "table": "people", "year": year, "place": place.name, "geo_id": place.geo_id, "level": place.level,
                "residents": far.residents, "residents_year": far.residents_year,
                **{f"beyond_{m}_miles_low": far.far[m].low for m in FAR_MILES},
                **{f"beyond_{m}_miles_high": far.far[m].high for m in FAR_MILES},
                "births": round(births.value) if births is not None and known else None,
                "births_year": None if births is None else births_year(births),
                "births_status": "not_available" if births is None else births.status,
                **{f"births_beyond_{m}_miles": far_births_words(view, place, far, m) for m in FAR_MILES},
            }  # fmt: skip


def _towns(view: MaternityView) -> Iterator[Line]:
    places = view.catalog.places
    for year in view.access.years:
        for town in view.catalog.places_of("municipality"):
            distance = view.distance(town.geo_id, year)
            if distance is None:
                continue
            yield {
                "table": "towns", "year": year, "place": town.name, "geo_id": town.geo_id, "level": town.level,
                "miles": round(distance.miles, 3), "miles_low": round(distance.low, 3), "unit": distance.unit.name,
                "unit_place": places[distance.unit.geo_id].name,
                "unit_perhaps": None if distance.perhaps is None else distance.perhaps.name,
            }  # fmt: skip


def _units(view: MaternityView) -> Iterator[Line]:
    for unit in view.access.units:
        town = view.catalog.places[unit.geo_id]
        for year in view.access.years:
            yield {"table": "units", "year": year, "place": town.name, "geo_id": town.geo_id, "level": town.level,
                   "unit": unit.name, "unit_place": town.name, "status": unit.status(year)}  # fmt: skip
        for statement in (*unit.statements, *unit.shared):
            yield {
                "table": "statements", "place": town.name, "geo_id": statement.geo_id, "unit": unit.name,
                "unit_place": town.name, "event": statement.event, "date_start": statement.start.isoformat(),
                "date_end": statement.end.isoformat(), "date_words": statement.date_text,
                "unit_births": statement.births, "said": statement.said, "note": statement.note,
                "source_title": statement.title, "publisher": statement.publisher, "source_address": statement.address,
            }  # fmt: skip
