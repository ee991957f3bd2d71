"""A difference that is real and trivial is no headline."""

from __future__ import annotations

from typing import get_args

import pytest

from data.catalog.least_differences import LEAST_DIFFERENCES, worth_saying
from data.catalog.models import read_indicators
from data.pipeline.build import Inputs
from data.settings import ROOT
from data.vocabulary import Measure

INDICATORS = read_indicators(Inputs().indicators)


@pytest.mark.parametrize(
    ("indicator", "value", "reference", "worth"),
    [
        ("life_expectancy", 80.06, 80.18, False),
        ("life_expectancy", 79.6, 80.2, True),
        ("drug_overdose_deaths", 36.7, 36.35, False),  # 1.01 times
        ("drug_overdose_deaths", 54.13, 36.35, True),
        ("drug_overdose_deaths", 33.0, 36.35, False),  # 1.10 times the other way
        ("drug_overdose_deaths", 31.6, 36.35, True),  # 1.15 times the other way
        ("drug_overdose_deaths", 0.0, 36.35, True),
        ("adult_smoking_chr", 11.4, 10.7, False),
        ("adult_smoking_chr", 11.8, 10.7, True),
        ("low_birthweight", 8.3, 7.5, True),  # under ten percent a tenth of it will do
        ("low_birthweight", 7.7, 7.5, False),
        ("drug_overdose_deaths", float("nan"), 36.35, False),
        ("drug_overdose_deaths", 36.35, 36.35, False),
    ],
)
def test_how_much_is_worth_saying(indicator: str, value: float, reference: float, worth: bool) -> None:
    assert worth_saying(value, reference, INDICATORS[indicator]) is worth
    assert worth_saying(reference, value, INDICATORS[indicator]) is worth


def test_every_measure_has_a_least_difference_and_the_page_of_methods_states_it() -> None:
    assert set(LEAST_DIFFERENCES) == set(get_args(Measure))
    methods = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    assert "`LEAST_DIFFERENCES`" in methods
