"""Synthetic rows in the publisher's format: wide lines, intervals as text, one column spelt unlike others."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import DefinitionError, SourceFileError
from data.sources.federal import cdc_places

COLUMNS = (
    "StateAbbr,CountyFIPS,TotalPopulation,DIABETES_CrudePrev,DIABETES_Crude95CI,DIABETES_AdjPrev,DIABETES_Adj95CI,"
    "FOODSTAMP_CrudePrev,FOODSTAMP_Crude95ci"
)
CELLS = '100000,9.2,"( 8.5,  9.9)",7.8,"( 7.3,  8.4)",13.1,"(11.6, 14.7)"'
KEYS = {"measure": "DIABETES", "prevalence": "crude", "period": "2022"}


@pytest.fixture
def table(county_codes):
    lines = [COLUMNS, f"AL,01001,{CELLS}", *(f"MA,25{code},{CELLS}" for code in reversed(county_codes))]
    return "\n".join(lines) + "\n"


@pytest.fixture
def places(read):
    return lambda text, **keys: {r.geo_id: r for r in read(cdc_places, text, **{**KEYS, **keys})}


def test_every_county_has_its_prevalence_and_interval_and_no_other_state_has(table, places, county_codes):
    actual = places(table)
    assert set(actual) == {f"25{code}" for code in county_codes}
    row = actual["25009"]
    assert (row.value, row.ci_low, row.ci_high, row.status) == (9.2, 8.5, 9.9, "reported")
    assert (row.geo_level, row.dimension, row.stratum, row.period.slug) == ("county", "overall", "overall", "2022")
    assert (row.numerator, row.denominator) == (None, None)


def test_crude_and_age_adjusted_are_read_from_their_own_columns(table, places):
    row = places(table, prevalence="age_adjusted")["25009"]
    assert (row.value, row.ci_low, row.ci_high) == (7.8, 7.3, 8.4)


def test_an_interval_spelt_unlike_the_others_is_named_in_the_series(table, places):
    row = places(table, measure="FOODSTAMP", interval="FOODSTAMP_Crude95ci")["25009"]
    assert (row.value, row.ci_low, row.ci_high) == (13.1, 11.6, 14.7)
    with pytest.raises(SourceFileError, match=r"FOODSTAMP_Crude95CI.*missing from the header"):
        places(table, measure="FOODSTAMP")


def test_a_prevalence_left_out_is_not_available(table, places):
    text = table.replace(f"MA,25019,{CELLS}", 'MA,25019,100000,,,7.8,"( 7.3,  8.4)",13.1,"(11.6, 14.7)"')
    row = places(text)["25019"]
    assert (row.status, row.value, row.ci_low) == ("not_available", None, None)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.replace("DIABETES_Crude95CI", "DIABETES_CI"), "DIABETES_Crude95CI.*missing from the header"),
        (lambda t: t.replace("MA,25011,100000,9.2", "MA,25011,100000,many"), "DIABETES_CrudePrev.*“many”"),
        (lambda t: t.replace('MA,25011,100000,9.2,"( 8.5,  9.9)"', "MA,25011,100000,9.2,8.5-9.9"), "not an interval"),
        (lambda t: t.replace('MA,25011,100000,9.2,"( 8.5,  9.9)"', "MA,25011,100000,9.2,"), "together or not at all"),
        (lambda t: t.replace("MA,25011", "MA,25012"), "“25012” is not a county"),
        (lambda t: t + f"MA,25011,{CELLS}\n", "repeats row"),
        (lambda t: t.replace(f"MA,25011,{CELLS}\n", ""), "no row for Franklin County"),
        (lambda t: t[: len(t) // 2].rsplit("\n", 1)[0] + "\n", "no row for"),
        (lambda t: t[:-20], "cells where the header has"),
        (lambda _: "<html><body>Not found</body></html>", "web page"),
    ],
)
def test_a_file_that_is_not_as_published_is_refused(table, places, change, message):
    with pytest.raises(SourceFileError, match=message):
        places(change(table))


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ({"prevalence": "adjusted"}, "prevalence: “adjusted” is none of crude, age_adjusted"),
        ({"measure": None}, "needs the key “measure”"),
        ({"period": "lately"}, "example.toml: period"),
    ],
)
def test_a_series_that_is_wrong_names_its_key(table, places, keys, message):
    with pytest.raises(DefinitionError, match=message):
        places(table, **keys)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(low=st.integers(0, 999), width=st.integers(0, 300), blanks=st.integers(0, 2))
def test_any_interval_the_publisher_pads_with_blanks_is_read(table, places, low, width, blanks):
    low_text, high_text = f"{low / 10:.1f}", f"{(low + width) / 10:.1f}"
    cell = f'"({" " * blanks}{low_text},{" " * blanks}{high_text})"'
    text = table.replace('100000,9.2,"( 8.5,  9.9)"', f"100000,{low_text},{cell}")
    row = places(text)["25001"]
    assert (row.value, row.ci_low, row.ci_high) == (float(low_text), float(low_text), float(high_text))
