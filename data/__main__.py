"""The steward's commands: `python -m data COMMAND`. Each ends with status 0, or 2 and one sentence on what to mend."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from data.build import Inputs, build
from data.catalog import read_sources
from data.errors import InputError
from data.ingest import ingest
from data.settings import Settings


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Keep the figures: take in publishers' files and build the database the site serves."""


@commands.command("sources")
def list_sources() -> None:
    """List the sources: what each is, its release and its licence."""
    for source in read_sources(Inputs().sources).values():
        click.echo(f"{source.id:28} {source.short} · {source.period} · {source.licence}")


@commands.command("ingest")
@click.argument("source")
@click.option(
    "--from",
    "folder",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder that holds the publisher's files.",
)
def ingest_source(source: str, folder: Path) -> None:
    """Read the publisher's files of SOURCE and write its table into data/snapshot."""
    written = ingest(source, folder)
    click.echo(f"{written.snapshot.name}: {written.rows:,} rows")


@commands.command("build")
@click.option("--to", "database", type=click.Path(path_type=Path, dir_okay=False), help="The file to make.")
def build_database(database: Path | None) -> None:
    """Build the database from the snapshot; the file in use is replaced only by a whole new one."""
    report = build(database or Settings.from_environment().database, say=click.echo)
    made = f"{report.indicators} indicators, {report.observations:,} rows"
    click.echo(f"{report.database.name}: {made}, version {report.version}")


def main() -> None:
    """Run a command; what the person can mend is said in one line, what they cannot keeps its traceback."""
    try:
        commands()
    except InputError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
