"""A region for machines: a row for each figure, added up or open, and one for each member; and as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.dataset import Dataset, Value, present
from components.documents.fields import fields
from data.analysis.regions.contributions import Member
from data.analysis.regions.region_lines import RegionLine, RegionReading
from data.catalog.models import Catalog
from data.vocabulary import GROUPS, OVERALL, STATUS_WORDS, TOPICS

COLUMNS = (
    "table", "topic", "question", "indicator", "title", "place", "geo_id", "level", "group", "group_id", "period",
    "value", "ci_low", "ci_high", "numerator", "denominator", "unit", "status", "status_words", "added_up_of",
    "hidden_parts", "absent_parts", "residents", "residents_year", "residents_share", "events", "events_share",
    "source", "licence",
)  # fmt: skip
FIGURES, MEMBERS = "region", "members"
"""Names of the two tables: the figures of the region, and what its members contribute."""


def region_dataset(reading: RegionReading) -> Dataset:
    """The figures of a region in every group and period, and what its members contribute."""
    catalog = reading.profile.catalog
    figures = (_figure(line, catalog) for line in reading.lines)
    members = (_member(member, reading) for member in reading.members.members)
    return Dataset(fields(*COLUMNS), (*figures, *members))


def _figure(line: RegionLine, catalog: Catalog) -> dict[str, Value]:
    row, indicator = line.row, catalog.indicators[line.indicator]
    question, source = catalog.question_of.get(indicator.id), catalog.sources.get(row.source)
    return {
        "table": FIGURES,
        "topic": TOPICS[indicator.topic],
        "question": question.id if question is not None else "",
        "indicator": indicator.id,
        "title": indicator.title,
        "place": row.name,
        "geo_id": row.geo_id,
        "level": row.level,
        "group": GROUPS[row.stratum].label,
        "group_id": row.stratum,
        "period": row.period,
        "value": present(row.value),
        "ci_low": present(row.ci_low),
        "ci_high": present(row.ci_high),
        "numerator": present(row.numerator),
        "denominator": present(row.denominator),
        "unit": indicator.unit,
        "status": row.status,
        "status_words": STATUS_WORDS[row.status],
        "added_up_of": line.same or line.level,
        "hidden_parts": _parts(line.hidden, catalog),
        "absent_parts": _parts(line.absent, catalog),
        "source": source.short if source else "",
        "licence": source.licence if source else "",
    }


def _member(member: Member, reading: RegionReading) -> dict[str, Value]:
    found, catalog = reading.members, reading.profile.catalog
    written: dict[str, Value] = {
        "table": MEMBERS,
        "place": member.place.name,
        "geo_id": member.place.geo_id,
        "level": member.place.level,
        "residents": present(member.residents),
        "residents_year": found.year or None,
        "residents_share": present(member.residents_share),
    }
    if found.answer is None:
        return written
    row, indicator = member.row, found.answer.indicator
    source = catalog.sources.get(row.source) if row is not None else None
    return {
        **written,
        "topic": TOPICS[indicator.topic],
        "question": reading.asked,
        "indicator": indicator.id,
        "title": indicator.title,
        "group": GROUPS[OVERALL].label,
        "group_id": OVERALL,
        "period": found.answer.selection.period.slug,
        "unit": indicator.unit,
        "events": present(member.events),
        "events_share": present(member.events_share),
        "value": present(row.value) if row is not None else None,
        "status": row.status if row is not None else "not_available",
        "status_words": STATUS_WORDS[row.status if row is not None else "not_available"],
        "source": source.short if source else "",
        "licence": source.licence if source else "",
    }


def _parts(parts: Sequence[str], catalog: Catalog) -> str:
    return "; ".join(catalog.places[part].name for part in parts)
