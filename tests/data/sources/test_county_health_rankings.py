"""Synthetic rows in the publisher's format: codes split in two, blanks for hidden rates, races in columns."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DefinitionError, SourceFileError
from data.sources.research import county_health_rankings

pytestmark = pytest.mark.slow

RACES = ("white", "black", "aian", "asian", "nhopi", "tom", "hispanic")
GROUPS = ("white_nh", "black_nh", "aian_nh", "asian_nh", "nhopi_nh", "multiracial_nh", "hispanic")
OVERALL = ("v138_denominator", "v138_numerator", "v138_rawvalue", "v138_cilow", "v138_cihigh", "v138_flag_CT")


def table(columns, codes, rows=None, default="", statecode="25"):
    """The nation, another state's first county, the state and the counties; `rows` gives cells by county code."""
    lines = [("statecode", "countycode", *columns)]
    lines.append(("00", "000", *["9"] * len(columns)))
    lines.append(("01", "001", *["9"] * len(columns)))
    for code in codes:
        lines.append((statecode, code, *(rows or {}).get(code, default or [""] * len(columns))))
    return "\n".join(",".join(line) for line in lines) + "\n"


@pytest.fixture
def codes(county_codes):
    return ("000", *county_codes)


@pytest.fixture
def overall(read):
    def run(text, **keys):
        keys = {"layout": "overall", "measure": "v138", "period": "2020-2022", **keys}
        return {r.geo_id: r for r in read(county_health_rankings, text, **keys)}

    return run


def test_a_figure_for_everyone_keeps_the_publishers_counts_and_interval(codes, overall):
    cells = {"000": ["20860271", "7529", "36.09", "35.28", "36.91", ""]}
    actual = overall(table(OVERALL, codes, cells, ["59426", "20", "33.66", "20.56", "51.98", ""]))
    state, dukes = actual["25"], actual["25007"]
    assert len(actual) == 14 + 1
    assert (state.geo_level, state.dimension, state.stratum, state.period.slug) == (
        "state", "overall", "overall", "2020-2022",
    )  # fmt: skip
    assert (state.value, state.ci_low, state.ci_high) == (36.09, 35.28, 36.91)
    assert state.value == pytest.approx(7529 / 20860271 * 100_000, abs=0.005)
    assert (state.numerator, state.denominator) == (7529, 20860271)
    assert (dukes.geo_level, dukes.numerator, dukes.status) == ("county", 20, "reported")


def test_a_blank_rate_is_hidden_and_its_count_goes_with_it(codes, overall):
    cells = {"019": ["40288", "4", "", "", "", ""]}
    hidden = overall(table(OVERALL, codes, cells, ["59426", "20", "33.66", "20.56", "51.98", ""]))["25019"]
    assert (hidden.status, hidden.value, hidden.ci_low, hidden.numerator) == ("suppressed", None, None, None)
    assert hidden.denominator == 40288


def test_a_modelled_share_without_counts_becomes_a_percent(codes, overall):
    columns = ("v060_rawvalue", "v060_cilow", "v060_cihigh", "v060_flag_CT")
    actual = overall(table(columns, codes, default=["0.092", "0.085", "0.1", ""]), measure="v060", scale=100)
    assert actual["25"].value == pytest.approx(9.2)
    assert (actual["25"].ci_low, actual["25"].ci_high) == (pytest.approx(8.5), pytest.approx(10))
    assert (actual["25"].numerator, actual["25"].denominator) == (None, None)


def test_a_measure_without_intervals_says_so_in_its_series(codes, overall):
    text = table(("v051_rawvalue",), codes, default=["7001399"])
    assert overall(text, measure="v051", interval=False)["25"].ci_low is None
    with pytest.raises(SourceFileError, match=r"v051_cilow.*missing from the header"):
        overall(text, measure="v051")


@pytest.mark.parametrize(("flag", "status"), [("", "reported"), ("1", "unreliable"), ("2", "suppressed")])
def test_a_flag_beside_the_value_decides_its_status(codes, overall, flag, status):
    columns = ("v001_numerator", "v001_denominator", "v001_rawvalue", "v001_cilow", "v001_cihigh", "flag2_cb")
    row = overall(table(columns, codes, default=["50", "900", "5555.6", "4000", "7000", flag]), measure="v001")["25"]
    assert row.status == status
    assert (row.value is None) == (status == "suppressed") == (row.numerator is None)


def race_columns(races=RACES, parts=("", "_cilow", "_cihigh")):
    return [f"v138_race_{race}{part}" for race in races for part in parts]


def test_rates_by_race_are_a_row_per_place_and_race(codes, read):
    state = ["36.5", "35.5", "37.5", "54.1", "50.5", "57.7", "57.7", "36.2", "87.4", "4.5", "3.5", "5.6", "", "", ""]
    state += ["14.3", "10.9", "18.4", "42.1", "39.7", "44.5"]
    keys = {"layout": "rates_by_race", "measure": "v138", "period": "2021-2023"}
    rows = read(county_health_rankings, table(race_columns(), codes, {"000": state}), **keys)
    actual = {(r.geo_id, r.stratum): r for r in rows}
    assert set(actual) == {(f"25{c.replace('000', '')}", g) for c in codes for g in GROUPS}
    assert (actual["25", "black_nh"].value, actual["25", "white_nh"].value) == (54.1, 36.5)
    assert actual["25", "nhopi_nh"].status == "suppressed"
    assert actual["25019", "white_nh"].status == "suppressed"
    assert {r.dimension for r in rows} == {"race_ethnicity"}
    assert all(r.numerator is None and r.denominator is None for r in rows)


