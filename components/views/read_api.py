"""The page that explains the read API: its addresses, examples to follow, and what to make of its answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from components.formatting import html
from components.formatting.html import SafeHtml
from components.formatting.html_table import row, scrolled, table
from components.formatting.markup import aria, data_attributes
from components.page.paths import DATA
from data.language import format_integer, gettext
from data.query.url_parameters import in_language

API = "/api/v1"
DESCRIPTION = f"{API}/openapi.json"


@dataclass(frozen=True, slots=True)
class ApiLimits:
    """What the API bounds: rows of an answer, letters of an address, and costly files of one client, in words.

    An answer has `usual` rows where none are asked for, and `rows` at most.
    """

    usual: int
    rows: int
    letters: int
    rate: str


@dataclass(frozen=True, slots=True)
class Example:
    """An address to follow, and what it gives."""

    says: str
    resource: str
    words: Mapping[str, str]

    @property
    def address(self) -> str:
        """Path and words; commas stay as they are."""
        said = urlencode(self.words, safe=",", quote_via=quote)
        return f"{API}/{self.resource}{f'?{said}' if said else ''}"


def examples() -> tuple[Example, ...]:
    """Addresses that the page leads to."""
    deaths = "opioid_overdose_deaths"
    return (
        Example(
            gettext("Opioid overdose deaths in every county, as JSON"),
            "observations",
            {"indicator": deaths, "level": "county"},
        ),
        Example(
            gettext("The same of three cities, as CSV"),
            "observations",
            {"indicator": deaths, "place": "boston,springfield,worcester", "format": "csv"},
        ),
        Example(
            gettext("Everything about Black residents of the state, in 2022"),
            "observations",
            {"level": "state", "group": "black_nh", "period": "2022"},
        ),
        Example(
            gettext("How unequal overdose deaths are between groups, over time"),
            "measures",
            {"indicator": "drug_overdose_deaths", "by": "race_ethnicity"},
        ),
        Example(
            gettext("Two cities added up to a region"),
            "regions",
            {"place": "holyoke,chicopee", "indicator": deaths},
        ),
        Example(
            gettext("Which overdose figures there are by city and town"),
            "indicators",
            {"topic": "overdose", "level": "municipality"},
        ),
        Example(gettext("The counties, with their codes"), "places", {"level": "county"}),
        Example(
            gettext("A view of Explore as a table"),
            "views/explore.csv",
            {"indicator": deaths, "level": "county"},
        ),
    )  # fmt: skip


def read_api_page(
    words: Mapping[str, Sequence[str]], problems: Mapping[int, tuple[str, str]], limits: ApiLimits, host: str
) -> list[SafeHtml]:
    """The page. `words` are those that each resource takes, `problems` title and hint by status, `host` the site's."""
    sections = [
        ("examples", gettext("Examples"), [_examples(), *_code(host)]),
        ("addresses", gettext("Addresses"), _addresses(words)),
        ("parts", gettext("Forms and parts"), _parts(limits)),
        ("hidden", gettext("Hidden figures and terms of use"), _hidden()),
        ("problems", gettext("When something is wrong"), _problems(problems, limits)),
    ]
    links = [html.Li(html.A(name, href=f"#{key}")) for key, name, _ in sections]
    return [
        html.H1(gettext("Read API")),
        html.P(
            gettext(
                "Programs can read every published figure here, with its definition and its source. It takes no key "
                "and no account. The words of an address are those of the pages."
            )
        ),
        html.P(
            html.A(gettext("Description for programs (OpenAPI 3.1)"), href=DESCRIPTION, className="action"),
        ),
        html.Nav(html.Ul(links), className="contents", **aria(label=gettext("Contents"))),
        *(html.Section([html.H2(name), *parts], id=key) for key, name, parts in sections),
    ]


def _examples() -> SafeHtml:
    return html.Ul(
        [
            html.Li([html.A(example.says, href=example.address), html.Code(example.address)])
            for example in examples()
        ],
        className="api-examples",
    )  # fmt: skip


def _code(host: str) -> list[SafeHtml]:
    address = f"{host}{examples()[1].address}"
    return [
        html.P(gettext("In Python:")),
        html.Pre(html.Code(f'import pandas\npandas.read_csv("{address}")')),
        html.P(gettext("In R:")),
        html.Pre(html.Code(f'read.csv("{address}", fileEncoding = "UTF-8-BOM")')),
    ]


