"""What is read of a region: the words of its address, what its members contribute, and what is left open."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.views.regions.addresses import region_words
from data.analysis.regions.contributions import contributions
from data.analysis.regions.read_region import read_region
from data.analysis.regions.region_lines import RegionLine, open_lines
from data.analysis.regions.region_query import chosen_members, parse_region_query
from data.catalog.models import Catalog
from data.query.answers import Answers
from data.query.regions.member_code import municipalities
from data.query.regions.region import OTHER, clean_name, region_place
from data.query.rows import NAN, Row
from data.query.url_parameters import read_words
from tests.questions import Asked

NAMES = st.text(max_size=80)
OVERDOSE = "opioid_overdose_deaths"


@pytest.fixture(scope="module")
def answers(ask_published: Asked) -> Answers:
    return ask_published.answers


@pytest.fixture(scope="module")
def catalog(answers: Answers) -> Catalog:
    return answers.catalog


def some_members(catalog: Catalog, number: int, sizes: tuple[int, ...] = (1, 2, 5, 30, 120)) -> list[tuple[str, ...]]:
    dice, every = random.Random(7), municipalities(catalog)
    return [tuple(sorted(dice.sample(every, dice.choice(sizes)))) for _ in range(number)]


@settings(max_examples=100)
@given(data=st.data(), name=NAMES, other=NAMES)
def test_every_region_is_what_its_address_says(data: st.DataObject, catalog: Catalog, name: str, other: str) -> None:
    every = list(municipalities(catalog))
    members = data.draw(st.sets(st.sampled_from(every), min_size=1))
    beside = data.draw(st.sets(st.sampled_from(every)))
    words = region_words(
        members, clean_name(name), catalog,
        with_members=region_words(beside, "", catalog).get("members", ""), with_name=clean_name(other),
    )  # fmt: skip
    query, said = parse_region_query(words, catalog)
    assert said == ()
    assert (set(query.members), query.name) == (members, clean_name(name))
    if beside and beside != members:
        assert query.beside is not None
        assert (query.beside.slug, set(query.beside.members)) == (OTHER, beside)
    again = region_words(query.members, query.name, catalog, **query.further)
    assert parse_region_query(again, catalog) == (query, ())


@settings(max_examples=100)
@given(code=st.text(max_size=70), beside=st.text(max_size=10), question=st.text(max_size=10))
def test_what_is_no_region_gets_a_notice_and_no_error(catalog: Catalog, code: str, beside: str, question: str) -> None:
    words = read_words({"members": code, "with": beside, "question": question, "town": "nowhere-at-all"})
    query, said = parse_region_query(words, catalog)
    assert any("nowhere-at-all" in sentence for sentence in said)
    if words.get("members") and not query.members:
        assert any("cannot be read" in sentence for sentence in said)


def test_a_form_may_name_towns_by_number_and_by_name_and_sets_of_them(catalog: Catalog) -> None:
    by_slug, every = catalog.by_slug, municipalities(catalog)
    chosen, unknown = chosen_members(
        ["chelsea", "0", "350", "351", "99999999999", "Atlantis", "North Adams", "³"],
        ["suffolk-county", "narnia"],
        catalog,
    )
    expected = {
        every[0], every[350], by_slug["chelsea"].geo_id, by_slug["north-adams"].geo_id,
        *by_slug["suffolk-county"].members,
    }  # fmt: skip
    assert chosen == expected
    assert unknown == ["351", "99999999999", "Atlantis", "³", "narnia"]


def counted_by_sql(database: Path, members: tuple[str, ...]) -> dict[str, dict[int, int]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT geo_id, year, max(population) FROM population WHERE stratum = 'overall' AND geo_id IN $members "
            "GROUP BY ALL",
            {"members": list(members)},
        ).fetchall()
    found: dict[str, dict[int, int]] = {member: {} for member in members}
    for geo_id, year, people in rows:
        found[geo_id][year] = people
    return found


def test_contributions_are_the_published_numbers_and_their_shares(
    answers: Answers, catalog: Catalog, published: Path
) -> None:
    for members in some_members(catalog, 2):
        reading = read_region(answers, region_place(catalog, members), "")
        found, people = reading.members, counted_by_sql(published, members)
        year = max(set.intersection(*(set(years) for years in people.values())))
        assert found.year == year
        assert found.residents == sum(years[year] for years in people.values())
        assert [m.place.name for m in found.members] == sorted(catalog.places[i].name for i in members)
        with duckdb.connect(str(published), read_only=True) as connection:
            events = dict(
                connection.execute(
                    "SELECT geo_id, numerator FROM observation WHERE indicator = ? AND stratum = 'overall' "
                    "AND geo_level = 'municipality' AND year(period_end) = 2018",
                    [OVERDOSE],
                ).fetchall()
            )
        total = sum(events[member] for member in members)
        for member in found.members:
            own = member.place.geo_id
            assert member.residents_share == people[own][year] / found.residents
            assert member.events == events[own]
            assert member.events_share == events[own] / total if total else math.isnan(member.events_share)


def test_where_one_number_is_hidden_there_is_no_sum_and_no_share(answers: Answers, catalog: Catalog) -> None:
    """A planted world: of three towns one has its number hidden. Nothing shown adds up to it."""
    members = municipalities(catalog)[:3]
    reading = read_region(answers, region_place(catalog, members), "")
    answer = reading.members.answer
    assert answer is not None
    planted = [
        row._replace(value=NAN, numerator=NAN, status="suppressed") if row.geo_id == members[1] else row
        for row in answer.places
    ]
    hidden = replace(answer, places=type(answer.places)(planted))
    counted: Mapping[str, Mapping[tuple[str, int], int]] = {m: {("overall", 2020): 100} for m in members}
    found = contributions(members, counted, catalog, hidden)
    assert math.isnan(found.events)
    assert all(math.isnan(member.events_share) for member in found.members)
    assert [m.place.geo_id for m in found.open_members] == [members[1]]
    assert (found.year, found.residents) == (2020, 300.0)
    fewer = {**counted, members[0]: {("overall", 2019): 100}}
    assert contributions(members, fewer, catalog, None).year == 0
    assert math.isnan(contributions(members, fewer, catalog, None).residents)


def a_row(period: str, value: float = NAN, stratum: str = "overall") -> Row:
    return Row(
        "region.AA", "region", "X", "region", 0.0, 0.0, "overall", stratum, period, value, NAN, NAN, NAN, NAN,
        "not_available" if math.isnan(value) else "reported", "source",
    )  # fmt: skip


def test_a_question_is_open_where_its_newest_period_is(catalog: Catalog) -> None:
    old = RegionLine(OVERDOSE, a_row("2017", 3.0), "municipality")
    new = RegionLine(OVERDOSE, a_row("2018"), "municipality", hidden=("a",))
    assert open_lines([new, old], catalog) == (new,)
    known = RegionLine(OVERDOSE, a_row("2018", 4.0), "county")
    assert open_lines([new, known], catalog) == ()
    of_group = RegionLine(OVERDOSE, a_row("2019", stratum="black_nh"), "municipality", absent=("a",))
    assert open_lines([old, of_group], catalog) == ()


def test_every_question_is_told_once(answers: Answers, catalog: Catalog) -> None:
    """A question has a line, or is open, or cannot be added up; none is left out, and none said twice."""
    for members in some_members(catalog, 3):
        reading = read_region(answers, region_place(catalog, members), "")
        with_line = {line.question.id for line in reading.profile.lines}
        opened = {catalog.question_of[line.indicator].id for line in reading.opened}
        never = [question.id for _, questions in reading.not_pooled for question in questions]
        assert len(never) == len(set(never))
        assert not with_line & set(never)
        assert not opened & set(never)
        missing = set(catalog.questions) - with_line - opened - set(never)
        assert not missing, missing
