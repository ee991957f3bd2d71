"""A region as CSV: a row for each figure, added up or open, one for each member, and rows about the file at its end."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import chain

from components.documents.formats.csv import about_list, number_or_empty, safe_text, written_table
from data.analysis.regions.contributions import Member
from data.analysis.regions.region_lines import RegionLine, RegionReading
from data.catalog.models import Catalog
from data.vocabulary import GROUPS, OVERALL, STATUS_WORDS, TOPICS

COLUMNS = (
    "table", "topic", "question", "indicator", "title", "place", "geo_id", "level", "group", "group_id", "period",
    "value", "ci_low", "ci_high", "numerator", "denominator", "unit", "status", "status_words", "added_up_of",
    "hidden_parts", "absent_parts", "residents", "residents_year", "residents_share", "events", "events_share",
    "source", "licence", "item", "text",
)  # fmt: skip
FIGURES, MEMBERS = "region", "members"
"""Names of the two tables: the figures of the region, and what its members contribute."""


def region_csv(reading: RegionReading, about: Iterable[tuple[str, str]], address: str, day: date) -> str:
    """The figures of a region in every group and period. `about` are sentences by what each tells."""
    catalog = reading.profile.catalog
    figures = (_figure(line, catalog) for line in reading.lines)
    members = (_member(member, reading) for member in reading.members.members)
    return written_table(COLUMNS, chain(figures, members), about_list(about, catalog, address, day))


def _figure(line: RegionLine, catalog: Catalog) -> dict[str, str]:
    row, indicator = line.row, catalog.indicators[line.indicator]
    question, source = catalog.question_of.get(indicator.id), catalog.sources.get(row.source)
    return {
        "table": FIGURES,
        "topic": safe_text(TOPICS[indicator.topic]),
        "question": question.id if question is not None else "",
        "indicator": indicator.id,
        "title": safe_text(indicator.title),
        "place": safe_text(row.name),
        "geo_id": row.geo_id,
        "level": row.level,
        "group": safe_text(GROUPS[row.stratum].label),
        "group_id": row.stratum,
        "period": row.period,
        "value": number_or_empty(row.value),
        "ci_low": number_or_empty(row.ci_low),
        "ci_high": number_or_empty(row.ci_high),
        "numerator": number_or_empty(row.numerator),
        "denominator": number_or_empty(row.denominator),
        "unit": safe_text(indicator.unit),
        "status": row.status,
        "status_words": safe_text(STATUS_WORDS[row.status]),
        "added_up_of": line.same or line.level,
        "hidden_parts": _parts(line.hidden, catalog),
        "absent_parts": _parts(line.absent, catalog),
        "source": safe_text(source.short) if source else "",
        "licence": safe_text(source.licence) if source else "",
    }


def _member(member: Member, reading: RegionReading) -> dict[str, str]:
    found, catalog = reading.members, reading.profile.catalog
    written = {
        "table": MEMBERS,
        "place": safe_text(member.place.name),
        "geo_id": member.place.geo_id,
        "level": member.place.level,
        "residents": number_or_empty(member.residents),
        "residents_year": str(found.year) if found.year else "",
        "residents_share": number_or_empty(member.residents_share),
    }
    if found.answer is None:
        return written
    row, indicator = member.row, found.answer.indicator
    source = catalog.sources.get(row.source) if row is not None else None
    return {
        **written,
        "topic": safe_text(TOPICS[indicator.topic]),
        "question": reading.asked,
        "indicator": indicator.id,
        "title": safe_text(indicator.title),
        "group": safe_text(GROUPS[OVERALL].label),
        "group_id": OVERALL,
        "period": found.answer.selection.period.slug,
        "unit": safe_text(indicator.unit),
        "events": number_or_empty(member.events),
        "events_share": number_or_empty(member.events_share),
        "value": number_or_empty(row.value) if row is not None else "",
        "status": row.status if row is not None else "not_available",
        "status_words": safe_text(STATUS_WORDS[row.status if row is not None else "not_available"]),
        "source": safe_text(source.short) if source else "",
        "licence": safe_text(source.licence) if source else "",
    }


def _parts(parts: Sequence[str], catalog: Catalog) -> str:
    return safe_text("; ".join(catalog.places[part].name for part in parts))
