"""From rows to cells: which rows count the same events, what each publishes of its count, and by which rule."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from data.catalog.models import Indicator, Source
from data.disclosure.tables import Cell, DisclosureError, Question, Rule
from data.errors import SnapshotError
from data.observations.models import Observation, Population
from data.vocabulary import OVERALL, Period

ALIKE = 3
"""Counts that two indicators of a source that hides its own small counts must share to be taken for the same."""
People = Mapping[tuple[str, str, int], float]
"""Residents by (geo_id, stratum, year)."""
Answered = tuple[str, str, str, Period]
"""What a row is about: geo_id, dimension, stratum, period."""
Counts = Mapping[str, Mapping[Answered, float]]
"""Known counts of an indicator by source and question."""


@dataclass
class Events:
    """One kind of event: the indicators that count it, its cells, and the rows that have it as denominator.

    `basis` has, for the cells of events among which others are counted (births), the rows that show that by their
    denominators.
    """

    indicators: tuple[str, ...]
    cells: dict[Question, Cell] = field(default_factory=dict)
    basis: dict[Question, list[int]] = field(default_factory=dict)


def residents(populations: Iterable[Population]) -> People:
    """Populations by place, stratum and year; of two sources the later in the alphabet, as in data.derivation."""
    return {(p.geo_id, p.stratum, p.year): float(p.population) for p in sorted(populations, key=lambda p: p.source)}


def rule_of(source: Source) -> Rule | None:
    """The threshold of a source; None where the publisher has hidden what it hides."""
    if source.disclosure == "as_published":
        return None
    return Rule(source.threshold, source.protected_values)


def published_count(row: Observation, indicator: Indicator, people: People) -> tuple[float, float] | None:
    """The range of counts a reader takes from a row: its count, or what rate and people make; None when nothing.

    A crude rate and its denominator give the count away: it is the whole number that rounds to the rate.
    """
    if row.numerator is not None:
        return row.numerator, row.numerator
    if row.value is None or indicator.adjustment != "crude":
        return None
    if indicator.measure == "count":
        return row.value, row.value
    among = row.denominator if row.denominator is not None else _people_of(row, indicator, people)
    if among is None or indicator.measure not in ("rate", "percent"):
        return None
    decimals = max(indicator.decimals, len(f"{row.value:.12g}".partition(".")[2]))
    half, scale = 0.5 * 10**-decimals, among / indicator.per
    low, high = math.ceil((row.value - half) * scale - 1e-6), math.floor((row.value + half) * scale + 1e-6)
    return (float(max(low, 0)), float(high)) if low <= high else None


def _people_of(row: Observation, indicator: Indicator, people: People) -> float | None:
    if not indicator.population_denominator or not row.period.is_years:
        return None
    years = range(row.period.start.year, row.period.end.year + 1)
    found = [people.get((row.geo_id, row.stratum, year)) for year in years]
    return None if None in found else sum(p for p in found if p is not None)


def collect(
    rows: Sequence[Observation], indicators: Mapping[str, Indicator], sources: Mapping[str, Source], people: People
) -> list[Events]:
    """The cells of all kinds of events; those that are denominators of others come first.

    Raises SnapshotError when a row of a source with a threshold has a figure from which no count can be told.
    """
    counts = [published_count(r, indicators[r.indicator], people) for r in rows]
    for row, count in zip(rows, counts, strict=True):
        rule = rule_of(sources[row.source])
        if rule is not None and row.value is not None and (count is None or count[0] < count[1]):
            raise SnapshotError(
                f"{row.source}.csv: {row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug}: has a value but "
                "no count, and the source has a threshold: nobody can tell whether to hide it; add the numerator"
            )
    shown = {i: _answers(rows, counts, i) for i in sorted({r.indicator for r in rows})}
    alike = _alike(shown, sources)
    kinds = {kind: Events(tuple(i for i in alike if alike[i] == kind)) for kind in sorted(set(alike.values()))}
    _fill(rows, counts, kinds, alike, sources)
    before = _denominators(rows, indicators, sources, shown, alike)
    for kind in kinds.values():
        _finish(kind)
    for indicator, kind_name in before.items():
        _add_basis(rows, indicator, kinds[kind_name], sources)
    for kind in kinds.values():
        kind.cells = dict(sorted(kind.cells.items()))  # what is hidden must not depend on the order of the rows
    first = set(before.values())
    return [kinds[k] for k in sorted(kinds, key=lambda k: (k not in first, k))]


def _answers(
    rows: Sequence[Observation], counts: Sequence[tuple[float, float] | None], indicator: str
) -> dict[str, dict[Answered, float]]:
    """The known counts of an indicator by source and question."""
    found: dict[str, dict[Answered, float]] = defaultdict(dict)
    for row, count in zip(rows, counts, strict=True):
        if row.indicator == indicator and count is not None and count[0] == count[1]:
            found[row.source][_answered(row)] = count[0]
    return found


def _answered(row: Observation) -> Answered:
    return row.geo_id, row.dimension, row.stratum, row.period


def _same(one: Mapping[Answered, float], other: Mapping[Answered, float], at_least: int) -> bool:
    """Whether two series agree wherever both have a count, and at least so often on one above 0."""
    shared = one.keys() & other.keys()
    return sum(one[k] > 0 for k in shared) >= at_least and all(one[k] == other[k] for k in shared)


def _at_least(source: Source) -> int:
    return ALIKE if rule_of(source) is None else 1


def _alike(shown: Mapping[str, Counts], sources: Mapping[str, Source]) -> dict[str, str]:
    """The kind of event of each indicator, named by the first that counts it: a crude and an adjusted rate share it."""
    kind = {i: i for i in shown}
    for one in shown:
        for other in shown:
            if one < other and any(
                _same(shown[one][s], shown[other][s], _at_least(sources[s]))
                for s in shown[one].keys() & shown[other].keys()
            ):
                old, new = sorted((kind[one], kind[other]), reverse=True)
                kind = {i: new if k == old else k for i, k in kind.items()}
    return kind


def _denominators(
    rows: Sequence[Observation],
    indicators: Mapping[str, Indicator],
    sources: Mapping[str, Source],
    shown: Mapping[str, Counts],
    alike: Mapping[str, str],
) -> dict[str, str]:
    """For indicators of sources with a threshold, the kind of event that is their denominator, where one is."""
    series: dict[tuple[str, str], dict[Answered, float]] = defaultdict(dict)
    for row in rows:
        counted = rule_of(sources[row.source]) is not None and not indicators[row.indicator].population_denominator
        if counted and row.denominator is not None:
            series[(row.indicator, row.source)][_answered(row)] = row.denominator
    found = {}
    for (indicator, source), among in sorted(series.items()):
        for other in shown:
            if alike[other] != alike[indicator] and _same(among, shown[other].get(source, {}), 1):
                found[indicator] = alike[other]
    return found


def question_of(row: Observation, sources: Mapping[str, Source]) -> Question:
    """The question a row answers. Groups of people are the same across sources only where these say so."""
    coding = "" if row.dimension == OVERALL else sources[row.source].race_coding or row.source
    return Question(row.geo_id, coding, row.dimension, row.stratum, row.period)


def _fill(
    rows: Sequence[Observation],
    counts: Sequence[tuple[float, float] | None],
    kinds: Mapping[str, Events],
    alike: Mapping[str, str],
    sources: Mapping[str, Source],
) -> None:
    for number, (row, count) in enumerate(zip(rows, counts, strict=True)):
        if count is None and row.status != "suppressed":
            continue
        question = question_of(row, sources)
        cell = kinds[alike[row.indicator]].cells.setdefault(question, Cell(question))
        cell.rows.append(number)
        cell.source = cell.source or row.source
        if row.denominator is not None:
            cell.denominator = min(row.denominator, cell.denominator or row.denominator)
        cell.suppressed = cell.suppressed or row.status == "suppressed"
        rule = rule_of(sources[row.source])
        if count is None and rule is not None:
            cell.least = _least(row.denominator, rule)
        if count is not None:
            if cell.published is not None and (rule is None) != (cell.rule is None):
                _refuse_shared(row, (count[0], cell.published[0]), rule or cell.rule)
            cell.rule = rule if cell.published is None else cell.rule and rule
            low, high = cell.published or count
            cell.published = (min(low, count[0]), max(high, count[1]))
            cell.count = cell.published[0] if cell.published[0] == cell.published[1] else None


def _refuse_shared(row: Observation, counts: tuple[float, float], rule: Rule | None) -> None:
    """Fail where one source publishes what another has to hide: the small count is out, whatever is hidden here."""
    if rule is not None and any(0 < count < rule.threshold for count in counts):
        raise DisclosureError(
            f"{row.source}.csv: {row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug}: one source must hide "
            "this small count and another publishes it; leave it out of one of them"
        )


def _finish(kind: Events) -> None:
    """Set what the rule and the denominators tell a reader of a hidden count."""
    both = [c for c in kind.cells.values() if c.denominator is not None and c.count is not None]
    at_most_once = all((c.count or 0) <= (c.denominator or 0) for c in both)
    for cell in kind.cells.values():
        if at_most_once and cell.denominator is not None:
            cell.most = cell.denominator
        if cell.rule is not None:
            cell.least = min(_least(cell.denominator, cell.rule), cell.count or 0.0)


def _least(denominator: float | None, rule: Rule) -> float:
    """The least a reader knows of a count that the rule has hidden: not 0, which is shown, unless among so few."""
    return 0.0 if denominator is not None and denominator < rule.threshold else 1.0


def _add_basis(rows: Sequence[Observation], indicator: str, kind: Events, sources: Mapping[str, Source]) -> None:
    for number, row in _rows_of(rows, indicator):
        rule = rule_of(sources[row.source])
        if rule is None or row.denominator is None:
            continue
        question = question_of(row, sources)
        kind.basis.setdefault(question, []).append(number)
        if question not in kind.cells:
            among = row.denominator
            cell = Cell(question, [], among, (among, among), rule=rule, source=row.source, least=min(1.0, among))
            kind.cells[question] = cell


def _rows_of(rows: Sequence[Observation], indicator: str) -> Iterator[tuple[int, Observation]]:
    return ((n, r) for n, r in enumerate(rows) if r.indicator == indicator)
