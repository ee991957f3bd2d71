"""Rows as they are released, one by one: rounded in decimal arithmetic, without the numbers that are left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from data.catalog.models import Indicator
from data.observations.models import Observation
from data.vocabulary import OVERALL

WITHHELD = {("infant_mortality", "chr_2026"): False, ("low_birthweight", "chr_2025"): True}
"""Whose numbers of events are left out below the state, and whether the state's own too (docs/disclosure.md)."""


def released(rows: Iterable[Observation], indicators: Mapping[str, Indicator]) -> list[Observation]:
    """The rows of all indicators as the published file has them."""
    given = list(rows)
    hiding = {row.source for row in given if row.status == "suppressed"}
    return [_row(row, indicators[row.indicator].decimals) if row.source in hiding else row for row in given]


def _row(row: Observation, decimals: int) -> Observation:
    key = (row.indicator, row.source)
    of_state = row.geo_level == "state"
    withheld = key in WITHHELD and (not of_state or (WITHHELD[key] and row.dimension == OVERALL))
    return replace(
        row,
        value=_round(row.value, decimals),
        ci_low=_round(row.ci_low, decimals),
        ci_high=_round(row.ci_high, decimals),
        numerator=None if withheld else row.numerator,
    )


def _round(figure: float | None, decimals: int) -> float | None:
    if figure is None:
        return None
    # Twelve significant digits first, as figures are filed: 2.25 must not be 2.2499999999999996.
    return float(Decimal(f"{figure:.12g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))
