"""What must hold of the site behind hosting/nginx.conf, each tried for real; `make host-check` prints what came out."""

from __future__ import annotations

import gzip
import http.client
import json
import re
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import brotli
import duckdb

from tests.hosting.stand import NAMES, OTHERS, PORT, PROXY, Got, Stand, get
from tests.site import callback_body

ADDRESSES = (
    "/", "/explore", "/explore?lang=es", "/place/boston", "/gaps", "/methods", "/search?q=opioid", "/nowhere",
    "/explore/", "/search.json?q=opioid", "/style.css", "/typeface.woff2", "/assets/icon.svg", "/shapes/county.json",
    "/embed", "/geometry/county.json", "/api/v1/indicators", "/api/v1/nothing",
    "/api/v1/views/explore.csv", "/export/csv",
    "/data", "/api/v1/views/explore.svg", "/sitemap.xml", "/card.png?page=/explore", "/health",
)  # fmt: skip
"""One address of each kind that the site answers."""
BROWSER = "gzip, deflate, br, zstd"
ENCODINGS = ("gzip, deflate, br, zstd", "gzip", "identity", "br;q=0, gzip")
OF_A_CONNECTION = {"date", "connection", "server", "keep-alive", "transfer-encoding", "content-length", "x-cache"}
"""Headers that each hop writes for itself, or that say of the proxy alone."""
OF_A_REQUEST = {"x-request-id"}
OF_A_DOCUMENT = re.compile(rb'"end_id":"[^"]*"')
"""What Dash writes anew into each document it makes, of whichever site."""
STALE = 10.0
"""Seconds after which nothing of an old file may come: five that a worker may take to see it, five that nginx keeps."""
KILLS, SLOW = 3, 300
HALF_SENT = b"POST /_dash-update-component HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n{"
CUT = -1
"""Stands for the status of an answer whose head had come when its site was killed: nginx cannot ask the other then."""

Checked = tuple[str, bool]
DIRECT = (NAMES["app1"], PORT)


def _seen(got: Got) -> tuple[int, dict[str, str], bytes]:
    headers = {name: value for name, value in got.headers.items() if name not in OF_A_CONNECTION | OF_A_REQUEST}
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress}.get(headers.get("content-encoding", ""), bytes)
    body = OF_A_DOCUMENT.sub(b"", unpacked(got.body)) if got.body else b""
    # The reference number that a page of an error prints is that of its request, like the header that says it.
    reference = got.headers.get("x-request-id", "").encode()
    return got.status, headers, body.replace(reference, b"") if reference else body


def intact(_: Stand) -> Checked:
    """An answer through nginx, kept or not, by GET or HEAD, is the site's own: status, headers and body."""
    wrong, compared = [], 0
    for address in ADDRESSES:
        for encoding in ENCODINGS:
            plainly = "br" if " br," in encoding else "gzip" if "gzip" in encoding else ""
            direct = _seen(get(DIRECT, address, Accept_Encoding=plainly))
            for method in ("GET", "GET", "HEAD"):
                status, headers, body = _seen(get(PROXY, address, method, Accept_Encoding=encoding))
                same = (status, headers) == direct[:2] and body == (direct[2] if method == "GET" else b"")
                wrong += [] if same else [f"{method} {address} ({encoding})"]
                compared += 1
    return (
        f"{compared - len(wrong)} of {compared} answers are the site's own, headers and all {wrong[:6] or ''}",
        not wrong,
    )


def negotiated(_: Stand) -> Checked:
    """Answers of one address in two forms, or to two hosts, are kept apart; who takes no Brotli gets none."""
    json_type = "application/json"
    pairs = [
        (get(PROXY, "/search?q=opioid", Accept=said).headers["content-type"] for said in ("text/html", json_type)),
        (get(PROXY, "/api/v1/places?limit=3", Accept=said).headers["content-type"] for said in ("text/csv", json_type)),
        (get(PROXY, "/", Host=host).body for host in ("equity.example.org", "preview.example.org")),
        (get(PROXY, "/explore", Accept_Encoding=said).headers.get("content-encoding") for said in ("br", "br;q=0")),
        (get(PROXY, "/explore/states.json", Save_Data=said).body for said in ("off", "on")),
    ]  # fmt: skip
    apart = [len(set(pair)) == 2 for pair in pairs]
    return f"{sum(apart)} of {len(apart)} pairs of answers to one address are kept apart", all(apart)


