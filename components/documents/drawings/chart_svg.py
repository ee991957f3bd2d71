"""Charts as SVG, from the figure dictionaries that plotly.js draws too: a picture of a width, or fluid on a page.

Only what our charts are made of is known here; anything else raises `DrawingError`, so that a new kind of chart is
never left out of a document in silence.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import partial
from typing import Any

from components.documents.drawings.pens import PLOT, Box, FluidPen, Pen, Points
from components.documents.drawings.svg import PATTERNS, SIZE, Style, document, element, label, line, number
from components.documents.drawings.ticks import fluid_ticks, shown_ticks
from components.figures.style import TICK, Figure, Trace, tick_label
from components.formatting.palette import INK, LINE, MARKS
from data.errors import InternalError

_UPRIGHT = ("line-ns", "line-ns-open")
"""Marks that are one upright stroke, in the colour and width of their edge."""
_PATHS = {mark.symbol: mark.path for mark in MARKS.values() if mark.symbol not in _UPRIGHT}
_DASHES = {"solid": "", "dash": "9 9", "dot": "3 3", "dashdot": "9 3 3 3"}
_ACROSS = {"left": "start", "center": "middle", "right": "end", "auto": "middle"}
_REACH = 0.7
"""How far an upright stroke reaches up and down, in its size."""
_MARK = 10.4
"""Width of the marks' paths, for a marker's size."""
_ID = re.compile(r'( id="|url\(#)')
_END = 1.0
"""Pixels from an end of its axis within which a grid line is left out, as the page's charts leave it out."""


class DrawingError(InternalError):
    """A chart has something that cannot be drawn outside a browser yet."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """An axis between two pixels; `start` is where its range begins."""

    start: float
    end: float
    low: float
    high: float
    options: dict[str, Any]

    def at(self, value: float) -> float:
        if self.high == self.low:  # a chart without rows
            return self.start
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    def ticks(self) -> list[tuple[float, str]]:
        """Pixel and label of every tick."""
        if "tickvals" in self.options:
            marks = list(zip(self.options["tickvals"], self.options["ticktext"], strict=True))
        else:
            first, step = self.options.get("tick0", self.low), self.options.get("dtick")
            if step is None:
                return []
            start = math.ceil((self.low - first) / step - 1e-9)
            steps = range(start, math.floor((self.high - first) / step + 1e-9) + 1)
            marks = [(first + i * step, _written(first + i * step, step, self.options)) for i in steps]
        return [(self.at(value), str(text)) for value, text in marks if self.low <= value <= self.high]


def _written(value: float, step: float, options: dict[str, Any]) -> str:
    style = options.get("tickformat", "")
    if style not in ("", ",", "d"):
        raise DrawingError(f"tick labels in the format “{style}” are not drawn in documents")
    return str(round(value)) if style == "d" else tick_label(value, step)


def chart_svg(figure: Figure, width: float, title: str = "") -> str:
    """A figure dictionary as an SVG of a width in pixels; its height is the figure's own. Raises DrawingError."""
    margin = figure["layout"]["margin"]
    drawn = _Chart(figure, float(margin["l"]), width - margin["r"], Pen()).drawn()
    return document(drawn, width, figure["layout"]["height"], title)


def fluid_chart(figure: Figure, name: str) -> str:
    """A figure dictionary as an SVG that is as wide as its place; `name` is no other's there. Raises DrawingError.

    The SVG is the plot; what stands in the margins, as the names of rows, stands beyond its edges.
    """
    margin = figure["layout"]["margin"]
    left, both = number(margin["l"]), number(margin["l"] + margin["r"])
    drawn = _Chart(figure, 0.0, PLOT, FluidPen(figure["layout"]["height"])).drawn()
    if "url(#" in drawn:
        drawn = _ID.sub(rf"\g<1>{name}-", PATTERNS + drawn)
    return f'<svg class="drawing" style="left:{left}px;width:calc(100% - {both}px)">{drawn}</svg>'


