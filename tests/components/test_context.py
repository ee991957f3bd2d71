"""Shares and unknowns as a reader gets them: figures of markup, each with its words."""

from __future__ import annotations

import re

import pytest
from dash import html

from components.figures.event_shares import no_shares, percent, shares_section
from components.figures.missing_data import missing_data_section, missing_data_text
from components.formatting.html import to_html
from data.vocabulary import OVERALL
from tests.questions import Asked


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup))


def test_a_little_is_never_said_to_be_nothing() -> None:
    assert [percent(share) for share in (0.0, 0.0001, 0.0005, 0.146, 1.0)] == [
        "0.0%", "less than 0.1%", "0.1%", "14.6%", "100.0%",
    ]  # fmt: skip


def test_black_infants_are_a_tenth_of_infants_and_a_fifth_of_deaths(ask_published: Asked) -> None:
    """County Health Rankings, 2017–2023: 48,308 of 480,170 births and 347 of 1,735 deaths."""
    text = plain(to_html(shares_section(ask_published(indicator="infant_mortality", group="black_nh"))))
    assert f"{100 * 48_308 / 480_170:.1f}% of infants" in text.replace(" %", "%") or "10.1%" in text
    assert f"{100 * 347 / 1735:.1f}%" in text
    assert "Share of deaths beside share of infants, Massachusetts" in text
    assert "Hidden: American Indian / Alaska Native and Native Hawaiian / Pacific Islander." in text
    assert "No number of deaths: Hispanic." in text


def test_hidden_groups_are_left_out_of_the_whole_and_it_is_said(ask_published: Asked) -> None:
    """36,203 low-birthweight births can be seen by group; the publisher's total is not among the figures shown."""
    shown = 47 + 3428 + 5301 + 8431 + 804 + 785 + 17407
    text = plain(to_html(shares_section(ask_published(indicator="low_birthweight", group="black_nh"))))
    assert f"{100 * 5301 / shown:.1f}%" in text
    assert "so that no hidden number can be worked out from them" in text
    assert "36,212" not in text


def test_where_the_place_has_no_shares_the_state_is_shown_and_named(ask_published: Asked) -> None:
    section = shares_section(ask_published(indicator="infant_mortality", place="berkshire-county", group="white_nh"))
    assert "Massachusetts" in plain(to_html(section))


def test_estimates_are_never_shown_as_counts(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023", view="groups")
    assert shares_section(answer) == []
    assert no_shares(answer) == ["No shares of deaths: the publisher gives no numbers of deaths by group."]
    assert no_shares(answer)[0] in missing_data_text(answer)


def test_years_of_life_have_no_shares(ask_published: Asked) -> None:
    answer = ask_published(indicator="life_expectancy", view="groups")
    assert (shares_section(answer), no_shares(answer)) == ([], [])


def test_every_bar_has_its_words_and_every_picture_is_hidden_from_readers_of_words(ask_published: Asked) -> None:
    markup = to_html(shares_section(ask_published(indicator="low_birthweight", group="black_nh")))
    rows = markup.split('class="share-row"')[1:]
    assert len(rows) == 7
    for row in rows:
        assert row.count('<span aria-hidden="true" class="share-bar">') == 2
        assert "Share of infants: " in row
        assert "Share of low-birthweight births: " in row


def test_hidden_counties_are_said_with_the_people_who_live_there(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023")
    hidden = sum(row.status == "suppressed" for row in answer.places)
    first, second = missing_data_text(answer)
    assert re.fullmatch(
        rf"\*\*{hidden} of 14 counties\*\* are hidden\. \*\*\d\.\d%\*\* of the state’s Black residents live there "
        r"\(2023\)\.",
        first,
    )
    assert second == "The source does not say for what share race and ethnicity are not recorded."


def test_squares_are_as_many_as_places(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths", group="black_nh", period="2021-2023")
    markup = to_html(missing_data_section(answer))
    hidden = sum(row.status == "suppressed" for row in answer.places)
    assert markup.count("unknown-part suppressed") == hidden
    assert markup.count("unknown-part shown") == 14 - hidden


def test_where_no_place_is_missing_nothing_is_said(ask_published: Asked) -> None:
    answer = ask_published(indicator="diabetes_prevalence", level="county")
    assert missing_data_text(answer) == []
    assert missing_data_section(answer) == []


def test_of_towns_it_is_said_how_many_figures_are_unreliable_and_how_many_zero(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_overdose_deaths", level="municipality", period="2018", group="all")
    rows = answer.places.with_value()
    zero = sum(row.value == 0 for row in rows)
    unreliable = sum(row.status == "unreliable" and row.value != 0 for row in rows)
    reliable = sum(row.status == "reported" and row.value != 0 for row in rows)
    assert reliable + unreliable + zero == len(rows) == 351
    assert missing_data_text(answer)[0] == (
        f"Of 351 cities and towns, **{reliable}** have a figure that is not marked as unreliable, **{unreliable}** an "
        f"unreliable one and **{zero}** none at all (zero)."
    )
    markup = to_html(missing_data_section(answer))
    assert [markup.count(f"unknown-part {kind}") for kind in ("shown", "unreliable", "zero")] == [1, 1, 1]


def test_of_the_state_and_everyone_nothing_is_shown(ask_published: Asked) -> None:
    assert missing_data_section(ask_published(indicator="stroke_mortality", level="state")) == []


@pytest.mark.parametrize("section", [shares_section, missing_data_section])
def test_every_view_has_whole_sentences_and_no_broken_number(ask_published: Asked, section: object) -> None:
    assert callable(section)
    for answer in ask_published.sample:
        text = plain(to_html(section(answer)))
        assert "nan" not in text.lower().replace("nantucket", "")
        assert "{" not in text
        for share in re.findall(r"(\d+\.\d)%", text):
            assert 0 <= float(share) <= 100


def test_what_is_sent_is_plain_markup(ask_published: Asked) -> None:
    """A component that Dash must draw would raise here."""
    answer = ask_published(indicator="heart_attack_medicare", view="groups")
    assert answer.selection.group != OVERALL
    assert to_html(html.Div([*shares_section(answer), *missing_data_section(answer)])).startswith("<div>")
