"""From the words of an address to a question: what is not understood takes the nearest answer, and a notice says so."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import cast

from data.catalog.availability import nearest_at
from data.catalog.models import Catalog, Indicator, Place
from data.language import LANGUAGES, known_language, language_of, say
from data.query import url_notices as address_notices
from data.query.selection import DEFAULT_INDICATOR, PARAMETERS, Selection
from data.query.url_parameters import shortened
from data.vocabulary import (
    ALL,
    CLASSES,
    DIMENSIONS,
    EACH,
    GROUPS,
    LEVEL_WORDS,
    LEVELS,
    OVERALL,
    VIEW_LABELS,
    VIEWS,
    Level,
    Period,
    View,
    slugify,
)

Say = Callable[..., str]


class Notice(str):
    """A sentence on a word that could not be followed.

    `offers` are the nearest choices that have what was asked for: each a name and the query that leads there. `word` is
    "place" where the place that was named is not shown, so that it can be said beside the field it was typed in.
    """

    offers: tuple[tuple[str, str], ...] = ()
    word: str = ""


def parse(words: Mapping[str, str | None], catalog: Catalog) -> tuple[Selection, tuple[str, ...]]:
    """The question that an address asks, and a `Notice` for each of its words that could not be followed.

    Words that are left out take their defaults without a notice; words that are not ours are ignored. A word is the
    same in any case; `data.query.url_parameters` reads what else an address went through.
    """
    reader = _Reader({k: str(v).strip() for k, v in words.items() if k in PARAMETERS and v}, catalog)
    selection = reader.selection()
    notices = [Notice(said) for said in reader.notices]
    for notice in notices:
        notice.word = "place" if notice in reader.rejected_places else ""
        found = (parse({**selection.parameters(), **words}, catalog)[0] for words in reader.offers.get(notice, ()))
        notice.offers = tuple((_named(own, selection, catalog), own.query()) for own in found if own != selection)
    return selection, tuple(notices)


def _named(offered: Selection, instead: Selection, catalog: Catalog) -> str:
    """What the link to an offered view says."""
    if offered.indicator == instead.indicator:
        return say("Show {place}", place=catalog.by_slug[offered.place].name)
    level = LEVEL_WORDS[offered.level].singular
    return say("{indicator}, by {level}", indicator=catalog.indicators[offered.indicator].title, level=level)


def first_selection(indicator: str, catalog: Catalog) -> Selection:
    """The question an indicator opens with."""
    return parse({"indicator": indicator}, catalog)[0]


class _Reader:
    """Settles the words one after the other; each may depend on those settled before it."""

    def __init__(self, words: Mapping[str, str], catalog: Catalog) -> None:
        self.catalog, self.notices = catalog, list[str]()
        self.repeated = {key: shortened(word) for key, word in words.items()}
        self.words = {key: word.lower() for key, word in words.items()}
        self.offers: dict[str, list[dict[str, str]]] = {}
        self.rejected_places: list[str] = []

    def _offer(self, **words: str) -> None:
        """Offer, with the notice given last, what other words of the address lead to."""
        self.offers.setdefault(self.notices[-1], []).append(words)

    def selection(self) -> Selection:
        indicator = self._indicator()
        level = self._level(indicator)
        by = self._by(indicator, level)
        group = self._group(indicator, level, by)
        period = self._period(indicator, level, group)
        kind = self._kind(level)
        before = len(self.notices)
        place = self._place(level, kind)
        self.rejected_places = [] if place else self.notices[before:]
        reference = self._reference(indicator, level, by)
        return Selection(
            indicator.id, level, place, by, group, period, self._view(), kind, reference,
            compare_with=self._other(indicator, place),
            multiples_by=self._choose("each", dict.fromkeys(EACH, ""), EACH[0], address_notices.no_each),
            classes=self._choose("classes", dict.fromkeys(CLASSES, ""), CLASSES[0], address_notices.no_classes),
            language=self._language(),
        )  # fmt: skip

    def _language(self) -> str:
        word = self.words.get("lang", "en")
        meant = language_of(word)
        if known_language(word) is None:
            self.notices.append(address_notices.no_language(self.repeated["lang"], LANGUAGES[meant]))
        return meant

    def _other(self, indicator: Indicator, place: str) -> str:
        """What is set beside the view: another place or another indicator; empty for neither."""
        word = self.words.get("with", "")
        if not word or word in (place, indicator.id):
            return ""
        if word in self.catalog.indicators:
            return word
        if (named := self._named("with")) is not None:
            return "" if named.slug == place else named.slug
        known = [*self.catalog.by_slug, *self.catalog.indicators]
        near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
        told = say("“{word}” is neither a place nor an indicator to compare with.", word=self.repeated["with"])
        self.notices.append(told)
        return near[0] if near and near[0] not in (place, indicator.id) else ""

    def _reference(self, indicator: Indicator, level: Level, by: str) -> str:
        """The group that groups are compared with; empty for everyone, and where there are no groups."""
        word = self.words.get("reference", ALL)
        strata = self.catalog.strata(indicator.id, by, level) if by != OVERALL else ()
        if word == ALL or word in strata:
            return "" if word == ALL else word
        if strata or word not in GROUPS:
            self.notices.append(
                say(
                    "“{word}” is not a group to compare with here. Comparing with everyone.",
                    word=self.repeated["reference"],
                )
            )
        return ""

    def _kind(self, level: Level) -> str:
        """The kind of area: the one named, else that of the place named, else the first. Other levels have none."""
        kinds = self.catalog.area_kinds
        if level != "area" or not kinds:
            return ""
        place = self._named("place")
        fallback = place.kind if place is not None and place.kind in kinds else next(iter(kinds))
        labels = {k.id: k.title.lower() for k in kinds.values()}
        return self._choose("kind", labels, fallback, address_notices.no_kind)

    def _choose(
        self, key: str, known: Mapping[str, str], fallback: str, notice: Say, have: Iterable[str] | None = None
    ) -> str:
        """The word for `key` when it is one of `known` (id → label); else the nearest of those we have, with a notice.

        Without `have`, we have all that are known; the fallback is one of them. `notice` says what a word is not.
        """
        word = self.words.get(key)
        if word is None:
            return fallback
        if word in known:
            return word
        near = difflib.get_close_matches(word, known if have is None else have, n=1, cutoff=0.75)
        chosen = near[0] if near else fallback
        self.notices.append(notice(word=self.repeated[key], shown=known[chosen]))
        return chosen

    def _indicator(self) -> Indicator:
        known = self.catalog.titles
        fallback = DEFAULT_INDICATOR if DEFAULT_INDICATOR in known else next(iter(known))
        return self.catalog.indicators[self._choose("indicator", known, fallback, address_notices.no_indicator)]

    def _level(self, indicator: Indicator) -> Level:
        have = self.catalog.levels(indicator.id)
        preferred: tuple[Level, ...] = ("county", "municipality", "eohhs_region")
        fallback = next((lv for lv in preferred if lv in have), have[0])
        labels = {str(lv): say("the state") if lv == "state" else LEVEL_WORDS[lv].plural for lv in LEVELS}
        level = cast("Level", self._choose("level", labels, fallback, address_notices.no_level, have))
        if level in have:
            return level
        self.notices.append(
            say(
                "{indicator} is not available by {level}, only for {published}. Showing {shown}.",
                indicator=indicator.title,
                level=LEVEL_WORDS[level].singular,
                published=address_notices.all_of([labels[lv] for lv in have]),
                shown=labels[fallback],
            )
        )
        near = nearest_at(self.catalog, indicator.id, level)
        if near:
            self._offer(indicator=near, level=level)
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
        by = self._choose("by", labels, fallback, address_notices.no_way, have)
        if by in have:
            return by
        values = {
            "indicator": indicator.title,
            "places": say("the state") if level == "state" else LEVEL_WORDS[level].plural,
            "shown": labels[fallback],
        }
        if by == OVERALL:
            told = say(
                "{indicator} is not available for everyone together for {places}. Showing {shown} instead.", **values
            )
        else:
            values["way"] = labels[by]
            told = say("{indicator} is not available by {way} for {places}. Showing {shown} instead.", **values)
        self.notices.append(told)
        return fallback

    def _group(self, indicator: Indicator, level: Level, by: str) -> str:
        strata = self.catalog.strata(indicator.id, by, level) if by != OVERALL else ()
        labels = {g: GROUPS[g].label for g in strata} | {ALL: say("everyone")}
        everyone = bool(self.catalog.periods(indicator.id, level, OVERALL))
        word = self.words.get("group")
        if word in GROUPS and word not in labels and word != OVERALL:
            assert word is not None
            fallback = ALL if everyone else self._widest(indicator, level, by)
            self.notices.append(
                say(
                    "{indicator} has no figures for “{group}” here. Showing {shown}.",
                    indicator=indicator.title,
                    group=GROUPS[word].label,
                    shown=labels[fallback],
                )
            )
            return OVERALL if fallback == ALL else fallback
        fallback = self._widest(indicator, level, by) if strata else ALL
        group = self._choose("group", labels, fallback, address_notices.no_group, labels if everyone else strata)
        if group == ALL and not everyone and strata:
            group = self._widest(indicator, level, by)
            self.notices.append(
                say(
                    "{indicator} is not available for everyone by {level}. Showing {shown}.",
                    indicator=indicator.title,
                    level=LEVEL_WORDS[level].singular,
                    shown=labels[group],
                )
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
        except ValueError:
            self.notices.append(
                say(
                    "“{word}” is not a period: write a year (2018) or years (2021-2023). Showing {shown}.",
                    word=self.repeated["period"],
                    shown=latest.long_label,
                )
            )
            return latest
        if asked in have:
            return asked
        nearest = min(have, key=lambda p: (abs(p.midpoint - asked.midpoint), -p.end.toordinal()))
        self.notices.append(address_notices.no_period(indicator, level, group, asked, nearest))
        return nearest

    def _place(self, level: Level, kind: str) -> str:
        word = self.words.get("place")
        if word is None:
            return ""
        place = self._named("place")
        if place is None:
            near = difflib.get_close_matches(word, self.catalog.by_slug, n=1, cutoff=0.6)
            if near:
                meant = self.catalog.by_slug[near[0]]
                told = say(
                    "“{word}” is not a place we know. Did you mean {near}? Showing all of Massachusetts.",
                    word=self.repeated["place"],
                    near=meant.name,
                )
                self.notices.append(told)
                self._offer(place=meant.slug)
            else:
                told = say(
                    "“{word}” is not a place we know. Showing all of Massachusetts.", word=self.repeated["place"]
                )
                self.notices.append(told)
            return ""
        if place.level == "state":
            return ""
        if place.level == level and place.kind == kind:
            return place.slug
        around = self._around(place, level, kind)
        if around is None:
            self.notices.append(
                say(
                    "{place} is {level}, and this view shows {places}. Showing all of Massachusetts.",
                    place=place.name,
                    level=LEVEL_WORDS[place.level].a,
                    places=LEVEL_WORDS[level].plural,
                )
            )
            return ""
        self.notices.append(
            say(
                "{place} has no figures of its own here. Showing {shown}, which it is part of.",
                place=place.name,
                shown=around.name,
            )
        )
        return "" if around.level == "state" else around.slug

    def _named(self, key: str) -> Place | None:
        """The place that a word names: by its slug, or as its name is written."""
        word = self.words.get(key, "")
        return self.catalog.by_slug.get(word) or self.catalog.by_slug.get(slugify(word))

    def _around(self, place: Place, level: Level, kind: str) -> Place | None:
        """The place of a level that holds all of a place, if one does."""
        members = set(place.members)
        holds: Iterable[Place] = (p for p in self.catalog.places_of(level, kind) if members <= set(p.members))
        return next(iter(holds), None)

    def _view(self) -> View:
        labels: dict[str, str] = {v: VIEW_LABELS[v].lower() for v in VIEWS}
        return cast("View", self._choose("view", labels, "map", address_notices.no_view))