def revalidated(_: Stand) -> Checked:
    """Whoever has an answer gets 304, also when nginx has to ask; a file of five seconds ago is not made anew."""
    address, said = "/api/v1/views/explore.pdf", []
    first = get(PROXY, address)
    said.append(get(PROXY, address, If_None_Match=first.headers["etag"]).status)
    time.sleep(6)
    began = time.perf_counter()
    again = get(PROXY, address)
    took = time.perf_counter() - began
    said.append(get(PROXY, address, If_None_Match=first.headers["etag"]).status)
    kept = again.headers["x-cache"]
    holds = said == [304, 304] and again.body == first.body and kept == "REVALIDATED"
    anew = [get(PROXY, "/methods", Cache_Control=said).headers["x-cache"] for said in ("no-cache", "max-age=0")]
    holds = holds and anew == ["BYPASS", "BYPASS"]
    return (
        f"a PDF: 304 to who has it {said}, after six seconds {kept} in {1000 * took:.0f} ms; a reload {anew[0]}",
        holds,
    )


def posted(_: Stand) -> Checked:
    """A callback and a form pass, and are not kept."""
    status, marks = zip(
        *[(got.status, got.headers.get("x-cache", "none")) for got in (callback(), callback())], strict=True
    )
    form = get(
        PROXY, "/api/v1/briefing.json", "POST", b"title=Hosted", Content_Type="application/x-www-form-urlencoded"
    )
    holds = status == (200, 200) and not set(marks) & {"HIT", "MISS"} and form.status < 500
    return f"callbacks answer {status}, a form {form.status}; none is kept", holds


def callback(query: str = "?indicator=drug_overdose_deaths&level=county", where: tuple[str, int] = PROXY) -> Got:
    dependencies = _dependencies()
    body = callback_body(dependencies, "explore-head.children", {"explore-asked.data": query}, "explore-asked.data")
    return get(
        where,
        "/_dash-update-component",
        "POST",
        json.dumps(body).encode(),
        Content_Type="application/json",
        Accept_Encoding=BROWSER,
    )


@lru_cache(maxsize=1)
def _dependencies() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(get(PROXY, "/_dash-dependencies").body)
    return found


def refused(_: Stand) -> Checked:
    """Too large a body and too long an address are refused by nginx, in a sentence; nothing of it reaches the site."""
    large = get(PROXY, "/_dash-update-component", "POST", bytes(10 * 2**20), Content_Type="application/json")
    long = get(PROXY, f"/explore?place={'x' * 100_000}")
    said = [(got.status, got.body.decode().strip()) for got in (large, long)]
    holds = [status for status, _ in said] == [413, 414] and all("." in words and "<" not in words for _, words in said)
    return f"10 MB: {said[0][0]} “{said[0][1]}”; 100 KB of address: {said[1][0]} “{said[1][1]}”", holds


