"""What the live region says: a choice that changes the page changes what is said of it."""

from __future__ import annotations

import re

import pytest

from components.figures.tables import tables
from components.page.controls import filter_panel
from components.views.announcements import announcement
from data.language import use_language
from data.query.answers import Answers
from data.query.selection import Selection
from data.query.url import Notice, parse_query
from data.vocabulary import ALL, EACH, GROUPS, OVERALL, VIEWS
from tests.components.reading import elements, raw, text
from tests.questions import Asked

DEATHS = {"indicator": "example_deaths", "by": "race_ethnicity", "group": "black_nh", "period": "2021-2023"}


def neighbours(question: Selection, answers: Answers) -> list[Selection]:
    """The questions that differ from one in a word that a reader can choose on the page."""
    catalog, words = answers.catalog, question.parameters()
    changed = [{"view": view} for view in VIEWS] + [{"classes": "period"}]
    strata = catalog.strata(question.indicator, question.breakdown, question.level)
    if question.breakdown != OVERALL:
        changed += [{"reference": stratum} for stratum in strata]
        changed += [{"group": ALL if stratum == OVERALL else stratum} for stratum in strata]
    changed += [
        {"period": period.slug}
        for period in catalog.periods(question.indicator, question.level, question.dimension, question.group)
    ]
    if question.level != "state":
        changed += [{"place": place.slug} for place in catalog.places_of(question.level, question.kind)[:3]]
    if question.view == "multiples":
        changed += [{"each": each} for each in EACH]
    found = (parse_query({**words, **change}, catalog) for change in changed)
    return [other for other, notices in found if not notices and other != question]


@pytest.mark.parametrize("view", ["map", "trend", "groups", "table", "compare"])
def test_every_choice_on_the_page_is_heard(ask: Asked, view: str) -> None:
    answer = ask(**DEATHS, level="county", view=view)
    said = announcement(answer)
    others = neighbours(answer.selection, ask.answers)
    assert len(others) > 12
    silent = [other.query() for other in others if announcement(ask.answers.to(other)) == said]
    assert silent == []


def test_the_view_the_reference_and_the_classes_are_named(ask: Asked) -> None:
    said = announcement(ask(**DEATHS, level="county", view="trend", reference="white_nh", classes="period"))
    assert said.endswith(
        f"View: Trend. Groups are compared with: {GROUPS['white_nh'].label}. "
        "Each color holds about the same number of counties of this map."
    )
    plain = announcement(ask(**DEATHS, level="county", view="map"))
    assert plain.endswith("View: Map. Colors range over Black residents, in every period."), "of the group in view"
    everyone = announcement(ask(**{**DEATHS, "by": "overall", "group": "all"}, level="county", view="map"))
    assert everyone.endswith("View: Map."), "what a page opens with is not repeated at every choice"


def test_a_rejected_place_is_said_at_its_field_in_the_readers_words(ask: Asked) -> None:
    for code, sentence in (
        ("en", "“zzzz” is not a place we know. Showing all of Massachusetts."),
        ("es", "“zzzz” no es un lugar que conozcamos. Se muestra todo Massachusetts."),
    ):
        with use_language(code):
            selection, notices = parse_query({**DEATHS, "place": "zzzz", "view": "moon"}, ask.catalog)
            (rejected,) = [n for n in notices if isinstance(n, Notice) and n.word == "place"]
            sent = raw(filter_panel(ask.answers.to(selection), "/explore", [rejected]))
            usual = raw(filter_panel(ask.answers.to(selection), "/explore"))
        assert rejected == sentence
        assert 'aria-describedby=\\"place-error\\" aria-invalid=\\"true\\"' in sent
        assert f'id=\\"place-error\\">{sentence}' in sent
        assert "place-error" not in usual
        assert "aria-invalid" not in usual


def test_a_place_that_leads_to_the_one_around_it_is_no_error(ask: Asked) -> None:
    selection, (notice,) = parse_query({**DEATHS, "place": "boston"}, ask.catalog)
    assert selection.place == "suffolk-county"
    assert isinstance(notice, Notice)
    assert notice.word == "asked"


def test_a_number_beside_a_group_is_heard_with_its_word(ask: Asked) -> None:
    """The synthetic deaths have ten counties with a figure for Black residents (test_descriptions has the same ten)."""
    said = text(filter_panel(ask(**DEATHS, level="county"), "/explore"))
    assert "Black" in said
    assert "10 of 14 counties" in said


def test_the_order_of_a_table_is_said_in_the_readers_words_and_the_state_stays_first(ask: Asked) -> None:
    with use_language("es"):
        places, *_ = tables(ask(**DEATHS, level="county", view="table", lang="es"), "/explore")
    sent = elements(places)
    said = [e.attributes["data-descending"] for e in sent.every() if "data-descending" in e.attributes]
    assert said
    assert all(re.fullmatch(r"Ordenado por [^\"]+, de forma descendente", words) for words in said)
    first = [e for e in sent.every() if "data-first" in e.attributes]
    assert len(first) == 1, "one row stays at the head however the table is sorted"
    assert text(places).index("Massachusetts") < text(places).index("Barnstable"), "and it is there from the start"
