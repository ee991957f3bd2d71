"""The timeline: a slider over the periods of a view and the button that plays them, under the figure they move."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, data_attributes, html_fragment, sentence
from data.language import gettext
from data.query.related import panel_periods
from data.query.selection import Answer
from data.vocabulary import Period


def timeline(answer: Answer) -> list[Component]:
    """The timeline of a view; none where there is one period only, which the choices say in words."""
    selection = answer.selection
    have = panel_periods(selection, answer.catalog)
    if len(have) < 2:
        return []
    to = selection.links("period")  # the group has figures in each of them, so nothing else changes
    slider = _slider(have, selection.period, [to(p.slug) for p in have])
    return [html_fragment(slider, className="timeline")]


def period_slider(have: Sequence[Period], chosen: Period, queries: Sequence[str]) -> list[Component]:
    """A slider over periods, each leading to its address; the one period in words where there is no choice."""
    if len(have) == 1:
        return [only_period(have[0])]
    return [html_fragment(_slider(have, chosen, queries))]


def only_period(period: Period) -> Component:
    """The one period that is published, in words."""
    return sentence(gettext("**{period}**: the only period published", period=period.long_label), "rail-text")


def _slider(have: Sequence[Period], chosen: Period, queries: Sequence[str]) -> list[SafeHtml]:
    # No output element: that is a live region, and would say again what the slider says of itself.
    now = html.Span(chosen.label, className="period-now", id="period-now")
    slider = html.Input(
        id="choose-period",
        type="range",
        min=0,
        max=len(have) - 1,
        step=1,
        value=list(have).index(chosen),
        className="form-range",
    )
    words = data_attributes(queries=" ".join(queries), labels="|".join(p.label for p in have))
    caption = html.Label(gettext("Period"), htmlFor="choose-period", className="rail-label")
    return [
        html.Div([caption, now], className="group-head"),
        html.Div([_play(), html.Div([slider, _ends(have)])], className="period-slider", id="period-slider", **words),
    ]


def _play() -> SafeHtml:
    """Shows the periods one after the other; the style sheet draws its sign from whether it is pressed."""
    return html.Button(id="play-periods", className="play", **aria(label=gettext("Play the periods"), pressed="false"))


def _ends(have: Sequence[Period]) -> SafeHtml:
    ends = [html.Span(have[0].label), html.Span(have[-1].label)]
    return html.Div(ends, className="period-ends", **DECORATIVE)
