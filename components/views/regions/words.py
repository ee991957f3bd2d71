"""What the page of a region and its file say of how its figures are made."""

from __future__ import annotations

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
        "“Events” and “Among” are the published numbers of the members, added up over all years of the period. "
        "A rate is the one over the other, never a mean of rates."
    )
