"""Measures of groups with or without an order, against healthequal's own figures, by hand, and a second way.

The 25 groups are those of healthequal's tests (R: set.seed(123); pop = round(rnorm(25, 1000, 300)); est = rbinom(25,
1000, .065); se = rbinom(25, 100, .045); ref = sample(25, 1)), and so are the expected figures. The quintiles are its
sample data "OrderedSample", printed in its reference pages for 1.0.1 (whoequity.github.io/healthequal).
"""

from __future__ import annotations

import math
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.settings import ROOT
from data.statistics import inequality
from data.statistics.errors import FiguresError
from data.statistics.inequality import Declined, Group, Groups, Measure, OrderedGroups, UnorderedGroupsError
from tests.alternatives import inequality as slow

PEOPLE_25 = [832, 931, 1468, 1021, 1039, 1515, 1138, 620, 794, 866, 1367, 1108, 1120, 1033, 833, 1536, 1149, 410, 1210]
PEOPLE_25 += [858, 680, 935, 692, 781, 812]
ESTIMATES_25 = [61, 74, 58, 59, 72, 75, 74, 68, 75, 67, 73, 63, 66, 62, 60, 66, 71, 73, 71, 61, 74, 84, 55, 69, 60]
ERRORS_25 = [5, 3, 3, 3, 4, 9, 2, 2, 2, 5, 5, 7, 5, 6, 4, 5, 6, 6, 9, 4, 3, 4, 1, 3, 7]
REFERENCE_25 = "group 14"


def twenty_five(*, favourable: bool = True) -> Groups:
    rows = zip(ESTIMATES_25, PEOPLE_25, ERRORS_25, strict=True)
    members = tuple(Group(f"group {n}", y, p, se) for n, (y, p, se) in enumerate(rows, start=1))
    return Groups(members, favourable=favourable, reference=REFERENCE_25, scale=100)


def of(groups: Groups, measure: str) -> Measure:
    actual = inequality.measures(groups)[measure]
    assert isinstance(actual, Measure), actual
    return actual


def estimates(groups: Groups) -> dict[str, float]:
    return {name: m.estimate for name, m in inequality.measures(groups).items() if isinstance(m, Measure)}


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("bgv", 46.198326),
        ("bgsd", 6.7969351),
        ("mdmu", 5.891726),
        ("mdmw", 5.8348689),
        ("mdbu", 16.360001),
        ("mdbw", 16.293156),
        ("mdru", 7.2399998),
        ("mdrw", 7.2228465),
        ("idisu", 8.7018175),
        ("idisw", 8.6178417),
        ("par", 16.293152),
        ("paf", 24.06426),
    ],
)
def test_estimates_are_those_of_healthequal_s_own_tests(measure: str, expected: float) -> None:
    assert of(twenty_five(), measure).estimate == pytest.approx(expected, rel=5e-7)


@pytest.mark.parametrize(
    ("measure", "expected", "error"),
    # healthequal's tests take these to 1 in 10,000 only; it forgets to multiply the standard errors by 1,000.
    [("ti", 5.0359201, 1000 * 0.0014201), ("mld", 5.0524006, 1000 * 0.0014242)],
)
def test_theil_and_mean_log_deviation(measure: str, expected: float, error: float) -> None:
    actual = of(twenty_five(), measure)
    assert actual.estimate == pytest.approx(expected, rel=5e-5)
    assert actual.ci_high == pytest.approx(expected + 1.959964 * error, rel=5e-5)
    assert actual.ci_low == pytest.approx(expected - 1.959964 * error, rel=2e-4)


def test_the_variance_s_interval_is_healthequal_s() -> None:
    actual = of(twenty_five(), "bgv")
    assert actual.ci_low == pytest.approx(46.198326 - 1.959963985 * 17.134647, rel=1e-6)
    assert actual.ci_high == pytest.approx(46.198326 + 1.959963985 * 17.134647, rel=1e-6)


def test_coefficient_of_variation_is_the_deviation_over_the_mean() -> None:
    mean = 84 - 16.293152  # healthequal's PAR is the best estimate, 84, less the mean
    assert of(twenty_five(), "cov").estimate == pytest.approx(100 * 6.7969351 / mean, rel=5e-7)