def forwarded(stand: Stand) -> Checked:
    """Each reader has a rate of their own behind nginx; an X-Forwarded-For from outside is not believed."""
    stand.stop("app1")
    stand.stop("app2")
    stand.start("app1", EQUITY_EXPORT_RATE="2/minute", WEB_CONCURRENCY="1")
    stand.wait("app1")

    def third(number: int, **headers: str) -> int:
        found = [
            get(
                PROXY,
                f"/api/v1/views/explore.xlsx?indicator=drug_overdose_deaths&level=state&reader={number}-{n}",
                **headers,
            ).status
            for n in range(3)
        ]
        return found[-1]

    behind = [third(1, X_Forwarded_For="203.0.113.5"), third(2, X_Forwarded_For="203.0.113.6")]
    spoofed = [
        third(3, outside="yes", X_Forwarded_For="203.0.113.7"),
        third(4, outside="yes", X_Forwarded_For="203.0.113.8"),
    ]
    first = get(PROXY, "/api/v1/views/explore.xlsx?reader=5", X_Forwarded_For="203.0.113.9").status
    outside = get(PROXY, "/api/v1/views/explore.xlsx?reader=6", outside="yes", X_Forwarded_For="203.0.113.10").status
    stand.stop("app1")
    for name in NAMES:
        stand.start(name)
    for name in NAMES:
        stand.wait(name)
    holds = behind == spoofed == [429, 429] and first == 200 and outside == 429
    return (
        f"the third file of each reader {behind}, another's first {first}; with a false address from outside {outside}",
        holds,
    )


@contextmanager
def _asking(
    addresses: Callable[[int], Iterator[str]], readers: int = 10, post: bool = True
) -> Iterator[list[tuple[str, int]]]:
    """Readers who ask without a pause, until the block ends: what was asked, and its status, or 0 without an answer."""
    ended, found = threading.Event(), []

    def read(number: int) -> None:
        for address in addresses(number):
            if ended.is_set():
                return
            try:
                status = (
                    callback(address.partition("?")[2]).status
                    if post and number % 3 == 0
                    else get(PROXY, address, Accept_Encoding=BROWSER).status
                )
            except http.client.IncompleteRead:
                status = CUT
            except (OSError, http.client.HTTPException):
                status = 0
            found.append((address, status))

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield found
    finally:
        ended.set()
        for thread in threads:
            thread.join()


def _views(number: int) -> Iterator[str]:
    """Addresses of views of Explore, most of them not asked for lately."""
    while True:
        for year in range(2012, 2024):
            for place in ("suffolk-county", "hampden-county", "essex-county"):
                words = f"indicator=drug_overdose_deaths&level=county&place={place}&period={year}"
                yield f"/explore?{words}&reader={number}"


def killed(stand: Stand) -> Checked:
    """One of the two ends without a word, again and again: no request of a reader fails, not even a callback.

    But one answer may be under way each time, and is cut."""
    with _asking(_views) as found:
        time.sleep(3)
        for turn in range(KILLS):
            name = list(NAMES)[turn % 2]
            stand.kill(name)
            time.sleep(3)
            stand.start(name)
            stand.wait(name)
            time.sleep(2)
    cut = sum(status == CUT for _, status in found)
    failed = sum(status != 200 for _, status in found) - cut
    said = f"{len(found)} requests, {failed} failed, {cut} were cut off when part of the answer had been sent"
    return f"{KILLS} times one of two was killed: {said}", not failed and cut <= KILLS


def both_away(stand: Stand) -> Checked:
    """Both are gone: what was kept is still shown, the rest is told in words."""
    get(PROXY, "/methods")
    for name in NAMES:
        stand.kill(name)
    time.sleep(6)
    kept, other = get(PROXY, "/methods"), get(PROXY, "/places?q=never-asked")
    for name in NAMES:
        stand.start(name)
    for name in NAMES:
        stand.wait(name)
    back = get(PROXY, "/places?q=never-asked").status
    words = other.body.decode().strip()
    holds = (kept.status, kept.headers["x-cache"], other.status, back) == (
        200,
        "STALE",
        503,
        200,
    ) and b"<" not in other.body
    return (
        f"both away: {kept.status} {kept.headers['x-cache']}, else {other.status} “{words[:66]}…”; then {back}",
        holds,
    )


