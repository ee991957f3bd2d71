"""The real site in a real Chromium. `make browser` chooses the browser, `make build` makes the database."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from data.settings import Settings
from tests.browser.chromium import launch, launch_profile
from tests.browser.page_checks import DESKTOP, TABLET, TIMEOUT, options_of, watched_page, watched_tab
from tests.browser.server import served, tail
from tests.once import run_folder, used_together

ARTIFACTS = Path(__file__).parent / "artifacts"
FAILED = pytest.StashKey[bool]()
SITE_LOG = pytest.StashKey[Path]()


def pytest_configure(config: pytest.Config) -> None:
    """Make known the marks that set up a page."""
    config.addinivalue_line("markers", "viewport(width, height): the size of the page, in CSS pixels")
    config.addinivalue_line("markers", "expects_console(pattern, ...): what the page's console may say")
    config.addinivalue_line("markers", "own_context: the test changes what pages of one context share, as the clock")


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
    """The address of the site, served by gunicorn from the built database: one for all processes of a run.

    What one test has it make, it has ready for the next, whichever process runs that.
    """
    database = Settings.from_environment().database
    assert database.exists(), f"{database} is not there: run `make build`."
    folder = run_folder(tmp_path_factory)
    log = request.config.stash[SITE_LOG] = folder / "site.log"

    def start() -> AbstractContextManager[str]:
        # Which periods and groups a browser holds must not depend on how fast the machine is.
        return served(log, WEB_CONCURRENCY="1", EQUITY_PRELOAD_SECONDS="60")

    with used_together(folder / "site", start) as address:
        yield address


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives the browsers."""
    expect.set_options(timeout=TIMEOUT)
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """A Chromium for contexts that are made for one test."""
    chromium = launch(playwright)
    yield chromium
    chromium.close()


Profile = Callable[[tuple[int, int]], BrowserContext]


@pytest.fixture(scope="session")
def profile(playwright: Playwright, site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Profile]:
    """The context that tests of pages of a size share, one for mice and one for fingers.

    Compiling the page's scripts is half of opening it, and a browser with a profile compiles them once.
    """
    contexts: dict[bool, BrowserContext] = {}

    def of(viewport: tuple[int, int]) -> BrowserContext:
        touched = viewport[0] < TABLET
        if touched not in contexts:
            folder = tmp_path_factory.mktemp("profile")
            contexts[touched] = launch_profile(playwright, folder, **options_of(site, viewport))
        return contexts[touched]

    yield of
    for context in contexts.values():
        context.close()


@pytest.fixture
def page(request: pytest.FixtureRequest, browser: Browser, profile: Profile, site: str) -> Iterator[Page]:
    """A page of the site; the test fails when the page asks another host for anything or its console complains.

    `@pytest.mark.viewport(375, 812)` sets the size; `@pytest.mark.expects_console("404")` names what may be said;
    `@pytest.mark.own_context` makes a context for this test alone.
    """
    size, said = (request.node.get_closest_marker(m) for m in ("viewport", "expects_console"))
    viewport = size.args if size else DESKTOP
    expected = said.args if said else ()
    if request.node.get_closest_marker("own_context"):
        watched = watched_page(browser, site, viewport=viewport, expected_console=expected)
    else:
        watched = watched_tab(profile(viewport), site, viewport=viewport, expected_console=expected)
    with watched as page:
        yield page
        if request.node.stash.get(FAILED, False):
            ARTIFACTS.mkdir(exist_ok=True)
            name = re.sub(r"[^\w-]+", "_", request.node.name)
            page.screenshot(path=ARTIFACTS / f"{name}.png", full_page=True)
