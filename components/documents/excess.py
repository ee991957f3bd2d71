"""The list of where it is worst as CSV: a row for each line that is asked for, and rows about the file at its end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from components.documents.formats.csv import about_list, number_or_empty, safe_text, written_number, written_table
from data.analysis.excess import Excess
from data.catalog.models import Catalog
from data.vocabulary import GROUPS, TOPICS

COLUMNS = (
    "table", "rank", "topic", "question", "indicator", "title", "place", "geo_id", "level", "group", "group_id",
    "period", "excess_a_year", "excess_low", "excess_high", "excess_of", "direction", "value", "ci_low",
    "ci_high", "state_value", "ratio", "ratio_low", "ratio_high", "unit", "source", "licence", "item", "text",
)  # fmt: skip


def excess_csv(
    lines: Sequence[Excess], about: Sequence[tuple[str, str]], catalog: Catalog, address: str, day: date
) -> str:
    """The lines in their order. `about` are sentences on the list by what each tells; `address` is the page's."""
    rows = (_row(rank, excess, catalog) for rank, excess in enumerate(lines, 1))
    return written_table(COLUMNS, rows, about_list(about, catalog, address, day))


def _row(rank: int, excess: Excess, catalog: Catalog) -> dict[str, str]:
    row, burden, indicator = excess.row, excess.burden, catalog.indicators[excess.indicator]
    source = catalog.sources.get(row.source)
    return {
        "table": "worst",
        "rank": str(rank),
        "topic": safe_text(TOPICS[indicator.topic]),
        "question": catalog.question_of[indicator.id].id,
        "indicator": indicator.id,
        "title": safe_text(indicator.title),
        "place": safe_text(catalog.places[row.geo_id].name),
        "geo_id": row.geo_id,
        "level": row.level,
        "group": safe_text(GROUPS[row.stratum].label),
        "group_id": row.stratum,
        "period": row.period,
        "excess_a_year": written_number(burden.value),
        "excess_low": number_or_empty(burden.low),
        "excess_high": number_or_empty(burden.high),
        "excess_of": safe_text(indicator.words.events),
        "direction": "fewer" if indicator.polarity == "higher_is_better" else "more",
        "value": number_or_empty(row.value),
        "ci_low": number_or_empty(row.ci_low),
        "ci_high": number_or_empty(row.ci_high),
        "state_value": number_or_empty(excess.state.value),
        "ratio": number_or_empty(row.ratio),
        "ratio_low": number_or_empty(row.ratio_low),
        "ratio_high": number_or_empty(row.ratio_high),
        "unit": safe_text(indicator.unit),
        "source": safe_text(source.short) if source else "",
        "licence": safe_text(source.licence) if source else "",
    }
