"""The published file is whole or untouched, says what it was made from, and loses nothing unsaid."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import duckdb
import pytest

from data.disclosure import systems
from data.errors import InputError, SnapshotError
from data.observations.csv_files import checksum, read_observations, read_populations
from data.observations.models import Observation
from data.observations.schema import ROW_GROUP
from data.pipeline.build import Inputs, build
from tests.alternatives import derivation as alternative
from tests.alternatives import rules
from tests.alternatives.released import released
from tests.data_checkout import Checkout
from tests.examples import number_of
from tests.towns import read_row

pytestmark = pytest.mark.slow


@contextmanager
def opened(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with closing(duckdb.connect(str(path), read_only=True)) as connection:
        yield connection


def all_rows(path: Path, table: str) -> list[tuple[Any, ...]]:
    with opened(path) as connection:
        return connection.execute(f"FROM {table}").fetchall()


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


# What is in it


def test_every_figure_is_what_the_slow_way_gives(built: Path) -> None:
    """All committed figures, judged, derived and rounded once more row by row from the snapshot."""
    inputs = Inputs()
    from data.catalog.models import read_indicators, read_sources
    from data.geography.places import read_geography

    indicators, sources = read_indicators(inputs.indicators), read_sources(inputs.sources)
    geography = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
    published: dict[str, list[Observation]] = {i: [] for i in indicators}
    people = []
    for source in sources.values():
        path = inputs.snapshot / f"{source.id}.csv"
        if source.table == "population":
            people += read_populations(path)
        elif source.table == "observation":
            for row in read_observations(path):
                published[row.indicator].append(row)
                assert rules.broken(row, indicators[row.indicator], source.sentinels) == set(), row
    index = alternative.population_index(people)
    derived = (r for i in indicators.values() for r in alternative.derive(i, published[i.id], index, geography))
    expected = {(r.indicator, r.geo_id, r.dimension, r.stratum, r.period): r for r in released(derived, indicators)}
    actual = [read_row(row) for row in all_rows(built, "observation")]
    assert len(actual) == len(expected)
    for row in actual:
        other = expected[(row.indicator, row.geo_id, row.dimension, row.stratum, row.period)]
        assert (row.status, row.source) == (other.status, other.source), row
        for name in ("value", "ci_low", "ci_high", "numerator", "denominator"):
            mine, theirs = getattr(row, name), getattr(other, name)
            assert (mine is None) == (theirs is None), (row, other)
            assert mine is None or mine == pytest.approx(theirs, rel=1e-9, abs=1e-12), (row, other)


def test_the_publishers_totals_come_back_from_the_towns(built: Path) -> None:
    """1350, 1722, 2094, 1979, 1990: the yearly totals DPH prints below its table of cities and towns."""
    with opened(built) as connection:
        actual = connection.execute(
            "SELECT year(period_start), numerator FROM observation WHERE indicator = 'opioid_overdose_deaths' "
            "AND geo_level = 'state' AND source = 'dph_opioid_towns_2019' AND numerator IS NOT NULL "
            "AND year(period_start) = year(period_end) ORDER BY 1"
        ).fetchall()
        areas = connection.execute(
            "SELECT kind, count(*) FROM geography WHERE level = 'area' GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        drawn = connection.execute("SELECT kind, collection FROM boundary ORDER BY kind").fetchall()
    assert actual == [(2014, 1350), (2015, 1722), (2016, 2094), (2017, 1979), (2018, 1990)]
    assert areas == [
        ("community_health_network", 7), ("community_type", 5), ("planning_agency", 13), ("pooled_counties", 1),
        ("public_health_group", 21),
    ]  # fmt: skip
    levels = [("county", 14), ("eohhs_region", 6), ("municipality", 351), ("state", 1)]
    assert [(kind, len(json.loads(text)["features"])) for kind, text in drawn] == sorted([*areas, *levels])


def test_the_file_says_what_it_was_made_from(built: Path) -> None:
    ((version, made, inputs, left_out),) = all_rows(built, "build")
    recorded = json.loads(inputs)
    assert version == Inputs().version()
    assert made.endswith("Z")
    assert json.loads(left_out) == []
    for path in (*Inputs().snapshot.glob("*.csv"), *Inputs().indicators.glob("*.toml")):
        assert recorded[f"{path.parent.name}/{path.name}"] == checksum(path)


def test_any_change_of_an_input_is_another_version(small_inputs: Inputs) -> None:
    before = small_inputs.version()
    assert small_inputs.version() == before
    change(small_inputs.snapshot / "dph_opioid_towns_2019.csv", ",0,", ",1,")
    after = small_inputs.version()
    assert after != before
    assert small_inputs.version(["chr_2025"]) not in (before, after)


def test_the_real_build_solves_few_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a build's time goes into: a dozen seconds for some 1,600 linear and integer programs, on one core."""
    solved = {"minimise": 0, "milp": 0}

    def counted(name: str) -> Callable[..., Any]:
        solver = getattr(systems, name)

        def solve(*arguments: Any, **options: Any) -> Any:
            solved[name] += 1
            return solver(*arguments, **options)

        return solve

    for name in solved:
        monkeypatch.setattr(systems, name, counted(name))
    build(tmp_path / "equity.duckdb")
    assert 100 < solved["milp"] < 2_500
    assert 20 < solved["minimise"] < 600