def three(first: float, second: float, third: float, **options: object) -> Groups:
    """Groups of 100, 300 and 600 people with standard errors of 1, 2 and 3."""
    members = (Group("A", first, 100, 1), Group("B", second, 300, 2), Group("C", third, 600, 3))
    return Groups(members, **options)  # type: ignore[arg-type]


def test_every_measure_of_three_groups_by_hand() -> None:
    groups = three(10, 20, 40, reference="B")
    mean = 0.1 * 10 + 0.3 * 20 + 0.6 * 40
    assert mean == 31
    variance = 0.1 * 21**2 + 0.3 * 11**2 + 0.6 * 9**2
    expected = {
        "d": 40 - 20,  # a high value is bad: the highest less the reference
        "r": 40 / 20,
        "bgv": variance,
        "bgsd": math.sqrt(variance),
        "cov": 100 * math.sqrt(variance) / 31,
        "mdmu": (21 + 11 + 9) / 3,
        "mdmw": 0.1 * 21 + 0.3 * 11 + 0.6 * 9,
        "mdbu": (0 + 10 + 30) / 3,
        "mdbw": 0.3 * 10 + 0.6 * 30,
        "mdru": (10 + 0 + 20) / 3,
        "mdrw": 0.1 * 10 + 0.6 * 20,
        "idisu": 100 * (21 + 11 + 9) / 3 / 31,
        "idisw": 100 * (0.1 * 21 + 0.3 * 11 + 0.6 * 9) / 31,
        "ti": 1000 * sum(s * y / 31 * math.log(y / 31) for s, y in ((0.1, 10), (0.3, 20), (0.6, 40))),
        "mld": -1000 * sum(s * math.log(y / 31) for s, y in ((0.1, 10), (0.3, 20), (0.6, 40))),
        "par": 10 - 31,
        "paf": 100 * (10 - 31) / 31,
    }
    actual = inequality.measures(groups)
    computed = {name: m.estimate for name, m in actual.items() if isinstance(m, Measure)}
    assert computed == pytest.approx(expected, rel=1e-12)
    assert {name for name, m in actual.items() if isinstance(m, Declined)} == {
        "sii_linear",
        "rii_linear",
        "sii_logit",
        "rii_logit",
        "aci",
        "rci",
    }


@pytest.mark.parametrize(
    ("favourable", "reference", "between", "difference"),
    [
        (False, None, ("C", "A"), 30),
        (True, None, ("C", "A"), 30),
        (False, "B", ("C", "B"), 20),
        (True, "B", ("B", "A"), 10),
    ],
)
def test_difference_and_ratio_compare_the_groups_healthequal_compares(
    favourable: bool, reference: str | None, between: tuple[str, str], difference: float
) -> None:
    groups = three(10, 20, 40, favourable=favourable, reference=reference)
    d, r = of(groups, "d"), of(groups, "r")
    assert (d.between, d.estimate, r.between) == (between, difference, between)
    estimates = {"A": 10, "B": 20, "C": 40}
    assert r.estimate == estimates[between[0]] / estimates[between[1]]


def test_of_ordered_groups_the_ends_are_compared() -> None:
    members = three(10, 40, 20).members
    rising = OrderedGroups(members, favourable=True, reference="B")
    assert (of(rising, "d").estimate, of(rising, "d").between) == (20 - 10, ("C", "A"))
    adverse = OrderedGroups(members, favourable=False)
    assert (of(adverse, "d").estimate, of(adverse, "r").estimate) == (10 - 20, 10 / 20)


def test_intervals_of_difference_and_ratio_by_hand() -> None:
    d, r = of(three(10, 20, 40), "d"), of(three(10, 20, 40), "r")
    assert d.ci_low == pytest.approx(30 - 1.959964 * math.sqrt(1**2 + 3**2), rel=1e-6)
    assert d.ci_high == pytest.approx(30 + 1.959964 * math.sqrt(1**2 + 3**2), rel=1e-6)
    spread = math.exp(1.959964 * math.sqrt((1 / 10) ** 2 + (3 / 40) ** 2))
    assert (r.ci_low, r.ci_high) == pytest.approx((4 / spread, 4 * spread), rel=1e-6)


