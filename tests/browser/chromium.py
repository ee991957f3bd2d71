"""The browser the tests drive: found or got by `make browser`, which runs this module and remembers the path.

The order: CHROMIUM_PATH, because a person's explicit choice beats every guess; Playwright's own, downloaded where the
network allows it; the system's; Debian's package where the user may install it.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Playwright, sync_playwright

from tests import debian

# Beside the environment and not beside the code: another environment may have another browser.
REMEMBERED = Path(sys.prefix) / "chromium-path"
DOWNLOAD_REFUSED = Path(sys.prefix) / "chromium-download-refused"

DOWNLOAD_SECONDS = 60
# The shell first: the same engine without the windows around it, which takes a seventh less of the processor.
SYSTEM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DEBIAN_PACKAGES = (SYSTEM_NAMES[0], SYSTEM_NAMES[1])
"""Whichever of the two is there: older releases have no shell."""
DEBIAN_FONTS = "fonts-dejavu-core"  # without any font, text has no width

FLAGS = (
    "--no-sandbox",  # the sandbox refuses to start as root, which is who runs in a container
    "--disable-gpu",
    "--font-render-hinting=none",  # letters as wide as on a screen of today, which the shell would round to pixels
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # there is no other machine
    "--process-per-site",
    "--renderer-process-limit=1",  # what one page has compiled, the next one has too
    # A debugger is attached, so that V8 would parse again what it ran to say where each error was thrown. And pages
    # are left before what its optimizing compilers make of their scripts has paid, a third of all it does.
    "--js-flags=--no-enable-lazy-source-positions --no-opt --no-maglev --single-threaded",
)


class BrowserUnavailableError(Exception):
    """No browser can be driven here; the message says what to install."""


def launch(playwright: Playwright) -> Browser:
    """Start the chosen browser, headless; raises BrowserUnavailableError when there is none."""
    return playwright.chromium.launch(executable_path=chosen(), headless=True, args=list(FLAGS))


def launch_profile(playwright: Playwright, folder: Path, **options: Any) -> BrowserContext:
    """Start the chosen browser, headless, with a profile kept in this folder: scripts are compiled once for all pages.

    `options` go to Playwright's `launch_persistent_context`. Raises BrowserUnavailableError when there is no browser.
    """
    return playwright.chromium.launch_persistent_context(
        folder, executable_path=chosen(), headless=True, args=list(FLAGS), **options
    )


def chosen() -> Path:
    """The path of the browser to drive. Nothing is installed; raises BrowserUnavailableError when none is there."""
    path = named_by_the_user() or remembered() or installed_on_the_system()
    if path is None:
        raise BrowserUnavailableError("No browser is chosen yet: run `make browser`.")
    return path


def obtain() -> Path:
    """The path of a browser that starts, downloaded or installed if need be; raises BrowserUnavailableError."""
    ways: tuple[Callable[[], Path | None], ...] = (
        named_by_the_user,
        remembered,
        playwrights_own,
        installed_on_the_system,
        debians_package,
    )
    for way in ways:
        path = way()
        if path is not None:
            return path
    raise BrowserUnavailableError(
        "The browser tests need Chromium, and none could be found, downloaded or installed here. "
        "Install it (Debian: apt-get install chromium) or set CHROMIUM_PATH to a Chromium or Chrome."
    )


def named_by_the_user() -> Path | None:
    """What CHROMIUM_PATH names; raises BrowserUnavailableError when it does not start, rather than choose another."""
    name = os.environ.get("CHROMIUM_PATH")
    if not name:
        return None
    path = Path(name)
    if version(path) is None:
        raise BrowserUnavailableError(f"CHROMIUM_PATH is {name}, and that does not start as a browser.")
    return path


def remembered() -> Path | None:
    """What an earlier `make browser` settled on, if it is still there."""
    if not REMEMBERED.exists():
        return None
    path = Path(REMEMBERED.read_text(encoding="utf-8").strip())
    return path if path.is_file() else None


def playwrights_own() -> Path | None:
    """Playwright's own Chromium. A download that fails is not tried again in this environment: it costs a minute."""
    path = playwrights_path()
    if version(path) is None and not DOWNLOAD_REFUSED.exists() and not downloaded():
        DOWNLOAD_REFUSED.write_text("Remove this file to let `make browser` try the download again.\n", "utf-8")
    return path if version(path) else None


def playwrights_path() -> Path:
    """Where Playwright keeps its Chromium, whether it is there or not."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def downloaded() -> bool:
    """Whether Playwright downloads its Chromium within DOWNLOAD_SECONDS; a few seconds where there is no network."""
    print("Browser: trying Playwright's download", flush=True)
    process = subprocess.Popen(
        [sys.executable, "-m", "playwright", "install", "chromium", "--no-shell", "--no-progress"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": "5000"},
        start_new_session=True,
    )
    try:
        return process.wait(timeout=DOWNLOAD_SECONDS) == 0
    except subprocess.TimeoutExpired:
        # The download runs in children of the command: ending the command alone would leave them at it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        return False


def installed_on_the_system() -> Path | None:
    """The first Chromium or Chrome on the PATH that starts: some systems put a stub there that only prints advice."""
    paths = (shutil.which(name) for name in SYSTEM_NAMES)
    return next((Path(path) for path in paths if path and version(Path(path))), None)


def debians_package() -> Path | None:
    """Debian's package, with a font, where this user may install one."""
    apt_get = debian.apt_get()
    if apt_get is None:
        return None
    for package in DEBIAN_PACKAGES:
        print(f"Browser: installing Debian's {package}", flush=True)
        said = debian.install(apt_get, package, DEBIAN_FONTS)
        if not said:
            return installed_on_the_system()
        print(said, file=sys.stderr)
    return None


def version(path: Path) -> str | None:
    """What the browser says of itself, such as “Chromium 156.0.1.2”; None when it does not start."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return said.stdout.strip() if said.returncode == 0 and said.stdout.strip() else None


def main() -> int:
    """Choose a browser, say which, and remember it; 2 when there is none."""
    try:
        path = obtain()
    except BrowserUnavailableError as error:
        print(error, file=sys.stderr)
        return 2
    if not os.environ.get("CHROMIUM_PATH"):
        REMEMBERED.write_text(f"{path}\n", encoding="utf-8")
    print(f"Browser: {path} ({version(path)})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
