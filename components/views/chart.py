"""The `Chart` type: one description of a chart, made into a panel of the page and into a figure of exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from dash.development.base_component import Component

from components.documents.document import DocumentFigure, KeyMark
from components.documents.drawings.graph import graph
from components.documents.native_chart import NativeChart
from components.figures.benchmarks import benchmark_list, benchmark_words
from components.figures.style import Figure
from components.formatting import dash_html
from components.formatting.markup import DECORATIVE, html_fragment, sentence
from components.page.notices import empty
from data.query.selection import Answer


def _always(_answer: Answer) -> bool:
    return True


def _never(_answer: Answer) -> bool:
    return False


def _nothing(_answer: Answer) -> str:
    return ""


def _no_sentences(_answer: Answer) -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of a view: its drawing, and every word around it.

    `name` is its id on the page and in exports; `draw` gives Plotly's figure dictionary, with its height in pixels in
    the layout and no data where there is nothing to draw; `text` is the alternative text. `note` is said under the
    title, beside the `key` of filled and open marks if there is one. `sentences`, bold marked by `**`, and the
    benchmarks, where `benchmarks` says so, stand under the chart. `is_shown` says whether the view has the chart at
    all. `missing` is what the page says in place of a chart without data, which exports leave out; a chart that has no
    such words is drawn always: one of groups says which are hidden. `data` is the same chart for an office program.
    """

    name: str
    title: Callable[[Answer], str]
    draw: Callable[[Answer], Figure]
    text: Callable[[Answer], str]
    note: Callable[[Answer], str] = _nothing
    key: Callable[[Answer], Sequence[KeyMark]] | None = None
    sentences: Callable[[Answer], Sequence[str]] = _no_sentences
    benchmarks: Callable[[Answer], bool] = _never
    is_shown: Callable[[Answer], bool] = _always
    missing: Callable[[Answer], str] | None = None
    data: Callable[[Answer], NativeChart] | None = None


def chart_panel(chart: Chart, answer: Answer) -> Component:
    """Panel of a chart: its title, key and note, the chart with its alternative text, and the words under it."""
    drawn, title = chart.draw(answer), chart.title(answer)
    parts: list[Component] = [dash_html.H2(title, className="figure-title"), *_note(chart, answer)]
    if chart.missing is not None and not drawn["data"]:
        return dash_html.Section([*parts, empty(chart.missing(answer))], className="panel")
    parts.append(graph(chart.name, drawn, chart.text(answer), drawn["layout"]["height"], title))
    parts += [sentence(text, f"figure-note {chart.name}-words") for text in chart.sentences(answer)]
    if chart.benchmarks(answer):
        parts.append(html_fragment(benchmark_list(answer)))
    return dash_html.Section(parts, className="panel")


def _note(chart: Chart, answer: Answer) -> list[Component]:
    note = chart.note(answer)
    if chart.key is None:
        return [dash_html.P(note, className="figure-note")] if note else []
    marks = [_mark(mark) for mark in chart.key(answer)]
    return [dash_html.P([*marks, *([dash_html.Span(note)] if note else [])], className="figure-note figure-key")]


def _mark(mark: KeyMark) -> Component:
    kind = "filled" if mark.filled else "open"
    return dash_html.Span([dash_html.Span(className=f"key-dot {kind}", **DECORATIVE), mark.words], className="key")


def chart_figures(chart: Chart, answer: Answer, share: float) -> list[DocumentFigure]:
    """Figure of a chart in an export, on a share (0–1) of the page's width; none where there is nothing to draw."""
    drawn = chart.draw(answer)
    if chart.missing is not None and not drawn["data"]:
        return []
    words = benchmark_words(answer) if chart.benchmarks(answer) else ()
    return [
        DocumentFigure(
            chart.name,
            chart.title(answer),
            drawn,
            chart.text(answer),
            share,
            note=chart.note(answer),
            key=tuple(chart.key(answer)) if chart.key else (),
            below=(*chart.sentences(answer), *words),
            chart=None if chart.data is None else replace(chart.data(answer), title=chart.title(answer)),
        )
    ]


def chart_rows(charts: Sequence[Chart]) -> list[tuple[Chart, ...]]:
    """Charts two to a row, in their order; the last of an odd number has a row of its own."""
    return [tuple(charts[at : at + 2]) for at in range(0, len(charts), 2)]
