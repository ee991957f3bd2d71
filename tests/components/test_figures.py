"""Charts of groups and trends: what is drawn agrees with the frames, and what is missing is seen to be."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.documents.drawings.svg import Style, label
from components.figures.groups import groups_figure
from components.figures.style import nice_scale
from components.figures.trend.chart import trend_figure
from components.formatting.numbers import format_value
from components.formatting.palette import PAPER, mark
from components.formatting.typeface import length
from data.query.selection import Answer
from data.vocabulary import OVERALL, STATUS_WORDS, Period
from tests.components.reading import SPOILT, figure_texts
from tests.questions import Asked

X, TEXT_X = re.compile(r'<rect x="([\d.]+)"'), re.compile(r'<text x="([\d.]+)"')


def every_figure(answer: Answer) -> list[dict[str, Any]]:
    return [groups_figure(answer), trend_figure(answer)]


# Many answers


def test_plotly_accepts_every_figure(ask_published: Asked) -> None:
    for answer in ask_published.sample[::2]:
        for made in every_figure(answer):
            go.Figure(made)


def test_no_text_in_a_figure_is_spoilt(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        for made in every_figure(answer):
            for said in figure_texts(made):
                assert SPOILT.search(said) is None, (answer.selection, said)


# Groups


def test_each_group_has_its_mark_and_its_whisker(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="suffolk-county")
    made = groups_figure(answer)
    dots = [t for t in made["data"] if t.get("error_x")]
    rows = [r for r in answer.groups if r.stratum != OVERALL and r.value == r.value]
    assert len(dots) == len(rows) == 4
    ends = {(t["x"][0] - t["error_x"]["arrayminus"][0], t["x"][0] + t["error_x"]["array"][0]) for t in dots}
    for row in rows:
        assert any((low, high) == pytest.approx((row.ci_low, row.ci_high)) for low, high in ends), (
            row
        )  # every interval is drawn
    filled = [t for t in dots if t["marker"]["color"] != PAPER]
    assert [t["marker"]["symbol"] for t in filled] == [mark("black_nh").symbol]  # the county's; the state's are open


def test_groups_without_a_figure_say_so_in_words(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    said = figure_texts(groups_figure(answer))
    assert "▨ hidden" in said
    assert any("State, all residents 32.1" in s for s in said)
    assert "<b>64.3</b>" in said


def test_a_word_in_place_of_a_figure_ends_where_the_figures_end(ask: Asked, ask_published: Asked) -> None:
    """Begun where its width was guessed to end it, the word was cut at the chart's edge in a wider typeface."""
    one = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    seen = 0
    without = [answer for answer in ask_published.sample if len(answer.groups.with_value()) < len(answer.groups)]
    for made in (groups_figure(one), *(groups_figure(answer) for answer in without[:20])):
        margin = made["layout"]["margin"]["r"]
        for note in made["layout"]["annotations"]:
            if note["text"].removeprefix("▨ ") in STATUS_WORDS.values():
                seen += 1
                assert (note["xref"], note["x"], note["xanchor"]) == ("paper", 1, "right")
                assert note["xshift"] <= margin
    assert seen > 10


def test_in_a_document_the_hatch_stands_before_a_word_that_ends_at_its_place() -> None:
    drawn = {across: label("▨ hidden", 100, 50, Style(across=across)) for across in ("start", "middle", "end")}
    at = {k: (float(m[1]), float(n[1])) for k, d in drawn.items() if (m := X.search(d)) and (n := TEXT_X.search(d))}
    wide = length("hidden")
    assert at["start"] == (100, 120)
    assert at["end"] == pytest.approx((100 - wide - 20, 100), abs=0.01)
    assert at["middle"] == pytest.approx((100 - wide / 2 - 10, 110), abs=0.01)


def test_figures_without_intervals_have_dots_without_whiskers(ask: Asked) -> None:
    made = groups_figure(ask(indicator="example_cost", group="black_nh"))
    assert not [t for t in made["data"] if "error_x" in t]
    assert {"<b>$12,000</b>", "<b>$15,000</b>"} <= set(figure_texts(made))


# Trend


def strokes(made: dict[str, Any]) -> list[tuple[list[float], str]]:
    """Lines of the trend: the years they join, and their dash."""
    return [(t["x"], t["line"]["dash"]) for t in made["data"] if t["mode"] == "lines" and "dash" in t["line"]]


