"""Each sentence of what Explore promises a reader, walked as a person would: look, find, understand.

What a width can change is walked at three; what is said is the same at each, and is read at one.
"""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.explore import (
    ISSUE,
    TOWNS,
    asked,
    choices,
    drawn,
    hold,
    is_phone,
    place_link,
    point_at,
    press_place,
    reaches,
    shapes,
    tab,
    visit,
    words,
)
from tests.browser.page_checks import TABLET, settle
from tests.browser.walk import COUNTY, SHARED, TARGET, ask, at_one_width, at_three_widths, careful, go, panel

# Looking

# Seen from inside the page: a machine that tests may look at it too late from outside.
_PLAY_TO_THE_NEXT = """
() => new Promise(done => {
  const shown = () => document.getElementById('period-now')?.textContent;
  const before = shown(), began = performance.now();
  new MutationObserver((_, watch) => {
    if (!shown() || shown() === before) return;
    watch.disconnect();
    done([shown(), performance.now() - began]);
  }).observe(document.body, {childList: true, characterData: true, subtree: true});
  document.getElementById('play-periods').click();
})
"""


@at_three_widths
def test_looking_at_one_view(page: Page, width: int) -> None:
    visit(page, COUNTY)
    hold(page)
    period_and_group_under_the_finger(page)
    playing_respects_less_motion(page)
    extremes(page)
    unknowns(page)


def period_and_group_under_the_finger(page: Page) -> None:
    """The period slider and the group switch repaint the map without a request to the server."""
    bounds = page.locator(".legend-bound").all_inner_texts()
    with asked(page) as requests:
        painted = [shapes(page)]
        page.get_by_role("slider", name="Period").focus()
        page.keyboard.press("ArrowLeft")
        reaches(page, period="2020-2022")
        painted.append(shapes(page))
        # The colors of a group stay the same over periods so that change is seen as change …
        assert page.locator(".legend-bound").all_inner_texts() == bounds
        with choices(page) as rail:
            rail.locator(".form-check-label").filter(has_text="Hispanic").click()
            reaches(page, group="hispanic")
        painted.append(shapes(page))
    assert requests == []
    assert painted[0] != painted[1] != painted[2]
    # … and those of another group are its own, and say so.
    assert page.locator(".legend-bound").all_inner_texts() != bounds
    expect(page.locator(".legend-words.chosen")).to_contain_text(
        "Colors range over Hispanic residents, in every period."
    )


@at_one_width
def test_the_colors_range_over_the_group_until_the_reader_says_otherwise(page: Page) -> None:
    """… a switch to “all groups, all years”."""
    visit(page, COUNTY)
    bounds = page.locator(".legend-bound").all_inner_texts()
    page.get_by_role("radio", name="all groups, all years").click()
    reaches(page, classes="all")
    assert page.locator(".legend-bound").all_inner_texts() != bounds
    assert page.evaluate("document.activeElement.id") == "classes-all"
    page.get_by_role("radio", name="this group, all years").click()
    reaches(page, classes="")
    assert page.locator(".legend-bound").all_inner_texts() == bounds


def playing_respects_less_motion(page: Page) -> None:
    """Play button, reduced-motion respected."""
    page.emulate_media(reduced_motion="reduce")
    play = page.locator("#play-periods")
    page.get_by_role("slider", name="Period").press("Home")
    reaches(page, period="2018-2020")
    period, waited = page.evaluate(_PLAY_TO_THE_NEXT)
    assert period == "2020–22"
    assert waited > 2400, "without the wish for less motion it takes 1200 ms"
    expect(play).to_have_attribute("aria-pressed", "true")
    play.click()
    expect(play).to_have_attribute("aria-pressed", "false")
    expect(page).to_have_url(re.compile(r"period=202[01]-202[23]"))
    page.emulate_media(reduced_motion="no-preference")
    visit(page, COUNTY)


def extremes(page: Page) -> None:
    """The highest and lowest places with their intervals, and the caution that ranks overlap."""
    said = page.locator(".extremes")
    expect(said).to_contain_text("Hampden County, 79.6 (63.8 to 98.1), whose rank could be 1st to 5th")
    expect(said).to_contain_text("Norfolk County, 30.6 (23.0 to 40.1), whose rank could be 9th to 11th")
    expect(said).to_contain_text("Do not read the order as certain.")


