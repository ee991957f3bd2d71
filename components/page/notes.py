"""What the notes of every view say: what to bear in mind of its figures, and where each comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import attrgetter

from components.formatting.numbers import count, join_list
from components.page.region_notes import region_notes
from data.catalog.models import Disclosed, Indicator, Source
from data.language import day, format_integer, gettext, ngettext
from data.query.rows import Rows, joined
from data.query.selection import Answer, once
from data.vocabulary import Period

BOUNDARIES = "MassGIS, Community Boundaries (Towns) from Survey Points"
_ICD = re.compile(r"\b(?:ICD|CIE|CID)-10\b")
"""The list of causes of death, as it is called in English, Spanish and Portuguese."""
_BRIDGED = re.compile(r"bridged|puente|ponte|bridge", re.IGNORECASE)
_QUOTED = "Quoted from"
"""How the citation of a source begins to tell where a publication was read that is not there itself."""
_BY_RACE = ("race_ethnicity", "race_by_sex", "race_alone")
_SENTENCE = re.compile(r"(?<=[.!?])(?<!\b[A-Z]\.)(?<!\bvs\.)(?<!\bEE\.)(?<!\bUU\.)\s+(?=[A-ZÁÉÍÓÚÀÂÊÔÇ“])")
"""Between two sentences; an abbreviation ends none."""
_REFERS = re.compile(
    r"(?:This|That|These|Those|They|It|So|Such|Est[aeo]s?|Es[aeo]s?|Así|Por eso|Iss?o|Ess[ae]s?|El[ae]s?|Por isso)\b"
)
"""How a sentence begins that may refer to the one before it."""
_FEWEST_WORDS = 5
"""A sentence of fewer words may be said of several things."""


def notes(answer: Answer) -> list[str]:
    """Notes on every figure in view: how it is counted, what is provisional, hidden, uncertain or tested."""
    return [sentence for _, sentences in labeled_notes(answer) for sentence in sentences]


@once
def labeled_notes(answer: Answer) -> list[tuple[str, list[str]]]:
    """The notes in lines, each with what it is about; a sentence stands once, and a line without any is left out."""
    frames = _all_frames(answer)
    counted, compared = _counted(answer, frames), _compared(answer, frames)
    # "There is no figure for the state" is said with what follows of it.
    if compared[:1] == [_no_state_figure()]:
        counted = [sentence for sentence in counted if sentence != gettext("There is no figure for the state.")]
    breaks = _breaks(answer, frames)
    missing = _missing(answer)
    counted += _terms(answer, frames, " ".join([*counted, *breaks, *missing]))
    lines = (
        (gettext("The region"), region_notes(answer)),
        (gettext("What is counted"), counted),
        (gettext("Comparing years"), breaks),
        (gettext("Missing and unreliable figures"), missing),
        (gettext("Higher or lower"), compared),
    )
    said: set[str] = set()
    return [(label, own) for label, sentences in lines if (own := _new(sentences, said))]


def _new(texts: Iterable[str], said: set[str]) -> list[str]:
    """Texts without the sentences that are in `said`, to which theirs are added; empty ones are left out."""
    found = []
    for text in texts:
        parts = list(_sentences(text))
        # What follows a sentence may refer to it, so that only the last ones of a text are left out, or the first.
        while parts and parts[-1] in said:
            parts.pop()
        while parts and parts[0] in said and not _REFERS.match(parts[1] if len(parts) > 1 else ""):
            parts.pop(0)
        found += [" ".join(parts)] if parts else []
        said.update(part for part in parts if len(part.split()) >= _FEWEST_WORDS)
    return found


@lru_cache(maxsize=4096)  # notes of indicators and sources: the same texts under all of their views
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(part for part in _SENTENCE.split(text) if part)


def _counted(answer: Answer, frames: Rows) -> list[str]:
    """What the figures count, and of which places an area's lists of members tell."""
    sentences: list[str] = []
    if any(source.synthetic for source in sources(answer)):
        sentences.append(gettext("These figures are synthetic: made up, they say nothing about anybody."))
    sentences += [text for entry in _indicators(answer) for text in (entry.definition, *entry.caveats)]
    kind = answer.catalog.area_kinds.get(answer.selection.kind)
    if kind is not None:
        sentences += [f"{kind.title}: {kind.coverage_note}", *([answer.place.note] if answer.place.note else [])]
    return [*sentences, *_of_tracts(answer)]


def _of_tracts(answer: Answer) -> list[str]:
    """What the figure of the chosen city or town rests on, where the figures are made of census tracts."""
    place, basis = answer.place, answer.catalog.tract_basis
    if place.level != "municipality" or not any(indicator == answer.indicator.id for indicator, _ in basis):
        return []
    own = basis.get((answer.indicator.id, place.geo_id))
    if own is None:
        return [gettext("Most people of the census tract of {place} live in another city or town.", place=place.name)]
    # Not quite all is not 100%.
    share = 100 if own.estimated == own.tracts else min(99, 100 * own.covered)
    numbers = {"tracts": own.tracts, "estimated": own.estimated, "share": share}
    kinds = {"observed": own.observed, "predicted": own.predicted, "both": own.both}
    return [
        gettext(
            "Census tracts of {place}: {tracts}; with an estimate: {estimated}, where {share}% of the residents live. "
            "Death rates all observed: {observed}; all predicted by a model: {predicted}; some of both: {both}.",
            place=place.name,
            **{name: count(number) for name, number in (numbers | kinds).items()},
        )
    ]


