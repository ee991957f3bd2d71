"""Fetching from a server on this machine that misbehaves in every way publishers' servers do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from data.catalog.models import Download, read_sources
from data.errors import InputError
from data.pipeline.build import Inputs
from data.pipeline.download import DownloadError, RetryPolicy, fetch
from data.pipeline.ingest import fetch_files
from data.settings import ROOT

pytestmark = pytest.mark.slow

BODY = b"city,2014\n" + b"".join(b"town %d,3\n" % n for n in range(20_000))
QUICK = RetryPolicy(attempts=3, timeout=0.5, min_bytes_per_second=1_000, backoff=0.01)
Answer = Callable[[BaseHTTPRequestHandler], None]


class Publisher:
    """A server whose addresses answer as told; `asked` are the Range headers it got."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.ranges: list[str | None] = []
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                publisher.ranges.append(self.headers.get("Range"))
                self.close_connection = True
                with suppress(OSError):  # who fetches has hung up
                    publisher.answers[self.path](self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def at(self, path: str, answer: Answer) -> str:
        self.answers[path] = answer
        return f"http://127.0.0.1:{self.server.server_port}{path}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    actual = Publisher()
    yield actual
    actual.close()


def head(handler: BaseHTTPRequestHandler, status: int = 200, **headers: object) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), str(value))
    handler.send_header("Connection", "close")
    handler.end_headers()


def whole(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Type="text/csv", Content_Length=len(BODY), ETag='"one"')
    handler.wfile.write(BODY)


