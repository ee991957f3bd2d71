"""Trends: where a line turns and breaks is drawn and said alike, and the latest change is said as it was tested."""

from __future__ import annotations

import math
import re
from typing import Any

import plotly.graph_objects as go
import pytest

from components.figures.trend.chart import trend_figure
from components.figures.trend.text import change_words, trend_words
from components.figures.trend.turns import turnings
from data.query.estimates import reliability
from data.query.rows import Rows
from data.query.selection import Answer
from data.vocabulary import Period
from tests.components.reading import SPOILT, numbers
from tests.frames import changed
from tests.questions import Asked

TURNED = re.compile(r"turned (\S+)")
STATE_DRUGS = {"indicator": "drug_overdose_deaths", "level": "state", "by": "overall"}


def notches(made: dict[str, Any]) -> list[list[float]]:
    return [t["x"] for t in made["data"] if t.get("name") == "turns"]


def labels(made: dict[str, Any], start: str) -> list[str]:
    return [a["text"] for a in made["layout"]["annotations"] if a["text"].startswith(start)]


def test_the_state_series_turns_where_joinpoint_says_and_the_words_say_it(ask_published: Asked) -> None:
    """CDC WONDER, all drugs, 1999–2022: joinpoints in 2012 and 2016; see test_trends_of_massachusetts."""
    answer = ask_published(**STATE_DRUGS)
    made = trend_figure(answer)
    assert notches(made) == [[2012, 2016]]
    assert labels(made, "turned") == ["turned 2016"], "the one its direction is counted from"
    said = " ".join(trend_words(answer))
    assert "**no clear change since 2016**" in said
    assert "rising from 2012 to 2016" in said
    assert "A notch on a line marks the year in which its trend turned." in said


def test_a_notch_lies_on_the_line_and_tells_before_and_after(ask_published: Asked) -> None:
    answer = ask_published(**STATE_DRUGS)
    own = {Period.parse(r.period).midpoint: r.value for r in answer.trend if r.stratum == "overall"}
    (marks,) = [t for t in trend_figure(answer)["data"] if t.get("name") == "turns"]
    assert marks["y"] == [own[x] for x in marks["x"]]
    assert "The trend turned in 2012" in marks["text"][0]
    assert re.search(r"Before: up \d.*<br>After: up \d", marks["text"][0])


def test_what_is_drawn_is_what_is_said(ask_published: Asked) -> None:
    """For every line with a direction the last notch is the year its sentence counts from."""
    stated = 0
    for answer in ask_published.sample:
        said = trend_words(answer)
        made = trend_figure(answer)
        go.Figure(made)
        last = sorted(match[1] for text in labels(made, "turned") if (match := TURNED.match(text)))
        found = [t.trend for t in turnings(answer) if t.trend.joinpoints]
        assert last == sorted(t.since.label for t in found if t.since is not None), answer.selection
        for trend in (t.trend for t in turnings(answer) if t.trend.verdict is not None):
            assert trend.since is not None
            assert any(f"since {trend.since.label}**" in sentence for sentence in said), answer.selection
            stated += 1
        for sentence in said:
            assert SPOILT.search(sentence) is None, sentence
            assert not any("nan" in number for number in numbers(sentence))
    assert stated > 3


def test_a_break_is_an_upright_line_and_a_sentence(ask: Asked) -> None:
    """The synthetic series breaks at 2019: between the marks of 2018 and 2019."""
    answer = ask(indicator="example_deaths", level="state", by="overall")
    made = trend_figure(answer)
    assert labels(made, "break") == ["break in 2019"]
    (upright,) = made["layout"]["shapes"]
    assert upright["x0"] == upright["x1"] == 2018.5
    (said,) = [s for s in trend_words(answer) if s.startswith("**Break in 2019**")]
    assert "From 2019 on, deaths are counted another way." in said


