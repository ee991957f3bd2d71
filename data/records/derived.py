"""Columns that are made of others: adequacy of prenatal care, the group of age, and whether a death is an infant's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import ibis

from data.records.code_lists import PrenatalCareIndex, read_prenatal_care_index
from data.records.definition import UNKNOWN_AGE
from data.records.inputs import Expression, Table
from data.records.layouts import LAYOUTS
from data.statistics.standardization import ages_of


def expected_visits(weeks: Expression, month: Expression, index: PrenatalCareIndex) -> Expression:
    """Visits expected of care that began in a month of pregnancy, to a birth at some weeks of gestation. At least 1.

    Those of the index's schedule before the week of the birth, without those before care began: one for each month
    after the first up to the seventh, two for each after that. Missing where the weeks are.
    """
    bounds = LAYOUTS["births"].by_name["gestation_weeks"]
    assert bounds.low is not None
    assert bounds.high is not None
    scheduled = weeks.cases(*((week, index.visits_before(week)) for week in range(bounds.low, bounds.high + 1)))
    missed = ibis.ifelse(month <= 7, month - 1, 6 + (month - 7) * 2)
    return ibis.greatest(scheduled - missed, 1)


def prenatal_care(table: Table) -> Expression:
    """Adequacy of prenatal care of each birth: a level of the index (data/records/prenatal_care.toml), or missing.

    Kotelchuck M. An evaluation of the Kessner Adequacy of Prenatal Care Index and a proposed Adequacy of Prenatal Care
    Utilization Index. Am J Public Health 1994;84:1414–1420. Compared in whole numbers: 80 percent of 10 visits is 8.
    """
    index = read_prenatal_care_index()
    month, visits, weeks = table.prenatal_care_month, table.prenatal_visits, table.gestation_weeks
    expected = expected_visits(weeks, month, index)
    lowest, *higher = index.level
    return ibis.cases(
        ((month == 0) | (visits == 0), lowest.id),
        (month.isnull() | visits.isnull() | weeks.isnull(), ibis.null().cast("string")),
        (month > index.latest_month, lowest.id),
        *((visits * 100 >= expected * level.at_least, level.id) for level in reversed(higher)),
        else_=lowest.id,
    )


def infant(table: Table) -> Expression:
    """Whether a death is of a child under one year: by the age in days where it is known, else in years."""
    return ibis.ifelse(table.age_days.notnull(), table.age_days < 365, table.age_years == 0)


def age(table: Table) -> Expression:
    """Age at death in whole years; 0 of a child whose age is given in days alone."""
    return ibis.ifelse(table.age_years.isnull() & table.age_days.notnull(), 0, table.age_years)


def age_group(years: Expression, groups: Sequence[str]) -> Expression:
    """Group of age that whole years fall into, of groups such as "<1", "1-4", "85+"; `unknown` where they are not said.

    `groups` follow each other without a gap; an age above a last group that is closed is in it no more than in another,
    so the definition leaves such records out.
    """
    branches = [(years >= ages_of(group)[0], group) for group in reversed(groups)]
    return ibis.cases(*branches, else_=UNKNOWN_AGE)


DERIVED: Mapping[str, Callable[[Table], Expression]] = MappingProxyType(
    {"prenatal_care": prenatal_care, "age": age, "infant": infant}
)
"""Derived columns that a definition may name."""
