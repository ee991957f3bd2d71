"""`make documents-check`: files of views opened by LibreOffice, and the pictures of docs/files.md of what it shows.

Every file has to open and become a PDF, a deck with a page for each slide. It is no part of `make test`: LibreOffice
and poppler come from the system
(`apt-get install libreoffice-impress libreoffice-calc libreoffice-writer poppler-utils`).
"""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pypdf
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image
from pptx import Presentation

from components.documents.briefing import Briefing, Section
from components.documents.document import ViewDocument
from components.formatting.typeface import FAMILY, upright
from data.query.answers import Answers
from data.query.connection import Database
from data.settings import ROOT, Settings
from pages.responses.exports.documents import document_of
from pages.responses.exports.formats import BOOKS, FORMATS

FOLDER = ROOT / "docs" / "pictures"
WIDTH = 1280
OFFICE = ("pptx", "docx", "xlsx")
DEATHS = {"indicator": "drug_overdose_deaths", "by": "race_ethnicity", "group": "black_nh", "period": "2021-2023"}
VIEWS: dict[str, tuple[str, dict[str, str]]] = {
    "map": ("explore", DEATHS),
    "trend": ("explore", {**DEATHS, "view": "trend"}),
    "groups": ("explore", {**DEATHS, "view": "groups", "place": "hampden-county"}),
    "two-places": ("explore", {**DEATHS, "view": "compare", "place": "hampden-county", "with": "suffolk-county"}),
    "small-multiples": ("explore", {**DEATHS, "view": "multiples"}),
    "table-in-spanish": ("explore", {**DEATHS, "view": "table", "lang": "es"}),
    "gaps": ("gaps", {"indicator": "maternal_mortality"}),
    "place": ("place", {"place": "holyoke"}),
}


@dataclass(frozen=True)
class Picture:
    """A page of a file that stands in docs/files.md: the view, the kind of file, and the page from 1."""

    view: str
    kind: str
    page: int = 1

    @property
    def name(self) -> str:
        return f"file-{self.view}-{self.kind}" + ("" if self.page == 1 else f"-{self.page}")


PICTURES = (
    Picture("map", "pptx"),
    Picture("trend", "pptx"),
    Picture("groups", "pptx"),
    Picture("two-places", "pptx"),
    Picture("gaps", "pptx"),
    Picture("briefing", "pptx", 2),
    Picture("map", "pdf"),
    Picture("place", "docx"),
    Picture("map", "xlsx"),
)


def made(answers: Answers, folder: Path) -> Iterator[Path]:
    """Every view in every kind of file an office program opens, its PDF, and a briefing of five views."""
    documents: dict[str, ViewDocument] = {}
    for name, (page, words) in VIEWS.items():
        documents[name] = document_of(page, words, answers, "https://equity.example", date.today())  # noqa: DTZ011
        for kind in OFFICE:
            path = folder / f"{name}.{kind}"
            path.write_bytes(FORMATS[kind].make(documents[name]))
            yield path
        if Picture(name, "pdf") in PICTURES:
            (folder / f"{name}-pdf.pdf").write_bytes(FORMATS["pdf"].make(documents[name]))
    first = documents["map"]
    sections = tuple(Section(documents[name]) for name in ("map", "trend", "groups", "two-places", "gaps"))
    sections = (replace(sections[0], comment="An example of a comment."), *sections[1:])
    briefing = Briefing(
        "Overdose deaths among Black residents", sections,
        first.data_version, first.built, first.exported, "https://equity.example/briefing", "briefing", "en",
    )  # fmt: skip
    for kind in OFFICE:
        path = folder / f"briefing.{kind}"
        path.write_bytes(BOOKS[kind][1](briefing))
        yield path


def opened(paths: list[Path], folder: Path) -> dict[Path, Path]:
    """The PDF that LibreOffice makes of each file; files of one program at once, since starting it takes longest."""
    environment = {**os.environ, "FONTCONFIG_FILE": str(_typefaces(folder))}
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    found = {}
    for kind in OFFICE:
        own = [path for path in paths if path.suffix == f".{kind}"]
        out = folder / kind
        subprocess.run(
            ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, own)],
            check=True, capture_output=True, env=environment, timeout=600,
        )  # fmt: skip
        found |= {path: out / f"{path.stem}.pdf" for path in own}
    return found


def _typefaces(folder: Path) -> Path:
    """A configuration in which the site's typeface is found, regular and bold: LibreOffice prints no variable ones."""
    fonts = folder / "fonts"
    fonts.mkdir()
    for style, weight in (("Regular", 400), ("Bold", 700)):
        font = instantiateVariableFont(TTFont(upright()), {"opsz": 14, "wght": weight}, updateFontNames=False)
        names = {1: FAMILY, 2: style, 4: f"{FAMILY} {style}", 6: f"{FAMILY}-{style}", 16: FAMILY, 17: style}
        for record in font["name"].names:
            record.string = names.get(record.nameID, record.toUnicode())
        font["OS/2"].usWeightClass = weight
        font["OS/2"].fsSelection = 0x20 if style == "Bold" else 0x40
        font["head"].macStyle = int(style == "Bold")
        font.save(fonts / f"{style}.ttf")
    configuration = folder / "fonts.conf"
    configuration.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{fonts}</dir>'
        f"<cachedir>{folder / 'cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return configuration


def faults(pdfs: dict[Path, Path]) -> list[str]:
    """The files that did not open whole."""
    found = []
    for path, pdf in pdfs.items():
        pages = len(pypdf.PdfReader(pdf).pages) if pdf.exists() else 0
        slides = len(Presentation(str(path)).slides) if path.suffix == ".pptx" else 0
        if pages == 0 or (slides and pages != slides):
            found.append(f"{path.name}: {pages} pages" + (f" of {slides} slides" if slides else ""))
    return found


def take(picture: Picture, pdf: Path) -> None:
    """A page of a PDF as a picture of docs/pictures."""
    number = str(picture.page)
    drawn = subprocess.run(
        ["pdftoppm", "-f", number, "-l", number, "-scale-to-x", str(WIDTH), "-scale-to-y", "-1", "-png", str(pdf)],
        check=True, capture_output=True,
    )  # fmt: skip
    # In all their colours: the few pixels of a mark have none of their own in a palette of so large a picture.
    Image.open(io.BytesIO(drawn.stdout)).convert("RGB").save(FOLDER / f"{picture.name}.png", optimize=True)


def main() -> int:
    lacking = [program for program in ("soffice", "pdftoppm") if shutil.which(program) is None]
    if lacking:
        sys.stderr.write(f"{' and '.join(lacking)} not found: see the head of tests/office.py\n")
        return 2
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pdfs = opened(list(made(Answers(Database(Settings.from_environment().database)), folder)), folder)
        found = faults(pdfs)
        for picture in PICTURES if not found else ():
            own = folder / f"{picture.view}-pdf.pdf"
            take(picture, own if picture.kind == "pdf" else pdfs[folder / f"{picture.view}.{picture.kind}"])
    sys.stdout.write("".join(f"{fault}\n" for fault in found) or f"{len(pdfs)} files open whole\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
