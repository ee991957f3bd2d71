"""Counts of a case definition, by year, municipality, group and age: whole numbers, made on the engine.

Nothing but whole numbers is made there, so that every engine makes the same; rates and intervals are made of them
afterwards. The records are read once: they are counted by all groups together, and the counts are then added up by each
dimension. A count may be as small as one. It is for the job's memory alone, until disclosure control has seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import ibis

from data.records.cases import Lists, case, eligible
from data.records.code_lists import read_code_list
from data.records.definition import DETAILED, RACE_RULES, CaseDefinition, RaceRule
from data.records.derived import age, age_group
from data.records.engines import frame
from data.records.errors import RecordsError
from data.records.inputs import Expression, Table
from data.records.layouts import LAYOUTS, SEPARATOR
from data.records.race import NOT_STATED, detailed_group, detailed_groups, race_groups
from data.records.residence import is_resident, town
from data.vocabulary import OVERALL

KEYS = ("year", "town_id", "dimension", "stratum", "age_group")
COUNTS = ("cases", "eligible")
_PLACED = ("year", "town_id", "age_group")


def counts(
    table: Table,
    linked: Table | None,
    definition: CaseDefinition,
    race_rule: RaceRule = "single",
    *,
    years: Sequence[int] | None = None,
    lists: Lists = read_code_list,
) -> Table:
    """Counts of typed records (data.records.inputs) as a table of the engine, not yet computed.

    Columns: year, town_id (0: residents whose municipality is not known), dimension, stratum (`not_stated` where the
    record does not say), age_group ("" where ages do not matter, `unknown` where the age is not said), cases and
    eligible, which is 0 where the denominator is the population. Rows that would be 0 in both are absent. `linked` are
    the births that deaths are counted over. `years` chooses years; all that have records unless said.
    Raises RecordsError when `linked` or a rule of race is missing.
    """
    if race_rule not in RACE_RULES:
        raise RecordsError(f"“{race_rule}” is no rule of race; known: {', '.join(RACE_RULES)}")
    if bool(definition.linked) != (linked is not None):
        wanted = f"needs records of {definition.linked} too" if definition.linked else "needs no other records"
        raise RecordsError(f"the definition {definition.id} {wanted}")
    if linked is not None:
        cube = _linked_cube(table, linked, definition, race_rule, years, lists)
    else:
        cube = _cube(_counted(table, definition, race_rule, years, lists), definition)
    return reduce(lambda a, b: a.union(b), (_by_dimension(cube, d) for d in definition.dimensions))


def collect(table: Table) -> Any:
    """A table of counts as a frame of pandas, computed by its engine, in the order of its keys."""
    found = frame(table).astype({"year": "int64", "town_id": "int64", **dict.fromkeys(COUNTS, "int64")})
    return found.sort_values(list(KEYS), ignore_index=True)


def left_out(table: Table, definition: CaseDefinition) -> dict[str, int]:
    """Records that no count can hold, by why: without a date, before the definition applies, or of no resident.

    Like any count, one of these may be small, and is for the job's memory until it is known not to be.
    """
    date = table[LAYOUTS[definition.records].date]
    early = (date.year() < definition.from_year).fill_null(False)
    reasons = {
        "without a date": date.isnull(),
        f"before {definition.from_year}": early,
        "not of a resident": date.notnull() & ~early & ~is_resident(table),
    }
    numbers = table.aggregate(**{f"reason_{i}": _number(holding) for i, holding in enumerate(reasons.values())})
    row = frame(numbers).iloc[0]
    return {why: int(row.iloc[i]) for i, why in enumerate(reasons)}


def _number(holding: Expression) -> Expression:
    """How many records something holds of; 0 of none, where a sum would be missing."""
    return holding.fill_null(False).cast("int64").sum().fill_null(0)


def _counted(
    table: Table, definition: CaseDefinition, rule: RaceRule, years: Sequence[int] | None, lists: Lists
) -> Table:
    """Eligible records of residents in the years asked for: where, which groups, and whether each is a case."""
    kept = table.mutate(
        year=table[LAYOUTS[definition.records].date].year().cast("int64"),
        town_id=town(table),
        is_case=case(table, definition, lists).cast("int64"),
        age_group=_ages(table, definition),
        **_strata(table, definition, rule),
    )
    of_years = kept.year.isin(list(years)) if years is not None else kept.year.notnull()
    return kept.filter(
        of_years & (kept.year >= definition.from_year) & is_resident(kept) & eligible(kept, definition, lists)
    )


def _ages(table: Table, definition: CaseDefinition) -> Expression:
    return age_group(age(table), definition.ages) if definition.ages else ibis.literal("")


def _strata(table: Table, definition: CaseDefinition, rule: RaceRule) -> dict[str, Expression]:
    """Strata of a record by each dimension but `overall`; several, separated by semicolons, by some."""
    made: dict[str, Expression] = {}
    for dimension in definition.dimensions:
        if dimension == "race_ethnicity":
            made[dimension] = race_groups(table, rule)
        elif dimension == "race_by_sex":
            made[dimension] = _race_by_sex(table)
        elif dimension == DETAILED:
            made[dimension] = detailed_groups(table)
        elif dimension != OVERALL:
            made[dimension] = table[dimension].fill_null(NOT_STATED)
    return made


def _race_by_sex(table: Table) -> Expression:
    """Race and sex in one; always by the rule `single`, since the groups of two words exclude each other."""
    return ibis.ifelse(table.sex.isnull(), NOT_STATED, race_groups(table) + "_" + table.sex)


def _cube(kept: Table, definition: CaseDefinition) -> Table:
    """Counts by year, municipality, age and the strata of all dimensions together."""
    over_records = definition.denominator == "records"
    total = kept.count().cast("int64") if over_records else ibis.literal(0, "int64")
    by = [*_PLACED, *(d for d in definition.dimensions if d != OVERALL)]
    cube = kept.group_by(by).aggregate(cases=kept.is_case.sum(), eligible=total)
    return cube if over_records else cube.filter(cube.cases > 0)


def _by_dimension(cube: Table, dimension: str) -> Table:
    """The cube added up by one dimension; a record of several strata counts once in each."""
    if dimension == OVERALL:
        rows = cube.mutate(stratum=ibis.literal(OVERALL))
    elif dimension in ("race_ethnicity", DETAILED):
        words = cube[dimension].split(SEPARATOR).filter(lambda word: word != "").unique()
        if dimension == DETAILED:
            words = words.map(detailed_group).unique()
        rows = cube.mutate(stratum=words.unnest())
    else:
        rows = cube.mutate(stratum=cube[dimension])
    added = rows.group_by([*_PLACED, "stratum"]).aggregate(cases=rows.cases.sum(), eligible=rows.eligible.sum())
    return added.select(
        year=added.year,
        town_id=added.town_id,
        dimension=ibis.literal(dimension),
        stratum=added.stratum,
        age_group=added.age_group,
        cases=added.cases.cast("int64"),
        eligible=added.eligible.cast("int64"),
    )


def _linked_cube(
    deaths: Table, births: Table, definition: CaseDefinition, rule: RaceRule, years: Sequence[int] | None, lists: Lists
) -> Table:
    """Deaths of the years and births of the years, both by the place and groups of the birth record.

    A death that is linked has its mother's residence and groups from the birth record, whenever the birth was; one that
    is not keeps its own residence, and its groups are not stated. So no death is left out of the total.
    """
    dimensions = [d for d in definition.dimensions if d != OVERALL]
    born = births.mutate(
        town_id=town(births), resident=is_resident(births).fill_null(False), **_strata(births, definition, rule)
    )
    events = _infant_deaths(deaths, definition, years, lists)
    mothers = _mothers(born, events, dimensions)
    joined = events.left_join(mothers, events.birth_record_id == mothers.mother_id)
    unlinked = joined.mother_id.isnull()
    placed = joined.select(
        year=joined.year,
        town_id=ibis.ifelse(unlinked, joined.own_town, joined.mother_town),
        resident=ibis.ifelse(unlinked, joined.own_resident, joined.mother_resident == 1),
        age_group=ibis.literal(""),
        cases=ibis.literal(1, "int64"),
        eligible=ibis.literal(0, "int64"),
        **{d: ibis.ifelse(unlinked, NOT_STATED, joined[f"mother_{d}"]) for d in dimensions},
    )
    year = born[LAYOUTS[definition.linked].date].year().cast("int64")
    everyone = born.select(
        year=year,
        town_id=born.town_id,
        resident=born.resident,
        age_group=ibis.literal(""),
        cases=ibis.literal(0, "int64"),
        eligible=ibis.literal(1, "int64"),
        **{d: born[d] for d in dimensions},
    )
    of_years = everyone.year.isin(list(years)) if years is not None else everyone.year.notnull()
    rows = placed.union(everyone.filter(of_years & (everyone.year >= definition.from_year)))
    rows = rows.filter(rows.resident)
    return rows.group_by([*_PLACED, *dimensions]).aggregate(cases=rows.cases.sum(), eligible=rows.eligible.sum())


def _infant_deaths(deaths: Table, definition: CaseDefinition, years: Sequence[int] | None, lists: Lists) -> Table:
    year = deaths[LAYOUTS[definition.records].date].year().cast("int64")
    events = deaths.mutate(year=year, own_town=town(deaths), own_resident=is_resident(deaths).fill_null(False))
    of_years = events.year.isin(list(years)) if years is not None else events.year.notnull()
    events = events.filter(
        of_years
        & (events.year >= definition.from_year)
        & eligible(events, definition, lists)
        & case(events, definition, lists)
    )
    return events.select("year", "birth_record_id", "own_town", "own_resident")


def _mothers(born: Table, events: Table, dimensions: Sequence[str]) -> Table:
    """Birth records that deaths are linked to. A number that several births have identifies none of them."""
    wanted = born.semi_join(events, born.record_id == events.birth_record_id)
    mothers = wanted.group_by(mother_id=wanted.record_id).aggregate(
        births=wanted.count(),
        mother_town=wanted.town_id.min(),
        mother_resident=wanted.resident.cast("int64").min(),
        **{f"mother_{d}": wanted[d].min() for d in dimensions},
    )
    return mothers.filter(mothers.births == 1)
