"""Published rates and intervals come out of their published counts by the publishers' own stated methods.

CDC WONDER and County Health Rankings take the normal interval of a Poisson count from 100 events on and the exact one
below; shares of births take the normal interval of a proportion. A figure that does not come out would be a column
misread or a row misplaced.
"""

from __future__ import annotations

import math

import pytest

from data.observations.csv_files import read_observations
from data.observations.models import Observation
from data.settings import ROOT
from data.statistics.rates import poisson_interval

Z = 1.959964
NORMAL_FROM = 100
"""Events from which both publishers take the normal interval."""


def published(source: str, indicator: str) -> list[Observation]:
    """Rows of a source's snapshot that print a count, its people, a figure and an interval."""
    rows = read_observations(ROOT / "data" / "snapshot" / f"{source}.csv")
    wanted = [r for r in rows if r.indicator == indicator and r.value is not None]
    return [r for r in wanted if None not in (r.numerator, r.denominator, r.ci_low, r.ci_high)]


def rate_by_their_method(events: float, people: float, per: float) -> tuple[float, float, float]:
    """A crude rate with its interval as WONDER and County Health Rankings say they make it."""
    scale = per / people
    if events >= NORMAL_FROM:
        half = Z * math.sqrt(events)
        return events * scale, (events - half) * scale, (events + half) * scale
    low, high = poisson_interval(events)
    return events * scale, low * scale, high * scale


@pytest.mark.parametrize(
    ("source", "indicator", "per", "fewest"),
    [
        ("cdc_wonder_overdose", "drug_overdose_deaths", 100_000, 25),
        ("chr_2025", "drug_overdose_deaths", 100_000, 15),
        ("chr_2026", "infant_mortality", 1_000, 12),
    ],
)
def test_a_rate_and_its_interval_follow_from_the_count(source: str, indicator: str, per: float, fewest: int) -> None:
    rows = published(source, indicator)
    assert len(rows) >= fewest
    for row in rows:
        assert row.numerator is not None
        assert row.denominator is not None
        expected = rate_by_their_method(row.numerator, row.denominator, per)
        assert (row.value, row.ci_low, row.ci_high) == pytest.approx(expected, rel=1e-4), row.geo_id


def test_a_share_of_births_and_its_interval_follow_from_the_counts() -> None:
    rows = published("chr_2025", "low_birthweight")
    assert len(rows) >= 80
    for row in rows:
        assert row.numerator is not None
        assert row.denominator is not None
        share = row.numerator / row.denominator
        half = Z * math.sqrt(share * (1 - share) / row.denominator)
        expected = (100 * share, 100 * (share - half), 100 * (share + half))
        assert (row.value, row.ci_low, row.ci_high) == pytest.approx(expected, rel=1e-4), (row.geo_id, row.stratum)
