"""Descriptions of published tables in the form of Frictionless: of a series (its dictionary) and of all tables.

They are in English whoever reads them, as are the tables: programs read both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from data.catalog.models import Catalog, Indicator, Source
from data.catalog.publication.columns import UNITS, described
from data.query.published.contents import COLUMNS
from data.vocabulary import DIMENSIONS, GROUPS, LEVEL_WORDS, STATUS_WORDS

Descriptor = dict[str, Any]

_NUMBERS = ("value", "ci_low", "ci_high", "numerator", "denominator")
_DATES = ("period_start", "period_end")
_TYPES = {"DOUBLE": "number", "BIGINT": "integer", "INTEGER": "integer", "DATE": "date", "JSON": "string"}
"""Types of Frictionless by those of the database; the rest are strings."""


def series_dictionary(indicator: Indicator, catalog: Catalog, version: str) -> Descriptor:
    """Dictionary of an indicator's series: its definition, every column, every code that occurs, sources and terms.

    `catalog` is the one in English.
    """
    rows = catalog.covered(indicator.id)
    strata = {row.stratum for row in rows}
    sources = [catalog.sources[s.source] for s in indicator.series if s.source in catalog.sources]
    unique = list({source.id: source for source in sources}.values())
    return {
        "profile": "tabular-data-resource",
        "name": indicator.id.replace("_", "-"),
        "path": f"{indicator.id}.csv",
        "title": indicator.title,
        "description": indicator.definition,
        "version": version,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "unit": indicator.unit,
        "polarity": indicator.polarity,
        "adjustment": indicator.adjustment,
        "caveats": list(indicator.caveats),
        "breaks": [{"at": b.at, "note": b.note, "dimension": b.dimension} for b in indicator.breaks],
        "provisional": list(indicator.provisional),
        "schema": {"fields": [_series_field(name, indicator) for name in COLUMNS], "missingValues": [""]},
        "codes": {
            "level": {level: LEVEL_WORDS[level].name for level in LEVEL_WORDS if any(r.level == level for r in rows)},
            "dimension": {d.id: d.name for d in DIMENSIONS.values() if any(r.dimension == d.id for r in rows)},
            "group_id": {group.id: group.name for group in GROUPS.values() if group.id in strata},
            "status": dict(STATUS_WORDS),
            "source": {s.id: f"{s.publisher}: {s.title}, {s.release}" for s in unique},
        },
        **_terms(unique),
    }


def _terms(sources: Iterable[Source]) -> Descriptor:
    """Where figures are from, and under which terms: those of a source stand at its own address."""
    known = list(sources)
    return {
        "sources": [{"title": s.citation, "path": s.address} for s in known],
        "licenses": [
            {"title": licence, "path": address}
            for licence, address in dict.fromkeys((s.licence, s.address) for s in known)
        ],
    }


def _series_field(name: str, indicator: Indicator) -> Descriptor:
    kind = "number" if name in _NUMBERS else "date" if name in _DATES else "string"
    field: Descriptor = {"name": name, "type": kind, "description": described(name, "observation")}
    if name in ("value", "ci_low", "ci_high"):
        field["unit"] = indicator.unit
    return field


def dictionary_rows(dictionary: Descriptor) -> list[tuple[str, str, str, str]]:
    """The dictionary as rows of column, code, type or label, and description: what a spreadsheet shows of it."""
    rows = [("", "", "title", dictionary["title"]), ("", "", "definition", dictionary["description"])]
    rows += [("", "", "unit", dictionary["unit"]), ("", "", "data version", dictionary["version"])]
    rows += [("", "", "caveat", text) for text in dictionary["caveats"]]
    rows += [("", "", f"break in {b['at']}", b["note"]) for b in dictionary["breaks"]]
    rows += [("", "", "cite", source["title"]) for source in dictionary["sources"]]
    rows += [("", "", "licence", title) for title in dict.fromkeys(terms["title"] for terms in dictionary["licenses"])]
    for field in dictionary["schema"]["fields"]:
        rows.append((field["name"], "", field["type"], field["description"]))
        codes: Mapping[str, str] = dictionary["codes"].get(field["name"], {})
        rows += [(field["name"], code, "code", label) for code, label in codes.items()]
    return rows


Column = tuple[str, str, bool]
"""A column of a table: its name, its type in the database, and whether it may be empty."""


def package_descriptor(tables: Mapping[str, Sequence[Column]], catalog: Catalog) -> Descriptor:
    """Data package of tables that stand beside it as CSV, each under its own name. `catalog` is the one in English."""
    return {
        "profile": "tabular-data-package",
        "name": "massachusetts-health-equity",
        "title": "Massachusetts health equity figures, as published on the dashboard",
        "description": "Every published figure with its definition, source and terms. Hidden figures carry no number.",
        "version": catalog.version,
        "created": catalog.built,
        **_terms(catalog.sources.values()),
        "resources": [_resource(name, columns) for name, columns in tables.items()],
    }


def _resource(table: str, columns: Iterable[Column]) -> Descriptor:
    fields = []
    for name, kind, optional in columns:
        field: Descriptor = {
            "name": name, "type": _TYPES.get(kind, "string"), "description": described(name, table),
        }  # fmt: skip
        if name in UNITS:
            field["unit"] = UNITS[name]
        if not optional:
            field["constraints"] = {"required": True}
        fields.append(field)
    return {
        "profile": "tabular-data-resource",
        "name": table.replace("_", "-"),
        "path": f"{table}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "missingValues": [""]},
    }
