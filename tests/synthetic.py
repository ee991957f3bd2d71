"""A small database of synthetic figures about the real places, made by the real build.

Every number here is made up so that results can be reckoned in the head. Counties are in the order of their codes.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.observations.csv_files import write_observations, write_populations
from data.observations.models import Observation, Population
from data.pipeline.build import Inputs, build
from data.settings import ROOT
from data.vocabulary import OVERALL, Level, Period, Status

COUNTIES = tuple(f"25{code:03}" for code in range(1, 28, 2))
"""Barnstable, Berkshire, Bristol, Dukes, Essex, Franklin, Hampden, Hampshire, Middlesex, Nantucket, Norfolk, Plymouth,
Suffolk, Worcester."""
STATE = "25"
CHELSEA, BOSTON, GOSNOLD = "2502513205", "2502507000", "2500726325"

YEARS = (2018, 2019, 2021, 2022, 2023)
"""2020 is missing on purpose; 2023 is provisional; the count of 2019 is made another way than that of 2018."""
COUNTY_PEOPLE, COUNTY_DEATHS = 500_000, 150

BLACK_DEATHS: Mapping[str, int | Status] = dict(
    zip(
        COUNTIES,
        (0, 5, "suppressed", "suppressed", "suppressed", 24, 30, 36, 45, "not_available", 60, 75, 90, 120),
        strict=True,
    )
)
"""Deaths of 2021–2023 among 100,000 person-years in each county, so that a count is also the rate."""
HIDDEN_DEATHS = 7
"""What the publisher hides behind each `suppressed` above, and no file of this world carries."""

SCREENED = dict(zip(COUNTIES, (79.6, 77.0, 72.9, 68.9, 59.4, 57.8, 57.7, 50.0, 39.1, 32.9, 30.6), strict=False))
"""The percentages of the mock-up; the last three counties have none."""

TOWN_PEOPLE = 20_000

_INDICATOR = """title = "{title}"
topic = "{topic}"
measure = "{measure}"
{per}unit = "{unit}"
unit_short = "{unit_short}"
decimals = {decimals}
polarity = "{polarity}"
adjustment = "{adjustment}"
definition = "Synthetic: {title}."
{more}
[words]
people = "residents"
happen = "{happen}"
happened = "{happened}"
events = "{events}"
rate = "{rate}"

[[series]]
source = "{source}"
"""
_SOURCE = """{reader}publisher = "Synthetic Publisher"
title = "Synthetic table {name}"
short = "Synthetic {name}"
release = "1"
period = "2018–2023"
retrieved = 2026-11-21
address = "https://example.org/{name}"
licence = "CC0 1.0"
redistribution = "free"
citation = "Synthetic Publisher."
update_frequency = "never"
hidden_because = "fewer than 10 deaths"
unavailable_because = "the publisher gives no figure for this place"
table = "{table}"
"""
_RATE = {
    "per": "per = 100_000\n", "unit": "per 100,000 residents a year", "unit_short": "per 100,000", "decimals": 1,
    "measure": "rate", "topic": "overdose", "polarity": "higher_is_worse", "adjustment": "crude",
}  # fmt: skip
_DEATHS = {
    "happen": "die in the example", "happened": "died in the example", "events": "deaths",
    "rate": "death rate",
}  # fmt: skip
INDICATORS: Mapping[str, Mapping[str, Any]] = {
    "example_deaths": {
        **_RATE, **_DEATHS, "title": "Example deaths", "source": "example_vital",
        "more": 'provisional = ["2023"]\npooled = ["2021-2023"]\n'
                'breaks = [{ at = 2019, note = "From 2019 on, deaths are counted another way." }]\n',
    },
    "example_town_deaths": {
        **_RATE, **_DEATHS, "title": "Example town deaths", "source": "example_towns",
        "more": 'population_denominator = true\nrollup = ["county", "eohhs_region", "state"]\n',
    },
    "example_screening": {
        "title": "Example screening", "topic": "cardiometabolic", "measure": "percent", "per": "", "decimals": 1,
        "unit": "% of residents", "unit_short": "%", "polarity": "higher_is_better", "adjustment": "modelled",
        "happen": "are screened", "happened": "were screened", "events": "people", "rate": "share screened",
        "more": "", "source": "example_survey",
    },
    "example_cost": {
        "title": "Example cost", "topic": "context", "measure": "dollars", "per": "", "decimals": 0,
        "unit": "dollars a year", "unit_short": "dollars", "polarity": "higher_is_worse", "adjustment": "crude",
        "happen": "pay", "happened": "paid", "events": "people", "rate": "cost", "more": "",
        "source": "example_survey",
    },
}  # fmt: skip
SOURCES = {"example_vital": "observation", "example_towns": "observation", "example_survey": "observation",
           "example_people": "population", "massgis_municipalities": "place"}  # fmt: skip


@dataclass(frozen=True)
class World:
    """The folders the synthetic database is made from, and where it is made."""

    inputs: Inputs
    database: Path

    def build(self) -> None:
        """Make the database from the folders as they are now."""
        build(self.database, self.inputs)


def make(folder: Path) -> World:
    """Write definitions and snapshot below `folder` and build the database."""
    world = _empty(folder)
    for name, words in INDICATORS.items():
        write_indicator(world.inputs, name, words)
    for name, table in SOURCES.items():
        write_source(world.inputs, name, table)
    write_observations(world.inputs.snapshot / "example_vital.csv", [*_deaths(), *_deaths_by_race()])
    write_observations(world.inputs.snapshot / "example_survey.csv", [*_screening(), *_cost()])
    write_observations(world.inputs.snapshot / "example_towns.csv", _town_deaths())
    write_populations(world.inputs.snapshot / "example_people.csv", _people())
    world.build()
    return world


def write_indicator(inputs: Inputs, name: str, words: Mapping[str, Any], series: str = "") -> None:
    """Define an indicator; `series` adds keys to its one series."""
    (inputs.indicators / f"{name}.toml").write_text(_INDICATOR.format(**words) + series, encoding="utf-8")


def write_source(inputs: Inputs, name: str, table: str, reader: str = "example") -> None:
    """Define a source with the importer `reader`."""
    text = _SOURCE.format(name=name, table=table, reader=f'reader = "{reader}"\n')
    (inputs.sources / f"{name}.toml").write_text(text, encoding="utf-8")


def _empty(folder: Path) -> World:
    inputs = Inputs(*(folder / name for name in ("indicators", "sources", "areas", "snapshot")))
    for path in (inputs.indicators, inputs.sources, inputs.areas, inputs.snapshot):
        path.mkdir(parents=True)
    for name in ("county", "eohhs_region", "municipality_names"):
        shutil.copy(ROOT / "data" / "areas" / f"{name}.toml", inputs.areas)
    for name in ("massgis_municipalities", "label_points"):
        shutil.copy(ROOT / "data" / "snapshot" / f"{name}.csv", inputs.snapshot)
    return World(inputs, folder / "example.duckdb")


def _row(indicator: str, geo_id: str, period: Period, source: str, group: str = OVERALL, **figures: Any) -> Observation:
    level: Level = "state" if geo_id == STATE else "county" if len(geo_id) == 5 else "municipality"
    dimension = OVERALL if group == OVERALL else "race_ethnicity"
    return Observation(indicator, level, geo_id, dimension, group, period, source, **figures)


def _deaths() -> Iterator[Observation]:
    """Everyone: 30.0 per 100,000 in every county and year, but Suffolk 60.0; Franklin's 2022 has no row."""
    for year in YEARS:
        for county in COUNTIES:
            if (county, year) != ("25011", 2022):
                deaths = COUNTY_DEATHS * (2 if county == "25025" else 1)
                yield _row("example_deaths", county, Period.years(year), "example_vital",
                           numerator=deaths, denominator=COUNTY_PEOPLE)  # fmt: skip
        yield _row("example_deaths", STATE, Period.years(year), "example_vital",
                   numerator=15 * COUNTY_DEATHS, denominator=14 * COUNTY_PEOPLE)  # fmt: skip


