"""Each sentence of what Explore promises, walked: reaching everyone, sharing, and taking along.

What a width can change is walked at three; what is said, or is in a file, is the same at each, and is read at one.
"""

from __future__ import annotations

import csv
import json
import re
from io import BytesIO, StringIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Download, Page, expect

from tests.browser.explore import drawn, focus, leads_to, mirrors, reaches, shapes, tab, visit, words
from tests.browser.page_checks import TABLET, assert_accessible, no_horizontal_scroll, settle
from tests.browser.walk import COUNTY, WIDTHS, apart_in_grey, at_one_width, at_three_widths

CAN_SHARE = "navigator.share = (given) => { window.given = given; return Promise.resolve(); };"
STEM = "drug-overdose-deaths_black_counties_2021-2023_hampden-county"
FINDING = "Black residents in Hampden County die of overdose at 1.5 times the rate in Massachusetts, 2021–23"
SUBTITLE = "Drug overdose deaths per 100,000 Black residents a year. Hampden County, Massachusetts, 2021–2023."

# Labels that do not fit: cut off by the map's box, or over each other.
CROWDED = """
() => {
  const map = document.querySelector('.map-box').getBoundingClientRect();
  const lines = (label) => {
    const range = document.createRange();
    range.selectNodeContents(label);
    return [...range.getClientRects()];
  };
  const labels = [...document.querySelectorAll('.map-figure .map-label')].filter(label => label.checkVisibility());
  const found = labels.map(label => [label.textContent, lines(label)]);
  const off = found.filter(([, own]) => own.some(a => a.left < map.left - 1 || a.right > map.right + 1));
  // A line is higher than its letters: only where letters meet is one label over another.
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 5 && b.top < a.bottom - 5;
  const over = found.filter(([, own], i) => found.slice(i + 1).some(([, other]) =>
    own.some(a => other.some(b => meet(a, b)))));
  return [...off, ...over].map(([text]) => text);
}
"""
# What a finger is to hit, but for links within a sentence (WCAG 2.5.8) and places on the map, which the list has too.
SMALL = """
() => [...document.querySelectorAll('main :is(a, button, select, summary, label.form-check-label)')]
  .filter(part => part.checkVisibility({opacityProperty: true, visibilityProperty: true}))
  .filter(part => !part.closest('.chart, .notes p, .benchmark-list, figcaption'))
  .map(part => [part, part.getBoundingClientRect()])
  .filter(([, box]) => box.width && (box.height < 43.5 || box.width < 43.5))
  .map(([part]) => part.outerHTML.slice(0, 90))
"""

# Reaching everyone


@at_three_widths
def test_reaching_everyone(page: Page, width: int) -> None:
    visit(page, COUNTY)
    assert_accessible(page)  # WCAG 2.1 AA throughout
    the_map_by_keyboard(page)
    every_figure_has_its_words_and_its_table(page)
    phone_first_class(page, width)
    forced_colours_and_less_motion(page)
    reflow(page)


def the_map_by_keyboard(page: Page) -> None:
    """Arrow keys between neighbours, typing a name, Enter to choose; live region; focus never lost."""
    page.locator("#map").focus()
    page.keyboard.type("worc")
    at = "document.getElementById(document.activeElement.getAttribute('aria-activedescendant')).dataset.place"
    assert page.evaluate(at) == "worcester-county"
    page.keyboard.press("ArrowRight")
    leads_to(page, "middlesex-county", "norfolk-county")
    page.keyboard.press("Enter")
    chosen = page.evaluate(at)
    reaches(page, place=chosen)
    expect(page.locator("#explore-live")).to_contain_text(f"{chosen.split('-')[0].title()} County:")
    assert focus(page)["id"] == "map"
    mirrors(page)


