"""County Health Rankings & Roadmaps, releases before 2024: one workbook per state, a sheet of measures side by side.

The first line of a sheet names the measures, each above the first of its columns; the second heads the columns, many of
them alike ("95% CI - Low"). A series names its `file`, the `sheet`, the `measure` as the first line has it, the `rate`
(the head of its figures, to which each group's adds its word in brackets) and the `period`.

The printed number of events is not read: the state's less those of all other counties is the count of a county that
the publisher hides. What the rates and intervals tell of it is audited in every build (docs/disclosure.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from data.catalog.models import Series
from data.errors import SourceFileError
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.sources.files.content import read_content, refuse_page
from data.sources.files.request import Request, Row
from data.sources.files.tables import Record, refuse_duplicates, refuse_missing
from data.vocabulary import OVERALL, Period

FIPS = "FIPS"
STATE_ROW = f"{STATE_ID}000"
YEARS_SHEET = "Sources & Years"
FOOTNOTES = "*+‡"
"""Footnote marks that the publisher adds to a measure's name."""
LOW, HIGH = "95% CI - Low", "95% CI - High"

MAX_PAGE_BYTES = 100_000
"""Bytes of a file that are searched for the beginning of a web page."""
MOST_UNPACKED = 100 * 2**20
"""Bytes of a workbook when it is unpacked. The publisher's are a tenth of it; a small file can hold gigabytes."""

Sheet = list[tuple[Any, ...]]


def read(request: Request) -> Iterator[Row]:
    """Yield an Observation per place (state and every county) and group for each series asked for: a rate, an interval.

    An empty figure is one the publisher hides. Raises SourceFileError when the file is no workbook, a sheet, measure,
    column or place is missing or doubled, a cell is no number, or the workbook gives other years for the measure;
    DefinitionError when a series lacks a key.
    """
    for series in request.selected_series:
        yield from _observations(request, series)


def _observations(request: Request, series: Series) -> Iterator[Observation]:
    path, measure = request.folder / request.option(series, "file"), request.option(series, "measure")
    rate, period = request.option(series, "rate"), request.period(series)
    sheets = _sheets(path)
    _check_years(path, sheets, measure, period)
    suffixes = {OVERALL: "", **{stratum: f" ({word})" for word, stratum in request.races.items()}}
    heads = {
        stratum: (rate + word, *(f"{rate}{word} {end}" for end in (LOW, HIGH))) for stratum, word in suffixes.items()
    }
    heads[OVERALL] = (rate, LOW, HIGH)
    records = _records(path, sheets, request.option(series, "sheet"), measure)
    for head in (head for group in heads.values() for head in group):
        if head not in records[0].cells:
            raise SourceFileError(path, f"is missing among the columns of “{measure}”", column=head, row=2)
    refuse_duplicates(records, FIPS)
    expected = (*request.geography.of_level("state"), *request.geography.of_level("county"))
    by_place = {_geo_id(record): record for record in records}
    unknown = sorted(set(by_place) - {place.geo_id for place in expected})
    if unknown:
        raise by_place[unknown[0]].error(FIPS, f"“{unknown[0]}” is not a county of Massachusetts (five digits)")
    refuse_missing(path, by_place, expected)
    for geo_id, record in by_place.items():
        for stratum, columns in heads.items():
            yield _observation(request, series, record, geo_id, stratum, columns, period)


def _sheets(path: Path) -> dict[str, Sheet]:
    content = read_content(path)
    refuse_page(path, content[:MAX_PAGE_BYTES].decode("utf-8", errors="replace"))
    _refuse_bomb(path, content)
    try:
        # A formula would be read as its text, and refused: what it gave last may be of other cells than these.
        workbook = load_workbook(BytesIO(content), read_only=True, data_only=False)
        sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in workbook.worksheets}
        workbook.close()
    # Of a broken file openpyxl raises whatever fails first: of the archive, of its XML, of a missing or a wrong part.
    except Exception as error:
        raise SourceFileError(path, "is not a whole Excel workbook (.xlsx): fetch it again") from error
    return sheets


