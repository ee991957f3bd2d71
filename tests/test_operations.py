"""The site as gunicorn serves it, asked by the slow, the rude and the cut off; its log, its references, its metrics."""

from __future__ import annotations

import json
import logging
import os
import re
import selectors
import shutil
import socket
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from prometheus_client import CollectorRegistry, generate_latest, values
from prometheus_client.multiprocess import MultiProcessCollector

from components.page.notices import failure
from data import references
from data.logs import JsonLines
from data.query.answers import Answers
from data.settings import SettingError, Settings
from pages.responses.exports.rates import networks
from pages.responses.operations import door, scratch
from pages.responses.operations.metrics import LOOK_SECONDS, Meters
from pages.responses.operations.observed import HEADER, Observed
from pages.responses.operations.security_headers import BEFORE_FLASK
from pages.responses.operations.worker import Connection, Worker
from tests import slow_clients
from tests.browser.server import started
from tests.site import Site, open_site

WORD = "zebrahummel"
"""What a reader types; it must not be in the log."""
TELL = {
    "en": "write to figures@example.org and give the reference number {}.",
    "es": "escriba a figures@example.org e indique el número de referencia {}.",
    "pt": "escreva para figures@example.org e informe o número de referência {}.",
}
HEAD = b"GET /health HTTP/1.1\r\nHost: here\r\n"


@dataclass(frozen=True)
class Served:
    """A site that runs: where, where its metrics are, and its log."""

    address: tuple[str, int]
    metrics: int
    log: Path

    def lines(self) -> list[dict[str, object]]:
        text = self.log.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in text if not line.startswith("Serving on ")]


@pytest.fixture(scope="module")
def served(example: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    log = tmp_path_factory.mktemp("served") / "log.txt"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    with started(
        log, WEB_CONCURRENCY="1", EQUITY_DATABASE=str(example), EQUITY_LOG="requests", EQUITY_METRICS=str(port),
        GUNICORN_CMD_ARGS="--worker-class tests.plain.hasty.Worker",
    ) as site:  # fmt: skip
        parts = urlsplit(site.address)
        yield Served((str(parts.hostname), int(parts.port or 0)), port, log)


def said(served: Served, *pieces: bytes, hang_up: bool = False, pause: float = 0.02) -> str:
    """What the site answers to bytes that come in pieces, until it hangs up."""
    with socket.create_connection(served.address, 10) as connection:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause if len(pieces) > 1 else 0)
        if hang_up:
            connection.shutdown(socket.SHUT_WR)
        found = b""
        while data := connection.recv(65536):
            found += data
    return found.decode()


LONG = b"x" * 100_000
CLOSE = b"Connection: close\r\n\r\n"


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        (b"GARBAGE\r\n\r\n", 400, "does not understand"),
        (b"GET /explore?lang=es&q=" + LONG + b" HTTP/1.1\r\n", 414, "La dirección es demasiado larga"),
        (b"GET /" + LONG[:9000] + b" HTTP/1.1\r\nHost: here\r\n" + CLOSE, 414, "The address is too long"),
        (HEAD + b"X: " + LONG, 431, "The address is too long"),
        (HEAD + b"Bad header\r\n\r\n", 400, "does not understand"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", 411, "Content-Length"),
        (HEAD, 408, "did not arrive whole in time"),
        (b"POST /briefing HTTP/1.1\r\nHost: here\r\nContent-Length: 10\r\n\r\nabc", 408, "did not arrive whole"),
    ],
)
def test_what_is_no_whole_request_is_answered_in_words_with_a_reference(
    served: Served, sent: bytes, status: int, words: str
) -> None:
    answered = said(served, sent)
    assert answered.startswith(f"HTTP/1.1 {status} ")
    assert words in answered
    reference = re.search(rf"\r\n{HEADER}: ([A-Z-]+)\r\n", answered)
    assert reference
    assert answered.count(reference[1]) == 2, "in the header and in the words"
    assert [f"{name}: {value}" for name, value in BEFORE_FLASK if f"\r\n{name}: {value}\r\n" not in answered] == []
    (line,) = [line for line in served.lines() if line.get("reference") == reference[1]]
    assert (line["status"], line["event"]) == (status, "refused")


def test_a_request_that_is_cut_off_is_told(served: Served) -> None:
    assert said(served, HEAD, hang_up=True).startswith("HTTP/1.1 400 ")


