"""A small Massachusetts, a source and an indicator that are made up, to hand an importer files with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path

from data.catalog.models import Indicator, Place, Series, Source, Words, read_sources
from data.geography.places import Geography
from data.pipeline.build import Inputs
from data.sources.files.request import Request
from data.vocabulary import Adjustment, Measure, slugify

COUNTIES = (
    "Barnstable", "Berkshire", "Bristol", "Dukes", "Essex", "Franklin", "Hampden",
    "Hampshire", "Middlesex", "Nantucket", "Norfolk", "Plymouth", "Suffolk", "Worcester",
)  # fmt: skip
COUNTY_CODES = tuple(f"{2 * i + 1:03}" for i in range(len(COUNTIES)))
"""001, 003 … 027 in the order of the counties' names."""
TOWNS = {"Suffolk": ("Boston", "Chelsea"), "Bristol": ("North Attleborough",), "Barnstable": ("Barnstable",)}


def small_geography() -> Geography:
    """The state, its 14 counties and four of its municipalities, one of which is also spelt another way."""
    places = {}
    for code, county in zip(COUNTY_CODES, COUNTIES, strict=True):
        county_id, members = f"25{code}", []
        for n, name in enumerate(TOWNS.get(county, ())):
            town_id = f"{county_id}{n:05}"
            places[town_id] = Place(town_id, slugify(name), name, "municipality", (town_id,))
            members.append(town_id)
        name = f"{county} County"
        places[county_id] = Place(county_id, slugify(name), name, "county", tuple(members))
    towns = tuple(p.geo_id for p in places.values() if p.level == "municipality")
    places["25"] = Place("25", "massachusetts", "Massachusetts", "state", towns)
    return Geography(places, {"northattleboro": "north-attleborough"}, {})


def request_for(
    reader: str,
    folder: Path,
    keys: Mapping[str, object],
    *,
    about: Mapping[str, object] | None = None,
    measure: Measure = "rate",
    per: int = 100_000,
    adjustment: Adjustment = "crude",
    provisional: tuple[str, ...] = (),
) -> Request:
    """What an importer is asked: files in a folder, an indicator with one series, and another source's beside it."""
    source = example_source({**words_of(reader), **(about or {})})
    series = Series.model_validate({"source": source.id, "indicator": "example", **keys})
    other = Series.model_validate({"source": "another_source", "indicator": "example"})
    indicator = Indicator(
        id="example",
        title="Example",
        topic="overdose",
        measure=measure,
        per=100 if measure == "percent" else per,
        unit="per 100,000",
        unit_short="per 100,000",
        polarity="higher_is_worse",
        adjustment=adjustment,
        definition="A synthetic indicator.",
        words=Words(people="residents", happen="die", happened="died", events="deaths", rate="death rate"),
        provisional=provisional,
        series=(series,),
    )
    return Request(folder, source, (other, series), {"example": indicator}, small_geography())


def words_of(reader: str) -> dict[str, object]:
    """The words for race and ethnicity of the first source the importer reads: they are the publisher's own."""
    sources = (s for s in _sources().values() if s.reader == reader and s.race is not None)
    return next(({"race": s.race, "race_coding": s.race_coding} for s in sources), {})


@lru_cache(maxsize=1)
def _sources() -> dict[str, Source]:
    """The published ones, read once: an importer is asked thousands of times in a run."""
    return read_sources(Inputs().sources)


def example_source(about: Mapping[str, object]) -> Source:
    """A source that is made up, but for what is said about it."""
    made_up = dict.fromkeys(("publisher", "title", "short", "release", "period", "licence", "citation"), "synthetic")
    return Source.model_validate(
        {
            "id": "example_source",
            "reader": "example",
            "retrieved": date(2026, 11, 21),
            "address": "https://example.org",
            "redistribution": "free",
            "update_frequency": "never",
            **made_up,
            **about,
        }
    )
