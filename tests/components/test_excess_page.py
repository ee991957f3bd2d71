"""The page of where it is worst: its lines, its title, its marks and its file say what the scan found, and no more."""

from __future__ import annotations

import csv
import random
import re
from html import unescape
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.documents.excess import COLUMNS, excess_dataset
from components.documents.formats.csv import ABOUT, ABOUT_COLUMNS, dataset_csv
from components.formatting.html import to_html
from components.formatting.numbers import format_number
from components.views.excess.panels import excess_panels
from components.views.excess.rail import excess_rail
from components.views.excess.spine import HEIGHT, ROOM, WIDTH, Spine, spine_mark, spine_of
from components.views.excess.view import ExcessView
from components.views.excess.words import (
    announcement,
    excess_interval,
    excess_words,
    figures_words,
    method_words,
    page_subtitle,
    page_title,
    ratio_words,
    whose,
)
from data.analysis.excess import ExcessScan
from data.analysis.excess_scan import excess_scan
from data.analysis.excess_selection import (
    FIRST,
    OVERLAPPING,
    ExcessSelection,
    explore_selection,
    listed,
    parse_excess_query,
)
from data.language import LANGUAGES, use_language
from data.query.url import parse_query
from data.query.url_parameters import read_query
from data.vocabulary import GROUPS, LEVELS, OVERALL, TOPICS
from tests.examples import number_of
from tests.questions import Asked
from tests.scan.run import faults
from tests.scan.said import Said

SELECTIONS = (
    {}, {"topic": "overdose"}, {"topic": "cardiometabolic", "by": "race_ethnicity"}, {"level": "county"},
    {"level": "eohhs_region"}, {"level": "area"}, {"by": "overall"}, {"place": "suffolk-county"},
    {"place": "worcester"},
)  # fmt: skip


@pytest.fixture(scope="module")
def found(ask_published: Asked) -> ExcessScan:
    return excess_scan(ask_published.answers)


def view(asked: Asked, scan: ExcessScan, words: dict[str, str]) -> ExcessView:
    """The view of an address, in the language that is spoken."""
    catalog = asked.answers.catalog
    selection, notices = parse_excess_query(words, catalog)
    return ExcessView.of(scan, selection, catalog, notices)


def html_of(page: ExcessView) -> str:
    return unescape("".join(str(to_html(part)) for part in excess_panels(page)))


def test_every_line_leads_to_the_view_of_explore_that_shows_its_figure(ask_published: Asked, found: ExcessScan) -> None:
    """Nothing of the address has to be put right, and the figure there is that of the line."""
    answers = ask_published.answers
    for code in LANGUAGES:
        with use_language(code):
            catalog = answers.catalog
            for excess in random.Random(code).sample(found.found, min(20, len(found.found))):
                query = explore_selection(excess, catalog).query()
                selection, notices = parse_query(read_query(query), catalog)
                assert (notices, selection.query()) == ((), query)
                answer = answers.to(selection)
                shown = answer.places if excess.row.stratum == OVERALL else answer.groups
                row = shown.only(geo_id=excess.row.geo_id, stratum=excess.row.stratum)
                assert row is not None
                assert (row.value, row.period) == (excess.row.value, excess.row.period)


def test_the_title_names_the_largest_line_and_where_it_is(ask_published: Asked, found: ExcessScan) -> None:
    for code in LANGUAGES:
        with use_language(code):
            for words in SELECTIONS:
                page = view(ask_published, found, words)
                title = page_title(page)
                if not page.lines:
                    continue
                first = page.lines[0]
                assert format_number(first.burden.value, 0 if first.burden.value >= 10 else 1) in title
                if first.row.level != "state" and not page.selection.place:
                    name = page.catalog.places[first.row.geo_id].name
                    assert name.lower().removeprefix("the ") in title.lower(), title


