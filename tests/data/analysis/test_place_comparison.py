"""Two places beside each other: how they lie to each other, what is tested, which places are peers, what is asked."""

from __future__ import annotations

import pytest

from data.analysis.place_comparison import Comparison, compare_groups, peers, relation
from data.catalog.models import Place
from data.query.compared_selections import compared_selections, is_picked
from data.query.selection import Answer
from data.statistics.comparisons import Estimate
from tests.alternatives import comparisons as slow
from tests.alternatives.statistics import part_to_whole
from tests.questions import Asked

BLACK = {"indicator": "drug_overdose_deaths", "group": "black_nh", "period": "2021-2023", "view": "compare"}
TOWNS = {"indicator": "opioid_overdose_deaths", "period": "2018", "by": "overall", "view": "compare"}


def compared(answer: Answer, stratum: str) -> Comparison:
    one, other = answer.related
    return compare_groups(one, other)[stratum]


def slugs(answer: Answer) -> list[str]:
    return [question.place for question in compared_selections(answer)]


def test_places_apart_are_compared_by_two_independent_intervals(ask_published: Asked) -> None:
    """County Health Rankings 2026, Black residents: Hampden 79.6 (63.8 to 98.1), Worcester 50.0 (38.9 to 63.2)."""
    answer = ask_published(**BLACK, place="hampden-county", **{"with": "worcester-county"})
    found = compared(answer, "black_nh")
    hampden, worcester = ((row.value, row.ci_low, row.ci_high) for row in (found.first, found.second))
    assert hampden == pytest.approx((79.6, 63.8, 98.1), abs=0.05)
    assert found.ratio is not None
    assert found.difference is not None
    assert (found.ratio.value, found.ratio.low, found.ratio.high) == pytest.approx(slow.ratio(hampden, worcester))
    difference = (found.difference.value, found.difference.low, found.difference.high)
    assert difference == pytest.approx(slow.difference(hampden, worcester))
    assert (found.verdict, found.independent) == ("higher", False)


def test_two_groups_of_the_same_places_may_have_other_verdicts(ask_published: Asked) -> None:
    answer = ask_published(**BLACK, place="hampden-county", **{"with": "worcester-county"})
    assert compared(answer, "hispanic").verdict == "not clear", "66.3 (58.1 to 74.5) and 59.0 (50.9 to 67.1)"
    assert compared(answer, "asian_nh").refusal == "missing", "hidden in both"
    assert compared(answer, "asian_nh").verdict == ""


def test_a_town_is_tested_against_the_rest_of_the_county_it_is_in(ask_published: Asked) -> None:
    words = {**TOWNS, "level": "municipality", "place": "boston"}
    found = compared(ask_published(**words, **{"with": "suffolk-county"}), "overall")
    part, whole = ((int(row.numerator), float(row.denominator)) for row in (found.first, found.second))
    assert found.ratio is not None
    assert found.difference is not None
    figures = (Estimate(1e5 * events / people, events=events, people=people) for events, people in (part, whole))
    exact = part_to_whole(*figures)
    assert (found.ratio.value, found.ratio.low, found.ratio.high) == pytest.approx(exact, rel=1e-4)
    difference = (found.difference.value, found.difference.low, found.difference.high)
    assert difference == pytest.approx(slow.part_from_whole(part, whole, 1e5))
    assert not found.independent


def test_the_whole_against_its_part_is_the_same_test_turned_about(ask_published: Asked) -> None:
    part = compared(
        ask_published(**TOWNS, level="municipality", place="boston", **{"with": "suffolk-county"}), "overall"
    )
    whole = compared(ask_published(**TOWNS, level="county", place="suffolk-county", **{"with": "boston"}), "overall")
    assert part.ratio is not None
    assert whole.ratio is not None
    assert whole.ratio.value == pytest.approx(1 / part.ratio.value)
    assert (whole.ratio.low, whole.ratio.high) == pytest.approx((1 / part.ratio.high, 1 / part.ratio.low))
    assert part.difference is not None
    assert whole.difference is not None
    assert whole.difference.low == pytest.approx(-part.difference.high)


