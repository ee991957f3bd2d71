"""Footnotes of every view: what to bear in mind, and where each figure comes from under which licence."""

from __future__ import annotations

import re

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import table
from components.formatting.markup import data_attributes, english, parse_bold, parse_english
from components.formatting.numbers import format_number, join_list
from data.catalog.models import Disclosed, Indicator, Source
from data.catalog.race_coding import Race
from data.dates import day_of
from data.language import day, format_integer, gettext, ngettext
from data.query.rows import Rows, joined
from data.query.selection import Answer
from data.vocabulary import GROUPS, Period

BOUNDARIES = "MassGIS, Community Boundaries (Towns) from Survey Points"
_ICD = re.compile(r"\b(?:ICD|CIE|CID)-10\b")
"""The list of causes of death, as it is called in English, Spanish and Portuguese."""
_SENTENCES = re.compile(r"(?<=[.!?]) (?=[A-ZÀ-Ý“])")
_BRIDGED = re.compile(r"bridged|puente|ponte|bridge", re.IGNORECASE)
_BY_RACE = ("race_ethnicity", "race_by_sex")
_SMALL = {"fontSize": "0.875rem", "lineHeight": "1.25rem"}


def notes(answer: Answer) -> list[str]:
    """Notes on every figure in view: how it is counted, what is provisional, hidden, uncertain or tested."""
    indicator, frames = answer.indicator, _all_frames(answer)
    sentences = [text for entry in _indicators(answer) for text in (entry.definition, *entry.caveats)]
    sentences += _provisional([p for p in indicator.provisional if frames.where(period=p)])
    if answer.selection.view != "trend":  # there the breaks that lines go across are told under the chart
        sentences += [b.note for b in indicator.breaks if any(b.bears_on(d) for d in frames.column("dimension"))]
    for source in sources(answer):
        source_rows = frames.where(source=source.id)
        if source_rows.where(status="suppressed"):
            reasons = [answer.catalog.hidden_because(shown, source.id) for shown in _hiding(answer, source)]
            sentences += [gettext("“Hidden” means {because}.", because=because) for because in reasons if because]
        if source.unavailable_because and source_rows.where(status="not_available"):
            sentences.append(
                gettext("“Not available” means that {because}.", because=source.unavailable_because.rstrip("."))
            )
    sentences += _left_of_hidden(answer)
    kind = answer.catalog.area_kinds.get(answer.selection.kind)
    if kind is not None:
        sentences += [f"{kind.title}: {kind.coverage_note}", *([answer.place.note] if answer.place.note else [])]
    sentences += _terms(answer, frames, " ".join(sentences))
    if frames.where(status="unreliable"):
        sentences.append(
            gettext(
                "“Unreliable” (†) marks a figure on fewer than 10 events or people, or with an interval wider than "
                "160% of it: the standard of the National Center for Health Statistics."
            )
        )
    if frames.without(verdict=""):
        sentences += [
            gettext(
                "“Higher” and “lower” mean that the difference is larger than chance would explain (95%); “not clear” "
                "means that it may be chance."
            ),
            gettext("The state figure contains the places it is compared with.")
            if answer.selection.level != "state"
            else gettext("The state figure contains the groups it is compared with."),
        ]
    elif answer.selection.level != "state":
        sentences.append(_untested(answer, " ".join(sentences)))
    return list(dict.fromkeys(sentences))


def _terms(answer: Answer, frames: Rows, said: str) -> list[str]:
    """One plain sentence on each technical term that the view or its notes use."""
    indicator, sentences = answer.indicator, []
    if indicator.adjustment == "age_adjusted":
        sentences.append(
            gettext("“Age-adjusted”: what the figure would be if every place and group had the same mix of ages.")
        )
    if _ICD.search(said):
        sentences.append(gettext("ICD-10 is the international list of diseases and causes of death."))
    if frames.has("ci_low"):
        sentences.append(
            gettext("A 95% interval is the range that very likely holds the true figure, allowing for chance.")
        )
    if answer.selection.period.length_years > 1:
        sentences.append(gettext("Several years are taken together so that the figure rests on more people."))
    if frames.where(stratum="hispanic"):
        sentences.append(gettext("“Hispanic” means Hispanic or Latino."))
    return sentences


def _indicators(answer: Answer) -> list[Indicator]:
    """The indicators in view: one, or the two that are compared."""
    return list({i.id: i for i in (answer.indicator, *(other.indicator for other in answer.related))}.values())


def _hiding(answer: Answer, source: Source) -> list[Indicator]:
    """The indicators in view of which a source hides figures: each has its own reason."""
    views = [(answer, _own_frames(answer)), *((other, _own_frames(other, beside=True)) for other in answer.related)]
    hiding = [view.indicator for view, rows in views if rows.where(source=source.id, status="suppressed")]
    return list({indicator.id: indicator for indicator in hiding}.values())


