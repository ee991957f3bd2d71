"""The sentences of the overview: a figure with its interval, whether a gap is closing, lives, how old figures are."""

from __future__ import annotations

from components.figures.descriptions import measured
from components.formatting.numbers import interval, is_number
from components.formatting.phrases import amount
from components.page.head_lines import sister_sentence
from components.views.excess.view import ExcessView
from components.views.excess.words import excess_interval, excess_number, nothing_words, whose
from components.views.gaps.text import change_words, sister_words
from components.views.gaps.words import with_interval
from data.analysis.excess import Excess
from data.analysis.gap_views import GapView
from data.analysis.gaps import gap_change
from data.catalog.comparability import method_words
from data.catalog.models import Catalog, Indicator
from data.language import gettext
from data.query.choices.versions import AGED
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import Period

SIGNS = {"wider": "▲", "narrower": "▼"}


def figure_words(row: Row, indicator: Indicator) -> str:
    """A figure with its unit: "3.6 per 1,000"."""
    return amount(row.value, indicator)


def interval_sentence(row: Row, indicator: Indicator) -> str:
    """Its interval, or that none is published."""
    if is_number(row.ci_low):
        return gettext("95% interval {interval}", interval=interval(row.ci_low, row.ci_high, indicator))
    return gettext("no margin of error is published")


def of_what(answer: Answer) -> str:
    """What a figure measures, with its unit."""
    return measured(answer.indicator.title, answer.indicator.unit)


def age_words(period: Period, catalog: Catalog) -> str:
    """How old figures of a period are, where they are five years old or older; empty of newer ones."""
    age = int(catalog.built[:4]) - period.end.year
    return gettext("{number} years old", number=age) if age >= AGED else ""


def closing_kind(view: GapView | None) -> str:
    """Whether a gap is closing: `wider`, `narrower`, `unclear`, `untested`, or `unknown` where nothing can be said."""
    if view is None:
        return "unknown"
    change = None
    if _groups(view) > 1:
        change = gap_change(view.series, view.answer.indicator, view.answer.selection.breakdown, view.answer.catalog)
    if change is not None and change.refusal is None:
        said = {"higher": "wider", "lower": "narrower"}
        first, second = change.verdicts
        return said.get(first, "unclear") if first == second else "unclear"
    has_sizes = change is not None and change.refusal == "interval"
    return "untested" if has_sizes or (view.sister is not None and len(view.sister[1]) > 1) else "unknown"


def closing_label(kind: str) -> str:
    """The verdict in two or three words."""
    return {
        "wider": gettext("Wider"),
        "narrower": gettext("Narrower"),
        "unclear": gettext("No clear change"),
        "untested": gettext("Not tested"),
    }.get(kind) or gettext("Cannot be said")


def closing_words(view: GapView | None, measure: str) -> list[str]:
    """The verdict in sentences, as the page of gaps gives it, or why there is none."""
    if view is None:
        return [gettext("{indicator}: not published by race and ethnicity for the state.", indicator=measure)]
    said = change_words(view)
    sister = sister_sentence(view.answer) or sister_words(view)
    if closing_kind(view) == "untested" and sister and not said:
        return [sister]
    if _groups(view) < 2:
        return [gettext("Only one group has a figure for {period}.", period=view.answer.selection.period.long_label)]
    if not said and len(view.series) < 2:
        return [gettext("There is one period only: whether the gap has changed cannot be said.")]
    return said or [gettext("The publisher gives no margin of error, so how much of this is chance cannot be said.")]


def _groups(view: GapView) -> int:
    return len(view.groups.with_figure) if view.groups is not None else 0


def lives_words(excess: Excess, view: ExcessView) -> str:
    """How many more or fewer than at the state's rate, and of whom: the line of where it is worst as a sentence."""
    indicator = view.indicator(excess)
    values = {
        "whose": whose(excess, view),
        "number": with_interval(excess_number(excess.burden), excess_interval(excess.burden)),
        "events": indicator.words.events,
    }
    of_a_year = Period.parse(excess.row.period).length_years > 1
    if indicator.polarity == "higher_is_better":
        if of_a_year:
            return gettext("{whose}: about **{number}** fewer {events} a year than at the state’s rate.", **values)
        return gettext("{whose}: about **{number}** fewer {events} than at the state’s rate.", **values)
    if of_a_year:
        return gettext("{whose}: about **{number}** more {events} a year than at the state’s rate.", **values)
    return gettext("{whose}: about **{number}** more {events} than at the state’s rate.", **values)


def no_lives_words(*, counted: bool) -> str:
    """Why no number is given."""
    if counted:
        return nothing_words()
    return gettext(
        "Not counted: the figures are adjusted for age, made by different methods, or come without a number of people "
        "or a margin of error."
    )


def method_sentences(indicator: Indicator, row: Row) -> list[str]:
    """How a figure is made; nothing of a share that is published without what was counted, as of many surveys."""
    method = indicator.estimated(row.level)
    if method == "counted" and indicator.measure != "rate" and not is_number(row.numerator):
        return []
    return [gettext("The figures come from {method}.", method=method_words(method))]
