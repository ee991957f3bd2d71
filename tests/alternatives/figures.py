"""A second, slow and obvious way to every figure: from the snapshot's CSV files, in plain Python."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import NamedTuple

from data.catalog.models import read_indicators, read_sources
from data.geography.places import Geography, read_geography
from data.observations.models import Observation, Population
from data.pipeline.build import Inputs
from data.query.selection import Selection
from data.vocabulary import Period
from tests.alternatives import derivation
from tests.alternatives.released import released


class Figure(NamedTuple):
    """What a reader is told of one place and group in one period."""

    geo_id: str
    stratum: str
    period: str
    value: float | None
    ci_low: float | None
    ci_high: float | None
    numerator: float | None
    denominator: float | None
    status: str
    source: str


class Figures:
    """All figures of the committed snapshot, derived one by one."""

    def __init__(self, inputs: Inputs | None = None) -> None:
        inputs = inputs or Inputs()
        self.geography: Geography = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
        published: dict[str, list[Observation]] = defaultdict(list)
        people: list[Population] = []
        for source in read_sources(inputs.sources).values():
            path = inputs.snapshot / f"{source.id}.csv"
            if source.table == "observation":
                for cells in _lines(path):
                    published[cells["indicator"]].append(_observation(cells))
            elif source.table == "population":
                people += [_population(cells) for cells in _lines(path)]
        index = derivation.population_index(people)
        self.indicators = read_indicators(inputs.indicators)
        self.rows: dict[str, list[Observation]] = {name: [] for name in self.indicators}
        derived = (
            row
            for name, indicator in self.indicators.items()
            for row in derivation.derive(indicator, published[name], index, self.geography)
        )
        for row in released(derived, self.indicators):
            self.rows[row.indicator].append(row)

    def places(self, selection: Selection) -> dict[str, Figure]:
        """Every place of the level, for the group and period asked for, by geo_id."""
        return {
            row.geo_id: _figure(row)
            for row in self.rows[selection.indicator]
            if (row.geo_level, row.stratum, row.period) == (selection.level, selection.group, selection.period)
        }

    def of_place(self, selection: Selection, geo_id: str) -> list[Figure]:
        """Every group and period of a place."""
        return [_figure(row) for row in self.rows[selection.indicator] if row.geo_id == geo_id]


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _number(text: str) -> float | None:
    return float(text) if text else None


def _observation(cells: dict[str, str]) -> Observation:
    return Observation(
        indicator=cells["indicator"],
        geo_level=cells["geo_level"],  # type: ignore[arg-type]
        geo_id=cells["geo_id"],
        dimension=cells["dimension"],
        stratum=cells["stratum"],
        period=Period(date.fromisoformat(cells["period_start"]), date.fromisoformat(cells["period_end"])),
        source=cells["source"],
        status=cells["status"],  # type: ignore[arg-type]
        value=_number(cells["value"]),
        ci_low=_number(cells["ci_low"]),
        ci_high=_number(cells["ci_high"]),
        numerator=_number(cells["numerator"]),
        denominator=_number(cells["denominator"]),
    )


def _population(cells: dict[str, str]) -> Population:
    return Population(
        cells["geo_level"],  # type: ignore[arg-type]
        cells["geo_id"],
        int(cells["year"]),
        int(cells["population"]),
        cells["source"],
        cells["dimension"],
        cells["stratum"],
    )


def _figure(row: Observation) -> Figure:
    numbers = (row.value, row.ci_low, row.ci_high, row.numerator, row.denominator)
    return Figure(row.geo_id, row.stratum, row.period.slug, *numbers, row.status, row.source)