def unknowns(page: Page) -> None:
    """What share has no race recorded, how many places are hidden, who lives there: a small figure of its own."""
    own = page.get_by_role("heading", name="What is not known")
    expect(own).to_be_visible()
    expect(page.locator(".unknown-squares")).to_be_visible()
    assert page.locator(".unknown-squares .suppressed").count() == 14 - 11
    expect(page.locator(".unknown").first).to_contain_text(
        re.compile(r"3 of 14 counties are hidden\. \d+\.\d% of the state’s Black residents live there")
    )
    expect(page.locator(".unknown").nth(1)).to_contain_text("for what share race and ethnicity are not recorded")


@at_one_width
def test_looking_at_several_things_at_once(page: Page) -> None:
    visit(page, COUNTY.replace("view=map", "view=multiples"))
    small_multiples(page)
    go(page, "compare")
    compare(page)


def small_multiples(page: Page) -> None:
    """One map per group on one scale; one trend per place or per group; the same for periods."""
    for name, each, number in (
        ("One map for each group", "group", 7),
        ("One map for each period", "period", 3),
        ("One trend for each group", "group_trend", 7),
        ("One trend for each county", "place_trend", 14),
    ):
        page.get_by_role("link", name=name).click()
        expect(page.locator(".each-choice[aria-current]")).to_have_attribute("data-key", f"each-{each}")
        drawn(page)
        assert page.locator(".multiple").count() >= number
        scales = page.locator(".multiple").evaluate_all(
            "all => all.map(one => [...one.querySelectorAll('svg.strip text, .values')].map(end => end.textContent))"
        )
        assert scales[0] != []
        assert [scale for scale in scales if scale not in ([], scales[0])] == [], "on one scale"


def compare(page: Page) -> None:
    """A place with the state and with its peers, two places, two indicators: on one scale, with intervals, tested."""
    reading = page.locator(".view-reading")
    expect(reading).to_contain_text(
        "Hampden County 79.6 per 100,000 (63.8 to 98.1) is higher than Massachusetts 54.1 (50.5 to"
    )
    beside = page.get_by_label("Compare Hampden County with")
    peers = beside.locator("option").filter(has_text="(close in size)").all_inner_texts()
    assert len(peers) == 5
    beside.select_option(label="Worcester County")
    reaches(page, **{"with": "worcester-county"})
    expect(reading).to_contain_text(
        "Hampden County 79.6 per 100,000 (63.8 to 98.1) is higher than Worcester County 50.0"
    )
    expect(page.locator("#compared-trend-text")).to_contain_text("Worcester County")
    beside.select_option(label=peers[0])
    expect(page.locator("h1")).to_contain_text(peers[0].split(" (")[0])
    drawn(page)
    page.get_by_label("Or set another indicator beside it").select_option(
        label="Life and circumstances: Life expectancy at birth"
    )
    reaches(page, **{"with": "life_expectancy"})
    expect(page.locator("h1")).to_have_text(
        "Drug overdose deaths, 79.6 per 100,000, and life expectancy at birth, 71.4 years, in Hampden County"
    )
    expect(reading).to_contain_text("No test is made between two indicators")


@at_one_width
def test_looking_beside_and_over_time(page: Page) -> None:
    visit(page, SHARED)
    shares(page)
    visit(page, TARGET)
    benchmark_and_target(page)
    visit(page, COUNTY.replace("view=map", "view=trend"))
    verdicts_breaks_and_provisional_points(page)


def shares(page: Page) -> None:
    """A group's share of events beside its share of the population."""
    expect(page.locator(".share-words")).to_have_text(
        re.compile(
            r"^Black infants are 10\.\d% of infants and 14\.\d% of low-birthweight births \(14\.\d% to 15\.\d%\)"
        )
    )
    for kind in ("people", "events"):
        of = page.locator(f".share-line.{kind} .share-value").evaluate_all(
            "all => all.map(one => parseFloat(one.textContent))"
        )
        assert abs(sum(of) - 100) < 0.05 * len(of) + 0.01, "the shares of one whole, each rounded"
    expect(page.locator(".unknown").filter(has_text="Race or ethnicity is not recorded for")).to_contain_text("2.2%")
    # Benchmark: state, nation where the source has it, best group.
    for name in (
        "State, all infants",
        "United States, Black infants",
        "Lowest of the groups, Massachusetts: White infants",
    ):
        expect(page.locator(".benchmark-list")).to_contain_text(name)