def test_ten_megabytes_are_refused_while_they_come(served: Served) -> None:
    head = b"POST /_dash-update-component HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
    began = time.monotonic()
    answered = said(served, head + b"Content-Length: 10000000\r\n\r\n" + b"[" * 60_000)
    assert time.monotonic() - began < 4, "the rest is not waited for"
    assert answered.startswith("HTTP/1.1 413 ")
    assert "Send less at once." in answered


def test_no_thread_waits_for_a_body_whose_length_no_number_has(served: Served) -> None:
    began = time.monotonic()
    for length in (b"9" * 13, b"9" * 5000):
        assert said(served, HEAD + b"Content-Length: " + length + b"\r\n\r\n").startswith("HTTP/1.1 ")
    assert time.monotonic() - began < 6, "the connection is closed, whatever may come"
    assert said(served, HEAD + b"Content-Length: 0000000000000000\r\n" + CLOSE).startswith("HTTP/1.1 200 ")


def test_who_makes_place_for_another_is_not_read_from_any_more() -> None:
    """The loop may hold an event of a connection that it has closed since, in the same round."""
    ours, theirs = socket.socketpair()
    waiting = Worker.__new__(Worker)
    waiting._arriving, waiting._leaving, waiting.nr_conns = {}, {}, 1
    waiting.poller = selectors.DefaultSelector()
    conn = Connection(None, ours, ("here", 1), ("here", 2))
    waiting._await(conn)
    theirs.sendall(HEAD)
    ((key, _),) = waiting.poller.select(1)
    waiting._drop(conn)
    key.data(key.fileobj)
    assert (waiting.nr_conns, waiting._arriving) == (0, {})
    theirs.close()
    waiting.poller.close()


def test_requests_in_pieces_together_and_after_a_question_are_answered(served: Served) -> None:
    whole = HEAD + CLOSE
    assert said(served, *[whole[n : n + 9] for n in range(0, len(whole), 9)]).startswith("HTTP/1.1 200 ")
    assert said(served, HEAD + b"\r\n" + HEAD + CLOSE).count("HTTP/1.1 200 ") == 2
    assert said(served, HEAD + b"\r\n", HEAD, CLOSE).count("HTTP/1.1 200 ") == 2
    form = b"POST /briefing HTTP/1.1\r\nHost: here\r\nExpect: 100-continue\r\nContent-Length: 3\r\n" + CLOSE
    answered = said(served, form, b"a=b", pause=0.2)
    assert answered.startswith("HTTP/1.1 100 ")
    assert "HTTP/1.1 200 " in answered


@pytest.mark.parametrize("kind", [k for k in slow_clients.KINDS if k is not slow_clients.taking_nothing])
def test_slow_clients_hold_no_thread(served: Served, kind: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slow_clients, "ASKED", 2)
    assert max(slow_clients.beside(served.address, kind)) < slow_clients.PATIENCE  # type: ignore[arg-type]


def fetched(served: Served, path: str, data: bytes | None = None, **headers: str) -> tuple[int, str, str]:
    asked = urllib.request.Request(f"http://127.0.0.1:{served.address[1]}{path}", data, headers)
    try:
        with urllib.request.urlopen(asked, timeout=20) as answered:
            return answered.status, answered.headers[HEADER], answered.read().decode("utf-8", "replace")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers[HEADER], error.read().decode("utf-8", "replace")


def test_nothing_of_a_reader_reaches_the_log(served: Served) -> None:
    """Each way in which a word may come: searched, in a path, as a form, in headers, and where it is refused."""
    own = {
        "User-Agent": WORD,
        "X-Forwarded-For": WORD,
        "Referer": f"http://here/?q={WORD}",
        "Cookie": WORD,
        HEADER: WORD,
    }
    statuses = [
        fetched(served, path, data, **own)[0]
        for path, data in (
            (f"/search?q={WORD}", None), (f"/search.json?q={WORD}", None), (f"/{WORD}", None),
            (f"/place/{WORD}", None), (f"/data/{WORD}", None), (f"/api/v1/{WORD}", None),
            (f"/api/v1/places?place={WORD}", None), (f"/explore?place={WORD}&indicator={WORD}", None),
            ("/briefing", f"views={WORD}".encode()), (f"/shapes/{WORD}.json", None),
            (f"/_dash-component-suites/{WORD}/x.js", None), ("/_dash-update-component", WORD.encode()),
            (f"/export/series/{WORD}.csv", None),
        )
    ]  # fmt: skip
    assert set(statuses) == {200, 400, 404, 415}
    said(served, f"GET /{WORD} WRONG\r\nHost: {WORD}\r\n\r\n".encode())
    said(served, f"{WORD} / HTTP/1.1\r\n{WORD}\r\n\r\n".encode())
    text = served.log.read_text(encoding="utf-8")
    assert WORD not in text.lower()
    lines = served.lines()
    assert len(lines) > len(statuses)
    for line in lines:
        assert line.keys() <= {
            "time", "level", "event", "logger", "worker", "reference", "route", "method", "status", "milliseconds",
        }  # fmt: skip
        assert "127.0.0.1" not in json.dumps(line)
    assert "/place/<slug>" in {line.get("route") for line in lines}


