"""What the page's charts show and what exports carry is one drawing: plotly.js's and ours, mark by mark.

All draw one description, a figure dictionary: `fluid_chart` on the page, plotly.js in its place where one was pointed
at, `chart_svg` in pictures. Each is read back from the SVG it became, and set against the axes it was drawn on: a
picture is narrower than the page, so pixels may differ, and shares of the axes, figures, words and colours may not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from components.documents.document import width_of
from components.documents.drawings.chart_svg import chart_svg
from components.documents.drawings.svg import BASELINE, LINE, SIZE
from components.figures.groups import groups_figure
from components.figures.style import Figure
from components.views.gaps.figures import pair_figure, ratio_figure
from components.views.gaps.words import side_name
from components.views.registry import view_of
from data.analysis.gap_selection import gap_view
from data.analysis.gap_views import GapView
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL
from tests.browser.page_checks import plotly_draws, settle
from tests.questions import Asked

READER = (Path(__file__).parent / "drawn_marks.js").read_text("utf-8")
Drawn = dict[str, Any]
"""What a chart has drawn, by kind; a point is a pair of pixels."""
Charts = dict[str, tuple[Figure, float]]
"""Figure dictionaries by the id of the page's chart, each with the width of its picture."""

HAMPDEN = "?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023"
HAMPDEN += "&place=hampden-county&view="
# A broken and provisional line with its band, a joined one with turns, a target.
STATE = "?indicator=drug_overdose_deaths_age_adjusted&level=state&by=overall&group=all&period=2021&view=trend"
GAPS = "?indicator=drug_overdose_deaths&by=race_ethnicity&period=2021-2023"

PIXEL, LABEL_PIXELS = 1.0, 2.0
"""What may lie between two places: plotly.js sets strokes on whole pixels, and an edge around every label."""
MARK_SIZE = 0.25
"""Share by which two marks may differ in size: those of pictures and keys are paths of our own."""
KINDS = ("bands", "lines", "whiskers", "marks")


def drawn_on_the_page(page: Page, name: str) -> Drawn:
    found: Drawn = page.locator(f"figure:has(> #{name}-text) .chart").evaluate(f"chart => {READER}.byPage(chart)")
    return found


def drawn_by_plotly(page: Page, name: str) -> Drawn:
    graph = plotly_draws(page.locator(f"figure:has(> #{name}-text)"))
    found: Drawn = graph.evaluate(f"graph => {READER}.byPlotly(graph)")
    return found


def drawn_by_us(page: Page, figure: Figure, width: float) -> Drawn:
    found: Drawn = page.evaluate(f"svg => {READER}.byUs(svg)", chart_svg(figure, width))
    return found


def explored(answer: Answer) -> Charts:
    """The charts of a view as its picture has them."""
    found = view_of(answer).contents(answer).figures
    return {figure.name: (figure.drawn, width_of(figure.share)) for figure in found if isinstance(figure.drawn, dict)}


def compared_gaps(answer: Answer, ask: Asked) -> Charts:
    """The charts of a gap. There is no picture of that page yet: they are drawn as one would have them."""
    view = gap_of(answer, ask)
    groups = groups_figure(replace(view.answer, selection=replace(view.answer.selection, group=view.group or OVERALL)))
    figures = {"groups": groups, "d": pair_figure(view), "r": ratio_figure(view.series, answer.indicator)}
    return {name: (figure, 440) for name, figure in figures.items()}


def gap_of(answer: Answer, ask: Asked) -> GapView:
    words = {**answer.selection.parameters(), "group": "", "level": "state"}
    return gap_view(words, ask.answers, side_name)


def opened(page: Page, ask: Asked, path: str, query: str) -> Answer:
    """Open an address, and answer it here too."""
    page.goto(path + query)
    settle(page)
    return ask(**dict(parse_qsl(urlsplit(query).query)))


# Where something stands, whatever the size of its chart


def share(point: Sequence[float], plot: Sequence[float]) -> tuple[float, float]:
    """Where a point stands on the axes: from 0 to 1 across, and from 0 to 1 up."""
    left, top, right, bottom = plot
    return (point[0] - left) / (right - left), (bottom - point[1]) / (bottom - top)


