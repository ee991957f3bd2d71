"""Benchmarks of a figure: the state, the nation, the best group, a published target; as values and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import aria, english, parse_english
from components.formatting.numbers import capitalize_first, format_value, is_number, value_with_interval
from components.formatting.phrases import has_value, people
from data.analysis.gaps import NOT_GROUPS
from data.catalog.models import Indicator
from data.language import gettext
from data.query.estimates import usable_rows
from data.query.rows import Row, Rows
from data.query.selection import Answer, once
from data.statistics.burden import GroupRate, best_reference
from data.statistics.comparisons import Estimate
from data.vocabulary import OVERALL

Kind = Literal["state", "nation", "best", "target"]
FEWEST_GROUPS = 2
"""Of one group alone none is the best."""


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A figure that others are held against: `label` says whose it is, `short` the same where space is narrow.

    `low` and `high` are its 95 % interval where one is known. `stratum` is the group it is of; `source` and `address`
    say who published it.
    """

    kind: Kind
    label: str
    short: str
    value: float
    stratum: str
    source: str
    address: str
    low: float | None = None
    high: float | None = None


@once
def benchmarks(answer: Answer) -> list[Benchmark]:
    """The benchmarks of a view: state, nation (of everyone, and of the chosen group), best group, targets.

    None of numbers of events: more of them is not worse where there are more people.
    """
    if not answer.indicator.comparable:
        return []
    strata = dict.fromkeys((OVERALL, answer.selection.group))
    nation = [b for stratum in strata if (b := _nation(answer, stratum)) is not None]
    return [*_state(answer), *nation, *_best(answer), *_targets(answer)]


def _state(answer: Answer) -> list[Benchmark]:
    row = answer.overall.only()
    if not has_value(row):
        return []
    label = gettext("State, all {people}", people=answer.indicator.words.people)
    ends = (row.ci_low, row.ci_high) if is_number(row.ci_low) else (None, None)
    return [
        Benchmark("state", label, gettext("State"), float(row.value), OVERALL, *_published(answer, row.source), *ends)
    ]


def _published(answer: Answer, source: str) -> tuple[str, str]:
    entry = answer.catalog.sources.get(source)
    return (entry.short, entry.address) if entry is not None else ("", "")


def _nation(answer: Answer, stratum: str) -> Benchmark | None:
    period = answer.selection.period.slug
    for nation in answer.indicator.nation:
        if nation.stratum == stratum and period in nation.values:
            label = gettext("United States, {people}", people=people(stratum, answer.indicator))
            short = gettext("United States") if stratum == OVERALL else label
            value = nation.values[period]
            return Benchmark("nation", label, short, value, stratum, *_published(answer, nation.source))
    return None


def _best(answer: Answer) -> list[Benchmark]:
    """The best reliable group of the chosen place, else of the state; none where neither direction is better."""
    if answer.indicator.polarity == "neutral":
        return []
    for place in dict.fromkeys((answer.place, answer.catalog.state)):
        place_rows = usable_rows(answer.groups.where(geo_id=place.geo_id), answer.indicator)
        rows = {r.stratum: r for r in place_rows if has_value(r) and r.stratum not in {OVERALL, *NOT_GROUPS}}
        rates = [GroupRate(stratum, Estimate(row.value, *_uncertainty(row)), 0.0) for stratum, row in rows.items()]
        best = best_reference(rates, favourable=answer.indicator.polarity == "higher_is_better")
        if best is not None and len(rows) >= FEWEST_GROUPS and _better(rows[best], place_rows, answer):
            row = rows[best]
            label = _extreme_label(place.name, people(best, answer.indicator), answer.indicator)
            low, high, *_ = _uncertainty(row)
            published = _published(answer, row.source)
            return [Benchmark("best", label, label, float(row.value), best, *published, low=low, high=high)]
    return []


def _extreme_label(place: str, who: str, indicator: Indicator) -> str:
    """Whose figure it is, by what it is: no people are called the best."""
    if indicator.polarity == "higher_is_better":
        return gettext("Highest of the groups, {place}: {people}", place=place, people=who)
    return gettext("Lowest of the groups, {place}: {people}", place=place, people=who)


def _better(row: Row, place_rows: Rows, answer: Answer) -> bool:
    """Whether a group's figure is better than everyone's: where most groups are hidden the best shown may not be."""
    everyone = place_rows.only(stratum=OVERALL)
    if not has_value(everyone):
        return True
    sign = 1 if answer.indicator.polarity == "higher_is_better" else -1
    return bool(sign * row.value > sign * everyone.value)


def _uncertainty(row: object) -> list[float | None]:
    named = (getattr(row, name) for name in ("ci_low", "ci_high", "numerator", "denominator"))
    return [float(value) if is_number(value) else None for value in named]


def _targets(answer: Answer) -> list[Benchmark]:
    targets = []
    for target in answer.indicator.targets:
        name = f"{target.programme}, {target.objective}"
        label = gettext("Target for {year}, whole country ({name})", year=target.year, name=name)
        short = gettext("Target for {year}", year=target.year)
        targets.append(Benchmark("target", label, short, target.value, OVERALL, name, target.address))
    return targets


def value_words(benchmark: Benchmark, indicator: Indicator) -> str:
    """A benchmark's figure with its interval where one is known: "2.9 (2.7 to 3.1)"."""
    return value_with_interval(format_value(benchmark.value, indicator), benchmark.low, benchmark.high, indicator)


def target_words(answer: Answer) -> list[str]:
    """Sentences on published targets: whether the state's interval is above or below, or not clearly so."""
    state = next(iter(_state(answer)), None) if answer.indicator.comparable else None
    if state is None or state.low is None or state.high is None:
        return []
    sentences = []
    for target in answer.indicator.targets:
        values = {"year": target.year, "target": format_value(target.value, answer.indicator)}
        if state.low > target.value:
            sentences.append(gettext("The state’s figure is above the target for {year}, {target}.", **values))
        elif state.high < target.value:
            sentences.append(gettext("The state’s figure is below the target for {year}, {target}.", **values))
        else:
            sentences.append(
                gettext("The state’s figure is not clearly above or below the target for {year}, {target}.", **values)
            )
    return sentences


def benchmark_words(answer: Answer) -> list[str]:
    """Sentences on the benchmarks, one for each; nothing where the state is the only one."""
    entries = _beyond_the_state(answer)
    sentences = [f"{capitalize_first(one.label)} **{value_words(one, answer.indicator)}**" for one in entries]
    return [*sentences, *target_words(answer)] if entries else []


def _beyond_the_state(answer: Answer) -> list[Benchmark]:
    entries = benchmarks(answer)
    return [] if {benchmark.kind for benchmark in entries} <= {"state"} else entries


def benchmark_list(answer: Answer) -> list[SafeHtml]:
    """List of the benchmarks under a figure; nothing where the state is the only one."""
    entries = _beyond_the_state(answer)
    if not entries:
        return []
    items = [html.Li([_named(one), " ", html.Strong(value_words(one, answer.indicator))]) for one in entries]
    parts: list[SafeHtml] = [
        html.Ul(items, className="figure-note benchmark-list", **aria(label=gettext("To compare with")))
    ]
    return [*parts, *(html.P(sentence, className="figure-note") for sentence in target_words(answer))]


def _named(benchmark: Benchmark) -> SafeHtml:
    label = capitalize_first(benchmark.label)
    if benchmark.kind != "target":
        return html.Span(label)
    # The programme's own name stands in the label.
    parts = parse_english(label.replace(benchmark.source, english(benchmark.source)))
    return html.Span(html.A(parts, href=benchmark.address))
