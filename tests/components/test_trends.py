"""Trends: where a line turns and breaks is drawn and said alike, and the latest change is said as it was tested."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest

from components.figures.alt_text import trend_text
from components.figures.tables import data_tables
from components.figures.trend.chart import trend_figure
from components.figures.trend.labels import LABEL_LINE
from components.figures.trend.lines import drawn_words, lines_of, start_year
from components.figures.trend.text import change_words, trend_words
from components.figures.trend.turns import turnings
from components.formatting.palette import contrast_with_paper
from components.formatting.phrases import people
from components.views.multiples.trend_panels import group_panels
from components.views.multiples.trends import group_trends
from components.views.trend.panels import trend_view
from data.query.estimates import reliability
from data.query.rows import Rows
from data.query.selection import Answer
from data.vocabulary import GROUPS, OVERALL, Period
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
        start = start_year(answer) or 0  # a turn before the axis starts is said and not drawn
        since = [t.since for t in found if t.since is not None]
        assert last == sorted(p.label for p in since if p.start.year >= start), answer.selection
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
    later = replace(answer, trend=Rows(row for row in answer.trend if row.period >= "2019"))
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
    assert said.startswith(
        "Barnstable County, all residents: 30.0 per 100,000 in 2022 against 30.0 in 2021: about the same ("
    )
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
    assert said[0].startswith(
        "Massachusetts, all residents: 28.9 per 100,000 in 2018 against 20.0 in 2014: 1.4 times ("
    )
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
    empty = replace(answer, trend=changed(answer.trend, value=float("nan")))
    assert trend_words(empty) == []


# All groups in one chart


@pytest.fixture(scope="module")
def followed(ask_published: Asked) -> list[Answer]:
    """The Trend view of every sampled selection."""
    answers = [replace(a.selection, view="trend", compare_with="") for a in ask_published.sample[:250]]
    return [ask_published.answers.to(selection) for selection in dict.fromkeys(answers)]


def end_labels(made: dict[str, Any]) -> list[dict[str, Any]]:
    """The labels at the ends of lines, lowest first."""
    found = [a for a in made["layout"]["annotations"] if (a.get("xref"), a["x"]) == ("paper", 1)]
    return sorted(found, key=lambda a: float(a["y"]))


def test_every_group_is_a_line_with_its_name_or_is_said_to_have_no_figure(followed: list[Answer]) -> None:
    several = 0
    for answer in followed:
        place, selection = answer.place, answer.selection
        groups = answer.catalog.strata(selection.indicator, selection.breakdown, place.level)
        drawn = {line.stratum for line in lines_of(answer) if line.points[0].row.geo_id == place.geo_id}
        labels = " ".join(a["text"].replace("<br>", " ") for a in end_labels(trend_figure(answer)))
        said, told = " ".join(drawn_words(answer)), trend_text(answer)
        assert (answer.series is not None) == (selection.breakdown != OVERALL)
        for group in groups if answer.series is not None else ():
            if group in drawn:
                assert GROUPS[group].short in labels or group == selection.group, (selection, group)
                assert people(group, answer.indicator) in told
            else:
                assert GROUPS[group].label in said, (selection, group)
        assert answer.series is None or "…" not in labels, "a name is cut"
        several += len(drawn) > 3
    assert several > 5


def test_labels_at_the_ends_of_lines_never_overlap(followed: list[Answer]) -> None:
    for answer in followed:
        made = trend_figure(answer)
        margin = made["layout"]["margin"]
        plot = made["layout"]["height"] - margin["t"] - margin["b"]
        spans = [
            (a["y"] * plot - half, a["y"] * plot + half)
            for a in end_labels(made)
            for half in [LABEL_LINE * (a["text"].count("<br>") + 1) / 2]
        ]
        assert all(low[1] <= high[0] + 0.01 for low, high in pairwise(spans)), answer.selection
        assert all(low >= -1 and high <= plot + 1 for low, high in spans), answer.selection


def test_the_first_and_the_last_year_are_named_and_the_top_line_is_within_the_plot(followed: list[Answer]) -> None:
    for answer in followed:
        lines = lines_of(answer)
        if not lines:
            continue
        across, up = trend_figure(answer)["layout"]["xaxis"], trend_figure(answer)["layout"]["yaxis"]
        periods = [p.period for line in lines for p in line.points]
        first, last = min(p.start.year for p in periods), max(p.end.year for p in periods)
        assert (across["tickvals"][0], across["tickvals"][-1]) == (first, last)
        top = up["tick0"] + up["dtick"] * math.floor((up["range"][1] - up["tick0"]) / up["dtick"])
        assert max(p.y for line in lines for p in line.points) <= top < up["range"][1]


def test_the_axis_starts_where_the_chosen_group_starts(ask_published: Asked) -> None:
    """Black residents from 2018 on, everyone from 1999 on: the axis starts in 2018, and it is said."""
    words = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "view": "trend"}
    made = trend_figure(ask_published(**words, group="black_nh", period="2021-2023"))
    assert made["layout"]["xaxis"]["tickvals"][0] == 2018
    (said, period, _) = drawn_words(ask_published(**words, group="black_nh", period="2021-2023"))
    assert said == "The chart starts in 2018, as the figures for Black residents do; other figures go back to 1999."
    assert period == "Figures beside thin lines are for 2021–23 unless another is given."
    everyone = trend_figure(ask_published(**words, group="all"))
    assert everyone["layout"]["xaxis"]["tickvals"][0] == 1999
    on_the_map = trend_figure(ask_published(**{**words, "view": "map"}, group="black_nh", period="2021-2023"))
    assert on_the_map["layout"]["xaxis"]["tickvals"][0] == 1999


def test_the_chosen_group_is_strong_and_the_others_are_thinner_without_intervals(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_mortality_by_race", level="state", group="black_nh", view="trend")
    widths = {line.stratum: line.quiet for line in lines_of(answer)}
    assert widths == {"white_nh": True, OVERALL: False, "black_nh": False}
    made = trend_figure(answer)
    bands = {t["fillcolor"] for t in made["data"] if t.get("fill") == "toself"}
    assert len(bands) == 1, "no interval is published for everyone, and White residents are beside Black ones"
    texts = [a["text"] for a in end_labels(made)]
    assert [text.startswith("<b>") for text in texts].count(False) == 1
    (quiet,) = [a for a in end_labels(made) if not a["text"].startswith("<b>")]
    assert contrast_with_paper(*(int(quiet["font"]["color"][i : i + 2], 16) for i in (1, 3, 5))) >= 4.5


def test_the_tables_of_a_trend_have_every_group_and_every_period(ask_published: Asked) -> None:
    answer = ask_published(
        indicator="drug_overdose_deaths", by="race_ethnicity", group="black_nh", view="trend", place="hampden-county",
        level="county",
    )  # fmt: skip
    assert answer.series is not None
    tables = [table for table in data_tables(answer) if table.subject == "trend"]
    written = {(row.geo_id, row.group, row.period) for table in tables for row in table.rows}
    assert written == {(r.geo_id, r.stratum, r.period) for r in (*answer.trend, *answer.series)}
    shown = "".join(str(getattr(part, "data-fragment", "")) for part in trend_view(answer, "/explore"))
    assert "Figures behind these trends" in shown


def test_the_name_of_a_break_stands_over_the_plot(ask: Asked) -> None:
    made = trend_figure(ask(indicator="example_deaths", level="state", by="overall"))
    (name,) = [a for a in made["layout"]["annotations"] if a["text"].startswith("break")]
    assert (name["yref"], name["y"], name["yanchor"]) == ("paper", 1, "bottom")
    assert made["layout"]["margin"]["t"] >= LABEL_LINE + 2 * name["yshift"]


def test_in_a_small_trend_the_period_is_apart_from_its_figure(ask_published: Asked) -> None:
    """ "2021–23 54.1" was read "2021–2354.1": a space at the end of a block of its own is not seen."""
    words = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh"}
    shown = "".join(map(str, group_trends(ask_published(**words, view="multiples", each="group_trend"), "/explore")))
    assert '2021–23</span> <strong class="multiple-value">54.1' in shown


def test_behind_a_small_trend_is_the_line_of_everyone_alone(ask_published: Asked) -> None:
    """Eight gray lines without a name were a tangle; the Trend view has them all, named."""
    words = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh"}
    trends = group_panels(ask_published(**words, view="multiples", each="group_trend"))
    assert {tuple(line.stratum for line in panel.behind) for panel in trends.panels} == {(OVERALL,)}
    assert "The gray line is everyone’s, on the same axes." in trends.reading
