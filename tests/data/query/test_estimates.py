"""What makes a figure reliable, over every row of the published file."""

from __future__ import annotations

from collections import Counter

import pytest

from data.query.estimates import nameable_rows, reliability, reliable_rows, usable_rows
from data.query.rows import NAN
from tests.frames import NOTHING
from tests.questions import Asked

PLAIN = NOTHING._replace(geo_id="25013", level="county", value=20.0, status="reported")


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ({}, "unknown"),
        ({"numerator": 10.0}, "reliable"),
        ({"numerator": 9.0}, "unreliable"),
        ({"ci_low": 15.0, "ci_high": 26.0}, "reliable"),
        ({"ci_low": 1.0, "ci_high": 34.0}, "unreliable"),  # 165 % of 20
        ({"ci_low": 15.0, "ci_high": 26.0, "status": "unreliable"}, "unreliable"),
        ({"value": NAN, "status": "suppressed"}, "none"),
    ],
)
def test_it_takes_a_count_or_an_interval(own: dict[str, object], expected: str, ask_published: Asked) -> None:
    assert reliability(PLAIN._replace(**own), ask_published.catalog.indicators["drug_overdose_deaths"]) == expected


@pytest.mark.parametrize(("half", "expected"), [(2.9, "reliable"), (3.1, "unreliable"), (14.7, "unreliable")])
def test_years_are_reliable_within_three(half: float, expected: str, ask_published: Asked) -> None:
    years = ask_published.catalog.indicators["life_expectancy"]
    assert reliability(PLAIN._replace(value=90.0, ci_low=90 - half, ci_high=90 + half), years) == expected


def test_of_figures_without_any_sign_of_certainty_small_places_are_not_named(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    percent = catalog.indicators["treatment_admissions_alcohol"]
    rows = [PLAIN._replace(geo_id=place.geo_id) for place in catalog.places_of("municipality")]
    named = nameable_rows(rows, percent, catalog)
    assert {row.geo_id for row in named} == {
        place.geo_id for place in catalog.places_of("municipality") if catalog.residents[place.geo_id] >= 10_000
    }
    assert (reliable_rows(rows, percent), len(usable_rows(rows, percent))) == ((), 351)


def test_no_verdict_is_on_a_figure_that_is_not_reliable(ask_published: Asked) -> None:
    """Of every view: a verdict needs a reliable figure, and an unreliable one says why it has none."""
    found: Counter[str] = Counter()
    for answer in ask_published.sample:
        for row in (*answer.places, *answer.state, *answer.groups):
            sure = reliability(row, answer.indicator)
            assert not row.verdict or sure == "reliable", row
            assert not row.verdict or not row.barrier, row
            if row.barrier:
                assert row.ratio_low != row.ratio_low
            found[sure] += 1
    assert set(found) == {"reliable", "unreliable", "unknown", "none"}
