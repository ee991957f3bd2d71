"""What a view opens on: a figure that is there and can be relied on, whatever the indicator and the question."""

from __future__ import annotations

import pytest

from data.query.choices.opening import LEAST_SHARE, no_map, opening_view
from data.query.url import choice
from data.vocabulary import Period
from tests.questions import Asked


def test_every_indicator_opens_on_a_reliable_figure(ask_published: Asked) -> None:
    """All of them: the state's, or one of the places shown; and never a map of one place or of few."""
    catalog = ask_published.catalog
    for indicator in catalog.indicators:
        answer = ask_published(indicator=indicator)
        shown = [*answer.state, *answer.places]
        assert any(row.status == "reported" for row in shown), answer.selection
        if answer.selection.view == "map":
            with_figure = answer.places.with_value()
            assert len(with_figure) > 1, answer.selection
            assert len(with_figure) >= LEAST_SHARE * len(answer.places), answer.selection


def test_every_question_opens_on_a_reliable_figure_of_one_of_its_versions(ask_published: Asked) -> None:
    for question in ask_published.catalog.questions.values():
        selection, notices = ask_published.parse(question=question.id)
        assert notices == (), question.id
        assert selection.indicator == question.indicators[0]


def test_the_opening_group_has_a_reliable_figure_for_the_state_where_any_has(ask_published: Asked) -> None:
    """The highest estimate of maternal deaths, 132.7 for American Indian women, is between 0.5 and 746.5."""
    answer = ask_published(indicator="maternal_mortality")
    assert answer.selection.group == "white_nh"
    assert [row.status for row in answer.state] == ["reported"]


def test_town_maps_open_on_the_years_together(ask_published: Asked) -> None:
    """Ten deaths or more have 34 to 52 towns in a year, 176 in the five years; a county has them in one."""
    towns = ask_published(indicator="opioid_overdose_deaths", level="municipality")
    assert towns.selection.period == Period.years(2014, 2018)
    assert sum(row.status == "reported" for row in towns.places) == 176
    assert ask_published(indicator="opioid_overdose_deaths").selection.period == Period.years(2018)


@pytest.mark.parametrize(
    ("indicator", "level", "place", "view"),
    [
        ("severe_maternal_morbidity", "state", "", "trend"),  # two years
        ("diabetes_prevalence_ahr", "state", "", "groups"),  # one year, five groups
        ("births_dph", "state", "", "table"),  # one figure
        ("preterm_birth_boston", "municipality", "boston", "groups"),  # one city
        ("mortality_essex_middlesex", "county", "", "table"),  # two of fourteen counties
        ("prenatal_care_first_trimester", "state", "", "groups"),  # one county of fourteen
        ("drug_overdose_deaths", "county", "", "map"),
    ],
)
def test_what_has_no_map_opens_in_the_view_that_shows_it(
    ask_published: Asked, indicator: str, level: str, place: str, view: str
) -> None:
    opened = ask_published(indicator=indicator).selection
    assert (opened.level, opened.place, opened.view) == (level, place, view)


def test_a_group_without_any_place_opens_with_the_groups(ask_published: Asked) -> None:
    """All fourteen counties are hidden for American Indian residents."""
    selection = ask_published(indicator="drug_overdose_deaths", group="aian_nh", period="2021-2023").selection
    assert no_map(ask_published.catalog, selection) == "none"
    assert selection.view == "groups"
    before = ask_published(indicator="drug_overdose_deaths").selection
    assert choice(before, ask_published.catalog, group="aian_nh").view == "groups"


def test_a_view_that_an_address_names_is_shown(ask_published: Asked) -> None:
    for indicator in ("severe_maternal_morbidity", "drug_overdose_deaths"):
        for view in ("map", "trend", "table"):
            assert ask_published(indicator=indicator, view=view).selection.view == view


def test_another_indicator_takes_its_best_period_and_not_the_nearest(ask_published: Asked) -> None:
    """Low birthweight has 2017–2023 with a figure for the state, and single years without one, 2022 the nearest."""
    catalog = ask_published.catalog
    before = ask_published(indicator="drug_overdose_deaths").selection
    assert before.period == Period.years(2021, 2023)
    assert choice(before, catalog, indicator="low_birthweight").period == Period.years(2017, 2023)
    assert choice(before, catalog, group="white_nh").period == before.period


def test_a_change_of_indicator_leaves_a_view_that_the_reader_chose(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    table = ask_published(indicator="drug_overdose_deaths", view="table").selection
    assert choice(table, catalog, indicator="low_birthweight").view == "table"
    opened = ask_published(indicator="severe_maternal_morbidity").selection
    assert opened.view == opening_view(catalog, opened) == "trend"
    assert choice(opened, catalog, indicator="drug_overdose_deaths", level="county").view == "map"


def test_the_state_is_no_level_of_what_has_no_figure_for_it(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    without = [i for i in catalog.indicators if "state" not in catalog.levels(i)]
    assert len(without) == 78
    for indicator in without:
        assert all(not c.shown for c in catalog.covered(indicator) if c.level == "state")
    selection, (notice,) = ask_published.parse(indicator="diabetes_prevalence", level="state")
    assert selection.level == "county"
    assert notice.startswith("Diabetes: no figures by state, only for counties.")
