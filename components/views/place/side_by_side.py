"""Two places side by side: every question that both have a figure of, on one scale, and how the first stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dash.development.base_component import Component

from components.documents.export_menu import export_menu
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import breadcrumb, data_attributes, html_fragment
from components.formatting.numbers import number_word, times
from components.formatting.palette import ACCENT, INK
from components.page.briefing.add_button import add_button, kept_view
from components.views.place.finder import beside_form, names_list
from components.views.place.lines import direction, own_figure, standing_parts
from components.views.place.spine import (
    HEIGHT,
    drawing,
    first_dot,
    ground,
    key_mark,
    second_dot,
    whisker,
    x_of,
)
from components.views.place.words import figure_words, measured, placed, standing_label
from data.analysis.profiles.addresses import PLACES, profile_path
from data.analysis.profiles.line_scale import Scale, scale_of
from data.analysis.profiles.pair_lines import PairLine, TwoPlaces
from data.analysis.profiles.profile_lines import FEWEST_TESTED, TESTED, number
from data.language import gettext, language
from data.query.regions.region import code_of
from data.query.selection import EXPLORE
from data.query.url_parameters import in_language
from data.vocabulary import REGION, TOPICS


def side_by_side(two: TwoPlaces) -> list[Component]:
    """Head and tables of two places, as fragments of the page."""
    return [
        html_fragment([*_head(two), names_list(two.catalog)], className="profile-head"),
        html_fragment(pair_panels(two), className="profile-lines"),
    ]


def two_title(two: TwoPlaces) -> str:
    """On how many of the measures that were tested the first is worse, and on how many better.

    Figures of the counties that the two lie in count for nothing here: they say little of the two.
    """
    own = [line for line in two.lines if not (line.first.of_county or line.second.of_county or line.first.is_older)]
    tested = [line for line in own if line.standing in TESTED]
    values = {
        "one": two.first.name,
        "other": two.second.name,
        "tested": number_word(len(tested)),
        "both": number_word(len(two.lines)),
        "worse": number_word(number(tested, "worse")),
        "better": number_word(number(tested, "better")),
    }
    if not two.lines:
        return gettext("{one} and {other}: no question has a figure of both", **values)
    if len(tested) < FEWEST_TESTED:
        return gettext("{one} beside {other}: {both} questions, few of them tested on figures of their own", **values)
    if number(tested, "worse") and number(tested, "better"):
        return gettext("{one}: worse than {other} on {worse} of {tested} measures tested, better on {better}", **values)
    if number(tested, "worse"):
        return gettext("{one}: worse than {other} on {worse} of {tested} measures tested, better on none", **values)
    if number(tested, "better"):
        return gettext("{one}: better than {other} on {better} of {tested} measures tested, worse on none", **values)
    if number(tested, "higher", "lower"):
        return gettext("{one}: neither worse nor better than {other} on any of {tested} measures tested", **values)
    return gettext("{one} and {other}: not clearly different on any of {tested} measures tested", **values)


def two_subtitle(two: TwoPlaces) -> str:
    """How many questions stand there, and how many are left out for want of two figures."""
    return gettext(
        "{both} questions for which {one} and {other} have figures by one measure, in one period.",
        both=number_word(len(two.lines)),
        one=placed(two.first),
        other=placed(two.second),
    )


def two_reading(two: TwoPlaces) -> str:
    """Of which of the two it is said that it is worse or better."""
    return gettext(
        "“Worse” and “better” are said of {place}, where the difference is larger than chance would explain. “Not "
        "clear” means that chance could explain it.",
        place=two.first.name,
    )


def _head(two: TwoPlaces) -> list[SafeHtml]:
    crumbs = breadcrumb(gettext("Places"), two.first.name, two.second.name)
    crumbs[0] = html.A(gettext("Places"), href=in_language(PLACES))
    spoken = {} if language() == "en" else {"lang": language()}
    words = {"place": two.first.slug, "with": two.second.slug, **spoken}
    kept = kept_view("place", words, two_title(two), (two_reading(two),), two.catalog.version)
    links = [
        (gettext("Profile of {place}", place=place.name), profile_path(place.slug))
        for place in (two.first, two.second)
    ]  # fmt: skip
    links.append((gettext("Change places"), profile_path(two.second.slug, **{"with": two.first.slug})))
    return [
        html.P(crumbs, className="path"),
        html.H1(two_title(two), className="view-title"),
        html.P(two_subtitle(two), className="view-subtitle"),
        html.P(two_reading(two), className="view-reading"),
        html.Div([export_menu("place", words) if two.lines else None, add_button(kept)], className="page-actions"),
        html.Ul([html.Li(html.A(name, href=href)) for name, href in links], className="profile-order"),
        beside_form(two.first),
    ]


def pair_panels(two: TwoPlaces) -> list[SafeHtml]:
    """The key, a table for each topic, and what is left out."""
    tables = [_table(lines, title, two) for _, title, lines in pair_groups(two)]
    return [*([_key(two)] if tables else []), *tables, *_left_out(two)]


def pair_groups(two: TwoPlaces) -> list[tuple[str, str, Sequence[PairLine]]]:
    """The lines under their headings, by topic; those of long ago apart. Each with its id."""
    newer = [line for line in two.lines if not line.first.is_older]
    groups = [(key, title, [line for line in newer if line.question.topic == key]) for key, title in TOPICS.items()]
    older = [line for line in two.lines if line.first.is_older]
    groups.append(("older", gettext("Older data: nothing since 2016"), older))
    return [group for group in groups if group[2]]


def _key(two: TwoPlaces) -> SafeHtml:
    return html.Ul([html.Li([mark, " ", name]) for mark, name in pair_key(two)], className="profile-key")


def pair_key(two: TwoPlaces) -> list[tuple[SafeHtml, str]]:
    """What the marks of a line mean: each alone, and its words."""
    return [
        (key_mark("first"), two.first.name),
        (key_mark("second"), two.second.name),
        (key_mark("whisker"), gettext("95% interval")),
        (key_mark("state"), gettext("Massachusetts")),
        (key_mark("spread"), gettext("band: lowest to highest of all places of the same kind")),
    ]


def pair_heads(two: TwoPlaces) -> list[str]:
    """The heads of the columns."""
    return [
        gettext("Question"), two.first.short_name, two.second.short_name, gettext("State"),
        gettext("worse ◀ state ▶ better"), gettext("{one} against {other}", one=two.first.name, other=two.second.name),
    ]  # fmt: skip


def pair_caption(title: str, two: TwoPlaces) -> str:
    """The caption of the table of a topic."""
    return gettext("{topic}: {one} beside {other}", topic=title, one=placed(two.first), other=placed(two.second))


def _table(lines: Sequence[PairLine], title: str, two: TwoPlaces) -> SafeHtml:
    heads = pair_heads(two)
    caption = html.Span(pair_caption(title, two), className="visually-hidden")
    content = table(
        caption, heads, [_line(line, two, heads) for line in lines],
        columns=["c-what", "c-own", "c-second", "c-state", "c-mark", "c-stand"],
        classes="figures-table profile-table two-places",
    )  # fmt: skip
    return html.Section([html.H2(title, className="figure-title"), scrolled(content, title)], className="profile-topic")


def _line(line: PairLine, two: TwoPlaces, heads: Sequence[str]) -> SafeHtml:
    address = EXPLORE + _compared(line, two)
    head: list[html.Content] = [
        html.A(line.question.name, href=address, className="profile-what"),
        html.Span(measured(line.first), className="profile-of"),
    ]
    state = figure_words(line.first.state, line.first) if line.first.state is not None else "–"
    has_state = pair_scale(line).middle is not None
    cells = [
        html.Td(own_figure(line.first), className="c-own", **data_attributes(head=heads[1])),
        html.Td(own_figure(line.second), className="c-second", **data_attributes(head=heads[2])),
        html.Td(state, className="c-state", **data_attributes(head=heads[3])),
        html.Td([pair_mark(line), *direction(line.first)], className="c-mark has-state" if has_state else "c-mark"),
        html.Td(standing_parts(line.standing, *pair_standing(line)), className="c-stand"),
    ]
    of_county = line.first.of_county or line.second.of_county
    return row(head, cells, className="of-county" if of_county else None)


def _compared(line: PairLine, two: TwoPlaces) -> str:
    """The view that compares the two; of a region beside a published place, the region's own, beside the state."""
    selection, other = line.first.answer.selection, two.second
    if selection.level != REGION:
        return selection.with_words(view="compare", **{"with": line.second.row.slug})
    if other.level != REGION:
        return selection.query()
    return selection.with_words(view="compare", with_members=code_of(other.geo_id), with_name=other.name)


