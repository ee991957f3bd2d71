"""Two hundred figures, found again in the publishers' own files by reading those in another way.

The other way knows no publisher's format: it looks for a line, or a column, that names the place, the year and the
group and holds the number. tests/conftest.py leaves this module out where the files are not on the machine.
"""

from __future__ import annotations

import csv
import random
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import duckdb
import numpy as np
import pytest

from data.catalog.models import Indicator, Series, read_indicators
from data.geography.places import Geography, read_geography
from data.observations.csv_files import read_observations
from data.observations.models import Observation
from data.observations.tracts import read_tracts
from data.pipeline.build import Inputs
from data.vocabulary import GROUPS, OVERALL
from tests.conftest import SOURCE_FILES
from tests.examples import number_of
from tests.towns import read_row

pytestmark = pytest.mark.slow

SAMPLE = 200
"""Figures that are looked up in a deep run; each day's takes the first of them."""
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WORDS: dict[str, tuple[str, ...]] = {
    "aian_nh": ("aian", "american indian", "native", "indigenous"),
    "asian_nh": ("asian",), "asian_pi_nh": ("asian", "api"),
    "black_nh": ("black", "african", "nhb"), "hispanic": ("hispanic", "latin"), "white_nh": ("white", "nhw"),
    "multiracial_nh": ("tom", "more than one", "multi", "two or more"), "nhopi_nh": ("nhopi", "hawaiian", "pacific"),
    "female": ("female", "women"), "male": ("male", "men"),
}  # fmt: skip


def plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


@cache
def lines(path: Path) -> list[list[str]]:
    """The cells of a text file, whatever its encoding, line ends and delimiter, or of a workbook."""
    if path.suffix.lower() == ".xlsx":
        return cells_of_workbook(path)
    text = path.read_bytes().decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
    delimiter = "\t" if text.split("\n", 1)[0].count("\t") > text.split("\n", 1)[0].count(",") else ","
    return list(csv.reader(text.split("\n"), delimiter=delimiter))


MADE = ["cdc_wonder_natality", "usaleep_2015"]
"""Sources whose figures stand in no file: they are made of others that do, as sums of classes of births and means of
tracts. Other tests read those again."""


def cells_of_workbook(path: Path) -> list[list[str]]:
    """The cells of the widest sheet, from its XML; the heads of its second line are those of the table."""
    with zipfile.ZipFile(path) as parts:
        shared = [
            "".join(t.text or "" for t in item.iter(f"{SHEET}t"))
            for item in ElementTree.fromstring(parts.read("xl/sharedStrings.xml"))
        ]
        sheets = [n for n in parts.namelist() if n.startswith("xl/worksheets/sheet")]
        tables = [[*ElementTree.fromstring(parts.read(n)).iter(f"{SHEET}row")] for n in sheets]
    widest = max(tables, key=lambda rows: max(len(row) for row in rows))
    width = 1 + max(place(cell.get("r", "")) for row in widest for cell in row)
    table = [[""] * width for _ in widest]
    for cells, row in zip(table, widest, strict=True):
        for cell in row:
            value = cell.findtext(f"{SHEET}v", "")
            cells[place(cell.get("r", ""))] = shared[int(value)] if cell.get("t") == "s" and value else value
    return table[1:]


def place(reference: str) -> int:
    """The column of a cell: 0 for A1, 26 for AA7."""
    number = 0
    for letter in re.sub(r"[0-9]", "", reference):
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


@pytest.fixture(scope="module")
def geography() -> Geography:
    inputs = Inputs()
    return read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)


@cache
def published(source: str) -> dict[tuple[Any, ...], Observation]:
    return {key(row): row for row in read_observations(Inputs().snapshot / f"{source}.csv")}


def key(row: Observation) -> tuple[Any, ...]:
    return row.indicator, row.geo_id, row.dimension, row.stratum, row.period


