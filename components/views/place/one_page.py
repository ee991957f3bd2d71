"""The profile on one printed page (Letter): the finding, who lives there, and the lines that matter most."""

from __future__ import annotations

from collections.abc import Sequence

from dash.development.base_component import Component

from components.documents.export_menu import export_menu
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, table
from components.formatting.markup import html_fragment, parse_bold
from components.formatting.numbers import join_list
from components.page.briefing.add_button import add_button, kept_view
from components.views.place.aside import belongs_title, belongs_to, counted_words, share_words
from components.views.place.lines import direction, key, mark_class, own_figure, standing
from components.views.place.panels import ProfilePage, path_of
from components.views.place.spine import spine_mark
from components.views.place.words import (
    figure_words,
    measured,
    profile_reading,
    profile_subtitle,
    profile_title,
    whose,
)
from data.analysis.profiles.addresses import FORMS, profile_path
from data.analysis.profiles.profile_lines import TESTED, Profile, ProfileLine, farthest_first
from data.language import gettext, language, ngettext
from data.vocabulary import GROUPS

MOST = 10
"""Lines that a page has room for in any language, each of up to five lines of text."""
NAMED = 5
"""Places or groups that are named in a line of the page."""


def one_page(page: ProfilePage) -> list[Component]:
    """The page as fragments."""
    return [html_fragment([*_head(page), *_lines(page.profile)], className="one-page")]


def chosen_lines(profile: Profile) -> tuple[ProfileLine, ...]:
    """The lines of the page: tested ones by how far they are from the state, then others, none of long ago."""
    newer = [line for line in profile.lines if not line.is_older]
    tested = [line for line in farthest_first(newer) if line.standing in TESTED]
    others = [line for line in newer if line.standing == "not tested" and not line.of_county]
    return tuple([*tested, *others][:MOST])


def _head(page: ProfilePage) -> list[SafeHtml]:
    profile = page.profile
    slug = profile.place.slug
    links = [html.Li(html.A(gettext("Everything there is on this place"), href=profile_path(slug)))]
    return [
        path_of(profile),
        html.H1(profile_title(profile), className="view-title"),
        html.P(profile_subtitle(profile), className="view-subtitle"),
        html.P(parse_bold(" ".join(profile_reading(profile, 1))), className="view-reading"),
        _actions(page),
        html.Ul(links, className="profile-order"),
        *_facts(page),
    ]


def _actions(page: ProfilePage) -> SafeHtml:
    """The profile on one page to export, where it has a line, and to add to the briefing."""
    profile = page.profile
    spoken = {} if language() == "en" else {"lang": language()}
    words = {"place": profile.place.slug, "form": FORMS[1], **spoken}
    menu = export_menu("place", words) if chosen_lines(profile) else None
    kept = kept_view("place", words, profile_title(profile), profile_reading(profile, 1), profile.catalog.version)
    return html.Div([menu, add_button(kept)], className="page-actions")


def _facts(page: ProfilePage) -> list[SafeHtml]:
    """Who lives there and what the place belongs to, a line each."""
    facts = [html.P([html.Strong(title), ": ", words]) for title, words in page_facts(page)]
    return [html.Div(facts, className="page-facts")] if facts else []


def page_facts(page: ProfilePage) -> list[tuple[str, str]]:
    """The same in words, each by its heading."""
    facts = []
    if page.residents is not None:
        shares = [f"{GROUPS[group].short} {share_words(share)}" for group, share in page.residents.shares[:NAMED]]
        facts.append((gettext("Who lives here"), " · ".join([counted_words(page.residents), *shares])))
    places = [place.name for place in belongs_to(page.profile)]
    if places:
        more = len(places) - NAMED
        rest = [gettext("{number} more", number=more)] if more > 0 else []
        facts.append((belongs_title(page.profile), join_list([*places[:NAMED], *rest])))
    return facts


def _lines(profile: Profile) -> list[SafeHtml]:
    lines = chosen_lines(profile)
    if not lines:
        return [html.P(gettext("No question has a recent figure that can be set beside the state’s."))]
    heads = [
        gettext("Question"), profile.place.short_name, gettext("State"), gettext("worse ◀ state ▶ better"),
        gettext("Against the state"),
    ]  # fmt: skip
    content = table(
        chosen_caption(profile),
        heads, [_line(line) for line in lines], columns=["c-what", "c-own", "c-state", "c-mark", "c-stand"],
        classes="figures-table profile-table",
    )  # fmt: skip
    return [key(profile, beside=False), content, _rest(profile, lines)]


def _line(line: ProfileLine) -> SafeHtml:
    head: list[html.Content] = [
        html.Span(line.question.name, className="profile-what"),
        html.Span(" · ".join(part for part in (measured(line), whose(line)) if part), className="profile-of"),
    ]
    state = figure_words(line.state, line) if line.state is not None else "–"
    cells = [
        html.Td(own_figure(line, tagged=False), className="c-own"),
        html.Td(state, className="c-state"),
        html.Td([spine_mark(line, beside=False), *direction(line)], className=mark_class(line)),
        html.Td(standing(line)[0], className="c-stand"),
    ]
    return row(head, cells, className="of-county" if line.of_county else None)


def _rest(profile: Profile, lines: Sequence[ProfileLine]) -> SafeHtml:
    """What the page leaves out, and the sources of what it shows."""
    catalog = profile.catalog
    used = dict.fromkeys(line.row.source for line in lines)
    shorts = list(dict.fromkeys(catalog.sources[i].short for i in used if i in catalog.sources))
    words = [rest_words(profile, lines), " ", html.Strong(gettext("Sources")), ": ", join_list(shorts), "."]
    return html.P(words, className="page-rest")


def chosen_caption(profile: Profile) -> str:
    """The caption of the lines of the page."""
    place = profile.place.name
    return gettext("The questions on which {place} is farthest from the state, what was tested first", place=place)


def rest_words(profile: Profile, lines: Sequence[ProfileLine]) -> str:
    """How many questions the page leaves out, and of how many nothing is known."""
    more = len(profile.lines) - len(lines)
    sentences = [ngettext("{number} more question is in the full profile.", "{number} more are in the full profile.",
                          more)] if more else []  # fmt: skip
    if profile.unknown:
        sentences.append(
            ngettext(
                "Of {number} question no figure of this place is known.",
                "Of {number} questions no figure of this place is known.",
                len(profile.unknown),
            )
        )
    return " ".join(sentences)
