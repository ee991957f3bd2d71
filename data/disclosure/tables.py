"""Additive tables: which counts add up to which others, over places, groups of people and years.

Every count is about a block: some places × some groups of people × some years. The blocks of one table are cut along
all borders that any of its counts has, so that each count is a sum of small blocks; that holds every total at once,
of areas that share municipalities and of rolling periods, too. Groups of people are cut per way of dividing them
(race, sex, …), and a link says that the groups of a way add up to everyone, where the figures bear that out.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy import sparse

from data.disclosure.partitions import Partition, atomic_groups, coarsest_partition, finer_parts, period_spans
from data.errors import InternalError
from data.vocabulary import GROUPS, OVERALL, Period

ELSEWHERE = "elsewhere"
"""Place of the state's events that no municipality has: residents of unknown address."""
EVERYONE = ("", OVERALL)
# Sums of counts that differ by less are equal: far below one event, above the error of adding floats.
_EQUAL_TOLERANCE = 1e-6


class DisclosureError(InternalError):
    """A suppressed count could be derived from the figures that would be published."""


class CellKey(NamedTuple):
    """Place, group and period of a cell. `coding` separates the groups of publishers with different race codings."""

    geo_id: str
    coding: str
    dimension: str
    stratum: str
    period: Period

    @property
    def layer(self) -> tuple[str, str]:
        """Layer of the cell: its coding and dimension."""
        return self.coding, self.dimension


@dataclass(frozen=True, slots=True)
class ThresholdRule:
    """Threshold of a source: counts from 1 to `threshold` − 1 are primary cells.

    `protection_level` is the number of values that must stay feasible for each.
    """

    threshold: int
    protection_level: int


@dataclass(slots=True)
class Cell:
    """One count of a table, and a reader's bounds of it.

    `count` is the true count, None where only the publisher knows it. `published` is the range of counts that the
    figures of the row give (mostly one number), None where the row is suppressed. `lower` and `upper` bound a
    suppressed count by the rule and by its denominator. `rule` is None where suppression is the publisher's. `rows` are
    indices of the cell's rows among the observations; several when indicators count the same events.
    """

    key: CellKey
    rows: list[int] = field(default_factory=list)
    count: float | None = None
    published: tuple[float, float] | None = None
    lower: float = 0.0
    upper: float = np.inf
    denominator: float | None = None
    rule: ThresholdRule | None = None
    source: str = ""
    suppressed: bool = False


@dataclass(frozen=True)
class Table:
    """Cells of one kind of event and how they add up.

    `sums` is a sparse matrix, cells × blocks, of zeros and ones; `links` · blocks must be zero; `upper` bounds each
    block (0 where the figures prove it empty). `unlinked` are the layers whose groups overlap, and from which nothing
    is concluded about everyone.
    """

    cells: Sequence[Cell]
    sums: sparse.csr_array
    links: sparse.csr_array
    upper: np.ndarray
    unlinked: tuple[tuple[str, str], ...] = ()


def build_table(cells: Sequence[Cell], members: Mapping[str, Iterable[str]], state: str) -> Table:
    """Table of cells cut into blocks.

    `members` are the municipalities of each place by geo_id, `state` the geo_id of the state.
    """
    layout = _TableBuilder(cells, members, state)
    return layout.table()


SliceKey = tuple[tuple[str, str], str, Period]
"""A layer, a stratum of it, and a period."""


def shortfalls(
    cells: Iterable[Cell], members: Mapping[str, frozenset[Hashable]], state: str
) -> dict[SliceKey, float | None]:
    """Events of the state less those of its places together, by slice; None where not all of these are known."""
    counts_by_slice: dict[SliceKey, dict[str, float]] = defaultdict(dict)
    for cell in cells:
        counts = counts_by_slice[(cell.key.layer, cell.key.stratum, cell.key.period)]
        if cell.count is not None:
            counts[cell.key.geo_id] = cell.count
    return {slice_key: _shortfall(counts, members, state) for slice_key, counts in counts_by_slice.items()}