class _Chart:
    """A figure's layout between two places across, and its parts drawn in it with a pen."""

    def __init__(self, figure: Figure, left: float, right: float, pen: Pen) -> None:
        self.figure, self.layout, self.pen = figure, figure["layout"], pen
        margin = self.layout["margin"]
        self.left, self.right, self.width = left, right, right + margin["r"]
        self.top, self.bottom = float(margin["t"]), self.layout["height"] - margin["b"]
        self.axes = {key[0] + key[5:]: self._axis(key) for key in self.layout if key[1:5] == "axis"}
        self.axes.setdefault("x", self._axis("xaxis"))
        self.axes.setdefault("y", self._axis("yaxis"))

    def _axis(self, name: str) -> _Axis:
        options = self.layout.get(name, {})
        if options.get("type", "linear") != "linear":
            raise DrawingError(f"axes of the type “{options['type']}” are not drawn in documents")
        low, high = options.get("range", (0.0, 1.0))
        first, last = options.get("domain", (0.0, 1.0))
        if name[0] == "x":
            start, span = self.left, self.right - self.left
        else:
            start, span = self.bottom, self.top - self.bottom
        return _Axis(start + first * span, start + last * span, low, high, options)

    def drawn(self) -> str:
        """Everything from back to front, in the order in which the page's charts draw it."""
        shapes = self.layout.get("shapes", ())
        traces = self.figure["data"]
        return "".join(
            [
                *(self._clip(*pair) for pair in dict.fromkeys([("x", "y"), *map(_axes_of, traces)])),
                *(self._grid(name, axis) for name, axis in self.axes.items()),
                *(self._shape(s) for s in shapes if s.get("layer") == "below"),
                *(self._trace(t) for t in traces),
                *(self._axis_line(axis) for axis in self.axes.values() if axis.options.get("showline")),
                *(self._shape(s) for s in shapes if s.get("layer") != "below"),
                *(self._annotation(a) for a in self.layout.get("annotations", ())),
            ]
        )

    def _box(self, across: str, down: str) -> Box:
        """The box of two axes: marks on them are clipped to it, not to the whole plot."""
        x, y = self.axes[across], self.axes[down]
        return x.start, y.end, x.end, y.start

    def _clip(self, across: str, down: str) -> str:
        return self.pen.clip(_clip_id(across, down), self._box(across, down))

    def _grid(self, name: str, axis: _Axis) -> str:
        options = axis.options
        parts = []
        if options.get("showgrid", True):
            colour = options.get("gridcolor", LINE)
            ends = (axis.start, axis.end)
            inner = [at for at, _ in axis.ticks() if min(abs(at - end) for end in ends) > _END]
            parts += [self._across(name, at, colour) for at in inner]
        if options.get("showticklabels", True):
            colour = options.get("tickfont", {}).get("color", INK)
            if name[0] == "x":
                parts += self._labels_across(axis, Style(colour=colour, across="middle", down="top"))
            else:
                style = Style(colour=colour, across="end")
                parts += [self._label(text, self.left, -TICK, at, style) for at, text in axis.ticks()]
        return "".join(parts)

    def _labels_across(self, axis: _Axis, style: Style) -> list[str]:
        """The ticks of a level axis. A fluid drawing has all of them, and each says where it would run into another."""
        if isinstance(self.pen, FluidPen):
            margin = self.layout["margin"]
            ticks = fluid_ticks([(at / PLOT, text) for at, text in axis.ticks()], margin["l"], margin["r"])
            return [
                self._label(t.text, t.share * PLOT, t.shift, self.bottom + 4, style, f"tick {t.kind}".rstrip())
                for t in ticks
            ]
        ticks_shown = shown_ticks(axis.ticks(), self.width)
        return [self._label(text, at, 0.0, self.bottom + 4, style) for at, text in ticks_shown]

    def _label(self, text: str, x: float, shift: float, y: float, style: Style, kind: str = "") -> str:
        """A label so many pixels from a place across."""
        return self.pen.beside(x, lambda at: label(text, at + shift, y, style), kind)

    def _axis_line(self, axis: _Axis) -> str:
        colour = axis.options.get("linecolor", INK)
        return self.pen.line((axis.start, self.bottom, axis.end, self.bottom), stroke=colour, stroke_width=1)

    def _across(self, name: str, at: float, colour: str) -> str:
        upright = (at, self.top, at, self.bottom)
        ends = upright if name[0] == "x" else (self.left, at, self.right, at)
        return self.pen.line(ends, stroke=colour, stroke_width=1)

    def _place(self, reference: str, value: float) -> float:
        """The pixel of a value by what it refers to: an axis, or an axis's domain."""
        name, _, of = reference.partition(" ")
        axis = self.axes.get(name)
        if axis is None or of not in ("", "domain"):
            raise DrawingError(f"a place on “{reference}” is not drawn in documents")
        return axis.start + value * (axis.end - axis.start) if of else axis.at(value)

    def _x(self, reference: str, value: float) -> float:
        return self.left + value * (self.right - self.left) if reference == "paper" else self._place(reference, value)

    def _y(self, reference: str, value: float) -> float:
        return self.bottom - value * (self.bottom - self.top) if reference == "paper" else self._place(reference, value)

    def _shape(self, shape: dict[str, Any]) -> str:
        if shape["type"] != "line":
            raise DrawingError(f"shapes of the type “{shape['type']}” are not drawn in documents")
        across, down, stroke = shape.get("xref", "x"), shape.get("yref", "y"), shape["line"]
        start = self._x(across, shape["x0"]), self._y(down, shape["y0"])
        end = self._x(across, shape["x1"]), self._y(down, shape["y1"])
        return self.pen.line((*start, *end), **_stroke(stroke))

    def _annotation(self, note: dict[str, Any]) -> str:
        if note.get("showarrow", True):
            raise DrawingError("labels with arrows are not drawn in documents")
        across, down = note.get("xanchor", "auto"), note.get("yanchor", "auto")
        style = Style(
            size=note.get("font", {}).get("size", SIZE),
            colour=note.get("font", {}).get("color", INK),
            across=_ACROSS[across],
            down="middle" if down == "auto" else down,
            ground=note.get("bgcolor", ""),
        )
        x = self._x(note.get("xref", "x"), note["x"])
        y = self._y(note.get("yref", "y"), note["y"]) - note.get("yshift", 0)
        return self._label(note["text"], x, note.get("xshift", 0), y, style, "note")

    def _trace(self, trace: Trace) -> str:
        kind, mode = trace["type"], trace.get("mode", "")
        modes = set(mode.split("+"))
        if kind != "scatter" or not modes or modes - {"lines", "markers"}:
            raise DrawingError(f"“{kind}” drawn as “{mode}” is not drawn in documents")
        if trace.get("fill", "none") not in ("none", "toself"):
            raise DrawingError(f"areas filled “{trace['fill']}” are not drawn in documents")
        pair = _axes_of(trace)
        across, down = (self.axes[name] for name in pair)
        name, box = _clip_id(*pair), self._box(*pair)
        points = [(across.at(x), down.at(y)) for x, y in zip(trace["x"], trace["y"], strict=True)]

        def lines(pen: Pen) -> str:
            outline = _outline(points, trace, pen) if "lines" in modes else ""
            return outline + _whiskers(trace, across, down, pen)

        def marks(pen: Pen) -> str:
            return _marks(points, trace["marker"], pen)

        inside = self.pen.clipped(name, box, lines)
        if "markers" not in modes:
            return inside
        is_clipped = trace.get("cliponaxis", True)
        return inside + (self.pen.clipped(name, box, marks) if is_clipped else marks(self.pen))