def test_both_copies_hold_the_same_rows(built: Path) -> None:
    one, other = (sorted(map(repr, all_rows(built, t))) for t in ("observation", "observation_by_place"))
    assert one == other


@pytest.mark.parametrize(
    ("table", "asked"),
    [
        ("observation", "indicator, geo_level"),
        ("observation", "indicator, geo_level, period_start, period_end, dimension, stratum"),
        ("observation_by_place", "indicator, geo_level"),
        ("observation_by_place", "indicator, geo_level, geo_id"),
    ],
)
def test_what_one_question_asks_for_lies_side_by_side_in_short_groups(built: Path, table: str, asked: str) -> None:
    """Rows of fourteen counties between those of 351 towns would be looked for in every part of the file."""
    with opened(built) as connection:
        apart = connection.execute(
            f"SELECT {asked} FROM {table} GROUP BY ALL HAVING max(rowid) - min(rowid) >= count(*)"
        ).fetchall()
        lengths = connection.execute(
            f"SELECT sum(count) FROM pragma_storage_info('{table}') WHERE column_name = 'indicator' "
            "AND segment_type <> 'VALIDITY' GROUP BY row_group_id"
        ).fetchall()
    assert apart == []
    assert len(lengths) > 1
    assert all(length <= ROW_GROUP for (length,) in lengths)


# What is refused


BROKEN_ROWS = {
    "hidden with a count": (",9,,suppressed,", "numerator", "is suppressed and must carry no figure"),
    "no figure at all": (",,,reported,", "value", "is reported but has neither a value nor a count"),
    "negative": (",-1,,reported,", "numerator", "-1 is below zero"),
    "more deaths than people": (",9,8,reported,", "numerator", "counts 9 of 8"),
    "endless": (",inf,,reported,", "numerator", "“inf” is not a finite number"),
    "no number": (",many,,reported,", "numerator", "“many” is not a number"),
    "no status": (",9,,perhaps,", "status", "“perhaps” is not a status"),
}


