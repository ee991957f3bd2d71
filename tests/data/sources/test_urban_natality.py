"""Synthetic rows in the publisher's format: shares as proportions, small counties carrying their group's figure."""

from __future__ import annotations

import pytest

from data.errors import SourceFileError
from data.sources import urban_natality

NAME = "rate_low_birth_weight"
HEADER = f"year,state,county,{NAME},{NAME}_lb,{NAME}_ub,{NAME}_quality"
POOLED = ("007", "011", "019")
GROUP = "0.0682,0.0522,0.0842,3"
KEYS = {"measure": NAME, "scale": 100}


@pytest.fixture
def table(county_codes):
    lines = [HEADER, "2016,01,001,0.0994,0.0956,0.1033,3", "2016,09,110,NA,NA,NA,NA"]
    for year in (2016, 2017):
        for n, code in enumerate(county_codes):
            own = f"0.07{n:02},0.06{n:02},0.08{n:02},2"
            lines.append(f"{year},25,{code},{GROUP if code in POOLED else own}")
    return "\n".join(lines) + "\n"


def test_a_proportion_becomes_a_percent_with_its_interval(read, table):
    rows = {(r.geo_id, r.period.slug): r for r in read(urban_natality, table, **KEYS)}
    assert len(rows) == 14 * 2
    bristol = rows["25005", "2017"]
    assert bristol.value == pytest.approx(0.0702 * 100)
    assert (bristol.ci_low, bristol.ci_high) == (pytest.approx(6.02), pytest.approx(8.02))
    assert (bristol.geo_level, bristol.status, bristol.numerator) == ("county", "reported", None)


@pytest.mark.parametrize("quality", ["3", "2"])
def test_a_figure_shared_by_several_counties_is_of_none_of_them(read, table, quality):
    rows = read(urban_natality, table.replace(GROUP, GROUP[:-1] + quality), **KEYS)
    assert {r.geo_id for r in rows if r.status == "not_available"} == {f"25{code}" for code in POOLED}
    assert all(r.value is None and r.ci_low is None for r in rows if r.status == "not_available")


def test_a_weak_figure_of_a_countys_own_is_unreliable(read, table):
    rows = read(urban_natality, table.replace("0.0702,0.0602,0.0802,2", "0.0702,0.0602,0.0802,3"), **KEYS)
    assert {(r.geo_id, r.status) for r in rows if r.geo_id == "25005"} == {("25005", "unreliable")}


def test_na_is_not_available(read, table):
    rows = read(urban_natality, table.replace("0.0702,0.0602,0.0802,2", "NA,NA,NA,NA"), **KEYS)
    assert {r.status for r in rows if r.geo_id == "25005"} == {"not_available"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (f"{NAME}_lb", f"{NAME}_low", f"column “{NAME}_lb”.*missing"),
        ("0.0702,0.0602", "high,0.0602", "“high” is not a number"),
        ("0.0702,0.0602", "0.0702,NA", f"column “{NAME}_lb”.*empty"),
        ("0.0702,0.0602,0.0802,2", "0.0702,0.0602,0.0802,9", "“9” is not one of the qualities"),
        ("2017,25,005", "2016,25,005", "repeats row"),
        ("2017,25,005", "2017,26,005", "no row for Bristol County \\(2017\\)"),
        (",25,", ",26,", "no row has the state code 25"),
        ("2016,25,027,", "2016,25,029,0.1,0.1,0.1,2\n2016,25,027,", "“25029” is not a county"),
        ("year,state", "<html>,state", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(read, table, old, new, said):
    changed = table.replace(old, new) if old == ",25," else table.replace(old, new, 1)
    with pytest.raises(SourceFileError, match=said):
        read(urban_natality, changed, **KEYS)
