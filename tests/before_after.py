"""Pictures of the views that a change alters most, before it and after: what docs/before-after.md shows.

`python -m tests.before_after before` takes those of the code as it is before the change, `after` those of the code as
it is then. Each is the top of a page, as a desk and as a phone show it when it has been opened.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.browser.page_checks import settle
from tests.browser.server import served

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures" / "before-after"
TIMES = ("before", "after")
WIDTHS = {1280: 1000, 375: 1000}
"""Widths of the screen with the height that is kept, in CSS pixels: what is said, and the figure under it."""
MOST_BYTES = 60_000
COLORS = (128, 96, 64, 48, 32, 24)
"""How many colors a picture may keep: a page has few, and without shades its letters stay sharp in a small file."""


@dataclass(frozen=True)
class View:
    """A view that changes: the name of its files, its address, and what is to be seen of it in the pictures."""

    name: str
    address: str
    changed: str


VIEWS = (
    View(
        "map-of-a-group",
        "/explore?indicator=drug_overdose_deaths&level=county&by=race_ethnicity&group=black_nh",
        "classes are made of the group in view, so that its counties have more than one color",
    ),
    View(
        "gap-without-intervals",
        "/gaps?indicator=severe_maternal_morbidity_dph_abstract",
        "a gap that cannot be tested is told by its size, and not as no clear gap",
    ),
    View(
        "gap-with-small-groups",
        "/gaps?indicator=infant_mortality",
        "two groups too small to show no longer take away the gap between the others",
    ),
    View(
        "gap-in-overdose-deaths",
        "/gaps?indicator=drug_overdose_deaths",
        "a group against everyone else, and the burden of that group only",
    ),
    View(
        "gap-by-age",
        "/gaps?indicator=cardiovascular_disease_ahr&by=age",
        "the difference lies within its interval, and age is no order of disadvantage",
    ),
    View(
        "maternal-mortality",
        "/explore?indicator=maternal_mortality",
        "the page opens on a reliable figure",
    ),
    View(
        "severe-maternal-morbidity",
        "/explore?indicator=severe_maternal_morbidity",
        "a plain name, with the published ratio beside the rates",
    ),
    View(
        "overdose-deaths-of-towns",
        "/explore?indicator=opioid_overdose_deaths&level=municipality",
        "towns open on pooled years, unreliable figures drained of color",
    ),
    View(
        "counts",
        "/explore?indicator=opioid_overdose_death_counts",
        "counts are circles or a list, and fill no area",
    ),
    View(
        "trend-of-a-group",
        "/explore?indicator=drug_overdose_deaths&by=race_ethnicity&group=black_nh&view=trend",
        "all groups in one chart, on an axis that starts where the group starts",
    ),
    View(
        "survey-beside-model",
        "/explore?indicator=adult_smoking_chr",
        "counties that are modelled are not compared with a state that is surveyed",
    ),
    View(
        "in-spanish",
        "/explore?lang=es&indicator=statin_adherence_medicare",
        "the group stands on the right noun",
    ),
)


def file_name(view: View, time: str, width: int) -> str:
    """Name of a picture's file: `counts-before-375.webp`."""
    return f"{view.name}-{time}-{width}.webp"


def small(image: Image.Image) -> bytes:
    """A picture as WebP in as many colors as leave it a small file.

    Raises ValueError where it is none in the fewest.
    """
    for number in COLORS:
        made = io.BytesIO()
        # By octree, as in `tests/pictures.py`: every class of a map and every mark keeps a color of its own.
        few = image.quantize(number, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
        few.save(made, "WEBP", lossless=True, method=6)
        if made.tell() <= MOST_BYTES:
            return made.getvalue()
    raise ValueError(f"A picture of {image.width} by {image.height} pixels is larger than {MOST_BYTES} bytes")


def taken(browser: Browser, origin: str, view: View) -> Iterator[tuple[int, Image.Image]]:
    """The top of a view's page, by width."""
    for width, height in WIDTHS.items():
        context = browser.new_context(viewport={"width": width, "height": height}, base_url=origin)
        page = context.new_page()
        page.goto(view.address)
        page.wait_for_selector("h1")
        settle(page)
        yield width, Image.open(io.BytesIO(page.screenshot())).convert("RGB")
        context.close()


def main(arguments: Sequence[str]) -> int:
    """Take every picture of a time, into the folder of the pictures or the one that is named; status 0."""
    if not arguments or arguments[0] not in TIMES:
        print(f"Say which pictures to take: {' or '.join(TIMES)}.", file=sys.stderr)
        return 2
    folder = Path(arguments[1]) if len(arguments) > 1 else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as logs, served(Path(logs) / "log.txt") as origin, sync_playwright() as p:
        browser = launch(p)
        for view in VIEWS:
            for width, image in taken(browser, origin, view):
                (folder / file_name(view, arguments[0], width)).write_bytes(small(image))
            print(view.name)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
