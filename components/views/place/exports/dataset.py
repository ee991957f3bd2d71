"""The rows of a profile for machines: a row for each question with a figure, and one for each without."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.dataset import Dataset, Value, present
from components.documents.fields import fields
from components.formatting.numbers import capitalize_first
from components.formatting.phrases import status_in_words
from components.views.place.words import figure_words, standing_words, unknown_reason, why_not
from data.analysis.profiles.profile_lines import Profile, ProfileLine, Unknown
from data.catalog.models import Catalog
from data.vocabulary import GROUPS, OVERALL, STATUS_WORDS, TOPICS

COLUMNS = (
    "table", "topic", "question", "question_name", "indicator", "title", "place", "geo_id", "level", "figure_of",
    "group", "group_id", "period", "value", "value_words", "ci_low", "ci_high", "unit", "status", "status_words",
    "state_value", "county_value", "peers_median", "peers", "compared_with", "standing", "comparison", "reason",
    "ratio", "ratio_low", "ratio_high", "source", "licence",
)  # fmt: skip
LINES, UNKNOWN = "lines", "unknown"
"""Names of the two tables: questions with a figure, and those without."""


def profile_dataset(profile: Profile, lines: Sequence[ProfileLine]) -> Dataset:
    """The rows of some lines, and of what is not known of the place."""
    about: dict[str, Value] = {
        "place": profile.place.name,
        "geo_id": profile.place.geo_id,
        "level": profile.place.level,
    }
    rows = [{**line_values(line, LINES), **about, "compared_with": profile.catalog.state.name} for line in lines]
    rows += [{**_unknown(entry, profile), **about} for entry in profile.unknown]
    return Dataset(fields(*COLUMNS), tuple(rows))


def line_values(line: ProfileLine, table: str) -> dict[str, Value]:
    """The row of a line."""
    row, indicator, catalog = line.row, line.answer.indicator, line.answer.catalog
    ratio = row if row.verdict else None
    return {
        "table": table,
        "topic": TOPICS[indicator.topic],
        "question": line.question.id,
        "question_name": line.question.name,
        "indicator": indicator.id,
        "title": indicator.title,
        "place": row.name,
        "geo_id": row.geo_id,
        "level": row.level,
        "figure_of": row.name,
        "group": GROUPS[OVERALL].label,
        "group_id": OVERALL,
        "period": row.period,
        "value": present(row.value),
        "value_words": figure_words(row, line),
        "ci_low": present(row.ci_low),
        "ci_high": present(row.ci_high),
        "unit": indicator.unit,
        "status": row.status,
        "status_words": status_in_words(row, indicator, catalog),
        "state_value": None if line.state is None else present(line.state.value),
        "county_value": None if line.county is None else present(line.county.value),
        "peers_median": None if line.peers is None else line.peers[0],
        "peers": None if line.peers is None else line.peers[1],
        "standing": line.standing,
        "comparison": standing_words(line) if line.standing != "not compared" else None,
        "reason": why_not(line) or None,
        "ratio": None if ratio is None else present(ratio.ratio),
        "ratio_low": None if ratio is None else present(ratio.ratio_low),
        "ratio_high": None if ratio is None else present(ratio.ratio_high),
        **_source(row.source, catalog),
    }


def _unknown(entry: Unknown, profile: Profile) -> dict[str, Value]:
    """A question without a figure: why there is none, and never what is hidden."""
    row = entry.row
    status = "not_available" if row is None else row.status
    found: dict[str, Value] = {
        "table": UNKNOWN,
        "topic": TOPICS[entry.question.topic],
        "question": entry.question.id,
        "question_name": entry.question.name,
        "indicator": entry.answer.indicator.id,
        "title": entry.answer.indicator.title,
        "period": None if row is None else row.period,
        "unit": entry.answer.indicator.unit,
        "status": status,
        "status_words": capitalize_first(STATUS_WORDS[status]),
        "reason": unknown_reason(entry, profile),
    }
    return found if row is None else {**found, **_source(row.source, profile.catalog)}


def _source(name: str, catalog: Catalog) -> dict[str, Value]:
    source = catalog.sources.get(name)
    return {} if source is None else {"source": source.short, "licence": source.licence}
