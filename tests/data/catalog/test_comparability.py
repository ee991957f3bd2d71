"""Which two figures may be compared: the one rule, over every indicator there is."""

from __future__ import annotations

import pytest

from data.catalog.comparability import Reason, barrier, barrier_words
from data.catalog.models import Break, Catalog, Indicator, read_indicators, read_sources
from data.language import LANGUAGES, use_language
from data.pipeline.build import Inputs
from data.query.rows import Row
from data.vocabulary import LEVELS, OVERALL
from tests.frames import NOTHING

INDICATORS = read_indicators(Inputs().indicators)
CATALOG = Catalog(INDICATORS, read_sources(Inputs().sources), {})
RATE = INDICATORS["drug_overdose_deaths"]
COUNTY = NOTHING._replace(geo_id="25013", level="county", stratum=OVERALL, period="2021-2023", source="chr_2026")
STATE = COUNTY._replace(geo_id="25", level="state")
REASONS: tuple[Reason, ...] = (
    "counts", "definition", "adjustment", "method", "source", "race", "period", "overlap", "break", "provisional",
    "modelled", "unreliable",
)  # fmt: skip


def reason(one: Row, other: Row, indicator: Indicator = RATE, second: Indicator | None = None) -> str:
    found, turned = barrier(one, other, indicator, CATALOG, second), barrier(other, one, indicator, CATALOG, second)
    assert (found and found.reason) == (turned and turned.reason), "it does not matter which is named first"
    return "" if found is None else found.reason


def test_a_county_and_the_state_of_one_release_are_compared() -> None:
    assert reason(COUNTY, STATE) == ""


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_a_place_is_compared_with_the_state_exactly_where_both_are_made_in_the_same_way(indicator: Indicator) -> None:
    for level in LEVELS[1:]:
        found = reason(COUNTY._replace(level=level), STATE, indicator)
        if indicator.measure == "count":
            assert found == "counts"
        else:
            assert (found == "method") == (indicator.estimated(level) != indicator.estimated("state")), level


def test_life_expectancy_of_towns_is_compared_with_the_states_of_the_same_years_and_no_other() -> None:
    tracts, counties = INDICATORS["life_expectancy_tracts"], INDICATORS["life_expectancy"]
    town = COUNTY._replace(geo_id="2502309000", level="municipality", period="2010-2015", source="usaleep_2015")
    assert reason(town, town._replace(geo_id="25", level="state"), tracts) == ""
    assert reason(town, STATE, tracts, counties) == "definition"
    assert reason(town, COUNTY, tracts, counties) == "definition"


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_places_of_one_model_are_compared_with_each_other(indicator: Indicator) -> None:
    """Hampden and Suffolk of one release: only numbers of events are not."""
    assert reason(COUNTY, COUNTY._replace(geo_id="25025"), indicator) == ("counts" if not indicator.comparable else "")


def test_the_counties_of_the_survey_are_a_model_s_and_the_state_s_is_the_survey_s_own() -> None:
    """The eleven measures of County Health Rankings from the telephone survey; and smoothed deaths of the heart."""
    apart = {i.id for i in INDICATORS.values() if i.comparable and reason(COUNTY, STATE, i) == "method"}
    surveyed = {i.id for i in INDICATORS.values() if i.estimated("state") == "surveyed"}
    assert len(surveyed) == 11
    assert apart >= surveyed
    # Life expectancy of census tracts is made for towns and the state alone.
    towns = {"life_expectancy_tracts"}
    assert apart - surveyed - towns == {"heart_disease_mortality", "diabetes_incidence_essex_middlesex"}


def test_groups_of_two_sources_are_compared_only_where_these_code_race_alike() -> None:
    black = COUNTY._replace(stratum="black_nh")
    coding = {name: source.race for name, source in CATALOG.sources.items()}
    for other in CATALOG.sources:
        alike = other == "chr_2026" or (coding["chr_2026"] is not None and coding["chr_2026"] == coding[other])
        assert reason(black, black._replace(geo_id="25025", source=other)) == ("" if alike else "race"), other


def test_everyone_is_everyone_whatever_a_source_calls_the_groups() -> None:
    """The state's rate of 2021-23 is from the death certificates, that of Black residents from another publisher."""
    wonder = STATE._replace(source="cdc_wonder_overdose")
    assert reason(STATE._replace(stratum="black_nh"), wonder) == ""
    assert reason(COUNTY, COUNTY._replace(geo_id="25025", source="cdc_wonder_overdose")) == ""


def test_another_publisher_is_another_series_over_time() -> None:
    plain = RATE.model_copy(update={"breaks": (), "provisional": ()})
    before = COUNTY._replace(period="2018-2020")
    assert reason(before._replace(source="cdc_wonder_overdose"), COUNTY, plain) == "source"
    assert reason(before._replace(source="chr_2025"), COUNTY, plain) == "", "two releases of one publisher"


def test_different_places_are_compared_in_one_period_only() -> None:
    assert reason(COUNTY, STATE._replace(period="2018-2020")) == "period"


def test_over_time_periods_may_not_share_years_nor_lie_on_two_sides_of_a_break() -> None:
    plain = RATE.model_copy(update={"breaks": (), "provisional": ()})
    assert reason(COUNTY._replace(period="2018-2020"), COUNTY, plain) == ""
    assert reason(COUNTY._replace(period="2019-2021"), COUNTY, plain) == "overlap"
    broken = plain.model_copy(update={"breaks": (Break(at=2021, note="Synthetic break."),)})
    assert reason(COUNTY._replace(period="2018-2020"), COUNTY, broken) == "break"
    revised = plain.model_copy(update={"provisional": ("2021-2023",)})
    assert reason(COUNTY._replace(period="2018-2020"), COUNTY, revised) == "provisional"


def test_numbers_of_events_are_compared_over_time_where_the_periods_are_as_long() -> None:
    deaths = INDICATORS["opioid_deaths_dph_state"].model_copy(update={"breaks": (), "provisional": ()})
    row = STATE._replace(period="2018", source="dph_opioid_brief_2020_02")
    assert reason(row, row._replace(period="2019"), deaths) == ""
    assert reason(row, row._replace(period="2019-2020"), deaths) == "period", "two years have more deaths than one"


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_estimates_of_a_model_are_never_compared_over_time(indicator: Indicator) -> None:
    plain = indicator.model_copy(update={"breaks": (), "provisional": ()})
    for level in LEVELS:
        rows = [COUNTY._replace(level=level, period=period) for period in ("2018", "2020")]
        made = plain.estimated(level)
        assert (reason(*rows, plain) == "modelled") == (made in ("modelled", "smoothed"))


def test_two_measures_are_never_compared() -> None:
    crude, adjusted = INDICATORS["diabetes_prevalence"], INDICATORS["diabetes_prevalence_age_adjusted"]
    assert reason(COUNTY, COUNTY, crude, adjusted) == "adjustment"
    assert reason(COUNTY, COUNTY, crude, INDICATORS["obesity_prevalence"]) == "definition"


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_reason_is_a_sentence_in_every_language(code: str) -> None:
    with use_language(code):
        said = [barrier_words(reason) for reason in REASONS]
        said += [barrier_words("method", methods=("modelled", "surveyed")), barrier_words("break", at=2018)]
    assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in said)
    assert len(set(said)) == len(said)
    if code != "en":
        assert not set(said) & {barrier_words(reason) for reason in REASONS}, "translated"
