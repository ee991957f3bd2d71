"""Addresses that give a view to take along: the right file, its name and type, and words where there is none."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import unquote

import pytest
from PIL import Image

from components.page.notes_section import notes_section
from components.views import describe as view
from data import dates
from tests.components.reading import text as words_of
from tests.questions import Asked
from tests.site import Site, open_site

EXPLORE = "/api/v1/views/explore"
DEATHS = "?indicator=example_deaths&level=county&by=race_ethnicity&group=black_nh&period=2021-2023&view=map"


@pytest.fixture(scope="module")
def site(example: Path) -> Site:
    return open_site(example)


def test_csv_comes_as_a_file_of_its_own_name(site: Site) -> None:
    answered = site.get(f"{EXPLORE}.csv{DEATHS}")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"] == "text/csv; charset=utf-8"
    plain, encoded = re.fullmatch(
        r"attachment; filename=\"(.+)\"; filename\*=UTF-8''(.+)", answered.headers["Content-Disposition"]
    ).groups()  # type: ignore[union-attr]
    assert plain == unquote(encoded)
    assert plain.endswith("_black_counties_2021-2023_massachusetts.csv")
    assert answered.data.startswith(b"\xef\xbb\xbf"), "by its mark a spreadsheet knows the letters"
    text = answered.data.decode("utf-8-sig")
    assert text.startswith("table,indicator,place,geo_id,")
    assert all(line.count('"') % 2 == 0 for line in text.split("\r\n"))


def test_png_comes_as_a_picture_with_the_address_it_shows(site: Site) -> None:
    answered = site.get(f"{EXPLORE}.png{DEATHS}&place=suffolk-county")
    assert answered.status_code == 200
    assert answered.headers["Content-Type"] == "image/png"
    with Image.open(BytesIO(answered.data)) as picture:
        picture.load()
        address = picture.text["URL"]  # type: ignore[attr-defined]
    assert address.startswith("http://localhost/explore?indicator=example_deaths")
    assert "place=suffolk-county" in address


def test_a_file_the_reader_has_is_not_sent_again(site: Site) -> None:
    first = site.get(f"{EXPLORE}.csv{DEATHS}")
    assert first.headers["Cache-Control"] == "public, no-cache"
    again = site.get(f"{EXPLORE}.csv{DEATHS}", **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = site.get(f"{EXPLORE}.csv{DEATHS}&place=suffolk-county", **{"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_words_that_are_left_out_or_said_in_another_order_give_the_same_file(site: Site) -> None:
    turned = "?" + "&".join(reversed(DEATHS[1:].split("&")))
    assert site.get(f"{EXPLORE}.csv{turned}").headers["ETag"] == site.get(f"{EXPLORE}.csv{DEATHS}").headers["ETag"]


def test_a_mended_address_says_so_in_the_file(site: Site) -> None:
    rows = list(csv.DictReader(StringIO(site.get(f"{EXPLORE}.csv{DEATHS}&place=atlantis").data.decode("utf-8-sig"))))
    (notice,) = [row["text"] for row in rows if row["item"] == "notice"]
    assert "“atlantis” is not a place we know." in notice


@pytest.mark.parametrize("kind", ["csv", "png"])
def test_a_view_without_figures_is_refused_in_words(site: Site, kind: str) -> None:
    answered = site.get(f"{EXPLORE}.{kind}?indicator=example_screening&view=groups", Accept="text/html,*/*;q=0.8")
    assert answered.status_code == 400
    assert answered.headers["Content-Type"].startswith("text/html")
    assert "There is nothing to take along here" in answered.data.decode()
    assert "Content-Disposition" not in answered.headers


def test_without_data_the_reader_is_told_to_come_back(tmp_path: Path) -> None:
    answered = open_site(tmp_path / "nowhere.duckdb").get(f"{EXPLORE}.csv{DEATHS}")
    assert answered.status_code == 503
    assert "Try again in a minute" in answered.data.decode()


@pytest.mark.parametrize("kind", ["csv", "png"])
def test_the_addresses_of_before_lead_to_the_same_file(site: Site, kind: str) -> None:
    """As they stand in mail and bookmarks, in whatever order their words are."""
    answered = site.get(f"/export/{kind}{DEATHS}&lang=es")
    assert (answered.status_code, answered.location) == (308, f"{EXPLORE}.{kind}{DEATHS}&lang=es")
    assert site.get(f"/export/{kind}").location == f"{EXPLORE}.{kind}"


def test_whoever_asks_only_for_the_head_gets_it(site: Site) -> None:
    whole = site.get(f"{EXPLORE}.csv{DEATHS}")
    with site.client.head(f"{EXPLORE}.csv{DEATHS}") as head:
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["ETag"] == whole.headers["ETag"]
        assert head.content_length == len(whole.data)


def test_a_format_we_do_not_have_is_not_found(site: Site) -> None:
    assert site.get(f"{EXPLORE}.xyz{DEATHS}").status_code == 404
    assert site.get(f"/api/v1/views/nowhere.csv{DEATHS}").status_code == 404


@pytest.mark.parametrize(
    "broken", ["", "?", "?view=%00&group=%F0%9F%92%A9", "?period=2021-&place=<script>", "?lang=xx"]
)
def test_any_address_gives_a_file(site: Site, broken: str) -> None:
    for kind in ("csv", "png"):
        assert site.get(f"{EXPLORE}.{kind}{broken}").status_code == 200


def rows_of(site: Site, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(site.get(f"{EXPLORE}.csv{query}").data.decode("utf-8-sig"))))


def test_a_file_made_late_in_the_evening_bears_the_day_of_boston(
    site: Site, ask: Asked, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At 03:30 in London it is 22:30 of the day before: in the table, in the picture, and in what was built then."""
    late = datetime(2026, 11, 28, 3, 30, tzinfo=UTC)
    monkeypatch.setattr(dates, "now", lambda: late)
    (day,) = [row["text"] for row in rows_of(site, DEATHS) if row["item"] == "exported"]
    assert day == "2026-11-27"
    with Image.open(BytesIO(site.get(f"{EXPLORE}.png{DEATHS}").data)) as picture:
        picture.load()
        assert picture.text["Creation Time"] == "2026-11-27"  # type: ignore[attr-defined]
    answer = ask(indicator="example_deaths", group="black_nh", period="2021-2023")
    built = replace(answer, catalog=replace(answer.catalog, built="2026-11-28T03:30:00Z"))
    assert view.describe(built, "http://localhost", date(2026, 11, 27)).built == "2026-11-27"
    assert "built November 27, 2026" in words_of(notes_section(built))


def test_of_a_long_word_sixty_letters_stand_in_the_file(site: Site) -> None:
    """The address is anyone's text: Thousands of letters of it stood in a file of the state."""
    (notice,) = [row["text"] for row in rows_of(site, f"?view={'y' * 3900}") if row["item"] == "notice"]
    assert notice == f"“{'y' * 60}…” is not a view. Showing the map instead."
    assert b"y" * 61 not in site.get(f"{EXPLORE}.png?view={'y' * 3900}").data


def test_a_mangled_address_gives_the_file_of_the_clean_one(site: Site) -> None:
    mangled = f"{DEATHS.replace('&', '&amp;').replace('2021-2023', '2021%E2%80%932023').replace('county', 'County')})."
    assert rows_of(site, mangled) == rows_of(site, DEATHS)
