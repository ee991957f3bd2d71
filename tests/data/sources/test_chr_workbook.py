"""A synthetic workbook in the publisher's format: measures side by side, heads that repeat, blanks for hidden."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from data.errors import DefinitionError, SourceFileError
from data.sources.research import chr_workbook

SHEET, YEARS = "Additional Measure Data", "Addtl Measure Sources & Years"
RATE, LOW, HIGH = "Drug Overdose Mortality Rate", "95% CI - Low", "95% CI - High"
WORDS = ("AIAN", "Asian", "Black", "Hispanic", "white")
KEYS = {"sheet": SHEET, "measure": "Drug overdose deaths", "rate": RATE, "period": "2018-2020", "file": "ma.xlsx"}
MEASURES = ["Geographic identifiers", "", "", "Homicides", "", "", "Drug overdose deaths"]
HEADS = ["FIPS", "State", "County", "Homicide Rate", LOW, HIGH, "# Drug Overdose Deaths", RATE, LOW, HIGH]
HEADS += [f"{RATE} ({word}){end}" for word in WORDS for end in ("", f" {LOW}", f" {HIGH}")]
BEFORE, BLANKS = [9.9, 8.8, 10.1, 250], [None] * 18


def figures(rate):
    """Three columns of a place's rate of everyone, then of each group: made up, with their intervals."""
    return [x for n in range(1 + len(WORDS)) for x in (rate + n, rate + n - 1, rate + n + 1)]


@pytest.fixture
def lines(county_names, county_codes):
    """The lines of the sheet of measures; Nantucket is hidden, groups of Barnstable are."""
    places = [["25000", "Massachusetts", None, *BEFORE, *figures(32.5)]]
    for code, name in zip(county_codes, county_names, strict=True):
        own = {"001": [39.5, 34.5, 44.5, *BLANKS[:15]], "019": [*BLANKS]}.get(code, figures(20.5))
        places.append([f"25{code}", "Massachusetts", name.removesuffix(" County"), *BEFORE, *own])
    return [MEASURES, HEADS, *places]


