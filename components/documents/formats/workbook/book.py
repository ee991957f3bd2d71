"""A workbook while it is written: its sheets by name, and the styles of its cells."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from components.formatting.palette import ACCENT, INK, INK_2, LINE, WASH
from components.page.shell import NAME

FONT = "Inter"
CHOSEN = "#e6eff7"
"""The ground of the row that is chosen."""
LONGEST_NAME = 31
"""Letters of a sheet's name that Excel takes."""
LONGEST_LINK = 2000
"""Letters of an address that Excel takes as a link."""
LINE_HEIGHT = 16
"""Points of a line of text with what is above and below it."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")


@dataclass
class Book:
    """A workbook, with its styles and the names of its sheets."""

    workbook: Workbook
    names: set[str] = field(default_factory=set)
    styles: dict[str, Format] = field(default_factory=dict)

    def style(self, **options: Any) -> Format:
        """A style of cells, made once; all are in the site's typeface."""
        key = repr(sorted(options.items()))
        if key not in self.styles:
            self.styles[key] = self.workbook.add_format({"font_name": FONT, "font_size": 11, **options})
        return self.styles[key]

    @property
    def title(self) -> Format:
        """The style of the title of a sheet."""
        return self.style(bold=True, font_size=18, font_color=INK, text_wrap=True, valign="top")

    @property
    def section(self) -> Format:
        """The style of a heading within a sheet."""
        return self.style(bold=True, font_size=12, font_color=ACCENT, bottom=1, bottom_color=LINE, valign="bottom")

    @property
    def body(self) -> Format:
        """The style of sentences."""
        return self.style(font_color=INK, text_wrap=True, valign="top")

    @property
    def quiet(self) -> Format:
        """The style of what is less than a sentence: names of things, dates."""
        return self.style(font_color=INK_2, text_wrap=True, valign="top")

    @property
    def link(self) -> Format:
        """The style of addresses."""
        return self.style(font_color=ACCENT, underline=1, text_wrap=True, valign="top")

    def head(self, *, right: bool) -> Format:
        """The style of a column's head."""
        return self.style(bold=True, font_color=INK_2, bg_color=WASH, bottom=1, bottom_color=INK_2, valign="bottom",
                          text_wrap=True, align="right" if right else "left", indent=0 if right else 1)  # fmt: skip

    def cell(self, *, chosen: bool, right: bool = False, number: str = "") -> Format:
        """The style of a cell: numbers with their decimals, the chosen place on a ground."""
        options: dict[str, Any] = {"bottom": 1, "bottom_color": LINE, "align": "right" if right else "left"}
        if not right:
            options["indent"] = 1
        if number:
            options["num_format"] = number
        if chosen:
            options |= {"bold": True, "bg_color": CHOSEN}
        return self.style(**options)

    def sheet(self, name: str) -> Worksheet:
        """A new sheet for letter paper; where a name is taken or too long, it is shortened and numbered."""
        plain = _NOT_IN_NAMES.sub(" ", name).strip() or "1"
        found, number = plain[:LONGEST_NAME].strip(), 1
        while found.casefold() in self.names:
            number += 1
            end = f" {number}"
            found = plain[: LONGEST_NAME - len(end)].strip() + end
        self.names.add(found.casefold())
        sheet: Worksheet = self.workbook.add_worksheet(found)
        sheet.hide_gridlines(2)
        sheet.set_paper(1)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(0.5, 0.5, 0.6, 0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        return sheet

    def address(self, sheet: Worksheet, row: int, column: int, address: str) -> None:
        """An address as a link, where Excel takes one so long."""
        if len(address) <= LONGEST_LINK:
            sheet.write_url(row, column, address, self.link, address)
        else:
            sheet.write_string(row, column, address, self.body)


@contextmanager
def new_book(written: BytesIO, title: str, subject: str, said: str, keywords: str, day: date) -> Iterator[Book]:
    """A workbook that is written to some bytes, with what it says of itself."""
    # Text is text, whatever it begins with; no value is calculated here, so that nothing waits to be.
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as workbook:
        workbook.formats[0].set_font_name(FONT)
        workbook.formats[0].set_font_size(11)
        made = datetime.combine(day, datetime.min.time(), UTC).replace(tzinfo=None)
        workbook.set_properties(
            {
                "title": title, "subject": subject, "author": NAME, "comments": said[:2000], "keywords": keywords,
                "created": made,
            }
        )  # fmt: skip
        yield Book(workbook)


def lines_of(text: str, letters: int) -> int:
    """Lines that a text takes in a column so many letters wide: no program works it out before it is opened."""
    return sum(max(1, math.ceil(len(part) / letters)) for part in text.split("\n"))