def _whiskers(trace: Trace, across: _Axis, down: _Axis, pen: Pen) -> str:
    parts = []
    for name in ("error_x", "error_y"):
        error = trace.get(name)
        if error is None:
            continue
        if error.get("type") != "data" or error.get("symmetric", True):
            raise DrawingError("only whiskers with two given arms are drawn in documents")
        for x, y, up, back in zip(trace["x"], trace["y"], error["array"], error["arrayminus"], strict=True):
            ends = [(x - back, y), (x + up, y)] if name == "error_x" else [(x, y - back), (x, y + up)]
            (x1, y1), (x2, y2) = ((across.at(a), down.at(b)) for a, b in ends)
            style = {"stroke": error["color"], "stroke_width": error.get("thickness", 2)}
            parts.append(pen.line((x1, y1, x2, y2), **style))
    return "".join(parts)


def _axes_of(trace: Trace) -> tuple[str, str]:
    return trace.get("xaxis", "x"), trace.get("yaxis", "y")


def _clip_id(across: str, down: str) -> str:
    return f"plot-{across}-{down}"


def dash_lengths(dash: str) -> list[float]:
    """Pixels of the strokes of a dash and of the gaps between them, in turn; none of a line without."""
    parts = _DASHES.get(dash, dash.replace("px", "").replace(",", " ")).split()
    if any(not part.replace(".", "").isdigit() for part in parts):
        raise DrawingError(f"lines dashed “{dash}” are not drawn in documents")
    return [float(part) for part in parts]


