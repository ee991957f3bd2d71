"""Where the words of a drawing stand: boxes around every line of text and every mark of an SVG, in its own units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree

from components.formatting.palette import LINE
from components.formatting.typeface import length

_SVG = "{http://www.w3.org/2000/svg}"
_ASCENT, _DESCENT = 0.73, 0.2
"""How far the capitals of Inter reach above the line they stand on and its letters below it, in their size."""
_MARK = re.compile(r"translate\((\S+) (\S+)\) scale\((\S+)\)")
_MARK_WIDTH = 10.4
"""Width of a mark's path at the size 1."""
_STARTS = {"start": 0.0, "middle": 0.5, "end": 1.0}


@dataclass(frozen=True)
class Box:
    """A rectangle and the words in it, if any; `size` is that of its letters."""

    words: str
    left: float
    top: float
    right: float
    bottom: float
    size: float = 0.0

    def meets(self, other: Box, slack: float = 0.5) -> bool:
        """Whether two boxes have more than `slack` in common each way."""
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > slack and down > slack


@dataclass(frozen=True)
class Drawing:
    """An SVG's size, its lines of text, its marks, and the upright axis lines its plot lies between (if it has any)."""

    width: float
    height: float
    texts: tuple[Box, ...]
    marks: tuple[Box, ...]
    plot: Box | None

    def faults(self) -> list[str]:
        """What a designer would be ashamed of, in words."""
        found = [f"“{one.words}” lies over “{two.words}”" for one, two in combinations(self.texts, 2) if one.meets(two)]
        found += [f"“{box.words}” lies over a mark" for box in self.texts if any(box.meets(m, 1) for m in self.marks)]
        found += [f"“{box.words}” leaves the drawing" for box in self.texts if not self._holds(box)]
        found += [f"“{box.words}” leaves its column" for box in self.texts if self._straddles(box)]
        found += [f"“{box.words}” is set in {box.size:.1f}" for box in self.texts if box.size < 10]
        found += [f"“{box.words}” is cut" for box in self.texts if "…" in box.words]
        return found

    def _holds(self, box: Box) -> bool:
        across = box.left >= -0.5 and box.right <= self.width + 0.5
        return across and box.top >= -1 and box.bottom <= self.height + 1

    def _straddles(self, box: Box) -> bool:
        """Whether words beside the plot go on into it."""
        if self.plot is None or not self.plot.top < (box.top + box.bottom) / 2 < self.plot.bottom:
            return False
        return box.left < self.plot.left - 1 and box.right > self.plot.left + 1


def drawing(svg: str) -> Drawing:
    """What an SVG of a document has in it."""
    root = ElementTree.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    return Drawing(width, height, tuple(_texts(root, 1.0)), tuple(_marks(root)), _plot(root))


def _texts(node: ElementTree.Element, scale: float) -> Iterator[Box]:
    """Every line of text, those of a picture within the picture in the size they are shown in."""
    for child in node:
        if child.tag == f"{_SVG}svg":
            inner = float(child.attrib["viewBox"].split()[2])
            yield from _texts(child, scale * float(child.attrib["width"]) / inner)
        elif child.tag == f"{_SVG}text":
            yield from _lines(child, scale)
        else:
            yield from _texts(child, scale)


def _lines(node: ElementTree.Element, scale: float) -> Iterator[Box]:
    size, x, y = (float(node.attrib[name]) for name in ("font-size", "x", "y"))
    lines: list[tuple[str, float, float]] = []
    for run in node:
        words = run.text or ""
        wide = length(words, size, bold=run.get("font-weight") == "700")
        if "x" in run.attrib or not lines:
            y += float(run.get("dy", "0em").removesuffix("em")) * size
            lines.append((words, wide, y))
        else:
            before, width, down = lines[-1]
            lines[-1] = (before + words, width + wide, down)
    for words, wide, down in lines:
        left = x - _STARTS[node.get("text-anchor", "start")] * wide
        sides = (left, down - _ASCENT * size, left + wide, down + _DESCENT * size, size)
        yield Box(words, *(side * scale for side in sides))


def _marks(root: ElementTree.Element) -> Iterator[Box]:
    for path in root.iter(f"{_SVG}path"):
        if found := _MARK.fullmatch(path.get("transform", "")):
            x, y, half = float(found[1]), float(found[2]), float(found[3]) * _MARK_WIDTH / 2
            yield Box("", x - half, y - half, x + half, y + half)
    for circle in root.iter(f"{_SVG}circle"):
        if "r" in circle.attrib and float(circle.attrib["r"]) > 3:  # smaller ones are the dots of a pattern
            x, y, half = (float(circle.attrib[name]) for name in ("cx", "cy", "r"))
            yield Box("", x - half, y - half, x + half, y + half)


def _plot(root: ElementTree.Element) -> Box | None:
    """The plot: what a chart clips to its axes; of a list of places, what lies between its outer grid lines."""
    for clip in root.iter(f"{_SVG}clipPath"):
        x, y, wide, high = (float(clip[0].attrib[name]) for name in ("x", "y", "width", "height"))
        return Box("", x, y, x + wide, y + high)
    lines = [{name: float(line.attrib[name]) for name in ("x1", "x2", "y1", "y2")} for line in _grid(root)]
    upright = [line for line in lines if line["x1"] == line["x2"]]
    if not upright:
        return None
    places, ends = [line["x1"] for line in upright], [(line["y1"], line["y2"]) for line in upright]
    return Box("", min(places), min(map(min, ends)), max(places), max(map(max, ends)))


def _grid(root: ElementTree.Element) -> Iterator[ElementTree.Element]:
    return (line for line in root.iter(f"{_SVG}line") if line.get("stroke") == LINE and line.get("stroke-width") == "1")