def test_a_missing_year_is_a_gap_and_a_break_and_the_provisional_end_are_dashed(ask: Asked) -> None:
    """Years 2018, 2019, 2021, 2022, 2023: a break at 2019, nothing in 2020, 2023 provisional."""
    made = trend_figure(ask(indicator="example_deaths", level="state", by="overall"))
    assert strokes(made) == [([2018, 2019], "dash"), ([2021, 2022], "solid"), ([2022, 2023], "dash")]
    bands = [t["x"] for t in made["data"] if t.get("fill") == "toself"]
    assert bands == [[2018, 2019, 2019, 2018], [2021, 2022, 2023, 2023, 2022, 2021]]


def test_a_provisional_figure_is_a_hollow_mark_and_says_so(ask: Asked) -> None:
    made = trend_figure(ask(indicator="example_deaths", level="state", by="overall"))
    (marks,) = [t for t in made["data"] if t["mode"] == "markers"]
    assert marks["x"] == [2018, 2019, 2021, 2022, 2023]
    assert [c == PAPER for c in marks["marker"]["color"]] == [False] * 4 + [True]
    assert marks["marker"]["opacity"][-1] == 1
    assert marks["text"][-1].endswith("<br>Provisional")
    assert not any("Provisional" in t for t in marks["text"][:-1])


def test_pooled_periods_are_bars_over_their_years_and_never_joined(ask: Asked) -> None:
    """On the map's page, where the other groups are not beside it; the Trend view would begin in 2018 too."""
    made = trend_figure(ask(indicator="example_deaths", group="black_nh", period="2021-2023", view="map"))
    bars = [x for x, dash in strokes(made) if dash == "solid" and x != [2021, 2022]]
    assert bars == [[2018, 2020], [2021, 2023]]
    # The pool of everyone is of the same years as the yearly line, and is not drawn twice.
    assert len([t for t in made["data"] if t["mode"] == "markers"]) == 2


def test_a_county_year_without_a_row_is_a_gap(ask: Asked) -> None:
    """Franklin has no figure for 2022: a missing row became a row without a value, not a line across."""
    made = trend_figure(ask(indicator="example_deaths", by="overall", place="franklin-county"))
    lines = [x for x, _ in strokes(made)]
    assert lines.count([2021, 2022]) == 1  # the state's alone
    marks = [t["x"] for t in made["data"] if t["mode"] == "markers"]
    assert sorted(marks, key=len)[0] == [2018, 2019, 2021, 2023]


def test_every_published_trend_joins_only_years_that_follow_each_other(ask_published: Asked) -> None:
    """Any longer stroke is the bar of one pooled period, from its first year to its last."""
    for answer in ask_published.sample:
        made = trend_figure(answer)
        periods = [Period.parse(p) for p in {row.period for row in answer.trend}]
        bars = {(p.start.year, p.end.year) for p in periods if p.is_years and p.start.year < p.end.year}
        for x, _ in strokes(made):
            if any(after - before > 1.01 for before, after in pairwise(x)):
                assert tuple(x) in bars, answer.selection
        top = max(made["layout"]["yaxis"]["range"])
        assert all(y <= top for t in made["data"] for y in t["y"]), answer.selection


def test_labels_at_the_lines_ends_name_group_period_and_figure(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="suffolk-county")
    assert {a["text"] for a in trend_figure(answer)["layout"]["annotations"]} == {
        "break in 2019",
        "<b>Black, Suffolk</b><br>2021–23: 90.0",
        "<b>Black, state</b><br>2021–23: 64.3",
        "<b>All, Suffolk</b><br>2023: 60.0*",
        "<b>All, state</b><br>2023: 32.1*",
    }


# Axes


@given(st.lists(st.floats(0, 1e7), min_size=1, max_size=20))
def test_an_axis_holds_its_values_in_few_round_steps(ask: Asked, values: list[float]) -> None:
    scale = nice_scale(values, ask.catalog.indicators["example_deaths"])
    assert scale.low == 0
    assert max(values) <= scale.high * (1 + 1e-9) + 1e-4
    assert 2 <= len(scale.ticks) <= 7
    assert all(0 <= scale.share(v) <= 1 for v in values)


def test_axes_start_at_zero_but_for_years_of_life(ask: Asked) -> None:
    deaths = ask.catalog.indicators["example_deaths"]
    years = deaths.model_copy(update={"measure": "years"})
    assert nice_scale([79.1, 84.2], deaths).low == 0
    assert nice_scale([79.1, 84.2], years).ticks == [78, 80, 82, 84, 86]
    assert format_value(84.2, years) == "84.2"