def every_figure_has_its_words_and_its_table(page: Page) -> None:
    """Each figure with generated alternative text and its table one key away."""
    drawn_figures = page.get_by_role("figure").filter(has=page.locator("figcaption"))
    expect(drawn_figures).to_have_count(3)
    for index in range(3):
        words = re.compile("^(Map:|Dot chart|Line chart) .{80,}", re.DOTALL)
        expect(drawn_figures.nth(index).locator("figcaption")).to_have_text(words)
        expect(drawn_figures.nth(index)).to_have_accessible_name(re.compile("^.{3,40}$"))
    # The squares of what is not known are an ornament beside the same in words.
    expect(page.get_by_role("figure", name="What is not known")).to_contain_text("counties are hidden")
    tab(page, "table").focus()
    page.keyboard.press("Enter")
    reaches(page, view="table")
    expect(page.get_by_role("table").first).to_be_visible()
    assert focus(page)["key"] == "table"
    tab(page, "map").press("Enter")
    reaches(page, view="map")


def phone_first_class(page: Page, width: int) -> None:
    """Controls in a sheet, map pannable without trapping scroll, labels that fit; 44-px targets on touch."""
    assert page.evaluate(CROWDED) == []
    assert page.locator("#map").evaluate("map => getComputedStyle(map).touchAction") == "pan-x pan-y"
    if width >= 960:
        expect(page.locator("#explore-rail")).to_be_visible()
        return
    page.locator("#open-choices").focus()
    page.keyboard.press("Enter")
    sheet = page.get_by_role("dialog", name="Choose what to see")
    expect(sheet.get_by_role("button", name="Close")).to_be_focused()
    if width < TABLET:
        assert page.evaluate(SMALL) == []
    page.keyboard.press("Escape")
    expect(sheet).to_have_count(0)
    expect(page.locator("#open-choices")).to_be_focused()
    if width < TABLET:
        assert page.evaluate(SMALL) == []


def forced_colours_and_less_motion(page: Page) -> None:
    """Forced-colours and reduced-motion modes."""
    usual = shapes(page)
    page.emulate_media(forced_colors="active", reduced_motion="reduce", color_scheme="dark")
    assert shapes(page) == usual
    swatches = page.locator(".legend-swatches .legend-swatch")
    kept = swatches.evaluate_all("all => new Set(all.map(one => getComputedStyle(one).backgroundColor)).size")
    assert kept == swatches.count() > 3, "the colours that say something are kept"
    moving = "part => parseFloat(getComputedStyle(part).transitionDuration) > 0"
    assert page.locator("main *").evaluate_all(f"parts => parts.filter({moving}).length") == 0
    page.emulate_media(forced_colors="none", reduced_motion="no-preference", color_scheme="light")


def reflow(page: Page) -> None:
    """320 px reflow, 200 % zoom: a window of 1280 pixels has 640 of them then."""
    for narrow in (640, 320):
        page.set_viewport_size({"width": narrow, "height": 800})
        drawn(page)
        no_horizontal_scroll(page)


@at_three_widths
def test_reaching_readers_on_paper(page: Page, width: int, site: str) -> None:
    """The view prints on one page, in grey, with title, legend, notes, source, address and date."""
    visit(page, COUNTY)
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="Letter"))) == 1
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    said = page.locator("body").inner_text()
    for part in (FINDING, "11 of 14 counties shown, 3 hidden", "Notes", "Sources", "CC BY-NC-SA 4.0",
                 f"This view: {site}/explore?indicator=drug_overdose_deaths"):  # fmt: skip
        assert part in said, part
    assert re.search(r"Printed: [A-Z][a-z]+ \d{1,2}, 20\d\d", said)
    assert apart_in_grey(page.locator(".legend-swatches .legend-swatch"))


