"""Charts as data have every number, order, colour, mark and word of the figures that a reader sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from components.documents.charts.dots import groups_chart
from components.documents.charts.lines import trend_chart
from components.documents.native_chart import ChartPoint, ChartSeries, NativeChart
from components.figures.groups import groups_figure
from components.figures.trend.chart import trend_figure
from components.formatting.numbers import capitalize_first, format_number
from components.formatting.palette import PAPER
from components.views.compare.charts import compared_groups_chart, compared_trend_chart
from components.views.compare.figures import compared_groups_figure, compared_trend_figure
from components.views.compare.text import pair
from components.views.describe import describe
from components.views.gaps.charts import gap_groups_chart, pair_chart, ratio_chart
from components.views.gaps.figures import pair_figure, ratio_figure
from components.views.gaps.words import names, side_name
from data.analysis.gap_selection import gap_view
from data.analysis.place_comparison import compare_groups
from data.query.selection import Answer
from data.vocabulary import OVERALL
from tests.questions import Asked, sampled

OVERDOSE = {"indicator": "drug_overdose_deaths", "by": "race_ethnicity", "group": "black_nh"}
Mark = tuple[float, float, str, str, bool, bool]
"""Of a mark: its place, symbol, colour, whether it is open, and whether it is seen."""


def listed(setting: Any, number: int) -> list[Any]:
    return list(setting) if isinstance(setting, list | tuple) else [setting] * number


def figure_marks(traces: list[dict[str, Any]]) -> Counter[Mark]:
    found = Counter[Mark]()
    for trace in traces:
        number, marker = len(trace["x"]), trace["marker"]
        edge = marker.get("line", {}).get("color", marker["color"])
        fills, seen = listed(marker["color"], number), listed(marker.get("opacity", 1), number)
        for x, y, fill, opacity in zip(trace["x"], trace["y"], fills, seen, strict=True):
            found[(round(x, 6), round(y, 6), marker["symbol"], edge, fill == PAPER, bool(opacity))] += 1
    return found


def shown(chart: NativeChart) -> Iterator[tuple[ChartSeries, ChartPoint, float]]:
    for series in chart.series:
        for point in series.points:
            if point.value is not None:
                yield series, point, point.value


def whiskers(traces: list[dict[str, Any]], across: str) -> Counter[tuple[float, float, float]]:
    """The place, and both ends, of the whiskers of a figure."""
    found = Counter[tuple[float, float, float]]()
    for trace in traces:
        error = trace.get(f"error_{across}")
        for i in range(len(trace["x"]) if error else 0):
            value, at = trace[across][i], trace["y" if across == "x" else "x"][i]
            low, high = value - error["arrayminus"][i], value + error["array"][i]
            if low != high:
                found[(round(at, 6), round(low, 6), round(high, 6))] += 1
    return found


def texts(figure: dict[str, Any]) -> str:
    written = [note["text"] for note in figure["layout"].get("annotations", ())]
    written += [text for trace in figure["data"] for text in listed(trace.get("text", ""), 1)]
    return " ".join(re.sub(r"<[^>]+>", " ", text) for text in written)


def same_dots(chart: NativeChart, figure: dict[str, Any]) -> None:
    rows = len(chart.rows)
    traces = [t for t in figure["data"] if t.get("xaxis") != "x2"]
    assert figure_marks(traces) == Counter(
        (round(value, 6), round(rows - 1 - point.at, 6), series.symbol, series.colour, point.hollow, True)
        for series, point, value in shown(chart)
    )
    drawn = whiskers(traces, "x")
    assert drawn == Counter(
        (round(rows - 1 - point.at, 6), round(point.low, 6), round(point.high, 6))
        for _, point, _ in shown(chart)
        if point.low is not None and point.high is not None and point.low != point.high
    )
    assert list(figure["layout"]["xaxis"]["range"]) == [chart.low, chart.high]
    lines = [shape["x0"] for shape in figure["layout"]["shapes"] if shape["x0"] == shape["x1"]]
    assert lines == [line.value for line in chart.references]
    said = Counter(re.sub(r"<[^>]+>|▨ ", "", note["text"]) for note in figure["layout"]["annotations"])
    for series in chart.series:
        for point in series.points:
            assert said[point.words] >= 1, point
    for line in chart.references:
        assert any(line.words in text for text in said)
    # The rows stand in the order of the figure's names, each with its own group's marks.
    assert [series.points[0].at for series in chart.series] == sorted(s.points[0].at for s in chart.series)


def strokes(figure: dict[str, Any]) -> Counter[tuple[Any, ...]]:
    """Every piece between two points that a figure joins: both ends and whether it is dashed as over a break."""
    found = Counter[tuple[Any, ...]]()
    for trace in figure["data"]:
        if trace["mode"] == "lines" and trace.get("fill") is None and len(set(trace["y"])) + len(trace["x"]) > 2:
            points = list(zip(trace["x"], trace["y"], strict=True))
            for one, other in pairwise(points):
                found[(one, other, trace["line"]["color"])] += 1
    return found


def joined(chart: NativeChart) -> Counter[tuple[Any, ...]]:
    found = Counter[tuple[Any, ...]]()
    for series in chart.series:
        points = [point for point in series.points if point.value is not None]
        for one, other in pairwise(points):
            if series.dash and other.at not in series.breaks:
                found[((one.at, one.value), (other.at, other.value), series.colour)] += 1
        for point in points:
            if point.reach:
                ends = ((point.at - point.reach, point.value), (point.at + point.reach, point.value))
                found[(*ends, series.colour)] += 1
    return found


def same_lines(chart: NativeChart, figure: dict[str, Any], key: str = "") -> None:
    """`key` are words that stand over the figure, not in it."""
    marks = [t for t in figure["data"] if t["mode"] == "markers" and t.get("name") != "turns"]
    assert figure_marks(marks) == Counter(
        (round(point.at, 6), round(value, 6), series.symbol, series.colour, point.hollow, point.seen)
        for series, point, value in shown(chart)
    )
    assert strokes(figure) == joined(chart)
    assert figure["layout"]["yaxis"]["range"][0] == chart.low
    assert chart.high <= figure["layout"]["yaxis"]["range"][1] <= chart.high + 0.05 * (chart.high - chart.low)
    first, last = figure["layout"]["xaxis"]["range"]
    assert first < chart.years[0] <= chart.years[1] < last
    turns = [t for t in figure["data"] if t.get("name") == "turns"]
    assert [(list(t["x"]), list(t["y"])) for t in turns] == [
        ([p.at for p in series.points], [p.value for p in series.points]) for series in chart.turns
    ]
    words = f"{texts(figure)} {key}"
    for series, point, _ in shown(chart):
        assert point.words.rstrip("*†") in words
        if point.low is not None and series.whiskers and point.high is not None:
            assert chart.low <= point.low <= point.high
    for series in [*chart.series, *chart.turns]:
        if series.end is not None:
            for word in f"{series.end.name} {series.end.figure}".split():
                assert word in words


@pytest.fixture(scope="module")
def views(ask_published: Asked) -> list[Answer]:
    """Thirty published views of every kind of indicator, and some that have breaks, turns, or a place beside."""
    questions = sampled(ask_published.catalog, 210)[::9][:24]
    own = [
        ask_published(**OVERDOSE, view="trend"),
        ask_published(**OVERDOSE, view="trend", place="hampden-county"),
        ask_published(indicator="opioid_deaths_dph_state", view="trend"),
    ]
    return own + [
        ask_published.answers.to(replace(question, view=view))
        for number, question in enumerate(questions)
        for view in (("trend", "map")[number % 2],)
    ]


def test_a_trend_as_data_is_the_figure(views: list[Answer]) -> None:
    turned = broken = dashed = 0
    for answer in views:
        chart = trend_chart(answer)
        same_lines(chart, trend_figure(answer))
        turned, broken = turned + bool(chart.turns), broken + bool(chart.marks)
        dashed += any(series.dashed for series in chart.series)
    assert turned
    assert broken
    assert dashed


def test_groups_as_data_are_the_figure(views: list[Answer]) -> None:
    with_rows = [answer for answer in views if answer.groups.without(stratum=OVERALL)]
    assert len(with_rows) > 8
    for answer in with_rows:
        same_dots(groups_chart(answer), groups_figure(answer))
    assert any(p.value is None for a in with_rows for s in groups_chart(a).series for p in s.points)


def test_two_places_as_data_are_their_figures(ask_published: Asked) -> None:
    words = {**OVERDOSE, "view": "compare", "place": "hampden-county", "with": "suffolk-county"}
    one, other = pair(ask_published(**words))
    assert other is not None
    compared = compare_groups(one, other)
    same_dots(compared_groups_chart(compared, one, other), compared_groups_figure(compared, one))
    same_lines(compared_trend_chart(one, other), compared_trend_figure(one, other, 300))


def test_a_pair_over_time_as_data_is_its_figures(ask_published: Asked) -> None:
    for words in ({"indicator": "drug_overdose_deaths"}, {"indicator": "maternal_mortality"}):
        view = gap_view(words, ask_published.answers, side_name)
        same_lines(pair_chart(view), pair_figure(view), " ".join(map(capitalize_first, names(view))))
        assert whiskers(pair_figure(view)["data"], "y") == Counter(
            (point.at, round(point.low, 6), round(point.high, 6))
            for _, point, _ in shown(pair_chart(view))
            if point.low is not None and point.high is not None
        )
        ratios = [one for one in view.series if one.ratio_value is not None]
        same_lines(ratio_chart(ratios, view.answer.indicator), ratio_figure(ratios, view.answer.indicator))
        assert gap_groups_chart(view).strong


def test_each_small_trend_is_a_chart_on_the_axes_of_all(ask_published: Asked) -> None:
    for words in ({"each": "group_trend"}, {"each": "place_trend"}):
        document = describe(
            ask_published(**OVERDOSE, view="multiples", **words), "https://x.example", date(2026, 11, 30)
        )
        charts = [figure.chart for figure in document.figures]
        assert len(charts) > 2
        assert all(charts)
        assert len({(c.low, c.high, c.years) for c in charts if c}) == 1
        for figure, chart in zip(document.figures, charts, strict=True):
            assert chart is not None
            values = [point.words.rstrip("†") for point in chart.series[-1].points]
            assert chart.title == figure.title
            # The text alternative of a panel says its first and its last figure.
            assert all(words in figure.text for words in (values[:1] + values[-1:])), (values, figure.text)


def test_hidden_figures_have_a_place_and_words_and_no_number(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="bristol-county", view="map")
    points = [p for chart in (groups_chart(answer), trend_chart(answer)) for s in chart.series for p in s.points]
    hidden = [point for point in points if point.value is None]
    assert hidden
    assert all(point.low is None and point.high is None and point.words and not point.seen for point in hidden)


def test_the_axis_of_years_has_a_tick_at_the_last_year_and_room_before_the_first() -> None:
    chart = NativeChart("lines", "", "", 0, 0, 1, ())
    for first in range(1999, 2024):
        for last in range(first, 2026):
            start, end, step = replace(chart, years=(first, last)).years_axis
            assert start < first <= last < end
            assert (last - start) % step == 0
            assert (last - start) / step <= 8
            assert format_number(start, 0)
