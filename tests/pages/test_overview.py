"""The overview over HTTP: every number on it is the file's, every link opens what it says, whatever the language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import brotli
import pytest

from components.figures.descriptions import title
from components.formatting.markup import parse_bold
from components.views.gaps.text import change_words
from components.views.gaps.titles import gap_title
from components.views.gaps.words import side_name
from data.analysis.gap_selection import gap_view
from data.analysis.overview.focus_areas import focus_areas
from data.language import LANGUAGES, gettext, use_language
from data.query.answers import Answers
from data.query.url import parse_query
from tests.alternatives.overview import Figure, File, excess, label_of, people_of, rounded, written
from tests.pages.overview_page import Node, html_of, read
from tests.site import Site, open_site, shared_site

NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
LEFT_OUT = re.compile(r"95%|(?<=in the )12 months|first three months|per 1,000|per 10,000|per 100,000|\ball ages\b")
"""Numbers that are words: of an interval, of a unit."""
SAME = ("Diabetes", "Overdose")
"""Headings that are the same in another language."""
YEARS = re.compile(r"\b(?:19|20)\d\d(?:–\d{2,4})?\b")


@pytest.fixture(scope="module")
def site(published: Path) -> Site:
    return shared_site(published)


@pytest.fixture(scope="module")
def page(site: Site) -> Node:
    return read(html_of(site))


@pytest.fixture(scope="module")
def file(published: Path) -> File:
    return File(published)


def answers_of(site: Site) -> Answers:
    found: Answers = site.app.server.extensions["answers"]
    return found


def words_of(link: Node) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link.attributes["href"]).query))


def numbers(text: str) -> list[str]:
    """The numbers of a sentence but years, and those that are words."""
    return NUMBER.findall(YEARS.sub(" ", LEFT_OUT.sub(" ", text)))


def decimals_of(file: File, indicator: str) -> int:
    found: int = file.definition(indicator).get("decimals", 1)
    return found


def of_view(words: dict[str, str], file: File) -> set[str]:
    """Every number that the view of an address may say, as it is written, by the tables of the file."""
    indicator, period = words["indicator"], words["period"]
    rows = [f for f in file.figures(indicator) if f.value is not None]
    now = [f for f in rows if f.period == period]
    state = [f for f in rows if f.level == "state"]
    places = {decimals_of(file, indicator)}
    found = written([f.value for f in (*state, *now)], places)
    # Times and differences: a place against the state, a group against everyone, against White people, and all others.
    for one in now:
        for other in (f for f in now if f.level == "state" or f.slug == one.slug):
            if other is not one and one.value and other.value:
                found |= written([one.value / other.value], {1, 2})
                apart = [abs(float(rounded(x.value or 0, *places).replace(",", ""))) for x in (one, other)]
                found |= written([abs(apart[0] - apart[1])], places)
        rest = rest_of(one, now)
        found |= written([one.value / rest], {1, 2}) if rest and one.value else set()
    for one in state:
        for other in state:
            if one.period == other.period and one.value and other.value:
                found |= written([one.value / other.value], {1, 2})
    return found | {str(len({f.slug for f in rows if f.level == words["level"]}))}


def rest_of(one: Figure, now: list[Figure]) -> float | None:
    """The figure of everyone else, from counts."""
    every = next((f for f in now if f.slug == one.slug and f.stratum == "overall"), None)
    if every is None or None in (every.events, every.people, one.events, one.people) or every is one:
        return None
    events, people = (every.events or 0) - (one.events or 0), (every.people or 0) - (one.people or 0)
    scale = (every.value or 0) * (every.people or 0) / every.events if every.events else 0
    return scale * events / people if people > 0 else None


def sister(words: dict[str, str], file: File) -> set[str]:
    """Figures of the publisher's own ratio."""
    ratios = file.figures(f"{words['indicator']}_ratio")
    return written([f.value for f in ratios], {1})


# Numbers


def test_every_number_in_a_link_is_what_the_file_has_for_its_address(page: Node, file: File) -> None:
    checked = 0
    for link in page.all("a"):
        words = words_of(link)
        if "period" not in words:
            continue
        said = numbers(link.text)
        if "lives" in link.attributes.get("class", "") or " than at the state’s rate" in link.text:
            continue  # the next test
        known = of_view(words, file) | sister(words, file)
        assert set(said) <= known, (link.text, set(said) - known)
        years = {label for f in file.figures(words["indicator"]) for label in label_of(f.period)}
        years |= {label for f in file.figures(f"{words['indicator']}_ratio") for label in label_of(f.period)}
        in_months = re.sub(r"12 months to \w+ \d{4}", " ", link.text)
        breaks = {str(b["at"]) for b in file.definition(words["indicator"]).get("breaks", ())}
        assert set(YEARS.findall(in_months)) <= years | breaks, link.text
        checked += len(said)
    assert checked > 60


