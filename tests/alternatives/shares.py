"""Shares a second time: fractions of whole numbers, and the interval by trying values until the score test turns."""

from __future__ import annotations

import math
from fractions import Fraction

from data.vocabulary import OVERALL

Z = 1.959963984540054


def shares(
    rows: list[tuple[str, int | None, int | None, str]], *, overlapping: bool = False
) -> dict[str, tuple[Fraction, Fraction]] | str:
    """Of rows (stratum, events, people, status): each group's share of events and people, or why there is none."""
    total = next(((e, p) for s, e, p, _ in rows if s == OVERALL), (None, None))
    groups = [row for row in rows if row[0] != OVERALL]
    known = [row for row in groups if row[1] is not None]
    if len(known) == 0:
        return "counts"
    if total[0] is None or total[0] == 0:
        return "total"
    unknown = [row for row in groups if row[1] is None]
    only_hidden = len(unknown) > 0 and len([row for row in unknown if row[3] == "suppressed"]) == len(unknown)
    if len(known) == 1:
        return "few"
    if only_hidden and overlapping:
        return "overlap"
    if total[1] is None or any(row[2] is None for row in known):
        return "people"
    events, people = total[0], total[1]
    if only_hidden:
        events, people = 0, 0
        for _, e, p, _ in known:
            events, people = events + (e or 0), people + (p or 0)
    if events == 0 or people == 0:
        return "total"
    return {s: (Fraction(e or 0, events), Fraction(p or 0, people)) for s, e, p, _ in known}


def wilson(events: int, of: int) -> tuple[float, float]:
    """The shares that a score test at 5 % does not reject, by bisection between the observed share and 0 or 1."""
    observed = events / of

    def kept(share: float) -> bool:
        spread = math.sqrt(share * (1 - share) / of)
        return abs(observed - share) <= Z * spread

    def edge(far: float) -> float:
        near = observed
        if kept(far):
            return far
        for _ in range(200):
            middle = (near + far) / 2
            near, far = (middle, far) if kept(middle) else (near, middle)
        return near

    return edge(0.0), edge(1.0)
