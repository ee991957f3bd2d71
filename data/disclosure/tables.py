"""Figures as sums: which counts of a table add up to which others, over places, groups of people and years.

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

from data.disclosure.cuts import Axis, cut, people, spans_of, within
from data.errors import InternalError
from data.vocabulary import GROUPS, OVERALL, Period

ELSEWHERE = "elsewhere"
"""Where events of the state happened that no municipality has: its residents, of unknown address."""
EVERYONE = ("", OVERALL)
_SAME = 1e-6


class DisclosureError(InternalError):
    """A hidden count could be worked out from what would be published."""


class Question(NamedTuple):
    """What a count is about. `coding` keeps apart the groups of publishers who tell people apart differently."""

    geo_id: str
    coding: str
    dimension: str
    stratum: str
    period: Period

    @property
    def layer(self) -> tuple[str, str]:
        """The way of dividing people it belongs to."""
        return self.coding, self.dimension


@dataclass(frozen=True, slots=True)
class Rule:
    """A source's threshold: which counts are hidden, and how many of these values must stay possible."""

    threshold: int
    protection: int


@dataclass(slots=True)
class Cell:
    """One count, and what a reader knows of it.

    `count` is the count as we hold it, None where even we do not. `published` is the range a reader takes from the
    figures of the row (mostly one number), None where the row is hidden. `least` and `most` bound a hidden count by
    the rule and by its denominator. `rule` is None where the publisher decides. `rows` are the places of its rows in
    the list of observations; several when indicators count the same events.
    """

    question: Question
    rows: list[int] = field(default_factory=list)
    count: float | None = None
    published: tuple[float, float] | None = None
    least: float = 0.0
    most: float = np.inf
    denominator: float | None = None
    rule: Rule | None = None
    source: str = ""
    suppressed: bool = False


@dataclass(frozen=True)
class Table:
    """The cells of one kind of event and how they add up.

    `sums` is a sparse matrix, cells × blocks, of zeros and ones; `links` × blocks must give zero; `upper` is the
    most a block may hold (0 where the figures prove it empty). `unlinked` are the ways of dividing people whose
    groups overlap, and from which nothing is concluded about everyone.
    """

    cells: Sequence[Cell]
    sums: sparse.csr_array
    links: sparse.csr_array
    upper: np.ndarray
    unlinked: tuple[tuple[str, str], ...] = ()


def lay_out(cells: Sequence[Cell], members: Mapping[str, Iterable[str]], state: str) -> Table:
    """Cut the cells into blocks.

    `members` are the municipalities of each place by geo_id, `state` the geo_id of the whole state.
    """
    layout = _Layout(cells, members, state)
    return layout.table()


Asked = tuple[tuple[str, str], str, Period]
"""A layer, a stratum of it, and a period."""


def shortfalls(
    cells: Iterable[Cell], members: Mapping[str, frozenset[Hashable]], state: str
) -> dict[Asked, float | None]:
    """How many more events the state has than its places together; None where not all of these are known."""
    known: dict[Asked, dict[str, float]] = defaultdict(dict)
    for cell in cells:
        counts = known[(cell.question.layer, cell.question.stratum, cell.question.period)]
        if cell.count is not None:
            counts[cell.question.geo_id] = cell.count
    return {asked: _shortfall(counts, members, state) for asked, counts in known.items()}


def _shortfall(counts: Mapping[str, float], members: Mapping[str, frozenset[Hashable]], state: str) -> float | None:
    if state not in counts:
        return None
    left, total = set(members[state]), 0.0
    for geo_id in sorted(counts.keys() - {state}, key=lambda g: (-len(members[g]), g)):
        if members[geo_id] <= left:
            left -= members[geo_id]
            total += counts[geo_id]
    return None if left else counts[state] - total


def overfull(cells: Sequence[Cell], members: Mapping[str, Iterable[str]], state: str) -> list[int]:
    """The cells of the state that have fewer events than the places it is made of together (their numbers)."""
    found = shortfalls(cells, {g: frozenset(m) for g, m in members.items()}, state)
    over = {asked for asked, more in found.items() if more is not None and more < -_SAME}
    return [
        number
        for number, cell in enumerate(cells)
        if cell.question.geo_id == state and (cell.question.layer, cell.question.stratum, cell.question.period) in over
    ]


@dataclass(frozen=True)
class _Layer:
    """One way of dividing people: its cuts, and where its blocks begin among all."""

    strata: Axis
    places: Axis
    periods: Axis
    start: int

    @property
    def size(self) -> int:
        return self.strata.size * self.places.size * self.periods.size

    def blocks(self, strata: np.ndarray, places: np.ndarray, periods: np.ndarray) -> np.ndarray:
        """The numbers of the blocks of a product of parts."""
        by_place = strata[:, None] * self.places.size + places[None, :]
        return np.asarray(self.start + (by_place.reshape(-1, 1) * self.periods.size + periods[None, :]).ravel())

    def of(self, question: Question) -> np.ndarray:
        return self.blocks(
            self.strata.parts[question.stratum],
            self.places.parts[question.geo_id],
            self.periods.parts[question.period],
        )


