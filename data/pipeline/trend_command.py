"""Command `python -m data trend`, for a series in a user's CSV. It prints a table, or one JSON document."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from data.errors import InputError
from data.sources.files.tables import Record, read_table
from data.statistics.trends import RECENT, PeriodChange, Point, Trend, latest_change, trend
from data.vocabulary import Period


@click.command("trend")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--last", default=RECENT, show_default=True, help="Over how many of the last periods to average as well.")
@click.option(
    "--break", "breaks", multiple=True, type=int, metavar="YEAR", help="From when figures mean something new."
)
@click.option("--provisional", multiple=True, metavar="PERIOD", help="A period whose figure is not final.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document in place of a table.")
def trend_of_file(file: Path, last: int, breaks: tuple[int, ...], provisional: tuple[str, ...], as_json: bool) -> None:
    """The trend of the series in FILE: joinpoint regression, percent change a year, and a verdict.

    FILE is a .csv with the columns period and estimate, and se, the standard error, if you have it. A period is a year
    (2018), years (2016-2018) or months (2018-04_2018-06). Leave the estimate empty where there is none. The verdict is
    rising, falling, not changing or, where the interval is too wide to say so, not told, and is of the last segment; a
    trend that cannot be had is declined, with the reason.
    """
    if last < 2:
        raise InputError(f"--last is a number of periods from 2 up: {last}")
    points = _points(file, provisional)
    result, change = trend(points, breaks, last), latest_change(points, breaks)
    if as_json:
        click.echo(json.dumps(_document(result, change, last), ensure_ascii=False, allow_nan=False, indent=2))
        return
    for line in _lines(file.name, result, change):
        click.echo(line)


def _points(file: Path, provisional: Sequence[str]) -> list[Point]:
    if not file.is_file():
        raise InputError(f"{file.name} is not there")
    rows: dict[Period, Record] = {}
    for row in read_table(file, ("period", "estimate"), allow_unterminated=True):
        period = _period(row)
        if period in rows:
            raise row.error("period", f"{period.slug} stands twice: a series has one figure for a period")
        rows[period] = row
    if not rows:
        raise InputError(f"{file.name} has no rows under its header")
    provisional_periods = set()
    for text in provisional:
        try:
            provisional_periods.add(Period.parse(text))
        except ValueError as error:
            raise InputError(f"--provisional: {error}") from None
    if unknown := provisional_periods - set(rows):
        raise InputError(f"--provisional: {file.name} has no period {min(unknown).slug}")
    return [_point(period, row, period in provisional_periods) for period, row in rows.items()]


def _period(row: Record) -> Period:
    try:
        return Period.parse(row.text("period"))
    except ValueError as error:
        raise row.error("period", str(error)) from None


def _point(period: Period, row: Record, provisional: bool) -> Point:
    estimate, se = row.number("estimate"), row.number("se") if "se" in row.cells else None
    if estimate is not None and estimate < 0:
        raise row.error("estimate", f"{estimate:g} is below zero; a percent change needs figures above it")
    if se is not None and (se < 0 or (se == 0 and estimate)):
        raise row.error(
            "se", f"{se:g} is no standard error: write a number above zero, or nothing when it is not known"
        )
    return Point(period, estimate, se, provisional=provisional)


def _document(result: Trend, change: PeriodChange | None, last: int) -> dict[str, Any]:
    """JSON document of a trend; `declined` has the reasons of absent parts. Changes are in percent (yearly)."""
    document: dict[str, Any] = {}
    declined: dict[str, str] = {}
    if result.declined is not None:
        reason = f"{result.declined}: {result.why}"
        declined = dict.fromkeys(("segments", "joinpoints", "aapc", "aapc_last", "verdict", "since"), reason)
    else:
        assert result.aapc is not None
        assert result.since is not None
        document["segments"] = [
            {"first": s.first.slug, "last": s.last.slug, "apc": s.apc.value, "ci_low": s.apc.low, "ci_high": s.apc.high}
            for s in result.segments
        ]
        document["joinpoints"] = [period.slug for period in result.joinpoints]
        averages = [("aapc", result.aapc, result.periods), ("aapc_last", result.recent, result.recent_periods)]
        for name, annual, periods in averages:
            if annual is None:
                declined[name] = f"there are {len(result.periods)} periods, fewer than the last {last}"
                continue
            ends = {"first": periods[0].slug, "last": periods[-1].slug}
            document[name] = {**ends, "estimate": annual.value, "ci_low": annual.low, "ci_high": annual.high}
        document |= {"verdict": result.verdict, "since": result.since.slug, "weighted": result.weighted}
        document["fitted"] = {p.slug: value for p, value in zip(result.periods, result.fitted, strict=True)}
        document["tests"] = [
            {"fewer": t.fewer, "more": t.more, "p_value": t.p_value, "level": t.level, "permutations": t.permutations}
            for t in result.tests
        ]
    if change is not None:
        ends = {"first": change.first.slug, "last": change.last.slug}
        interval = {"estimate": change.value, "ci_low": change.low, "ci_high": change.high}
        document["change"] = {**ends, **interval, "p_value": change.p_value}
    else:
        declined["change"] = "it needs the last two final figures, on one side of a break, and their standard errors"
    return document | {"notes": list(result.notes), "declined": declined}


def _lines(name: str, result: Trend, change: PeriodChange | None) -> Iterator[str]:
    if result.declined is not None:
        yield f"{name}: no trend is stated ({result.declined}). {result.why}"
    else:
        yield from _stated(name, result)
    if change is not None:
        yield (
            f"{change.last.long_label} against {change.first.long_label}: {change.value:+.1f} % "
            f"({change.low:+.1f} to {change.high:+.1f}), {change.direction}."
        )
    yield from result.notes


def _stated(name: str, result: Trend) -> Iterator[str]:
    assert result.since is not None
    assert result.aapc is not None
    yield f"{name}: {result.verdict} since {result.since.long_label}"
    yield ""
    rows = [(f"{s.first.long_label} to {s.last.long_label}", s.apc) for s in result.segments]
    if result.joinpoints:
        rows.append((f"{result.periods[0].long_label} to {result.periods[-1].long_label}, average", result.aapc))
        if result.recent is not None:
            first, last = result.recent_periods[0], result.recent_periods[-1]
            rows.append((f"{first.long_label} to {last.long_label}, average", result.recent))
    width = max(len(label) for label, _ in rows)
    yield f"{'':{width}}  percent a year  95 % interval"
    for label, annual in rows:
        yield f"{label:{width}}  {annual.value:+14.1f}  {annual.low:+.1f} to {annual.high:+.1f}"
    yield ""
    yield f"Joinpoints, where the trend changes: {', '.join(p.long_label for p in result.joinpoints) or 'none'}."