def test_a_break_that_no_line_goes_across_is_not_drawn(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", level="state", by="overall")
    later = Answer(**{**vars(answer), "trend": Rows(row for row in answer.trend if row.period >= "2019")})
    assert labels(trend_figure(later), "break") == []
    assert not any("Break" in s for s in trend_words(later))


def test_releases_of_one_publisher_are_one_line_of_everyone(ask_published: Asked) -> None:
    """The Department's briefs give a year or two each; the years 2016 to 2024 are joined, dashed where it says so."""
    made = trend_figure(ask_published(indicator="opioid_deaths_dph_state"))
    joined = [x for t in made["data"] if t["mode"] == "lines" and "dash" in t["line"] for x in t["x"]]
    assert set(joined) == set(range(2016, 2025))


def test_a_figure_that_stands_alone_has_its_interval(ask_published: Asked) -> None:
    """Diabetes in 2020 and in 2022, two years apart and so not joined; intervals as PLACES gives them."""
    answer = ask_published(indicator="diabetes_prevalence", place="hampden-county")
    (marks,) = [t for t in trend_figure(answer)["data"] if t["mode"] == "markers" and t.get("name") != "turns"]
    own = [row for row in answer.trend if row.value == row.value]
    assert marks["error_y"]["array"] == pytest.approx([row.ci_high - row.value for row in own])
    assert marks["error_y"]["arrayminus"] == pytest.approx([row.value - row.ci_low for row in own])


def test_the_latest_change_is_said_with_its_interval_and_its_verdict(ask: Asked) -> None:
    """Barnstable, synthetic: 150 deaths among 500,000 in each year: 30.0, so the ratio is 1."""
    (said,) = change_words(ask(indicator="example_deaths", by="overall", place="barnstable-county"))
    assert said.startswith("Barnstable County, all residents: 30.0 in 2022 against 30.0 in 2021: 1.00 times (")
    assert said.endswith("**not clear**.")


def test_why_no_change_is_stated(ask_published: Asked) -> None:
    broken = ask_published(indicator="diabetes_prevalence", place="hampden-county")
    assert change_words(broken) == ["2020 and 2022 are not compared: the series breaks in 2022."]
    bare = ask_published(indicator="treatment_admissions_opioids", level="municipality", place="holyoke")
    assert change_words(bare) == ["2014 and 2015 are not compared: no margin of error is published."]


def test_numbers_of_deaths_are_tested_by_their_own_chance(ask_published: Asked) -> None:
    """2,299 deaths in 2021... the two last final years: 1 / √n each on the scale of logarithms."""
    answer = ask_published(indicator="opioid_deaths_dph_state")
    rows = {row.period: row.value for row in answer.trend if row.value == row.value}
    ratio, error = rows["2023"] / rows["2022"], math.sqrt(1 / rows["2023"] + 1 / rows["2022"])
    (said,) = change_words(answer)
    low, high = (ratio * math.exp(sign * 1.959964 * error) for sign in (-1, 1))
    assert f"{ratio:.2f} times ({low:.2f} to {high:.2f}), **lower**" in said


def test_a_rise_over_five_years_is_said_though_they_are_too_few_for_a_trend(ask_published: Asked) -> None:
    """The state's opioid deaths: 1,350 in 2014 and 1,990 in 2018, of 6,762,596 and 6,882,635 residents."""
    said = trend_words(ask_published(indicator="opioid_overdose_deaths", level="state"))
    assert said[0].startswith("Massachusetts, all residents: 28.9 in 2018 against 20.0 in 2014: 1.4 times (")
    assert said[0].endswith("**higher**.")
    assert said[1] == "Too few years to show a trend (seven are needed)."


def test_rolling_twelve_months_are_held_against_the_twelve_before(ask_published: Asked) -> None:
    """CDC's provisional counts: 1,272 to April 2025 against 2,197 to April 2024; 100 (1 − 1272 / 2197) = 42.1."""
    (said,) = trend_words(ask_published(indicator="drug_overdose_deaths_provisional"))
    assert "1,272 deaths, **42% fewer** (38% to 46%) than the 2,197 in the twelve months before." in said
    assert said.endswith("they usually rise as reports come in.")


@pytest.mark.parametrize("group", ["white_nh", "black_nh", "aian_nh"])
def test_what_a_model_smoothed_has_no_direction_and_no_turn(group: str, ask_published: Asked) -> None:
    """Maternal mortality, IHME: the model's smoothing made "rising from 2014 to 2017, up 81.6 % a year"."""
    answer = ask_published(indicator="maternal_mortality", level="state", by="race_ethnicity", group=group)
    (said,) = [s for s in trend_words(answer) if "trend" in s]
    assert said.startswith("No trend is shown: the figures are a model’s estimates")
    assert notches(trend_figure(answer)) == []


def test_one_death_a_year_is_no_trend(ask_published: Asked) -> None:
    """Sherborn: 1, 1, 1, 1, 1 opioid deaths were "falling since 2014, down 0.3 % a year (−0.4 to −0.2)"."""
    answer = ask_published(indicator="opioid_overdose_deaths", level="municipality", place="sherborn")
    assert not any("falling" in said or "lower" in said for said in trend_words(answer))


def test_no_direction_is_said_that_the_rules_do_not_allow(ask_published: Asked) -> None:
    """Over all views: a direction needs seven final figures, half of them reliable, and no model."""
    directions = 0
    for answer in ask_published.sample:
        said = [s for s in trend_words(answer) if re.search(r"\*\*(rising|falling|no clear change)", s)]
        for turning in turnings(answer):
            if turning.trend.verdict is None:
                continue
            rows = answer.trend.where(geo_id=turning.geo_id, stratum=turning.stratum).with_value()
            level = rows[0].level
            assert answer.indicator.estimated(level) not in ("modelled", "smoothed")
            fitted = [row for row in rows if row.period in {p.slug for p in turning.trend.periods}]
            assert len(fitted) >= 7
            assert 2 * sum(reliability(row, answer.indicator) == "reliable" for row in fitted) >= len(fitted)
            directions += 1
        assert len(said) <= sum(t.trend.verdict is not None for t in turnings(answer))
    assert directions > 3


def test_nothing_is_said_of_a_series_without_figures(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", level="state", by="overall")
    empty = Answer(**{**vars(answer), "trend": changed(answer.trend, value=float("nan"))})
    assert trend_words(empty) == []
