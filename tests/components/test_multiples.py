"""Small multiples: one scale for every panel, no number that is not in a frame, nothing hidden that shows."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from components.figures.map import classes, fills
from components.figures.style import nice_scale
from components.formatting.numbers import format_number, format_value, is_number
from components.formatting.palette import CLASSES, HIDDEN, NOT_AVAILABLE, UNRELIABLE
from components.page.notes import sources
from components.views.multiples.lines import changes, ordered
from components.views.multiples.panels import multiples_view, panels_of, strip_scale
from components.views.multiples.sparkline import axes_of, line_of, small_trend
from components.views.multiples.text import live, reading, subtitle, title
from components.views.multiples.titles import MANY
from components.views.multiples.trends import place_trends
from data.query.rows import Row
from data.query.selection import Answer
from data.statistics.classes import Classes
from data.vocabulary import EACH, GROUPS, OVERALL, left_over
from tests.components.reading import SPOILT, numbers, text
from tests.questions import Asked

pytestmark = pytest.mark.slow

OVERDOSE = {"indicator": "drug_overdose_deaths", "level": "county", "group": "black_nh", "period": "2021-2023"}
PATH = "/explore"
FILL = re.compile(r'<path class="place[^"]*" data-id="(\d+)" fill="([^"]+)"/>')


def multiples(ask: Asked, each: str = "group", **words: str) -> Answer:
    return ask(**{**OVERDOSE, **words}, view="multiples", each=each)


def shown(answer: Answer) -> str:
    """Everything the view is made of, as it is sent."""
    return "".join(str(getattr(part, "data-fragment", "")) for part in multiples_view(answer, PATH))


def frames(answer: Answer) -> list[Row]:
    own = [answer.places, answer.state, answer.overall, answer.groups, answer.trend]
    others = [rows for other in answer.related for rows in (other.places, other.state, other.overall)]
    return [row for rows in (*own, *others, answer.series or ()) for row in rows]


def bounds(found: Classes | None) -> tuple[float, ...]:
    return () if found is None else found.bounds


# One scale


@pytest.mark.parametrize("made_of", ["all", "period"])
@pytest.mark.parametrize("each", ["group", "period"])
def test_all_maps_have_the_same_classes(ask_published: Asked, each: str, made_of: str) -> None:
    panels = panels_of(multiples(ask_published, each, classes=made_of))
    with_figures = {bounds(classes(p)) for p in panels if any(is_number(row.value) for row in p.places)}
    assert len(with_figures) == 1
    assert len({p.class_values for p in panels}) == 1


def test_classes_of_these_maps_hold_about_as_many_values_each(ask_published: Asked) -> None:
    panels = panels_of(multiples(ask_published, classes="period"))
    values = [row.value for p in panels for row in p.places if row.status == "reported"]
    doubtful = [row.value for p in panels for row in p.places if row.status == "unreliable"]
    assert len(values) + len(doubtful) == 36, "of 7 groups in 14 counties, 62 hidden"
    counts = [0] * 5
    for panel in panels:
        found = classes(panel)
        if found:
            counts = [a + b for a, b in zip(counts, found.counts, strict=True)]
    assert sum(counts) == len(values)
    # Figures have one decimal, so that some are equal: a class ends between two that differ.
    tied = len(values) - len(set(values))
    assert max(counts) - min(counts) <= 1 + tied


@pytest.mark.parametrize("each", ["group", "period"])
def test_every_map_is_painted_as_the_map_view_would_paint_it(ask_published: Asked, each: str) -> None:
    answer = multiples(ask_published, each)
    drawn = shown(answer).split('<div class="map-canvas')[1:]
    panels = panels_of(answer)
    assert len(drawn) == len(panels)
    classes_of = "all" if each == "group" else "group"  # side by side, groups share their classes
    for markup, panel in zip(drawn, panels, strict=True):
        painted = dict(FILL.findall(markup))
        alone = ask_published(
            **{**OVERDOSE, "group": panel.selection.group, "period": panel.selection.period.slug, "classes": classes_of}
        )  # fmt: skip
        for row, colour in zip(alone.places, fills(alone), strict=True):
            found = painted[row.geo_id]
            pattern = {HIDDEN: "-hatch)", UNRELIABLE: "-dots)", NOT_AVAILABLE: "-lines)"}.get(colour)
            assert (pattern in found) if pattern else (found == colour)
            assert (row.status == "suppressed") == (colour == HIDDEN)
            assert (row.status == "not_available") == (colour == NOT_AVAILABLE)


def test_the_legend_counts_every_figure_of_every_map(ask_published: Asked) -> None:
    said = text(multiples_view(multiples(ask_published), PATH))
    assert "hidden 62" in said
    assert "62 of 98 figures are hidden." in said, "7 groups × 14 counties = 98, 36 of them shown"
    (counts,) = re.findall(r"(\d+) values ((?:\d+ ){3}\d+)", said)
    doubtful = sum(row.status == "unreliable" for p in multiples(ask_published).related for row in p.places)
    assert sum(map(int, [counts[0], *counts[1].split()])) == 36 - doubtful
    assert "No figures for 2021–2023: Asian / Pacific Islander." in said


def test_the_axis_of_the_strips_holds_every_reliable_value(ask_published: Asked) -> None:
    panels = panels_of(multiples(ask_published))
    scale = strip_scale(panels)
    for panel in panels:
        for row in [*panel.places, *panel.state]:
            if is_number(row.value) and row.status == "reported":
                assert scale.low <= row.value <= scale.high


# Order


def test_groups_stand_by_their_state_figure_and_those_without_one_last(ask_published: Asked) -> None:
    groups = [p.selection.group for p in ordered(multiples(ask_published))]
    # County Health Rankings 2026, Massachusetts: 57.7, 54.1, 42.1, 36.5, 14.3, 4.5; the last is hidden.
    assert groups == ["aian_nh", "black_nh", "hispanic", "white_nh", "multiracial_nh", "asian_nh", "nhopi_nh"]


def test_groups_with_an_order_of_their_own_keep_it(ask_published: Asked) -> None:
    answer = ask_published(indicator="low_birthweight", level="county", by="education", view="multiples")
    groups = [p.selection.group for p in ordered(answer)]
    assert groups == [g for g in GROUPS if g in groups]


# Words


def test_the_title_says_only_what_was_tested(ask_published: Asked) -> None:
    answer = multiples(ask_published)
    assert title(answer) == (
        "Drug overdose deaths: higher in three groups than among everyone in Massachusetts, 2021–23"
    )
    verdicts = {p.selection.group: p.state[0].verdict for p in answer.related}
    assert {g for g, v in verdicts.items() if v == "higher"} == {"aian_nh", "black_nh", "hispanic"}
    # 57.7 (36.2–87.4) and 54.1 (50.5–57.7): nobody is first by chance.
    assert reading(answer)[1] == (
        "It is not clear which of the two highest is higher: American Indian / Alaska Native or Black."
    )


def test_figures_across_a_break_are_not_compared(ask_published: Asked) -> None:
    """The groups of 2018–2020 are not quite those of 2021–2023: no trend says that it rose."""
    for each in ("period", "group_trend", "place_trend"):
        answer = multiples(ask_published, each)
        assert not re.search(r"higher|lower|rose|fell", title(answer)), each
        assert "Higher than in" not in text(multiples_view(answer, PATH)) or each == "period"


def test_of_hundreds_of_tests_no_title_is_made(ask_published: Asked) -> None:
    answer = ask_published(
        indicator="opioid_overdose_deaths", level="municipality", view="multiples", each="place_trend"
    )  # fmt: skip
    assert len(changes(answer, "geo_id")) == 352 > MANY
    assert title(answer) == (
        "Opioid overdose deaths: from 9.3 in Cambridge to 100.7 per 100,000 in Dennis, 2018"
    )  # fmt: skip
    assert "one in twenty" in text(multiples_view(answer, PATH))


@pytest.mark.parametrize("each", EACH)
def test_every_number_in_the_words_is_in_the_frames(ask_published: Asked, each: str) -> None:
    answer = multiples(ask_published, each, place="hampden-county")
    rows = frames(answer)
    known = {
        part
        for column in ("value", "ci_low", "ci_high")
        for value in (getattr(row, column) for row in rows)
        if is_number(value)
        for part in numbers(format_number(value, answer.indicator.decimals))
    }
    periods = {part for row in rows for part in re.findall(r"\d{4}", row.period)}
    periods |= {p[2:] for p in periods} | {"95", "100,000", "2", "2021"}
    for sentence in (title(answer), subtitle(answer), *reading(answer)):
        assert set(numbers(sentence)) <= known | periods, sentence
    assert SPOILT.search(text(multiples_view(answer, PATH))) is None


@pytest.mark.parametrize("each", EACH)
def test_every_indicator_has_words_for_every_choice(ask_published: Asked, each: str) -> None:
    for indicator in list(ask_published.catalog.indicators)[::9]:
        answer = ask_published(indicator=indicator, view="multiples", each=each)
        said = " ".join([title(answer), subtitle(answer), *reading(answer), live(answer)])
        assert SPOILT.search(said) is None, (indicator, said)
        assert SPOILT.search(text(multiples_view(answer, PATH))) is None, indicator


def test_the_notes_cite_every_source_of_every_panel(ask_published: Asked) -> None:
    answer = multiples(ask_published, "period")
    used = {row.source for other in answer.related for row in other.places}
    assert used <= {source.id for source in sources(answer)}
    assert len(used) > 1


# Hidden


def test_a_hidden_figure_never_has_a_number(ask_published: Asked) -> None:
    for each in EACH:
        answer = multiples(ask_published, each)
        for cell in table_cells(shown(answer)):
            if cell["text"] in ("hidden", "not available", "–"):
                assert cell["sort"] == ""
    panels = multiples(ask_published).related
    alone = [p for p in panels if p.selection.group == "nhopi_nh"]
    said = shown(multiples(ask_published)).split("<article")
    (panel,) = [part for part in said if "Native Hawaiian" in part and "map-nhopi_nh" in part]
    assert alone[0].places
    assert not any(is_number(row.value) for row in alone[0].places)
    assert "<circle" not in panel.split("strip")[1].split("</svg>")[0], "no dot for what is hidden"
    assert "State: hidden" in unescape(panel)


def test_the_table_has_the_figures_of_the_frames(ask_published: Asked) -> None:
    answer = multiples(ask_published)
    cells = table_cells(shown(answer))
    assert len(cells) == 15 * 7, "the state and 14 counties, 7 groups"
    shown_cells = [c for c in cells if c["sort"]]
    rows = [r for p in answer.related for r in [*p.places, *p.state] if is_number(r.value)]
    assert sorted(float(c["sort"]) for c in shown_cells) == sorted(float(r.value) for r in rows)
    for cell in shown_cells:
        assert cell["text"].startswith(format_value(float(cell["sort"]), answer.indicator))


def test_a_missing_year_is_a_gap_and_a_hidden_one_has_no_dot(ask: Asked) -> None:
    """Synthetic: 2020 is missing in every county; the line has two strokes, from 2018 to 2019 and from 2021 on."""
    answer = ask(indicator="example_deaths", group="all", level="county", view="multiples", each="place_trend")
    assert answer.series is not None
    own = [r for r in answer.series if r.slug == "suffolk-county"]
    line = line_of(own, "25025", OVERALL)
    assert [p.period.slug for p in line.points] == ["2018", "2019", "2021", "2022", "2023"]
    drawn = place_trends(answer, PATH)
    assert drawn
    axes = nice_scale([p.row.value for p in line.points], answer.indicator)
    markup = str(small_trend(line, [], axes_of([line], axes), answer.indicator, answer.catalog, "text"))
    (solid,) = re.findall(r'class="line" d="([^"]+)"', markup)
    (dashed,) = re.findall(r'class="broken" d="([^"]+)"', markup)
    assert solid.count("M") == 1, "2021 to 2022"
    assert dashed.count("M") == 2, "across the break of 2019, and to the provisional 2023"
    assert markup.count('class="dot-of"') == 5


def table_cells(markup: str) -> list[dict[str, str]]:
    body = re.findall(r'<table class="figures-table"[^>]*>.*?</table>', markup, re.DOTALL)
    found = re.findall(r'<td[^>]*?data-sort="([^"]*)"[^>]*>(.*?)</td>', "".join(body), re.DOTALL)
    return [{"sort": sort, "text": unescape(said)} for sort, said in found]


# Links


@pytest.mark.parametrize("each", EACH)
def test_every_panel_leads_to_a_view_of_its_own_and_keeps_the_place(ask_published: Asked, each: str) -> None:
    answer = multiples(ask_published, each, place="hampden-county")
    links = [unescape(a) for a in re.findall(r'<a class="multiple-link" [^>]*?href="([^"]+)"', shown(answer))]
    assert links
    for link in links:
        words = dict(part.split("=") for part in link.split("?")[1].split("&"))
        selection, notices = ask_published.parse(**words)
        assert notices == ()
        assert selection.view == ("map" if each in ("group", "period") else "trend")
        assert selection.place == "hampden-county" or each == "place_trend"


def test_the_chosen_place_stands_in_every_map_panel(ask_published: Asked) -> None:
    answer = multiples(ask_published, place="hampden-county")
    said = shown(answer)
    assert said.count('class="ring"') == len(answer.related) == 7
    row: Any = next(r for r in answer.places if r.slug == "hampden-county")
    assert f"Hampden County {format_value(row.value, answer.indicator)}" in text(multiples_view(answer, PATH))


def test_colours_are_of_the_palette(ask_published: Asked) -> None:
    for panel in panels_of(multiples(ask_published)):
        allowed = {*CLASSES[5], HIDDEN, NOT_AVAILABLE, UNRELIABLE}
        assert set(fills(panel)) <= allowed


def test_another_race_and_not_recorded_stand_last(ask_published: Asked) -> None:
    """In the answer's groups and in small multiples, whatever their figures are."""
    for indicator in ("asthma_ahr", "cardiovascular_disease_ahr", "low_birthweight"):
        answer = ask_published(indicator=indicator, level="state", by="race_ethnicity", group="all", view="multiples")
        panels = [panel.selection.group for panel in ordered(answer)]
        groups = [row.stratum for row in answer.groups.where(level="state", dimension="race_ethnicity")]
        for listed in (panels, groups):
            last = [left_over(group) for group in listed]
            assert last == sorted(last), f"{indicator}: {listed}"
        assert any(map(left_over, groups)), f"{indicator} has such people"
