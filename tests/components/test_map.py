"""The map: coloured as the legend and the list say, no number for what is hidden, classes that stay the same."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from components.documents.drawings.legend import legend_svg
from components.figures.alt_text import map_text
from components.figures.circles import CIRCLE
from components.figures.legend import Legend, LegendClass, legend, legend_of, legend_row, spoken
from components.figures.map import OUTSIDE, classes, fills, legend_counts, map_markup, map_svg, small_map, unreliable
from components.figures.ranking import ranking
from components.formatting import html
from components.formatting.html import to_html
from components.formatting.palette import CLASSES, COUNTED, EDGE, HIDDEN, INK, NOT_AVAILABLE, PAPER, UNRELIABLE, ZERO
from components.formatting.phrases import tooltip_lines
from components.formatting.typeface import length
from components.views.page import panels
from data.code_release import content_version
from data.query.rows import Rows
from data.query.selection import Answer
from data.query.url import parse_query
from data.vocabulary import OVERALL, STATUS_WORDS
from pages.responses.states import sibling_selections
from tests.alternatives.shapes import outline
from tests.components.reading import SPOILT, Element, elements, raw, text
from tests.questions import Asked
from tests.synthetic import COUNTIES, HIDDEN_DEATHS, SCREENED

PATH = "/explore"
SVG = "{http://www.w3.org/2000/svg}"
DIGIT = re.compile(r"\d")
BLACK = {"indicator": "example_deaths", "group": "black_nh", "period": "2021-2023"}


def drawn(answer: Answer) -> Element:
    return elements(map_markup(answer))


def options(answer: Answer) -> list[Element]:
    return drawn(answer).every("path", role="option")


def colour_of(fill: str, name: str = "map") -> str:
    """What a place is filled with; a pattern counts as the colour that stands for it."""
    patterns = {"hatch": HIDDEN, "lines": NOT_AVAILABLE, "dots": UNRELIABLE}
    return {f"url(#{name}-{pattern})": colour for pattern, colour in patterns.items()}.get(fill, fill)


def painted(answer: Answer) -> dict[str, str]:
    """The colour of every place by geo_id."""
    return {e["data-id"]: colour_of(e["fill"]) for e in options(answer)}


def ramp(answer: Answer) -> list[str]:
    """The legend's colours, lowest first."""
    swatches = elements(to_html(legend(answer))).every("div", class_="legend-swatches")
    return [e["style"].removeprefix("background-color:") for s in swatches for e in s.every("span")]


def number(said: str) -> int:
    return int(re.sub(r"\D.*", "", said))


@pytest.fixture(scope="module")
def black(ask: Asked) -> Answer:
    """Zero, five (unreliable), three hidden, one not available and eight others; see tests/synthetic.py."""
    return ask(**BLACK, classes="period")


# Many answers


