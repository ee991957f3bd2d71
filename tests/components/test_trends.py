"""Trends: where a line turns and breaks is drawn and said alike, and the latest change is said as it was tested."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import pytest

from components.figures.trend.chart import trend_figure
from components.figures.trend.text import change_words, trend_words
from components.figures.trend.turns import turnings
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
    """CDC WONDER, all drugs, 1999–2022: joinpoints in 2006, 2012 and 2016; see test_trends_of_massachusetts."""
    answer = ask_published(**STATE_DRUGS)
    made = trend_figure(answer)
    assert notches(made) == [[2006, 2012, 2016]]
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
    assert "The trend turned in 2012" in marks["text"][1]
    assert re.search(r"Before: −?\d.*<br>After: up \d", marks["text"][1])


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
    counts = ask_published(indicator="opioid_deaths_dph_state")
    assert change_words(counts) == ["2022 and 2023 are not compared: no interval is published."]


def test_nothing_is_said_of_a_series_without_figures(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", level="state", by="overall")
    empty = Answer(**{**vars(answer), "trend": changed(answer.trend, value=float("nan"))})
    assert trend_words(empty) == []
