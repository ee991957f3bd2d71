"""Race and ethnicity: from boxes that may each be checked, and Hispanic origin, to the groups the site has.

Two rules. `single`: each record is in one group. `combination`: a record that is not Hispanic is in each group that is
checked, alone or with others. In both, a record of Hispanic origin is in the group Hispanic alone, whatever its races,
because the groups of the site are of people who are not Hispanic.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import ibis

from data.records.code_lists import read_detailed_groups
from data.records.definition import RaceRule
from data.records.inputs import Expression, Table
from data.records.layouts import RACES, SEPARATOR

HISPANIC = "hispanic"
MULTIRACIAL = "multiracial_nh"
NOT_STATED = "not_stated"
GROUP_OF_RACE: Mapping[str, str] = MappingProxyType({r: "other" if r == "other" else f"{r}_nh" for r in RACES})
"""The group of a box that is checked alone, by the box."""

OTHER_DETAILED = "other_group"
"""Any detailed group that the law does not name: it asks for those it names “but not limited to” them."""


def race_groups(table: Table, rule: RaceRule = "single") -> Expression:
    """Group of each record by a rule, as text; by `combination` the groups, separated by semicolons.

    No box checked, or an origin that is not said, is `not_stated`: an unknown origin is not taken for “not Hispanic”.
    """
    boxes = {race: table[f"race_{race}"].fill_null(False) for race in RACES}
    checked = sum((box.cast("int64") for box in boxes.values()), start=ibis.literal(0, "int64"))
    if rule == "single":
        alone = ibis.cases(
            (checked >= 2, MULTIRACIAL), *((box, GROUP_OF_RACE[race]) for race, box in boxes.items()), else_=NOT_STATED
        )
    else:
        parts = [ibis.ifelse(box, GROUP_OF_RACE[race] + SEPARATOR, "") for race, box in boxes.items()]
        joined = parts[0]
        for part in parts[1:]:
            joined = joined + part
        alone = ibis.ifelse(checked > 0, joined, NOT_STATED)
    return ibis.cases(
        (table.hispanic == "yes", HISPANIC),
        (table.hispanic == "no", alone),
        else_=NOT_STATED,
    )


def detailed_groups(table: Table) -> Expression:
    """Detailed groups of each record, separated by semicolons, as they are written; `not_stated` where none is."""
    return table.ethnicities.lower().fill_null(NOT_STATED)


def detailed_group(word: Expression) -> Expression:
    """One detailed group: itself where M.G.L. c. 6A § 105 names it, else `other_group`."""
    return ibis.ifelse(word.isin((*read_detailed_groups().groups, NOT_STATED)), word, OTHER_DETAILED)
