"""Fields of datasets: a name means the same in the files of every page, and is of one kind."""

from __future__ import annotations

from components.documents.dataset import Field, Kind
from data.language import gettext


def fields(*names: str) -> tuple[Field, ...]:
    """Fields by their names, in their order, in the language of the request. Raises KeyError for an unknown one."""
    known = {**_what(), **_figures(), **_comparisons(), **_groups(), **_regions(), **_profiles(), **_maternity()}
    return tuple(Field(name, *known[name]) for name in names)


Meanings = dict[str, tuple[Kind, str]]


def _what() -> Meanings:
    """What a row is about, and where it comes from."""
    return {
        "table": ("text", gettext("The table the row stands in")),
        "rank": ("integer", gettext("The place of the row in the list, from 1")),
        "topic": ("text", gettext("The topic of the question")),
        "question": ("text", gettext("The question, by its name in addresses")),
        "question_name": ("text", gettext("The question as the page names it")),
        "indicator": ("text", gettext("The measure, by its name in addresses")),
        "title": ("text", gettext("The title of the measure")),
        "place": ("text", gettext("The place")),
        "geo_id": (
            "text",
            gettext("The place’s code: the Census Bureau’s, or our own for areas it has no code of"),
        ),
        "level": ("text", gettext("The kind of place")),
        "group": ("text", gettext("The group of people")),
        "group_id": ("text", gettext("The group, by its name in addresses")),
        "period": ("text", gettext("The years, first and last")),
        "source": ("text", gettext("Where the figure comes from")),
        "licence": ("text", gettext("The terms it may be used under")),
    }


def _figures() -> Meanings:
    """Figures, and how far they may be trusted."""
    return {
        "value": (
            "number",
            gettext("The figure as it is stored, not rounded; empty where it is hidden or absent"),
        ),
        "value_words": ("text", gettext("The figure as the page shows it")),
        "ci_low": ("number", gettext("Lower end of the 95% interval")),
        "ci_high": ("number", gettext("Upper end of the 95% interval")),
        "numerator": ("number", gettext("Events the figure counts, where they are published")),
        "denominator": ("number", gettext("People or births the figure is out of")),
        "unit": ("text", gettext("The unit of the figure")),
        "status": ("text", gettext("Whether there is a figure, and how far to trust it")),
        "status_words": ("text", gettext("The status in words")),
        "compared_with": ("text", gettext("What the figure is compared with")),
        "comparison": ("text", gettext("How it stands beside that, where the difference was tested")),
        "class": ("integer", gettext("The number of the place’s class on the map, from 1")),
        "class_bounds": ("text", gettext("The ends of that class")),
        "colour": ("text", gettext("The color of the place on the map")),
    }


def _comparisons() -> Meanings:
    """The state's figure, the ratio to it, and the people or events beyond its rate."""
    return {
        "state_value": ("number", gettext("The state’s figure for everyone in the same years")),
        "ratio": ("number", gettext("The figure divided by what it is compared with")),
        "ratio_low": ("number", gettext("Lower end of the ratio’s 95% interval")),
        "ratio_high": ("number", gettext("Upper end of the ratio’s 95% interval")),
        "excess_a_year": ("number", gettext("People or events a year beyond what the state’s rate would give")),
        "excess_low": ("number", gettext("Lower end of the 95% interval of that number")),
        "excess_high": ("number", gettext("Upper end of the 95% interval of that number")),
        "excess_of": ("text", gettext("What that number counts")),
        "direction": ("text", gettext("Whether there are more or fewer of these than at the state’s rate")),
    }


def _groups() -> Meanings:
    """Pairs of groups, and measures over all groups."""
    return {
        "reference": ("text", gettext("Whom the group is compared with")),
        "reference_id": ("text", gettext("The same, by its name in addresses")),
        "reference_value": ("number", gettext("The figure of those the group is compared with")),
        "reference_low": ("number", gettext("Lower end of the 95% interval of that figure")),
        "reference_high": ("number", gettext("Upper end of the 95% interval of that figure")),
        "difference": ("number", gettext("The group’s figure less the other one")),
        "difference_low": ("number", gettext("Lower end of the difference’s 95% interval")),
        "difference_high": ("number", gettext("Upper end of the difference’s 95% interval")),
        "verdict": ("text", gettext("Whether the two differ: different, not clear, untested or unreliable")),
        "burden_a_year": ("number", gettext("Events a year beyond what the other figure would give")),
        "burden_low": ("number", gettext("Lower end of the 95% interval of these events")),
        "burden_high": ("number", gettext("Upper end of the 95% interval of these events")),
        "measure": ("text", gettext("The measure of inequality over all groups, by its short name")),
        "measure_name": ("text", gettext("The name of that measure")),
    }