def apart(one: tuple[Sequence[float], Drawn], other: tuple[Sequence[float], Drawn]) -> float:
    """How far two points are apart, in pixels of the larger chart."""
    shares = [share(point, drawn["plot"]) for point, drawn in (one, other)]
    sizes = [max(drawn["plot"][i + 2] - drawn["plot"][i] for _, drawn in (one, other)) for i in (0, 1)]
    return max(abs(shares[0][i] - shares[1][i]) * sizes[i] for i in (0, 1))


def agree(one: Drawn, other: Drawn, theirs: Drawn, ours: Drawn) -> bool:
    """Whether two things of a kind have one style and stand in one place."""
    if one["style"] != other["style"] or len(one["corners"]) != len(other["corners"]):
        return False
    pairs = zip(one["corners"], other["corners"], strict=True)
    sizes = zip(one.get("size", ()), other.get("size", ()), strict=True)
    return all(apart((a, theirs), (b, ours)) <= PIXEL for a, b in pairs) and all(
        b == pytest.approx(a, rel=MARK_SIZE, abs=0.1) for a, b in sizes
    )


def differences(theirs: Drawn, ours: Drawn, figure: Figure) -> list[str]:
    """What plotly.js drew otherwise than we did, in words."""
    found = [f"an axis is {kind}" for kind in theirs["axes"] if kind != "linear"]
    for name, at in (("across", 0), ("up", 1)):
        ticks = [[tick["words"] for tick in drawn[name]] for drawn in (theirs, ours)]
        found += [f"ticks {name}: {ticks}"] if ticks[0] != ticks[1] else []
        # A tick's words may stand further from their axis, and not further along it.
        for one, other in zip(theirs[name], ours[name], strict=False):
            places = [share(tick["corners"][0], drawn["plot"])[at] for tick, drawn in ((one, theirs), (other, ours))]
            wide = theirs["plot"][at + 2] - theirs["plot"][at]
            found += [f"tick {one['words']}: {places}"] if abs(places[0] - places[1]) * wide > PIXEL else []
    for kind in KINDS:
        found += [f"{len(theirs[kind])} {kind}, ours {len(ours[kind])}"] if len(theirs[kind]) != len(ours[kind]) else []
        pairs = zip(theirs[kind], ours[kind], strict=False)
        found += [f"{kind}: {one}, ours {other}" for one, other in pairs if not agree(one, other, theirs, ours)]
    return [*found, *unpaired_rules(theirs, ours), *label_differences(theirs, ours, figure)]


def unpaired_rules(theirs: Drawn, ours: Drawn) -> list[str]:
    """Lines of the grid, of axes, breaks, benchmarks and rows that only one has; which comes first is not seen."""
    left = list(ours["rules"])
    found = []
    for rule in theirs["rules"]:
        same = next((other for other in left if agree(rule, other, theirs, ours)), None)
        if same is None:
            found.append(f"only theirs: {rule}")
        else:
            left.remove(same)
    return found + [f"only ours: {rule}" for rule in left]


def label_differences(theirs: Drawn, ours: Drawn, figure: Figure) -> list[str]:
    """Labels that have other words, or stand at another point, than ours."""
    notes, left = figure["layout"].get("annotations", ()), list(ours["labels"])
    if len(theirs["labels"]) != len(notes):
        return [f"{len(theirs['labels'])} labels of {len(notes)}"]
    found = []
    for note, label in zip(notes, theirs["labels"], strict=True):
        lines, left = left[: len(label["lines"])], left[len(label["lines"]) :]
        # The hatch of what is hidden is a letter there and a drawn box here.
        said = [(line["words"].removeprefix("▨ "), line["bold"]) for line in label["lines"]]
        same = said == [(line["words"], line["bold"]) for line in lines]
        styled = {tuple(label["style"])} == {tuple(line["style"]) for line in lines}
        where = [unshifted(point, note) for point in (corner_of(label["box"], note), point_of(lines, note))]
        if not (same and styled and apart((where[0], theirs), (where[1], ours)) <= LABEL_PIXELS):
            found.append(f"label {note['text']}: {label}, ours {lines}")
    return found + [f"label only ours: {line}" for line in left]


