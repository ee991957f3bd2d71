"""Missing data of a view as a small figure: suppressed and unavailable places, their residents, unrecorded race."""

from __future__ import annotations

from components.figures.event_shares import no_shares, percent
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE, aria, parse_bold
from components.formatting.nouns import of_group
from data.analysis.missing_data import (
    PlacesWithoutFigure,
    StatedShare,
    divides_by_race,
    places_without_figure,
    unrecorded_share,
)
from data.language import format_integer, gettext, ngettext
from data.query.selection import Answer, Residents
from data.vocabulary import GROUPS, LEVEL_WORDS, OVERALL

MOST_SQUARES = 20
"""Up to this many places are drawn one by one; of more, their share. Counties (14), regions and every kind of area (at
most 19) are below, cities and towns (351) far above: a square each would be a texture, not a count."""


def missing_data_section(answer: Answer) -> list[SafeHtml]:
    """The small figure, or nothing where neither a place nor a race can be unknown."""
    facts = [*_places(answer), *_race(answer), *_shares(answer)]
    if not facts:
        return []
    return [
        html.Section(
            [
                html.H2(gettext("What is not known"), className="figure-title", id="unknowns-title"),
                html.Figure(html.Ul(facts, className="unknowns"), **aria(labelledby="unknowns-title")),
            ]
        )
    ]


def missing_data_text(answer: Answer) -> list[str]:
    """The figure in words, a sentence for each thing that is not known; `**…**` marks what is bold."""
    return [*places_text(answer), *race_text(answer), *shares_text(answer)]


def places_text(answer: Answer) -> list[str]:
    """Numbers of places without a figure and of their residents, a sentence for each status."""
    if answer.selection.level == "state":
        return []
    return [*_uncertain(answer), *(_place_sentence(part, answer) for part in places_without_figure(answer))]


def _uncertain(answer: Answer) -> list[str]:
    """Where some figures are unreliable: how many are not, are, and are zero."""
    counts = _kinds(answer)
    if not counts["unreliable"]:
        return []
    values = {
        "reliable": format_integer(counts["shown"]),
        "unreliable": format_integer(counts["unreliable"]),
        "places": LEVEL_WORDS[answer.selection.level].counted(len(answer.places), format_integer(len(answer.places))),
    }
    if not counts["zero"]:
        return [
            gettext(
                "Of {places}, **{reliable}** have a figure that is not marked as unreliable, **{unreliable}** an "
                "unreliable one.",
                **values,
            )
        ]
    return [
        gettext(
            "Of {places}, **{reliable}** have a figure that is not marked as unreliable, **{unreliable}** an "
            "unreliable one and **{zero}** none at all (zero).",
            zero=format_integer(counts["zero"]),
            **values,
        )
    ]


def _kinds(answer: Answer) -> dict[str, int]:
    """Places by what is known of them, in the order of the figure."""
    rows = answer.places.with_value()
    zero = rows.number(value=0.0)
    unreliable = sum(row.status == "unreliable" and row.value != 0 for row in rows)
    statuses = answer.places.column("status")
    return {
        "shown": len(rows) - zero - unreliable,
        "unreliable": unreliable,
        "zero": zero,
        "suppressed": statuses.count("suppressed"),
        "not-available": statuses.count("not_available"),
    }


def _place_sentence(part: PlacesWithoutFigure, answer: Answer) -> str:
    places = LEVEL_WORDS[answer.selection.level].counted(part.of, format_integer(part.of))
    if part.status == "suppressed":
        sentence = ngettext(
            "**{number} of {places}** is hidden.", "**{number} of {places}** are hidden.", part.places, places=places
        )
    else:
        sentence = ngettext(
            "**{number} of {places}** is not available.",
            "**{number} of {places}** are not available.",
            part.places,
            places=places,
        )
    return f"{sentence} {_residents_sentence(part.residents)}"


def _residents_sentence(residents: Residents | None) -> str:
    if residents is None:
        return gettext("We do not know how many people live there.")
    share, year = percent(residents.people / residents.state), str(residents.year)
    if residents.stratum == OVERALL:
        return gettext("**{share}** of the state’s residents live there ({year}).", share=share, year=year)
    return gettext(
        "**{share}** of the state’s {people} live there ({year}).",
        share=share,
        people=of_group(GROUPS[residents.stratum], gettext("residents")),
        year=year,
    )


def race_text(answer: Answer) -> list[str]:
    """For what share of events race and ethnicity are not recorded, or that the source does not say."""
    if not divides_by_race(answer):
        return []
    unrecorded = unrecorded_share(answer)
    if unrecorded is None:
        return [gettext("The source does not say for what share race and ethnicity are not recorded.")]
    if isinstance(unrecorded, StatedShare):
        share = percent(unrecorded.percent / 100)
        return [
            gettext("Race or ethnicity is not recorded for **{share}** of {what} (the source’s own share).",
                share=share, what=unrecorded.of)
        ]  # fmt: skip
    values = {
        "share": percent(unrecorded.share),
        "events": answer.indicator.words.events,
        "place": answer.catalog.places[unrecorded.geo_id].name,
    }
    if unrecorded.whole == "seen":
        return [
            gettext(
                "Race or ethnicity is not recorded for **{share}** of {events} in {place}, hidden groups left out.",
                **values,
            )
        ]
    return [gettext("Race or ethnicity is not recorded for **{share}** of {events} in {place}.", **values)]


def shares_text(answer: Answer) -> list[str]:
    """In the view of groups: why a group's share of events cannot be shown."""
    return no_shares(answer) if answer.selection.view == "groups" else []


def _places(answer: Answer) -> list[SafeHtml]:
    sentences = places_text(answer)
    if not sentences:
        return []
    counts = _kinds(answer)
    if not counts["unreliable"]:  # then zero is a figure like another
        counts = {**counts, "shown": counts["shown"] + counts["zero"], "zero": 0}
    parts = list(counts.items())
    drawn = _squares(parts) if len(answer.places) <= MOST_SQUARES else _strip(parts)
    return [html.Li([drawn, *(html.P(parse_bold(sentence)) for sentence in sentences)], className="unknown")]


def _race(answer: Answer) -> list[SafeHtml]:
    sentences = race_text(answer)
    if not sentences:
        return []
    unrecorded = unrecorded_share(answer)
    drawn: list[SafeHtml] = []
    if unrecorded is not None:
        share = unrecorded.percent / 100 if isinstance(unrecorded, StatedShare) else unrecorded.share
        drawn = [_strip([("shown", 1 - share), ("suppressed", share)])]
    return [html.Li([*drawn, *(html.P(parse_bold(sentence)) for sentence in sentences)], className="unknown")]


def _shares(answer: Answer) -> list[SafeHtml]:
    return [html.Li(html.P(sentence), className="unknown") for sentence in shares_text(answer)]


def _squares(parts: list[tuple[str, int]]) -> SafeHtml:
    squares = [html.Span(className=f"unknown-part {kind}") for kind, number in parts for _ in range(number)]
    return html.Div(squares, className="unknown-squares", **DECORATIVE)


def _strip(parts: list[tuple[str, int]] | list[tuple[str, float]]) -> SafeHtml:
    drawn = [
        html.Span(className=f"unknown-part {kind}", style={"flexGrow": f"{float(size):g}"})
        for kind, size in parts
        if size
    ]
    return html.Div(drawn, className="unknown-strip", **DECORATIVE)
