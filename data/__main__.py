"""The steward's commands: `python -m data COMMAND`. Each ends with status 0, or 2 and one sentence on what to mend."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import duckdb

from data.atomic_files import write_text
from data.catalog.models import Source, read_sources
from data.dates import today
from data.errors import InputError
from data.language import languages
from data.observations.schema import SNAPSHOT_TYPES
from data.pipeline import disclosure_report, rates_command
from data.pipeline.audit import audit
from data.pipeline.build import Inputs, build
from data.pipeline.coverage_report import DOCUMENT as COVERAGE_DOCUMENT
from data.pipeline.coverage_report import coverage_lines, coverage_svg, read_coverage, read_summary, summary_document
from data.pipeline.datapackage import write_package
from data.pipeline.ingest import fetch_files, ingest
from data.pipeline.message_extraction import begin, update
from data.pipeline.race_table import DOCUMENT, update_race_table
from data.pipeline.release_diff import compare_releases
from data.records.commands import records
from data.settings import Settings

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def commands() -> None:
    """Keep the figures: take in publishers' files and build the database the site serves.

    Every command ends with status 0, or with 2 and a sentence on what to mend. docs/data.md shows them at work.
    """


@commands.command("sources")
def list_sources() -> None:
    """List the sources: release, age, licence, and what the snapshot has of each."""
    inputs, day = Inputs(), today()
    for source in read_sources(inputs.sources).values():
        days = (day - source.retrieved).days
        age = f"{source.retrieved} ({days} days ago)" if days >= 0 else f"{source.retrieved}"
        click.echo(f"{source.id}\n  {source.short}\n  release {source.release}; retrieved {age}; {source.licence}")
        click.echo(f"  {_snapshot_text(source, inputs)}; next: {source.next_update or source.update_frequency}")


def _snapshot_text(source: Source, inputs: Inputs) -> str:
    if source.table == "area":
        return "lists of members, kept by hand in data/areas"
    path = inputs.snapshot / ("label_points.csv" if source.table == "boundary" else f"{source.id}.csv")
    if not path.is_file():
        return f"NOT IN THE SNAPSHOT: run `python -m data ingest {source.id}`"
    if source.table != "observation":
        return f"{len(path.read_text(encoding='utf-8').splitlines()) - 1:,} rows ({source.table})"
    row = duckdb.execute(
        "SELECT count(*), count(DISTINCT indicator), string_agg(DISTINCT geo_level, ', ' ORDER BY geo_level), "
        "year(min(period_start)), year(max(period_end)), count(DISTINCT stratum) "
        "FROM read_csv($path, header = true, auto_detect = false, delim = ',', columns = $columns)",
        {"path": str(path), "columns": SNAPSHOT_TYPES},
    ).fetchone()
    assert row is not None
    rows, indicators, levels, first, last, groups = row
    return f"{rows:,} rows: {indicators} indicators, {levels}, {first}–{last}, {groups} groups"


@commands.command("messages")
@click.option("--begin", "code", metavar="CODE", help="Begin the catalogue of another language: ht, zh-Hans, vi, kea …")
def update_messages(code: str | None) -> None:
    """Bring the catalogues of languages (data/locales) up to date, and say how much of each has no words yet."""
    if code is not None:
        begin(code)
    for language_code, name in languages().items():
        if language_code != "en":
            click.echo(f"{name}: {update(language_code)} messages have no words in data/locales/{language_code}.po")


@commands.command("ingest")
@click.argument("source")
@click.option("--from", "location", metavar="PATH|URL", help="The folder with the publisher's files, or an address.")
@click.option("--allow-loss", is_flag=True, help="Take a release that has fewer places, groups or periods.")
@click.option("--accept-revisions", is_flag=True, help="Take a release that moves half of its figures by over half.")
def ingest_source(source: str, location: str | None, allow_loss: bool, accept_revisions: bool) -> None:
    """Read the publisher's files of SOURCE and write its table into data/snapshot.

    Without --from they are fetched from the publisher's own address, where there is one, and kept in data/downloads.
    What has come of a broken download is kept; the next call goes on from there. What the new table changes is said
    before it is written.
    """
    inputs = Inputs()
    folder = fetch_files(source, location, inputs, click.echo)
    written = ingest(
        source, folder, inputs, progress=click.echo, allow_loss=allow_loss, accept_revisions=accept_revisions
    )
    click.echo(f"{written.snapshot.name}: {written.rows:,} rows")
    _describe(inputs)


@commands.command("build")
@click.option("--to", "database", type=_FILE, help="The file to make; the one the site serves unless said.")
@click.option("--without-noncommercial", is_flag=True, help="Leave out sources that forbid commercial use.")
@click.option("--allow-loss", is_flag=True, help="Replace a file that has more places, groups or periods.")
@click.option("--from", "folder", type=_FOLDER, help="Build of a folder that `records run` wrote, not of data/.")
@click.option("--synthetic", is_flag=True, help="With --from: take figures that are made up, for a try.")
def build_database(
    database: Path | None, without_noncommercial: bool, allow_loss: bool, folder: Path | None, synthetic: bool
) -> None:
    """Build the database from the snapshot; the file in use is replaced only by a whole new one."""
    served = Settings.from_environment().database
    if synthetic and (folder is None or database is None or database.resolve() == served.resolve()):
        raise InputError("--synthetic goes with --from FOLDER and --to FILE, and FILE is not the one the site serves")
    report = build(
        database or served,
        None if folder is None else Inputs(folder / "indicators", folder / "sources", snapshot=folder / "snapshot"),
        progress=click.echo,
        noncommercial=not without_noncommercial,
        allow_loss=allow_loss,
        synthetic=synthetic,
    )
    contents = f"{report.indicators} indicators, {report.observations:,} rows"
    click.echo(f"{report.database.name}: {contents}, version {report.version}")


@commands.command("check")
@click.option("--database", type=_FILE, help="The file to check; the one the site serves unless said.")
def check(database: Path | None) -> None:
    """Check every rule of the definitions, the snapshot and the database, and report on each."""
    broken_rules = 0
    for finding in audit(Inputs(), database or Settings.from_environment().database):
        click.echo(f"{'BROKEN' if finding.problems else 'kept  '}  {finding.rule}")
        for problem in finding.problems:
            click.echo(f"        - {problem}")
        broken_rules += bool(finding.problems)
    if broken_rules:
        raise InputError(
            f"{broken_rules} {'rule is' if broken_rules == 1 else 'rules are'} broken; what to mend stands above"
        )


@commands.command("diff")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@click.option("--show", default=10, show_default=True, help="How many of the largest revisions to list.")
def compare(old: Path, new: Path, show: int) -> None:
    """Say what changes from OLD to NEW: two snapshot tables (.csv) or two databases."""
    diff = compare_releases(old, new, show)
    for line in (*diff.summary(), *diff.largest_revisions()):
        click.echo(line)
    for loss in diff.losses:
        click.echo(f"LOST  {loss}")


@commands.command("coverage")
@click.option("--database", type=_FILE, help="The file to look at; the one the site serves unless said.")
@click.option("--picture", "image", type=_FILE, metavar="FILE.svg", help="Draw the map into a file.")
@click.option("--before", type=_FILE, help="An older file, to be set beside this one.")
@click.option("--before-name", default="an older file", help="What the older file is of.")
@click.option("--document", is_flag=True, help="Write docs/coverage.md: newest periods and long runs, before and now.")
def show_coverage(
    database: Path | None, image: Path | None, before: Path | None, before_name: str, document: bool
) -> None:
    """Print what there is and what there is not: indicator by level, group and period."""
    with _open_database(database or Settings.from_environment().database) as connection:
        rows, topics = read_coverage(connection)
        after = read_summary(connection)
    if document:
        with _open_database(before or database or Settings.from_environment().database) as connection:
            write_text(COVERAGE_DOCUMENT, summary_document(read_summary(connection), after, before_name))
        click.echo(f"{COVERAGE_DOCUMENT.name}: written")
        return
    for line in coverage_lines(rows, topics):
        click.echo(line)
    click.echo(f"{len({r.indicator for r in rows})} indicators; {len(rows):,} combinations of level, group and period")
    for topic, period in after.newest.items():
        click.echo(
            f"newest of {topic}: {period.slug}; {after.recent[topic]} of {after.questions[topic]} questions recent"
        )
    click.echo(f"{len(after.long_runs)} questions with eight years by race or more: {', '.join(after.long_runs)}")
    if image is not None:
        write_text(image, coverage_svg(rows))
        click.echo(f"{image.name}: drawn")


@commands.command("disclosure")
def report_on_disclosure() -> None:
    """Write docs/disclosure.md: how many hidden counts other figures narrow, as printed and as they leave the site."""
    text = disclosure_report.make_report(Inputs(), click.echo)
    write_text(disclosure_report.DOCUMENT, text)
    click.echo(f"{disclosure_report.DOCUMENT.name}: written")


@contextmanager
def _open_database(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    if not database.is_file():
        raise InputError(f"{database.name} is not there: run `python -m data build`")
    try:
        connection = duckdb.connect(str(database), read_only=True)
    except duckdb.Error as error:
        raise InputError(f"{database.name} cannot be opened; build it again") from error
    try:
        yield connection
    finally:
        connection.close()


@commands.command("package")
def describe_snapshot() -> None:
    """Write data/snapshot/datapackage.json, which describes the tables, and the table of race in docs/data.md."""
    click.echo(f"{_describe(Inputs()).name}: written")


def _describe(inputs: Inputs) -> Path:
    """Bring what describes the snapshot up to date; an installation without docs/data.md has no table of race."""
    package = write_package(inputs)
    if DOCUMENT.is_file():
        update_race_table(read_sources(inputs.sources).values())
    return package


for command in (*rates_command.COMMANDS, records):
    commands.add_command(command)


def main() -> None:
    """Run a command. An InputError is printed in one line with exit status 2; other errors keep their traceback."""
    try:
        commands()
    except InputError as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(2)


if __name__ == "__main__":
    main()