def reference_of(client: str, given: str) -> str:
    """The reference of a request that comes from a client and says one, where those of 10.1.0.0/16 are proxies."""
    heads: dict[str, str] = {}

    def answer(_environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        start("200 OK", [])
        return [b""]

    site = Observed(answer, every=False, meters=None, proxies=networks("10.1.0.0/16"))
    environ = {"REMOTE_ADDR": client, "HTTP_X_REQUEST_ID": given, "PATH_INFO": "/"}
    assert list(site(environ, lambda _status, headers: heads.update(headers))) == [b""]
    return heads[HEADER]


def test_a_trusted_proxy_may_give_the_reference_if_it_can_be_one() -> None:
    given = "0f8fad5b-d9cb-469f-a165-70867728950e"
    assert reference_of("10.1.2.3", given) == given
    for wrong in ("short", "x" * 65, "<script>alert</script>"):
        assert re.fullmatch("[B-Z]{4}-[B-Z]{4}", reference_of("10.1.2.3", wrong))
    assert re.fullmatch("[B-Z]{4}-[B-Z]{4}", reference_of("10.2.0.1", given))


def test_metrics_are_at_a_port_of_their_own(served: Served) -> None:
    fetched(served, "/api/v1/nowhere")
    fetched(served, "/metrics")
    time.sleep(LOOK_SECONDS + 0.5)
    with urllib.request.urlopen(f"http://127.0.0.1:{served.metrics}/metrics", timeout=20) as answered:
        text = answered.read().decode()
    found = {
        key: float(value) for key, _, value in (line.rpartition(" ") for line in text.splitlines() if line[0] != "#")
    }
    assert found['equity_requests_total{route="/api/v1/<path:rest>",status="404"}'] >= 1
    assert found['equity_requests_total{route="/404",status="404"}'] >= 1, "there is no such page"
    assert found['equity_request_seconds_count{route="/health"}'] >= 1
    assert found["equity_workers"] == 1
    assert found['equity_answers_total{how="rendered"}'] >= 1
    assert any(key.startswith("equity_resident_bytes") and value > 1e7 for key, value in found.items())
    assert any(key.startswith("equity_data_workers{version=") and value == 1 for key, value in found.items())
    assert WORD not in text


# Without a server


def test_who_follows_a_worker_counts_on_where_it_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "ValueClass", values.ValueClass)
    monkeypatch.setenv(door.FOLDER, str(tmp_path))
    server = SimpleNamespace(WORKERS={}, metrics=None)

    def begin() -> Meters:
        worker = SimpleNamespace()
        door.number(server, worker)
        server.WORKERS[len(server.WORKERS) + 100] = worker
        monkeypatch.setenv(door.NUMBER, str(worker.number))
        return Meters()

    first, second = begin(), begin()
    for meters in (first, first, second):
        meters.count("/explore", 200, 0.1, rendered=False)
    first.count("/explore", 503, 30.0, rendered=False)
    first.write()
    second.write()
    (tmp_path / "gauge_livesum_1.db").write_bytes(b"")
    door.forget(server.WORKERS.pop(100))  # killed
    third = begin()
    third.count("/explore", 200, 0.2, rendered=True)
    third.count("/health", 200, 0.001, rendered=None)
    third.write()
    assert not (tmp_path / "gauge_livesum_1.db").exists(), "what it had in hand went with it"
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    text = generate_latest(registry).decode()
    assert 'equity_requests_total{route="/explore",status="200"} 4.0' in text
    buckets = re.findall(r'seconds_bucket{le="(.+)",route="/explore"} (.+)', text)
    steps = [("0.05", "0.0"), ("0.1", "3.0"), ("0.25", "4.0"), ("10.0", "4.0"), ("+Inf", "5.0")]
    assert [bucket for bucket in buckets if bucket[0] in dict(steps)] == steps
    assert 'equity_request_seconds_count{route="/explore"} 5.0' in text
    assert float(re.findall(r'seconds_sum{route="/explore"} (.+)', text)[0]) == pytest.approx(30.5)
    assert [
        f'equity_answers_total{{how="{how}"}} {n}.0' in text
        for how, n in (("remembered", 3), ("rendered", 1), ("refused", 1))
    ] == [True] * 3
    assert sorted(path.name for path in tmp_path.glob("counter*")) == ["counter_1.db", "counter_2.db"]