def test_titles_and_sentences_have_no_fault_of_the_scan(ask_published: Asked, found: ExcessScan) -> None:
    """Of the whole list, topics and levels, and of places with a line some. Names of measures repeat down a list."""
    known = {"sentence_is_repeated", "number_without_unit"}
    for code in LANGUAGES:
        with use_language(code):
            catalog = ask_published.answers.catalog
            places = sorted({catalog.places[excess.row.geo_id].slug for excess in found.found})
            some = random.Random(code).sample(places, number_of(len(places)))
            asked = [*SELECTIONS, *({"topic": t} for t in TOPICS), *({"place": slug} for slug in some)]
            for words in asked:
                page = view(ask_published, found, words)
                lines = [
                    f"{whose(e, page)}. {ratio_words(e)} {figures_words(e, page.indicator(e))}." for e in page.lines
                ]
                said = Said(
                    "/worst", code, page_title(page), page_subtitle(page),
                    tuple(text.replace("**", "") for text in method_words(page)), live=announcement(page),
                    page=" ".join(lines),
                )  # fmt: skip
                assert {name: at for name, at in faults(said).items() if name not in known} == {}, words


def test_lines_never_blame_and_say_the_direction_the_measure_has(ask_published: Asked, found: ExcessScan) -> None:
    page = view(ask_published, found, {})
    blame = re.compile(r"\b(cause[sd]?|because|due to their|fault|failing|at risk|problem)\b", re.IGNORECASE)
    for excess in found.found:
        indicator = page.indicator(excess)
        said = excess_words(excess, indicator)
        assert ("fewer" in said) == (indicator.polarity == "higher_is_better")
        texts = (said, whose(excess, page), ratio_words(excess), figures_words(excess, indicator))
        assert not [text for text in texts if blame.search(text)]
    assert not blame.search(page_title(page))
    assert not blame.search(page_subtitle(page))


def test_the_interval_that_is_written_holds_the_number_that_is_written(ask_published: Asked, found: ExcessScan) -> None:
    page = view(ask_published, found, {})
    for excess in found.found:
        ends = [float(end.replace(",", "")) for end in excess_interval(excess.burden).split(" to ") if end]
        number = float(excess_words(excess, page.indicator(excess)).split("**")[1].replace(",", ""))
        assert not ends or ends[0] <= number <= ends[1]


def test_the_lists_of_the_topics_are_the_list(ask_published: Asked, found: ExcessScan) -> None:
    everything = view(ask_published, found, {})
    by_topic = [e for topic in TOPICS for e in view(ask_published, found, {"topic": topic}).lines]
    assert sorted(e.burden.value for e in by_topic) == sorted(e.burden.value for e in everything.lines)
    assert {e.row.level for e in everything.lines}.isdisjoint(OVERLAPPING)
    of_levels = [e for level in LEVELS for e in view(ask_published, found, {"level": level}).lines]
    assert len(of_levels) == len(found.found)


def test_a_topic_shows_its_largest_lines_and_leads_to_the_rest(ask_published: Asked, found: ExcessScan) -> None:
    page = view(ask_published, found, {})
    text = html_of(page)
    for topic, lines in page.topics.items():
        if len(lines) > FIRST:
            assert f"The {FIRST} largest of {len(lines)}" in text
            assert f"?topic={topic}" in text
    assert text.count("<tr") == sum(1 + min(len(lines), FIRST) for lines in page.topics.values())
    for topic in page.topics:
        whole = view(ask_published, found, {"topic": topic})
        assert html_of(whole).count("<tr") == 1 + len(whole.lines)


def test_every_table_has_a_caption_and_a_head_for_each_row(ask_published: Asked, found: ExcessScan) -> None:
    text = html_of(view(ask_published, found, {}))
    assert text.count("<table") == text.count("<caption") > 0
    assert text.count('scope="row"') == text.count("<tr") - text.count("<thead")
    assert text.count("<svg") == text.count('aria-hidden="true" focusable="false"')


def test_an_empty_list_says_what_that_means_and_leads_to_the_county(ask_published: Asked, found: ExcessScan) -> None:
    have = {e.row.geo_id for e in found.found}
    counties = {
        member: county
        for county in ask_published.catalog.places_of("county")
        if county.geo_id in have
        for member in county.members
    }
    town = next(
        p for p in ask_published.catalog.places_of("municipality") if p.geo_id not in have and p.geo_id in counties
    )
    page = view(ask_published, found, {"place": town.slug})
    text = html_of(page)
    assert page.lines == ()
    assert "none is clearly worse" in text
    assert f"place={counties[town.geo_id].slug}" in text


