"""The page `/maternity-access` over HTTP: each number equals a reading of the database by other means."""

from __future__ import annotations

import csv
import re
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.language import LANGUAGES
from tests.alternatives import maternity
from tests.site import Site, open_site, shared_site

PATH = "/maternity-access"
LEVELS = ("state", "eohhs_region", "county", "community_type")


class Tables(HTMLParser):
    """The rows of the page's tables, by class of the table and year of the body: texts of cells, their parts apart."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: dict[tuple[str, str], list[list[list[str]]]] = {}
        self._table, self._year, self._cell = "", "", None
        self._row: list[list[str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        if tag == "table":
            self._table, self._year = (named.get("class") or "").split()[-1], ""
        if tag == "tbody":
            self._year = named.get("data-year") or ""
        if tag == "tr":
            self._row = []
        if tag in ("td", "th"):
            self._cell = []
            self._row.append(self._cell)

    def handle_data(self, data: str) -> None:
        if self._cell is not None and data.strip():
            self._cell.append(data.strip())

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cell = None
        if tag == "tr":
            self.rows.setdefault((self._table, self._year), []).append(self._row)


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.fixture(scope="module")
def text(site: Site) -> str:
    return site.get(PATH).get_data(as_text=True)


@pytest.fixture(scope="module")
def world(published: Path) -> maternity.World:
    return maternity.read(published)


@pytest.fixture(scope="module")
def database(published: Path) -> Any:
    with duckdb.connect(str(published), read_only=True) as connection:
        yield connection


def between(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def percent(number: int, of: int) -> str:
    return f"{int(1000 * number / of + 0.5) / 10:.1f}%"


def test_title_and_reading_are_those_of_the_file(text: str, world: maternity.World) -> None:
    first, last = (maternity.reached(world, year) for year in (2016, 2025))
    (_, _, low, high) = maternity.far(world, "25", 2025, 15, last)
    ended = [
        u for u in world.units if u.hospital and u.state(2016) == "open" and u.state(2025) in ("closed", "suspended")
    ]
    assert len(ended) == 7
    title = (
        f"Seven hospital maternity units have closed or stopped since 2016: {low / 1000:,.0f},000 to "
        f"{high / 1000:,.0f},000 people live more than 15 miles from one"
    )
    assert f"<title>{title} · Massachusetts" in text
    (_, _, before_low, before_high) = maternity.far(world, "25", 2016, 15, first)
    assert f"At the end of 2016, <strong>{between(before_low, before_high)}</strong> residents" in text
    assert f"At the end of 2025, <strong>{between(low, high)}</strong> did." in text
    for year in range(2016, 2026):
        known = sum(u.hospital and u.state(year) == "open" for u in world.units)
        assert f"At the end of {year}, <strong>{known}</strong> hospital units are known" in text


def test_every_number_of_people_and_births_equals_the_file(text: str, world: maternity.World, database: Any) -> None:
    names = dict(
        database.execute(
            "SELECT name, geo_id FROM geography WHERE level IN ('state', 'eohhs_region', 'county') "
            "OR kind = 'community_type'"
        ).fetchall()
    )
    births = {
        (geo_id, year): (value, status)
        for geo_id, year, value, status in database.execute(
            "SELECT geo_id, year(period_start), value, status FROM observation "
            "WHERE indicator = 'births_yearly' AND geo_level IN ('county', 'state') AND stratum = 'overall'"
        ).fetchall()
    }
    tables, seen = Tables(text).rows, 0
    for year in range(2016, 2026):
        reached = maternity.reached(world, year)
        rows = [row for row in tables["maternity-people", str(year)] if len(row) > 1]
        assert len(rows) == 1 + 6 + 14 + 5
        for row in rows:
            geo_id = names[row[0][0]]
            everyone, of, low, high = maternity.far(world, geo_id, year, 15, reached)
            assert row[1] == [f"{everyone:,}", str(of)]
            share = percent(low, everyone) if low == high else f"{percent(low, everyone)} to {percent(high, everyone)}"
            assert row[2] == (["none"] if high == 0 else [between(low, high), share])
            farthest = maternity.far(world, geo_id, year, 30, reached)[3]
            assert farthest == 0
            assert row[3] == ["none"]
            if (geo_id, min(year, 2024)) not in births:
                assert row[4:] == [["not published"]]
                continue
            value, status = births[geo_id, min(year, 2024)]
            words = {"suppressed": "hidden", "not_available": "not available"}
            assert row[4] == [words[status] if value is None else f"{value:,.0f}", str(min(year, 2024))]
            assert row[5] == ["none" if high == 0 else "all" if low == everyone else "not known"]
            assert row[6] == ["none"]
            seen += 1
    assert seen == 150


def test_every_figure_of_mothers_and_babies_equals_the_file(text: str, database: Any) -> None:
    indicators = (
        "prenatal_care_first_trimester_yearly", "prenatal_care_late_or_none", "low_birthweight", "infant_mortality",
    )  # fmt: skip
    rows, checked = Tables(text).rows["maternity-mothers", ""], 0
    assert len(rows) == 1 + 7, "a head and the seven counties where somebody may be far away"
    for row in rows[1:]:
        for indicator, cell in zip(indicators, row[1:], strict=True):
            found = database.execute(
                "SELECT value, ci_low, ci_high FROM observation JOIN geography USING (geo_id) "
                "WHERE indicator = ? AND name = ? AND stratum = 'overall' AND value IS NOT NULL",
                [indicator, row[0][0]],
            ).fetchall()
            if cell[0] in ("hidden", "not available"):
                continue
            percent_sign = "" if indicator == "infant_mortality" else "%"
            written = {
                f"{value:.1f}{percent_sign}|{low:.1f}–{high:.1f}" for value, low, high in found if low is not None
            } | {f"{value:.1f}{percent_sign}|" for value, low, _ in found if low is None}
            assert f"{cell[0]}|{cell[1].split(' · ')[0] if '·' in cell[1] else ''}" in written, (
                row[0],
                indicator,
                cell,
            )
            checked += 1
    assert checked > 15


def test_towns_are_listed_with_their_miles(text: str, world: maternity.World, database: Any) -> None:
    names = dict(database.execute("SELECT name, geo_id FROM geography WHERE level = 'municipality'").fetchall())
    first, last = (maternity.reached(world, year) for year in (2016, 2025))

    def written(low: float, high: float) -> str:
        one, other = (f"{int(10 * x + 0.5) / 10:.1f}" for x in (low, high))
        return other if low == high else f"{one} to {other}"

    rows = Tables(text).rows["maternity-towns", ""][1:]
    assert len(rows) == 351
    for row in rows:
        geo_id = names[row[0][0]]
        assert (row[1], row[2]) == ([written(*first[geo_id])], [written(*last[geo_id])])


def test_every_statement_stands_with_its_source(text: str, database: Any) -> None:
    rows = database.execute(
        "SELECT DISTINCT title, publisher, address FROM maternity_service WHERE event <> 'none' OR ccn IS NULL"
    ).fetchall()
    plain = text.replace("&#x27;", "'").replace("&amp;", "&").replace("&quot;", '"')
    for title, publisher, address in rows:
        assert f'href="{address}"' in plain
        assert f"{title}, {publisher.partition(', copy in')[0]}" in plain


def test_a_place_and_a_year_are_asked_for(site: Site) -> None:
    said = site.get(f"{PATH}?place=falmouth&year=2019").get_data(as_text=True)
    assert "was <strong>Cape Cod Hospital in Barnstable</strong>, 11.8 miles away." in said
    assert "At the end of 2016 the nearest unit known to be open to people in Falmouth was in Falmouth itself:" in said
    shown = set(re.findall(r'<tbody data-year="(\d+)"(?! hidden)', said))
    assert shown == {"2019"}
    assert "In Barnstable County," in said
    # The same unit, and in one of the two years another that may have been nearer.
    same = site.get(f"{PATH}?place=canton").get_data(as_text=True)
    assert "At the end of 2016 it was the same unit.</p><p>It may have been nearer, 3.8 miles: whether Norwood" in same
    county = site.get(f"{PATH}?place=barnstable-county&lang=es").get_data(as_text=True)
    assert "Condado de Barnstable" in county
    assert '<option selected value="barnstable-county">' in county


def test_words_that_mean_nothing_get_a_notice(site: Site) -> None:
    said = site.get(f"{PATH}?place=atlantis&year=1066").get_data(as_text=True)
    assert "“atlantis” is not a place we know" in said
    assert "“1066” is not a year we have here. Showing 2025." in said
    assert "“020199” is not a year we have here. Showing 2025." in site.get(f"{PATH}?year=020199").get_data(
        as_text=True
    )


def test_it_is_told_in_every_language(site: Site) -> None:
    titles = {
        "en": "have closed or stopped since",
        "es": "han cerrado o parado desde",
        "pt": "fecharam ou pararam desde",
    }
    for code in LANGUAGES:
        said = site.get(f"{PATH}?lang={code}").get_data(as_text=True)
        assert titles[code] in said
        assert f'<html lang="{code}">' in said


def test_all_of_it_is_a_file(site: Site, world: maternity.World) -> None:
    answered = site.get("/export/maternity-access.csv?lang=pt", follow=True)
    assert "maternity-access_2025__" in answered.headers["Content-Disposition"]
    lines = list(csv.DictReader(StringIO(answered.get_data().decode("utf-8-sig"))))
    counts = {name: sum(line["table"] == name for line in lines) for name in ("people", "towns", "units")}
    assert counts == {"people": 260, "towns": 3510, "units": 10 * len(world.units)}
    reached = {year: maternity.reached(world, year) for year in (2016, 2025)}
    for line in lines:
        if line["table"] == "towns" and line["year"] in ("2016", "2025"):
            low, high = reached[int(line["year"])][line["geo_id"]]
            assert (float(line["miles_low"]), float(line["miles"])) == (round(low, 3), round(high, 3))
    assert any(line["table"] == "statements" and line["source_address"].startswith("https://") for line in lines)
    address = next(line["text"] for line in lines if line["item"] == "address")
    assert address == "http://localhost/maternity-access?lang=pt"


def test_without_data_and_without_statements_it_says_so(tmp_path: Path, example: Path) -> None:
    nowhere = open_site(tmp_path / "nowhere.duckdb")
    assert "cannot be shown just now" in nowhere.get(PATH).get_data(as_text=True)
    assert nowhere.get("/api/v1/views/maternity-access.csv").status_code == 503
    small = open_site(example)
    assert "has no statements about maternity units" in small.get(PATH).get_data(as_text=True)
    assert small.get("/api/v1/views/maternity-access.csv").status_code == 400
