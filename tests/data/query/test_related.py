"""What a view asks beside its own question, and the series that small multiples of lines are drawn from."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from data.query.related import (
    absent_groups,
    multiples_by,
    multiples_choices,
    panel_groups,
    panel_periods,
)
from data.vocabulary import EACH, OVERALL, Period
from tests.alternatives import answers as slow
from tests.frames import KINDS, kinds
from tests.questions import Asked

pytestmark = pytest.mark.slow


def test_one_map_for_each_group_asks_for_every_group_with_rows_in_the_period(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths", period="2021-2023", view="multiples")
    groups = [other.selection.group for other in answer.related]
    assert groups == ["aian_nh", "asian_nh", "black_nh", "hispanic", "multiracial_nh", "nhopi_nh", "white_nh"]
    assert {other.selection.period for other in answer.related} == {Period.years(2021, 2023)}
    hidden = next(other for other in answer.related if other.selection.group == "nhopi_nh")
    assert {row.status for row in hidden.places} == {"suppressed"}, "a group whose figures are all hidden keeps its map"
    assert absent_groups(answer.selection, answer.catalog) == ("asian_pi_nh",), "of other periods: named, not drawn"


def test_one_map_for_each_period_is_in_the_order_of_time(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", view="multiples", each="period")
    periods = [other.selection.period for other in answer.related]
    assert periods == sorted(periods)
    assert [p.slug for p in periods] == ["2018-2020", "2020-2022", "2021-2023"]
    assert {other.selection.group for other in answer.related} == {"black_nh"}


def test_only_small_multiples_and_comparisons_ask_for_more(ask_published: Asked) -> None:
    for indicator in ask_published.catalog.indicators:
        for view in ("map", "trend", "groups", "table"):
            assert ask_published(indicator=indicator, view=view).related == ()
        for each in EACH:
            answer = ask_published(indicator=indicator, view="multiples", each=each)
            assert multiples_by(answer.selection, answer.catalog) in ("group", "period") or not answer.related


def test_what_cannot_be_had_gives_way_to_the_first_that_can(ask_published: Asked) -> None:
    """Towns have no groups by race: one map for each period. The state has one shape: its groups as trends."""
    towns = ask_published(indicator="opioid_overdose_deaths", level="municipality", view="multiples")
    assert multiples_choices(towns.selection, towns.catalog) == ("period", "place_trend")
    assert (
        len(towns.related) == len(panel_periods(towns.selection, towns.catalog)) == 6
    )  # five years and the five together
    state = ask_published(indicator="drug_overdose_deaths", level="state", view="multiples")
    assert multiples_by(state.selection, state.catalog) == "group_trend"
    assert state.related == ()
    assert state.series is not None
    alone = ask_published(indicator="child_poverty", level="county", view="multiples")
    assert multiples_by(alone.selection, alone.catalog) == ""
    assert alone.series is None
    assert alone.related == ()


@pytest.mark.parametrize("each", EACH)
def test_another_way_of_showing_asks_for_the_same_frames(ask_published: Asked, each: str) -> None:
    plain = ask_published(indicator="drug_overdose_deaths", group="black_nh")
    shown = ask_published(indicator="drug_overdose_deaths", group="black_nh", view="multiples", each=each)
    assert shown.places is plain.places, "remembered once, whatever the view"
    assert plain.series is None
    for other in shown.related:
        words = {"group": other.selection.group, "period": other.selection.period.slug}
        assert other.places is ask_published(indicator="drug_overdose_deaths", **words).places


def test_a_group_that_no_period_has_is_no_panel(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", view="multiples")
    assert OVERALL not in panel_groups(answer.selection, answer.catalog)


@pytest.mark.parametrize(
    ("indicator", "level", "kind", "group"),
    [
        ("drug_overdose_deaths", "county", "", "black_nh"),
        ("opioid_overdose_deaths", "municipality", "", OVERALL),
        ("opioid_overdose_deaths", "area", "planning_agency", OVERALL),
        ("low_birthweight", "county", "", "hispanic"),
    ],
)
def test_every_place_over_time_is_what_the_slow_way_gives(
    ask_published: Asked, published: Path, indicator: str, level: str, kind: str, group: str
) -> None:
    found = ask_published.answers.place_series(indicator, level, kind, group)
    assert all(kinds(row) == KINDS for row in found)
    slow.compare(found, slow.Table(published).place_series(indicator, level, kind, group))
    for row in found:
        if row.status in ("suppressed", "not_available"):
            assert all(math.isnan(x) for x in (row.value, row.ci_low, row.ci_high, row.numerator))