class _Layout:
    """Cutting a table: layers, then which blocks are proven empty, then the links between layers."""

    def __init__(self, cells: Sequence[Cell], members: Mapping[str, Iterable[str]], state: str) -> None:
        self.cells, self.state = cells, state
        self.members: dict[str, frozenset[Hashable]] = {geo_id: frozenset(m) for geo_id, m in members.items()}
        self.by_layer: dict[tuple[str, str], list[Cell]] = defaultdict(list)
        for cell in cells:
            self.by_layer[cell.question.layer].append(cell)
        self.parents = {name: self._parents(name) for name in self.by_layer}
        self.unlinked: list[tuple[str, str]] = []
        self.layers: dict[tuple[str, str], _Layer] = {}
        self._cut_layers()
        self.upper = np.full(sum(layer.size for layer in self.layers.values()), np.inf)

    def _parents(self, name: tuple[str, str]) -> tuple[tuple[str, str], ...]:
        """The coarser ways of dividing people that the groups of this one add up to."""
        coding, dimension = name
        if dimension == "race_by_sex":
            found = tuple(p for p in ((coding, "race_ethnicity"), (coding, "sex")) if p in self.by_layer)
            if found:
                return found
        return (EVERYONE,) if name != EVERYONE and EVERYONE in self.by_layer else ()

    def _cut_layers(self) -> None:
        """Cut each layer along its own borders and those of the layers that add up to it: parents are finer."""
        questions = {name: [c.question for c in cells] for name, cells in self.by_layer.items()}
        borders = {name: list(found) for name, found in questions.items()}
        order = sorted(questions, key=lambda name: (name == EVERYONE, name[1] != "race_by_sex", name))
        for name in order:
            for parent in self.parents[name]:
                borders[parent].extend(borders[name])
        spans = spans_of({cell.question.period for cell in self.cells})
        start = 0
        for name in order:
            strata = cut({q.stratum: people(q.dimension, q.stratum) for q in questions[name]})
            places = cut({q.geo_id: self._elements(q.geo_id) for q in borders[name]})
            periods = cut({q.period: spans[q.period] for q in borders[name]})
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
                self._link(name, parent, rows, signs, slack)
        blocks = self.upper.size
        links = _matrix(rows, blocks + len(slack), signs)
        sums = _matrix([self.layers[c.question.layer].of(c.question) for c in self.cells], blocks + len(slack))
        upper = np.concatenate([self.upper, np.asarray(slack, dtype=float)])
        return Table(self.cells, sums, links, upper, tuple(self.unlinked))

    def _close_elsewhere(self) -> None:
        """Say that the state has no events outside its places, where its places add up to it.

        Where that cannot be told, it is taken to be so unless any set of places is known to fall short of the state.
        """
        found = shortfalls(self.cells, self.members, self.state)
        usual = not any(more is not None and more > _SAME for more in found.values())
        for (name, stratum, period), more in found.items():
            layer = self.layers[name]
            part = layer.places.part_of.get(ELSEWHERE)
            if part is None or any(layer.places.part_of[m] == part for m in self.members[self.state]):
                continue  # no state, or municipalities without figures, whose events cannot be told from elsewhere
            if usual if more is None else more <= _SAME:
                strata, periods = layer.strata.parts[stratum], layer.periods.parts[period]
                self.upper[layer.blocks(strata, np.array([part]), periods)] = 0

    def _link(
        self,
        name: tuple[str, str],
        parent: tuple[str, str],
        rows: list[np.ndarray],
        signs: list[np.ndarray],
        slack: list[float],
    ) -> None:
        """Say that the groups of a layer, and people of no group, add up to the group of the parent they are in."""
        layer, above = self.layers[name], self.layers[parent]
        for stratum, inner in self._groups(name, parent).items():
            proven = self._proven_whole(name, parent, stratum, inner)
            if proven is None:
                self.unlinked.append(name)
                continue
            strata = np.unique(np.concatenate([layer.strata.parts[s] for s in inner]))
            open_blocks = self._open(layer, name, inner, proven)
            finer_places = [within(layer.places, n, above.places) for n in range(layer.places.size)]
            finer_periods = [within(layer.periods, n, above.periods) for n in range(layer.periods.size)]
            for place, period in itertools.product(range(layer.places.size), range(layer.periods.size)):
                inside = layer.blocks(strata, np.array([place]), np.array([period]))
                finer = above.blocks(above.strata.parts[stratum], finer_places[place], finer_periods[period])
                rest = self.upper.size + len(slack)
                slack.append(np.inf if open_blocks[place, period] else 0.0)
                rows.append(np.concatenate([inside, finer, [rest]]))
                signs.append(np.concatenate([np.ones(inside.size), -np.ones(finer.size), [1.0]]))

    def _groups(self, name: tuple[str, str], parent: tuple[str, str]) -> dict[str, list[str]]:
        """The strata of a layer by the stratum of the parent they are in."""
        found: dict[str, list[str]] = defaultdict(list)
        strata = self.layers[parent].strata.parts
        for stratum in self.layers[name].strata.parts:
            assert isinstance(stratum, str)
            if parent == EVERYONE:
                found[OVERALL].append(stratum)
                continue
            race, _, sex = stratum.rpartition("_")
            within = sex if parent[1] == "sex" else race
            if within in strata and GROUPS[within].dimension == parent[1]:
                found[within].append(stratum)
        return dict(found)

    def _proven_whole(
        self, name: tuple[str, str], parent: tuple[str, str], stratum: str, inner: Sequence[str]
    ) -> dict[tuple[str, Period], list[str]] | None:
        """Where the groups shown add up to the whole: those groups by place and period; None when groups overlap.

        Counts prove it where all are known, denominators where they are; elsewhere the same groups are taken to add up
        when they do so wherever that can be told.
        """
        wholes = {
            (c.question.geo_id, c.question.period): c for c in self.by_layer[parent] if c.question.stratum == stratum
        }
        parts: dict[tuple[str, Period], list[Cell]] = defaultdict(list)
        for cell in self.by_layer[name]:
            key = (cell.question.geo_id, cell.question.period)
            if cell.question.stratum in inner and key in wholes:
                parts[key].append(cell)
        verdicts = {key: _adds_up(wholes[key], self._disjoint(name, found)) for key, found in parts.items()}
        if any(verdict == "over" for verdict in verdicts.values()):
            return None
        shown = {key: frozenset(c.question.stratum for c in found) for key, found in parts.items()}
        whole = {shown[key] for key, verdict in verdicts.items() if verdict == "whole"}
        short = {shown[key] for key, verdict in verdicts.items() if verdict == "short"}
        return {
            key: sorted(shown[key])
            for key, verdict in verdicts.items()
            if verdict == "whole" or (verdict == "" and shown[key] in whole - short)
        }

    def _disjoint(self, name: tuple[str, str], cells: Iterable[Cell]) -> list[Cell]:
        """The widest groups that do not overlap."""
        strata = self.layers[name].strata.parts
        taken: set[int] = set()
        found = []
        for cell in sorted(cells, key=lambda c: (-strata[c.question.stratum].size, c.question.stratum)):
            own = set(strata[cell.question.stratum].tolist())
            if not own & taken:
                taken |= own
                found.append(cell)
        return found

    def _open(
        self,
        layer: _Layer,
        name: tuple[str, str],
        inner: Sequence[str],
        proven: Mapping[tuple[str, Period], Sequence[str]],
    ) -> np.ndarray:
        """Which places × periods may have people of no group; groups without a row are empty where none are."""
        found = np.ones((layer.places.size, layer.periods.size), dtype=bool)
        for (geo_id, period), shown in proven.items():
            places, periods = layer.places.parts[geo_id], layer.periods.parts[period]
            found[np.ix_(places, periods)] = False
            every = np.unique(np.concatenate([layer.strata.parts[s] for s in inner]))
            absent = np.setdiff1d(every, np.concatenate([layer.strata.parts[s] for s in shown]))
            self.upper[layer.blocks(absent, places, periods)] = 0
        return found


def _adds_up(whole: Cell, parts: Sequence[Cell]) -> str:
    """`whole`, `short` or `over` as the parts are all, less or more of it; empty where that cannot be told."""
    counts = [p.count for p in parts]
    known = sum(c for c in counts if c is not None)
    if whole.count is not None and known > whole.count + _SAME:
        return "over"
    if whole.count is not None and None not in counts:
        return "whole" if abs(known - whole.count) <= _SAME else "short"
    people_of = [p.denominator for p in parts]
    if whole.denominator is not None and None not in people_of:
        total = sum(p for p in people_of if p is not None)
        return "whole" if abs(total - whole.denominator) <= _SAME else ""
    return ""


def _matrix(rows: Sequence[np.ndarray], width: int, signs: Sequence[np.ndarray] | None = None) -> sparse.csr_array:
    columns = np.concatenate(rows) if rows else np.zeros(0, dtype=int)
    starts = np.concatenate([[0], np.cumsum([r.size for r in rows])]).astype(int)
    values = np.concatenate(signs) if signs else np.ones(columns.size)
    return sparse.csr_array((values, columns.astype(int), starts), shape=(len(rows), width))
