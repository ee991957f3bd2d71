"""The drawing of a figure as SVG, and its text alternative: the same in every format that has pictures."""

from __future__ import annotations

from components.documents.document import DocumentFigure
from components.documents.drawings.chart_svg import chart_svg
from components.documents.drawings.legend import legend_list, legend_svg
from components.documents.drawings.ranking import Listing, listing_svg, listing_words
from components.documents.drawings.svg import fitted
from components.figures.legend import Legend


def figure_svg(figure: DocumentFigure, width: float) -> str:
    """A figure's drawing as an SVG of a width."""
    if isinstance(figure.drawn, Listing):
        return listing_svg(figure.drawn, width)
    if isinstance(figure.drawn, Legend):
        return legend_svg(figure.drawn, width)
    if isinstance(figure.drawn, str):
        return fitted(figure.drawn, width)
    return chart_svg(figure.drawn, width, figure.text)


def figure_text(figure: DocumentFigure) -> str:
    """The text alternative of a figure; a list and a legend without one are read out."""
    if isinstance(figure.drawn, Listing):
        return figure.text or listing_words(figure.drawn)
    if isinstance(figure.drawn, Legend):
        return figure.text or legend_list(figure.drawn)
    return figure.text
