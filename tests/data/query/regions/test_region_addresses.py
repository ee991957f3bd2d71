"""Regions in addresses: every one comes back, a broken one gets a notice, and what is shown is that region."""

from __future__ import annotations

import math
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.page.choice_links import ChoiceLinks
from data.analysis.place_comparison import compare
from data.analysis.profiles.place_profile import place_profile
from data.query.regions.member_code import encode, municipalities
from data.query.regions.region import region_place, region_words
from data.query.url import choice, parse_query
from data.query.url_parameters import read_query
from tests.questions import Asked

DEATHS = "opioid_overdose_deaths"
VALLEY = ("springfield", "holyoke", "chicopee", "west-springfield")


def code(ask: Asked, *slugs: str) -> str:
    return encode([member for slug in slugs for member in ask.catalog.by_slug[slug].members], ask.catalog)


def test_every_region_comes_back_from_its_address(ask_published: Asked) -> None:
    catalog = ask_published.catalog

    @given(st.sets(st.sampled_from(municipalities(catalog)), min_size=1), st.text(max_size=30))
    @settings(max_examples=60)
    def comes_back(members: set[str], name: str) -> None:
        words = {"indicator": DEATHS, "level": "region", "members": encode(members, catalog), "name": name}
        selection, notices = parse_query(words, catalog)
        assert notices == ()
        assert selection.level == "region"
        read = read_query(selection.query())
        assert parse_query(read, catalog) == (selection, ())
        place = catalog.with_regions((region_place(catalog, sorted(members), name),)).by_slug["region"]
        assert set(place.members) == members
        again, notices = parse_query({"indicator": DEATHS, **region_words(place, catalog)}, catalog)
        assert (again.members, notices) == (selection.members, ())

    comes_back()


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ({"members": "A!"}, "a letter that no such code has"),
        ({"members": "ABC"}, "cut off, or too long"),
        ({"members": "A" * 61}, "cut off, or too long"),
        ({"members": "A" * 59}, "names no city or town"),
        ({"members": "__"}, "none of the 351"),
        ({"members": "CK", "with_members": "C"}, "The region to compare with cannot be read"),
    ],
)
def test_a_broken_region_is_said_and_something_is_shown(
    ask_published: Asked, broken: dict[str, str], says: str
) -> None:
    selection, notices = ask_published.parse(indicator=DEATHS, **broken)
    assert sum(says in notice for notice in notices) == 1
    assert ask_published.answers.to(selection).places
    assert selection.other_members == ""


def test_a_level_without_members_is_said(ask_published: Asked) -> None:
    selection, notices = ask_published.parse(indicator=DEATHS, level="region")
    assert selection.level == "county"
    assert len(notices) == 1


def test_what_cannot_be_pooled_says_why_and_shows_what_there_is(ask_published: Asked) -> None:
    members = code(ask_published, *VALLEY)
    for indicator, reason in (
        ("diabetes_prevalence", "Estimates of a statistical model cannot be added up."),
        ("premature_death", "Rates adjusted for age cannot be added up."),
        ("median_household_income_by_race", "Medians, averages and scores cannot be added up."),
        ("births_yearly", "It is published for whole counties alone, and the region takes only a part of one."),
        ("maternal_mortality", "It is published for the state alone."),
    ):
        selection, notices = ask_published.parse(indicator=indicator, level="region", members=members)
        assert any(reason in notice for notice in notices), (indicator, notices)
        assert selection.level != "region"
        assert selection.members == members  # the region is kept: another question may have it


def test_a_region_is_the_sum_of_its_towns_and_is_tested_against_the_rest(ask_published: Asked, published: Path) -> None:
    answer = ask_published(indicator=DEATHS, period="2018", members=code(ask_published, *VALLEY), name="The Valley")
    (row,) = answer.places
    with duckdb.connect(str(published), read_only=True) as connection:
        events, people = connection.execute(
            "SELECT sum(numerator), sum(denominator) FROM observation JOIN geography USING (geo_id)"
            " WHERE indicator = ? AND slug IN ? AND period_start = '2018-01-01' AND period_end = '2018-12-31'",
            [DEATHS, list(VALLEY)],
        ).fetchone() or (0, 0)
    assert (row.numerator, row.denominator, row.name) == (events, people, "The Valley")
    assert math.isclose(row.value, events / people * 100_000)
    (state,) = answer.state
    assert math.isclose(row.ratio, row.value / state.value)
    assert (row.verdict == "higher") == (row.ratio_low > 1)
    periods = set(answer.trend.where(geo_id=row.geo_id).column("period"))
    assert periods == {"2014", "2015", "2014-2018", "2016", "2017", "2018"}


def test_all_towns_are_the_state_and_are_not_tested_against_it(ask_published: Asked) -> None:
    answer = ask_published(indicator=DEATHS, level="region", members=code(ask_published, "massachusetts"))
    (row,), (state,) = answer.places, answer.state
    for name in ("value", "ci_low", "ci_high", "numerator", "denominator", "status", "source"):
        assert getattr(row, name) == getattr(state, name)
    assert (row.ratio, row.verdict) == (1.0, "")


