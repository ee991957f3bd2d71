"""Documents: what is taken along is the view itself, its numbers, words, classes, colours, filters and sources."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO, StringIO
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from components.documents.document import NothingToExportError, ViewDocument
from components.documents.drawings.chart_svg import DrawingError, chart_svg, tick_label
from components.documents.drawings.ranking import LISTED, listing_of, pictured
from components.documents.export_menu import export_menu
from components.documents.formats.csv import ABOUT_COLUMNS, csv_text
from components.documents.formats.page import ROWS, page
from components.documents.formats.png import png_bytes, texts
from components.figures.benchmarks import benchmark_words
from components.figures.groups import groups_figure
from components.figures.legend import legend, legend_of
from components.figures.map import fills
from components.figures.missing_data import missing_data_text
from components.figures.ranking import ranking
from components.figures.trend.chart import trend_figure
from components.formatting.html import to_html
from components.formatting.numbers import is_number
from components.formatting.palette import HIDDEN, PAPER, UNRELIABLE
from components.formatting.rank_text import extremes
from components.formatting.typeface import length, shortened
from components.page.notes import notes, sources
from components.views.describe import describe
from components.views.page import panels
from components.views.registry import view_of
from data.language import LANGUAGES, use_language
from data.query.related import multiples_by
from data.query.selection import Answer
from data.vocabulary import EACH, GROUPS, OVERALL, VIEWS
from pages.responses.exports.formats import FORMATS
from tests.components.reading import NUMBER, SPOILT, TAG, raw, text
from tests.questions import Asked
from tests.synthetic import HIDDEN_DEATHS

TODAY = date(2026, 11, 22)
ORIGIN = "https://equity.example"
DEATHS = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023"}
FORMULA = re.compile(r"[=+\-@\t\r]")
Rows = list[dict[str, str]]


def taken(answer: Answer, notices: tuple[str, ...] = ()) -> ViewDocument:
    return describe(answer, ORIGIN, TODAY, notices)


def shows(answer: Answer) -> bool:
    """Whether a view has anything to take along: a comparison needs groups, small multiples two of something."""
    if answer.selection.view == "compare":
        return len(answer.related) > 1
    if answer.selection.view == "multiples":
        return bool(multiples_by(answer.selection, answer.catalog))
    return answer.selection.view != "groups" or any(row.stratum != OVERALL for row in answer.groups)


def read(text: str) -> Rows:
    """The rows of a CSV, each by the names of the first line; every row is as long as that line."""
    first, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    assert all(len(row) == len(first) for row in rows)
    return [dict(zip(first, row, strict=True)) for row in rows]


def about(rows: Rows, item: str) -> list[str]:
    return [row["text"] for row in rows if row["table"] == "about" and row["item"] == item]


@pytest.fixture(scope="session")
def hundred(ask_published: Asked) -> list[tuple[Answer, ViewDocument]]:
    """A hundred real views of every kind, each with its document."""
    found = [answer for answer in ask_published.sample if shows(answer)][:100]
    assert len(found) == 100
    assert {answer.selection.view for answer in found} == set(VIEWS)
    return [(answer, taken(answer)) for answer in found]


@pytest.fixture(scope="module")
def black(ask: Asked) -> Answer:
    """Zero, five (unreliable), three hidden, one not available and eight others; see tests/synthetic.py."""
    return ask(**DEATHS)


# CSV


def frames_in_view(answer: Answer) -> list[tuple[str, Any]]:
    """Every row the view shows, with the name of its table; the state's own row stands with the places."""
    below = answer.selection.level != "state"
    if answer.selection.view == "multiples":
        maps = [("places", row) for own in answer.related for row in (*own.places, *own.state)]
        return maps if answer.series is None else [("trend", row) for row in answer.series]
    if answer.selection.view == "compare":
        return [row for own in answer.related for row in compared(own, answer)]
    places = [*(answer.places if below else []), *answer.state]
    groups = answer.groups if any(row.stratum != OVERALL for row in answer.groups) else []
    other = [row for row in answer.series or () if row.stratum not in (answer.selection.group, OVERALL)]
    tables = {"places": places, "groups": groups, "trend": [*answer.trend, *other]}
    shown = {
        "map": ("places", "groups", "trend"),
        "trend": ("trend", "places") if below else ("trend",),
        "groups": ("groups", "places") if below else ("groups",),
        "table": ("places", "groups", "trend"),
    }[answer.selection.view]
    return [(name, row) for name in shown for row in tables[name]]