def _refuse_bomb(path: Path, content: bytes) -> None:
    """Raise if a workbook says that it unpacks to more than any of the publisher's. More than it says is not read."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except (BadZipFile, ValueError):
        return  # no workbook, which is said next
    if unpacked > MOST_UNPACKED:
        size = f"{unpacked // 2**20:,} MB"
        raise SourceFileError(path, f"unpacks to {size}, more than any workbook of this publisher: fetch it again")


def _check_years(path: Path, sheets: dict[str, Sheet], measure: str, period: Period) -> None:
    """Raise if the years of a measure in the workbook's sheet of sources are not those of the period."""
    for title, sheet in sheets.items():
        if title.endswith(YEARS_SHEET):
            for row in sheet:
                texts = ["" if cell is None else str(cell).strip() for cell in row]
                if measure in (cell.rstrip(FOOTNOTES).strip() for cell in texts):
                    years = next((cell for cell in texts if re.fullmatch(r"\d{4}(-\d{4})?", cell)), "no years")
                    if years != period.slug:
                        raise SourceFileError(path, f"gives {years} for “{measure}”, not {period.slug}", column=title)
                    return
    raise SourceFileError(path, f"has no sheet “… {YEARS_SHEET}” that gives the years of “{measure}”")


def _records(path: Path, sheets: dict[str, Sheet], title: str, measure: str) -> list[Record]:
    """Records of a sheet, with the FIPS code and the columns of one measure."""
    if title not in sheets:
        raise SourceFileError(path, f"has no sheet “{title}”")
    sheet = sheets[title]
    if len(sheet) < 3:
        raise SourceFileError(path, f"the sheet “{title}” is empty")
    starts = [i for i, cell in enumerate(sheet[0]) if cell is not None]
    positions = [i for i in starts if str(sheet[0][i]).strip() == measure]
    if len(positions) != 1:
        times = "is missing from" if not positions else f"stands {len(positions)} times in"
        raise SourceFileError(path, f"“{measure}” {times} the first line of “{title}”", row=1)
    end = next((i for i in starts if i > positions[0]), len(sheet[0]))
    columns = [i for i, cell in enumerate(sheet[1]) if positions[0] <= i < end or str(cell).strip() == FIPS]
    heads = [str(sheet[1][i]).strip() for i in columns]
    for head in (FIPS, *heads):
        if heads.count(head) != 1:
            times = "is missing" if head not in heads else f"stands {heads.count(head)} times"
            raise SourceFileError(path, f"this column {times} in “{title}”, “{measure}”", column=head, row=2)
    return [
        Record(path, number, {head: _text(row[i]) for head, i in zip(heads, columns, strict=True)})
        for number, row in enumerate(sheet[2:], start=3)
        if any(cell is not None for cell in row)
    ]


def _text(cell: object) -> str:
    """Text of a cell, without the exponent that Python writes for small numbers."""
    if isinstance(cell, float):
        return f"{Decimal(repr(cell)):f}"
    return "" if cell is None else str(cell)


def _geo_id(record: Record) -> str:
    return STATE_ID if record.text(FIPS) == STATE_ROW else record.text(FIPS)


def _observation(
    request: Request,
    series: Series,
    record: Record,
    geo_id: str,
    stratum: str,
    columns: tuple[str, ...],
    period: Period,
) -> Observation:
    value, low, high = (record.number(column) for column in columns)
    if (low is None) != (high is None) or (value is None) != (low is None):
        raise record.error(columns[0], "a figure and both ends of its interval go together; one of them is empty")
    return Observation(
        indicator=series.indicator,
        geo_level="state" if geo_id == STATE_ID else "county",
        geo_id=geo_id,
        dimension=OVERALL if stratum == OVERALL else "race_ethnicity",
        stratum=stratum,
        period=period,
        source=request.source.id,
        status="suppressed" if value is None else "reported",
        value=value,
        ci_low=low,
        ci_high=high,
    )
