"""The exception of figures that no measure can be computed from."""

from __future__ import annotations


class FiguresError(ValueError):
    """Figures contradict what they are said to be; the message is one sentence for whoever gave them."""