def _shortfall(counts: Mapping[str, float], members: Mapping[str, frozenset[Hashable]], state: str) -> float | None:
    if state not in counts:
        return None
    uncovered, total = set(members[state]), 0.0
    for geo_id in sorted(counts.keys() - {state}, key=lambda g: (-len(members[g]), g)):
        if members[geo_id] <= uncovered:
            uncovered -= members[geo_id]
            total += counts[geo_id]
    return None if uncovered else counts[state] - total


def find_overfull_totals(cells: Sequence[Cell], members: Mapping[str, Iterable[str]], state: str) -> list[int]:
    """Indices of the cells of the state that have fewer events than its places together."""
    differences = shortfalls(cells, {g: frozenset(m) for g, m in members.items()}, state)
    overfull = {slice_key for slice_key, more in differences.items() if more is not None and more < -_EQUAL_TOLERANCE}
    return [
        number
        for number, cell in enumerate(cells)
        if cell.key.geo_id == state and (cell.key.layer, cell.key.stratum, cell.key.period) in overfull
    ]


@dataclass(frozen=True)
class _Layer:
    """One way of dividing people: its partitions, and the index of its first block."""

    strata: Partition
    places: Partition
    periods: Partition
    start: int

    @property
    def size(self) -> int:
        return self.strata.size * self.places.size * self.periods.size

    def blocks(self, strata: np.ndarray, places: np.ndarray, periods: np.ndarray) -> np.ndarray:
        """Indices of the blocks of a product of parts."""
        by_place = strata[:, None] * self.places.size + places[None, :]
        return np.asarray(self.start + (by_place.reshape(-1, 1) * self.periods.size + periods[None, :]).ravel())

    def of(self, key: CellKey) -> np.ndarray:
        return self.blocks(
            self.strata.parts[key.stratum],
            self.places.parts[key.geo_id],
            self.periods.parts[key.period],
        )


