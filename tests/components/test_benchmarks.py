"""Benchmarks: the state, the nation, the best group and targets, as values, as lines of the figure and in words."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from components.documents.drawings.chart_svg import chart_svg
from components.figures.benchmarks import benchmark_list, benchmarks, target_words
from components.figures.groups import groups_figure
from components.formatting.html import to_html
from components.formatting.numbers import format_value
from data.vocabulary import OVERALL
from tests.frames import changed
from tests.questions import Asked


def test_black_infants_are_held_against_the_state_the_nation_and_the_best_group(ask_published: Asked) -> None:
    """County Health Rankings 2026, infant deaths 2017–2023: state 1,735 of 480,170; United States 5.59 and 11.17.

    The state's figures are released with one decimal, as numbers beside them are hidden.
    """
    found = benchmarks(ask_published(indicator="infant_mortality", group="black_nh"))
    assert [(b.kind, b.stratum) for b in found] == [
        ("state", OVERALL),
        ("nation", OVERALL),
        ("nation", "black_nh"),
        ("best", "asian_nh"),
    ]
    state, nation, black, best = found
    assert state.value == pytest.approx(round(1000 * 1735 / 480_170, 1))
    assert nation.value == pytest.approx(1000 * 144_923 / 25_936_466, rel=1e-6)
    assert black.value == pytest.approx(1000 * 41_441 / 3_711_452, rel=1e-6)
    assert best.value == pytest.approx(round(1000 * 73 / 40_673, 1))
    assert best.low is not None
    assert best.high is not None
    assert best.low < best.value < best.high
    assert "County Health Rankings" in nation.source


def test_the_best_group_is_reliable_and_highest_where_high_is_good(ask_published: Asked) -> None:
    answer = ask_published(indicator="life_expectancy", group="black_nh")
    best = next(b for b in benchmarks(answer) if b.kind == "best")
    state = [row for row in answer.groups if (row.level, row.status) == ("state", "reported")]
    assert best.value == max(row.value for row in state if row.stratum != OVERALL)


def test_numbers_of_events_have_no_benchmark(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        if not answer.indicator.comparable:
            assert benchmarks(answer) == []
            assert benchmark_list(answer) == []


def test_where_nothing_is_better_no_group_is_best(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        if answer.indicator.polarity == "neutral":
            assert all(b.kind != "best" for b in benchmarks(answer))


def test_a_national_figure_is_of_the_period_in_view(ask_published: Asked) -> None:
    """All residents of the nation are in hand for 2020–2022 only, groups for 2021–2023 too."""
    kinds = {
        period: [b.stratum for b in benchmarks(ask_published(
            indicator="drug_overdose_deaths", group="black_nh", period=period)) if b.kind == "nation"]
        for period in ("2018-2020", "2020-2022", "2021-2023")
    }  # fmt: skip
    assert kinds == {"2018-2020": [], "2020-2022": [OVERALL, "black_nh"], "2021-2023": ["black_nh"]}


@pytest.mark.parametrize(("year", "rate"), [("1999", 61.6), ("2016", 37.3)])
def test_the_nations_figure_is_the_published_one(ask_published: Asked, year: str, rate: float) -> None:
    """NCHS: 61.6 stroke deaths per 100,000 in the United States in 1999, 37.3 in 2016."""
    answer = ask_published(indicator="stroke_mortality", level="state", period=year)
    assert [b.value for b in benchmarks(answer) if b.kind == "nation"] == [rate]


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (21.0, 25.0, "The state’s figure is above the target for 2030, 20.7."),
        (15.0, 20.0, "The state’s figure is below the target for 2030, 20.7."),
        (20.0, 21.0, "The state’s figure is not clearly above or below the target for 2030, 20.7."),
    ],
)
def test_a_target_is_passed_only_where_the_interval_leaves_it_out(
    ask_published: Asked, low: float, high: float, said: str
) -> None:
    answer = ask_published(indicator="drug_overdose_deaths_age_adjusted", level="state")
    overall = changed(answer.overall, ci_low=low, ci_high=high, value=(low + high) / 2)
    assert target_words(replace(answer, overall=overall)) == [said]
    without = changed(answer.overall, ci_low=float("nan"), ci_high=float("nan"))
    assert target_words(replace(answer, overall=without)) == []


def test_the_list_says_every_benchmark_and_links_to_the_target(ask_published: Asked) -> None:
    answer = ask_published(indicator="drug_overdose_deaths_age_adjusted", level="state")
    text = to_html(benchmark_list(answer))
    assert "Target for 2030, whole country (Healthy People 2030, SU-03)" in text
    assert 'href="https://health.gov/healthypeople/' in text
    assert "<strong>20.7</strong>" in text


def test_the_state_alone_needs_no_list(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_overdose_deaths", level="county")
    assert {b.kind for b in benchmarks(answer)} <= {"state"}
    assert benchmark_list(answer) == []


def test_each_line_of_the_figure_has_its_own_label_and_dash(ask_published: Asked) -> None:
    answer = ask_published(indicator="infant_mortality", group="black_nh", view="groups")
    drawn = groups_figure(answer)
    lines = [s for s in drawn["layout"]["shapes"] if s.get("yref") == "paper"]
    assert [line["line"].get("dash", "solid") for line in lines] == ["solid", "dash"]
    labels = [a for a in drawn["layout"]["annotations"] if a.get("yref") == "paper" and a["y"] == 1]
    assert [label["text"] for label in labels] == ["<b>State, all infants 3.6</b>", "United States 5.6"]
    assert len({label["yshift"] for label in labels}) == 2
    low, high = drawn["layout"]["xaxis"]["range"]
    assert all(low <= line["x0"] <= high for line in lines)


def test_a_target_is_drawn_even_beyond_the_groups(ask_published: Asked) -> None:
    answer = ask_published(indicator="heroin_mortality_by_race", level="state", view="groups")
    drawn = groups_figure(answer)
    (line,) = [s for s in drawn["layout"]["shapes"] if s.get("yref") == "paper"]
    assert (line["x0"], line["line"]["dash"]) == (4.2, "dot")


def test_every_groups_figure_is_one_the_browser_and_documents_can_draw(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        if any(row.stratum != OVERALL for row in answer.groups):
            drawn = groups_figure(answer)
            go.Figure(drawn)
            assert "NaN" not in chart_svg(drawn, 600)
            for benchmark in benchmarks(answer):
                if benchmark.kind != "best" and benchmark.stratum == OVERALL:
                    said = format_value(benchmark.value, answer.indicator)
                    assert any(said in note["text"] for note in drawn["layout"]["annotations"])
