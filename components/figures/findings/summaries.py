"""Summaries of a view, in sentences: what is known first, then how it stands, cautions, and what is absent last.

`told` is the title over the summary: what it says in full is not said again.
"""

from __future__ import annotations

from components.figures.findings.change import trend_period
from components.figures.findings.groups import groups_pair, is_widest
from components.figures.findings.nouns import listed_places
from components.figures.findings.pairs import Pair
from components.figures.findings.places import group_pair, map_finding
from components.figures.findings.sentences import (
    clause,
    figure_sentence,
    joined,
    no_margin,
    pair_sentence,
    unreliable_sentence,
)
from components.figures.findings.standing import (
    barrier_sentence,
    chance_words,
    headline_places,
    named_groups,
    place_against_state,
    tested_pair,
)
from components.formatting.numbers import capitalize_first, format_value, is_number, number_word
from components.formatting.phrases import has_value, people, status_sentence
from data.language import format_integer, gettext, ngettext
from data.query.compared_selections import extreme_rows
from data.query.estimates import FEWEST_RESIDENTS, nameable_places, reliability, usable_places
from data.query.rows import Row
from data.query.selection import Answer, once
from data.vocabulary import GROUPS, LEVEL_WORDS, OVERALL

MANY = 60
"""Of more places than this the highest and the lowest are so by chance for the most part."""
MOST_NAMED = 5
"""More places than this are counted in a sentence, not named: with more, the sentence is a list of counties."""


def map_summary(answer: Answer, told: str = "") -> list[str]:
    """Summary of the map and of the tables: of the chosen place, else of the places and the state."""
    if answer.chosen:
        return joined([*_place(answer, told), *_absent(answer, told)])
    over = [] if answer.selection.level == "state" else [*_only(answer, told), _named(answer), *_extremes(answer)]
    extreme = _extreme_group(answer, answer.catalog.state.geo_id)
    pair = None if answer.selection.level == "state" else _extreme_pair(answer)
    state = _state(answer, told, either=pair is not None and pair.standing == "not clear")
    return joined([*over, *state, *extreme, *_cautions(answer), *_absent(answer, told)])


def groups_summary(answer: Answer, told: str = "") -> list[str]:
    """Summary of the view of groups: the pair of its title, how it was chosen, and the groups without a figure."""
    pair, geo_id = groups_pair(answer), answer.place.geo_id
    if pair is None:
        row = answer.groups.only(geo_id=geo_id, stratum=answer.selection.group)
        said = [] if row is None else _one(row, answer, told)
    else:
        said = _pair(pair, answer, told)
        if is_widest(answer):
            said.append(
                gettext(
                    "They are shown for being the farthest apart of {number} groups: of a pair so chosen, part of the "
                    "difference is chance.",
                    number=number_word(len(named_groups(answer, geo_id))),
                )
            )
    return joined([*said, *_extreme_group(answer, geo_id), *_hidden_groups(answer)])


def trend_summary(answer: Answer, told: str = "") -> list[str]:
    """Summary of a trend: its last figure, against everyone's of a group, else the state's of a place."""
    geo_id, group = answer.place.geo_id, answer.selection.group
    period = trend_period(answer)
    rows = answer.trend.where(period=period)
    row = rows.only(geo_id=geo_id, stratum=group)
    if row is None:
        return []
    if has_value(row) and period == answer.selection.period.slug:
        return joined(_place(answer, told) if answer.chosen else _state(answer, told))
    return joined(_one(row, answer, told))


def _only(answer: Answer, told: str) -> list[str]:
    """The one place that has a reliable figure."""
    reliable = usable_places(answer)
    return _one(reliable[0], answer, told) if len(reliable) == 1 else []


def _place(answer: Answer, told: str) -> list[str]:
    row, pair = answer.places.only(slug=answer.selection.place), place_against_state(answer)
    if row is None:
        return []
    return _one(row, answer, told) if pair is None else _pair(pair, answer, told)


