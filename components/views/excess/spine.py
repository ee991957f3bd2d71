"""A line's mark: how many times the state's figure, on a scale of ratios, about the state as a spine down a table."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from components.formatting.html import SafeHtml
from components.formatting.palette import ACCENT, INK, INK_2, Mark, mark
from data.analysis.excess import Excess
from data.vocabulary import OVERALL

WIDTH, HEIGHT, ROOM = 132, 28, 9
"""Pixels of a mark, and what is left free at both ends for half of a dot."""
WIDEST = 6.0
"""The largest ratio that has room; an interval beyond it ends at the edge."""


_EVERYONE = Mark(ACCENT, "circle", "solid", mark("black_nh").path)
"""Everyone in a place, as the dots of places are: their own mark is a bar, and would be lost on the spine."""


@dataclass(frozen=True, slots=True)
class Spine:
    """A scale of ratios from `low` to `high`, even in logarithms: half and twice are as far from the state."""

    low: float
    high: float

    def x(self, ratio: float) -> float:
        """Position of a ratio from the left; beyond the scale at its end."""
        within = min(max(ratio, self.low), self.high)
        share = math.log(within / self.low) / math.log(self.high / self.low)
        return round(ROOM + share * (WIDTH - 2 * ROOM), 1)


def spine_of(lines: Sequence[Excess]) -> Spine:
    """The scale that holds every line and the state."""
    lows = [excess.row.ratio_low for excess in lines]
    highs = [excess.row.ratio_high for excess in lines]
    return Spine(max(min([0.8, *lows]), 1 / WIDEST), min(max([1.25, *highs]), WIDEST))


def spine_mark(excess: Excess, spine: Spine) -> SafeHtml:
    """The state's line, the interval of the ratio and the group's own marker. An ornament: words beside it say it."""
    row, middle = excess.row, HEIGHT / 2
    style = _EVERYONE if row.stratum == OVERALL else mark(row.stratum)
    state, at = spine.x(1.0), spine.x(row.ratio)
    return SafeHtml(
        f'<svg class="spine" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" aria-hidden="true" '
        f'focusable="false"><path class="spine-state" d="M{state},0V{HEIGHT}" stroke="{INK}" stroke-width="2"/>'
        f'<path d="M{spine.x(row.ratio_low)},{middle:g}H{spine.x(row.ratio_high)}" stroke="{INK_2}" stroke-width="2"/>'
        f'<path transform="translate({at} {middle:g})" d="{style.path}" fill="{style.colour}"/></svg>'
    )
