"""Rules of a row: constraints on every observation, whichever publisher or computation it comes from, each once.

A rule is a condition in SQL on one row, so that the same object checks a table of millions, a file of the snapshot and
the rows of an importer; `checks` runs them. tests/alternatives/rules.py implements the same in plain Python.

A condition may use the columns of an observation, `measure`, `per` and `adjustment` of its indicator, and `sentinels`,
the numbers its source writes where it has no figure. They are NULL where the row names no indicator or source we know:
a condition on NULL is not broken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.vocabulary import DIMENSIONS, GROUPS, LEVELS, STATUSES

FIGURE_COLUMNS = ("value", "ci_low", "ci_high", "numerator", "denominator")
STATUSES_WITHOUT_FIGURE = ("suppressed", "not_available")
MAX_DECIMALS = 8
"""Decimals a publisher may print; a figure with more was not rounded."""


@dataclass(frozen=True)
class Rule:
    """A constraint on one row, as a sentence for people and as SQL.

    `column` is where to look in a row that violates it. `violation` is the condition that such a row meets and
    `problem` the text that describes it, both in SQL on one row; `remedy` is what to do. `published_only`: it applies
    to rows as published, not to those the build computes, whose denominator may be of another source than the figure.
    """

    statement: str
    column: str
    violation: str
    problem: str
    remedy: str
    published_only: bool = False


def _sql_text(text: str) -> str:
    """SQL literal of a text."""
    return "'" + text.replace("'", "''") + "'"


def _sql_list(items: Iterable[str]) -> str:
    return f"({', '.join(_sql_text(w) for w in items)})"


_HAS_FIGURE = f"status NOT IN {_sql_list(STATUSES_WITHOUT_FIGURE)}"
_HAS_QUOTIENT = "value IS NOT NULL AND numerator IS NOT NULL AND denominator IS NOT NULL"
# Figures are written with twelve significant digits and computed with more: 1e-9 is above that rounding.
_TOLERANCE = "1e-9 * greatest(1, abs(value))"
_QUOTIENT = "(numerator * per / denominator)"
_HALF_A_DIGIT = " ".join(
    f"WHEN abs(value - round(value, {n})) <= {_TOLERANCE} THEN {0.5 * 10.0**-n!r}" for n in range(MAX_DECIMALS + 1)
)
_ROUNDING = f"(CASE {_HALF_A_DIGIT} ELSE 0 END + {_TOLERANCE})"
_LOOK_UP = "look at it in the publisher's file and mend the file or its importer"


def _vocabulary_rules() -> Iterable[Rule]:
    for column, terms, kind in (("geo_level", LEVELS, "a level"), ("status", STATUSES, "a status")):
        yield Rule(
            "Levels, statuses and groups are words of data/vocabulary.py",
            column,
            f"{column} NOT IN {_sql_list(terms)}",
            f"'“' || {column} || '” is not {kind} of data/vocabulary.py'",
            f"known: {', '.join(terms)}",
        )
    groups = [f"{g.dimension}/{g.id}" for g in GROUPS.values() if g.dimension in DIMENSIONS]
    yield Rule(
        "Levels, statuses and groups are words of data/vocabulary.py",
        "stratum",
        f"dimension || '/' || stratum NOT IN {_sql_list(groups)}",
        "'“' || stratum || '” is not a group of “' || dimension || '” in data/vocabulary.py'",
        "correct the word, or add the group there",
    )


def _presence_rules() -> Iterable[Rule]:
    yield Rule(
        "A period ends after it starts",
        "period_end",
        "period_start > period_end",
        "'its period ends before it starts'",
        "exchange the two days",
    )
    for column in FIGURE_COLUMNS[:4]:
        yield Rule(
            "A row that is hidden or not available carries no figure, interval or count",
            column,
            f"status IN {_sql_list(STATUSES_WITHOUT_FIGURE)} AND {column} IS NOT NULL",
            "'is ' || status || ' and must carry no figure'",
            "leave this cell empty: what is hidden must not stand in the snapshot",
        )
    yield Rule(
        "A row that is shown has a figure or a count",
        "value",
        f"{_HAS_FIGURE} AND value IS NULL AND numerator IS NULL",
        "'is ' || status || ' but has neither a value nor a count'",
        "its status is `suppressed` or `not_available`, or a column was not read",
    )


def _number_rules() -> Iterable[Rule]:
    for column in FIGURE_COLUMNS:
        yield Rule(
            "Every figure is a finite number",
            column,
            f"NOT isfinite({column})",
            f"'“' || {column} || '” is not a finite number'",
            "a quotient of zero was written: leave the cell empty",
        )
    for column in FIGURE_COLUMNS:
        yield Rule(
            "No figure, interval, count or number of people is below zero",
            column,
            f"{column} < 0",
            f"format('{{:g}} is below zero', {column})",
            "publishers write -1, -9, -99 or -999 where they have no figure: such a row is `not_available`",
        )
    for column in FIGURE_COLUMNS:
        yield Rule(
            "No number that its source writes where it has no figure stands as a figure",
            column,
            f"list_contains(sentinels, {column})",
            f"format('{{:g}} is what this source writes where it has no figure', {column})",
            "such a row is `not_available`",
        )
    for column in ("value", "ci_high"):
        yield Rule(
            "No percent is over 100",
            column,
            f"measure = 'percent' AND {column} > 100 + 1e-7",
            f"format('{{:g}} percent is over 100', {column})",
            "look whether the publisher's file has decimal commas, or the series a `scale` too many",
        )


def _interval_rules() -> Iterable[Rule]:
    yield Rule(
        "An interval has both ends, the low one first, and its figure lies in it",
        "ci_low",
        f"{_HAS_FIGURE} AND (ci_low IS NULL) <> (ci_high IS NULL)",
        "'has one end of an interval without the other'",
        "read both ends or neither",
    )
    yield Rule(
        "An interval has both ends, the low one first, and its figure lies in it",
        "ci_high",
        "ci_low > ci_high",
        "format('its interval ends at {:g}, before it begins at {:g}', ci_high, ci_low)",
        "its columns are exchanged: name them in the other order",
    )
    yield Rule(
        "An interval has both ends, the low one first, and its figure lies in it",
        "value",
        # Values that are not finite violate the rule above.
        "isfinite(value) AND coalesce(isfinite(ci_low), true) AND coalesce(isfinite(ci_high), true) "
        f"AND value NOT BETWEEN ci_low - {_TOLERANCE} AND ci_high + {_TOLERANCE}",
        "format('its value {:g} lies outside its interval {:g} to {:g}', value, ci_low, ci_high)",
        f"figure and interval are of other rows, or written in other ways: {_LOOK_UP}",
    )


def _count_rules() -> Iterable[Rule]:
    # One person can have an event twice, so a rate may count more events than people; then it says so itself.
    yield Rule(
        "No count is larger than the number it is of; events may be, where their rate is above one for each",
        "numerator",
        "numerator > denominator AND NOT (coalesce(measure, '') = 'rate' AND coalesce(value > per, false))",
        "format('counts {:g} of {:g}', numerator, denominator)",
        f"the columns of counts and people are exchanged, or of other rows: {_LOOK_UP}",
    )
    # An age-adjusted figure is not the quotient of its count and people; `adjustment` tells which indicators are.
    yield Rule(
        "A figure that is not adjusted for age is its count over its people, within the rounding of the figure",
        "value",
        f"{_HAS_QUOTIENT} AND measure IN ('rate', 'percent') AND adjustment NOT LIKE '%age_adjusted' "
        f"AND NOT coalesce(abs(value - {_QUOTIENT}) <= {_ROUNDING}, false)",
        "CASE WHEN denominator = 0 THEN format('is {:g}, of no people at all', value) ELSE "
        "format('{:g} of {:g} are {:g} per {:d}, not {:g}', numerator, denominator, "
        f"{_QUOTIENT}, per, value) END",
        "count and people are those of the whole period; look for decimal commas or figures of another row: "
        f"{_LOOK_UP}",
        published_only=True,
    )
    yield Rule(
        "A number of events is the same as figure and as count",
        "value",
        f"measure = 'count' AND abs(value - numerator) > {_TOLERANCE}",
        "format('is {:g} as a figure and {:g} as a count', value, numerator)",
        f"one of them is of another row: {_LOOK_UP}",
    )


RULES: tuple[Rule, ...] = (
    *_vocabulary_rules(),
    *_presence_rules(),
    *_number_rules(),
    *_interval_rules(),
    *_count_rules(),
)
"""Every rule of a row, in the order in which a row that breaks several is described."""
STATEMENTS: tuple[str, ...] = tuple(dict.fromkeys(rule.statement for rule in RULES))
"""Statements of the rules, each sentence once."""
