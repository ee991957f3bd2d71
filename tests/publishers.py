"""Base files of every importer, to be broken: synthetic rows in each publisher's format, no two figures alike.

A national file begins and ends with rows of other states, as the publishers' do.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from data.errors import SnapshotError
from data.geography.places import Geography, read_geography
from data.observations.checks import KnownDefinitions
from data.observations.csv_files import check_observations
from data.observations.models import Observation, Population
from data.pipeline.build import Inputs
from data.pipeline.ingest import find_importer
from data.sources.federal.cdc_wonder_natality import POOLED_COUNTIES
from data.sources.state import massgis, postal_localities
from data.sources.state.maternity_services import read_services
from tests.importing import COUNTIES, COUNTY_CODES, request_for, small_geography

PLACES = ("000", *COUNTY_CODES)
RACES = ("white", "black", "aian", "asian", "nhopi", "tom", "hispanic")


@dataclass(frozen=True)
class Table:
    """A delimited file. `figures` are the columns that hold numbers; `below` is what follows the table."""

    rows: list[list[str]]
    figures: tuple[str, ...] = ()
    delimiter: str = ","
    encoding: str = "utf-8"
    below: str = ""

    def content(self) -> bytes:
        out = io.StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator="\n").writerows(self.rows)
        text = out.getvalue() + self.below
        try:
            return text.encode(self.encoding)
        except UnicodeEncodeError:  # broken with a letter this encoding lacks: no program would save it so
            return text.encode()


@dataclass(frozen=True)
class Tree:
    """A JSON file."""

    value: Any

    def content(self) -> bytes:
        return json.dumps(self.value).encode()


@dataclass(frozen=True)
class Sheets:
    """A workbook: its sheets by title; `figures` are columns of the first, counted from 0."""

    sheets: Mapping[str, list[list[Any]]]
    figures: tuple[int, ...]

    def content(self) -> bytes:
        book = Workbook()
        book.remove(book.worksheets[0])
        for title, rows in self.sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def numbered_geography() -> Geography:
    """The small Massachusetts with MassGIS's numbers of its municipalities."""
    numbers = {"35": "2502500000", "57": "2502500001", "20": "2500100000", "211": "2500500000"}
    return replace(small_geography(), town_ids=numbers)


