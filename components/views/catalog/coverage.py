"""Coverage as a picture: a lane for each level, a cell for each year, the darker the more has a figure.

The cells are SVG that is stretched to its column; names and years beside them are text, so that they stay readable on a
phone. Each lane says its years in words, and a table beside the picture has the numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE
from components.formatting.palette import CLASSES
from data.catalog.models import Catalog, Coverage
from data.language import gettext
from data.vocabulary import LEVEL_WORDS, LEVELS, TOPICS, Level

CELL, HEIGHT = 10, 14
"""Units of a cell's width, before it is stretched, and pixels of a lane's height."""
SHADES = CLASSES[5]
STEPS = ((20, 10), (10, 5), (5, 2), (1, 1))
"""From how many years on, and years between two that are then named under the picture: they have room on a phone."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane: its name, and by year the share (0 to 1) of what could have a figure that has one."""

    name: str
    shares: Mapping[int, float]


def picture(lanes: Sequence[Lane], caption: str, years: tuple[int, int] | None = None) -> SafeHtml:
    """Lanes on one axis, with a key; nothing where none has a figure.

    The axis goes over the years of the lanes; where several pictures stand together, over the `years` of all, and the
    key is said once beside them.
    """
    found = years_over(lanes)
    if not found:
        return html.to_html("")
    first, last = years or (found[0], found[-1])
    rows = [
        html.Div(
            [html.Span(lane.name, className="coverage-name"), _cells(lane, first, last)], className="coverage-lane"
        )
        for lane in lanes
    ]
    return html.Figure(
        [
            html.Figcaption(caption, className="figure-note"), *rows, _axis(first, last), *([] if years else [key()]),
        ],
        className="coverage",
    )  # fmt: skip


def _cells(lane: Lane, first: int, last: int) -> SafeHtml:
    rectangles = "".join(
        f'<rect x="{CELL * (start - first)}" width="{CELL * (end - start + 1)}" height="{HEIGHT}" '
        f'fill="{SHADES[shade]}"/>'
        for start, end, shade in _runs(lane.shares)
    )
    label = gettext("{name}: figures in {years}", name=lane.name, years=year_words(lane.shares))
    return SafeHtml(
        f'<svg class="coverage-cells" viewBox="0 0 {CELL * (last - first + 1)} {HEIGHT}" preserveAspectRatio="none" '
        f'role="img" aria-label="{escape(label)}">{rectangles}</svg>'
    )


def _runs(shares: Mapping[int, float]) -> list[tuple[int, int, int]]:
    """First and last year of each run of years of one shade, and the shade."""
    runs: list[tuple[int, int, int]] = []
    for year in sorted(shares):
        shade = shade_of(shares[year])
        if runs and runs[-1][1:] == (year - 1, shade):
            runs[-1] = (runs[-1][0], year, shade)
        else:
            runs.append((year, year, shade))
    return runs


def shade_of(share: float) -> int:
    """Number of the shade of a share, from 0: each stands for a fifth, its upper end within it."""
    return min(max(ceil(share * len(SHADES)) - 1, 0), len(SHADES) - 1)


def _axis(first: int, last: int) -> SafeHtml:
    number = last - first + 1
    step = next(years for fewest, years in STEPS if number >= fewest)
    named = [year for year in range(first, last + 1) if year % step == 0]
    marks = [
        html.Span(str(year), className="coverage-year", style={"left": f"{100 * (year - first + 0.5) / number:.2f}%"})
        for year in named or [first]
    ]
    return html.Div([html.Span(className="coverage-name"), html.Div(marks, className="coverage-years")],
                    className="coverage-lane", **DECORATIVE)  # fmt: skip


def years_over(lanes: Iterable[Lane]) -> list[int]:
    """Years in which any lane has a figure, in order."""
    return sorted({year for lane in lanes for year in lane.shares})


def key() -> SafeHtml:
    """What the shades stand for."""
    words = [gettext("up to {percent}%", percent=20 * (n + 1)) for n in range(len(SHADES))]
    swatches = [
        html.Li([html.Span(className="coverage-swatch", style={"background": shade}), word])
        for shade, word in zip(SHADES, words, strict=True)
    ]
    none = html.Li([html.Span(className="coverage-swatch none"), gettext("no figure")])
    return html.Ul([none, *swatches], className="coverage-key")


def year_words(years: Iterable[int]) -> str:
    """Years as runs: "1999–2016, 2020"."""
    runs: list[list[int]] = []
    for year in sorted(years):
        if runs and runs[-1][1] == year - 1:
            runs[-1][1] = year
        else:
            runs.append([year, year])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)


def lanes_of(catalog: Catalog, indicators: Iterable[str]) -> list[Lane]:
    """A lane for each level at which some indicators have figures: the share of its places with one in each year.

    Of several groups, periods or indicators of a year, the one with the most counts.
    """
    shares: dict[Level, dict[int, float]] = {}
    for indicator in indicators:
        for row in catalog.covered(indicator):
            if row.shown:
                of_level = shares.setdefault(row.level, {})
                for year in years_of(row):
                    of_level[year] = max(of_level.get(year, 0.0), row.shown / row.places)
    return [Lane(LEVEL_WORDS[level].label, shares[level]) for level in LEVELS if level in shares]


def topic_lanes(catalog: Catalog) -> list[tuple[str, list[Lane]]]:
    """For each topic, a lane for each level: the share of its questions with a figure in each year."""
    found = []
    for topic, title in TOPICS.items():
        questions = [q for q in catalog.questions.values() if q.topic == topic]
        years: dict[Level, dict[int, set[str]]] = {}
        for question in questions:
            for row in (row for indicator in question.indicators for row in catalog.covered(indicator) if row.shown):
                for year in years_of(row):
                    years.setdefault(row.level, {}).setdefault(year, set()).add(question.id)
        lanes = [
            Lane(LEVEL_WORDS[level].label, {year: len(ids) / len(questions) for year, ids in years[level].items()})
            for level in LEVELS
            if level in years
        ]
        if lanes:
            found.append((title, lanes))
    return found


def years_of(row: Coverage) -> range:
    """The calendar years a period touches: one of several years fills each of them."""
    return range(row.period.start.year, row.period.end.year + 1)
