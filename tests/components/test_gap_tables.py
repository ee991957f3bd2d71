"""The charts of the page of gaps for who does not see them: intervals in words and tables, and choices announced."""

from __future__ import annotations

import re

import pytest

from components.figures.alt_text import groups_text
from components.formatting.markup import breadcrumb
from components.views.gaps.tables import groups_details, over_time_details, pair_text, ratio_over_time_text
from components.views.gaps.text import gap_announcement
from components.views.gaps.words import side_name
from data.analysis.gap_selection import gap_view
from data.analysis.gap_views import GapView
from data.vocabulary import ALL, OVERALL
from tests.components.reading import text
from tests.questions import Asked

pytestmark = pytest.mark.slow

RACE = "race_ethnicity"
OVERDOSE = {"indicator": "drug_overdose_deaths", "by": RACE, "period": "2021-2023", "level": "state"}


def viewed(asked: Asked, **words: str) -> GapView:
    return gap_view(words, asked.answers, side_name)


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


def test_a_pair_over_time_has_its_intervals_in_words_and_in_a_table(ask_published: Asked) -> None:
    """Black 54.1 (50.5 to 57.7) and White 36.5 (35.5 to 37.5): 54.1 − 36.5 = 17.6 apart, 54.1 / 36.5 = 1.5 times."""
    view = viewed(ask_published, **OVERDOSE, group="black_nh", reference="white_nh")
    table = text(over_time_details(view))
    said, ratios = pair_text("Chart", view), ratio_over_time_text("Chart", view.series)
    assert said.count("95% interval") == 2 * len(view.series) > 4
    for pair in view.series:
        assert pair.period.label in said
        assert pair.period.label in ratios
        assert pair.period.long_label in table
    assert "17.6 (13.9 to 21.3)" in table
    assert "per 100,000 residents a year" in table
    assert "1.5 times (1.4 to 1.6)" in table
    assert "Black residents 54.1 per 100,000 (95% interval: 50.5 to 57.7 per 100,000)" in said


def test_every_choice_on_the_page_changes_what_is_announced(ask_published: Asked) -> None:
    seen: dict[str, str] = {}
    for words in (
        OVERDOSE,
        {**OVERDOSE, "period": "2020-2022"},
        {**OVERDOSE, "level": "county", "place": "suffolk-county"},
        {**OVERDOSE, "level": "county", "place": "worcester-county"},
        {**OVERDOSE, "indicator": "low_birthweight", "period": "2017-2023"},
    ):
        opened = viewed(ask_published, **words)
        assert opened.groups is not None
        for group in opened.groups.with_figure.column("stratum"):
            for reference in opened.groups.references(group):
                chosen = {"group": group, "reference": ALL if reference == OVERALL else reference}
                view = viewed(ask_published, **words, **chosen)
                assert (view.group, view.reference, view.notices) == (group, reference, ())
                said = gap_announcement(view)
                assert said not in seen, (words, chosen, seen[said])
                seen[said] = f"{words} {chosen}"
    assert len(seen) > 60


def test_the_names_of_a_trail_are_heard_apart() -> None:
    assert text(breadcrumb("Overdose", "Gaps")).replace(" ", "").startswith("Overdose,")


@pytest.mark.parametrize("names", [("Overdose",), ("Overdose", "Gaps")])
def test_a_trail_has_an_ornament_between_names_only(names: tuple[str, ...]) -> None:
    assert len(breadcrumb(*names)) == 3 * len(names) - 2
