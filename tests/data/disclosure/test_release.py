"""What leaves the site of sources that hide figures: planted tables, and every indicator with hidden cells."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import duckdb
from hypothesis import example, given
from hypothesis import strategies as st

from components.formatting.numbers import format_number
from data.catalog.models import Indicator
from data.disclosure.protection import suppressed_intervals
from data.disclosure.release import disclosure_rows, prepare_release
from data.geography.places import STATE_ID
from data.observations.models import Observation
from data.observations.schema import OBSERVATION_COLUMNS, TABLES
from data.pipeline.disclosure_report import Narrowed, report_text
from data.settings import ROOT
from data.vocabulary import OVERALL, Period
from tests.data.disclosure.test_interval_counts import interval_of, share_of
from tests.small_counts import SYNTHETIC, geography_of, make_source
from tests.towns import make_indicator

YEAR = Period.years(2022)
PER, DECIMALS = 100_000, 1
GEOGRAPHY = geography_of([["T0"], ["T1"], ["T2"], ["T3"]])
SOURCES = {SYNTHETIC: make_source(disclosure="as_published")}
PEOPLE = 900_000.0


def deaths(**changes: object) -> Indicator:
    return make_indicator(
        id="deaths", per=PER, decimals=DECIMALS, population_denominator=False, rollup=(),
        interval_form={SYNTHETIC: "events"}, **changes,
    )  # fmt: skip


def rate_row(geo_id: str, level: str, events: int | None, people: float, *, counted: bool = False) -> Observation:
    """A rate with its interval and all decimals, as in the file; hidden without `events`, with them if `counted`."""
    figures = (None, None, None) if events is None else interval_of(events, people, PER)
    status = "suppressed" if events is None else "reported"
    count = float(events) if events is not None and counted else None
    return Observation("deaths", level, geo_id, OVERALL, OVERALL, YEAR, SYNTHETIC, status, *figures, count, None)  # type: ignore[arg-type]


def planted(hidden: int, others: Sequence[int], *, counted: bool = False) -> list[Observation]:
    """Counties of which the first is hidden, and the state: a sum with one unknown."""
    rows = [rate_row("C0", "county", None, PEOPLE)]
    rows += [rate_row(f"C{n}", "county", d, PEOPLE, counted=counted) for n, d in enumerate(others, 1)]
    total = hidden + sum(others)
    return [*rows, rate_row(STATE_ID, "state", total, PEOPLE * (1 + len(others)), counted=counted)]


def left(rows: Sequence[Observation], indicator: Indicator) -> float:
    """Values that are left to the one hidden count."""
    ((_, low, high),) = suppressed_intervals(rows, (), GEOGRAPHY, SOURCES, {"deaths": indicator})
    return high - low + 1


def decimals_of(events: int, people: float) -> int:
    """Decimals a rate and its limits are written with: few where they end early, as 36, 34.04 and 37.96 of 1,296 do."""
    return max(DECIMALS, *(len(f"{figure:.12g}".partition(".")[2]) for figure in interval_of(events, people, PER)))


def same_figures(events: int, people: float) -> tuple[int, int]:
    """Least and most events that may have the same figures as they are written, among any number of people."""
    figures = interval_of(events, people, PER)
    error = [0.5 * 10.0 ** -decimals_of(events, people) + 2e-7 * figure for figure in figures]
    alike = []
    for n in range(max(1, events - 60), events + 60):
        rate, *limits = interval_of(n, people, PER)
        times = (1.0, *(limit / rate for limit in limits))
        rates = [((f - e) / t, (f + e) / t) for f, e, t in zip(figures, error, times, strict=True)]
        if max(low for low, _ in rates) <= min(high for _, high in rates):
            alike.append(n)
    return alike[0], alike[-1]


@given(hidden=st.integers(0, 9), others=st.lists(st.integers(20, 1_500), min_size=3, max_size=3))
@example(hidden=0, others=[20, 20, 1_256])
@example(hidden=7, others=[137, 1_311, 570])
def test_a_hidden_count_is_pinned_by_the_intervals_of_the_others(hidden: int, others: list[int]) -> None:
    rows = planted(hidden, others)
    ((row, low, high),) = suppressed_intervals(rows, (), GEOGRAPHY, SOURCES, {"deaths": deaths()})
    assert row.geo_id == "C0"
    assert low <= hidden <= high
    written = [(hidden + sum(others), PEOPLE * (1 + len(others))), *((events, PEOPLE) for events in others)]
    (least, most), *each = (same_figures(*figures) for figures in written)
    assert low == max(0, least - sum(high for _, high in each))
    assert high == most - sum(low for low, _ in each)
    # All decimals of counts up to 2,000 give each exactly; of the state's larger ones up to three.
    if min(decimals_of(*figures) for figures in written) > 4:
        assert high - low <= (0 if hidden + sum(others) < 2_000 else 4)


def test_who_reads_no_intervals_sees_nothing() -> None:
    """The auditor as it was: without the form of the intervals the same hidden count has no upper bound."""
    assert left(planted(3, (200, 350, 480)), deaths()) == 1
    blind = deaths().model_copy(update={"interval_form": {}})
    assert left(planted(3, (200, 350, 480)), blind) == float("inf")


def released(rows: Sequence[Observation], indicator: Indicator) -> tuple[list[Observation], list[tuple[object, ...]]]:
    """The rows and the record of disclosure as a build would publish them."""
    connection = duckdb.connect(":memory:")
    connection.execute(TABLES)
    for row in rows:
        values = [getattr(row, c) for c in OBSERVATION_COLUMNS if not c.startswith("period")]
        values[5:5] = [row.period.start, row.period.end]
        connection.execute(f"INSERT INTO observation VALUES ({', '.join('?' * 14)})", values)
    report = prepare_release(connection, "observation", GEOGRAPHY, SOURCES, {"deaths": indicator})
    record: list[tuple[object, ...]] = list(disclosure_rows(connection, "observation", report))
    published = []
    for cells in connection.execute(f"SELECT {', '.join(OBSERVATION_COLUMNS)} FROM observation").fetchall():
        name, level, geo_id, dimension, stratum, start, end, *figures, status, source = cells
        published.append(
            Observation(name, level, geo_id, dimension, stratum, Period(start, end), source, status, *figures)
        )
    return published, record


def test_a_release_carries_the_decimals_of_the_page_and_leaves_the_count_open() -> None:
    rows, record = released(planted(3, (200, 350, 480)), deaths())
    for row in rows:
        for figure in (row.value, row.ci_low, row.ci_high):
            assert figure is None or figure == round(figure, DECIMALS)
    assert left(rows, deaths()) >= 10
    assert record == [("deaths", SYNTHETIC, 1, 0, 0)]


def test_numbers_of_events_that_would_pin_a_hidden_one_are_left_out() -> None:
    rows = planted(3, (200, 350, 480), counted=True)
    assert left(rows, deaths()) == 1
    published, record = released(rows, deaths())
    assert {r.geo_id for r in published if r.numerator is not None} == {STATE_ID}
    assert left(published, deaths()) >= 10
    assert record == [("deaths", SYNTHETIC, 1, 0, 3)]


def test_numbers_that_pin_nothing_stay() -> None:
    """Two hidden counties and no total: nobody can subtract."""
    rows = [r for r in planted(3, (200, 350, 480), counted=True) if r.geo_id != STATE_ID]
    published, record = released(rows, deaths())
    assert sum(r.numerator is not None for r in published) == 3
    assert record == [("deaths", SYNTHETIC, 1, 0, 0)]


def test_what_is_still_narrow_is_counted_and_never_named() -> None:
    """Small counties: the shown decimals give each of 3 counts to a few, and the total is as small."""
    rows = [replace(r, denominator=None) for r in planted(3, (21, 24, 22))]
    _, record = released(rows, deaths().model_copy(update={"decimals": 4}))
    assert record == [("deaths", SYNTHETIC, 1, 1, 0)]


def test_a_source_that_hides_nothing_keeps_its_decimals() -> None:
    rows = planted(3, (200, 350, 480))[1:]
    published, record = released(rows, deaths())
    assert sorted(r.value or 0 for r in published) == sorted(r.value or 0 for r in rows)
    assert record == []


@given(st.floats(-1e6, 1e6), st.integers(0, 4))
def test_a_build_rounds_as_the_page_does(value: float, decimals: int) -> None:
    unit = 10.0**decimals
    (rounded,) = duckdb.execute(
        "SELECT sign(v) * floor(abs(v) * u + 0.5 + 1e-9) / u FROM (SELECT ?::DOUBLE AS v, ?::DOUBLE AS u)",
        [value, unit],
    ).fetchone() or (None,)
    assert format_number(rounded, decimals).lstrip("−") == format_number(value, decimals).lstrip("−")


def test_no_published_figure_beside_hidden_ones_has_more_decimals_than_are_shown(published: Path) -> None:
    """Every row of every source with hidden cells in the whole file."""
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(
            "SELECT o.source, o.indicator, (i.definition->>'decimals')::INTEGER, o.value, o.ci_low, o.ci_high "
            "FROM observation o JOIN indicator i USING (indicator) WHERE o.value IS NOT NULL AND o.source IN "
            "(SELECT source FROM observation WHERE status = 'suppressed')"
        ).fetchall()
    assert len({(source, indicator) for source, indicator, *_ in rows}) > 30
    for source, indicator, decimals, *figures in rows:
        for figure in figures:
            assert figure is None or figure == round(figure, decimals), (source, indicator)


def test_withheld_numbers_of_events_are_in_neither_copy(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as connection:
        for table in ("observation", "observation_by_place"):
            left_in = connection.execute(
                f"SELECT indicator, source, count(*) FROM {table} JOIN disclosure USING (indicator, source) "
                "WHERE withheld > 0 AND geo_level <> 'state' AND numerator IS NOT NULL GROUP BY ALL"
            ).fetchall()
            assert left_in == []
        withheld = connection.execute("SELECT indicator FROM disclosure WHERE withheld > 0").fetchall()
        assert withheld, "counties' births and deaths of County Health Rankings are withheld"


def test_no_hidden_count_is_left_a_single_value(published: Path) -> None:
    report = published.with_name(f"{published.stem}.disclosure.json")
    assert report.is_file(), "the build writes it beside the file: run `make build`"
    audited = json.loads(report.read_text(encoding="utf-8"))
    left = [cell["values"] for entry in audited for cell in entry.get("exposed", ())]
    assert left, "some hidden counts can be narrowed, so that this looks at something"
    assert min(left) > 1


def test_a_share_is_rounded_too() -> None:
    share = share_of(321, 4_321)
    rows = [
        Observation("deaths", "county", "C0", OVERALL, OVERALL, YEAR, SYNTHETIC, "suppressed", None, None, None, None),
        Observation("deaths", "county", "C1", OVERALL, OVERALL, YEAR, SYNTHETIC, "reported", *share),
    ]
    published, _ = released(rows, make_indicator(id="deaths", measure="percent", per=100, population_denominator=False,
                                                 rollup=()))  # fmt: skip
    assert sorted(r.value for r in published if r.value is not None) == [7.4]


def test_the_document_says_what_the_file_says(published: Path) -> None:
    """docs/disclosure.md has the numbers of the last build; `python -m data disclosure` brings it up to date."""
    text = (ROOT / "docs" / "disclosure.md").read_text(encoding="utf-8")
    with duckdb.connect(str(published), read_only=True) as connection:
        rows = connection.execute(
            "SELECT s.definition->>'short', i.title, hidden, narrowed, withheld FROM disclosure d "
            "JOIN source s USING (source) JOIN indicator i USING (indicator) WHERE narrowed > 0 OR withheld > 0"
        ).fetchall()
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    said = {(line[0], line[1]): (line[2], line[7], line[10]) for line in lines}
    for source, indicator, *numbers in rows:
        assert said[source, indicator] == tuple(f"{n:,}" for n in numbers), "run `python -m data disclosure`"


def test_the_document_adds_up() -> None:
    keys = [("a", "x"), ("a", "y"), ("b", "x")]
    before = dict(zip(keys, (Narrowed(40, 11, 12, 3), Narrowed(9), Narrowed(5, 2, 2, unsettled=1)), strict=True))
    now = dict(zip(keys, (Narrowed(40, 4, 4, withheld=30), Narrowed(9), Narrowed(5, 1, 2, unsettled=1)), strict=True))
    sources = {name: make_source(name, short=name.upper()) for name in ("a", "b")}
    indicators = {name: make_indicator(id=name, title=f"Deaths {name}") for name in ("x", "y")}
    table = report_text(before, now, sources, indicators).splitlines()[-4:]
    assert table == [
        "| A | Deaths x | 40 | 11 | 12 | 3 | 4 | 4 | 0 | 0 | 30 |",
        "| B | Deaths x | 5 | 2 | 2 | 0 | 1 | 2 | 0 | 1 | 0 |",
        "| all others | 1 of a source and indicator | 9 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |",
        "| **all** |  | 54 | 13 | 14 | 3 | 5 | 6 | 0 | 1 | 30 |",
    ]