def test_without_standard_errors_there_is_an_estimate_and_no_interval() -> None:
    members = tuple(replace(group, standard_error=None) for group in three(10, 20, 40).members)
    for actual in inequality.measures(Groups(members)).values():
        if isinstance(actual, Measure):
            assert (actual.ci_low, actual.ci_high) == (None, None)
            assert actual.method.startswith("no interval")


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("ti", slow.ti),
        ("mld", slow.mld),
        ("par", lambda y, p: y[0] - slow.mean(y, p)),
        ("paf", lambda y, p: 100 * (y[0] - slow.mean(y, p)) / slow.mean(y, p)),
    ],
)
def test_analytic_standard_errors_are_those_of_the_delta_method(measure: str, value) -> None:  # type: ignore[no-untyped-def]
    actual = of(three(30, 32, 40), measure)
    assert actual.ci_high is not None
    error = slow.standard_error_of(lambda y: value(y, [100, 300, 600]), [30, 32, 40], [1, 2, 3])
    if measure in ("ti", "mld"):
        assert actual.ci_high == pytest.approx(actual.estimate + 1.959964 * error, rel=1e-4)
    else:
        assert actual.ci_low == pytest.approx(actual.estimate - 1.959964 * error, rel=1e-4)


def test_attributable_risk_without_standard_errors_has_walter_s_interval() -> None:
    # OrderedSample of healthequal 1.0.1: par 7.627362, se 0.3372516; paf 8.327116, se 0.003681919 as a share.
    members = tuple(replace(group, standard_error=None) for group in quintiles().members)
    par, paf = (of(replace(quintiles(), members=members), m) for m in ("par", "paf"))
    assert par.estimate == pytest.approx(7.627362, abs=5e-6)
    assert (par.ci_low, par.ci_high) == pytest.approx((6.966361, 8.288363), abs=1e-5)
    assert paf.estimate == pytest.approx(8.327116, abs=5e-6)
    half = 1.959964 * 100 * 0.003681919
    assert (paf.ci_low, paf.ci_high) == pytest.approx((8.327116 - half, 8.327116 + half), abs=1e-5)


def test_attributable_risk_is_0_where_the_most_advantaged_are_no_better() -> None:
    groups = OrderedGroups(three(10, 20, 40).members, favourable=False)
    par, paf = of(groups, "par"), of(groups, "paf")
    assert (par.estimate, par.ci_low, par.ci_high) == (0, 0, 0)
    assert paf.estimate == 0


def quintiles() -> OrderedGroups:
    rows = [
        (75.60530, 1.5996131, 2072.436),
        (91.01997, 1.1351504, 2112.204),
        (96.03959, 0.6461946, 1983.059),
        (97.04223, 0.5676206, 2052.124),
        (99.22405, 0.2237683, 1884.510),
    ]
    members = tuple(Group(f"quintile {n}", y, p, se) for n, (y, se, p) in enumerate(rows, start=1))
    return OrderedGroups(members, favourable=True, scale=100)


def test_logarithms_are_not_taken_of_zero() -> None:
    actual = inequality.measures(three(0, 20, 40))
    for measure in ("ti", "mld"):
        assert actual[measure] == Declined(measure, "it takes logarithms, and the estimate of A is 0")
    assert actual["r"] == Declined("r", "the estimate of A is 0, and nothing can be divided by it")
    assert isinstance(actual["bgsd"], Measure)


def test_nothing_is_divided_by_a_mean_of_zero() -> None:
    actual = inequality.measures(three(0, 0, 0))
    for measure in ("cov", "idisu", "idisw", "paf"):
        assert isinstance(actual[measure], Declined)
    assert of(three(0, 0, 0), "bgv").estimate == 0


