"""The rows of the page of gaps for machines: the groups, the pair in every period, the measures over all groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from components.documents.dataset import Dataset, Value, present
from components.documents.explore_dataset import explore_dataset
from components.documents.fields import fields
from components.figures.tables import Table
from components.formatting.numbers import format_value
from components.views.gaps.measures import format_measure, measure_words
from components.views.gaps.words import names
from data.analysis.gap_pairs import Pair
from data.analysis.gap_views import GapView
from data.analysis.gaps import AllGroups
from data.query.rows import Row
from data.vocabulary import GROUPS, STATUS_WORDS, TOPICS

COLUMNS = (
    "table", "topic", "question", "indicator", "title", "place", "geo_id", "level", "group", "group_id", "period",
    "value", "value_words", "ci_low", "ci_high", "numerator", "denominator", "unit", "status", "status_words",
    "compared_with", "comparison", "reference", "reference_id", "reference_value", "reference_low", "reference_high",
    "difference", "difference_low", "difference_high", "ratio", "ratio_low", "ratio_high", "verdict", "burden_a_year",
    "burden_low", "burden_high", "measure", "measure_name", "source", "licence",
)  # fmt: skip


def gaps_dataset(view: GapView, found: AllGroups, groups: Sequence[Table]) -> Dataset:
    """The rows of the tables of `groups`, of the pair, or of the group alone, over time, and of measures `found`."""
    about = _about(view)
    kept = set(COLUMNS)
    shown = explore_dataset(groups, {}, tuple(view.answer.catalog.sources.values()))
    rows = [{**about, **{key: value for key, value in row.items() if key in kept}} for row in shown.rows]
    if view.pair is not None:
        rows += [{**about, **_pair(pair, view)} for pair in view.series or (view.pair,)]
    elif view.group is not None:
        rows += [{**about, **_own(row, view)} for row in view.own]
    rows += [{**about, **row} for row in _measures(found, view)]
    return Dataset(fields(*COLUMNS), tuple(rows))


def _about(view: GapView) -> dict[str, Value]:
    """What every row is about."""
    answer, indicator = view.answer, view.answer.indicator
    question = answer.catalog.question_of.get(indicator.id)
    return {
        "topic": TOPICS[indicator.topic],
        "question": question.id if question is not None else None,
        "indicator": indicator.id,
        "title": indicator.title,
        "place": answer.place.name,
        "geo_id": answer.place.geo_id,
        "level": answer.place.level,
        "unit": indicator.unit,
    }


def _own(row: Row, view: GapView) -> dict[str, Value]:
    """A figure of the group in view, in one period."""
    return {
        "table": "over_time",
        "group": GROUPS[row.stratum].label,
        "group_id": row.stratum,
        "period": row.period,
        "value": present(row.value),
        "value_words": format_value(row.value, view.answer.indicator),
        "ci_low": present(row.ci_low),
        "ci_high": present(row.ci_high),
        "status": row.status,
        "status_words": STATUS_WORDS[row.status],
        **_source(row.source, view),
    }


def _pair(pair: Pair, view: GapView) -> dict[str, Value]:
    """The pair in one period, with what it adds up to where that is said."""
    group, reference, burden = pair.group, pair.reference, pair.burden
    known: dict[str, Value] = {
        **_own(group.row, view),
        "value": group.estimate.value,
        "ci_low": present(group.estimate.low),
        "ci_high": present(group.estimate.high),
        "period": pair.period.slug,
        "reference": names(view)[1],
        "reference_id": view.reference,
        "reference_value": reference.estimate.value,
        "reference_low": present(reference.estimate.low),
        "reference_high": present(reference.estimate.high),
        "difference": pair.difference_value,
        "ratio": pair.ratio_value,
        "verdict": pair.state,
    }
    if pair.difference is not None:
        known |= {"difference_low": pair.difference.low, "difference_high": pair.difference.high}
    if pair.ratio is not None:
        known |= {"ratio_low": pair.ratio.low, "ratio_high": pair.ratio.high}
    if burden is not None:
        known |= {
            "burden_a_year": burden.value,
            "burden_low": present(burden.low),
            "burden_high": present(burden.high),
        }
    return known


def _measures(found: AllGroups, view: GapView) -> Iterator[Mapping[str, Value]]:
    words = measure_words()
    for measure, result in found.results.items():
        yield {
            "table": "measures",
            "period": view.answer.selection.period.slug,
            "measure": measure,
            "measure_name": words[measure].name,
            "value": result.estimate,
            "value_words": format_measure(result.estimate, words[measure].kind, view.answer.indicator),
            "ci_low": present(result.ci_low),
            "ci_high": present(result.ci_high),
            "unit": None,
        }


def _source(name: str, view: GapView) -> dict[str, Value]:
    source = view.answer.catalog.sources.get(name)
    return {} if source is None else {"source": source.short, "licence": source.licence}