def test_a_county_and_the_state_with_rates_alone_are_treated_as_independent_which_is_said(ask_published: Asked) -> None:
    found = compared(ask_published(**BLACK, place="hampden-county"), "black_nh")
    assert found.independent
    assert found.verdict == "higher"


def place(name: str, *members: str) -> Place:
    return Place(name, name, name, "area", members)


def test_places_lie_apart_within_each_other_or_share_towns() -> None:
    north, south, both, middle = place("n", "a", "b"), place("s", "c"), place("b", "a", "b", "c"), place("m", "b", "c")
    assert relation(north, south) == "apart"
    assert (relation(north, both), relation(both, north)) == ("part", "whole")
    assert relation(north, middle) == "sharing"
    assert relation(north, place("other", "b", "a")) == "same"


def test_the_verdict_is_that_of_the_ratio_and_both_ways_agree(ask: Asked, ask_published: Asked) -> None:
    """Whatever is compared: higher one way is lower the other, and what has no figure has no verdict."""
    opposite = {"higher": "lower", "lower": "higher", "not clear": "not clear", "": ""}
    words = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023", "view": "compare"}
    counties = [row.slug for row in ask(**words).places]
    for one in counties[::2]:
        for other in counties[1::2]:
            there = compared(ask(**words, place=one, **{"with": other}), "black_nh")
            back = compared(ask(**words, place=other, **{"with": one}), "black_nh")
            assert there.verdict == opposite[back.verdict]
            if there.first.value != there.first.value or there.second.value != there.second.value:
                assert (there.refusal, there.ratio, there.difference) == ("missing", None, None)


def test_peers_are_the_places_closest_in_number_of_residents(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    springfield = catalog.by_slug["springfield"]
    found = peers(springfield, catalog)
    assert len(found) == 5
    own = catalog.residents[springfield.geo_id]
    ratios = {
        p: max(catalog.residents[p.geo_id] / own, own / catalog.residents[p.geo_id])
        for p in catalog.places_of("municipality")
        if p != springfield
    }
    assert [ratios[p] for p in found] == sorted(ratios.values())[:5]
    assert peers(catalog.state, catalog) == ()


def test_what_is_made_of_towns_has_their_residents(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    for region in catalog.places_of("eohhs_region"):
        assert catalog.residents[region.geo_id] == sum(catalog.residents[town] for town in region.members)


def test_the_other_place_is_the_state_unless_one_is_named(ask_published: Asked) -> None:
    assert slugs(ask_published(**BLACK, place="hampden-county")) == ["hampden-county", ""]
    assert slugs(ask_published(**BLACK, place="hampden-county", **{"with": "massachusetts"})) == ["hampden-county", ""]
    named = ask_published(**BLACK, place="hampden-county", **{"with": "essex-county"})
    assert slugs(named) == ["hampden-county", "essex-county"]


def test_without_a_place_the_highest_stands_beside_the_lowest(ask_published: Asked) -> None:
    answer = ask_published(**BLACK)
    assert slugs(answer) == ["hampden-county", "norfolk-county"]
    assert is_picked(answer)
    assert not is_picked(ask_published(**BLACK, place="hampden-county"))
    named = ask_published(**BLACK, **{"with": "essex-county"})
    assert slugs(named) == ["essex-county", ""]
    assert not is_picked(named)


def test_another_indicator_is_asked_for_the_same_place_and_group(ask_published: Asked) -> None:
    answer = ask_published(**BLACK, place="hampden-county", **{"with": "life_expectancy"})
    one, other = compared_selections(answer)
    assert (one.indicator, other.indicator) == ("drug_overdose_deaths", "life_expectancy")
    assert (other.place, other.group) == ("hampden-county", "black_nh")


def test_the_state_alone_has_nothing_beside_it(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_deaths_dph_state", view="compare")
    assert len(compared_selections(answer)) == 1
    assert [other.place.slug for other in answer.related] == ["massachusetts"]