def test_a_file_with_other_races_names_them_in_its_series(codes, read):
    text = table(["v005_race_AIAN", "v005_race_asian"], codes, default=["1200", "800"])
    keys = {"layout": "rates_by_race", "measure": "v005", "period": "2022", "interval": False}
    words = {"AIAN": "aian_nh", "asian": "asian_pi_nh", "white": "white_nh"}
    about = {"race": {"exclusive": "yes", "hispanic": "not_said", "words": words}}
    rows = read(county_health_rankings, text, races=["AIAN", "asian"], about_source=about, **keys)
    assert {(r.stratum, r.value) for r in rows} == {("aian_nh", 1200), ("asian_pi_nh", 800)}
    with pytest.raises(DefinitionError, match="races"):
        read(county_health_rankings, text, races=["latino"], about_source=about, **keys)


def births_columns():
    return [f"{p}_{race}" for p in ("num", "denom", "rate", "lci", "uci", "unreliable") for race in (*RACES, "")]


def births_row(**groups):
    """Cells by part, then by race: what is not given is NA, as the publisher writes it."""
    parts = zip(*[groups.get(race or "unnamed", ["NA"] * 6) for race in (*RACES, "")], strict=True)
    return [cell for part in parts for cell in part]


@pytest.fixture
def births(read, codes):
    def run(**groups):
        text = table(births_columns(), codes, default=births_row(**groups))
        keys = {"layout": "births_by_race", "period": "2017-2023", "scale": 100}
        return {
            r.stratum: r
            for r in read(county_health_rankings, text, indicator_measure="percent", **keys)
            if r.geo_id == "25"
        }

    return run


def test_births_by_race_keep_numerators_denominators_and_the_unreliable_flag(births):
    actual = births(
        white=["44", "924", "0.0476", "0.0339", "0.0614", "0"],
        black=["10", "78", "0.1282", "0.0540", "0.2024", "1"],
        unnamed=["785", "7633", "0.1028", "0.0960", "0.1097", "0"],
    )
    assert actual["white_nh"].value == pytest.approx(44 / 924 * 100, abs=0.005)
    assert (actual["white_nh"].numerator, actual["white_nh"].denominator) == (44, 924)
    assert (actual["black_nh"].status, actual["black_nh"].value) == ("unreliable", pytest.approx(12.82))
    assert (actual["not_stated"].numerator, actual["not_stated"].status) == (785, "reported")


def test_a_withheld_count_is_hidden_but_no_births_at_all_is_no_figure(births):
    actual = births(nhopi=["NA", "141", "NA", "NA", "NA", "NA"])
    assert (actual["nhopi_nh"].status, actual["nhopi_nh"].denominator) == ("suppressed", 141)
    assert (actual["aian_nh"].status, actual["aian_nh"].denominator) == ("not_available", None)


def test_births_of_everyone_have_their_own_layout(codes, read):
    columns = ("num", "denom", "rate", "rse", "lci", "uci", "unreliable", "fips")
    cells = ["36212", "477967", "0.0757626", "0.005", "0.0750124", "0.0765128", "0", "25000"]
    keys = {"layout": "births", "period": "2017-2023", "scale": 100}
    hidden = {"019": ["NA", "NA", "NA", "NA", "NA", "NA", "NA", "25019"]}
    rows = {
        r.geo_id: r
        for r in read(
            county_health_rankings, table(columns, codes, hidden, default=cells), indicator_measure="percent", **keys
        )
    }
    assert rows["25"].value == pytest.approx(36212 / 477967 * 100, abs=1e-4)
    assert rows["25019"].status == "suppressed"


