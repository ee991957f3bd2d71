"""The lines of a profile as a table: the figure, what it stands beside, the spine, how it stands, and over time."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
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
    standing_label,
    standing_order,
    standing_words,
    whose,
    why_not,
)
from data.analysis.profiles.profile_lines import Profile, ProfileLine, Standing
from data.language import gettext
from data.query.selection import EXPLORE

COLUMNS = ("what", "own", "beside", "mark", "stand", "trend")


def key(profile: Profile, *, beside: bool = True) -> SafeHtml:
    """What the marks of a line mean, in words; those of county and peers where they stand `beside`."""
    marks = [html.Li([mark, " ", words]) for mark, words in key_entries(profile, beside=beside)]
    return html.Ul(marks, className="profile-key")


def key_entries(profile: Profile, *, beside: bool = True) -> list[tuple[SafeHtml, str]]:
    """The entries of that key: each mark alone, and its words."""
    marks = [(key_mark(standing), standing_label(standing).lower()) for standing in standing_order()]
    marks.append((key_mark("whisker"), gettext("95% interval")))
    marks.append((key_mark("state"), gettext("Massachusetts")))
    if beside and any(line.county is not None for line in profile.lines):
        marks.append((key_mark("county"), gettext("county")))
    if beside and any(line.peers is not None for line in profile.lines):
        marks.append((key_mark("peers"), gettext("similar towns")))
    return [*marks, (key_mark("band"), key_words(profile))]


def line_table(lines: Sequence[ProfileLine], title: str, profile: Profile, name: str = "") -> SafeHtml:
    """A section with the table of some lines; `name` is the id that links lead to."""
    caption = html.Span(lines_caption(title, profile), className="visually-hidden")
    content = table(
        caption, line_heads(profile), [_line(line, profile) for line in lines],
        columns=[f"c-{column}" for column in COLUMNS], classes="figures-table profile-table",
    )  # fmt: skip
    return html.Section(
        [html.H2(title, className="figure-title"), scrolled(content, title)],
        className="profile-topic",
        id=name or None,
    )


def lines_caption(title: str, profile: Profile) -> str:
    """The caption of the table of some lines."""
    return gettext("{topic}: {place} beside Massachusetts", topic=title, place=placed(profile.place))


def line_heads(profile: Profile) -> list[str]:
    """The heads of its columns."""
    return [
        gettext("Question"),
        profile.place.short_name,
        gettext("Beside it") if _has_beside(profile) else gettext("State"),
        gettext("worse ◀ state ▶ better"),
        gettext("Against the state"),
        gettext("Over time"),
    ]


def _has_beside(profile: Profile) -> bool:
    """Whether figures of the county or of similar towns stand beside the state's."""
    return any(line.county is not None or line.peers is not None for line in profile.lines)


def _line(line: ProfileLine, profile: Profile) -> SafeHtml:
    cells = [
        html.Td(own_figure(line), className="c-own"),
        html.Td(_beside(line, profile), className="c-beside"),
        html.Td([spine_mark(line), *direction(line)], className=mark_class(line)),
        html.Td(standing(line), className="c-stand"),
        html.Td(recent_years(line), className="c-trend"),
    ]
    return row(question_head(line), cells, className="of-county" if line.of_county else None)


def mark_class(line: ProfileLine) -> str:
    """The class of the cell of a mark: with the state's line down it, where the line has one."""
    return "c-mark" if line.scale.middle is None else "c-mark has-state"


def direction(line: ProfileLine) -> list[SafeHtml]:
    """Of a measure that is neither better nor worse when it is high, which way its scale runs."""
    words = direction_words(line)
    return [html.Span(words, className="profile-of mark-way")] if words else []


def direction_words(line: ProfileLine) -> str:
    """The same in words; empty of a measure that has a direction."""
    return gettext("lower ◀ ▶ higher") if line.answer.indicator.polarity == "neutral" else ""


def question_head(line: ProfileLine) -> list[html.Content]:
    """The question as a link to its view, and what the figure is of."""
    address = EXPLORE + line.answer.selection.query()
    return [
        html.A(line.question.name, href=address, className="profile-what"),
        html.Span(measured(line), className="profile-of"),
    ]


def own_figure(line: ProfileLine, *, tagged: bool = True) -> list[html.Content]:
    """The figure with its interval below it; of a county's, whose it is, unless that is said elsewhere."""
    own: list[html.Content] = [html.Strong(figure_words(line.row, line))]
    ends = interval_of(line)
    if ends:
        own.append(html.Span(ends, className="profile-ends"))
    if line.of_county and tagged:
        own.append(html.Span(whose(line), className="county-tag"))
    return own


def _beside(line: ProfileLine, profile: Profile) -> list[SafeHtml]:
    """The figures that stand beside the place's, each with its name."""
    hidden = "" if _has_beside(profile) else "named"
    return [html.Div([html.Span(name, className=f"beside-name {hidden}".strip()), " ", html.Span(figure)],
                     className="beside") for name, figure in beside_figures(line)]  # fmt: skip


def beside_figures(line: ProfileLine) -> list[tuple[str, str]]:
    """The figures beside the place's, by name: the state's, the county's, the median of similar towns."""
    state = figure_words(line.state, line) if line.state is not None else gettext("no figure")
    found = [(gettext("State"), state)]
    if line.county is not None:
        found.append((gettext("County"), figure_words(line.county, line)))
    if line.peers is not None:
        found.append((gettext("Similar towns"), peers_words(line)))
    return found


def standing(line: ProfileLine) -> list[html.Content]:
    """How a line stands to the state, in words; of what is not compared, why."""
    return standing_parts(line.standing, standing_words(line), why_not(line))


def standing_parts(standing: Standing, words: str, reason: str) -> list[html.Content]:
    """The words of a standing with the reason why nothing was tested; of what is not compared, the reason alone."""
    if standing == "not compared":
        return [html.Span(capitalize_first(reason), className="profile-of")]
    kind = {"worse": "is-worse", "better": "is-better"}.get(standing, "is-plain")
    said: list[html.Content] = [html.Span(words, className=f"standing {kind}")]
    return [*said, html.Span(reason, className="profile-of")] if reason else said
