"""The lines in words: how many more or fewer, of whom, against what; the title, and how the list is worked out."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.findings.nouns import LONGEST, LONGEST_OF, inside, measures_of, named_measures, place_name
from components.formatting.numbers import capitalize_first, format_number, format_value, ratio_decimals, times
from components.formatting.phrases import amount, people
from components.views.excess.view import ExcessView
from data.analysis.excess import Excess
from data.catalog.models import Indicator
from data.language import format_integer, gettext, language, ngettext
from data.query.choices.versions import OLDER
from data.statistics.burden import Burden
from data.vocabulary import OVERALL, Period

FEW = 10
"""Below so many a year the excess is written with a decimal: an interval from 0.4 to 3.9 would begin at nothing."""


def page_title(view: ExcessView) -> str:
    """The finding: where the excess is largest of what is asked for; shorter where it would be too long."""
    place = place_words(view)
    if not view.lines:
        return gettext("Where {place} is worst off: nothing is clearly worse than in the state", place=place)
    excess = view.lines[0]
    indicator = view.indicator(excess)
    row = excess.row._replace(name=view.catalog.places[excess.row.geo_id].name)
    told = bool(view.selection.place) or row.level == "state"
    measures = measures_of(row.stratum, indicator) if told else named_measures(row, indicator)
    longest = LONGEST_OF.get(language(), LONGEST)
    values = {"place": place, "size": _size(excess, indicator), "period": Period.parse(row.period).label}
    made = []
    for measure in map(inside, measures):
        made += [
            gettext(
                "Where {place} is worst off: {measure}, about {size} than at the state’s rate, {period}",
                measure=measure, **values,
            ),
            gettext("Worst off: {measure}, about {size} than at the state’s rate, {period}", measure=measure, **values),
        ]  # fmt: skip
    # What it is more or fewer than, the line under the title says too.
    briefest = gettext("Worst off: {measure}, about {size}, {period}", measure=inside(measures[-1]), **values)
    return next((title for title in made if len(title) <= longest), briefest)


def _size(excess: Excess, indicator: Indicator) -> str:
    """The excess in the title: of several years, that it is of one."""
    number = excess_number(excess.burden)
    of_a_year = Period.parse(excess.row.period).length_years > 1
    if indicator.polarity == "higher_is_better":
        return (
            gettext("{number} fewer a year", number=number) if of_a_year else gettext("{number} fewer", number=number)
        )
    return gettext("{number} more a year", number=number) if of_a_year else gettext("{number} more", number=number)


def place_words(view: ExcessView) -> str:
    """The place that is asked for inside a sentence."""
    place = view.place
    return gettext("the {region}", region=place.name) if place.level == "eohhs_region" else place.name


def page_subtitle(view: ExcessView) -> str:
    """What is ranked, of how many figures, and how much of it may be chance."""
    return gettext(
        "People or lives a year beyond what the state’s rate would give. {tested} figures were tested against the "
        "state’s, and {found} are clearly worse; at most one in twenty of those is expected to be chance.",
        tested=format_integer(view.scan.tested), found=format_integer(len(view.scan.found)),
    )  # fmt: skip


def key_words() -> str:
    """What the marks of the last column are."""
    return gettext(
        "In the last column the line is the state’s figure for everyone; a mark, with its 95% interval, says how many "
        "times as high a figure is."
    )


def excess_number(burden: Burden) -> str:
    """The excess a year as it is written: a whole number, below ten with a decimal."""
    return format_number(burden.value, decimals_of(burden))


def decimals_of(burden: Burden) -> int:
    """Decimals of an excess a year."""
    return 0 if burden.value >= FEW else 1


def excess_interval(burden: Burden) -> str:
    """The ends of its interval in words; empty without one."""
    if burden.low is None or burden.high is None:
        return ""
    decimals = decimals_of(burden)
    ends = {"low": format_number(burden.low, decimals), "high": format_number(burden.high, decimals)}
    return gettext("{low} to {high}", **ends)


def excess_words(excess: Excess, indicator: Indicator) -> str:
    """How many more or fewer, and of what, the number in bold: "**94** more deaths"."""
    values = {"number": excess_number(excess.burden), "events": indicator.words.events}
    if indicator.polarity == "higher_is_better":
        return gettext("**{number}** fewer {events}", **values)
    return gettext("**{number}** more {events}", **values)


def whose(excess: Excess, view: ExcessView) -> str:
    """Of whom and where a line is: "Black residents, Suffolk County"; of everyone in a place its name."""
    row, place = excess.row, view.catalog.places[excess.row.geo_id]
    name = capitalize_first(place_name(row._replace(name=place.name)))
    if row.stratum == OVERALL:
        return name
    return gettext(
        "{people}, {place}", people=capitalize_first(people(row.stratum, view.indicator(excess))), place=place.name
    )


def figures_words(excess: Excess, indicator: Indicator) -> str:
    """Its figure and the state's: "54.1 per 100,000 against 36.3"."""
    value, other = amount(excess.row.value, indicator), format_value(excess.state.value, indicator)
    return gettext("{value} against {other}", value=value, other=other)


