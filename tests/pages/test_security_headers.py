"""Headers that protect readers: on every kind of answer, also of those that fail, and on no answer a cookie."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import run_wsgi_app

from pages.responses.operations import security_headers
from pages.responses.operations.security_headers import BEFORE_FLASK, BY_KIND, OF_ALL, Kind, protected
from tests.site import Site, open_site

ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
          "X-Permitted-Cross-Domain-Policies": "none"}  # fmt: skip
OWN, ANYONES = "same-origin", "cross-origin"

ANSWERS: tuple[tuple[str, int, Kind, str], ...] = (
    ("/", 200, "document", OWN),
    ("/explore?level=county", 200, "document", OWN),
    ("/methods", 200, "document", OWN),
    ("/place/suffolk-county", 200, "document", OWN),
    ("/briefing?views=broken", 200, "document", OWN),
    ("/nowhere", 404, "document", OWN),
    ("/place/nowhere", 404, "document", OWN),
    ("/?level=county", 302, "document", OWN),
    ("/explore/", 308, "document", OWN),
    ("/embed?view=table", 200, "embed", ANYONES),
    ("/health", 200, "file", OWN),
    ("/search.json?q=a", 200, "file", OWN),
    ("/explore/states.json", 200, "file", OWN),
    ("/shapes/county.json", 200, "file", OWN),
    ("/shapes/nowhere.json", 404, "document", OWN),
    ("/style.css", 200, "file", OWN),
    ("/assets/icon.svg", 200, "file", OWN),
    ("/_dash-layout", 200, "file", OWN),
    ("/robots.txt", 200, "file", OWN),
    ("/sitemap.xml", 200, "file", OWN),
    ("/card.png", 200, "file", ANYONES),
    ("/data/releases.atom", 200, "file", ANYONES),
    ("/download/equity.duckdb", 200, "file", ANYONES),
    ("/export/series/example_deaths.csv", 200, "file", ANYONES),
    ("/export/csv", 308, "document", OWN),
    ("/api/v1/indicators", 200, "file", ANYONES),
    ("/api/v1/nowhere", 404, "file", ANYONES),
    ("/api/v1/observations?indicator=nonsense", 400, "file", ANYONES),
    ("/api/v1/views/explore.csv", 200, "file", ANYONES),
)
"""An address of each kind, its status, what its answer is, and whose pages may show it."""


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


def assert_protected(answered: Any, kind: Kind, shown_by: str) -> None:
    """The answer has what its kind has, each once, sets no cookie and names no version of a program."""
    expected = {**ALWAYS, **dict(BY_KIND[kind]), "Cross-Origin-Resource-Policy": shown_by}
    for name in (*expected, "X-Frame-Options", "Strict-Transport-Security", "Permissions-Policy"):
        assert answered.headers.getlist(name) == ([expected[name]] if name in expected else []), name
    assert "Set-Cookie" not in answered.headers
    assert not re.search(r"\d", answered.headers.get("Server", ""))
    assert "X-Powered-By" not in answered.headers


@pytest.mark.parametrize(("address", "status", "kind", "shown_by"), ANSWERS, ids=[a for a, *_ in ANSWERS])
def test_every_answer_has_the_headers_of_its_kind(
    site: Site, address: str, status: int, kind: Kind, shown_by: str
) -> None:
    answered = site.get(address)
    assert answered.status_code == status
    assert_protected(answered, kind, shown_by)
    if status == 200:
        with site.client.head(address) as headed:
            assert_protected(headed, kind, shown_by)


def test_what_is_sent_is_answered_with_them_too(site: Site) -> None:
    assert_protected(site.client.post("/briefing", data={"views": "none"}), "document", OWN)
    assert_protected(site.client.delete("/explore"), "document", OWN)
    assert_protected(site.client.options("/api/v1/indicators"), "document", OWN)
    answered = site.callback("explore-head.children", {"explore-asked.data": "?view=table"}, "explore-asked.data")
    assert_protected(answered, "file", OWN)


def test_an_answer_that_fails_has_them_where_a_page_does_and_where_the_server_does(example: Path) -> None:
    broken = open_site(example)
    broken.app.server.config["PROPAGATE_EXCEPTIONS"] = False

    def fail(*_: object) -> Any:
        raise RuntimeError("synthetic failure")

    broken.app.server.view_functions["health"] = fail
    assert_protected(broken.get("/health"), "document", OWN)
    broken.app.server.after_request_funcs.setdefault(None, []).insert(0, fail)
    failed = broken.get("/robots.txt")
    assert failed.status_code == 500
    assert_protected(failed, "document", OWN)


def test_an_answer_that_only_says_that_nothing_changed_changes_no_policy(site: Site) -> None:
    """Caches take the headers of a 304 for those of what they keep, which may be a document or a file."""
    tag = site.get("/data/releases.atom").headers["ETag"]
    answered = site.get("/data/releases.atom", **{"If-None-Match": tag})
    assert answered.status_code == 304
    ours = {name for name, _ in (*BEFORE_FLASK, *BY_KIND["document"])}
    assert ours & set(answered.headers.keys()) == {name for name, _ in OF_ALL}


def test_browsers_are_told_to_keep_to_tls_where_the_site_was_asked_over_it(site: Site) -> None:
    for address in ("/explore", "/health", "/nowhere"):
        answered = site.client.get(address, base_url="https://localhost")
        assert answered.headers["Strict-Transport-Security"] == "max-age=31536000"
        assert "Strict-Transport-Security" not in site.get(address).headers


def test_scripts_are_the_sites_own_and_nothing_is_evaluated() -> None:
    """The policy as its readers rely on it, by its directives."""
    for kind in ("document", "embed"):
        policy = dict(BY_KIND[kind])["Content-Security-Policy"]
        said = dict(part.split(" ", 1) for part in policy.split("; "))
        assert said["script-src"] == "'self'"
        assert said["default-src"] == said["object-src"] == said["base-uri"] == "'none'"
        assert said["form-action"] == said["connect-src"] == said["font-src"] == "'self'"
        assert said["frame-ancestors"] == ("*" if kind == "embed" else "'none'")
        assert "unsafe-eval" not in policy
        assert "http" not in policy
    of_files = dict(BY_KIND["file"])["Content-Security-Policy"]
    assert "script" not in of_files
    assert of_files.startswith("default-src 'none'; ")


def test_no_document_has_a_script_in_its_text(site: Site) -> None:
    """Or its browser would refuse it. What is no script but data may stand there."""
    for address in ("/", "/explore", "/embed", "/gaps", "/worst", "/methods", "/places", "/briefing", "/search?q=a",
                    "/regions", "/data", "/about", "/place/suffolk-county", "/nowhere"):  # fmt: skip
        page = site.get(address).get_data(as_text=True)
        scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
        assert scripts, address
        inline = [attributes for attributes, text in scripts if text.strip() and "json" not in attributes]
        assert inline == [], address
        assert not re.search(r"<[^>]+\son[a-z]+=", re.sub(r"<textarea.*?</textarea>", "", page, flags=re.DOTALL)), (
            address
        )
        assert "javascript:" not in page


def test_what_an_application_says_itself_gives_way() -> None:
    def application(_environ: Any, start_response: Any) -> list[bytes]:
        start_response("200 OK", [("Content-Type", "text/html"), ("content-security-policy", "default-src *")])
        return [b"a"]

    _, _, headers = run_wsgi_app(protected(application), {"PATH_INFO": "/", "wsgi.url_scheme": "http"})
    assert headers.getlist("Content-Security-Policy") == [dict(BY_KIND["document"])["Content-Security-Policy"]]


def test_the_table_has_every_header_of_the_list_that_is_for_a_site_without_accounts() -> None:
    """OWASP's list of headers to send, without those of sites that know their readers (Clear-Site-Data)."""
    listed = {
        "Strict-Transport-Security", "X-Frame-Options", "X-Content-Type-Options", "Content-Security-Policy",
        "X-Permitted-Cross-Domain-Policies", "Referrer-Policy", "Cross-Origin-Embedder-Policy",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy",
    }  # fmt: skip
    found = security_headers.headers_of("/", "text/html; charset=utf-8", 200, https=True)
    assert {name for name, _ in found} == listed
    assert len(found) == len(listed)
