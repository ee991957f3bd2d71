"""Compare: what stands beside what, said as it was tested; nothing hidden shows, and no two units share a scale."""

from __future__ import annotations

import re
from typing import Any

import plotly.graph_objects as go
import pytest

from components.documents.drawings.chart_svg import chart_svg
from components.formatting.numbers import format_value
from components.views.compare.export import comparison
from components.views.compare.figures import compared_groups_figure, compared_lines, compared_trend_figure
from components.views.compare.panels import compare_panel
from components.views.compare.text import pair, reading, subtitle, title
from data.analysis.place_comparison import compare_groups, peers
from data.query.selection import Answer
from data.vocabulary import GROUPS
from tests.components.reading import SPOILT, TAG, by_id, drawn_figures, raw, text
from tests.questions import Asked
from tests.synthetic import HIDDEN_DEATHS

PATH = "/explore"
BLACK = {"indicator": "drug_overdose_deaths", "group": "black_nh", "period": "2021-2023", "view": "compare"}
HAMPDEN = {**BLACK, "place": "hampden-county"}
EXAMPLE = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023", "view": "compare"}


def beside(asked: Asked, other: str, **words: str) -> Answer:
    return asked(**words, **{"with": other})


def options(answer: Answer, name: str) -> dict[str, str]:
    found: Any = by_id(compare_panel(answer, PATH), name)
    return {option["label"]: option["value"] for option in found.options}


def test_two_counties_in_one_sentence_as_it_was_tested(ask_published: Asked) -> None:
    """County Health Rankings 2026: 79.6 (63.8 to 98.1) and 50.0 (38.9 to 63.2); 79.6 / 50.0 = 1.6."""
    answer = beside(ask_published, "worcester-county", **HAMPDEN)
    assert title(answer) == (
        "Black residents in Hampden County die of overdose at 1.6 times the rate in Worcester County, 2021–23"
    )
    assert reading(answer) == [
        "Hampden County **79.6 per 100,000** (63.8 to 98.1) is **higher** than Worcester County **50.0** (38.9 to "
        "63.2): 1.6 times (1.2 to 2.2), a difference of 29.6 per 100,000 (8.6 to 50.6)."
    ]


def test_places_with_equal_figures_are_still_two_places(ask_published: Asked) -> None:
    """In 2000 both counties that are published have the same rate: none is the highest, and both are shown."""
    words = {"indicator": "heart_disease_mortality_essex_middlesex", "level": "county", "period": "2000"}
    one, other = pair(ask_published(**words, view="compare"))
    assert other is not None
    assert {one.place.slug, other.place.slug} == {"essex-county", "middlesex-county"}
    assert compared_lines(one, other)[1]


def test_what_cannot_be_told_apart_is_not_called_similar(ask_published: Asked) -> None:
    answer = beside(ask_published, "worcester-county", **{**HAMPDEN, "group": "hispanic"})
    assert "not clearly different from Worcester County" in title(answer)
    assert "are **not clearly different**" in reading(answer)[0]
    assert "similar" not in " ".join(reading(answer))


def test_a_county_with_the_state_says_how_a_part_was_tested(ask_published: Asked) -> None:
    said = " ".join(reading(ask_published(**HAMPDEN)))
    assert "Hampden County is part of Massachusetts; only rates are published" in said
    town = {"indicator": "opioid_overdose_deaths", "level": "municipality", "period": "2018", "view": "compare"}
    exact = " ".join(reading(ask_published(**town, place="boston")))
    assert "Boston is part of Massachusetts: its events are tested against those of the rest." in exact


def test_the_highest_and_the_lowest_are_said_to_be_chosen(ask_published: Asked) -> None:
    answer = ask_published(**BLACK)
    assert "in Hampden County die of overdose at about 2.6 times the rate in Norfolk County" in title(answer)
    assert "They are shown for being the highest and the lowest of all" in " ".join(reading(answer))


def test_numbers_of_events_are_shown_and_not_compared(ask_published: Asked) -> None:
    words = {"indicator": "opioid_overdose_death_counts", "level": "municipality", "period": "2018"}
    places = ask_published(**words).places
    one, two = [row.slug for row in places if row.value > 0][:2]
    answer = beside(ask_published, two, **words, place=one, view="compare")
    said = " ".join(reading(answer))
    assert "Numbers of events are not compared" in said
    assert "higher" not in said + title(answer)


