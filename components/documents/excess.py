"""The list of where it is worst for machines: a row for each line that is asked for, and as CSV."""

from __future__ import annotations

from collections.abc import Sequence

from components.documents.dataset import Dataset, Value, present
from components.documents.fields import fields
from data.analysis.excess import Excess
from data.catalog.models import Catalog
from data.vocabulary import GROUPS, TOPICS

COLUMNS = (
    "table", "rank", "topic", "question", "indicator", "title", "place", "geo_id", "level", "group", "group_id",
    "period", "excess_a_year", "excess_low", "excess_high", "excess_of", "direction", "value", "ci_low",
    "ci_high", "state_value", "ratio", "ratio_low", "ratio_high", "unit", "source", "licence",
)  # fmt: skip


def excess_dataset(lines: Sequence[Excess], catalog: Catalog) -> Dataset:
    """The lines in their order."""
    return Dataset(fields(*COLUMNS), tuple(_row(rank, excess, catalog) for rank, excess in enumerate(lines, 1)))


def _row(rank: int, excess: Excess, catalog: Catalog) -> dict[str, Value]:
    row, burden, indicator = excess.row, excess.burden, catalog.indicators[excess.indicator]
    source = catalog.sources.get(row.source)
    return {
        "table": "worst",
        "rank": rank,
        "topic": TOPICS[indicator.topic],
        "question": catalog.question_of[indicator.id].id,
        "indicator": indicator.id,
        "title": indicator.title,
        "place": catalog.places[row.geo_id].name,
        "geo_id": row.geo_id,
        "level": row.level,
        "group": GROUPS[row.stratum].label,
        "group_id": row.stratum,
        "period": row.period,
        "excess_a_year": burden.value,
        "excess_low": present(burden.low),
        "excess_high": present(burden.high),
        "excess_of": indicator.words.events,
        "direction": "fewer" if indicator.polarity == "higher_is_better" else "more",
        "value": present(row.value),
        "ci_low": present(row.ci_low),
        "ci_high": present(row.ci_high),
        "state_value": present(excess.state.value),
        "ratio": present(row.ratio),
        "ratio_low": present(row.ratio_low),
        "ratio_high": present(row.ratio_high),
        "unit": indicator.unit,
        "source": source.short if source else "",
        "licence": source.licence if source else "",
    }
