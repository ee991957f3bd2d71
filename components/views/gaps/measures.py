"""Measures of inequality over all groups in words: what each is called, what it means, what it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.formatting.numbers import format_number
from components.views.gaps.words import size, size_span
from data.analysis.gaps import Lacking
from data.catalog.models import Indicator
from data.language import gettext
from data.statistics.inequality import Measure

Kind = Literal["unit", "times", "percent", "square", "plain"]


@dataclass(frozen=True, slots=True)
class MeasureWords:
    """A measure's name, one sentence on what it means and one on what it does not. `kind` says how it is written."""

    name: str
    means: str
    limitation: str
    kind: Kind


def measure_words() -> dict[str, MeasureWords]:
    """Every measure over all groups by its id, in the request's language."""
    return {**_deviation_words(), **_spread_words(), **_ordered_words()}


def _deviation_words() -> dict[str, MeasureWords]:
    return {
        "mdbu": MeasureWords(
            gettext("Mean distance from the most favorable figure"),
            gettext("How far groups are, on average, from the most favorable figure; each group counts alike."),
            gettext("A small group weighs as much as a large one."),
            "unit",
        ),
        "mdbw": MeasureWords(
            gettext("Distance from the most favorable figure, per person"),
            gettext("How far the average person’s group is from the most favorable figure."),
            gettext("It is small when few people are in the groups that are worst off."),
            "unit",
        ),
        "mdmu": MeasureWords(
            gettext("Mean distance from the average"),
            gettext("How far groups are from the average, each group counting alike."),
            gettext("It does not say which groups are above and which below."),
            "unit",
        ),
        "mdmw": MeasureWords(
            gettext("Distance from the average, per person"),
            gettext("How far the average person’s group is from the figure of all."),
            gettext("It does not say which groups are above and which below."),
            "unit",
        ),
        "mdru": MeasureWords(
            gettext("Mean distance from the reference group"),
            gettext("How far groups are, on average, from the reference; each group counts alike."),
            gettext("It changes with the group chosen as reference."),
            "unit",
        ),
        "mdrw": MeasureWords(
            gettext("Distance from the reference group, per person"),
            gettext("How far the average person is from the reference group’s figure."),
            gettext("It changes with the group chosen as reference."),
            "unit",
        ),
        "idisu": MeasureWords(
            gettext("Index of disparity"),
            gettext("The mean distance of groups from the average, as a share of the average."),
            gettext("Groups count alike, however many people they have."),
            "percent",
        ),
        "idisw": MeasureWords(
            gettext("Index of disparity, by people"),
            gettext("The average person’s distance from the figure of all, as a share of it."),
            gettext("It does not say which groups are worse off."),
            "percent",
        ),
    }


def _spread_words() -> dict[str, MeasureWords]:
    return {
        "bgv": MeasureWords(
            gettext("Between-group variance"),
            gettext("How spread out groups are, far ones counting most, weighted by people."),
            gettext("Its unit is the square of the indicator’s: compare it only with itself."),
            "square",
        ),
        "bgsd": MeasureWords(
            gettext("Between-group standard deviation"),
            gettext("The typical distance of people’s groups from the average."),
            gettext("It does not say which groups are worse off."),
            "unit",
        ),
        "cov": MeasureWords(
            gettext("Coefficient of variation"),
            gettext("The typical distance from the average, as a share of the average."),
            gettext("It grows when the average falls and the distances stay."),
            "percent",
        ),
        "ti": MeasureWords(
            gettext("Theil index (×1,000)"),
            gettext("How unevenly the events are shared out among people’s groups; 0 is evenly."),
            gettext("Its size has no everyday meaning: compare it only with itself."),
            "plain",
        ),
        "mld": MeasureWords(
            gettext("Mean log deviation (×1,000)"),
            gettext("How unevenly the events are shared out, groups with low figures counting most; 0 is evenly."),
            gettext("Its size has no everyday meaning: compare it only with itself."),
            "plain",
        ),
        "par": MeasureWords(
            gettext("If every group had the most favorable figure"),
            gettext("How far the figure of all would move; with a minus sign it would be lower."),
            gettext("It does not say that this is possible, nor what causes the gap."),
            "unit",
        ),
        "paf": MeasureWords(
            gettext("If every group had it, as a share"),
            gettext("The same move as a share of the figure of all."),
            gettext("It does not say that this is possible, nor what causes the gap."),
            "percent",
        ),
    }


def _ordered_words() -> dict[str, MeasureWords]:
    return {
        "sii_linear": MeasureWords(
            gettext("Slope index (linear)"),
            gettext("The difference from the bottom to the top of the order, all groups used."),
            gettext("It draws a straight line through groups that may not lie on one."),
            "unit",
        ),
        "rii_linear": MeasureWords(
            gettext("Relative index (linear)"),
            gettext("How many times the figure at the bottom of the order is that at the top."),
            gettext("It draws a straight line through groups that may not lie on one."),
            "times",
        ),
        "sii_logit": MeasureWords(
            gettext("Slope index (logistic)"),
            gettext(
                "The difference from the bottom to the top of the order, all groups used, kept between none and all."
            ),
            gettext("It draws one smooth curve through groups that may not lie on one."),
            "unit",
        ),
        "rii_logit": MeasureWords(
            gettext("Relative index (logistic)"),
            gettext("How many times the figure at the bottom of the order is that at the top, by the same curve."),
            gettext("It draws one smooth curve through groups that may not lie on one."),
            "times",
        ),
        "aci": MeasureWords(
            gettext("Absolute concentration index"),
            gettext("How much more the figure gathers at one end of the order; 0 is not at all."),
            gettext("It can be 0 when the middle differs from both ends."),
            "unit",
        ),
        "rci": MeasureWords(
            gettext("Relative concentration index (×100)"),
            gettext("The same as a share of the figure of all."),
            gettext("It can be 0 when the middle differs from both ends."),
            "plain",
        ),
    }


def format_measure(value: float, kind: Kind, indicator: Indicator) -> str:
    """A measure's value: "5.3 points", "1.9 times", "15.7%"."""
    if kind == "unit":
        return size(value, indicator)
    if kind == "times":
        return gettext("{number} times", number=format_number(value, 2 if value < 1.05 else 1))
    text = format_number(value, 1)
    return f"{text}%" if kind == "percent" else text


def format_interval(result: Measure, kind: Kind, indicator: Indicator) -> str:
    """Ends of a measure's interval with its unit and decimals; empty without one."""
    if result.ci_low is None or result.ci_high is None:
        return ""
    if kind == "unit":
        return size_span(result.ci_low, result.ci_high, indicator)
    decimals = 2 if kind == "times" and result.estimate < 1.05 else 1
    low, high = format_number(result.ci_low, decimals), format_number(result.ci_high, decimals)
    if kind == "percent":
        low, high = f"{low}%", f"{high}%"
    return gettext("{low} to {high}", low=low, high=high)


def lacking_words(lacking: Lacking) -> str:
    """Why there is no measure over all groups."""
    return {
        "age": gettext("No measure over all ages is given: ages differ for no unjust reason."),
        "groups": gettext("Measures over all groups take three groups with a figure, and there are fewer."),
        "people": gettext(
            "Measures over all groups are left out: the number of people in each group is not published."
        ),
        "share": gettext("Measures over all groups are left out: the groups shown hold less than 95% of the people."),
    }[lacking]
