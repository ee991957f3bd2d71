"""The cheapest change of a table, by the solver that is kept and by one written out anew. All rows are synthetic."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.optimize import linprog

from data.disclosure.auditor import feasibility_intervals
from data.disclosure.cells import collect_cells, population_lookup
from data.disclosure.nearest_tables import NearestTables, TablePart, Target
from data.disclosure.suppression import is_primary, known_bounds, suppress
from data.disclosure.systems import build_system, independent_parts, propagate
from data.disclosure.tables import Table, build_table
from data.geography.places import STATE_ID
from tests.examples import number_of
from tests.small_counts import SYNTHETIC, Counts, make_source, random_counts
from tests.towns import make_indicator


def tables_of(counts: Counts) -> Iterator[Table]:
    """The tables of a source with a threshold."""
    members = {p.geo_id: p.members for p in counts.geography.places.values()}
    kinds = collect_cells(
        counts.rows(), {"deaths": make_indicator()}, {SYNTHETIC: make_source()}, population_lookup([])
    )
    for events in kinds:
        yield build_table(list(events.cells.values()), members, STATE_ID)


def parts_of(table: Table) -> Iterator[tuple[TablePart, np.ndarray, np.ndarray]]:
    """Parts of a table of which no count is hidden but the small ones; their published rows and all counts."""
    small = np.array([is_primary(cell) for cell in table.cells])
    counts = np.array([np.nan if cell.count is None else cell.count for cell in table.cells])
    open_cells = small | (counts > 0)
    system = propagate(build_system(table, known_bounds(table.cells, open_cells)), integral=False)
    for rows, columns in independent_parts(system, np.arange(system.low.size)):
        part = TablePart.of(system, rows, columns, len(table.cells))
        published = np.flatnonzero((part.cells >= 0) & open_cells[part.cells] & ~small[part.cells])
        yield part, published, counts


def least_cost(
    part: TablePart, published: np.ndarray, counts: np.ndarray, cost: np.ndarray, target: Target
) -> float | None:
    """Cost of the nearest table as a textbook has it: the distance of every published count is a variable."""
    matrix = part.matrix.toarray()
    width, number = matrix.shape[1], published.size
    low, high = part.low - part.fixed, part.high - part.fixed
    low[target.row] = max(low[target.row], target.least - part.fixed[target.row])
    high[target.row] = min(high[target.row], target.most - part.fixed[target.row])
    above = np.hstack([matrix[published], -np.eye(number)])
    below = np.hstack([-matrix[published], -np.eye(number)])
    true = counts - part.fixed[published]
    wide = np.hstack([matrix, np.zeros((matrix.shape[0], number))])
    ends = np.concatenate([high, -low])
    bounded = np.isfinite(ends)
    result = linprog(
        np.concatenate([np.zeros(width), cost]),
        A_ub=np.vstack([np.vstack([wide, -wide])[bounded], above, below]),
        b_ub=np.concatenate([ends[bounded], true, -true]),
        bounds=[*part.limits.tolist(), *[(0, None)] * number],
    )
    return float(result.fun) if result.status == 0 else None


@pytest.mark.parametrize("seed", range(number_of(60)))
def test_no_table_with_the_target_is_nearer(seed: int) -> None:
    for table in tables_of(random_counts(seed)):
        for part, published, every in parts_of(table):
            counts = every[part.cells[published]]
            cost = np.log1p(counts) * (1 + np.arange(published.size) / 100)
            nearest = NearestTables(part, published, counts, cost)
            for row in np.flatnonzero(part.cells >= 0)[:6]:
                count = every[part.cells[row]]
                if row in published or np.isnan(count):
                    continue
                for target in (Target(row, -np.inf, count - 2), Target(row, count + 3, np.inf)):
                    found = nearest.nearest([target])
                    expected = least_cost(part, published, counts, cost, target)
                    assert (found is None) == (expected is None)
                    if found is None or expected is None:
                        continue
                    sums = part.fixed + part.matrix @ found.blocks
                    assert np.all(sums >= part.low - 1e-6)
                    assert np.all(sums <= part.high + 1e-6)
                    assert target.least - 1e-6 <= sums[row] <= target.most + 1e-6
                    distance = np.abs(sums[published] - counts)
                    assert cost @ distance == pytest.approx(expected, abs=1e-6)
                    assert set(published[distance > 1e-6]) <= set(found.changed)


def test_what_is_forgone_costs_nothing_from_then_on() -> None:
    (table,) = tables_of(random_counts(3))
    part, published, every = next(parts_of(table))
    counts = every[part.cells[published]]
    nearest = NearestTables(part, published, counts, np.log1p(counts))
    small = next(r for r in range(part.cells.size) if part.cells[r] >= 0 and r not in published)
    target = Target(small, every[part.cells[small]] + 2, np.inf)
    first = nearest.nearest([target])
    assert first is not None
    assert first.changed.size > 0
    nearest.forgo(first.changed)
    again = nearest.nearest([target])
    assert again is not None
    assert set(again.changed) <= set(first.changed)


@pytest.mark.parametrize("seed", range(12))
def test_hints_are_believed_only_where_they_agree_with_what_is_published(seed: int) -> None:
    for table in tables_of(random_counts(seed)):
        suppressed, required, witnesses = suppress(table, np.zeros(len(table.cells), dtype=bool))
        bounds = known_bounds(table.cells, suppressed)
        truth = feasibility_intervals(table, bounds, suppressed)
        wrong = [witness * 3 + 1 for witness in witnesses] + [np.full(table.upper.size, 1e6)]
        for hints in (witnesses, wrong):
            low, high = feasibility_intervals(table, bounds, suppressed, hints=hints)
            assert low[suppressed] == pytest.approx(truth[0][suppressed])
            assert high[suppressed] == pytest.approx(truth[1][suppressed])
        small = np.isfinite(required.low)
        assert np.all(truth[0][small] <= required.low[small])
        assert np.all(truth[1][small] >= required.high[small])
