"""The folder a run writes, as a build reads it: figures, indicators and the source, each file whole or not at all."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from data.atomic_files import write_rows, write_text
from data.catalog.fields import define
from data.catalog.models import Indicator, Source
from data.dates import today
from data.observations.checks import KnownDefinitions
from data.observations.csv_files import write_observations
from data.observations.models import Observation
from data.observations.rules import FIGURE_COLUMNS
from data.observations.schema import OBSERVATION_COLUMNS
from data.records.definition import DETAILED, CaseDefinition
from data.snapshot_rows import read_rows
from data.vocabulary import DIMENSIONS, Period, groups_of

MANIFEST = "manifest.json"
DETAILED_FOLDER = "detailed"
"""Holds the rows of detailed groups, which the site has no words for yet: protected with all others, and kept."""
_READER = "records"
_COPIED = ("massgis_municipalities", "massgis_boundaries")
_TABLES = ("massgis_municipalities", "label_points")


def source_of(content: Mapping[str, Any], years: Sequence[int], *, synthetic: bool, threshold: int) -> Source:
    """The source of a run, from what the analyst says of it and what the run knows. Raises DefinitionError."""
    span = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
    told = {
        "publisher": "Not published yet", "title": f"Indicators made from records, {span}",
        "short": f"State records, {span}", "release": span, "period": span, "retrieved": today(),
        "address": "https://www.mass.gov/orgs/department-of-public-health",
        "licence": "Not stated: for the publisher alone until it is", "redistribution": "with_citation",
        "citation": f"Indicators made from records, {span}. Not published yet.", "update_frequency": "not stated",
        "race_coding": "Race as checked on the record; of Hispanic origin, whatever the race, is a group of its own.",
        "hidden_because": f"fewer than {threshold} events or people, or others would follow from the figure",
        **content,
    }  # fmt: skip
    told |= {"reader": _READER, "table": "observation", "disclosure": "threshold", "threshold": threshold}
    return define(Source, Path(f"{told['id']}.toml"), {**told, "synthetic": synthetic})


def is_on_the_site(row: Observation) -> bool:
    """Whether the site has words for the group of a row."""
    return row.dimension in DIMENSIONS and row.stratum in groups_of(row.dimension)


def write_folder(
    out: Path, rows: Iterable[Observation], definitions: Sequence[CaseDefinition], source: Source, site: Path
) -> list[Path]:
    """Write figures, indicators and sources below `out`, with the site's places; returns what was written.

    `site` is the folder with the site's own snapshot and sources. Raises SnapshotError when a row breaks a rule.
    """
    contents = {d.id: d.catalog_entry((source.id,)) for d in definitions}
    indicators = {i: Indicator.model_validate({"id": i, **content}) for i, content in contents.items()}
    all_rows = list(rows)
    table = out / "snapshot" / f"{source.id}.csv"
    known = KnownDefinitions(indicators, {source.id: source})
    write_observations(table, [r for r in all_rows if is_on_the_site(r)], known)
    written = [table]
    detailed = [r for r in all_rows if r.dimension == DETAILED]
    if detailed:
        written.append(out / DETAILED_FOLDER / f"{source.id}.csv")
        write_plain(written[-1], detailed)
    for name, content in contents.items():
        written.append(out / "indicators" / f"{name}.toml")
        write_text(written[-1], toml_text(content))
    written.append(out / "sources" / f"{source.id}.toml")
    write_text(written[-1], toml_text(source.model_dump(mode="python", exclude={"id"}, exclude_defaults=True)))
    for folder, names, ending in (("snapshot", _TABLES, "csv"), ("sources", _COPIED, "toml")):
        for name in names:
            shutil.copyfile(site / folder / f"{name}.{ending}", out / folder / f"{name}.{ending}")
    return written


def write_plain(path: Path, rows: Iterable[Observation]) -> None:
    """Write rows with the columns of a snapshot, whatever their groups, in the order given."""
    write_rows(path, OBSERVATION_COLUMNS, (_cells(row) for row in rows))


def read_plain(path: Path) -> list[Observation]:
    """Read back what `write_plain` wrote. Raises SnapshotError where it is malformed."""
    return [_observation(cells) for cells in read_rows(path, OBSERVATION_COLUMNS)]


def _cells(row: Observation) -> list[object]:
    key = (row.indicator, row.geo_level, row.geo_id, row.dimension, row.stratum)
    # As many digits as a number has: what is read back is what was made.
    numbers = ("" if (n := getattr(row, name)) is None else repr(float(n)) for name in FIGURE_COLUMNS)
    return [*key, row.period.start.isoformat(), row.period.end.isoformat(), *numbers, row.status, row.source]


def _observation(cells: Mapping[str, str]) -> Observation:
    period = Period(*(date.fromisoformat(cells[name]) for name in ("period_start", "period_end")))
    texts: dict[str, Any] = {n: cells[n] for n in ("indicator", "geo_level", "geo_id", "dimension", "stratum")}
    texts |= {name: cells[name] for name in ("source", "status")}
    texts |= {name: float(cells[name]) if cells[name] else None for name in FIGURE_COLUMNS}
    return Observation(period=period, **texts)


def toml_text(content: Mapping[str, Any]) -> str:
    """A TOML document of a mapping."""
    from tomli_w import dumps  # of the extra, as Ibis is; the engine has said by now whether that is there

    return str(dumps(content))