def resumable(handler: BaseHTTPRequestHandler) -> None:
    """Breaks off half-way, and gives the rest to who asks for it."""
    wanted = handler.headers.get("Range")
    if wanted and handler.headers.get("If-Range") == '"one"':
        first = int(wanted.removeprefix("bytes=").removesuffix("-"))
        span = f"bytes {first}-{len(BODY) - 1}/{len(BODY)}"
        head(handler, 206, Content_Range=span, Content_Length=len(BODY) - first, ETag='"one"')
        handler.wfile.write(BODY[first:])
        return
    head(handler, Content_Length=len(BODY), ETag='"one"')
    handler.wfile.write(BODY[: len(BODY) // 2])


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Length=len(BODY))
    handler.wfile.write(BODY[: len(BODY) // 2])


def web_page(handler: BaseHTTPRequestHandler) -> None:
    page = b"<!DOCTYPE html><html><body>Please accept our terms</body></html>"
    head(handler, Content_Type="text/html; charset=utf-8", Content_Length=len(page))
    handler.wfile.write(page)


def disguised_page(handler: BaseHTTPRequestHandler) -> None:
    page = b"  <html><body>Maintenance</body></html>"
    head(handler, Content_Type="text/csv", Content_Length=len(page))
    handler.wfile.write(page)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(2)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Length=len(BODY))
    for n in range(40):
        handler.wfile.write(BODY[n : n + 1])
        handler.wfile.flush()
        time.sleep(0.05)


def wrong_size(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Length=len(BODY) + 500)
    handler.wfile.write(BODY)


def empty(handler: BaseHTTPRequestHandler) -> None:
    head(handler, Content_Length=0)


def gone(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 404, Content_Length=0)


def overloaded(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 503, Content_Length=0)


def round_and_round(handler: BaseHTTPRequestHandler) -> None:
    head(handler, 302, Location="/again", Content_Length=0)


MISBEHAVIOUR: dict[Answer, str] = {
    cut_off: r"broke off before the end, 3 times\.$",
    web_page: "sent a web page instead of the file; open it in a browser",
    disguised_page: "sent a web page instead of the file",
    silent: "does not answer in time, 3 times",
    dripping: r"is too slow \(\d+ bytes a second\), 3 times",
    wrong_size: "broke off before the end, 3 times",
    empty: "brought nothing, 3 times",
    gone: "answers with status 404; if the publisher has moved it",
    overloaded: "answers with status 503, 3 times",
    round_and_round: "sends from one address to the next without end",
}


@pytest.mark.parametrize("answer", MISBEHAVIOUR, ids=lambda answer: answer.__name__)
def test_a_misbehaving_server_is_one_clear_error_and_puts_no_file_in_place(
    publisher: Publisher, tmp_path: Path, answer: Answer
) -> None:
    address = publisher.at("/again", answer)
    (tmp_path / "table.csv").write_text("what was fetched before", encoding="utf-8")
    with pytest.raises(DownloadError, match=MISBEHAVIOUR[answer]) as caught:
        fetch([Download(file="table.csv", url=address)], tmp_path, lambda _: None, QUICK)
    assert str(caught.value).startswith("table.csv: http://127.0.0.1")
    assert (tmp_path / "table.csv").read_text(encoding="utf-8") == "what was fetched before"


def test_a_whole_file_is_kept(publisher: Publisher, tmp_path: Path) -> None:
    heard: list[str] = []
    fetch([Download(file="table.csv", url=publisher.at("/t", whole))], tmp_path, heard.append, QUICK)
    assert (tmp_path / "table.csv").read_bytes() == BODY
    assert [p.name for p in tmp_path.iterdir()] == ["table.csv"]
    assert heard == [f"table.csv: {len(BODY):,} bytes"]


def test_what_has_come_is_kept_and_only_the_rest_is_asked_for(publisher: Publisher, tmp_path: Path) -> None:
    fetch([Download(file="table.csv", url=publisher.at("/t", resumable))], tmp_path, lambda _: None, QUICK)
    assert (tmp_path / "table.csv").read_bytes() == BODY
    assert publisher.ranges == [None, f"bytes={len(BODY) // 2}-"]


def test_another_call_goes_on_where_the_last_one_stopped(publisher: Publisher, tmp_path: Path) -> None:
    wanted = [Download(file="table.csv", url=publisher.at("/t", resumable))]
    with pytest.raises(DownloadError, match=f"{len(BODY) // 2:,} bytes have come and are kept"):
        fetch(wanted, tmp_path, lambda _: None, RetryPolicy(attempts=1, timeout=0.5))
    fetch(wanted, tmp_path, lambda _: None, RetryPolicy(attempts=1, timeout=0.5))
    assert (tmp_path / "table.csv").read_bytes() == BODY


def test_a_file_that_has_changed_since_is_fetched_from_its_beginning(publisher: Publisher, tmp_path: Path) -> None:
    wanted = [Download(file="table.csv", url=publisher.at("/t", resumable))]
    with pytest.raises(DownloadError):
        fetch(wanted, tmp_path, lambda _: None, RetryPolicy(attempts=1, timeout=0.5))
    publisher.at("/t", whole)  # ignores Range: a new version under the same address
    fetch(wanted, tmp_path, lambda _: None, RetryPolicy(attempts=1, timeout=0.5))
    assert (tmp_path / "table.csv").read_bytes() == BODY


def test_an_address_given_by_hand_is_fetched_under_the_name_the_importer_reads(
    publisher: Publisher, tmp_path: Path, small_inputs: Inputs
) -> None:
    address = publisher.at("/release/latest?format=csv", whole)
    folder = fetch_files("dph_opioid_towns_2019", address, small_inputs, lambda _: None, tmp_path, QUICK)
    assert [p.name for p in folder.iterdir()] == ["ma_town_opioid_overdose_death_by_place_of_resid_2014_to_2018.csv"]


def test_a_failed_fetch_leaves_the_snapshot_as_it_was(
    publisher: Publisher, tmp_path: Path, small_inputs: Inputs
) -> None:
    before = {p.name: p.read_bytes() for p in small_inputs.snapshot.iterdir()}
    for path, answer in (("/cut", cut_off), ("/page", web_page), ("/again", round_and_round)):
        address = publisher.at(path, answer)
        with pytest.raises(InputError):
            fetch_files("dph_opioid_towns_2019", address, small_inputs, lambda _: None, tmp_path, QUICK)
    assert {p.name: p.read_bytes() for p in small_inputs.snapshot.iterdir()} == before


def test_official_addresses_name_the_files_their_importers_read() -> None:
    sources = read_sources(ROOT / "data" / "sources").values()
    downloads = [(s.id, d) for s in sources for d in s.downloads]
    assert downloads
    for source, wanted in downloads:
        assert wanted.url.startswith("https://"), source
        assert "127.0.0.1" not in wanted.url
