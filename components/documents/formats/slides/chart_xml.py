"""A chart of a slide as DrawingML: a scatter chart with whiskers, whose words are labels of points that are not seen.

Everything refers to cells of the chart's own workbook (`chart_book`), so that who edits these moves the marks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

from components.documents.charts.sheet import SYMBOLS
from components.documents.drawings.chart_svg import dash_lengths
from components.documents.formats.slides.chart_book import Block, ChartBook, Range
from components.documents.formats.slides.chart_words import SMALL, Frame, Label, Run, framed, row_of
from components.documents.native_chart import ChartPoint, ChartSeries, NativeChart, ReferenceLine
from components.formatting.palette import INK_2, LINE
from data.language import gettext

_STROKES = ("x", "cross", "star")
"""Marks that are strokes there, and cannot be open."""
_EMU = 9525
"""Units of DrawingML in a pixel."""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart for a slide: its part, in which `{workbook}` stands for the relation to its workbook, and that."""

    xml: str
    workbook: bytes


def drawn(chart: NativeChart, width: float, height: float, unit: float, lang: str) -> Drawn:
    """A chart in its room, in pixels of a slide; `unit` is how many points such a pixel has."""
    return _Chart(chart, framed(chart, width, height), unit, lang).drawn()


class _Chart:
    def __init__(self, chart: NativeChart, frame: Frame, unit: float, lang: str) -> None:
        self.chart, self.frame, self.unit, self.lang = chart, frame, unit, lang
        self.book = ChartBook(
            max([len(frame.labels), *(len(one.points) for one in (*chart.series, *chart.turns))], default=0)
        )
        self.parts: list[str] = []

    def drawn(self) -> Drawn:
        if self.frame.labels:
            self._labels(self.frame.labels)
        for mark in self.chart.marks:
            self._line(mark.name, [(mark.at, self.frame.up[0]), (mark.at, self.frame.up[1])],
                       ReferenceLine(mark.name, mark.at, colour=INK_2, dash="dot", width=1.0))  # fmt: skip
        for line in self.chart.references:
            self._reference(line)
        for series in self.chart.series:
            for part in _by_look(series, self.chart):
                self._series(part)
        for turn in self.chart.turns:
            self._turn(turn)
        left, top, wide, high = self.frame.plot
        xml = (
            f'{_HEAD}<c:date1904 val="0"/><c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/>'
            '<c:plotArea><c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/><c:x val="{left:.5f}"/><c:y val="{top:.5f}"/><c:w val="{wide:.5f}"/>'
            f'<c:h val="{high:.5f}"/></c:manualLayout></c:layout><c:scatterChart><c:scatterStyle val="lineMarker"/>'
            f'<c:varyColors val="0"/>{"".join(self.parts)}<c:axId val="1001"/><c:axId val="1002"/></c:scatterChart>'
            f"{self._axes()}<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr></c:plotArea>"
            '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
            "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
            f"{self._text(Run('', colour='quiet', small=True))}"
            '<c:externalData r:id="{workbook}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
        )
        return Drawn(xml, self.book.content())

    # Axes

    def _axes(self) -> str:
        (first, last), (low, high) = self.frame.across, self.frame.up
        decimals = next(
            (d for d in range(5) if abs(self.chart.step * 10**d - round(self.chart.step * 10**d)) < 1e-6), 4
        )
        numbers = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        if self.chart.kind == "lines":
            return self._axis(1001, "b", first, last, self.frame.step, "0", line=True) + self._axis(
                1002, "l", low, high, self.chart.step, numbers, grid=True
            )
        return self._axis(1001, "b", first, last, self.chart.step, numbers, grid=True) + self._axis(
            1002, "l", low, high, 1, "0", hidden=True
        )

    def _axis(
        self, number: int, place: str, low: float, high: float, step: float, numbers: str,
        *, grid: bool = False, line: bool = False, hidden: bool = False,
    ) -> str:  # fmt: skip
        lines = f"<c:majorGridlines><c:spPr>{_stroke(LINE, 1)}</c:spPr></c:majorGridlines>" if grid else ""
        unit = f'<c:majorUnit val="{step:g}"/>' if step else ""
        own = _stroke(INK_2, 1) if line else "<a:ln><a:noFill/></a:ln>"
        return (
            f'<c:valAx><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/><c:max val="{high!r}"/>'
            f'<c:min val="{low!r}"/></c:scaling><c:delete val="0"/><c:axPos val="{place}"/>{lines}'
            f'<c:numFmt formatCode="{numbers}" sourceLinked="0"/><c:majorTickMark val="none"/>'
            f'<c:minorTickMark val="none"/><c:tickLblPos val="{"none" if hidden else "low"}"/>'
            f"<c:spPr>{own}</c:spPr>{self._text(Run('', colour='quiet', small=True))}"
            f'<c:crossAx val="{2003 - number}"/><c:crosses val="min"/><c:crossBetween val="midCat"/>{unit}</c:valAx>'
        )

    # Series

    def _series(self, series: ChartSeries) -> None:
        if not series.points:
            return
        lines = self.chart.kind == "lines"
        places = [p.at if lines else row_of(self.chart, p.at) for p in series.points]
        block = self.book.series(series, self.chart, places)
        for across, up in block.intervals if series.whiskers else ():
            name = f"{series.name} · {gettext('95% interval')}"
            self._add(Block(name, "", across, up, _NONE, _NONE), _stroke(series.colour, 2), _NO_MARKER)
        if any(point.reach for point in series.points):
            name = f"{series.name} · {gettext('years')}"
            bars = self.book.bars(name, block, [point.reach for point in series.points])
            self._add(bars, _stroke(series.colour, series.width), _NO_MARKER)
        joined = lines and bool(series.dash)
        stroke = _stroke(series.colour, series.width, series.dash) if joined else _NO_LINE
        whiskers = ""
        if lines and series.whiskers and any(number is not None for number in block.below.values):
            whiskers = _whiskers(block, series.colour, 1 if joined else 2)
        seen = [point for point in series.points if point.seen]
        usual = _marker(series, hollow=bool(seen) and all(p.hollow for p in seen)) if seen else _NO_MARKER
        looks = "".join(self._looks(number, point, series, seen) for number, point in enumerate(series.points))
        self._add(block, stroke, usual, points=looks, whiskers=whiskers)

    def _looks(self, number: int, point: ChartPoint, series: ChartSeries, seen: Sequence[ChartPoint]) -> str:
        """What a point has of its own: no mark, an open one, and the piece of line that ends in it."""
        mark = "" if point.seen else _NO_MARKER if seen else ""
        if point.seen and point.hollow and not all(p.hollow for p in seen):
            mark = _marker(series, hollow=True)
        line = ""
        if point.at in series.breaks:
            line = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
        elif point.at in series.dashed:
            line = f"<c:spPr>{_stroke(series.colour, series.width, 'dash')}</c:spPr>"
        if not mark and not line:
            return ""
        return f'<c:dPt><c:idx val="{number}"/>{mark}<c:bubble3D val="0"/>{line}</c:dPt>'

    def _turn(self, turn: ChartSeries) -> None:
        """Upright strokes through a line: whiskers of points without a mark."""
        low, high = self.frame.up
        plot = self.frame.height - self.frame.top - self.frame.bottom
        arm = turn.size / 2 * (high - low) / max(plot, 1)
        block = self.book.points(turn.name, [(p.name, p.at, p.value or 0.0) for p in turn.points])
        strokes = _fixed([arm] * len(turn.points), turn.colour, 3)
        self._add(block, _NO_LINE, _NO_MARKER, whiskers=strokes)

    def _reference(self, line: ReferenceLine) -> None:
        (first, last), (low, high) = self.frame.across, self.frame.up
        if self.chart.kind == "lines":
            ends = [(first, line.value), (last, line.value)]
        else:
            # As high as its name, which stands over the rows.
            label = next((one for one in self.frame.labels if one.words == f"{line.name} {line.words}".strip()), None)
            reach = high if label is None else label.up - (0.5 if label.side == "ctr" else 0.0) * _line(self.frame)
            ends = [(line.value, low), (line.value, reach)]
        self._line(line.name, ends, line)

    def _line(self, name: str, ends: Sequence[tuple[float, float]], style: ReferenceLine) -> None:
        block = self.book.points(name, [(name, x, y) for x, y in ends])
        self._add(block, _stroke(style.colour, style.width, style.dash), _NO_MARKER)

    def _labels(self, labels: Sequence[Label]) -> None:
        block = self.book.points(gettext("In words"), [(one.words, one.across, one.up) for one in labels])
        written = "".join(self._label(number, one) for number, one in enumerate(labels))
        shown = "".join(f'<c:show{what} val="0"/>' for what in _SHOWN)
        labelled = f"<c:dLbls>{written}<c:spPr><a:noFill/>{_NO_LINE}</c:spPr>{shown}</c:dLbls>"
        self._add(block, _NO_LINE, _NO_MARKER, labels=labelled)

    def _label(self, number: int, label: Label) -> str:
        align = {"l": "r", "r": "l"}.get(label.side, "ctr")
        paragraphs = "".join(
            f'<a:p><a:pPr algn="{align}">{self._properties(line, "defRPr")}</a:pPr>'
            f"<a:r>{self._properties(line, 'rPr')}<a:t>{escape(line.text, quote=False)}</a:t></a:r></a:p>"
            for line in label.lines
        )
        return (
            f'<c:dLbl><c:idx val="{number}"/><c:tx><c:rich><a:bodyPr wrap="none" lIns="38100" tIns="0" rIns="38100" '
            f'bIns="0" anchor="ctr"><a:spAutoFit/></a:bodyPr><a:lstStyle/>{paragraphs}</c:rich></c:tx>'
            f'<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr><c:dLblPos val="{label.side}"/>'
            '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
            '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
        )

    def _add(
        self, block: Block, stroke: str, marker: str, *, points: str = "", labels: str = "", whiskers: str = ""
    ) -> None:
        number, name = len(self.parts), f"<c:v>{escape(block.name)}</c:v>"
        if block.name_cell:
            name = (
                f'<c:strRef><c:f>{escape(block.name_cell)}</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0">{name}'
                "</c:pt></c:strCache></c:strRef>"
            )
        self.parts.append(
            f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/><c:tx>{name}</c:tx>'
            f"<c:spPr>{stroke}</c:spPr>{marker}{points}{labels}{whiskers}"
            f'<c:xVal>{_numbers(block.across)}</c:xVal><c:yVal>{_numbers(block.up)}</c:yVal><c:smooth val="0"/></c:ser>'
        )

    # Letters

    def _text(self, run: Run) -> str:
        return (
            '<c:txPr><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p><a:pPr>'
            f'{self._properties(run, "defRPr")}</a:pPr><a:endParaRPr lang="{self.lang}"/></a:p></c:txPr>'
        )

    def _properties(self, run: Run, name: str) -> str:
        size = round(100 * (SMALL if run.small else run.size) * self.unit)
        fill = '<a:schemeClr val="tx1"/>' if not run.colour else '<a:schemeClr val="tx2"/>'
        if run.colour.startswith("#"):
            fill = f'<a:srgbClr val="{run.colour[1:].upper()}"/>'
        lang = f' lang="{self.lang}"' if name == "rPr" else ""
        return (
            f'<a:{name}{lang} sz="{size}" b="{int(run.bold)}"><a:solidFill>{fill}</a:solidFill>'
            f'<a:latin typeface="+mn-lt"/></a:{name}>'
        )


