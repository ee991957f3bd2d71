"""Synthetic records: marked in every row, the same again, and with the margins that the snapshot has.

Expected shares are the published figures of the state; four standard errors are left for chance.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pytest

from data.records.layouts import LAYOUTS
from tests.engines.malformed import SPOILT, rows_of, spoilt
from tests.engines.synthetic_records import blocks, infant_deaths, records, write

NUMBER = 150_000


@pytest.fixture(scope="module")
def births() -> dict[str, np.ndarray]:
    return columns(pa.concat_tables(blocks("births", NUMBER)))


@pytest.fixture(scope="module")
def deaths() -> dict[str, np.ndarray]:
    return columns(pa.concat_tables(blocks("deaths", NUMBER)))


def columns(table: pa.Table) -> dict[str, np.ndarray]:
    return {name: np.asarray(table[name].to_pandas()) for name in table.column_names}


def assert_share(holds: np.ndarray, published: float) -> None:
    error = (published * (1 - published) / len(holds)) ** 0.5
    assert abs(holds.mean() - published) < 4 * error


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_record_says_that_it_is_made_up(layout: str) -> None:
    table = pa.concat_tables(records(layout, 3_000))
    assert table["synthetic"].to_pylist() == [True] * len(table)
    assert table.column_names == [column.name for column in LAYOUTS[layout].columns]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_seed_makes_the_same_records_and_another_makes_others(layout: str) -> None:
    first, again, other = (pa.concat_tables(blocks(layout, 500, seed)) for seed in (1, 1, 2))
    assert first.equals(again)
    assert not first.equals(other)


def test_records_are_written_in_blocks_and_none_is_lost_between_them(tmp_path: Path) -> None:
    tables = list(blocks("births", 2_500, size=1_000))
    assert [len(table) for table in tables] == [1_000, 1_000, 500]
    ids = pa.concat_tables(tables)["record_id"].to_pylist()
    assert (ids[0], ids[-1], len(set(ids))) == ("B0000000001", "B0000002500", 2_500)
    written = pyarrow.parquet.read_table(write(tmp_path / "births.parquet", "births", 2_500))
    as_text = pyarrow.csv.read_csv(write(tmp_path / "births.csv", "births", 2_500))
    assert written.num_rows == as_text.num_rows == 2_500
    assert written["birthweight"].to_pylist() == as_text["birthweight"].to_pylist()


def test_years_follow_each_other_as_often_as_published(births: dict[str, np.ndarray]) -> None:
    years = np.array([day.year for day in births["date_of_birth"]])
    assert (np.diff(years) >= 0).all()
    assert (years.min(), years.max()) == (2016, 2024)
    assert abs((years == 2016).mean() - 71_317 / 619_671) < 1e-4


def test_low_birthweight_by_race_is_the_published_one(births: dict[str, np.ndarray]) -> None:
    low = births["birthweight"] < 2_500
    white = births["race_white"] & ~births["race_black"] & ~births["race_asian"] & ~births["race_aian"]
    assert_share(low[white & (births["hispanic"] == "no")], 17_407 / 269_897)
    black = births["race_black"] & ~births["race_white"] & ~births["race_other"]
    assert_share(low[black & (births["hispanic"] == "no")], 5_301 / 48_164)
    assert_share(low[births["hispanic"] == "yes"], 8_431 / 100_969)


def test_preterm_births_and_prenatal_care_are_the_published_ones(births: dict[str, np.ndarray]) -> None:
    known = births["gestation_weeks"] < 99
    assert_share((births["gestation_weeks"] < 37)[known], 6_057 / 66_873)
    month = births["prenatal_care_month"]
    assert_share(((month == 0) | (month >= 7))[month < 99], 3_375 / 66_332)


def test_births_are_where_people_live(births: dict[str, np.ndarray]) -> None:
    at_home = births["residence_town"][(births["residence_state"] == "MA") & (births["residence_town"] > 0)]
    assert set(np.unique(at_home)) <= set(range(1, 352))
    assert_share(at_home == 35, 692_600 / 6_892_503)  # Boston, of the state, in the estimates of 2019


def test_overdoses_and_heart_disease_are_as_many_of_the_deaths_as_published(deaths: dict[str, np.ndarray]) -> None:
    codes = deaths["underlying_cause"]
    overdoses = np.isin(codes, ["X42", "X44", "Y12", "X62"])
    assert_share(overdoses, 2_227 / 56_961)
    assert_share(np.isin(codes, ["I25.1", "I21.9", "I50.9", "I11.9", "I48.9"]), 11_921 / 56_961)
    with_opioid = np.array(
        ["T40.4" in str(c) or "T40.1" in str(c) or "T40.2" in str(c) for c in deaths["other_causes"]]
    )
    assert_share(with_opioid[overdoses], 1_990 / 2_227)


def test_deaths_of_infants_are_linked_to_the_births_they_follow(births: dict[str, np.ndarray]) -> None:
    table = pa.concat_tables(infant_deaths(NUMBER)).to_pylist()
    assert_share(np.arange(NUMBER) < len(table), 1_735 / 480_170)
    for death in table:
        place = int(death["birth_record_id"][1:]) - 1
        assert births["record_id"][place] == death["birth_record_id"]
        for name in ("residence_town", "race_black", "hispanic"):
            assert births[name][place] == death[name]
        lived = (death["date_of_death"] - births["date_of_birth"][place]).days
        assert lived == death["age_days"] < 365
    assert len({death["birth_record_id"] for death in table}) == len(table)


def test_as_many_deaths_as_asked_for_are_written(tmp_path: Path) -> None:
    written = pyarrow.parquet.read_table(write(tmp_path / "deaths.parquet", "deaths", 5_000, births=6_000))
    assert written.num_rows == 5_000
    assert 5_000 - written["birth_record_id"].null_count == sum(len(t) for t in infant_deaths(6_000))


def test_deliveries_are_coded_by_the_edition_of_their_day() -> None:
    found = columns(pa.concat_tables(blocks("deliveries", NUMBER)))
    newer = found["date_of_discharge"] >= date(2015, 10, 1)
    assert ((found["coding"] == "ICD-10") == newer).all()
    assert {codes.split(";")[1] for codes in found["diagnoses"][~newer]} == {"V27.0"}
    plain = {"O80;Z37.0", "O82;Z37.0", "650;V27.0", "669.71;V27.0"}
    ways = {"10E0XZZ", "10D00Z1", "73.59", "74.1"}
    morbid = ~(np.isin(found["diagnoses"], list(plain)) & np.isin(found["procedures"], list(ways)))
    assert_share(morbid, 100.4 / 10_000)


def test_spoiling_changes_the_first_records_and_no_others() -> None:
    rows = rows_of(next(blocks("births", 60)))
    made = spoilt("births", 60, {"no_such_town": 5, "repeated_record": 3})
    assert len(made) == 63
    assert [row["residence_town"] for row in made[:5]] == ["999"] * 5
    assert made[11:] == rows[8:]
    assert len(SPOILT) == 24


def test_more_cannot_be_spoilt_than_there_is() -> None:
    with pytest.raises(ValueError, match="more records are to be spoilt"):
        spoilt("births", 10, {"no_date": 11})