@at_one_width
def test_reaching_readers_in_spanish_and_portuguese(page: Page) -> None:
    """Spanish and Portuguese beside English, the address carrying the language; numbers and dates by locale."""
    visit(page, COUNTY)
    english = {*page.locator(".view-tab").all_inner_texts(), "Share", "Export", "Notes", "Sources"} - {"Notes"}
    for code, views, number, built in (
        ("es", "Tendencia", "79.6 de cada 100,000", r"\d+ de noviembre de 2026"),
        ("pt", "Tendência", "79,6 de cada 100.000", r"\d+ de novembro de 2026"),
    ):
        page.locator(f"a[data-lang={code}]").click()
        reaches(page, lang=code, place="hampden-county")
        expect(page.locator("html")).to_have_attribute("lang", code)
        expect(page.locator(".view-tab").nth(1)).to_have_text(views)
        expect(page.locator(".view-reading")).to_contain_text(number)
        text = page.locator("#main").inner_text()
        assert re.search(built, text), built
        lines = {line.strip() for line in text.splitlines()}
        assert not lines & english, "a label that was left in English"
    page.go_back()
    page.go_back()
    drawn(page)
    expect(page.locator("h1")).to_have_text(FINDING)


# Sharing


@at_three_widths
def test_sharing(page: Page, width: int) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.add_init_script(CAN_SHARE)
    visit(page, COUNTY)
    page.locator("#open-share").click()
    link = copy_link(page)
    native_share(page)
    embed(page, page.locator("#embed-code").input_value())
    if width == WIDTHS[0][0]:
        a_link_keeps_the_data_version(page, link)


def copy_link(page: Page) -> str:
    """Copy link: what is copied opens the same view."""
    page.locator("#copy-link").click()
    expect(page.locator("#share-said")).to_have_text("Copied")
    link: str = page.evaluate("navigator.clipboard.readText()")
    assert link == page.locator("#share-link").input_value()
    return link


def native_share(page: Page) -> None:
    """Native share on phones, and wherever a device can."""
    page.locator("#native-share").click()
    given = page.evaluate("window.given")
    assert given["url"] == page.locator("#share-link").input_value()
    assert given["title"] == FINDING


def a_link_keeps_the_data_version(page: Page, link: str) -> None:
    """A link keeps the data version, and says so when the numbers have changed since."""
    visit(page, COUNTY)
    asked = words(page)
    visit(page, link)
    notices = page.locator("#explore-notices")
    expect(notices).to_be_empty()
    found = re.search(r"&data=[0-9a-f]+\.([0-9a-f]{10})$", link)
    assert found is not None
    figures = found[1]
    assert {key: word for key, word in words(page).items() if key != "data"} == asked
    other = figures[:-1] + ("0" if figures[-1] != "0" else "1")
    for known, said in (
        (figures, "The figures of this view are the same."),
        (other, "have changed since this link was made"),
    ):
        visit(page, f"{COUNTY}&data=0123456789ab.{known}")
        expect(notices).to_contain_text(said)


def embed(page: Page, code: str) -> None:
    """`/embed`: the view without chrome, with source and link back, resizing itself, framed while nothing else is."""
    assert page.request.get("/embed").headers["content-security-policy"] == "frame-ancestors *"
    for path in ("/explore", "/gaps", "/methods", "/search"):
        headers = page.request.get(path).headers
        assert (headers["content-security-policy"], headers["x-frame-options"]) == ("frame-ancestors 'none'", "DENY")
    page.goto("/health")  # another page of this origin; `test_embed` has one of another
    page.set_content(f'<!DOCTYPE html><html lang="en"><title>An article</title><body>{code}</body></html>')
    frame = page.frame_locator("iframe")
    expect(frame.locator("h1")).to_have_text(FINDING)
    expect(frame.locator(".map-canvas[data-drawn]")).to_have_count(1)
    expect(frame.locator(".site-header")).to_be_hidden()
    expect(frame.locator(".embed-sources")).to_contain_text("CC BY-NC-SA 4.0")
    back = frame.get_by_role("link", name="See notes, table and other choices")
    assert "/explore?indicator=drug_overdose_deaths" in str(back.get_attribute("href"))
    inside = page.wait_for_selector("iframe").content_frame()
    assert inside is not None
    inside.wait_for_function("innerHeight >= document.body.getBoundingClientRect().height - 1")