def workbook(lines, years="2018-2020", measure="Drug overdose deaths*", sheets=(SHEET, YEARS)):
    """The bytes of a workbook; the publisher points at a footnote behind the measure's name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title in sheets:
        sheet = book.create_sheet(title)
        messages = [["Measure", "Years of data"], ["Alcohol", measure, "Deaths per 100,000.", years]]
        for line in messages if title == YEARS else lines:
            sheet.append([None if cell == "" else cell for cell in line])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.fixture
def rates(read):
    def run(content, **keys):
        return {(r.geo_id, r.stratum): r for r in read(chr_workbook, content, **{**KEYS, **keys})}

    return run


def test_every_place_has_a_rate_of_everyone_and_of_each_group(rates, lines):
    actual = rates(workbook(lines))
    assert len(actual) == (1 + 14) * (1 + 5)
    state = actual["25", "overall"]
    assert (state.value, state.ci_low, state.ci_high, state.geo_level) == (32.5, 31.5, 33.5, "state")
    assert (actual["25", "black_nh"].value, actual["25", "white_nh"].value) == (32.5 + 3, 32.5 + 5)
    assert (actual["25005", "asian_pi_nh"].dimension, actual["25005", "asian_pi_nh"].value) == ("race_ethnicity", 22.5)
    assert {r.period.slug for r in actual.values()} == {"2018-2020"}


def test_an_empty_figure_is_hidden_and_no_count_is_read_that_would_give_it_away(rates, lines):
    actual = rates(workbook(lines))
    assert (actual["25019", "overall"].status, actual["25019", "overall"].value) == ("suppressed", None)
    assert (actual["25001", "overall"].status, actual["25001", "white_nh"].status) == ("reported", "suppressed")
    assert all(r.numerator is None and r.denominator is None for r in actual.values())


def test_the_years_are_those_the_workbook_gives_the_measure(rates, lines):
    with pytest.raises(SourceFileError, match="gives 2017-2019 for “Drug overdose deaths”, not 2018-2020"):
        rates(workbook(lines, years="2017-2019"))
    with pytest.raises(SourceFileError, match="no sheet “… Sources & Years” that gives the years"):
        rates(workbook(lines, measure="Firearm fatalities"))


def changed(lines, row, column, cell):
    return [[cell if (y, x) == (row, column) else c for x, c in enumerate(line)] for y, line in enumerate(lines)]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: changed(t, 0, 6, "Firearm fatalities"), "“Drug overdose deaths” is missing from the first line"),
        (lambda t: changed(t, 0, 3, "Drug overdose deaths"), "stands 2 times in the first line"),
        (lambda t: changed(t, 1, 7, "Overdose Rate"), f"column “{RATE}”, row 2: is missing among"),
        (lambda t: changed(t, 1, 8, HIGH), f"column “{HIGH}”, row 2: this column stands 2 times"),
        (lambda t: changed(t, 1, 0, "Code"), "column “FIPS”, row 2: this column is missing"),
        (lambda t: changed(t, 5, 7, "many"), "“many” is not a number"),
        (lambda t: changed(t, 5, 8, None), "both ends of its interval go together"),
        (lambda t: changed(t, 5, 0, "25003"), "repeats row"),
        (lambda t: changed(t, 5, 0, "44001"), "“44001” is not a county of Massachusetts"),
        (lambda t: t[:-1], "no row for Worcester County"),
        (lambda t: t[:2], "is empty"),
    ],
)
def test_a_sheet_that_is_not_as_published_is_refused(rates, lines, change, message):
    with pytest.raises(SourceFileError, match=message):
        rates(workbook(change(lines)))


def test_a_file_that_is_no_whole_workbook_is_refused(rates, lines):
    whole = workbook(lines)
    for content, message in (
        (b"<!-- moved --><html></html>", "is a web page"),
        (whole[: len(whole) // 2], "is not a whole Excel workbook"),
        (b"FIPS,State\n", "is not a whole Excel workbook"),
        (b"", "is empty"),
    ):
        with pytest.raises(SourceFileError, match=message):
            rates(content)
    with pytest.raises(SourceFileError, match=f"has no sheet “{SHEET}”"):
        rates(workbook(lines, sheets=(YEARS,)))


def test_a_series_that_is_wrong_names_its_file_and_key(rates, lines):
    with pytest.raises(DefinitionError, match="needs the key “rate”"):
        rates(workbook(lines), rate=None)


# What somebody could make of one


def rewritten(content, sheet):
    """The workbook with another first sheet, as XML."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(out, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else before.read(name))
    return out.getvalue()


XML = '<?xml version="1.0"?>{}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
CELL = '<row><c t="inlineStr"><is><t>{}</t></is></c></row></sheetData></worksheet>'


def test_a_small_workbook_that_unpacks_to_gigabytes_is_not_unpacked(rates, lines, monkeypatch):
    monkeypatch.setattr(chr_workbook, "MOST_UNPACKED", 2_000_000)
    padded = XML.format(f"<!--{' ' * 2_000_000}-->") + CELL.format("a")
    packed = rewritten(workbook(lines), padded)
    assert len(packed) < 30_000
    with pytest.raises(SourceFileError, match="unpacks to 1 MB, more than any workbook of this publisher"):
        rates(packed)


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise("abcdefghij")),
        '<!ENTITY j SYSTEM "file:///etc/hostname">',
        '<!ENTITY j SYSTEM "http://data.example.org/a">',
    ],
    ids=["entities of entities", "a file of the machine", "an address"],
)
def test_what_a_workbook_declares_is_not_followed(rates, lines, declared):
    sheet = XML.format(f"<!DOCTYPE a [{declared}]>") + CELL.format("&j;")
    with pytest.raises(SourceFileError, match="is not a whole Excel workbook"):
        rates(rewritten(workbook(lines), sheet))
