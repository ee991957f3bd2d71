"""A page shows one release of the data: an answer of another is not drawn, and the page is loaded anew, whole."""

from __future__ import annotations

from playwright.sync_api import Page, Route, expect

from tests.browser.explore import tab, visit

OTHER = "000000000000-00000000"


def test_an_answer_of_another_release_is_not_drawn_and_the_page_is_loaded_anew(page: Page) -> None:
    page.route("**/explore/states.json*", lambda route: route.fulfill(status=204))
    visit(page, "/explore?indicator=infant_mortality&level=county&view=map")
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        answered = route.fetch()
        # The first answer is of a file that has come since, and so is the first that the new page gets.
        headers = {**answered.headers, "data-version": OTHER} if len(asked) in (1, 2) else answered.headers
        route.fulfill(response=answered, headers=headers)

    page.route("**/_dash-update-component*", answer)
    page.evaluate("window.before = true")
    tab(page, "trend").click()
    page.wait_for_function("() => window.before === undefined && document.documentElement.hasAttribute('data-taken')")
    assert "view=trend" in page.url
    assert len(asked) == 1, "the new page came whole"
    # Just loaded anew, it may have come from a server that is behind: it asks again before it is loaded once more.
    page.evaluate("window.before = true")
    tab(page, "table").click()
    expect(page.locator("#explore-panels table").first).to_be_visible()
    assert len(asked) == 3
    assert page.evaluate("window.before") is True
    assert page.evaluate("performance.getEntriesByType('navigation')[0].type") == "reload"
