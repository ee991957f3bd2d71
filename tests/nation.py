"""A made-up nation, of as many places as are asked for, to be built as the real data is. Its numbers mean nothing.

Ten indicators, sixteen groups, ten years; 51 counties whatever the number of places, so that a view of counties shows
the same amount in a small nation and in a large one: the same of it is hidden too. Places are squares of a chessboard.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from data.pipeline.build import Inputs
from data.settings import ROOT

PLACES, COUNTIES, INDICATORS, YEARS = 3_200, 51, 10, 10
GROUPS = (
    "aian_nh", "asian_nh", "asian_pi_nh", "black_nh", "hispanic", "multiracial_nh", "nhopi_nh", "white_nh", "other",
    "not_stated",
)  # fmt: skip
BY_SEX = ("aian_nh_female", "black_nh_female", "black_nh_male", "hispanic_female", "white_nh_male")

INDICATOR = """
title = "SYNTHETIC {n}"
topic = "context"
measure = "rate"
per = 100000
unit = "per 100,000 residents a year"
unit_short = "per 100,000"
polarity = "higher_is_worse"
adjustment = "crude"
definition = "SYNTHETIC: made for a benchmark, means nothing."
population_denominator = true
rollup = ["county", "state"]
[words]
people = "residents"
happen = "happen"
happened = "happened"
events = "events"
rate = "rate"
[[series]]
source = "synthetic"
"""


def write_nation(root: Path, number: int = PLACES) -> Inputs:
    """Synthetic inputs below `root`, of so many places: by default 5 million rows."""
    inputs = Inputs(*(root / name for name in ("indicators", "sources", "areas", "snapshot", "geometry")))
    for folder in (inputs.indicators, inputs.sources, inputs.areas, inputs.snapshot, inputs.geometry):
        folder.mkdir(parents=True)
    for n in range(INDICATORS):
        (inputs.indicators / f"synthetic_{n}.toml").write_text(INDICATOR.format(n=n), encoding="utf-8")
    terms = (ROOT / "data" / "sources" / "census_subcounty_2019.toml").read_text(encoding="utf-8")
    (inputs.sources / "synthetic_people.toml").write_text(terms, encoding="utf-8")
    observed = terms.replace('table = "population"\n', "").replace("U.S. Census Bureau", "SYNTHETIC")
    (inputs.sources / "synthetic.toml").write_text(observed, encoding="utf-8")
    places = [f"25{n:08}" for n in range(number)]
    rows = [f"{i},{n},place-{n},Place {_letters(n)},25001,synthetic" for n, i in enumerate(places)]
    head = "geo_id,town_id,slug,name,county,source"
    (inputs.snapshot / "massgis_municipalities.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    lines = ['level = "county"', "covers_state = true"]
    for c in range(COUNTIES):
        members = ", ".join(f'"place-{n}"' for n in range(c, number, COUNTIES))
        lines.append(f'[[area]]\ngeo_id = "25{c:03}"\nname = "County {_letters(c)}"\nmembers = [{members}]')
    (inputs.areas / "county.toml").write_text("\n".join(lines), encoding="utf-8")
    labels = [f"{i},-71,42" for i in [*places, "25", *(f"25{c:03}" for c in range(COUNTIES))]]
    (inputs.snapshot / "label_points.csv").write_text("\n".join(["geo_id,lon,lat", *labels]) + "\n", encoding="utf-8")
    _write_outlines(inputs.geometry, places)
    _write_tables(inputs.snapshot, number)
    return inputs


def _write_outlines(geometry: Path, places: list[str]) -> None:
    """Squares: of places small ones, of counties those of a board of eight by seven, and the state around them."""
    counties = [f"25{c:03}" for c in range(COUNTIES)]
    squares = {
        "municipality": {i: (n % 64 / 64, n // 64 / 64, 1 / 64) for n, i in enumerate(places)},
        "county": {i: (n % 8 / 8, n // 8 / 8, 1 / 8) for n, i in enumerate(counties)},
        "state": {"25": (0.0, 0.0, 1.0)},
        "eohhs_region": {},
    }
    for level, found in squares.items():
        features = [
            {"type": "Feature", "id": i, "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [[[
                [-71 + x, 42 + y], [-71 + x + side, 42 + y], [-71 + x + side, 42 + y + side], [-71 + x, 42 + y + side],
                [-71 + x, 42 + y],
            ]]]}}
            for i, (x, y, side) in found.items()
        ]  # fmt: skip
        collection = {"type": "FeatureCollection", "features": features}
        (geometry / f"{level}.json").write_text(json.dumps(collection), encoding="utf-8")


def _letters(number: int) -> str:
    """A name of letters for a number: names are told apart by their letters alone."""
    text = ""
    for _ in range(3):
        number, rest = divmod(number, 26)
        text = chr(97 + rest) + text
    return text


def _write_tables(snapshot: Path, number: int) -> None:
    strata = [("overall", "overall"), *(("race_ethnicity", g) for g in GROUPS), *(("race_by_sex", g) for g in BY_SEX)]
    connection = duckdb.connect(":memory:")
    connection.execute("CREATE TABLE stratum (dimension VARCHAR, stratum VARCHAR)")
    connection.executemany("INSERT INTO stratum VALUES (?, ?)", strata)
    # Hidden are all places of a county at once: of a county of sixty places one would else be hidden nearly always, and
    # neither it nor the state had figures where in a small nation they have.
    shown = f"hash(i, place % {COUNTIES}, year, stratum) % 50 > 0"
    every = f"range({number}) p(place), range({2010}, {2010 + YEARS}) y(year), stratum"
    connection.execute(
        f"COPY (SELECT 'synthetic_' || i AS indicator, 'municipality' AS geo_level, "  # our own numbers
        f"format('25{{:08d}}', place) AS geo_id, dimension, stratum, make_date(year, 1, 1) AS period_start, "
        "make_date(year, 12, 31) AS period_end, NULL AS value, NULL AS ci_low, NULL AS ci_high, "
        f"CASE WHEN {shown} THEN hash(place, year, stratum, i) % 400 END AS numerator, "
        f"NULL AS denominator, CASE WHEN {shown} THEN 'reported' ELSE 'suppressed' END "
        f"AS status, 'synthetic' AS source FROM range({INDICATORS}) n(i), {every}) "
        f"TO '{snapshot}/synthetic.csv' (HEADER)"
    )
    connection.execute(
        "COPY (SELECT 'municipality' AS geo_level, "
        f"format('25{{:08d}}', place) AS geo_id, year, dimension, stratum, 1000 + hash(place, stratum) % 50000 "
        f"AS population, 'synthetic_people' AS source FROM {every} WHERE dimension = 'overall') "
        f"TO '{snapshot}/synthetic_people.csv' (HEADER)"
    )
    connection.close()