def _deaths_by_race() -> Iterator[Observation]:
    pooled = {"black_nh": 900, "white_nh": 2400, "hispanic": 65}
    """State deaths of 2021–2023; person-years below."""
    people = {"black_nh": 1_400_000, "white_nh": 10_000_000, "hispanic": 200_000}
    for period in (Period.years(2018, 2020), Period.years(2021, 2023)):
        for group, deaths in pooled.items():
            yield _row("example_deaths", STATE, period, "example_vital", group, numerator=deaths,
                       denominator=people[group])  # fmt: skip
        yield _row("example_deaths", STATE, period, "example_vital", "aian_nh", status="suppressed")
        for county, known in BLACK_DEATHS.items():
            if known == "suppressed":
                yield _row("example_deaths", county, period, "example_vital", "black_nh", status="suppressed")
            elif isinstance(known, int):
                yield _row("example_deaths", county, period, "example_vital", "black_nh", numerator=known,
                           denominator=100_000)  # fmt: skip
        yield _row("example_deaths", "25001", period, "example_vital", "white_nh", numerator=300, denominator=1_000_000)


def _screening() -> Iterator[Observation]:
    period = Period.years(2022)
    yield _row("example_screening", STATE, period, "example_survey", value=60.0, ci_low=59.0, ci_high=61.0)
    for county, value in SCREENED.items():
        yield _row("example_screening", county, period, "example_survey", value=value, ci_low=value - 2,
                   ci_high=value + 2)  # fmt: skip


def _cost() -> Iterator[Observation]:
    """By race only, and without intervals."""
    for number, place in enumerate((STATE, *COUNTIES)):
        for group, start in (("black_nh", 12_000), ("white_nh", 15_000)):
            yield _row("example_cost", place, Period.years(2022), "example_survey", group,
                       value=float(start + 100 * number))  # fmt: skip


def towns() -> list[str]:
    """The geo_ids of the 351 municipalities in their order."""
    lines = (ROOT / "data" / "snapshot" / "massgis_municipalities.csv").read_text(encoding="utf-8").splitlines()[1:]
    return sorted(line.split(",")[0] for line in lines)


def _town_deaths() -> Iterator[Observation]:
    """Deaths 0, 1, 2, 3, 20, 0 … in the order of the towns; in 2018 Chelsea is hidden and Gosnold has no row."""
    for year in (2017, 2018):
        for number, town in enumerate(towns()):
            if (town, year) == (GOSNOLD, 2018):
                continue
            hidden = (town, year) == (CHELSEA, 2018)
            figures: dict[str, Any] = (
                {"status": "suppressed"} if hidden else {"numerator": (0, 1, 2, 3, 20)[number % 5]}
            )
            yield _row("example_town_deaths", town, Period.years(year), "example_towns", **figures)


def _people() -> Iterable[Population]:
    return [Population("municipality", t, y, TOWN_PEOPLE, "example_people") for t in towns() for y in (2017, 2018)]