def test_a_hidden_group_is_named_and_too_many_stop_the_measure() -> None:
    seven = [Group(f"group {n}", 10.0 + n, 100, 1) for n in range(7)]
    one_hidden = Groups((*seven[:6], Group("hidden", None, 20)))
    actual = of(one_hidden, "bgsd")
    assert actual.missing == ("hidden",)
    assert actual.estimate == pytest.approx(of(Groups(tuple(seven[:6])), "bgsd").estimate)
    two_hidden = Groups((*seven[:5], Group("hidden", None, 100), Group("secret", None, 100)))
    for name, result in inequality.measures(two_hidden).items():
        assert isinstance(result, Measure) == (name in ("d", "r"))
        assert result.missing == ("hidden", "secret")
    reason = "the groups with a figure hold 71% of the people and 95% must; there is none for hidden, secret"
    assert inequality.measures(two_hidden)["bgsd"] == Declined("bgsd", reason, ("hidden", "secret"))


def test_small_hidden_groups_hide_no_gap_between_the_others() -> None:
    """Infants of 2017–23: Black 7.2, White 2.9, two groups of a few hundred births hidden; 98 % of births are shown."""
    shown = (Group("Black", 7.2, 48_000, 0.4), Group("White", 2.9, 270_000, 0.1), Group("Hispanic", 5.0, 90_000, 0.2))
    small = (Group("Native", None, 4_000), Group("Pacific", None, 4_000))
    actual = inequality.measures(Groups((*shown, *small)))
    assert isinstance(actual["bgsd"], Measure)
    assert of(Groups((*shown, *small)), "d").estimate == pytest.approx(7.2 - 2.9)
    unknown = Groups((*shown, Group("Native", None, None)))
    assert isinstance(inequality.measures(unknown)["d"], Measure)
    result = inequality.measures(unknown)["bgsd"]
    assert isinstance(result, Declined)
    assert result.reason == "there is no figure for Native, and how many people these are is not known"


@pytest.mark.parametrize(("favourable", "reference"), [(False, "C"), (True, "A")])
def test_a_reference_that_is_itself_the_extreme_is_not_compared_with_itself(favourable: bool, reference: str) -> None:
    """The worst-off group as reference had a difference of 0 (0 to 0) and a ratio of 1 (1 to 1)."""
    actual = inequality.measures(three(10, 20, 40, favourable=favourable, reference=reference))
    for measure in ("d", "r"):
        result = actual[measure]
        assert isinstance(result, Declined)
        assert "a group is not compared with itself" in result.reason
    tied = inequality.measures(three(10, 40, 40, reference="B"))
    assert isinstance(tied["d"], Declined)


def test_equal_groups_without_a_reference_differ_by_nothing_with_an_interval() -> None:
    actual = of(three(20, 20, 20), "d")
    assert len(set(actual.between)) == 2
    assert actual.estimate == 0


def test_a_hidden_reference_has_no_measures_of_its_own() -> None:
    members = (*(Group(f"group {n}", 10.0 + n, 100, 1) for n in range(6)), Group("hidden", None, 20))
    actual = inequality.measures(Groups(members, reference="hidden"))
    for measure in ("d", "r", "mdru", "mdrw"):
        result = actual[measure]
        assert isinstance(result, Declined)
        assert result.reason == "there is no figure for the reference, hidden"


def test_two_groups_have_a_difference_and_a_ratio_and_no_more() -> None:
    actual = inequality.measures(Groups((Group("A", 10, 100, 1), Group("B", 20, 100, 1))))
    assert {name for name, m in actual.items() if isinstance(m, Measure)} == {"d", "r"}


@pytest.mark.parametrize(
    ("members", "options", "sentence"),
    [
        ((Group("A", 1, 1),), {}, "at least two groups"),
        ((Group("A", 1, 1), Group("A", 2, 1)), {}, "each group should stand once: A"),
        ((Group("A", -1, 1), Group("B", 2, 1)), {}, "estimate of “A” should be a number from 0 up"),
        ((Group("A", 1, -1), Group("B", 2, 1)), {}, "population of “A”"),
        ((Group("A", 1, 1, math.nan), Group("B", 2, 1)), {}, "standard error of “A”"),
        ((Group("A", 1, None), Group("B", 2, 1)), {}, "“A” has an estimate and no population"),
        ((Group("A", 1, 0), Group("B", 2, 0)), {}, "no group with a figure has any people"),
        ((Group("A", 1, 1), Group("B", 2, 1)), {"reference": "C"}, "reference “C” is not one of the groups: A, B"),
        ((Group("A", 120, 1), Group("B", 2, 1)), {"scale": 100}, "above the scale of 100"),
        ((Group("A", 1, 1), Group("B", 2, 1)), {"scale": 0}, "a scale is a number above 0"),
    ],
)
def test_groups_no_measure_could_use_are_refused(
    members: tuple[Group, ...], options: dict[str, object], sentence: str
) -> None:
    with pytest.raises(FiguresError, match=sentence):
        Groups(members, **options)  # type: ignore[arg-type]