def test_the_folder_of_the_metrics_is_taken_away_also_after_a_master_that_was_killed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door.os, "access", lambda *_: False)
    monkeypatch.setattr(door.tempfile, "gettempdir", lambda: str(tmp_path))
    monkeypatch.setattr(door.tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv(door.FOLDER, "")
    left = tmp_path / "equity-metrics-abc-4194305"  # above the most that a system gives
    left.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = SimpleNamespace()
    door.open_door(server, Settings(metrics=f"127.0.0.1:{port}"))
    assert len(list(tmp_path.iterdir())) == 1
    assert not left.exists()
    with pytest.raises(SettingError, match="this port cannot be had"):
        door.open_door(SimpleNamespace(), Settings(metrics=f"127.0.0.1:{port}"))
    door.os.environ[door.FOLDER] = str(next(tmp_path.iterdir()))
    door.close(server)
    assert list(tmp_path.iterdir()) == []


def test_the_folders_of_leaders_that_have_ended_are_taken_away_also_where_this_one_has_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(scratch.tempfile, "tempdir", str(tmp_path))
    ended, renumbered, running = (tmp_path / f"equity-scratch-abc-{n}" for n in (4194305, os.getpid(), os.getppid()))
    for folder in (ended, renumbered, running):
        folder.mkdir()
    server, worker = SimpleNamespace(), SimpleNamespace(pid=7)
    scratch.prepare(server)
    assert set(tmp_path.iterdir()) == {running, server.scratch}
    shutil.rmtree(server.scratch)  # whoever clears /tmp may not ask; a worker begins all the same
    scratch.begin(server, worker)
    assert tempfile.gettempdir() == str(server.scratch / "7")
    scratch.forget(server, worker)
    assert list(server.scratch.iterdir()) == []
    scratch.close(server)
    assert list(tmp_path.iterdir()) == [running]


def test_an_error_within_a_request_is_logged_without_its_message_and_one_outside_with_it() -> None:
    def line() -> dict[str, object]:
        try:
            {}[WORD]
        except KeyError as error:
            record = logging.LogRecord("x.y", logging.ERROR, "", 0, "%s failed", (WORD,), (KeyError, error, None))
            found: dict[str, object] = json.loads(JsonLines().format(record))
            return found
        raise AssertionError

    outside = line()
    assert WORD in str(outside["error"])
    assert str(outside["trace"]).startswith("['tests/test_operations.py:")
    token = references.begin()
    try:
        inside = line()
    finally:
        references.end(token)
    assert WORD not in json.dumps(inside)
    assert inside["error"] == "KeyError"
    assert inside["event"] == "%s failed"
    assert inside["trace"] == outside["trace"]
    assert re.fullmatch("[B-Z]{4}-[B-Z]{4}", str(inside["reference"]))


@pytest.fixture(scope="module")
def own_site(example: Path) -> Site:
    """One that remembers nothing of other tests."""
    return open_site(example)


@pytest.mark.parametrize("lang", ["en", "es", "pt"])
def test_a_failure_of_a_page_a_file_and_the_api_has_words_and_the_reference_of_the_log(
    own_site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, lang: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(WORD)

    monkeypatch.setattr(Answers, "to", fail)
    monkeypatch.setenv("EQUITY_CONTACT", "figures@example.org")
    caplog.handler.setFormatter(JsonLines())
    for address in ("/explore?lang=", "/api/v1/views/explore.csv?lang=", "/card.png?page=/explore&lang="):
        caplog.clear()
        monkeypatch.setattr(caplog.handler, "stream", stream := type(caplog.handler.stream)())
        answered = own_site.get(f"{address}{lang}", Accept="text/html")
        assert answered.status_code == 500
        text = answered.get_data(as_text=True)
        reference = answered.headers[HEADER]
        assert reference in text
        assert TELL[lang].format(reference) in unescape(text)
        lines = [json.loads(line) for line in stream.getvalue().splitlines()]
        assert {line["reference"] for line in lines} == {reference}
        assert any(line.get("error") == "RuntimeError" for line in lines)
        assert WORD not in json.dumps(lines)
        assert WORD not in text


def test_who_to_write_to_is_said_where_there_is_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "tell those who run this site" in str(failure()[-1])
    monkeypatch.setenv("EQUITY_CONTACT", "figures@example.org")
    assert "write to figures@example.org" in str(failure()[-1])
