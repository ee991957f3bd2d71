"""Scripts and style sheets are few, named by what is in them, and kept for good; no document holds a script to run."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import brotli
import pytest

from data.settings import ROOT
from pages.responses.files.bootstrap import FILE, TAKEN, classes, taken
from pages.responses.files.scripts import DASH, READING, VIEWS, joined
from tests.site import Site, shared_site

ADDRESSES = [
    "/",
    "/explore",
    "/gaps",
    "/worst",
    "/embed",
    "/methods",
    "/regions",
    "/briefing",
    "/nowhere",
    "/search?q=a",
]
OWN = sorted((ROOT / "assets").glob("*.js"))
KEPT = "public, max-age=31536000, immutable"


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


def address_of(site: Site, name: str, page: str = "/explore") -> str:
    (found,) = re.findall(rf'src="(/scripts/\w+/{name})"', site.get(page).get_data(as_text=True))
    return str(found)


@pytest.mark.parametrize("address", ADDRESSES)
def test_no_document_holds_a_script_that_is_run(site: Site, address: str) -> None:
    page = site.get(address).get_data(as_text=True)
    scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", page, re.DOTALL)
    assert scripts
    for attributes, content in scripts:
        data = re.search(r'type="application/(?:ld\+)?json"', attributes) is not None
        assert data or (' src="/scripts/' in attributes and not content), attributes
    assert not re.findall(r"<[^>]* on[a-z]+=", page)
    assert "javascript:" not in page


def test_a_page_has_one_script_of_ours_and_one_style_sheet(site: Site) -> None:
    for address in ADDRESSES:
        page = site.get(address).get_data(as_text=True)
        scripts = re.findall(r'<script defer src="/scripts/\w+/([\w.]+)"', page)
        assert scripts in ([READING], [VIEWS, DASH])
        assert page.count('rel="stylesheet"') == 1


def test_every_script_of_ours_is_in_one_of_them_whole_and_in_order(site: Site) -> None:
    sent = {name: site.get(address_of(site, name, page)).get_data(as_text=True)
            for name, page in ((READING, "/methods"), (VIEWS, "/explore"))}  # fmt: skip
    places: dict[str, list[int]] = {READING: [], VIEWS: []}
    for path in OWN:
        part = joined([path.read_text(encoding="utf-8")]).decode()
        found = {name: text.find(part) for name, text in sent.items() if part in text}
        assert found, path.name
        for name, place in found.items():
            places[name].append(place)
    assert all(found == sorted(found) for found in places.values())
    # Dash begins when all else is there, and is not waited for by what needs no Dash.
    last = site.get(address_of(site, DASH)).get_data(as_text=True).splitlines()[-1]
    assert last == "var renderer = new DashRenderer();"
    assert "DashRenderer" not in sent[READING] + sent[VIEWS]


def test_joining_leaves_out_what_is_no_program() -> None:
    """A text over several lines would lose its indentation, and a comment behind code its line."""
    for path in OWN:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert line.count("`") % 2 == 0, f"{path.name}: {line}"
            assert not line.lstrip().startswith("/*"), f"{path.name}: {line}"
    assert joined(["// said\n\n(() => {\n  // more\n  const a = '// b';\n})();\n"]) == (
        b"try{\n(() => {\nconst a = '// b';\n})();\n}catch(error){reportError(error)}\n"
    )


@pytest.mark.parametrize("name", [VIEWS, READING])
def test_a_script_is_kept_for_good_under_its_own_version_alone(site: Site, name: str) -> None:
    page = "/methods" if name == READING else "/explore"
    address = address_of(site, name, page)
    packed = site.get(address, **{"Accept-Encoding": "gzip, deflate, br"})
    zipped = site.get(address, **{"Accept-Encoding": "gzip, deflate"})
    plain = site.get(address)
    assert (packed.headers["Content-Encoding"], zipped.headers["Content-Encoding"]) == ("br", "gzip")
    assert brotli.decompress(packed.data) == gzip.decompress(zipped.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    for answered in (packed, zipped, plain):
        assert answered.headers["Cache-Control"] == KEPT
        assert "Accept-Encoding" in answered.headers["Vary"]
        assert answered.mimetype == "text/javascript"
    # A page of another release gets what there is, and keeps it for no other visit.
    other = site.get(re.sub(r"\w{16}", "0" * 16, address))
    assert (other.status_code, other.data) == (200, plain.data)
    assert other.headers["Cache-Control"] == "no-store"
    assert site.get(address.replace(name, "secrets.js")).status_code == 404


def test_the_style_sheet_has_every_class_of_bootstrap_that_a_page_has(site: Site) -> None:
    whole = FILE.read_text(encoding="utf-8")
    known = classes(whole)
    assert len(known) > 800
    views = [f"/explore?view={view}" for view in ("table", "groups", "compare")]
    for address in (*ADDRESSES, *views, "/place/boston"):
        page = site.get(address).get_data(as_text=True)
        worn = {name for names in re.findall(r'class="([^"]*)"', page) for name in names.split()}
        assert worn & known <= TAKEN, address
    sheet = taken(whole)
    assert classes(sheet) <= TAKEN
    assert "getbootstrap.com" in sheet
    for rule in (".form-select{", ".visually-hidden:not(caption){", "[type=button],", ".form-check-input:checked{"):
        assert rule in sheet
    assert taken('@media print{.a,p.small,b:not(.small,.a){x:y}.c{d:e}}@media all{.f{g:h}}i{j:url("}")}') == (
        '@media print{p.small{x:y}}i{j:url("}")}'
    )