def benchmark_and_target(page: Page) -> None:
    """A target line where the indicator has a published one: Healthy People 2030 SU-03, 20.7 per 100,000."""
    expect(page.locator(".benchmark-list")).to_contain_text(
        "Target for 2030, whole country (Healthy People 2030, SU-03)"
    )
    label = page.locator(".trend-figure .note").filter(has_text="Target for 2030 20.7")
    expect(label).to_have_count(1)
    described = "chart => JSON.parse(chart.dataset.figure).layout.shapes.map(line => [line.y0, line.y1])"
    lines = page.locator(".trend-figure .chart").evaluate(described)
    assert [20.7, 20.7] in lines
    assert "The state’s figure is above the target for 2030, 20.7." in panel(page)
    expect(page.locator(".trend-figure .note").filter(has_text="2023: 33.7*")).to_have_count(1)


def verdicts_breaks_and_provisional_points(page: Page) -> None:
    """Trend verdicts, breaks and provisional points drawn and said."""
    said = panel(page)
    assert "Massachusetts, all residents: no clear change since 2016" in said
    assert "Break in 2021, the dotted upright line:" in said
    assert "* 2023 is provisional." in said
    marks = page.locator(".trend-figure .note")
    for drawn_too in ("break in 2021", "34.2*"):
        expect(marks.filter(has_text=drawn_too)).to_have_count(1)


# Finding


@at_three_widths
def test_finding(page: Page, width: int) -> None:
    page.goto("/methods")
    settle(page)
    search_forgives_spelling(page)
    visit(page, ISSUE.replace("level=county", "level=municipality"))
    a_choice_without_data_is_explained(page)
    choosing_is_one_act(page)