def _one(row: Row, answer: Answer, told: str) -> list[str]:
    if not has_value(row) and status_sentence(row, answer.indicator, answer.catalog) in told:
        return []
    doubtful = reliability(row, answer.indicator) == "unreliable"
    cautions = [unreliable_sentence(row, answer.indicator)] if doubtful else []
    bare = has_value(row) and not is_number(row.ci_low)
    if bare and clause(row, answer.indicator).replace("**", "").casefold() in told.casefold():
        # The title says all that there is: the size, and of whom.
        return [no_margin(), *cautions]
    return [figure_sentence(row, answer.indicator, answer.catalog), *cautions]


def _pair(pair: Pair, answer: Answer, told: str = "", *, either: bool = False) -> list[str]:
    if not has_value(pair.first):
        return _one(pair.first, answer, told)
    both = (pair.first, pair.second)
    if pair.standing == "untested" and all(format_value(row.value, answer.indicator) in told for row in both):
        # The title gives both sizes: an interval of the first is all that there is to add.
        known = is_number(pair.first.ci_low)
        sentences = [figure_sentence(pair.first, answer.indicator, answer.catalog)] if known else []
    else:
        sentences = [pair_sentence(pair, answer.indicator, answer.catalog, either=either)]
    if pair.standing == "untested":
        sentences.append(no_margin())
    if reliability(pair.first, answer.indicator) == "unreliable":
        sentences.append(unreliable_sentence(pair.first, answer.indicator))
    return sentences


def _state(answer: Answer, told: str, *, either: bool = False) -> list[str]:
    state = answer.state.only()
    if state is None or not has_value(state):
        return []
    pair = group_pair(answer)
    return _one(state, answer, told) if pair is None else _pair(pair, answer, told, either=either)


@once
def _named(answer: Answer) -> str:
    """The places that differ clearly from the state, as far as the title does not name them, and how many do not."""
    if not answer.indicator.comparable:
        return ""
    sides = {v: headline_places(answer, v) for v in ("higher", "lower")}
    title = map_finding(answer)
    told = {v: bool(rows) and listed_places(rows, answer) in title for v, rows in sides.items()}
    untold = {v: [] if told[v] else rows for v, rows in sides.items()}
    if answer.selection.group == OVERALL:
        parts = [_side(rows, v, answer) for v, rows in untold.items() if rows]
    else:
        parts = [_group_sides(untold, answer)] if any(untold.values()) else []
    unclear = len([row for row in answer.places if row.verdict and row.status == "reported"]) - sum(
        map(len, sides.values())
    )
    if unclear and (sides["higher"] or sides["lower"]):
        places = LEVEL_WORDS[answer.selection.level].counted(unclear, number_word(unclear))
        parts.append(gettext("In {places} the difference from the state is not clear.", places=places))
    return " ".join(parts)


def _side(rows: list[Row], verdict: str, answer: Answer) -> str:
    where = _where(rows, answer)
    if verdict == "higher":
        if answer.indicator.measure == "rate":
            return gettext("Rates are higher than the state’s in {places}.", places=where)
        return gettext("Figures are higher than the state’s in {places}.", places=where)
    if answer.indicator.measure == "rate":
        return gettext("Rates are lower than the state’s in {places}.", places=where)
    return gettext("Figures are lower than the state’s in {places}.", places=where)


def _where(rows: list[Row], answer: Answer) -> str:
    if len(rows) <= MOST_NAMED:
        return listed_places(rows, answer)
    return LEVEL_WORDS[answer.selection.level].counted(len(rows), number_word(len(rows)))


def _group_sides(sides: dict[str, list[Row]], answer: Answer) -> str:
    """Where a group's figures are higher and lower than its own in the state: "the state's" would be everyone's."""
    values = {side: _where(rows, answer) for side, rows in sides.items() if rows}
    values |= {"people": people(answer.selection.group, answer.indicator), "state": answer.catalog.state.name}
    if sides["higher"] and sides["lower"]:
        return gettext(
            "Among {people}, figures are higher in {higher} than in all of {state}, and lower in {lower}.", **values
        )
    if sides["higher"]:
        return gettext("Among {people}, figures are higher in {higher} than in all of {state}.", **values)
    return gettext("Among {people}, figures are lower in {lower} than in all of {state}.", **values)


