"""The measures of inequality in words: what each is called, what it means, what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from components.descriptions import amount, people
from components.numbers import listed, number_word, plain
from data.catalog import Indicator
from data.gaps import Gap
from data.statistics.inequality import Declined, Measure
from data.vocabulary import GROUPS, STATUS_WORDS


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """A measure's name, one sentence on what it means and one on what it does not. `kind` says how it is written."""

    name: str
    means: str
    does_not: str
    kind: str


WORDS: dict[str, MeasureWords] = {
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
        "What the best group’s figure would change",
        "How much the figure of all would move if every group had the best group’s.",
        "It does not say that this is possible, nor what causes the gap.",
        "unit",
    ),
    "paf": MeasureWords(
        "The same as a share",
        "The same change as a share of the figure of all.",
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


def written(value: float, measure: str, indicator: Indicator) -> str:
    """A measure's value: "53.3 per 100,000", "12.9 times", "15.7%"."""
    kind = WORDS[measure].kind
    if kind == "unit":
        return amount(value, indicator) if indicator.measure != "percent" else f"{plain(value, 1)} points"
    if kind == "times":
        return f"{plain(value, 2 if value < 10 else 1)} times"
    if kind == "percent":
        return f"{plain(value, 1)}%"
    return plain(value, 1)


def interval_of(result: Measure, indicator: Indicator) -> str:
    """The 95 % interval in brackets' words, or that there is none."""
    if result.ci_low is None or result.ci_high is None:
        return "no interval"
    kind = WORDS[result.id].kind
    decimals = (2 if result.estimate < 10 else 1) if kind == "times" else max(indicator.decimals, 1)
    return f"95% interval {plain(result.ci_low, decimals)} to {plain(result.ci_high, decimals)}"


def decline_words(result: Declined) -> str:
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
        said = people(first, indicator)
        text = f"{said[0].upper()}{said[1:]} {indicator.words.happen} at {written(value, 'r', indicator)} the rate of"
        return f"{text} {people(second, indicator)}, {period}"
    name = indicator.words.rate
    low, high = _ends(gap)
    return (
        f"{name[0].upper()}{name[1:]} runs from {amount(low.value, indicator)} ({GROUPS[low.stratum].short}) "
        f"to {amount(high.value, indicator)} ({GROUPS[high.stratum].short}), {period}"
    )


def _ends(gap: Gap) -> tuple[Any, Any]:
    shown = sorted((row for row in gap.rows if row.value == row.value), key=lambda row: row.value)
    return shown[0], shown[-1]


def gap_reading(gap: Gap, indicator: Indicator) -> list[str]:
    """The gap in sentences: difference and ratio together, what it adds up to, which groups are not in it."""
    sentences = []
    d, r = gap.results["d"], gap.results["r"]
    if isinstance(d, Measure) and isinstance(r, Measure):
        first, second = (GROUPS[s].label for s in d.between)
        difference, ratio = written(abs(d.estimate), "d", indicator), written(r.estimate, "r", indicator)
        sentences.append(
            f"Between the {first} and the {second} group the difference is **{difference}** "
            f"({interval_of(d, indicator)}) and the ratio **{ratio}** ({interval_of(r, indicator)})."
        )
    elif isinstance(r, Declined):
        sentences.append(decline_words(r))
    if gap.burden is not None and gap.burden.value > 0:
        sentences.append(burden_words(gap, indicator))
    if gap.missing:
        named = [f"{GROUPS[s].label} ({STATUS_WORDS[status]})" for s, status in gap.missing]  # type: ignore[index]
        sentences.append(f"Without a figure, and so in no measure: {listed(named)}.")
    if gap.unreliable:
        sentences.append(
            f"Read with care, as the figure is unreliable: {listed([GROUPS[s].label for s in gap.unreliable])}."
        )
    return sentences


def burden_words(gap: Gap, indicator: Indicator) -> str:
    """The burden with its comparator and interval: associated with the gap, never caused by it."""
    burden = gap.burden
    assert burden is not None
    better = indicator.polarity == "higher_is_better"
    events = f"{'more ' if better else ''}{indicator.words.events}"
    interval = "" if burden.low is None else f" ({plain(burden.low, 0)} to {plain(burden.high or 0, 0)})"
    return (
        f"**{plain(burden.value, 0)} {events} a year**{interval} are associated with the gap to the "
        f"{GROUPS[burden.comparator].label} group: so many {'more' if better else 'fewer'} there would be at its rate."
    )


def counted_groups(gap: Gap) -> str:
    """How many groups have a figure: "six of seven groups"."""
    return f"{number_word(len(gap.rows) - len(gap.missing))} of {number_word(len(gap.rows))} groups"
