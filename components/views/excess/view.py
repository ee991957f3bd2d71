"""What the page shows: the lines asked for, of the scan they are from, with the definitions they are told in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from data.analysis.excess import Excess, ExcessScan
from data.analysis.excess_selection import FIRST, ExcessSelection, by_topic, listed
from data.catalog.models import Catalog, Indicator, Place


@dataclass(frozen=True, eq=False)
class ExcessView:
    """The `lines` that are asked for, largest first, and what they are chosen from."""

    selection: ExcessSelection
    scan: ExcessScan
    catalog: Catalog
    lines: tuple[Excess, ...]
    notices: tuple[str, ...] = ()

    @classmethod
    def of(
        cls, scan: ExcessScan, selection: ExcessSelection, catalog: Catalog, notices: tuple[str, ...] = ()
    ) -> ExcessView:
        """The view of a selection."""
        return cls(selection, scan, catalog, listed(scan, selection, catalog), notices)

    @property
    def place(self) -> Place:
        """The place that is asked for, else the state."""
        return self.catalog.by_slug[self.selection.place] if self.selection.place else self.catalog.state

    @property
    def topics(self) -> Mapping[str, tuple[Excess, ...]]:
        """All lines by topic."""
        return by_topic(self.lines, self.catalog)

    def shown(self, lines: tuple[Excess, ...]) -> tuple[Excess, ...]:
        """Those of a topic's lines that stand on the page."""
        return lines if self.selection.is_narrowed else lines[:FIRST]

    def indicator(self, excess: Excess) -> Indicator:
        """The indicator of a line, in the language of the request."""
        return self.catalog.indicators[excess.indicator]
