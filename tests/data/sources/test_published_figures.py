"""Synthetic rows in the layout of the files of published figures: a page's address on each row, `note` twice."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.catalog.models import Indicator, Series, Source, Words
from data.errors import DefinitionError, SourceFileError
from data.observations.csv_files import check_observations
from data.sources.files.request import Request
from data.sources.research import published_figures

HEADER = (
    "indicator", "geography", "stratum_type", "stratum", "period", "value", "unit", "ci_low", "ci_high", "numerator",
    "denominator", "source_title", "publisher", "address", "note", "confidence", "note",
)  # fmt: skip
PAGE = "https://example.org/brief"
WORDS = {
    "White non-Hispanic": "white_nh", "Black non-Hispanic": "black_nh", "Hispanic": "hispanic", "Latino": "hispanic",
    "Asian/Pacific Islander non-Hispanic": "asian_pi_nh",
}  # fmt: skip
QUOTED = ("Quoted from the Daily Example, 1 May 2023.",)


def row(**cells):
    """A line of the file: the state's 2,357 deaths of 2022 at second hand, unless said otherwise."""
    message = {
        "indicator": "opioid_deaths", "geography": "Massachusetts", "stratum_type": "all", "stratum": "All",
        "period": "2022", "value": "2357", "unit": "count", "source_title": "A brief, with commas", "publisher": "X",
        "address": PAGE, "confidence": "B", "note": "June 2023", **cells,
    }  # fmt: skip
    return [message.get(name, "") for name in HEADER]


def table(*rows, header=HEADER):
    out = io.StringIO()
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


@pytest.fixture
def read(tmp_path, geography):
    def run(*rows, measure="count", notes=QUOTED, where=None, text=None, words=None, **keys):
        (tmp_path / "figures.csv").write_text(text or table(*rows), encoding="utf-8")
        message = dict.fromkeys(
            ("publisher", "title", "short", "release", "period", "licence", "citation"), "synthetic"
        )
        source = Source(
            id="brief", reader="published_figures", retrieved=date(2026, 11, 21), address=PAGE, notes=notes,
            redistribution="free", update_frequency="never", race_coding="Synthetic.",
            race={"exclusive": "yes", "hispanic": "own_group", "words": words or WORDS}, **message,
        )  # fmt: skip
        where = {"indicator": "opioid_deaths"} if where is None else where
        series = Series.model_validate(
            {"source": "brief", "indicator": "example", "file": "figures.csv", "where": where, **keys}
        )
        indicator = Indicator(
            id="example", title="Example", topic="overdose", measure=measure, unit="x", unit_short="x",
            per=100 if measure == "percent" else 10_000, polarity="higher_is_worse", adjustment="crude",
            definition="Synthetic.", series=(series,),
            words=Words(people="residents", happen="die", happened="died", events="deaths", rate="rate"),
        )  # fmt: skip
        request = Request(tmp_path, source, (series,), {"example": indicator}, geography)
        actual = list(published_figures.read(request))
        check_observations("figures.csv", actual)
        return actual

    return run


def test_a_count_is_the_value_and_the_numerator(read):
    (actual,) = read(row())
    assert (actual.value, actual.numerator, actual.denominator, actual.status) == (2357, 2357, None, "reported")
    assert (actual.geo_level, actual.geo_id, actual.stratum, actual.period.slug) == ("state", "25", "overall", "2022")


def test_where_picks_one_release_among_revisions_of_a_year(read):
    revisions = (row(), row(value="2359", source_title="A later brief"))
    (actual,) = read(*revisions, where={"indicator": "opioid_deaths", "source_title": "A later brief"})
    assert actual.value == 2359
    with pytest.raises(SourceFileError, match=r"row 3: is another figure for the same as row 2: narrow `where`"):
        read(*revisions)


def test_where_takes_several_texts_of_a_column(read):
    rows = (row(period="2020"), row(period="2021"), row(period="2022"))
    actual = read(*rows, where={"period": ["2020", "2022"]})
    assert [r.period.slug for r in actual] == ["2020", "2022"]


def test_a_rate_keeps_its_decimals_and_its_interval_as_printed(read):
    (actual,) = read(row(value="52.3", unit="per 10,000 deliveries", ci_low="50.1", ci_high="54.5"), measure="rate")
    assert (actual.value, actual.ci_low, actual.ci_high, actual.numerator) == (52.3, 50.1, 54.5, None)


def test_a_rate_from_counts_is_left_to_the_build_which_adds_the_exact_interval(read):
    counts = {"value": "44.9", "unit": "per 10,000", "numerator": "5325", "denominator": "1185182"}
    (actual,) = read(row(**counts), measure="rate", from_counts=True)
    assert (actual.value, actual.numerator, actual.denominator) == (None, 5325, 1185182)


def test_a_percentage_from_counts_is_divided(read):
    counts = {"value": "5369", "numerator": "5369", "denominator": "68579"}
    (actual,) = read(row(**counts), measure="percent", from_counts=True)
    assert actual.value == pytest.approx(5369 / 68579 * 100)
    with pytest.raises(SourceFileError, match="a count and its denominator are needed"):
        read(row(value="5369", numerator="5369"), measure="percent", from_counts=True)


