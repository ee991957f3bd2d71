"""Verdicts on many places: which stand, and how many chance alone would give."""

from __future__ import annotations

import pytest

from data.analysis.many_verdicts import MANY, many_verdicts
from data.query.estimates import reliability
from tests.alternatives import multiple_tests as slow
from tests.questions import Asked

TOWNS = {"indicator": "opioid_overdose_deaths", "level": "municipality", "period": "2018", "by": "overall"}


def test_of_eighteen_towns_called_so_twelve_stand_among_fifty(ask_published: Asked) -> None:
    """Opioid deaths of 2018: of 351 towns 50 have a reliable figure, and 50 × 0.05 = 2.5 would be called so anyway."""
    answer = ask_published(**TOWNS)
    found = many_verdicts(answer)
    assert (found.compared, len(found.higher) + len(found.lower), len(found.dropped)) == (50, 12, 6)
    names = {answer.catalog.places[geo_id].name for geo_id in found.dropped}
    assert names == {"Gloucester", "Abington", "Greenfield", "Gardner", "Quincy", "Stoughton"}
    assert found.by_chance == pytest.approx(2.5)
    assert found.many


def test_the_towns_that_stand_are_those_of_the_slow_way(ask_published: Asked) -> None:
    """Every death in the binomial, from the counts in the rows."""
    for period in ("2014", "2016", "2018"):
        answer = ask_published(**{**TOWNS, "period": period})
        (state,) = answer.state
        rows = [r for r in answer.places if r.status == "reported"]
        p_values = [
            slow.binomial_p_value(int(r.numerator), int(state.numerator), r.denominator / state.denominator)
            for r in rows
        ]
        stand = {rows[i].geo_id for i in slow.standing(p_values, 0.05)}
        found = many_verdicts(answer)
        assert {*found.higher, *found.lower} == stand
        assert set(found.dropped) == {r.geo_id for r in rows if r.verdict in ("higher", "lower")} - stand


def test_over_all_views_no_verdict_that_stands_is_unreliable_or_new(ask_published: Asked) -> None:
    seen = 0
    for answer in ask_published.sample:
        found = many_verdicts(answer)
        rows = {row.geo_id: row for row in answer.places}
        for verdict, geo_ids in (("higher", found.higher), ("lower", found.lower)):
            for geo_id in geo_ids:
                assert rows[geo_id].verdict == verdict
                assert reliability(rows[geo_id], answer.indicator) == "reliable"
        assert found.dropped == () or found.compared >= MANY
        seen += found.compared
    assert seen > 100
