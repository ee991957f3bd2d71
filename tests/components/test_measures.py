"""Whether a gap has changed: said of periods that share no year, on one side of a break, and as it was tested."""

from __future__ import annotations

import pytest

from components.views.gaps.panels import gaps_panels
from components.views.gaps.text import burden_words, gap_change_words
from data.analysis.gaps import Gap, gaps
from data.catalog.models import Break, Indicator
from data.statistics.inequality import Measure
from data.vocabulary import Period
from tests.components.reading import SPOILT, text
from tests.questions import Asked

pytestmark = pytest.mark.slow

RACE = "race_ethnicity"


def gap(period: str, value: float, half: float, measure: str = "d") -> Gap:
    """A synthetic gap of one measure with an even interval."""
    found = Measure(measure, value, value - half, value + half, ("a", "b"), "normal")
    return Gap(Period.parse(period), (), None, {measure: found}, None, (), ())


@pytest.fixture(scope="module")
def plain(ask: Asked) -> Indicator:
    return ask.catalog.indicators["example_deaths"].model_copy(update={"breaks": ()})


def test_a_gap_is_wider_or_narrower_only_when_tested(plain: Indicator) -> None:
    """Differences 10 ± 2 and 20 ± 2: 10 apart, the half-width of that being √(2² + 2²) = 2.8."""
    wider = gap_change_words([gap("2018", 10, 2), gap("2019", 20, 2)], "d", plain, RACE)
    assert wider == "**Wider**: 20.0 per 100,000 in 2019, 10.0 per 100,000 in 2018."
    assert gap_change_words([gap("2018", 20, 2), gap("2019", 10, 2)], "d", plain, RACE).startswith("**Narrower**")
    unclear = gap_change_words([gap("2018", 10, 2), gap("2019", 12, 2)], "d", plain, RACE)
    assert unclear.startswith("**No clear change**")


def test_ratios_are_compared_on_the_scale_of_logarithms(plain: Indicator) -> None:
    """2 against 4, each ± 10 %: twice."""
    assert gap_change_words([gap("2018", 2, 0.2, "r"), gap("2019", 4, 0.4, "r")], "r", plain, RACE).startswith(
        "**Wider**"
    )
    # Where a high value is good the ratio is of the lower group: 1/2 and 1/4 are gaps of 2 and 4.
    turned = [gap("2018", 0.5, 0.05, "r"), gap("2019", 0.25, 0.025, "r")]
    assert gap_change_words(turned, "r", plain, RACE) == "**Wider**: 4.00 times in 2019, 2.00 times in 2018."


def test_periods_that_share_years_or_lie_on_two_sides_of_a_break_are_not_compared(plain: Indicator) -> None:
    rolling = [gap("2020-2022", 10, 2), gap("2021-2023", 20, 2)]
    assert "share years" in gap_change_words(rolling, "d", plain, RACE)
    broken = plain.model_copy(update={"breaks": (Break(at=2019, note="Synthetic.", dimension=RACE),)})
    series = [gap("2018", 10, 2), gap("2019", 20, 2)]
    assert "the series breaks in 2019" in gap_change_words(series, "d", broken, RACE)
    assert gap_change_words(series, "d", broken, "sex").startswith("**Wider**"), "the break is of race alone"


def test_one_period_has_no_change(plain: Indicator) -> None:
    assert "one period only" in gap_change_words([gap("2018", 10, 2)], "d", plain, RACE)
    assert gap_change_words([], "d", plain, RACE) == ""


def test_the_page_says_of_every_indicator_whether_its_gap_has_changed(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    for indicator in catalog.indicators.values():
        if "state" not in catalog.levels(indicator.id) or not indicator.comparable:
            continue
        if RACE not in catalog.dimensions(indicator.id, "state"):
            continue
        answer = ask_published(indicator=indicator.id, level="state", by=RACE)
        frame = ask_published.answers.group_series(indicator.id, answer.place.geo_id, RACE)
        series = gaps(frame, indicator, RACE)
        found = next((g for g in series if g.period == answer.selection.period), None)
        said = text(gaps_panels(answer, found, series))
        assert SPOILT.search(said) is None, (indicator.id, SPOILT.search(said))
        for measure in ("d", "r"):
            with_it = [g for g in series if isinstance(g.results[measure], Measure)]
            changed = gap_change_words(with_it, measure, indicator, RACE)
            assert SPOILT.search(changed) is None, changed
            if len(with_it) == 1:
                assert "one period only" in changed


def test_a_burden_is_associated_with_the_gap_and_never_caused_by_it(ask_published: Asked) -> None:
    frame = ask_published.answers.group_series("drug_overdose_deaths", "25", RACE)
    indicator = ask_published.catalog.indicators["drug_overdose_deaths"]
    found = next(g for g in gaps(frame, indicator, RACE) if g.period.slug == "2021-2023")
    said = burden_words(found, indicator)
    assert "are associated with the gap to the Asian group" in said
    assert "cause" not in said
