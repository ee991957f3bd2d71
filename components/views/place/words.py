"""What a profile says: its title, its reading, how each line stands, and why a question has no line."""

from __future__ import annotations

from collections.abc import Sequence

from components.figures.findings.nouns import in_period, place_name
from components.figures.findings.places import place_finding
from components.figures.findings.sentences import joined, pair_sentence
from components.figures.findings.standing import place_against_state
from components.formatting.numbers import capitalize_first, format_value, interval, is_number, number_word, times
from components.formatting.phrases import status_in_words
from data.analysis.profiles.profile_lines import (
    Profile,
    ProfileLine,
    Standing,
    Unknown,
    farthest_first,
    number,
)
from data.catalog.models import Place
from data.language import gettext
from data.query.rows import Row
from data.vocabulary import LEVEL_WORDS, REGION, Period

TOLD = 2
"""Lines that the reading tells in full: those farthest from the state on the worse side."""


def placed(place: Place) -> str:
    """A place's name inside a sentence."""
    return gettext("the {region}", region=place.name) if place.level == "eohhs_region" else place.name


def profile_title(profile: Profile) -> str:
    """On how many of the measures that were tested the place is worse, and on how many better; of one, its finding.

    Of a place with hardly any figures of its own it is the county that is counted, and said.
    """
    place, tested = profile.place.name, profile.counted
    if not tested:
        return gettext("{place}: what is known of its health, and what is not", place=place)
    if tested[0].of_county:
        return gettext("{place}: few figures of its own. {finding}", place=place, finding=_of_county(profile))
    if len(tested) == 1:
        return in_period(place_finding(tested[0].answer), tested[0].answer)
    values = {**_numbers(tested), "place": place}
    if number(tested, "worse") and number(tested, "better"):
        return gettext(
            "{place}: worse than the state on {worse} of {tested} measures tested, better on {better}", **values
        )
    if number(tested, "worse"):
        return gettext("{place}: worse than the state on {worse} of {tested} measures tested, better on none", **values)
    if number(tested, "better"):
        return gettext(
            "{place}: better than the state on {better} of {tested} measures tested, worse on none", **values
        )
    return gettext("{place}: not clearly different from the state on any of {tested} measures tested", **values)


def _of_county(profile: Profile) -> str:
    """The finding on the county that a place is part of."""
    assert profile.county is not None, "only a place that lies in one county has lines of it"
    tested = profile.counted
    if len(tested) == 1:
        return in_period(place_finding(tested[0].answer), tested[0].answer)
    values = {**_numbers(tested), "county": profile.county.name}
    if number(tested, "worse") and number(tested, "better"):
        return gettext(
            "{county} is worse than the state on {worse} of {tested} measures tested, better on {better}", **values
        )
    if number(tested, "worse"):
        return gettext("{county} is worse than the state on {worse} of {tested} measures tested, better on none",
                       **values)  # fmt: skip
    if number(tested, "better"):
        return gettext("{county} is better than the state on {better} of {tested} measures tested, worse on none",
                       **values)  # fmt: skip
    return gettext("{county} is not clearly different from the state on any of {tested} measures tested", **values)


def _numbers(lines: Sequence[ProfileLine]) -> dict[str, str]:
    """How many lines were tested, and are worse and better, in words."""
    found = (number(lines, "worse"), number(lines, "better"), len(lines))
    return dict(zip(("worse", "better", "tested"), map(number_word, found), strict=True))


def profile_subtitle(profile: Profile) -> str:
    """What the page is, and of how many questions it has something to say."""
    county = sum(line.of_county for line in profile.lines)
    own = len(profile.lines) - county
    values = {"place": placed(profile.place), "own": number_word(own), "county": number_word(county)}
    if county:
        return gettext(
            "Community health profile of {place} beside Massachusetts: {own} questions with figures of its own, "
            "{county} with its county’s.",
            **values,
        )
    return gettext("Community health profile of {place} beside Massachusetts: {own} questions with figures.", **values)


def profile_reading(profile: Profile, most: int = TOLD) -> list[str]:
    """The lines farthest on the worse side in full, at most so many, then what the words mean."""
    own = [line for line in farthest_first(profile.counted) if line.standing == "worse"]
    told = [sentence for line in own[:most] if (sentence := line_sentence(line))]
    return joined(
        [
            *told,
            gettext(
                "“Worse” and “better” mean that the difference is larger than chance would explain; “not clear”, that "
                "chance could explain it."
            ),
        ]
    )


def line_sentence(line: ProfileLine) -> str:
    """A line as Explore says it."""
    pair = place_against_state(line.answer)
    return "" if pair is None else pair_sentence(pair, line.answer.indicator, line.answer.catalog)


