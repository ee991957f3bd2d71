"""Dollars of a whole city or town: shown beside deaths, never as a rate of them, never compared, never tested."""

from __future__ import annotations

import re

import pytest

from components.figures.findings.change import change_finding
from components.page.head_lines import beside_line
from components.page.notes import notes
from components.views.page import parts
from data.analysis.place_comparison import compare
from data.analysis.place_ranks import place_ranks
from data.query.url import parse_query
from data.vocabulary import VIEWS
from tests.components.reading import raw, text
from tests.questions import Asked

MONEY = ("opioid_settlement_received", "opioid_settlement_spent")
COMPARED = re.compile(r"\bhigher\b|\blower\b|\btimes (?:the|that)\b|\brank(?:s|ed)?\b|per resident (?!, and)")


@pytest.mark.parametrize("indicator", MONEY)
def test_no_city_or_town_has_more_or_less_than_another_or_a_rank(ask_published: Asked, indicator: str) -> None:
    answer = ask_published(indicator=indicator)
    assert not answer.indicator.comparable
    assert {row.verdict for row in answer.places} == {""}
    assert place_ranks(answer) == {}
    rows = {row.slug: row for row in answer.places}
    places = answer.catalog.by_slug
    pair = (rows["boston"], rows["worcester"], places["boston"], places["worcester"])
    assert compare(*pair, answer.indicator, answer.catalog).refusal == "amounts"


@pytest.mark.parametrize("view", VIEWS)
def test_no_view_compares_amounts_of_places(ask_published: Asked, view: str) -> None:
    for place in ("", "brockton"):
        words = {"indicator": MONEY[0], "view": view, **({"place": place} if place else {})}
        made = parts(ask_published(**words), (), "/explore")
        said = text(made["head"])
        assert COMPARED.search(said) is None, said
        if view in ("map", "trend") and place:
            assert "$" in said
            assert "Residents in" not in said, said


def test_a_map_of_money_says_where_there_is_most_and_draws_circles(ask_published: Asked) -> None:
    made = parts(ask_published(indicator=MONEY[0], period="2024-07_2025-06"), (), "/explore")
    assert "Opioid settlement money received: the most in Boston, $2,392,184" in text(made["head"])
    assert "The area of each circle is its number." in text(made["panels"])
    assert any("numbers are not compared" in note for note in notes(ask_published(indicator=MONEY[0])))


def test_a_place_offers_money_beside_deaths_and_deaths_beside_money(ask_published: Asked) -> None:
    for one, other in (("opioid_settlement_received", "opioid_overdose_deaths"), ("opioid_overdose_deaths", MONEY[0])):
        answer = ask_published(indicator=one, level="municipality", place="brockton")
        (line,) = beside_line(answer, "/explore")
        assert "neither a rate of the other" in text([line])
        address = re.search(r'href="/explore\?([^"]*)"', str(line).replace("&amp;", "&"))
        assert address is not None
        words = dict(pair.split("=") for pair in address[1].split("&"))
        selection, notices = parse_query(words, ask_published.catalog)
        assert notices == ()
        assert (selection.view, selection.place, selection.compare_with) == ("compare", "brockton", other)
        compared = text(parts(ask_published.answers.to(selection), (), "/explore")["head"])
        assert "does not show that one causes the other" in compared
        assert beside_line(ask_published.answers.to(selection), "/explore") == [], "it is beside it already"


def test_without_a_place_or_a_figure_for_it_nothing_is_offered(ask_published: Asked) -> None:
    assert beside_line(ask_published(indicator=MONEY[0]), "/explore") == []
    county = ask_published(indicator="opioid_overdose_deaths", level="county", place="hampden-county")
    assert beside_line(county, "/explore") == []
    assert "neither a rate" not in raw(parts(ask_published(indicator="births_dph"), (), "/explore")["head"])


def test_what_is_offered_beside_an_indicator_is_one(ask_published: Asked) -> None:
    """A build may leave either out, for its licence or its file: then nothing is offered."""
    indicators = ask_published.catalog.indicators
    beside = {i.id: i.beside for i in indicators.values() if i.beside}
    assert set(beside) == {*MONEY, "opioid_overdose_deaths"}
    assert set(beside.values()) <= set(indicators)


def test_a_title_of_money_fits_where_the_place_has_a_long_name(ask_published: Asked) -> None:
    for indicator in MONEY:
        answer = ask_published(indicator=indicator, place="manchester-by-the-sea", view="trend")
        title = change_finding(answer)
        assert title.startswith("Opioid settlement money")
        assert len(title) <= 120, title