def compared(own: Answer, answer: Answer) -> list[tuple[str, Any]]:
    """The rows of one side of a comparison: its places, or the groups and the periods of its one place."""
    if len({other.indicator.id for other in answer.related}) == 2:
        below = own.places if own.selection.level != "state" else []
        return [("places", row) for row in (*below, *own.state)]
    here = [row for row in own.groups if row.geo_id == own.place.geo_id]
    groups = [("groups", row) for row in here] if any(row.stratum != OVERALL for row in here) else []
    line = [r for r in own.trend if (r.geo_id, r.stratum) == (own.place.geo_id, own.selection.group)]
    return [*groups, *(("trend", row) for row in line)]


def written(name: str, row: Any) -> tuple[Any, ...]:
    """What the CSV has to say of a row of a frame; of one without a figure, no number but that of its people."""
    shown = is_number(row.value)
    numbers = (row.value, row.ci_low, row.ci_high, row.numerator) if shown else (None,) * 4
    numbers = tuple(float(n) if n is not None and is_number(n) else None for n in numbers)
    people = float(row.denominator) if is_number(row.denominator) else None
    return (name, row.name, row.geo_id, row.stratum, row.period, *numbers, people, row.status)


def said(row: dict[str, str], *, counted: bool) -> tuple[Any, ...]:
    names = ("value", "ci_low", "ci_high", "numerator", "denominator")
    numbers = tuple(float(row[n]) if row[n] else None for n in names)
    if not counted:
        assert numbers[3:] == (None, None)
    return (row["table"], row["place"], row["geo_id"], row["group_id"], row["period"], *numbers, row["status"])


def test_the_csv_of_a_hundred_views_has_every_number_of_their_frames(
    hundred: list[tuple[Answer, ViewDocument]],
) -> None:
    for answer, document in hundred:
        rows = [row for row in read(csv_text(document)) if row["table"] != "about"]
        frames = frames_in_view(answer)
        # A table whose rows count no events leaves out the people too: its column would stand alone.
        expected = {(n, r.geo_id, r.stratum, r.period): written(n, r) for n, r in frames}
        assert len(rows) == len(frames)
        for row in rows:
            known = expected[(row["table"], row["geo_id"], row["group_id"], row["period"])]
            counted = bool(row["numerator"] or row["denominator"])
            found = said(row, counted=counted)
            assert found[:8] == known[:8], answer.selection
            assert found[-1] == known[-1]
            if counted:
                assert found[8:10] == known[8:10]
            else:
                assert known[8] is None, answer.selection


def test_the_csv_of_a_hundred_views_says_what_it_is_and_where_it_is_from(
    hundred: list[tuple[Answer, ViewDocument]],
) -> None:
    for answer, document in hundred:
        rows = read(csv_text(document))
        assert about(rows, "title") == [view_of(answer).title(answer)]
        assert about(rows, "subtitle") == [view_of(answer).subtitle(answer)]
        assert about(rows, "filter") == [f"{f.name}: {f.value}" for f in document.filters]
        assert f"Indicator: {answer.indicator.title}" in about(rows, "filter")
        assert f"Period: {answer.selection.period.long_label}" in about(rows, "filter")
        assert f"Group: {GROUPS[answer.selection.group].label}" in about(rows, "filter")
        assert set(about(rows, "note")) >= {note.replace("**", "") for note in notes(answer)}
        for source in document.sources:
            assert any(source.title in text and source.licence in text for text in about(rows, "source"))
            assert source.address in about(rows, "source address")
        assert about(rows, "data version") == [answer.catalog.version]
        assert about(rows, "exported") == ["2026-11-22"]
        assert about(rows, "address") == [f"{ORIGIN}/explore{answer.selection.query()}"]
        assert not any(SPOILT.search(cell) for row in rows for key, cell in row.items() if key != "text")


