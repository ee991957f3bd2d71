"""What only paper needs: where the view is from, and the two ends of a list too long for a page."""

from __future__ import annotations

from components.figures.ranking import LONG
from components.formatting.html import to_html
from components.formatting.numbers import format_value
from components.page.printing import ENDS, MOST_HIDDEN, print_foot, print_head, print_places
from components.views.page import panels
from tests.components.reading import Element, elements, raw
from tests.questions import Asked

TOWNS = {"indicator": "opioid_overdose_deaths", "level": "municipality", "period": "2018"}
COUNTIES = {"indicator": "drug_overdose_deaths", "group": "black_nh", "period": "2021-2023"}


def lists(asked: Asked, **words: str) -> Element:
    return elements(to_html(print_places(asked(**words))))


def names(table: Element) -> list[str]:
    return [head.text for head in table.every("th")]


def test_the_head_says_the_site_and_the_path(ask_published: Asked) -> None:
    (head,) = elements(to_html(print_head(ask_published(**COUNTIES)))).every("div", class_="print-head")
    assert head.text == "Massachusetts Health Equity Dashboard Explore · Overdose · Drug overdose deaths"


def test_the_foot_leaves_room_for_the_address_and_the_day() -> None:
    foot = elements(to_html(print_foot()))
    assert [span["data-print"] for span in foot.every("span")] == ["address", "day"]
    assert "print-only" in foot.every("div")[0].classes


def test_a_list_that_fits_a_page_is_printed_as_it_is(ask_published: Asked) -> None:
    assert len(ask_published(**COUNTIES).places) <= LONG
    assert print_places(ask_published(**COUNTIES)) == []


def test_of_351_towns_the_two_ends_are_printed_with_their_figures(ask_published: Asked) -> None:
    answer = ask_published(**TOWNS)
    high, low = lists(ask_published, **TOWNS).every("table")
    # Slowly and plainly: the places with a reliable figure, sorted.
    ranked = sorted((row for row in answer.places if row.status == "reported"), key=lambda row: (-row.value, row.name))
    assert high.every("caption")[0].text == f"Highest of the {len(ranked)} cities and towns with a reliable figure"
    assert names(high) == [row.name for row in ranked[:ENDS]]
    assert names(low) == [row.name for row in ranked[-ENDS:]]
    printed = [cell.text for cell in high.every("strong")]
    assert printed == [format_value(row.value, answer.indicator) for row in ranked[:ENDS]]


def test_beside_the_table_of_all_places_nothing_is_said_to_be_left_out(ask_published: Asked) -> None:
    assert "print-places" in raw(panels(ask_published(**TOWNS), "/explore"))
    table = raw(panels(ask_published(**TOWNS, view="table"), "/explore"))
    assert "print-places" not in table
    assert "not listed" not in table


def test_the_page_says_how_many_places_are_not_on_it_and_where_they_are(ask_published: Asked) -> None:
    said = lists(ask_published, **TOWNS).text
    assert f"{351 - 2 * ENDS} places are not listed here; all are in the table of this view" in said
    assert "The order of places whose intervals overlap may be chance." in said


def test_a_chosen_place_between_the_ends_is_printed_too(ask_published: Asked) -> None:
    chosen = lists(ask_published, **TOWNS, place="worcester").every("table")
    assert names(chosen[0]) == ["Worcester"]
    assert len(chosen) == 3
    assert f"{351 - 2 * ENDS - 1} places are not listed" in lists(ask_published, **TOWNS, place="worcester").text


def test_few_hidden_places_are_named_and_no_hidden_place_has_a_figure(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        if answer.selection.level != "municipality":
            continue
        hidden = [row.name for row in answer.places if row.status == "suppressed"]
        found = elements(to_html(print_places(answer)))
        listed = {name for table in found.every("table") for name in names(table)}
        assert listed.isdisjoint(hidden)
        assert ("Hidden:" in found.text) == (0 < len(hidden) <= MOST_HIDDEN)
