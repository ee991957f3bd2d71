"""Localities: ZIP codes and the names of neighborhoods and villages, with the cities and towns they are used in."""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from typing import Literal, get_args

LocalityKind = Literal["zip", "neighborhood"]
LOCALITY_KINDS: tuple[LocalityKind, ...] = get_args(LocalityKind)


@dataclass(frozen=True, slots=True, order=True)
class Locality:
    """A name that is used in a municipality, and is none: no figures are published for it.

    `kind` is one of LOCALITY_KINDS; `name` a ZIP code of five digits or a name as it is written; `geo_id` the
    municipality. A name of several municipalities has a row for each: the first has the `position` 1.
    """

    kind: str
    name: str
    position: int
    geo_id: str
    source: str

    def cells(self) -> tuple[object, ...]:
        """Fields in order of the columns."""
        return astuple(self)


LOCALITY_COLUMNS = tuple(f.name for f in fields(Locality))
