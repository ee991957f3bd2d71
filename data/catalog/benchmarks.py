"""Benchmarks of an indicator beyond the state: the nation's figures, and published targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from data.catalog.fields import Address, Definition, Id, PeriodSlug, one_of
from data.vocabulary import GROUPS, OVERALL


class Nation(Definition):
    """Figures of the United States, by period, from the same file as the indicator's.

    `rows` identifies their row by its cells ({statecode = "00"}), `periods` is the column of the period where the file
    has a row for each, `column` the column of the figures. `values` are in the indicator's unit: the file's times
    `scale`. `stratum` is their group.
    """

    source: Id
    file: str
    rows: Mapping[str, str]
    column: str
    periods: str = ""
    scale: float = Field(default=1.0, gt=0)
    stratum: Annotated[str, one_of("group", GROUPS)] = OVERALL
    values: Mapping[PeriodSlug, float] = Field(min_length=1)


class Target(Definition):
    """A published target for the whole population: of the same events, unit and adjustment as the indicator.

    `programme` and `objective` name it ("Healthy People 2030", "SU-03"), `year` is when it is to be reached, `address`
    the URL of its publication and `said` its published definition, in short.
    """

    programme: str
    objective: str
    value: float
    year: int
    said: str
    address: Address
