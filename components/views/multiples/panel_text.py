"""Text of one panel of small multiples: verdict, text alternative of its line, suppressed figures."""

from __future__ import annotations

from collections.abc import Sequence

from components.formatting import html, phrases
from components.formatting.html import SafeHtml
from components.formatting.markup import DECORATIVE
from components.formatting.numbers import format_number, format_value, interval, is_number
from data.analysis.period_changes import Change
from data.language import gettext, ngettext
from data.query.rows import Row
from data.query.selection import Answer
from data.vocabulary import OVERALL, STATUS_WORDS, Period

SIGNS = {"higher": "▲", "lower": "▼"}


def against_everyone(row: Row, answer: Answer) -> str:
    """A group's figure against that of everyone: "Higher than all residents"; empty where nothing was tested."""
    who = phrases.people(OVERALL, answer.indicator)
    if row.verdict == "higher":
        return gettext("Higher than {people}", people=who)
    if row.verdict == "lower":
        return gettext("Lower than {people}", people=who)
    return gettext("Not clearly different from {people}", people=who) if row.verdict else ""


def change_verdict(change: Change | None) -> tuple[str, str]:
    """The direction of a tested change and its words: "Higher than in 2018–20"; both empty where none was tested."""
    if change is None or change.result is None:
        return "", ""
    then, direction = Period.parse(change.before.period).label, str(change.result.direction)
    if direction == "higher":
        return direction, gettext("Higher than in {period}", period=then)
    if direction == "lower":
        return direction, gettext("Lower than in {period}", period=then)
    return "not clear", gettext("Not clearly different from {period}", period=then)


def line_words(rows: Sequence[Row], who: str, answer: Answer) -> str:
    """A line in words: who it is of, every period's figure, and those that are hidden or not there."""
    parts = []
    for row in rows:
        value = phrases.amount(row.value, answer.indicator) if phrases.has_value(row) else STATUS_WORDS[row.status]
        parts.append(gettext("{period} {value}", period=Period.parse(row.period).label, value=value))
    return gettext("{who}: {figures}.", who=who, figures=", ".join(parts))


def span_words(rows: Sequence[Row], who: str, answer: Answer) -> str:
    """A long line in words: its first, highest and last figure."""
    with_figure = [row for row in rows if phrases.has_value(row)]
    if len(with_figure) < 4:
        return line_words(rows, who, answer)
    first, last, top = with_figure[0], with_figure[-1], max(with_figure, key=lambda row: row.value)
    values = {
        name: phrases.amount(row.value, answer.indicator) for name, row in (("a", first), ("b", top), ("c", last))
    } | {name: Period.parse(row.period).label for name, row in (("x", first), ("y", top), ("z", last))}
    return gettext("{who}: {a} in {x}, highest {b} in {y}, {c} in {z}.", who=who, **values)


def latest_row(rows: Sequence[Row]) -> Row | None:
    """The newest row with a figure; of those that end together, that of the shortest period."""
    with_figure = [row for row in rows if phrases.has_value(row)]
    periods = {row.period: Period.parse(row.period) for row in with_figure}
    return max(with_figure, key=lambda row: (periods[row.period].end, -periods[row.period].length_years), default=None)


def periods_shown(rows: Sequence[Row]) -> str:
    """Number of periods with a figure: "2 of 3 periods, 1 hidden"."""
    with_figure = sum(phrases.has_value(row) for row in rows)
    parts = [ngettext("{shown} of {number} period", "{shown} of {number} periods", len(rows), shown=with_figure)]
    for status in ("suppressed", "not_available"):
        number = sum(row.status == status for row in rows)
        if number:
            parts.append(gettext("{number} {status}", number=number, status=STATUS_WORDS[status]))
    return ", ".join(parts)


def hidden_words(answer: Answer, each: str) -> str:
    """Number of figures of all maps that are suppressed or not available, and a caution on blank maps."""
    statuses = [str(row.status) for panel in answer.related for row in panel.places]
    sentences = []
    for status in ("suppressed", "not_available"):
        number = statuses.count(status)
        if number:
            sentences.append(_missing_words(status, number, len(statuses)))
    if sentences and each == "group":
        events = answer.indicator.words.events
        sentences.append(
            gettext(
                "Where a group is small, a blank map is a limit of the data, not the absence of {events}.",
                events=events,
            )
        )
    return " ".join(sentences)


def _missing_words(status: str, number: int, of: int) -> str:
    values = {"of": format_number(of, 0)}
    if status == "suppressed":
        return ngettext("**{number} of {of} figures is hidden.**", "**{number} of {of} figures are hidden.**", number,
                      **values)  # fmt: skip
    return ngettext("**{number} of {of} figures is not available.**", "**{number} of {of} figures are not available.**",
                  number, **values)  # fmt: skip


def figure_parts(row: Row, answer: Answer) -> list[SafeHtml | str]:
    """A figure in bold with its interval."""
    star = "†" if row.status == "unreliable" else ""
    parts: list[SafeHtml | str] = [
        html.Strong(format_value(row.value, answer.indicator) + star, className="multiple-value")
    ]
    if is_number(row.ci_low):
        parts.append(html.Span(interval(row.ci_low, row.ci_high, answer.indicator), className="multiple-interval"))
    return parts


def verdict_line(verdict: str, sentence: str, answer: Answer) -> list[SafeHtml]:
    """Verdict of a test as a line with a sign that needs no colour; empty where nothing was tested."""
    if not sentence:
        return []
    sign = [html.Span(f"{SIGNS[verdict]} ", **DECORATIVE)] if verdict in SIGNS else []
    kind = phrases.verdict_kind(verdict, answer.indicator)
    return [html.P([*sign, sentence], className=f"multiple-verdict verdict {kind}")]