def _breaks(answer: Answer, frames: Rows) -> list[str]:
    """What is provisional, and where a series breaks; under a trend the chart tells the breaks that lines go across."""
    indicator = answer.indicator
    sentences = _provisional([p for p in indicator.provisional if frames.where(period=p)])
    if answer.selection.view != "trend":
        sentences += [b.note for b in indicator.breaks if any(b.bears_on(d) for d in frames.column("dimension"))]
    return sentences


def _missing(answer: Answer) -> list[str]:
    """Why figures are hidden, not available or unreliable."""
    sentences, unavailable = [], []
    found = _statuses(answer)
    for source in sources(answer):
        if (source.id, "suppressed") in found:
            reasons = [answer.catalog.hidden_because(shown, source.id) for shown in _hiding(answer, source)]
            sentences += [gettext("“Hidden” means {because}.", because=because) for because in reasons if because]
        if source.unavailable_because and (source.id, "not_available") in found:
            unavailable.append(source.unavailable_because.rstrip("."))
    sentences += _unavailable(list(dict.fromkeys(unavailable)))
    sentences += _left_of_hidden(answer)
    if any(status == "unreliable" for _, status in found):
        sentences.append(
            gettext(
                "“Unreliable” (†) marks a figure on fewer than 10 events or people, or with an interval wider than "
                "160% of it: the standard of the National Center for Health Statistics."
            )
            if answer.indicator.measure != "years"
            else gettext(
                "“Unreliable” (†) marks a figure in years that is not known to three years either way: its interval is "
                "wider than six."
            )
        )
    return sentences


def _unavailable(reasons: list[str]) -> list[str]:
    """What “not available” means, once, with the reasons of all sources in view."""
    if not reasons:
        return []
    because = reasons[0]
    for reason in reasons[1:]:
        because = gettext("{because}; or that {other}", because=because, other=reason)
    return [gettext("“Not available” means that {because}.", because=because)]


def _compared(answer: Answer, frames: Rows) -> list[str]:
    """What "higher" and "lower" mean, or why no place is called so."""
    if not any(row.verdict for row in frames):
        return [_untested(answer)] if answer.selection.level != "state" else []
    return [
        gettext(
            "“Higher” and “lower” mean that the difference is larger than chance would explain (95%); “not clear” "
            "means that it may be chance."
        ),
        gettext("The state figure contains the places it is compared with.")
        if answer.selection.level != "state"
        else gettext("The state figure contains the groups it is compared with."),
    ]


def _no_state_figure() -> str:
    return gettext("There is no figure for the state, so no difference from it is tested here.")


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
    if "hispanic" in frames.column("stratum"):
        sentences.append(gettext("“Hispanic” means Hispanic or Latino."))
    return sentences


@once
def _indicators(answer: Answer) -> list[Indicator]:
    """The indicators in view: one, or the two that are compared."""
    return list({i.id: i for i in (answer.indicator, *(other.indicator for other in answer.related))}.values())


def _hiding(answer: Answer, source: Source) -> list[Indicator]:
    """The indicators in view of which a source hides figures: each has its own reason."""
    if (source.id, "suppressed") not in _statuses(answer):
        return []
    if not answer.related:
        return [answer.indicator]
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


def _untested(answer: Answer) -> str:
    """Why no place is called higher or lower than the state."""
    if not answer.indicator.comparable:
        return gettext(
            "Where more people live there are more {events}: numbers are not compared.",
            events=answer.indicator.words.events,
        )
    if not answer.state.has("value"):
        return _no_state_figure()
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
    by_race = sources_by_race(answer)
    sentences: list[str] = []
    for source in sources(answer):
        if source.race_coding and source in by_race:
            sentences.append(source.race_coding.rstrip(".") + ".")
            sentences += [_bridged()] if _BRIDGED.search(source.race_coding) else []
        sentences += source.notes
    if any(_QUOTED in source.citation for source in sources(answer)):
        sentences.append(gettext("Where another page quotes a publication, we have not seen the publication itself."))
    return _new(sentences, {sentence for note in notes(answer) for sentence in _sentences(note)})


def _bridged() -> str:
    return gettext("Bridged race: people who gave several races are counted in one of them.")


@once
def sources_by_race(answer: Answer) -> list[Source]:
    """The sources in view that have figures of groups by race and ethnicity."""
    frames = _all_frames(answer)
    used = {row.source for row in frames if row.dimension in _BY_RACE}
    return [source for source in sources(answer) if source.id in used]


@once
def sources(answer: Answer) -> list[Source]:
    """The sources of the rows in view, each once."""
    used = dict.fromkeys(row.source for row in _all_frames(answer))
    return [answer.catalog.sources[s] for s in used if s in answer.catalog.sources]


@once
def _statuses(answer: Answer) -> frozenset[tuple[str, str]]:
    """Sources of the rows in view, each with the statuses its rows have."""
    return frozenset(map(attrgetter("source", "status"), _all_frames(answer)))


@once
def _all_frames(answer: Answer) -> Rows:
    return joined([_own_frames(answer), *(_own_frames(other, beside=True) for other in answer.related)])


def _own_frames(answer: Answer, *, beside: bool = False) -> Rows:
    """Rows of one answer in view; of one `beside` another only what stands there."""
    more = [] if beside else [answer.groups, answer.trend, *([] if answer.series is None else [answer.series])]
    return joined([answer.places, answer.state, answer.overall, *more])


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
