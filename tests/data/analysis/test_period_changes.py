"""Which two figures of a place may be set against each other, on synthetic rows in the form of a trend."""

from __future__ import annotations

from typing import Any

import pytest

from data.analysis.period_changes import Change, latest_figures
from data.catalog.models import Break, Catalog, Indicator
from data.query.rows import NAN, Rows, joined
from data.vocabulary import OVERALL
from tests.alternatives import comparisons as slow
from tests.frames import NOTHING
from tests.questions import Asked

PLACE = "25013"


def made(*rows: tuple[str, float | None], source: str = "example_vital", **own: Any) -> Rows:
    """Synthetic rows of one place: period and value, with an interval of ± 10 % that is even in logarithms."""
    missing = {"status": "suppressed", "source": source}
    plain = NOTHING._replace(geo_id=PLACE, dimension=OVERALL, stratum=OVERALL)
    return Rows(
        plain._replace(**{"period": period, **missing, **({} if value is None else with_interval(value)), **own})
        for period, value in rows
    )


def with_interval(value: float) -> dict[str, Any]:
    return {"value": value, "ci_low": value / 1.1, "ci_high": value * 1.1, "status": "reported"}


@pytest.fixture(scope="module")
def catalog(ask: Asked) -> Catalog:
    return ask.catalog


@pytest.fixture(scope="module")
def plain(catalog: Catalog) -> Indicator:
    """A rate without a break and without a provisional period."""
    return catalog.indicators["example_deaths"].model_copy(update={"breaks": (), "provisional": ()})


def change(rows: Rows, indicator: Indicator, catalog: Catalog, stratum: str = OVERALL) -> Change | None:
    return latest_figures(rows, indicator, catalog, PLACE, stratum)


def periods(found: Change | None) -> tuple[str, str]:
    assert found is not None
    return found.before.period, found.after.period


def test_the_last_year_is_set_against_the_one_before(plain: Indicator, catalog: Catalog) -> None:
    found = change(made(("2018", 20.0), ("2020", 30.0), ("2019", 25.0)), plain, catalog)
    assert periods(found) == ("2019", "2020")
    assert found is not None
    assert found.result is not None
    assert found.result.value == pytest.approx(100 * (30 / 25 - 1))
    assert found.result.direction == "higher"


def test_the_change_is_the_ratio_a_second_way(plain: Indicator, catalog: Catalog) -> None:
    """Narrow intervals, for which the errors of figures and of their logarithms are the same."""
    rows = joined([
        made(("2019", 200.0), ci_low=198.0, ci_high=202.0), made(("2020", 210.0), ci_low=207.9, ci_high=212.1),
    ])  # fmt: skip
    found = change(rows, plain, catalog)
    assert found is not None
    assert found.result is not None
    _, low, high = slow.ratio((210, 207.9, 212.1), (200, 198, 202))
    assert (found.result.low, found.result.high) == pytest.approx((100 * (low - 1), 100 * (high - 1)), rel=1e-3)


def test_a_hidden_or_provisional_year_is_passed_over(plain: Indicator, catalog: Catalog) -> None:
    rows = made(("2018", 20.0), ("2019", None), ("2020", 30.0), ("2021", 90.0))
    provisional = plain.model_copy(update={"provisional": ("2021",)})
    assert periods(change(rows, provisional, catalog)) == ("2018", "2020")


def test_of_pooled_periods_the_last_is_set_against_the_first(plain: Indicator, catalog: Catalog) -> None:
    rows = made(("2015-2017", 20.0), ("2018-2020", 30.0), ("2021-2023", 40.0))
    assert periods(change(rows, plain, catalog)) == ("2015-2017", "2021-2023")


def test_rolling_periods_are_compared_only_where_they_share_no_year(plain: Indicator, catalog: Catalog) -> None:
    rolling = made(("2019-2021", 20.0), ("2020-2022", 22.0), ("2021-2023", 24.0))
    found = change(rolling, plain, catalog)
    assert found is not None
    assert (found.refusal, periods(found)) == ("overlap", ("2020-2022", "2021-2023"))
    assert found.result is None
    longer = made(("2018-2020", 18.0), ("2019-2021", 20.0), ("2021-2023", 24.0))
    assert periods(change(longer, plain, catalog)) == ("2018-2020", "2021-2023")


def test_single_years_go_before_pools_of_the_same_years(plain: Indicator, catalog: Catalog) -> None:
    rows = joined([made(("2018-2020", 20.0), ("2021-2023", 30.0)), made(("2022", 31.0), ("2023", 32.0))])
    assert periods(change(rows, plain, catalog)) == ("2022", "2023")


def test_nothing_is_compared_across_a_break(plain: Indicator, catalog: Catalog) -> None:
    broken = plain.model_copy(update={"breaks": (Break(at=2020, note="Synthetic break."),)})
    found = change(made(("2018", 20.0), ("2019", 21.0), ("2020", 30.0)), broken, catalog)
    assert found is not None
    assert (found.refusal, found.at, found.result) == ("break", 2020, None)
    after = change(made(("2019", 21.0), ("2020", 30.0), ("2021", 31.0)), broken, catalog)
    assert periods(after) == ("2020", "2021")


def test_a_break_of_groups_does_not_bear_on_everyone(plain: Indicator, catalog: Catalog) -> None:
    of_race = Break(at=2020, note="Synthetic break.", dimension="race_ethnicity")
    broken = plain.model_copy(update={"breaks": (of_race,)})
    rows = made(("2019", 20.0), ("2020", 30.0))
    assert (change(rows, broken, catalog) or Change(None, None)).refusal is None
    black = made(("2019", 20.0), ("2020", 30.0), dimension="race_ethnicity", stratum="black_nh")
    assert (change(black, broken, catalog, "black_nh") or Change(None, None)).refusal == "break"


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (made(("2019", 20.0), ("2020", 30.0), status="unreliable"), "unreliable"),
        (made(("2019", 20.0), ("2020", 0.0)), "zero"),
        (made(("2019", 20.0), ("2020", 30.0), ci_low=NAN, ci_high=NAN), "interval"),
        (joined([made(("2019", 20.0)), made(("2020", 30.0), source="example_survey")]), None),
    ],
)
def test_why_a_change_is_not_stated(rows: Rows, reason: str | None, plain: Indicator, catalog: Catalog) -> None:
    """Two releases of one publisher go on with a series of everyone."""
    found = change(rows, plain, catalog)
    assert found is not None
    assert found.refusal == reason
    assert (found.result is None) == (reason is not None)


def test_releases_that_may_group_people_differently_are_not_compared(plain: Indicator, catalog: Catalog) -> None:
    groups = {"dimension": "race_ethnicity", "stratum": "black_nh"}
    rows = joined([made(("2019", 20.0), **groups), made(("2020", 30.0), source="example_survey", **groups)])
    assert (change(rows, plain, catalog, "black_nh") or Change(None, None)).refusal == "sources"


def test_one_figure_is_compared_with_nothing(plain: Indicator, catalog: Catalog) -> None:
    assert change(made(("2019", 20.0), ("2020", None)), plain, catalog) is None
