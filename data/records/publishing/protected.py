"""Disclosure control of the figures of a run: what comes out may be published, what goes in never leaves the job.

The rule is that of the site's sources with a threshold (`data.disclosure.protection.protect`): small counts are hidden,
and as many others as keep them hidden. Here it sees more than is published, so that nothing small follows either: the
events, the records they are counted out of, and those of these that are not cases; every municipality, where any part
of the state is shown; residents whose municipality is not known, as one more municipality; and figures that are not
available because their people are not known.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from data.catalog.models import Indicator, Series, Source
from data.disclosure.protection import protect
from data.disclosure.tables import DisclosureError
from data.errors import InternalError
from data.geography.places import Geography
from data.observations.models import Observation
from data.records.definition import CaseDefinition
from data.records.publishing.measures import REST, Figure, is_published, rests, with_unknown
from data.vocabulary import OVERALL, Level, Status

Counted = Literal["events", "records", "others"]
"""What a row under control counts: cases, eligible records, or eligible records that are no cases."""

COUNTED: tuple[Counted, ...] = get_args(Counted)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a definition are shown, hidden and not available: as whoever reads the rows can count them."""

    shown: int
    hidden: int
    not_available: int


def control_levels(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Levels that control needs to see: municipalities too, where places are shown that are made of them."""
    return tuple(levels) if set(levels) == {"state"} else tuple(dict.fromkeys((*levels, "municipality")))


def protected_rows(
    made: Mapping[CaseDefinition, Sequence[Figure]], geography: Geography, source: Source
) -> dict[CaseDefinition, list[Observation]]:
    """Rows that may be published, by definition, of figures at `control_levels`; those of other levels are left out.

    All figures that share records must be given at once: a count that is hidden in one must not follow from another.
    A hidden row has its denominator where that is not hidden itself. Raises InternalError when the source has no
    threshold, DisclosureError when a small count cannot be protected; neither names a count.
    """
    if source.disclosure != "threshold":
        raise InternalError(f"the source {source.id} has no threshold: records are published through one alone")
    numbered = [(d, f) for d, several in made.items() for f in several]
    asked: list[Observation] = []
    at: dict[tuple[int, Counted], int] = {}
    for number, (definition, figure) in enumerate(numbered):
        for counted, row in _counted_rows(definition, figure):
            at[number, counted] = len(asked)
            asked.append(row)
    indicators = {i.id: i for d in made for i in _indicators(d, source.id)}
    result = protect(asked, (), _with_rests(geography, asked), {source.id: source}, indicators).observations
    published: dict[CaseDefinition, list[Observation]] = {d: [] for d in made}
    for number, (definition, figure) in enumerate(numbered):
        rows = {counted: result[at[number, counted]] for counted in COUNTED if (number, counted) in at}
        row = _published(figure, rows)
        if row.geo_level in definition.levels and is_published(row):
            published[definition].append(row)
    for definition, several in published.items():
        refuse_small(several, source.threshold, definition)
    return published


def _with_rests(geography: Geography, rows: Sequence[Observation]) -> Geography:
    """The geography with the places that only control sees: an unknown municipality, and what is left of wholes."""
    whole = with_unknown(geography)
    named = {row.geo_id for row in rows if row.geo_id.startswith(REST)}
    large = {r.geo_id for r in rows if r.geo_level == "municipality" and r.dimension != OVERALL} - named
    more = {place.geo_id: place for place in rests(whole, large) if place.geo_id in named}
    return replace(whole, places={**whole.places, **more})


def _counted_rows(definition: CaseDefinition, figure: Figure) -> Iterable[tuple[Counted, Observation]]:
    """Rows of the counts behind a figure, as control sees them: counts without a rate."""
    among = figure.row.denominator if figure.records is None else float(figure.records)
    bare = _emptied(figure.row, "reported", among)
    yield "events", replace(bare, numerator=float(figure.cases))
    if figure.records is None:
        return
    yield "records", _other(bare, "records", figure.records)
    if definition.denominator == "records":
        yield "others", replace(_other(bare, "others", figure.records - figure.cases), denominator=among)


def _other(bare: Observation, counted: Counted, number: int) -> Observation:
    return replace(bare, indicator=_id_of(bare.indicator, counted), numerator=float(number), denominator=None)


def _id_of(definition: str, counted: Counted) -> str:
    return definition if counted == "events" else f"{definition}__{counted}"


def _indicators(definition: CaseDefinition, source: str) -> list[Indicator]:
    """Indicators of what is counted, for control alone: of each it asks how it is measured, and over what."""
    entry = definition.catalog_entry((source,))
    over_people = definition.denominator == "population"
    entry |= {
        "measure": "rate",
        "per": definition.per,
        "adjustment": "age_adjusted",
        "series": (Series(source=source),),
    }
    entry |= {"population_denominator": over_people, "rollup": (), "breaks": ()}
    kinds: tuple[Counted, ...] = ("events",) if over_people else ("events", "records", "others")
    return [Indicator.model_validate({**entry, "id": _id_of(definition.id, counted)}) for counted in kinds]


def _published(figure: Figure, rows: Mapping[Counted, Observation]) -> Observation:
    """A figure's row as it may be published, given what control made of the counts behind it."""
    row = figure.row
    if row.status == "not_available":
        return _emptied(row, "not_available", None)
    hides = {counted for counted, result in rows.items() if result.status == "suppressed"}
    if not hides:
        return row
    # A number of people or records that is not hidden itself stays, as everywhere on the site.
    stays = "records" not in hides and rows["events"].denominator is not None
    return _emptied(row, "suppressed", row.denominator if stays else None)


def _emptied(row: Observation, status: Status, denominator: float | None) -> Observation:
    return replace(row, status=status, value=None, ci_low=None, ci_high=None, numerator=None, denominator=denominator)


def refuse_small(rows: Iterable[Observation], threshold: int, definition: CaseDefinition) -> None:
    """Raise DisclosureError when a row has a count under the threshold: of cases, of records, or of the others.

    The last look before anything is written. The message names the row and no number.
    """
    for row in rows:
        numbers = [row.numerator]
        if definition.denominator != "population":
            numbers.append(row.denominator)
        if definition.denominator == "records" and row.denominator is not None and row.numerator is not None:
            numbers.append(row.denominator - row.numerator)
        if any(n is not None and 0 < n < threshold for n in numbers):
            where = f"{row.indicator}, {row.geo_id}, {row.stratum}, {row.period.slug}"
            raise DisclosureError(f"{where}: a small count was about to be written; nothing was")


def tally(rows: Iterable[Observation]) -> Tally:
    """How many of the rows are shown, hidden and not available."""
    statuses = [row.status for row in rows]
    hidden, missing = statuses.count("suppressed"), statuses.count("not_available")
    return Tally(len(statuses) - hidden - missing, hidden, missing)
