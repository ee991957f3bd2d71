"""The verdicts on many places at once: those that stand when chance has so many tries."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from data.catalog.models import Indicator
from data.query.estimates import estimate_of_row, reliability
from data.query.rows import Row
from data.query.selection import Answer
from data.statistics.comparisons import Ratio
from data.statistics.multiple_tests import benjamini_hochberg, p_value, p_value_in_whole
from data.statistics.rates import CONFIDENCE

MANY = 20
"""From so many places compared on, one or more is called higher or lower by chance alone, and the rate of false
discoveries is held down; among fewer each verdict stands for itself."""


@dataclass(frozen=True, slots=True)
class ManyVerdicts:
    """Places compared with the state: `higher` and `lower` are the geo_ids of those whose verdict stands.

    `compared` were tested; `dropped` are those called higher or lower alone, whose verdict does not stand among so
    many. `by_chance` is how many would be called so alone if none differed.
    """

    compared: int
    higher: tuple[str, ...]
    lower: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def many(self) -> bool:
        """Whether so many were compared that chance has to be spoken of."""
        return self.compared >= MANY

    @property
    def by_chance(self) -> float:
        """How many of the places compared would be called higher or lower though none differed."""
        return (1 - CONFIDENCE) * self.compared


@lru_cache(maxsize=16)
def many_verdicts(answer: Answer) -> ManyVerdicts:
    """The verdicts on the places of a view; only reliable figures are tested."""
    rows = [row for row in answer.places if row.verdict and reliability(row, answer.indicator) == "reliable"]
    state = answer.state.only()
    stands = [True] * len(rows)
    if len(rows) >= MANY and state is not None:
        stands = benjamini_hochberg([p_value_of(row, state, answer.indicator) for row in rows])
    kept = {row.geo_id for row, stands_ in zip(rows, stands, strict=True) if stands_}
    called = [row for row in rows if row.verdict != "not clear"]
    return ManyVerdicts(
        compared=len(rows),
        higher=tuple(row.geo_id for row in called if row.geo_id in kept and row.verdict == "higher"),
        lower=tuple(row.geo_id for row in called if row.geo_id in kept and row.verdict == "lower"),
        dropped=tuple(row.geo_id for row in called if row.geo_id not in kept),
    )


def p_value_of(row: Row, reference: Row, indicator: Indicator) -> float:
    """Two-sided p-value of the test behind a row's verdict: of its counts where both have them, else of its ratio."""
    exact = p_value_in_whole(estimate_of_row(row, indicator), estimate_of_row(reference, indicator))
    return p_value(Ratio(row.ratio, row.ratio_low, row.ratio_high)) if exact is None else exact