def test_what_is_said_under_and_beside_the_figures_of_the_page_is_taken_along(
    hundred: list[tuple[Answer, ViewDocument]],
) -> None:
    """Extremes, benchmarks and what is not known: the page says each, and so do the CSV and the picture."""
    found = set()
    for answer, document in hundred:
        with use_language(answer.selection.language):
            page = text(panels(answer, "/explore"))
            taken_along = about(read(csv_text(document)), "beside the figures")
            below = about(read(csv_text(document)), "under the figure")
            if answer.selection.view == "map":
                assert set(extremes(answer)) <= set(document_words(document)), answer.selection
                found.add("extremes" if extremes(answer) else "")
            if answer.selection.view in ("map", "groups", "trend") and document.figures:
                listed = [without_bold(words) for words in benchmark_words(answer)]
                assert set(listed) <= set(below), answer.selection
                assert all(words in page for words in listed), answer.selection
                found.add("benchmarks" if listed else "")
            unknown = document.passages[-1].said if document.passages else ()
            if "unknowns-title" in raw(panels(answer, "/explore")):
                assert unknown == tuple(missing_data_text(answer))
                assert all(without_bold(words) in page for words in unknown), answer.selection
                assert len(taken_along) >= len(unknown) > 0
                found.add("unknowns")
    assert found >= {"extremes", "benchmarks", "unknowns"}


def test_the_shares_of_a_view_of_groups_are_taken_along(ask_published: Asked) -> None:
    answer = ask_published(indicator="low_birthweight", level="county", group="black_nh", view="groups")
    shares, unknown = taken(answer).passages
    page = text(panels(answer, "/explore"))
    assert shares.title == "Share of low-birthweight births beside share of infants, Massachusetts"
    assert shares.title in page
    assert any(said.startswith("Black: **14.6%** of low-birthweight births (14.3% to 15.0%)") for said in shares.said)
    assert all(number in page for number in numbers_in(shares.said))
    assert unknown.title == "What is not known"


def without_bold(words: str) -> str:
    return words.replace("**", "")


def numbers_in(said: tuple[str, ...]) -> list[str]:
    """Every number of some sentences."""
    return [number for words in said for number in NUMBER.findall(words)]


def document_words(document: ViewDocument) -> list[str]:
    """What stands under the figures."""
    return [words for figure in document.figures for words in figure.below]


def test_pandas_reads_numbers_as_numbers_without_being_told_how(hundred: list[tuple[Answer, ViewDocument]]) -> None:
    for answer, document in hundred[::4]:
        frame = pd.read_csv(StringIO(csv_text(document)), dtype={"geo_id": "str"}, keep_default_na=True)
        assert list(frame.columns) == [*(field.name for field in document.dataset.fields), *ABOUT_COLUMNS]
        figures = frame[frame["table"] != "about"]
        for column in ("value", "ci_low", "ci_high", "numerator", "denominator", "class"):
            assert pd.api.types.is_numeric_dtype(figures[column]), column
        assert figures["value"].count() == sum(is_number(row.value) for _, row in frames_in_view(answer))


def test_classes_and_colours_of_the_csv_are_those_of_the_map(hundred: list[tuple[Answer, ViewDocument]]) -> None:
    for answer, document in hundred:
        maps = answer.related if answer.selection.view in ("multiples", "compare") else (answer,)
        painted = {
            (own.indicator.id, geo_id, own.selection.group, own.selection.period.slug): colour
            for own in maps
            for geo_id, colour in zip((row.geo_id for row in own.places), fills(own), strict=True)
        }
        for row in read(csv_text(document)):
            if row["table"] == "places" and row["level"] == answer.selection.level:
                colour = painted[(row["indicator"], row["geo_id"], row["group_id"], row["period"])]
                assert row["colour"] == {HIDDEN: "", UNRELIABLE: PAPER}.get(colour, colour)
                if row["class"]:
                    low, high = (float(re.sub(r"[^\d.]", "", b)) for b in row["class_bounds"].split("–"))
                    room = 0.51 * 10.0**-answer.indicator.decimals
                    assert low - room <= abs(float(row["value"])) <= high + room or low > high


