"""The members of a region as a table: residents and events of each, with its share of the region's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from components.figures.event_shares import percent
from components.figures.tables import Cell, Column, Table, TableRow, figure_cell
from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.numbers import capitalize_first, count, format_value, is_number
from components.formatting.phrases import has_value
from components.page.paths import REGIONS
from data.analysis.profiles.addresses import profile_path
from data.analysis.regions.contributions import Contributions, Member
from data.analysis.regions.region_lines import RegionReading
from data.catalog.models import Place
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
    parts.append(scrolled(_table(reading.members, reading.profile.place.name, reading.profile.catalog.places), title))
    answer = reading.members.answer
    if answer is not None and answer.indicator.comparable:
        parts.append(html.P(unreliable_words(), className="figure-note"))
    return html.Section(parts, className="profile-topic region-members")


def unreliable_words() -> str:
    """What the dagger says."""
    return gettext("† Unreliable: few events or a very wide interval.")


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


def members_table(found: Contributions, name: str) -> Table:
    """The members by name, and all of them together as the last row; what is hidden is words."""
    year, answer = str(found.year) if found.year else "", found.answer
    columns = [
        Column("place", gettext("City or town"), "text"),
        Column("residents", gettext("Residents, {year}", year=year), "number"),
        Column("residents_share", gettext("Share of the residents"), "number", "%", 1),
    ]
    if answer is not None:
        events = capitalize_first(f"{answer.indicator.words.events}, {answer.selection.period.label}")
        columns += [
            Column("events", events, "number"),
            Column("events_share", gettext("Share of these"), "number", "%", 1),
        ]
        if answer.indicator.comparable:
            unit, decimals = answer.indicator.unit_short, answer.indicator.decimals
            columns.append(Column("figure", gettext("Own figure, {unit}", unit=unit), "number", unit, decimals))
    rows = [*(_member(member, answer) for member in found.members), _together(found)]
    kept = tuple(replace(line, cells={c.id: line.cells[c.id] for c in columns}) for line in rows)
    caption = gettext("The members of {region}", region=name)
    return Table("members", answer.indicator.id if answer is not None else "", caption, tuple(columns), kept)


def _table(found: Contributions, name: str, places: Mapping[str, Place]) -> SafeHtml:
    content = members_table(found, name)
    first, *others = content.columns
    lines = [_written(line, first, others, places) for line in content.rows]
    return table(
        html.Span(content.caption, className="visually-hidden"), [column.head for column in content.columns], lines,
        classes="figures-table region-table",
    )  # fmt: skip


def _written(line: TableRow, first: Column, others: Sequence[Column], places: Mapping[str, Place]) -> SafeHtml:
    words, cells = line.cells[first.id].words, [figure_cell(line, column) for column in others]
    if line.chosen:
        return row(html.Strong(words), cells, className="region-together")
    return row(html.A(words, href=profile_path(places[line.geo_id].slug)), cells)


def _member(member: Member, answer: Answer | None) -> TableRow:
    place, own = member.place, member.row
    cells = {
        "place": Cell(place.name, place.name),
        "residents": Cell(_residents(member.residents), _value(member.residents)),
        "residents_share": _share(member.residents_share),
    }
    if answer is not None:
        cells |= {
            "events": Cell(_events(member, answer), _value(member.events)),
            "events_share": _share(member.events_share),
            "figure": _own_figure(member, answer),
        }
    source = own.source if own is not None else ""
    return TableRow(cells, place.name, place.geo_id, place.level, source=source)


def _own_figure(member: Member, answer: Answer) -> Cell:
    own = member.row
    if not has_value(own):
        return Cell(_status(member), None)
    mark = UNRELIABLE if own.status == "unreliable" and own.value != 0 else ""
    return Cell(format_value(own.value, answer.indicator) + mark, own.value)


def _together(found: Contributions) -> TableRow:
    told = count(found.events) if is_number(found.events) else gettext("no sum")
    name = ngettext("All {number} member", "All {number} members", len(found.members))
    cells = {
        "place": Cell(name, None),
        "residents": Cell(_residents(found.residents), _value(found.residents)),
        "residents_share": _share(1.0 if found.residents > 0 else float("nan")),
        "events": Cell(told, _value(found.events)),
        "events_share": _share(1.0 if found.events > 0 else float("nan")),
        "figure": Cell("", None),
    }
    return TableRow(cells, chosen=True)


def _value(number: float) -> float | None:
    return float(number) if is_number(number) else None


def _residents(people: float) -> str:
    return format_integer(round(people)) if is_number(people) else STATUS_WORDS["not_available"]


def _share(share: float) -> Cell:
    return Cell(percent(share), 100 * share) if is_number(share) else Cell("–", None)


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
