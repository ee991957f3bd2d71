"""Of 300 views in three languages: every number said is a frame's, and figures, tables and words say the same.

What numbers each kind of saying may hold is worked out a second time in `tests/alternatives/sayings.py`.
"""

from __future__ import annotations

import csv
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from io import StringIO
from typing import Any

import pytest

from components.documents.document import NothingToExportError
from components.documents.drawings.ranking import listing_of
from components.documents.formats.csv import csv_text
from components.figures.alt_text import groups_text, map_text, trend_text
from components.figures.findings.summaries import MOST_NAMED
from components.figures.groups import groups_figure
from components.figures.legend import legend
from components.figures.map import map_markup
from components.figures.ranking import ranking
from components.figures.tables import data_tables, tables
from components.figures.trend.chart import trend_figure
from components.figures.trend.text import trend_words
from components.formatting import phrases
from components.formatting.html import to_html
from components.formatting.numbers import format_value, interval
from components.formatting.rank_text import extremes
from components.views.compare.panels import compare_panel
from components.views.describe import describe
from components.views.multiples.panels import panels_of
from components.views.page import panels
from components.views.registry import view_of
from data.catalog.models import Catalog
from data.language import LANGUAGES, gettext, use_language
from data.query.related import multiples_by
from data.query.selection import Answer, Selection
from data.vocabulary import (
    CLASSES,
    EACH,
    GROUPS,
    LEVELS,
    OVERALL,
    STATUS_WORDS,
    VERDICT_LABELS,
    VIEWS,
    Period,
)
from tests.alternatives import sayings as second
from tests.components.reading import components, drawn_figures, elements, text
from tests.questions import SEED, Asked, every

pytestmark = pytest.mark.slow

VIEWS_ASKED = 300
CARDS = 12
"""Places of a view whose cards are read: ranks are drawn anew for each."""
LONG = 60
"""Rows of a table that are read as HTML in the view of tables only."""
TODAY = date(2026, 11, 22)
UNDER_TEN = ("two", "three", "four", "five", "six", "seven", "eight", "nine")
NUMERIC = re.compile(rf"\d|\b(?:{'|'.join(UNDER_TEN)})\b")
NOT_COUNTS = (
    "two releases", "two final figures", "two highest", "two figures", "two sources", "two indicators", "two so chosen",
    "the two are treated", "these two ranks", "two places",
)  # fmt: skip
"""What English says of a pair: no number of anything in view."""


# The views


def asked_for(catalog: Catalog) -> list[Selection]:
    """A question of every indicator, then of every level in turn, with words that are seldom said."""
    dice = random.Random(SEED + 5)
    found = list(every(catalog))
    dice.shuffle(found)
    first: dict[str, Selection] = {}
    for question in found:
        first.setdefault(question.indicator, question)
    chosen = list(first.values())
    rest = [question for question in found if first[question.indicator] is not question]
    by_level = [[q for q in rest if q.level == level] for level in LEVELS]
    while len(chosen) < VIEWS_ASKED:
        chosen += [own.pop() for own in by_level if own]
    return [told(question, dice, catalog) for question in chosen[:VIEWS_ASKED]]


def told(question: Selection, dice: random.Random, catalog: Catalog) -> Selection:
    """The question in a view and a language, with what is compared, what there is one of and what classes are made of.

    Places are compared and set side by side more often than the state alone, which has less to set beside it.
    """
    view = dice.choice(VIEWS if question.level == "state" else (*VIEWS, "compare", "compare", "multiples"))
    place = dice.choice(catalog.places_of(question.level)).slug
    asked = replace(question, view=view, language=dice.choice(tuple(LANGUAGES)), classes=dice.choice(CLASSES))
    if view == "multiples":
        return replace(asked, multiples_by=dice.choice(EACH))
    if view == "compare":
        return replace(asked, compare_with=dice.choice(["", place, place, dice.choice(tuple(catalog.indicators))]))
    strata = (
        () if question.breakdown == OVERALL else catalog.strata(question.indicator, question.breakdown, question.level)
    )
    return replace(asked, reference=dice.choice(["", *strata])) if view == "groups" else asked