def _left_of_hidden(answer: Answer) -> list[str]:
    """What a reader can still conclude of the counts that publishers hide, and what is left out because of it."""
    records: dict[str, list[Disclosed]] = {}
    for source in sources(answer):
        for indicator in _hiding(answer, source):
            if (disclosed := answer.catalog.disclosed.get((indicator.id, source.id))) is not None:
                records.setdefault(indicator.id, []).append(disclosed)
    sentences = []
    for indicator_id, of_sources in records.items():
        hidden, narrowed = (sum(getattr(d, number) for d in of_sources) for number in ("hidden", "narrowed"))
        if narrowed:
            sentences.append(
                ngettext(
                    "Of the {hidden} counts that the publisher hides, {number} can be narrowed to fewer than ten "
                    "values by the other figures shown here.",
                    "Of the {hidden} counts that the publisher hides, {number} can be narrowed to fewer than ten "
                    "values by the other figures shown here.",
                    narrowed,
                    hidden=format_integer(hidden),
                )
            )
        if any(disclosed.withheld for disclosed in of_sources):
            events = answer.catalog.indicators[indicator_id].words.events
            sentences.append(
                gettext("Numbers of {events} are left out: with them, hidden ones could be worked out.", events=events)
            )
    return sentences


def _untested(answer: Answer, said: str) -> str:
    """Why no place is called higher or lower than the state; the reason is not given again where it is `said`."""
    if not answer.indicator.comparable:
        return gettext(
            "Where more people live there are more {events}: numbers are not compared.",
            events=answer.indicator.words.events,
        )
    if not answer.state.has("value"):
        sentence = gettext("There is no figure for the state, so no difference from it is tested here.")
        again = sentence.partition(",")[0] in said
        return gettext("No difference from the state is tested here.") if again else sentence
    if answer.places.has("ci_low"):
        return gettext("The state figure has no interval, so no difference from it is tested here.")
    return gettext("No intervals are published, so no difference is tested here.")


def _provisional(slugs: list[str]) -> list[str]:
    periods = sorted(Period.parse(slug) for slug in slugs)
    if not periods:
        return []
    if len(periods) < 3:
        named = join_list([p.long_label for p in periods])
        return [ngettext("* {periods} is provisional.", "* {periods} are provisional.", len(periods), periods=named)]
    return [
        gettext(
            "* Provisional: the {number} periods from {first} on.", number=len(periods), first=periods[0].long_label
        )
    ]


def source_notes(answer: Answer) -> list[str]:
    """Publishers' notes on their figures and on the groups they count."""
    by_race = _sources_by_race(answer)
    sentences: list[str] = []
    for source in sources(answer):
        if source.race_coding and source in by_race:
            sentences.append(source.race_coding.rstrip(".") + ".")
            sentences += [_bridged()] if _BRIDGED.search(source.race_coding) else []
        sentences += source.notes
    return _told_once(list(dict.fromkeys(sentences)))


def _told_once(texts: list[str]) -> list[str]:
    """Notes of several sources: one that begins several stays in the first, one that ends several in the last."""
    split = [_SENTENCES.split(text) for text in texts]
    begun: set[str] = set()
    for own in split:
        if len(own) > 1 and own[0] in begun:
            del own[0]
        begun.add(own[0])
    ended: set[str] = set()
    for own in reversed(split):
        if len(own) > 1 and own[-1] in ended:
            del own[-1]
        ended.add(own[-1])
    return list(dict.fromkeys(" ".join(own) for own in split))


def _bridged() -> str:
    return gettext("Bridged race: people who gave several races are counted in one of them.")


def _sources_by_race(answer: Answer) -> list[Source]:
    """The sources in view that have figures of groups by race and ethnicity."""
    frames = _all_frames(answer)
    used = {row.source for row in frames if row.dimension in _BY_RACE}
    return [source for source in sources(answer) if source.id in used]


def race_words(answer: Answer) -> list[SafeHtml]:
    """For each way of naming the indicator's groups, the publishers' words beside ours, and whom the groups hold."""
    strata = {row.stratum for row in answer.catalog.covered(answer.indicator.id)}
    alike: dict[tuple[tuple[tuple[str, str], ...], tuple[str, ...]], list[str]] = {}
    for source in _sources_by_race(answer):
        if source.race is not None:
            words = tuple((word, race) for word, race in source.race.words.items() if _has_rows(race, strata))
            facts = tuple(race_facts(source.race, _has_rows("not_stated", strata)))
            alike.setdefault((words, facts), []).append(source.short)
    return [_race_table(words, facts, names) for (words, facts), names in alike.items()]


def _has_rows(race: str, strata: set[str]) -> bool:
    """Whether the indicator has rows of a group, of all its people or by sex."""
    return any(stratum in strata for stratum in (race, f"{race}_female", f"{race}_male"))


