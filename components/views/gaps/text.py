"""The measures of inequality in words: what each is called, what it means, what it does not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from components.formatting.numbers import format_number, join_list, number_word
from components.formatting.phrases import amount, people
from components.formatting.refusals import refused_gap_change
from data.analysis.gaps import Gap
from data.catalog.models import Indicator
from data.language import gettext
from data.statistics.comparisons import Estimate, ratio
from data.statistics.differences import difference_between
from data.statistics.inequality import Declined, Measure
from data.vocabulary import GROUPS, STATUS_WORDS


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """A measure's name, one sentence on what it means and one on what it does not. `kind` says how it is written."""

    name: str
    means: str
    limitation: str
    kind: str


MEASURE_TEXT: dict[str, MeasureWords] = {
    "d": MeasureWords(
        "Difference",
        "The highest group’s figure less the lowest’s.",
        "It says nothing of the groups between the two, nor of how many people each has.",
        "unit",
    ),
    "r": MeasureWords(
        "Ratio",
        "How many times the lowest group’s figure the highest is.",
        "It can grow while both fall: a ratio is no count of people.",
        "times",
    ),
    "mdbu": MeasureWords(
        "Mean distance from the best group",
        "How far groups are, on average, from the best one; each group counts alike.",
        "A small group weighs as much as a large one.",
        "unit",
    ),
    "mdbw": MeasureWords(
        "Distance from the best group, per person",
        "How far the average person is from the best group’s figure.",
        "It is small when few people are in the groups that are worst off.",
        "unit",
    ),
    "mdmu": MeasureWords(
        "Mean distance from the average",
        "How far groups are from the average, each group counting alike.",
        "It does not say which groups are above and which below.",
        "unit",
    ),
    "mdmw": MeasureWords(
        "Distance from the average, per person",
        "How far the average person’s group is from the figure of all.",
        "It does not say which groups are above and which below.",
        "unit",
    ),
    "mdru": MeasureWords(
        "Mean distance from the reference group",
        "How far groups are, on average, from the reference; each group counts alike.",
        "It changes with the group chosen as reference.",
        "unit",
    ),
    "mdrw": MeasureWords(
        "Distance from the reference group, per person",
        "How far the average person is from the reference group’s figure.",
        "It changes with the group chosen as reference.",
        "unit",
    ),
    "idisu": MeasureWords(
        "Index of disparity",
        "The mean distance of groups from the average, as a share of the average.",
        "Groups count alike, however many people they have.",
        "percent",
    ),
    "idisw": MeasureWords(
        "Index of disparity, by people",
        "The average person’s distance from the figure of all, as a share of it.",
        "It does not say which groups are worse off.",
        "percent",
    ),
    "bgv": MeasureWords(
        "Between-group variance",
        "How spread out groups are, far ones counting most, weighted by people.",
        "Its unit is the square of the indicator’s: compare it only with itself.",
        "square",
    ),
    "bgsd": MeasureWords(
        "Between-group standard deviation",
        "The typical distance of people’s groups from the average.",
        "It does not say which groups are worse off.",
        "unit",
    ),
    "cov": MeasureWords(
        "Coefficient of variation",
        "The typical distance from the average, as a share of the average.",
        "It grows when the average falls and the distances stay.",
        "percent",
    ),
    "ti": MeasureWords(
        "Theil index (×1,000)",
        "How unevenly the events are shared out among people’s groups; 0 is evenly.",
        "Its size has no everyday meaning: compare it only with itself.",
        "plain",
    ),
    "mld": MeasureWords(
        "Mean log deviation (×1,000)",
        "How unevenly the events are shared out, groups with low figures counting most; 0 is evenly.",
        "Its size has no everyday meaning: compare it only with itself.",
        "plain",
    ),
    "par": MeasureWords(
        "If every group had the best group’s figure",
        "How far the figure of all would move; with a minus sign it would be lower.",
        "It does not say that this is possible, nor what causes the gap.",
        "unit",
    ),
    "paf": MeasureWords(
        "If every group had it, as a share",
        "The same move as a share of the figure of all.",
        "It does not say that this is possible, nor what causes the gap.",
        "percent",
    ),
    "sii_linear": MeasureWords(
        "Slope index (linear)",
        "The difference from the bottom to the top of the order, all groups used.",
        "It draws a straight line through groups that may not lie on one.",
        "unit",
    ),
    "rii_linear": MeasureWords(
        "Relative index (linear)",
        "How many times the figure at the bottom of the order is that at the top.",
        "It draws a straight line through groups that may not lie on one.",
        "times",
    ),
    "sii_logit": MeasureWords(
        "Slope index (logistic)",
        "The difference from the bottom to the top of the order, all groups used, kept between none and all.",
        "It draws one smooth curve through groups that may not lie on one.",
        "unit",
    ),
    "rii_logit": MeasureWords(
        "Relative index (logistic)",
        "How many times the figure at the bottom of the order is that at the top, by the same curve.",
        "It draws one smooth curve through groups that may not lie on one.",
        "times",
    ),
    "aci": MeasureWords(
        "Absolute concentration index",
        "How much more the figure gathers at one end of the order; 0 is not at all.",
        "It can be 0 when the middle differs from both ends.",
        "unit",
    ),
    "rci": MeasureWords(
        "Relative concentration index (×100)",
        "The same as a share of the figure of all.",
        "It can be 0 when the middle differs from both ends.",
        "plain",
    ),
}
"""Every measure that can be shown, by its id."""


