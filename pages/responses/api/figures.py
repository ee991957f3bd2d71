"""Resources of figures: observations, measures of inequality, and regions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response

from components.views.gaps.measures import lacking_words, measure_words
from data.analysis.gap_pairs import Groups
from data.analysis.gap_views import grouped_dimensions
from data.analysis.gaps import all_groups, groups_by_period
from data.analysis.regions.read_region import region_lines
from data.analysis.regions.region_lines import RegionLine
from data.catalog.models import Catalog, Place
from data.language import gettext
from data.query.choices.notices import no_region
from data.query.published.contents import COLUMNS
from data.query.published.observations import ObservationQuery
from data.query.regions.member_code import MemberCodeError, decode
from data.query.regions.region import region_place
from data.query.rows import is_missing
from data.statistics.inequality import Measure
from data.vocabulary import ALL, GROUPS, OVERALL, REST, Period
from pages.responses.addresses import answers
from pages.responses.api import reading
from pages.responses.api.answering import Found, answer, part
from pages.responses.api.description import described
from pages.responses.api.problems import ProblemError
from pages.responses.api.reading import FORMS, Asked
from pages.responses.api.rows import MEASURED, OBSERVED, POOLED, List, MeasureRow, ObservationRow, RegionRow
from pages.responses.api.words import MeasureWords, ObservationWords, RegionWords


@described(ObservationWords, List[ObservationRow])
def observations() -> Response:
    """Published figures by indicator, place, group and period. Hidden ones carry their status and no number."""
    asked = reading.read(ObservationWords, FORMS)
    catalog = answers().catalog
    query = ObservationQuery(
        indicators=reading.indicators(asked, catalog),
        levels=reading.levels(asked),
        geo_ids=_geo_ids(asked, catalog),
        dimensions=reading.dimensions(asked),
        strata=reading.strata(asked),
        periods=reading.periods(asked),
        limit=asked.limit,
        offset=asked.offset,
    )

    def find() -> Found:
        found = answers().publication.observations(query, catalog)
        return Found([dict(zip(COLUMNS, row, strict=True)) for row in found.rows], found.total)

    return answer(asked, find, OBSERVED)


def _geo_ids(asked: Asked, catalog: Catalog) -> tuple[str, ...] | None:
    """The places that are asked for by name and by kind; None for all."""
    named, areas = reading.places(asked, catalog), reading.of_kind(asked, catalog)
    if named is None and areas is None:
        return None
    kept = named if areas is None else areas if named is None else [place for place in named if place in areas]
    return tuple(place.geo_id for place in kept or ())


@described(MeasureWords, List[MeasureRow])
def measures() -> Response:
    """Measures of inequality between the groups of a place: differences, ratios, and measures over all groups."""
    asked = reading.read(MeasureWords, FORMS)
    catalog = answers().catalog
    (indicator,) = reading.indicators(asked, catalog) or ("",) if asked.one("indicator") else ("",)
    if not indicator:
        raise ProblemError(
            400,
            gettext("The word “{name}” is needed.", name="indicator"),
            gettext("The list is at {address}.", address="/api/v1/indicators"),
        )
    place = reading.place(asked.one("place"), catalog) if asked.one("place") else catalog.state
    by, periods = reading.dimensions(asked), reading.periods(asked)
    reference = asked.one("reference")
    if reference:
        reading.checked(asked, "reference", (ALL, REST, *GROUPS))

    def find() -> Found:
        rows, notices = list[dict[str, Any]](), dict[str, None]()
        held = OVERALL if reference == ALL else reference
        for dimension in grouped_dimensions(catalog, indicator, place.level):
            if by is None or dimension in by:
                for groups in _groups(indicator, place, dimension):
                    if periods is None or groups.period in periods:
                        whole = all_groups(groups, dimension, held)
                        rows += _measured(groups, dimension, place, held, whole.results)
                        notices |= {lacking_words(whole.lacking): None} if whole.lacking else {}
        found = part(rows, asked)
        return Found(found.rows, found.total, tuple(notices))

    return answer(asked, find, MEASURED)


def _groups(indicator: str, place: Place, dimension: str) -> list[Groups]:
    source = answers()
    frame = source.group_series(indicator, place.geo_id, dimension)
    definition = source.catalog.indicators[indicator]
    return groups_by_period(frame, definition, dimension, source.residents(place.geo_id), source.catalog)


def _measured(
    groups: Groups, dimension: str, place: Place, reference: str, whole: Mapping[str, Measure]
) -> Iterator[dict[str, Any]]:
    """Rows of `MEASURED` of the groups of one period: pairs first, then what is over all groups (`whole`)."""
    start = {
        "indicator": groups.indicator.id, "place": place.name, "geo_id": place.geo_id, "level": place.level,
        "dimension": dimension, "period": groups.period.slug,
    }  # fmt: skip
    names = measure_words()
    for row in groups.with_figure:
        held = reference or groups.default_reference(row.stratum)
        pair = groups.pair(row.stratum, held) if held and held != row.stratum else None
        if pair is None:
            continue
        sides = {"group_id": row.stratum, "reference": held, "method": None}
        one, other = pair.difference, pair.ratio
        ends = (one.low, one.high) if one else (None, None)
        yield {
            **start, **sides, "measure": "d", "name": gettext("Difference"), "value": pair.difference_value,
            "ci_low": ends[0], "ci_high": ends[1],
        }  # fmt: skip
        if pair.ratio_value is not None:
            ends = (other.low, other.high) if other else (None, None)
            yield {
                **start, **sides, "measure": "r", "name": gettext("Ratio"), "value": pair.ratio_value,
                "ci_low": ends[0], "ci_high": ends[1],
            }  # fmt: skip
    for measure, result in whole.items():
        yield {
            **start, "group_id": None, "reference": next(iter(result.between), None), "measure": measure,
            "name": names[measure].name, "value": result.estimate, "ci_low": result.ci_low,
            "ci_high": result.ci_high, "method": result.method,
        }  # fmt: skip


@described(RegionWords, List[RegionRow])
def regions() -> Response:
    """Figures of a region of your own: those of its cities and towns added up, where every one is published."""
    asked = reading.read(RegionWords, FORMS)
    catalog = answers().catalog
    region = _region(asked, catalog)
    indicators, by = reading.indicators(asked, catalog), reading.dimensions(asked)
    strata, periods = reading.strata(asked), reading.periods(asked)
    slugs = periods and {period.slug for period in periods}

    def find() -> Found:
        lines = region_lines(answers().region(region))
        kept = (
            _pooled(line, region, catalog)
            for line in lines
            if (indicators is None or line.indicator in indicators)
            and (by is None or line.row.dimension in by)
            and (strata is None or line.row.stratum in strata)
            and (slugs is None or line.row.period in slugs)
        )
        return part(kept, asked)

    return answer(asked, find, POOLED)


def _region(asked: Asked, catalog: Catalog) -> Place:
    """The region of a request. Raises ProblemError where there is none."""
    code, name = asked.one("members"), asked.one("name")
    named = reading.places(asked, catalog) or ()
    members = {member for place in named for member in place.members}
    try:
        members |= set(decode(code, catalog)) if code else set()
    except MemberCodeError as error:
        raise ProblemError(400, no_region("members", error.fault)()) from error
    if not members:
        raise ProblemError(
            400,
            gettext("No region is asked for."),
            gettext(
                "Name its cities and towns with “{name}”, or its code with “{other}”.", name="place", other="members"
            ),
        )
    return region_place(catalog, sorted(members), name)


def _pooled(line: RegionLine, region: Place, catalog: Catalog) -> dict[str, Any]:
    """Row of `POOLED`."""
    row, period = line.row, Period.parse(line.row.period)
    source = catalog.sources.get(row.source)
    numbers = {name: getattr(row, name) for name in ("value", "ci_low", "ci_high", "numerator", "denominator")}
    return {
        "indicator": line.indicator, "place": region.name, "geo_id": region.geo_id, "level": region.level,
        "dimension": row.dimension, "group": GROUPS[row.stratum].label, "group_id": row.stratum, "period": row.period,
        "period_start": period.start, "period_end": period.end,
        **{name: None if is_missing(number) else number for name, number in numbers.items()},
        "unit": catalog.indicators[line.indicator].unit, "status": row.status, "source": row.source,
        "publisher": source.publisher if source else None, "licence": source.licence if source else None,
        "added_up_of": line.same or line.level, "hidden_parts": "; ".join(line.hidden),
        "absent_parts": "; ".join(line.absent),
    }  # fmt: skip
