"""Cells from rows: which rows count the same events, the range each publishes of its count, and its threshold rule."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.catalog.models import Indicator, Source
from data.disclosure.interval_counts import CountRange, counts_of_interval
from data.disclosure.tables import Cell, CellKey, DisclosureError, ThresholdRule
from data.errors import SnapshotError
from data.observations.models import Observation, Population
from data.vocabulary import OVERALL, Period

MIN_SHARED_COUNTS = 3
"""Equal counts above 0 by which two indicators of an `as_published` source are taken to count the same events: one or
two may be equal by chance.

Of a source with a threshold one is enough: a count that indicators share must be suppressed in all of them.
"""
PopulationLookup = Mapping[tuple[str, str, int], float]
"""Residents by (geo_id, stratum, year)."""
RowKey = tuple[str, str, str, Period]
"""Place, group and period of a row: geo_id, dimension, stratum, period."""
CountsBySource = Mapping[str, Mapping[RowKey, float]]
"""Known counts of an indicator by source and row key."""


@dataclass
class EventKind:
    """One kind of event: the indicators that count it, its cells, and the rows that have it as denominator.

    `denominator_rows` has, for the cells of events among which others are counted (births), the indices of the rows
    whose denominators they are.
    """

    indicators: tuple[str, ...]
    cells: dict[CellKey, Cell] = field(default_factory=dict)
    denominator_rows: dict[CellKey, list[int]] = field(default_factory=dict)


def population_lookup(populations: Iterable[Population]) -> PopulationLookup:
    """Populations by place, stratum and year; of two sources the later in the alphabet, as in pipeline.derivation."""
    return {(p.geo_id, p.stratum, p.year): float(p.population) for p in sorted(populations, key=lambda p: p.source)}


def threshold_rule(source: Source) -> ThresholdRule | None:
    """Threshold and protection level of a source; None where suppression is the publisher's (`as_published`)."""
    if source.disclosure == "as_published":
        return None
    return ThresholdRule(source.threshold, source.protected_values)


def published_count(
    row: Observation, indicator: Indicator, populations: PopulationLookup
) -> tuple[float, float] | None:
    """Range of counts that a row publishes: its count, or what follows from its figures; None when nothing does.

    A crude rate and its denominator give the count away: it is the whole number that rounds to the rate. So does an
    interval that is made of a count (`interval_counts`). Where the two exclude each other the interval is believed: of
    the people another estimate may have been used.
    """
    if row.numerator is not None:
        return row.numerator, row.numerator
    if row.value is None:
        return None
    by_people, by_interval = _count_by_people(row, indicator, populations), _count_by_interval(row, indicator)
    if by_people is None or by_interval is None:
        return by_people or by_interval
    both = max(by_people[0], by_interval[0]), min(by_people[1], by_interval[1])
    return both if both[0] <= both[1] else by_interval


def _count_by_interval(row: Observation, indicator: Indicator) -> CountRange | None:
    form = indicator.interval_form.get(row.source)
    if form is None or row.value is None or row.ci_low is None or row.ci_high is None:
        return None
    figures = row.value, row.ci_low, row.ci_high
    return counts_of_interval(*figures, max(_decimals(f, indicator) for f in figures), form, indicator.per)


def _count_by_people(row: Observation, indicator: Indicator, populations: PopulationLookup) -> CountRange | None:
    if row.value is None or indicator.adjustment != "crude":
        return None
    if indicator.measure == "count":
        return row.value, row.value
    denominator = row.denominator if row.denominator is not None else _population_of(row, indicator, populations)
    if denominator is None or indicator.measure not in ("rate", "percent"):
        return None
    half, scale = 0.5 * 10.0 ** -_decimals(row.value, indicator), denominator / indicator.per
    low, high = math.ceil((row.value - half) * scale - 1e-6), math.floor((row.value + half) * scale + 1e-6)
    return (float(max(low, 0)), float(high)) if low <= high else None


def _decimals(figure: float, indicator: Indicator) -> int:
    """Decimals of a figure as it is stored, and at least those that are shown."""
    return max(indicator.decimals, len(f"{figure:.12g}".partition(".")[2]))