def test_two_indicators_are_said_without_a_test_between_them(ask_published: Asked) -> None:
    answer = beside(ask_published, "life_expectancy", **HAMPDEN)
    said = " ".join(reading(answer))
    assert title(answer) == (
        "Drug overdose deaths, 79.6 per 100,000, and life expectancy at birth, 71.4 years, in Hampden County"
    )
    assert "No test is made between two indicators" in said
    assert "does not show that one causes the other" in said
    assert "times" not in said
    second = answer.catalog.indicators["life_expectancy"]
    assert second.definition in text(compare_panel(answer, PATH)), "the notes tell of the first alone"


def test_two_units_have_two_scales_and_one_unit_has_one(ask_published: Asked) -> None:
    apart = text(compare_panel(beside(ask_published, "life_expectancy", **HAMPDEN), PATH))
    assert "Each indicator has its own scale." in apart
    words = {"indicator": "diabetes_prevalence", "view": "compare"}
    assert "Both are on one scale." in text(compare_panel(beside(ask_published, "obesity_prevalence", **words), PATH))
    adjusted = beside(ask_published, "obesity_prevalence_age_adjusted", **words)
    assert "Each indicator has its own scale." in text(compare_panel(adjusted, PATH)), "crude with age-adjusted"


def test_both_indicators_have_the_same_places_in_the_same_order(ask_published: Asked) -> None:
    answer = beside(ask_published, "life_expectancy", **HAMPDEN)
    one, other = pair(answer)
    assert other is not None
    lines = re.findall(r'class="dots-line"[^>]*>(.*?)</a>', raw(compare_panel(answer, PATH)).replace('\\"', '"'))
    names = [TAG.sub("|", line).strip("|").split("|")[0] for line in lines]
    assert len(names) == len(one.places) == 14
    assert names[0] == "Hampden", "the highest rate first"
    assert sorted(names) == sorted(answer.catalog.places[g].short_name for g in (row.geo_id for row in other.places))


def test_a_place_without_figures_is_said_to_have_none(ask_published: Asked) -> None:
    answer = beside(ask_published, "boston", **HAMPDEN)
    assert pair(answer)[1] is not None
    assert reading(answer)[0] == "Boston has no figures of its own for this."
    assert "Suffolk County" in title(answer), "which it is part of"


def test_a_choice_keeps_the_place_and_exchanges_the_other(ask_published: Asked) -> None:
    answer = ask_published(**BLACK)
    found = options(answer, "choose-with-place")
    assert next(iter(found)) == "Massachusetts"
    for query in found.values():
        assert "place=hampden-county" in query, "the place that was only shown for being highest is named"
        assert "view=compare" in query
    assert "with=essex-county" in found["Essex County (close in size)"]
    near = [p.name for p in peers(answer.catalog.by_slug["hampden-county"], answer.catalog)]
    assert [label.removesuffix(" (close in size)") for label in found if "close" in label] == near
    indicators = options(answer, "choose-with-indicator")
    assert any("with=life_expectancy" in query for query in indicators.values())


def test_the_chosen_option_is_the_view_itself(ask_published: Asked) -> None:
    for other in ("", "essex-county", "life_expectancy"):
        answer = beside(ask_published, other, **HAMPDEN)
        for name in ("choose-with-place", "choose-with-indicator"):
            found: Any = by_id(compare_panel(answer, PATH), name)
            assert found.value == answer.selection.query()
            assert found.value in {option["value"] for option in found.options}
            assert len({option["value"] for option in found.options}) == len(found.options)


def test_towns_may_be_compared_with_the_places_they_lie_in(ask_published: Asked) -> None:
    town = {"indicator": "opioid_overdose_deaths", "level": "municipality", "period": "2018", "view": "compare"}
    found = options(ask_published(**town, place="boston"), "choose-with-place")
    assert {"Suffolk County (around it)", "Boston region (around it)"} <= set(found)