@pytest.mark.parametrize("case", BROKEN_ROWS)
def test_a_broken_snapshot_row_is_named_and_the_old_file_stays(
    small_inputs: Inputs, few_built: Path, tmp_path: Path, case: str
) -> None:
    """Synthetic rows in the snapshot's format."""
    database = tmp_path / "equity.duckdb"
    for path in few_built.glob("equity.*"):
        shutil.copy(path, tmp_path)
    before = database.read_bytes()
    cells, column, sentence = BROKEN_ROWS[case]
    table = small_inputs.snapshot / "dph_opioid_towns_2019.csv"
    header, first, *rest = table.read_text(encoding="utf-8").splitlines()
    key = ",".join(first.split(",")[:7])
    broken = f"{key},,,{cells}dph_opioid_towns_2019"
    assert broken.count(",") == first.count(",")
    table.write_text("\n".join([header, broken, *rest]) + "\n", encoding="utf-8")
    with pytest.raises(SnapshotError, match=f"^dph_opioid_towns_2019.csv, column “{column}”, row 2: .*{sentence}"):
        build(database, small_inputs)
    assert database.read_bytes() == before
    left = sorted(p.name for p in tmp_path.iterdir() if p.name.startswith("equity"))
    assert left == ["equity.disclosure.json", "equity.duckdb"]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("indicator,geo_level", "indicator,level", "expected the columns indicator, geo_level"),
        (",municipality,2500103690,", ",municipality,9900103690,", "“9900103690” is no place of level municipality"),
        (",municipality,2500103690,", ",county,2500103690,", "“2500103690” is no place of level county"),
        (",overall,overall,", ",race_ethnicity,martian,", "“martian” is not a group of “race_ethnicity”"),
        ("opioid_overdose_deaths,", "opioid_deaths,", "carries “opioid_deaths”, but no"),
        ("2014-01-01,2014-12-31", "2014-12-31,2014-01-01", "ends"),
    ],
)
def test_a_row_about_nothing_we_know_is_refused(
    small_inputs: Inputs, tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    change(small_inputs.snapshot / "dph_opioid_towns_2019.csv", old, new)
    with pytest.raises(SnapshotError, match=sentence):
        build(tmp_path / "equity.duckdb", small_inputs)
    assert not (tmp_path / "equity.duckdb").exists()


def test_a_question_answered_by_two_sources_names_both(small_inputs: Inputs, tmp_path: Path) -> None:
    """A copy of the towns' table under another name: two figures for every question."""
    text = (small_inputs.snapshot / "dph_opioid_towns_2019.csv").read_text(encoding="utf-8")
    copy = text.replace("dph_opioid_towns_2019", "second")
    (small_inputs.snapshot / "second.csv").write_text(copy, encoding="utf-8")
    shutil.copy(small_inputs.sources / "dph_opioid_towns_2019.toml", small_inputs.sources / "second.toml")
    with (small_inputs.indicators / "opioid_overdose_deaths.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[series]]\nsource = "second"\n')
    with pytest.raises(SnapshotError, match=r"dph_opioid_towns_2019.csv, .* stands in second.csv too"):
        build(tmp_path / "equity.duckdb", small_inputs)


# What would be lost


def test_a_place_that_would_be_lost_is_said_and_refused(small_inputs: Inputs, tmp_path: Path) -> None:
    database = tmp_path / "equity.duckdb"
    build(database, small_inputs)
    before = database.read_bytes()
    table = small_inputs.snapshot / "dph_opioid_towns_2019.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    table.write_text("\n".join(line for line in lines if ",2014-01-01," not in line) + "\n", encoding="utf-8")
    with pytest.raises(SnapshotError, match=r"opioid_overdose_deaths: 10 periods .*2014.*--allow-loss"):
        build(database, small_inputs)
    assert database.read_bytes() == before
    build(database, small_inputs, allow_loss=True)
    assert database.read_bytes() != before


def test_without_noncommercial_sources_their_figures_are_gone_and_it_says_which(tmp_path: Path, built: Path) -> None:
    database, heard = tmp_path / "equity.duckdb", []
    build(database, progress=heard.append, noncommercial=False)
    message = [line for line in heard if line.startswith("without chr_2026: drug_overdose_deaths loses ")]
    assert len(message) == 1
    kept = {r[0] for r in all_rows(database, "source")}
    terms = {r[0]: r[8] for r in all_rows(built, "source")}
    assert kept == {s for s, redistribution in terms.items() if redistribution != "non_commercial"}
    assert {r[13] for r in all_rows(database, "observation")} <= kept
    definitions = [json.loads(r[9]) for r in all_rows(database, "indicator")]
    assert {s["source"] for d in definitions for s in d["series"]} <= kept
    left_out = json.loads(all_rows(database, "build")[0][3])
    assert set(left_out) == set(terms) - kept


# What happens when it is killed


def test_a_build_killed_at_any_moment_leaves_the_old_file_or_the_new_one_whole(checkout: Checkout) -> None:
    status, _, errors = checkout.run("build")
    assert status == 0, errors
    old = _answers(checkout.database)
    kept = checkout.database.read_bytes()
    change(checkout.data / "snapshot" / "dph_opioid_towns_2019.csv", ",0,,reported", ",1,,reported")
    rng, seen = random.Random(50), set()
    began = time.perf_counter()
    status, _, errors = checkout.run("build")
    whole = time.perf_counter() - began
    assert status == 0, errors
    new = _answers(checkout.database)
    assert new != old
    for _ in range(number_of(50)):
        if _answers(checkout.database) == new:
            (checkout.root / "old").write_bytes(kept)
            (checkout.root / "old").replace(checkout.database)
        number = checkout.program.start("build")
        time.sleep(whole * rng.uniform(0, 1.2))
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
        checkout.program.end()
        actual = _answers(checkout.database)
        assert actual in (old, new)
        seen.add(actual)
    assert old in seen, "some were killed before they were done"
    status, _, errors = checkout.run("build")
    assert status == 0, errors
    assert _answers(checkout.database) == new
    assert [p.name for p in checkout.data.glob("equity.duckdb*")] == ["equity.duckdb"], "what was left is cleared away"


def _answers(path: Path) -> tuple[object, ...]:
    """All that a reader could be told by the file: its version, and sums over every table of figures."""
    with opened(path) as connection:
        version = connection.execute("SELECT version FROM build").fetchall()
        sums = connection.execute(
            "SELECT count(*), sum(numerator), count(value) FROM observation UNION ALL "
            "SELECT count(*), sum(numerator), count(value) FROM observation_by_place"
        ).fetchall()
        counts = connection.execute("SELECT count(*) FROM coverage").fetchall()
    return (*version, *sums, *counts)


def test_an_old_file_that_cannot_be_read_is_replaced_not_compared(small_inputs: Inputs, tmp_path: Path) -> None:
    database = tmp_path / "equity.duckdb"
    database.write_bytes(b"not a database")
    try:
        build(database, small_inputs)
    except InputError as error:
        pytest.fail(f"a broken file must not stand in the way of a whole one: {error}")
    assert all_rows(database, "build")
