"""Settles the words of an address one after the other; each may depend on those settled before it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import cast

from data.catalog.availability import nearest_period
from data.catalog.models import Catalog, Indicator, Place
from data.language import LANGUAGES, gettext, known_language, language_of
from data.query.choices import notices as url_notices
from data.query.choices import opening
from data.query.choices.beside import BETWEEN, joined_word, several_places
from data.query.choices.notices import breakdown_label, group_label, level_label
from data.query.choices.opening import best_period, opening_group, opening_level, opening_view
from data.query.choices.versions import Need, slug_of, version_for
from data.query.regions.region import OTHER, OWN
from data.query.regions.region_words import in_selection, read_regions
from data.query.selection import DEFAULT_INDICATOR, QUESTION, Selection
from data.query.url_parameters import shortened
from data.vocabulary import (
    ALL,
    ASKED_LEVELS,
    CLASSES,
    DIMENSIONS,
    EACH,
    GROUPS,
    LEVEL_WORDS,
    LEVELS,
    OVERALL,
    REGION,
    REST,
    VIEW_LABELS,
    VIEWS,
    Level,
    Period,
    View,
    slugify,
)

Sentence = Callable[[], str]
"""A sentence that is put together only where it is read: links of choices are settled a hundred times a view."""
NEAR_PLACE = 0.6
"""Likeness (`difflib`) that a place, and the word of `with`, needs: at 0.75 “bristol” does not find its county."""
NEAR_ID = 0.75
"""Likeness that other words need. At 0.6, three times as many pairs of indicators would be as near to each other."""

Notify = Callable[..., str]
"""Says of a word (`word`, as it was written) that it is none of ours, and what is shown instead (`alternative`)."""


class SelectionParser:
    """Settles the words one after the other; each may depend on those settled before it."""

    def __init__(self, words: Mapping[str, str], catalog: Catalog) -> None:
        read = read_regions(words, catalog)
        self.catalog, self.notices = catalog.with_regions(read.regions), list[Sentence]()
        self.given, self.region_words = words, read.words
        self.notices += [url_notices.no_region(word, fault) for word, fault in read.faults.items()]
        self.levels = ASKED_LEVELS if self.catalog.places_of(REGION) else LEVELS
        self.words = {key: word.lower() for key, word in words.items()}
        self.offers: dict[int, list[dict[str, str]]] = {}
        self.place_notices, self.is_place_shown = range(0), False

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
        kind = self._kind(indicator, level)
        before = len(self.notices)
        place, asked = self.places(indicator.id, level, kind)
        self.place_notices = range(before, len(self.notices))
        self.is_place_shown = bool(place)
        reference = self._reference(indicator, level, by)
        selection = Selection(
            indicator.id, level, place, by, group, period, self._view(), kind, reference,
            compare_with=self._other(indicator, place),
            multiples_by=self._choose("each", EACH, EACH[0], url_notices.no_each),
            classes=self._choose("classes", CLASSES, CLASSES[0], url_notices.no_classes),
            language=self._language(), asked=asked, **in_selection(self.region_words),
            whole_state=opening.whole_state(self.catalog, indicator.id, level, kind, place or asked),
        )  # fmt: skip
        return selection if "view" in self.words else replace(selection, view=opening_view(self.catalog, selection))

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
        """Other place or indicator of a comparison, the query parameter `with`; empty for neither.

        Where none is named, it is the other region of the address.
        """
        word, fallback = self.words.get("with", ""), OTHER if OTHER in self.catalog.by_slug else ""
        if word in ("", place, indicator.id):
            return fallback
        if word in self.catalog.indicators:
            return word
        if (named := self._named("with")) is not None:
            return fallback if named.slug == place else named.slug
        if BETWEEN in word:
            slugs, unknown = several_places(word, place, self.catalog)
            self.notices += [partial(url_notices.nothing_to_compare, shortened(part)) for part in unknown]
            return joined_word(slugs) or fallback
        names = [*self.catalog.by_slug, *self.catalog.indicators]
        near = difflib.get_close_matches(word, names, n=1, cutoff=NEAR_PLACE)
        self.notices.append(lambda: url_notices.nothing_to_compare(self._repeated("with")))
        return near[0] if near and near[0] not in (place, indicator.id) else fallback

    def _reference(self, indicator: Indicator, level: Level, by: str) -> str:
        """The group that groups are compared with; empty for everyone, and where there are no groups."""
        word = self.words.get("reference", ALL)
        strata = self.catalog.strata(indicator.id, by, level) if by != OVERALL else ()
        if word in (ALL, REST) or word in strata:  # everyone else is a reference of Gaps alone
            return word if word in strata else ""
        if strata or word not in GROUPS:
            self.notices.append(
                lambda: gettext(
                    "“{word}” is not a group to compare with here. Comparing with everyone.",
                    word=self._repeated("reference"),
                )
            )
        return ""

    def _kind(self, indicator: Indicator, level: Level) -> str:
        """The kind of area: the one named, else that of the place named, else the first with a figure, else the first.

        Other levels have none.
        """
        kinds = self.catalog.area_kinds
        if level != "area" or not kinds:
            return ""
        place = self._named("place")
        shown = {self.catalog.places[p].kind for p in self.catalog.few_places.get((indicator.id, level), ())}
        fallback = next((kind for kind in kinds if kind in shown), next(iter(kinds)))
        if place is not None and place.kind in kinds:
            fallback = place.kind
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
        if QUESTION in self.words and self.words.get("indicator") not in indicators:
            found = self._version()
            if found:
                return indicators[found]
        fallback = DEFAULT_INDICATOR if DEFAULT_INDICATOR in indicators else next(iter(indicators))
        chosen = self._choose(
            "indicator", indicators, fallback, url_notices.no_indicator, labels=lambda i: self.catalog.titles[i]
        )
        return indicators[chosen]

    def _version(self) -> str:
        """The version that answers the question of the address; empty for a question that is none of ours."""
        questions, word = self.catalog.questions, slug_of(self.words[QUESTION])
        names = {slug_of(question.name): question.id for question in questions.values()}
        named = word if word in questions else names.get(word, "")
        if not named:
            near = difflib.get_close_matches(word, [*questions, *names], n=3, cutoff=NEAR_PLACE)
            close = list(dict.fromkeys(names.get(each, each) for each in near)) or list(questions)[:3]
            sure = difflib.get_close_matches(word, [*questions, *names], n=1, cutoff=NEAR_ID)
            if not sure:
                self.notices.append(lambda: url_notices.no_question(self._repeated(QUESTION)))
                for each in close:
                    self._offer(question=each)
                return ""
            named = names.get(sure[0], sure[0])
            self.notices.append(
                lambda: url_notices.other_question(self._repeated(QUESTION), f"“{questions[named].name}”")
            )
        question = questions[named]
        need = self._need()
        asked = self._named("asked")
        kept = [replace(need, place=asked.slug)] if asked is not None and not need.level else []
        chosen = version_for(self.catalog, question, *kept, *need.weaker())
        if chosen != question.indicators[0] and need != Need() and need.met(self.catalog, chosen):
            version = question.version(chosen).name
            wanted = url_notices.needed(need, self.catalog)
            self.notices.append(lambda: url_notices.version_shown(question.name, version, wanted))
        return chosen

    def _need(self) -> Need:
        """What the address asks of a version."""
        place = self._named("place")
        level, by, group = (self.words.get(key, "") for key in ("level", "by", "group"))
        level = level if level in self.levels else ""
        if place is not None and (place.level == "state" or level not in ("", place.level)):
            place = None  # the level is what was chosen, and the place is kept from before
        return Need(
            level,
            by if by in DIMENSIONS else "",
            group if group in GROUPS and group != OVERALL else "",
            place.slug if place is not None else "",
        )

    def _level(self, indicator: Indicator) -> Level:
        have = self.catalog.levels(indicator.id)
        fallback = opening_level(self.catalog, indicator.id)
        place = self._named("place") or self._named("asked") or self.catalog.by_slug.get(OWN)
        if place is not None and place.level != "state" and self.catalog.has_figures_for(indicator.id, place):
            fallback = place.level
        chosen = self._named("place")
        if self.words.get("level") == REGION and chosen is not None and chosen.level not in ("state", REGION):
            return chosen.level if chosen.level in have else fallback  # a place was looked for from a region's view
        level = cast("Level", self._choose("level", self.levels, fallback, url_notices.no_level, have, level_label))
        if level in have:
            return level
        if level == REGION:
            self.notices.append(lambda: url_notices.not_pooled(indicator, level_label(fallback), self.catalog))
            return fallback
        self.notices.append(
            lambda: gettext(
                "{indicator}: no figures by {level}, only for {published}. Showing {shown}.",
                indicator=indicator.title,
                level=LEVEL_WORDS[level].singular,
                published=url_notices.all_of([level_label(lv) for lv in have]),
                shown=level_label(fallback),
            )
        )
        self._offer(needs="", level=level, indicator=indicator.id)
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
            self._offer(needs="", by=by, indicator=indicator.id)
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
            fallback = ALL if everyone else opening_group(self.catalog, indicator.id, level, by)
            self.notices.append(
                lambda: gettext(
                    "{indicator} has no figures for “{group}” here. Showing {shown}.",
                    indicator=indicator.title,
                    group=GROUPS[word].label,
                    shown=group_label(fallback),
                )
            )
            self._offer(needs="", group=word, by=GROUPS[word].dimension, indicator=indicator.id)
            return OVERALL if fallback == ALL else fallback
        fallback = opening_group(self.catalog, indicator.id, level, by) if strata else ALL
        group = self._choose(
            "group", groups, fallback, url_notices.no_group, groups if everyone else strata, group_label
        )
        if group == ALL and not everyone and strata:
            widest = opening_group(self.catalog, indicator.id, level, by)
            self.notices.append(
                lambda: gettext(
                    "{indicator}: no figures for everyone by {level}. Showing {shown}.",
                    indicator=indicator.title,
                    level=LEVEL_WORDS[level].singular,
                    shown=group_label(widest),
                )
            )
            return widest
        return OVERALL if group == ALL else group

    def _period(self, indicator: Indicator, level: Level, group: str) -> Period:
        have = self.catalog.periods(indicator.id, level, GROUPS[group].dimension, group)
        word = self.words.get("period")
        if word is None:
            return best_period(self.catalog, indicator.id, level, group)
        try:
            period = Period.parse(word)
        except ValueError:
            latest = best_period(self.catalog, indicator.id, level, group)
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

    def places(self, indicator: str, level: Level, kind: str) -> tuple[str, str]:
        """The place that is shown, and the one that was asked for where that is another; each a slug or empty."""
        if level == REGION:
            return OWN, ""
        asked, place = self._named("asked"), self._named("place")
        if asked is not None and asked.level != "state":
            around = self._around(asked, level, kind)
            if around is not None and place in (None, around, asked):
                return self._shown(asked, around)
            if place is None or (place.level, place.kind) != (level, kind):
                return ("", asked.slug) if around is None else self._shown(asked, around)
        if "place" not in self.words:
            return opening.opening_place(self.catalog, indicator, level, kind), ""
        if place is None:
            self._reject_place()
            return "", ""
        if place.level == "state":
            return "", ""
        around = self._around(place, level, kind)
        if around is None:
            self.notices.append(lambda: url_notices.place_of_another_level(place, level))
            return "", place.slug
        if around != place:
            self.notices.append(lambda: url_notices.part_of(place, around))
            self._offer(needs="", level=place.level, place=place.slug, indicator=indicator)
        return self._shown(place, around)

    def _shown(self, asked: Place, around: Place) -> tuple[str, str]:
        return "" if around.level == "state" else around.slug, "" if around == asked else asked.slug

    def _reject_place(self) -> None:
        near = difflib.get_close_matches(self.words["place"], self.catalog.by_slug, n=1, cutoff=NEAR_PLACE)
        name = self.catalog.by_slug[near[0]].name if near else ""
        self.notices.append(lambda: url_notices.unknown_place(self._repeated("place"), name))
        if near:
            self._offer(place=near[0])

    def _named(self, key: str) -> Place | None:
        """The place that a word names: by its slug, or as its name is written."""
        word = self.words.get(key, "")
        return self.catalog.by_slug.get(word) or self.catalog.by_slug.get(slugify(word))

    def _around(self, place: Place, level: Level, kind: str) -> Place | None:
        """The place of a level that is a place or holds all of it, if one does."""
        if (place.level, place.kind) == (level, kind):
            return place
        members = set(place.members)
        holds: Iterable[Place] = (p for p in self.catalog.places_of(level, kind) if members <= set(p.members))
        return next(iter(holds), None)

    def _view(self) -> View:
        return cast(
            "View",
            self._choose("view", VIEWS, "map", url_notices.no_view, labels=lambda view: VIEW_LABELS[view].lower()),
        )
