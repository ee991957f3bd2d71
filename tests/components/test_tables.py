"""Tables: the same rows, numbers and words as the frames they stand beside."""

from __future__ import annotations

import re
from html import unescape
from itertools import groupby

import pytest

from components.figures.tables import tables
from components.formatting.html import to_html
from components.formatting.numbers import count, format_value, interval, is_number
from components.page.notes import notes
from data.query.estimates import reliability
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, STATUS_WORDS, Period
from tests.components.reading import TAG
from tests.questions import Asked

DEATHS = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023"}
Table = tuple[str, list[str], list[list[str]]]


def read(answer: Answer) -> list[Table]:
    """Caption, heads and rows of every table, as a reader sees them."""
    found = []
    for table in tables(answer, "/explore"):
        written = to_html(table)
        caption = re.search(r"<caption>(.*?)</caption>", written)
        assert caption is not None
        cells = [
            [unescape(TAG.sub("", c)) for c in re.findall(r"<t[hd][ >].*?</t[hd]>", line)]
            for line in re.findall(r"<tr.*?</tr>", written)
        ]
        found.append((unescape(caption.group(1)), cells[0], cells[1:]))
    return found


def test_places_stand_with_figure_interval_counts_verdict_and_status(ask: Asked) -> None:
    caption, heads, rows = read(ask(**DEATHS))[0]
    assert caption == "Counties. Black residents, 2021–2023"
    assert heads == [
        "Place", "Value (per 100,000)", "95% interval", "Deaths", "Out of", "Compared with the state", "Status",
    ]  # fmt: skip
    by_name = {row[0]: row[1:] for row in rows}
    assert len(rows) == len(by_name) == 15
    assert by_name["Worcester County"] == ["120.0", "99.5–143.5", "120", "100,000", "Higher", "reported"]
    assert by_name["Barnstable County"] == ["0.0", "0.0–3.7", "0", "100,000", "–", "unreliable"]
    assert by_name["Bristol County"] == ["–", "–", "–", "–", "–", "hidden (fewer than 10 deaths)"]
    assert by_name["Nantucket County"] == [
        "–", "–", "–", "–", "–", "not available (the publisher gives no figure for this place)",
    ]  # fmt: skip
    assert by_name["Massachusetts"] == ["64.3", "60.2–68.6", "900", "1,400,000", "–", "reported"]


def test_groups_are_compared_with_everyone_there(ask: Asked) -> None:
    found = {caption: (heads, rows) for caption, heads, rows in read(ask(**DEATHS, place="suffolk-county"))}
    heads, rows = found["Groups in Suffolk County, 2021–2023"]
    assert "Compared with everyone there" in heads
    assert {row[0]: row[-2] for row in rows} == {"Everyone": "–", "Black": "Higher", "White": "–"}
    assert {row[0]: row[1] for row in found["Groups in Massachusetts, 2021–2023"][1]} == {
        "Everyone": "32.1", "American Indian / Alaska Native": "–", "Black": "64.3", "Hispanic": "32.5",
        "White": "24.0",
    }  # fmt: skip


def test_periods_stand_latest_first(ask: Asked) -> None:
    found = {caption: rows for caption, _, rows in read(ask(**DEATHS))}
    assert [row[0] for row in found["Over time. Black residents, Massachusetts"]] == ["2021–2023", "2018–2020"]
    assert [row[0] for row in found["Over time. All residents, Massachusetts"]] == [
        "2023", "2022", "2021–2023", "2021", "2019", "2018",
    ]  # fmt: skip


def test_columns_that_would_be_empty_are_left_out(ask: Asked) -> None:
    assert read(ask(indicator="example_cost", group="black_nh"))[0][1] == [
        "Place", "Value (dollars)", "95% interval", "Status",
    ]  # fmt: skip
    assert read(ask(indicator="example_screening"))[0][1] == [
        "Place", "Value (%)", "95% interval", "Compared with the state", "Status",
    ]  # fmt: skip


def test_every_table_of_many_answers_has_the_rows_of_its_frame(ask_published: Asked) -> None:
    for answer in ask_published.sample[::6]:
        made = read(answer)
        below = [] if answer.selection.level == "state" else answer.places
        frames = [[*answer.state, *below]]
        if any(row.stratum != OVERALL for row in answer.groups):
            frames += [list(own) for _, own in groupby(answer.groups, key=lambda row: row.name)]
        told = (answer.selection.group, OVERALL)
        others = (
            [row for row in answer.series or () if row.stratum not in told] if answer.selection.view == "trend" else []
        )
        # Every period of one group, then those of the next, in the order in which each first comes.
        order = list(dict.fromkeys(row.stratum for row in others))
        trend = [*answer.trend, *sorted(others, key=lambda row: order.index(row.stratum))]
        frames += [list(own)[::-1] for _, own in groupby(trend, key=lambda row: (row.name, row.stratum))]
        assert len(made) == len(frames)
        for (_, heads, cells), rows in zip(made, frames, strict=True):
            assert len(cells) == len(rows), answer.selection
            for cell, row in zip(cells, rows, strict=True):
                assert len(cell) == len(heads)
                firsts = (row.name, GROUPS[row.stratum].label, Period.parse(row.period).long_label)
                assert cell[0] in firsts
                assert cell[1] == (format_value(row.value, answer.indicator) if is_number(row.value) else "–")
                ends = interval(row.ci_low, row.ci_high, answer.indicator) if is_number(row.ci_low) else "–"
                assert cell[2] == ends
                if "Out of" in heads:
                    assert cell[3] == (count(row.numerator) if is_number(row.numerator) else "–")
                assert cell[-1].startswith(STATUS_WORDS[row.status])


def test_numbers_sort_as_numbers_and_periods_by_their_middle(ask: Asked) -> None:
    written = [to_html(table) for table in tables(ask(**DEATHS), "/explore")]
    assert 'data-sort="120.0">120.0</td>' in written[0]
    assert 'data-sort="2022.000" scope="row"><span class="period">2021–2023</span></th>' in " ".join(written)
    assert 'data-sort="">–</td>' in written[0]


@pytest.mark.parametrize("place", ["", "worcester-county"])
def test_the_chosen_place_is_marked(ask: Asked, place: str) -> None:
    words = {**DEATHS, "place": place} if place else DEATHS
    assert to_html(tables(ask(**words), "/explore")[0]).count('<tr class="chosen">') == (1 if place else 0)


def test_a_figure_that_is_read_as_unreliable_carries_its_mark_everywhere(ask_published: Asked) -> None:
    """Over all indicators: what no title or verdict uses is marked in the file, so that no table shows it bare.

    A number of events is itself, however small: only comparisons of it are not made.
    """
    seen = 0
    for answer in ask_published.sample:
        if answer.indicator.measure != "count":
            for row in [*answer.places, *answer.state]:
                if reliability(row, answer.indicator) == "unreliable":
                    seen += 1
                    assert row.status == "unreliable", (answer.selection.query(), row.geo_id)
    assert seen > 100


def test_a_life_expectancy_that_is_not_known_to_three_years_is_marked(ask_published: Asked) -> None:
    """Berkshire County, Asian residents: 93.6 years, and an interval of 29."""
    answer = ask_published(indicator="life_expectancy", by="race_ethnicity", group="asian_nh", view="table")
    berkshire = next(row for row in answer.places if row.slug == "berkshire-county")
    assert (berkshire.ci_high - berkshire.ci_low) / 2 > 3
    assert berkshire.status == "unreliable"
    assert any("three years either way" in note for note in notes(answer))
    assert not any("160%" in note for note in notes(answer))