@pytest.fixture(scope="module")
def views(ask_published: Asked) -> tuple[Answer, ...]:
    """The answers, each in its own language; a question that is not followed whole is asked without its rarer words."""
    made = []
    for question in asked_for(ask_published.catalog):
        understood, notices = ask_published.parse(**question.parameters())
        plain = replace(question, reference="", compare_with="", multiples_by=EACH[0])
        with use_language(question.language):
            made.append(ask_published.answers.to(understood if not notices else plain))
    return tuple(made)


def test_the_views_are_of_every_kind(views: Sequence[Answer], ask_published: Asked) -> None:
    catalog, asked = ask_published.catalog, [answer.selection for answer in views]
    assert len(asked) == VIEWS_ASKED
    assert {s.indicator for s in asked} == set(catalog.indicators)
    assert {s.level for s in asked} == set(LEVELS)
    assert {(s.view, s.language) for s in asked} == {(view, code) for view in VIEWS for code in LANGUAGES}
    assert {multiples_by(s, catalog) for s in asked if s.view == "multiples"} >= set(EACH)
    assert {s.classes for s in asked} == set(CLASSES)
    for name in ("place", "compare_with", "reference"):
        assert sum(bool(getattr(selection, name)) for selection in asked) > 9, name


# Every number said is a frame's


@cache
def names(answer: Answer, periods: frozenset[Period]) -> re.Pattern[str]:
    """Words with numbers in them that are no figures: of definitions, groups and places, and the labels of periods."""
    catalog = answer.catalog
    known = {word for period in periods for word in (period.label, period.long_label)}
    for own in (answer.indicator, *(side.indicator for side in answer.related)):
        known |= {own.title, own.unit, own.unit_short, *own.words.model_dump().values()}
        known |= {own.words.people, *(part.strip() for part in own.words.parts)} - {""}
        known |= {b.note for b in own.breaks}
    known |= {word for group in GROUPS.values() for word in (group.label, group.short)}
    frames = (answer.places, *(side.places for side in answer.related))
    known |= {str(name) for rows in frames for name in (row.name for row in rows)}
    known |= {catalog.places[str(geo_id)].short_name for rows in frames for geo_id in (row.geo_id for row in rows)}
    for source in catalog.sources.values():
        known |= {catalog.hidden_because(answer.indicator, source.id), source.unavailable_because.rstrip(".")}
    said = sorted((word for word in known if NUMERIC.search(word)), key=len, reverse=True)
    listed = "|".join(re.escape(word) for word in said) or "(?!)"
    return re.compile(rf"(?<![\d.,–])(?:{listed})(?![\d–])", re.IGNORECASE)


def counted(said: str, answer: Answer) -> str:
    """Numbers that English sentences write as words, in digits."""
    if answer.selection.language != "en":
        return said
    for pair in NOT_COUNTS:
        said = re.sub(pair, " ", said, flags=re.IGNORECASE)
    for number, word in enumerate(UNDER_TEN, start=2):
        said = re.sub(rf"\b{word}\b", str(number), said, flags=re.IGNORECASE)
    return re.sub(r"(?<=\bin )one\b|\bone(?= (?:county|region|area)\b)", "1", said)


def strange(said: str, allowed: set[str], answer: Answer, periods: Iterable[Period]) -> list[str]:
    """The numbers of a saying that nothing supports."""
    said = names(answer, frozenset(periods)).sub(" ", said)
    # Portuguese names the dollar's country, as its own readers have another.
    found = second.NUMBER.findall(counted(said, answer).replace("**", "").replace("US$ ", "$"))
    return [number for number in found if number not in allowed]


def check(answer: Answer, said: str, allowed: set[str], periods: Iterable[Period] | None = None) -> None:
    kept = second.periods_in_view(answer) if periods is None else periods
    found = strange(said, allowed, answer, kept)
    assert found == [], (answer.selection.query(), said, found, sorted(allowed))


def spoken(views: Iterable[Answer]) -> Iterator[Answer]:
    """Each answer, while its language is spoken."""
    for answer in views:
        with use_language(answer.selection.language):
            yield answer


def own_words(answer: Answer) -> bool:
    """Whether a view is said in the words of its question, and not in those of a comparison or of small multiples."""
    return answer.selection.view not in ("compare", "multiples")