_SHOWN = ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
_PALE = 0.3
"""Share of a mark's colour in what fills it where it is open."""
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
_NONE = Range("", ())
_NO_MARKER = '<c:marker><c:symbol val="none"/></c:marker>'


def _by_look(series: ChartSeries, chart: NativeChart) -> list[ChartSeries]:
    """Dots of a group that are filled and those that are open, each with the name of its place where it has both."""
    if chart.kind == "lines" or len({point.hollow for point in series.points}) < 2:
        return [series]
    parts = []
    for hollow in (False, True):
        points = tuple(point for point in series.points if point.hollow is hollow)
        parts.append(replace(series, name=f"{series.name}, {points[0].name}", points=points))
    return parts


def _line(frame: Frame) -> float:
    """The height of a name over the rows, on the upright axis."""
    low, high = frame.up
    return 20 * (high - low) / max(frame.height - frame.top - frame.bottom, 1)


def _stroke(colour: str, width: float, dash: str = "") -> str:
    pattern = ""
    lengths = dash_lengths(dash) if dash else []
    if lengths:
        pairs = zip(lengths[::2], lengths[1::2], strict=True)
        stops = "".join(
            f'<a:ds d="{round(100_000 * long / width)}" sp="{round(100_000 * gap / width)}"/>' for long, gap in pairs
        )
        pattern = f"<a:custDash>{stops}</a:custDash>"
    return (
        f'<a:ln w="{round(width * _EMU)}" cap="flat"><a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'
        f"{pattern}<a:round/></a:ln>"
    )