def ratio_words(excess: Excess) -> str:
    """How many times the state's figure it is, with the interval: "1.5 times (1.4 to 1.6)"."""
    times_words, ends = ratio_parts(excess)
    return f"{times_words} ({ends})"


def ratio_parts(excess: Excess) -> tuple[str, str]:
    """The ratio and its interval: "1.5 times", "1.4 to 1.6"."""
    row, decimals = excess.row, decimals_of_ratio(excess)
    ends = {"low": format_number(row.ratio_low, decimals), "high": format_number(row.ratio_high, decimals)}
    return times(row.ratio, decimals), gettext("{low} to {high}", **ends)


def decimals_of_ratio(excess: Excess) -> int:
    """Decimals of the ratio: two where its ends would be written alike."""
    row = excess.row
    decimals = ratio_decimals(row.ratio, row.ratio_low, row.ratio_high)
    alike = format_number(row.ratio_low, decimals) == format_number(row.ratio_high, decimals)
    return 2 if alike else decimals


def topic_caption(lines: Sequence[Excess], view: ExcessView) -> str:
    """The caption of a topic's table: how many of its lines it has."""
    shown, number = len(view.shown(tuple(lines))), len(lines)
    if shown < number:
        return gettext("The {shown} largest of {number}", shown=format_integer(shown), number=format_integer(number))
    return ngettext("{number} line", "{number} lines, the largest first", number)


def announcement(view: ExcessView) -> str:
    """Text of the live region after a choice."""
    number = gettext("Lines in the list: {number}.", number=format_integer(len(view.lines)))
    return f"{gettext('Updated: {title}.', title=page_title(view))} {number}"


def nothing_words() -> str:
    """Why the list is empty."""
    return gettext(
        "Of the figures that can be tested here, none is clearly worse than the state’s. Others may be: they are "
        "hidden, too uncertain, or published in another form."
    )


def method_words(view: ExcessView) -> list[str]:
    """How the list is worked out, a sentence or two at a time."""
    left_out = format_integer(len(view.scan.left_out))
    return [
        gettext(
            "**The number** is the figure less the state’s figure for everyone, times the people it is about, for one "
            "year. Where more is better, it says how many fewer. It is associated with the difference; nothing here "
            "says what the difference is due to."
        ),
        gettext(
            "**In the list** is every question in its newest reliable figures: for places, and for groups by race and "
            "ethnicity, sex or education. The state’s figure must be of the same years and made the same way. Where a "
            "question has versions, the newest one is taken."
        ),
        gettext(
            "**Chance.** All figures are tested together, and the list keeps as many as stand when one in twenty of "
            "those listed may be false (Benjamini and Hochberg). A line also needs a difference worth saying and an "
            "interval that leaves out zero. For the interval, place and state count as apart, though one is part of "
            "the other."
        ),
        gettext(
            "**Do not add lines up.** The people of a town are in its county’s line too, and those of a group in the "
            "line of everyone. Regions and areas overlap still more, and are listed when they are chosen."
        ),
        gettext(
            "**Age.** These figures are not adjusted for age: a place or group with older residents may have more "
            "events for that alone."
        ),
        gettext(
            "**Not in the list:** {left_out} questions whose figures are adjusted for age, come without a number of "
            "people or a margin of error, or end before {year}.",
            left_out=left_out, year=OLDER,
        ),
    ]  # fmt: skip
