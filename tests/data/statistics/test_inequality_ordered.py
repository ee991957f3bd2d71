"""Measures of ordered groups against healthequal's own figures, by hand, and a second way.

Sources of the expected figures: healthequal's tests (R: set.seed(123); pop = round(rnorm(5, 100, 40)) = 78, 91, 162,
103, 105; est = 20, 30 … 60) and its reference pages for 1.0.1 on "OrderedSample" (whoequity.github.io/healthequal).
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.statistics import inequality
from data.statistics.inequality import Declined, Group, Measure, OrderedGroups
from tests.alternatives import inequality as slow


def ordered(estimates: list[float], people: list[float], scale: float | None = 100) -> OrderedGroups:
    rows = zip(estimates, people, strict=True)
    members = tuple(Group(f"step {n}", y, p) for n, (y, p) in enumerate(rows, start=1))
    return OrderedGroups(members, favourable=True, scale=scale)


SMALL = ordered([20, 30, 40, 50, 60], [78, 91, 162, 103, 105])
SAMPLE = ordered([75.60530, 91.01997, 96.03959, 97.04223, 99.22405], [2072.436, 2112.204, 1983.059, 2052.124, 1884.510])


def of(groups: OrderedGroups, measure: str) -> Measure:
    actual = inequality.measures(groups)[measure]
    assert isinstance(actual, Measure), actual
    return actual


@pytest.mark.parametrize(
    ("groups", "measure", "estimate", "low", "high"),
    [
        (SMALL, "sii_logit", 44.44502, 40.15109, 48.73895),
        (SMALL, "rii_logit", 3.159506, 2.719902, 3.67016),
        (SMALL, "aci", 7.3284202, 7.3284202 - 1.959963985 * 0.29368517, 7.3284202 + 1.959963985 * 0.29368517),
        (SMALL, "rci", 0.17776859, 0.16380545, 0.19173172),
        (SAMPLE, "sii_logit", 31.61763, 25.71885, 37.51641),
        (SAMPLE, "rii_logit", 1.466089, 1.345669, 1.597286),
        (SAMPLE, "aci", 4.30052, 1.783865, 6.817174),
        (SAMPLE, "rci", 0.0469506, 0.01947522, 0.07442599),
    ],
)
def test_figures_are_those_healthequal_prints(
    groups: OrderedGroups, measure: str, estimate: float, low: float, high: float
) -> None:
    actual = of(groups, measure)
    assert actual.estimate == pytest.approx(estimate, rel=5e-7)
    assert (actual.ci_low, actual.ci_high) == pytest.approx((low, high), rel=2e-6)


QUINTILES = [58.3, 44.1, 33.6, 21.9, 14.2], [1_290_011, 1_331_200, 1_402_213, 1_377_541, 1_356_220]
"""Deaths per 100,000 by income, poorest first; synthetic figures of an audit that ran healthequal 1.0.1 on them."""


def test_a_rate_is_of_the_people_it_says_and_not_of_the_next_round_number() -> None:
    """healthequal 1.0.1 with scale = 100000: SII −57.4679, RII 0.187229; 58.3 is no percentage, though below 100."""
    actual = ordered(*QUINTILES, scale=100_000)
    assert of(actual, "sii_logit").estimate == pytest.approx(-57.4679, abs=5e-5)
    assert of(actual, "rii_logit").estimate == pytest.approx(0.187229, abs=5e-7)


def test_without_a_scale_there_is_no_logistic_curve_and_the_line_is_the_same() -> None:
    bare, scaled = (ordered(*QUINTILES, scale=scale) for scale in (None, 100_000))
    for measure in ("sii_logit", "rii_logit"):
        result = inequality.measures(bare)[measure]
        assert isinstance(result, Declined)
        assert "everyone" in result.reason
    for measure in ("sii_linear", "rii_linear"):
        assert of(bare, measure).estimate == pytest.approx(of(scaled, measure).estimate)


def test_the_linear_indices_of_three_equal_groups_by_hand() -> None:
    # Ranks 1/6, 1/2, 5/6. Slope: (30 − 10) / (4/6) = 30; the mean, 60/3, at rank ½.
    actual = ordered([10, 20, 30], [100, 100, 100])
    assert of(actual, "sii_linear").estimate == pytest.approx(30)
    assert of(actual, "rii_linear").estimate == pytest.approx((20 + 15) / (20 - 15))
    # The groups lie on the line: nothing is known of the uncertainty, and no interval of no width is claimed.
    assert of(actual, "sii_linear").ci_low is None
    assert of(actual, "rii_linear").ci_low is None


def test_the_robust_interval_of_the_linear_slope_by_hand() -> None:
    # Four groups of 100, ranks 1/8, 3/8, 5/8, 7/8, estimates 1, 2, 2, 5; centred ranks −3, −1, 1, 3 eighths.
    actual = of(ordered([1, 2, 2, 5], [100, 100, 100, 100]), "sii_linear")
    spread = 2 * (9 + 1) / 64
    slope = (-3 * 1 - 1 * 2 + 1 * 2 + 3 * 5) / 8 / spread
    assert actual.estimate == pytest.approx(slope)
    residuals = [y - 2.5 - slope * x / 8 for y, x in zip((1, 2, 2, 5), (-3, -1, 1, 3), strict=True)]
    meat = sum((e * x / 8) ** 2 for e, x in zip(residuals, (-3, -1, 1, 3), strict=True))
    error = (4 / (4 - 2) * meat) ** 0.5 / spread
    # SII at ranks 0 and 1 is the slope, so its standard error is the slope's.
    assert actual.ci_high == pytest.approx(slope + 1.959964 * error, rel=1e-6)


def test_the_concentration_indices_of_three_equal_groups_by_hand() -> None:
    # 2/3 × [(10 − 20)(−1/3) + 0 + (30 − 20)(1/3)] = 40/9, over the mean of 20.
    actual = ordered([10, 20, 30], [100, 100, 100])
    assert of(actual, "aci").estimate == pytest.approx(40 / 9)
    assert of(actual, "rci").estimate == pytest.approx(40 / 9 / 20)


def test_the_other_order_turns_the_signs_round() -> None:
    back = OrderedGroups(tuple(reversed(SMALL.members)), scale=100)
    for measure in ("sii_linear", "sii_logit", "aci", "rci"):
        assert of(back, measure).estimate == pytest.approx(-of(SMALL, measure).estimate)
    for measure in ("rii_linear", "rii_logit"):
        assert of(back, measure).estimate == pytest.approx(1 / of(SMALL, measure).estimate)


def test_equal_estimates_have_no_slope_to_measure() -> None:
    actual = inequality.measures(ordered([7, 7, 7], [100, 200, 300]))
    for measure in ("sii_linear", "rii_linear", "sii_logit", "rii_logit"):
        assert actual[measure] == Declined(measure, "every group has the same estimate: there is no slope to measure")
    assert of(ordered([7, 7, 7], [100, 200, 300]), "aci").estimate == pytest.approx(0, abs=1e-12)


def test_what_has_no_solution_is_declined() -> None:
    steep = inequality.measures(ordered([0.0, 0.0, 90.0], [100, 100, 100]))
    assert isinstance(steep["rii_linear"], Declined)  # the line starts below 0
    separate = inequality.measures(ordered([0.0, 0.0, 0.001], [100, 100, 100]))
    assert isinstance(separate["sii_logit"], Declined)  # rounded to whole events, nobody has one
    zero = inequality.measures(ordered([0.0, 0.0, 0.0], [100, 100, 100]))
    assert isinstance(zero["rci"], Declined)


def test_an_interval_beyond_any_number_is_not_given() -> None:
    # The line ends so near 0 that the robust interval of the ratio would reach e to the hundreds.
    actual = of(ordered([15.125, 2.0, 41.75], [2_101_710, 2_093_455, 1_949_946]), "rii_linear")
    assert actual.estimate > 100
    assert (actual.ci_low, actual.ci_high) == (None, None)
    assert actual.method.startswith("no interval")


def test_a_hidden_end_of_the_order_has_no_difference() -> None:
    members = (*(Group(f"step {n}", 10.0 + n * n, 100, 1) for n in range(9)), Group("top", None, 20))
    actual = inequality.measures(OrderedGroups(members))
    for measure in ("d", "r", "par", "paf"):
        result = actual[measure]
        assert isinstance(result, Declined)
        assert "top" in result.reason
    aci = actual["aci"]
    assert isinstance(aci, Measure)
    assert aci.missing == ("top",)


steps = st.lists(
    st.tuples(st.floats(1, 99, allow_nan=False), st.floats(50, 5_000_000, allow_nan=False)), min_size=3, max_size=8
).filter(lambda rows: max(y for y, _ in rows) - min(y for y, _ in rows) > 0.5)


@settings(deadline=None)
@given(steps)
def test_the_second_way_gives_the_same(rows: list[tuple[float, float]]) -> None:
    y, p = [row[0] for row in rows], [row[1] for row in rows]
    groups = ordered(y, p)
    bottom, top = slow.ends_linear(y, p)
    assert of(groups, "sii_linear").estimate == pytest.approx(top - bottom, rel=1e-6, abs=1e-6)
    assert of(groups, "aci").estimate == pytest.approx(slow.aci(y, p), rel=1e-6, abs=1e-6)
    assert of(groups, "rci").estimate == pytest.approx(slow.aci(y, p) / slow.mean(y, p), rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(steps.filter(lambda rows: max(p for _, p in rows) < 1_000 * min(p for _, p in rows)))
def test_the_second_way_of_the_logistic_curve_gives_the_same(rows: list[tuple[float, float]]) -> None:
    y, p = [row[0] for row in rows], [row[1] for row in rows]
    actual = inequality.measures(ordered(y, p))["sii_logit"]
    bottom, top = slow.ends_logit(y, p, 100)
    if isinstance(actual, Measure):
        assert actual.estimate == pytest.approx(top - bottom, rel=1e-5, abs=1e-4)