def test_words_that_mean_nothing_are_named_and_the_rest_is_shown(ask_published: Asked) -> None:
    catalog = ask_published.catalog
    selection, notices = parse_excess_query({"topic": "x", "level": "moon", "by": "age", "place": "atlantis"}, catalog)
    assert selection == ExcessSelection()
    assert [notice.split("”")[0] for notice in notices] == ["“x", "“moon", "“age", "“atlantis"]
    selection, notices = parse_excess_query({"place": "Suffolk County", "level": "municipality"}, catalog)
    assert (selection, notices) == (
        ExcessSelection(place="suffolk-county"), ("Suffolk County is a county: that level is shown.",)
    )  # fmt: skip
    assert parse_excess_query({"place": "massachusetts"}, catalog) == (ExcessSelection(), ())


@given(
    words=st.fixed_dictionaries({}, optional={key: st.text(max_size=12) for key in ("topic", "level", "by", "place")})
)
def test_any_words_give_a_selection_that_its_own_address_gives_again(
    ask_published: Asked, words: dict[str, str]
) -> None:
    selection, _ = parse_excess_query(words, ask_published.catalog)
    again, notices = parse_excess_query(read_query(selection.query()), ask_published.catalog)
    assert (again, notices) == (selection, ())


def test_every_choice_of_the_rail_is_an_address_that_is_understood(ask_published: Asked, found: ExcessScan) -> None:
    with use_language("es"):
        page = view(ask_published, found, {"topic": "overdose"})
        values = re.findall(r"'value': '(\?[^']*)'", str([part.to_plotly_json() for part in excess_rail(page)]))
        assert len(values) > 10
        for value in values:
            words = read_query(value)
            assert words.get("lang") == "es"
            assert parse_excess_query(words, page.catalog)[1] == ()


def test_marks_stand_where_their_ratio_is_on_one_scale(found: ExcessScan) -> None:
    """The state is at 1; twice and half are as far from it; what is beyond the scale stands at its end."""
    spine = spine_of(found.found)
    assert spine.low <= 1 <= spine.high
    positions = [spine.x(ratio) for ratio in (0.01, spine.low, 1, 1.1, spine.high, 99)]
    assert positions == sorted(positions)
    assert (positions[0], positions[-1]) == (ROOM, WIDTH - ROOM)
    even = Spine(0.25, 4)
    assert even.x(2) - even.x(1) == pytest.approx(even.x(1) - even.x(0.5), abs=0.15)
    for excess in found.found:
        drawn = str(spine_mark(excess, spine))
        assert f'viewBox="0 0 {WIDTH} {HEIGHT}"' in drawn
        assert f"translate({spine.x(excess.row.ratio)} " in drawn


def test_the_file_has_the_lines_of_the_list_in_their_order(ask_published: Asked, found: ExcessScan) -> None:
    catalog = ask_published.catalog
    for words in SELECTIONS:
        page = view(ask_published, found, words)
        about = [("title", page_title(page)), *(("note", said) for said in method_words(page))]
        text = dataset_csv(excess_dataset(page.lines, catalog), about)
        rows = list(csv.DictReader(StringIO(text)))
        assert tuple(rows[0]) == (*COLUMNS, *ABOUT_COLUMNS)
        lines = [row for row in rows if row["table"] != ABOUT]
        assert [int(row["rank"]) for row in lines] == list(range(1, len(page.lines) + 1))
        for row, excess in zip(lines, page.lines, strict=True):
            assert (row["indicator"], row["geo_id"], row["group_id"], row["period"]) == (
                excess.indicator, excess.row.geo_id, excess.row.stratum, excess.row.period
            )  # fmt: skip
            assert float(row["excess_a_year"]) == pytest.approx(excess.burden.value)
            assert float(row["value"]) == excess.row.value
            assert float(row["state_value"]) == excess.state.value
            assert row["source"]
            assert row["group"] == GROUPS[excess.row.stratum].label
        told = {row["item"] for row in rows if row["table"] == ABOUT}
        assert {"title", "note"} <= told


def test_what_is_announced_is_the_finding_and_how_many_lines_there_are(ask_published: Asked, found: ExcessScan) -> None:
    page = view(ask_published, found, {"topic": "overdose"})
    assert page_title(page) in announcement(page)
    assert str(len(listed(found, page.selection, page.catalog))) in announcement(page)
