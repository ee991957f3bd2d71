"""Figures: what is drawn agrees with the frames, the legend and the list, and nothing hidden shows anywhere."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.descriptions import card
from components.explore import panels
from components.figures import groups_figure, map_figure, trend_figure
from components.figures.choropleth import classes, fills, legend_counts
from components.figures.style import nice_scale
from components.legend import legend
from components.markup import rendered
from components.numbers import figure
from components.palette import CLASSES, HIDDEN, NOT_AVAILABLE, PAPER, UNRELIABLE, ZERO, mark
from components.ranking import ranking
from data.selection import Answer, records
from data.vocabulary import OVERALL, Period
from tests.components.reading import SPOILT, TAG, figure_texts, raw, text
from tests.questions import Asked
from tests.synthetic import COUNTIES, HIDDEN_DEATHS, SCREENED

PATH = "/explore"
DIGIT = re.compile(r"\d")


def drawn(answer: Answer) -> dict[str, Any]:
    return map_figure(answer, "/assets/geometry/level.json", "/assets/geometry/state.json")


def every_figure(answer: Answer) -> list[dict[str, Any]]:
    return [drawn(answer), groups_figure(answer), trend_figure(answer)]


@pytest.fixture(scope="module")
def black(ask: Asked) -> Answer:
    """Zero, five (unreliable), three hidden, one not available and eight others; see tests/synthetic.py."""
    return ask(indicator="example_deaths", group="black_nh", period="2021-2023")


# Many answers


def test_plotly_accepts_every_figure(ask_published: Asked) -> None:
    for answer in ask_published.sample[::2]:
        for made in every_figure(answer):
            go.Figure(made)


def test_every_colour_on_the_map_is_that_of_the_legend_and_the_list(ask_published: Asked) -> None:
    """The map's numbers are looked up in its own colour scale, as the browser does."""
    for answer in ask_published.sample:
        places = drawn(answer)["data"][0]
        scale = places["colorscale"]
        span = places["zmax"] - places["zmin"]
        painted = {}
        for geo_id, z in zip(places["locations"], places["z"], strict=True):
            at = (z - places["zmin"]) / span
            (colour,) = {c for (low, c), (high, _) in zip(scale[::2], scale[1::2], strict=True) if low < at < high}
            painted[geo_id] = colour
        assert list(painted.values()) == fills(answer), answer.selection
        found = classes(answer)
        ramp = CLASSES[found.number] if found else ()
        counted = Counter(painted.values())
        if found:
            assert [counted[c] for c in ramp] == list(found.counts), answer.selection
        for row in records(answer.places):
            if row.status == "suppressed":
                assert painted[row.geo_id] == HIDDEN
            elif row.status == "not_available":
                assert painted[row.geo_id] == NOT_AVAILABLE
            elif row.value == 0:
                assert painted[row.geo_id] == ZERO
            else:
                assert painted[row.geo_id] in ramp
                low, high = (found.bounds[ramp.index(painted[row.geo_id]) + i] for i in (0, 1)) if found else (0, 0)
                assert low <= row.value <= high


