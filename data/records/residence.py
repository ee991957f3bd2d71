"""Residence: who is counted, and in which municipality.

Events are counted where the mother, the decedent or the patient lives, not where they happen, as vital statistics are.
"""

from __future__ import annotations

import ibis

from data.records.inputs import Expression, Table
from data.records.layouts import STATE

UNKNOWN_TOWN = 0
"""Number of the municipality of residents whose municipality is not known: they count for the state alone."""


def is_resident(table: Table) -> Expression:
    """Whether a record is a resident's: the state is said to be Massachusetts, or only a municipality is said.

    A record that says neither is no resident's: nothing places it in the state.
    """
    state = table.residence_state.upper()
    return ibis.ifelse(state.isnull(), table.residence_town.notnull(), state == STATE)


def town(table: Table) -> Expression:
    """Number of the municipality, 1 to 351; 0 where it is not known."""
    return table.residence_town.fill_null(UNKNOWN_TOWN)