def _addresses(words: Mapping[str, Sequence[str]]) -> list[SafeHtml]:
    said = {
        "observations": gettext("Published figures by indicator, place, group and period"),
        "measures": gettext("Measures of inequality between the groups of a place"),
        "regions": gettext("Figures of a set of cities and towns, added up where each is published"),
        "indicators": gettext("What is measured, where, by what and since when"),
        "questions": gettext("Questions in plain words, and the indicators that answer them"),
        "places": gettext("The state, its regions, counties, cities and towns, and areas"),
        "sources": gettext("Where figures are from, and the terms they may be used under"),
        "version": gettext("Versions of the data and the code"),
    }
    heads = [gettext("Address"), gettext("What it answers"), gettext("Words")]
    rows = [
        row(
            html.Code(f"{API}/{name}"),
            [html.Td(text, **_head(heads[1])), html.Td(html.Code(", ".join(words[name])), **_head(heads[2]))],
        )
        for name, text in said.items()
    ]
    views = gettext("A view of a page as a file; it takes the words of that page")
    of_page = gettext("those of the page")
    cells = [html.Td(views, **_head(heads[1])), html.Td(of_page, **_head(heads[2]))]
    rows.append(row(html.Code(f"{API}/views/explore.csv"), cells))
    briefing = gettext("A briefing as a file: of a topic, of a place, or of a link")
    cells = [html.Td(briefing, **_head(heads[1])), html.Td(html.Code("topic, place, views"), **_head(heads[2]))]
    rows.append(row(html.Code(f"{API}/briefing.pdf"), cells))
    caption = gettext("Addresses of the API")
    return [
        scrolled(table(caption, heads, rows, classes="figures-table stacked api-addresses"), caption),
        html.P(gettext("Put commas between several values of one word.")),
        html.P(gettext("A word or a value the API does not know is refused; the answer says which there are.")),
    ]


def _parts(limits: ApiLimits) -> list[SafeHtml]:
    return [
        _listed(
            gettext("Figures come as JSON, CSV or Parquet: by the word “format”, or by the header Accept."),
            gettext(
                "An answer has {usual} rows, or as many as the word “limit” says, up to {most}.",
                usual=format_integer(limits.usual),
                most=format_integer(limits.rows),
            ),
            gettext("Where there are more, “next” in the JSON and the header Link have the address of the next part."),
            gettext("An answer changes only with the data or the code. Send its ETag back to ask whether it has."),
            gettext("Scripts of any site may read the API."),
            gettext("Names and sentences come in English, Spanish or Portuguese, by the word “lang”."),
        ),
        html.P(
            [
                gettext("To have everything at once, take the files."), " ",
                html.A(gettext("All files"), href=f"{in_language(DATA)}#files"),
            ]
        ),
    ]  # fmt: skip


def _hidden() -> list[SafeHtml]:
    return [
        _listed(
            gettext("Every row has a status. A figure that is hidden to protect people has that status and no number."),
            gettext("A hidden number must not be worked out from others."),
            gettext("Each row names its source and its license. Cite both."),
        )
    ]


def _problems(problems: Mapping[int, tuple[str, str]], limits: ApiLimits) -> list[SafeHtml]:
    heads = [gettext("Status"), gettext("Problem"), gettext("What helps")]
    rows = [
        row(str(status), [html.Td(title, **_head(heads[1])), html.Td(hint, **_head(heads[2]))], id=f"problem-{status}")
        for status, (title, hint) in problems.items()
    ]
    caption = gettext("Problems by status")
    return [
        html.P(gettext("A problem is JSON of one shape (RFC 9457): “detail” says why, “hint” says what helps.")),
        scrolled(table(caption, heads, rows, classes="figures-table stacked"), caption),
        _listed(
            gettext("An address has at most {most} characters.", most=format_integer(limits.letters)),
            gettext(
                "PDF files, slides, workbooks and pictures take work: one reader can have {rate}. They are made one "
                "after the other; when too many wait, the answer is 503.",
                rate=limits.rate,
            ),
        ),
    ]


def _head(text: str) -> dict[str, str]:
    """The head of a cell's column, for a narrow window, where each cell is a line."""
    return data_attributes(head=text)


def _listed(*sentences: str) -> SafeHtml:
    return html.Ul([html.Li(sentence) for sentence in sentences], className="record-list")
