"""Which figures can be pooled, and why those of an indicator cannot, in words."""

from __future__ import annotations

from typing import Literal

from data.catalog.models import Catalog, Indicator
from data.language import gettext
from data.vocabulary import Level

Reason = Literal["state", "adjusted", "modelled", "surveyed", "smoothed", "average", "rates", "counties", "areas"]
"""What stands in the way: only the state has figures; they are adjusted for age, modelled, asked of a sample or
smoothed; they are no share of people; counts are not published; only counties have them; only areas do."""


def is_amount(indicator: Indicator) -> bool:
    """Whether figures of an indicator can be added up: numbers of events, and amounts of a whole place."""
    return indicator.measure == "count" or indicator.whole_place


def is_poolable(indicator: Indicator, level: Level) -> bool:
    """Whether figures of a level can be pooled: amounts, and crude rates of counted events where counts are published.

    A rate adjusted for age, a median, a score or what a model or a survey estimates is no quotient of counts.
    """
    if is_amount(indicator):
        return indicator.estimated(level) == "counted"
    of_counts = indicator.measure in ("rate", "percent") and indicator.adjustment == "crude"
    return of_counts and indicator.estimated(level) == "counted"


def reason_not_pooled(indicator: Indicator, catalog: Catalog) -> Reason:
    """Why figures of an indicator cannot be pooled for any set of cities and towns."""
    levels = catalog.levels(indicator.id)
    if not set(levels) & {"municipality", "county"}:
        return "areas" if set(levels) - {"state"} else "state"
    finest = "municipality" if "municipality" in levels else "county"
    if indicator.adjustment == "age_adjusted":
        return "adjusted"
    made = indicator.estimated(finest)
    if made in ("modelled", "surveyed", "smoothed"):
        return made
    if not is_amount(indicator) and indicator.measure not in ("rate", "percent"):
        return "average"
    if finest == "county" and is_poolable(indicator, "county"):
        return "counties"
    return "rates"


def why_not_pooled(indicator: Indicator, catalog: Catalog) -> str:
    """The reason in a sentence, in the language of the request."""
    words: dict[Reason, str] = {
        "state": gettext("It is published for the state alone."),
        "areas": gettext("It is published for larger areas alone."),
        "adjusted": gettext("Rates adjusted for age cannot be added up."),
        "modelled": gettext("Estimates of a statistical model cannot be added up."),
        "surveyed": gettext("Shares of the people asked in a survey cannot be added up."),
        "smoothed": gettext("Rates smoothed with those of neighbors or other years cannot be added up."),
        "average": gettext("Medians, averages and scores cannot be added up."),
        "rates": gettext("Rates are published without the numbers of events and people that they are made of."),
        "counties": gettext("It is published for whole counties alone, and the region takes only a part of one."),
    }
    return words[reason_not_pooled(indicator, catalog)]
