"""Numbers as they are written, colours and marks, and HTML that is written from components."""

from __future__ import annotations

import math
import re
from html import unescape
from itertools import combinations, pairwise
from typing import Any

import dash_bootstrap_components as dbc
import pytest
from dash import dcc, html
from hypothesis import given
from hypothesis import strategies as st

from components.documents.drawings import svg
from components.figures.map import patterns
from components.formatting.html import to_html
from components.formatting.markup import aria, data_attributes, html_fragment, parse_bold, parse_periods
from components.formatting.numbers import (
    count,
    format_number,
    format_value,
    interval,
    is_number,
    join_list,
    number_word,
    ratio_decimals,
    times,
)
from components.formatting.palette import (
    CLASSES,
    EDGE,
    HIDDEN,
    MARKS,
    NOT_AVAILABLE,
    PAPER,
    UNRELIABLE,
    ZERO,
    label_colour,
    mark,
)
from components.page.notices import empty, notices, unavailable
from components.views.registry import view_of
from data.language import use_language
from data.vocabulary import GROUPS
from tests.browser.server import ROOT
from tests.components.reading import TAG, text
from tests.questions import Asked

# Numbers


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (54.05, 1, "54.1"), (54.04999, 1, "54.0"), (0.25, 1, "0.3"), (2.5, 0, "3"), (1234.5, 1, "1,234.5"),
        (1234567, 0, "1,234,567"), (0.0, 1, "0.0"), (-0.04, 1, "0.0"), (-1.25, 1, "−1.3"), (99.95, 1, "100.0"),
        (1.005, 2, "1.01"),
    ],
)  # fmt: skip
def test_halves_are_rounded_away_from_zero_as_publishers_do(value: float, decimals: int, written: str) -> None:
    assert format_number(value, decimals) == written


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_written_number_is_within_half_a_step_of_its_value(value: float, decimals: int) -> None:
    back = float(format_number(value, decimals).replace("−", "-").replace(",", ""))
    assert abs(back - value) <= 0.5 * 10**-decimals + 1e-6 * max(1.0, abs(value) * 1e-6)


def test_figures_have_the_form_of_their_measure(ask: Asked) -> None:
    deaths, screening, cost = (
        ask.catalog.indicators[i] for i in ("example_deaths", "example_screening", "example_cost")
    )
    assert format_value(54.05, deaths) == "54.1"
    assert format_value(7.6, screening) == "7.6%"
    assert format_value(96500, cost) == "$96,500"
    assert interval(50.51, 57.69, deaths) == "50.5–57.7"
    assert count(7614.0) == "7,614"


def test_a_count_of_a_hundred_or_more_is_told_without_decimals(ask_published: Asked) -> None:
    """Means of years: Boston, 2,709.5 ambulance calls a year and 260⅓ deaths. Tables keep what is stored."""
    calls, deaths, rate = (
        ask_published.catalog.indicators[i]
        for i in ("opioid_ems_incidents", "opioid_overdose_death_counts", "all_cause_mortality")
    )
    assert [format_value(v, calls) for v in (2709.5, 99.9, 12.5, 12.0)] == ["2,710", "99.9", "12.5", "12"]
    assert format_value(2709.5, calls, stored=True) == "2,709.5"
    assert (format_value(781 / 3, deaths), format_value(781 / 3, deaths, stored=True)) == ("260", "260.3")
    assert format_value(669.0, rate) == "669.0", "a rate keeps the publisher's decimals"


def test_no_opening_view_tells_a_fraction_of_a_hundred_events_or_more(ask_published: Asked) -> None:
    for language_code, point in (("en", "."), ("es", "."), ("pt", ",")):
        fraction = re.compile(rf"(?<![\d.,])\d[\d.,]*\d{{2}}{re.escape(point)}\d(?!\d)")
        for indicator in ask_published.catalog.indicators.values():
            if indicator.measure != "count":
                continue
            answer = ask_published(indicator=indicator.id, lang=language_code)
            with use_language(language_code):
                view = view_of(answer)
                told = [view.title(answer), *view.reading(answer)]
            assert not [text for text in told if fraction.search(text)], indicator.id


def test_a_ratio_is_said_with_as_many_decimals_as_it_needs() -> None:
    assert (times(1.49), times(2.0), times(1.96), times(1.96, 2)) == ("1.5 times", "twice", "twice", "1.96 times")
    assert ratio_decimals(1.5, 1.4, 1.6) == 1
    assert ratio_decimals(1.2, 1.04, 1.4) == 2  # one decimal would put the lower bound on 1.0
    assert ratio_decimals(0.7, 0.6, 0.8) == 2


def test_small_counts_are_words() -> None:
    assert [number_word(n) for n in (0, 1, 9, 10, 1234)] == ["no", "one", "nine", "10", "1,234"]
    assert [join_list(w) for w in ([], ["Essex"], ["Essex", "Suffolk"], ["Essex", "Hampden", "Suffolk"])] == [
        "", "Essex", "Essex and Suffolk", "Essex, Hampden and Suffolk",
    ]  # fmt: skip
    assert join_list(["CHNA 27, Cape and Islands", "Essex"]) == "CHNA 27, Cape and Islands; and Essex"
    assert (is_number(0.0), is_number(None), is_number(math.nan)) == (True, False, False)


# Colours and marks


def _linear(colour: str) -> list[float]:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), _linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("number", CLASSES)
def test_a_higher_class_is_always_darker(number: int) -> None:
    assert len(CLASSES[number]) == number
    assert all(luminance(light) > luminance(dark) for light, dark in pairwise(CLASSES[number]))


