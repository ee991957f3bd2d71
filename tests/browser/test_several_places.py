"""Four towns over time, as somebody puts them together for a meeting: from `/` to a slide and a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pptx import Presentation

from tests.browser.page_checks import assert_accessible, no_horizontal_scroll, settle
from tests.browser.server import ROOT

TOWNS = ("Lynn", "Malden", "Revere", "Chelsea")
MOST = 8
SERIES = """
select year(period_start), value
from observation join geography using (geo_id)
where indicator = 'opioid_overdose_deaths' and level = 'municipality' and name = ? and stratum = 'overall'
  and year(period_start) = year(period_end) and value is not null
order by 1
"""
FOUR = (
    "/explore?indicator=opioid_overdose_deaths&level=municipality&period=2018&view=compare&place=lynn"
    "&with=malden,revere,chelsea"
)


def series() -> dict[str, dict[float, float]]:
    """Rates of each town by year, straight from the file."""
    with duckdb.connect(str(ROOT / "data" / "equity.duckdb"), read_only=True) as connection:
        found = {town: connection.execute(SERIES, [town]).fetchall() for town in TOWNS}
    assert all(len(rows) > 3 for rows in found.values())
    return {town: {float(year): value for year, value in rows} for town, rows in found.items()}


def is_near(found: dict[float, float], wanted: dict[float, float]) -> bool:
    """Whether two lines have the same years and figures, but for the last decimals."""
    rounded = [{round(x, 1): round(y, 6) for x, y in line.items()} for line in (found, wanted)]
    return rounded[0] == rounded[1]


class Choices:
    """What a person does, one by one."""

    def __init__(self, page: Page) -> None:
        self.page, self.number = page, 0

    def make(self, action: Callable[[], Any]) -> None:
        """A click, an option taken from a list, or a name typed and sent with Enter."""
        self.number += 1
        action()

    def download(self, kind: str) -> bytes:
        with self.page.expect_download() as taken:
            self.make(self.page.locator(f"a[data-key=take-{kind}]").click)
        assert taken.value.suggested_filename.endswith(f"lynn_malden_revere_chelsea_compare.{kind}")
        return Path(taken.value.path()).read_bytes()


def test_four_towns_are_a_slide_and_a_workbook_in_eight_choices(page: Page) -> None:
    page.goto("/")
    done = Choices(page)
    card = page.locator(".overview-card").filter(
        has=page.get_by_role("link", name="Opioid overdose deaths", exact=True)
    )
    done.make(card.get_by_role("link", name="Set cities and towns side by side").click)
    expect(page).to_have_url(re.compile("view=compare"))
    settle(page)

    def typed() -> None:
        page.locator("#choose-place").fill(TOWNS[0])
        page.locator("#choose-place").press("Enter")

    done.make(typed)
    for label, town in (
        ("Compare Lynn with", "Malden"),
        ("Set one more place beside them", "Revere"),
        ("Set one more place beside them", "Chelsea"),
    ):
        expect(page.get_by_label(label)).to_be_visible()
        done.make(partial(take, page, label, town))
        expect(page).to_have_url(re.compile(town.lower()))
        settle(page)
    expect(page.locator("h1")).to_contain_text("Lynn 53.3, Malden 28.8, Revere 40.9 and Chelsea 31.7")
    slide, workbook = done.download("pptx"), done.download("xlsx")
    assert done.number <= MOST
    assert_slide(slide)
    assert_workbook(workbook)


def take(page: Page, label: str, town: str) -> None:
    """Take a town from a list; of places close in size the list says so behind the name."""
    options = page.get_by_label(label).locator("option").all_text_contents()
    page.get_by_label(label).select_option(label=next(o for o in options if o == town or o.startswith(f"{town} (")))


def assert_slide(content: bytes) -> None:
    """One native chart has the four lines, and its numbers are the file's."""
    charts = [
        shape.chart for slide in Presentation(BytesIO(content)).slides for shape in slide.shapes if shape.has_chart
    ]
    assert len(charts) == 1, "the four towns are in one chart"
    assert load_workbook(BytesIO(charts[0].part.chart_workbook.xlsx_part.blob)).worksheets, "it can be edited"
    lines: dict[str, dict[float, float]] = {}
    for drawn in charts[0].plots[0].series:
        town = drawn.name.partition(",")[0]
        points = zip(drawn.iter_values(), _x_values(drawn), strict=True)
        lines.setdefault(town, {}).update({x: y for y, x in points if y is not None and x is not None})
    for town, wanted in series().items():
        assert is_near(lines[town], wanted), town


def _x_values(drawn: Any) -> list[float | None]:
    points = {int(p.get("idx")): float(p.findtext("{*}v")) for p in drawn._element.findall("{*}xVal//{*}pt")}
    return [points.get(n) for n in range(len(list(drawn.iter_values())))]


def assert_workbook(content: bytes) -> None:
    """Each town has a table of numbers; a native chart has all four."""
    book = load_workbook(BytesIO(content))
    sheets: list[Any] = list(book.worksheets)
    assert [len(sheet._charts) for sheet in sheets if sheet._charts] == [1]
    figures = {
        round(float(cell.value), 4)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float)
    }
    for town, wanted in series().items():
        assert {round(value, 4) for value in wanted.values()} <= figures, town


@pytest.mark.viewport(375, 812)
def test_four_towns_on_a_phone_in_spanish_and_one_left_out_by_keyboard(page: Page) -> None:
    page.goto(f"{FOUR}&lang=es")
    settle(page)
    expect(page.locator("h1")).to_contain_text("Chelsea")
    expect(page.get_by_label("Poner otro lugar al lado")).to_be_visible()
    expect(page.locator("#compared-trend-text")).to_contain_text("Revere: ")
    no_horizontal_scroll(page)
    assert_accessible(page)
    link = page.locator("a[data-key=without-malden]")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"with=revere(,|%2C)chelsea(&|$)"))
    settle(page)
    expect(page.locator("a[data-key^=without-]")).to_have_count(3)
