"""Why a test is not made, in a sentence: every refusal, for each of the things that are tested.

A reason has a sentence of its own for each thing, as sentences are translated whole; here they stand beside each other,
so that one reason is not told in two ways.
"""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting.numbers import join_list, number_word
from data.analysis.gaps import ChangeRefusal as GapRefusal
from data.analysis.period_changes import Change
from data.analysis.period_changes import Refusal as ChangeRefusal
from data.analysis.place_comparison import Refusal as PlaceRefusal
from data.language import gettext
from data.statistics.trends import FEWEST_EVENTS, FEWEST_POINTS
from data.statistics.trends import Refusal as TrendRefusal


def refused_change(change: Change, then: str, now: str) -> str:
    """Why two periods of one place and group are not compared."""
    values = {"now": now, "then": then}
    if change.refusal == "break":
        return gettext("{then} and {now} are not compared: the series breaks in {at}.", at=change.at, **values)
    if change.refusal == "overlap":
        return gettext("{then} and {now} are not compared: they share years, and so events.", **values)
    if change.refusal == "sources":
        return gettext("{then} and {now} are not compared: two releases may not count people alike.", **values)
    if change.refusal == "modelled":
        return gettext("{then} and {now} are not compared: both are estimates of one statistical model.", **values)
    if change.refusal == "unreliable":
        return gettext("{then} and {now} are not compared: one of the figures is unreliable.", **values)
    if change.refusal == "zero":
        return gettext("{then} and {now} are not compared: there is no ratio to a figure of zero.", **values)
    return gettext("{then} and {now} are not compared: no margin of error is published.", **values)


def refused_changes(refusal: ChangeRefusal | None, groups: Sequence[str]) -> str:
    """Why no change is tested for some groups; without a refusal they have not two figures."""
    names = join_list(list(groups))
    if refusal is None:
        return gettext("No change is tested for {groups}: that takes two final figures.", groups=names)
    if refusal == "break":
        return gettext("No change is tested for {groups}: the series breaks between the figures.", groups=names)
    if refusal == "overlap":
        return gettext("No change is tested for {groups}: the periods share years, and so events.", groups=names)
    if refusal == "sources":
        return gettext("No change is tested for {groups}: two releases may not count people alike.", groups=names)
    if refusal == "modelled":
        return gettext("No change is tested for {groups}: the figures are estimates of one statistical model.",
                   groups=names)  # fmt: skip
    if refusal == "unreliable":
        return gettext("No change is tested for {groups}: one of the figures is unreliable.", groups=names)
    if refusal == "zero":
        return gettext("No change is tested for {groups}: there is no ratio to a figure of zero.", groups=names)
    return gettext("No change is tested for {groups}: the publisher gives no margin of error.", groups=names)


def refused_gap_change(refusal: GapRefusal, **values: str | int) -> str:
    """Why it is not said whether a gap has changed, with the `values` that a reason names."""
    if refusal == "single":
        return gettext("There is one period only: whether the gap has changed cannot be said.")
    if refusal == "break":
        return gettext(
            "Whether the gap has changed from {then} to {now} is not said: the series breaks in {at}.", **values
        )
    if refusal == "overlap":
        return gettext("Whether the gap has changed is not said: {then} and {now} share years.", **values)
    if refusal == "sources":
        return gettext("{then} and {now} are not compared: two releases may not count people alike.", **values)
    if refusal == "unreliable":
        return gettext("{then} and {now} are not compared: one of the figures is unreliable.", **values)
    if refusal == "modelled":
        return gettext("{then} and {now} are not compared: both are estimates of one statistical model.", **values)
    if refusal == "turned":
        return gettext("{size} in {now}, {was} in {then}: the two groups have changed places.", **values)
    return gettext("{size} in {now}, {was} in {then}; without intervals no change is tested.", **values)


def refused_direction(refusal: TrendRefusal) -> str:
    """Why no direction of a trend is stated."""
    if refusal == "too few points":
        return gettext("Too few years to show a trend ({number} are needed).", number=number_word(FEWEST_POINTS))
    if refusal == "rolling":
        return gettext("No trend is shown: the periods overlap, so each shares events with the next.")
    if refusal == "zero":
        return gettext("No trend is shown: a figure of zero has no percent change.")
    if refusal == "modelled":
        return gettext("No trend is shown: the figures are a model’s estimates, and the model ties the years together.")
    if refusal == "unreliable":
        return gettext("No trend is shown: fewer than half of the figures are known to be reliable.")
    if refusal == "few events":
        return gettext("No trend is shown: fewer than {number} events in all are behind it.", number=FEWEST_EVENTS)
    if refusal == "autocorrelated":
        return gettext("No trend is shown: one year is so much like the next that chance alone could make one.")
    return gettext("No trend is shown: the series has more periods than can be tested.")


def refused_comparison(refusal: PlaceRefusal, **values: str) -> str:
    """Why two places are not compared: `one` with its figure `first` in `now`, `other` with `second` in `then`."""
    if refusal == "missing":
        return gettext("{one}: {first}. {other}: {second}. There are not two figures to compare.", **values)
    if refusal == "counts":
        return gettext("{one}: {first}. {other}: {second}. Numbers of events are not compared: where more people live "
                   "there are more.", **values)  # fmt: skip
    if refusal == "amounts":
        return gettext(
            "{one}: {first}. {other}: {second}. Amounts of whole places are not compared: a larger place has more.",
            **values,
        )
    if refusal == "sharing":
        return gettext(
            "{one}: {first}. {other}: {second}. They share some cities and towns, so no difference between them "
            "is tested.",
            **values,
        )
    if refusal == "same":
        return gettext("{one} and {other} are the same cities and towns.", **values)
    if refusal == "period":
        return gettext("{one}: {first} in {now}. {other}: {second} in {then}. Different periods are not compared.",
                   **values)  # fmt: skip
    if refusal == "method":
        return gettext(
            "{one}: {first}. {other}: {second}. The two figures were made by different methods, so no difference is "
            "tested.",
            **values,
        )
    if refusal == "sources":
        return gettext(
            "{one}: {first}. {other}: {second}. They come from two sources that may not count groups alike, so "
            "no difference is tested.",
            **values,
        )
    if refusal == "zero":
        return gettext("{one}: {first}. {other}: {second}. There is no ratio to a figure of zero.", **values)
    return gettext(
        "{one}: {first}. {other}: {second}. The publisher gives no margin of error, so no difference is tested.",
        **values,
    )
