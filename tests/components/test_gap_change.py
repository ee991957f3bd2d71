"""Whether a gap has changed: said of periods that share no year, on one side of a break, and as it was tested."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from components.views.gaps.text import change_words
from components.views.gaps.words import side_name
from data.analysis.gap_pairs import Pair, Side
from data.analysis.gap_selection import gap_view
from data.analysis.gap_views import grouped_dimensions
from data.analysis.gaps import gap_change
from data.catalog.models import Break, Indicator
from data.query.rows import Row
from data.statistics.comparisons import Estimate, Ratio
from data.statistics.differences import Difference
from data.vocabulary import Period
from tests.components.reading import SPOILT
from tests.questions import Asked

pytestmark = pytest.mark.slow

RACE = "race_ethnicity"


@dataclass
class Made:
    """A catalogue of synthetic pairs: one source, and an indicator without breaks."""

    asked: Asked
    indicator: Indicator

    def pair(self, period: str, value: float, half: float, ratio: float = 2.0, spread: float = 1.1) -> Pair:
        """A synthetic pair with a difference ± `half` and a ratio within a factor of `spread`."""
        sides = [
            self.side(period, stratum, figure) for stratum, figure in (("black_nh", value + 10), ("white_nh", 10.0))
        ]
        return Pair(
            Period.parse(period), sides[0], sides[1], "different", Ratio(ratio, ratio / spread, ratio * spread),
            Difference(value, value - half, value + half),
        )  # fmt: skip

    def side(self, period: str, stratum: str, value: float) -> Side:
        source = next(iter(self.asked.catalog.sources))
        nan = float("nan")
        place = ("25", "massachusetts", "Massachusetts", "state", nan, nan)
        row = Row(*place, RACE, stratum, period, value, nan, nan, nan, nan, "reported", source)
        return Side(stratum, Estimate(value), "reported", row)

    def change(self, *pairs: Pair, indicator: Indicator | None = None, dimension: str = RACE) -> object:
        return gap_change(pairs, indicator or self.indicator, dimension, self.asked.catalog)


@pytest.fixture(scope="module")
def made(ask: Asked) -> Made:
    return Made(ask, ask.catalog.indicators["example_deaths"].model_copy(update={"breaks": (), "provisional": ()}))


def test_a_gap_is_wider_or_narrower_only_when_tested(made: Made) -> None:
    """Differences 10 ± 2 and 20 ± 2: 10 apart, the half-width of that being √(2² + 2²) = 2.8."""
    wider = made.change(made.pair("2018", 10, 2), made.pair("2019", 20, 2))
    assert wider.verdicts == ("not clear", "higher")  # type: ignore[attr-defined]
    narrower = made.change(made.pair("2018", 20, 2), made.pair("2019", 10, 2))
    assert narrower.verdicts == ("not clear", "lower")  # type: ignore[attr-defined]
    unclear = made.change(made.pair("2018", 10, 2), made.pair("2019", 12, 2))
    assert unclear.verdicts == ("not clear", "not clear")  # type: ignore[attr-defined]


def test_ratios_are_compared_on_the_scale_of_logarithms_and_as_sizes(made: Made) -> None:
    """2 against 4, each within a tenth: twice. Where the group is lower, 1/2 and 1/4 are gaps of 2 and 4 as well."""
    up = made.change(made.pair("2018", 10, 2, 2.0), made.pair("2019", 10, 2, 4.0))
    assert up.verdicts[0] == "higher"  # type: ignore[attr-defined]
    turned = made.change(made.pair("2018", -5, 2, 0.5), made.pair("2019", -5, 2, 0.25))
    assert turned.verdicts[0] == "higher"  # type: ignore[attr-defined]
    sides = made.change(made.pair("2018", 5, 2, 1.5), made.pair("2019", -5, 2, 0.5))
    assert sides.refusal == "turned"  # type: ignore[attr-defined]


def test_periods_that_share_years_or_lie_on_two_sides_of_a_break_are_not_compared(made: Made) -> None:
    rolling = made.change(made.pair("2020-2022", 10, 2), made.pair("2021-2023", 20, 2))
    assert rolling.refusal == "overlap"  # type: ignore[attr-defined]
    broken = made.indicator.model_copy(update={"breaks": (Break(at=2019, note="Synthetic.", dimension=RACE),)})
    pairs = [made.pair("2018", 10, 2), made.pair("2019", 20, 2)]
    found = made.change(*pairs, indicator=broken)
    assert (found.refusal, found.at) == ("break", 2019)  # type: ignore[attr-defined]
    assert made.change(*pairs, indicator=broken, dimension="sex").refusal != "break"  # type: ignore[attr-defined]
    modelled = made.indicator.model_copy(update={"adjustment": "modelled"})
    assert made.change(*pairs, indicator=modelled).refusal == "modelled"  # type: ignore[attr-defined]
    provisional = made.indicator.model_copy(update={"provisional": ("2019",)})
    assert made.change(*pairs, indicator=provisional).refusal == "single"  # type: ignore[attr-defined]


def test_one_period_has_no_change(made: Made) -> None:
    assert made.change(made.pair("2018", 10, 2)).refusal == "single"  # type: ignore[attr-defined]
    assert made.change() is None


def test_the_page_says_of_every_indicator_whether_its_gap_has_changed(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    for indicator in catalog.indicators.values():
        if not indicator.comparable or RACE not in grouped_dimensions(catalog, indicator.id, "state"):
            continue
        view = gap_view({"indicator": indicator.id, "by": RACE, "level": "state"}, ask_published.answers, side_name)
        said = " ".join(change_words(view))
        assert SPOILT.search(said) is None, said
        if len(view.series) == 1 and len(view.groups.with_figure if view.groups else ()) > 1:
            assert "one period only" in said
