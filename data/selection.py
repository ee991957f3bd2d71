"""A question and its answer: what an address asks for, and the frames that answer it.

A question round-trips through its address. What an address says that is not understood is never an error: the nearest
question that has an answer takes its place, and a notice says so.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import pandas as pd

from data.catalog import Catalog, Indicator, Place
from data.shapes import Shapes
from data.vocabulary import (
    ALL,
    CLASSES,
    DIMENSIONS,
    EACH,
    GROUPS,
    LANGUAGES,
    LEVEL_WORDS,
    LEVELS,
    OVERALL,
    VIEW_LABELS,
    VIEWS,
    Level,
    Period,
    View,
)

PARAMETERS = (
    "indicator", "level", "kind", "place", "by", "group", "reference", "period", "view", "with", "each", "classes",
    "lang",
)  # fmt: skip
DEFAULT_INDICATOR = "drug_overdose_deaths"

FRAME_DTYPES: dict[str, str] = {
    "geo_id": "str",
    "slug": "str",
    "name": "str",
    "level": "str",
    "label_lon": "float64",
    "label_lat": "float64",
    "dimension": "str",
    "stratum": "str",
    "period": "str",
    "value": "float64",
    "ci_low": "float64",
    "ci_high": "float64",
    "numerator": "float64",
    "denominator": "float64",
    "status": "str",
    "source": "str",
    "ratio": "float64",
    "ratio_low": "float64",
    "ratio_high": "float64",
    "verdict": "str",
}
"""Columns and dtypes of every frame. Missing numbers are NaN; `verdict` is empty where nothing could be compared."""


Spread = tuple[float, ...]


def records(table: pd.DataFrame) -> list[Any]:
    """The rows of a frame, each with the columns of `FRAME_DTYPES` as attributes."""
    return list(table.itertuples())


@dataclass(frozen=True, slots=True)
class Selection:
    """One question. `place` is a slug, empty for the whole state; `group` is a stratum, `overall` for everyone.

    `kind` says which kind of area is meant at the level `area`, where kinds overlap; it is empty at other levels.
    `reference` is the group that the groups of a place are compared with, empty for everyone. `other` is the slug of a
    place or the id of an indicator that is set beside this one, empty for the nearest that makes sense. `each` says
    what small multiples have one of, `classes` what a map's classes are made of, `language` the words to answer in.
    """

    indicator: str
    level: Level
    place: str
    by: str
    group: str
    period: Period
    view: View = "map"
    kind: str = ""
    reference: str = ""
    other: str = ""
    each: str = EACH[0]
    classes: str = CLASSES[0]
    language: str = "en"

    @property
    def dimension(self) -> str:
        """The dimension the chosen group stands in: everyone is a group of every list."""
        return GROUPS[self.group].dimension

    def parameters(self) -> dict[str, str]:
        """The question as the words of an address, in their fixed order; an empty place is left out."""
        words = {
            "indicator": self.indicator,
            "level": self.level,
            "kind": self.kind,
            "place": self.place,
            "by": self.by,
            "group": ALL if self.group == OVERALL else self.group,
            "reference": self.reference,
            "period": self.period.slug,
            "view": self.view,
            "with": self.other,
            "each": "" if self.each == EACH[0] else self.each,
            "classes": "" if self.classes == CLASSES[0] else self.classes,
            "lang": "" if self.language == "en" else self.language,
        }
        return {key: word for key, word in words.items() if word}

    def query(self) -> str:
        """The part of its address after the path: `?indicator=…&view=map`."""
        return "?" + urlencode(self.parameters())

    def with_words(self, **words: str) -> str:
        """The address of a question that differs from this one in some words (not checked: the page will)."""
        said = {**self.parameters(), **words}
        return "?" + urlencode({key: said[key] for key in PARAMETERS if said.get(key)})


@dataclass(frozen=True)
class Answer:
    """The frames that answer a question, all with the columns of `FRAME_DTYPES`.

    `places`: every place of the level, for the group and period, compared with the state's figure for the same group.
    `state`: that figure, one row. `everyone`: the state's figure for everyone in the period, one row or none.
    `groups`: every group of the dimension and everyone, for the place (where one is chosen) and the state; each
    compared with the same place's figure for everyone. `trend`: every period of the group and of everyone, for both.
    `spread`: every figure of the level in any period and group of the dimension, ascending: what classes that stay the
    same are made of. `shapes`: the outlines of the level's places.
    """

    selection: Selection
    indicator: Indicator
    place: Place
    places: pd.DataFrame
    state: pd.DataFrame
    everyone: pd.DataFrame
    groups: pd.DataFrame
    trend: pd.DataFrame
    catalog: Catalog
    spread: Spread = ()
    shapes: Shapes | None = None

    @property
    def chosen(self) -> bool:
        """Whether a place below the state is chosen."""
        return self.place.level != "state"


def parse(words: Mapping[str, str | None], catalog: Catalog) -> tuple[Selection, tuple[str, ...]]:
    """The question that an address asks, and a notice for each of its words that could not be followed.

    Words that are left out take their defaults without a notice; words that are not ours are ignored.
    """
    reader = _Reader({k: str(v).strip() for k, v in words.items() if k in PARAMETERS and v}, catalog)
    return reader.selection(), tuple(reader.notices)


def first_selection(indicator: str, catalog: Catalog) -> Selection:
    """The question an indicator opens with."""
    return parse({"indicator": indicator}, catalog)[0]


class _Reader:
    """Settles the words one after the other; each may depend on those settled before it."""

    def __init__(self, words: Mapping[str, str], catalog: Catalog) -> None:
        self.words, self.catalog, self.notices = words, catalog, list[str]()

    def selection(self) -> Selection:
        indicator = self._indicator()
        level = self._level(indicator)
        by = self._by(indicator, level)
        group = self._group(indicator, level, by)
        period = self._period(indicator, level, group)
        kind = self._kind(level)
        place = self._place(level, kind)
        reference = self._reference(indicator, level, by)
        return Selection(
            indicator.id, level, place, by, group, period, self._view(), kind, reference,
            other=self._other(indicator, place),
            each=self._choose("each", dict.fromkeys(EACH, "one for each group"), EACH[0], "something to show each of"),
            classes=self._choose("classes", dict.fromkeys(CLASSES, "the usual classes"), CLASSES[0], "a kind of class"),
            language=self._choose("lang", LANGUAGES, "en", "a language we have"),
        )  # fmt: skip

    def _other(self, indicator: Indicator, place: str) -> str:
        """What is set beside the view: another place or another indicator; empty for neither."""
        word = self.words.get("with", "")
        if not word or word in (place, indicator.id):
            return ""
        if word.lower() in self.catalog.by_slug or word in self.catalog.indicators:
            return word.lower()
        known = [*self.catalog.by_slug, *self.catalog.indicators]
        near = difflib.get_close_matches(word.lower(), known, n=1, cutoff=0.6)
        self._say(f"“{word}” is neither a place nor an indicator to compare with.")
        return near[0] if near and near[0] not in (place, indicator.id) else ""

    def _reference(self, indicator: Indicator, level: Level, by: str) -> str:
        """The group that groups are compared with; empty for everyone, and where there are no groups."""
        word = self.words.get("reference", ALL)
        strata = self.catalog.strata(indicator.id, by, level) if by != OVERALL else ()
        if word == ALL or word in strata:
            return "" if word == ALL else word
        if strata or word not in GROUPS:
            self._say(f"“{word}” is not a group to compare with here. Comparing with everyone.")
        return ""

    def _kind(self, level: Level) -> str:
        """The kind of area: the one named, else that of the place named, else the first. Other levels have none."""
        kinds = self.catalog.area_kinds
        if level != "area" or not kinds:
            return ""
        place = self.catalog.by_slug.get(self.words.get("place", "").lower())
        fallback = place.kind if place is not None and place.kind in kinds else next(iter(kinds))
        labels = {k.id: k.title.lower() for k in kinds.values()}
        return self._choose("kind", labels, fallback, "a kind of area")

    def _say(self, problem: str) -> None:
        self.notices.append(problem)

    def _choose(
        self, key: str, known: Mapping[str, str], fallback: str, what: str, have: Iterable[str] | None = None
    ) -> str:
        """The word for `key` when it is one of `known` (id → label); else the nearest of those we have, with a notice.

        Without `have`, we have all that are known; the fallback is one of them.
        """
        word = self.words.get(key)
        if word is None:
            return fallback
        if word in known:
            return word
        near = difflib.get_close_matches(word.lower(), known if have is None else have, n=1, cutoff=0.75)
        chosen = near[0] if near else fallback
        self._say(f"“{word}” is not {what}. Showing {known[chosen]} instead.")
        return chosen

    def _indicator(self) -> Indicator:
        known = {i.id: i.title.lower() for i in self.catalog.indicators.values()}
        fallback = DEFAULT_INDICATOR if DEFAULT_INDICATOR in known else next(iter(known))
        return self.catalog.indicators[self._choose("indicator", known, fallback, "an indicator we have")]

    def _level(self, indicator: Indicator) -> Level:
        have = self.catalog.levels(indicator.id)
        preferred: tuple[Level, ...] = ("county", "municipality", "eohhs_region")
        fallback = next((lv for lv in preferred if lv in have), have[0])
        labels = {str(lv): "the state" if lv == "state" else LEVEL_WORDS[lv].plural for lv in LEVELS}
        level = cast("Level", self._choose("level", labels, fallback, "a level of places", have))
        if level in have:
            return level
        published = " and ".join(labels[lv] for lv in have)
        self._say(
            f"{indicator.title} is not available by {LEVEL_WORDS[level].singular}, only for {published}. "
            f"Showing {labels[fallback]}."
        )
        return fallback

    def _by(self, indicator: Indicator, level: Level) -> str:
        have = self.catalog.dimensions(indicator.id, level)
        fallback = "race_ethnicity" if "race_ethnicity" in have else OVERALL
        if OVERALL not in have and fallback not in have:
            fallback = have[0]
        group = GROUPS.get(self.words.get("group", ""))
        if group is not None and group.dimension in have:
            fallback = group.dimension
        labels = {d.id: d.label.lower() for d in DIMENSIONS.values()}
        by = self._choose("by", labels, fallback, "a way to compare people", have)
        if by in have:
            return by
        where = "the state" if level == "state" else LEVEL_WORDS[level].plural
        how = "for everyone together" if by == OVERALL else f"by {labels[by]}"
        self._say(f"{indicator.title} is not available {how} for {where}. Showing {labels[fallback]} instead.")
        return fallback

    def _group(self, indicator: Indicator, level: Level, by: str) -> str:
        strata = self.catalog.strata(indicator.id, by, level) if by != OVERALL else ()
        labels = {g: GROUPS[g].label for g in strata} | {ALL: "everyone"}
        everyone = bool(self.catalog.periods(indicator.id, level, OVERALL))
        word = self.words.get("group")
        if word in GROUPS and word not in labels and word != OVERALL:
            assert word is not None
            fallback = ALL if everyone else self._widest(indicator, level, by)
            self._say(f"{indicator.title} has no figures for “{GROUPS[word].label}” here. Showing {labels[fallback]}.")
            return OVERALL if fallback == ALL else fallback
        fallback = self._widest(indicator, level, by) if strata else ALL
        group = self._choose("group", labels, fallback, "a group we have", labels if everyone else strata)
        if group == ALL and not everyone and strata:
            group = self._widest(indicator, level, by)
            self._say(
                f"{indicator.title} is not available for everyone by {LEVEL_WORDS[level].singular}. "
                f"Showing {labels[group]}."
            )
        return OVERALL if group == ALL else group

    def _widest(self, indicator: Indicator, level: Level, by: str) -> str:
        """The group a reader should see first: the worst off in the state with figures for at least half the places.

        A group hidden more often than that would open on an empty map.
        """
        rows = [c for c in self.catalog.covered(indicator.id) if c.dimension == by and c.level == level]
        latest = max((c.period for c in rows), key=lambda p: (p.end, p.start))
        shown = [c for c in rows if c.period == latest and c.shown * 2 >= c.places] or rows
        sign = -1 if indicator.polarity == "higher_is_better" else 1
        return max(shown, key=lambda c: sign * c.state_value if c.state_value is not None else float("-inf")).stratum

    def _period(self, indicator: Indicator, level: Level, group: str) -> Period:
        have = self.catalog.periods(indicator.id, level, GROUPS[group].dimension, group)
        latest = max(have, key=lambda p: (p.end, p.start))
        word = self.words.get("period")
        if word is None:
            return latest
        try:
            asked = Period.parse(word)
        except ValueError as error:
            self._say(f"{str(error)[0].upper()}{str(error)[1:]}. Showing {latest.long_label}.")
            return latest
        if asked in have:
            return asked
        nearest = min(have, key=lambda p: (abs(p.midpoint - asked.midpoint), -p.end.toordinal()))
        people = "everyone" if group == OVERALL else f"“{GROUPS[group].label}”"
        self._say(
            f"{indicator.title} has no figures for {people} in {asked.long_label} "
            f"{'for the state' if level == 'state' else 'by ' + LEVEL_WORDS[level].singular}. "
            f"Showing {nearest.long_label}, the nearest period that has."
        )
        return nearest

    def _place(self, level: Level, kind: str) -> str:
        word = self.words.get("place")
        if word is None:
            return ""
        place = self.catalog.by_slug.get(word.lower())
        if place is None:
            near = difflib.get_close_matches(word.lower(), self.catalog.by_slug, n=1, cutoff=0.6)
            hint = f" Did you mean {self.catalog.by_slug[near[0]].name}?" if near else ""
            self._say(f"“{word}” is not a place we know.{hint} Showing all of Massachusetts.")
            return ""
        if place.level == "state":
            return ""
        if place.level == level and place.kind == kind:
            return place.slug
        around = self._around(place, level, kind)
        if around is None:
            self._say(
                f"{place.name} is a {LEVEL_WORDS[place.level].singular}, and this view shows "
                f"{LEVEL_WORDS[level].plural}. Showing all of Massachusetts."
            )
            return ""
        self._say(f"{place.name} has no figures of its own here. Showing {around.name}, which it is part of.")
        return "" if around.level == "state" else around.slug

    def _around(self, place: Place, level: Level, kind: str) -> Place | None:
        """The place of a level that holds all of a place, if one does."""
        members = set(place.members)
        holds: Iterable[Place] = (p for p in self.catalog.places_of(level, kind) if members <= set(p.members))
        return next(iter(holds), None)

    def _view(self) -> View:
        labels: dict[str, str] = {v: f"the {VIEW_LABELS[v].lower()}" for v in VIEWS}
        return cast("View", self._choose("view", labels, "map", "a view"))