def search_forgives_spelling(page: Page) -> None:
    """Search over indicators, places and topics that forgives spelling, by keyboard, from any page."""
    page.keyboard.press("/")
    for typed, first in (
        ("heart atack", "Heart attacks, people in Medicare"),
        ("woburn", "Woburn"),
        ("maternl and infant helth", "Maternal and infant health"),
        ("opiod", "Opioid overdose deaths"),
    ):
        page.keyboard.press("Control+A")
        ask(page, typed)
        expect(page.locator("#search-list .search-title").get_by_text(first, exact=True).first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/explore\?indicator=opioid_overdose"))
    drawn(page)


@at_one_width
def test_what_there_is_stands_before_the_choice(page: Page) -> None:
    """Indicators grouped by topic, with what is available at which level visible before choosing."""
    page.goto("/search")
    settle(page)
    topics = page.get_by_role("heading", level=2).all_inner_texts()
    assert {"Overdose", "Maternal and infant health"} <= set(topics)
    listed = page.locator(".search-results li")
    assert all(listed.locator(".search-detail").all_inner_texts())
    expect(listed.filter(has_text="Drug overdose deaths").first).to_contain_text(
        "State, counties · by race and ethnicity"
    )


def a_choice_without_data_is_explained(page: Page) -> None:
    """A choice that has no data is explained and the nearest that has data offered."""
    expect(page.locator("#explore-notices")).to_contain_text(
        "Drug overdose deaths: no figures by city or town, only for"
    )
    expect(page.locator(".map-figure .place")).to_have_count(14)
    with choices(page) as rail:
        way = rail.locator("#choose-indicator option:checked .option-detail")
        assert "counties" in (way.text_content() or "")
        rail.get_by_role("link", name="For cities and towns: Opioid overdose deaths").click()
        reaches(page, indicator="opioid_overdose_deaths", level="municipality")


def choosing_is_one_act(page: Page) -> None:
    """Choosing on the map, in the list, in the table and by search are the same act."""

    def by_table() -> None:
        page.get_by_role("table").first.get_by_role("link", name="Suffolk County").click()

    def by_search() -> None:
        page.keyboard.press("/")
        ask(page, "sufolk county")
        expect(page.locator("#search-list .search-title").first).to_have_text("Suffolk County")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

    ways = (
        ("map", lambda: press_place(page, "suffolk-county")),
        ("map", lambda: place_link(page, "suffolk-county").click()),
        ("table", by_table),
        ("map", by_search),
    )
    reached = []
    visit(page, ISSUE)
    for view, act in ways:
        if words(page)["view"] != view:
            go(page, view)
        act()
        reaches(page, place="suffolk-county")
        reached.append({**words(page), "view": ""})
        chosen = page.locator("tr.chosen" if view == "table" else ".ranking-item[aria-current]")
        expect(chosen).to_contain_text("72.9")
        page.go_back()
        reaches(page, place="")
    assert all(one == reached[0] for one in reached)


# Understanding


@at_one_width
def test_understanding(page: Page) -> None:
    visit(page, ISSUE)
    the_title_is_the_finding(page)
    for view in ("trend", "groups", "table", "multiples", "compare"):
        go(page, view)
        careful(page)
        words_are_explained(page)
    visit(page, TOWNS)
    careful(page)


def the_title_is_the_finding(page: Page) -> None:
    """Title with the finding, subtitle with measure, unit, place and period; a few sentences made from the data."""
    expect(page.locator("h1")).to_have_text("Black residents die of overdose at 1.5 times the state rate, 2021–23")
    subtitle = page.locator(".view-subtitle")
    for part in (
        "Drug overdose deaths",
        "per 100,000 Black residents a year",
        "by county",
        "Massachusetts",
        "2021–2023",
    ):
        expect(subtitle).to_contain_text(part)
    # Level, gap, uncertainty; what is hidden stands in the legend's words, change in those of the trend.
    reading = page.locator(".view-reading")
    for part in ("54.1 of every 100,000 Black residents", "against 36.3 of all residents: 1.5 times", "50.5 to 57.7"):
        expect(reading).to_contain_text(part)
    assert round(54.1 / 36.3, 1) == 1.5
    expect(page.locator(".legend-words").first).to_contain_text("11 of 14 counties shown, 3 hidden")
    assert "Massachusetts, all residents: no clear change since 2016" in panel(page)
    careful(page)


def words_are_explained(page: Page) -> None:
    """Definitions: under every view, of what is counted and of the words that judge it."""
    notes = page.locator(".notes").first
    expect(notes).to_contain_text("Deaths of residents from a drug overdose")
    expect(notes).to_contain_text("“Hidden” means fewer than 10 events")


@at_three_widths
def test_hover_focus_and_tap_give_one_card(page: Page, width: int) -> None:
    visit(page, TOWNS)
    said = (page.locator("#map-boston").get_attribute("aria-label") or "").split("\n")
    # Place, value, interval, count and population, rank with interval, compared with the state.
    assert said[0] == "Boston"
    assert said[1] == f"{181 / 691_147 * 100_000:.1f} per 100,000"
    assert said[2] == "95% interval 22.5–30.3"
    assert said[3] == "181 deaths among 691,147"
    assert re.fullmatch(r"Ranks \d+th highest of 50 cities and towns \(could be \d+th to \d+th\)", said[4])
    assert said[5] == "Not clearly different from the state"
    amherst = page.locator("#map-amherst").get_attribute("aria-label") or ""
    assert "Unreliable: few events or a very wide interval" in amherst, "status in words"

    card = page.locator(".place-card")
    page.locator("#map").focus()
    page.keyboard.type("boston")
    assert card.locator(":scope > *").all_inner_texts() == said, "focus"
    page.keyboard.press("Escape")
    if width >= TABLET:
        point_at(page, "boston")
        expect(card).to_be_visible()
        assert card.locator(":scope > *").all_inner_texts() == said, "hover"
        page.mouse.move(2, 2)
    press_place(page, "boston")
    reaches(page, place="boston")
    readout = page.locator(".readout")
    for line in (said[0], said[1].split(" ")[0], *said[2:]):
        expect(readout, "tap").to_contain_text(line)
    assert is_phone(page) == (width < 960)
    expect(tab(page, "map")).to_have_attribute("aria-current", "page")
