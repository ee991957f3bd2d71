"""The nation's figures and the targets in the definitions: of the same measure, and left out with their source."""

from __future__ import annotations

import pytest

from data.catalog.benchmarks import Target
from data.catalog.models import Indicator, read_indicators
from data.pipeline.build import Inputs, read_definitions
from data.vocabulary import OVERALL, Period
from tests.questions import Asked

INDICATORS = read_indicators(Inputs().indicators)
WITH_TARGETS = [i for i in INDICATORS.values() if i.targets]


@pytest.mark.parametrize("indicator", WITH_TARGETS, ids=lambda i: i.id)
def test_a_target_is_of_the_same_adjustment_and_unit(indicator: Indicator) -> None:
    for target in indicator.targets:
        adjusted = "age adjusted" in target.said
        assert adjusted == (indicator.adjustment == "age_adjusted")
        per = "100,000 live births" if "live births" in indicator.unit else "100,000 population"
        assert per in target.said
        assert (indicator.measure, indicator.per) == ("rate", 100_000)
        assert "health.gov/healthypeople/" in target.address


def test_targets_are_those_of_healthy_people_2030() -> None:
    """As its pages print them: SU-03, HDS-03, MICH-04, IVP-22, IVP-23."""
    actual = {target.objective: target.value for i in WITH_TARGETS for target in i.targets}
    assert actual == {"SU-03": 20.7, "HDS-03": 33.4, "MICH-04": 15.7, "IVP-22": 8.9, "IVP-23": 4.2}
    assert {t.year for i in WITH_TARGETS for t in i.targets} == {2030}


def test_crude_overdose_deaths_are_not_held_against_an_age_adjusted_target() -> None:
    assert INDICATORS["drug_overdose_deaths"].targets == ()
    assert INDICATORS["drug_overdose_deaths_age_adjusted"].targets != ()


def test_a_target_must_say_where_it_is_published() -> None:
    with pytest.raises(ValueError, match="address"):
        Target(programme="P", objective="O", value=1, year=2030, said="S", address="a book")


def test_the_nation_is_of_the_indicators_own_sources_and_periods(ask_published: Asked) -> None:
    """A figure that no view of the state stands beside would be another series."""
    for indicator in INDICATORS.values():
        series = {s.source for s in indicator.series}
        for nation in indicator.nation:
            assert nation.source in series
            covered = {
                c.period
                for c in ask_published.catalog.covered(indicator.id)
                if c.level == "state" and c.stratum == nation.stratum
            }
            assert {Period.parse(p) for p in nation.values} <= covered, (indicator.id, nation.stratum)


def test_without_noncommercial_sources_their_national_figures_go_too() -> None:
    kept = read_definitions(Inputs(), noncommercial=False)
    left = {n.source for i in kept.indicators.values() for n in i.nation}
    assert left
    assert left.isdisjoint(kept.left_out)
    overdose = kept.indicators["drug_overdose_deaths"]
    assert [n for n in overdose.nation if n.stratum == OVERALL] == []
