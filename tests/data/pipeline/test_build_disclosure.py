"""A source with a threshold through the whole build: the published file holds no small count, nor what would give it.

The figures are those the Department of Public Health publishes openly, counts of one included; the rule is put on them
for the test only. Every run has the last three years and the period of all three, a deep one all five and theirs: each
year more is as many programs to solve again.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from data.disclosure.protection import MAX_AUDITED_ROWS, DisclosureReport
from data.pipeline.build import Inputs, build, disclosure_report
from data.settings import ROOT
from tests.examples import is_deep

pytestmark = pytest.mark.slow

THRESHOLD = 11
FIRST, LAST = (2014 if is_deep() else 2016), 2018
HIDDEN_IN_A_YEAR = 200
"""Fewer figures than are hidden in any of the years."""


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("threshold")
    inputs = Inputs(*(folder / name for name in ("indicators", "sources", "areas", "snapshot")))
    shutil.copytree(ROOT / "data" / "areas", inputs.areas)
    for path in (inputs.indicators, inputs.sources, inputs.snapshot):
        path.mkdir()
    definition = (ROOT / "data" / "indicators" / "opioid_overdose_deaths.toml").read_text(encoding="utf-8")
    assert 'pooled = ["2014-2018"]' in definition
    pooled = definition.replace('pooled = ["2014-2018"]', f'pooled = ["{FIRST}-{LAST}"]')
    (inputs.indicators / "opioid_overdose_deaths.toml").write_text(pooled, encoding="utf-8")
    real = ROOT / "data" / "sources"
    for path in real.glob("*.toml"):
        if path.stem in ("dph_opioid_towns_2019", "census_subcounty_2019") or "massgis" in path.stem:
            shutil.copy(path, inputs.sources)
    for name in ("census_subcounty_2019", "massgis_municipalities", "label_points"):
        shutil.copy(ROOT / "data" / "snapshot" / f"{name}.csv", inputs.snapshot)
    towns = (ROOT / "data" / "snapshot" / "dph_opioid_towns_2019.csv").read_text(encoding="utf-8").splitlines(True)
    years = tuple(f",{year}-01-01," for year in range(FIRST, LAST + 1))
    own = [line for line in towns[1:] if line.startswith("opioid_overdose_deaths,")]
    kept = [towns[0], *(line for line in own if any(year in line for year in years))]
    (inputs.snapshot / "dph_opioid_towns_2019.csv").write_text("".join(kept), encoding="utf-8")
    source = inputs.sources / "dph_opioid_towns_2019.toml"
    message = [line for line in source.read_text(encoding="utf-8").splitlines() if not line.startswith("disclosure")]
    rule = f'disclosure = "threshold"\nthreshold = {THRESHOLD}'
    source.write_text("\n".join([rule, *message]) + "\n", encoding="utf-8")
    database = folder / "published.duckdb"
    build(database, inputs)
    return database


def query(database: Path, statement: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(statement).fetchall()


@pytest.mark.parametrize("table", ["observation", "observation_by_place"])
def test_no_count_under_the_threshold_is_in_the_file(published: Path, table: str) -> None:
    small = query(published, f"SELECT count(*) FROM {table} WHERE numerator BETWEEN 1 AND {THRESHOLD - 1}")
    assert small == [(0,)]


def test_a_hidden_count_leaves_no_rate_and_no_interval(published: Path) -> None:
    left = "coalesce(value, ci_low, ci_high, numerator)"
    assert query(published, f"SELECT count(*), count({left}) FROM observation WHERE status = 'suppressed'")[0][1] == 0
    ((hidden, periods),) = query(
        published,
        "SELECT count(*), count(DISTINCT (period_start, period_end)) FROM observation WHERE status = 'suppressed'",
    )
    assert periods == LAST - FIRST + 2, "each year, and all of them together"
    assert hidden > HIDDEN_IN_A_YEAR * (LAST - FIRST + 1)


def test_a_rate_times_its_people_gives_no_small_count_either(published: Path) -> None:
    events = "round(value * denominator / 100000)"
    actual = f"SELECT count(*) FROM observation WHERE {events} BETWEEN 1 AND {THRESHOLD - 1}"
    assert query(published, actual) == [(0,)]


def test_the_audit_of_the_build_lies_beside_the_file(published: Path) -> None:
    report = json.loads(disclosure_report(published).read_text(encoding="utf-8"))
    audited = next(entry for entry in report if "opioid_overdose_deaths" in entry["indicators"])
    assert audited["rule"] != "as_published"
    assert audited["primary"] > 0
    assert audited["exposed"] == []


def test_what_is_too_large_to_audit_is_said_and_kept_in_the_report() -> None:
    report = DisclosureReport((), not_audited=("example_deaths",))
    assert report.to_sentences() == [
        f"example_deaths: hidden by its publisher, and not audited: it has more than {MAX_AUDITED_ROWS:,} figures"
    ]
    assert json.loads(report.to_json()) == [
        {"indicators": ["example_deaths"], "rule": "as_published", "audited": False}
    ]