def test_the_legend_counts_every_place_once(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        found, counts = classes(answer), legend_counts(answer)
        beside = counts["zero"] + counts["suppressed"] + counts["not_available"]
        assert sum(found.counts if found else ()) + beside == len(answer.places), answer.selection


def test_no_text_in_a_figure_is_spoilt(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        for made in every_figure(answer):
            for said in figure_texts(made):
                assert SPOILT.search(said) is None, (answer.selection, said)


def test_the_list_names_every_place_once_with_the_colour_of_the_map(ask_published: Asked) -> None:
    for answer in ask_published.sample[::3]:
        if answer.selection.level == "state":
            continue
        written = rendered(ranking(answer, PATH))
        keys = re.findall(r'data-key="([^"]+)"', written)
        assert sorted(keys) == sorted(answer.places["slug"]), answer.selection
        colours = dict(zip(answer.places["slug"], fills(answer), strict=True))
        for item in written.split('class="ranking-item"')[1:]:
            dot = re.search(r'class="dot" style="[^"]*background-color:(#[0-9a-f]{6})', item)
            key = re.search(r'data-key="([^"]+)"', item)
            assert key is not None
            if dot is not None:
                assert colours[key.group(1)] == dot.group(1)
            else:
                assert colours[key.group(1)] in (HIDDEN, NOT_AVAILABLE)


# What is hidden


def test_hidden_absent_zero_and_unreliable_places_are_four_different_things(black: Answer) -> None:
    colours = dict(zip(black.places["geo_id"], fills(black), strict=True))
    assert [colours[g] for g in ("25001", "25005", "25007", "25009", "25019")] == [
        ZERO, HIDDEN, HIDDEN, HIDDEN, NOT_AVAILABLE,
    ]  # fmt: skip
    assert colours["25003"] in CLASSES[5]
    (overlay,) = [t for t in drawn(black)["data"] if t.get("colorscale") == [[0, UNRELIABLE], [1, UNRELIABLE]]]
    assert overlay["locations"] == ["25003"]
    assert legend_counts(black) == {"zero": 1, "suppressed": 3, "not_available": 1, "unreliable": 1}
    assert text(legend(black)).endswith("10 of 14 counties shown, 3 hidden, 1 not available (fewer than 10 deaths).")


def test_nothing_said_of_a_hidden_place_has_a_number_in_it(black: Answer) -> None:
    places = drawn(black)["data"][0]
    rows = {r.geo_id: r for r in records(black.places)}
    for geo_id, hover in zip(places["locations"], places["text"], strict=True):
        if rows[geo_id].status in ("suppressed", "not_available"):
            assert DIGIT.search(hover.replace("fewer than 10 deaths", "")) is None
            assert card(rows[geo_id], black)[1].startswith("The figure is ")
    labels = [t for t in drawn(black)["data"] if t["type"] == "scattergeo" and t["mode"] == "text"]
    said = {TAG.sub(" ", label) for trace in labels for label in trace["text"]}
    assert {"Bristol  hidden ", "Dukes  hidden ", "Essex  hidden ", "Nantucket  not available "} <= said


def test_a_hidden_count_is_nowhere_in_any_view(ask: Asked) -> None:
    """In every view the only counts of deaths are those that were published, and none of them is the hidden one."""
    counts = re.compile(r"(\d+) deaths")
    for place in ("", "bristol-county", "suffolk-county"):
        for view in ("map", "trend", "groups", "table"):
            answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place=place, view=view)
            sent = raw(panels(answer, PATH))
            assert str(HIDDEN_DEATHS) not in counts.findall(sent.replace(",", ""))
            assert f">{HIDDEN_DEATHS}.0<" not in sent
            assert re.search(r"\b7\.0 per 100,000", sent) is None


def test_a_leaked_interval_or_count_of_a_hidden_row_would_still_not_be_shown(black: Answer) -> None:
    """The frames never carry one; if a fault gave them one, what has no value shows no other figure either."""
    leaking = black.places.copy()
    hidden = leaking["status"] == "suppressed"
    leaking.loc[hidden, ["ci_low", "ci_high", "numerator"]] = [7654321.5, 7654321.5, 7654321.0]
    leak = replace(black, places=leaking)
    for view in ("map", "trend", "groups", "table"):
        shown = replace(leak, selection=replace(leak.selection, view=view))
        assert "7654321" not in raw(panels(shown, PATH)).replace(",", "")


# The map


def test_the_mockups_counties_have_its_classes_and_labels(ask: Asked) -> None:
    answer = ask(indicator="example_screening")
    colours = dict(zip(answer.places["geo_id"], fills(answer), strict=True))
    expected = [4, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]
    assert [CLASSES[5].index(colours[g]) for g in SCREENED] == expected
    assert {colours[g] for g in COUNTIES[11:]} == {NOT_AVAILABLE}
    said = text(legend(answer))
    assert "30.6% 39.1% 57.7% 59.4% 72.9% 79.6% 2 counties 2 2 2 3" in said
    assert "State 60.0%" in said
    labels = [label for t in drawn(answer)["data"] if t.get("mode") == "text" for label in t["text"]]
    assert "Barnstable<br><b>79.6%</b>" in labels
    assert len(labels) == 14


def test_hovering_a_place_says_what_its_row_says(black: Answer) -> None:
    """Worcester: 120 of 100,000, Garwood's interval 99.5 to 143.5; 120 / 64.29 = 1.87 times the state."""
    places = drawn(black)["data"][0]
    hover = dict(zip(places["customdata"], places["text"], strict=True))
    assert hover["worcester-county"] == (
        "<b>Worcester County</b><br>120.0 per 100,000<br>95% interval 99.5–143.5<br>"
        "120 deaths among 100,000<br>Higher than the state, 1.9 times"
    )
    assert hover["berkshire-county"].split("<br>")[4] == "Unreliable: few events or a very wide interval"
    assert hover["bristol-county"] == "<b>Bristol County</b><br>The figure is hidden (fewer than 10 deaths)"


def test_the_chosen_place_is_outlined_and_marked_in_the_list(ask: Asked, black: Answer) -> None:
    chosen = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="worcester-county")
    outlines = [t for t in drawn(chosen)["data"] if t["type"] == "choropleth" and t["locations"] == ["25027"]]
    assert len(outlines) == 2
    assert len(drawn(chosen)["data"]) == len(drawn(black)["data"]) + 2
    assert rendered(ranking(chosen, PATH)).count('aria-current="true"') == 1
    assert 'aria-current="true"' not in rendered(ranking(black, PATH))


def test_the_list_is_highest_first_with_doubtful_places_apart(black: Answer) -> None:
    written = rendered(ranking(black, PATH))
    keys = [k.removesuffix("-county") for k in re.findall(r'data-key="([^"]+)"', written)]
    assert keys == [
        "worcester", "suffolk", "plymouth", "norfolk", "middlesex", "hampshire", "hampden", "franklin",
        "berkshire", "barnstable", "bristol", "dukes", "essex", "nantucket",
    ]  # fmt: skip
    assert written.index("† Unreliable") < written.index('data-key="berkshire-county"')
    assert written.index('data-key="franklin-county"') < written.index("† Unreliable")


# Groups


def test_each_group_has_its_mark_and_its_whisker(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="suffolk-county")
    made = groups_figure(answer)
    dots = [t for t in made["data"] if t.get("error_x")]
    rows = [r for r in records(answer.groups) if r.stratum != OVERALL and r.value == r.value]
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
    made = trend_figure(ask(indicator="example_deaths", level="state", group="black_nh", period="2021-2023"))
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
        periods = [Period.parse(p) for p in set(answer.trend["period"])]
        bars = {(p.start.year, p.end.year) for p in periods if p.is_years and p.start.year < p.end.year}
        for x, _ in strokes(made):
            if any(after - before > 1.01 for before, after in pairwise(x)):
                assert tuple(x) in bars, answer.selection
        top = max(made["layout"]["yaxis"]["range"])
        assert all(y <= top for t in made["data"] for y in t["y"]), answer.selection


def test_labels_at_the_lines_ends_name_group_period_and_figure(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023", place="suffolk-county")
    assert {a["text"] for a in trend_figure(answer)["layout"]["annotations"]} == {
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
    assert figure(84.2, years) == "84.2"