RACE = Groups((Group("Asian", 10, 100), Group("Black", 54, 100), Group("White", 36, 700)))


@pytest.mark.parametrize(
    "asked",
    [
        lambda: inequality.slope_index(RACE, "linear"),  # type: ignore[arg-type]
        lambda: inequality.relative_index(RACE, "logit"),  # type: ignore[arg-type]
        lambda: inequality.absolute_concentration_index(RACE),  # type: ignore[arg-type]
        lambda: inequality.relative_concentration_index(RACE),  # type: ignore[arg-type]
        lambda: inequality.pair_of(RACE, "aci"),
        lambda: inequality.pair_of(RACE, "rii_logit"),
    ],
)
def test_measures_that_need_an_order_are_an_error_on_race(asked) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnorderedGroupsError, match="race and ethnicity have none"):
        asked()


def test_the_types_keep_race_out_of_measures_that_need_an_order(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        "from data.statistics.inequality import Group, Groups, OrderedGroups, absolute_concentration_index\n"
        "members = (Group('A', 1, 1), Group('B', 2, 1), Group('C', 3, 1))\n"
        "absolute_concentration_index(OrderedGroups(members))\n"
        "absolute_concentration_index(Groups(members))\n",
        encoding="utf-8",
    )
    message = subprocess.run(
        [sys.executable, "-m", "mypy", "--follow-imports=silent", str(program)],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert "program.py:4" in message.stdout
    assert 'incompatible type "Groups"; expected "OrderedGroups"' in message.stdout
    assert "program.py:3" not in message.stdout


def test_an_absolute_measure_never_stands_without_a_relative_one() -> None:
    for measure in set(inequality.MEASURES) - {"sii_linear", "rii_linear", "sii_logit", "rii_logit", "aci", "rci"}:
        pair = inequality.pair_of(three(10, 20, 40, reference="B"), measure)
        assert pair.absolute.id in inequality.ABSOLUTE
        assert pair.relative.id in inequality.RELATIVE
        assert measure in (pair.absolute.id, pair.relative.id)
    assert {p.absolute.id for p in inequality.pairs(RACE)} == inequality.ABSOLUTE - {"sii_linear", "sii_logit", "aci"}
    assert {p.absolute.id for p in inequality.pairs(quintiles())} == inequality.ABSOLUTE


def test_simulated_intervals_are_the_same_for_everybody() -> None:
    assert inequality.measures(twenty_five()) == inequality.measures(twenty_five())


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("bgsd", slow.bgsd),
        ("cov", slow.cov),
        ("mdmu", lambda y, p: slow.mdm(y, p, weighted=False)),
        ("idisw", lambda y, p: slow.idis(y, p, weighted=True)),
        ("mdbw", lambda y, p: slow.mdb(y, p, favourable=False, weighted=True)),
        ("mdru", lambda y, p: slow.apart(y, p, y[1], weighted=False)),
    ],
)
def test_each_draw_is_measured_against_its_own_mean_and_its_own_best(measure: str, value) -> None:  # type: ignore[no-untyped-def]
    # One large and uncertain group moves the mean: against the mean of the estimates, draws would seem far less equal.
    groups = Groups(
        (Group("A", 30, 900, 6), Group("B", 36, 50, 1), Group("C", 48, 50, 1)), reference="B", favourable=False
    )
    actual = of(groups, measure)
    low, high = slow.simulated(value, [30, 36, 48], [900, 50, 50], [6, 1, 1])
    assert actual.ci_low is not None
    assert actual.ci_high is not None
    assert (actual.ci_low, actual.ci_high) == pytest.approx((low, high), abs=0.05 * (high - low))


