"""Commands `python -m data records`: check records, and make of them a folder that a build reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from data.catalog.fields import read_toml
from data.records.definition import RACE_RULES, CaseDefinition, RaceRule, definitions, read_definition
from data.records.engines import connect, disconnect
from data.records.errors import RecordsError
from data.records.job import Job, run
from data.records.layouts import LAYOUTS, MOST_MALFORMED
from data.records.publishing.confined import confined

_MALFORMED = "The share of malformed records above which a run refuses them."
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")
_SOURCE_ID = re.compile(r"[a-z][a-z0-9_]*")


@click.group("records")
def records() -> None:
    """Make indicators of records: births, deaths and hospital deliveries. docs/records.md shows it at work."""


@records.command("definitions")
def list_definitions() -> None:
    """List the case definitions, and the kinds of records each needs."""
    for name in definitions():
        definition = read_definition(name)
        kinds = " and ".join(k for k in (definition.records, definition.linked) if k)
        click.echo(f"{name}\n  {definition.title}, from {kinds}; after {definition.reference}")


@records.command("check")
@click.argument("where", metavar="FILE")
@click.option("--kind", type=click.Choice(tuple(LAYOUTS)), help="What the records are; told by their date unless said.")
@click.option("--engine", default="duckdb", show_default=True, help="duckdb, spark://host:port, or an Ibis address.")
@click.option("--memory", metavar="4GB", help="What the engine may use.")
@click.option("--malformed", type=click.FloatRange(0, 1), default=MOST_MALFORMED, show_default=True, help=_MALFORMED)
def check_records(where: str, kind: str | None, engine: str, memory: str | None, malformed: float) -> None:
    """Report on the records in FILE: what is malformed, unknown or there twice, and whether a run may use them."""
    connected = connect(engine, memory)
    try:
        from data.records.checks import check  # it imports Ibis, an extra

        report = confined("checking", check, connected, where, LAYOUTS[kind] if kind else None, limit=malformed)
    finally:
        disconnect(connected)
    for line in report.lines():
        click.echo(line)
    report.raise_if_refused()


@records.command("run")
@click.argument("names", nargs=-1, required=True, metavar="DEFINITION…")
@click.option("--births", metavar="WHERE", help="Records of births: a file, a folder, a pattern or a table.")
@click.option("--deaths", metavar="WHERE", help="Records of deaths.")
@click.option("--deliveries", metavar="WHERE", help="Discharges from hospital after a delivery.")
@click.option("--years", required=True, metavar="2019-2023", help="The years to count in.")
@click.option("--out", required=True, type=_FOLDER, help="The folder to write; one for each run.")
@click.option("--source", default="state_records", show_default=True, help="The id of the source that is made.")
@click.option("--about", type=_FILE, help="A TOML file of what to say of the source: publisher, title, licence …")
@click.option("--people", type=_FILE, multiple=True, help="People by age, as a .csv; several files are read together.")
@click.option("--engine", default="duckdb", show_default=True, help="duckdb, spark://host:port, or an Ibis address.")
@click.option("--memory", metavar="4GB", help="What the engine may use; DuckDB writes the rest to the folder's disk.")
@click.option("--race-rule", type=click.Choice(RACE_RULES), default="single", show_default=True)
@click.option(
    "--threshold", type=click.IntRange(min=2), default=11, show_default=True, help="Smaller counts are hidden."
)
@click.option("--malformed", type=click.FloatRange(0, 1), default=MOST_MALFORMED, show_default=True, help=_MALFORMED)
@click.option("--together", metavar="3,5", help="Numbers of years taken together; 1 for single years alone.")
def run_job(
    names: tuple[str, ...],
    years: str,
    out: Path,
    source: str,
    about: Path | None,
    people: tuple[Path, ...],
    engine: str,
    memory: str | None,
    race_rule: RaceRule,
    threshold: int,
    malformed: float,
    together: str | None,
    **where: str | None,
) -> None:
    """Count the cases of each DEFINITION (or `all`), protect small counts, and write what a build reads.

    A run that broke off goes on where it was when the same command is given again.
    """
    chosen = _chosen(names, where)
    job = Job(
        definitions=chosen,
        records={kind: place for kind, place in where.items() if place},
        years=_years(years),
        out=out,
        about=_about(source, about),
        engine=engine,
        memory=memory,
        race_rule=race_rule,
        threshold=threshold,
        malformed=malformed,
        lengths=_lengths(together),
        people=people,
    )
    report = run(job, click.echo)
    for name, rows in report.tallies.items():
        click.echo(
            f"{name}: {rows.shown:,} rows are shown, {rows.hidden:,} hidden, {rows.not_available:,} not available"
        )
    if report.synthetic:
        click.echo("the records are marked synthetic, and so is the source: the site's own build refuses it")
    click.echo(f"{out.name}: written; python -m data build --from {out.name} --to FILE makes a database of it")


def _chosen(names: tuple[str, ...], where: Mapping[str, str | None]) -> tuple[CaseDefinition, ...]:
    """The definitions named; `all` are those whose records are there."""
    if names != ("all",):
        return tuple(read_definition(name) for name in names)
    there = {kind for kind, place in where.items() if place}
    found = [read_definition(name) for name in definitions()]
    chosen = tuple(d for d in found if {d.records, d.linked or d.records} <= there)
    if not chosen:
        raise RecordsError(f"no records are named: say where they are with {', '.join(f'--{k}' for k in LAYOUTS)}")
    return chosen


def _years(text: str) -> tuple[int, ...]:
    match = _YEARS.fullmatch(text.strip().replace("–", "-"))
    if match is None:
        raise RecordsError(f"“{text}” are no years: write 2023 or 2019-2023")
    first, last = int(match[1]), int(match[2] or match[1])
    if not 1900 <= first <= last <= 2100:
        raise RecordsError(f"“{text}” are no years that records are of: the first comes first")
    return tuple(range(first, last + 1))


def _lengths(text: str | None) -> tuple[int, ...] | None:
    if text is None:
        return None
    try:
        numbers = sorted({int(part) for part in text.split(",")})
    except ValueError:
        raise RecordsError(f"“{text}” are no numbers of years: write 3, or 3,5") from None
    if numbers[0] < 1:
        raise RecordsError(f"“{text}”: a period has one year or more")
    return tuple(n for n in numbers if n > 1)


def _about(source: str, path: Path | None) -> dict[str, Any]:
    if not _SOURCE_ID.fullmatch(source):
        raise RecordsError(f"“{source}” is no id of a source: small letters, digits and underscores")
    if path is not None and not path.is_file():
        raise RecordsError(f"{path.name} is not there: name a TOML file of what to say of the source")
    content = {} if path is None else read_toml(path)
    own = sorted(content.keys() & {"id", "reader", "table", "disclosure", "threshold", "synthetic"})
    if own:
        raise RecordsError(
            f"{path.name if path else source}: {', '.join(own)} is for the run to say, not for this file"
        )
    return {**content, "id": source}
