"""Reading of the page of gaps: the pair in sentences, what it adds up to, how it has changed, what is not known."""

from __future__ import annotations

from components.figures.descriptions import measured
from components.formatting.numbers import (
    capitalize_first,
    format_number,
    join_list,
    number_word,
)
from components.formatting.phrases import amount, is_rate, people
from components.formatting.refusals import refused_gap_change
from components.views.gaps.titles import gap_title, shown_groups
from components.views.gaps.words import (
    difference_words,
    figure_text,
    names,
    ratio_text,
    shown_difference,
    size,
    told,
    with_interval,
)
from data.analysis.gap_pairs import Groups, Pair
from data.analysis.gap_views import GapView
from data.analysis.gaps import gap_change
from data.catalog.models import Indicator
from data.language import gettext, ngettext
from data.query.rows import Rows
from data.vocabulary import DIMENSIONS, GROUPS, Period


def gap_reading(view: GapView) -> list[str]:
    """The pair in sentences, what it adds up to, and what is not shown."""
    sentences = []
    if view.newer is not None and view.group is not None:
        sentences.append(gettext("For {period} no reliable figures can be compared.", period=view.newer.long_label))
    if view.group is not None and len(shown_groups(view)) == 1 and view.answer.indicator.measure != "ratio":
        period = view.answer.selection.period.long_label
        sentences.append(gettext("Only one group has a figure for {period}.", period=period))
    if view.pair is not None:
        sentences += _pair_sentences(view.pair, view)
    if view.groups is not None:
        sentences += [*_chosen_why(view, view.groups), *_not_shown(view, view.groups)]
    return [sentence for sentence in sentences if sentence]


def _pair_sentences(pair: Pair, view: GapView) -> list[str]:
    indicator = view.answer.indicator
    one, other = names(view)
    figures = gettext(
        "{people}: **{value}**. {others}: **{other}**.",
        people=capitalize_first(one),
        value=figure_text(pair.group, indicator),
        others=capitalize_first(other),
        other=figure_text(pair.reference, indicator),
    )
    # Of one group alone the figure is set beside everyone's, which holds it: no gap between groups.
    if indicator.measure == "ratio" and pair.group.estimate.low is None:
        return [_untested(pair)]  # the title has both in full
    if len(shown_groups(view)) < 2 or indicator.measure == "ratio":
        return [figures, _untested(pair)]
    return [figures, _difference_and_ratio(pair, indicator), _certainty(pair), burden_words(view)]


def _difference_and_ratio(pair: Pair, indicator: Indicator) -> str:
    difference = with_interval(*difference_words(pair, indicator))
    factor, ends = ratio_text(pair)
    if not factor:
        return gettext("That is **{difference}**; there is no ratio to a figure of zero.", difference=difference)
    if ends:
        factor = with_interval(factor, gettext("95% interval: {interval}", interval=ends))
    if pair.difference_value == 0:
        return gettext("The two figures are equal.")
    return gettext("That is **{difference}**; the ratio is **{ratio}**.", difference=difference, ratio=factor)


def _certainty(pair: Pair) -> str:
    """What chance leaves open."""
    if pair.state in ("untested", "unreliable"):
        return _untested(pair)
    if pair.split == "ratio":
        return gettext("By the ratio the two clearly differ; by the difference that is not certain.")
    if pair.split == "difference":
        return gettext("By the difference the two clearly differ; by the ratio that is not certain.")
    if pair.state == "not clear":
        return gettext("Chance alone could make a difference of this size.")
    return ""


def _untested(pair: Pair) -> str:
    if pair.state == "unreliable":
        return gettext("One of the figures rests on few events or is very uncertain, so the two are not compared.")
    if pair.state == "untested":
        return gettext("The publisher gives no margin of error, so how much of this is chance cannot be said.")
    return ""


def burden_words(view: GapView) -> str:
    """What the gap adds up to in a year among the group; empty where it is not counted."""
    pair, indicator = view.pair, view.answer.indicator
    if pair is None or pair.burden is None or len(shown_groups(view)) < 2:
        return ""
    burden = pair.burden
    one, other = names(view)
    interval = ""
    if burden.low is not None and burden.high is not None:
        ends = {"low": format_number(burden.low, 0), "high": format_number(burden.high, 0)}
        interval = gettext("95% interval: {interval}", interval=gettext("{low} to {high}", **ends))
    values = {
        "number": with_interval(format_number(burden.value, 0), interval),
        "events": indicator.words.events,
        "people": one,
        "others": other,
    }
    if indicator.polarity == "higher_is_better":
        return gettext(
            "About **{number}** fewer {events} a year among {people} than at the rate of {others}.", **values
        )
    return gettext("About **{number}** more {events} a year among {people} than at the rate of {others}.", **values)


def _chosen_why(view: GapView, groups: Groups) -> list[str]:
    """Why the page opens with this group, and whether a smaller one stands further out."""
    indicator, group = view.answer.indicator, view.group
    if group is None or "group" in view.chosen or len(shown_groups(view)) < 3 or GROUPS[group].dimension == "age":
        return []
    opened = groups.worst()
    if opened is None or opened.stratum != group:
        return []
    lowest, events = indicator.polarity == "higher_is_better", indicator.words.events
    if is_rate(indicator) and not lowest:
        why = gettext("Shown first: the highest of the groups with 100 {events} or 1% of the people.", events=events)
    elif lowest:
        why = gettext("Shown first: the lowest of the groups with 1% of the people.")
    else:
        why = gettext("Shown first: the highest of the groups with 1% of the people.")
    further = groups.worst(large=False)
    if further is None or further.stratum == group:
        return [why]
    side = groups.side(further.stratum, further.stratum)
    assert side is not None
    name = people(further.stratum, indicator)
    return [
        why,
        gettext(
            "A smaller group stands further out: {people}, {value}.", people=name, value=figure_text(side, indicator)
        ),
    ]