def test_lives_are_the_difference_times_the_people(page: Node, file: File) -> None:
    links = [link for link in page.all("a") if " than at the state’s rate" in link.text]
    assert len(links) >= 6
    for link in links:
        words = words_of(link)
        rows = [f for f in file.figures(words["indicator"]) if f.period == words["period"]]
        stratum, slug = words["group"].replace("all", "overall"), words.get("place", "massachusetts")
        (row,) = [f for f in rows if (f.slug, f.stratum) == (slug, stratum)]
        (state,) = [f for f in rows if (f.slug, f.stratum) == ("massachusetts", "overall")]
        indicator = file.definition(words["indicator"])
        years = int(row.period[-4:]) - int(row.period[:4]) + 1
        value, low, high = excess(
            row, state, people_of(row, file, indicator), years, float(indicator.get("per", 100)),
            favorable=indicator["polarity"] == "higher_is_better",
        )  # fmt: skip
        places = 0 if value >= 10 else 1
        assert numbers(link.text) == [rounded(x, places) for x in (value, low, high)], link.text


def test_the_figure_of_a_question_is_its_newest_of_the_state(page: Node, file: File) -> None:
    """The newest final figure of every comparable version; one with an interval goes before one a year newer."""
    cards = list(page.all("article", "overview-card"))
    for card in cards:
        head = card.one("div", "head")
        question = words_of(head.one("h3").one("a"))["question"]
        found = []
        for order, (indicator,) in enumerate(
            file.rows("SELECT indicator FROM question WHERE question = ? ORDER BY version", question)
        ):
            definition = file.definition(indicator)
            if definition["measure"] == "count" or definition.get("whole_place"):
                continue
            for f in file.figures(indicator):
                final = f.period not in definition.get("provisional", ())
                if f.level == "state" and f.stratum == "overall" and f.status == "reported" and final:
                    end, start = (int(f.period[at]) for at in (slice(-4, None), slice(0, 4)))
                    found.append((f.low is not None, end, start, -order, f, indicator))
        newest = max(end for _, end, *_ in found)
        *_, figure, indicator = max(one for one in found if one[1] >= newest - 1)
        link = head.one("a", "overview-number")
        assert words_of(link)["indicator"] == indicator
        assert words_of(link)["period"] == figure.period
        places = decimals_of(file, indicator)
        assert numbers(link.text) == [rounded(figure.value or 0, places)]
        note = head.one("p", "overview-note").text
        ends = [rounded(end, places) for end in (figure.low, figure.high) if end is not None]
        assert numbers(re.sub(r"\d+ years old|under 18", "", note)) == ends, note
        assert ("6 years old" in note) == (newest == 2020)
        assert label_of(figure.period)[-1] in note
    assert len(cards) == sum(len(area.questions) for area in focus_areas())


def test_old_figures_say_how_old_they_are(page: Node, file: File) -> None:
    ((built,),) = file.rows("SELECT built FROM build")
    for paragraph in page.all("p"):
        ages = [int(old.text.split()[0]) for old in paragraph.all("span", "overview-old")]
        links = [words_of(link)["period"] for link in paragraph.all("a") if "period" in words_of(link)]
        if links and "overview-finding" in paragraph.classes:
            age = int(str(built)[:4]) - int(links[0][-7:-3] if "_" in links[0] else links[0][-4:])
            assert ages == ([age] if age >= 5 else []), paragraph.text


def test_a_map_has_the_class_of_every_county(page: Node, file: File) -> None:
    """The bounds of the key part the figures of the map, each bound being a figure; the hatch is what is hidden."""
    maps = 0
    for card in page.all("article", "overview-card"):
        for drawn in card.all("div", "overview-mapped"):
            words = [words_of(link) for link in card.one("div", "where").all("a")][-1]
            of_level = [f for f in file.figures(words["indicator"]) if f.level == words["level"]]
            rows = [f for f in of_level if (f.stratum, f.period) == ("overall", words["period"])]
            values = written([f.value for f in of_level], {decimals_of(file, words["indicator"])})
            uses = [use for use in drawn.all("use") if "place" in use.classes]
            assert len(uses) == len(rows)
            for status, kind in (("suppressed", "suppressed"), ("not_available", "not-available")):
                assert sum(kind in use.classes for use in uses) == sum(f.status == status for f in rows)
            counted = 0
            known = [f.value for f in rows if f.value is not None]
            beside = [item.text for item in drawn.all("li") if " to " not in item.text]
            unsure = sum(int(numbers(text)[-1]) for text in beside)  # hidden ones, and those that are in no class
            for item in drawn.all("li"):
                bounds, _, places = item.text.rpartition(":")
                counted += int(numbers(places)[0])
                if " to " in bounds:
                    assert set(numbers(bounds)) <= values, item.text
                    low, high = (float(bound.replace(",", "")) for bound in numbers(bounds))
                    half = 0.5 * 10 ** -decimals_of(file, words["indicator"])
                    inside = sum(low - half <= value <= high + half for value in known)
                    edge = sum(
                        min(abs(value - low), abs(value - high)) <= half for value in known
                    )  # rounded, of either
                    assert inside - edge - unsure <= int(numbers(places)[0]) <= inside, item.text
            assert counted == len(rows)
            maps += 1
    assert maps >= 9


