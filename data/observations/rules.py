"""What must hold of every row of figures, whichever publisher or computation it comes from: each rule, once.

A rule is a condition in SQL on one row, so that the same object judges a table of millions, a file of the snapshot and
the rows an importer hands over; `checks` asks them. tests/alternatives/rules.py says the same in plain Python.

A condition may use the columns of an observation, `measure`, `per` and `adjustment` of its indicator, and `sentinels`,
the numbers its source writes where it has no figure. They are NULL where the row names no indicator or source we know:
a condition on NULL is not broken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from data.vocabulary import DIMENSIONS, GROUPS, LEVELS, STATUSES

FIGURES = ("value", "ci_low", "ci_high", "numerator", "denominator")
HIDDEN = ("suppressed", "not_available")
MOST_DECIMALS = 8
"""Decimals a publisher may print; a figure with more was not rounded."""


@dataclass(frozen=True)
class Rule:
    """What must hold, said for people, and how a row that breaks it is known and described.

    `column` is where to look in a row that breaks it. `broken` is a condition and `problem` a text, both in SQL on one
    row; `remedy` says what to do. `published`: it bears on rows as published, not on those the build computes, whose
    people may be of another source than their figure.
    """

    statement: str
    column: str
    broken: str
    problem: str
    remedy: str
    published: bool = False


def _text(words: str) -> str:
    """A text as SQL writes it."""
    return "'" + words.replace("'", "''") + "'"


def _among(words: Iterable[str]) -> str:
    return f"({', '.join(_text(w) for w in words)})"


_SHOWN = f"status NOT IN {_among(HIDDEN)}"
_HAS_ALL = "value IS NOT NULL AND numerator IS NOT NULL AND denominator IS NOT NULL"
# Figures are written with twelve digits and computed with more.
_SLACK = "1e-9 * greatest(1, abs(value))"
_GIVEN = "(numerator * per / denominator)"
_HALF_A_DIGIT = " ".join(
    f"WHEN abs(value - round(value, {n})) <= {_SLACK} THEN {0.5 * 10.0**-n!r}" for n in range(MOST_DECIMALS + 1)
)
_ROUNDING = f"(CASE {_HALF_A_DIGIT} ELSE 0 END + {_SLACK})"
_REFER = "look at it in the publisher's file and mend the file or its importer"


def _vocabulary() -> Iterable[Rule]:
    for column, words, kind in (("geo_level", LEVELS, "a level"), ("status", STATUSES, "a status")):
        yield Rule(
            "Levels, statuses and groups are words of data/vocabulary.py",
            column,
            f"{column} NOT IN {_among(words)}",
            f"'“' || {column} || '” is not {kind} of data/vocabulary.py'",
            f"known: {', '.join(words)}",
        )
    groups = [f"{g.dimension}/{g.id}" for g in GROUPS.values() if g.dimension in DIMENSIONS]
    yield Rule(
        "Levels, statuses and groups are words of data/vocabulary.py",
        "stratum",
        f"dimension || '/' || stratum NOT IN {_among(groups)}",
        "'“' || stratum || '” is not a group of “' || dimension || '” in data/vocabulary.py'",
        "correct the word, or add the group there",
    )


def _presence() -> Iterable[Rule]:
    yield Rule(
        "A period ends after it starts",
        "period_end",
        "period_start > period_end",
        "'its period ends before it starts'",
        "exchange the two days",
    )
    for column in FIGURES[:4]:
        yield Rule(
            "A row that is hidden or not available carries no figure, interval or count",
            column,
            f"status IN {_among(HIDDEN)} AND {column} IS NOT NULL",
            "'is ' || status || ' and must carry no figure'",
            "leave this cell empty: what is hidden must not stand in the snapshot",
        )
    yield Rule(
        "A row that is shown has a figure or a count",
        "value",
        f"{_SHOWN} AND value IS NULL AND numerator IS NULL",
        "'is ' || status || ' but has neither a value nor a count'",
        "its status is `suppressed` or `not_available`, or a column was not read",
    )


def _numbers() -> Iterable[Rule]:
    for column in FIGURES:
        yield Rule(
            "Every figure is a finite number",
            column,
            f"NOT isfinite({column})",
            f"'“' || {column} || '” is not a finite number'",
            "a quotient of zero was written: leave the cell empty",
        )
    for column in FIGURES:
        yield Rule(
            "No figure, interval, count or number of people is below zero",
            column,
            f"{column} < 0",
            f"format('{{:g}} is below zero', {column})",
            "publishers write -1, -9, -99 or -999 where they have no figure: such a row is `not_available`",
        )
    for column in FIGURES:
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


def _intervals() -> Iterable[Rule]:
    yield Rule(
        "An interval has both ends, the low one first, and its figure lies in it",
        "ci_low",
        f"{_SHOWN} AND (ci_low IS NULL) <> (ci_high IS NULL)",
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
        # What is no number is told of above, and lies nowhere.
        "isfinite(value) AND coalesce(isfinite(ci_low), true) AND coalesce(isfinite(ci_high), true) "
        f"AND value NOT BETWEEN ci_low - {_SLACK} AND ci_high + {_SLACK}",
        "format('its value {:g} lies outside its interval {:g} to {:g}', value, ci_low, ci_high)",
        f"figure and interval are of other rows, or written in other ways: {_REFER}",
    )


def _counts() -> Iterable[Rule]:
    # One person can have an event twice, so a rate may count more events than people; then it says so itself.
    yield Rule(
        "No count is larger than the number it is of; events may be, where their rate is above one for each",
        "numerator",
        "numerator > denominator AND NOT (coalesce(measure, '') = 'rate' AND coalesce(value > per, false))",
        "format('counts {:g} of {:g}', numerator, denominator)",
        f"the columns of counts and people are exchanged, or of other rows: {_REFER}",
    )
    # What is adjusted for age is no quotient of its count and people; `adjustment` says which indicators are.
    yield Rule(
        "A figure that is not adjusted for age is its count over its people, within the rounding of the figure",
        "value",
        f"{_HAS_ALL} AND measure IN ('rate', 'percent') AND adjustment NOT LIKE '%age_adjusted' "
        f"AND NOT coalesce(abs(value - {_GIVEN}) <= {_ROUNDING}, false)",
        "CASE WHEN denominator = 0 THEN format('is {:g}, of no people at all', value) ELSE "
        "format('{:g} of {:g} are {:g} per {:d}, not {:g}', numerator, denominator, "
        f"{_GIVEN}, per, value) END",
        f"count and people are those of the whole period; look for decimal commas or figures of another row: {_REFER}",
        published=True,
    )
    yield Rule(
        "A number of events is the same as figure and as count",
        "value",
        f"measure = 'count' AND abs(value - numerator) > {_SLACK}",
        "format('is {:g} as a figure and {:g} as a count', value, numerator)",
        f"one of them is of another row: {_REFER}",
    )


RULES: tuple[Rule, ...] = (*_vocabulary(), *_presence(), *_numbers(), *_intervals(), *_counts())
"""Every rule of a row, in the order in which a row that breaks several is described."""
STATEMENTS: tuple[str, ...] = tuple(dict.fromkeys(rule.statement for rule in RULES))
"""What the rules say, each sentence once."""
