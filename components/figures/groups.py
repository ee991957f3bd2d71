"""The comparison of groups: dots with whiskers, the chosen place filled above, the state open below."""

from __future__ import annotations

from typing import Any

from components.descriptions import card, has_value
from components.figures.style import TEXT, TEXT_2, Figure, Trace, annotation, axis, layout, nice_scale
from components.numbers import figure, is_number
from components.palette import INK, LINE, PAPER, mark
from data.selection import Answer, records
from data.vocabulary import GROUPS, OVERALL, STATUS_WORDS

ROW = 44
"""Height of a group's two lanes in pixels."""
TOP, BOTTOM, RIGHT = 32, 28, 48
NAMES = 0.46
"""Share of the width that the groups' names take."""
WRAP = 18
"""Characters after which a group's name goes on in a second line."""


def groups_figure(answer: Answer) -> Figure:
    """Every group of the dimension for the place (where one is chosen) and the state, with the state's line."""
    frame = answer.groups[answer.groups["stratum"] != OVERALL]
    strata = [g for g in GROUPS if g in set(frame["stratum"])]
    everyone = list(answer.everyone["value"]) if answer.indicator.comparable else []
    scale = nice_scale([*frame["ci_low"], *frame["ci_high"], *frame["value"], *everyone], answer.indicator)
    traces: list[Trace] = []
    notes: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for position, stratum in enumerate(strata):
        y = len(strata) - 1 - position
        notes.append(_name(stratum, y, chosen=stratum == answer.selection.group))
        shapes.append({"type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": y - 0.5, "y1": y - 0.5,
                       "line": {"color": LINE, "width": 1}, "layer": "below"})  # fmt: skip
        own = frame[frame["stratum"] == stratum]
        for row in records(own):
            lane = y if not answer.chosen else y + (0.2 if row.level != "state" else -0.2)
            if has_value(row):
                traces.append(_dot(row, lane, answer))
            notes.append(_value(row, lane, answer))
    notes += _state_line(answer, len(strata), shapes)
    return {
        "data": [*_keys(strata), *traces],
        "layout": layout(
            height=TOP + BOTTOM + ROW * len(strata),
            margin={"l": 0, "r": RIGHT, "t": TOP, "b": BOTTOM},
            xaxis=axis(
                range=[scale.low, scale.high], dtick=scale.step, tick0=scale.low, domain=[NAMES, 1], tickformat=","
            ),
            xaxis2=axis(range=[0, 1], domain=[0, NAMES], showgrid=False, showticklabels=False),
            yaxis=axis(range=[-0.5, len(strata) - 0.5], showgrid=False, showticklabels=False),
            shapes=shapes,
            annotations=notes,
        ),
    }


def _wrapped(label: str) -> str:
    if len(label) <= WRAP:
        return label
    cut = label.rfind(" ", 0, WRAP + 1)
    return f"{label[:cut]}<br>{label[cut + 1 :]}"


def _name(stratum: str, y: float, *, chosen: bool) -> dict[str, Any]:
    text = _wrapped(GROUPS[stratum].label)
    return annotation(
        f"<b>{text}</b>" if chosen else text,
        xref="x2",
        x=0,
        xshift=22,
        xanchor="left",
        yref="y",
        y=y,
        yanchor="middle",
        align="left",
    )


def _keys(strata: list[str]) -> list[Trace]:
    """The groups' own marks beside their names."""
    return [
        {
            **_marker(stratum, filled=True),
            "type": "scatter",
            "mode": "markers",
            "x": [0.045],
            "y": [len(strata) - 1 - i],
            "xaxis": "x2",
            "hoverinfo": "skip",
        }
        for i, stratum in enumerate(strata)
    ]


def _marker(stratum: str, *, filled: bool) -> Trace:
    style = mark(stratum)
    fill = style.colour if filled else PAPER
    return {"marker": {"symbol": style.symbol, "size": 12, "color": fill, "line": {"color": style.colour, "width": 2}}}


def _dot(row: Any, y: float, answer: Answer) -> Trace:
    style = mark(row.stratum)
    whisker = {}
    if is_number(row.ci_low):
        whisker = {"error_x": {"type": "data", "symmetric": False, "array": [row.ci_high - row.value],
                               "arrayminus": [row.value - row.ci_low], "color": style.colour, "thickness": 2,
                               "width": 0}}  # fmt: skip
    lines = card(row, answer)
    lines[0] = f"{GROUPS[row.stratum].label}, {row.name}"
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [row.value],
        "y": [y],
        "cliponaxis": False,
        "text": ["<br>".join([f"<b>{lines[0]}</b>", *lines[1:]])],
        "hovertemplate": "%{text}<extra></extra>",
        **_marker(row.stratum, filled=not answer.chosen or row.level != "state"),
        **whisker,
    }


def _value(row: Any, y: float, answer: Answer) -> dict[str, Any]:
    if has_value(row):
        text = figure(row.value, answer.indicator)
        font = TEXT if row.level != "state" or not answer.chosen else TEXT_2
        bold = row.level != "state" or not answer.chosen
        return annotation(f"<b>{text}</b>" if bold else text, font=font, xref="paper", x=1, xshift=RIGHT,
                          xanchor="right", yref="y", y=y, yanchor="middle")  # fmt: skip
    words = STATUS_WORDS[row.status]
    said = f"▨ {words}" if row.status == "suppressed" else words
    return annotation(said, font=TEXT_2, xref="x domain", x=0, xshift=4, xanchor="left", yref="y", y=y,
                      yanchor="middle", bgcolor=PAPER)  # fmt: skip


def _state_line(answer: Answer, rows: int, shapes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    value = next((float(v) for v in answer.everyone["value"] if is_number(v)), None)
    if value is None or not answer.indicator.comparable:
        return []
    shapes.append({"type": "line", "x0": value, "x1": value, "y0": -0.5, "y1": rows - 0.5,
                   "line": {"color": INK, "width": 2}, "layer": "below"})  # fmt: skip
    text = f"<b>State, all {answer.indicator.words.people} {figure(value, answer.indicator)}</b>"
    return [annotation(text, xref="x", x=value, yref="paper", y=1, yanchor="bottom", yshift=4)]
