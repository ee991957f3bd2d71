"""The gap between groups of a place, on published figures: which groups, which reference, what is declined and why."""

from __future__ import annotations

import pytest

from components.views.gaps.panels import gaps_panels
from data.analysis.gaps import Gap, gaps
from data.statistics.inequality import Declined, Measure
from tests.components.reading import text
from tests.questions import Asked

STATE = "25"


def of(asked: Asked, indicator: str, geo_id: str = STATE, reference: str | None = None) -> dict[str, Gap]:
    frame = asked.answers.group_series(indicator, geo_id, "race_ethnicity")
    found = gaps(frame, asked.catalog.indicators[indicator], "race_ethnicity", reference)
    return {gap.period.slug: gap for gap in found}


def test_the_widest_gap_is_the_highest_figure_against_the_lowest(ask_published: Asked) -> None:
    """American Indian and Alaska Native 57.7261, Asian 4.4682 per 100,000 (County Health Rankings 2026)."""
    gap = of(ask_published, "drug_overdose_deaths")["2021-2023"]
    difference, ratio = gap.results["d"], gap.results["r"]
    assert isinstance(difference, Measure)
    assert isinstance(ratio, Measure)
    assert difference.estimate == pytest.approx(57.7261 - 4.4682, abs=1e-3)
    assert ratio.estimate == pytest.approx(57.7261 / 4.4682, rel=1e-4)
    assert gap.missing == (("nhopi_nh", "suppressed"),)
    assert gap.reference == "asian_nh"


def test_the_reader_chooses_the_reference(ask_published: Asked) -> None:
    gap = of(ask_published, "drug_overdose_deaths", reference="white_nh")["2021-2023"]
    assert gap.reference == "white_nh"
    assert gap.burden is not None
    assert gap.burden.comparator == "white_nh"


def test_with_too_many_groups_hidden_no_measure_is_given(ask_published: Asked) -> None:
    """In Suffolk County four of seven groups have a figure; 85 % must."""
    gap = of(ask_published, "drug_overdose_deaths", "25025")["2021-2023"]
    assert isinstance(gap.results["d"], Declined)
    assert "4 of 7" in gap.results["d"].reason


def test_numbers_of_events_have_no_gap_and_the_page_says_why(ask_published: Asked) -> None:
    assert not ask_published.catalog.indicators["births"].comparable
    assert of(ask_published, "births") == {}
    answer = ask_published(indicator="births", by="race_ethnicity")
    assert "Numbers of events are not compared" in text(gaps_panels(answer, None, []))


def test_residents_do_not_stand_for_people_a_figure_is_not_about(ask_published: Asked) -> None:
    """Of adults with diabetes by race no number of adults is published: children would be counted among them."""
    gap = of(ask_published, "diabetes_prevalence_ahr")["2021"]
    assert gap.burden is None
    assert of(ask_published, "low_birthweight")["2017-2023"].burden is not None, "births are published"
    for indicator, definition in ask_published.catalog.indicators.items():
        if definition.words.people != "residents" and definition.comparable:
            for found in of(ask_published, indicator).values():
                assert found.burden is None or all(row.denominator > 0 for row in found.rows if row.value == row.value)
