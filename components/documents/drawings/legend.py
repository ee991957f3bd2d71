"""The map's legend for documents, as SVG: its classes, what stands beside them, and the state among them."""

from __future__ import annotations

from html import escape
from itertools import pairwise

from components.documents.drawings.svg import LINE, SIZE, Style, document, element, label, swatch
from components.figures.legend import Legend, class_words
from components.figures.map import classes
from components.formatting.palette import EDGE, INK, INK_2, NOT_AVAILABLE, ZERO
from components.formatting.phrases import hidden_reason, shown_words
from components.formatting.typeface import length, wrapped
from data.language import gettext
from data.query.selection import Answer
from data.vocabulary import LEVEL_WORDS

GAP = 8
_ONE = 84
"""Least width of a swatch beside the classes with its word; with a longer word it is as wide as that."""
_TOP, _BAR, _LINE = 24, 14, 18
_SHORT = 0.6
"""Share of a legend's width beyond which the state's words go on in a second line."""


_PAINT = {"zero": ZERO, "not_available": NOT_AVAILABLE}
"""Fill colour of a swatch, as the map paints; the other kinds are named as `swatch` names their patterns."""


def legend_words(answer: Answer) -> str:
    """How many places are shown and hidden, and why."""
    if answer.selection.level == "state":
        return ""
    reason = hidden_reason(answer).rstrip(".")
    counts = f"**{shown_words(answer)}** ({reason})." if reason else f"**{shown_words(answer)}**."
    if not answer.indicator.comparable:
        return f"{class_words(answer)} {counts}"
    if classes(answer) is None:
        return counts
    under = gettext("Under each color: its number of {places}.", places=LEVEL_WORDS[answer.selection.level].plural)
    return f"{counts} {under}"


def legend_list(legend: Legend) -> str:
    """The legend in words, for those who do not see it: its classes, and how many places each of them has."""
    said = [legend.state] if legend.state else []
    bounds = legend.bounds if len(legend.bounds) == 1 else [f"{a}–{b}" for a, b in pairwise(legend.bounds)]
    counts = [*zip(bounds, (one.places for one in legend.classes), strict=True)] if legend.classes else []
    counts += [(swatch.word, swatch.places) for swatch in legend.beside]
    said += [gettext("{name}: {value}", name=name, value=places) for name, places in counts]
    return ". ".join(said) + "."


def legend_svg(legend: Legend, width: float) -> str:
    """The legend as an SVG."""
    one = max([_ONE, *(length(swatch.word) + GAP for swatch in legend.beside)])
    beside = len(legend.beside) * (one + GAP)
    # Seven classes with dollars in their bounds need the whole width; what stands beside them goes below.
    below = bool(legend.classes) and (width - beside) / len(legend.classes) < _room(legend)
    ramp = width if below else width - beside
    state = wrapped(legend.state, _SHORT * width, bold=True)
    top = _TOP + SIZE * LINE * (len(state) - 1) if state else 2.0
    parts = [_ramp(legend, ramp, top), _state_mark(legend, state, ramp, (width, top))] if legend.classes else []
    height = top + _BAR + 2 * _LINE + 4.0
    at, down = (0.0, height + 4.0) if below or not legend.classes else (ramp + GAP, top)
    for entry in legend.beside:
        parts.append(swatch(at, down, _PAINT.get(entry.kind, entry.kind), one, _BAR))
        middle = at + one / 2
        parts.append(label(entry.word, middle, down + _BAR + _LINE / 2 + 2, Style(across="middle")))
        under = down + _BAR + _LINE * 1.5 + 2
        parts.append(label(str(entry.places), middle, under, Style(across="middle", colour=INK_2)))
        at += one + GAP
    height = max(height, down + _BAR + 2 * _LINE + 4) if legend.beside else height
    return document("".join(parts), width, height, "")


def _room(legend: Legend) -> float:
    """The width a class needs for its bounds: the outer ones stand inside, so the next begins half a bound later."""
    return 1.5 * max((length(bound) for bound in legend.bounds), default=0.0) + 8


def _ramp(legend: Legend, width: float, top: float) -> str:
    number, step = len(legend.classes), width / len(legend.classes)
    size = SIZE * min(1.0, step / _room(legend))
    parts = []
    for i, one in enumerate(legend.classes):
        box = {"x": i * step, "y": top, "width": step, "height": _BAR}
        parts.append(element("rect", fill=one.colour, stroke=EDGE, stroke_width=1, **box))
        down = top + _BAR + _LINE * 1.5 + 2
        parts.append(label(str(one.places), (i + 0.5) * step, down, Style(across="middle", colour=INK_2)))
    if len(legend.bounds) == 1:
        middle = Style(size=size, across="middle")
        return "".join([*parts, label(legend.bounds[0], width / 2, top + _BAR + _LINE / 2 + 2, middle)])
    for i, bound in enumerate(legend.bounds):
        across = "start" if i == 0 else "end" if i == number else "middle"
        parts.append(label(bound, i * step, top + _BAR + _LINE / 2 + 2, Style(size=size, across=across)))
    return "".join(parts)


def _state_mark(legend: Legend, state: tuple[str, ...], ramp: float, size: tuple[float, float]) -> str:
    """The state's words over its place on the ramp, within the legend; `size` is its width and the ramp's top."""
    if not state:
        return ""
    width, top = size
    at = legend.state_share * ramp
    half = max(length(part, bold=True) for part in state) / 2
    middle = min(max(at, half), width - half)
    style = Style(across="middle", down="bottom", bold=True)
    return "".join(
        [
            label("<br>".join(map(escape, state)), middle, top - 5, style),
            element("path", d=f"M{at - 5:.2f} {top - 6}h10l-5 6z", fill=INK),
            element("rect", x=at - 1, y=top, width=2, height=_BAR, fill=INK),
        ]
    )
