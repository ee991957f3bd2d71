"""A small Massachusetts and a way to hand an importer synthetic rows in its publisher's format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from data.build import Inputs
from data.catalog import Indicator, Place, Series, Source, Words, read_sources
from data.geography import Geography
from data.observations import Observation, Population
from data.snapshot import check_observations
from data.sources.request import Request
from data.vocabulary import Measure, slugify

COUNTIES = (
    "Barnstable", "Berkshire", "Bristol", "Dukes", "Essex", "Franklin", "Hampden",
    "Hampshire", "Middlesex", "Nantucket", "Norfolk", "Plymouth", "Suffolk", "Worcester",
)  # fmt: skip
TOWNS = {"Suffolk": ("Boston", "Chelsea"), "Bristol": ("North Attleborough",), "Barnstable": ("Barnstable",)}
Read = Callable[..., list[Any]]


@pytest.fixture
def county_codes() -> tuple[str, ...]:
    """001, 003 … 027 in the order of the counties' names."""
    return tuple(f"{2 * i + 1:03}" for i in range(len(COUNTIES)))


@pytest.fixture
def county_names() -> tuple[str, ...]:
    return tuple(f"{name} County" for name in COUNTIES)


@pytest.fixture
def geography() -> Geography:
    """The state, its 14 counties and four of its municipalities, one of which is also spelt another way."""
    places = {}
    for i, county in enumerate(COUNTIES):
        county_id, members = f"25{2 * i + 1:03}", []
        for n, name in enumerate(TOWNS.get(county, ())):
            town_id = f"{county_id}{n:05}"
            places[town_id] = Place(town_id, slugify(name), name, "municipality", (town_id,))
            members.append(town_id)
        name = f"{county} County"
        places[county_id] = Place(county_id, slugify(name), name, "county", tuple(members))
    towns = tuple(p.geo_id for p in places.values() if p.level == "municipality")
    places["25"] = Place("25", "massachusetts", "Massachusetts", "state", towns)
    return Geography(places, {"northattleboro": "north-attleborough"}, {})


@pytest.fixture
def read(tmp_path: Path, geography: Geography) -> Read:
    """Write `text` as the publisher's file, read it with an importer, and check its rows as the snapshot would."""

    def run(
        reader: ModuleType,
        text: str | bytes,
        file: str = "table.csv",
        provisional: tuple[str, ...] = (),
        indicator_measure: Measure = "rate",
        about_source: Mapping[str, object] | None = None,
        **keys: object,
    ) -> list[Any]:
        (tmp_path / file).write_bytes(text if isinstance(text, bytes) else text.encode())
        source = _source({**_words_of(reader), **(about_source or {})})
        series = Series.model_validate({"source": source.id, "indicator": "example", "file": file, **keys})
        other = Series.model_validate({"source": "another_source", "indicator": "example"})
        indicator = _indicator(series, provisional, indicator_measure)
        request = Request(tmp_path, source, (other, series), {"example": indicator}, geography)
        rows = list(reader.read(request))
        check_observations(file, [row for row in rows if isinstance(row, Observation)])
        assert all(isinstance(row, Observation | Population) and row.source == source.id for row in rows)
        return rows

    return run


def _words_of(reader: ModuleType) -> dict[str, object]:
    """The words for race and ethnicity of the first source the importer reads: they are the publisher's own."""
    name = reader.__name__.rpartition(".")[2]
    sources = (s for s in read_sources(Inputs().sources).values() if s.reader == name and s.race is not None)
    return next(({"race": s.race, "race_coding": s.race_coding} for s in sources), {})


def _source(about: Mapping[str, object]) -> Source:
    said = dict.fromkeys(("publisher", "title", "short", "release", "period", "licence", "citation"), "synthetic")
    return Source(
        id="example_source",
        reader="example",
        retrieved=date(2026, 11, 21),
        address="https://example.org",
        redistribution="free",
        update_frequency="never",
        **{**said, **about},  # type: ignore[arg-type]
    )


def _indicator(series: Series, provisional: tuple[str, ...], measure: Measure) -> Indicator:
    return Indicator(
        id="example",
        title="Example",
        topic="overdose",
        measure=measure,
        unit="per 100,000",
        unit_short="per 100,000",
        polarity="higher_is_worse",
        adjustment="crude",
        definition="A synthetic indicator.",
        words=Words(people="residents", happen="die", happened="died", events="deaths", rate="death rate"),
        provisional=provisional,
        series=(series,),
    )