def _not_shown(view: GapView, groups: Groups) -> list[str]:
    """The groups that have no figure, or one to be read with care, by name."""
    hidden = [GROUPS[row.stratum].label for row in groups.rows.where(status="suppressed")]
    absent = [GROUPS[row.stratum].label for row in groups.rows.where(status="not_available")]
    sides = {view.group, view.reference} if view.pair and view.pair.state == "unreliable" else set()
    usable = groups.usable.column("stratum")
    unreliable = [s for s in shown_groups(view) if s not in usable and s not in sides]
    sentences = []
    if hidden and len(shown_groups(view)) > 1:
        values = {"count": capitalize_first(number_word(len(hidden))), "groups": "; ".join(hidden)}
        sentences.append(
            ngettext(
                "{count} group is too small to show ({groups}), so this may not be the widest gap.",
                "{count} groups are too small to show ({groups}), so this may not be the widest gap.",
                len(hidden),
                **values,
            )
        )
    elif hidden:
        sentences.append(gettext("Too small to show: {groups}.", groups="; ".join(hidden)))
    if absent:
        sentences.append(gettext("No figure is published for: {groups}.", groups="; ".join(absent)))
    if unreliable:
        listed = join_list([people(stratum, view.answer.indicator) for stratum in unreliable])
        sentences.append(gettext("To be read with care, as the figures are unreliable: {groups}.", groups=listed))
    return sentences


def sister_words(view: GapView) -> str:
    """The published ratio that answers the same question: its first and last figure of the group."""
    if view.sister is None or view.group is None:
        return ""
    indicator, rows = view.sister
    return _first_and_last(view, indicator, rows)


def own_words(view: GapView) -> str:
    """The group's own figure, first and last, where there is no pair to follow; empty with a single period."""
    if view.pair is not None or view.group is None:
        return ""
    years = Rows(row for row in view.own if Period.parse(row.period).length_years <= 1)
    rows = years or view.own
    # Periods that share years share events: they are not set against each other.
    apart = [row for row in rows if Period.parse(row.period).end < Period.parse(rows[-1].period).start]
    return _first_and_last(view, view.answer.indicator, Rows([apart[0], rows[-1]])) if apart else ""


def _first_and_last(view: GapView, indicator: Indicator, rows: Rows) -> str:
    assert view.group is not None
    first, last = rows[0], rows[-1]
    values = {
        "indicator": indicator.title,
        "people": people(view.group, indicator),
        "size": told(last.value, indicator),
        "now": Period.parse(last.period).label,
    }
    if len(rows) == 1:
        return gettext("{indicator}: {people}, {size} in {now}.", **values)
    return gettext(
        "{indicator}: {people}, {was} in {then} and {size} in {now}.",
        was=amount(first.value, indicator),
        then=Period.parse(first.period).label,
        **values,
    )


def change_words(view: GapView) -> list[str]:
    """Whether the gap is wider than in the first period that it may be compared with, by ratio and by difference."""
    change = gap_change(view.series, view.answer.indicator, view.answer.selection.breakdown, view.answer.catalog)
    if change is None or len(shown_groups(view)) < 2:
        return []
    indicator = view.answer.indicator
    periods = {"now": change.last.period.label, "then": change.first.period.label}
    before, after = ratio_text(change.first)[0], ratio_text(change.last)[0]
    apart = [size(abs(shown_difference(pair, indicator)), indicator) for pair in (change.first, change.last)]
    if change.refusal is not None:
        return [refused_gap_change(change.refusal, at=change.at, was=before, size=after, **periods)]
    ratio, difference = change.verdicts
    return [
        _changed(ratio, gettext("Ratio"), before, after, periods),
        _changed(difference, gettext("Difference"), apart[0], apart[1], periods),
    ]


def _changed(verdict: str, measure: str, was: str, now: str, periods: dict[str, str]) -> str:
    values = {"measure": measure, "was": was, "size": now, **periods}
    if verdict == "higher":
        return gettext("{measure}: **the gap is wider**, {size} in {now} and {was} in {then}.", **values)
    if verdict == "lower":
        return gettext("{measure}: **the gap is narrower**, {size} in {now} and {was} in {then}.", **values)
    return gettext("{measure}: **no clear change**, {size} in {now} and {was} in {then}.", **values)


def gap_subtitle(view: GapView) -> str:
    """What is measured, by what, where, when, and how many groups have a figure."""
    answer = view.answer
    values = {
        "what": measured(answer.indicator.title, answer.indicator.unit),
        "place": answer.place.name,
        "period": answer.selection.period.long_label,
    }
    if view.groups is None:
        return gettext("{what}. {place}, {period}.", **values)
    return gettext(
        "{what}, by {dimension}. {place}, {period}. Groups with a figure: {shown} of {number}.",
        dimension=_dimension(view),
        shown=len(shown_groups(view)),
        number=len(view.groups.rows),
        **values,
    )


def _dimension(view: GapView) -> str:
    label = DIMENSIONS[view.answer.selection.breakdown].label
    return label[:1].lower() + label[1:]


def gap_announcement(view: GapView) -> str:
    """Text of the live region after a change: the finding, and each choice that it may be the same without."""
    sentences = [gettext("Updated: {title}.", title=gap_title(view)), gap_subtitle(view)]
    if view.group and view.reference:
        one, other = names(view)
        sentences.append(gettext("{people}, compared with {others}.", people=capitalize_first(one), others=other))
    return " ".join(sentences)
