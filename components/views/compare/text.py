"""Title, subtitle and summary of a comparison: places by a tested difference, indicators without a test."""

from __future__ import annotations

from typing import Any

from components.figures.descriptions import measured
from components.figures.findings.nouns import fitting, in_period, inside, measure_among
from components.figures.findings.pairs import Pair, figure_title, pair_title
from components.figures.findings.standing import decided
from components.figures.groups import status_words
from components.formatting.numbers import (
    format_number,
    format_value,
    ratio_decimals,
    times,
    value_with_interval,
)
from components.formatting.phrases import amount, has_value, people, people_at_start
from components.formatting.refusals import refused_comparison
from components.views.compare.several_text import (
    compares_several,
    several_reading,
    several_subtitle,
    several_title,
)
from data.analysis.place_comparison import Comparison, compare_groups, relation
from data.catalog.models import Indicator, Place
from data.language import gettext
from data.query.compared_selections import is_picked
from data.query.estimates import usable_rows
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import LEVEL_WORDS, OVERALL, STATUS_WORDS


def pair(answer: Answer) -> tuple[Answer, Answer | None]:
    """The answers that a comparison sets side by side; the second None where there is nothing to set beside the first.

    They are the `others` of an answer whose view is the comparison.
    """
    one, *rest = answer.related or (answer,)
    return one, next(iter(rest), None)


def title(answer: Answer) -> str:
    """The finding of a comparison."""
    if compares_several(answer):
        return several_title(answer.related)
    return compare_title(*pair(answer))


def subtitle(answer: Answer) -> str:
    """Subtitle of a comparison: what is measured, of whom and where."""
    if compares_several(answer):
        return several_subtitle(answer.related)
    return compare_subtitle(*pair(answer))


def reading(answer: Answer) -> list[str]:
    """Summary: what was tested, and how; first, that the place of the query parameter `with` has no figures."""
    if compares_several(answer):
        return several_reading(answer)
    sentences = compare_reading(*pair(answer), picked=is_picked(answer))
    requested = answer.catalog.by_slug.get(answer.selection.compare_with)
    slugs = {related.place.slug for related in answer.related}
    if requested is None or requested.slug in slugs or requested.level == "state":
        return sentences
    return [gettext("{place} has no figures of its own for this.", place=requested.name), *sentences]


def live(answer: Answer) -> str:
    """Text of the live region after a change."""
    return gettext("Updated: {title}.", title=title(answer))


def compares_indicators(one: Answer, other: Answer) -> bool:
    """Whether two indicators stand beside each other, not two places."""
    return one.indicator.id != other.indicator.id


def compare_title(one: Answer, other: Answer | None) -> str:
    """The finding: which of two places is higher where that was tested; else the two figures."""
    if other is None:
        row = _row_in_view(one)
        return in_period(figure_title(row, one.indicator, one.catalog, place=one.place.name), one)
    if compares_indicators(one, other):
        return _indicators_title(one, other)
    comparison = compare_groups(one, other).get(one.selection.group) or Comparison(None, None, refusal="missing")
    return in_period(_places_title(comparison, one, other), one)


def _places_title(comparison: Comparison, one: Answer, other: Answer) -> str:
    first, second, indicator = comparison.first, comparison.second, one.indicator
    sides = ((first, one), (second, other))
    known = [side for side in sides if side[0] is not None and usable_rows([side[0]], indicator)]
    if len(known) < 2:
        row, answer = (known or sides)[0]
        return figure_title(row, answer.indicator, answer.catalog, place=answer.place.name)
    assert first is not None
    assert second is not None
    result = comparison.ratio
    if result is not None:
        limits = (result.value, result.low, result.high)
        standing = decided(first, second, result.verdict, indicator)
        return pair_title(Pair(first, second, standing, limits), indicator, one.catalog)
    if comparison.refusal in ("interval", "zero"):
        return pair_title(Pair(first, second, "untested"), indicator, one.catalog)
    values = {"first": amount(first.value, indicator), "second": format_value(second.value, indicator),
              "one": in_place(one.place), "other": in_place(other.place)}  # fmt: skip
    measures = (measure_among(indicator, first.stratum), indicator.title)
    return fitting(
        *(gettext("{measure}: {first} in {one}, {second} in {other}", measure=m, **values) for m in measures)
    )


def _indicators_title(one: Answer, other: Answer) -> str:
    """Both figures of the place in view; no test is made between two measures."""
    rows = [(_row_in_view(answer), answer.indicator) for answer in (one, other)]
    first, second = (
        amount(row.value, indicator) if has_value(row) else STATUS_WORDS["not_available" if row is None else row.status]
        for row, indicator in rows
    )
    values = {"place": in_place(one.place), "one": one.indicator.title, "other": inside(other.indicator.title)}
    return fitting(
        gettext("{one}, {first}, and {other}, {second}, in {place}", first=first, second=second, **values),
        gettext("{one} and {other} in {place}: {first} and {second}", first=first, second=second, **values),
    )


