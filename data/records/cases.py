"""Conditions of a case definition as expressions: which records are eligible, and which are cases."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce
from operator import and_, or_

import ibis

from data.records.code_lists import CodeList, Wanted
from data.records.definition import CaseDefinition, Codes, Criterion
from data.records.derived import DERIVED
from data.records.errors import RecordsError
from data.records.inputs import Expression, Table, plain_codes
from data.records.layouts import SEPARATOR

Lists = Callable[[str], CodeList]
"""What gives the list of codes of an id, as `read_code_list` does."""


def eligible(table: Table, definition: CaseDefinition, lists: Lists) -> Expression:
    """Whether each record is one of those that are counted over: all of `eligible` hold."""
    return _all(holds(table, condition, lists) for condition in definition.eligible)


def case(table: Table, definition: CaseDefinition, lists: Lists) -> Expression:
    """Whether each record has what is counted: all of `case` hold. It counts where it is eligible too."""
    return _all(holds(table, condition, lists) for condition in definition.case)


def _all(tests: Iterable[Expression]) -> Expression:
    return reduce(and_, tests, ibis.literal(True))


def holds(table: Table, criterion: Criterion, lists: Lists) -> Expression:
    """Whether a criterion holds of each record; where it cannot be decided it does not, and `exclude` excludes none."""
    if criterion.any_of:
        holding = reduce(or_, (holds(table, one, lists) for one in criterion.any_of))
    elif criterion.codes is not None:
        holding = has_codes(table, criterion.codes, lists)
    else:
        holding = _compared(_value(table, criterion), criterion)
    holding = holding.fill_null(False)
    return ~holding if criterion.exclude else holding


def _value(table: Table, criterion: Criterion) -> Expression:
    if criterion.column:
        return table[criterion.column]
    if criterion.derived not in DERIVED:
        raise RecordsError(f"“{criterion.derived}” is no derived column; known: {', '.join(DERIVED)}")
    return DERIVED[criterion.derived](table)


def _compared(value: Expression, criterion: Criterion) -> Expression:
    tests = []
    if criterion.known is not None:
        tests.append(value.notnull() if criterion.known else value.isnull())
    if criterion.below is not None:
        tests.append(value < criterion.below)
    if criterion.at_least is not None:
        tests.append(value >= criterion.at_least)
    if criterion.is_value is not None:
        tests.append(value == criterion.is_value)
    if criterion.in_values:
        tests.append(value.isin(criterion.in_values))
    return _all(tests)


def has_codes(table: Table, codes: Codes, lists: Lists) -> Expression:
    """Whether a record has a code of a list in one of the columns asked for, and is coded in the edition asked for."""
    code_list = lists(codes.list)
    found = reduce(
        or_,
        (
            _has_any(table[column], code_list.wanted(column, codes.groups, codes.without_groups))
            for column in codes.columns
        ),
    )
    return found & (table.coding == codes.coding) if codes.coding else found


def _has_any(column: Expression, wanted: Wanted) -> Expression:
    """Whether one of the codes of a column is wanted, missing codes being none.

    To be compared by its beginning, a code is cut to each length that a wanted beginning has: an engine then compares
    whole words, and no regular expression has to mean the same to all of them.
    """
    present = plain_codes(column).fill_null("").split(SEPARATOR)
    tests = [_overlap(present, wanted.exact)] if wanted.exact else []
    for length in sorted({len(beginning) for beginning in wanted.prefixes}):
        beginnings = tuple(b for b in wanted.prefixes if len(b) == length)
        tests.append(_overlap(present.map(lambda code, length=length: code.substr(0, length)), beginnings))
    return reduce(or_, tests)


def _overlap(present: Expression, wanted: tuple[str, ...]) -> Expression:
    return present.intersect(ibis.array(list(wanted))).length() > 0