@pytest.mark.parametrize(
    ("kind", "message", "stratum", "dimension"),
    [
        ("all", "All", "overall", "overall"),
        ("race_ethnicity", "All", "overall", "overall"),
        ("race_ethnicity", "Black non-Hispanic", "black_nh", "race_ethnicity"),
        ("race_ethnicity", "Asian/Pacific Islander non-Hispanic", "asian_pi_nh", "race_ethnicity"),
        ("race_ethnicity", "Latino", "hispanic", "race_ethnicity"),
        ("sex", "Female", "female", "sex"),
        ("race_sex", "Black non-Hispanic male", "black_nh_male", "race_by_sex"),
        ("race_sex", "Hispanic female", "hispanic_female", "race_by_sex"),
    ],
)
def test_words_that_say_themselves_whom_they_mean_are_known(read, kind, message, stratum, dimension):
    (actual,) = read(row(stratum_type=kind, stratum=message))
    assert (actual.stratum, actual.dimension) == (stratum, dimension)


@pytest.mark.parametrize(
    ("kind", "message"),
    [("race_ethnicity", "Black"), ("race_sex", "Black men"), ("rurality", "rural"), ("age", "35-44")],
)
def test_words_that_do_not_are_refused_until_someone_reads_them(read, kind, message):
    with pytest.raises(SourceFileError, match=f"“{message}” is not a group we know"):
        read(row(stratum_type=kind, stratum=message))
    (actual,) = read(row(stratum_type=kind, stratum=message), groups={message: "age_35_44"})
    assert actual.stratum == "age_35_44"


def test_words_for_race_and_ethnicity_are_the_sources_and_not_the_series(read):
    (actual,) = read(row(stratum_type="race_ethnicity", stratum="Black"), words={"Black": "black_nh"})
    assert actual.stratum == "black_nh"
    with pytest.raises(DefinitionError, match=r"belong in \[race.words\] of brief.toml"):
        read(row(stratum_type="race_ethnicity", stratum="Black"), groups={"Black": "black_nh"})


def test_a_county_and_the_city_of_its_name_are_told_apart(read):
    county, city = read(row(geography="Barnstable County"), row(geography="Barnstable"))
    assert (county.geo_level, city.geo_level) == ("county", "municipality")


@pytest.mark.parametrize("name", ["United States", "MetroWest region", "Members of an insurer"])
def test_what_is_not_a_place_is_refused_until_the_series_names_it(read, name):
    with pytest.raises(SourceFileError, match=f"“{name}” is not a place"):
        read(row(geography=name))
    (actual,) = read(row(geography=name), places={name: "massachusetts"})
    assert actual.geo_id == "25"


def test_a_period_in_words_needs_a_reading(read):
    with pytest.raises(SourceFileError, match=r"period.*not a period.*`periods` of example.toml"):
        read(row(period="2015 (report 2016)"))
    (actual,) = read(row(period="2015 (report 2016)"), periods={"2015 (report 2016)": "2015"})
    assert actual.period.slug == "2015"


def test_a_figure_at_second_hand_needs_a_source_that_says_so(read):
    with pytest.raises(DefinitionError, match=r"brief.toml: notes: say “Quoted from"):
        read(row(), notes=())
    assert len(read(row(confidence="A"), notes=())) == 1


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"address": "https://example.org/other"}, "is not the page of brief"),
        ({"value": "36-39"}, "“36-39” is not a number"),
        ({"value": ""}, "is empty where a figure is expected"),
        ({"value": "10.5"}, "“10.5” is not a count"),
        ({"value": "-3"}, "“-3” is below zero"),
        ({"unit": "per 100,000"}, "is not what example measures"),
        ({"confidence": "C"}, "neither A nor B"),
        ({"period": "2021 to 2022"}, "is not a period"),
    ],
)
def test_a_row_that_is_not_understood_names_its_cell(read, cells, message):
    with pytest.raises(SourceFileError, match=message) as error:
        read(row(**cells))
    assert error.value.row == 2


@pytest.mark.parametrize(
    ("keys", "error", "message"),
    [
        ({"where": {"indicator": "infant_deaths"}}, SourceFileError, "no row is what example.toml asks for"),
        ({"where": {}}, DefinitionError, "where: a table"),
        ({"where": {"indicators": "opioid_deaths"}}, DefinitionError, "where: a table"),
        ({"groups": {"Black": "black"}}, DefinitionError, "a group that is not in the vocabulary"),
        ({"periods": "2015"}, DefinitionError, "periods: a table"),
        ({"text": "<!DOCTYPE html><p>moved</p>"}, SourceFileError, "web page"),
        ({"text": table(row(), header=("wrong", *HEADER[1:]))}, SourceFileError, "“indicator”.*missing"),
        ({"text": table(row()[:5])}, SourceFileError, "has 5 cells where the header has 17"),
    ],
)
def test_a_series_or_a_file_that_is_wrong_says_what_to_mend(read, keys, error, message):
    with pytest.raises(error, match=message):
        read(row(), **keys)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(years=st.sets(st.integers(2000, 2024), min_size=1), asked=st.sets(st.integers(2000, 2024), min_size=1))
def test_what_is_picked_is_what_was_asked_for_and_is_there(read, years, asked):
    rows = [row(period=str(year), value=str(year)) for year in sorted(years)]
    if not years & asked:
        with pytest.raises(SourceFileError, match="no row"):
            read(*rows, where={"period": [str(year) for year in asked]})
        return
    actual = read(*rows, where={"period": [str(year) for year in asked]})
    assert {r.value for r in actual} == years & asked