def _regions() -> Meanings:
    """Sums of members, and what each of them contributes."""
    return {
        "added_up_of": (
            "text",
            gettext("The kind of places whose counts are added up, or the place with these members"),
        ),
        "hidden_parts": ("text", gettext("Members whose count is hidden, so that there is no sum")),
        "absent_parts": ("text", gettext("Members whose count is not published, so that there is no sum")),
        "residents": ("number", gettext("Residents of the place")),
        "residents_year": ("integer", gettext("The year the residents are of")),
        "residents_share": ("number", gettext("The member’s share of the region’s residents, from 0 to 1")),
        "events": ("number", gettext("Events of the member, where they are published")),
        "events_share": ("number", gettext("The member’s share of the region’s events, from 0 to 1")),
    }


def _profiles() -> Meanings:
    """Figures that stand beside the one of a place."""
    return {
        "figure_of": ("text", gettext("Whose figure it is: the place’s own, or its county’s")),
        "county_value": ("number", gettext("The figure of the county that the place is in")),
        "peers_median": ("number", gettext("The median of similar towns")),
        "peers": ("integer", gettext("How many similar towns have a figure")),
        "standing": ("text", gettext("How the figure stands to what it is compared with, in one word")),
        "with_place": ("text", gettext("The place it is set beside")),
        "with_geo_id": ("text", gettext("The code of the place it is set beside")),
        "with_value": ("number", gettext("The figure of the place it is set beside")),
        "with_low": ("number", gettext("Lower end of the 95% interval of that place’s figure")),
        "with_high": ("number", gettext("Upper end of the 95% interval of that place’s figure")),
        "reason": ("text", gettext("Why there is no figure, or no comparison")),
    }


def _maternity() -> Meanings:
    """Maternity units, how far the nearest is, and what sources say of each."""
    return {
        "year": ("integer", gettext("The year, at its end")),
        "births": ("number", gettext("Births of the place, where they are published")),
        "births_year": ("integer", gettext("The year the births are of")),
        "births_status": ("text", gettext("Whether there is a number of births")),
        "miles": ("number", gettext("Miles to the nearest unit known to be open")),
        "miles_low": ("number", gettext("The same if a nearer unit, of which it is not known, was open")),
        "maternity_unit": ("text", gettext("The maternity unit")),
        "unit_place": ("text", gettext("The city or town of the unit")),
        "unit_perhaps": ("text", gettext("A nearer unit of which it is not known whether it was open")),
        "unit_status": ("text", gettext("Whether the unit was open")),
        "event": ("text", gettext("What the source says of the unit")),
        "date_start": ("text", gettext("The first day that the source may mean")),
        "date_end": ("text", gettext("The last day that the source may mean")),
        "date_words": ("text", gettext("When it was, in the source’s own words")),
        "unit_births": ("integer", gettext("Births in the unit, as the source says")),
        "said": ("text", gettext("The source’s own words")),
        "note": ("text", gettext("What we add to them")),
        "source_title": ("text", gettext("The title of the source")),
        "publisher": ("text", gettext("The publisher of the source")),
        "source_address": ("text", gettext("The address of the source")),
    }


def beyond_fields(miles: int) -> tuple[Field, ...]:
    """Fields of the people and births farther than so many miles from a maternity unit."""
    low = gettext("Residents farther than {miles} miles from a unit, at least", miles=miles)
    high = gettext("Residents farther than {miles} miles from a unit, at most", miles=miles)
    births = gettext(
        "Whether the births were farther than {miles} miles from a unit: none, all, not known", miles=miles
    )
    return (
        Field(f"beyond_{miles}_miles_low", "integer", low),
        Field(f"beyond_{miles}_miles_high", "integer", high),
        Field(f"births_beyond_{miles}_miles", "text", births),
    )