def _marker(series: ChartSeries, *, hollow: bool) -> str:
    symbol = SYMBOLS.get(series.symbol, "circle")
    colour = series.colour[1:].upper()
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    if hollow:
        fill = f'<a:solidFill><a:srgbClr val="{_pale(series.colour)}"/></a:solidFill>'
    if series.symbol in _STROKES:
        fill = "<a:noFill/>"
    size = max(2, min(round(series.size * 0.75), 72))
    return (
        f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr>{fill}'
        f"{_stroke(series.colour, 2)}</c:spPr></c:marker>"
    )


def _pale(colour: str) -> str:
    """What an open mark is filled with: almost white. LibreOffice draws no edges, so that a white one was not seen."""
    return "".join(f"{round(255 - _PALE * (255 - int(colour[at : at + 2], 16))):02X}" for at in (1, 3, 5))


def _whiskers(block: Block, colour: str, width: float) -> str:
    return (
        '<c:errBars><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{_numbers(block.above)}</c:plus><c:minus>{_numbers(block.below)}</c:minus>"
        f"<c:spPr>{_stroke(colour, width)}</c:spPr></c:errBars>"
    )


def _fixed(arms: Sequence[float], colour: str, width: float) -> str:
    numbers = "".join(f'<c:pt idx="{i}"><c:v>{arm!r}</c:v></c:pt>' for i, arm in enumerate(arms))
    literal = f'<c:numLit><c:formatCode>General</c:formatCode><c:ptCount val="{len(arms)}"/>{numbers}</c:numLit>'
    return (
        '<c:errBars><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>'
        f"<c:plus>{literal}</c:plus><c:minus>{literal}</c:minus><c:spPr>{_stroke(colour, width)}</c:spPr></c:errBars>"
    )


def _numbers(cells: Range) -> str:
    return (
        f"<c:numRef><c:f>{escape(cells.cells)}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(cells.values)}"/>{"".join(_cached(cells))}</c:numCache></c:numRef>'
    )


def _cached(cells: Range) -> Iterator[str]:
    for number, value in enumerate(cells.values):
        if value is not None:
            yield f'<c:pt idx="{number}"><c:v>{float(value)!r}</c:v></c:pt>'
