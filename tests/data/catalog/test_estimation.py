"""How the figures of an indicator's levels are made."""

from __future__ import annotations

from data.catalog.models import read_indicators
from data.pipeline.build import Inputs

INDICATORS = read_indicators(Inputs().indicators)


def test_a_state_figure_asked_of_people_is_not_made_as_the_model_s_counties_are() -> None:
    obesity = INDICATORS["adult_obesity_chr"]
    assert (obesity.estimated("county"), obesity.estimated("state")) == ("modelled", "surveyed")


def test_rates_smoothed_with_neighbours_are_told_from_the_state_s_own() -> None:
    heart = INDICATORS["heart_disease_mortality"]
    assert (heart.estimated("county"), heart.estimated("state")) == ("smoothed", "counted")


def test_an_indicator_adjusted_by_a_model_is_modelled_where_it_says_nothing_else() -> None:
    assert INDICATORS["diabetes_prevalence"].estimated("county") == "modelled"
    assert INDICATORS["drug_overdose_deaths"].estimated("county") == "counted"
