"""What must hold of every row of figures: each rule refuses what it is about, and is one and the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.catalog.models import read_sources
from data.observations import checks
from data.observations.models import Observation
from data.observations.rules import STATEMENTS
from data.observations.schema import SNAPSHOT_TYPES
from data.pipeline.build import Inputs
from data.vocabulary import Adjustment, Measure, Period
from tests.alternatives import rules
from tests.towns import make_indicator

pytestmark = pytest.mark.slow

SOURCES = read_sources(Inputs().sources)
SENTINEL = 9999
SOURCE = SOURCES["chr_2025"].model_copy(update={"id": "s", "sentinels": (float(SENTINEL),)})


def row_of(**changes: Any) -> Observation:
    """A synthetic row that breaks no rule: 50 of 1,000 people."""
    key = ("deaths", "county", "25001", "overall", "overall", Period.years(2018), "s")
    return replace(Observation(*key, numerator=50, denominator=1000), **changes)  # type: ignore[arg-type]


def known_of(measure: Measure = "rate", per: int = 1000, adjustment: Adjustment = "crude") -> checks.KnownDefinitions:
    changes = {"rollup": (), "population_denominator": False, "measure": measure, "adjustment": adjustment}
    indicator = make_indicator(**changes, per=100 if measure == "percent" else per)
    return checks.KnownDefinitions({"deaths": indicator}, {"s": SOURCE})


def broken(row: Observation, known: checks.KnownDefinitions) -> set[tuple[str, str]]:
    return {(v.statement, v.column) for v in checks.find_violations([row], known)}


def period(start: date, end: date) -> Period:
    """A period even where it ends before it starts, which no importer can make and a file can hold."""
    made = object.__new__(Period)
    object.__setattr__(made, "start", start)
    object.__setattr__(made, "end", end)
    return made


@dataclass(frozen=True)
class Case:
    """A row that breaks one rule: what is changed in a sound one, and the rule and column it is refused for."""

    rule: str
    column: str
    changes: dict[str, Any]
    measure: Measure = "rate"


def alone(**figures: float) -> dict[str, Any]:
    """Figures without the count and the people of the sound row."""
    return {"numerator": None, "denominator": None, **figures}


REFUSED = {
    "a value of -1": Case(rules.BELOW_ZERO, "value", alone(value=-1)),
    "a score of -999": Case(rules.BELOW_ZERO, "value", alone(value=-999), "score"),
    "a count of -9": Case(rules.BELOW_ZERO, "numerator", {"numerator": -9}),
    "people of -99": Case(rules.BELOW_ZERO, "denominator", alone(value=3, denominator=-99)),
    "an interval below zero": Case(rules.BELOW_ZERO, "ci_low", alone(value=1, ci_low=-0.1, ci_high=2)),
    "what its source writes for nothing": Case(rules.SENTINEL, "value", alone(value=SENTINEL), "dollars"),
    "101 percent": Case(rules.OVER_100, "value", alone(value=101), "percent"),
    "an interval to 104 percent": Case(rules.OVER_100, "ci_high", alone(value=99, ci_low=9, ci_high=104), "percent"),
    "a value beside its interval": Case(rules.INTERVAL, "value", alone(value=233.2, ci_low=20, ci_high=26)),
    "an interval turned round": Case(rules.INTERVAL, "ci_high", {"ci_low": 7.0, "ci_high": 5.0}),
    "half an interval": Case(rules.INTERVAL, "ci_low", {"value": 50.0, "ci_low": 45.0}),
    "more cases than people": Case(rules.PART, "numerator", {"numerator": 1000, "denominator": 50}, "percent"),
    "a rate of another row": Case(rules.QUOTIENT, "value", {"value": 41.8}),
    "a hundred times the rate": Case(rules.QUOTIENT, "value", {"value": 5000.0}),
    "a rate of no people": Case(rules.QUOTIENT, "value", {"value": 0, "numerator": 0, "denominator": 0}),
    "a number that is not its count": Case(rules.NUMBER, "value", {"value": 51, "denominator": None}, "count"),
    "a hidden count": Case(rules.HIDDEN, "numerator", {"status": "suppressed"}),
    "nothing": Case(rules.SHOWN, "value", {"numerator": None}),
    "an endless rate": Case(rules.FINITE, "value", alone(value=float("inf"))),
    "another level": Case(rules.WORDS, "geo_level", {"geo_level": "village"}),
    "another status": Case(rules.WORDS, "status", {"status": "perhaps"}),
    "a group of another dimension": Case(rules.WORDS, "stratum", {"dimension": "sex", "stratum": "black_nh"}),
    "an end before a start": Case(rules.ORDER, "period_end", {"period": period(date(2018, 12, 31), date(2018, 1, 1))}),
}


@pytest.mark.parametrize("name", REFUSED)
def test_each_rule_refuses_what_it_is_about_and_says_what_to_do(name: str) -> None:
    case = REFUSED[name]
    (actual,) = checks.find_violations([row_of(), row_of(**case.changes)], known_of(case.measure))
    assert (actual.statement, actual.column, actual.row) == (case.rule, case.column, 1), "the second of two"
    assert actual.problem
    assert actual.remedy
    assert str(actual).startswith(f"s.csv, column “{case.column}”, row 1: deaths, 25001, ")


def test_every_rule_has_a_case_it_refuses() -> None:
    assert {case.rule for case in REFUSED.values()} == set(STATEMENTS)


ACCEPTED: dict[str, tuple[dict[str, Any], checks.KnownDefinitions]] = {
    "zero": ({"value": 0.0, "numerator": 0.0}, known_of()),
    "a whole percent": ({"value": 100.0, "ci_low": 96.3, "ci_high": 100.0, "numerator": 1000.0}, known_of("percent")),
    # 57 of 1,150 are 49.565217… per 1,000, which is 50, 49.6 and 49.57 when it is rounded.
    "rounded to a whole number": ({"value": 50.0, "numerator": 57.0, "denominator": 1150.0}, known_of()),
    "rounded to one decimal": ({"value": 49.6, "numerator": 57.0, "denominator": 1150.0}, known_of()),
    "rounded to two": ({"value": 49.57, "numerator": 57.0, "denominator": 1150.0}, known_of()),
    "as twelve digits": ({"value": 49.5652173913, "numerator": 57.0, "denominator": 1150.0}, known_of()),
    "a scaled proportion": ({"value": 0.0495652173913 * 1000, "numerator": 57.0, "denominator": 1150.0}, known_of()),
    "adjusted for age": ({"value": 41.8}, known_of(adjustment="age_adjusted")),
    "visits, of which one person has several": ({"value": 1250.0, "numerator": 1250.0}, known_of()),
    "people without a hidden count": ({"status": "suppressed", "numerator": None}, known_of()),
    "9999 of a source that means it": ({"value": 9999.0, "numerator": None, "source": "t"}, known_of("dollars")),
}


@pytest.mark.parametrize("case", ACCEPTED)
def test_what_a_publisher_may_print_is_not_refused(case: str) -> None:
    changes, known = ACCEPTED[case]
    assert broken(row_of(**changes), known) == set()


def test_a_rounded_rate_is_refused_when_it_is_off_by_more_than_its_rounding() -> None:
    """57 of 1,150 are 49.565217… per 1,000: 49.5 and 49.56 are not it, and 51 is not it rounded to a whole number."""
    for value in (49.5, 49.56, 51.0, 48.0):
        row = row_of(value=value, numerator=57.0, denominator=1150.0)
        assert broken(row, known_of()) == {(rules.QUOTIENT, "value")}, value


def test_computed_rows_may_have_people_of_another_source() -> None:
    row = row_of(value=41.8)
    with duckdb.connect(":memory:") as connection:
        _create(connection, [row])
        of_tables = checks.row_rule_check(known_of(), published=False)
        assert of_tables(connection, "t") == []
        assert [v.column for v in checks.row_rule_check(known_of())(connection, "t")] == ["value"]


def _create(connection: duckdb.DuckDBPyConnection, rows: list[Observation]) -> None:
    connection.execute(f"CREATE TABLE t ({', '.join(f'{c} {t}' for c, t in SNAPSHOT_TYPES.items())})")
    for o in rows:
        cells = [o.indicator, o.geo_level, o.geo_id, o.dimension, o.stratum, o.period.start, o.period.end]
        cells += [getattr(o, name) for name in rules.FIGURES]
        connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * 14)})", [*cells, o.status, o.source])


number = st.one_of(
    st.none(),
    st.sampled_from(
        [-999.0, -1.0, 0.0, 1.0, 5.0, 49.6, 50.0, 99.0, 100.0, 101.0, 1000.0, 1150.0, 9999.0, float("inf")]
    ),
    st.integers(0, 2000).map(float),
    st.floats(-5, 5000).map(lambda x: round(x, 3)),
)


@st.composite
def synthetic_rows(draw: st.DrawFn) -> Observation:
    figures = {name: draw(number) for name in rules.FIGURES}
    if draw(st.booleans()):  # figures that belong together, give or take
        count, people = draw(st.integers(0, 300)), draw(st.integers(1, 2000))
        decimals, off = draw(st.integers(0, 5)), draw(st.sampled_from([0, 0, 0, 0.4, 0.6, 30]))
        exact = count * 1000 / people
        value = exact if draw(st.booleans()) else round(exact, decimals) + off * 10.0**-decimals
        figures = figures | {"value": value, "numerator": float(count), "denominator": float(people)}
    level = draw(st.sampled_from(["county", "county", "county", "village"]))
    status = draw(st.sampled_from(["reported", "reported", "unreliable", "suppressed", "not_available", "perhaps"]))
    group = draw(st.sampled_from([("overall", "overall"), ("race_ethnicity", "black_nh"), ("sex", "black_nh")]))
    days = draw(st.sampled_from([(date(2018, 1, 1), date(2018, 12, 31)), (date(2018, 12, 31), date(2018, 1, 1))]))
    return row_of(geo_level=level, dimension=group[0], stratum=group[1], period=period(*days), status=status, **figures)


@given(
    st.lists(synthetic_rows(), min_size=20, max_size=40),
    st.sampled_from(["rate", "percent", "count", "score"]),
    st.sampled_from(["crude", "modelled", "age_adjusted", "modelled_age_adjusted"]),
)
@settings(max_examples=40, deadline=None)
def test_the_database_judges_every_row_as_plain_python_does(
    rows_of_a_table: list[Observation], measure: Measure, adjustment: Adjustment
) -> None:
    known = known_of(measure, adjustment=adjustment)
    actual: list[set[tuple[str, str]]] = [set() for _ in rows_of_a_table]
    for v in checks.find_violations(rows_of_a_table, known):
        assert v.row is not None
        actual[v.row].add((v.statement, v.column))
    indicator = known.indicators["deaths"]
    assert actual == [rules.broken(row, indicator, SOURCE.sentinels) for row in rows_of_a_table]