GOOD = ["59426", "20", "33.66", "20.56", "51.98", ""]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.replace("v138_cilow", "v138_low"), "v138_cilow.*missing from the header"),
        (lambda t: t.replace("25,011,59426,20,33.66", "25,011,59426,20,high"), "v138_rawvalue.*row 10.*“high”"),
        (lambda t: t.replace("25,011,59426,20", "25,011,59426,twenty"), "v138_numerator"),
        (lambda t: t + "25,011,59426,20,33.66,20.56,51.98,\n", "repeats row"),
        (lambda t: t.replace("25,011,59426,20,33.66,20.56,51.98,\n", ""), "no row for Franklin County"),
        (lambda t: t.replace("25,000,59426,20,33.66,20.56,51.98,\n", ""), "no row for Massachusetts"),
        (lambda t: t.replace("25,011", "25,012"), "“012” is not a county"),
        (lambda t: t.replace("25,011,59426,20,33.66,20.56", "25,011,59426,20,33.66,"), "one end of an interval"),
        (lambda t: t.replace("25,011,59426,20,33.66", "25,011,59426,20,"), "empty beside an interval"),
        (lambda t: t.replace("33.66,20.56,51.98,\n", "33.66,20.56,51.98\n"), "cells where the header has"),
        (lambda _: "<!DOCTYPE html>\n<html></html>\n", "web page"),
        (lambda _: "", "empty"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(codes, overall, change, message):
    with pytest.raises(SourceFileError, match=message):
        overall(change(table(OVERALL, codes, default=GOOD)))


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"layout": "by_race"}, "layout: “by_race” is none of"),
        ({"measure": None}, "needs the key “measure”"),
        ({"period": "2020 to 2022"}, "example.toml: period"),
        ({"scale": 0}, "scale"),
    ],
)
def test_a_series_that_is_wrong_names_its_file_and_key(codes, overall, keys, message):
    with pytest.raises(DefinitionError, match=message):
        overall(table(OVERALL, codes, default=GOOD), **keys)


def test_an_unknown_flag_is_refused(codes, overall):
    with pytest.raises(SourceFileError, match="“7” is not a flag"):
        overall(table((*OVERALL[:-1], "flag2_cb"), codes, default=[*GOOD[:-1], "7"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(hidden=st.sets(st.sampled_from([f"{n:03}" for n in range(1, 28, 2)])))
def test_whatever_is_hidden_every_place_has_a_row_and_no_hidden_row_a_figure(codes, overall, hidden):
    cells = {code: ["59426", "20", "", "", "", ""] for code in hidden}
    rows = overall(table(OVERALL, codes, cells, GOOD))
    assert len(rows) == 15
    assert {r.geo_id[2:] for r in rows.values() if r.status == "suppressed"} == hidden
    assert all(r.numerator is None and r.value is None for r in rows.values() if r.status == "suppressed")


@pytest.fixture
def infants(read, codes):
    """Rates of two groups, their counts in columns that carry no group's name, and of a third without counts."""
    columns = ["denominator.x", "numerator.x", *race_columns(("white",)), "denominator.y", "numerator.y"]
    columns += race_columns(("black", "hispanic"))

    def run(**counts):
        cells = ["270539", "785", str(785 / 270539 * 100), "0.27", "0.31"]
        cells += ["48308", "347", str(347 / 48308 * 100), "0.6", "0.8", "0.43", "0.39", "0.47"]
        text = table(columns, codes, {"019": [""] * len(columns)}, cells)
        keys = {"layout": "rates_by_race", "measure": "v138", "period": "2017-2023"}
        races = ["white", "black", "hispanic"]
        return {
            (r.geo_id, r.stratum): r
            for r in read(county_health_rankings, text, races=races, counts=counts, indicator_measure="percent", **keys)
        }

    return run


def test_counts_without_a_groups_name_are_told_by_their_endings(infants):
    actual = infants(white=".x", black=".y")
    assert (actual["25", "white_nh"].numerator, actual["25", "white_nh"].denominator) == (785, 270539)
    assert (actual["25", "black_nh"].numerator, actual["25", "black_nh"].denominator) == (347, 48308)
    assert (actual["25", "hispanic"].value, actual["25", "hispanic"].numerator) == (0.43, None)
    assert (actual["25019", "black_nh"].status, actual["25019", "black_nh"].numerator) == ("suppressed", None)


def test_counts_of_another_group_are_found_out(infants):
    with pytest.raises(SourceFileError, match=r"numerator.y.*347 of 48308 is not .*another group's columns"):
        infants(white=".y", black=".x")
    with pytest.raises(DefinitionError, match="counts"):
        infants(white=".x", latino=".y")


def test_small_counts_that_the_publisher_prints_are_kept(codes, overall):
    cells = {"019": ["12149", "4", "32.92", "0.66", "65.19", ""]}
    actual = overall(table(OVERALL, codes, cells, GOOD))["25019"]
    assert (actual.numerator, actual.value, actual.status) == (4, 32.92, "reported")


def test_a_rate_that_does_not_follow_from_the_counts_beside_it_is_refused(codes, overall):
    text = table(OVERALL, codes, {"011": ["59426", "932", *GOOD[2:]]}, default=GOOD)
    with pytest.raises(SourceFileError, match=r"column “v138_rawvalue”, row 10: “33.66” is not 932 of 59,426"):
        overall(text)


def test_a_file_has_both_counts_or_none(codes, overall):
    neither = [name for name in OVERALL if "erator" not in name and "denominator" not in name]
    assert overall(table(neither, codes, default=GOOD[2:]))["25"].numerator is None
    with pytest.raises(SourceFileError, match="“v138_denominator”, row 6: is empty beside a count, and other rows"):
        overall(table(OVERALL, codes, {"003": ["", *GOOD[1:]]}, default=GOOD))
    with pytest.raises(SourceFileError, match=r"“v138_numerator”, row 1: this column is missing.*they belong together"):
        overall(table([name.replace("v138_numerator", "deaths") for name in OVERALL], codes, default=GOOD))