def _stroke(stroke: dict[str, Any]) -> dict[str, float | str]:
    pattern = " ".join(map(number, dash_lengths(stroke.get("dash", "solid"))))
    attributes: dict[str, float | str] = {"stroke": stroke.get("color", INK), "stroke_width": stroke.get("width", 2)}
    return attributes | ({"stroke_dasharray": pattern} if pattern else {})


def _outline(points: Points, trace: Trace, pen: Pen) -> str:
    stroke = trace.get("line", {})
    if stroke.get("shape", "linear") != "linear":
        raise DrawingError(f"lines of the shape “{stroke['shape']}” are not drawn in documents")
    filled = trace.get("fill") == "toself"
    fill: dict[str, float | str] = _colour("fill", trace["fillcolor"]) if filled else {"fill": "none"}
    lined = _stroke(stroke) if stroke.get("width", 2) else {}
    return pen.outline(points, closed=filled, **fill, **lined)


def _colour(name: str, colour: str) -> dict[str, float | str]:
    """A colour for SVG, which has transparency apart from it."""
    if not colour.startswith("rgba("):
        return {name: colour}
    red, green, blue, share = colour.removeprefix("rgba(").removesuffix(")").split(",")
    return {name: f"rgb({red},{green},{blue})", f"{name}_opacity": share}


def _marks(points: Points, marker: dict[str, Any], pen: Pen) -> str:
    parts = []
    for i, (x, y) in enumerate(points):
        symbol = _of(marker.get("symbol", "circle"), i)
        if symbol not in _PATHS and symbol not in _UPRIGHT:
            raise DrawingError(f"marks of the form “{symbol}” are not drawn in documents")
        if _of(marker.get("opacity", 1), i):
            parts.append(pen.beside(x, partial(_mark, y=y, symbol=symbol, marker=marker, index=i)))
    return "".join(parts)


def _mark(x: float, y: float, symbol: str, marker: dict[str, Any], index: int) -> str:
    edge, size = marker.get("line", {}), _of(marker.get("size", 6), index)
    colour = _of(edge.get("color", INK), index)
    if symbol in _UPRIGHT:
        half = size * _REACH
        return line(x, y - half, x, y + half, colour, _of(edge.get("width", 1), index))
    scale = size / _MARK
    return element(
        "path",
        d=_PATHS[symbol],
        transform=f"translate({number(x)} {number(y)}) scale({scale:.4f})",
        fill=_of(marker.get("color", INK), index),
        stroke=colour,
        stroke_width=_of(edge.get("width", 0), index) / scale,
    )


def _of(setting: Any, index: int) -> Any:
    """A setting of one point: of a list, its own; else that of all."""
    return setting[index] if isinstance(setting, list | tuple) else setting
