"""What an indicator's figures are held against beyond the state: the nation's figures, and published targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from data.catalog.fields import Address, Definition, Id, PeriodSlug, known
from data.vocabulary import GROUPS, OVERALL


class Nation(Definition):
    """Figures of the United States, by period, that stand in the same file as the indicator's own.

    `rows` names the cells that tell their row apart ({statecode = "00"}), `periods` the column that names the period
    where the file has a row for each, `column` the column they stand in. `values` are in the indicator's unit: what
    the file says times `scale`. `stratum` is the group they are of.
    """

    source: Id
    file: str
    rows: Mapping[str, str]
    column: str
    periods: str = ""
    scale: float = Field(default=1.0, gt=0)
    stratum: Annotated[str, known("group", GROUPS)] = OVERALL
    values: Mapping[PeriodSlug, float] = Field(min_length=1)


class Target(Definition):
    """A published target for the whole population: of the same events, unit and adjustment as the indicator.

    `programme` and `objective` name it ("Healthy People 2030", "SU-03"), `year` is when it is to be reached, `address`
    where it is published and `said` the definition it is published with, in short.
    """

    programme: str
    objective: str
    value: float
    year: int
    said: str
    address: Address
