"""The checks are checked: each fault, planted in a page of our own, makes its check fail, and a sound page passes.

The planted site stands in for the real one; it is served as the real one is, and needs neither its code nor its data.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import dash
import flask
import pytest
from playwright.sync_api import Browser, Page

from tests.browser import chromium
from tests.browser.page_checks import (
    PHONE,
    assert_accessible,
    axe_violations,
    no_horizontal_scroll,
    settle,
    watched_page,
)
from tests.browser.server import served

SOUND = "<main><h1>Overdose deaths</h1><p>By county.</p>{}</main>"
FAULTS = {
    "sound": "",
    "error": "<script>console.error('the map is lost')</script>",
    "warning": "<script>console.warn('the map is old')</script>",
    "exception": "<script>setTimeout(() => { throw new Error('no such county') })</script>",
    "missing": "<script>fetch('/nowhere')</script>",
    "foreign": "<script>fetch('https://fonts.example.org/face.woff2').catch(() => {})</script>",
    "neighbour": "<script>fetch('http://127.0.0.1:9/').catch(() => {})</script>",
    "socket": "<script>new WebSocket('wss://live.example.org/')</script>",
    "unruly": """<script>
      const policy = Object.assign(document.createElement("meta"), {httpEquiv: "Content-Security-Policy"});
      policy.content = "script-src 'self'";
      document.head.append(policy, Object.assign(document.createElement("script"), {text: "1"}));
    </script>""",
    "inaccessible": "<img src='data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA='>",
    "wide": "<div id='broad' style='width: 2000px'>wide</div>",
}
CALLBACK_SECONDS = 0.4


def planted_site() -> flask.Flask:
    """A small Dash page with two slow callbacks, one after the other, and one page for each fault."""
    app = dash.Dash(__name__)
    app.layout = dash.html.Main(
        [dash.html.H1("Slow"), dash.html.Button("Ask", id="ask"), dash.html.P(id="first"), dash.html.P(id="second")]
    )

    @app.callback(dash.Output("first", "children"), dash.Input("ask", "n_clicks"))
    def answer(clicks: int | None) -> str:
        time.sleep(CALLBACK_SECONDS)
        return f"asked {clicks or 0}"

    @app.callback(dash.Output("second", "children"), dash.Input("first", "children"))
    def echo(text: str | None) -> str:
        time.sleep(CALLBACK_SECONDS)
        return f"heard: {text}"

    @app.server.get("/health")
    def health() -> str:
        return "well"

    @app.server.get("/fault/<name>")
    def fault(name: str) -> str:
        head = (
            "<title>Planted</title><link rel='icon' href='data:,'><meta name='viewport' content='width=device-width'>"
        )
        return f"<!doctype html><html lang='en'><head>{head}</head><body>{SOUND.format(FAULTS[name])}</body></html>"

    @app.server.get("/nowhere")
    def nowhere() -> tuple[str, int]:
        return "nothing here", 404

    server: flask.Flask = app.server
    return server


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    log = tmp_path_factory.mktemp("planted") / "log.txt"
    with served(log, "tests.browser.test_harness:planted_site()") as address:
        yield address


def visit(page: Page, fault: str) -> None:
    page.goto(f"/fault/{fault}")
    settle(page)


def test_a_sound_page_passes_every_check(browser: Browser, planted: str) -> None:
    with watched_page(browser, planted, viewport=PHONE) as page:
        visit(page, "sound")
        assert page.viewport_size == {"width": 375, "height": 812}
        assert_accessible(page)
        no_horizontal_scroll(page)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("error", "complained: error: the map is lost"),
        ("warning", "complained: warning: the map is old"),
        ("exception", "complained: uncaught .*no such county"),
        ("missing", "complained: error: .*404.*/nowhere"),
        ("foreign", r"asked another host: https://fonts\.example\.org/face\.woff2"),
        ("neighbour", r"asked another host: http://127\.0\.0\.1:9/"),
        ("unruly", "complained: error: .*violates the following Content Security Policy directive"),
        ("socket", r"asked another host: wss://live\.example\.org/"),
    ],
)
def test_a_planted_fault_fails_the_page(browser: Browser, planted: str, fault: str, said: str) -> None:
    with pytest.raises(AssertionError, match=said), watched_page(browser, planted) as page:
        visit(page, fault)


def test_a_complaint_that_is_expected_passes_and_no_other_does(browser: Browser, planted: str) -> None:
    with watched_page(browser, planted, expected_console=["404"]) as page:
        visit(page, "missing")
    with (
        pytest.raises(AssertionError, match="map is lost"),
        watched_page(browser, planted, expected_console=["404"]) as page,
    ):
        visit(page, "error")


def test_what_a_test_itself_finds_wrong_is_what_it_reports(browser: Browser, planted: str) -> None:
    def look() -> None:
        with watched_page(browser, planted) as page:
            visit(page, "error")
            raise LookupError("no such county on the page")

    with pytest.raises(LookupError):
        look()


def test_an_image_without_a_text_alternative_is_named(browser: Browser, planted: str) -> None:
    with watched_page(browser, planted) as page:
        visit(page, "inaccessible")
        assert [violation["id"] for violation in axe_violations(page)] == ["image-alt"]
        with pytest.raises(AssertionError, match=r"(?s)image-alt \(critical\).*<img src"):
            assert_accessible(page)


def test_an_element_wider_than_the_page_is_named(browser: Browser, planted: str) -> None:
    with watched_page(browser, planted) as page:
        visit(page, "wide")
        with pytest.raises(AssertionError, match=r"px wider than 1280 px; too far: div#broad to 2"):
            no_horizontal_scroll(page)


def test_a_settled_page_has_every_answer_of_a_chain_of_callbacks(browser: Browser, planted: str) -> None:
    with watched_page(browser, planted) as page:
        page.goto("/")
        settle(page)
        assert page.inner_text("#second") == "heard: asked 0"
        page.click("#ask")
        settle(page)
        assert page.inner_text("#second") == "heard: asked 1"


def test_a_site_that_cannot_start_shows_its_log(tmp_path: Path) -> None:
    with (
        pytest.raises(RuntimeError, match=r"(?s)ended with .*no_such_module"),
        served(tmp_path / "log", "no_such_module:server"),
    ):
        pass


class TestChoosingTheBrowser:
    """Stand-ins for browsers are shell scripts: what counts is which one is chosen, not what it can do."""

    @pytest.fixture(autouse=True)
    def downloads(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
        """A machine with no browser, nothing on its PATH and a network that refuses; yields the downloads tried."""
        tried: list[str] = []

        def refuse() -> bool:
            tried.append("chromium")
            return False

        monkeypatch.delenv("CHROMIUM_PATH", raising=False)
        monkeypatch.setenv("PATH", str(tmp_path))
        monkeypatch.setattr(chromium, "REMEMBERED", tmp_path / "remembered")
        monkeypatch.setattr(chromium, "DOWNLOAD_REFUSED", tmp_path / "refused")
        monkeypatch.setattr(chromium, "playwrights_path", lambda: tmp_path / "playwright")
        monkeypatch.setattr(chromium, "downloaded", refuse)
        return tried

    @staticmethod
    def script(path: Path, body: str = "echo Chromium 1.0") -> Path:
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return path

    def test_an_explicit_choice_beats_what_is_found(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        self.script(tmp_path / "chromium")
        mine = self.script(tmp_path / "mine")
        monkeypatch.setenv("CHROMIUM_PATH", str(mine))
        assert chromium.obtain() == mine
        assert chromium.chosen() == mine

    def test_an_explicit_choice_that_does_not_start_is_an_error(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("CHROMIUM_PATH", "/no/such/browser")
        with pytest.raises(chromium.BrowserUnavailableError, match="CHROMIUM_PATH is /no/such/browser"):
            chromium.obtain()

    def test_a_stub_that_does_not_start_is_passed_over(self, tmp_path: Path) -> None:
        self.script(tmp_path / "chromium-browser", "echo please install the snap >&2; exit 1")
        chrome = self.script(tmp_path / "google-chrome")
        assert chromium.obtain() == chrome

    def test_the_choice_is_remembered(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        found = self.script(tmp_path / "chromium")
        assert chromium.main() == 0
        assert capsys.readouterr().out == f"Browser: {found} (Chromium 1.0)\n"
        assert chromium.remembered() == found
        found.unlink()
        assert chromium.remembered() is None

    def test_no_browser_at_all_is_an_error_that_says_what_to_do(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert chromium.main() == 2
        assert "apt-get install chromium" in capsys.readouterr().err
        with pytest.raises(chromium.BrowserUnavailableError, match="make browser"):
            chromium.chosen()

    def test_playwrights_own_comes_before_the_systems(self, tmp_path: Path, downloads: list[str]) -> None:
        self.script(tmp_path / "chromium")
        own = self.script(tmp_path / "playwright")
        assert chromium.obtain() == own
        assert downloads == []

    def test_a_refused_download_is_tried_once(self, tmp_path: Path, downloads: list[str]) -> None:
        found = self.script(tmp_path / "chromium")
        assert [chromium.obtain(), chromium.obtain()] == [found, found]
        assert downloads == ["chromium"]

    @pytest.mark.parametrize("user", [0, 1000])
    def test_debians_package_is_installed_where_the_user_may(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, user: int
    ) -> None:
        monkeypatch.setattr("os.geteuid", lambda: user)
        packaged = self.script(tmp_path / "packaged")
        self.script(tmp_path / "apt-get", f'case "$*" in *install*) /bin/ln -s {packaged} {tmp_path}/chromium;; esac')
        self.script(tmp_path / "sudo", '[ "$1" = -n ] && shift; [ "$1" = true ] || exec "$@"')
        (tmp_path / "env").symlink_to("/usr/bin/env")
        assert chromium.obtain() == tmp_path / "chromium"

    def test_a_release_without_the_shell_gets_the_whole_browser(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setattr("os.geteuid", lambda: 0)
        whole = self.script(tmp_path / "packaged")
        body = f'case "$*" in *shell*) exit 100;; *install*) /bin/ln -s {whole} {tmp_path}/chromium;; esac'
        self.script(tmp_path / "apt-get", body)
        (tmp_path / "env").symlink_to("/usr/bin/env")
        assert chromium.obtain() == tmp_path / "chromium"

    def test_the_shell_comes_before_the_whole_browser(self, tmp_path: Path) -> None:
        self.script(tmp_path / "chromium")
        shell = self.script(tmp_path / "chromium-headless-shell")
        assert chromium.obtain() == shell

    def test_nobody_is_asked_for_a_password(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        monkeypatch.setattr("os.geteuid", lambda: 1000)
        self.script(tmp_path / "apt-get", f"echo ran > {tmp_path}/ran")
        self.script(tmp_path / "sudo", "exit 1")
        with pytest.raises(chromium.BrowserUnavailableError, match="CHROMIUM_PATH"):
            chromium.obtain()
        assert not (tmp_path / "ran").exists()
