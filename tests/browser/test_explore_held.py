"""Periods and groups under the finger: once the browser holds them, changing them asks the server for nothing."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.explore import (
    ISSUE,
    TOWNS,
    asked,
    at_both_widths,
    choices,
    drawn,
    focus,
    frozen,
    hold,
    mirrors,
    on_a_phone,
    place_link,
    press_place,
    reaches,
    seen,
    shapes,
    stopped,
    tab,
    visit,
)


def opened_afresh(page: Page) -> dict[str, object]:
    """The view as the server answers its address, in a tab of its own; what is read aloud is of the way there."""
    second = page.context.new_page()
    visit(second, page.url)
    found = seen(second)
    second.close()
    return {**found, "live": ""}


def slide(page: Page, to: int, *, let_go: bool) -> None:
    """Drag the period slider to a place: what a finger sends while it is down, and when it is lifted."""
    page.locator("#choose-period").evaluate(
        """(slider, [to, letGo]) => {
          slider.value = String(to);
          slider.dispatchEvent(new Event('input', {bubbles: true}));
          if (letGo) slider.dispatchEvent(new Event('change', {bubbles: true}));
        }""",
        [to, let_go],
    )


def test_the_slider_repaints_the_map_while_it_is_dragged_and_asks_for_nothing(page: Page) -> None:
    visit(page, TOWNS)
    hold(page)
    before = shapes(page)
    with asked(page) as requests:
        for period in (2, 1, 0):
            slide(page, period, let_go=False)
            now = shapes(page)
            assert now != before, f"at once, in the same task as the finger’s move, to {period}"
            before = now
            assert page.locator(".map-canvas").get_attribute("data-drawn") == ""
        expect(page.locator("#period-now")).to_have_text("2014")
        expect(page.locator(".view-subtitle")).to_contain_text("2014")  # the rest follows when the finger rests
        assert "period=2018" in page.url, "the address waits for the finger to be lifted"
        slide(page, 0, let_go=True)
        reaches(page, period="2014")
    assert requests == []
    mirrors(page)
    assert {**seen(page), "live": ""} == opened_afresh(page)


def test_the_slider_stays_under_a_finger_that_rests_on_its_way(page: Page) -> None:
    visit(page, TOWNS)
    hold(page)
    page.locator("#choose-period").scroll_into_view_if_needed()
    box = page.locator("#choose-period").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] - 6, middle)
    page.mouse.down()
    for share, year in ((0.75, "2017"), (0.5, "2016"), (0.25, "2015"), (0.5, "2016")):
        page.mouse.move(box["x"] + box["width"] * share, middle, steps=4)
        expect(page.locator("#period-now")).to_have_text(year)
        expect(page.locator(".view-subtitle")).to_contain_text(year)  # it rests until the page has followed
        drawn(page)
    page.mouse.up()
    reaches(page, period="2016")
    mirrors(page)


@at_both_widths
def test_a_group_is_changed_without_a_request(page: Page, phone: bool) -> None:
    visit(page, ISSUE + "&place=hampden-county")
    hold(page)
    with asked(page) as requests, choices(page) as rail:
        for label, group in (("Hispanic", "hispanic"), ("White", "white_nh"), ("All residents", "all")):
            rail.locator(".form-check-label").filter(has_text=re.compile(f"^{label}")).click()
            reaches(page, group=group)
            mirrors(page)
            assert focus(page)["checked"]
    assert requests == []
    assert {**seen(page), "live": ""} == opened_afresh(page)


@pytest.mark.parametrize("view", ["trend", "groups", "table"])
def test_the_other_views_change_their_group_without_a_request_too(page: Page, view: str) -> None:
    visit(page, ISSUE.replace("view=map", f"view={view}"))
    hold(page)
    with asked(page) as requests:
        page.locator("#choose-group input:checked").focus()
        page.keyboard.press("ArrowDown")
        reaches(page, group="hispanic")
    assert requests == []
    assert {**seen(page), "live": ""} == opened_afresh(page)


def test_back_and_forward_restore_what_was_seen_without_a_request(page: Page) -> None:
    visit(page, TOWNS)
    hold(page)
    story = [seen(page)]
    page.get_by_role("slider", name="Period").focus()
    for year in ("2017", "2016"):
        page.keyboard.press("ArrowLeft")
        reaches(page, period=year)
        story.append(seen(page))
    with asked(page) as requests:
        for before in (story[1], story[0]):
            page.go_back()
            reaches(page, period=before["address"]["period"])
            assert seen(page) == before
            mirrors(page)
        page.go_forward()
        reaches(page, period="2017")
        assert seen(page) == story[1]
    assert requests == []


@pytest.mark.own_context
def test_playing_begins_anew_after_the_last_period_and_stops_at_it(page: Page) -> None:
    now = page.locator("#period-now")
    with frozen(page, TOWNS), asked(page) as requests:
        page.locator("#play-periods").click()
        expect(page.locator("#play-periods")).to_have_attribute("aria-pressed", "true")
        shown = [now.inner_text()]
        for _ in range(4):
            expect(page.locator("#play-periods")).to_have_attribute("aria-pressed", "true")
            page.clock.run_for(1200)
            shown.append(now.inner_text())
        assert shown == ["2014", "2015", "2016", "2017", "2018"]
        page.clock.run_for(1500)
        expect(page.locator("#play-periods")).to_have_attribute("aria-pressed", "false")
        expect(now).to_have_text("2018")
    assert requests == []
    assert "period=2018" in page.url


@pytest.mark.own_context
def test_playing_is_slower_for_readers_who_asked_for_less_motion(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    now = page.locator("#period-now")
    with frozen(page, TOWNS):
        page.locator("#play-periods").click()
        expect(now).to_have_text("2014")
        page.clock.run_for(2400)
        expect(now).to_have_text("2014")
        page.clock.run_for(200)
        expect(now).to_have_text("2015")


@pytest.mark.own_context
def test_playing_stops_where_it_is_when_the_button_or_escape_is_pressed(page: Page) -> None:
    page.clock.install()
    visit(page, TOWNS.replace("period=2018", "period=2014"))
    button = page.locator("#play-periods")
    for stop in (lambda: button.click(), lambda: page.keyboard.press("Escape")):
        with stopped(page):
            button.click()
            expect(button).to_have_attribute("aria-pressed", "true")
            now = page.locator("#period-now").inner_text()
            page.clock.run_for(1200)
            expect(page.locator("#period-now")).not_to_have_text(now)
            stop()
            expect(button).to_have_attribute("aria-pressed", "false")
        drawn(page)
        mirrors(page)


def test_the_browser_asks_the_server_until_it_holds_the_view(page: Page) -> None:
    """Without the states (here they are refused) every choice is answered by the server, and the same is seen."""

    def refuse(route: Route) -> None:
        route.fulfill(status=200, content_type="application/json", body="{}")

    page.route("**/explore/states.json*", refuse)
    visit(page, ISSUE)
    with asked(page) as requests:
        page.locator("#choose-group input:checked").focus()
        page.keyboard.press("ArrowDown")
        reaches(page, group="hispanic")
    assert len([url for url in requests if "/_dash-update-component" in url]) == 1
    mirrors(page)


def test_an_answer_that_comes_late_does_not_stand_over_a_later_choice(page: Page) -> None:
    """The table is asked for, and before the server answers the reader is back on the map, which the browser holds."""
    visit(page, ISSUE)
    hold(page)
    before = seen(page)
    late: list[Route] = []
    page.route("**/_dash-update-component*", lambda route: late.append(route))
    tab(page, "table").click()
    page.wait_for_url(re.compile("view=table"))
    page.wait_for_function("() => new Promise(done => setTimeout(() => done(true), 100))")
    page.go_back()
    page.wait_for_url(re.compile("view=map"))
    assert len(late) == 1
    with page.expect_response("**/_dash-update-component*"):
        late[0].continue_()
    reaches(page, view="map")
    # The choices too: those of the table would lead whoever chooses a group back to it.
    expect(page.locator("#choose-group input:checked")).to_have_value(re.compile("view=map"))
    expect(page.locator(".view-tab[aria-current]")).to_have_attribute("data-key", "map")
    assert {**seen(page), "live": ""} == {**before, "live": ""}
    page.unroute("**/_dash-update-component*")


def test_an_address_is_drawn_once_and_waiting_for_another_is_seen(page: Page) -> None:
    """What the page came with is not asked for again; what is asked for is said to be awaited until it is drawn."""
    drawings: list[str] = []
    page.on("request", lambda sent: drawings.append(sent.url) if "explore-asked" in (sent.post_data or "") else None)
    visit(page, ISSUE.replace("view=map", "view=table"))
    answers: list[Route] = []
    page.route("**/_dash-update-component*", lambda route: answers.append(route))
    words, panels = page.locator("#awaited"), page.locator("#explore-panels")
    expect(words).to_be_hidden()
    tab(page, "trend").click()
    expect(words).to_have_text("Fetching the figures…")
    expect(panels).to_have_attribute("aria-busy", "true")
    bar = panels.evaluate("panels => getComputedStyle(panels, '::before').height")
    assert bar == "4px"
    for answer in answers:
        answer.continue_()
    reaches(page, view="trend")
    expect(words).to_be_hidden()
    expect(panels).not_to_have_attribute("aria-busy", re.compile(""))
    assert len(drawings) == 1, "the trend, and not the table that stood there"
    page.unroute("**/_dash-update-component*")


def test_choosing_a_place_after_a_change_of_period_keeps_the_period(page: Page) -> None:
    visit(page, TOWNS)
    hold(page)
    slide(page, 1, let_go=True)
    reaches(page, period="2015")
    place_link(page, "boston").click()
    reaches(page, place="boston", period="2015")
    mirrors(page)


def swipe(page: Page, x: float, y: float, up: int) -> None:
    """Drag a finger up the screen, as the browser's own input and not as an event of the page's script."""
    finger = page.context.new_cdp_session(page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for way in range(20, up + 1, 20):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x, "y": y - way}]})
        page.evaluate("() => new Promise(done => requestAnimationFrame(done))")
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@on_a_phone
def test_a_tap_chooses_and_the_page_still_scrolls_under_a_finger(page: Page) -> None:
    visit(page, ISSUE)
    press_place(page, "worcester-county")
    reaches(page, place="worcester-county")
    map_ = page.locator(".map-figure svg.map")
    assert map_.evaluate("map => getComputedStyle(map).touchAction") == "pan-x pan-y"
    map_.evaluate("map => map.scrollIntoView({block: 'center', behavior: 'instant'})")
    box = map_.bounding_box()
    assert box is not None
    before = page.evaluate("scrollY")
    swipe(page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, 200)
    page.wait_for_function(f"scrollY > {before + 100}")  # a swipe that begins on the map moves the page
    assert "place=worcester-county" in page.url, "and chooses nothing"


@pytest.mark.expects_console("Failed to load resource", "Failed to fetch", "(?i)callback (error|failed)")
@pytest.mark.parametrize("fails", ["no connection", "no worker"])
def test_a_change_that_is_not_answered_is_said_and_taken_back_by_one_that_is(page: Page, fails: str) -> None:
    visit(page, ISSUE)
    title = page.locator("h1").text_content() or ""

    def spoil(route: Route) -> None:
        if fails == "no connection":
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")

    page.route("**/_dash-update-component*", spoil)
    tab(page, "trend").click()
    expect(page.locator("#failure")).to_contain_text("did not answer")
    expect(page.locator("h1")).to_have_text(title)
    page.unroute("**/_dash-update-component*")
    for view in ("trend", "map"):  # asked again, and back to what is still on the page
        tab(page, view).click()
        reaches(page, view=view)
        expect(page.locator("#failure")).to_be_empty()


def test_the_page_stays_where_it_is_when_a_choice_draws_it_anew(page: Page) -> None:
    visit(page, ISSUE)
    hold(page)
    page.evaluate("window.scrollTo(0, 300)")
    page.locator("#choose-group .form-check-label").filter(has_text="White").click()
    reaches(page, group="white_nh")
    assert page.evaluate("window.scrollY") == 300
    page.get_by_role("slider", name="Period").focus()  # which brings it into view
    where = page.evaluate("window.scrollY")
    page.keyboard.press("Home")
    reaches(page, period="2018-2020")
    assert page.evaluate("window.scrollY") == where
