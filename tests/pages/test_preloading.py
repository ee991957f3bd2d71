"""Documents fetched ahead are made once, after readers' pages, and for as long as somebody waits."""

from __future__ import annotations

import runpy
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask

from data.settings import ROOT
from pages.responses import admission as admissions
from pages.responses.admission import AHEAD, IN_LINE, RENDERS, Admission
from pages.responses.exports.workshop import IN_LINE as FILES_IN_LINE
from pages.responses.preloading import AbandonedError, BusyError, Preloads, present_on

LONG = 30
"""Seconds a test waits for what happens at once: only a fault lets it wait so long."""


def always() -> bool:
    return True


def never() -> bool:
    return False


class Steps:
    """A document of three steps, each of which waits to be allowed."""

    def __init__(self) -> None:
        self.begun, self.made = threading.Event(), 0
        self._allowed = threading.Semaphore(0)

    def __call__(self) -> Iterator[bytes | None]:
        for number in range(3):
            self.begun.set()
            assert self._allowed.acquire(timeout=LONG)
            self.made += 1
            yield b"document" if number == 2 else None

    def allow(self, number: int = 3) -> None:
        self._allowed.release(number)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(8) as made:
        yield made


def until(holds: Callable[[], bool]) -> None:
    waited = threading.Event()
    for _ in range(LONG * 100):
        if holds():
            return
        waited.wait(0.01)
    raise AssertionError("it never came to be")


def waiting(preloads: Preloads) -> int:
    return sum(len(work.waiting) for work in preloads._works.values())


def test_a_document_is_made_once_for_all_who_wait(pool: ThreadPoolExecutor) -> None:
    preloads, steps = Preloads(Admission()), Steps()
    asked = [pool.submit(preloads.make, "key", steps, always) for _ in range(3)]
    until(lambda: waiting(preloads) == 3)
    steps.allow()
    assert [one.result(LONG) for one in asked] == [b"document"] * 3
    assert steps.made == 3, "three steps, not nine"


def test_it_is_given_up_when_nobody_waits(pool: ThreadPoolExecutor) -> None:
    preloads, steps, there = Preloads(Admission()), Steps(), [True]
    asked = pool.submit(preloads.make, "key", steps, lambda: there[0])
    assert steps.begun.wait(LONG)
    there[0] = False
    steps.allow()
    with pytest.raises(AbandonedError):
        asked.result(LONG)
    assert steps.made == 1, "the step that was begun, and no other"
    assert waiting(preloads) == 0


def test_it_is_made_on_when_one_of_two_goes_away(pool: ThreadPoolExecutor) -> None:
    preloads, steps, there = Preloads(Admission()), Steps(), [True]
    first = pool.submit(preloads.make, "key", steps, lambda: there[0])
    assert steps.begun.wait(LONG)
    second = pool.submit(preloads.make, "key", steps, always)
    until(lambda: waiting(preloads) == 2)
    there[0] = False
    steps.allow()
    assert second.result(LONG) == b"document"
    assert first.result(LONG) == b"document"


def test_pages_go_first(pool: ThreadPoolExecutor) -> None:
    """A page that comes while a document is made is rendered before its next step; one that is there refuses it."""
    admission = Admission()
    preloads, steps = Preloads(admission), Steps()
    asked = pool.submit(preloads.make, "key", steps, always)
    assert steps.begun.wait(LONG)
    assert admission.enter()
    steps.allow()
    until(lambda: steps.made == 1)
    with pytest.raises(BusyError):
        preloads.make("other", Steps(), always)
    assert not asked.done()
    assert steps.made == 1
    admission.leave()
    assert asked.result(LONG) == b"document"