def test_places_stand_as_the_list_beside_the_figure_has_them(black: Answer) -> None:
    for view in ("map", "trend", "groups"):
        document = taken(replace(black, selection=replace(black.selection, view=view)))
        places = [row["place"] for row in read(csv_text(document)) if row["table"] == "places"]
        listed = re.findall(r'class="ranking-name">(.*?)<', to_html(ranking(black, "/explore")))
        assert [place.removesuffix(" County") for place in places] == [*(unescape(n) for n in listed), "Massachusetts"]


def test_a_hidden_row_gives_nothing_away(black: Answer) -> None:
    rows = [r for r in read(csv_text(taken(black))) if r["table"] == "places" and r["status"] == "suppressed"]
    assert [row["place"] for row in rows] == ["Bristol County", "Dukes County", "Essex County"]
    for row in rows:
        assert [row[c] for c in ("value", "ci_low", "ci_high", "numerator", "class", "comparison")] == [""] * 6
        assert row["value_words"] == "–"
        assert row["status_words"] == "hidden (fewer than 10 deaths)"
        assert str(HIDDEN_DEATHS) not in row.values()


def test_numbers_of_the_csv_are_written_alike_in_every_language(black: Answer) -> None:
    columns = ("table", "geo_id", "group_id", "period", "value", "ci_low", "ci_high", "numerator", "status", "colour")
    figures = []
    for code in LANGUAGES:
        with use_language(code):
            document = taken(black)
        assert document.language == code
        rows = [row for row in read(csv_text(document)) if row["table"] != "about"]
        figures.append([[row[column] for column in columns] for row in rows])
    assert figures[0] == figures[1] == figures[2]


def test_a_line_of_the_csv_can_be_read_by_a_person(black: Answer) -> None:
    worcester = next(r for r in read(csv_text(taken(black))) if r["place"] == "Worcester County")
    # 120 deaths among 100,000 person-years are 120 per 100,000: the highest, in the last class.
    assert {key: worcester[key] for key in ("value", "value_words", "numerator", "denominator", "status")} == {
        "value": "120", "value_words": "120.0", "numerator": "120", "denominator": "100000", "status": "reported",
    }  # fmt: skip
    assert (worcester["compared_with"], worcester["comparison"]) == ("Compared with the state", "Higher")
    assert worcester["unit"] == black.indicator.unit
    assert worcester["source"] == sources(black)[0].short


