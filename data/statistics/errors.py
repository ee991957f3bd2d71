"""Exception of figures from which no measure can be computed."""

from __future__ import annotations


class FiguresError(ValueError):
    """Figures are invalid or contradict each other; the message is one sentence for the person who gave them."""