def format_measure(value: float, measure: str, indicator: Indicator) -> str:
    """A measure's value: "53.3 per 100,000", "12.9 times", "15.7%"."""
    kind = MEASURE_TEXT[measure].kind
    if kind == "unit":
        return amount(value, indicator) if indicator.measure != "percent" else f"{format_number(value, 1)} points"
    if kind == "times":
        return f"{format_number(value, 2 if value < 10 else 1)} times"
    if kind == "percent":
        return f"{format_number(value, 1)}%"
    return format_number(value, 1)


def interval_of(result: Measure, indicator: Indicator) -> str:
    """The 95 % interval in brackets' words, or that there is none."""
    if result.ci_low is None or result.ci_high is None:
        return "no interval"
    kind = MEASURE_TEXT[result.id].kind
    decimals = (2 if result.estimate < 10 else 1) if kind == "times" else max(indicator.decimals, 1)
    return f"95% interval {format_number(result.ci_low, decimals)} to {format_number(result.ci_high, decimals)}"


def reason_not_computed(result: Declined) -> str:
    """Why a measure is not given, with the groups' own names."""
    reason = result.reason
    for stratum in result.missing:
        reason = reason.replace(stratum, GROUPS[stratum].label)
    return reason[0].upper() + reason[1:] + "."


def gap_title(gap: Gap | None, indicator: Indicator, place: str, period: str) -> str:
    """The finding: the widest gap between two groups when its interval bears it out."""
    ratio = gap.results["r"] if gap else None
    if gap is None or not isinstance(ratio, Measure):
        return f"{indicator.title}: the gap between groups in {place}, {period}"
    # The ratio is of the higher group to the lower, or the other way about where a high value is favourable.
    first, second = ratio.between
    if ratio.estimate < 1:
        first, second = second, first
    value = max(ratio.estimate, 1 / ratio.estimate)
    sure = ratio.ci_low is not None and ratio.ci_high is not None and not ratio.ci_low <= 1 <= ratio.ci_high
    if not sure:
        return f"{indicator.title}: no clear gap between groups in {place}, {period}"
    if indicator.measure in ("rate", "percent"):
        group_name = people(first, indicator)
        times = format_measure(value, "r", indicator)
        text = f"{group_name[0].upper()}{group_name[1:]} {indicator.words.happen} at {times} the rate of"
        return f"{text} {people(second, indicator)}, {period}"
    name = indicator.words.rate
    low, high = _ends(gap)
    return (
        f"{name[0].upper()}{name[1:]} runs from {amount(low.value, indicator)} ({GROUPS[low.stratum].short}) "
        f"to {amount(high.value, indicator)} ({GROUPS[high.stratum].short}), {period}"
    )


def _ends(gap: Gap) -> tuple[Any, Any]:
    ordered = sorted((row for row in gap.rows if row.value == row.value), key=lambda row: row.value)
    return ordered[0], ordered[-1]


def gap_reading(gap: Gap, indicator: Indicator) -> list[str]:
    """The gap in sentences: difference and ratio together, what it adds up to, which groups are not in it."""
    sentences = []
    d, r = gap.results["d"], gap.results["r"]
    if isinstance(d, Measure) and isinstance(r, Measure):
        first, second = (GROUPS[s].label for s in d.between)
        difference, ratio = format_measure(abs(d.estimate), "d", indicator), format_measure(r.estimate, "r", indicator)
        sentences.append(
            f"Between the {first} and the {second} group the difference is **{difference}** "
            f"({interval_of(d, indicator)}) and the ratio **{ratio}** ({interval_of(r, indicator)})."
        )
    elif isinstance(r, Declined):
        sentences.append(reason_not_computed(r))
    if gap.burden is not None and gap.burden.value > 0:
        sentences.append(burden_words(gap, indicator))
    if gap.missing:
        named = [f"{GROUPS[s].label} ({STATUS_WORDS[status]})" for s, status in gap.missing]
        sentences.append(f"Without a figure, and so in no measure: {join_list(named)}.")
    if gap.unreliable:
        sentences.append(
            f"Read with care, as the figure is unreliable: {join_list([GROUPS[s].label for s in gap.unreliable])}."
        )
    return sentences