def test_a_chart_of_groups_has_the_figure_of_every_group(page: Node, file: File) -> None:
    """Beside each mark stands the group's figure in the period that the sentence over it names, and no other number."""
    charts = 0
    for brief in page.all("div", "overview-brief-area"):
        for drawn in brief.all("div", "overview-groups"):
            words = next(found for link in brief.all("a") if "period" in (found := words_of(link)))
            rows = [f for f in file.figures(words["indicator"]) if f.level == "state" and f.period == words["period"]]
            groups = [f for f in rows if f.stratum != "overall" and f.dimension == words["by"] and f.value is not None]
            places = {decimals_of(file, words["indicator"])}
            bold = [part.text for part in drawn.all("tspan") if part.attributes["font-weight"] == "700"]
            said = [number for text in bold for number in numbers(text)]
            figures = [number for f in groups for number in written([f.value], places)]
            everyone = written([f.value for f in rows if f.stratum == "overall"], places)
            assert sorted(number for number in said if number not in everyone) == sorted(
                number for number in figures if number not in everyone
            ), (words, said)
            charts += 1
    assert charts >= 3


def test_lives_in_brief_lead_to_the_figure_they_are_counted_from(page: Node) -> None:
    lives = [p for brief in page.all("div", "overview-brief-area") for p in brief.all("p") if "state’s rate" in p.text]
    assert lives
    for sentence in lives:
        link = sentence.one("a")
        assert link.attributes["href"].startswith("/explore?")
        assert link.text == sentence.text


def test_the_table_counts_the_measures_of_the_file(page: Node, file: File) -> None:
    having = (
        "1 = 1", "geo_level = 'state' AND dimension <> 'overall'", "geo_level = 'county'",
        "geo_level = 'county' AND dimension <> 'overall'", "geo_level = 'municipality'",
        "geo_level = 'municipality' AND year(period_end) >= 2021",
    )  # fmt: skip
    rows = list(page.one("table", "overview-coverage").one("tbody").all("tr"))
    expected = {}
    for column, condition in enumerate(having):
        value = "TRUE" if column == 0 else "value IS NOT NULL"
        statement = (
            "SELECT defined.topic, count(DISTINCT indicator) FROM observation JOIN (SELECT indicator, topic FROM "
            f"indicator) defined USING (indicator) WHERE {value} AND {condition} GROUP BY 1"
        )
        for topic, number in file.rows(statement):
            expected[topic, column] = number
    for row in rows:
        topic = words_of(row.one("a"))["topic"]
        assert [cell.text for cell in row.all("td")] == [str(expected.get((topic, n), 0) or "none") for n in range(6)]
    assert len(rows) == 4


def test_what_changed_names_the_newest_figures(page: Node, file: File) -> None:
    ((newest,),) = file.rows("SELECT max(period_end) FROM observation WHERE value IS NOT NULL")
    ((releases, fetched),) = file.rows("SELECT count(*), max(retrieved) FROM source")
    foot = page.one("div", "overview-foot")
    first = foot.one("section")
    assert f"from {releases} releases" in first.text
    assert f"{fetched:%B} {fetched.day}, {fetched.year}" in first.text
    assert f"to {newest:%B %Y}" in first.one("li").text
    assert len(list(first.all("li"))) == 6


# Links


