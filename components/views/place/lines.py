"""The lines of a profile as a table: the figure, what it stands beside, the spine, how it stands, and over time."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import data_attributes
from components.formatting.numbers import capitalize_first
from components.views.place.recent_years import recent_years
from components.views.place.spine import key_mark, spine_mark
from components.views.place.words import (
    figure_words,
    interval_of,
    key_words,
    measured,
    peers_words,
    placed,
    standing_order,
    standing_words,
    whose,
    why_not,
)
from data.analysis.profiles.profile_lines import STANDING_LABELS, Profile, ProfileLine
from data.language import gettext
from data.query.selection import EXPLORE
from data.vocabulary import REGION


def key(profile: Profile) -> SafeHtml:
    """What the marks of a line mean, in words."""
    marks = [html.Li([key_mark(standing), " ", STANDING_LABELS[standing].lower()]) for standing in standing_order()]
    marks.append(html.Li([key_mark("whisker"), " ", gettext("95% interval")]))
    marks.append(html.Li([key_mark("state"), " ", gettext("Massachusetts")]))
    if any(line.county is not None for line in profile.lines):
        marks.append(html.Li([key_mark("county"), " ", gettext("county")]))
    if any(line.peers is not None for line in profile.lines):
        marks.append(html.Li([key_mark("peers"), " ", gettext("similar towns")]))
    if profile.place.level != REGION:  # there are no others of its kind
        marks.append(html.Li([key_mark("band"), " ", key_words(profile)]))
    return html.Ul(marks, className="profile-key")


def line_table(lines: Sequence[ProfileLine], title: str, profile: Profile) -> SafeHtml:
    """A section with the table of some lines; columns that would be empty in the whole profile are left out."""
    columns = _columns(profile)
    caption = gettext("{topic}: {place} beside Massachusetts", topic=title, place=placed(profile.place))
    content = table(
        html.Span(caption, className="visually-hidden"), [head for head, _ in columns],
        [_line(line, profile) for line in lines], columns=[f"c-{key}" for _, key in columns],
        classes="figures-table profile-table",
    )  # fmt: skip
    return html.Section([html.H2(title, className="figure-title"), scrolled(content, title)], className="profile-topic")


def _columns(profile: Profile) -> list[tuple[str, str]]:
    """Heads of the columns with what each is; of county and peers only where a line has them."""
    beside = [(gettext("State"), "state")]
    if any(line.county is not None for line in profile.lines):
        beside.append((gettext("County"), "county"))
    if any(line.peers is not None for line in profile.lines):
        beside.append((gettext("Similar towns"), "peers"))
    return [
        (gettext("Question"), "what"), (profile.place.short_name, "own"), *beside,
        (gettext("worse ◀ state ▶ better"), "mark"), (gettext("Against the state"), "stand"),
        (gettext("Over time"), "trend"),
    ]  # fmt: skip


def _line(line: ProfileLine, profile: Profile) -> SafeHtml:
    cells = {key: _cell(key, head, line) for head, key in _columns(profile)[1:]}
    return row(question_head(line), cells.values(), className="of-county" if line.of_county else None)


def question_head(line: ProfileLine) -> list[html.Content]:
    """The question as a link to its view, what the figure is of, and whose it is where that is the county's."""
    address = EXPLORE + line.answer.selection.query()
    parts: list[html.Content] = [
        html.A(line.question.name, href=address, className="profile-what"),
        html.Span(measured(line), className="profile-of"),
    ]
    if whose(line):
        parts.append(html.Span(whose(line), className="county-tag"))
    return parts


def _cell(key: str, head: str, line: ProfileLine) -> SafeHtml:
    named = data_attributes(head=head)
    if key == "own":
        return html.Td(own_figure(line), className="c-own", **named)
    if key == "state":
        state = figure_words(line.state, line) if line.state is not None else "–"
        return html.Td([state, *_none_words(line.state is None)], className="c-state", **named)
    if key == "county":
        county = figure_words(line.county, line) if line.county is not None else ""
        return html.Td(county, className="c-county", **named)
    if key == "peers":
        return html.Td(peers_words(line), className="c-peers", **named)
    if key == "mark":
        return html.Td(spine_mark(line), className=f"c-mark{'' if line.scale.middle is None else ' has-state'}")
    if key == "stand":
        return html.Td(standing(line), className="c-stand")
    return html.Td(recent_years(line), className="c-trend")


def _none_words(none: bool) -> list[SafeHtml]:
    return [html.Span(gettext("no figure"), className="visually-hidden")] if none else []


def own_figure(line: ProfileLine) -> list[html.Content]:
    """The figure with its interval below it."""
    own: list[html.Content] = [html.Strong(figure_words(line.row, line))]
    ends = interval_of(line)
    if ends:
        own.append(html.Span(ends, className="profile-ends"))
    return own


def standing(line: ProfileLine) -> list[html.Content]:
    """How a line stands to the state, in words; of what is not compared, why."""
    if line.standing == "not compared":
        return [html.Span(capitalize_first(why_not(line)), className="profile-of")]
    verdict: list[html.Content] = [html.Span(standing_words(line), className=f"standing {standing_class(line)}")]
    if why_not(line):
        verdict.append(html.Span(why_not(line), className="profile-of"))
    return verdict


def standing_class(line: ProfileLine) -> str:
    """The class that colors the words of a standing."""
    return {"worse": "is-worse", "better": "is-better"}.get(line.standing, "is-plain")
