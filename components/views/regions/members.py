"""The members of a region as a table: residents and events of each, with its share of the region's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from components.figures.event_shares import percent
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.numbers import capitalize_first, count, format_value, is_number
from components.formatting.phrases import has_value
from components.page.paths import REGIONS
from data.analysis.profiles.addresses import profile_path
from data.analysis.regions.contributions import Contributions, Member
from data.analysis.regions.region_lines import RegionReading
from data.catalog.questions import Question
from data.language import format_integer, gettext, ngettext
from data.query.selection import Answer
from data.vocabulary import STATUS_WORDS

UNRELIABLE = "†"
"""Behind a figure that is unreliable, as in every list of places."""


def members_panel(reading: RegionReading, words: Mapping[str, str]) -> SafeHtml:
    """The table, and the choice of the question whose events it shows. `words` are those of the page's address."""
    title = gettext("What each city and town contributes")
    parts = [html.H2(title, className="figure-title", id="members")]
    if reading.questions:
        parts.append(_choice(reading.questions, reading.asked, words))
    parts.append(scrolled(_table(reading.members, reading.profile.place.name), title))
    answer = reading.members.answer
    if answer is not None and answer.indicator.comparable:
        note = gettext("† Unreliable: few events or a very wide interval.")
        parts.append(html.P(note, className="figure-note"))
    return html.Section(parts, className="profile-topic region-members")


def _choice(questions: Sequence[Question], asked: str, words: Mapping[str, str]) -> SafeHtml:
    kept = [html.Input(type="hidden", name=k, value=v) for k, v in words.items() if k != "question"]
    options = [html.Option(q.name, value=q.id, selected=q.id == asked) for q in questions]
    return html.Form(
        [
            *kept,
            html.Label(gettext("Share of the events of"), htmlFor="region-question", className="region-label"),
            html.Select(options, id="region-question", name="question", className="form-select"),
            html.Button(gettext("Show"), type="submit", className="action"),
        ],
        action=f"{REGIONS}#members", method="get", className="region-question",
    )  # fmt: skip


def _table(found: Contributions, name: str) -> SafeHtml:
    year = str(found.year) if found.year else ""
    heads = [gettext("City or town"), gettext("Residents, {year}", year=year), gettext("Share of the residents")]
    answer = found.answer
    if answer is not None:
        period = answer.selection.period.label
        heads += [capitalize_first(f"{answer.indicator.words.events}, {period}"), gettext("Share of these")]
        if answer.indicator.comparable:
            heads.append(gettext("Own figure, {unit}", unit=answer.indicator.unit_short))
    lines = [_member(member, answer) for member in found.members]
    caption = gettext("The members of {region}", region=name)
    return table(
        html.Span(caption, className="visually-hidden"), heads, [*lines, _together(found)],
        classes="figures-table region-table",
    )  # fmt: skip


def _member(member: Member, answer: Answer | None) -> SafeHtml:
    place = html.A(member.place.name, href=profile_path(member.place.slug))
    cells = [_number(_residents(member.residents)), _number(_share(member.residents_share))]
    if answer is not None:
        cells += [_number(_events(member, answer)), _number(_share(member.events_share))]
        if answer.indicator.comparable:
            own = member.row
            mark = UNRELIABLE if has_value(own) and own.status == "unreliable" and own.value != 0 else ""
            value = format_value(own.value, answer.indicator) + mark if has_value(own) else _status(member)
            cells.append(_number(value))
    return row(place, cells)


def _together(found: Contributions) -> SafeHtml:
    cells = [_number(_residents(found.residents)), _number(_share(1.0 if found.residents > 0 else float("nan")))]
    if found.answer is not None:
        told = count(found.events) if is_number(found.events) else gettext("no sum")
        cells += [_number(told), _number(_share(1.0 if found.events > 0 else float("nan")))]
        if found.answer.indicator.comparable:
            cells.append(_number(""))
    name = ngettext("All {number} member", "All {number} members", len(found.members))
    return row(html.Strong(name), cells, className="region-together")


def _residents(people: float) -> str:
    return format_integer(round(people)) if is_number(people) else STATUS_WORDS["not_available"]


def _share(share: float) -> str:
    return percent(share) if is_number(share) else "–"


def _events(member: Member, answer: Answer) -> str:
    if not is_number(member.events):
        return _status(member)
    return (
        format_value(member.events, answer.indicator) if answer.indicator.measure == "dollars" else count(member.events)
    )


def _status(member: Member) -> str:
    """Why there is no number, in the site's one word for it."""
    known = member.row is not None and member.row.status in ("suppressed", "not_available")
    return STATUS_WORDS[member.row.status] if known and member.row is not None else STATUS_WORDS["not_available"]


def _number(text: str) -> SafeHtml:
    return html.Td(text, className="number")
