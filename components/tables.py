"""The numbers behind a view as tables: the same rows and words as its figures, with statuses in words, sortable."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from dash import html

from components.descriptions import explained, has_value, people_at_start
from components.markup import DECORATIVE, aria, data
from components.numbers import count, figure, interval, is_number
from components.ranking import VERDICT_LABELS
from data.selection import Answer, records
from data.vocabulary import GROUPS, LEVEL_WORDS, OVERALL, STATUS_WORDS, Period

_ABSENT = "–"


def tables(answer: Answer) -> list[html.Div]:
    """Places, groups and periods, each as a table with a caption."""
    level, period = LEVEL_WORDS[answer.selection.level], answer.selection.period.long_label
    who = people_at_start(answer.selection.group, answer.indicator)
    # The state's own row is compared with everyone, which is not what this table's column says.
    state = answer.state.assign(verdict="")
    places = state if answer.selection.level == "state" else pd.concat([answer.places, state])
    made = [
        _table(
            f"{level.plural[0].upper()}{level.plural[1:]}. {who}, {period}", "Place", "name", places, answer, "state"
        ),
    ]
    if (answer.groups["stratum"] != OVERALL).any():
        for name, own in answer.groups.groupby("name", sort=False):
            made.append(_table(f"Groups in {name}, {period}", "Group", "stratum", own, answer, _reference(answer)))
    for (place, stratum), own in answer.trend.groupby(["name", "stratum"], sort=False):
        said = people_at_start(str(stratum), answer.indicator)
        made.append(_table(f"Over time. {said}, {place}", "Period", "period", own.iloc[::-1], answer, ""))
    return made


def _reference(answer: Answer) -> str:
    reference = answer.selection.reference
    return GROUPS[reference].label if reference else "everyone there"


def _table(caption: str, first: str, key: str, frame: pd.DataFrame, answer: Answer, against: str) -> html.Div:
    indicator = answer.indicator
    counted = frame["numerator"].notna().any()
    compared = bool(against) and (frame["verdict"] != "").any()
    heads = [first, f"Value ({indicator.unit_short})", "95% interval"]
    if counted:
        heads += [indicator.words.events.capitalize(), "Out of"]
    if compared:
        heads.append(f"Compared with {'the ' if against == 'state' else ''}{against}")
    heads.append("Status")
    rows = [_row(row, key, answer, counted=bool(counted), against=bool(compared)) for row in records(frame)]
    return html.Div(
        html.Table(
            [
                html.Caption(caption),
                html.Thead(html.Tr([_head(h) for h in heads])),
                html.Tbody(rows),
            ],
            className="figures-table",
        ),
        className="table-scroll",
        tabIndex="0",
        role="region",
        **aria(label=caption),
    )


def _head(text: str) -> html.Th:
    return html.Th(html.Button([text, html.Span(className="sort-mark", **DECORATIVE)], className="sort"), scope="col")


def _row(row: Any, key: str, answer: Answer, *, counted: bool, against: bool) -> html.Tr:
    indicator = answer.indicator
    shown = has_value(row)
    cells: list[tuple[str, str]] = [(figure(row.value, indicator), repr(row.value)) if shown else (_ABSENT, "")]
    known = shown and is_number(row.ci_low)
    cells.append((interval(row.ci_low, row.ci_high, indicator), repr(row.ci_low)) if known else (_ABSENT, ""))
    if counted:
        # Of a row without a figure only the people it is about may be known, never the events.
        counts: list[float] = [row.numerator if shown else math.nan, row.denominator]
        cells += [(count(x), repr(x)) if is_number(x) else (_ABSENT, "") for x in counts]
    if against:
        cells.append((VERDICT_LABELS[row.verdict] or _ABSENT, row.verdict))
    status = STATUS_WORDS[row.status] if shown else explained(row, answer.catalog).removeprefix("the figure is ")
    cells.append((status, row.status))
    chosen = key == "name" and row.slug == answer.selection.place
    return html.Tr(
        [
            html.Th(_first(row, key), scope="row", **data(sort=_first_sort(row, key))),
            *(
                html.Td(text, className="" if i >= len(cells) - 1 else "number", **data(sort=sort))
                for i, (text, sort) in enumerate(cells)
            ),
        ],
        className="chosen" if chosen else "",
    )


def _first(row: Any, key: str) -> str:
    if key == "stratum":
        return GROUPS[row.stratum].label
    if key == "period":
        return Period.parse(row.period).long_label
    return str(row.name)


def _first_sort(row: Any, key: str) -> str:
    return f"{Period.parse(row.period).midpoint:.3f}" if key == "period" else _first(row, key)
