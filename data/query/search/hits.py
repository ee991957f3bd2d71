"""Search: the indicators, places and topics that match typed words, and the view each hit opens.

A town and an indicator in one question open that indicator at that town, or where it is published for what the town is
part of. Nothing here speaks to a reader: a hit says what it is and what could not be kept, the components say it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from data.catalog.availability import CatalogKey, available
from data.catalog.lexicon import Alike, Kind, Match, Name, Part, words_of
from data.catalog.models import Catalog, Place
from data.query.search.found import Hit, SearchResult
from data.query.search.localities import ZipCode, find_zip_code, neighborhood
from data.query.search.meanings import two_places, version_named
from data.query.search.names import search_index
from data.query.search.terms import LEVEL_NAMES, LONGEST, SearchTerms, parse_search_terms
from data.query.selection import DEFAULT_INDICATOR, Selection
from data.query.url import parse_query
from data.vocabulary import ALL, GROUPS, TOPICS, Level, Period

LEADS = {
    "maternal_infant": "low_birthweight",
    "overdose": "drug_overdose_deaths",
    "cardiometabolic": "heart_disease_mortality",
    "context": "life_expectancy",
}
"""The indicator a topic opens on: one with figures for most counties and groups."""
KINDS: tuple[Kind, ...] = ("indicator", "place", "topic")

_FINE: tuple[Level, ...] = ("county", "municipality", "eohhs_region", "area", "state")
_AROUND: tuple[Level, ...] = ("county", "eohhs_region", "state")
# Weights of a score, which is 1 for a complete name. Their comments say which query of tests/data/query/test_search.py
# goes wrong with another value; where none is named, no query there depends on the exact one.
_ENOUGH = 0.6
"""Least score of a hit: about two thirds of what was typed, or all of it misspelt. Lower, a hit may share one common
word only; higher, two slips lose it."""
_NEAR = 0.45
"""Least score of what is offered when nothing is found: less than a hit, more than one word of three."""


@dataclass(frozen=True, slots=True)
class _Row:
    """Candidate for a hit: its score, its match, and the place in the search terms."""

    score: float
    match: Match
    place: Place | None = None
    version: str = ""
    within: str = ""


def search(
    catalog: Catalog,
    words: str,
    limit: int = 8,
    here: Mapping[str, str] | None = None,
    kinds: Sequence[Kind] = KINDS,
) -> SearchResult:
    """Search hits of typed words, best first, at most `limit` of some `kinds`. Never raises.

    `here` has the query parameters of the view the search is made from: hits keep those that fit.
    """
    around = dict(here or {})
    zip_code = find_zip_code(catalog, words[:LONGEST])
    if zip_code is None:
        return _Query(catalog, words, around).result(limit, kinds)
    if not zip_code.places:
        found = _Query(catalog, zip_code.rest, around).result(limit, kinds)
        return SearchResult(words, found.hits, False, zip_code.code)
    return SearchResult(words, tuple(_hits_in(catalog, zip_code, around, limit, kinds))[:limit], True)


def _hits_in(
    catalog: Catalog, zip_code: ZipCode, here: dict[str, str], limit: int, kinds: Sequence[Kind]
) -> Iterator[Hit]:
    """Hits of the words beside a ZIP code in each of its municipalities, best first, then the municipalities."""
    queries = [_Query(catalog, zip_code.rest, here, place) for place in zip_code.places]
    if zip_code.rest and "indicator" in kinds:
        found = [query.result(limit, ("indicator",)) for query in queries]
        hits = [(rank, hit) for result in found if result.sure for rank, hit in enumerate(result.hits)]
        seen: set[tuple[str, str, str]] = set()
        for _, hit in sorted(hits, key=lambda pair: pair[0]):
            opened = (hit.id, hit.selection.place, hit.selection.level)
            if opened not in seen:  # two towns of one county, of what is published by county
                yield replace(hit, within=zip_code.code)
            seen.add(opened)
    if "place" in kinds or not zip_code.rest:
        for query in queries:
            yield query.of_place(zip_code.code)


class _Query:
    """Search query: its words, the words of the index each may mean, and the groups and places among them."""

    def __init__(self, catalog: Catalog, words: str, here: dict[str, str], given: Place | None = None) -> None:
        self.catalog, self.words, self.given = catalog, words, given
        self.index = search_index(CatalogKey.of(catalog))
        self.base = {key: word for key, word in here.items() if key not in ("level", "kind", "place", "asked", "with")}
        self.here = parse_query(here, catalog)[0] if "indicator" in here else None
        self.question: SearchTerms = parse_search_terms(words, self.index.lexicon)
        self.tokens, self.typed = self.question.tokens, self.question.typed

    def result(self, limit: int, kinds: Sequence[Kind]) -> SearchResult:
        """The best hits of some kinds, or the nearest names when nothing answers."""
        matches = self._matches(range(len(self.typed)))
        plain = [m for m in matches.values() if m.name.kind in kinds]
        # Of a given place every hit is at that place.
        alone = [] if self.given else plain
        rows = {(m.name.kind, m.name.id): _Row(self._score(m), m) for m in alone}
        if "indicator" in kinds:
            for row in (*self._combined(), *self._of_topics(plain)):
                key = (row.match.name.kind, row.match.name.id)
                other = rows.get(key, row)
                nearer = row if row.place else other
                rows[key] = _Row(max(row.score, other.score), row.match, nearer.place, within=nearer.within)
        best = max((row.score for row in rows.values()), default=0.0)
        # What has less than some two thirds of the best hit's words is not listed beside it: at 0.8, “boston” lists no
        # indicator of Boston.
        least = max(_ENOUGH, 0.62 * best)
        kept = sorted((r for r in rows.values() if r.score >= least), key=lambda r: (-r.score, r.match.name.id))
        kept = self._of_questions(kept)
        hits = (*self._compared(kinds), *(self._hit(row) for row in kept[:limit]))
        if hits:
            return SearchResult(self.words, hits[:limit], True)
        return SearchResult(self.words, tuple(self._hit(row) for row in self._nearest(plain, kinds)), False)

    def of_place(self, within: str) -> Hit:
        """The hit of the place that is given."""
        assert self.given is not None
        return Hit("place", self.given.slug, self.given.name, self._at(self.given), 1.0, self.given.slug, within=within)

    def _of_questions(self, rows: list[_Row]) -> list[_Row]:
        """One row of each question, its best, of the version that answers what was asked; all others as they are."""
        seen: set[str] = set()
        kept = []
        for row in rows:
            name = row.match.name
            if name.kind == "indicator":
                question = self.catalog.question_of[name.id]
                if question.id in seen:
                    continue
                seen.add(question.id)
                version = version_named(self.catalog, question, self.question, row.place, apart=self.given is not None)
                row = replace(row, version=version)
            kept.append(row)
        return kept

    def _compared(self, kinds: Sequence[Kind]) -> Iterator[Hit]:
        """Two places in one query: their comparison, of the question beside them if there is one."""
        # A title may have two places in it: “…, Essex and Middlesex”.
        if "indicator" not in kinds or self.given or self.index.lexicon.names_one(words_of(self.words)):
            return
        pair = two_places(self.catalog, self.index.lexicon, self.question, self._surely)
        if pair is None:
            return
        first, second, rest = pair
        found = (m for m in self._matches(rest).values() if m.name.kind == "indicator" and m.score >= _ENOUGH)
        rows = [_Row(self._score(m) - self._penalty(m.name.id, first), m) for m in found] if rest else []
        best = max(rows, key=lambda row: row.score, default=None)
        if best is not None:
            question = self.catalog.question_of[best.match.name.id]
            indicator = version_named(self.catalog, question, self.question, first)
        else:
            indicator = self.index.first[first.level]
        opened = self._selection_with({"indicator": indicator, "view": "compare"}, first)
        other = self._selection_with({"indicator": indicator, "view": "compare"}, second)
        if opened.level == other.level and opened.place and other.place and opened.place != other.place:
            words = {**opened.parameters(), "asked": "", "with": other.place, "view": "compare"}
            selection = parse_query({key: word for key, word in words.items() if word}, self.catalog)[0]
            question = self.catalog.question_of[indicator]
            # Above every other: both places were named in full.
            yield Hit(
                "indicator", indicator, question.name, selection, 2.0, first.slug,
                question=question.id, second=second.slug,
            )  # fmt: skip

    def _matches(self, positions: Iterable[int]) -> dict[tuple[Kind, str], Match]:
        chosen = list(positions)
        best = self.index.lexicon.matches([self.typed[p] for p in chosen])
        for key, match in self.index.lexicon.together([self.tokens[p] for p in chosen]).items():
            if key not in best or match.score > best[key].score:
                best[key] = match
        return best

    def _score(self, match: Match) -> float:
        name = match.name
        if name.kind == "indicator":
            # At 0.18, “low birthweight in boston” opens the county's indicator and not the one of this title.
            whole = 0.25 if match.exact and name.own and len(self.tokens) > 1 else 0.0
            return match.score + self.index.prior[name.id] + whole - self._penalty(name.id, None)
        if name.kind == "place":
            same = self.here is not None and self.catalog.by_slug[name.id].level == self.here.level
            # A name letter by letter goes before indicators that name the place. The level in view outweighs a short
            # name (0.03): at 0.02, “franklin” opens the town in a view of counties.
            return match.score + (0.12 if match.exact else 0.0) + (0.05 if same else 0.0)
        # At 0.1, “overdosse” opens the topic; with a level or a breakdown, an indicator is meant.
        return match.score + (0.05 if not (self.question.level or self.question.by) else -0.15)

    def _penalty(self, indicator: str, place: Place | None) -> float:
        """Penalty on the score of a question none of whose versions has the place, level or groups of the terms."""
        if place is None and not (self.question.groups or self.question.level or self.question.by):
            return 0.0
        return min(self._loss(version, place) for version in self.catalog.question_of[indicator].indicators)

    def _loss(self, indicator: str, place: Place | None) -> float:
        """What an indicator loses for figures it has not, of the place, level or groups in the search terms."""
        levels, terms, loss = self.catalog.levels(indicator), self.question, 0.0
        # The county stands in for a town at little loss (0.04): at 0.3, “diabetes lawrence” opens a figure of the
        # state, and at 0 “low birthweight in boston” one of Suffolk County. Where only the state is left (0.15), at 0.4
        # “stroke deaths boston” opens heart disease. A named group, level or breakdown weighs more: without the loss
        # for groups, “blak maternal mortality” opens figures that have none of Black residents.
        if place is not None and not self.catalog.has_figures_for(indicator, place):
            loss += 0.12 if "county" in levels and place.level == "municipality" else 0.2
        if terms.groups and not any(c.stratum in terms.groups for c in self.catalog.covered(indicator)):
            loss += 0.2
        at = {a.level: a for a in available(self.catalog, indicator)}
        if terms.level and not (terms.level in at and at[terms.level].wide):
            loss += 0.2
        if terms.by and not any(terms.by in a.dimensions for a in at.values()):
            loss += 0.2
        return loss

    def _places(self) -> list[Part]:
        """Places in the search terms with other words: the longest names, unless their words are an indicator's own."""
        free = [p for p in range(len(self.typed)) if p not in self.question.group_words]
        parts = [
            Part(part.name, frozenset(free[p] for p in part.typed), part.likeness)
            for part in self.index.lexicon.parts([self.typed[p] for p in free], "place")
        ]
        sure = [part for part in parts if self._surely(part)]
        longest = max((len(part.typed) for part in sure), default=0)
        best = max((part.likeness for part in sure if len(part.typed) == longest), default=0.0)
        # Places alike to 0.03 are taken to be meant by the same words; `_combined` takes the level that has figures.
        return [p for p in sure if len(p.typed) == longest and p.likeness > best - 0.03][:4]

    def _surely(self, part: Part) -> bool:
        """Whether a place is meant and not an indicator: "heath insurance" is not about the town of Heath."""
        positions = [p for p in part.typed if self.tokens[p] not in LEVEL_NAMES]
        other = max((_likeness(self.typed[p], self.index.telling) for p in positions), default=0.0)
        # A place letter by letter yields to an indicator's word that is alike, but another: “heath”, “health”.
        if part.likeness > 0.9999:  # 1, but for rounding
            return other < 0.64 or other > 0.9999 or len(self.typed) - 1 in part.typed
        return part.likeness > other

    def _combined(self) -> Iterator[_Row]:
        """Candidates of indicators at a place or of a group in the search terms."""
        places = self._places() if self.given is None else []
        taken = set(self.question.group_words) | {p for part in places for p in part.typed}
        rest = [p for p in range(len(self.typed)) if p not in taken]
        if places and all(self.tokens[p] in LEVEL_NAMES for p in rest):
            return
        if not rest and taken and not places:
            yield from self._leads()
        if not rest or not (taken or self.given):
            return
        named = [self.given] if self.given else [self.catalog.by_slug[part.name.id] for part in places]
        typed = {part.name.id: part.name.text for part in places if not part.name.own}
        for match in self._matches(rest).values():
            if match.name.kind == "indicator" and match.score >= _ENOUGH:
                levels = self.catalog.levels(match.name.id)
                # Of places of one name, that of a level the indicator is published at.
                place = next(iter([p for p in named if p.level in levels] or named), None)
                # Above the indicator without the place; at 0.3, also above “low birthweight in boston” as a title.
                score = match.score + self.index.prior[match.name.id] + 0.2
                within = neighborhood(self.catalog, typed.get(place.slug, "")) if place else ""
                yield _Row(score - self._penalty(match.name.id, place), match, place, within=within)

    def _leads(self) -> Iterator[_Row]:
        """A group alone: the indicators that topics open on, those with its figures."""
        for lead in LEADS.values():
            if self.catalog.covered(lead) and self._group_of(lead, None)[0]:
                title = self.catalog.indicators[lead].title
                # Nearly a complete name: nothing else was typed.
                yield _Row(0.9 + self.index.prior[lead], Match(Name("indicator", lead, title), 0.9), self.given)

    def _of_topics(self, plain: Iterable[Match]) -> Iterator[_Row]:
        """A topic and nothing else: some of its indicators, those of most levels and groups first."""
        for topic in [m for m in plain if m.name.kind == "topic" and m.exact]:
            indicators = [
                i for i in self.catalog.indicators.values() if i.topic == topic.name.id and i.id in self.index.prior
            ]
            for indicator in sorted(indicators, key=lambda i: -self.index.prior[i.id])[:4]:
                # A hit (`_ENOUGH`), below the topic itself (0.96).
                match = Match(Name("indicator", indicator.id, indicator.title), 0.7)
                yield _Row(0.7 + self.index.prior[indicator.id], match, self.given)

    def _group_of(self, indicator: str, place: Place | None) -> tuple[str, Level | None]:
        """The group that was named, as an indicator has it, and a level it has it at."""
        usual = self._selection_with({"indicator": indicator}, place).level
        levels = self.catalog.levels(indicator)
        others = [level for level in _FINE if level in levels and level != usual] if place is None else []
        for group in self.question.groups:
            for level in (usual, *others):
                if group in self.catalog.strata(indicator, GROUPS[group].dimension, level):
                    return group, level
        return "", None

    def _hit(self, row: _Row) -> Hit:
        name = row.match.name
        called = "" if name.own or name.loose else name.text
        if name.kind == "topic":
            indicators = [i.id for i in self.catalog.indicators.values() if i.topic == name.id]
            lead = LEADS[name.id] if LEADS.get(name.id) in indicators else indicators[0]
            return Hit("topic", name.id, TOPICS[name.id], self._selection_with({"indicator": lead}, None), row.score)
        if name.kind == "place":
            place = self.catalog.by_slug[name.id]
            within = neighborhood(self.catalog, called)
            called = "" if within else called
            opened = self._at(place)
            return Hit("place", place.slug, place.name, opened, row.score, place.slug, called=called, within=within)
        version = row.version or name.id
        words, group, lost = {"indicator": version}, "", ""
        terms = self.question
        if terms.level in self.catalog.levels(version) and row.place is None:
            words["level"] = terms.level
        if terms.by in {d for a in available(self.catalog, version) for d in a.dimensions}:
            words["by"] = terms.by
        if terms.groups:
            group, level = self._group_of(version, row.place)
            if group:
                words |= {"by": GROUPS[group].dimension, "group": group}
                words |= {"level": level} if level and row.place is None else {}
            elif GROUPS[terms.groups[0]].dimension != "sex":
                lost = terms.groups[0]
        question = self.catalog.question_of[version]
        own = {*words_of(question.name), *words_of(self.catalog.indicators[version].title)}
        if set(words_of(called)) <= own:
            called = ""  # its own name says so
        slug = row.place.slug if row.place else ""
        selection = self._in_year(self._selection_with(words, row.place))
        return Hit("indicator", version, question.name, selection, row.score, slug, group, lost, called, question.id,
                   within=row.within)  # fmt: skip

    def _in_year(self, selection: Selection) -> Selection:
        """Selection of the year in the search terms, where it has figures; else unchanged."""
        if not self.question.year:
            return selection
        year = Period.years(self.question.year)
        periods = self.catalog.periods(selection.indicator, selection.level, selection.dimension, selection.group)
        return replace(selection, period=year) if year in periods else selection

    def _at(self, place: Place) -> Selection:
        """The question a place opens: the indicator in view where it has figures for the place or what holds it."""
        if self.here is not None:
            kept = self._selection_with({}, place)
            if kept.level != "state" or place.level == "state":
                return kept
        return self._selection_with({"indicator": self.index.first[place.level]}, place)

    def _selection_with(self, words: Mapping[str, str], place: Place | None) -> Selection:
        """Selection with some query parameters changed; what no longer fits takes the nearest that has figures."""
        parameters = {**self.base, **words}
        indicator = parameters.get("indicator", DEFAULT_INDICATOR)
        if self.here is not None and words.get("indicator", self.here.indicator) != self.here.indicator:
            parameters.pop("period", None)  # of another indicator: its best
        if place is None:
            if self.here is not None and "level" not in words:
                here = self.here
                parameters |= {"level": here.level, "kind": here.kind, "place": here.place, "asked": here.asked}
            return parse_query(parameters, self.catalog)[0]
        # The worst-off group is the finding of a map; of one place, everyone is asked for unless a group is.
        if self.here is None and "group" not in words:
            parameters["group"] = ALL
        levels = self.catalog.levels(indicator)
        for level in (place.level, *_AROUND):
            if level not in levels:
                continue
            if level == "state":
                asked = {"asked": place.slug} if place.level != "state" else {}
                return parse_query({**parameters, "level": level, **asked}, self.catalog)[0]
            selection = parse_query(
                {**parameters, "level": level, "kind": place.kind, "place": place.slug}, self.catalog
            )[0]
            if selection.place:
                return selection
        return parse_query(parameters, self.catalog)[0]

    def _nearest(self, plain: list[Match], kinds: Sequence[Kind]) -> list[_Row]:
        """Nearest names of search terms without a hit, then the topics; of places alone, some places."""
        near = {(m.name.kind, m.name.id): m for m in plain if m.score > _NEAR and m.name.own}
        # Nothing has been found, so names less alike than `together` takes by itself (82) are better than none.
        for key, match in self.index.lexicon.together(self.tokens, least=62).items():
            if match.name.kind in kinds and match.name.own and key not in near:
                near[key] = match
        rows = [_Row(self._score(match), match) for match in near.values()]
        rows = sorted(rows, key=lambda r: (-r.score, r.match.name.id))[:3]
        more = "topic" if "topic" in kinds else kinds[0]
        if more == "topic" or not rows:
            names = [n for n in self.index.lexicon.names if n.kind == more and n.own]
            taken = {(row.match.name.kind, row.match.name.id) for row in rows}
            rows += [_Row(0.0, Match(name, 0.0)) for name in names if (name.kind, name.id) not in taken][:5]
        return rows


def _likeness(alike: Alike, words: frozenset[str]) -> float:
    return max((likeness for word, likeness in alike.items() if word in words), default=0.0)
