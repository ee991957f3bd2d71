"""The trends of what is in the snapshot are those that official reports describe.

What the state's own joinpoint analysis found, in the Department of Public Health's Data Brief of December 2022 on
opioid-related overdose deaths among residents, 2000 to 2021: the rate rose by 3.2 % a year from 2000 to 2012 and by
31.5 % a year from 2012 to 2016, and was stable from then on.
"""

from __future__ import annotations

import csv
import math
from functools import lru_cache

import pytest

from data.settings import ROOT
from data.statistics.trends import Point, Trend, trend
from data.vocabulary import OVERALL, Period

DPH_FROM_2000_TO_2012, DPH_FROM_2012_TO_2016 = 3.2, 31.5


@lru_cache(maxsize=1)
def state_figures() -> dict[str, dict[Period, dict[str, str]]]:
    """The snapshot's figures of everyone in the state, by indicator and calendar year."""
    actual: dict[str, dict[Period, dict[str, str]]] = {}
    for path in sorted((ROOT / "data" / "snapshot").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if not {"indicator", "geo_level"} <= set(rows.fieldnames or ()):
                continue
            for row in rows:
                if row["geo_level"] != "state" or row["stratum"] != OVERALL or row["value"] == "":
                    continue
                period = Period.parse(f"{row['period_start'][:7]}_{row['period_end'][:7]}")
                if period == Period.years(period.start.year):
                    actual.setdefault(row["indicator"], {})[period] = row
    return actual


def deaths(indicator: str, first: int, last: int) -> list[Point]:
    """Counts as they are printed, each with the standard error of a Poisson count."""
    figures = state_figures()[indicator]
    counted = {y: float(figures[Period.years(y)]["value"]) for y in range(first, last + 1)}
    return [Point(Period.years(y), count, math.sqrt(count)) for y, count in counted.items()]


def rates(indicator: str, first: int, last: int, provisional: int | None = None) -> list[Point]:
    """Rates with the standard error of their deaths."""
    points = []
    for year in range(first, last + 1):
        row = state_figures()[indicator][Period.years(year)]
        value, events = float(row["value"]), float(row["numerator"])
        points.append(Point(Period.years(year), value, value / math.sqrt(events), provisional=year == provisional))
    return points


def turns(actual: Trend) -> list[int]:
    return [period.start.year for period in actual.joinpoints]


def directions(actual: Trend) -> list[str]:
    return [segment.apc.direction for segment in actual.segments]


def test_opioid_deaths_2000_to_2024_turn_in_2012_2016_and_2022() -> None:
    """The Department's two series end to end: unintentional and undetermined to 2015, all intents from 2016.

    The site never joins them, since they count different deaths; the test does, to have the years of the state's chart.
    """
    actual = trend(
        deaths("opioid_deaths_dph_unintentional", 2000, 2015) + deaths("opioid_deaths_dph_state", 2016, 2024)
    )
    assert turns(actual) == [2012, 2016, 2022]
    assert directions(actual) == ["rising", "rising", "not changing", "falling"]
    assert (actual.verdict, actual.since) == ("falling", Period.years(2022))
    assert actual.segments[1].apc.value == pytest.approx(DPH_FROM_2012_TO_2016, abs=2)
    assert actual.segments[0].apc.low < DPH_FROM_2000_TO_2012 < actual.segments[0].apc.high


def test_opioid_death_rates_of_the_national_files_turn_where_the_state_says() -> None:
    """2000–2019, deaths of residents as the National Center for Health Statistics codes them: one definition."""
    actual = trend(rates("opioid_mortality_by_race", 2000, 2019))
    assert turns(actual) == [2012, 2016]
    assert directions(actual) == ["rising", "rising", "not told"], "four years, from −6 to +7 % a year"
    assert actual.segments[0].apc.value == pytest.approx(DPH_FROM_2000_TO_2012, abs=0.2)
    assert actual.segments[1].apc.value == pytest.approx(DPH_FROM_2012_TO_2016, abs=2.5)


def test_the_fall_after_2022_in_the_national_counts_could_yet_be_a_wave_of_chance() -> None:
    """Final files to 2019, then the calendar years of the provisional counts; set end to end here only.

    Where there are both, 2015 to 2019, they differ by less than one percent.
    """
    actual = trend(deaths_of_final_files(1999, 2019) + deaths("opioid_overdose_deaths_provisional", 2020, 2024))
    assert turns(actual) == [2012, 2016]
    assert (actual.verdict, actual.since) == ("not changing", Period.years(2016))


def deaths_of_final_files(first: int, last: int) -> list[Point]:
    figures = state_figures()["opioid_mortality_by_race"]
    counted = {y: float(figures[Period.years(y)]["numerator"]) for y in range(first, last + 1)}
    return [Point(Period.years(y), count, math.sqrt(count)) for y, count in counted.items()]


def test_what_the_site_can_say_of_the_state_series_since_its_break() -> None:
    """After the break of 2020, without the preliminary counts of 2020 and 2024, three years are left: no verdict."""
    points = [
        Point(p.period, p.value, p.se, provisional=p.period.start.year in (2020, 2024))
        for p in deaths("opioid_deaths_dph_state", 2016, 2024)
    ]
    assert trend(points, breaks=[2020]).declined == "too few points"


def test_drug_overdose_deaths_1999_to_2022_turn_in_2012_and_2016() -> None:
    """CDC WONDER, all drugs; 2023 is provisional and left out. A third turn, in 2006, could be a wave of chance."""
    actual = trend(rates("drug_overdose_deaths", 1999, 2023, provisional=2023))
    assert turns(actual) == [2012, 2016]
    assert directions(actual)[:2] == ["rising", "rising"]
    assert actual.since == Period.years(2016)
    assert "The provisional figure of 2023 is left out." in actual.notes
