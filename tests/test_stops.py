"""How gunicorn stops by our configuration: what is under way is finished. `make soak` does it with the site itself."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browser.server import started
from tests.soak.processes import everyone, gone_within, workers
from tests.soak.readers import asked_once

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_what_is_under_way_is_finished_and_no_process_stays(how: signal.Signals, tmp_path: Path) -> None:
    log, said = tmp_path / "log", list[bytes]()
    with started(log, "tests.soak.slow:server", WEB_CONCURRENCY="1") as site:
        address = urlsplit(site.address)
        where = (str(address.hostname), address.port or 80)
        (worker,) = workers(site.leader)
        os.kill(worker, signal.SIGKILL)
        while int(asked_once(where, "/health")) == worker:
            time.sleep(0.05)
        asking = threading.Thread(target=lambda: said.append(asked_once(where, "/slow?seconds=1.5")))
        asking.start()
        time.sleep(0.5)
        family = everyone(site.leader)
        for process in family:  # as a terminal and a service manager do
            os.kill(process, how)
        assert gone_within(10, family) == []
        asking.join()
        assert said == [b"done"]
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "SIGKILL" not in line] == [f"Serving on {site.address}"]


def test_without_their_leader_workers_end(tmp_path: Path) -> None:
    with started(tmp_path / "log", "tests.soak.slow:server", WEB_CONCURRENCY="1") as site:
        family = everyone(site.leader)
        os.kill(site.leader, signal.SIGKILL)
        assert gone_within(10, family) == []