def _race_table(words: tuple[tuple[str, str], ...], facts: tuple[str, ...], names: list[str]) -> SafeHtml:
    rows = [html.Tr([_publishers_word(word), html.Td(GROUPS[stratum].label)]) for word, stratum in words]
    heads = (gettext("The publisher’s word"), gettext("Our group"))
    caption = gettext("Groups by race and ethnicity in: {sources}", sources=english("; ".join(names)))
    coding_table = table(parse_english(caption), heads, rows, style=_SMALL)
    return html.Div([coding_table, html.P(" ".join(facts))], style={"marginTop": "16px"})


def _publishers_word(word: str) -> SafeHtml:
    return html.Td(f"“{word}”", lang="en") if word else html.Td(gettext("(no name in the file)"))


def race_facts(race: Race, row_of_not_stated: bool) -> list[str]:
    """Whether groups exclude each other, where people of Hispanic origin are, and what share is in none: sentences.

    The share belongs to the figures that have a row of it, where the publisher has a word for it, else to all.
    """
    exclusive = {
        "yes": gettext("Each person is in one group only."),
        "no": gettext("A person can be in more than one group."),
        "not_said": gettext("The publisher does not say whether a person can be in more than one group."),
    }
    hispanic = {
        "own_group": gettext("People of Hispanic origin, of any race, are a group of their own and in no other."),
        "left_out": gettext("People of Hispanic origin are in none of these groups."),
        "also_in_others": gettext("People of Hispanic origin are a group of their own, and in some of the others too."),
        "not_said": gettext(
            "The publisher does not say whether people of Hispanic origin are in the other groups too."
        ),
    }
    if race.not_stated is None or ("not_stated" in race.words.values() and not row_of_not_stated):
        share = gettext("The share whose group is not stated is not published.")
    else:
        percent = format_number(race.not_stated.percent, 1)
        share = gettext("Group not stated: {percent}% of {what}.", percent=percent, what=race.not_stated.of)
    return [exclusive[race.exclusive], hispanic[race.hispanic], share]


def sources(answer: Answer) -> list[Source]:
    """The sources of the rows in view, each once."""
    used = dict.fromkeys(row.source for row in _all_frames(answer))
    return [answer.catalog.sources[s] for s in used if s in answer.catalog.sources]


def _all_frames(answer: Answer) -> Rows:
    return joined([_own_frames(answer), *(_own_frames(other, beside=True) for other in answer.related)])


def _own_frames(answer: Answer, *, beside: bool = False) -> Rows:
    """Rows of one answer in view; of one `beside` another only what stands there."""
    more = [] if beside else [answer.groups, answer.trend, *([] if answer.series is None else [answer.series])]
    return joined([answer.places, answer.state, answer.overall, *more])


def notes_section(answer: Answer) -> SafeHtml:
    """Notes and sources side by side; on a phone both are folded under their heads (assets/sorting.js)."""
    return html.Div(
        [
            _folded(
                gettext("Notes"),
                "notes",
                [
                    html.P(parse_bold(" ".join(notes(answer)))),
                    html.Details(
                        [
                            html.Summary(
                                gettext("More about the groups and the sources"), **data_attributes(key="more-about")
                            ),
                            *(html.P(n) for n in source_notes(answer)),
                            *race_words(answer),
                        ]
                    ),
                ],
            ),
            _folded(
                gettext("Sources"),
                "sources",
                [
                    *(_source(s) for s in sources(answer)),
                    html.P(
                        parse_english(gettext("Boundaries: {boundaries}, simplified.", boundaries=english(BOUNDARIES)))
                    ),
                    html.P(
                        gettext(
                            "Data version {version}, built {day}.",
                            version=answer.catalog.version,
                            day=day(day_of(answer.catalog.built)),
                        )
                    ),
                ],
            ),
        ],
        className="notes",
    )


def _folded(head: str, key: str, parts: list[SafeHtml]) -> SafeHtml:
    """A section that is open, and that a phone folds under its head."""
    summary = html.Summary(html.H2(head, className="notes-head"), className="notes-fold", **data_attributes(key=key))
    return html.Section(html.Details([summary, *parts], open=True))


def _source(source: Source) -> SafeHtml:
    sentence = gettext(
        ", {publisher}, {release}. Covers {period}. License: {licence}. Retrieved {day}.",
        publisher=english(source.publisher),
        release=english(source.release),
        period=source.period,
        licence=source.licence,
        day=day(source.retrieved),
    )
    return html.P([html.A(source.title, href=source.address, lang="en"), *parse_english(sentence)])


BOUNDARIES = "MassGIS, Community Boundaries (Towns) from Survey Points"


def source_words(source: Source) -> str:
    """A source as it is cited: title, publisher, release, what it covers, licence, day it was retrieved."""
    return gettext(
        "{title}, {publisher}, {release}. Covers {period}. License: {licence}. Retrieved {day}.",
        title=source.title,
        publisher=source.publisher,
        release=source.release,
        period=source.period,
        licence=source.licence,
        day=day(source.retrieved),
    )
