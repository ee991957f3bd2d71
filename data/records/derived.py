"""Columns that are made of others: adequacy of prenatal care, the group of age, and whether a death is an infant's."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import ibis

from data.records.definition import UNKNOWN_AGE, first_age
from data.records.inputs import Expression, Table

FIRST_VISITS = (6, 10, 14, 18, 22, 26, 30, 32, 34, 36)
"""Weeks of gestation by which each of the first ten visits is expected; from the 37th week on, one each week.

One visit every four weeks to the 28th week, one every two weeks to the 36th and one a week thereafter (Guidelines for
Perinatal Care of the American Academy of Pediatrics and the American College of Obstetricians and Gynecologists), the
first in the sixth week: 14 visits for 40 weeks, as Kotelchuck 1994 counts them.
"""

LATEST_ADEQUATE_MONTH = 4
"""Care that begins after it is inadequate, however many visits follow."""


def expected_visits(weeks: Expression, month: Expression) -> Expression:
    """Visits expected of care that began in a month of pregnancy, to a birth at some weeks of gestation.

    Visits before the month in which care began are not expected any more: one for each month after the first up to the
    seventh, two for each after that. At least 1.
    """
    early = sum((ibis.ifelse(weeks >= week, 1, 0) for week in FIRST_VISITS), start=ibis.literal(0))
    late = ibis.ifelse(weeks > FIRST_VISITS[-1], weeks - FIRST_VISITS[-1], 0)
    missed = ibis.ifelse(month <= 7, month - 1, 6 + (month - 7) * 2)
    return ibis.greatest(early + late - missed, 1)


def prenatal_care(table: Table) -> Expression:
    """Adequacy of prenatal care of each birth: `inadequate`, `intermediate`, `adequate`, `adequate_plus`, or missing.

    Kotelchuck M. An evaluation of the Kessner Adequacy of Prenatal Care Index and a proposed Adequacy of Prenatal Care
    Utilization Index. Am J Public Health 1994;84:1414–1420. Compared in whole numbers: 80 percent of 10 visits is 8.
    """
    month, visits, weeks = table.prenatal_care_month, table.prenatal_visits, table.gestation_weeks
    share = visits * 100
    expected = expected_visits(weeks, month)
    return ibis.cases(
        ((month == 0) | (visits == 0), "inadequate"),
        (month.isnull() | visits.isnull() | weeks.isnull(), ibis.null().cast("string")),
        (month > LATEST_ADEQUATE_MONTH, "inadequate"),
        (share < expected * 50, "inadequate"),
        (share < expected * 80, "intermediate"),
        (share < expected * 110, "adequate"),
        else_="adequate_plus",
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
    branches = [(years >= first_age(group), group) for group in reversed(groups)]
    return ibis.cases(*branches, else_=UNKNOWN_AGE)


DERIVED: Mapping[str, Callable[[Table], Expression]] = MappingProxyType(
    {"prenatal_care": prenatal_care, "age": age, "infant": infant}
)
"""Derived columns that a definition may name."""