def test_titles_say_numbers_of_the_frames(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        told = own_words(answer) and answer.selection.view != "trend"
        periods = [answer.selection.period] if told else spans(answer)
        check(answer, view_of(answer).title(answer), second.title_numbers(answer), periods)


def test_subtitles_say_no_number_but_of_the_unit_and_the_period(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        said = view_of(answer).subtitle(answer)
        if answer.selection.view == "trend":
            check(answer, said, unit_numbers(answer), spans(answer))
        elif own_words(answer):
            assert answer.selection.period.long_label in said
            check(answer, said, unit_numbers(answer), [answer.selection.period])
        elif answer.selection.view == "compare":
            check(answer, said, unit_numbers(answer), None)
        else:
            check(answer, said, unit_numbers(answer), spans(answer))


def unit_numbers(answer: Answer) -> set[str]:
    """ "per 100,000", where the people between are named anew."""
    return {n for own in (answer, *answer.related) for n in second.NUMBER.findall(own.indicator.unit)}


def spans(answer: Answer) -> list[Period]:
    """From the first period to the last of what small multiples show."""
    known = sorted(second.periods_in_view(answer))
    return [*known, *(Period(a.start, b.end) for a in known for b in known if a.start <= b.end)]


def test_readings_say_numbers_of_the_frames(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        allowed = second.reading_numbers(answer)
        for sentence in view_of(answer).reading(answer):
            told = own_words(answer) and answer.selection.view != "trend"
            check(answer, sentence, allowed, [answer.selection.period] if told else None)


def test_what_is_announced_says_numbers_of_the_frames(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        check(answer, view_of(answer).live(answer), second.live_numbers(answer), spans(answer))


def test_extremes_say_the_two_figures_and_their_ranks(views: Sequence[Answer]) -> None:
    said = 0
    for answer in spoken(views):
        for sentence in extremes(answer):
            check(answer, sentence, second.extremes_numbers(answer), [])
            # Of places with equal figures any may be named.
            named = [row for row in second.named(answer) if row.name in sentence]
            assert {row.value for row in second.ends(answer)} <= {row.value for row in named}
            said += 1
    assert said > 30


def test_cards_say_their_own_place_s_numbers(views: Sequence[Answer]) -> None:
    dice, said = random.Random(SEED), 0
    for answer in spoken(views):
        rows = dice.sample(list(answer.places), min(CARDS, len(answer.places)))
        standing = second.standings(answer, [row.geo_id for row in rows])
        number = len(second.ranked(answer))
        for row in rows:
            own = standing.get(row.geo_id)
            position = second.rank_numbers(own, number) if own and number >= phrases.FEWEST_RANKED else set()
            name, *lines = phrases.tooltip_lines(row, answer)
            assert name == row.name
            for line in lines:
                check(answer, line, second.card_numbers(row, answer, position), [])
            said += len(lines)
    assert said > 2_000


def test_legends_say_bounds_and_numbers_of_places(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        if answer.selection.level != "state":
            # The group stands before the state's figure: "State, Black residents 54.1".
            check(answer, text(legend(answer)), second.legend_numbers(answer), [])


def test_trends_say_figures_changes_and_years_of_their_lines(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        allowed = second.trend_numbers(answer)
        for sentence in trend_words(answer):
            check(answer, sentence, allowed)


def test_texts_of_figures_say_their_figures(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        write = second.pen(answer)
        places, groups, trend = (second.figures(frame, write)
                                 for frame in (answer.places, answer.groups, followed(answer)))  # fmt: skip
        check(answer, map_text(answer), places | second.shown_numbers(answer) | second.map_numbers(answer))
        check(answer, groups_text(answer), groups)
        check(answer, trend_text(answer), trend | unit_numbers(answer))


# Higher and lower


def test_higher_and_lower_places_are_named_as_tested(views: Sequence[Answer]) -> None:
    """Up to five places on a side are named, in the title or in the summary; of none nothing is said."""
    named = 0
    for answer in views:
        own = own_words(answer) and answer.selection.view in ("map", "table")
        if not own or answer.selection.level == "state" or answer.chosen:
            continue
        said = " ".join([view_of(answer).title(answer), *view_of(answer).reading(answer)]).replace("**", "")
        for verdict in ("higher", "lower"):
            tested = [r for r in answer.places if r.verdict and r.status == "reported"]
            standing = second.those_that_stand(tested, next(iter(answer.state), None))
            rows = [r for r in standing if r.verdict == verdict]
            if 0 < len(rows) <= MOST_NAMED:
                assert all(answer.catalog.places[r.geo_id].short_name in said for r in rows), (answer.selection, said)
                named += 1
            elif not rows:
                assert f"are {verdict} than the state" not in said
    assert named > 0


# Figures, tables and words


Key = tuple[str, str, str]
"""A place, a group and a period."""


def followed(answer: Answer) -> list[Any]:
    """The rows of a trend; in the Trend view those of the other groups too."""
    return [*answer.trend, *(answer.series or () if answer.selection.view == "trend" else ())]


@cache
def rows_of(answer: Answer) -> dict[Key, Any]:
    """Every row of an answer's frames; the same row in two frames is the same figure."""
    found: dict[Key, Any] = {}
    for frame in (answer.places, answer.state, answer.overall, answer.groups, followed(answer)):
        for row in frame:
            other = found.setdefault((row.geo_id, row.stratum, row.period), row)
            assert other.status == row.status
            assert (other.value == row.value and other.source == row.source) or not second.is_known(row.value)
            for name in ("ci_low", "ci_high", "numerator", "denominator"):
                assert str(getattr(other, name)) == str(getattr(row, name)), answer.selection.query()
    return found


def value_of(row: Any, answer: Answer) -> str:
    """A row's figure as it is written everywhere, or the word of its status."""
    return format_value(row.value, answer.indicator) if second.is_known(row.value) else STATUS_WORDS[row.status]


def stored_of(row: Any, answer: Answer) -> str:
    """A row's figure as tables and files have it, with all its decimals; "–" without one."""
    return format_value(row.value, answer.indicator, stored=True) if second.is_known(row.value) else "–"


def interval_of(row: Any, answer: Answer) -> str:
    return interval(row.ci_low, row.ci_high, answer.indicator) if second.is_known(row.ci_low) else ""


def test_one_place_group_and_period_has_one_figure_in_every_frame(views: Sequence[Answer]) -> None:
    for answer in views:
        for own in (answer, *answer.related):
            assert rows_of(own)


def short_name(row: Any, answer: Answer) -> str:
    return answer.catalog.places[row.geo_id].short_name


def test_map_list_and_document_say_each_place_s_figure_interval_and_verdict(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        if answer.selection.level == "state":
            continue
        rows = {row.slug: row for row in answer.places}
        drawn = elements(str(map_markup(answer)))
        options = {e["data-place"]: e["aria-label"].split("\n") for e in drawn.every(role="option")}
        items = {e["data-key"]: e for e in elements(to_html(ranking(answer, "/explore"))).every(class_="ranking-item")}
        listed = {place.geo_id: place for place in listing_of(answer).places}
        assert set(options) == set(items) == set(rows)
        labels = [e.text for e in drawn.every(class_="map-label")]
        labelled = rows.values() if answer.selection.level in ("county", "eohhs_region") else ()
        # A missing figure is said by the lines of its place and the legend: its label is the name alone.
        figures = ("" if row.status == "not_available" else value_of(row, answer) for row in labelled)
        assert labels == [
            f"{short_name(row, answer)} {said}".strip() for row, said in zip(labelled, figures, strict=True)
        ]
        for slug, row in rows.items():
            on_map, item, taken = options[slug], items[slug], listed[row.geo_id]
            assert on_map == phrases.tooltip_lines(row, answer)
            if not second.is_known(row.value):
                assert value_of(row, answer) in item.text
                assert (taken.value, taken.status) == ("", value_of(row, answer))
                assert not re.search(r"\d", on_map[1].partition("(")[0])
                continue
            (value,), (verdict,) = item.every(class_="ranking-value"), item.every(class_="verdict")
            star = "†" if row.status == "unreliable" else ""
            assert on_map[1] == phrases.amount(row.value, answer.indicator)
            assert on_map[1].startswith(value_of(row, answer))
            assert value.text.split(" (")[0] == taken.value == value_of(row, answer) + star
            assert interval_of(row, answer) in value.text
            assert ("95" in value.text.partition("(")[2]) >= second.is_known(row.ci_low)
            assert verdict.text == taken.verdict == VERDICT_LABELS[row.verdict]
            assert (on_map[-1] == phrases.verdict_words(row, answer.indicator)) or not row.verdict


def test_the_groups_figure_has_every_figure_and_whisker_and_their_values(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        rows = [row for row in answer.groups if row.stratum != OVERALL]
        drawn = groups_figure(answer)
        dots = [t for t in drawn["data"] if "text" in t]
        shown = [row for row in rows if second.is_known(row.value)]
        assert len(dots) == len(shown)
        heads = {
            f"<b>{gettext('{group}, {place}', group=GROUPS[row.stratum].label, place=row.name)}</b>": row
            for row in shown
        }
        for dot in dots:
            head, amount, *_ = dot["text"][0].split("<br>")
            row = heads.pop(head)
            assert dot["x"] == [row.value]
            assert amount == phrases.amount(row.value, answer.indicator)
            if second.is_known(row.ci_low):
                ends = (row.value - dot["error_x"]["arrayminus"][0], row.value + dot["error_x"]["array"][0])
                assert ends == pytest.approx((row.ci_low, row.ci_high))
            else:
                assert "error_x" not in dot
        assert not heads
        values = [
            TAGS.sub("", a["text"]).removeprefix("▨ ")
            for a in drawn["layout"]["annotations"]
            if a.get("xref") == "paper"
        ]
        # The notes say that † marks what is unreliable.
        signs = {"unreliable": "†"}
        assert sorted(values) == sorted(value_of(row, answer) + signs.get(row.status, "") for row in rows)


TAGS = re.compile(r"<[^>]+>")


def test_every_point_of_the_trend_is_a_figure_of_its_period(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        known = {
            (
                row.name,
                row.stratum,
                round(Period.parse(row.period).midpoint, 6),
                Period.parse(row.period).long_label,
            ): row
            for row in followed(answer)
            if second.is_known(row.value)
        }
        by_words = {
            (f"<b>{name}, {phrases.people_at_start(stratum, answer.indicator)}</b>", x, label): row
            for (name, stratum, x, label), row in known.items()
        }
        drawn = trend_figure(answer)
        for trace in drawn["data"]:
            if trace["mode"] != "markers" or trace.get("name") == "turns":
                continue
            for x, y, said in zip(trace["x"], trace["y"], trace["text"], strict=True):
                head, figured, *more = said.split("<br>")
                label, _, value = figured.rpartition(": ")
                row = by_words[(head, round(x, 6), label)]
                assert y == row.value
                assert value == value_of(row, answer)
                assert interval_of(row, answer) in " ".join(more)
        ends = [TAGS.sub("", a["text"]) for a in drawn["layout"]["annotations"] if a["text"].startswith("<b>")]
        values = {value_of(row, answer) for row in known.values()}
        assert all(end.rpartition(": ")[2].rstrip("*†") in values for end in ends)


def test_cells_of_the_tables_are_the_figures(views: Sequence[Answer]) -> None:
    for answer in spoken(views):
        rows = rows_of(answer)
        for made, shown in zip(data_tables(answer), tables(answer, "/explore"), strict=True):
            if len(made.rows) > LONG and answer.selection.view != "table":
                continue
            seen = elements(to_html(shown)).every("tbody")[0].every("tr")
            for row, line in zip(made.rows, seen, strict=True):
                own = rows[(row.geo_id, row.group, row.period)]
                cells = dict(zip((c.id for c in made.columns), (e.text for e in line.children), strict=True))  # type: ignore[union-attr]
                assert cells["value"] == stored_of(own, answer)
                assert cells["interval"] == (interval_of(own, answer) or "–")
                assert cells["status"].startswith(STATUS_WORDS[own.status])
                if "verdict" in cells and made.subject == "places" and row.level != "state":
                    assert cells["verdict"] == (VERDICT_LABELS[own.verdict] or "–")


def test_the_csv_says_the_same_as_the_page(views: Sequence[Answer]) -> None:
    taken = 0
    for answer in spoken(views):
        try:
            document = describe(answer, "https://equity.example", TODAY)
        except NothingToExportError:
            continue
        rows: dict[tuple[str, ...], tuple[Any, Answer]] = {}
        for own in (answer, *answer.related):
            rows |= {(own.indicator.id, *key): (row, own) for key, row in rows_of(own).items()}
        if answer.series is not None:
            rows |= {(answer.indicator.id, r.geo_id, r.stratum, r.period): (r, answer)
                     for r in answer.series}  # fmt: skip
        for line in csv.DictReader(StringIO(csv_text(document), newline="")):
            if line["table"] == "about":
                continue
            row, own = rows[(line["indicator"], line["geo_id"], line["group_id"], line["period"])]
            assert line["value_words"].removeprefix("'") == stored_of(row, own)
            assert [float(line[c]) if line[c] else None for c in ("value", "ci_low", "ci_high")] == [
                float(v) if second.is_known(v) else None for v in (row.value, row.ci_low, row.ci_high)
            ]
            taken += 1
    assert taken > 5_000


# Comparisons and small multiples


def drawn_in(page: Any) -> list[dict[str, Any]]:
    """The traces of the charts of a page."""
    return [trace for figure in drawn_figures(page) for trace in figure["data"]]


def test_a_comparison_s_panel_has_both_places_figures(views: Sequence[Answer]) -> None:
    seen = 0
    for answer in spoken(views):
        if answer.selection.view != "compare" or len(answer.related) < 2:
            continue
        one, other = answer.related[:2]
        allowed = {n for side in (one, other) for n in second.figures(rows_of(side).values(), second.pen(side))}
        page = compare_panel(answer, "/explore")
        known = {row.value for side in (one, other) for row in rows_of(side).values() if second.is_known(row.value)}
        for trace in (t for t in drawn_in(page) if "text" in t):
            if trace.get("name") == "turns":
                continue
            # Of groups the figure lies on the axis across, of periods on the one upwards.
            groups = len(trace["text"]) == 1 and trace["x"][0] in known
            for value, hover in zip(trace["x"] if groups else trace["y"], trace["text"], strict=True):
                assert value in known
                assert format_value(value, one.indicator) in hover.partition("</b>")[2]
                seen += 1
        if one.indicator.id != other.indicator.id:
            continue
        table = elements(rendered_tables(page)).every("tbody")[-1] if rendered_tables(page) else None
        for line in table.every("tr") if table else ():
            cells = [e.text for e in line.children][1:3]  # type: ignore[union-attr]
            for cell in cells:
                assert [
                    n
                    for n in second.NUMBER.findall(cell.replace("US$\u00a0", "$").replace("US$ ", "$"))
                    if n not in allowed
                ] == [], cell
    assert seen > 100, seen


def rendered_tables(page: Any) -> str:
    """The HTML of the fragments and tables of a page."""
    found = [part.to_plotly_json()["props"].get("data-fragment", "") for part in components(page)]
    return "".join(part for part in found if "<tbody" in part).replace("<br>", " ")


def test_a_panel_of_small_multiples_has_its_own_figures(views: Sequence[Answer]) -> None:
    said = 0
    for answer in spoken(views):
        each = multiples_by(answer.selection, answer.catalog) if answer.selection.view == "multiples" else ""
        if not each:
            continue
        made = elements("".join(p.to_plotly_json()["props"].get("data-fragment", "")
                                for p in components(panels(answer, "/explore")[0])))  # fmt: skip
        articles = made.every(class_="multiple-panel")
        if each in ("group_trend", "place_trend"):
            assert answer.series is not None
            column = "stratum" if each == "group_trend" else "name"
            lines: dict[str, set[str]] = {}
            for row in answer.series:
                name = GROUPS[row.stratum].label if column == "stratum" else row.name
                lines.setdefault(name, set()).add(value_of(row, answer))
            for article in articles:
                for value in article.every(class_="multiple-value"):
                    assert value.text.rstrip("†") in lines[article.every(class_="multiple-name")[0].text]
                    said += 1
        else:
            for panel, article in zip(panels_of(answer), articles, strict=True):
                state = next(iter(panel.state), None)
                if state is not None and second.is_known(state.value):
                    star = "†" if state.status == "unreliable" else ""
                    assert article.every(class_="multiple-value")[0].text == value_of(state, panel) + star
                    said += 1
                assert phrases.shown_words(panel) in article.text
    assert said > 20