def test_no_cell_of_the_csv_is_a_formula_for_a_spreadsheet(black: Answer) -> None:
    whole = taken(black)
    first = whole.dataset.rows[0]
    short = replace(whole, sources=(), notes=(), source_notes=())

    @given(text=st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
    def check(text: str) -> None:
        dataset = replace(whole.dataset, rows=({**first, "place": text},))
        rows = read(csv_text(replace(short, title=text, dataset=dataset)))
        for cell in (rows[0]["place"], about(rows, "title")[0]):
            assert not FORMULA.match(cell)
            assert cell in (text, f"'{text}")

    check()


# PNG


def test_a_picture_has_the_exact_colours_of_the_map(ask: Asked) -> None:
    for words in (DEATHS, {"indicator": "example_screening"}):
        answer = ask(**words)
        with Image.open(BytesIO(png_bytes(taken(answer)))) as picture:
            pixels = np.asarray(picture.convert("RGB"), dtype=np.uint32)
        seen = set(np.unique((pixels[..., 0] << 16) | (pixels[..., 1] << 8) | pixels[..., 2]).tolist())
        assert {int(colour[1:], 16) for colour in fills(answer)} <= seen | {
            int(HIDDEN[1:], 16),
            int(UNRELIABLE[1:], 16),
        }


def test_nothing_in_the_data_is_markup_to_the_page(black: Answer) -> None:
    wild = '#panic("stop") *bold* _x_ $y$ <b>z</b> \\ "q" [k] // @ref ```'
    document = taken(black)
    marked = replace(document, title=wild, subtitle=wild, notices=(wild,), notes=(wild,), address=wild)
    with Image.open(BytesIO(png_bytes(marked))) as picture:
        picture.load()
        assert picture.text["Title"] == wild  # type: ignore[attr-defined]


def test_a_long_table_says_how_many_rows_its_picture_leaves_out(ask_published: Asked) -> None:
    town = next(i for i in ask_published.catalog.indicators if "municipality" in ask_published.catalog.levels(i))
    document = taken(ask_published(indicator=town, level="municipality", place="worcester", view="table"))
    places, *_ = page(document)["tables"]
    # Of the state and 351 towns: the first forty, and Worcester.
    assert len(document.tables[0].rows) == 352
    assert [row["cells"][0] for row in places["rows"][ROWS:]] == ["Worcester"]
    # The page counts what it leaves out itself: a sheet of paper may have room for fewer than a picture.
    assert places["all"] == 352
    more = page(document)["words"]["more"]
    assert more == "{left} of {all} rows are not in this picture; the data file of this view (CSV) has every one."


def test_a_picture_lists_the_chosen_place_wherever_it_stands(ask_published: Asked) -> None:
    town = next(i for i in ask_published.catalog.indicators if "municipality" in ask_published.catalog.levels(i))
    answer = ask_published(indicator=town, level="municipality", place="worcester")
    listing = listing_of(answer)
    assert len(listing.places) == 351
    assert "Worcester" in [place.name for place in pictured(listing)]
    assert len(pictured(listing)) in (LISTED, LISTED + 1)


# The description of a view


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_taken_along(ask: Asked, view: Any) -> None:
    document = taken(ask(**DEATHS, view=view))
    assert document.tables
    assert bool(document.figures) == (view != "table")
    assert all(figure.text or figure.name in ("places", "legend") for figure in document.figures)


@pytest.mark.parametrize("each", EACH)
def test_small_multiples_are_taken_along_with_every_panel(ask: Asked, each: str) -> None:
    answer = ask(**DEATHS, view="multiples", each=each)
    document = taken(answer)
    rows = [row for row in read(csv_text(document)) if row["table"] != "about"]
    assert len(rows) == len(frames_in_view(answer))
    assert len({figure.name for figure in document.figures}) == len(document.figures)
    if each in ("group", "period"):
        assert len(document.figures) == len(answer.related) + 1
    assert png_bytes(document).startswith(b"\x89PNG")


def test_the_file_is_named_after_what_who_where_and_when(ask: Asked) -> None:
    title_slug = taken(ask(**DEATHS)).file_stem.split("_")[0]
    assert taken(ask(**DEATHS)).file_stem == f"{title_slug}_black_counties_2021-2023_massachusetts"
    hampden = ask(**DEATHS, place="hampden-county", view="trend")
    assert taken(hampden).file_stem == f"{title_slug}_black_counties_2021-2023_hampden-county_trend"
    assert re.fullmatch(r"[a-z0-9_-]+", title_slug)


def test_file_names_are_plain_and_tell_views_apart(hundred: list[tuple[Answer, ViewDocument]]) -> None:
    for answer, document in hundred:
        assert re.fullmatch(r"[a-z0-9-]+(_[a-z0-9_-]+)+", document.file_stem), document.file_stem
        assert answer.selection.period.slug in document.file_stem
        first = answer.related[0] if answer.selection.view == "compare" else answer
        assert first.place.slug in document.file_stem


def test_filters_say_every_choice_in_words(ask: Asked) -> None:
    words = {"level": "county", "place": "suffolk-county", "by": "race_ethnicity", "reference": "white_nh"}
    answer = ask(**DEATHS, **words, view="groups")
    assert {f.name: f.value for f in taken(answer).filters} == {
        "Indicator": answer.indicator.title, "Places": "Counties", "Place": "Suffolk County",
        "People compared by": "Race and ethnicity", "Group": "Black", "Period": "2021–2023", "View": "Groups",
        "Groups compared with": "White",
    }  # fmt: skip


def test_a_view_without_figures_cannot_be_taken_along(ask: Asked) -> None:
    with pytest.raises(NothingToExportError, match="nothing to take along"):
        taken(ask(indicator="example_screening", view="groups"))


def test_what_of_an_address_was_mended_is_said_in_the_file(black: Answer) -> None:
    notice = "“blak” is not a group we have. Showing Black instead."
    document = taken(black, (notice,))
    assert about(read(csv_text(document)), "notice") == [notice]
    assert texts(document)["Notices"] == notice
    assert page(document)["notices"] == [notice]


def test_the_legend_of_a_document_is_that_of_the_page(ask_published: Asked) -> None:
    for answer in ask_published.sample[::4]:
        if answer.selection.level == "state":
            continue
        made, shown = legend_of(answer), to_html(legend(answer))
        bounds = [unescape(b) for b in re.findall(r'class="legend-bound">(.*?)<', shown)]
        assert made.bounds == bounds
        counts = re.search(r'class="legend-counts">(.*?)</div>', shown)
        written = re.findall(r"<span>(\d+)", counts[1]) if counts else []
        assert [str(c.places) for c in made.classes] == written
        numbers = [int(n) for n in re.findall(r'class="legend-number">(\d+)', shown)]
        assert [swatch.places for swatch in made.beside] == numbers
        state = re.search(r'class="legend-state-text[^>]*><span>(.*?)<', shown)
        assert made.state == (unescape(state[1]) if state else "")


def test_the_list_of_a_document_is_that_of_the_page(ask_published: Asked) -> None:
    for answer in ask_published.sample[::5]:
        if answer.selection.level == "state":
            continue
        shown = to_html(ranking(answer, "/explore"))
        listing = listing_of(answer)
        names = [unescape(n) for n in re.findall(r'class="ranking-name">(.*?)<', shown)]
        assert [place.name for place in listing.places] == names, answer.selection
        values = [unescape(v) for v in re.findall(r'class="ranking-value">(.*?)<', shown)]
        assert [place.value for place in listing.places if place.share is not None] == values


# Charts as SVG


def test_every_chart_of_many_answers_can_be_drawn(ask_published: Asked) -> None:
    for answer in ask_published.sample[:60]:
        for figure in (groups_figure(answer), trend_figure(answer)):
            # A comparison without groups has no height of its own to speak of, and is still no error.
            drawn = chart_svg(figure, 440, "A chart")
            assert drawn.startswith("<svg ")
            assert "nan" not in drawn.lower().replace("nantucket", "")
            marks = sum(
                1
                for trace in figure["data"]
                if "markers" in trace.get("mode", "")
                for i in range(len(trace["x"]))
                if (o := trace["marker"].get("opacity", 1)) and (o[i] if isinstance(o, list) else o)
            )
            uprights = sum(
                len(t["x"]) for t in figure["data"] if str(t.get("marker", {}).get("symbol", "")).startswith("line-ns")
            )
            assert drawn.count("scale(") == marks - uprights
            for note in figure["layout"].get("annotations", ()):
                for line in re.split("<br>", note["text"]):
                    words = unescape(TAG.sub("", line)).removeprefix("▨ ")
                    assert words in unescape(TAG.sub("", drawn)), words


def small_chart(**own: Any) -> dict[str, Any]:
    """A synthetic chart: a plot of 100 by 100 pixels whose axes run from 0 to 10."""
    trace = {"type": "scatter", "mode": "markers", "x": [2.5], "y": [7.5], "marker": {"symbol": "circle", "size": 10}}
    axis = {"range": [0, 10], "dtick": 5, "tick0": 0, "tickformat": ","}
    layout = {"height": 130, "margin": {"l": 20, "r": 10, "t": 10, "b": 20}, "xaxis": axis, "yaxis": axis}
    return {"data": [trace | own], "layout": layout}


def test_a_point_is_drawn_where_its_axes_put_it() -> None:
    # A quarter across 100 pixels from 20, and a quarter down from 10.
    assert "translate(45 35)" in chart_svg(small_chart(), 130)


def test_whiskers_reach_to_their_ends() -> None:
    error = {"type": "data", "symmetric": False, "array": [5], "arrayminus": [1], "color": "#141414"}
    drawn = chart_svg(small_chart(error_x=error), 130)
    assert re.search(r'x1="35" y1="35" x2="95" y2="35"', drawn)


def test_ticks_have_the_decimals_of_their_step() -> None:
    assert [tick_label(v, 2.5) for v in (0, 2.5, 5)] == ["0.0", "2.5", "5.0"]
    assert [tick_label(v, 20_000) for v in (0, 120_000)] == ["0", "120,000"]
    assert tick_label(-5, 5) == "−5"


@pytest.mark.parametrize(
    ("own", "named"),
    [
        ({"type": "bar"}, "bar"),
        ({"mode": "text"}, "text"),
        ({"mode": "lines", "fill": "tozeroy"}, "tozeroy"),
        ({"marker": {"symbol": "asterisk", "size": 9}}, "asterisk"),
        ({"mode": "lines", "line": {"shape": "spline"}}, "spline"),
        ({"mode": "lines", "line": {"dash": "wavy"}}, "wavy"),
        ({"error_y": {"type": "percent", "value": 10}}, "whiskers"),
    ],
)
def test_what_cannot_be_drawn_is_an_error_and_never_left_out(own: dict[str, Any], named: str) -> None:
    with pytest.raises(DrawingError, match=named):
        chart_svg(small_chart(**own), 130)


def test_an_axis_that_is_not_linear_is_an_error_and_never_drawn_as_one() -> None:
    chart = small_chart()
    chart["layout"]["xaxis"] = {**chart["layout"]["xaxis"], "type": "log"}
    with pytest.raises(DrawingError, match="log"):
        chart_svg(chart, 130)


def test_an_axis_line_lies_over_the_grid_and_no_grid_line_on_the_end_of_an_axis() -> None:
    chart = small_chart()
    chart["layout"]["xaxis"] = {**chart["layout"]["xaxis"], "showline": True, "linecolor": "#141414"}
    lines = re.findall(r'<line x1="(\S+)" y1="(\S+)" x2="(\S+)" y2="(\S+)" stroke="(\S+)"', chart_svg(chart, 130))
    # Ticks at 0, 5 and 10: of three grid lines each way, the one in the middle is drawn.
    assert [line[:4] for line in lines[-3:]] == [
        ("70", "10", "70", "110"),
        ("20", "60", "120", "60"),
        ("20", "110", "120", "110"),
    ]
    assert lines[-1][4] == "#141414"


def test_text_is_measured_in_the_typeface_it_is_set_in() -> None:
    assert length("iiii") < length("MMMM") < length("MMMM", bold=True) * 1.2
    assert length("Suffolk", 28) == pytest.approx(2 * length("Suffolk", 14), rel=0.02)
    cut = shortened("Metropolitan Area Planning Council", 120)
    assert cut.endswith("…")
    assert length(cut) <= 120


# The control in the page


def test_the_menu_leads_to_exactly_this_view(black: Answer) -> None:
    shown = to_html(export_menu("explore", black.selection.parameters()))
    links = {unescape(link) for link in re.findall(r'href="(.*?)"', shown)}
    files = {f"/api/v1/views/explore.{kind}{black.selection.query()}" for kind in FORMATS}
    assert links == {*files, f"/api/v1/views/explore.csv{black.selection.query()}&metadata=zip"}
    assert shown.startswith("<details")
    assert "<summary" in shown
