"""A new data file comes while readers are there: no request fails, and no answer is of two files."""

from __future__ import annotations

import random
import shutil
import threading
import time
from pathlib import Path

import pytest

from pages.responses.release import VERSION
from tests.site import Site, open_site
from tests.soak.versions import SECOND, told_versions, version_of, write_second

pytestmark = pytest.mark.slow

ADDRESSES = (
    "/", "/explore", "/explore?indicator=example_cost&level=county", "/embed?indicator=example_cost", "/data",
    "/health", "/place/suffolk-county", "/explore/states.json?indicator=example_cost&level=county",
    "/shapes/county.json", "/search.json?q=cost", "/api/v1/indicators",
    "/api/v1/observations?indicator=example_cost&limit=20", "/api/v1/views/explore.csv", "/card.png?page=/methods",
    "/export/series/example_cost.csv", "/download/equity.duckdb",
)  # fmt: skip
READERS, REQUESTS = 20, 6


@pytest.fixture
def served(example: Path, tmp_path: Path) -> tuple[Site, Path, Path]:
    """A site over a file, the file, and another that can take its place."""
    first, second = tmp_path / "served.duckdb", tmp_path / "second.duckdb"
    shutil.copyfile(example, first)
    write_second(first, second)
    return open_site(first), first, second


def test_no_request_fails_and_no_answer_is_of_two_files(served: tuple[Site, Path, Path]) -> None:
    site, first, second = served
    old, new_bytes = version_of(first), second.read_bytes()
    wrong, seen = list[object](), list[tuple[float, float, str]]()

    def read(number: int) -> None:
        dice, client = random.Random(number), site.app.server.test_client()
        for _ in range(REQUESTS):
            address, began = dice.choice(ADDRESSES), time.monotonic()
            with client.get(address) as answered:
                content, version = answered.get_data(), answered.headers.get(VERSION, "")
            told = told_versions(old, version, content) if not address.startswith("/download") else {version[:12]}
            if address.startswith("/download") and version.startswith(SECOND) != (content == new_bytes):
                wrong.append("the file that is sent is not the one its header tells of")
            # While pages are made, who fetches ahead is asked to come back, and a full line is refused in words.
            if answered.status_code not in (200, 204, 503) or not version or len(told) != 1:
                wrong.append((address, answered.status_code, version, told))
            seen.append((began, time.monotonic(), version[:12]))

    readers = [threading.Thread(target=read, args=(number,)) for number in range(READERS)]
    for reader in readers:
        reader.start()
    second.replace(first)
    for reader in readers:
        reader.join()
    assert wrong == []
    came = min(ended for _, ended, version in seen if version == SECOND)
    assert {version for began, _, version in seen if began > came} == {SECOND}, (
        "once it was seen, nobody has the old one"
    )
    assert version_of(first) == SECOND


def test_a_page_says_which_data_and_code_it_is_made_of(served: tuple[Site, Path, Path]) -> None:
    site, first, second = served
    versions = []
    for _ in range(2):
        answered = site.get("/explore")
        assert f'<body data-version="{answered.headers[VERSION]}">' in answered.get_data(as_text=True)
        shown = site.show("?indicator=example_cost")["response"]["explore-view"]["data"]["version"]
        assert shown == answered.headers[VERSION]
        assert VERSION not in site.get("/assets/icon.svg").headers, "what is no data waits for none"
        versions.append(shown)
        second = second.replace(first) if second.exists() else second
    assert versions[1].startswith(SECOND)
    assert versions[0] != versions[1]