def test_one_town_is_the_town(ask_published: Asked) -> None:
    words = {"indicator": DEATHS, "period": "2018"}
    region = ask_published(**words, level="region", members=code(ask_published, "holyoke")).places
    town = ask_published(**words, level="municipality", place="holyoke").places.only(slug="holyoke")
    assert town is not None
    (row,) = region
    assert row[7:] == town[7:]
    assert row.name == "Holyoke"


def test_another_region_is_set_beside_it(ask_published: Asked) -> None:
    valley, boston = code(ask_published, *VALLEY), code(ask_published, "boston", "chelsea", "revere")
    answer = ask_published(indicator=DEATHS, members=valley, with_members=boston, with_name="Harbor", view="compare")
    assert answer.selection.compare_with == "other-region"
    one, other = answer.related
    assert (one.place.name, other.place.name) == ("Springfield and 3 other towns", "Harbor")
    row, beside = one.places.only(slug="region"), other.places.only(slug="other-region")
    assert compare(row, beside, one.place, other.place, one.indicator, one.catalog).verdict == "higher"
    # Regions that share towns share events: they are not tested.
    shared = ask_published(
        indicator=DEATHS, members=valley, with_members=code(ask_published, "boston", "holyoke"), view="compare"
    )
    one, other = shared.related
    refused = compare(one.places[0], one.places[1], one.place, other.place, one.indicator, one.catalog)
    assert refused.refusal == "sharing"
    assert ask_published.parse(indicator=DEATHS, members=valley, with_members=valley)[0].other_members == ""


@pytest.mark.parametrize("level", ["region", "county"])
@pytest.mark.parametrize("named", ["", DEATHS, "hampden-county", "Hampden County", "zzzz"])
def test_what_is_compared_is_the_same_when_the_address_is_read_again(
    ask_published: Asked, level: str, named: str
) -> None:
    """Beside itself nothing is compared: the other region of the address is, as where nothing is named."""
    words = {"indicator": DEATHS, "level": level, "members": "CKCP", "with_members": "Ef", "with": named}
    if level == "county":
        words["place"] = "hampden-county"
    selection, _ = parse_query(words, ask_published.catalog)
    assert parse_query(read_query(selection.query()), ask_published.catalog) == (selection, ())
    compared = "hampden-county" if level == "region" and named.startswith(("h", "H")) else "other-region"
    assert selection.compare_with == compared


def test_a_place_that_is_looked_for_from_a_region_is_shown(ask_published: Asked) -> None:
    selection, notices = ask_published.parse(
        indicator=DEATHS, level="region", members=code(ask_published, *VALLEY), place="Worcester County"
    )
    assert (selection.level, selection.place, notices) == ("county", "worcester-county", ())


def test_links_of_choices_keep_the_region(ask_published: Asked) -> None:
    words = {"indicator": DEATHS, "level": "region", "members": code(ask_published, *VALLEY), "name": "V"}
    selection, _ = ask_published.parse(**words)
    catalog = ask_published.answers.to(selection).catalog
    links = ChoiceLinks(selection, catalog)
    for changed in (
        {"period": "2015"},
        {"indicator": "opioid_overdose_death_counts"},
        {"level": "county"},
        {"level": "region"},
    ):
        address = links.to(**changed)
        assert address == choice(selection, catalog, **changed).query()
        assert f"members={words['members']}" in address
        assert "place=region" not in address


def test_the_profile_of_a_region_has_its_own_figures_and_its_countys(ask_published: Asked, published: Path) -> None:
    catalog = ask_published.catalog
    members = [catalog.by_slug[slug].geo_id for slug in VALLEY]
    profile = place_profile(ask_published.answers, region_place(catalog, members, "The Valley"))
    own = {line.answer.indicator.id: line.row for line in profile.lines if not line.of_county}
    with duckdb.connect(str(published), read_only=True) as connection:
        for indicator, row in own.items():
            period = next(line.answer.selection.period for line in profile.lines if line.row is row)
            value, numerator, number = connection.execute(
                "SELECT sum(value), sum(numerator), count(value) FROM observation"
                " WHERE indicator = ? AND geo_id IN ? AND stratum = 'overall' AND (period_start, period_end) = (?, ?)",
                [indicator, members, period.start, period.end],
            ).fetchone() or (0, 0, 0)
            assert number == len(members)
            amount = catalog.indicators[indicator].measure in ("count", "dollars")
            assert math.isclose(row.value if amount else row.numerator, value if amount else numerator)
    assert {DEATHS, "opioid_ems_incidents", "opioid_settlement_received"} <= set(own)
    # A region stands on the spread of the towns its figure is made of, and its own figure within it.
    (deaths,) = [line for line in profile.lines if line.answer.indicator.id == DEATHS]
    towns = ask_published(indicator=DEATHS, level="municipality", period=deaths.row.period).places
    usable = [row.value for row in towns if row.status == "reported"]
    assert deaths.spread.low == min(*usable, deaths.row.value)
    assert deaths.spread.high == max(*usable, deaths.row.value)
    of_county = [line for line in profile.lines if line.of_county]
    assert {line.row.name for line in of_county} == {"Hampden County"}
    assert len(of_county) > 20
    residents = ask_published.answers.residents(profile.place.geo_id)
    parts = [ask_published.answers.residents(member) for member in members]
    assert residents["overall", 2018] == sum(part["overall", 2018] for part in parts)
