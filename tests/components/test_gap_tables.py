"""The charts of the Gaps page for who does not see them: intervals in words and tables, and choices announced."""

from __future__ import annotations

import re

import pytest

from components.figures.alt_text import groups_text
from components.formatting.markup import breadcrumb
from components.views.gaps.panels import gaps_announcement
from components.views.gaps.tables import groups_details, measured_text, over_time_details
from data.analysis.gaps import Gap, gaps
from data.query.selection import Answer
from data.statistics.inequality import Declined, Measure
from data.vocabulary import GROUPS, Period
from tests.components.reading import text
from tests.questions import Asked

pytestmark = pytest.mark.slow

RACE = "race_ethnicity"
OVERDOSE = {"indicator": "drug_overdose_deaths", "by": RACE, "period": "2021-2023", "level": "state"}


def series(asked: Asked, answer: Answer, reference: str | None = None) -> list[Gap]:
    frame = asked.answers.group_series(answer.indicator.id, answer.place.geo_id, RACE)
    return gaps(frame, answer.indicator, RACE, reference)


def test_the_chart_of_groups_has_its_intervals_in_words_and_in_a_table(ask_published: Asked) -> None:
    """American Indian and Alaska Native 57.7 (36.2 to 87.4) per 100,000 (County Health Rankings 2026)."""
    answer = ask_published(**OVERDOSE)
    said, table = groups_text(answer, intervals=True), text(groups_details(answer))
    assert "American Indian / Alaska Native 57.7 (36.2–87.4)" in said
    assert "57.7" in table
    assert "36.2–87.4" in table
    known = [r for r in answer.groups if r.ci_low == r.ci_low]
    assert len(known) > 5
    assert len(re.findall(r"\(\d+\.\d–\d+\.\d\)", said)) == len(known)
    assert "hidden" in said
    assert "hidden" in table
    assert "(" not in groups_text(answer).split("2021–2023.")[1], "Explore has its table"


def test_the_table_of_groups_has_counts_where_they_are_published(ask_published: Asked) -> None:
    """Of adults with diabetes no numbers are published by group; of infants born too small they are."""
    for indicator, published in (("low_birthweight", True), ("diabetes_prevalence_ahr", False)):
        answer = ask_published(indicator=indicator, by=RACE, level="state")
        assert any(row.numerator == row.numerator for row in answer.groups) == published
        assert ("Out of" in text(groups_details(answer))) == published


def test_charts_over_time_have_their_intervals_in_words_and_in_a_table(ask_published: Asked) -> None:
    answer = ask_published(**OVERDOSE)
    measured = series(ask_published, answer)
    table = text(over_time_details(measured, answer.indicator))
    for measure in ("d", "r"):
        said = measured_text("Chart", measured, measure, answer.indicator)
        assert said.count("95% interval") == len(measured) > 2
        for gap in measured:
            assert gap.period.label in said
            assert gap.period.long_label in table
    assert "53.3 per 100,000" in table
    assert "27.6 to 78.9" in table


def test_a_period_without_a_measure_has_a_row_all_the_same(ask: Asked) -> None:
    """A synthetic gap with a difference that has no interval, and without a ratio."""
    results: dict[str, Measure | Declined] = {
        "d": Measure("d", 2.0, None, None, ("a", "b"), "normal"),
        "r": Declined("r", "synthetic"),
    }
    gap = Gap(Period.parse("2019"), (), None, results, None, (), ())
    said = text(over_time_details([gap], ask.catalog.indicators["example_deaths"]))
    assert said.endswith("2019 2.0 per 100,000 no interval – –")


def test_every_choice_on_the_page_changes_what_is_announced(ask_published: Asked) -> None:
    seen: dict[str, str] = {}
    for words in (
        OVERDOSE,
        {**OVERDOSE, "period": "2020-2022"},
        {**OVERDOSE, "level": "county", "place": "suffolk-county"},
        {**OVERDOSE, "level": "county", "place": "worcester-county"},
        {**OVERDOSE, "indicator": "low_birthweight", "period": "2017-2023"},
    ):
        answer = ask_published(**words)
        for reference in ("", *GROUPS):
            own = series(ask_published, answer, reference or None)
            gap = next((g for g in own if g.period == answer.selection.period), None)
            if reference and (gap is None or gap.reference != reference):
                continue  # not a group that can be chosen here
            said = gaps_announcement(answer, gap, reference)
            assert said not in seen, (words, reference, seen[said])
            seen[said] = f"{words} {reference}"
    assert len(seen) > 12


def test_the_names_of_a_trail_are_heard_apart() -> None:
    assert text(breadcrumb("Overdose", "Gaps")).replace(" ", "").startswith("Overdose,")


@pytest.mark.parametrize("names", [("Overdose",), ("Overdose", "Gaps")])
def test_a_trail_has_an_ornament_between_names_only(names: tuple[str, ...]) -> None:
    assert len(breadcrumb(*names)) == 3 * len(names) - 2