def burden_words(gap: Gap, indicator: Indicator) -> str:
    """The burden with its comparator and interval: associated with the gap, never caused by it."""
    burden = gap.burden
    assert burden is not None
    interval = (
        "" if burden.low is None else f" ({format_number(burden.low, 0)} to {format_number(burden.high or 0, 0)})"
    )
    values = {
        "number": format_number(burden.value, 0),
        "events": indicator.words.events,
        "interval": interval,
        "group": GROUPS[burden.comparator].label,
    }
    if indicator.polarity == "higher_is_better":
        return gettext(
            "**{number} more {events} a year**{interval} are associated with the gap to the {group} group: so "
            "many more would be expected if every group had its rate.",
            **values,
        )
    return gettext(
        "**{number} {events} a year**{interval} are associated with the gap to the {group} group: so many fewer "
        "would be expected if every group had its rate.",
        **values,
    )


def gap_change_words(series: Sequence[Gap], measure: str, indicator: Indicator, dimension: str) -> str:
    """Whether the gap of the last period is wider than an earlier one's, tested; else why that is not said.

    `series` has the periods with the measure, earliest first. Single years are held against the first year after the
    last break, pooled periods against the first that shares no year with the last.
    """
    if not series:
        return ""
    if len(series) == 1:
        return refused_gap_change("single")
    last = series[-1]
    values = {"now": last.period.label, "then": series[-2].period.label}
    at = max((b.at for b in indicator.breaks if b.bears_on(dimension) and b.at <= last.period.end.year), default=0)
    since = [gap for gap in series if gap.period.start.year >= at]
    if last not in since or len(since) < 2:
        values = {"then": series[0].period.label, "now": last.period.label}
        return refused_gap_change("break", at=at, **values)
    apart = [gap for gap in since if gap.period.end < last.period.start]
    if not apart:
        return refused_gap_change("overlap", **values)
    first = apart[0]
    values = {
        "then": first.period.label,
        "now": last.period.label,
        "was": format_measure(_measured(first, measure).value, measure, indicator),
        "size": format_measure(_measured(last, measure).value, measure, indicator),
    }
    verdict = _change(_measured(first, measure), _measured(last, measure), measure)
    if verdict == "higher":
        return gettext("**Wider**: {size} in {now}, {was} in {then}.", **values)
    if verdict == "lower":
        return gettext("**Narrower**: {size} in {now}, {was} in {then}.", **values)
    if verdict == "not clear":
        return gettext("**No clear change**: {size} in {now}, {was} in {then}.", **values)
    return refused_gap_change("interval", **values)


def _measured(gap: Gap, measure: str) -> Estimate:
    """A measure as the size of a gap: a ratio below 1 is turned, a difference below zero too."""
    result = gap.results[measure]
    assert isinstance(result, Measure)
    value, low, high = result.estimate, result.ci_low, result.ci_high
    if low is None or high is None:
        return Estimate(abs(value) if measure == "d" else max(value, 1 / value))
    if measure == "d":
        return Estimate(value, low, high) if value >= 0 else Estimate(-value, -high, -low)
    return Estimate(value, low, high) if value >= 1 or low <= 0 else Estimate(1 / value, 1 / high, 1 / low)


def _change(first: Estimate, last: Estimate, measure: str) -> str:
    """`higher`, `lower` or `not clear` of the last against the first, as independent; empty where it cannot be told."""
    if measure == "d":
        difference = difference_between(last, first)
        return (
            ""
            if difference is None
            else "higher"
            if difference.low > 0
            else "lower"
            if difference.high < 0
            else "not clear"
        )
    ratio_of = ratio(last, first)
    return "" if ratio_of is None else ratio_of.verdict


def counted_groups(gap: Gap) -> str:
    """How many groups have a figure: "six of seven groups"."""
    return f"{number_word(len(gap.rows) - len(gap.missing))} of {number_word(len(gap.rows))} groups"