def test_a_document_that_finds_no_pause_is_refused(pool: ThreadPoolExecutor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.responses.preloading.PATIENCE_SECONDS", 0.5)
    admission = Admission()
    preloads, steps = Preloads(admission), Steps()
    asked = pool.submit(preloads.make, "key", steps, always)
    assert steps.begun.wait(LONG)
    assert admission.enter()
    steps.allow()
    with pytest.raises(BusyError):
        asked.result(LONG)
    assert steps.made == 1


def test_few_requests_may_wait_for_documents(pool: ThreadPoolExecutor) -> None:
    """All others are refused at once: their threads answer pages."""
    preloads, steps = Preloads(Admission()), Steps()
    asked = [pool.submit(preloads.make, f"key {n % 2}", steps, always) for n in range(AHEAD)]
    until(lambda: waiting(preloads) == AHEAD)
    with pytest.raises(BusyError):
        preloads.make("one more", steps, always)
    with pytest.raises(BusyError):
        preloads.make("key 0", steps, always)
    steps.allow(6)
    assert [one.result(LONG) for one in asked] == [b"document"] * AHEAD


def test_a_fault_of_one_document_leaves_the_next_its_turn(pool: ThreadPoolExecutor) -> None:
    def faulty() -> Iterator[bytes | None]:
        raise ZeroDivisionError
        yield None

    preloads, steps = Preloads(Admission()), Steps()
    with pytest.raises(ZeroDivisionError):
        preloads.make("key", faulty, always)
    steps.allow()
    assert preloads.make("key", steps, always) == b"document"


def test_whether_a_reader_is_there_is_read_off_the_connection() -> None:
    ours, theirs = socket.socketpair()
    with ours:
        present = present_on(ours)
        assert present()
        theirs.sendall(b"GET")
        assert present(), "what is sent is left for who reads it"
        assert ours.recv(3) == b"GET"
        theirs.close()
        assert not present()
    assert not present()
    assert present_on(None)()


# Renders take turns


def test_no_more_views_are_rendered_at_once_than_may_be(pool: ThreadPoolExecutor) -> None:
    admission, lock, now, most = Admission(renders=2, in_line=20), threading.Lock(), [0], [0]

    def render() -> None:
        assert admission.enter()
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.02)
        with lock:
            now[0] -= 1
        admission.leave()

    for one in [pool.submit(render) for _ in range(12)]:
        one.result(LONG)
    assert most[0] == 2
    assert not admission.busy
    assert admission.idle(0)


def test_whoever_finds_the_line_full_is_told_to_come_back_and_what_is_not_rendered_is_answered() -> None:
    server, admission = Flask(__name__), Admission(renders=1, in_line=0)
    answered: Any = server.add_url_rule
    for address in ("/_dash-update-component", "/api/v1/views/explore.csv", "/health"):
        answered(address, address, lambda: "here", methods=["GET", "POST"])
    admissions.register(server, admission)
    client = server.test_client()
    for _ in range(3):  # each leaves its turn to the next
        assert client.post("/_dash-update-component").data == b"here"
    assert admission.enter()
    for refused in (client.post("/_dash-update-component"), client.get("/api/v1/views/explore.csv")):
        assert refused.status_code == 503
        assert refused.headers["Retry-After"] == "5"
        assert "Try again in a few seconds" in refused.get_data(as_text=True)
    assert client.get("/health").data == b"here"
    admission.leave()
    assert client.get("/api/v1/views/explore.csv").data == b"here"


def test_a_render_that_fails_gives_its_turn_back() -> None:
    server, admission = Flask(__name__), Admission(renders=1, in_line=0)

    def fault() -> str:
        raise ZeroDivisionError

    server.add_url_rule("/api/v1/views/explore.csv", view_func=fault)
    admissions.register(server, admission)
    for _ in range(2):
        assert server.test_client().get("/api/v1/views/explore.csv").status_code == 500
    assert not admission.busy


def test_a_process_has_threads_left_for_what_is_not_rendered() -> None:
    """Health, assets and documents: six threads that no line of renders or files and no fetching ahead can take."""
    configuration = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    assert configuration["threads"] >= RENDERS + IN_LINE + AHEAD + (1 + FILES_IN_LINE) + 6
