"""Where it is worst, whatever it is: figures tested against the state's, ranked by people over the state's rate.

One list over all questions, places and groups. The same fact is in it once, and of what is listed at most a twentieth
is chance in the mean, however many figures were tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from data.analysis.excess import NOT_SCANNED, Excess, ExcessScan
from data.analysis.gap_pairs import NOT_OPENED
from data.analysis.many_verdicts import p_value_of
from data.catalog.availability import CatalogKey
from data.catalog.least_differences import worth_saying
from data.catalog.models import Catalog, Indicator
from data.query.answers import Answers
from data.query.choices.opening import best_period
from data.query.choices.versions import OLDER
from data.query.estimates import estimate_of_row, reliability
from data.query.queries import Stratum, compared
from data.query.rows import Row, Rows
from data.statistics.burden import Burden, GroupRate, excess_over
from data.statistics.multiple_tests import benjamini_hochberg
from data.vocabulary import OVERALL, Period


def excess_scan(answers: Answers) -> ExcessScan:
    """The scan of the file in place. Raises DatabaseUnavailableError."""
    catalog = answers.catalog
    return _scan(_Figures(answers.figures_of_strata(_strata(CatalogKey.of(catalog))), CatalogKey.of(catalog)))


@dataclass(frozen=True)
class _Figures:
    """Figures as a key of the cache: the same object from the same file, so that they are told apart by it."""

    rows: Mapping[str, Rows]
    key: CatalogKey

    def __hash__(self) -> int:
        return id(self.rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Figures) and other.rows is self.rows


# The file in place and the one before it; what is found is numbers, the same in every language.
@lru_cache(maxsize=2)
def _scan(figures: _Figures) -> ExcessScan:
    return scan(figures.rows, figures.key.catalog)


def is_scanned(indicator: Indicator) -> bool:
    """Whether an indicator has a direction, and is a rate or share that is not adjusted for age."""
    not_aged = indicator.adjustment in ("crude", "modelled")
    return _has_direction(indicator) and indicator.measure in ("rate", "percent") and not_aged


@lru_cache(maxsize=8)
def _strata(key: CatalogKey) -> tuple[Stratum, ...]:
    """What is read: of every level and group its newest period, and everyone of the state in the same."""
    catalog, found = key.catalog, dict[Stratum, None]()
    for indicator in catalog.indicators.values():
        if not is_scanned(indicator):
            continue
        for level in catalog.levels(indicator.id):
            for dimension in catalog.dimensions(indicator.id, level):
                if dimension in NOT_SCANNED or (level == "state" and dimension == OVERALL):
                    continue
                for stratum in catalog.strata(indicator.id, dimension, level):
                    period = best_period(catalog, indicator.id, level, stratum)
                    if stratum not in NOT_OPENED and period.end.year >= OLDER:
                        found[indicator.id, level, stratum, period] = None
                        found[indicator.id, "state", OVERALL, period] = None
    return tuple(found)


def scan(figures: Mapping[str, Rows], catalog: Catalog) -> ExcessScan:
    """What is found among figures by indicator, each with its people: one of every place and group in one period."""
    every = [excess for indicator, rows in figures.items() for excess in _tested(rows, indicator, catalog)]
    tested = _one_version(every, catalog)
    stands = benjamini_hochberg([excess.p_value for excess in tested])
    found = [excess for excess, kept in zip(tested, stands, strict=True) if kept and excess.p_value < 1]
    found.sort(key=lambda e: (-e.burden.value, e.indicator, e.row.geo_id, e.row.stratum))
    questions = frozenset(catalog.question_of[excess.indicator].id for excess in tested)
    have = {catalog.question_of[i].id for i, indicator in catalog.indicators.items() if _has_direction(indicator)}
    return ExcessScan(tuple(found), len(tested), questions, frozenset(have - questions))


def _has_direction(indicator: Indicator) -> bool:
    return indicator.comparable and indicator.polarity != "neutral"


def _tested(rows: Rows, indicator_id: str, catalog: Catalog) -> Iterator[Excess]:
    """The figures of an indicator that can be tested against the state's of everyone and have people."""
    indicator = catalog.indicators[indicator_id]
    if not is_scanned(indicator):
        return
    everyone = {row.period: row for row in rows if row.level == "state" and row.stratum == OVERALL}
    for row in rows:
        state = everyone.get(row.period)
        if state is None or state is row or reliability(row, indicator) != "reliable":
            continue
        # Not compared where something stands in the way, or the state's figure is itself in doubt.
        (measured,) = compared(Rows([row]), state, indicator, catalog)
        people = row.people / max(Period.parse(row.period).length_years, 1.0)
        if measured.verdict and people > 0:
            burden = _burden(measured, state, people, indicator)
            yield Excess(indicator_id, measured, state, burden, _p_value(measured, state, burden, indicator))


def _burden(row: Row, state: Row, people: float, indicator: Indicator) -> Burden:
    """The excess among so many people a year, as a gap between a group and everyone has it."""
    group = GroupRate(row.stratum, estimate_of_row(row, indicator), people)
    favorable = indicator.polarity == "higher_is_better"
    return excess_over(group, OVERALL, estimate_of_row(state, indicator), float(indicator.per), favourable=favorable)


def _p_value(row: Row, state: Row, burden: Burden, indicator: Indicator) -> float:
    """One-sided p-value of being less favorable than the state; 1 of what no list would name, however clear it is.

    A p-value that is set higher than it is keeps the share of false ones below what it was set to.
    """
    worse = "lower" if indicator.polarity == "higher_is_better" else "higher"
    clear = row.verdict == worse and worth_saying(row.value, state.value, indicator)
    if not clear or (burden.low is not None and burden.low <= 0):
        return 1.0
    return p_value_of(row, state, indicator) / 2


def _one_version(tested: Iterable[Excess], catalog: Catalog) -> list[Excess]:
    """One figure of each question, place and group: the newest, and of two as new that of the version named first.

    Chosen before anything is tested, and so not for what the test says.
    """
    kept: dict[tuple[str, str, str], Excess] = {}
    for excess in tested:
        question = catalog.question_of[excess.indicator]
        key = (question.id, excess.row.geo_id, excess.row.stratum)
        other = kept.get(key)
        if other is None or _standing(excess, catalog) > _standing(other, catalog):
            kept[key] = excess
    return list(kept.values())


def _standing(excess: Excess, catalog: Catalog) -> tuple[object, int]:
    versions = catalog.question_of[excess.indicator].indicators
    return Period.parse(excess.row.period).recency, -versions.index(excess.indicator)
