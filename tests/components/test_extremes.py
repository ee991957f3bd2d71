"""The highest and lowest place, and ranks with the interval they deserve."""

from __future__ import annotations

import pytest

from components.formatting.numbers import format_value
from components.formatting.rank_text import extremes, ordinal, rank_words
from data.language import use_language
from data.statistics.ranks import Rank
from tests.alternatives import sayings as second
from tests.components.reading import SPOILT
from tests.questions import Asked


@pytest.mark.parametrize(
    ("number", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (112, "112th"), (351, "351st")]
)
def test_ranks_are_written_as_a_reader_says_them(number: int, said: str) -> None:
    assert ordinal(number) == said
    with use_language("es"):
        assert ordinal(number) == f"{number}.º"


def test_a_rank_is_said_with_its_interval() -> None:
    assert rank_words(Rank(2, 1, 4), 11, "county") == "Ranks 2nd highest of 11 counties (could be 1st to 4th)"
    assert rank_words(Rank(1, 1, 3), 6, "eohhs_region") == "Highest of 6 regions (could be 1st to 3rd)"
    assert rank_words(Rank(1, 1, 1), 6, "eohhs_region") == "Highest of 6 regions"
    assert rank_words(Rank(5, 5, 5), 6, "eohhs_region") == "Ranks 5th highest of 6 regions"


def test_hampden_and_norfolk_are_named_with_the_caution(ask_published: Asked) -> None:
    """County Health Rankings 2026: 79.6 (63.8 to 98.1) and 30.6 (23.0 to 40.1) per 100,000 Black residents."""
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023")
    (said,) = extremes(answer)
    assert said.startswith("Highest of the 11 counties with a reliable figure: **Hampden County**, 79.6 (63.8 to 98.1)")
    assert "lowest: **Norfolk County**, 30.6 (23.0 to 40.1)" in said
    assert said.endswith("Do not read the order as certain.")


def test_numbers_of_events_and_the_state_alone_have_no_extremes(ask_published: Asked) -> None:
    assert extremes(ask_published(indicator="births")) == []
    assert extremes(ask_published(indicator="drug_overdose_deaths", level="state")) == []


def test_nothing_is_called_reliable_without_a_count_or_an_interval(ask_published: Asked) -> None:
    """Admissions for alcohol as a percentage of admissions: Dover 100.0 %, Cummington 0.0 %, of few people both."""
    answer = ask_published(indicator="treatment_admissions_alcohol", level="municipality")
    (said,) = extremes(answer)
    assert "reliable" not in said
    assert "with 10,000 residents or more" in said
    assert "Dover" not in said
    assert "Cummington" not in said
    for other in ask_published.sample[::2]:
        for sentence in extremes(other):
            assert ("reliable" in sentence) == all(second.is_sure(row, other) for row in second.named(other))


def test_years_known_to_fifteen_are_no_extreme(ask_published: Asked) -> None:
    """Life expectancy of Asian residents, County Health Rankings: Berkshire County 93.6 (78.9 to 108.3)."""
    answer = ask_published(indicator="life_expectancy", level="county", group="asian_nh", period="2021-2023")
    assert not any("Berkshire" in said for said in extremes(answer))


def test_the_extremes_are_those_of_the_reliable_figures(ask_published: Asked) -> None:
    for answer in ask_published.sample[::2]:
        for said in extremes(answer):
            assert SPOILT.search(said) is None, said
            named = [row.value for row in second.named(answer)]
            for value in (max(named), min(named)):
                assert format_value(value, answer.indicator) in said, answer.selection


def test_a_hidden_place_is_not_named(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    (said,) = extremes(answer)
    hidden = [row.name for row in answer.places if row.status != "reported"]
    assert not any(name in said for name in hidden)