def test_every_colour_on_the_map_is_that_of_its_class_in_the_legend(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        colours, found, own = painted(answer), classes(answer), ramp(answer)
        assert list(colours.values()) == list(fills(answer)), answer.selection
        assert list(colours) == [row.geo_id for row in answer.places]
        assert own == list(CLASSES[found.number] if found else ()), answer.selection
        for row in answer.places:
            colour = colours[row.geo_id]
            if row.status == "suppressed":
                assert colour == HIDDEN
            elif row.status == "not_available":
                assert colour == NOT_AVAILABLE
            elif row.value == 0:
                assert colour == ZERO
            elif not answer.indicator.comparable:
                assert colour == COUNTED, "a count is a circle on its place"
            elif row.status == "unreliable":
                assert colour == UNRELIABLE, "drained of color: nobody is in a class by chance"
            else:
                assert found is not None
                low, high = found.bounds[own.index(colour) : own.index(colour) + 2]
                assert low <= row.value <= high, (answer.selection, row.name)


def test_the_legends_numbers_are_counted_on_the_map(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        if answer.selection.level == "state":
            continue
        written, counted = elements(to_html(legend(answer))), Counter(painted(answer).values())
        said = [number(e.text) for box in written.every("div", class_="legend-counts") for e in box.every("span")]
        assert said == [counted[colour] for colour in ramp(answer)], answer.selection
        beside = {
            one.every("span", class_="legend-word")[0].text: number(one.every("span", class_="legend-number")[0].text)
            for one in written.every("div", class_="legend-one")
        }
        zeros = sum(row.value == 0 for row in answer.places)
        colours = {"zero": ZERO, "hidden": HIDDEN, "not available": NOT_AVAILABLE, "unreliable": UNRELIABLE}
        assert {word: counted[colour] for word, colour in colours.items() if counted[colour]} == {
            word: n for word, n in beside.items() if word in colours
        }
        assert beside.get("zero", 0) == zeros
        assert beside.get("unreliable", 0) == len(unreliable(answer))
        circled = counted[COUNTED]
        assert sum(said) + sum(n for word, n in beside.items() if word in colours) + circled == len(answer.places)


def test_the_list_names_every_place_once_with_the_colour_of_the_map(ask_published: Asked) -> None:
    for answer in ask_published.sample[::3]:
        if answer.selection.level == "state":
            continue
        written, colours = elements(to_html(ranking(answer, PATH))), painted(answer)
        by_slug = {row.slug: row.geo_id for row in answer.places}
        items = written.every("a", class_="ranking-item")
        assert sorted(e["data-key"] for e in items) == sorted(by_slug), answer.selection
        for item in items:
            colour = colours[by_slug[item["data-key"]]]
            dots = [re.search(r"background-color:(#[0-9a-f]{6})", e["style"]) for e in item.every("span", class_="dot")]
            if dots:
                assert [dot.group(1) for dot in dots if dot] == [
                    {UNRELIABLE: PAPER, COUNTED: CIRCLE}.get(colour, colour)
                ]
            else:
                assert colour in (HIDDEN, NOT_AVAILABLE)


def test_every_published_map_says_each_place_as_its_card_does(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        for row, option in zip(answer.places, options(answer), strict=True):
            said = option["aria-label"].split("\n")
            assert said == tooltip_lines(row, answer)
            assert said[0] == row.name, "typing a name finds the place"
            assert not any(SPOILT.search(line) for line in said), (answer.selection, said)
            assert (option["id"], option["data-place"]) == (f"map-{row.slug}", row.slug)


def test_no_published_hidden_place_has_a_number_on_its_map(ask_published: Asked) -> None:
    """Of a place without a figure the map says its name and why there is none, in its publisher's words."""
    seen = 0
    for answer in ask_published.sample:
        sources = answer.catalog.sources
        for row, option in zip(answer.places, options(answer), strict=True):
            if row.status not in ("suppressed", "not_available"):
                continue
            seen += 1
            _, said = option["aria-label"].split("\n")
            source = sources[row.source]
            hidden = answer.catalog.hidden_because(answer.indicator, row.source)
            because = hidden if row.status == "suppressed" else source.unavailable_because.rstrip(".")
            assert DIGIT.search(said.replace(because, "")) is None, said
            assert option["fill"] == ("url(#map-hatch)" if row.status == "suppressed" else "url(#map-lines)")
        absent = [row.geo_id for row in answer.places if row.status == "not_available"]
        short_names = {answer.catalog.places[i].short_name for i in absent}
        for label in drawn(answer).every("span", class_="missing"):
            assert DIGIT.search(label.text) is None
            assert label.text.endswith(STATUS_WORDS["suppressed"]) or label.text in short_names
    assert seen > 100


def test_the_picture_has_the_colours_of_the_page(ask_published: Asked) -> None:
    """`map_svg` stands alone: it is XML, carries its outlines, and nothing in it is fetched."""
    for answer in ask_published.sample[::4]:
        picture = map_svg(answer)
        root = ElementTree.fromstring(picture)
        assert answer.shapes is not None
        by_outline = {s.path: i for i, s in answer.shapes.places.items()}
        paths = [e for e in root.iter(f"{SVG}path") if e.get("stroke-width") in ("4", "8")]
        found = {by_outline[e.get("d", "")]: colour_of(e.get("fill") or "") for e in paths}
        assert found == painted(answer), answer.selection
        assert re.findall(r"(?:href|src)=|https?://(?!www\.w3\.org/2000/svg)", picture) == []
        assert not any(SPOILT.search(e.text or "") for e in root.iter(f"{SVG}tspan"))


# What is hidden


def test_hidden_absent_zero_and_unreliable_places_are_four_different_things(black: Answer) -> None:
    """Barnstable 0, Berkshire 5 deaths, Bristol, Dukes and Essex hidden, Nantucket not available."""
    colours, kinds = painted(black), {e["data-id"]: e.classes - {"place"} for e in options(black)}
    assert [colours[g] for g in ("25001", "25005", "25007", "25009", "25019")] == [
        ZERO, HIDDEN, HIDDEN, HIDDEN, NOT_AVAILABLE,
    ]  # fmt: skip
    assert [kinds[g] for g in ("25001", "25003", "25005", "25019", "25027")] == [
        {"zero"}, {"unreliable"}, {"suppressed"}, {"not-available"}, set(),
    ]  # fmt: skip
    assert [e["data-id"] for e in drawn(black).every("path", fill="url(#map-dots)")] == ["25003"]
    assert legend_counts(black) == {"zero": 1, "suppressed": 3, "not_available": 1, "unreliable": 1}
    assert "10 of 14 counties shown, 3 hidden, 1 not available (fewer than 10 deaths)." in text(legend(black))


def test_patterns_are_of_the_map_that_uses_them(black: Answer) -> None:
    """Two maps of a page have their own: ids are unique, and each url(#…) is one of the same map's."""
    maps = [str(map_markup(black)), str(small_map(black, "one")), str(small_map(black, "two"))]
    ids = [i for made in maps for i in re.findall(r' id="([^"]+)"', made)]
    assert len(ids) == len(set(ids))
    for made in maps:
        used = set(re.findall(r"url\(#([^)]+)\)", made))
        assert {pattern.rpartition("-")[2] for pattern in used} == {"hatch", "lines", "dots"}
        assert used <= set(re.findall(r'<pattern id="([^"]+)"', made))


def test_hidden_places_are_named_and_labelled_without_a_number(black: Answer) -> None:
    said = {e["data-id"]: e["aria-label"] for e in options(black)}
    assert said["25005"] == "Bristol County\nThe figure is hidden (fewer than 10 deaths)"
    assert said["25019"].startswith("Nantucket County\nThe figure is not available (")
    labels = {e.text for e in drawn(black).every("span", class_="map-label")}
    missing = {e.text for e in drawn(black).every("span", class_="missing")}
    assert missing == {"Bristol hidden", "Dukes hidden", "Essex hidden", "Nantucket"}
    assert len(labels) == 14
    assert not any(DIGIT.search(label) for label in missing)
    in_picture = {"".join(t.itertext()) for t in ElementTree.fromstring(map_svg(black)).iter(f"{SVG}text")}
    assert {"Bristolhidden", "Dukeshidden", "Essexhidden", "Nantucket"} <= in_picture


def test_a_hidden_count_is_nowhere_in_any_view(ask: Asked) -> None:
    """In every view the only counts of deaths are those that were published, and none of them is the hidden one."""
    counts = re.compile(r"(\d+) deaths")
    for place in ("", "bristol-county", "suffolk-county"):
        for view in ("map", "trend", "groups", "table"):
            answer = ask(**BLACK, place=place, view=view)
            sent = raw(panels(answer, PATH)) + map_svg(answer) + small_map(answer, "small")
            assert str(HIDDEN_DEATHS) not in counts.findall(sent.replace(",", ""))
            assert f">{HIDDEN_DEATHS}.0<" not in sent
            assert re.search(r"\b7\.0 per 100,000", sent) is None


def test_a_leaked_interval_or_count_of_a_hidden_row_would_still_not_be_shown(black: Answer) -> None:
    """The frames never carry one; if a fault gave them one, what has no value shows no other figure either."""
    figures = {"ci_low": 7654321.5, "ci_high": 7654321.5, "numerator": 7654321.0}
    leaking = Rows(row._replace(**figures) if row.status == "suppressed" else row for row in black.places)
    assert sum(row.numerator == 7654321.0 for row in leaking) == 3
    leak = replace(black, places=leaking)
    for view in ("map", "trend", "groups", "table"):
        shown = replace(leak, selection=replace(leak.selection, view=view))
        sent = raw(panels(shown, PATH)) + map_svg(shown) + small_map(shown, "small")
        assert "7654321" not in sent.replace(",", "")


# Colours and classes


def test_the_mockups_counties_have_its_classes_and_labels(ask: Asked) -> None:
    answer = ask(indicator="example_screening", classes="period")
    colours = painted(answer)
    expected = [4, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]
    assert [CLASSES[5].index(colours[g]) for g in SCREENED] == expected
    assert {colours[g] for g in COUNTIES[11:]} == {NOT_AVAILABLE}
    said = text(legend(answer))
    assert "30.6% 39.1% 57.7% 59.4% 72.9% 79.6% 2 counties 2 2 2 3" in said
    assert "State 60.0%" in said
    heard = [e.text for ul in elements(to_html(legend(answer))).every("ul") for e in ul.every("li")]
    assert heard == [
        "30.6% to 39.1%: 2 counties", "39.1% to 57.7%: 2 counties", "57.7% to 59.4%: 2 counties",
        "59.4% to 72.9%: 2 counties", "72.9% to 79.6%: 3 counties", "Not available: 3 counties",
    ]  # fmt: skip
    labels = [e.text for e in drawn(answer).every("span", class_="map-label")]
    assert "Barnstable 79.6%" in labels
    assert len(labels) == 14


def test_classes_of_a_period_are_made_of_the_places_in_view(black: Answer) -> None:
    """24, 30, 36, 45, 60, 75, 90 and 120 in fifths: bounds at the values of place 0, 1, 3, 4 and 6, and the last.

    The unreliable 5 is in none of them: it would be the end of the scale.
    """
    found = classes(black)
    assert found is not None
    assert found.bounds == (24.0, 30.0, 45.0, 60.0, 90.0, 120.0)
    assert found.counts == (1, 2, 1, 2, 2)


def test_classes_of_all_groups_are_made_of_every_reliable_figure_that_can_be_chosen(ask: Asked) -> None:
    """Of 100 figures, 70 − 1 are those of everyone in five years: 64 times 30 and five times 60; so only 30 parts them.

    Black residents' eight from 24 to 120 count twice, as do Barnstable's 30 for White residents; Berkshire's 5 do not.
    """
    answer = ask(**BLACK, classes="all")
    found = classes(answer)
    assert found is not None
    assert len(answer.class_values) == 5 * 14 - 1 + 2 * 8 + 2 + 13
    assert found.bounds == (24.0, 30.0, 120.0)
    assert found.counts == (1, 7), "Franklin; the seven from Hampden on"


def test_classes_are_made_of_every_period_of_the_group_in_view(ask: Asked) -> None:
    """Black residents' eight figures in two periods, and so in fifths as those of one."""
    answer, own = ask(**BLACK), ask(**BLACK, classes="period")
    shown = [row.value for row in own.places if row.status == "reported" and row.value != 0]
    assert sorted(answer.group_values) == sorted(2 * shown)
    assert max(classes(answer).bounds) == max(answer.group_values), "an unreliable figure is no end of the scale"


def tied(values: list[float], bounds: tuple[float, ...]) -> bool:
    """Whether one value is so common that no class could hold fewer."""
    return Counter(values).most_common(1)[0][1] >= 0.6 * len(values)


def test_no_county_map_of_a_group_has_most_of_its_places_in_one_color(ask_published: Asked) -> None:
    """Over all of them: of six places or more with a reliable figure, fewer than 60 % share a class, unless tied."""
    catalog, maps = ask_published.catalog, 0
    for indicator in catalog.indicators:
        for dimension in catalog.dimensions(indicator, "county"):
            for group in [] if dimension == OVERALL else catalog.strata(indicator, dimension, "county"):
                for period in catalog.periods(indicator, "county", dimension, group):
                    answer = ask_published(
                        indicator=indicator, level="county", by=dimension, group=group, period=period.slug
                    )
                    values = [row.value for row in answer.places if row.status == "reported" and row.value != 0]
                    found = classes(answer)
                    if found is None or len(values) < 6 or tied(values, found.bounds):
                        continue
                    maps += 1
                    assert max(found.counts) < 0.6 * len(values), (answer.selection.query(), found)
    assert maps > 100


def test_the_same_colour_means_the_same_in_every_period_and_group(ask_published: Asked) -> None:
    """All that the rail's group radios and period slider lead to have the bounds of the view they were used in."""
    compared = 0
    for question in {
        (a.selection.indicator, a.selection.level, a.selection.breakdown) for a in ask_published.sample[::6]
    }:
        first, _ = parse_query(dict(zip(("indicator", "level", "by"), question, strict=True)), ask_published.catalog)
        siblings = sibling_selections(first, ask_published.catalog)
        found = [ask_published.answers.to(replace(s, classes="all")) for s in siblings]
        bounds = {own.bounds for answer in found if (own := classes(answer)) is not None}
        assert len(bounds) <= 1, question
        colours: dict[float, str] = {}
        for answer in found:
            for row, colour in zip(answer.places, fills(answer), strict=True):
                if row.status == "reported":
                    assert colours.setdefault(row.value, colour) == colour, (question, row.value)
        compared += len(found) > 1
    assert compared > 10


def test_classes_of_this_period_differ_where_the_figures_do(ask_published: Asked) -> None:
    words = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh"}
    periods = [
        p.slug for p in ask_published.catalog.periods(words["indicator"], "county", "race_ethnicity", "black_nh")
    ]
    ends = (min(periods), max(periods))
    early, late = (classes(ask_published(**words, period=p, classes="period")) for p in ends)
    steady = [classes(ask_published(**words, period=p)) for p in ends]
    assert early is not None
    assert late is not None
    assert early.bounds != late.bounds
    assert steady[0] is not None
    assert steady[1] is not None
    assert steady[0].bounds == steady[1].bounds
    assert steady[0].counts != steady[1].counts


def test_the_colors_of_a_group_mean_the_same_in_every_period(ask_published: Asked) -> None:
    words = {"indicator": "drug_overdose_deaths", "level": "county", "by": "race_ethnicity", "group": "black_nh"}
    periods = ask_published.catalog.periods(words["indicator"], "county", "race_ethnicity", "black_nh")
    bounds = {classes(ask_published(**words, period=p.slug)).bounds for p in periods}
    assert len(periods) > 1
    assert len(bounds) == 1
    assert bounds != {classes(ask_published(**{**words, "group": "white_nh"})).bounds}, "another group has its own"


def test_a_class_of_one_value_says_its_value_once() -> None:
    """Made up: four counties that are written alike, alone and beside another class."""
    alone = Legend((LegendClass("#fff", "22.3", "22.3", 4),), ())
    row = elements(to_html(html.Div(legend_row(alone, str))))
    assert [e.text for e in row.every("span", class_="legend-bound")] == ["22.3"]
    assert [e.text for e in elements(to_html(spoken(alone, str))).every("li")] == ["22.3: 4"]
    assert legend_svg(alone, 400).count("22.3") == 1
    two = Legend((LegendClass("#fff", "22.3", "22.3", 4), LegendClass("#000", "22.3", "30.1", 5)), ())
    assert [e.text for e in elements(to_html(spoken(two, str))).every("li")] == ["22.3: 4", "22.3 to 30.1: 5"]
    assert two.bounds == ["22.3", "22.3", "30.1"], "a bound stands under each joint"


def test_no_published_map_says_a_class_from_a_value_to_itself(ask_published: Asked) -> None:
    for answer in ask_published.sample:
        found = legend_of(answer)
        for line in elements(to_html(spoken(found, str))).every("li"):
            low, _, high = line.text.rpartition(":")[0].partition(" to ")
            assert low != high, (answer.selection, line.text)


def test_the_legend_says_what_its_classes_are_made_of_and_offers_the_other_kind(ask: Asked) -> None:
    kinds = {kind: ask(**BLACK, classes=kind) for kind in ("group", "all", "period")}
    said = {kind: elements(to_html(legend(answer))) for kind, answer in kinds.items()}
    begins = {
        "group": "Colors range over Black residents, in every period.",
        "all": "The colors mean the same in every period and group.",
        "period": "Each color holds about the same number of counties of this map.",
    }
    for kind, made in said.items():
        shown, chosen = made.every("p", class_="legend-words")
        assert "shown" in shown.text
        assert chosen.text == begins[kind], "what is chosen is said under the choice"
        radios = made.every("input", type="radio")
        assert [r["id"].removeprefix("classes-") for r in radios if "checked" in r.attributes] == [kind]
        # An old address with classes of one map still works, and only there is that a choice.
        assert len(radios) == (3 if kind == "period" else 2)
        assert {r["id"]: r["value"] for r in radios} == {
            f"classes-{k}": kinds[k].selection.query() for k in begins if k != "period" or kind == "period"
        }


def test_where_there_is_one_group_nothing_is_chosen_about_colors(ask: Asked) -> None:
    made = elements(to_html(legend(ask(indicator="example_screening"))))
    assert made.every("input") == []


def test_figures_of_the_state_alone_have_no_words_about_classes(ask: Asked) -> None:
    answer = ask(indicator="example_deaths", level="state", by="overall")
    assert elements(to_html(legend(answer))).every("p", class_="legend-words") == []
    assert "legend-" not in raw(panels(answer, PATH)), "and no legend: one colour needs none"


# Counts

COUNTS = {"indicator": "opioid_overdose_death_counts", "level": "municipality"}
_CIRCLE = re.compile(r'<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"')


def test_counts_are_circles_whose_area_is_the_count_and_never_colors(ask_published: Asked) -> None:
    """Colors of counts would be a map of how many people live in a place."""
    seen = 0
    for answer in ask_published.sample:
        if answer.indicator.measure != "count":
            continue
        seen += 1
        assert classes(answer) is None
        assert not set(fills(answer)) & {colour for ramp_ in CLASSES.values() for colour in ramp_}
        counted = sorted((row.value for row in answer.places if row.has_value and row.value > 0), reverse=True)
        drawn_ = [float(r) for *_, r in _CIRCLE.findall(str(map_markup(answer)).split('class="circles"')[1])]
        radii, key = drawn_[: len(counted)], drawn_[len(counted) :]
        assert len(key) <= 2, "and those of the key"
        for value, radius in zip(counted, radii, strict=True):
            assert radius == pytest.approx(radii[0] * math.sqrt(value / counted[0]), abs=0.15), "area, not width"
    assert seen > 5


def test_the_key_says_how_large_counts_are_drawn_and_the_picture_has_the_same_circles(ask_published: Asked) -> None:
    answer = ask_published(**COUNTS)
    page, picture = str(map_markup(answer)), map_svg(answer, width=700)
    assert _CIRCLE.findall(page.split('class="circles"')[1]) == _CIRCLE.findall(picture.split('class="circles"')[1])
    (large, small) = re.findall(r'class="map-key"[^>]*>([\d.,]+)<', page)
    assert re.findall(r">([\d.,]+)</text>", picture)[-2:] == [large, small]
    most = max(*answer.group_values, *(row.value for row in answer.places if row.has_value))
    radius = {float(r) for *_, r in _CIRCLE.findall(page.split('class="circles"')[1])[-2:]}
    full = 20 * answer.shapes.frame.width / 625
    assert radius == {round(full * math.sqrt(float(n) / most), 1) for n in (large, small)}
    assert "The area of each circle is its number." in text(legend(answer))


# The chosen place, and the picture


def test_the_chosen_place_is_outlined_and_marked_in_the_list(ask: Asked, black: Answer) -> None:
    chosen = ask(**BLACK, place="worcester-county")
    over = drawn(chosen).every("g", class_="over")[0]
    assert [(e.get("class"), e["data-id"]) for e in over.every("path")][-2:] == [("casing", "25027"), ("ring", "25027")]
    assert [e["data-place"] for e in options(chosen) if e["aria-selected"] == "true"] == ["worcester-county"]
    assert [e for e in options(black) if e["aria-selected"] == "true"] == []
    assert drawn(black).every("path", class_="ring") == []
    assert to_html(ranking(chosen, PATH)).count('aria-current="true"') == 1
    assert 'aria-current="true"' not in to_html(ranking(black, PATH))


def test_the_map_is_a_list_to_choose_from_that_says_what_it_shows(black: Answer) -> None:
    (made,) = drawn(black).every("svg")
    assert (made["role"], made["tabindex"]) == ("listbox", "0")
    assert made["aria-label"] == "Counties", "what the map shows is the caption's to say, once"
    assert [e["role"] for e in drawn(black).every("g", class_="places")] == ["none"], "options are the list's own"
    assert drawn(black).every("div", class_="map-canvas")[0]["data-shapes"] == (
        f"/shapes/county.json?v={content_version(black.catalog.version)}"
    )
    assert all(e["aria-hidden"] == "true" for e in drawn(black).every("div", class_="map-labels"))


def test_hovering_a_place_says_what_its_row_says(black: Answer) -> None:
    """Worcester: 120 of 100,000, Garwood's interval 99.5 to 143.5; 120 / 64.29 = 1.87 times the state."""
    said = {e["data-place"]: e["aria-label"].split("\n") for e in options(black)}
    *figures, rank, verdict = said["worcester-county"]
    assert figures == ["Worcester County", "120.0 per 100,000", "95% interval 99.5–143.5", "120 deaths among 100,000"]
    assert "of 8 counties" in rank, "Franklin, Hampden, Hampshire, Middlesex, Norfolk, Plymouth, Suffolk, Worcester"
    assert verdict == "Higher than the state, 1.9 times"
    assert said["berkshire-county"][4] == "Unreliable: few events or a very wide interval"


def test_the_picture_outlines_the_chosen_place_and_has_labels_unless_told_not_to(ask: Asked) -> None:
    answer = ask(**BLACK, place="worcester-county")
    assert answer.shapes is not None
    own = answer.shapes.places["25027"].path
    root = ElementTree.fromstring(map_svg(answer))
    strokes = [e.get("stroke") for e in root.iter(f"{SVG}path") if e.get("d") == own and e.get("fill") == "none"]
    assert strokes == [PAPER, INK], "a light line below a dark one"
    assert [e.get("stroke") for e in root.iter(f"{SVG}path") if e.get("d") == answer.shapes.coast] == [EDGE]
    assert len(list(root.iter(f"{SVG}text"))) == 14
    bare = ElementTree.fromstring(map_svg(answer, labelled=False))
    assert list(bare.iter(f"{SVG}text")) == []
    assert [e for e in bare.iter(f"{SVG}line") if e.get("class") == "leader"] == []
    assert [e for e in root.iter(f"{SVG}line") if e.get("class") == "leader"] != [], "Suffolk's label stands in the sea"


def test_the_list_is_highest_first_with_doubtful_places_apart(black: Answer) -> None:
    written = to_html(ranking(black, PATH))
    keys = [k.removesuffix("-county") for k in re.findall(r'data-key="([^"]+)"', written)]
    assert keys == [
        "worcester", "suffolk", "plymouth", "norfolk", "middlesex", "hampshire", "hampden", "franklin",
        "berkshire", "barnstable", "bristol", "dukes", "essex", "nantucket",
    ]  # fmt: skip
    assert written.index("† Unreliable") < written.index('data-key="berkshire-county"')
    assert written.index('data-key="franklin-county"') < written.index("† Unreliable")


def test_a_small_map_is_a_picture_with_its_name_and_without_choices(black: Answer) -> None:
    made = elements(small_map(black, "group-black"))
    (svg,) = made.every("svg")
    assert (svg["role"], svg["id"], svg["aria-label"]) == ("img", "group-black", map_text(black))
    assert "tabindex" not in svg.attributes
    assert made.every("path", role="option") == []
    places = made.every("path", class_="place")
    assert [colour_of(e["fill"], "group-black") for e in places] == list(fills(black))
    assert made.every("span", class_="map-label") == []


@pytest.mark.parametrize(
    ("width", "size", "height", "names"),
    [
        pytest.param(494, 14, 34, True, id="beside the list at 1200 px: names over figures"),
        pytest.param(288, 13, 12, False, id="on the narrowest phone: figures alone, as high as their digits"),
    ],
)
def test_labels_stand_on_the_map_and_none_touches_another(
    ask_published: Asked, width: int, size: int, height: int, names: bool
) -> None:
    """In pixels of a map of this width, in a typeface a fifth wider than ours: a browser may lack it, or space it."""
    answers = [
        ask_published(indicator="opioid_overdose_deaths", level="eohhs_region", group="all", by=OVERALL),
        *(a for a in ask_published.sample if a.selection.level == "county"),
    ]
    figures = 0
    for answer in answers:
        assert answer.shapes is not None
        high = width * answer.shapes.frame.height / answer.shapes.frame.width
        boxes = []
        for label in drawn(answer).every("span", class_="map-label"):
            found = re.fullmatch(r"left:([\d.]+)%;top:([\d.]+)%", label["style"])
            assert found is not None
            x, y = (float(part) / 100 * side for part, side in zip(found.groups(), (width, high), strict=True))
            assert 0 < x < width * 0.95, label.text
            assert 0 < y < high * 0.98, label.text
            name, _, said = label.text.rpartition(" ") if " " in label.text else (label.text, "", "")
            if not names and "missing" in label.classes:
                continue
            wide = 1.2 * max(length(said, size, bold=True), length(name, size) if names else 0)
            left = x if "beside" in label.classes else x - wide / 2
            boxes.append((left, left + wide, y, label.text))
            figures += 1
        for i, (left, right, y, name) in enumerate(boxes):
            for other_left, other_right, other_y, other in boxes[:i]:
                apart = left > other_right or other_left > right or abs(y - other_y) >= height
                assert apart, (answer.selection, name, other)
    assert figures > 100


@pytest.mark.parametrize("slug", OUTSIDE)
def test_labels_in_the_sea_are_off_every_shape(ask_published: Asked, slug: str) -> None:
    """Their ink is dark and their place outside the outline, seen by casting a ray along the path."""
    shapes = ask_published.answers.shapes("state")
    x, y = shapes.frame.point(*OUTSIDE[slug])
    crossings = 0
    for ring in outline(shapes.coast):
        for (x0, y0), (x1, y1) in pairwise([*ring, ring[0]]):
            if (y0 > y) != (y1 > y) and x < x0 + (y - y0) / (y1 - y0) * (x1 - x0):
                crossings += 1
    assert crossings % 2 == 0, "an even number of borders: outside"


@pytest.mark.parametrize(("number", "said"), [(1, r"\b1 death\b(?!s)"), (2, r"\b2 deaths\b")])
def test_over_the_map_one_death_is_one_death(ask_published: Asked, number: int, said: str) -> None:
    words = {"indicator": "opioid_overdose_deaths_by_place_of_death", "level": "municipality", "view": "map"}
    town = next(row for row in ask_published(**words).places.with_value() if row.value == number)
    assert re.search(rf"{re.escape(town.name)} {said}", text(panels(ask_published(**words, place=town.slug), PATH)))
