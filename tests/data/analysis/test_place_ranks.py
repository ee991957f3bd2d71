"""Ranks of the places in view: who is ranked, how sure, and how fast."""

from __future__ import annotations

from dataclasses import replace

from data.analysis.place_ranks import place_ranks
from data.query.rows import Rows
from data.statistics.ranks import Rank
from tests.frames import changed
from tests.questions import Asked

HAMPDEN, NORFOLK = "25013", "25021"


def test_hampden_is_highest_and_its_rank_is_not_certain(ask_published: Asked) -> None:
    """County Health Rankings 2026: 79.6 (63.8 to 98.1), of eleven counties with a figure of Black residents."""
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023")
    found = place_ranks(answer)
    assert found[HAMPDEN].position == 1
    assert found[HAMPDEN].low == 1 < found[HAMPDEN].high
    assert found[NORFOLK].position == len(found) == 11


def test_only_reliable_figures_with_a_known_uncertainty_are_ranked(ask_published: Asked) -> None:
    for answer in ask_published.sample[::3]:
        found = place_ranks(answer)
        reliable = {row.geo_id for row in answer.places if row.status == "reported"}
        assert set(found) <= reliable, answer.selection
        if not answer.indicator.comparable:
            assert found == {}, "numbers of events are larger where more people live"


def test_a_higher_figure_has_a_better_rank(ask_published: Asked) -> None:
    for answer in ask_published.sample[::3]:
        found = place_ranks(answer)
        values = {row.geo_id: row.value for row in answer.places if row.geo_id in found}
        for geo_id, rank in found.items():
            assert rank.position == 1 + sum(value > values[geo_id] for value in values.values()), answer.selection
            assert 1 <= rank.low <= rank.position <= rank.high <= len(found)


def test_hidden_and_zero_are_neither_first_nor_last(ask: Asked) -> None:
    """Barnstable has no event and Berkshire five: unreliable both; three counties are hidden, one has none."""
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    found = place_ranks(answer)
    assert len(found) == 14 - 2 - 3 - 1
    assert found["25027"].position == 1, "Worcester has 120 deaths among as many people"


def test_places_far_apart_have_certain_ranks(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    far = {"25011": 1.0, "25013": 100.0, "25015": 10_000.0}
    places = Rows(
        row._replace(value=far[row.geo_id], ci_low=far[row.geo_id] * 0.9, ci_high=far[row.geo_id] * 1.1)
        for row in answer.places
        if row.geo_id in far
    )
    found = place_ranks(replace(answer, places=places))
    assert found == {"25015": Rank(1, 1, 1), "25013": Rank(2, 2, 2), "25011": Rank(3, 3, 3)}


def test_every_city_and_town_with_a_sure_figure_is_ranked(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_overdose_deaths", level="municipality", by="overall")
    sure = changed(
        answer.places, status="reported", value=lambda row: (row.value if row.value == row.value else 0.0) + 5.0
    )
    sure = changed(sure, numerator=100.0, ci_low=lambda row: row.value * 0.6, ci_high=lambda row: row.value * 1.5)
    assert len(place_ranks(replace(answer, places=sure))) == 351