def test_every_figure_shows_both_places_with_their_numbers(ask_published: Asked) -> None:
    answer = beside(ask_published, "worcester-county", **HAMPDEN)
    one, other = pair(answer)
    assert other is not None
    made = compared_groups_figure(compare_groups(one, other), one)
    go.Figure(made)
    notes = [re.sub("<.*?>", "", a["text"]) for a in made["layout"]["annotations"]]
    assert {"79.6", "50.0"} <= set(notes)
    assert notes.count("▨ hidden") == sum(
        row.status == "suppressed" for c in compare_groups(one, other).values() for row in (c.first, c.second)
    )
    lines = compared_trend_figure(one, other, 300)
    go.Figure(lines)
    ends = [a["text"] for a in lines["layout"]["annotations"]]
    assert any("Black, Hampden" in t for t in ends)
    assert any("Black, Worcester" in t for t in ends)


def test_no_hidden_count_is_anywhere(ask: Asked) -> None:
    """Bristol is hidden: seven deaths that no file carries; nothing is compared with it either."""
    answer = beside(ask, "bristol-county", **EXAMPLE, place="worcester-county")
    one, other = pair(answer)
    assert other is not None
    found = compare_groups(one, other)["black_nh"]
    assert (found.ratio, found.difference, found.verdict) == (None, None, "")
    said = " ".join([title(answer), *reading(answer), text(compare_panel(answer, PATH))])
    assert "hidden" in said
    assert re.search(rf"(?<![\d.]){HIDDEN_DEATHS}(?:\.0)?(?![\d.–])", said) is None


def test_the_state_alone_offers_indicators(ask_published: Asked) -> None:
    answer = ask_published(indicator="opioid_deaths_dph_state", view="compare")
    assert "There is one place only." in text(compare_panel(answer, PATH))
    assert len(options(answer, "choose-with-indicator")) > 10


@pytest.mark.parametrize("other", ["", "life_expectancy", "boston", "western-region", "massachusetts"])
def test_every_question_makes_a_comparison_that_reads_well(ask_published: Asked, other: str) -> None:
    for sample in ask_published.sample[::9]:
        words = {**sample.selection.parameters(), "view": "compare", "with": other}
        selection, _ = ask_published.parse(**words)
        answer = ask_published.answers.to(selection)
        said = [title(answer), subtitle(answer), *reading(answer)]
        panel = compare_panel(answer, PATH)
        for sentence in (*said, text(panel)):
            assert SPOILT.search(sentence) is None, (selection, SPOILT.search(sentence), sentence)
        for figure in drawn_figures(panel):
            go.Figure(figure)
        comparison(answer)


def test_the_numbers_said_are_those_of_the_frames(ask_published: Asked) -> None:
    for sample in ask_published.sample[::9]:
        selection, _ = ask_published.parse(**{**sample.selection.parameters(), "view": "compare"})
        answer = ask_published.answers.to(selection)
        one, other = pair(answer)
        if other is None:
            continue
        found = compare_groups(one, other).get(one.selection.group)
        said = " ".join(reading(answer))
        for row in (found.first, found.second) if found else ():
            if row is not None and row.value == row.value:
                assert format_value(row.value, one.indicator) in said, selection
        if found is not None and not found.verdict:
            assert "higher" not in title(answer)
            assert "lower" not in title(answer)


def test_the_table_has_every_group_with_difference_ratio_and_verdict(ask_published: Asked) -> None:
    answer = beside(ask_published, "worcester-county", **HAMPDEN)
    table = re.search(r"<table.*?</table>", raw(compare_panel(answer, PATH)).replace('\\"', '"'))
    assert table is not None
    rows = [[TAG.sub(" ", cell).split() for cell in row.split("</td>")] for row in table[0].split("</tr>")[1:-1]]
    said = [" ".join(" ".join(cell) for cell in row).strip() for row in rows]
    one, other = pair(answer)
    assert other is not None
    assert len(said) == len(compare_groups(one, other))
    (black,) = [row for row in said if row.startswith(GROUPS["black_nh"].label)]
    assert black.endswith("29.6 per 100,000 (8.6 to 50.6) 1.6 times (1.2 to 2.2) Higher")


def test_documents_draw_it_too(ask_published: Asked) -> None:
    for other in ("worcester-county", "life_expectancy"):
        found = comparison(beside(ask_published, other, **HAMPDEN))
        assert len(found.figures) == 2
        assert found.tables
        for made in found.figures:
            if isinstance(made.drawn, dict):
                assert chart_svg(made.drawn, 480).startswith("<svg")
