"""The sides of a pair, and figures and intervals with their unit, in words."""

from __future__ import annotations

import math

from components.formatting.nouns import of_group
from components.formatting.numbers import format_number, format_value, is_number, ratio_decimals
from components.formatting.phrases import amount, people
from data.analysis.gap_pairs import Pair, Side
from data.analysis.gap_views import GapView
from data.catalog.models import Indicator
from data.language import gettext
from data.vocabulary import GROUPS, OVERALL, REST


def side_name(stratum: str, group: str, indicator: Indicator) -> str:
    """A side of a pair: "Black residents", "all residents", and of `REST` "all other residents", than `group`."""
    if stratum == REST:
        return gettext("all other {people}", people=indicator.words.people)
    return people(stratum, indicator)


def names(view: GapView, *, short: bool = False) -> tuple[str, str]:
    """The two sides of the view's pair; the second is empty without a reference, or `short` where both are long."""
    assert view.group is not None
    indicator = view.answer.indicator
    if not view.reference:
        return people(view.group, indicator), ""
    name = _short_name if short else side_name
    return people(view.group, indicator), name(view.reference, view.group, indicator)


def head_names(view: GapView) -> tuple[str, str]:
    """The two sides after the measure was named, without what follows their noun: "Black women", "everyone else"."""
    assert view.group is not None
    indicator = view.answer.indicator
    one = _short_name(view.group, view.group, indicator)
    if not view.reference:
        return one, ""
    other = _short_name(view.reference, view.group, indicator)
    before, noun, _ = indicator.words.parts
    groups = [GROUPS[stratum] for stratum in (view.group, view.reference) if stratum in GROUPS]
    alike = len({(group.dimension, group.sex) for group in groups}) == 1 and OVERALL not in (view.group, view.reference)
    # Spanish and Portuguese leave out a noun that was just said: "las de origen hispano".
    if len(groups) == 2 and alike and not before and " " not in noun and groups[0].dimension != "sex":
        other = gettext("{people_again}", people_again=other)
    return one, other


def _short_name(stratum: str, group: str, indicator: Indicator) -> str:
    """A side after the other one was named: "everyone", "everyone else", "White members"."""
    if stratum == OVERALL:
        return gettext("everyone")
    if stratum == REST:
        return gettext("everyone else")
    before, noun, _ = indicator.words.parts
    return f"{before}{of_group(GROUPS[stratum], noun)}"


def interval_text(low: float | None, high: float | None, indicator: Indicator) -> str:
    """A figure's 95 % interval with its unit, as a sentence has it; empty without one."""
    if not is_number(low) or not is_number(high):
        return ""
    assert low is not None
    assert high is not None
    return gettext("95% interval: {interval}", interval=span(low, high, indicator))


def span(low: float, high: float, indicator: Indicator) -> str:
    """Two ends with the unit of the figure between them: "8.1% to 10.2%", "50.5 to 57.7 per 100,000"."""
    if indicator.measure in ("percent", "dollars"):
        return gettext("{low} to {high}", low=amount(low, indicator), high=amount(high, indicator))
    return gettext("{low} to {high}", low=format_number(low, indicator.decimals), high=amount(high, indicator))


def plain_span(low: float, high: float, indicator: Indicator) -> str:
    """Two ends in a table that names its unit: "8.1% to 10.2%", "50.5 to 57.7"."""
    return gettext("{low} to {high}", low=format_value(low, indicator), high=format_value(high, indicator))


def figure_text(side: Side, indicator: Indicator) -> str:
    """A side's figure with its interval: "54.1 per 100,000 (95% interval 50.5 to 57.7 per 100,000)"."""
    return with_interval(
        told(side.estimate.value, indicator), interval_text(side.estimate.low, side.estimate.high, indicator)
    )


def told(value: float, indicator: Indicator) -> str:
    """A figure with its unit; of a published ratio with what it is of: "2.5 times the rate of White women"."""
    if indicator.measure == "ratio":
        return f"{format_value(value, indicator)} {indicator.unit}"
    return amount(value, indicator)


def with_interval(value: str, interval: str) -> str:
    """A value with its interval in brackets, where there is one."""
    return f"{value} ({interval})" if interval else value


def size(value: float, indicator: Indicator) -> str:
    """A difference with its unit, signed as it is: "5.2 points", "17.6 per 100,000", "$45,791"."""
    if indicator.measure == "percent":
        return gettext("{number} points", number=format_number(value, indicator.decimals))
    if indicator.measure == "dollars":
        text = amount(abs(value), indicator)
        return f"−{text}" if value < 0 else text
    return amount(value, indicator)


def size_span(low: float, high: float, indicator: Indicator) -> str:
    """Two ends of a difference with the unit: "3.1 to 5.2 points"."""
    if indicator.measure == "dollars":
        return gettext("{low} to {high}", low=size(low, indicator), high=size(high, indicator))
    return gettext("{low} to {high}", low=format_number(low, indicator.decimals), high=size(high, indicator))


def shown_difference(pair: Pair, indicator: Indicator) -> float:
    """The group's figure less the reference's, of the figures as they are shown, so that a reader's sum comes out.

    The exact one where the rounded one would be outside the interval, or nothing.
    """
    exact, found = pair.difference_value, pair.difference
    one, other = (round_half(side.estimate.value, indicator.decimals) for side in (pair.group, pair.reference))
    rounded = one - other
    inside = found is None or found.low <= rounded <= found.high
    return rounded if inside and (round_half(rounded, indicator.decimals) != 0 or exact == 0) else exact


def round_half(value: float, decimals: int) -> float:
    """A figure as `format_number` rounds it: halves away from zero."""
    power = float(10**decimals)
    scaled = math.floor(abs(value) * power + 0.5 + 1e-9) / power
    return -scaled if value < 0 else scaled


def difference_words(pair: Pair, indicator: Indicator) -> tuple[str, str]:
    """How much higher or lower the group's figure is, and the interval of that: the sign is in the word for both."""
    value, found = shown_difference(pair, indicator), pair.difference
    sign = -1 if value < 0 else 1
    text = size(abs(value), indicator)
    if value > 0:
        text = gettext("{size} higher", size=text)
    elif value < 0:
        text = gettext("{size} lower", size=text)
    if found is None:
        return text, ""
    ends = sorted((sign * found.low, sign * found.high))
    return text, gettext("95% interval: {interval}", interval=size_span(ends[0], ends[1], indicator))


def ratio_text(pair: Pair) -> tuple[str, str]:
    """The ratio and the ends of its interval: "1.5 times", "1.3 to 1.7"; empty without one.

    They have the same decimals, two where one would put any of them on 1.0.
    """
    value, found = pair.ratio_value, pair.ratio
    if value is None:
        return "", ""
    decimals = ratio_decimals(value, *((value, value) if found is None else (found.low, found.high)))
    text = gettext("{number} times", number=format_number(value, decimals))
    if found is None:
        return text, ""
    low, high = format_number(found.low, decimals), format_number(found.high, decimals)
    return text, gettext("{low} to {high}", low=low, high=high)
