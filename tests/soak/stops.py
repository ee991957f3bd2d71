"""How the site stops: what is under way is finished, and no process stays behind, however it ends."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.server import started
from tests.soak.processes import everyone, gone_within
from tests.soak.readers import asked_once

SLOW = "/api/v1/briefing.pdf?place=suffolk-county"
"""A file of many views: seconds of work in the workshop."""
FIRST = "/api/v1/views/explore.pdf"
BEGUN = 0.5
GRACE = 50.0
"""Of gunicorn.conf.py: how long a stopping worker waits for what is under way."""


@dataclass(frozen=True)
class Stop:
    """How a site stopped: bytes of the file that was in the making, seconds until all had ended, who is left."""

    name: str
    bytes: int
    seconds: float
    left: list[int]

    @property
    def clean(self) -> bool:
        """Whether all ended, and the file came where the stop was one that drains."""
        return not self.left and (self.name == "SIGKILL" or self.bytes > 0)


def stop(how: signal.Signals, log: Path) -> Stop:
    """Stop a site by a signal to its leader while a slow file is made in the workshop of a worker."""
    with started(log, WEB_CONCURRENCY="2") as site:
        address = urlsplit(site.address)
        where = (str(address.hostname), address.port or 80)
        # Both workers have a workshop then, or one of them: what counts is that there is one.
        asked_once(where, FIRST)
        made: list[bytes] = []
        asking = threading.Thread(target=_ask, args=(where, made))
        asking.start()
        time.sleep(BEGUN)
        family, began = everyone(site.leader), time.monotonic()
        os.kill(site.leader, how)
        left = gone_within(GRACE + 10, family)
        seconds = time.monotonic() - began
        asking.join(timeout=5)
        return Stop(how.name, len(made[0]) if made else 0, seconds, left)


def _ask(where: tuple[str, int], made: list[bytes]) -> None:
    try:
        made.append(asked_once(where, SLOW))
    except (OSError, AssertionError):
        return


def described(stops: list[Stop]) -> tuple[str, bool]:
    """Lines of text, and whether every stop was clean."""
    lines = ["how the site stops, while a briefing is made"]
    for one in stops:
        came = f"the briefing came ({one.bytes:,} bytes)" if one.bytes else "the briefing did not come"
        left = f"{len(one.left)} processes left" if one.left else "no process left"
        lines.append(f"  {one.name:8} {came}; ended after {one.seconds:.1f} s; {left}")
    return "\n".join(lines), all(one.clean for one in stops)