@dataclass(frozen=True)
class Case:
    """What an importer is handed. `codes`: words the publisher itself writes where it has no figure.

    `unterminated`: its own file ends without an end of line, so that a cut within the last cell cannot be known.
    `loose`: cells of its file may be empty and no other cell tells where a figure belongs, so that figures that moved
    along their row cannot be known.
    `national`: rows of other states stand in a file where not every row of ours must, so that one whose state has moved
    is as if it were not there. `sparse`: what is hidden has no row.
    """

    name: str
    files: Mapping[str, Table | Tree | Sheets]
    keys: Mapping[str, object] = field(default_factory=dict)
    about: Mapping[str, object] = field(default_factory=dict)
    indicator: Mapping[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    unterminated: bool = False
    loose: bool = False
    national: bool = False
    sparse: bool = False

    @property
    def reader(self) -> str:
        return self.name.partition(":")[0]

    def write(self, folder: Path) -> None:
        for name, file in self.files.items():
            (folder / name).write_bytes(file.content())

    def read(self, folder: Path) -> list[Any]:
        """The rows an ingest would write, which it has checked. Raises InputError."""
        if self.reader == "massgis":
            return massgis.read_municipalities(folder)
        if self.reader == "postal_localities":
            return postal_localities.read_localities(folder, "example_source", numbered_geography(), fewest=3)
        if self.reader == "maternity_services":
            return list(read_services(folder, "example_source", small_geography()))
        request = request_for(self.reader, folder, self.keys, about=self.about, **self.indicator)
        if self.reader == "usaleep":
            request = replace(request, geography=numbered_geography())
        rows = list(find_importer(request.source.model_copy(update={"reader": self.reader})).read(request))
        known = KnownDefinitions(request.indicators, {request.source.id: request.source})
        check_observations("example", [row for row in rows if isinstance(row, Observation)], known)
        people = [(r.geo_id, r.year, r.stratum) for r in rows if isinstance(r, Population)]
        if len(set(people)) != len(people):
            raise SnapshotError("example: two populations for one place, year and group")
        return rows


def table(header: str | Sequence[str], rows: Sequence[Sequence[object]], figures: str, **more: Any) -> Table:
    """`header` and `figures` name columns, separated by vertical bars."""
    heads = header.split("|") if isinstance(header, str) else list(header)
    return Table([heads, *([str(cell) for cell in row] for row in rows)], tuple(figures.split("|")), **more)


def rate(n: int, decimals: int = 1) -> str:
    """A figure from 20 up, another one for each number."""
    return f"{20 + n * 1.37:.{decimals}f}"


def with_interval(n: int, decimals: int = 1) -> tuple[str, str, str]:
    value = 20 + n * 1.37
    return f"{value:.{decimals}f}", f"{value - 0.6:.{decimals}f}", f"{value + 0.6:.{decimals}f}"


def quotient(n: int, per: float, people: int, decimals: int) -> tuple[int, int, str, str, str]:
    """Count, people, and the figure they give with an interval."""
    count = 40 + 7 * n
    value = count / people * per
    return count, people, f"{value:.{decimals}f}", f"{value * 0.8:.{decimals}f}", f"{value * 1.2:.{decimals}f}"


def ahr() -> Case:
    groups = ("", " - Black", " - Female", " - Ages 65+")
    rows = [
        ["2021", f"Diabetes{group}", state, *with_interval(n + 5 * s), 8, 507500, "CDC, BRFSS", "NA"]
        for s, state in enumerate(("AK", "ALL", "MA", "WY"))
        for n, group in enumerate(groups)
    ]
    head = "Data Year|Measure|StateCode|Value|LowerCI|UpperCI|Rank|Number|Source|MissingReason"
    file = table(head, rows, "Value|LowerCI|UpperCI")
    keys = {"file": "ahr.csv", "measure": "Diabetes"}
    return Case("americas_health_rankings", {"ahr.csv": file}, keys, indicator={"measure": "percent"})


def ahr_years() -> Case:
    races = ("All", "Black or African American (NH)", "Hispanic or Latino", "White (NH)")
    rows = [
        [2015 + y, f"{100 * (97 + 7 * n + 31 * y + 3 * s)}.0", f"{9.3 + n + 5 * y + s / 2:.1f}", code, state, race]
        for s, (code, state) in enumerate((("01", "Alabama"), ("25", "Massachusetts"), ("56", "Wyoming")))
        for y in range(3)
        for n, race in enumerate(races)
    ]
    column = "diabetes_per_100k"
    file = table(f"time_period|{column}|drinking_pct_rate|state_fips|state_name|race_and_ethnicity", rows, column)
    keys = {"file": "years.csv", "column": column}
    about = {"measure": "percent"}
    return Case("americas_health_rankings_years", {"years.csv": file}, keys, indicator=about, loose=True, national=True)


def anchor() -> list[Case]:
    names = ("BARNSTABLE", "BOSTON", "CHELSEA", "NORTH ATTLEBOROUGH")
    means = [[name, 17 + n, f"{(61 + 7 * n) / 3!r}"] for n, name in enumerate(names)]
    shares = [[name, 17 + n, f"{0.1234 + n / 9!r}"] for n, name in enumerate(names)]
    files = {"towns.csv": table("TOWN|other|mean", means, "mean")}
    ranked = {"towns.csv": table("TOWN|other|rank", shares, "rank")}
    keys = {"file": "towns.csv", "column": "mean", "period": "2021-2023", "mean_of": 3}
    rank = {"file": "towns.csv", "column": "rank", "period": "2022", "most": 1}
    return [
        Case("anchor_towns:mean", files, keys, indicator={"measure": "count"}),
        Case("anchor_towns:rank", ranked, rank, indicator={"measure": "score"}),
    ]


def heart() -> Case:
    measure = "Heart Disease Mortality per 100k"
    races = (
        "Overall",
        "White",
        "Black",
        "Hispanic",
        "Asian and Pacific Islander",
        "American Indian and Alaskan Native",
    )
    names = ("Massachusetts", *(f"{name} County" for name in COUNTIES))
    groups = [(place, sex, race) for place in names for sex in ("Overall", "Male", "Female") for race in races]
    rows = [["MA", place, rate(n), sex, race] for n, (place, sex, race) in enumerate(groups)]
    rows = [["ME", "Franklin County", "300.1", "Overall", "Overall"], *rows, ["WY", "X", "9.5", "Male", "White"]]
    file = table(f"Loc Abbr|Loc Desc|{measure}|Gender|Race/Ethnicity", rows, measure)
    keys = {"file": "heart.csv", "measure": measure, "period": "2013-2015"}
    return Case("cdc_heart_disease", {"heart.csv": file}, keys)


def places() -> Case:
    def line(state: str, code: str, n: int) -> list[str]:
        value, low, high = with_interval(n)
        return [state, code, "Doña Ana", value, f"({low}, {high})"]

    rows = [line("MA", f"25{code}", n) for n, code in enumerate(COUNTY_CODES)]
    rows = [line("AL", "01001", 30), *rows, line("WY", "56045", 31)]
    file = table("StateAbbr|CountyFIPS|CountyName|X_CrudePrev|X_Crude95CI", rows, "X_CrudePrev|X_Crude95CI")
    keys = {"file": "p.csv", "measure": "X", "prevalence": "crude", "period": "2022"}
    return Case("cdc_places", {"p.csv": file}, keys, indicator={"measure": "percent", "adjustment": "modelled"})


def wonder() -> list[Case]:
    low, high = " Lower 95% Confidence Interval", " Upper 95% Confidence Interval"
    crude, adjusted = "Crude Rate", "Age Adjusted Rate"
    ends = "|".join(f"{name}{end}" for name in (crude, adjusted) for end in ("", low, high))
    rows: list[list[object]] = [["", "Alabama", "01", "2019", "2019", *_wonder(9, 4_903_185)]]
    rows += [["", "Massachusetts", "25", str(y), str(y), *_wonder(y - 2018, 6_892_503)] for y in (2018, 2019, 2020)]
    rows += [["Total", "Massachusetts", "25", "", "", *_wonder(5, 6_892_503)]]
    head = f"Notes|State|State Code|Year|Year Code|Deaths|Population|{ends}"
    below = '"---"\n"Dataset: Multiple Cause of Death"\n"Query Parameters:"\n"Year: 2018; 2019; 2020"\n'
    file = table(head, rows, f"Deaths|Population|{ends}", delimiter="\t", encoding="latin-1", below=below)
    keys = {"file": "w.txt", "years": "2018-2020"}
    return [
        Case("cdc_wonder:crude", {"w.txt": file}, keys),
        Case(
            "cdc_wonder:adjusted", {"w.txt": file}, {**keys, "rate": adjusted}, indicator={"adjustment": "age_adjusted"}
        ),
    ]


def _wonder(n: int, people: int) -> list[object]:
    count, people, *crude = quotient(n + 300, 100_000, people, 4)
    return [count, people, *crude, *with_interval(n, 4)]


def wonder_births() -> Case:
    names = ("American Indian or Alaska Native", "Asian", "Black or African American", "White", "More than one race")
    names += ("Native Hawaiian or Other Pacific Islander",)
    origins = ("Hispanic or Latino", "Not Hispanic or Latino", "Unknown or Not Stated")
    groups = [(race, origin) for race in names for origin in origins]
    rows = [["", "Massachusetts", "25", r, "R", o, "O", 300 + 97 * n] for n, (r, o) in enumerate(groups)]
    rows = [["", "Alabama", "01", "White", "R", origins[0], "O", 700], *rows]
    single, origin = "Mother's Single Race 6", "Mother's Hispanic Origin"
    head = f"Notes|State of Residence|State of Residence Code|{single}|{single} Code|{origin}|{origin} Code|Births"
    below = '"---"\n"Dataset: Natality"\n"Query Parameters:"\n"Year: 2019"\n"Group By: State"\n'
    file = table(head, rows, "Births", delimiter="\t", encoding="latin-1", below=below)
    indicator = {"measure": "count"}
    keys = {"file": "b.txt", "period": "2019"}
    return Case("cdc_wonder_births", {"b.txt": file}, keys, indicator=indicator, national=True, sparse=True)


def wonder_natality() -> list[Case]:
    thing, names = "Trimester Prenatal Care Began", {"1": "1st to 3rd month", "2": "Later", "5": "Unknown"}
    codes = [f"25{code}" for code in COUNTY_CODES if f"25{code}" not in POOLED_COUNTIES] + ["25999"]
    births = {geo_id: [1_300 + 17 * n, 411 + 7 * n, 23 + n] for n, geo_id in enumerate(codes)}
    births["25"] = [sum(of_code) for of_code in zip(*births.values(), strict=True)]
    keys: dict[str, object] = {
        "years": "2024", "group_by": thing, "events": ["1"], "among": ["1", "2"], "left_out": ["5"],
        "files": {"state": "s{year}.txt", "county": "c{year}.txt"},
    }  # fmt: skip
    cases = []
    for name, mark in (("tabs", "\t"), ("commas", ",")):
        files = {}
        for place, ids in (("State of Residence", ["25"]), ("County of Residence", codes)):
            rows = [["", "A Place", i, names[c], c, n] for i in ids for c, n in zip(names, births[i], strict=True)]
            said = ("Year: 2024", f"Group By: {place}; {thing}", "Show Zero Values: True", "Show Suppressed: True")
            below = "".join(
                f'"{line}"\n'
                for line in ("---", "Dataset: Natality, 2016-2024 expanded", "Query Parameters:", *said, "---")
            )
            head = f"Notes|{place}|{place} Code|{thing}|{thing} Code|Births"
            files[f"{place[0].lower()}2024.txt"] = table(
                head, rows, "Births", delimiter=mark, encoding="latin-1", below=below
            )
        cases.append(
            Case(f"cdc_wonder_natality:{name}", files, keys, codes=("Suppressed",), indicator={"measure": "percent"})
        )
    return cases


def census() -> list[Case]:
    foreign = ["050", "35", "013", "New Mexico", "Doña Ana County"]
    people = {code: 20_000 + 1_234 * n for n, code in enumerate(COUNTY_CODES)}
    total = sum(people.values())
    rows: list[list[object]] = [
        [*foreign, 7, 7],
        ["040", "25", "000", "Massachusetts", "Massachusetts", total, total + 14],
    ]
    rows += [["050", "25", code, "Massachusetts", "A County", n, n + 1] for code, n in people.items()]
    years = "POPESTIMATE2023|POPESTIMATE2024"
    totals = table(f"SUMLEV|STATE|COUNTY|STNAME|CTYNAME|{years}", rows, years, encoding="latin-1")
    heads = "POPESTIMATE|POPEST_MALE|POPEST_FEM"
    by_sex: list[list[object]] = [[*foreign, 1, 9, 4, 5]]
    for code, n in people.items():
        by_sex += [
            ["050", "25", code, "Massachusetts", "A County", y, n + y, n // 3 + y, n - n // 3] for y in range(1, 4)
        ]
    sexes = table(f"SUMLEV|STATE|COUNTY|STNAME|CTYNAME|YEAR|{heads}", by_sex, heads, encoding="latin-1")
    return [
        Case("census_county_totals", {"co-est2024-alldata.csv": totals}),
        Case("census_county_sex", {"cc-est2021-agesex-all.csv": sexes}),
        census_towns(),
    ]


def census_tracts() -> Case:
    people = {
        "25025000100": 3_127,
        "25025000200": 1_081,
        "25025160101": 2_903,
        "25001010100": 2_942,
        "25005600100": 3_920,
    }
    towns = {"35": "Boston", "57": "Chelsea", "20": "Barnstable", "211": "North Attleborough"}
    numbers = ("35", "35", "57", "20", "211")
    flags = ("1", "3", "2", "3", "3")
    estimates = [
        [code, code[:2], code[2:5], code[5:], rate(40 + n), f"{1.37 + n / 7:.4f}", flag]
        for n, (code, flag) in enumerate(zip(people, flags, strict=True))
    ]
    key = [[code, n, towns[n], "x", "max"] for code, n in zip(people, numbers, strict=True)]
    counted = {
        name: sum(p for p, n in zip(people.values(), numbers, strict=True) if towns[n] == name)
        for name in towns.values()
    }
    rows: list[list[object]] = [["040", "25", "Massachusetts", sum(counted.values()), sum(counted.values())]]
    rows += [["061", "25", f"{name} town", n, n] for name, n in counted.items()]
    figures = "CENSUS2010POP|ESTIMATESBASE2010"
    heads = "Tract ID|STATE2KX|CNTY2KX|TRACT2KX|e(0)|se(e(0))|Abridged life table flag"
    return Case(
        "usaleep",
        {
            "t.csv": table(heads, estimates, "e(0)|se(e(0))"),
            "k.csv": table("ct10_id|muni_id|muni_name|cosub_cn10|join_type", key, "ct10_id"),
            "r.csv": table("ct10_id|pop_2010", list(people.items()), "pop_2010"),
            "s.csv": table(f"SUMLEV|STATE|NAME|{figures}", rows, figures, encoding="latin-1"),
        },
        {"file": "t.csv", "key": "k.csv", "residents": "r.csv", "towns": "s.csv", "tracts": 5, "period": "2010-2015"},
        indicator={"measure": "years", "adjustment": "modelled_age_adjusted"},
    )


def census_towns() -> Case:
    towns = (("001", "Barnstable Town city", 48_916), ("005", "North Attleborough town", 30_834))
    towns += (("025", "Boston city", 692_600), ("025", "Chelsea city", 39_690))
    counties = {code: sum(n for county, _, n in towns if county == code) for code in COUNTY_CODES}
    whole = sum(counties.values())
    rows: list[list[object]] = [["040", "25", "000", "00000", "Massachusetts", "Massachusetts", whole, whole]]
    rows += [["050", "25", code, "00000", "A County", "Massachusetts", n, n] for code, n in counties.items()]
    rows += [["061", "25", code, "03690", name, "Massachusetts", n, n] for code, name, n in towns]
    rows += [["162", "25", code, "00000", name, "Massachusetts", n, n] for code, name, n in towns]
    years = "POPESTIMATE2018|POPESTIMATE2019"
    file = table(f"SUMLEV|STATE|COUNTY|COUSUB|NAME|STNAME|{years}", rows, years, encoding="latin-1")
    return Case("census_subcounty", {"sub-est2019_25.csv": file})


def chapter55() -> list[Case]:
    def case(layout: str, file: Table, unterminated: bool = True, **keys: object) -> Case:
        codes = ("-999", "-9999")
        files, keys = {"c.csv": file}, {"file": "c.csv", "layout": layout, **keys}
        percent = layout in ("admissions", "toxicology")
        indicator = {"measure": "percent"} if percent else {"adjustment": "age_adjusted"}
        return Case(
            f"chapter55:{layout}", files, keys, indicator=indicator, codes=codes, unterminated=unterminated,
            loose=layout == "admissions",
        )  # fmt: skip

    names = ("Barnstable", "Boston", "Chelsea", "North Attleborough")
    count, yearly = "Confirmed Death Count 2006-2010", "Annual Rate  per 100,000 People from 2006-2010"
    towns = table(
        f"Municipality|{count}|{yearly}", [[t, 28 + n, rate(n)] for n, t in enumerate(names)], f"{count}|{yearly}"
    )
    adjusted = "Age-Adjusted Death Rate per 100,000 People"
    both = [(state, year) for year in range(1999, 2004) for state in ("Massachusetts", "United States")]
    state = table(f"Geography|Year|{adjusted}", [[*key, rate(n)] for n, key in enumerate(both)], adjusted)
    races = [(y, g) for g in ("All", *_chapter55_races()) for y in (2014, 2015)]
    wide = "Age-Ajusted Death Rate per 100,000 People"
    rows = [[y, g, rate(n), f"{1 + n * 0.1:.1f}"] for n, (y, g) in enumerate(races)]
    race = table(f"Year|Race/Ethinicity|{wide}|Confidence Interval", rows, f"{wide}|Confidence Interval")
    places = ("massachusetts", "barnstable", "boston", "chelsea", "northattleboro")
    heads = [f"{place}{kind}" for place in places for kind in ("alcohol", "opioids")]
    years = [[y, *(f"{0.11 + n * 0.013 + y % 10 * 0.001:.4f}" for n in range(10))] for y in (2000, 2001, 2002)]
    shares = table(["age", *heads], years, "|".join(heads))
    tox = [[2014 + q // 4, q % 4 + 1, f"{41 + q}%", f"{22 + q}%"] for q in range(7)]
    return [
        case("towns", towns, unterminated=False, period="2006-2010"),
        case("state_rates", state, years="1999-2003"),
        case("race_rates", race),
        case("admissions", shares, unterminated=False, substance="opioids"),
        case("toxicology", table("Year|Quarter|Only Heroin|Only Fentanyl", tox, "Only Heroin"), column="Only Heroin"),
    ]


def _chapter55_races() -> tuple[str, ...]:
    return ("White non-Hispanic", "Black non-Hispanic", "Hispanic")


def chr_population() -> Case:
    files = {}
    for n, measure in enumerate(("v054", "v056", "v126")):
        part, whole = f"{measure}_numerator", f"{measure}_denominator"
        rows: list[list[object]] = [["01", "000", "0.2", 1, 2]]
        people = {code: 500 + 31 * k + 7 * n for k, code in enumerate(COUNTY_CODES)}
        rows += [["25", "000", "0.1", sum(people.values()), 500_000]]
        rows += [["25", code, "0.1", count, 20_000 + int(code)] for code, count in people.items()]
        files[f"{measure}_r2025.csv"] = table(f"statecode|countycode|{measure}_rawvalue|{part}|{whole}", rows, part)
    return Case("chr_population", files, about={"release": "2025", "period": "2023"})


def chr_workbook() -> Case:
    name, low, high = "Drug Overdose Mortality Rate", "95% CI - Low", "95% CI - High"
    words = ("AIAN", "Asian", "Black", "Hispanic", "white")
    heads = ["FIPS", "State", "County", "Homicide Rate", "# Deaths", name, low, high]
    heads += [f"{name} ({word}){end}" for word in words for end in ("", f" {low}", f" {high}")]
    rows: list[list[Any]] = [["Geographic identifiers", None, None, "Homicides", "Drug overdose deaths"], heads]
    for n, code in enumerate(PLACES):
        figures = [float(x) for k in range(1 + len(words)) for x in with_interval(10 * n + k, 3)]
        rows.append([f"25{code}", "Massachusetts", None if code == "000" else "X", 9.9, 250, *figures])
    years = [["Measure", "Years"], ["Alcohol", "Drug overdose deaths*", "Deaths per 100,000.", "2018-2020"]]
    sheets = Sheets({"Measures": rows, "Sources & Years": years}, tuple(range(5, len(heads))))
    keys = {"sheet": "Measures", "measure": "Drug overdose deaths", "rate": name, "period": "2018-2020"}
    return Case("chr_workbook", {"ma.xlsx": sheets}, {**keys, "file": "ma.xlsx"})


def health_rankings() -> list[Case]:
    def file(columns: str, cells: Any) -> dict[str, Table | Tree | Sheets]:
        heads = columns.split("|")
        rows = [["25", code, *cells(n)] for n, code in enumerate(PLACES)]
        rows = [["00", "000", *["9"] * len(heads)], *rows, ["56", "045", *["9"] * len(heads)]]
        return {"v.csv": table(["statecode", "countycode", *heads], rows, columns)}

    def case(name: str, files: Any, percent: bool = False, **keys: object) -> Case:
        message = {"file": "v.csv", "layout": name, "period": "2020-2022", **keys}
        indicator = {"measure": "percent"} if percent else {}
        return Case(f"county_health_rankings:{name}", files, message, indicator=indicator)

    def births(n: int) -> tuple[object, ...]:
        return (*quotient(n, 1, 3_001 + 13 * n, 6), "0")

    overall = "v138_numerator|v138_denominator|v138_rawvalue|v138_cilow|v138_cihigh"
    parts = ("num", "denom", "rate", "lci", "uci", "unreliable")
    groups = (*RACES, "")
    by_group = "|".join(f"{part}_{race}" for race in groups for part in parts)
    rates = "|".join(f"v138_race_{race}{end}" for race in RACES for end in ("", "_cilow", "_cihigh"))
    counted = f"{rates}|numerator.x|denominator.x"

    def races(n: int) -> list[object]:
        count, people, *first = quotient(n, 100_000, 40_000 + 17 * n, 9)
        rest = [x for k in range(1, len(RACES)) for x in with_interval(9 * n + k, 2)]
        return [*first, *rest, count, people]

    hundred = {"scale": 100, "percent": True}
    return [
        case("overall", file(overall, lambda n: quotient(n, 100_000, 50_000 + 11 * n, 4)), measure="v138"),
        case("rates_by_race", file(counted, races), measure="v138", counts={"white": ".x"}),
        case("births", file("|".join(parts), births), **hundred),
        case("births_by_race", file(by_group, lambda n: [x for k in range(8) for x in births(9 * n + k)]), **hundred),
    ]


def dph() -> list[Case]:
    names = ("barnstable", "boston", "chelsea", "north attleboro")
    whole = [[name, 10 + 3 * n, 114 + 7 * n] for n, name in enumerate(names)]
    part = [["Boston", 2671, 2748], ["Chelsea", 31, 44], ["Grand Total", 3000, 3111]]
    towns = table("city_resid|2014|2015", whole, "2014|2015")
    partial = table("city|2022_total|2023_total", part, "2022_total|2023_total")
    keys = {"file": "d.csv", "total": "Grand Total", "zero_may_be_hidden": True}
    count = {"measure": "count"}
    return [
        Case("dph_opioid_towns", {"d.csv": towns}, {"file": "d.csv"}),
        Case("dph_opioid_partial", {"d.csv": partial}, keys, indicator=count, loose=True),
    ]


def tracker() -> Case:
    races = ("All", "Black or African American (NH)", "White (NH)")
    rows = [
        [2021, state, f"{state}{code}", f"{2000 + 13 * n + 7 * m + s}.0", "County", race]
        for s, (state, codes) in enumerate((("01", ("001",)), ("25", COUNTY_CODES), ("56", ("001",))))
        for n, code in enumerate(codes)
        for m, race in enumerate(races)
    ]
    column = "stays_per_100k"
    file = table(f"time_period|state_fips|county_fips|{column}|county_name|race_and_ethnicity", rows, column)
    keys = {"file": "tracker.csv", "column": column, "period": "2021"}
    return Case("health_equity_tracker", {"tracker.csv": file}, keys, loose=True, national=True)


def quotations() -> Case:
    head = "indicator|place|group|period|value|ci_low|ci_high|unit|publisher|title|release_date|address|quote_locator"
    page = "https://example.org/a"
    rows = [
        ["deaths", "Massachusetts", "All", 2018 + n, 41 + 3 * n, "", "", "count", "A", "B", "2024", page, "a table"]
        for n in range(4)
    ]
    file = table(head, rows, "value")
    about = {"address": page}
    keys = {"file": "q.csv", "quoted": "deaths"}
    return Case("quoted_figures", {"q.csv": file}, keys, about, {"measure": "count"}, loose=True)


def settlement() -> Case:
    names = ("Barnstable", "Boston", "Chelsea", "North Attleborough")
    head = "municipality|fiscal_year|funds_received|carryover|total_available|total_expended|pct_expended|pooled"
    rows: list[list[object]] = [
        [name, 2024, 1000 + 211 * n, 640 + 17 * n, 1640 + 228 * n, 300 + 9 * n, "", "0", ""]
        for n, name in enumerate(names)
    ]
    file = table(f"{head}|reporting_status", [*rows, ["Test Muni", 2024, 5, 5, 10, 1, "", "0", ""]], "funds_received")
    keys = {"file": "s.csv", "column": "funds_received"}
    return Case("opioid_settlement", {"s.csv": file}, keys, indicator={"measure": "dollars"}, loose=True)


def ihme() -> Case:
    asian = "Non-Hispanic Asian, Native Hawaiian, or Other Pacific Islander"
    words = {"Hispanic and any race": "hispanic", asian: "asian_pi_nh"}

    def line(state: str, group: str, year: int, n: int) -> list[object]:
        message = ["Maternal mortality ratio", "544", state, group, "2", "10 to 54", year, "Rate"]
        return [*message, *with_interval(n, 9)]

    groups = [(group, year) for group in words for year in (1999, 2000, 2001)]
    rows = [line("Massachusetts", group, year, n) for n, (group, year) in enumerate(groups)]
    rows = [line("Alabama", asian, 1999, 8), *rows, line("Wyoming", asian, 1999, 9)]
    head = "measure_name|location_id|location_name|race_group|sex_id|age_group_name|year_id|metric_name|val|lower|upper"
    file = table(head, rows, "val|lower|upper")
    about = {"race": {"exclusive": "yes", "hispanic": "own_group", "words": words}}
    return Case("ihme_maternal_mortality", {"i.csv": file}, {"file": "i.csv"}, about)


def masschip() -> Case:
    names = ("Barnstable", "Boston", "Chelsea", "North Attleboro", "Massachusetts Total")
    rows = [
        [name, f"{46_738 + 1_001 * n:,}", 1_912 + 13 * n, rate(n, 2), rate(n + 6, 2), "", ""]
        for n, name in enumerate(names)
    ]
    rows += [["", *[""] * 6], ["Note: for infant mortality rate (IMR), data suppressed.", *[""] * 6]]
    file = table("Geography|total pop|deaths|IMR|% low birthweight||", rows, "deaths|IMR|% low birthweight")
    keys = {"file": "m.csv", "measure": "IMR", "numerator": "deaths", "period": "2005-2008"}
    return Case("masschip", {"m.csv": file}, keys)


def massgis_case() -> Case:
    inputs = Inputs()
    towns = read_geography(inputs.snapshot / "massgis_municipalities.csv", inputs.areas)
    rows, features = [], []
    for number, geo_id in sorted(towns.town_ids.items(), key=lambda pair: int(pair[0])):
        n, name = int(number), towns.places[geo_id].name
        rows.append([number, geo_id, name, geo_id[2:5], "A County"])
        x, y = -73.3 + n % 20 * 0.15, 41.5 + n // 20 * 0.06
        ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.05], [x, y]]
        properties = {"TOWN_ID": n, "TOWN": name.upper(), "FIPS_STCO": geo_id[:5]}
        shape = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": shape})
    listed = table("TOWNID|GEOID20|TOWN|COUNTY_NUM|COUNTY_NAME", rows, "GEOID20")
    layer = Tree({"type": "FeatureCollection", "features": features})
    return Case("massgis", {massgis.LIST_FILE: listed, massgis.BOUNDARY_FILE: layer})


def post_offices() -> Case:
    places = (("02119", "Boston", "35"), ("02601", "Barnstable", "20"), ("02150", "Chelsea", "57"))
    counties = {"Boston": "Suffolk", "Barnstable": "Barnstable", "Chelsea": "Suffolk"}
    offices = [[code, "STANDARD", name, "", f"{counties[name]} County"] for code, name, _ in places]
    names = [["Roxbury", "Boston", "TRUE", "MA"], ["Hyannis", "Barnstable", "FALSE", "MA"]]
    return Case(
        "postal_localities",
        {
            postal_localities.POST_OFFICES: table(
                "zip_code|zip_code_type|city|acceptable_cities|county", offices, "zip_code"
            ),
            postal_localities.ZIP_KEY: table("zip|muni_name|muni_id", places, "zip"),
            postal_localities.NEIGHBORHOOD_KEY: table("neighborhood|muni|ma_muni|state", names, "neighborhood"),
        },
    )


def maternity() -> Case:
    head = "indicator|geography|period|value|source_title|publisher|address|confidence"
    page = ["Title", "Publisher", "https://example.org", "A"]
    rows = [
        ["births_hospital", "A Hospital, Boston", "FY2023", "2417", *page],
        ["births_hospital", "B Hospital, Chelsea", "2022", "381", *page],
        ["births_hospital", "C Hospital, Barnstable", "2023 to 30 Jun", "512", *page],
        ["maternity_unit_status_change", "D Hospital, Boston", "", "closed 1 March 2023", *page],
    ]
    return Case("maternity_services", {"maternity_services.csv": table(head, rows, "value")})


def medicare() -> list[Case]:
    def files(columns: str, cells: Any) -> dict[str, Table | Tree | Sheets]:
        heads = columns.split("|")
        state, county = ["Massachusetts", "25"], "STATE_NAME|STATE_FIPS|COUNTY_NAME|COUNTY_FIPS"
        races = ("Non-Hispanic White", "Black or African-American")
        of_counties = [[*state, "A", f"25{code}", *cells(n)] for n, code in enumerate(COUNTY_CODES)]
        by_race = [
            [r, *line[:4], *cells(20 + n + 15 * k)] for k, r in enumerate(races) for n, line in enumerate(of_counties)
        ]
        rows = {
            "State": ("STATE_NAME|STATE_FIPS", [["Alaska", "2", *cells(50)], [*state, *cells(51)]]),
            "County": (county, [["Alaska", "2", "B", "2013", *cells(52)], *of_counties]),
            "Race_State": (
                "RACE_NAME|STATE_NAME|STATE_FIPS",
                [[r, *state, *cells(60 + k)] for k, r in enumerate(races)],
            ),
            "Race_County": (f"RACE_NAME|{county}", by_race),
        }
        return {f"s-{end}.csv": table([*h.split("|"), *heads], actual, columns) for end, (h, actual) in rows.items()}

    def cases(n: int) -> list[str]:
        return [str(x) for x in (40 + n, 3_000 + 17 * n, f"{(40 + n) / (3_000 + 17 * n) * 100_000:.8f}")]

    def shares(n: int) -> list[str]:
        return [str(x) for x in (320 + n, 80 + 2 * n, 400 + 3 * n, f"{(320 + n) / (400 + 3 * n):.10f}")]

    keys = {"condition": "s", "period": "2020"}
    return [
        Case("medicare_cardiovascular:cases", files("BENE_N|TOTAL_N|PER_100K", cases), {**keys, "layout": "cases"}),
        Case(
            "medicare_cardiovascular:adherence",
            files("BENE_YES|BENE_NO|TOTAL_BENE|BENE_YES_PCT", shares),
            {**keys, "layout": "adherence"},
            indicator={"measure": "percent"},
        ),
    ]


def disparities() -> Case:
    choices = {
        "population": "Medicare Fee For Service", "year": "2022", "measure": "Prevention Quality Indicator (PQI)",
        "adjustment": "Unsmoothed age standardized", "analysis": "Base measure", "condition": "PQI #90",
        "primary_sex": "All", "primary_age": "All", "primary_dual": "Dual & non-dual", "primary_eligibility": "All",
    }  # fmt: skip
    head = "|".join((*choices, "geography|fips|county|state|primary_race|primary_denominator|analysis_value"))

    def line(level: str, code: str, state: str, n: int) -> list[object]:
        return [*choices.values(), level, code, "A County", state, "All", "10,000+", 3_003 + 7 * n]

    counties = [line("County", f"25{code}", "MASSACHUSETTS", n) for n, code in enumerate(COUNTY_CODES)]
    counties = [line("County", "1001", "ALABAMA", 20), *counties, line("County", "56045", "WYOMING", 21)]
    states = [line("State/Territory", "25", "MASSACHUSETTS", 22), line("State/Territory", "56", "WYOMING", 23)]
    files = {"county.csv": table(head, counties, "analysis_value"), "state.csv": table(head, states, "analysis_value")}
    keys = {"files": list(files), "condition": "PQI #90", "period": "2022"}
    return Case("medicare_disparities", files, keys, indicator={"adjustment": "age_adjusted"})


def nchs() -> list[Case]:
    places_ = ("Alabama", "Massachusetts", "Wyoming")
    keys = [(year, place) for year in (1999, 2000, 2001, 2002) for place in places_]
    rows = [[y, "Heart disease", p, f"{11_921 + 13 * n:,}", rate(n, 2)] for n, (y, p) in enumerate(keys)]
    causes = table("Year|Cause Name|State|Deaths|Age-adjusted Death Rate", rows, "Deaths|Age-adjusted Death Rate")
    adjusted = {"adjustment": "age_adjusted"}
    groups = [(y, g) for y in (2018, 2019) for g in ("nhb", "nhw", "total")]
    by_group = [[y, "25", g, "opioid", rate(n, 6), 87 + n, 535_393 + 11 * n] for n, (y, g) in enumerate(groups)]
    foreign = [["2018", "01", "nhb", "opioid", "9.9", 12, 34]]
    figures = "obs_rate|deaths|pop"
    grouped = table(f"year|st_fips|race_eth|opioid_type|{figures}", [*foreign, *by_group], figures)
    errors = "obs_rate_nhb|obs_rate_nhw|deaths_nhb|deaths_nhw|obs_se_nhb|obs_se_nhw"
    pairs = [
        [y, "25", "opioid", rate(n, 6), rate(n + 1, 6), 87 + n, 88 + n, "0.173", "0.0875"]
        for y, n in ((2018, 0), (2019, 3))
    ]
    paired = table(f"year|st_fips|opioid_type|{errors}", [*pairs, ["2019", "56", "opioid", *"123456"]], errors)
    message = {"opioid": "opioid", "years": "2018-2019"}
    return [
        Case("nchs_leading_causes", {"n.csv": causes}, {"file": "n.csv", "cause": "Heart disease"}, indicator=adjusted),
        Case(
            "nchs_opioid_by_race:groups",
            {"g.csv": grouped, "e.csv": paired},
            {**message, "file": "g.csv", "errors": "e.csv", "layout": "groups"},
            indicator=adjusted,
            national=True,
        ),
        Case(
            "nchs_opioid_by_race:pairs",
            {"e.csv": paired},
            {**message, "file": "e.csv", "layout": "pairs"},
            indicator=adjusted,
        ),
    ]


def published() -> list[Case]:
    head = (
        "indicator|geography|stratum_type|stratum|period|value|unit|ci_low|ci_high|numerator|denominator|source_title|"
        "publisher|address|note|confidence|note"
    )
    page = ["Title, with a comma", "X", "https://example.org", "", "A", ""]
    figures = "value|ci_low|ci_high|numerator|denominator"
    counts = [
        ["deaths", "Massachusetts", "all", "All", 2018 + n, 2_357 + n, "count", *[""] * 4, *page] for n in range(4)
    ]
    shares = []
    for n in range(4):
        count, people, value, low, high = quotient(n, 100, 1_003, 2)
        shares.append(["share", "Boston", "all", "All", 2018 + n, value, "percent", low, high, count, people, *page])
    keys = {"file": "f.csv", "where": {"indicator": ["deaths", "share"]}}
    cases = []
    for name, rows, measure in (("counts", counts, "count"), ("shares", shares, "percent")):
        files = {"f.csv": table(head, rows, figures)}
        cases.append(Case(f"published_figures:{name}", files, keys, indicator={"measure": measure}))
    divided = replace(cases[1], name="published_figures:from_counts", keys={**keys, "from_counts": True})
    return [*cases, divided]


def urban() -> list[Case]:
    heads = "lbw|lbw_lb|lbw_ub"

    def figures(n: int) -> list[str]:
        return [f"{(7 + n * 0.013 + d) / 100:.6f}" for d in (0, -0.9, 0.9)]

    pooled = ("007", "011", "019")
    years = [(year, code) for year in (2016, 2017) for code in COUNTY_CODES]
    own = [[y, "25", c, *figures(50 if c in pooled else n), "2"] for n, (y, c) in enumerate(years)]
    foreign = [["2016", "01", "001", *figures(90), "3"]]
    whole = table(f"year|state|county|{heads}|lbw_quality", [*foreign, *own, *foreign], heads)
    groups = (("all", "All"), ("race-ethnicity", "Black"), ("race-ethnicity", "White"))
    by_race = [[*line[:3], *g, *figures(60 * k + n), "2"] for k, g in enumerate(groups) for n, line in enumerate(own)]
    file = table(f"year|state|county|subgroup_type|subgroup|{heads}|lbw_quality", by_race, heads)
    keys = {"file": "u.csv", "measure": "lbw", "scale": 100}
    words = {"Black": "black_nh", "White": "white_nh"}
    about = {"race": {"exclusive": "yes", "hispanic": "own_group", "words": words}}
    share = {"measure": "percent"}
    return [
        Case("urban_natality:everyone", {"u.csv": whole}, keys, indicator=share),
        Case(
            "urban_natality:race", {"u.csv": file}, {**keys, "subgroup_type": "race-ethnicity"}, about, indicator=share
        ),
    ]


def vsrr() -> list[Case]:
    names = ("2024-October", "2024-November", "2024-December", "2025-January")
    months = {"25": {m: {"mort": 1_701 - 13 * n, "mort_100k": 20.5} for n, m in enumerate(names)}, "01": {}}
    people = {code: 227_536 + 101 * n for n, code in enumerate(COUNTY_CODES)}
    by_county = {
        f"25{code}": {"mort_100k": round((49 + n) / people[code] * 100_000, 2), "pop": str(people[code])}
        for n, code in enumerate(COUNTY_CODES)
    }
    ends = ((2015, 11), (2015, 12), (2016, 1), (2016, 2))
    lines = [["MA", "Opioids (T40.0,T40.6)", *end, 1_549 + 3 * n, ""] for n, end in enumerate(ends)]
    column = "reported_12mo_ending"
    rows = [["AK", "Opioids (T40.0,T40.6)", 2016, 1, 9, ""], *lines, ["NY", "Opioids", 2016, 1, 9, ""]]
    file = table(f"state|indicator|year|month|{column}|note", rows, column)
    count = {"measure": "count"}
    return [
        Case(
            "vsrr_provisional:months", {"v.json": Tree(months)}, {"file": "v.json", "layout": "months"}, indicator=count
        ),
        Case("vsrr_provisional:table", {"v.csv": file}, {"file": "v.csv", "layout": "table"}, indicator=count),
        Case(
            "vsrr_provisional:counties",
            {"v.json": Tree(by_county)},
            {"file": "v.json", "layout": "counties", "period": "2024"},
        ),
    ]


def wisqars() -> Case:
    races = (
        "American Indian / Alaska Native", "Asian", "Black", "HI Native / Pacific Islander", "More than One Race",
        "White",
    )  # fmt: skip
    people = {race: 12_578 + 41_003 * n for n, race in enumerate(races)}
    origins = {"Hispanic": 944_383, "Non-Hispanic": sum(people.values())}

    def report(column: str, groups: Mapping[str, int]) -> Table:
        # One group after the other, each with its states.
        rows = [
            ["2023", intent, group, state, "--", f"{number + more:,}"]
            for intent in ("Suicide", "Homicide")
            for group, number in groups.items()
            for state, more in (("Alabama", 1_000), ("Massachusetts", 0))
        ]
        rows.append(["Notes:", *[""] * 5])
        return table(f"Year|Intent|{column}|State|Deaths|Population", rows, "Population", encoding="utf-8-sig")

    files = {
        "gun_homicides_suicides-state-race_and_ethnicity.csv": report("Race", people),
        "gun_homicides_suicides-state-ethnicity.csv": report("Ethnicity", origins),
    }
    return Case("wisqars_population", files)


def every_case() -> tuple[Case, ...]:
    """A case for each importer and each layout it reads."""
    several = (
        anchor, wonder, wonder_natality, census, chapter55, health_rankings, dph, medicare, nchs, published, urban,
        vsrr,
    )  # fmt: skip
    one = (
        ahr, ahr_years, heart, places, wonder_births, chr_population, chr_workbook, ihme, masschip, massgis_case,
        maternity, post_offices, census_tracts, disparities, quotations, settlement, tracker, wisqars,
    )  # fmt: skip
    return (*(make() for make in one), *(case for make in several for case in make()))
