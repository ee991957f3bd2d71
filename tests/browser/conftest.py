"""The real site in a real Chromium. `make browser` chooses the browser, `make build` makes the database."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from data.settings import Settings
from tests.browser.chromium import launch
from tests.browser.page_checks import DESKTOP, TIMEOUT, watched_page
from tests.browser.server import served, tail

ARTIFACTS = Path(__file__).parent / "artifacts"
FAILED = pytest.StashKey[bool]()
SITE_LOG = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Make known the two marks that set up a page."""
    config.addinivalue_line("markers", "viewport(width, height): the size of the page, in CSS pixels")
    config.addinivalue_line("markers", "expects_console(pattern, ...): what the page's console may say")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what drives a browser, so that `-m "not browser"` is a quick run."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show the site's log beside a failure: the reason is often there."""
    report = yield
    if report.failed:
        item.stash[FAILED] = True
        log = item.config.stash.get(SITE_LOG, None)
        if log is not None and "site" in getattr(item, "fixturenames", ()):
            report.sections.append(("site log", tail(log)))
    return report


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, served by gunicorn from the built database."""
    database = Settings.from_environment().database
    assert database.exists(), f"{database} is not there: run `make build`."
    log = tmp_path_factory.mktemp("site") / "log.txt"
    request.config.stash[SITE_LOG] = log
    with served(log) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole session; each test has a context of its own in it."""
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page of the site; the test fails when the page asks another host for anything or its console complains.

    `@pytest.mark.viewport(375, 812)` sets the size; `@pytest.mark.expects_console("404")` names what may be said.
    """
    viewport = request.node.get_closest_marker("viewport")
    expected = request.node.get_closest_marker("expects_console")
    with watched_page(
        browser,
        site,
        viewport=viewport.args if viewport else DESKTOP,
        expected_console=expected.args if expected else (),
    ) as page:
        yield page
        if request.node.stash.get(FAILED, False):
            ARTIFACTS.mkdir(exist_ok=True)
            name = re.sub(r"[^\w-]+", "_", request.node.name)
            page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)
