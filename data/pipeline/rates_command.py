"""Commands `python -m data rates` and `measures`, for a user's CSV. They print a table, or one JSON document."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click

from data.errors import InputError, SourceFileError
from data.pipeline.trend_command import trend_of_file
from data.sources.files.tables import Record, read_table, refuse_duplicates
from data.statistics.errors import FiguresError
from data.statistics.inequality import Declined, Group, Groups, Measure, OrderedGroups, measures
from data.statistics.rates import is_unreliable, rate, wilson_interval
from data.statistics.standardization import US_2000, age_standardized_rate
from data.vocabulary import Status

Method = Literal["exact", "wilson", "fay-feuer"]

_FILE = click.Path(path_type=Path, dir_okay=False)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document in place of a table.")


@dataclass(frozen=True, slots=True)
class _Rate:
    """One row of output: labels of the group, the rate with its interval, the method and the status."""

    labels: dict[str, str]
    value: float | None
    ci_low: float | None
    ci_high: float | None
    method: Method
    status: Status

    def document(self) -> dict[str, object]:
        return {
            **self.labels,
            "value": self.value,
            "ci_low": self.ci_low,
            "ci_high": self.ci_high,
            "method": self.method,
            "status": self.status,
        }


@click.command("rates")
@click.argument("file", type=_FILE)
@click.option("--per", type=float, default=100_000, show_default=True, help="People a rate is of; 100 for percentages.")
@click.option(
    "--method",
    type=click.Choice(["exact", "wilson", "fay-feuer"]),
    help="exact: Poisson, for counts over people; wilson: for shares of people; fay-feuer: for --standard.",
)
@click.option("--standard", type=click.Choice(["us2000"]), help="Standardize to the ages of the U.S. in 2000.")
@_JSON
def rates_of_file(file: Path, per: float, method: Method | None, standard: str | None, as_json: bool) -> None:
    """Rates and their 95 % intervals from the events and population in FILE.

    FILE is a .csv with the columns events and population, and, if you like, group and age_group. Each line gives a
    rate; with --standard the eleven age groups of a group give one: <1, 1-4, 5-14, 15-24 … 75-84, 85+. Leave events
    empty where they are hidden. A rate is unreliable on fewer than ten events, or with an interval wider than 160 % of
    it (National Center for Health Statistics, 2023).
    """
    if per <= 0:
        raise InputError(f"--per is a number of people above 0, such as 100,000: {per:g}")
    if (standard is None) == (method == "fay-feuer") and method is not None:
        raise InputError("--method fay-feuer goes with --standard us2000, and no other method does")
    records = _read_records(file, ["events", "population"], ["group", "age_group"])
    rates = _standardized(records, per) if standard else [_crude(r, per, method or "exact") for r in records]
    if as_json:
        _print_json([line.document() for line in rates])
        return
    labels = list(rates[0].labels)
    _print_table(
        [*labels, f"per {per:,.10g}", "95% low", "95% high", "method", "status"],
        [
            [*line.labels.values(), *map(_number, (line.value, line.ci_low, line.ci_high)), line.method, line.status]
            for line in rates
        ],
    )


@click.command("measures")
@click.argument("file", type=_FILE)
@click.option("--scale", type=float, help="What an estimate of everyone would be: 100 for percentages.")
@click.option("--favourable", is_flag=True, help="A high value is good, as of vaccination.")
@click.option(
    "--ordered", is_flag=True, help="The groups have an order, from the most disadvantaged up (column order)."
)
@click.option("--reference", metavar="GROUP", help="The group that others are compared with.")
@_JSON
def measures_of_file(
    file: Path, scale: float | None, favourable: bool, ordered: bool, reference: str | None, as_json: bool
) -> None:
    """Measures of inequality between the groups in FILE, with 95 % intervals.

    FILE is a .csv with the columns group, estimate and population, and, if you like, se (the standard error, for
    intervals) and order (1 for the most disadvantaged). Leave an estimate empty where it is hidden. Definitions are
    those of the World Health Organization's healthequal 1.0.1; docs/methods.md has them all.
    """
    records = _read_records(file, ["group", "estimate", "population"], ["se", "order"])
    refuse_duplicates(records, "group")
    if ordered:
        records = _in_order(file, records)
    members = tuple(_group(record) for record in records)
    try:
        groups = (OrderedGroups if ordered else Groups)(members, favourable, reference, scale)
    except FiguresError as error:
        raise InputError(str(error)) from error
    results = measures(groups)
    computed = [m for m in results.values() if isinstance(m, Measure)]
    declined = {m.id: m.reason for m in results.values() if isinstance(m, Declined)}
    if as_json:
        values = {m.id: {"estimate": m.estimate, "ci_low": m.ci_low, "ci_high": m.ci_high} for m in computed}
        missing = {"missing": list(groups.missing)} if groups.missing else {}
        _print_json({**values, "declined": declined, **missing})
        return
    _print_table(
        ["measure", "estimate", "95% low", "95% high", "between", "interval"],
        [[m.id, *map(_number, (m.estimate, m.ci_low, m.ci_high)), " – ".join(m.between), m.method] for m in computed],
    )
    for measure, reason in declined.items():
        click.echo(f"{measure} is not computed: {reason}")
    if groups.missing:
        click.echo(f"There is no figure for {', '.join(groups.missing)}; the measures are of the others.")


COMMANDS = (rates_of_file, measures_of_file, trend_of_file)
"""Commands that are added to `python -m data`."""


def _crude(record: Record, per: float, method: Method) -> _Rate:
    """Crude rate of one record; suppressed where its events are left empty, not available where nobody is at risk."""
    labels: dict[str, str] = {c: record.text(c) for c in ("group", "age_group") if c in record.cells}
    events, people = record.count("events"), _from_zero(record, "population")
    if people is None:
        raise record.error("population", "is empty where a number is expected")
    if events is not None and events > 0 and people == 0:
        raise record.error("population", f"is 0 where there are {events:,} events")
    if events is None or people == 0:
        return _Rate(labels, None, None, None, method, "suppressed" if events is None else "not_available")
    if method == "wilson":
        if events > people:
            raise record.error(
                "events", f"{events:,} events are more than the {people:,.10g} people: not a share of them"
            )
        low, high = (per * end for end in wilson_interval(events, people))
        value = events * per / people
    else:
        value, low, high = rate(events, people, per)
    unreliable = is_unreliable(value, low, high, events, people)
    return _Rate(labels, value, low, high, method, "unreliable" if unreliable else "reported")


def _standardized(records: Sequence[Record], per: float) -> list[_Rate]:
    """Age-standardized rate of each group, or of the file when it has no groups."""
    first = records[0]
    if "age_group" not in first.cells:
        raise SourceFileError(
            first.file, "this column is missing from the header: --standard needs it", column="age_group", row=1
        )
    by_group: dict[str, dict[str, Record]] = {}
    for record in records:
        age, group = _age(record), record.text("group") if "group" in record.cells else ""
        ages = by_group.setdefault(group, {})
        if age in ages:
            raise record.error("age_group", f"repeats {age} of row {ages[age].row}; each age should stand once")
        ages[age] = record
    return [
        _age_standardized({"group": group} if "group" in first.cells else {}, ages, per)
        for group, ages in by_group.items()
    ]


def _age_standardized(labels: dict[str, str], ages: dict[str, Record], per: float) -> _Rate:
    missing = [age for age in US_2000 if age not in ages]
    if missing:
        first = next(iter(ages.values()))
        whose = f"“{labels['group']}” has" if labels else "the file has"
        problem = (
            f"{whose} no line for {', '.join(missing)}; the standard population needs all {len(US_2000)} age groups"
        )
        raise SourceFileError(first.file, problem, column="age_group")
    rates = {age: _crude(record, per, "exact") for age, record in ages.items()}
    for status in ("suppressed", "not_available"):  # of one age group, and so of all ages together
        if any(rate.status == status for rate in rates.values()):
            return _Rate(labels, None, None, None, "fay-feuer", status)
    result = age_standardized_rate(
        {age: record.count("events") or 0 for age, record in ages.items()},
        {age: record.required_number("population") for age, record in ages.items()},
        per,
    )
    unreliable = is_unreliable(result.value, result.low, result.high, result.events, result.people)
    return _Rate(labels, result.value, result.low, result.high, "fay-feuer", "unreliable" if unreliable else "reported")


def _age(record: Record) -> str:
    """Name of an age group in the standard population, however dashes, blanks and "years" are written."""
    written = record.text("age_group").lower().replace("–", "-").replace(" to ", "-")
    plain = written.replace("years", "").replace("year", "").replace("and over", "+").replace(" ", "")
    age = {"0": "<1", "under1": "<1"}.get(plain, plain)
    if age not in US_2000:
        raise record.error("age_group", f"“{record.text('age_group')}” is not one of {', '.join(US_2000)}")
    return age


def _group(record: Record) -> Group:
    name = record.text("group")
    if not name:
        raise record.error("group", "is empty where a name is expected")
    estimate, people = _from_zero(record, "estimate"), _from_zero(record, "population")
    if estimate is not None and people is None:
        raise record.error("population", "is empty where there is an estimate")
    return Group(name, estimate, people, _from_zero(record, "se") if "se" in record.cells else None)


def _in_order(file: Path, records: Sequence[Record]) -> list[Record]:
    """Records sorted by their column `order`, the most disadvantaged first."""
    if "order" not in records[0].cells:
        raise SourceFileError(file, "this column is missing from the header: --ordered needs it", column="order", row=1)
    places: dict[float, Record] = {}
    for record in records:
        place = record.required_number("order")
        if place in places:
            raise record.error("order", f"repeats {place:g} of row {places[place].row}; each group has its own place")
        places[place] = record
    return [places[place] for place in sorted(places)]


def _from_zero(record: Record, column: str) -> float | None:
    value = record.number(column)
    if value is not None and value < 0:
        raise record.error(column, f"“{record.text(column)}” is below 0")
    return value


def _read_records(file: Path, required: Iterable[str], optional: Collection[str]) -> list[Record]:
    """Records of a file with the required columns; raises SourceFileError when an optional column is there twice."""
    if not file.is_file():
        raise SourceFileError(file, "is not there")
    needed = list(required)
    # A user's file may end without an end of line.
    records = read_table(file, needed, allow_unterminated=True)
    if not records:
        raise SourceFileError(file, "has no lines under its header")
    columns = [*needed, *(column for column in optional if column in records[0].cells)]
    return read_table(file, columns, allow_unterminated=True)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.6g}"


def _print_json(document: object) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def _print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print columns as wide as their widest cell, two blanks apart."""
    widths = [max(len(line[column]) for line in (header, *rows)) for column in range(len(header))]
    for line in (header, *rows):
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