def compare_subtitle(one: Answer, other: Answer | None) -> str:
    """Measure, unit, people, the two places or indicators, and the period in one line."""
    indicator, period = one.indicator, one.selection.period.long_label
    values = {
        "measured": _measured(indicator),
        "people": people_at_start(one.selection.group, indicator),
        "period": period,
        "place": one.place.name,
    }
    if other is None:
        return gettext("{measured}. {people}, {period}.", **values)
    if compares_indicators(one, other):
        return gettext("{measured}; {other}. {people}, {place}.", other=_measured(other.indicator), **values)
    return gettext("{measured}. {people}, {place} and {other}, {period}.", other=other.place.name, **values)


def _measured(indicator: Indicator) -> str:
    return measured(indicator.title, indicator.unit)


def _rate(answer: Answer) -> str:
    """Phrase for the measure and its people: "the overdose death rate among Black residents"."""
    rate, group = answer.indicator.words.rate, answer.selection.group
    if group == OVERALL:
        return gettext("the {rate}", rate=rate)
    return gettext("the {rate} among {people}", rate=rate, people=people(group, answer.indicator))


def in_place(place: Place) -> str:
    """A place's name after "in": regions take an article."""
    return gettext("the {region}", region=place.name) if place.name.endswith(" region") else place.name


def compare_reading(one: Answer, other: Answer | None, *, picked: bool = False) -> list[str]:
    """The comparison in sentences. `picked`: the two places were taken for being the highest and the lowest.

    See `data.analysis.place_comparison.is_picked`.
    """
    if other is None:
        return [gettext("Choose a place or another measure to compare this one with.")]
    if compares_indicators(one, other):
        return _two_indicators(one, other)
    comparison = compare_groups(one, other).get(one.selection.group) or Comparison(None, None, refusal="missing")
    sentences = [tested_words(comparison, one, other), *_how(comparison, one, other)]
    if picked and comparison.verdict:
        sentences.append(
            gettext(
                "They are shown for being the highest and the lowest of all: of two so chosen, part of the difference "
                "is chance."
            )
        )
    doubtful = [
        row.name for row in (comparison.first, comparison.second) if row is not None and row.status == "unreliable"
    ]
    sentences += [gettext("The figure of {place} is unreliable: read it with care.", place=name) for name in doubtful]
    return sentences


def tested_words(comparison: Comparison, one: Answer, other: Answer) -> str:
    """One sentence on two figures: which is higher, by how many times and by how much, or why nothing is said."""
    values = {
        "one": one.place.name,
        "other": other.place.name,
        "first": with_interval(comparison.first, one.indicator, unit=True),
        "second": with_interval(comparison.second, other.indicator, unit=not has_value(comparison.first)),
    }
    if comparison.refusal is not None:
        now, then = (answer.selection.period.long_label for answer in (one, other))
        return refused_comparison(comparison.refusal, now=now, then=then, **values)
    assert comparison.ratio is not None
    values["size"] = size_words(comparison, one.indicator)
    if comparison.verdict == "higher":
        return gettext("{one} {first} is **higher** than {other} {second}: {size}.", **values)
    if comparison.verdict == "lower":
        return gettext("{one} {first} is **lower** than {other} {second}: {size}.", **values)
    return gettext("{one} {first} and {other} {second} are **not clearly different**: {size}.", **values)


def size_words(comparison: Comparison, indicator: Indicator) -> str:
    """The ratio and the difference with their intervals; of years, days or dollars the difference alone."""
    difference = difference_words(comparison, indicator)
    if indicator.measure not in ("rate", "ratio"):
        return difference or _said_ratio(comparison)
    if not difference:
        return _said_ratio(comparison)
    return gettext("{ratio}, a difference of {difference}", ratio=_said_ratio(comparison), difference=difference)


def _said_ratio(comparison: Comparison) -> str:
    """The ratio in a sentence: with one decimal, "about the same" where that is 1.0; below 1 with two."""
    if comparison.ratio is None:
        return ""
    value, low, high = comparison.ratio.value, comparison.ratio.low, comparison.ratio.high
    if round(value, 1) == 1.0:
        ends = {"low": format_number(low, 2), "high": format_number(high, 2)}
        return gettext("about the same (ratio {low} to {high})", **ends)
    decimals = 2 if value < 1 else 1
    ends = {"low": format_number(low, decimals), "high": format_number(high, decimals)}
    return gettext("{times} ({low} to {high})", times=times(value, decimals), **ends)


