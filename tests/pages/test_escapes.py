"""Ways out of the site: to files that are not its own, to other sites, and out of a header."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from data.dates import today
from data.query.briefings.kept import KeptBriefing
from data.query.regions.member_code import encode
from pages.responses.briefings.sections import file_stem
from pages.responses.files.exports import attached
from tests.examples import is_deep
from tests.questions import Asked
from tests.site import Site, open_site

FOLDERS = (
    "/assets/", "/assets/geometry/", "/_dash-component-suites/dash/", "/_dash-component-suites/plotly/package_data/",
    "/geometry/", "/shapes/", "/export/series/", "/api/v1/views/", "/api/v1/", "/download/", "/data/", "/place/",
    "/scripts/", "/static/", "/static/bootstrap/",
)  # fmt: skip
UP = (
    "../", "..%2f", "%2e%2e/", "%2e%2e%2f", "..%5c", "..\\", "....//", "%252e%252e%252f", "..%00/", "/", "%2f", "file:",
)  # fmt: skip
FILES = (
    "app.py", "requirements.txt", "data/equity.duckdb", "etc/passwd", "proc/self/environ", ".git/HEAD", "flask/app.py",
)  # fmt: skip
SECRETS = ("create_app", "root:", "PATH=", "ref: refs", "--hash=", "class Flask")
ELSEWHERE = ("//evil.example", "/\\evil.example", "/%5Cevil.example", "/%2Fevil.example", "///evil.example/explore",
             "/%09/evil.example", "/explore//evil.example", "/.evil.example/", "/@evil.example/", "/https://evil.example/",
             "/explore/%0d%0aLocation:%20https://evil.example/", "/place/..//evil.example/")  # fmt: skip
HARMFUL = 'a"; filename="b.exe"\r\nSet-Cookie: a=b\r\n\r\n<script>/../..\\x\u202ecod.exe\x00é'


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


def asked(site: Site, path: str) -> Any:
    """What the server answers to a path as it came over the wire, with its dots and slashes as they are."""
    with site.client.open(method="GET", environ_overrides={"PATH_INFO": _plain(path), "RAW_URI": path}) as answered:
        answered.get_data()
    return answered


def _plain(path: str) -> str:
    """As gunicorn hands a path on: percent signs read once."""
    return re.sub(r"%([0-9a-f]{2})", lambda m: chr(int(m[1], 16)), path)


def test_no_address_leads_to_a_file_that_is_not_the_sites_own(site: Site) -> None:
    ways = [folder + up * deep + file for folder in FOLDERS for up in UP for file in FILES for deep in (1, 4)]
    assert len(ways) > 2000
    # Each day's run tries every eleventh, which no part has a multiple of.
    for path in ways[:: 1 if is_deep() else 11]:
        answered = asked(site, path)
        assert answered.status_code in (301, 302, 308, 400, 404), path
        said = answered.get_data(as_text=True)
        assert not [secret for secret in SECRETS if secret in said], path


@pytest.mark.parametrize("address", ELSEWHERE)
def test_no_redirect_leads_to_another_site(site: Site, address: str) -> None:
    for query in ("", "?lang=es", "?indicator=births&amp;level=county", "?next=//evil.example"):
        answered = asked(site, address + query)
        to = answered.headers.get("Location", "/")
        assert urlsplit(to).netloc in ("", "localhost"), to
        assert not re.match(r"[/\\]{2}", to), to
        assert "\n" not in to
        assert answered.status_code < 500


def test_an_address_to_come_back_from_is_shown_and_not_followed(site: Site) -> None:
    """`from` of the page About is an address of a view that a reader has something to say of."""
    for to in ("https://evil.example/", "//evil.example", "javascript:alert(1)", "/explore\r\nX: y"):
        page = site.get(f"/about?from={quote(to, safe='')}")
        assert page.status_code == 200
        assert not re.search(r'href="(?:https?:)?//evil|href="javascript', page.get_data(as_text=True))
        assert "Location" not in page.headers


def test_no_name_of_a_file_ends_its_header(site: Site, ask: Asked) -> None:
    towns = [place.geo_id for place in ask.catalog.places_of("municipality")][:3]
    words = f"members={encode(towns, ask.catalog)}&name={quote(HARMFUL)}"
    view = {"page": "explore", "words": {"indicator": "example_deaths"}, "heading": HARMFUL}
    briefing = {"views": json.dumps({"briefing": 1, "title": HARMFUL, "views": [view]})}
    answers = [
        site.get(f"/api/v1/views/region.csv?{words}"),
        site.get(f"/api/v1/views/explore.json?level=region&{words}"),
        site.get(f"/api/v1/views/place.csv?place={quote(HARMFUL)}"),
        site.get(f"/api/v1/views/explore.csv?indicator={quote(HARMFUL)}&place={quote(HARMFUL)}&metadata=zip"),
        site.get(f"/export/series/{quote(HARMFUL)}.csv"),
        site.client.post("/api/v1/briefing.json", data=briefing),
    ]
    assert [answered.status_code for answered in answers].count(200) >= 4
    for answered in answers:
        assert answered.status_code < 500
        assert "Set-Cookie" not in answered.headers
        named = answered.headers.get("Content-Disposition", "")
        assert re.fullmatch(r"""(attachment; filename="[\w.,-]*"; filename\*=UTF-8''[\w.%,-]*)?""", named), named


def test_a_name_that_would_end_its_header_is_taken_apart() -> None:
    """Whatever a name is made of: the route's own are plain."""
    named = attached(b"", "text/csv", HARMFUL).headers["Content-Disposition"]
    assert not re.search(r"[\r\n\x00]", named)
    assert named.count('"') == 2


def test_the_name_of_a_briefings_file_is_letters(ask: Asked) -> None:
    assert re.fullmatch(r"[\w-]+", file_stem(KeptBriefing(title=HARMFUL), today()))
