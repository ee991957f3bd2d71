"""Addresses: every question round-trips, every address gets an answer, and what is not understood is said in words."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.query.selection import PARAMETERS, Selection
from data.query.url import parse_query, settle
from data.vocabulary import DIMENSIONS, GROUPS, LEVELS, OVERALL, VIEWS, Period
from tests.questions import Asked, every

DEATHS = {"indicator": "example_deaths"}
RACE = {**DEATHS, "by": "race_ethnicity", "group": "black_nh", "period": "2021-2023"}
often = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

anything = st.text(max_size=30)
vocabulary = st.sampled_from(
    [
        *LEVELS, *DIMENSIONS, *GROUPS, *VIEWS, "all", "example_deaths", "example_cost", "example_town_deaths",
        "example_screening", "boston", "boston-region", "suffolk-county", "massachusetts", "worcester", "gosnold",
        "2018", "2021-2023", "2020", "1999", "2018-01", "2018-13", "2021-2018", "0000", "9999-9999", "county ",
        "COUNTY",
    ]
)  # fmt: skip
addresses = st.dictionaries(st.sampled_from(PARAMETERS) | anything, vocabulary | anything, max_size=9)


# Round trips


def test_every_question_of_the_published_file_is_its_own_address(ask_published: Asked) -> None:
    for question in every(ask_published.catalog):
        address = question.query()
        assert parse_query(dict(parse_qsl(address.removeprefix("?"))), ask_published.catalog) == (question, ())


@often
@given(addresses)
def test_any_address_is_answered_by_a_question_that_is_its_own_address(ask: Asked, words: dict[str, str]) -> None:
    question, notices = parse_query(words, ask.catalog)
    assert parse_query(question.parameters(), ask.catalog) == (question, ())
    assert all(n[0] in "“" or n[0].isupper() or n[0].isdigit() for n in notices)
    assert all(n.endswith(".") for n in notices)


@often
@given(addresses)
def test_any_address_leads_to_figures_or_to_rows_that_say_why_not(ask: Asked, words: dict[str, str]) -> None:
    question, _ = parse_query(words, ask.catalog)
    answer = ask.answers.to(question)
    assert len(answer.places) == len(ask.catalog.places_of(question.level, question.kind))
    assert len(answer.trend) > 0


@often
@given(addresses)
def test_the_published_file_answers_any_address(ask_published: Asked, words: dict[str, str]) -> None:
    question, _ = parse_query(words, ask_published.catalog)
    assert parse_query(question.parameters(), ask_published.catalog) == (question, ())


def test_words_of_an_address_stand_in_their_order() -> None:
    question = Selection("example_deaths", "county", "", "race_ethnicity", OVERALL, Period.years(2021, 2023), "trend")
    assert question.query() == (
        "?indicator=example_deaths&level=county&by=race_ethnicity&group=all&period=2021-2023&view=trend"
    )
    assert question.with_words(place="suffolk-county", view="map") == (
        "?indicator=example_deaths&level=county&place=suffolk-county&by=race_ethnicity&group=all&period=2021-2023&view=map"
    )
    assert question.dimension == OVERALL


# Defaults


def test_the_site_opens_on_a_finding(ask_published: Asked) -> None:
    question, notices = ask_published.parse()
    assert question == Selection(
        "drug_overdose_deaths", "county", "", "race_ethnicity", question.group, Period.years(2021, 2023), "map"
    )
    assert question.group != OVERALL
    assert notices == ()


def test_an_indicator_opens_by_county_on_its_worst_off_group_that_can_be_seen(ask: Asked) -> None:
    """Black residents: 64.3 per 100,000, in 10 of 14 counties. White and Hispanic residents have no county figures."""
    assert settle({"indicator": "example_deaths"}, ask.catalog) == Selection(
        "example_deaths", "county", "", "race_ethnicity", "black_nh", Period.years(2021, 2023), "map"
    )


def test_where_high_is_good_or_people_are_not_divided_everyone_is_shown(ask: Asked) -> None:
    assert settle({"indicator": "example_screening"}, ask.catalog) == Selection(
        "example_screening", "county", "", OVERALL, OVERALL, Period.years(2022), "map"
    )


def test_high_is_worse_for_cost_so_the_dearer_group_is_first(ask: Asked) -> None:
    assert settle({"indicator": "example_cost"}, ask.catalog).group == "white_nh"


def test_words_left_out_take_their_defaults_without_a_notice(ask: Asked) -> None:
    question, notices = ask.parse(**DEATHS, group="", level="", view="")
    assert (question, notices) == (settle({"indicator": "example_deaths"}, ask.catalog), ())


def test_words_that_are_not_ours_are_ignored(ask: Asked) -> None:
    assert ask.parse(**DEATHS, utm_source="mail") == (settle({"indicator": "example_deaths"}, ask.catalog), ())


def test_a_group_brings_the_way_to_compare_it_belongs_to(ask: Asked) -> None:
    question, notices = ask.parse(**DEATHS, group="white_nh")
    assert (question.breakdown, question.group, notices) == ("race_ethnicity", "white_nh", ())


# What is not understood


@pytest.mark.parametrize(
    ("words", "notice", "settled"),
    [
        (
            {"indicator": "example_death"},
            "“example_death” is not an indicator we have. Showing example deaths instead.",
            {"indicator": "example_deaths"},
        ),
        (
            {**DEATHS, "level": "countys"},
            "“countys” is not a level of places. Showing counties instead.",
            {"level": "county"},
        ),
        (
            {**DEATHS, "level": "municipality"},
            "Example deaths: no figures by city or town, only for the state and counties. Showing counties.",
            {"level": "county"},
        ),
        (
            {**DEATHS, "by": "rase_ethnicity"},
            "“rase_ethnicity” is not a way to compare people. Showing race and ethnicity instead.",
            {"breakdown": "race_ethnicity"},
        ),
        (
            {**DEATHS, "by": "sex"},
            "Example deaths: no figures by sex for counties. Showing race and ethnicity instead.",
            {"breakdown": "race_ethnicity"},
        ),
        (
            {**DEATHS, "by": "sex", "level": "state"},
            "Example deaths: no figures by sex for the state. Showing race and ethnicity instead.",
            {"breakdown": "race_ethnicity"},
        ),
        (
            {"indicator": "example_cost", "by": "overall"},
            "Example cost: no figures for everyone together for counties. Showing race and ethnicity instead.",
            {"breakdown": "race_ethnicity", "group": "white_nh"},
        ),
        (
            {"indicator": "example_cost", "group": "all"},
            "Example cost: no figures for everyone by county. Showing White.",
            {"group": "white_nh"},
        ),
        (
            {**RACE, "group": "blck_nh"},
            "“blck_nh” is not a group we have. Showing Black instead.",
            {"group": "black_nh"},
        ),
        (
            {**RACE, "group": "martians"},
            "“martians” is not a group we have. Showing Black instead.",
            {"group": "black_nh"},
        ),
        (
            {**RACE, "group": "nhopi_nh"},
            "Example deaths has no figures for “Native Hawaiian / Pacific Islander” here. Showing everyone.",
            {"group": OVERALL},
        ),
        (
            {**RACE, "group": "hispanic"},
            "Example deaths has no figures for “Hispanic” here. Showing everyone.",
            {"group": OVERALL},
        ),
        (
            {**RACE, "period": "last year"},
            "“last year” is not a period: write a year (2018) or years (2021-2023). Showing 2021–2023.",
            {"period": Period.years(2021, 2023)},
        ),
        (
            {**RACE, "period": "2018"},
            "Example deaths has no figures for “Black” in 2018 by county. "
            "Showing 2018–2020, the nearest period that has.",
            {"period": Period.years(2018, 2020)},
        ),
        (
            {**DEATHS, "level": "state", "group": "all", "period": "2020"},
            "Example deaths has no figures for everyone in 2020 for the state. "
            "Showing 2021, the nearest period that has.",
            {"period": Period.years(2021)},
        ),
        (
            {**RACE, "place": "sufolk-county"},
            "“sufolk-county” is not a place we know. Did you mean Suffolk County? Showing all of Massachusetts.",
            {"place": ""},
        ),
        (
            {**RACE, "place": "xyz"},
            "“xyz” is not a place we know. Showing all of Massachusetts.",
            {"place": ""},
        ),
        (
            {**RACE, "place": "boston"},
            "Boston has no figures of its own here. Showing Suffolk County, which it is part of.",
            {"place": "suffolk-county"},
        ),
        (
            {**RACE, "place": "metro-west-region"},
            "Metro West region is a region, and this view shows counties. Showing all of Massachusetts.",
            {"place": ""},
        ),
        (
            {**RACE, "view": "mapp"},
            "“mapp” is not a view. Showing the map instead.",
            {"view": "map"},
        ),
        (
            {**RACE, "view": "pie"},
            "“pie” is not a view. Showing the map instead.",
            {"view": "map"},
        ),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_said_and_the_nearest_is_shown(
    ask: Asked, words: dict[str, str], notice: str, settled: dict[str, object]
) -> None:
    question, notices = ask.parse(**words)
    assert notices == (notice,)
    assert {key: getattr(question, key) for key in settled} == settled


def test_several_words_are_each_spoken_of(ask: Asked) -> None:
    _, notices = ask.parse(indicator="example_deaths", level="moon", view="pie", place="boston")
    assert notices == (
        "“moon” is not a level of places. Showing counties instead.",
        "Boston has no figures of its own here. Showing Suffolk County, which it is part of.",
        "“pie” is not a view. Showing the map instead.",
    )


def test_a_place_is_known_in_any_case_and_the_state_is_no_choice(ask: Asked) -> None:
    assert ask.parse(**RACE, place="Suffolk-County")[0].place == "suffolk-county"
    question, notices = ask.parse(**RACE, place="massachusetts")
    assert (question.place, notices) == ("", ())


def test_a_county_is_taken_to_its_region_only_when_the_region_holds_all_of_it(ask: Asked) -> None:
    """Berkshire lies in the Western region; Middlesex is divided between regions."""
    words = {"indicator": "example_town_deaths", "level": "eohhs_region"}
    assert ask.parse(**words, place="berkshire-county")[0].place == "western-region"
    question, notices = ask.parse(**words, place="middlesex-county")
    assert question.place == ""
    assert notices == ("Middlesex County is a county, and this view shows regions. Showing all of Massachusetts.",)


# What is offered instead


def test_a_place_that_was_meant_is_offered_by_a_link(ask_published: Asked) -> None:
    question, (notice,) = parse_query(
        {"indicator": "drug_overdose_deaths", "place": "sufolk-county"}, ask_published.catalog
    )
    assert question.place == ""
    ((name, query),) = notice.offers
    assert name == "Show Suffolk County"
    assert parse_query(dict(parse_qsl(query[1:])), ask_published.catalog) == (
        replace(question, place="suffolk-county"),
        (),
    )


def test_a_town_is_offered_as_the_county_it_is_in_where_only_counties_have_figures(ask_published: Asked) -> None:
    _, (notice,) = parse_query({"indicator": "drug_overdose_deaths", "place": "worburn"}, ask_published.catalog)
    assert notice.startswith("“worburn” is not a place we know. Did you mean Woburn?")
    ((name, query),) = notice.offers
    assert name == "Show Middlesex County"
    assert "place=middlesex-county" in query


def test_a_place_that_was_meant_is_not_offered_where_nothing_is_known_of_it(ask_published: Asked) -> None:
    """Marion is in no area of this kind: a link to it would lead to all areas again."""
    selection, (notice,) = parse_query(
        {"indicator": "births_yearly", "level": "area", "place": "region"}, ask_published.catalog
    )
    assert notice.startswith("“region” is not a place we know. Did you mean Marion?")
    assert (selection.level, selection.place) == ("area", "")
    assert notice.offers == ()


def test_the_indicator_most_alike_is_offered_where_one_is_not_published(ask_published: Asked) -> None:
    words = {"indicator": "drug_overdose_deaths", "level": "municipality", "view": "table"}
    question, (notice,) = parse_query(words, ask_published.catalog)
    assert question.level == "county"
    ((name, query),) = notice.offers
    offered, notices = parse_query(dict(parse_qsl(query[1:])), ask_published.catalog)
    assert (offered.indicator, offered.level, offered.view) == ("opioid_overdose_deaths", "municipality", "table")
    assert name == "Opioid overdose deaths, by city or town"
    assert notices == ()


@often
@given(addresses)
def test_what_is_offered_is_another_question_that_is_its_own_address(ask: Asked, words: dict[str, str]) -> None:
    question, notices = parse_query(words, ask.catalog)
    for notice in notices:
        for name, query in notice.offers:
            offered, problems = parse_query(dict(parse_qsl(query[1:])), ask.catalog)
            assert name
            assert problems == ()
            assert offered != question
            assert offered.query() == query
