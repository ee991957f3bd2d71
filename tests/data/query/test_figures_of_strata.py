"""Figures of many strata at once, and the people behind each."""

from __future__ import annotations

import math
import random

from data.catalog.models import Words
from data.query.queries import people_behind
from data.query.rows import NAN, Row
from tests.questions import Asked
from tests.towns import make_indicator


def test_figures_of_strata_are_those_of_the_indicators_rows(ask_published: Asked) -> None:
    """Of an indicator, level, group and period: every published figure, and nothing besides."""
    catalog, answers = ask_published.catalog, ask_published.answers
    covered = [c for c in catalog.coverage if c.shown and c.level != "municipality"]
    some = random.Random(11).sample(covered, 60)
    strata = tuple((c.indicator, c.level, c.stratum, c.period) for c in some)
    found = answers.figures_of_strata(strata)
    assert set(found) == {c.indicator for c in some}
    for indicator, rows in found.items():
        wanted = {(level, stratum, period.slug) for own, level, stratum, period in strata if own == indicator}
        assert {(row.level, row.stratum, row.period) for row in rows} == wanted
        for level, stratum, period in wanted:
            coverage = next(
                c for c in some
                if (c.indicator, c.level, c.stratum, c.period.slug) == (indicator, level, stratum, period)
            )  # fmt: skip
            assert rows.number(level=level, stratum=stratum, period=period) == coverage.shown


def test_people_behind_a_figure_are_the_publishers_then_residents_then_what_counts_give() -> None:
    """Synthetic: 3,000 of the publisher; else 1,000 and 1,200 residents; else 30 events at 2 per 100,000 a year."""
    indicator = make_indicator()
    row = Row("25001", "a", "A", "county", NAN, NAN, "overall", "overall", "2021-2023", 2.0, NAN, NAN, 30.0, 3000.0,
              "reported", "s")  # fmt: skip
    counted = {("overall", 2021): 1000, ("overall", 2022): 1100, ("overall", 2023): 1200}
    assert people_behind(row, indicator, counted) == 3000
    without = row._replace(denominator=NAN)
    assert people_behind(without, indicator, counted) == 1000 + 1100 + 1200
    some = {("overall", 2021): 1000, ("overall", 2023): 1200}
    assert people_behind(without, indicator, some) == 3 * (1000 + 1200) / 2
    assert people_behind(without, indicator, {("black_nh", 2022): 10}) == 30 * 100_000 / 2.0
    assert math.isnan(people_behind(without._replace(numerator=NAN), indicator, {}))
    of_adults = make_indicator(words=Words(people="adults", happen="x", happened="x", events="x", rate="x"))
    assert people_behind(without, of_adults, counted) == 30 * 100_000 / 2.0, "residents are not adults"
    adjusted = make_indicator(adjustment="age_adjusted")
    assert math.isnan(people_behind(without, adjusted, {})), "an adjusted rate and its events give no people"