def test_every_link_opens_the_view_it_says(site: Site, page: Node) -> None:
    """The words of a link are the title of its view; a note beside a gap is a sentence of its page."""
    answers, checked = answers_of(site), 0
    for link in page.all("a"):
        path, words = urlsplit(link.attributes["href"]).path, words_of(link)
        if path == "/explore":
            selection, notices = parse_query(words, answers.catalog)
            assert not notices, (link.text, notices)
            if "question" not in words:
                assert selection.parameters() == words, link.text
            if {"overview-finding", "overview-headline"} & set(_above(page, link)):
                assert link.text == title(answers.to(selection))
                checked += 1
        elif path == "/gaps" and words:
            view = gap_view(words, answers, side_name)
            assert not view.notices, (link.text, view.notices)
            if {"overview-finding", "overview-headline"} & set(_above(page, link)):
                assert link.text == gap_title(view)
                checked += 1
            elif change_words(view) and "ratio" not in link.text:
                assert link.text == "".join(re.sub("<.*?>", "", p) for p in parse_bold(" ".join(change_words(view))))
    assert checked >= 30


def _above(node: Node, wanted: Node) -> list[str]:
    """The classes of the element that holds another."""
    for part in node.inside:
        if part is wanted:
            return node.classes
        if isinstance(part, Node):
            found = _above(part, wanted)
            if found or any(p is wanted for p in part.inside):
                return found
    return []


@pytest.mark.parametrize("path", ["/worst", "/gaps", "/places", "/methods"])
def test_it_leads_to_the_pages_there_are(site: Site, page: Node, path: str) -> None:
    assert path in {link.attributes["href"] for link in page.all("a")}
    assert site.get(path).status_code == 200


def test_the_largest_cities_stand_under_the_finder(page: Node, file: File) -> None:
    towns = file.rows(
        "SELECT slug FROM geography JOIN (SELECT geo_id, arg_max(population, year) AS people FROM population "
        "WHERE dimension = 'overall' GROUP BY geo_id) USING (geo_id) WHERE level = 'municipality' "
        "ORDER BY people DESC LIMIT 6"
    )
    found = [link.attributes["href"] for link in page.one("ul", "overview-cities").all("a")]
    assert found == [f"/place/{slug}" for (slug,) in towns]
    form = page.one("form")
    assert (form.attributes["action"], form.attributes["method"], form.one("input").attributes["name"]) == (
        "/places", "get", "q",
    )  # fmt: skip


def test_the_gap_in_severe_complications_is_answered_in_no_choice(page: Node, file: File) -> None:
    """Is the gap in severe maternal morbidity closing? The page says what is known; one choice leads to the gap."""
    (card,) = [c for c in page.all("article", "overview-card") if "childbirth" in c.one("h3").text]
    closing = card.one("div", "closing")
    ratios = sorted((f.period, f.value) for f in file.figures("severe_maternal_morbidity_ratio")
                    if f.stratum == "black_nh" and f.value is not None)  # fmt: skip
    for period, value in (ratios[0], ratios[-1]):
        assert f"{value:.1f}" in closing.text
        assert period in closing.text
    assert closing.one("strong").text == "Not tested."
    assert words_of(closing.one("a"))["indicator"] == "severe_maternal_morbidity"


# Languages, size, what is missing


def test_it_is_wholly_in_each_language(site: Site) -> None:
    english = read(html_of(site))
    for code in LANGUAGES:
        if code == "en":
            continue
        page = read(html_of(site, code))
        with use_language(code):
            assert page.one("h1").text == gettext("Where health is unequal in Massachusetts")
        for one, other in zip(_sentences(english), _sentences(page), strict=True):
            assert one != other or one in SAME or not re.search("[a-z]{4}", one), (code, one)
        inside = [link.attributes["href"] for link in page.all("a")]
        assert all(f"lang={code}" in href for href in inside if href.startswith("/")), code


def _sentences(page: Node) -> Iterator[str]:
    """The paragraphs and heads of the page."""
    for name in ("h1", "h2", "h3", "h4", "p", "caption", "th"):
        yield from (node.text for node in page.all(name))


def test_the_page_is_small_and_the_same_each_time(site: Site) -> None:
    html = html_of(site)
    assert html == html_of(site)
    assert len(brotli.compress(html.encode(), quality=4)) < 30_000
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_an_old_address_of_a_view_still_leads_to_it(site: Site) -> None:
    answered = site.get("/?indicator=drug_overdose_deaths&level=county&view=map")
    assert answered.status_code == 302
    assert answered.headers["Location"] == "/explore?indicator=drug_overdose_deaths&level=county&view=map"
    for plain in ("/", "/?lang=es", "/?utm_source=mail"):
        assert site.get(plain).status_code == 200


def test_without_data_the_page_says_so_and_without_its_questions_it_stands(tmp_path: Path, example: Path) -> None:
    empty = open_site(tmp_path / "nowhere.duckdb")
    assert empty.get("/").status_code in (200, 503)
    page = read(html_of(open_site(example)))
    assert not list(page.all("article"))
    assert "What can be asked of the data" in page.text
