"""What the page of a region and its file say of how its figures are made."""

from __future__ import annotations

from components.formatting.numbers import number_word
from components.views.place.side_by_side import two_title
from data.analysis.profiles.pair_lines import TwoPlaces
from data.analysis.profiles.profile_lines import TESTED
from data.language import gettext


def method_words() -> list[str]:
    """How the figures of a region are made, in sentences."""
    return [
        gettext(
            "The published counts of the members are added up, and so are their residents; the rate is the one over "
            "the other."
        ),
        gettext("Intervals, and when a figure is called unreliable, follow the same rules as those of counties."),
        sum_words(),
    ]


def sum_words() -> str:
    """Why a sum with a part missing is none."""
    return gettext(
        "A sum needs the number of every member. Where one is hidden to protect people, or not published, there is no "
        "sum: the others alone would tell what is hidden."
    )


def among_words() -> str:
    """What the columns of counts are."""
    return gettext(
        "“Events” are the published numbers of the members, added up, and of how many people or births they are, over "
        "all years of the period. A rate is the one over the other, never a mean of rates."
    )


def pair_title(two: TwoPlaces) -> str:
    """How a region stands to what it is set beside: of one test, its outcome; of several, on how many it is worse."""
    tested = [line for line in two.lines if not line.first.is_older and line.standing in TESTED]
    values = {"one": two.first.name, "other": two.second.name}
    if len(tested) == 1:
        values["question"] = tested[0].question.name
        return {
            "worse": gettext("{question}: {one} is worse than {other}", **values),
            "better": gettext("{question}: {one} is better than {other}", **values),
            "higher": gettext("{question}: {one} is higher than {other}", **values),
            "lower": gettext("{question}: {one} is lower than {other}", **values),
        }.get(tested[0].standing, gettext("{question}: {one} and {other} do not clearly differ", **values))
    values["tested"] = number_word(len(tested))
    if tested and all(line.standing == "not clear" for line in tested):
        return gettext("{one}: not clearly different from {other} on any of {tested} measures tested", **values)
    return two_title(two)
