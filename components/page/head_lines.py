"""Lines at the head of a view: how new its figures are, the place that was asked for, what a sister measure says."""

from __future__ import annotations

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.markup import parse_bold
from components.formatting.numbers import format_number
from data.catalog.availability import nearest_with_place
from data.language import gettext
from data.query.choices.opening import NoMap
from data.query.choices.versions import Need, currency, other_version
from data.query.selection import Answer
from data.query.url import choice, parse_query
from data.vocabulary import LEVEL_WORDS

SISTERS = {
    "severe_maternal_morbidity": "severe_maternal_morbidity_ratio",
    "pregnancy_associated_mortality_1990s": "pregnancy_associated_mortality_ratio_1990s",
}
"""Indicators whose publisher also prints the ratio of a group to the reference: by id, the id of that ratio."""


def currency_chip(answer: Answer, path: str) -> list[SafeHtml]:
    """How old the newest figures are, where they are five years old or older, with a link to newer ones."""
    catalog, selection = answer.catalog, answer.selection
    age = currency(catalog, selection.indicator, selection.level, int(catalog.built[:4]))
    if age is None:
        return []
    parts: list[SafeHtml | str] = [gettext("Newest: {period}.", period=age.newest.label)]
    if age.latest is not None:
        words = {"indicator": age.indicator, "lang": selection.language, "place": selection.place}
        # Where the version has no figures for the level, it opens at its own; the place that was asked for is kept.
        words |= {"asked": selection.asked} if selection.asked else {}
        words |= {"level": selection.level} if selection.level in catalog.levels(age.indicator) else {}
        to = path + parse_query({k: w for k, w in words.items() if w}, catalog)[0].query()
        version = catalog.question_of[age.indicator].version(age.indicator).name
        label = gettext("{version}: to {period} →", version=version, period=age.latest.label)
        parts += [" ", html.A(label, href=to)]
    return [html.P(parts, className="currency")]


def asked_line(answer: Answer, path: str) -> list[SafeHtml]:
    """That a place asked for has no figures here, what is shown instead, and where it has figures; [] without one."""
    asked = answer.catalog.by_slug.get(answer.selection.asked)
    if asked is None:
        return []
    parts: list[SafeHtml | str] = [asked_sentence(answer)]
    catalog, selection = answer.catalog, answer.selection
    near = other_version(catalog, selection.indicator, Need(place=asked.slug))
    near = near or nearest_with_place(catalog, selection.indicator, asked)
    if near:
        to = choice(selection, catalog, indicator=near, level=asked.level, kind=asked.kind, place=asked.slug)
        label = gettext(
            "{question} in {place}, {period}",
            question=catalog.question_of[near].name,
            place=asked.name,
            period=to.period.label,
        )
        parts += [" ", html.A(label, href=path + to.query())]
    return [html.P(parts, className="asked-place")]


def asked_sentence(answer: Answer) -> str:
    """That a place asked for has no figures here, and what is shown instead; empty without one."""
    asked = answer.catalog.by_slug.get(answer.selection.asked)
    if asked is None:
        return ""
    values = {"place": asked.name, "places": LEVEL_WORDS[asked.level].plural}
    if answer.chosen:
        return gettext(
            "{place} is in {around}; this is not published for {places}.", around=answer.place.name, **values
        )
    if answer.selection.level == "state":
        return gettext("{place}: this is published for Massachusetts as a whole.", **values)
    return gettext("{place}: this is not published for {places}.", **values)


def sister_line(answer: Answer, path: str) -> list[SafeHtml]:
    """What the publisher's own ratio says of the gap over time, beside the rates it is a ratio of; [] without one."""
    said = sister_sentence(answer)
    if not said:
        return []
    to = path + choice(answer.selection, answer.catalog, indicator=SISTERS[answer.indicator.id]).query()
    link = html.A(gettext("See the ratio"), href=to)
    return [html.P([*parse_bold(said), " ", link], className="sister")]


def sister_sentence(answer: Answer) -> str:
    """The publisher's own ratio of the gap, in its first and last period; empty where none is published."""
    catalog, sister = answer.catalog, SISTERS.get(answer.indicator.id, "")
    rows = [c for c in catalog.covered(sister) if c.level == "state" and c.state_value is not None]
    ends = sorted((c for c in rows if c.stratum == "black_nh"), key=lambda c: c.period)
    if not ends:
        return ""
    first, last = ends[0], ends[-1]
    decimals = catalog.indicators[sister].decimals
    values = {
        "first": format_number(first.state_value or 0.0, decimals),
        "last": format_number(last.state_value or 0.0, decimals),
        "before": first.period.label,
        "since": last.period.label,
    }
    if first is last:
        return gettext(
            "By the publisher’s own ratio, Black women had **{last} times** the rate of White women in {since}.",
            **values,
        )
    return gettext(
        "By the publisher’s own ratio, Black women had **{first} times** the rate of White women in {before} and "
        "**{last} times** in {since}; no margin of error is published, so the change is not tested.",
        **values,
    )


def beside_line(answer: Answer, path: str) -> list[SafeHtml]:
    """A link that sets the indicator named in `beside` next to this one, for a place that has both; [] without one."""
    catalog, selection = answer.catalog, answer.selection
    other = catalog.indicators.get(answer.indicator.beside)
    shown = other is not None and answer.chosen and selection.view != "compare"
    if other is None or not shown or not catalog.has_figures_for(other.id, answer.place):
        return []
    said = gettext("Two facts side by side, neither a rate of the other:")
    label = gettext("{measure} in {place}", measure=other.title, place=answer.place.name)
    to = path + selection.with_words(view="compare", **{"with": other.id})
    return [html.P([said, " ", html.A(label, href=to)], className="sister")]


def no_map_reason(reason: NoMap) -> tuple[str, str]:
    """Why there is no map: in two words beside the tab, and in a sentence."""
    if reason == "state":
        return gettext("state only"), gettext("No map: this is shown for the state as a whole.")
    return gettext("few places"), gettext("No map: too few places have a figure.")