def random_rows(built: Path) -> list[Observation]:
    with duckdb.connect(str(built), read_only=True) as connection:
        rows = connection.execute(
            "FROM observation WHERE value IS NOT NULL AND NOT list_contains($made, source) ORDER BY ALL", {"made": MADE}
        ).fetchall()
    rng, by_indicator = random.Random(200), defaultdict(list)
    for row in rows:
        by_indicator[row[0]].append(row)
    names = sorted(by_indicator)  # an indicator first, so that a long table does not push the others out
    return [read_row(rng.choice(by_indicator[rng.choice(names)])) for _ in range(number_of(SAMPLE))]


def origin(row: Observation, geography: Geography, rng: random.Random) -> Observation:
    """The published row behind a figure: itself, or a random one of those it was summed from."""
    known = published(row.source)
    if key(row) in known:
        return known[key(row)]
    members = {row.geo_id, *geography.places[row.geo_id].members}
    parts = [
        p
        for p in known.values()
        if (p.indicator, p.dimension, p.stratum) == (row.indicator, row.dimension, row.stratum)
        and p.geo_id in members
        and row.period.start <= p.period.start <= p.period.end <= row.period.end
        and p.numerator is not None
    ]
    assert parts, f"{row} follows from no published row"
    return rng.choice(parts)


def files(indicator: Indicator, source: str) -> Iterator[tuple[Path, Series]]:
    for series in indicator.series:
        if series.source == source:
            named = [v for value in series.options.values() for v in (value if isinstance(value, list) else [value])]
            wanted = {str(v) for v in named if isinstance(v, str) and re.search(r"\.(csv|txt|xlsx)$", v, re.IGNORECASE)}
            for path in sorted(SOURCE_FILES.rglob("*")):
                if path.name in wanted or (not wanted and path.suffix.lower() in (".csv", ".txt")):
                    yield path, series


def wanted_numbers(row: Observation, series: Series) -> set[float]:
    factors = {1.0, 100.0, 0.01, 1_000.0, 100_000.0}
    factors |= {1 / v for v in series.options.values() if isinstance(v, int) and not isinstance(v, bool) and v > 1}
    numbers = {row.value * f for f in factors if row.value is not None} if row.value is not None else set()
    if row.numerator is not None:
        numbers |= {row.numerator * f for f in factors}
    return numbers


