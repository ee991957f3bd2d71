"""Census tracts that figures of cities and towns are made of, and what each figure rests on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields

RATES = ("observed", "predicted", "both", "")
"""Death rates behind an estimate: observed at every age, predicted by a model at every age, some of both; none."""


@dataclass(frozen=True, slots=True)
class Tract:
    """A census tract of 2010, and its estimate of an indicator where it has one (`years`, None without).

    `geo_id` is the municipality where most of its people live, empty where nobody does; `residents` are its people,
    `town_residents` those of the municipality; `error` is the standard error of the estimate, `rates` one of RATES.
    """

    tract: str
    geo_id: str
    residents: int
    town_residents: int
    years: float | None
    error: float | None
    rates: str
    indicator: str
    source: str

    def cells(self) -> tuple[object, ...]:
        """Fields in order of the columns."""
        return astuple(self)


TRACT_COLUMNS = tuple(f.name for f in fields(Tract))


@dataclass(frozen=True, slots=True)
class TractBasis:
    """What the figure of a place rests on: its numbers of tracts, of those with an estimate, and of these by RATES.

    `covered` is the share of the residents of its tracts who live in those with an estimate, from 0 to 1.
    """

    tracts: int
    estimated: int
    observed: int
    predicted: int
    both: int
    covered: float


def basis_of(tracts: Iterable[Tract]) -> TractBasis:
    """What the figure of a place with these tracts rests on. Tracts without people do not count."""
    lived_in = [tract for tract in tracts if tract.residents > 0]
    known = [tract for tract in lived_in if tract.years is not None]
    residents, covered = (sum(tract.residents for tract in some) for some in (lived_in, known))
    observed, predicted, both = (sum(t.rates == rates for t in known) for rates in ("observed", "predicted", "both"))
    return TractBasis(len(lived_in), len(known), observed, predicted, both, covered / residents if residents else 0.0)