def pair_scale(line: PairLine) -> Scale:
    """One scale for both: each's own, widened to hold what the other's holds."""
    scales = [one.scale for one in (line.first, line.second)]
    ends = [end for scale in scales for end in (scale.worst, scale.best)]
    state = line.first.state if line.first.answer.indicator.comparable else None
    middle = state.value if state is not None and None not in (s.middle for s in scales) else None
    return scale_of(line.first.spread, ends, middle, line.first.answer.indicator.polarity)


def pair_mark(line: PairLine) -> SafeHtml:
    """Both figures with their intervals: the first above the middle, the second below it."""
    scale, above, below = pair_scale(line), HEIGHT / 2 - 6, HEIGHT / 2 + 6
    first, second = line.first.row, line.second.row
    parts = ground(replace(line.first, spread=replace(line.first.spread, middle=None)), scale)
    parts += [whisker(first, scale, above, ACCENT), whisker(second, scale, below, INK)]
    return drawing([*parts, first_dot(x_of(scale, first.value), above), second_dot(x_of(scale, second.value), below)])


def pair_standing(line: PairLine) -> tuple[str, str]:
    """How the first place stands to the second, in words, and why not where nothing was tested."""
    standing, ratio = line.standing, line.comparison.ratio
    words = standing_label(standing)
    rate = line.first.answer.indicator.measure == "rate"
    if ratio is not None and rate and standing in ("worse", "better", "higher", "lower"):
        words = gettext("{verdict}: {times}", verdict=words, times=times(ratio.value))
    return words, _why_not(line)


