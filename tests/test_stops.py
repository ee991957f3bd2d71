"""How gunicorn stops by our configuration: what is under way is finished. `make soak` does it with the site itself."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import pytest

from pages.responses.operations import renewal
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
        assert asked_once(where, "/files") == b"False", "nobody has asked for one"
        half_written = Path(asked_once(where, "/write").decode())
        assert half_written.exists()
        os.kill(worker, signal.SIGKILL)
        while int(asked_once(where, "/health")) == worker:
            time.sleep(0.05)
        assert asked_once(where, "/files") == b"True", "the readers of the worker before go on"
        assert not half_written.parent.exists()
        asking = threading.Thread(target=lambda: said.append(asked_once(where, "/slow?seconds=1.5")))
        asking.start()
        time.sleep(0.5)
        family = everyone(site.leader)
        for process in family:  # as a terminal and a service manager do
            os.kill(process, how)
        assert gone_within(10, family) == []
        asking.join()
        assert said == [b"done"]
        assert not half_written.parent.parent.exists()
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if "SIGKILL" not in line] == [f"Serving on {site.address}"]


def test_without_their_leader_workers_end(tmp_path: Path) -> None:
    with started(tmp_path / "log", "tests.soak.slow:server", WEB_CONCURRENCY="1") as site:
        family = everyone(site.leader)
        os.kill(site.leader, signal.SIGKILL)
        assert gone_within(10, family) == []


def test_a_worker_that_has_grown_makes_place_for_a_fresh_one_when_it_has_answered(tmp_path: Path) -> None:
    """Both grow over their bound while answers are under way: they go one at a time, each when another serves."""
    log, said = tmp_path / "log", list[bytes]()
    with started(log, "tests.soak.slow:server", WEB_CONCURRENCY="2", EQUITY_WORKER_MEMORY="220MB") as site:
        address = urlsplit(site.address)
        where = (str(address.hostname), address.port or 80)
        before, grown = set(workers(site.leader)), set[int]()
        assert len(before) == 2
        while grown != before:
            grown.add(int(asked_once(where, "/grow?megabytes=300")))
        asking = [threading.Thread(target=lambda: said.append(asked_once(where, "/slow?seconds=12"))) for _ in range(6)]
        for one in asking:
            one.start()
        there, until = [before], time.monotonic() + 60
        while before & there[-1] and time.monotonic() < until:
            asked_once(where, "/health")
            there.append(set(workers(site.leader)))
            time.sleep(0.02)
        assert not before & there[-1]
        assert max(map(len, there)) == 3
        assert min(map(len, there)) >= 2
        for one in asking:
            one.join()
        assert said == [b"done"] * 6
        assert len(workers(site.leader)) == 2
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines() if line.startswith("{")]
    assert [line["event"] for line in lines] == [renewal.LEAVES] * 2
    assert {line["worker"] for line in lines} == before
    # Also where it was looked at while it grew, since it is over what it is given.
    assert all(line["megabytes"] > 200 for line in lines)


def test_what_a_process_takes_counts_what_it_shares_by_its_part() -> None:
    own = renewal.taken()
    assert own is not None
    rollup = Path("/proc/self/smaps").read_text(encoding="ascii")
    assert own == pytest.approx(1024 * sum(map(int, re.findall(r"^Pss: +(\d+) kB", rollup, re.MULTILINE))), rel=0.05)


def test_a_worker_that_is_large_from_the_first_may_grow_by_two_fifths() -> None:
    assert renewal.bound(given=200, fresh=100) == 200
    assert renewal.bound(given=200, fresh=150) == 210


def test_a_worker_that_was_killed_while_it_left_leaves_no_worker_too_many() -> None:
    server = SimpleNamespace(num_workers=3)
    renewal.prepare(server)
    holds = "import fcntl, sys; fcntl.lockf(int(sys.argv[1]), fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    command = [sys.executable, "-c", holds, str(server.turn.fileno())]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, pass_fds=[server.turn.fileno()], **pipes) as leaving:
        assert leaving.stdout is not None
        leaving.stdout.readline()
        renewal.settle(server, 2)
        assert server.num_workers == 3
        leaving.kill()
        leaving.wait()
    renewal.settle(server, 2)
    assert server.num_workers == 2
    server.turn.close()