@once
def _extreme_pair(answer: Answer) -> Pair | None:
    """The highest against the lowest figure, where no place is told apart from the state."""
    indicator, rows = answer.indicator, extreme_rows(answer)
    if rows is None or any(row.verdict in ("higher", "lower") for row in answer.places):
        return None
    high, low = rows
    if format_value(low.value, indicator) == format_value(high.value, indicator):
        return None
    if not indicator.comparable:
        return None  # of counts the title says where there are most: the fewest are where the fewest live
    if len(answer.places) > MANY and has_value(answer.state.only()):
        return None  # the title is of the state: the ends of so many are chance
    return tested_pair(high, low, indicator)


def _extremes(answer: Answer) -> list[str]:
    """Sentences on the highest against the lowest figure, and that they are so by chance in part."""
    pair = _extreme_pair(answer)
    if pair is None:
        return []
    sentences = _pair(pair, answer)
    named = nameable_places(answer)
    if len(named) < len(usable_places(answer)):
        sentences.append(
            gettext(
                "They are the highest and the lowest of {number} {places} with {residents} residents or more: part of "
                "the difference is chance.",
                number=number_word(len(named)),
                places=LEVEL_WORDS[answer.selection.level].plural,
                residents=format_integer(FEWEST_RESIDENTS),
            )
        )
    elif len(named) > 2:
        sentences.append(gettext("These are the highest and the lowest figure. Part of the difference is chance."))
    return sentences


def _cautions(answer: Answer) -> list[str]:
    """Cautions over places: on counts, on many tests, on unreliable figures, and that nothing could be tested."""
    if answer.selection.level == "state":
        return []
    reliable = usable_places(answer)
    sentences = []
    if not answer.indicator.comparable:
        is_money = answer.indicator.measure == "dollars"
        more = gettext("Where more people live, there is more.")
        sentences.append(more if is_money else gettext("Where more people live, there are more."))
    sentences += chance_words(answer)
    unreliable = answer.places.number(status="unreliable")
    if unreliable:
        places = LEVEL_WORDS[answer.selection.level].counted(unreliable, number_word(unreliable))
        sentences.append(
            ngettext(
                "In {places} the figure rests on fewer than 10 {events} or is very uncertain: read it with care.",
                "In {places} the figures rest on fewer than 10 {events} or are very uncertain: read them with care.",
                unreliable,
                places=places,
                events=answer.indicator.words.events,
            )
        )
    untested = reliable and answer.indicator.comparable and not any(row.verdict for row in reliable)
    if untested and has_value(answer.state.only()) and not any(row.barrier for row in reliable):
        sentences.append(no_margin())
    return sentences


def _absent(answer: Answer, told: str) -> list[str]:
    """What is not there: the state's figure, or why places are not set against it."""
    state = answer.state.only()
    if answer.selection.level == "state" and state is not None and not has_value(state):
        return _one(state, answer, told)
    barred = next((row for row in answer.places if row.barrier not in ("", "counts", "unreliable")), None)
    if barred is not None:
        return [barrier_sentence(barred, answer)]
    return []


def _extreme_group(answer: Answer, geo_id: str) -> list[str]:
    """That the chosen group has the highest or the lowest figure: one looked at for that is partly so by chance."""
    group, rows = answer.selection.group, named_groups(answer, geo_id)
    if group == OVERALL or len(rows) < 3 or not answer.indicator.comparable:
        return []
    values = {"number": number_word(len(rows))}
    if rows[0].stratum == group:
        return [gettext("This is the highest figure of {number} groups; part of being an extreme is chance.", **values)]
    if rows[-1].stratum == group:
        return [gettext("This is the lowest figure of {number} groups; part of being an extreme is chance.", **values)]
    return []


def _hidden_groups(answer: Answer) -> list[str]:
    hidden = answer.groups.where(geo_id=answer.place.geo_id, status="suppressed")
    names = [GROUPS[row.stratum].label for row in hidden if row.stratum != OVERALL]
    if not names:
        return []
    return [
        ngettext("{word} group is hidden: {names}.", "{word} groups are hidden: {names}.", len(names),
                 word=capitalize_first(number_word(len(names))), names="; ".join(names))
    ]  # fmt: skip