# Taking it along


@at_three_widths
def test_a_file_is_taken_along_at_any_width(page: Page, width: int, tmp_path: Path) -> None:
    visit(page, COUNTY)
    assert taken(page, "csv", tmp_path).stat().st_size > 0
    settle(page)


@at_one_width
def test_taking_it_along(page: Page, tmp_path: Path, site: str) -> None:
    visit(page, COUNTY)
    rows = list(csv.DictReader(StringIO(taken(page, "csv", tmp_path).read_text("utf-8-sig"), newline="")))
    the_csv_is_this_view(page, rows, site)
    with Image.open(BytesIO(taken(page, "png", tmp_path).read_bytes())) as picture:
        text = {str(key): str(value) for key, value in picture.info.items()}
    the_png_is_this_view(text, rows, site)
    settle(page)


def taken(page: Page, kind: str, folder: Path) -> Path:
    """Export, as a person does it; a file name that says what, where and when."""
    page.locator("summary[data-key=export]").click()
    with page.expect_download() as found:
        page.locator(f"[data-key=export-{kind}]").click()
    download: Download = found.value
    assert download.suggested_filename == f"{STEM}.{kind}"
    expect(page.locator(".export-list")).to_be_hidden()
    expect(page.locator("summary[data-key=export]")).to_be_focused()
    path = folder / download.suggested_filename
    download.save_as(path)
    return path


def the_csv_is_this_view(page: Page, rows: list[dict[str, str]], site: str) -> None:
    """The same rows, order, words, classes and colours; everything about them inside."""
    places = [row for row in rows if row["table"] == "places" and row["level"] == "county"]
    listed = page.locator(".ranking-item .ranking-name").all_inner_texts()
    assert [row["place"].removesuffix(" County") for row in places] == listed
    said = page.locator(".ranking-value").evaluate_all("all => all.map(one => one.firstChild.textContent)")
    assert [row["value_words"] for row in places if row["value"]] == said
    painted, slugs = shapes(page), page.locator(".ranking-item").evaluate_all("all => all.map(one => one.dataset.key)")
    for row, slug in zip(places, slugs, strict=True):
        if row["value"]:
            assert row["colour"] == painted[slug]
            low, high = (float(bound) for bound in row["class_bounds"].split("–"))
            assert low <= round(float(row["value"]), 1) <= high
        else:
            assert "hatch" in painted[slug]
            assert row["status"] == "suppressed"
            assert row["ci_low"] == row["ci_high"] == row["numerator"] == ""
    about: dict[str, list[str]] = {}
    for row in rows:
        if row["table"] == "about":
            about.setdefault(row["item"], []).append(row["text"])
    assert about["title"] == [FINDING]
    assert about["subtitle"] == [SUBTITLE]
    assert {"Group: Black", "Period: 2021–2023", "Place: Hampden County", "View: Map"} <= set(about["filter"])
    for part in ("note", "source", "licence", "exported", "data version"):
        assert all(about[part]), part
    assert about["address"][0].startswith(f"{site}/explore?indicator=drug_overdose_deaths")


def the_png_is_this_view(text: dict[str, str], rows: list[dict[str, str]], site: str) -> None:
    """The picture carries the same, for whoever has the file alone."""
    assert text["Title"] == FINDING
    assert SUBTITLE in text["Description"]
    assert "Hampden County" in json.dumps(json.loads(text["Filters"]))
    assert "County Health Rankings" in text["Source"]
    assert "CC BY-NC-SA 4.0" in text["Copyright"]
    assert text["URL"].startswith(f"{site}/explore?indicator=drug_overdose_deaths")
    assert text["Data version"]
    assert text["Creation Time"]
    assert "fewer than 10 events" in text["Notes"]
    figures = list(csv.DictReader(StringIO(text["Data"], newline="")))
    assert [row for row in figures if row["table"] != "about"] == [row for row in rows if row["table"] != "about"]