def corner_of(box: Sequence[float], note: Drawn) -> tuple[float, float]:
    """The point of a label's box that its description puts somewhere."""
    left, top, right, bottom = box
    across = {"left": left, "center": (left + right) / 2, "right": right}[note["xanchor"]]
    return across, {"top": top, "middle": (top + bottom) / 2, "bottom": bottom}[note["yanchor"]]


def point_of(lines: Sequence[Drawn], note: Drawn) -> tuple[float, float]:
    """The same point of a label that stands in lines: their letters stand a little below their middles."""
    middles = [line["corners"][0][1] - BASELINE * SIZE for line in lines]
    half = LINE * SIZE / 2
    down = {"top": middles[0] - half, "middle": (middles[0] + middles[-1]) / 2, "bottom": middles[-1] + half}
    return lines[0]["corners"][0][0], down[note["yanchor"]]


def unshifted(point: tuple[float, float], note: Drawn) -> tuple[float, float]:
    """Where a label would stand without the pixels it keeps from its point, which are as many in every size."""
    return point[0] - note.get("xshift", 0), point[1] + note.get("yshift", 0)


# What a reader would read off the axes


def reading(drawn: Drawn, name: str) -> Callable[[Sequence[float]], float]:
    """How figures are read off an axis: by the words and places of its first and last tick."""
    at = {"across": 0, "up": 1}[name]
    ticks = drawn[name]
    # The letters of a tick of an upright axis stand below it, all by the same amount.
    below = BASELINE * SIZE if name == "up" else 0.0
    (low, first), (high, last) = ((float(t["words"].replace(",", "")), t["corners"][0][at] - below) for t in
                                  (ticks[0], ticks[-1]))  # fmt: skip
    return lambda point: low + (point[at] - first) / (last - first) * (high - low)


def read_points(drawn: Drawn, corners: Iterable[Sequence[float]]) -> list[tuple[float, float]]:
    across, up = (reading(drawn, name) for name in ("across", "up"))
    return [(across(point), up(point)) for point in corners]


def assert_one_drawing(page: Page, charts: Charts) -> dict[str, tuple[Drawn, Drawn]]:
    """Raise AssertionError unless every chart is one drawing; gives both drawings of each."""
    found = {}
    for name, (figure, width) in charts.items():
        before = drawn_on_the_page(page, name)
        theirs, ours = drawn_by_plotly(page, name), drawn_by_us(page, figure, width)
        assert before["plot"] == pytest.approx(theirs["plot"], abs=PIXEL), "plotly.js takes the drawing's place"
        for drawn in (before, ours):
            wrong = differences(theirs, drawn, figure)
            assert not wrong, f"{name}:\n" + "\n".join(wrong)
        found[name] = (theirs, ours)
    return found


def test_a_trend_is_one_drawing_and_stands_at_the_published_figures(page: Page, ask_published: Asked) -> None:
    answer = opened(page, ask_published, "/explore", STATE)
    both = assert_one_drawing(page, explored(answer))["trend"]
    rows = {int(row.period): row for row in answer.trend.with_value()}
    years = sorted(rows)
    expected = [(year, rows[year].value) for year in years]
    limits = [(year, rows[year].ci_high) for year in years] + [(year, rows[year].ci_low) for year in years[::-1]]
    for drawn in both:
        near = partial(pytest.approx, abs=0.15)  # a pixel is 0.1 deaths per 100,000
        corners = [corner for line in drawn["lines"] for corner in line["corners"]]
        vertices = {round(x): y for x, y in read_points(drawn, corners)}
        assert list(vertices.items()) == [(year, near(value)) for year, value in expected]
        (band,) = drawn["bands"]
        assert read_points(drawn, band["corners"]) == [(near(year), near(limit)) for year, limit in limits]
        assert drawn["marks"], "the last year has a mark"
    assert len(both[0]["labels"]) == 3, "the line's name, the break and the target are written"