def test_an_interval_always_reaches_its_estimate() -> None:
    equal = Groups(tuple(Group(name, 50 + n / 100, 100, 5) for n, name in enumerate("ABC")))
    actual = of(equal, "bgsd")
    assert actual.ci_low == actual.estimate


def test_simulated_shares_stay_shares() -> None:
    near_all = Groups(tuple(Group(name, 99.5, 100, 2) for name in "ABC"), scale=100, favourable=True)
    best = of(near_all, "mdbu")
    assert best.ci_high is not None
    assert best.ci_high < 100 - 90


numbers = st.floats(0.5, 99, allow_nan=False)
people = st.integers(1, 10_000_000)
groups_of_numbers = st.lists(st.tuples(numbers, people, st.floats(0.01, 5)), min_size=3, max_size=9)


@settings(deadline=None)
@given(groups_of_numbers, st.booleans())
def test_the_second_way_gives_the_same(rows: list[tuple[float, int, float]], favourable: bool) -> None:
    y, p = [row[0] for row in rows], [row[1] for row in rows]
    members = tuple(Group(f"group {n}", a, b) for n, (a, b, _) in enumerate(rows))
    groups = Groups(members, favourable=favourable, reference="group 1")
    expected = {
        "bgv": slow.bgv(y, p),
        "bgsd": slow.bgsd(y, p),
        "cov": slow.cov(y, p),
        "mdmu": slow.mdm(y, p, weighted=False),
        "mdmw": slow.mdm(y, p, weighted=True),
        "mdbu": slow.mdb(y, p, favourable=favourable, weighted=False),
        "mdbw": slow.mdb(y, p, favourable=favourable, weighted=True),
        "mdru": slow.apart(y, p, y[1], weighted=False),
        "mdrw": slow.apart(y, p, y[1], weighted=True),
        "idisu": slow.idis(y, p, weighted=False),
        "idisw": slow.idis(y, p, weighted=True),
        "ti": slow.ti(y, p),
        "mld": slow.mld(y, p),
    }
    actual = inequality.measures(groups)
    computed = {name: m.estimate for name, m in actual.items() if isinstance(m, Measure) and name in expected}
    assert computed == pytest.approx(expected, rel=1e-6, abs=1e-6)


@settings(deadline=None)
@given(groups_of_numbers)
def test_equal_groups_are_equal_by_every_measure_and_scale_changes_no_relative_one(
    rows: list[tuple[float, int, float]],
) -> None:
    level = estimates(Groups(tuple(Group(f"group {n}", 7, p) for n, (_, p, _) in enumerate(rows))))
    for measure in ("d", "bgv", "bgsd", "cov", "mdmw", "mdbw", "idisw", "ti", "mld", "par", "paf"):
        assert level[measure] == pytest.approx(0, abs=1e-5)
    once = estimates(Groups(tuple(Group(f"group {n}", y, p) for n, (y, p, _) in enumerate(rows))))
    thrice = estimates(Groups(tuple(Group(f"group {n}", 3 * y, p) for n, (y, p, _) in enumerate(rows))))
    for measure in ("r", "cov", "idisu", "idisw", "ti", "mld", "paf"):
        assert thrice[measure] == pytest.approx(once[measure], rel=1e-6, abs=1e-6)
    for measure in ("d", "bgsd", "mdmw", "mdbu", "par"):
        assert thrice[measure] == pytest.approx(3 * once[measure], rel=1e-6, abs=1e-6)


@settings(deadline=None, max_examples=50)
@given(groups_of_numbers)
def test_every_interval_holds_its_estimate(rows: list[tuple[float, int, float]]) -> None:
    groups = OrderedGroups(tuple(Group(f"group {n}", y, p, se) for n, (y, p, se) in enumerate(rows)), scale=100)
    for actual in inequality.measures(groups).values():
        if isinstance(actual, Measure) and actual.ci_low is not None and actual.ci_high is not None:
            assert math.isfinite(actual.ci_low)
            assert math.isfinite(actual.ci_high)
            slack = 1e-9 * max(1.0, abs(actual.estimate))
            assert actual.ci_low - slack <= actual.estimate <= actual.ci_high + slack