def _population_of(row: Observation, indicator: Indicator, populations: PopulationLookup) -> float | None:
    if not indicator.population_denominator or not row.period.is_years:
        return None
    years = range(row.period.start.year, row.period.end.year + 1)
    residents = [populations.get((row.geo_id, row.stratum, year)) for year in years]
    return None if None in residents else sum(p for p in residents if p is not None)


def collect_cells(
    rows: Sequence[Observation],
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    populations: PopulationLookup,
) -> list[EventKind]:
    """Cells of all kinds of events; kinds that are denominators of others come first.

    Raises SnapshotError when a row of a source with a threshold has a figure from which no count can be told.
    """
    counts = [published_count(r, indicators[r.indicator], populations) for r in rows]
    for row, count in zip(rows, counts, strict=True):
        rule = threshold_rule(sources[row.source])
        if rule is not None and row.value is not None and (count is None or count[0] < count[1]):
            raise SnapshotError(
                f"{row.source}.csv: {row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug}: has a value but "
                "no count, and the source has a threshold: nobody can tell whether to hide it; add the numerator"
            )
    counts_of = {i: _counts_by_source(rows, counts, i) for i in sorted({r.indicator for r in rows})}
    kind_of = _event_kinds(counts_of, sources)
    kinds = {kind: EventKind(tuple(i for i in kind_of if kind_of[i] == kind)) for kind in sorted(set(kind_of.values()))}
    _add_rows(rows, counts, kinds, kind_of, sources)
    denominator_kinds = _denominators(rows, indicators, sources, counts_of, kind_of)
    for kind in kinds.values():
        _set_known_limits(kind)
    for indicator, kind_name in denominator_kinds.items():
        _add_denominator_cells(rows, indicator, kinds[kind_name], sources)
    for kind in kinds.values():
        kind.cells = dict(sorted(kind.cells.items()))  # what is hidden must not depend on the order of the rows
    first = set(denominator_kinds.values())
    return [kinds[k] for k in sorted(kinds, key=lambda k: (k not in first, k))]


def _counts_by_source(
    rows: Sequence[Observation], counts: Sequence[tuple[float, float] | None], indicator: str
) -> dict[str, dict[RowKey, float]]:
    """Known counts of an indicator by source and row key."""
    by_source: dict[str, dict[RowKey, float]] = defaultdict(dict)
    for row, count in zip(rows, counts, strict=True):
        if row.indicator == indicator and count is not None and count[0] == count[1]:
            by_source[row.source][_row_key(row)] = count[0]
    return by_source


def _row_key(row: Observation) -> RowKey:
    return row.geo_id, row.dimension, row.stratum, row.period


def _series_agree(one: Mapping[RowKey, float], other: Mapping[RowKey, float], min_shared: int) -> bool:
    """Whether two series agree wherever both have a count, on at least `min_shared` counts above 0."""
    shared = one.keys() & other.keys()
    return sum(one[k] > 0 for k in shared) >= min_shared and all(one[k] == other[k] for k in shared)


def _min_shared_counts(source: Source) -> int:
    return MIN_SHARED_COUNTS if threshold_rule(source) is None else 1


def _event_kinds(counts_of: Mapping[str, CountsBySource], sources: Mapping[str, Source]) -> dict[str, str]:
    """Kind of event of each indicator, named by the first that counts it: a crude and an adjusted rate share it."""
    kind = {i: i for i in counts_of}
    for one in counts_of:
        for other in counts_of:
            if one < other and any(
                _series_agree(counts_of[one][s], counts_of[other][s], _min_shared_counts(sources[s]))
                for s in counts_of[one].keys() & counts_of[other].keys()
            ):
                old, new = sorted((kind[one], kind[other]), reverse=True)
                kind = {i: new if k == old else k for i, k in kind.items()}
    return kind


def _denominators(
    rows: Sequence[Observation],
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    counts_of: Mapping[str, CountsBySource],
    kind_of: Mapping[str, str],
) -> dict[str, str]:
    """Kind of event that is the denominator of each indicator of a source with a threshold, where there is one."""
    series: dict[tuple[str, str], dict[RowKey, float]] = defaultdict(dict)
    for row in rows:
        counted = (
            threshold_rule(sources[row.source]) is not None and not indicators[row.indicator].population_denominator
        )
        if counted and row.denominator is not None:
            series[(row.indicator, row.source)][_row_key(row)] = row.denominator
    kind_by_indicator = {}
    for (indicator, source), denominator in sorted(series.items()):
        for other in counts_of:
            if kind_of[other] != kind_of[indicator] and _series_agree(denominator, counts_of[other].get(source, {}), 1):
                kind_by_indicator[indicator] = kind_of[other]
    return kind_by_indicator


