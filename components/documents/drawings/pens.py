"""What a chart is set down with: in the pixels of a picture, or in shares of a page's width, whatever that will be.

A fluid drawing is as wide as its place on the page: marks, letters and strokes keep their size, and what stands across
is a share of the plot. Nothing has to be drawn again for another window, for paper, or by a script.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from components.documents.drawings.svg import element, number

Box = tuple[float, float, float, float]
"""Left, top, right and bottom."""
Points = Sequence[tuple[float, float]]

PLOT = 1000.0
"""Units across a fluid plot: a tenth of a percent each."""


class Pen:
    """Draws in the pixels of a picture."""

    def line(self, ends: Box, **style: float | str) -> str:
        """A straight line from one point to another."""
        x1, y1, x2, y2 = ends
        return element("line", x1=x1, y1=y1, x2=x2, y2=y2, **style)

    def beside(self, x: float, write: Callable[[float], str], kind: str = "") -> str:  # of fluid pens
        """What has its size in pixels, and stands at or near a place across; `kind` is its class, where it has one."""
        return write(x)

    def outline(self, points: Points, *, closed: bool, **style: float | str) -> str:
        """A line from point to point."""
        path = "M" + "L".join(f"{number(x)} {number(y)}" for x, y in points)
        return element("path", d=path + ("Z" if closed else ""), stroke_linejoin="round", **style)

    def clip(self, name: str, box: Box) -> str:
        """What has to stand in the drawing for things to be clipped to a box."""
        left, top, right, bottom = box
        inside = element("rect", x=left, y=top, width=right - left, height=bottom - top)
        return element("clipPath", inside, id=name)

    def clipped(self, name: str, box: Box, draw: Callable[[Pen], str]) -> str:  # of fluid pens
        """What is drawn and clipped to a box."""
        content = draw(self)
        return element("g", content, clip_path=f"url(#{name})") if content else ""


@dataclass(frozen=True, slots=True)
class FluidPen(Pen):
    """Draws in shares of the width of a frame: at first the plot, PLOT units wide."""

    height: float
    left: float = 0.0
    top: float = 0.0
    width: float = PLOT

    def _across(self, x: float) -> str:
        return f"{number((x - self.left) * 100 / self.width)}%"

    def line(self, ends: Box, **style: float | str) -> str:
        """A straight line from one point to another."""
        x1, y1, x2, y2 = ends
        return element(
            "line", x1=self._across(x1), y1=y1 - self.top, x2=self._across(x2), y2=y2 - self.top, **style
        )  # fmt: skip

    def beside(self, x: float, write: Callable[[float], str], kind: str = "") -> str:
        """What has its size in pixels, in a frame of its own that begins at a place across."""
        named = f' class="{kind}"' if kind else ""
        down = f' y="{number(-self.top)}"' if self.top else ""
        return f'<svg{named} x="{self._across(x)}"{down} overflow="visible">{write(0.0)}</svg>'

    def outline(self, points: Points, *, closed: bool, **style: float | str) -> str:
        """A line from point to point, stretched as the frame is; its stroke is not."""
        moved = [(x - self.left, y - self.top) for x, y in points]
        path = Pen.outline(self, moved, closed=closed, vector_effect="non-scaling-stroke", **style)
        box = f"0 0 {number(self.width)} {number(self.height)}"
        return f'<svg viewBox="{box}" preserveAspectRatio="none" overflow="visible">{path}</svg>'

    def clip(self, name: str, box: Box) -> str:
        """Nothing: a frame clips by itself."""
        return ""

    def clipped(self, name: str, box: Box, draw: Callable[[Pen], str]) -> str:
        """What is drawn in a frame of its own, which shows nothing beyond it."""
        left, top, right, bottom = box
        inner = FluidPen(bottom - top, left, top, right - left)
        content = draw(inner)
        if not content:
            return ""
        frame = {"x": self._across(left), "y": number(top - self.top)}
        frame |= {"width": f"{number((right - left) * 100 / self.width)}%", "height": number(bottom - top)}
        return element("svg", content, **frame)
