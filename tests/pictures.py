"""`make pictures`: the pictures of docs/pages.md, taken of the site as it is, in colour and in grey."""

from __future__ import annotations

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.page_checks import settle
from tests.browser.server import served

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
COLOURS = 255
"""A page has few colours: so many keep it sharp at a third of the size."""

DEATHS = "/explore?indicator=drug_overdose_deaths&group=black_nh&period=2021-2023&place=hampden-county"
TOWNS = "/explore?indicator=opioid_overdose_deaths&level=municipality&place=worcester"
OPIOIDS = "/explore?indicator=opioid_mortality_by_race&level=state&group=all&view=trend"

REGION = "members=CKCPCXCb&name=Holyoke+and+Springfield"
"""Chicopee, Holyoke, Springfield and West Springfield, in the letters that README.md describes."""


@dataclass(frozen=True)
class Picture:
    """One picture: its file's name, the address, and the width of the screen or the paper it is taken on."""

    name: str
    address: str
    width: int = 1280
    printed: bool = False


PICTURES = (
    Picture("map", DEATHS),
    Picture("map-of-towns", TOWNS),
    Picture("trend", f"{DEATHS}&view=trend"),
    Picture("trend-with-turns", OPIOIDS),
    Picture("groups", f"{DEATHS}&view=groups"),
    Picture("table", f"{DEATHS}&view=table"),
    Picture("small-multiples", f"{DEATHS}&view=multiples"),
    Picture("compare", f"{DEATHS}&view=compare&with=worcester-county"),
    Picture("phone", DEATHS, width=375),
    Picture("phone-in-spanish", f"{DEATHS}&lang=es", width=375),
    Picture("print", DEATHS, width=794, printed=True),
    Picture("gaps", "/gaps?indicator=low_birthweight"),
    Picture("gaps-in-spanish", "/gaps?indicator=low_birthweight&lang=es"),
    Picture("overview", "/"),
    Picture("overview-on-a-phone", "/", width=375),
    Picture("overview-in-spanish", "/?lang=es"),
    Picture("worst", "/worst"),
    Picture("worst-on-a-phone", "/worst?place=hampden-county", width=375),
    Picture("maternity-access", "/maternity-access"),
    Picture("maternity-access-on-a-phone", "/maternity-access?place=southbridge&year=2019", width=375),
    Picture("briefing", "/briefing?topic=overdose"),
    Picture("briefing-on-a-phone-in-spanish", "/briefing?topic=overdose&lang=es", width=375),
    Picture("place", "/place/springfield"),
    Picture("place-on-a-phone", "/place/brockton", width=375),
    Picture("place-on-one-page", "/place/hampden-county?form=page", width=816, printed=True),
    Picture("two-places", "/place/holyoke?with=springfield"),
    Picture("places", "/places"),
    Picture("regions", "/regions"),
    Picture("a-region", f"/regions?{REGION}"),
    Picture("a-region-on-a-phone-in-spanish", f"/regions?{REGION}&lang=es", width=375),
    Picture("a-region-in-explore", f"/explore?question=opioid-deaths&level=region&{REGION}"),
    Picture("data", "/data?topic=overdose"),
    Picture("a-measure", "/data/drug_overdose_deaths"),
    Picture("a-measure-on-a-phone", "/data/drug_overdose_deaths", width=375),
    Picture("about", "/about"),
    Picture("methods", "/methods"),
    Picture("counts", "/explore?indicator=opioid_overdose_death_counts"),
    Picture("a-survey-beside-a-model", "/explore?indicator=adult_smoking_chr"),
)


def taken(browser: Browser, origin: str, picture: Picture) -> Image.Image:
    """The whole page of a picture, as the screen or the paper shows it."""
    context = browser.new_context(viewport={"width": picture.width, "height": 900}, base_url=origin)
    page = context.new_page()
    page.goto(picture.address)
    page.wait_for_selector("h1")
    settle(page)
    if picture.printed:
        page.emulate_media(media="print")
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.wait_for_timeout(500)
    shot = page.screenshot(full_page=True)
    context.close()
    return Image.open(io.BytesIO(shot)).convert("RGB")


def write(picture: Picture, image: Image.Image) -> None:
    """Both files of a picture."""
    for name, shown in ((picture.name, image), (f"{picture.name}-grey", image.convert("L"))):
        # By octree: the median cut gives few colours to what covers little, and the groups' marks are small.
        shown.quantize(COLOURS, Image.Quantize.FASTOCTREE).save(FOLDER / f"{name}.png", optimize=True)


def main() -> int:
    """Take every picture; status 0."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder) / "log.txt") as origin, sync_playwright() as p:
        browser = launch(p)
        for picture in PICTURES:
            write(picture, taken(browser, origin, picture))
            print(picture.name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