def test_the_trend_of_a_county_beside_the_state_is_one_drawing(page: Page, ask_published: Asked) -> None:
    (both,) = assert_one_drawing(page, explored(opened(page, ask_published, "/explore", HAMPDEN + "trend"))).values()
    assert len(both[0]["bands"]) > 1
    everyone = HAMPDEN.replace("black_nh", "all").replace("2021-2023", "2020-2022") + "trend"  # from 1999 on
    (both,) = assert_one_drawing(page, explored(opened(page, ask_published, "/explore", everyone))).values()
    assert any(mark["size"][0] == 0 for mark in both[0]["marks"]), "turns are upright strokes"


def test_groups_are_one_drawing_and_stand_at_the_published_figures(page: Page, ask_published: Asked) -> None:
    answer = opened(page, ask_published, "/explore", HAMPDEN + "groups")
    strata = list(GROUPS)

    def order(row: Row) -> tuple[int, bool]:
        return strata.index(row.stratum), row.level == "state"

    rows = sorted(answer.groups.without(stratum=OVERALL).with_value(), key=order)
    both = assert_one_drawing(page, explored(answer))["groups"]
    for drawn in both:
        value, near = reading(drawn, "across"), partial(pytest.approx, abs=0.25)  # a pixel is 0.4 per 100,000
        marks = sorted((m["corners"][0] for m in drawn["marks"] if m["corners"][0][0] > drawn["plot"][0]),
                       key=lambda at: at[1])  # fmt: skip
        assert [value(at) for at in marks] == [near(row.value) for row in rows]
        whiskers = sorted((w["corners"] for w in drawn["whiskers"]), key=lambda ends: ends[0][1])
        assert [tuple(map(value, ends)) for ends in whiskers] == [(near(row.ci_low), near(row.ci_high)) for row in rows]
    assert_changes_are_seen(page, both[0], *explored(answer)["groups"])


def assert_changes_are_seen(page: Page, theirs: Drawn, figure: Figure, width: float) -> None:
    """Raise AssertionError unless each change of a chart is found: a dot moved, other words, a line left out."""
    layout, dot = figure["layout"], figure["data"][-1]
    (*notes, last), shapes = layout["annotations"], layout["shapes"]
    moved = {**figure, "data": [*figure["data"][:-1], {**dot, "x": [dot["x"][0] + 1.5]}]}
    renamed = {**figure, "layout": {**layout, "annotations": [*notes, {**last, "text": "The state 36.3"}]}}
    bare = {**figure, "layout": {**layout, "shapes": shapes[:-1]}}
    for changed, kind in ((moved, "marks|whiskers"), (renamed, "label"), (bare, "only theirs")):
        found = differences(theirs, drawn_by_us(page, changed, width), figure)
        assert found
        assert all(re.match(kind, difference) for difference in found), found


def test_two_places_beside_each_other_are_one_drawing(page: Page, ask_published: Asked) -> None:
    answer = opened(page, ask_published, "/explore", HAMPDEN + "compare&with=worcester-county")
    found = assert_one_drawing(page, explored(answer))
    assert set(found) == {"compared-groups", "compared-trend"}


def test_gaps_are_one_drawing_and_stand_at_the_computed_figures(page: Page, ask_published: Asked) -> None:
    answer = opened(page, ask_published, "/gaps", GAPS)
    found = assert_one_drawing(page, compared_gaps(answer, ask_published))
    series = gap_of(answer, ask_published).series
    sides = [[getattr(pair, side).estimate.value for pair in series] for side in ("reference", "group")]
    for measure, expected in (("d", [*sides[0], *sides[1]]), ("r", [pair.ratio_value for pair in series])):
        for drawn in found[measure]:
            up = reading(drawn, "up")
            pixel = abs(up((0, 1)) - up((0, 0)))
            assert [up(m["corners"][0]) for m in drawn["marks"]] == [pytest.approx(e, abs=pixel) for e in expected]
