"""Rows of the API's answers as models: their columns, what each holds, and the frame around them."""

from __future__ import annotations

from datetime import date
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, create_model

from data.catalog.publication.columns import described
from data.query.published.contents import COLUMNS

_NUMBERS = ("value", "ci_low", "ci_high", "numerator", "denominator")
_DATES = ("period_start", "period_end")
_OPEN = ("publisher", "licence")


class Answer(BaseModel):
    """What every answer has: no field beside those that are described."""

    model_config = ConfigDict(extra="forbid")


class IndicatorRow(Answer):
    """An indicator: what is measured, how, and where there are figures of it."""

    indicator: str = Field(description="Id, the word `indicator` of addresses.")
    title: str
    question: str | None = Field(description="Id of the question that it answers.")
    topic: str
    measure: str = Field(description="rate, percent, count, years, days, dollars, ratio or score.")
    per: int = Field(description="Number of people that a rate is per.")
    unit: str
    decimals: int = Field(description="Decimals that the site shows.")
    polarity: str = Field(description="Whether a higher value is worse, better, or neither.")
    adjustment: str
    definition: str
    caveats: list[str]
    levels: list[str]
    by: list[str] = Field(description="Breakdowns that it has figures by.")
    first: int | None = Field(description="First year of its figures.")
    last: int | None = Field(description="Last year of its figures.")
    sources: list[str]


class QuestionRow(Answer):
    """A question, and the indicators that answer it, the one it opens with first."""

    question: str
    name: str
    topic: str
    counts: str = Field(description="What is counted.")
    indicators: list[str]


class PlaceRow(Answer):
    """A place: the state, a region of it, a county, a city or town, or an area."""

    geo_id: str
    place: str = Field(description="Slug, the word `place` of addresses.")
    name: str
    level: str
    kind: str | None = Field(description="Kind of an area.")
    members: list[str] = Field(description="The geo_ids of its cities and towns.")
    residents: float | None


class SourceRow(Answer):
    """A release of a publisher's table, and the terms its figures may be used under."""

    source: str
    publisher: str
    title: str
    release: str
    period: str
    retrieved: date
    address: str
    licence: str
    redistribution: str
    citation: str
    next_update: str | None


class VersionRow(Answer):
    """Versions: of the API, of the data, and of data and code together."""

    api: str
    data_version: str
    built: str
    content_version: str = Field(description="Changes with the data or the code: the key of whatever is kept.")


def _observed(name: str) -> type:
    return float if name in _NUMBERS else date if name in _DATES else str


OBSERVED: dict[str, type] = {name: _observed(name) for name in COLUMNS}
"""Columns of observations, and what they hold."""
ObservationRow: type[Answer] = create_model(
    "ObservationRow",
    __base__=Answer,
    __doc__="A published figure of a place, group and period; a hidden one has its status and no number.",
    **{
        name: (kind | None if name in (*_NUMBERS, *_OPEN) else kind, Field(description=described(name, "observation")))
        for name, kind in OBSERVED.items()
    },  # type: ignore[call-overload]  # names and types are those of the table
)
POOLED: dict[str, type] = {**OBSERVED, "added_up_of": str, "hidden_parts": str, "absent_parts": str}
"""Columns of figures of a region."""


class _Pooled(Answer):
    added_up_of: str = Field(description="The level of the places it is added up of, or the place it is published of.")
    hidden_parts: str = Field(description="The geo_ids of parts whose figure is hidden, with “; ” between them.")
    absent_parts: str = Field(description="The geo_ids of parts that have no figure, with “; ” between them.")


RegionRow: type[Answer] = create_model(
    "RegionRow",
    __base__=(ObservationRow, _Pooled),
    __doc__="A figure of a region, added up of published ones; what is hidden or absent leaves it open.",
)
MEASURED: dict[str, type] = {
    "indicator": str, "place": str, "geo_id": str, "level": str, "dimension": str, "period": str, "measure": str,
    "name": str, "group_id": str, "reference": str, "value": float, "ci_low": float, "ci_high": float, "method": str,
}  # fmt: skip
"""Columns of measures of inequality."""


class MeasureRow(Answer):
    """A measure of inequality between the groups of a place in a period."""

    indicator: str
    place: str
    geo_id: str
    level: str
    dimension: str
    period: str
    measure: str = Field(description="Id of the measure; d and r are the difference and the ratio of two groups.")
    name: str
    group_id: str | None = Field(description="The group of a difference or ratio.")
    reference: str | None = Field(description="The group it is held against.")
    value: float
    ci_low: float | None
    ci_high: float | None
    method: str | None = Field(description="How the 95 % interval is made.")


Row = TypeVar("Row")


class List(Answer, Generic[Row]):
    """A part of a list: of how many rows, from which on, and where the next part is."""

    data_version: str
    total: int = Field(description="Rows of all parts.")
    limit: int
    offset: int
    next: str | None = Field(description="Address of the next part; none behind the last.")
    notices: list[str] = Field(description="What is to be known of the rows, in sentences.")
    rows: list[Row]


class Problem(Answer):
    """A problem (RFC 9457): why there is no answer, and what helps."""

    type: str
    title: str
    status: int
    detail: str
    hint: str
    instance: str
    reference: str