def ratio_words(comparison: Comparison) -> str:
    """The ratio with its interval: "1.6 times (1.2 to 2.2)"; empty where there is none."""
    if comparison.ratio is None:
        return ""
    value, low, high = comparison.ratio.value, comparison.ratio.low, comparison.ratio.high
    decimals = ratio_decimals(value, low, high)
    ends = {"low": format_number(low, decimals), "high": format_number(high, decimals)}
    return gettext("{times} ({low} to {high})", times=times(value, decimals), **ends)


def difference_words(comparison: Comparison, indicator: Indicator) -> str:
    """The difference with its interval and unit: "29.6 per 100,000 (8.6 to 50.6)"; empty where there is none."""
    if comparison.difference is None:
        return ""
    low, high = (format_number(v, indicator.decimals) for v in (comparison.difference.low, comparison.difference.high))
    value = format_number(comparison.difference.value, indicator.decimals)
    if indicator.measure == "percent":
        return gettext("{value} percentage points ({low} to {high})", value=value, low=low, high=high)
    if indicator.measure == "dollars":
        return gettext("{value} dollars ({low} to {high})", value=value, low=low, high=high)
    return gettext("{value} {unit} ({low} to {high})", value=value, unit=indicator.unit_short, low=low, high=high)


def with_interval(row: Row | None, indicator: Indicator, *, unit: bool = False) -> str:
    """A figure in bold with its interval, or its status; with its `unit` where no figure before it has told that."""
    if not has_value(row):
        return status_words(row)
    value = amount(row.value, indicator) if unit else format_value(row.value, indicator)
    return value_with_interval(f"**{value}**", row.ci_low, row.ci_high, indicator)


def _how(comparison: Comparison, one: Answer, other: Answer) -> list[str]:
    """How a part was tested against its whole."""
    how = relation(one.place, other.place)
    if not comparison.verdict or how not in ("part", "whole"):
        return []
    part, whole = (one, other) if how == "part" else (other, one)
    values = {"part": part.place.name, "whole": whole.place.name}
    if comparison.independent:
        return [
            gettext(
                "{part} is part of {whole}; only rates are published, so the two are treated as if they shared no "
                "events.",
                **values,
            )
        ]
    return [gettext("{part} is part of {whole}: its events are tested against those of the rest.", **values)]


def _two_indicators(one: Answer, other: Answer) -> list[str]:
    sentences = [
        _figure_sentence(answer) for answer in (one, other) if answer.chosen or has_value(_row_in_view(answer))
    ]
    if one.selection.group != other.selection.group or one.selection.period != other.selection.period:
        sentences.append(
            gettext("The first figures are of {first_people} in {first}, the second of {second_people} in {second}.",
                first_people=people(one.selection.group, one.indicator), first=one.selection.period.long_label,
                second_people=people(other.selection.group, other.indicator), second=other.selection.period.long_label)
        )  # fmt: skip
    if one.selection.level != other.selection.level:
        values = {"indicator": other.indicator.title, "places": LEVEL_WORDS[one.selection.level].plural}
        sentences.append(gettext("{indicator}: no figures for {places}.", **values))
    sentences.append(
        gettext("No test is made between two indicators: that both are high in the same places does not show that one "
            "causes the other.")
    )  # fmt: skip
    return sentences


def _row_in_view(answer: Answer) -> Any:
    """The row of the place and group in view."""
    frame = answer.state if not answer.chosen else answer.places.where(slug=answer.selection.place)
    return frame.only()


def _figure_sentence(answer: Answer) -> str:
    """The figure of the place in view, and the state's beside it where that was tested."""
    row = _row_in_view(answer)
    values = {
        "place": in_place(answer.place),
        "rate": _rate(answer),
        "value": _value(row, answer.indicator),
        "state": answer.catalog.state.name,
    }
    verdict = getattr(row, "verdict", "") if answer.chosen else ""
    if verdict == "higher":
        return gettext("In {place}, {rate} is {value}, higher than in {state}.", **values)
    if verdict == "lower":
        return gettext("In {place}, {rate} is {value}, lower than in {state}.", **values)
    if verdict:
        return gettext("In {place}, {rate} is {value}, not clearly different from {state}.", **values)
    return gettext("In {place}, {rate} is {value}.", **values)


def _value(row: Row, indicator: Indicator) -> str:
    if not has_value(row):
        return status_words(row)
    return value_with_interval(f"**{amount(row.value, indicator)}**", row.ci_low, row.ci_high, indicator)
