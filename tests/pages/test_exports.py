"""Addresses that give a view to take along: the right file, its name and type, and words where there is none."""

from __future__ import annotations

import csv
import re
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from tests.site import Site, open_site

DEATHS = "?indicator=example_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023&view=map"


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


def test_csv_comes_as_a_file_of_its_own_name(site: Site) -> None:
    answered = site.get(f"/export/csv{DEATHS}")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"] == "text/csv; charset=utf-8"
    plain, encoded = re.fullmatch(
        r"attachment; filename=\"(.+)\"; filename\*=UTF-8''(.+)", answered.headers["Content-Disposition"]
    ).groups()  # type: ignore[union-attr]
    assert plain == unquote(encoded)
    assert plain.endswith("_black_counties_2021-2023_massachusetts.csv")
    text = answered.data.decode("utf-8")
    assert text.startswith("table,indicator,place,geo_id,")
    assert all(line.count('"') % 2 == 0 for line in text.split("\r\n"))


def test_png_comes_as_a_picture_with_the_address_it_shows(site: Site) -> None:
    answered = site.get(f"/export/png{DEATHS}&place=suffolk-county")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"] == "image/png"
    with Image.open(BytesIO(answered.data)) as picture:
        picture.load()
        address = picture.text["URL"]  # type: ignore[attr-defined]
    assert address.startswith("http://localhost/explore?indicator=example_deaths")
    assert "place=suffolk-county" in address


def test_a_file_the_reader_has_is_not_sent_again(site: Site) -> None:
    first = site.get(f"/export/csv{DEATHS}")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = site.get(f"/export/csv{DEATHS}", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = site.get(f"/export/csv{DEATHS}&place=suffolk-county", **{"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_words_that_are_left_out_or_said_in_another_order_give_the_same_file(site: Site) -> None:
    turned = "?" + "&".join(reversed(DEATHS[1:].split("&")))
    assert site.get(f"/export/csv{turned}").headers["ETag"] == site.get(f"/export/csv{DEATHS}").headers["ETag"]


def test_a_mended_address_says_so_in_the_file(site: Site) -> None:
    rows = list(csv.DictReader(StringIO(site.get(f"/export/csv{DEATHS}&place=atlantis").data.decode())))
    (notice,) = [row["text"] for row in rows if row["item"] == "notice"]
    assert "“atlantis” is not a place we know." in notice


@pytest.mark.parametrize("kind", ["csv", "png"])
def test_a_view_without_figures_is_refused_in_words(site: Site, kind: str) -> None:
    answered = site.get(f"/export/{kind}?indicator=example_screening&view=groups")
    assert answered.status_code == 400
    assert answered.headers["Content-Type"].startswith("text/html")
    assert "There is nothing to take along here" in answered.data.decode()
    assert "Content-Disposition" not in answered.headers


def test_without_data_the_reader_is_told_to_come_back(tmp_path: Path) -> None:
    answered = open_site(tmp_path / "nowhere.duckdb").get(f"/export/csv{DEATHS}")
    assert answered.status_code == 503
    assert "Try again in a minute" in answered.data.decode()


def test_a_format_we_do_not_have_is_not_found(site: Site) -> None:
    assert site.get(f"/export/xyz{DEATHS}").status_code == 404


@pytest.mark.parametrize(
    "broken", ["", "?", "?view=%00&group=%F0%9F%92%A9", "?period=2021-&place=<script>", "?lang=xx"]
)
def test_any_address_gives_a_file(site: Site, broken: str) -> None:
    for kind in ("csv", "png"):
        assert site.get(f"/export/{kind}{broken}").status_code == 200