@cache
def numbers_in(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every number of a file with the line and the column it stands in."""
    actual = []
    for y, cells in enumerate(lines(path)):
        for x, cell in enumerate(cells):
            try:
                actual.append((y, x, float(cell.strip().replace(",", "").rstrip("%*").lstrip("$"))))
            except ValueError:
                continue
    y, x, value = zip(*actual, strict=True) if actual else ((), (), ())
    return np.asarray(y, int), np.asarray(x, int), np.asarray(value, float)


def where(path: Path, numbers: set[float]) -> list[tuple[int, int]]:
    """Lines and columns that hold one of the numbers."""
    y, x, value = numbers_in(path)
    hit = np.zeros(len(value), bool)
    for n in numbers:
        hit |= np.abs(value - n) <= 1e-7 * max(1.0, abs(n))
    return [(int(a), int(b)) for a, b in zip(y[hit], x[hit], strict=True)]


def names_place(
    cells: list[str], columns: list[str], row: Observation, geography: Geography, state_alone: bool
) -> bool:
    """Whether a cell is the place, or the column of a number begins with it."""
    if row.geo_level == "state":
        return state_alone or bool({plain(c) for c in cells} & {"massachusetts", "ma", "25"})
    place = geography.places[row.geo_id]
    if any(plain(column).startswith(plain(place.name)) for column in columns):
        return True
    message = {plain(c) for c in cells} | {plain(c.split(",")[0]) for c in cells}
    names = {plain(place.name), plain(place.short_name), plain(place.name + " County"), row.geo_id}
    names |= {alias for alias, slug in geography.aliases.items() if slug == place.slug}
    names |= {plain(f"{place.name} {form}") for form in ("town", "city")}
    names |= {t for t, i in geography.town_ids.items() if i == row.geo_id and len(t) > 1}
    split = {"25", row.geo_id[2:]} <= message or {"25", row.geo_id[2:].lstrip("0")} <= message
    return bool(message & names) or (row.geo_level == "county" and split)


def names_group(words: str, row: Observation) -> bool:
    if row.dimension not in ("race_ethnicity", "sex") or row.stratum not in WORDS:
        return row.dimension != OVERALL or row.stratum in GROUPS
    message = words.lower()
    if row.stratum == "male":
        message = message.replace("female", "").replace("women", "")
    return any(word in message for word in WORDS[row.stratum])


def names_year(words: str, row: Observation, series: Series) -> bool:
    if any(name in series.options for name in ("period", "periods")):
        return True  # the file does not say its years: its documentation does
    years = {str(row.period.start.year), str(row.period.end.year)}
    short = {f"{y[:2]}{row.period.end.year % 100:02d}" for y in years} | {f"{row.period.end.year % 100:02d}"}
    return any(y in words for y in years | short)


def stands_in(path: Path, row: Observation, series: Series, geography: Geography) -> bool:
    table = lines(path)
    header = next((cells for cells in table if len(cells) > 1), [])
    substance = str(series.options.get("substance", ""))
    # Many files are of this state alone and do not say so on every line.
    others = {"alabama", "al", "statecode", "01"}
    state_alone = not any(plain(cell) in others for cells in table for cell in cells[:6])
    for y, x in where(path, wanted_numbers(row, series)):
        cells, column = table[y], header[x] if x < len(header) else ""
        words = " ".join([path.name, column, *cells])
        if (
            substance in column
            and names_place(cells, [column], row, geography, state_alone)
            and names_group(words, row)
            and names_year(words, row, series)
        ):
            return True
    return False


def test_random_figures_stand_in_their_source_files(built: Path, geography: Geography) -> None:
    indicators, rng = read_indicators(Inputs().indicators), random.Random(7)
    lost = []
    for figure in random_rows(built):
        row = origin(figure, geography, rng)
        candidates = list(files(indicators[row.indicator], row.source))
        assert candidates, f"{row.indicator}: no file of {row.source} is among the source files"
        if not any(stands_in(path, row, series, geography) for path, series in candidates):
            lost.append(
                f"{row.indicator} {row.geo_id} {row.stratum} {row.period.slug} {row.value} {row.numerator} {row.source}"
            )
    assert lost == []


def test_every_tract_stands_in_the_files_its_figures_are_made_of() -> None:
    """The figures of cities and towns are means of tracts; these stand in their files."""
    (estimates,) = SOURCE_FILES.rglob("MA_A.CSV")
    (key,) = SOURCE_FILES.rglob("ct10_muni_1to1_pop_crosswalk.csv")
    published_tracts = {line[0]: line for line in lines(estimates)[1:] if len(line) > 1}
    numbers = {line[0]: line[1] for line in lines(key)[1:] if len(line) > 1}
    tracts = {tract.tract: tract for tract in read_tracts(Inputs().snapshot / "usaleep_tracts_2015.csv")}
    towns = read_geography(Inputs().snapshot / "massgis_municipalities.csv", Inputs().areas).town_ids
    assert {code for code, tract in tracts.items() if tract.years is not None} == set(published_tracts)
    assert {code: towns.get(number, "") for code, number in numbers.items()} == {
        code: tract.geo_id for code, tract in tracts.items()
    }
    flags = {"observed": "1", "predicted": "2", "both": "3"}
    for code, line in published_tracts.items():
        tract = tracts[code]
        assert (tract.years, tract.error, flags[tract.rates]) == (float(line[4]), float(line[5]), line[6])


def test_every_figure_of_the_workbook_stands_in_it(geography: Geography) -> None:
    """Few of two hundred random figures are of the one source that is no text file: here are all of them."""
    indicators = read_indicators(Inputs().indicators)
    rows = [row for row in published("chr_2022").values() if row.value is not None]
    assert len(rows) > 30
    for row in rows:
        ((path, series),) = files(indicators[row.indicator], "chr_2022")
        assert stands_in(path, row, series, geography), row