def slow(_: Stand) -> Checked:
    """Hundreds of slow clients hold no thread: half-sent requests, and readers who do not take what they asked for."""
    held: list[socket.socket] = []
    for number in range(SLOW):
        client = socket.create_connection(PROXY)
        if number % 2:
            client.sendall(HALF_SENT)
        else:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            client.sendall(b"GET /download/equity.duckdb HTTP/1.1\r\nHost: equity.example.org\r\n\r\n")
        held.append(client)
    times = []
    for number in range(40):
        began = time.perf_counter()
        status = get(PROXY, f"/explore?reader={number}").status
        times.append((time.perf_counter() - began, status))
    for client in held:
        client.close()
    worst, ok = max(times)[0], all(status == 200 for _, status in times)
    return (
        f"{SLOW} slow clients (the two have 200 threads): 40 pages meanwhile, the slowest in {worst:.2f} s",
        ok and worst < 5,
    )


def swapped(stand: Stand) -> Checked:
    """A new file is put in the place of the old one under load: nobody fails, and after ten seconds all is new."""
    old, new = stand.published / "equity.duckdb", stand.published / "next.duckdb"
    shutil.copy2(old, new)
    before = _version(PROXY)
    connection = duckdb.connect(str(new))
    connection.execute("UPDATE build SET version = 'feedfacecafe'")
    connection.close()
    last, wrong = 0.0, 0
    with _asking(_views, 6) as found:
        # So that nginx has just kept it.
        assert _version(PROXY) == before
        new.replace(old)
        began = time.monotonic()
        while time.monotonic() < began + STALE + 5:
            said = _version(PROXY)
            if said == before:
                last = time.monotonic() - began
            elif said != "feedfacecafe":
                wrong += 1
            time.sleep(0.05)
    failed = sum(status != 200 for _, status in found)
    holds = not failed and not wrong and last < STALE and before != "feedfacecafe"
    return (
        f"a new file: the old version last seen after {last:.1f} s of {STALE:.0f} allowed; "
        f"{len(found)} requests, {failed} failed",
        holds,
    )


def _version(where: tuple[str, int]) -> str:
    found: str = json.loads(get(where, "/api/v1/version").body).get("data_version", "")
    return found


def previewed(_: Stand) -> Checked:
    """Who has not signed on sees nothing of the preview; who has sees its line on each page; nothing is kept."""

    class SignOn(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(202 if "staff=yes" in self.headers.get("Cookie", "") else 401)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    signon = ThreadingHTTPServer((OTHERS["signon"], 4180), SignOn)
    threading.Thread(target=signon.serve_forever, daemon=True).start()
    name = "preview.equity.example.org"
    addresses = ("/explore", "/api/v1/indicators", "/download/equity.duckdb", "/style.css", "/export/csv")
    outside = [get(PROXY, address, Host=name) for address in addresses]
    inside = [get(PROXY, address, Host=name, Cookie="staff=yes", Accept_Encoding=BROWSER) for address in addresses]
    page = gzip.decompress(inside[0].body)
    public = get(PROXY, "/explore", Cookie="staff=yes").body
    signon.shutdown()
    closed = {got.status for got in outside} == {302} and all(
        "/oauth2/start" in got.headers["location"] for got in outside
    )
    statuses = [got.status for got in inside]
    kept = {
        (got.headers.get("cache-control"), got.headers.get("x-robots-tag", "")[:7], got.headers.get("x-cache"))
        for got in inside
    }
    holds = (
        closed
        and kept == {("private, no-store", "noindex", None)}
        and b"not released" in page
        and b"not released" not in public
    )
    return (
        f"preview: {len(outside)} addresses lead to the sign-on; signed on, {statuses}, none kept {kept}",
        holds,
    )


def written(stand: Stand) -> Checked:
    """What the sites wrote: nothing but what is in memory, and nothing is left in /tmp."""
    left = []
    for name in NAMES:
        root = Path(f"/proc/{stand.leader(name)}/root")
        left += [str(path.relative_to(root)) for path in (root / "tmp").rglob("*") if path.is_file()]
    return f"left in /tmp of the two: {len(left)} files {left[:4] or ''}", not left


CHECKS = (
    intact,
    negotiated,
    revalidated,
    posted,
    refused,
    previewed,
    slow,
    killed,
    both_away,
    swapped,
    written,
    forwarded,
)