def figure_words(row: Row, line: ProfileLine) -> str:
    """A figure as it is written."""
    return format_value(row.value, line.answer.indicator)


def interval_of(line: ProfileLine) -> str:
    """The interval of the place's figure, empty without one."""
    row = line.row
    return interval(row.ci_low, row.ci_high, line.answer.indicator) if is_number(row.ci_low) else ""


def measured(line: ProfileLine) -> str:
    """What the figure is of, in short: its unit and its period."""
    unit, period = line.answer.indicator.unit, Period.parse(line.row.period).label
    return gettext("{unit}, {period}", unit=unit, period=period)


def whose(line: ProfileLine) -> str:
    """Whose a figure is, where it is the county's; empty of a place's own."""
    return place_name(line.row) if line.of_county else ""


def peers_words(line: ProfileLine) -> str:
    """The median of the peers as it is written; empty where there is none."""
    return "" if line.peers is None else format_value(line.peers[0], line.answer.indicator)


def rule_words(profile: Profile) -> str:
    """Which places the peers of a municipality are."""
    return gettext(
        "The {number} cities and towns nearest to {place} in number of residents and in social vulnerability. Both "
        "count alike; a town twice as large is as far as one half as large.",
        number=len(profile.peers),
        place=profile.place.name,
    )


def standing_label(standing: Standing) -> str:
    """The name of a standing."""
    return {
        "worse": gettext("Worse"),
        "better": gettext("Better"),
        "higher": gettext("Higher"),
        "lower": gettext("Lower"),
        "not clear": gettext("Not clear"),
        "not tested": gettext("Not tested"),
        "not compared": gettext("Not compared"),
    }[standing]


def standing_words(line: ProfileLine) -> str:
    """How a line stands, with the size where it was tested; why not where it was not."""
    word = standing_label(line.standing)
    ratio = line.row.ratio
    if line.standing in ("worse", "better", "higher", "lower") and line.answer.indicator.measure == "rate":
        return gettext("{verdict}: {times}", verdict=word, times=times(ratio))
    return word


def why_not(line: ProfileLine) -> str:
    """Why nothing was tested, in a few words; empty where it was."""
    if line.standing == "not tested":
        return gettext("no margin of error is published")
    if line.standing != "not compared":
        return ""
    if line.answer.indicator.whole_place:
        return gettext("an amount of the whole place")
    if not line.answer.indicator.comparable:
        return gettext("a number of events, not a rate")
    if line.state is None:
        return gettext("no state figure")
    return gettext("the two are made in different ways")


def key_words(profile: Profile) -> str:
    """What the bands are; of a region, which is one of a kind, those of the places that its figures are made of."""
    if profile.place.level == REGION:
        return gettext(
            "band: lowest to highest of all cities and towns, or of all counties where those are added up, the middle "
            "half darker"
        )
    plural = LEVEL_WORDS[profile.place.level].plural
    return gettext("band: lowest to highest of its kind of place ({places}), the middle half darker", places=plural)


def unknown_words(profile: Profile) -> list[tuple[str, list[str]]]:
    """Questions without a line by why they have none: each reason with the names of the questions."""
    found: dict[str, list[str]] = {}
    for entry in profile.unknown:
        found.setdefault(unknown_reason(entry, profile), []).append(entry.question.name)
    return list(found.items())


def unknown_reason(entry: Unknown, profile: Profile) -> str:
    """Why a question has no line."""
    place, level = placed(profile.place), LEVEL_WORDS[profile.place.level].plural
    reasons = {
        "unavailable": gettext("Published for {places}, but not for {place}", places=level, place=place),
        "groups": gettext("Published by group only: choose a group in Explore"),
        "elsewhere": gettext("Published for the state, or for other places, and not for {place}", place=place),
    }
    return reasons.get(entry.reason) or _hidden_words(entry)


def _hidden_words(entry: Unknown) -> str:
    """That a figure is hidden, and the rule of its publisher."""
    assert entry.row is not None
    return capitalize_first(status_in_words(entry.row, entry.answer.indicator, entry.answer.catalog))


def standing_order() -> tuple[Standing, ...]:
    """The standings as the key lists them."""
    return "worse", "better", "not clear", "not tested"


def standing_group(standing: Standing) -> str:
    """Heading of the lines that stand alike, where they are in the order of how far they are from the state."""
    return {
        "worse": gettext("Worse than the state, the farthest first"),
        "better": gettext("Better than the state, the farthest first"),
        "higher": gettext("Higher than the state, neither better nor worse"),
        "lower": gettext("Lower than the state, neither better nor worse"),
        "not clear": gettext("Not clearly different from the state"),
        "not tested": gettext("Not tested: no margin of error is published"),
        "not compared": gettext("Not compared with the state"),
    }[standing]
