"""Number formatting: the same rounding in charts, sentences, tables and tooltips."""

from __future__ import annotations

import math
from functools import lru_cache

from data.catalog.models import Indicator
from data.language import format_integer, gettext, separators
from data.vocabulary import NUMBER_WORDS


def is_number(value: float | None) -> bool:
    """Whether there is a figure to show."""
    return value is not None and not math.isnan(value)


def format_number(value: float, decimals: int) -> str:
    """A figure with its decimals and a comma in the thousands, 1,234.5, or as the language spoken writes it.

    Halves are rounded away from zero, as publishers do. A true minus sign goes before what is below zero.
    """
    return _written(value, decimals, *separators())


@lru_cache(maxsize=16384)  # a view writes the same figures in its map, its charts, its lists and its sentences
def _written(value: float, decimals: int, point: str, thousands: str) -> str:
    scaled = math.floor(abs(value) * 10**decimals + 0.5 + 1e-9) / 10**decimals
    text = f"{scaled:,.{decimals}f}"
    if (point, thousands) != (".", ","):
        text = text.translate({ord("."): point, ord(","): thousands})
    return f"−{text}" if value < 0 and scaled else text


FEWEST_WHOLE = 100
"""From so many on a count is told without decimals; fewer, the mean of several years, keep theirs."""


def format_value(value: float, indicator: Indicator, *, stored: bool = False) -> str:
    """An indicator's figure: 54.1, 7.6% for a percentage, $96,500 for dollars.

    A count that is the mean of several years, 2,709.5 calls a year, is told as 2,710: nobody counted half a call. Where
    figures are looked up, in tables and the files made of them, it is `stored`: with its decimals.
    """
    whole = indicator.measure == "count" and (float(value).is_integer() or (value >= FEWEST_WHOLE and not stored))
    text = format_number(value, 0 if whole else indicator.decimals)
    if indicator.measure == "percent":
        return f"{text}%"
    return gettext("${amount}", amount=text) if indicator.measure == "dollars" else text


def tick(value: float) -> str:
    """A round number on an axis: 0, 12.5, 2,000."""
    point, thousands = separators()
    return f"{value:,g}".translate({ord("."): point, ord(","): thousands})


def interval(low: float, high: float, indicator: Indicator) -> str:
    """An interval in a table or label: 50.5–57.7."""
    return f"{format_number(low, indicator.decimals)}–{format_number(high, indicator.decimals)}"


def value_with_interval(value: str, low: float | None, high: float | None, indicator: Indicator) -> str:
    """A value as it is written, with its interval where one is published: "54.1 (50.5 to 57.7)"."""
    if not is_number(low) or not is_number(high):
        return value
    assert low is not None
    assert high is not None
    if indicator.measure == "dollars":
        ends = {"low": format_value(low, indicator), "high": format_value(high, indicator)}
    else:
        ends = {"low": format_number(low, indicator.decimals), "high": format_number(high, indicator.decimals)}
    return gettext("{value} ({low} to {high})", value=value, **ends)


def count(value: float) -> str:
    """A number of events or people: 7,614."""
    return format_number(value, 0)


def times(value: float, decimals: int = 1) -> str:
    """A ratio in words: "1.5 times", "twice"."""
    text = format_number(value, decimals)
    return (
        gettext("twice")
        if text in (format_number(2, 0), format_number(2, 1))
        else gettext("{number} times", number=text)
    )


def ratio_decimals(value: float, low: float, high: float) -> int:
    """Decimals of a ratio with its interval: one; two where one would round a bound to 1.0, or below 1."""
    near = any(round(x, 1) == 1.0 for x in (value, low, high))
    return 2 if near or value < 1 else 1


def number_word(number: int) -> str:
    """A count in a sentence: words up to nine, figures from ten on; figures where words agree in gender."""
    return NUMBER_WORDS[str(number)] if str(number) in NUMBER_WORDS else format_integer(number)


def join_list(items: list[str]) -> str:
    """Words joined as a sentence lists them: "Essex", "Essex and Suffolk", "Essex, Hampden and Suffolk".

    Names that have commas of their own are kept apart by semicolons.
    """
    if len(items) < 2:
        return "".join(items)
    if any("," in item for item in items):
        return gettext("{first}; and {last}", first="; ".join(items[:-1]), last=items[-1])
    return gettext("{first} and {last}", first=", ".join(items[:-1]), last=items[-1])


def capitalize_first(sentence: str) -> str:
    """Words as the start of a sentence."""
    return sentence[:1].upper() + sentence[1:]
