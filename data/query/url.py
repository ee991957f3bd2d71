"""From the words of an address to a question: what is not understood takes the nearest answer, and a notice says so."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import cast

from data.catalog.availability import nearest_at, nearest_period
from data.catalog.models import Catalog, Indicator, Place
from data.language import LANGUAGES, gettext, known_language, language_of
from data.query import url_notices
from data.query.selection import DEFAULT_INDICATOR, PARAMETERS, Selection
from data.query.url_notices import breakdown_label, group_label, level_label
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

Sentence = Callable[[], str]
"""A sentence that is put together only where it is read: links of choices are settled a hundred times a view."""


class Notice(str):
    """A sentence on a word that could not be followed.

    `offers` are the nearest choices that have what was asked for: each a name and the query that leads there. `word` is
    "place" where the place that was named is not shown, so that it can be said beside the field it was typed in.
    """

    offers: tuple[tuple[str, str], ...] = ()
    word: str = ""


def parse_query(words: Mapping[str, str | None], catalog: Catalog) -> tuple[Selection, tuple[str, ...]]:
    """The selection of an address, and a `Notice` for each of its words that could not be followed.

    Words that are left out take their defaults without a notice; words that are not ours are ignored. A word is the
    same in any case; `data.query.url_parameters` reads what else an address went through.
    """
    parser = SelectionParser({k: str(v).strip() for k, v in words.items() if k in PARAMETERS and v}, catalog)
    selection = parser.selection()
    notices = []
    for n, sentence in enumerate(parser.notices):
        notice = Notice(sentence())
        notice.word = "place" if n in parser.rejected_places else ""
        offered = (choice(selection, catalog, **words) for words in _offered(parser.offers.get(n, ()), catalog))
        notice.offers = tuple(
            (_named(offer, selection, catalog), offer.query()) for offer in offered if offer != selection
        )
        notices.append(notice)
    return selection, tuple(notices)


def _offered(offers: Iterable[dict[str, str]], catalog: Catalog) -> Iterable[dict[str, str]]:
    """Words that lead to what is offered; of an indicator that lacks a level, the nearest that has it, if one does."""
    for words in offers:
        level = words.get("nearest_at")
        if level is None:
            yield words
        elif near := nearest_at(catalog, words["indicator"], cast("Level", level)):
            yield {"indicator": near, "level": level}


def settle(words: Mapping[str, str], catalog: Catalog) -> Selection:
    """The selection of words of ours, what does not fit settled as `parse_query` does; nothing is said of it."""
    return SelectionParser({key: word for key, word in words.items() if word}, catalog).selection()


def choice(selection: Selection, catalog: Catalog, **words: str) -> Selection:
    """The selection that a choice leads to: some of its words changed, the others settled where they no longer fit."""
    return settle({**selection.parameters(), **words}, catalog)


def _named(offered: Selection, instead: Selection, catalog: Catalog) -> str:
    """Text of the link to an offered view."""
    if offered.indicator == instead.indicator:
        return gettext("Show {place}", place=catalog.by_slug[offered.place].name)
    level = LEVEL_WORDS[offered.level].singular
    return gettext("{indicator}, by {level}", indicator=catalog.indicators[offered.indicator].title, level=level)


NEAR_PLACE = 0.6
"""Likeness (`difflib`) that a place, and the word of `with`, needs: at 0.75 “bristol” does not find its county."""
NEAR_ID = 0.75
"""Likeness that other words need. At 0.6, three times as many pairs of indicators would be as near to each other."""

Notify = Callable[..., str]
"""Says of a word (`word`, as it was written) that it is none of ours, and what is shown instead (`alternative`)."""


class SelectionParser:
    """Settles the words one after the other; each may depend on those settled before it."""

    def __init__(self, words: Mapping[str, str], catalog: Catalog) -> None:
        self.catalog, self.notices = catalog, list[Sentence]()
        self.given = words
        self.words = {key: word.lower() for key, word in words.items()}
        self.offers: dict[int, list[dict[str, str]]] = {}
        self.rejected_places = range(0)

    def _offer(self, **words: str) -> None:
        """Offer, with the notice given last, what other words of the address lead to."""
        self.offers.setdefault(len(self.notices) - 1, []).append(words)

    def _repeated(self, key: str) -> str:
        """A word as it is repeated to a reader."""
        return shortened(self.given[key])

    def selection(self) -> Selection:
        """Settle every word, in the order in which each depends on those before it."""
        indicator = self._indicator()
        level = self._level(indicator)
        by = self._by(indicator, level)
        group = self._group(indicator, level, by)
        period = self._period(indicator, level, group)
        kind = self._kind(level)
        before = len(self.notices)
        place = self._place(level, kind)
        self.rejected_places = range(0) if place else range(before, len(self.notices))
        reference = self._reference(indicator, level, by)
        return Selection(
            indicator.id, level, place, by, group, period, self._view(), kind, reference,
            compare_with=self._other(indicator, place),
            multiples_by=self._choose("each", EACH, EACH[0], url_notices.no_each),
            classes=self._choose("classes", CLASSES, CLASSES[0], url_notices.no_classes),
            language=self._language(),
        )  # fmt: skip

    def level_and_groups(self) -> tuple[Level, str, str, str]:
        """Settle what depends on neither place nor period: level, breakdown, group and reference."""
        indicator = self._indicator()
        level = self._level(indicator)
        by = self._by(indicator, level)
        return level, by, self._group(indicator, level, by), self._reference(indicator, level, by)

    def _language(self) -> str:
        word = self.words.get("lang", "en")
        if word in LANGUAGES:
            return word
        meant = language_of(word)
        if known_language(word) is None:
            self.notices.append(lambda: url_notices.no_language(self._repeated("lang"), LANGUAGES[meant]))
        return meant

    def _other(self, indicator: Indicator, place: str) -> str:
        """Other place or indicator of a comparison, the query parameter `with`; empty for neither."""
        word = self.words.get("with", "")
        if not word or word in (place, indicator.id):
            return ""
        if word in self.catalog.indicators:
            return word
        if (named := self._named("with")) is not None:
            return "" if named.slug == place else named.slug
        names = [*self.catalog.by_slug, *self.catalog.indicators]
        near = difflib.get_close_matches(word, names, n=1, cutoff=NEAR_PLACE)
        self.notices.append(
            lambda: gettext(
                "“{word}” is neither a place nor an indicator to compare with.", word=self._repeated("with")
            )
        )
        return near[0] if near and near[0] not in (place, indicator.id) else ""

    def _reference(self, indicator: Indicator, level: Level, by: str) -> str:
        """The group that groups are compared with; empty for everyone, and where there are no groups."""
        word = self.words.get("reference", ALL)
        strata = self.catalog.strata(indicator.id, by, level) if by != OVERALL else ()
        if word == ALL or word in strata:
            return "" if word == ALL else word
        if strata or word not in GROUPS:
            self.notices.append(
                lambda: gettext(
                    "“{word}” is not a group to compare with here. Comparing with everyone.",
                    word=self._repeated("reference"),
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
        return self._choose("kind", kinds, fallback, url_notices.no_kind, labels=lambda k: kinds[k].title.lower())

    def _choose(
        self, key: str, vocabulary: Collection[str], fallback: str, notice: Notify, have: Iterable[str] | None = None,
        labels: Callable[[str], str] = str,
    ) -> str:  # fmt: skip
        """The word for `key` when it is one of `vocabulary`; else the nearest of those we have, with a notice.

        Without `have`, we have all of the vocabulary; the fallback is one of it. `notice` says what a word is not, and
        names what is shown by its label.
        """
        word = self.words.get(key)
        if word is None:
            return fallback
        if word in vocabulary:
            return word
        near = difflib.get_close_matches(word, vocabulary if have is None else have, n=1, cutoff=NEAR_ID)
        chosen = near[0] if near else fallback
        self.notices.append(lambda: notice(word=self._repeated(key), alternative=labels(chosen)))
        return chosen

    def _indicator(self) -> Indicator:
        indicators = self.catalog.indicators
        fallback = DEFAULT_INDICATOR if DEFAULT_INDICATOR in indicators else next(iter(indicators))
        chosen = self._choose(
            "indicator", indicators, fallback, url_notices.no_indicator, labels=lambda i: self.catalog.titles[i]
        )
        return indicators[chosen]

    def _level(self, indicator: Indicator) -> Level:
        have = self.catalog.levels(indicator.id)
        preferred: tuple[Level, ...] = ("county", "municipality", "eohhs_region")
        fallback = next((lv for lv in preferred if lv in have), have[0])
        level = cast("Level", self._choose("level", LEVELS, fallback, url_notices.no_level, have, level_label))
        if level in have:
            return level
        self.notices.append(
            lambda: gettext(
                "{indicator} is not available by {level}, only for {published}. Showing {shown}.",
                indicator=indicator.title,
                level=LEVEL_WORDS[level].singular,
                published=url_notices.all_of([level_label(lv) for lv in have]),
                shown=level_label(fallback),
            )
        )
        self._offer(nearest_at=level, indicator=indicator.id)
        return fallback

    def _by(self, indicator: Indicator, level: Level) -> str:
        have = self.catalog.dimensions(indicator.id, level)
        if (word := self.words.get("by")) in have:
            assert word is not None
            return word
        fallback = "race_ethnicity" if "race_ethnicity" in have else OVERALL
        if OVERALL not in have and fallback not in have:
            fallback = have[0]
        group = GROUPS.get(self.words.get("group", ""))
        if group is not None and group.dimension in have:
            fallback = group.dimension
        by = self._choose("by", DIMENSIONS, fallback, url_notices.no_way, have, breakdown_label)
        if by not in have:
            self.notices.append(lambda: url_notices.no_breakdown(indicator, level, by, fallback))
        return by if by in have else fallback

    def _group(self, indicator: Indicator, level: Level, by: str) -> str:
        strata = self.catalog.strata(indicator.id, by, level) if by != OVERALL else ()
        everyone = bool(self.catalog.periods(indicator.id, level, OVERALL))
        word = self.words.get("group")
        if word in strata or (word == ALL and everyone):
            assert word is not None
            return OVERALL if word == ALL else word
        groups = (*strata, ALL)
        if word in GROUPS and word not in groups and word != OVERALL:
            assert word is not None
            fallback = ALL if everyone else self._widest(indicator, level, by)
            self.notices.append(
                lambda: gettext(
                    "{indicator} has no figures for “{group}” here. Showing {shown}.",
                    indicator=indicator.title,
                    group=GROUPS[word].label,
                    shown=group_label(fallback),
                )
            )
            return OVERALL if fallback == ALL else fallback
        fallback = self._widest(indicator, level, by) if strata else ALL
        group = self._choose(
            "group", groups, fallback, url_notices.no_group, groups if everyone else strata, group_label
        )
        if group == ALL and not everyone and strata:
            widest = self._widest(indicator, level, by)
            self.notices.append(
                lambda: gettext(
                    "{indicator} is not available for everyone by {level}. Showing {shown}.",
                    indicator=indicator.title,
                    level=LEVEL_WORDS[level].singular,
                    shown=group_label(widest),
                )
            )
            return widest
        return OVERALL if group == ALL else group

    def _widest(self, indicator: Indicator, level: Level, by: str) -> str:
        """The group a reader should see first: the worst off in the state with figures for at least half the places.

        A group hidden more often than that would open on an empty map.
        """
        rows = [c for c in self.catalog.covered(indicator.id) if c.dimension == by and c.level == level]
        latest = max((c.period for c in rows), key=lambda p: p.recency)
        covered = [c for c in rows if c.period == latest and c.shown * 2 >= c.places] or rows
        sign = -1 if indicator.polarity == "higher_is_better" else 1
        return max(covered, key=lambda c: sign * c.state_value if c.state_value is not None else float("-inf")).stratum

    def _period(self, indicator: Indicator, level: Level, group: str) -> Period:
        have = self.catalog.periods(indicator.id, level, GROUPS[group].dimension, group)
        word = self.words.get("period")
        if word is None:
            return max(have, key=lambda p: p.recency)
        try:
            period = Period.parse(word)
        except ValueError:
            latest = max(have, key=lambda p: p.recency)
            self.notices.append(
                lambda: gettext(
                    "“{word}” is not a period: write a year (2018) or years (2021-2023). Showing {shown}.",
                    word=self._repeated("period"),
                    shown=latest.long_label,
                )
            )
            return latest
        nearest = nearest_period(have, period)
        if period != nearest:
            self.notices.append(lambda: url_notices.no_period(indicator, level, group, period, nearest))
        return nearest

    def _place(self, level: Level, kind: str) -> str:
        word = self.words.get("place")
        if word is None:
            return ""
        place = self._named("place")
        if place is None:
            near = difflib.get_close_matches(word, self.catalog.by_slug, n=1, cutoff=NEAR_PLACE)
            if near:
                meant = self.catalog.by_slug[near[0]]
                self.notices.append(
                    lambda: gettext(
                        "“{word}” is not a place we know. Did you mean {near}? Showing all of Massachusetts.",
                        word=self._repeated("place"),
                        near=meant.name,
                    )
                )
                self._offer(place=meant.slug)
            else:
                self.notices.append(
                    lambda: gettext(
                        "“{word}” is not a place we know. Showing all of Massachusetts.", word=self._repeated("place")
                    )
                )
            return ""
        if place.level == "state":
            return ""
        if place.level == level and place.kind == kind:
            return place.slug
        around = self._around(place, level, kind)
        if around is None:
            self.notices.append(
                lambda: gettext(
                    "{place} is {level}, and this view shows {places}. Showing all of Massachusetts.",
                    place=place.name,
                    level=LEVEL_WORDS[place.level].a,
                    places=LEVEL_WORDS[level].plural,
                )
            )
            return ""
        self.notices.append(
            lambda: gettext(
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
        return cast(
            "View",
            self._choose("view", VIEWS, "map", url_notices.no_view, labels=lambda view: VIEW_LABELS[view].lower()),
        )