def _why_not(line: PairLine) -> str:
    reasons = {
        "counts": gettext("a number of events, not a rate"),
        "amounts": gettext("an amount of the whole place"),
        "sharing": gettext("the two share cities or towns"),
        "interval": gettext("no margin of error is published"),
        "zero": gettext("one of them has none"),
        "same": gettext("the two are the same place"),
    }
    refusal = line.comparison.refusal
    return "" if refusal is None else reasons.get(refusal, gettext("the two are made in different ways"))


def _left_out(two: TwoPlaces) -> Iterable[SafeHtml]:
    """The questions that cannot stand there, by why."""
    parts = [html.Li([html.Strong(reason), ": ", names]) for reason, names in left_out_words(two)]
    if parts:
        yield html.Section(
            [
                html.H2(gettext("What does not stand side by side"), className="figure-title"),
                html.Ul(parts, className="profile-unknown"),
            ],
            className="profile-topic",
        )


def left_out_words(two: TwoPlaces) -> list[tuple[str, str]]:
    """The same in words: each reason with the names of its questions."""
    reasons = (
        (gettext("Published for one county, of which both are part"), two.one_county),
        (gettext("Without a figure of both by one measure, in one period"), two.not_both),
    )
    return [(reason, "; ".join(q.name for q in questions) + ".") for reason, questions in reasons if questions]
