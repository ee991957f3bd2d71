"""Counts taken from published intervals: nothing is lost with all decimals, little is left with those of the page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from data.catalog.models import Indicator, read_indicators
from data.disclosure.interval_counts import counts_of_interval
from data.observations.schema import SNAPSHOT_TYPES
from data.settings import ROOT
from data.vocabulary import IntervalForm

SNAPSHOT = ROOT / "data" / "snapshot"
INDICATORS = read_indicators(ROOT / "data" / "indicators")
AS_FILED = 11


def interval_of(events: int, people: float, per: float) -> tuple[float, float, float]:
    """Rate and limits as the National Center for Health Statistics makes them, from the tables of its notes."""
    rate = events / people * per
    if events < 100:
        low = stats.chi2.ppf(0.025, 2 * events) / 2 / events
        high = stats.chi2.ppf(0.975, 2 * events + 2) / 2 / events
        return rate, rate * low, rate * high
    return rate, rate * (1 - 1.96 / math.sqrt(events)), rate * (1 + 1.96 / math.sqrt(events))


def share_of(events: int, people: int) -> tuple[float, float, float]:
    share = events / people
    half = 1.96 * math.sqrt(share * (1 - share) / people)
    return 100 * share, 100 * (share - half), 100 * (share + half)


@given(events=st.integers(1, 9_000), people=st.integers(10_000, 21_000_000), decimals=st.integers(0, 4))
def test_the_true_count_is_always_among_those_that_are_left(events: int, people: int, decimals: int) -> None:
    figures = [round(x, decimals) for x in interval_of(events, people, 100_000)]
    left = counts_of_interval(*figures, decimals, "events", 100_000)
    assert left is None or left[0] <= events <= left[1]
    assert left is not None or figures[0] == 0 or figures[1] == figures[2]


@given(events=st.integers(1, 9_000), people=st.integers(10_000, 21_000_000))
def test_with_all_decimals_the_count_is_left_alone(events: int, people: int) -> None:
    figures = [round(x, AS_FILED) for x in interval_of(events, people, 100_000)]
    left = counts_of_interval(*figures, AS_FILED, "events", 100_000)
    assert left is not None
    assert left[0] <= events <= left[1]
    assert left[1] - left[0] <= (0 if events < 2_000 else 2)


def test_a_tenth_of_a_death_in_a_hundred_thousand_leaves_many_counts() -> None:
    """400 deaths of 1,000,000: 40.0 (36.1 to 43.9). A half-width of 3.85 to 3.95 is of (78.4 / 3.9 ± 1 %)² deaths."""
    figures = [round(x, 1) for x in interval_of(400, 1_000_000, 100_000)]
    assert figures == [40.0, 36.1, 43.9]
    left = counts_of_interval(*figures, 1, "events", 100_000)
    assert left is not None
    assert left[0] <= 400 <= left[1]
    assert left[1] - left[0] >= 10


@given(events=st.integers(20, 3_000), others=st.integers(50, 60_000), decimals=st.integers(1, 3))
def test_a_share_and_its_interval_give_the_events(events: int, others: int, decimals: int) -> None:
    exact = counts_of_interval(*share_of(events, events + others), AS_FILED, "share", 100)
    assert exact == (events, events)
    left = counts_of_interval(*(round(x, decimals) for x in share_of(events, events + others)), decimals, "share", 100)
    assert left is None or left[0] <= events <= left[1]


@given(parts=st.lists(st.tuples(st.integers(1, 300), st.floats(0.2, 5)), min_size=2, max_size=8))
def test_of_an_adjusted_rate_the_interval_gives_a_lower_bound(parts: list[tuple[int, float]]) -> None:
    """Σ w d with variance Σ w² d has the width of (Σ w d)² / Σ w² d events, never more than Σ d: Cauchy and Schwarz."""
    rate = sum(d * w for d, w in parts)
    half = 1.96 * math.sqrt(sum(d * w * w for d, w in parts))
    if half >= rate:
        return
    left = counts_of_interval(rate, rate - half, rate + half, 9, "effective_events", 100_000)
    assert left is None or (left[0] <= sum(d for d, _ in parts) and math.isinf(left[1]))


@pytest.mark.parametrize("figures", [(0.0, 0.0, 3.7), (5.0, 5.0, 5.0), (0.0, 0.0, 0.0)])
def test_a_rate_of_zero_or_an_interval_without_width_says_nothing(figures: tuple[float, float, float]) -> None:
    forms: tuple[IntervalForm, ...] = ("events", "effective_events", "share")
    assert [counts_of_interval(*figures, 1, form, 100) for form in forms] == [None] * 3


Figures = tuple[float, float, float, float | None]


READ = "read_csv($path, auto_detect = false, header = true, delim = ',', columns = $columns)"


def published(indicator: Indicator, source: str) -> list[Figures]:
    """Value, interval and count of the rows of a source in the snapshot, with the decimals of the publisher."""
    return duckdb.execute(
        f"SELECT value, ci_low, ci_high, numerator FROM {READ} "
        "WHERE indicator = $indicator AND ci_low IS NOT NULL AND value > 0",
        {"path": str(SNAPSHOT / f"{source}.csv"), "indicator": indicator.id, "columns": SNAPSHOT_TYPES},
    ).fetchall()


def hiding() -> Iterator[tuple[Indicator, str]]:
    """Every indicator and source with hidden rows; files without the word are not read as tables."""
    for path in sorted(Path(SNAPSHOT).glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        if text.startswith("indicator,") and ",suppressed," in text:
            statement = f"SELECT DISTINCT indicator FROM {READ} WHERE status = 'suppressed' ORDER BY 1"
            for (name,) in duckdb.execute(statement, {"path": str(path), "columns": SNAPSHOT_TYPES}).fetchall():
                yield INDICATORS[name], path.stem


HIDING = list(hiding())


def decimals_of(*figures: float) -> int:
    return max(len(f"{x:.12g}".partition(".")[2]) for x in figures)


@pytest.mark.parametrize(("indicator", "source"), HIDING, ids=lambda x: x if isinstance(x, str) else x.id)
def test_what_is_declared_of_intervals_is_so_and_nothing_is_forgotten(indicator: Indicator, source: str) -> None:
    """Few real intervals are those of a whole count by chance; where nearly all are, they are made of counts."""
    rows = [row for row in published(indicator, source) if row[3] is None]
    known = [row for row in published(indicator, source) if row[3] is not None]
    form = indicator.interval_form.get(source)
    for value, low, high, count in known if form else ():
        left = counts_of_interval(value, low, high, decimals_of(value, low, high), form or "events", indicator.per)
        assert left is None or (count is not None and left[0] <= count <= left[1])
    if len(rows) < 5 or indicator.measure not in ("rate", "percent"):
        return
    for tried in ("events", "share"):
        if decimals_of(*rows[0][:3]) < 6:
            continue  # rounded: that a count fits says nothing
        fits = sum(
            (left := counts_of_interval(*row[:3], decimals_of(*row[:3]), tried, indicator.per)) is not None
            and left[0] == left[1]
            for row in rows
        )
        if fits > 0.9 * len(rows):
            assert form == tried, f"{indicator.id}.toml: `interval_form` of {source} is “{tried}”"


def test_every_form_is_of_a_source_that_has_figures() -> None:
    for indicator in INDICATORS.values():
        declared = {series.source for series in indicator.series}
        assert set(indicator.interval_form) <= declared
        assert set(indicator.hidden_because) <= declared