def test_no_class_looks_like_what_stands_beside_the_classes() -> None:
    beside = {HIDDEN, NOT_AVAILABLE, ZERO, UNRELIABLE}
    assert len(beside) == 4
    assert all(beside.isdisjoint(colours) for colours in CLASSES.values())


def test_what_is_not_shaded_is_seen_by_its_pattern() -> None:
    """Of the lowest class its ground is not told apart: the lines are, from both, and the hatch is from its paper."""
    grounds = {NOT_AVAILABLE, *(colours[0] for number, colours in CLASSES.items() if number > 2)}
    assert all(contrast(EDGE, ground) >= 3 for ground in grounds)
    assert contrast(HIDDEN, PAPER) >= 3
    for drawn in (svg.PATTERNS, patterns("map", 1)):
        strokes = dict(re.findall(r'<pattern id="(?:map-)?(hatch|lines)".*?<line [^>]*stroke="(#\w+)"', drawn))
        assert strokes == {"hatch": HIDDEN, "lines": EDGE}
        turned = re.search(r'<pattern id="(?:map-)?lines"[^>]*>', drawn)
        assert turned is not None
        assert "rotate" not in turned[0], "level, where the hatch is aslant: they differ in grey too"
    sheets = "".join(path.read_text("utf-8") for path in (ROOT / "assets").glob("*.css"))
    assert f"{HIDDEN} 0" in sheets
    assert re.search(rf"--lines: repeating-linear-gradient\(180deg, {NOT_AVAILABLE} [^)]*{EDGE}", sheets)
    assert re.search(r"not-available \{ background: #", sheets) is None


def test_a_label_on_the_map_can_be_read_on_every_colour() -> None:
    for fill in {c for colours in CLASSES.values() for c in colours} | {HIDDEN, NOT_AVAILABLE, ZERO}:
        assert contrast(label_colour(fill), fill) >= 4.5, fill


def test_every_group_has_a_mark_that_stands_out_from_white() -> None:
    for group in GROUPS:
        assert contrast(mark(group).colour, PAPER) >= 3, group


def test_groups_shown_together_differ_in_colour_symbol_and_dash() -> None:
    """The two Asian groups are of different sources and are one mark; so are the two that name no race."""
    races = ("white_nh", "black_nh", "hispanic", "asian_nh", "aian_nh", "nhopi_nh", "multiracial_nh", "other")
    for one, other in [*combinations(races, 2), ("female", "male")]:
        assert MARKS[one].colour != MARKS[other].colour
        assert MARKS[one].symbol != MARKS[other].symbol
        assert MARKS[one].dash != MARKS[other].dash


# HTML


def test_components_are_written_as_html() -> None:
    content = html.Div(
        [
            html.Strong("54.1"),
            html.Br(),
            html.Label("Place", htmlFor="place", tabIndex="0"),
            html.Span(className="dot", style={"backgroundColor": "#fff", "--state": "3%"}),
            html.Th("Value", colSpan=2, **aria(sort="ascending"), **data_attributes(sort_key="1")),
            html.Details(open=True),
            None,
            7,
        ],
        hidden=False,
    )
    assert to_html(content) == (
        '<div><strong>54.1</strong><br><label for="place" tabindex="0">Place</label>'
        '<span class="dot" style="background-color:#fff;--state:3%"></span>'
        '<th aria-sort="ascending" colspan="2" data-sort-key="1">Value</th><details open></details>7</div>'
    )


@given(st.text())
def test_text_is_shown_and_never_read_as_html(words: str) -> None:
    written = to_html(html.P(words, title=words))
    assert unescape(TAG.sub("", written)) == words
    assert written.count("<") == 2
    assert to_html(html.P("<script>alert('x')</script>")) == "<p>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    ("component", "name"), [(dcc.Graph(), "Graph"), (dbc.Select(), "Select"), (dcc.Link("x", href="/"), "Link")]
)
def test_what_dash_draws_cannot_be_written_as_html(component: Any, name: str) -> None:
    with pytest.raises(TypeError, match=f"{name} is drawn by Dash and cannot stand in a fragment"):
        to_html(html.Div([component]))


def test_a_fragment_carries_its_html_in_one_attribute() -> None:
    made = html_fragment([html.P("a"), "b & c"], className="box", id="it")
    properties = {k: v for k, v in made.to_plotly_json()["props"].items() if v is not None}
    assert properties == {"className": "box", "id": "it", "data-fragment": "<p>a</p>b &amp; c"}


def test_stars_mark_bold_words() -> None:
    assert to_html(parse_bold("against **36.3** of all")) == "against <strong>36.3</strong> of all"
    assert to_html(parse_bold("**54.1**")) == "<strong>54.1</strong>"


def test_a_period_of_a_title_is_in_one_piece() -> None:
    said = to_html(parse_periods("28.9 in 2018–20, 54.1 in 2021–2023"))
    assert said == '28.9 in <span class="period">2018–20</span>, 54.1 in <span class="period">2021–2023</span>'
    assert to_html(parse_periods("From 36 to 54, 2023")) == "From 36 to 54, 2023"


# Notices


def test_one_notice_is_a_sentence_and_several_are_a_list() -> None:
    assert notices([]) == []
    assert to_html(notices(["“<b>” is not a view."])) == '<div class="notice"><p>“&lt;b&gt;” is not a view.</p></div>'
    assert to_html(notices(["One.", "Two."])) == '<div class="notice"><ul><li>One.</li><li>Two.</li></ul></div>'


def test_without_data_the_page_says_why() -> None:
    said = text(unavailable("equity.duckdb is not there: run `make build`"))
    assert said == (
        "The figures cannot be shown just now The data file is missing or being replaced. Try again in a minute. "
        "equity.duckdb is not there: run `make build`"
    )
    assert to_html(empty("Nothing.")) == '<p class="empty">Nothing.</p>'
