"""A selection and its answer: what an address asks for, and the rows that answer it.

A question round-trips through its address. What an address says that is not understood is never an error: the nearest
question that has an answer takes its place, and a notice says so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast
from urllib.parse import quote_plus

from data.catalog.models import Catalog, Indicator, Place
from data.language import language
from data.query.map_shapes import Shapes
from data.query.regions.origins import RegionBasis
from data.query.rows import Rows
from data.vocabulary import (
    ALL,
    CLASSES,
    EACH,
    GROUPS,
    OVERALL,
    REGION,
    Level,
    Period,
    View,
)

PARAMETERS = (
    "indicator", "level", "kind", "place", "asked", "by", "group", "reference", "period", "view", "with", "each",
    "classes", "members", "name", "with_members", "with_name", "lang",
)  # fmt: skip
EXPLORE = "/explore"
"""The path of the page that an address is of, where none is named."""
QUESTION = "question"
"""The parameter of an address that names a question, not an indicator: it becomes the version that answers it."""
DEFAULT_INDICATOR = "drug_overdose_deaths"

ClassValues = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Residents:
    """Residents of a group in the places whose figures have a status, and in the state, on 1 July of a year."""

    status: str
    stratum: str
    year: int
    people: int
    state: int


@dataclass(frozen=True, slots=True)
class Selection:
    """One question. `place` is a slug, empty for the whole state; `group` is a stratum, `overall` for everyone.

    `kind` says which kind of area is meant at the level `area`, where kinds overlap; it is empty at other levels.
    `reference` is the group that the groups of a place are compared with, empty for everyone. `compare_with` is the
    slug of a place or the id of an indicator that is set beside this one, empty for the nearest that makes sense.
    `multiples_by` says what small multiples have one of, `classes` what a map's classes are made of, `language` the
    words to answer in. `asked` is the slug of a place that was asked for and has no figures here, while what it is
    part of is shown; empty where the place itself is shown. `members` is the code of the region that the reader made
    (`data.query.regions.member_code`) and `region_name` its name, `other_members` and `other_name` those of the region
    it is set beside. `whole_state` is the slug of the state where all of it was chosen and an address without a place
    opens on another, the only one with figures; empty elsewhere.
    """

    indicator: str
    level: Level
    place: str
    breakdown: str
    group: str
    period: Period
    view: View = "map"
    kind: str = ""
    reference: str = ""
    compare_with: str = ""
    multiples_by: str = EACH[0]
    classes: str = CLASSES[0]
    language: str = "en"
    asked: str = ""
    members: str = ""
    region_name: str = ""
    other_members: str = ""
    other_name: str = ""
    whole_state: str = ""

    @property
    def dimension(self) -> str:
        """Dimension of the chosen group: `overall` for everyone, whatever the breakdown."""
        return GROUPS[self.group].dimension

    def parameters(self) -> dict[str, str]:
        """Query parameters of the selection by name, in their fixed order; empty ones are left out."""
        words = {
            "indicator": self.indicator,
            "level": self.level,
            "kind": self.kind,
            "place": "" if self.level == REGION else self.place or self.whole_state,
            "asked": self.asked,
            "by": self.breakdown,
            "group": ALL if self.group == OVERALL else self.group,
            "reference": self.reference,
            "period": self.period.slug,
            "view": self.view,
            "with": self.compare_with,
            "each": "" if self.multiples_by == EACH[0] else self.multiples_by,
            "classes": "" if self.classes == CLASSES[0] else self.classes,
            "members": self.members,
            "name": self.region_name,
            "with_members": self.other_members,
            "with_name": self.other_name,
            "lang": "" if self.language == "en" else self.language,
        }
        return {key: word for key, word in words.items() if word}

    def query(self) -> str:
        """The part of its address after the path: `?indicator=…&view=map`."""
        return _query(self)

    def with_words(self, **words: str) -> str:
        """Query string of the selection with some parameters changed (not checked: the page will)."""
        parameters = {**self.parameters(), **({"asked": ""} if "place" in words else {}), **words}
        return to_query({key: parameters[key] for key in PARAMETERS if parameters.get(key)})

    def links(self, key: str) -> Callable[[str], str]:
        """Function from a value of parameter `key` to its query string, as `with_words`: for lists of many places."""
        words = self.parameters() | ({"asked": ""} if key == "place" else {})
        start = to_query({k: words[k] for k in PARAMETERS[: PARAMETERS.index(key)] if words.get(k)})
        end = to_query({k: words[k] for k in PARAMETERS[PARAMETERS.index(key) + 1 :] if words.get(k)})[1:]

        before = f"{start}&" if len(start) > 1 else start
        after = f"&{end}" if end else ""
        none = start + after if len(start) > 1 else f"?{end}"

        def link(word: str) -> str:
            return f"{before}{key}={_quoted(word)}{after}" if word else none

        return link


def to_query(words: Mapping[str, str]) -> str:
    """Words in their order as the part of an address after the path."""
    return "?" + "&".join([f"{key}={_quoted(word)}" for key, word in words.items()])


@lru_cache(maxsize=256)  # of the views of the moment: a page says its own address a dozen times
def _query(selection: Selection) -> str:
    return to_query(selection.parameters())


# Most values are slugs, of places (411), indicators, groups and periods (under 200 each): they stand in many links.
_quoted = lru_cache(maxsize=4096)(quote_plus)


@dataclass(frozen=True, eq=False)
class Answer:
    """The rows that answer a question.

    `places`: every place of the level, for the group and period, compared with the state's figure for the same group.
    `state`: that figure, one row. `overall`: the state's figure for everyone in the period, one row or none.
    `groups`: every group of the dimension and everyone, for the place (where one is chosen) and the state; each
    compared with the same place's figure for everyone. `trend`: every period of the group and of everyone, for both.
    `class_values`: every reliable figure of the level but zero, in any period and group of the dimension, ascending;
    `group_values`: those of the group: what classes that stay the same are made of. `shapes`: the outlines of the
    level's places. `related`: the answers to the related selections of the view (`related`). `series`: every period of
    each group of the place, or of each place and the state for the group, where a trend has groups or small multiples
    are lines of these; else None. `residents_without_figure`: the people of the group, and everyone, who live in the
    places without a figure, for every year in which all of them are known. `region`: what the figure of the reader's
    own region rests on, None at other levels. `told` is what is said of it already: see `once`.
    """

    selection: Selection
    indicator: Indicator
    place: Place
    places: Rows
    state: Rows
    overall: Rows
    groups: Rows
    trend: Rows
    catalog: Catalog
    class_values: ClassValues = ()
    group_values: ClassValues = ()
    shapes: Shapes | None = None
    related: tuple[Answer, ...] = ()
    series: Rows | None = None
    residents_without_figure: tuple[Residents, ...] = ()
    region: RegionBasis | None = None
    told: dict[Any, Any] = field(default_factory=dict, init=False, repr=False)

    @property
    def chosen(self) -> bool:
        """Whether a place below the state is chosen."""
        return self.place.level != "state"


Told = TypeVar("Told")
_UNTOLD = object()


def once(make: Callable[[Answer], Told]) -> Callable[[Answer], Told]:
    """A function of an answer that several parts of a page ask: it is worked out once, for each language.

    Its value is shared by all who ask, and none of them may change it.
    """

    @wraps(make)
    def told(answer: Answer) -> Told:
        key = make, language()
        value = answer.told.get(key, _UNTOLD)
        if value is _UNTOLD:
            value = answer.told[key] = make(answer)
        return cast(Told, value)

    return told