def cell_key(row: Observation, sources: Mapping[str, Source]) -> CellKey:
    """Key of the cell of a row. Groups of people are the same across sources only if these have one `race_coding`."""
    coding = "" if row.dimension == OVERALL else sources[row.source].race_coding or row.source
    return CellKey(row.geo_id, coding, row.dimension, row.stratum, row.period)


def _add_rows(
    rows: Sequence[Observation],
    counts: Sequence[tuple[float, float] | None],
    kinds: Mapping[str, EventKind],
    kind_of: Mapping[str, str],
    sources: Mapping[str, Source],
) -> None:
    for number, (row, count) in enumerate(zip(rows, counts, strict=True)):
        if count is None and row.status != "suppressed":
            continue
        key = cell_key(row, sources)
        cell = kinds[kind_of[row.indicator]].cells.setdefault(key, Cell(key))
        cell.rows.append(number)
        cell.source = cell.source or row.source
        if row.denominator is not None:
            cell.denominator = min(row.denominator, cell.denominator or row.denominator)
        cell.suppressed = cell.suppressed or row.status == "suppressed"
        rule = threshold_rule(sources[row.source])
        if count is None and rule is not None:
            cell.lower = _lower_limit(row.denominator, rule)
        if count is not None:
            if cell.published is not None and (rule is None) != (cell.rule is None):
                _raise_if_published_elsewhere(row, (count[0], cell.published[0]), rule or cell.rule)
            cell.rule = rule if cell.published is None else cell.rule and rule
            low, high = cell.published or count
            cell.published = (min(low, count[0]), max(high, count[1]))
            cell.count = cell.published[0] if cell.published[0] == cell.published[1] else None


def _raise_if_published_elsewhere(row: Observation, counts: tuple[float, float], rule: ThresholdRule | None) -> None:
    """Raise DisclosureError where one source publishes a small count that another must suppress: it is out anyway."""
    if rule is not None and any(0 < count < rule.threshold for count in counts):
        raise DisclosureError(
            f"{row.source}.csv: {row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug}: one source must hide "
            "this small count and another publishes it; leave it out of one of them"
        )


def _set_known_limits(kind: EventKind) -> None:
    """Set the bounds of suppressed counts that follow from the rule and the denominators."""
    both = [c for c in kind.cells.values() if c.denominator is not None and c.count is not None]
    at_most_once = all((c.count or 0) <= (c.denominator or 0) for c in both)
    for cell in kind.cells.values():
        if at_most_once and cell.denominator is not None:
            cell.upper = cell.denominator
        if cell.rule is not None:
            cell.lower = min(_lower_limit(cell.denominator, cell.rule), cell.count or 0.0)


def _lower_limit(denominator: float | None, rule: ThresholdRule) -> float:
    """Lower bound of a suppressed count by the rule: not 0, which is shown, unless among so few."""
    return 0.0 if denominator is not None and denominator < rule.threshold else 1.0


def _add_denominator_cells(
    rows: Sequence[Observation], indicator: str, kind: EventKind, sources: Mapping[str, Source]
) -> None:
    for number, row in _rows_of(rows, indicator):
        rule = threshold_rule(sources[row.source])
        if rule is None or row.denominator is None:
            continue
        key = cell_key(row, sources)
        kind.denominator_rows.setdefault(key, []).append(number)
        if key not in kind.cells:
            denominator = row.denominator
            cell = Cell(
                key,
                [],
                denominator,
                (denominator, denominator),
                rule=rule,
                source=row.source,
                lower=min(1.0, denominator),
            )
            kind.cells[key] = cell


def _rows_of(rows: Sequence[Observation], indicator: str) -> Iterator[tuple[int, Observation]]:
    return ((n, r) for n, r in enumerate(rows) if r.indicator == indicator)