class _TableBuilder:
    """Builds a table: partitions of the layers, then blocks proven empty, then the links between layers."""

    def __init__(self, cells: Sequence[Cell], members: Mapping[str, Iterable[str]], state: str) -> None:
        self.cells, self.state = cells, state
        self.members: dict[str, frozenset[Hashable]] = {geo_id: frozenset(m) for geo_id, m in members.items()}
        self.by_layer: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in cells:
            self.by_layer[cell.key.layer].append(cell)
        self.parents = {name: self._parents(name) for name in self.by_layer}
        self.unlinked: list[tuple[str, str]] = []
        self.layers: dict[tuple[str, str], _Layer] = {}
        self._partition_layers()
        self.upper = np.full(sum(layer.size for layer in self.layers.values()), np.inf)

    def _parents(self, name: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """Coarser layers whose groups the groups of this one add up to."""
        coding, dimension = name
        if dimension == "race_by_sex":
            parents = tuple(p for p in ((coding, "race_ethnicity"), (coding, "sex")) if p in self.by_layer)
            if parents:
                return parents
        return (EVERYONE,) if name != EVERYONE and EVERYONE in self.by_layer else ()

    def _partition_layers(self) -> None:
        """Partition each layer along its borders and those of the layers that add up to it: parents are finer."""
        keys = {name: [c.key for c in cells] for name, cells in self.by_layer.items()}
        borders = {name: list(layer_keys) for name, layer_keys in keys.items()}
        order = sorted(keys, key=lambda name: (name == EVERYONE, name[1] != "race_by_sex", name))
        for name in order:
            for parent in self.parents[name]:
                borders[parent].extend(borders[name])
        spans = period_spans({cell.key.period for cell in self.cells})
        start = 0
        for name in order:
            strata = coarsest_partition({q.stratum: atomic_groups(q.dimension, q.stratum) for q in keys[name]})
            places = coarsest_partition({q.geo_id: self._elements(q.geo_id) for q in borders[name]})
            periods = coarsest_partition({q.period: spans[q.period] for q in borders[name]})
            layer = _Layer(strata, places, periods, start)
            self.layers[name] = layer
            start += layer.size

    def _elements(self, geo_id: str) -> frozenset[Hashable]:
        if geo_id != self.state:
            return self.members[geo_id]
        return self.members[geo_id] | {ELSEWHERE}

    def table(self) -> Table:
        self._close_elsewhere()
        rows: list[np.ndarray] = []
        signs: list[np.ndarray] = []
        slack: list[float] = []
        for name in self.by_layer:
            for parent in self.parents[name]:
                self._add_links(name, parent, rows, signs, slack)
        blocks = self.upper.size
        links = _incidence_matrix(rows, blocks + len(slack), signs)
        sums = _incidence_matrix([self.layers[c.key.layer].of(c.key) for c in self.cells], blocks + len(slack))
        upper = np.concatenate([self.upper, np.asarray(slack, dtype=float)])
        return Table(self.cells, sums, links, upper, tuple(self.unlinked))

    def _close_elsewhere(self) -> None:
        """Set the blocks outside all places to 0 where the places add up to the state.

        Where not all counts are known, that is assumed unless any set of places is known to fall short of the state.
        """
        differences = shortfalls(self.cells, self.members, self.state)
        by_default = not any(more is not None and more > _EQUAL_TOLERANCE for more in differences.values())
        for (name, stratum, period), more in differences.items():
            layer = self.layers[name]
            part = layer.places.part_of.get(ELSEWHERE)
            if part is None or any(layer.places.part_of[m] == part for m in self.members[self.state]):
                continue  # no state, or municipalities without figures, whose events cannot be told from elsewhere
            if by_default if more is None else more <= _EQUAL_TOLERANCE:
                strata, periods = layer.strata.parts[stratum], layer.periods.parts[period]
                self.upper[layer.blocks(strata, np.array([part]), periods)] = 0

    def _add_links(
        self,
        name: tuple[str, str],
        parent: tuple[str, str],
        rows: list[np.ndarray],
        signs: list[np.ndarray],
        slack: list[float],
    ) -> None:
        """Add constraints: groups of a layer, and people of no group, sum to the stratum of the parent they are in."""
        layer, above = self.layers[name], self.layers[parent]
        for stratum, inner in self._groups(name, parent).items():
            proven = self._complete_groups(name, parent, stratum, inner)
            if proven is None:
                self.unlinked.append(name)
                continue
            strata = np.unique(np.concatenate([layer.strata.parts[s] for s in inner]))
            open_blocks = self._allows_remainder(layer, name, inner, proven)
            finer_places = [finer_parts(layer.places, n, above.places) for n in range(layer.places.size)]
            finer_periods = [finer_parts(layer.periods, n, above.periods) for n in range(layer.periods.size)]
            for place, period in itertools.product(range(layer.places.size), range(layer.periods.size)):
                inside = layer.blocks(strata, np.array([place]), np.array([period]))
                finer = above.blocks(above.strata.parts[stratum], finer_places[place], finer_periods[period])
                rest = self.upper.size + len(slack)
                slack.append(np.inf if open_blocks[place, period] else 0.0)
                rows.append(np.concatenate([inside, finer, [rest]]))
                signs.append(np.concatenate([np.ones(inside.size), -np.ones(finer.size), [1.0]]))

    def _groups(self, name: tuple[str, str], parent: tuple[str, str]) -> dict[str, list[str]]:
        """Strata of a layer by the stratum of the parent they are in."""
        strata_by_parent: dict[str, list[str]] = defaultdict(list)
        strata = self.layers[parent].strata.parts
        for stratum in self.layers[name].strata.parts:
            assert isinstance(stratum, str)
            if parent == EVERYONE:
                strata_by_parent[OVERALL].append(stratum)
                continue
            race, _, sex = stratum.rpartition("_")
            inside = sex if parent[1] == "sex" else race
            if inside in strata and GROUPS[inside].dimension == parent[1]:
                strata_by_parent[inside].append(stratum)
        return dict(strata_by_parent)

    def _complete_groups(
        self, name: tuple[str, str], parent: tuple[str, str], stratum: str, inner: Sequence[str]
    ) -> dict[tuple[str, Period], list[str]] | None:
        """Groups that add up to the parent's stratum, by place and period; None when groups overlap.

        Counts prove it where all are known, denominators where they are; elsewhere the same groups are taken to add up
        when they do so wherever it is proven.
        """
        wholes = {(c.key.geo_id, c.key.period): c for c in self.by_layer[parent] if c.key.stratum == stratum}
        parts: dict[tuple[str, Period], list[Cell]] = defaultdict(list)
        for cell in self.by_layer[name]:
            key = (cell.key.geo_id, cell.key.period)
            if cell.key.stratum in inner and key in wholes:
                parts[key].append(cell)
        verdicts = {key: _compare_sum(wholes[key], self._disjoint(name, cells)) for key, cells in parts.items()}
        if any(verdict == "over" for verdict in verdicts.values()):
            return None
        row_groups = {key: frozenset(c.key.stratum for c in cells) for key, cells in parts.items()}
        whole = {row_groups[key] for key, verdict in verdicts.items() if verdict == "whole"}
        short = {row_groups[key] for key, verdict in verdicts.items() if verdict == "short"}
        return {
            key: sorted(row_groups[key])
            for key, verdict in verdicts.items()
            if verdict == "whole" or (verdict == "" and row_groups[key] in whole - short)
        }

    def _disjoint(self, name: tuple[str, str], cells: Iterable[Cell]) -> list[Cell]:
        """Cells of the widest groups that do not overlap."""
        strata = self.layers[name].strata.parts
        used: set[int] = set()
        disjoint = []
        for cell in sorted(cells, key=lambda c: (-strata[c.key.stratum].size, c.key.stratum)):
            parts = set(strata[cell.key.stratum].tolist())
            if not parts & used:
                used |= parts
                disjoint.append(cell)
        return disjoint

    def _allows_remainder(
        self,
        layer: _Layer,
        name: tuple[str, str],
        inner: Sequence[str],
        proven: Mapping[tuple[str, Period], Sequence[str]],
    ) -> np.ndarray:
        """Mask, places × periods, of where people of no group may be; elsewhere groups without a row are set to 0."""
        allowed = np.ones((layer.places.size, layer.periods.size), dtype=bool)
        for (geo_id, period), strata in proven.items():
            places, periods = layer.places.parts[geo_id], layer.periods.parts[period]
            allowed[np.ix_(places, periods)] = False
            every = np.unique(np.concatenate([layer.strata.parts[s] for s in inner]))
            absent = np.setdiff1d(every, np.concatenate([layer.strata.parts[s] for s in strata]))
            self.upper[layer.blocks(absent, places, periods)] = 0
        return allowed


def _compare_sum(whole: Cell, parts: Sequence[Cell]) -> str:
    """`whole`, `short` or `over` as the parts sum to all, less or more of it; empty where it is not known."""
    counts = [p.count for p in parts]
    count_sum = sum(c for c in counts if c is not None)
    if whole.count is not None and count_sum > whole.count + _EQUAL_TOLERANCE:
        return "over"
    if whole.count is not None and None not in counts:
        return "whole" if abs(count_sum - whole.count) <= _EQUAL_TOLERANCE else "short"
    people_of = [p.denominator for p in parts]
    if whole.denominator is not None and None not in people_of:
        total = sum(p for p in people_of if p is not None)
        return "whole" if abs(total - whole.denominator) <= _EQUAL_TOLERANCE else ""
    return ""


def _incidence_matrix(
    rows: Sequence[np.ndarray], width: int, signs: Sequence[np.ndarray] | None = None
) -> sparse.csr_array:
    columns = np.concatenate(rows) if rows else np.zeros(0, dtype=int)
    starts = np.concatenate([[0], np.cumsum([r.size for r in rows])]).astype(int)
    values = np.concatenate(signs) if signs else np.ones(columns.size)
    return sparse.csr_array((values, columns.astype(int), starts), shape=(len(rows), width))
